"""The frame that the views of a review share: heading, a line below it, buttons, a body or why there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mscref.gui import icons, theme, words
from mscref.gui.empty_state import EmptyState


class Page(QWidget):
    """A view of the middle pane; `foot` is where a view says more about what is chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self.nothing = EmptyState()
        self._heading, self._subtitle, self._warning = QLabel(name), words.label(muted=True), words.label()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setAccessibleName(name)
        self._heading.setFont(theme.scaled(self.font(), 1.45, QFont.Weight.DemiBold))
        self._warning.setProperty("warn", True)
        self._warning.setContentsMargins(24, 0, 20, 8)
        self._warning.hide()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._body = QStackedWidget()
        self._body.setAccessibleName(name)
        self._body.addWidget(self.nothing)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(24, 8, 20, 10)
        self.foot.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(24, 14, 20, 10)
        top.setSpacing(8)
        titles = QVBoxLayout()
        titles.setSpacing(3)
        titles.addWidget(self._heading)
        titles.addWidget(self._subtitle)
        top.addLayout(titles, 1)
        top.addLayout(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._warning)
        column.addWidget(self._body, 1)
        column.addLayout(self.foot)

    def set_body(self, body: QWidget) -> None:
        """Give the view its body."""
        self._body.addWidget(body)

    def show_body(self, is_there: bool) -> None:
        """Show the body, or why there is none."""
        self._body.setCurrentIndex(int(is_there))

    def tell(self, subtitle: str, warning: str = "") -> None:
        """Say what is shown, and what to look at."""
        words.set_text(self._subtitle, subtitle)
        words.set_text(self._warning, warning)
        self._warning.setVisible(bool(warning))

    def add_button(self, text: str, name: str, act: Callable[[], None] | None, *, icon: str = "") -> QPushButton:
        """A button beside the heading; one with a menu has no act of its own."""
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        if icon:
            icons.dress(button, icon)
        if act is not None:
            button.clicked.connect(lambda _checked=False: act())
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button
