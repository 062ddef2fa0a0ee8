"""A chip that can be pressed: a term with a cross to take it away, or with a tick to accept it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from mscref.gui import chips, icons, theme, tips

_SIGN = 14


class ChipButton(QAbstractButton):
    """One chip. `clicked` is the chip itself; `removed` its cross; `accepted` its tick (only when proposed)."""

    removed = Signal()
    accepted = Signal()

    def __init__(
        self,
        text: str,
        tint: str,
        *,
        name: str,
        is_proposed: bool = False,
        can_remove: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self._tint = tint
        self._is_proposed = is_proposed
        self._can_remove = can_remove
        self._hot = ""
        self.setAccessibleName(name)
        self.setToolTip(tips.plain(name))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        signs = (_SIGN + 4) * (int(self._can_remove) + int(self._is_proposed))
        width = chips.chip_width(self.text(), self.font()) + signs
        return QSize(int(width) + 2, int(chips.chip_height(self.font())) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _signs(self) -> dict[str, QRectF]:
        """Where each sign stands, from the right."""
        places = {}
        right = self.width() - 8.0
        middle = self.height() / 2
        for sign, is_there in (("remove", self._can_remove), ("accept", self._is_proposed)):
            if is_there:
                places[sign] = QRectF(right - _SIGN, middle - _SIGN / 2, _SIGN, _SIGN)
                right -= _SIGN + 4
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.of(self)
        tint = look.tints[self._tint]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(chips.chip_font(self.font()))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chips.paint_chip(painter, box, "", tint, dashed=self._is_proposed)
        signs = self._signs()
        right = min((place.left() for place in signs.values()), default=box.right() - 6)
        painter.setPen(QColor(tint.ink))
        words = QRectF(box.left() + 8, box.top(), right - box.left() - 6, box.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()) + 1)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        for sign, place in signs.items():
            colour = QColor(tint.ink)
            if sign == self._hot:
                painter.setPen(Qt.PenStyle.NoPen)
                colour.setAlphaF(0.16)
                painter.setBrush(colour)
                painter.drawEllipse(place.adjusted(-1, -1, 1, 1))
            icons.paint(painter, "close" if sign == "remove" else "check", tint.ink, place.adjusted(1, 1, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._heat(self._sign_at(event))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._heat("")
        super().leaveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        sign = self._sign_at(event)
        if sign and event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            (self.removed if sign == "remove" else self.accepted).emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._can_remove:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_proposed:
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def _sign_at(self, event: QMouseEvent) -> str:
        at = event.position()
        return next((s for s, place in self._signs().items() if place.adjusted(-3, -6, 3, 6).contains(at)), "")

    def _heat(self, sign: str) -> None:
        if sign != self._hot:
            self._hot = sign
            self.update()
