"""Watched folders in the window: a quiet bar that asks, a review on request, and nothing imported unasked."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.import_review.dialog import ImportDialog
from mscref.gui.preferences_files import FilesPreferences
from mscref.gui.tasks import Tasks
from mscref.jobs import watching
from tests.gui import papers
from tests.gui.conftest import id_of

Settle = Callable[[Tasks], None]


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """A watched folder with one paper in it."""
    made = tmp_path / "Downloads"
    made.mkdir()
    add(made, "a.pdf")
    watching.save_folders([made])
    desk.window.folders_chosen.emit()
    return made


def add(folder: Path, name: str) -> Path:
    file = papers.write_paper(folder / name)
    file.write_bytes(file.read_bytes() + name.encode())
    old = time.time() - 3600
    os.utime(file, (old, old))
    return file


def told(desk: Desk) -> str:
    bar = desk.window.watched_bar
    return " ".join(label.text() for label in bar.findChildren(QLabel)) if bar.isVisible() else ""


def press(desk: Desk, text: str) -> None:
    next(b for b in desk.window.watched_bar.findChildren(QPushButton) if b.text() == text).click()


def test_new_pdfs_are_told_and_not_imported(qtbot: QtBot, desk: Desk, settle: Settle, folder: Path) -> None:
    qtbot.waitUntil(lambda: "1 new PDF in Downloads" in told(desk), timeout=10_000)
    add(folder, "b.pdf")
    qtbot.waitUntil(lambda: "2 new PDFs in Downloads" in told(desk), timeout=10_000)
    settle(desk.tasks)
    assert len(desk.window.table.references.ids) == 5
    assert desk.files.dialog is None


def test_review_shows_them_in_the_import_review(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    qtbot.waitUntil(lambda: bool(told(desk)), timeout=10_000)
    press(desk, "Review…")
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=20_000)
    assert told(desk) == ""
    assert desk.files.dialog is not None
    desk.files.dialog.reject()


def test_ignored_files_are_never_told_again(qtbot: QtBot, desk: Desk, settle: Settle, folder: Path) -> None:
    qtbot.waitUntil(lambda: bool(told(desk)), timeout=10_000)
    press(desk, "Ignore")
    assert told(desk) == ""
    add(folder, "b.pdf")
    qtbot.waitUntil(lambda: "b.pdf" in told(desk), timeout=10_000)
    assert len(watching.remembered().ignored) == 1


def test_a_file_that_was_attached_meanwhile_is_no_longer_new(
    qtbot: QtBot, desk: Desk, settle: Settle, folder: Path
) -> None:
    qtbot.waitUntil(lambda: bool(told(desk)), timeout=10_000)
    elm = id_of(desk, "Elm")
    desk.tasks.change(lambda lib: lib.attach(elm, folder / "a.pdf"))
    qtbot.waitUntil(lambda: told(desk) == "", timeout=10_000)


def test_folders_are_added_and_removed_in_the_preferences(qtbot: QtBot, tmp_path: Path) -> None:
    page = FilesPreferences()
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.folders_changed):
        page.add(tmp_path)
    assert watching.folders() == (tmp_path,)
    page.list.setCurrentRow(0)
    page.remove()
    assert watching.folders() == ()


def test_a_name_pattern_that_cannot_be_read_is_not_kept(qtbot: QtBot) -> None:
    page = FilesPreferences()
    qtbot.addWidget(page)
    page.pattern.setText("{nobody}")
    page.pattern.editingFinished.emit()
    assert FilesPreferences().pattern.text() == "{author} {year} {title}"
    page.pattern.setText("{key}")
    page.pattern.editingFinished.emit()
    assert FilesPreferences().pattern.text() == "{key}"
