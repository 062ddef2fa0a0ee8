"""The start of the window: which library it opens, and what becomes of an error that nobody caught."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.errors import UserError
from mscref.gui import app
from mscref.gui.desk import Desk
from mscref.gui.import_review.dialog import ImportDialog


@pytest.fixture
def bare(qtbot: QtBot, home: Path) -> Iterator[Desk]:
    """A window without a library."""
    made = Desk()
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.close()


def test_a_library_named_at_the_start_is_opened_and_remembered(qtbot: QtBot, bare: Desk, library_path: Path) -> None:
    app.begin(bare, [str(library_path)])
    qtbot.waitUntil(lambda: bare.tasks.path == library_path and bare.tasks.is_idle, timeout=10_000)
    assert settings.load()["last_library"] == str(library_path)
    assert bare.window.windowTitle() == "small – mscref"


def test_the_last_library_is_opened_again(qtbot: QtBot, bare: Desk, library_path: Path) -> None:
    settings.save({"last_library": str(library_path)})
    app.begin(bare, [])
    qtbot.waitUntil(lambda: bare.tasks.path == library_path, timeout=10_000)


def test_a_first_start_shows_the_sample_library(qtbot: QtBot, bare: Desk) -> None:
    app.begin(bare, [])
    qtbot.waitUntil(lambda: len(bare.window.table.references.ids) > 20, timeout=60_000)
    assert bare.tasks.path == settings.data_dir() / "sample.mscref"
    qtbot.waitUntil(lambda: bare.tasks.is_idle, timeout=10_000)
    assert not bare.window.progress.isVisible()


def test_files_named_at_the_start_are_planned_once_a_library_is_open(
    qtbot: QtBot, bare: Desk, library_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "one.bib"
    file.write_text("@article{a1, author={Oak, A.}, title={One paper}, year=2001}", "utf-8")
    app.begin(bare, [str(library_path), str(file)])
    qtbot.waitUntil(lambda: isinstance(bare.files.dialog, ImportDialog), timeout=20_000)
    assert bare.files.dialog is not None
    bare.files.dialog.reject()


def test_a_library_that_cannot_be_opened_is_said_in_one_sentence(qtbot: QtBot, bare: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mscref"
    broken.write_bytes(b"nothing of the kind")
    app.begin(bare, [str(broken)])
    qtbot.waitUntil(lambda: bool(bare.window.toasts.shown()), timeout=10_000)
    assert "broken.mscref" in bare.window.toasts.shown()[0].text
    assert not bare.tasks.is_open


def test_what_nobody_caught_is_told_and_logged(bare: Desk, caplog: pytest.LogCaptureFixture) -> None:
    slips = app.Slips(bare)
    slips.report(UserError, UserError("The disk is full."), None)
    slips.report(ValueError, ValueError("three"), None)
    texts = [toast.text for toast in bare.window.toasts.shown()]
    assert texts[0] == "The disk is full."
    assert "ValueError: three" in texts[1]
    assert "report" in texts[1]
    assert "three" in caplog.text
