"""The evidence map scrolls its cells under headings that stand still."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.map_canvas import MapCanvas
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import Assignment
from mscref.model.reference import Reference


@pytest.fixture
def canvas(qtbot: QtBot, desk: Desk, settle: Callable[[Tasks], None]) -> MapCanvas:
    """The map of the small library in a window too small for it."""
    desk.window.resize(760, 480)
    desk.window.show_map()
    made = desk.window.map.canvas
    qtbot.waitUntil(lambda: made.plan is not None, timeout=5000)
    settle(desk.tasks)
    assert made.horizontalScrollBar().maximum() > 0
    assert made.verticalScrollBar().maximum() > 0
    return made


def parts(canvas: MapCanvas) -> tuple[QImage, QImage, QImage]:
    """Pictures of the row headings, the column headings and the cells."""
    whole, body = canvas.viewport().grab().toImage(), canvas.body().toRect()
    left = whole.copy(0, body.top(), body.left(), body.height())
    above = whole.copy(body.left(), 0, body.width(), body.top())
    return left, above, whole.copy(body)


def test_rows_stay_while_cells_go_sideways(canvas: MapCanvas) -> None:
    before = parts(canvas)
    canvas.horizontalScrollBar().setValue(canvas.horizontalScrollBar().maximum())
    after = parts(canvas)
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert after[2] != before[2]


def test_columns_stay_while_cells_go_down(canvas: MapCanvas) -> None:
    before = parts(canvas)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    after = parts(canvas)
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_a_click_meets_the_cell_that_is_seen_there(qtbot: QtBot, canvas: MapCanvas) -> None:
    bar = canvas.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert canvas.plan is not None
    last = max(canvas.plan.cells, key=lambda cell: cell.x - cell.y / 1000)
    body = canvas.body()
    at = QPoint(int(last.x + last.width / 2) - bar.value(), int(body.top() + last.y - canvas.plan.top + 8))
    with qtbot.waitSignal(canvas.picked) as told:
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [last]


def test_a_click_on_a_heading_is_no_click_on_the_cell_scrolled_under_it(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.horizontalScrollBar().setValue(canvas.horizontalScrollBar().maximum())
    with qtbot.assertNotEmitted(canvas.picked):
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, int(canvas.body().top()) + 50))


def test_the_keyboard_brings_its_cell_into_sight(qtbot: QtBot, canvas: MapCanvas) -> None:
    assert canvas.plan is not None
    for _ in range(len(canvas.plan.columns) + 1):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.lit is not None
    assert canvas.lit.column == canvas.plan.columns[-1].id
    assert canvas.lit.x + canvas.lit.width - canvas.horizontalScrollBar().value() <= canvas.body().right() + 1


def test_a_click_on_a_groups_name_folds_it_and_another_one_opens_it_again(
    qtbot: QtBot, desk: Desk, canvas: MapCanvas
) -> None:
    assert canvas.plan
    group = canvas.plan.row_groups[0]
    rows = len(canvas.plan.rows)
    canvas.verticalScrollBar().setValue(0)
    middle = QPoint(60, round(group.y - canvas._scrolled()[1]))
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert desk.window.map.folded[0] == (group.id,)
    assert len(canvas.plan.rows) < rows or canvas.plan.rows[0].is_folded
    folded = next(row for row in canvas.plan.rows if row.is_folded)
    place = QPoint(60, round(folded.y - canvas._scrolled()[1]))
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.window.map.folded[0] == ()
    assert len(canvas.plan.rows) == rows


def test_keys_fold_the_group_of_the_chosen_cell(qtbot: QtBot, desk: Desk, canvas: MapCanvas) -> None:
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    qtbot.keyClicks(canvas, "+")
    assert len(desk.window.map.folded[0]) == 1
    qtbot.mouseClick(desk.window.map._fold, Qt.MouseButton.LeftButton)
    assert desk.window.map.folded == ((), ()), "one press opens all"


def test_what_is_painted_in_parts_is_what_is_painted_whole(qtbot: QtBot, canvas: MapCanvas) -> None:
    """The pointer repaints two cells only, and headings out of sight are left out: nothing may show it."""
    assert canvas.plan is not None
    before = canvas.viewport().grab().toImage()
    body, plan = canvas.body(), canvas.plan
    cell = min(plan.cells, key=lambda one: (one.y, one.x))
    qtbot.mouseMove(canvas.viewport(), QPoint(round(body.left()) + 9, round(body.top() + cell.y - plan.top) + 9))
    assert canvas.lit is cell
    assert canvas.viewport().grab().toImage() != before
    canvas._light(None)
    assert canvas.viewport().grab().toImage() == before
    whole, part = canvas.viewport().grab().toImage(), body.toRect().adjusted(20, 20, -20, -20)
    assert canvas.viewport().grab(part).toImage() == whole.copy(part)


def test_a_click_lists_as_many_references_as_the_bubble_counts(
    qtbot: QtBot, desk: Desk, canvas: MapCanvas, settle: Callable[[Tasks], None]
) -> None:
    def add(library: Library) -> object:
        broad = Reference(title="Cells of the cord", contributors=(), fields={"issued": "2001"})
        narrow = Reference(title="Cells of its jelly", contributors=(), fields={"issued": "2002"})
        library.add(broad, [Assignment("condition", "als"), Assignment("cell_source", "umbilical-cord")])
        return library.add(narrow, [Assignment("condition", "als"), Assignment("cell_source", "whartons-jelly")])

    desk.tasks.change(add)
    settle(desk.tasks)
    desk.window.show_map()
    settle(desk.tasks)
    assert canvas.plan
    cell = next(c for c in canvas.plan.cells if (c.row, c.column) == ("als", "umbilical-cord"))
    assert cell.bubble
    canvas.picked.emit(cell)
    settle(desk.tasks)
    assert len(desk.window.table.references.ids) == cell.bubble.n
