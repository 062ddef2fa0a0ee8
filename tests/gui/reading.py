"""A paper to read in tests: attached, opened in the window, its words found on the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.reader.page_painting import rect_of
from mscref.gui.reader.page_view import PageView
from mscref.gui.reader.reader import Reader
from mscref.gui.tasks import Tasks
from tests.gui.conftest import id_of
from tests.sandbox.pages_pdf import Sheet, pdf

Settle = Callable[[Tasks], None]
Open = Callable[..., Reader]

_STEP_MS, _PATIENCE = 20, 500

PAPER = [
    Sheet(
        [
            (20, 360, "Marrow cells were given to twelve pa-"),
            (20, 348, "tients with a motor neuron disease."),
            (20, 300, "See the tables for doses."),
        ],
        links=[((20, 298, 140, 310), 3)],
    ),
    *(Sheet([(20, 360, f"Page number {n} speaks of cells.")]) for n in range(2, 8)),
]


@pytest.fixture(name="open_pdf")
def opening(desk: Desk, qtbot: QtBot, settle: Settle, tmp_path: Path) -> Open:
    """Attach a PDF to the first paper and open it by the action; waits until its pages are there."""

    def opened(data: bytes | None = None, *, is_shown: bool = True) -> Reader:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf(PAPER, outline=[("Results", 4)]) if data is None else data)
        reference = id_of(desk, "Alder")
        desk.tasks.change(lambda lib: lib.attach(reference, path))
        settle(desk.tasks)
        desk.window.table.select_ids([reference])
        settle(desk.tasks)
        desk.window.actions_["read"].trigger()
        reader = desk.window.reader
        if is_shown:
            qtbot.waitUntil(
                lambda: reader.view is not None and reader.is_idle and bool(reader.source.frames), timeout=10_000
            )
            settle(desk.tasks)
        return reader

    return opened


def view_of(reader: Reader) -> PageView:
    assert reader.view is not None
    return reader.view


def at(reader: Reader, words: str, *, end: bool = False, page: int = 1) -> QPoint:
    """The point of the viewport at the first (or last) letter of some words; waits for the page's text."""
    view = view_of(reader)
    for _ in range(_PATIENCE):
        text = view.source.text(page)
        if text is not None:
            break
        QTest.qWait(_STEP_MS)
    assert text is not None, "the text of the page did not come"
    start = text.text.index(words)
    stretch = text.stretches(start, start + len(words))[-1 if end else 0]
    rect = rect_of(view.layout_, page, stretch.box).translated(-view.to_area(QPointF(0, 0)))
    return QPoint(round(rect.right() - 1 if end else rect.left() + 1), round(rect.center().y()))


def drag(reader: Reader, start: QPoint, end: QPoint) -> None:
    viewport = view_of(reader).viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start + QPoint(4, 0))
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def rest(reader: Reader, qtbot: QtBot) -> None:
    qtbot.wait(70)
    qtbot.waitUntil(lambda: reader.is_idle, timeout=10_000)
