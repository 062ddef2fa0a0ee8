"""Pictures of what serves texts that cite: export, files kept in step, the pattern of keys, renaming, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtGui import QImage

from mscref.gui.desk import Desk
from mscref.gui.export_dialog import ExportDialog
from mscref.gui.key_pattern_dialog import KeyPatternDialog
from mscref.gui.rename_dialog import RenameDialog
from mscref.gui.staging import settle
from mscref.library import Library


def states(desk: Desk, home: Path, photograph: Callable[..., QImage]) -> Iterator[tuple[str, QImage]]:
    """The states of these dialogs, in the sample library that is open."""
    window, outputs = desk.window, desk.outputs
    ids = list(window.table.references.ids[:3])
    window.table.select_ids(ids)
    desk.files.export()
    settle(desk.tasks, until=lambda: desk.files.dialog is not None)
    if isinstance(desk.files.dialog, ExportDialog):
        desk.files.dialog.scope.setCurrentIndex(1)
        desk.files.dialog.keep.setChecked(True)
        settle(desk.tasks)
        yield "export-kept", photograph(window, desk.files.dialog)
        desk.files.dialog.reject()
    _keep_files(desk, home)
    for name, show in (("files-in-step", outputs.show_files), ("check", outputs.check), ("keys", outputs.edit_pattern)):
        show()
        settle(desk.tasks, until=lambda: outputs.dialog is not None)
        yield name, photograph(window, outputs.dialog)
        yield f"{name}-2x", photograph(window, outputs.dialog, scale=2.0)
        if isinstance(outputs.dialog, KeyPatternDialog):
            outputs.dialog.field.setText("[auth:capital][yaer]")
            outputs.dialog.look()
            settle(desk.tasks)
            yield "keys-error", photograph(window, outputs.dialog)
        _close(desk)
    yield from _renaming(desk, home, photograph)


def _keep_files(desk: Desk, home: Path) -> None:
    """Three files kept in step: one well, one changed by someone else, one of a manuscript."""
    key = desk.tasks.summaries(list(desk.window.table.references.ids[:1]))[0].key
    (home / "main.tex").write_text(f"Cells help \\cite{{{key}}}, as \\citet{{nobody1999}} doubts.\n", "utf-8")
    (home / "theirs.bib").write_text("@misc{theirs}\n", "utf-8")

    def verb(library: Library) -> None:
        held = {Path(each.path).name for each in library.auto_exports()}
        if not held:
            library.add_auto_export(home / "review.bib", query="condition:als")
            library.add_auto_export(home / "main.bib", manuscripts=[home / "main.tex"])
            library.add_auto_export(home / "theirs.bib", format="biblatex")

        for number, fields in enumerate(({"page": "67--78"}, {"ISSN": "01429612", "issued": "2981"}, {"journal": ""})):
            library.edit(desk.window.table.references.ids[number], fields=fields)
        library.edit(desk.window.table.references.ids[4], fields={"container-title": ""})
        library.edit(desk.window.table.references.ids[5], title="STEM CELLS IN AMYOTROPHIC LATERAL SCLEROSIS")

    desk.tasks.change(verb)
    settle(desk.tasks)
    desk.outputs.keep_in_step()
    settle(desk.tasks)
    for toast in desk.window.toasts.shown():
        toast.leave()


def _renaming(desk: Desk, home: Path, photograph: Callable[..., QImage]) -> Iterator[tuple[str, QImage]]:
    desk.window.table.select_ids(list(desk.window.table.references.ids[:1]))
    desk.outputs.rename()
    settle(desk.tasks, until=lambda: desk.outputs.dialog is not None)
    dialog = desk.outputs.dialog
    if isinstance(dialog, RenameDialog):
        dialog.field.setText("a-better-key")
        dialog.look()
        settle(desk.tasks)
        yield "rename", photograph(desk.window, dialog)
    _close(desk)


def _close(desk: Desk) -> None:
    if desk.outputs.dialog is not None:
        desk.outputs.dialog.reject()
