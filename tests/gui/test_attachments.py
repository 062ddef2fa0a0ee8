"""Files of references in the window: attached by drop, asked once how, found again, never run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.acts.attachments import chosen_way
from mscref.gui.desk import Desk
from mscref.gui.detail_files import open_outside
from mscref.gui.tasks import Tasks
from mscref.model.holdings import AttachmentRecord
from tests.gui.conftest import id_of

Settle = Callable[[Tasks], None]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "download (1).pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return file


def attached(desk: Desk, settle: Settle, id: int) -> tuple[AttachmentRecord, ...]:
    found: list[tuple[AttachmentRecord, ...]] = []
    desk.tasks.ask(lambda lib: lib.record(id).attachments, found.append)
    settle(desk.tasks)
    return found[0]


def toasts(desk: Desk) -> str:
    return "\n".join(toast.text for toast in desk.window.toasts.shown())


def test_how_files_are_kept_is_asked_once(qtbot: QtBot, desk: Desk, settle: Settle, paper: Path) -> None:
    elm = id_of(desk, "Elm")
    desk.files.take_files([paper], elm)
    dialog = desk.files.attaching.dialog
    assert dialog is not None
    assert attached(desk, settle, elm) == ()
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Link it").click()
    settle(desk.tasks)
    (file,) = attached(desk, settle, elm)
    assert (file.path, file.stored) == (str(paper), False)
    assert chosen_way() == "link"
    other = paper.with_name("other.pdf")
    other.write_bytes(b"%PDF-1.4 other")
    desk.files.take_files([other], elm)
    settle(desk.tasks)
    assert len(attached(desk, settle, elm)) == 2


def test_several_files_dropped_on_a_reference_are_copied_under_names_for_people(
    desk: Desk, settle: Settle, paper: Path
) -> None:
    settings.save({"attachments": "copy", "file_name_pattern": "{author}-{year}"})
    data = paper.with_name("data.xlsx")
    data.write_bytes(b"PK table")
    elm = id_of(desk, "Elm")
    desk.files.take_files([paper, data], elm)
    settle(desk.tasks)
    files = attached(desk, settle, elm)
    assert [Path(one.path).name for one in files] == ["Elm-1999.pdf", "Elm-1999.xlsx"]
    assert all(one.stored for one in files)
    desk.files.take_files([paper], elm)
    settle(desk.tasks)
    assert "already" in toasts(desk)


def test_a_bibliography_dropped_on_a_reference_is_imported_and_not_attached(
    qtbot: QtBot, desk: Desk, settle: Settle, tmp_path: Path
) -> None:
    settings.save({"attachments": "copy"})
    file = tmp_path / "a.bib"
    file.write_text("@article{a1, author={Oak, A.}, title={One paper}, year=2001}", "utf-8")
    elm = id_of(desk, "Elm")
    desk.files.take_files([file], elm)
    qtbot.waitUntil(lambda: desk.files.dialog is not None, timeout=15_000)
    assert desk.files.dialog is not None
    desk.files.dialog.reject()
    assert attached(desk, settle, elm) == ()


def test_missing_files_are_found_again_in_a_folder(desk: Desk, settle: Settle, paper: Path, tmp_path: Path) -> None:
    settings.save({"attachments": "link"})
    elm = id_of(desk, "Elm")
    desk.files.take_files([paper], elm)
    settle(desk.tasks)
    folder = tmp_path / "moved"
    folder.mkdir()
    paper.rename(folder / "new name.pdf")
    desk.files.attaching.find(folder)
    settle(desk.tasks)
    assert attached(desk, settle, elm)[0].path == str(folder / "new name.pdf")
    desk.files.attaching.find(folder)
    settle(desk.tasks)
    assert "No file of this library is missing" in toasts(desk)


def test_a_program_in_the_clothes_of_a_paper_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    wolf = tmp_path / "paper.pdf"
    wolf.write_bytes(b"\x7fELF and more")
    assert "is not opened" in open_outside(str(wolf), tmp_path / "l.mscref")
    assert "is not opened" in open_outside("//host/share/paper.pdf", tmp_path / "l.mscref")
    assert opened == []
    sheep = tmp_path / "sheep.pdf"
    sheep.write_bytes(b"%PDF-1.4")
    assert open_outside("sheep.pdf", tmp_path / "l.mscref") == ""
    assert opened == [str(sheep)]
