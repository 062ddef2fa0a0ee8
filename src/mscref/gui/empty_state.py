"""What a pane shows when it has nothing to show: one drawing, one sentence, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mscref.gui import icons, theme
from mscref.gui.flow_layout import empty


class EmptyState(QWidget):
    """A centred drawing, heading, sentence and buttons that trigger actions."""

    def __init__(self, parent: QWidget | None = None, *, is_narrow: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Nothing to show"))
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign.setAccessibleName(self.tr("Drawing"))
        self._name = "empty"
        self._heading = self._label(1.2, QFont.Weight.DemiBold)
        self._sentence = self._label(1.0, QFont.Weight.Normal)
        self._sentence.setProperty("muted", True)
        self._buttons: QBoxLayout = QVBoxLayout() if is_narrow else QHBoxLayout()
        self._buttons.setSpacing(8)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(self._buttons)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(30, 20, 30, 60)
        column.setSpacing(8)
        column.addStretch()
        column.addWidget(self._sign)
        column.addSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._sentence)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch()
        self._watch = theme.PaletteWatch(self, self._draw)

    def tell(self, sign: str, heading: str, sentence: str, actions: Sequence[QAction] = ()) -> None:
        """Say why there is nothing, and offer these actions, the first as the main one."""
        self._name = sign
        self._draw()
        self._heading.setText(heading)
        self._heading.setAccessibleName(heading)
        self._sentence.setText(sentence)
        self._sentence.setAccessibleName(sentence or heading)
        empty(self._buttons)
        for number, action in enumerate(actions):
            text = action.text().replace("&", "")
            button = QPushButton(text)
            button.setAccessibleName(text)
            button.setProperty("primary", number == 0)
            button.clicked.connect(action.trigger)
            self._buttons.addWidget(button)

    def _draw(self) -> None:
        look = theme.of(self)
        self._sign.setPixmap(icons.pixmap(self._name, look.faint, 52, self.devicePixelRatioF()))

    def _label(self, scale: float, weight: QFont.Weight) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.setFont(theme.scaled(self.font(), scale, weight))
        return label
