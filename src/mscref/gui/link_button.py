"""A button that looks like a link and cuts its text to the room there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mscref.gui import tips

_PADDING = 16


class LinkButton(QPushButton):
    """Shows as much of `text` as fits; the tooltip and the accessible name have all of it."""

    def __init__(self, text: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = " ".join(text.split())
        self.setProperty("link", True)
        self.setAccessibleName(name or self._whole)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(self._whole[:200])

    def relabel(self, text: str) -> None:
        """Show another text; the accessible name stays."""
        self._whole = " ".join(text.split())
        self.setText(self._whole[:200])
        self.setToolTip("")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._whole[:200]) + _PADDING + self._icon_room()
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - _PADDING - self._icon_room() + 2
        shown = self.fontMetrics().elidedText(self._whole[:400], Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
            if shown != self._whole and not self.toolTip():
                self.setToolTip(tips.plain(self._whole))

    def _icon_room(self) -> int:
        return 0 if self.icon().isNull() else self.iconSize().width() + 6
