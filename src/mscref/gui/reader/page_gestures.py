"""What mouse and keys do on the pages: select words, press links and marks, draw areas, place notes, scroll."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from mscref.gui.reader.page_layout import Spot
from mscref.gui.reader.text_selection import Place

if TYPE_CHECKING:
    from mscref.gui.reader.page_view import PageView

_KEY = Qt.Key
# Key -> (kind of move, direction) for the end of a selection; Control makes words of letters and pages of edges.
_MOVES = {
    _KEY.Key_Left: ("letter", -1),
    _KEY.Key_Right: ("letter", 1),
    _KEY.Key_Up: ("line", -1),
    _KEY.Key_Down: ("line", 1),
    _KEY.Key_Home: ("edge", -1),
    _KEY.Key_End: ("edge", 1),
}
_WIDER = {"letter": "word", "edge": "page"}
_LEAST_AREA = 6.0


class Gestures:
    """Mouse and keys of one page view. `tool` is "text", "note" or "area"."""

    def __init__(self, view: PageView) -> None:
        self._view = view
        self.tool = "text"
        self._start: QPointF | None = None
        self._is_selecting = False
        self._hand: QPointF | None = None
        self._area: QRectF | None = None
        self._last_double = 0.0

    def set_tool(self, tool: str) -> None:
        """Choose what a press on the page does."""
        self.tool = tool
        self._area = None
        shape = Qt.CursorShape.CrossCursor if tool != "text" else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(shape)

    def press(self, event: QMouseEvent) -> None:
        """A button goes down."""
        view, at = self._view, event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._hand = at
            view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._start = at
        if self.tool == "area":
            self._area = QRectF(view.to_area(at), view.to_area(at))
            return
        if self.tool == "note":
            return
        place = view.place_at(at)
        if place is None:
            view.selection.clear()
            return
        if time.monotonic() - self._last_double < QApplication.doubleClickInterval() / 1000:
            view.selection.begin(place, "line")
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            view.selection.extend(place)
        else:
            view.selection.begin(place)
        self._is_selecting = True
        view.selected.emit(False)

    def double(self, event: QMouseEvent) -> None:
        """A double click takes a word; a third click its line."""
        place = self._view.place_at(event.position())
        if place is not None and self.tool == "text":
            self._last_double = time.monotonic()
            self._view.selection.begin(place, "word")
            self._is_selecting = True

    def move(self, event: QMouseEvent) -> None:
        """The mouse moves, with or without a button."""
        view, at = self._view, event.position()
        if self._hand is not None:
            shift = at - self._hand
            self._hand = at
            view.verticalScrollBar().setValue(round(view.verticalScrollBar().value() - shift.y()))
            view.horizontalScrollBar().setValue(round(view.horizontalScrollBar().value() - shift.x()))
        elif self._area is not None:
            self._area.setBottomRight(view.to_area(at))
            view.viewport().update()
        elif self._is_selecting:
            self._scroll_at_edge(at)
            place = view.place_at(at)
            if place is not None:
                view.selection.extend(place)
        elif self.tool == "text":
            self._point(at)

    def release(self, event: QMouseEvent) -> None:
        """A button comes up."""
        view, at, start = self._view, event.position(), self._start
        if event.button() == Qt.MouseButton.MiddleButton:
            self._hand = None
            self._point(at)
            return
        if event.button() != Qt.MouseButton.LeftButton or start is None:
            return
        self._start = None
        was_click = (at - start).manhattanLength() < 4
        if self._area is not None:
            self._end_area()
        elif self.tool == "note":
            spot, x, y = view.view_point(at)
            if spot is not None:
                view.note_placed.emit(spot.page, x, y)
        elif self._is_selecting:
            self._is_selecting = False
            if view.selection.span is not None:
                view.selected.emit(True)
            elif was_click:
                self._click(at)
        elif was_click:
            self._click(at)

    def _click(self, at: QPointF) -> None:
        """A press without a move: on a link, on a mark, or beside both."""
        link, mark = self._view.link_at(at), self._view.mark_at(at)
        if link is not None:
            self._view.link_pressed.emit(link)
        else:
            self._view.mark_pressed.emit(mark.id if mark else 0)

    def paint(self, painter: QPainter) -> None:
        """Show the area that is being drawn."""
        if self._area is not None:
            painter.setPen(QPen(QColor(40, 110, 230), 1, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(60, 130, 240, 40))
            painter.drawRect(self._area.normalized())

    def key(self, event: QKeyEvent) -> bool:
        """A key on the pages; False when it means nothing here."""
        view, key = self._view, _KEY(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if shift and key in _MOVES:
            kind, step = _MOVES[key]
            self._extend(_WIDER.get(kind, kind) if control else kind, step)
            return True
        if control and key == _KEY.Key_C:
            self.copy()
        elif control and key == _KEY.Key_A:
            self._select_page()
        elif control and key in (_KEY.Key_Home, _KEY.Key_End):
            view.go_to(1 if key == _KEY.Key_Home else len(view.sheet.pages))
        elif not control and key in (_KEY.Key_Home, _KEY.Key_End):
            view.go_to(view.page, 0.0 if key == _KEY.Key_Home else 0.6)
        elif key == _KEY.Key_Space:
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + (-1 if shift else 1) * bar.pageStep())
        elif key in (_KEY.Key_Left, _KEY.Key_Right) and not view.horizontalScrollBar().maximum():
            view.go_to(view.page + (1 if key == _KEY.Key_Right else -1) * view.columns)
        else:
            return False
        return True

    def copy(self) -> None:
        """Put the selected words on the clipboard, lines and divided words joined."""
        text = self._view.selection.text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def _extend(self, kind: str, step: int) -> None:
        view = self._view
        head = view.selection.move(kind, step, self._first_seen())
        text = view.source.text(head.page) if head else None
        if head is not None and text is not None and text.boxes:
            box = text.boxes[min(head.at, len(text.boxes) - 1)]
            view.reveal(head.page, box[0], box[1])
        view.selected.emit(view.selection.span is not None)

    def _first_seen(self) -> Place | None:
        """Where a selection by keys begins: the first words in sight."""
        return self._view.place_at(QPointF(0, 12))

    def _select_page(self) -> None:
        view = self._view
        text = view.source.text(view.page)
        if text is not None:
            view.selection.set(Place(view.page, 0), Place(view.page, len(text.text)))
            view.selected.emit(True)

    def _end_area(self) -> None:
        view, area = self._view, self._area
        self._area = None
        view.viewport().update()
        if area is None:
            return
        area = area.normalized()
        spot = view.layout_.page_at(area.center().x(), area.center().y())
        if spot is None or min(area.width(), area.height()) < _LEAST_AREA:
            return
        area = area.intersected(QRectF(spot.x, spot.y, spot.width, spot.height))
        x0, y0 = view.layout_.to_view(spot, area.left(), area.top())
        x1, y1 = view.layout_.to_view(spot, area.right(), area.bottom())
        view.area_drawn.emit(spot.page, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _scroll_at_edge(self, at: QPointF) -> None:
        bar, high = self._view.verticalScrollBar(), self._view.viewport().height()
        if at.y() < 12:
            bar.setValue(bar.value() - 24)
        elif at.y() > high - 12:
            bar.setValue(bar.value() + 24)

    def _point(self, at: QPointF) -> None:
        """The cursor tells what a press would do."""
        view = self._view
        shape = Qt.CursorShape.ArrowCursor
        spot, x, y = view.view_point(at)
        if view.link_at(at) is not None or view.mark_at(at) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif spot is not None and self._is_over_words(spot, x, y):
            shape = Qt.CursorShape.IBeamCursor
        if view.viewport().cursor().shape() != shape:
            view.viewport().setCursor(QCursor(shape))

    def _is_over_words(self, spot: Spot, x: float, y: float) -> bool:
        text = self._view.source.text(spot.page)
        return text is not None and text.is_over(x, y)
