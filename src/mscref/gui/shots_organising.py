"""Pictures of organising: the folded and judged map, the review of proposals, duplicates, a bulk edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

from mscref.gui.desk import Desk
from mscref.gui.staging import settle
from mscref.jobs import proposing_held
from mscref.jobs.bulk_editing import BulkEdit
from mscref.library import Library
from mscref.model.holdings import APPRAISALS, Changes
from mscref.model.reference import Contributor, Name, Reference

_ABSTRACT = (
    "Motor neurone disease has no cure. Autologous bone marrow-derived mesenchymal stem cells were given intrathecally "
    "to twenty-six patients in an open-label phase 1/2 trial, while an earlier study had used adipose tissue-derived "
    "cells. Exosomes were not measured."
)
Photograph = Callable[[QDialog | None], QImage]


def states(desk: Desk, photograph: Photograph) -> Iterator[tuple[str, QImage]]:
    """Name and picture of each state; the library is a copy that may be changed."""
    window = desk.window
    desk.tasks.change(_prepare)
    settle(desk.tasks)
    window.show_map()
    settle(desk.tasks, until=lambda: window.map.map is not None)
    window.map.canvas.group_pressed.emit("row", "als")
    settle(desk.tasks)
    yield "map-folded", photograph(None)
    window.map.canvas.group_pressed.emit("row", "als")
    window.show_review()
    settle(desk.tasks, until=lambda: bool(window.review.model.shown))
    yield "review", photograph(None)
    window.show_list()
    desk.duplicates.find()
    settle(desk.tasks, until=lambda: desk.duplicates.dialog is not None)
    yield "duplicates", photograph(desk.duplicates.dialog)
    assert desk.duplicates.dialog is not None
    desk.duplicates.dialog.reject()
    window.table.selectAll()
    desk.editing.edit_all()
    settle(desk.tasks, until=lambda: desk.editing.dialog is not None)
    assert desk.editing.dialog is not None
    desk.editing.dialog.tell(BulkEdit("container-title", "replace", "J", "Journal"))
    yield "bulk-edit", photograph(desk.editing.dialog)
    desk.editing.dialog.reject()
    window.table.clearSelection()


def _prepare(library: Library) -> Changes | None:
    """Proposals, judgements and a double, as a working library has them."""
    ids = sorted(library.ids(""))
    if library.ids("motor neurone"):
        return None
    for place, id in enumerate(ids):
        library.set_appraisal([id], (*APPRAISALS, "")[place % 4])
    for id in ids[:4]:
        library.edit(id, fields={"abstract": _ABSTRACT})
    proposing_held.propose(library, ids)
    held = library.record(ids[0]).reference
    short = tuple(Contributor(Name(c.name.family, c.name.given[:1]), c.role) for c in held.contributors)
    fields = {"issued": held.year, "container-title": "Biomat.", "volume": held.get("volume")}
    return library.add(Reference("article", held.title.upper(), short, fields))
