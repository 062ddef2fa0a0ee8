"""The drawing of the evidence map in the window: headings stand still, cells scroll; mouse and keys choose a cell."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QToolTip,
    QWidget,
)

from mscref.gui import labels, map_painting, theme, tips
from mscref.jobs.evidence_map import Cell, Heading, Layout
from mscref.jobs.evidence_map.geometry import ROW_GROUP


class MapCanvas(QAbstractScrollArea):
    """The drawing itself, its headings standing still; `picked` carries the cell clicked or chosen by keyboard.

    `group_pressed` carries "row" or "column" and the id of a group to fold or unfold.
    """

    picked = Signal(object)
    group_pressed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: Layout | None = None
        self._lit: Cell | None = None
        self._rise = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Evidence map"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAccessibleName(self.tr("Cells of the map"))

    def show_plan(self, plan: Layout | None) -> None:
        """Draw another layout; the lit cell stays the same crossing."""
        above = [plan.top - 62.0, *(group.y - 16 for group in plan.column_groups)] if plan is not None else [0.0]
        self._rise = max(min(above), 0.0)
        kept = (self._lit.row, self._lit.column) if self._lit is not None else None
        self.plan = plan
        cells = plan.cells if plan is not None else ()
        self._lit = next((c for c in cells if (c.row, c.column) == kept), None)
        self._set_scroll_ranges()
        self.viewport().update()

    @property
    def lit(self) -> Cell | None:
        return self._lit

    def body(self) -> QRectF:
        """Where the cells show, right of the row headings and below the column headings, in the viewport."""
        if self.plan is None:
            return QRectF()
        left, top = self.plan.left, self.plan.top - self._rise
        size = self.viewport().size()
        return QRectF(left, top, max(0.0, size.width() - left), max(0.0, size.height() - top))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(theme.of(self).base))
        if self.plan is not None:
            self._paint_plan(painter, self.plan, QRectF(event.rect()))
        painter.end()

    def _paint_plan(self, painter: QPainter, plan: Layout, area: QRectF) -> None:
        """Paint what of the plan lies in an area of the viewport."""
        look, font, body, (dx, dy) = theme.of(self), self.font(), self.body(), self._scrolled()
        map_painting.smooth(painter)
        painter.save()
        painter.setClipRect(body)
        painter.translate(-dx, -dy)
        map_painting.paint_cells(painter, plan, look, font, lit=self._lit, seen=(body & area).translated(dx, dy))
        painter.restore()
        painter.save()
        painter.setClipRect(QRectF(0, body.top(), body.right(), body.height()))
        painter.translate(0, -dy)
        if area.left() < body.left():
            map_painting.paint_row_headings(painter, plan, look, font, seen=area.translated(0, dy))
        map_painting.paint_legend(painter, plan, look, font, self.viewport().width())
        painter.restore()
        if area.top() < body.top():
            painter.setClipRect(QRectF(body.left(), 0, body.width(), body.top()))
            painter.translate(-dx, -self._rise)
            map_painting.paint_column_headings(painter, plan, look, font, seen=area.translated(dx, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_scroll_ranges()
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tips.plain(self._said_at(QPointF(event.pos()))), self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._light(None)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._light(self._cell_at(event.position()))
        if self._lit is None:
            is_hand = self._group_at(event.position()) is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        cell, group = self._cell_at(event.position()), self._group_at(event.position())
        if cell is not None:
            self.picked.emit(cell)
        elif group is not None:
            self.group_pressed.emit(*group)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if self.plan is not None and event.key() in steps:
            self._step(*steps[Qt.Key(event.key())])
        elif event.text() in ("+", "-") and self._lit is not None:
            self.group_pressed.emit("row", self._lit.row)
        elif event.text() in ("*", "/") and self._lit is not None:
            self.group_pressed.emit("column", self._lit.column)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._lit is not None:
            self.picked.emit(self._lit)
        else:
            super().keyPressEvent(event)

    def _step(self, right: int, down: int) -> None:
        assert self.plan is not None
        columns, rows = [c.id for c in self.plan.columns], [r.id for r in self.plan.rows]
        if not columns or not rows:
            return
        x, y = 0, 0
        if self._lit is not None:
            x = min(max(columns.index(self._lit.column) + right, 0), len(columns) - 1)
            y = min(max(rows.index(self._lit.row) + down, 0), len(rows) - 1)
        wanted = (rows[y], columns[x])
        self._light(next((c for c in self.plan.cells if (c.row, c.column) == wanted), None))
        if self._lit is not None:
            self._scroll_to(self._lit)

    def _scroll_to(self, cell: Cell) -> None:
        body, (dx, dy) = self.body(), self._scrolled()
        place = QRectF(cell.x - dx, cell.y - dy, cell.width, cell.height)
        for bar, start, end, low, high in (
            (self.horizontalScrollBar(), place.left(), place.right(), body.left(), body.right()),
            (self.verticalScrollBar(), place.top(), place.bottom(), body.top(), body.bottom()),
        ):
            if start < low:
                bar.setValue(bar.value() - math.ceil(low - start))
            elif end > high:
                bar.setValue(bar.value() + math.ceil(end - high))

    def _scrolled(self) -> tuple[float, float]:
        """How far the cells are moved from where the layout has them."""
        return self.horizontalScrollBar().value(), self.verticalScrollBar().value() + self._rise

    def _set_scroll_ranges(self) -> None:
        size, plan = self.viewport().size(), self.plan
        right, bottom, step = 0.0, 0.0, 20.0
        if plan is not None and plan.cells:
            right = max(cell.x + cell.width for cell in plan.cells) + 12
            bottom = map_painting.legend_bottom(plan, self.font(), size.width()) - self._rise
            step = plan.cells[0].height / 2
        for bar, whole, shown in (
            (self.horizontalScrollBar(), right, size.width()),
            (self.verticalScrollBar(), bottom, size.height()),
        ):
            bar.setRange(0, max(0, math.ceil(whole - shown)))
            bar.setPageStep(shown)
            bar.setSingleStep(round(step))

    def _cell_at(self, point: QPointF) -> Cell | None:
        if self.plan is None or not self.body().contains(point):
            return None
        dx, dy = self._scrolled()
        return self.plan.cell_at(point.x() + dx, point.y() + dy)

    def _group_at(self, point: QPointF) -> tuple[str, str] | None:
        """The axis and id of the group whose name is under a point."""
        if self.plan is None:
            return None
        (dx, dy), body = self._scrolled(), self.body()
        x, y = point.x() + dx, point.y() + dy
        if point.x() < body.left() and point.y() >= body.top():
            half = self.plan.cells[0].height / 2 if self.plan.cells else 0.0
            names = [g.id for g in self.plan.row_groups if abs(g.y - y) <= ROW_GROUP / 2]
            names += [r.id for r in self.plan.rows if r.is_folded and abs(r.y - y) <= half]
            return ("row", names[0]) if names else None
        if point.x() >= body.left() and point.y() < body.top():
            above = point.y() + self._rise
            names = [
                group.id
                for group in self.plan.column_groups
                if group.x <= x < group.x + group.length and abs(group.y - above) <= ROW_GROUP / 2
            ]
            return ("column", names[0]) if names else None
        return None

    def _said_at(self, point: QPointF) -> str:
        """What the place under the mouse says: a cell its crossing, a heading its whole name."""
        cell = self._cell_at(point)
        if cell is not None:
            return tip(cell)
        if self.plan is None or not self.plan.cells:
            return ""
        (dx, dy), body, first = self._scrolled(), self.body(), self.plan.cells[0]
        near: list[Heading] = []
        if point.x() < body.left() and point.y() >= body.top():
            near = [one for one in self.plan.rows if abs(one.y - point.y() - dy) <= first.height / 2]
        elif point.x() >= body.left() and point.y() < body.top():
            near = [one for one in self.plan.columns if abs(one.x - point.x() - dx) <= first.width / 2]
        return f"{near[0].label}\n{labels.references(near[0].references)}" if near else ""

    def _light(self, cell: Cell | None) -> None:
        if cell is self._lit:
            return
        (dx, dy), changed = self._scrolled(), (self._lit, cell)
        self._lit = cell
        for one in changed:
            if one is not None:
                place = QRectF(one.x - dx, one.y - dy, one.width, one.height)
                self.viewport().update(place.toAlignedRect().adjusted(-2, -2, 2, 2))
        self.setAccessibleDescription(tip(cell) if cell is not None else "")
        is_hand = cell is not None and cell.bubble is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor)


def tip(cell: Cell) -> str:
    """What a cell says when asked: the crossing, the count and the first keys."""
    keys = ", ".join(cell.keys[:8]) + (" …" if len(cell.keys) > 8 else "")
    return f"{cell.tip}\n{keys}" if keys else cell.tip
