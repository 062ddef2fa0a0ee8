"""A note in the middle of the window: its Markdown on the left, how it reads on the right, saved by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHideEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mscref.errors import UserError
from mscref.gui import icons, note_forms, theme, tips, words
from mscref.gui.inline_edit import InlineLine
from mscref.gui.link_button import LinkButton
from mscref.gui.note_text import MarkdownView
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.hits import NoteHit
from mscref.model.holdings import Changes

PREVIEW_MS = 150
SAVE_MS = 1500
_WRAPPED = {"bold": ("**", "**"), "italic": ("*", "*"), "link": ("[@", "]")}


class NoteEditor(QWidget):
    """One note. `reference_asked` carries a reference id, `link_asked` a NoteLink, `note_asked` a note's id.

    `closed` says that the list should come back.
    """

    reference_asked = Signal(int)
    document_asked = Signal(int)
    link_asked = Signal(object)
    note_asked = Signal(int)
    closed = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Note"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self._tasks = tasks
        self.note: NoteHit | None = None
        self._saved = ""
        self._writing = [0]  # the undo step of what has been written since the note was opened
        self._under_way = 0  # changes that have not come back: until then the library's words may be older
        self.title = InlineLine(self.tr("Title of the note"))
        self.title.setPlaceholderText(self.tr("Untitled note"))
        self.title.setFont(theme.scaled(self.font(), 1.25, QFont.Weight.DemiBold))
        self.title.committed.connect(self._set_title)
        self.owner = LinkButton("-", self.tr("What the note is on"))
        self.owner.clicked.connect(self._show_owner)
        self.state = words.label(muted=True, wrap=False, name=self.tr("Whether the note is saved"))
        self.source = QPlainTextEdit()
        self.source.setAccessibleName(self.tr("Markdown of the note"))
        self.source.viewport().setAccessibleName(self.tr("Markdown"))
        self.source.setFrameShape(QFrame.Shape.NoFrame)
        self.source.setFont(theme.fixed_font(self.font(), 0.96))
        self.source.setTabStopDistance(4 * QFontMetricsF(self.source.font()).horizontalAdvance(" "))
        self.source.document().setDocumentMargin(18)
        self.source.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 0; }")
        self.preview = MarkdownView(self.tr("How the note reads"))
        self.preview.scrolls()
        self.preview.document().setDocumentMargin(18)
        self.preview.link_asked.connect(self.link_asked)
        halves = QSplitter()
        halves.setAccessibleName(self.tr("Markdown and how it reads"))
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.source)
        halves.addWidget(self.preview)
        halves.handle(1).setAccessibleName(self.tr("Edge between Markdown and how it reads"))
        halves.setSizes([500, 500])
        self._links = QWidget()
        self._links.setAccessibleName(self.tr("Linked from"))
        self._links_row = QHBoxLayout(self._links)
        self._links_row.setContentsMargins(16, 6, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(_rule(self.tr("Line")))
        column.addWidget(halves, 1)
        column.addWidget(_rule(self.tr("Line")))
        column.addWidget(self._links)
        self._draw_timer, self._save_timer = _timer(self, PREVIEW_MS, self._draw), _timer(self, SAVE_MS, self.save)
        self.source.textChanged.connect(self._typed)
        tasks.changed.connect(lambda _changes: self._again())
        tasks.reloaded.connect(self._again)

    def open(self, id: int) -> None:
        """Show a note; what was typed in the one before is saved first."""
        self.save()
        self._tasks.ask(lambda lib: _read(lib, id), self._show, key="note", otherwise=self._gone)

    def save(self) -> None:
        """Save what was typed; nothing when it is as saved. An emptied note keeps its last words.

        All that is written while the note is open is one undo step, as long as nothing else is done in between.
        """
        self._save_timer.stop()
        text = self.source.toPlainText()
        if self.note is None or text == self._saved or not text.strip() or self._tasks.read_only:
            return
        self._say(self.tr("Saving …"))
        self._store(self.note.id, text)

    def insert(self, text: str) -> None:
        """Put words in where the cursor is, on lines of their own when they are several."""
        cursor = self.source.textCursor()
        if "\n" in text and not cursor.atBlockStart():
            text = f"\n\n{text}"
        cursor.insertText(text)
        self.source.setTextCursor(cursor)
        self.source.setFocus()

    def wrap(self, kind: str) -> None:
        """Make the selected words bold, slanted, or a link to a reference."""
        before, after = _WRAPPED[kind]
        cursor = self.source.textCursor()
        inside = cursor.selectedText()
        cursor.insertText(f"{before}{inside}{after}")
        if not inside:
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, len(after))
            self.source.setTextCursor(cursor)
        self.source.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self.save()
        self._writing = [0]
        super().hideEvent(event)

    def _head(self) -> QHBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.title)
        left.addWidget(self.owner, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.setContentsMargins(14, 12, 14, 10)
        line.setSpacing(6)
        line.addLayout(left, 1)
        line.addWidget(self.state)
        for kind, sign, name in (
            ("bold", "B", self.tr("Bold")),
            ("italic", "I", self.tr("Slanted")),
            ("link", "@", self.tr("Link to a reference")),
        ):
            line.addWidget(self._tool(kind, sign, name))
        forms = QPushButton(self.tr("Insert"))
        icons.dress(forms, "add")
        forms.setAccessibleName(self.tr("Insert a form or the annotations"))
        menu = QMenu(forms)
        menu.setAccessibleName(self.tr("Insert"))
        collect = menu.addAction(self.tr("Annotations of this reference"))
        collect.triggered.connect(self._insert_annotations)
        menu.addSeparator()
        for name, title in note_forms.forms():
            menu.addAction(title).triggered.connect(lambda _checked=False, n=name: self._insert_form(n))
        forms.setMenu(menu)
        line.addWidget(forms)
        back = QPushButton(self.tr("Back to the list"))
        back.setAccessibleName(back.text())
        icons.dress(back, "list")
        back.clicked.connect(self.closed)
        line.addWidget(back)
        return line

    def _tool(self, kind: str, sign: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        font = QFont(self.font())
        font.setBold(kind == "bold")
        font.setItalic(kind == "italic")
        button.setFont(font)
        button.setAccessibleName(name)
        button.setToolTip(tips.plain(name))
        button.clicked.connect(lambda: self.wrap(kind))
        return button

    def _show(self, answer: tuple[NoteHit, tuple[NoteHit, ...]]) -> None:
        note, backlinks = answer
        is_other = self.note is None or self.note.id != note.id
        if is_other:
            self.save()
            self._writing = [0]
        is_untouched = self.source.toPlainText() == self._saved
        self.note = note
        self.title.show_text(note.title)
        self.owner.relabel(note.owner)
        if is_other or (is_untouched and note.text != self._saved and not self._under_way):
            self._saved = note.text
            self.source.setPlainText(note.text)
            self._draw_timer.stop()
            self._draw()
        self.source.setReadOnly(self._tasks.read_only)
        self._say_saved()
        self._show_backlinks(backlinks)

    def _show_backlinks(self, notes: tuple[NoteHit, ...]) -> None:
        while (item := self._links_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        text = self.tr("Linked from") if notes else self.tr("No other note links to this reference.")
        self._links_row.addWidget(words.label(text, muted=True, wrap=False))
        for one in notes[:6]:
            link = LinkButton(one.title or one.owner, self.tr("Open the note on {owner}").format(owner=one.owner))
            link.clicked.connect(lambda _checked=False, id=one.id: self.note_asked.emit(id))
            self._links_row.addWidget(link)
        self._links_row.addStretch()

    def _again(self) -> None:
        if self.note is not None and self.isVisible():
            id = self.note.id
            self._tasks.ask(lambda lib: _read(lib, id), self._show, key="note", otherwise=self._gone)

    def _gone(self, _error: UserError) -> None:
        self.note = None
        self._saved = ""
        self.source.setPlainText("")
        self.closed.emit()

    def _typed(self) -> None:
        self._draw_timer.start()
        if self.note is not None and self.source.toPlainText() != self._saved:
            self._say(self.tr("Not saved yet"))
            self._save_timer.start()

    def _draw(self) -> None:
        bar = self.preview.verticalScrollBar()
        place = bar.value()
        self.preview.show_markdown(self.source.toPlainText())
        bar.setValue(place)

    def _store(self, id: int, text: str, title: str | None = None) -> None:
        writing = self._writing

        def verb(library: Library) -> Changes:
            changes = library.edit_note(id, text, title, within=writing[0])
            writing[0] = changes.step or writing[0]
            return changes

        self._saved = text
        self._under_way += 1
        self._tasks.change(verb, self._stored, otherwise=self._unsaved)

    def _stored(self, _changes: Changes) -> None:
        self._under_way -= 1
        self._say_saved()

    def _say_saved(self) -> None:
        if self.source.toPlainText() == self._saved:
            self._say(self.tr("Read only") if self._tasks.read_only else self.tr("Saved"))

    def _say(self, text: str) -> None:
        words.set_text(self.state, text, text)

    def _unsaved(self, error: UserError) -> None:
        self._under_way -= 1
        self._saved = ""
        self._say(self.tr("Not saved"))
        self._tasks.failed.emit(str(error))

    def _set_title(self, text: str) -> None:
        if self.note is not None:
            self._store(self.note.id, self.source.toPlainText(), text)

    def _show_owner(self) -> None:
        if self.note is not None and self.note.reference is not None:
            self.reference_asked.emit(self.note.reference)
        elif self.note is not None and self.note.document is not None:
            self.document_asked.emit(self.note.document)

    def _insert_form(self, name: str) -> None:
        from mscref.jobs import note_templates
        from mscref.model.reference import Reference

        template = next(one for one in note_templates.templates() if one.name == name)
        reference = self.note.reference if self.note is not None else None

        def filled(library: Library) -> str:
            about = library.record(reference).reference if reference is not None else Reference()
            return note_templates.filled(template, about)

        self._tasks.ask(filled, self.insert, key="form")

    def _insert_annotations(self) -> None:
        from mscref.jobs import notes_out

        if self.note is None:
            return
        reference, key = self.note.reference, self.note.key
        document = self.note.document

        def collected(library: Library) -> str:
            if reference is not None:
                return notes_out.collected(library.annotations(reference), key)
            held = library.document_annotations(document) if document is not None else []
            return notes_out.annotations_text(held, "")

        def put(text: str) -> None:
            if text:
                self.insert(f"{text}\n")
            else:
                self._say(self.tr("Nothing is marked"))

        self._tasks.ask(collected, put, key="collected")


def _read(library: Library, id: int) -> tuple[NoteHit, tuple[NoteHit, ...]]:
    note = library.note(id)
    linking = library.notes_linking_to(note.reference) if note.reference is not None else []
    return note, tuple(linking)


def _timer(parent: NoteEditor, ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    timer.timeout.connect(act)
    return timer


def _rule(name: str) -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFixedHeight(1)
    line.setStyleSheet("background: palette(mid); border: none;")
    line.setAccessibleName(name)
    return line
