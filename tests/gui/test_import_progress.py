"""Reading many files: each is told, Cancel ends it, and what came of it is summed up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.import_review.dialog import ImportDialog
from mscref.gui.import_review.summary import ImportSummary
from mscref.gui.tasks import Tasks
from tests.gui import papers

Settle = Callable[[Tasks], None]


def bibliography(path: Path, key: str) -> Path:
    path.write_text(f"@article{{{key}, author={{Oak, {key}.}}, title={{Paper {key}}}, year=2001}}", "utf-8")
    return path


def test_every_file_is_told_with_how_it_went(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    files = [bibliography(tmp_path / f"{n}.bib", f"k{n}") for n in range(3)]
    empty = tmp_path / "empty.bib"
    empty.write_text("")
    listed: list[str] = []
    desk.files.progress.model.rowsInserted.connect(
        lambda _parent, first, _last: listed.append(desk.files.progress.model.item(first).text())
    )
    desk.files.plan_files([*files, empty])
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=20_000)
    assert [text.split(" ")[0] for text in listed] == ["0.bib", "1.bib", "2.bib", "empty.bib"]
    assert "–" in listed[3]
    assert not desk.files.progress.isVisible()
    assert desk.files.dialog is not None
    desk.files.dialog.reject()


def test_cancel_ends_the_reading_and_shows_nothing(qtbot: QtBot, desk: Desk, settle: Settle, tmp_path: Path) -> None:
    files = [papers.write_paper(tmp_path / f"{n}.pdf") for n in range(30)]
    desk.files.plan_files(files)
    qtbot.waitUntil(lambda: desk.files.progress.isVisible(), timeout=20_000)
    next(b for b in desk.files.progress.findChildren(QPushButton) if b.text() == "Cancel").click()
    assert not desk.files.progress.isVisible()
    settle(desk.tasks)
    assert desk.files.dialog is None
    assert desk.window.toasts.shown() == []
    assert len(desk.window.table.references.ids) == 5


def test_the_summary_names_what_failed_and_shows_what_came_in(
    qtbot: QtBot, desk: Desk, settle: Settle, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 cut off")
    desk.files.plan_files([bibliography(tmp_path / "a.bib", "k1"), broken])
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=20_000)
    assert desk.files.dialog is not None
    desk.files.dialog.accept()
    qtbot.waitUntil(lambda: bool(desk.window.toasts.shown()), timeout=10_000)
    toast = desk.window.toasts.shown()[-1]
    assert toast.text == "1 reference added, 1 failed"
    assert toast.button is not None
    toast.button.click()
    summary = desk.files.dialog
    assert isinstance(summary, ImportSummary)
    assert any("broken.pdf" in label.text() for label in summary.findChildren(QLabel))
    next(b for b in summary.findChildren(QPushButton) if b.text() == "Show the new ones").click()
    qtbot.waitUntil(lambda: len(desk.window.table.selected_ids()) == 1, timeout=10_000)


def test_an_import_of_pdfs_copies_them_and_one_undo_takes_it_back(
    qtbot: QtBot, desk: Desk, settle: Settle, tmp_path: Path
) -> None:
    desk.files.plan_files([papers.write_paper(tmp_path / "download.pdf")])
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=20_000)
    dialog = desk.files.dialog
    assert isinstance(dialog, ImportDialog)
    if dialog.review.waiting:
        dialog.accept_entry()
    dialog.accept()
    qtbot.waitUntil(lambda: len(desk.window.table.references.ids) == 6, timeout=10_000)
    settle(desk.tasks)
    found: list[object] = []
    new = max(desk.window.table.references.ids)
    desk.tasks.ask(lambda lib: lib.record(new).attachments, found.extend)
    settle(desk.tasks)
    assert [one.stored for one in found] == [True]  # type: ignore[attr-defined]
    desk.window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: len(desk.window.table.references.ids) == 5, timeout=10_000)
