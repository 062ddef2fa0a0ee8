"""Pictures of the window's main states, light, dark and at twice the size: `python -m mscref.gui.shots FOLDER`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from mscref.gui import (
    icons,
    shots_imports,
    shots_lookups,
    shots_notes,
    shots_organising,
    shots_outputs,
    shots_reader,
    shots_studies,
    theme,
)
from mscref.gui.app import application
from mscref.gui.desk import Desk
from mscref.gui.filters import Filters
from mscref.gui.staging import settle
from mscref.jobs import importing, sample
from mscref.library import Library
from mscref.model.holdings import Assignment
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Name, Reference, authors

_MANY = 10_000
_LONG = (
    "A very long title that goes on about mesenchymal stromal cells, their extracellular vesicles, and a great many "
    "other things besides, so that nothing in the window may break because of it"
)


def main(folder: Path) -> list[Path]:
    """Write all pictures into `folder` and name them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    application()
    written = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["MSCREF_HOME"] = home
        for look in ("light", "dark"):
            theme.apply(look)
            icons.redress()
            written += [_save(image, folder / f"{name}-{look}.png") for name, image in _states(Path(home))]
    shutil.copyfile(folder / "detail-light.png", folder / "window.png")
    return [*written, folder / "window.png"]


def photograph(window: QWidget, dialog: QDialog | None = None, *, scale: float = 1.0) -> QImage:
    """The window as an image, a dialog drawn in its middle as it would stand there."""
    image = QImage(window.size() * scale, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.of(window).window))
    window.render(image)
    if dialog is not None:
        painter = QPainter(image)
        painter.fillRect(window.rect(), QColor(0, 0, 0, 90))
        place = QPoint((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 2)
        painter.fillRect(dialog.rect().translated(place).adjusted(-1, -1, 1, 1), QColor(theme.of(window).line))
        dialog.render(painter, place)
        painter.end()
    return image


def _states(home: Path) -> Iterator[tuple[str, QImage]]:
    desk = Desk()
    window = desk.window
    window.resize(1440, 860)
    window.show()
    yield "start", photograph(window)
    path = home / "sample.mscref"
    sample.open_sample(path).close()
    desk.open(path)
    settle(desk.tasks, until=lambda: bool(window.table.references.ids))
    yield "list", photograph(window)
    yield "list-2x", photograph(window, scale=2.0)
    first = max(range(min(60, window.table.references.rowCount())), key=lambda row: _richness(desk, row))
    window.table.select_ids([window.table.references.id_at(first)])
    settle(desk.tasks, until=lambda: window.detail.record is not None)
    yield "detail", photograph(window)
    yield "detail-2x", photograph(window, scale=2.0)
    for page in ("notes", "cited", "bibtex", "history"):
        window.detail.show_page(page)
        settle(desk.tasks)
        yield f"detail-{page}", photograph(window)
    window.detail.show_page("info")
    yield from _filtered(desk)
    yield from _views(desk)
    yield from shots_reader.states(desk, home, photograph)
    yield from shots_notes.states(desk, home, photograph)
    yield from _dialogs(desk)
    yield from shots_imports.states(desk, home, photograph)
    yield from shots_organising.states(desk, lambda dialog: photograph(window, dialog))
    yield from shots_outputs.states(desk, home, photograph)
    yield from shots_lookups.states(desk, photograph)
    yield from shots_studies.states(desk, photograph)
    yield from _large(desk, home)
    window.close()
    desk.close()


def _filtered(desk: Desk) -> Iterator[tuple[str, QImage]]:
    window = desk.window
    desk.browser.narrow(Filters(included={"condition": ("als", "dmd")}, excluded={"study_type": ("review",)}))
    settle(desk.tasks)
    yield "filters", photograph(window)
    desk.browser.narrow(Filters(text="no such word anywhere"))
    settle(desk.tasks)
    yield "no-results", photograph(window)
    desk.browser.narrow(Filters())
    settle(desk.tasks)
    window.search.show_text("condition:als (title:")
    window.search.ask_now()
    yield "search-error", photograph(window)
    window.search.show_text("")
    window.search.show_error(None)
    window.table.selectAll()
    settle(desk.tasks)
    yield "many-selected", photograph(window)
    window.table.clearSelection()


def _views(desk: Desk) -> Iterator[tuple[str, QImage]]:
    window = desk.window
    window.show_map()
    settle(desk.tasks, until=lambda: window.map.map is not None)
    yield "map", photograph(window)
    yield "map-2x", photograph(window, scale=2.0)
    document = _document_with_mentions(desk)
    window.document.open(document)
    window.show_document()
    settle(desk.tasks, until=lambda: window.document.document is not None)
    yield "document", photograph(window)
    window.show_list()


def _dialogs(desk: Desk) -> Iterator[tuple[str, QImage]]:
    window = desk.window
    plan = importing.plan_files(None, [*sample.documents(), Path("missing.pdf")], vocabulary=desk.tasks.vocabulary)
    desk.files.show_plan(plan)
    settle(desk.tasks)
    yield "import-plan", photograph(window, desk.files.dialog)
    yield "import-plan-2x", photograph(window, desk.files.dialog, scale=2.0)
    _close(desk.files.dialog)
    window.table.select_ids(list(window.table.references.ids[:3]))
    settle(desk.tasks)
    desk.files.export()
    settle(desk.tasks)
    yield "export", photograph(window, desk.files.dialog)
    _close(desk.files.dialog)
    desk.references.retag()
    yield "retag", photograph(window, desk.references.dialog)
    _close(desk.references.dialog)
    for name, show in (("about", desk.view.show_about), ("preferences", desk.view.show_preferences)):
        show()
        yield name, photograph(window, desk.view.dialog)
        _close(desk.view.dialog)
    desk.window.actions_["show_shortcuts"].trigger()
    yield "shortcuts", photograph(window, desk.view.dialog)
    _close(desk.view.dialog)
    toast = window.toasts.say("Moved 3 references to the trash", button="Undo", act=lambda: None)
    yield "toast", photograph(window)
    toast.leave()


def _large(desk: Desk, home: Path) -> Iterator[tuple[str, QImage]]:
    window = desk.window
    path = home / f"empty-{theme.of(window).name}.mscref"
    desk.open(path, create=True)
    settle(desk.tasks, until=lambda: desk.tasks.path == path)
    yield "empty", photograph(window)
    path = home / "many.mscref"
    if not path.exists():
        with Library.open(path, create=True) as library:
            library.import_plan(_many())
    desk.open(path)
    settle(desk.tasks, until=lambda: len(window.table.references.ids) == _MANY)
    yield "many", photograph(window)
    desk.browser.narrow(Filters(text="title:long"))
    settle(desk.tasks, until=lambda: len(window.table.references.ids) < _MANY)
    window.table.select_ids(list(window.table.references.ids[:1]))
    settle(desk.tasks, until=lambda: window.detail.record is not None)
    yield "long-titles", photograph(window)
    window.resize(1000, 600)
    settle(desk.tasks)
    yield "small-window", photograph(window)


def _many() -> Plan:
    """Ten thousand invented references, some with very long titles and names."""
    sources = ("bone-marrow", "adipose", "umbilical-cord", "placenta", "dental-pulp", "ipsc")
    conditions = ("als", "dmd", "ms", "sci", "parkinson", "stroke")
    designs = ("rct", "single-arm", "animal", "review")
    rows = []
    for number in range(_MANY):
        title = (
            f"{_LONG}, part {number}" if number % 400 == 0 else f"Study {number} of stromal cells in a model disease"
        )
        reference = Reference(
            title=title,
            contributors=authors([Name(family=f"Author{number % 977}", given="A. B."), Name(family="Second")]),
            fields={"container-title": f"Journal {number % 50}", "issued": str(1995 + number % 30)},
        )
        terms = (
            Assignment("cell_source", sources[number % 6]),
            Assignment("condition", conditions[number // 7 % 6]),
            Assignment("study_type", designs[number // 3 % 4]),
        )
        rows.append(Planned(reference, assignments=terms if number % 11 else ()))
    return Plan("Import 10,000 references", tuple(rows))


def _richness(desk: Desk, row: int) -> int:
    summary = desk.window.table.references.summary(row)
    return 0 if summary is None else sum(map(len, summary.terms.values())) + 5 * summary.has_note


def _document_with_mentions(desk: Desk) -> int:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return max(library.documents(), key=lambda one: len(one.mentions)).id


def _close(dialog: QDialog | None) -> None:
    if dialog is not None:
        dialog.reject()


def _save(image: QImage, path: Path) -> Path:
    image.save(str(path))
    return path


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for one in main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/shots")):
        sys.stdout.write(f"{one}\n")
