"""Small marks on a reference that are set with one click: stars and colour labels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mscref.gui import icons, theme

_STEP = 17


class _Marks(QWidget):
    """A row of places; `chosen` carries the number that was clicked or keyed."""

    chosen = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = 0
        self._count = count
        self._hot = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_value(self, value: int) -> None:
        self.value = value
        self.setAccessibleDescription(str(value))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._count * _STEP + 4, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hot = min(max(int(event.position().x() - 2) // _STEP + 1, 1), self._count)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hot = 0
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._hot:
            self._choose(0 if self._hot == self.value else self._hot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Plus):
            self._choose(min(self.value + 1, self._count))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Minus):
            self._choose(max(self.value - 1, 0))
        elif event.text().isdigit() and int(event.text()) <= self._count:
            self._choose(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _choose(self, value: int) -> None:
        if value != self.value:
            self.show_value(value)
            self.chosen.emit(value)

    def _focus_ring(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.of(self).accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


class Stars(_Marks):
    """A rating from none to five; the star that is set takes the rating away again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(5, parent)
        self.setAccessibleName(self.tr("Rating"))
        self.setToolTip(self.tr("Rating"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.of(self)
        reach = self._hot or self.value
        for number in range(1, 6):
            is_full = number <= reach
            place = QRectF(2 + (number - 1) * _STEP, 3.5, 15, 15)
            icons.paint(painter, "star_full" if is_full else "star", look.warn if is_full else look.faint, place)
        self._focus_ring(painter)
        painter.end()


class ColourDots(_Marks):
    """The colour label, a dot for each; tooltips and the menu name the colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(len(theme.LABEL_COLOURS) - 1, parent)
        self.setAccessibleName(self.tr("Colour label"))
        self.setToolTip(self.tr("Colour label"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.of(self)
        for number, colour in enumerate(theme.LABEL_COLOURS[1:], 1):
            middle = QPointF(2 + (number - 0.5) * _STEP, 11)
            shown = QColor(colour)
            if self.value not in (0, number) and number != self._hot:
                shown.setAlphaF(0.35)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shown)
            painter.drawEllipse(middle, 5, 5)
            if number == self.value:
                painter.setPen(QPen(QColor(look.text), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(middle, 7.5, 7.5)
        self._focus_ring(painter)
        painter.end()
