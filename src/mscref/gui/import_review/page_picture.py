"""A page of a PDF beside the fields that were read off it: their lines are lit, and a line that is pressed is told.

The page is drawn in a child process (`PageSource`); points are those of the file until they are painted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from mscref.gui import theme
from mscref.gui.reader.source import NOW, Look, PageSource, sheet_of
from mscref.gui.reader.text_lines import TextLines
from mscref.sandbox.pages import Box, PageSize

_MARGIN = 14.0
_MOST_ZOOM, _LEAST_ZOOM = 4.0, 0.3
_REDRAW_MS = 90


@dataclass(frozen=True, slots=True)
class Lit:
    """A place that is lit: the field that was read there, what it is called, the page, the box in the file's points."""

    name: str
    label: str
    page: int
    box: Box
    is_doubtful: bool = False


class PageSheet(QAbstractScrollArea):
    """One page at a time. `line_picked` carries the text of the pressed lines; `turned` the page now shown.

    `field_pressed` says that a lit place of another field was pressed with Alt held.
    """

    line_picked = Signal(str)
    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The page"))
        self.viewport().setAccessibleName(self.tr("The page"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.horizontalScrollBar().setAccessibleName(self.tr("Move the page sideways"))
        self.verticalScrollBar().setAccessibleName(self.tr("Move the page up and down"))
        self._source: PageSource | None = None
        self._sizes: tuple[PageSize, ...] = ()
        self.page = 1
        self.zoom = 0.0
        self._lits: tuple[Lit, ...] = ()
        self._focus = ""
        self._hover = -1
        self._anchor = -1
        self._range: tuple[int, int] | None = None
        self._can_take = True
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(_REDRAW_MS)
        self._redraw.timeout.connect(self._ask)

    # What is shown

    def show_source(self, source: PageSource | None, sizes: Sequence[PageSize] = ()) -> None:
        """Show the first page of an opened file, or nothing."""
        self._source, self._sizes = source, tuple(sizes)
        self.page, self._hover, self._anchor, self._range = 1, -1, -1, None
        if source is not None:
            source.drawn.connect(self._came)
            source.read.connect(self._came)
            self._ask()
        self._measure()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    @property
    def pages(self) -> int:
        """How many pages the file has."""
        return len(self._sizes)

    def turn(self, page: int) -> None:
        """Show another page."""
        page = min(max(page, 1), max(self.pages, 1))
        if page != self.page:
            self.page, self._hover, self._anchor, self._range = page, -1, -1, None
            self._measure()
            self._ask()
            self.verticalScrollBar().setValue(0)
            self.turned.emit(page)
            self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Points to pixels; 0 fits the page's width."""
        self.zoom = 0.0 if zoom == 0.0 else min(max(zoom, _LEAST_ZOOM), _MOST_ZOOM)
        self._measure()
        self._redraw.start()
        self.zoomed.emit()
        self.viewport().update()

    def light(self, lits: Sequence[Lit], focus: str = "", *, can_take: bool = True) -> None:
        """Light the places of fields, the focused one's strongly, and bring that one into sight."""
        came = focus != self._focus
        self._lits, self._focus, self._can_take = tuple(lits), focus, can_take
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if can_take else Qt.CursorShape.ArrowCursor)
        wanted = next((lit for lit in self._lits if lit.name == focus), None)
        if came and wanted is not None and self._source is not None:
            self.turn(wanted.page)
            self._bring(wanted)
        self.viewport().update()

    # Geometry

    @property
    def scale(self) -> float:
        """Pixels of the window for a point of the page."""
        size = self._size
        if size is None:
            return 1.0
        if self.zoom:
            return self.zoom
        return max((self.viewport().width() - 2 * _MARGIN) / size.width, _LEAST_ZOOM / 2)

    @property
    def _size(self) -> PageSize | None:
        return self._sizes[self.page - 1] if self.page <= len(self._sizes) else None

    def _paper(self) -> QRectF:
        size = self._size
        if size is None:
            return QRectF()
        width, height = size.width * self.scale, size.height * self.scale
        left = max((self.viewport().width() - width) / 2, _MARGIN) - self.horizontalScrollBar().value()
        return QRectF(left, _MARGIN - self.verticalScrollBar().value(), width, height)

    def _measure(self) -> None:
        size = self._size
        view = self.viewport().size()
        width, height = (size.width * self.scale, size.height * self.scale) if size else (0.0, 0.0)
        for bar, need, room in (
            (self.verticalScrollBar(), height + 2 * _MARGIN, view.height()),
            (self.horizontalScrollBar(), width + 2 * _MARGIN if self.zoom else 0.0, view.width()),
        ):
            bar.setRange(0, max(0, round(need - room)))
            bar.setPageStep(room)
            bar.setSingleStep(40)

    def _to_view(self, box: Box) -> QRectF:
        """A box of the shown page (left, top, right, bottom from its upper left corner) in pixels."""
        paper, scale = self._paper(), self.scale
        left, top, right, bottom = box
        return QRectF(
            paper.left() + left * scale, paper.top() + top * scale, (right - left) * scale, (bottom - top) * scale
        )

    def _place_of(self, lit: Lit) -> QRectF | None:
        frame = self._source.frames.get(lit.page) if self._source is not None else None
        if frame is None or lit.page != self.page:
            return None
        return self._to_view(frame.box_to_view(lit.box)).adjusted(-3, -2, 3, 2)

    def _bring(self, lit: Lit) -> None:
        place = self._place_of(lit)
        if place is None:
            return
        room = self.viewport().height()
        if place.top() < 10 or place.bottom() > room - 10:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + place.center().y() - room * 0.4))

    # Pictures

    def _look(self) -> Look:
        ratio = self.devicePixelRatioF()
        return Look(round(min(self.scale * ratio, 6.0), 3), dark=theme.of(self).name == "dark")

    def _ask(self) -> None:
        if self._source is not None and self._sizes:
            self._source.draw(self.page, self._look(), NOW)
            self._source.read_page(self.page)

    def _came(self, page: int) -> None:
        if page == self.page:
            wanted = next((lit for lit in self._lits if lit.name == self._focus), None)
            if wanted is not None:
                self._bring(wanted)
            self.viewport().update()

    def _lines(self) -> TextLines | None:
        return self._source.text(self.page) if self._source is not None else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        look = theme.of(self)
        painter.fillRect(self.viewport().rect(), QColor(look.side if look.name == "dark" else "#e9ecf0"))
        paper = self._paper()
        if self._source is None or paper.isEmpty():
            painter.end()
            return
        painter.fillRect(paper.adjusted(0, 1, 1, 2), QColor(0, 0, 0, 40))
        wanted = self._look()
        image = self._source.image(self.page, wanted) or self._source.any_image(self.page, wanted)
        if image is None:
            painter.fillRect(paper, QColor(look.base))
        else:
            painter.drawImage(paper, image)
        self._paint_lits(painter, look)
        self._paint_lines(painter, look)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_lits(self, painter: QPainter, look: theme.Theme) -> None:
        focused = next((lit for lit in self._lits if lit.name == self._focus), None)
        others: dict[Box, Lit] = {}
        for lit in self._lits:
            if focused is None or lit.box != focused.box:
                others[lit.box] = lit if lit.is_doubtful else others.get(lit.box, lit)
        for lit in (*others.values(), *((focused,) if focused else ())):
            place = self._place_of(lit)
            if place is None:
                continue
            tone = QColor(look.warn if lit.is_doubtful else look.good)
            ground = QColor(look.tints["amber" if lit.is_doubtful else "green"].ground)
            mode = QPainter.CompositionMode
            painter.setCompositionMode(
                mode.CompositionMode_Screen if look.name == "dark" else mode.CompositionMode_Multiply
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground.darker(108) if lit is focused and look.name == "light" else ground)
            painter.drawRoundedRect(place, 3, 3)
            painter.setCompositionMode(mode.CompositionMode_SourceOver)
            if lit is focused or lit.is_doubtful:
                style = Qt.PenStyle.DashLine if lit.is_doubtful else Qt.PenStyle.SolidLine
                painter.setPen(QPen(tone, 1.8 if lit is focused else 1.0, style))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place, 3, 3)
            if lit is focused:
                self._paint_tag(painter, place, lit.label, tone, look)

    def _paint_tag(self, painter: QPainter, place: QRectF, text: str, tone: QColor, look: theme.Theme) -> None:
        painter.setFont(theme.scaled(self.font(), 0.8, QFont.Weight.DemiBold))
        metrics = painter.fontMetrics()
        tag = QRectF(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 3)
        if place.left() - tag.width() - 5 >= self._paper().left():
            tag.moveTopRight(place.topLeft() + QPointF(-4, 0))
        else:
            tag.moveBottomRight(place.topRight() + QPointF(0, -2))
            tag.moveRight(min(tag.right(), self.viewport().width() - 2.0))
            if tag.top() < 2:
                tag.moveTop(place.bottom() + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone)
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(QColor(look.on_accent))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_lines(self, painter: QPainter, look: theme.Theme) -> None:
        lines = self._lines()
        if lines is None or not self._can_take:
            return
        first, last = self._range or (self._hover, self._hover)
        painter.setPen(QPen(QColor(look.accent), 1.4))
        ground = QColor(look.accent)
        ground.setAlphaF(0.10)
        painter.setBrush(ground)
        for number in range(max(first, 0), min(last, len(lines.lines) - 1) + 1):
            painter.drawRoundedRect(self._to_view(lines.lines[number].box).adjusted(-3, -2, 3, 2), 3, 3)

    # Taking a line

    def _line_at(self, at: QPointF) -> int:
        lines, paper = self._lines(), self._paper()
        if lines is None or not paper.contains(at):
            return -1
        x, y = (at.x() - paper.left()) / self.scale, (at.y() - paper.top()) / self.scale
        near = [
            (max(box[1] - y, y - box[3], 0.0) * 2 + max(box[0] - x, x - box[2], 0.0), number)
            for number, box in ((number, line.box) for number, line in enumerate(lines.lines))
        ]
        distance, number = min(near, default=(99.0, -1))
        return number if distance < 8.0 else -1

    def _between(self, one: int, other: int) -> tuple[int, int]:
        return min(one, other), max(one, other)

    def take(self) -> None:
        """Tell the text of the line (or lines) under the cursor."""
        lines = self._lines()
        first, last = self._range or (self._hover, self._hover)
        if lines is None or first < 0 or last >= len(lines.lines) or not self._can_take:
            return
        pieces = [lines.joined(line.start, line.stop) for line in lines.lines[first : last + 1]]
        whole = lines.joined(lines.lines[first].start, lines.lines[last].stop) if first < last else pieces[0]
        text = " ".join(whole.split())
        if text:
            self.line_picked.emit(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        number = self._line_at(event.position())
        if number < 0:
            return
        extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._anchor >= 0
        if not extends:
            self._anchor = number
        self._range = self._between(self._anchor, number)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._line_at(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor >= 0:
            if number >= 0:
                self._range = self._between(self._anchor, number)
        elif number == self._hover and self._range is None:
            return
        else:
            self._hover, self._range = number, None
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._range is not None:
            self.take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, lines = event.key(), self._lines()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in steps and lines is not None and lines.lines:
            start = self._range[1] if self._range and steps[Qt.Key(key)] > 0 else self._hover
            number = min(max(start + steps[Qt.Key(key)], 0), len(lines.lines) - 1)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._anchor >= 0:
                self._range = self._between(self._anchor, number)
            else:
                self._anchor, self._range = number, None
            self._hover = number
            self._tell_line(lines, number)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.take()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_zoom(self.scale * 1.2)
        elif key == Qt.Key.Key_Minus:
            self.set_zoom(self.scale / 1.2)
        elif key == Qt.Key.Key_0:
            self.set_zoom(0.0)
        else:
            super().keyPressEvent(event)

    def _tell_line(self, lines: TextLines, number: int) -> None:
        line = lines.lines[number]
        self.setAccessibleDescription(lines.joined(line.start, line.stop))
        place, room, bar = self._to_view(line.box), self.viewport().height(), self.verticalScrollBar()
        if place.top() < 10 or place.bottom() > room - 10:
            bar.setValue(round(bar.value() + place.center().y() - room / 2))
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.scale * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._redraw.start()


def sizes_of(sheet: object) -> tuple[PageSize, ...]:
    """The sizes of the pages of a sheet that a source has opened."""
    return sheet_of(sheet).pages
