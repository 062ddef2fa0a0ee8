"""Marking words of a document: the bar beside a selection, marked places painted and listed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QTextEdit, QToolButton, QVBoxLayout, QWidget

from mscref.gui import icons, theme, tips, words
from mscref.gui.inline_edit import InlineText
from mscref.gui.link_button import LinkButton
from mscref.gui.reader import marking_colours
from mscref.model.holdings import AnnotationRecord

_GAP = 8


class SelectionBar(QFrame):
    """Offered where words of a document are selected.

    `marked` carries a colour, `commented` a colour too; `claimed` and `cited` carry nothing.
    """

    marked = Signal(int)
    commented = Signal(int)
    claimed = Signal()
    cited = Signal()

    def __init__(self, text: QPlainTextEdit) -> None:
        super().__init__(text.viewport())
        self._text = text
        self.setProperty("card", True)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("What to do with the selected words"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 4, 6, 4)
        self._row.setSpacing(2)
        self._dots: list[QToolButton] = []
        self._button("note", self.tr("Mark and comment"), lambda: self.commented.emit(_first_colour()))
        self._button("check", self.tr("Keep as a claim"), self.claimed.emit, self.tr("Claim"))
        self._button("quote", self.tr("These words cite a reference"), self.cited.emit, self.tr("Cites…"))
        text.selectionChanged.connect(self._place)
        text.verticalScrollBar().valueChanged.connect(self._place)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._text.setFocus()
            return
        super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit marks in that colour; False for other keys, and while nothing is selected."""
        offered = marking_colours.offered()
        number = event.key() - Qt.Key.Key_1
        if self.isHidden() or event.modifiers() or not 0 <= number < len(offered):
            return False
        self.marked.emit(offered[number][0])
        return True

    def _place(self) -> None:
        cursor = self._text.textCursor()
        if not cursor.hasSelection() or not cursor.selectedText().strip():
            self.hide()
            return
        if self.isHidden():
            self._fill()
        self.adjustSize()
        end = QTextCursor(cursor)
        end.setPosition(cursor.selectionEnd())
        below = self._text.cursorRect(end)
        room = self._text.viewport().size()
        x = min(max(below.left() - self.width() // 2, _GAP), max(room.width() - self.width() - _GAP, 0))
        y = below.bottom() + _GAP
        if y + self.height() > room.height() - _GAP:
            end.setPosition(cursor.selectionStart())
            y = max(_GAP, self._text.cursorRect(end).top() - self.height() - _GAP)
        self.move(x, y)
        self.show()
        self.raise_()

    def _fill(self) -> None:
        for dot in self._dots:
            self._row.removeWidget(dot)
            dot.deleteLater()
        self._dots = []
        for place, (number, meaning) in enumerate(marking_colours.offered()):
            dot = QToolButton()
            dot.setProperty("quiet", True)
            dot.setIcon(marking_colours.dot(number))
            dot.setIconSize(QSize(20, 20))
            name = self.tr("Mark as {meaning} ({key})").format(meaning=meaning.lower(), key=place + 1)
            dot.setAccessibleName(name)
            dot.setToolTip(tips.plain(name))
            dot.clicked.connect(lambda _checked=False, n=number: self.marked.emit(n))
            self._row.insertWidget(place, dot)
            self._dots.append(dot)

    def _button(self, icon: str, name: str, act: object, text: str = "") -> None:
        button = QToolButton()
        button.setProperty("quiet", True)
        icons.dress(button, icon)
        if text:
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(name)
        button.setToolTip(tips.plain(name))
        button.clicked.connect(lambda _checked=False: act())  # type: ignore[operator]
        self._row.addWidget(button)


class MarkCard(QFrame):
    """One marked place: its words, the user's note. `pressed` turns to it, `noted` carries a new note."""

    pressed = Signal()
    noted = Signal(str)
    removed = Signal()

    def __init__(self, record: AnnotationRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        shown = " ".join(record.text.split())
        self.setAccessibleName(shown or self.tr("Marked place"))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 6)
        column.setSpacing(2)
        top = QHBoxLayout()
        name = LinkButton(shown, self.tr("Show {words} in the text").format(words=shown[:80]))
        name.setIcon(marking_colours.dot(record.colour))
        name.clicked.connect(self.pressed)
        top.addWidget(name, 1, Qt.AlignmentFlag.AlignLeft)
        remove = QToolButton()
        remove.setProperty("quiet", True)
        icons.dress(remove, "trash", "muted")
        remove.setAccessibleName(self.tr("Remove this mark"))
        remove.setToolTip(tips.plain(remove.accessibleName()))
        remove.clicked.connect(self.removed)
        top.addWidget(remove)
        column.addLayout(top)
        self.note = InlineText(self.tr("Comment on this mark"), keeps_lines=True)
        self.note.setPlaceholderText(self.tr("Add a comment …"))
        self.note.show_text(record.note)
        self.note.committed.connect(self.noted)
        column.addWidget(self.note)


def paint(text: QPlainTextEdit, records: Sequence[AnnotationRecord]) -> None:
    """Light the marked places of a document, over what else is lit there."""
    whole = text.toPlainText()
    is_dark = theme.of(text).name == "dark"
    shown = []
    for record in records:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(text.document())
        cursor.setPosition(words.utf16(whole, min(record.start, len(whole))))
        cursor.setPosition(words.utf16(whole, min(record.end, len(whole))), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        colour = QColor(marking_colours.colour(record.colour))
        colour.setAlpha(95 if is_dark else 140)
        if record.kind == "underline":
            look.setFontUnderline(True)
            look.setUnderlineColor(marking_colours.colour(record.colour))
        else:
            look.setBackground(colour)
        selection.cursor = cursor
        selection.format = look
        shown.append(selection)
    text.setExtraSelections(shown)


def selected(text: QPlainTextEdit) -> tuple[int, int]:
    """The selected place in code points, without the white space at its ends."""
    cursor = text.textCursor()
    whole = text.toPlainText().encode("utf-16-le")
    start = len(whole[: 2 * cursor.selectionStart()].decode("utf-16-le", "ignore"))
    words_ = whole[2 * cursor.selectionStart() : 2 * cursor.selectionEnd()].decode("utf-16-le", "ignore")
    start += len(words_) - len(words_.lstrip())
    return start, start + len(words_.strip())


def _first_colour() -> int:
    return next((number for number, _ in marking_colours.offered()), 0)
