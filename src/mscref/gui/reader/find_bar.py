"""The line for finding words in the file: as you type, next and previous, how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from mscref.gui import icons, tips, words
from mscref.sandbox.pages import PageHit

_WAIT_MS = 160


class FindBar(QFrame):
    """`asked` carries the words; `stepped` the number of the hit to show; `left` says that it is over."""

    asked = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Find in this file"))
        self.hits: Sequence[PageHit] = ()
        self.number = -1
        self.start_page = 1
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in this file"))
        self.field.setAccessibleName(self.tr("Words to find in this file"))
        self.field.setMaximumWidth(360)
        self._count = words.label(muted=True, wrap=False, name=self.tr("How many were found"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(lambda: self.asked.emit(self.field.text()))
        self.field.textEdited.connect(lambda _text: self._timer.start())
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.field, 1)
        for icon, name, step in (("back", self.tr("Previous hit"), -1), ("forward", self.tr("Next hit"), 1)):
            row.addWidget(self._button(icon, name, lambda n=step: self.step(n)))
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(self._button("close", self.tr("Close"), self.left.emit))

    def begin(self, page: int, text: str = "") -> None:
        """Open for a new search from a page on; `text` stands in the field already."""
        self.start_page = page
        self.show()
        if text:
            self.field.setText(text)
            self.asked.emit(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_hits(self, hits: Sequence[PageHit], *, is_over: bool) -> None:
        """Tell what has been found so far; the first hit from the page in sight on is shown."""
        self.hits = hits
        if not hits:
            self.number = -1
        if hits and self.number < 0:
            first = next((n for n, hit in enumerate(hits) if hit.page >= self.start_page), -1)
            if first < 0 and is_over:
                first = 0
            if first >= 0:
                self._show(first)
        self._tell(is_over=is_over)

    def restart(self) -> None:
        """Forget the hits: other words are looked for."""
        self.hits, self.number = (), -1

    def step(self, step: int) -> None:
        """The next hit (1) or the one before (-1), round the end."""
        if self._timer.isActive():
            self._timer.stop()
            self.asked.emit(self.field.text())
        elif self.hits:
            self._show((self.number + step) % len(self.hits))
            self._tell(is_over=True)

    def go_to(self, number: int) -> None:
        """Show one hit of the list."""
        self._show(number)
        self._tell(is_over=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _show(self, number: int) -> None:
        self.number = number
        self.stepped.emit(number)

    def _tell(self, *, is_over: bool) -> None:
        wrong = is_over and not self.hits and bool(self.field.text().strip())
        if wrong:
            text = self.tr("Not found")
        elif not self.field.text().strip():
            text = ""
        elif self.number >= 0:
            text = self.tr("{n} of {all}").format(n=self.number + 1, all=len(self.hits))
            text += "" if is_over else "…"
        else:
            text = self.tr("Searching…")
        words.set_text(self._count, text, text or self.tr("How many were found"))
        if self.field.property("wrong") != wrong:
            self.field.setProperty("wrong", wrong)
            self.field.style().polish(self.field)

    def _button(self, icon: str, name: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setProperty("quiet", True)
        icons.dress(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(tips.plain(name))
        button.clicked.connect(act)
        return button
