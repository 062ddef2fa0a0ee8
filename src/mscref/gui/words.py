"""Labels for untrusted text: always plain, always wrapped, with some words lit where a quote is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from mscref.gui import theme
from mscref.gui.inline_edit import InlineText

_MAX_SHOWN = 4000


def label(text: str = "", *, muted: bool = False, wrap: bool = True, name: str = "") -> QLabel:
    """A label that shows text as it is, never as markup."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setProperty("muted", muted)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_text(made, text, name)
    return made


def set_text(widget: QLabel, text: str, name: str = "") -> None:
    """Show a text in a label, cut where nobody would read on."""
    shown = text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"
    widget.setText(shown)
    widget.setAccessibleName(name or shown or widget.accessibleName() or "-")


def caption(text: str, parent: QWidget | None = None) -> QLabel:
    """The heading of a section in small spaced capitals."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("caption", True)
    made.setAccessibleName(text)
    made.setFont(theme.caption_font(made.font()))
    return made


class Quote(InlineText):
    """A sentence of a source, read only, with the words that matter lit."""

    def __init__(self, text: str, start: int = 0, end: int = 0, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_text(text[:_MAX_SHOWN])
        self.setReadOnly(True)
        if 0 <= start < end <= len(text):
            light(self, start, end)


def light(edit: QPlainTextEdit, start: int, end: int, *, colour: str = "", underline: bool = False) -> None:
    """Lay a marker over text[start:end] (code points) of a plain text edit."""
    text = edit.toPlainText()
    cursor = QTextCursor(edit.document())
    cursor.setPosition(utf16(text, start))
    cursor.setPosition(utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
    marked = QTextCharFormat()
    marked.setBackground(QColor(colour or theme.of(edit).lit))
    if underline:
        marked.setFontWeight(QFont.Weight.DemiBold)
    cursor.mergeCharFormat(marked)


def light_all(edit: QPlainTextEdit, spans: Iterable[tuple[int, int]]) -> None:
    """Lay a marker over each of these places (code points) and over no others; what is typed keeps its own form."""
    text, marks = edit.toPlainText(), []
    for start, end in spans:
        mark, cursor = QTextEdit.ExtraSelection(), QTextCursor(edit.document())
        cursor.setPosition(utf16(text, start))
        cursor.setPosition(utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
        mark.cursor, mark.format = cursor, QTextCharFormat()
        mark.format.setBackground(QColor(theme.of().lit))
        marks.append(mark)
    edit.setExtraSelections(marks)


def darken(edit: QPlainTextEdit) -> None:
    """Take every marker of `light` away again."""
    cursor = QTextCursor(edit.document())
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.setCharFormat(QTextCharFormat())


def utf16(text: str, code_points: int) -> int:
    """The place in UTF-16 units, which Qt counts in, of a place in code points."""
    return len(text[:code_points].encode("utf-16-le")) // 2
