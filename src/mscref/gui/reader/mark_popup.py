"""The small bar beside a fresh selection: a colour marks it, or it is underlined, commented, copied."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from mscref.gui import icons, tips
from mscref.gui.reader import marking_colours

_GAP = 8


class MarkPopup(QFrame):
    """Offered where words are selected. `marked` carries kind and colour; `commented` a colour; `copied` nothing."""

    marked = Signal(str, int)
    commented = Signal(int)
    copied = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.room = parent
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Mark the selected words"))
        self.setAutoFillBackground(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 4, 6, 4)
        self._row.setSpacing(2)
        self._colours: list[QToolButton] = []
        self._underline = self._button("underline", self.tr("Underline instead of lighting"))
        self._underline.setCheckable(True)
        comment = self._button("note", self.tr("Mark and comment (C)"))
        comment.clicked.connect(lambda: self.commented.emit(self.first_colour()))
        copy = self._button("copy", self.tr("Copy the words (Ctrl+C)"))
        copy.clicked.connect(self.copied)
        self.hide()

    def show_beside(self, place: QRectF) -> None:
        """Stand below `place` (of the parent), above it where there is no room."""
        self._fill()
        self.adjustSize()
        room = self.room.size()
        x = min(max(place.center().x() - self.width() / 2, _GAP), room.width() - self.width() - _GAP)
        y = place.bottom() + _GAP
        if y + self.height() > room.height() - _GAP:
            y = max(_GAP, place.top() - self.height() - _GAP)
        self.move(round(x), round(y))
        self.show()
        self.raise_()

    def first_colour(self) -> int:
        """The colour that is offered first."""
        return next((number for number, _ in marking_colours.offered()), 0)

    @property
    def kind(self) -> str:
        return "underline" if self._underline.isChecked() else "highlight"

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit marks in that colour, C comments, U changes over to underlining; False for other keys."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self.isHidden():
            return False
        offered = marking_colours.offered()
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(offered):
            self.marked.emit(self.kind, offered[number][0])
        elif event.key() == Qt.Key.Key_C:
            self.commented.emit(self.first_colour())
        elif event.key() == Qt.Key.Key_U:
            self._underline.toggle()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self.take_key(event):
            super().keyPressEvent(event)

    def _fill(self) -> None:
        for button in self._colours:
            self._row.removeWidget(button)
            button.deleteLater()
        self._colours = []
        for place, (number, meaning) in enumerate(marking_colours.offered()):
            button = QToolButton()
            button.setProperty("quiet", True)
            button.setIcon(marking_colours.dot(number))
            button.setIconSize(QSize(20, 20))
            name = self.tr("{meaning} ({key})").format(meaning=meaning, key=place + 1)
            button.setAccessibleName(name)
            button.setToolTip(tips.plain(name))
            button.clicked.connect(lambda _checked=False, n=number: self.marked.emit(self.kind, n))
            self._row.insertWidget(place, button)
            self._colours.append(button)

    def _button(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("quiet", True)
        icons.dress(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(tips.plain(name))
        self._row.addWidget(button)
        return button
