"""The notes of a reference in the detail pane: short ones edited where they stand, longer ones in the editor."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from mscref.errors import UserError
from mscref.gui import icons, labels, note_forms, theme, tips, words
from mscref.gui.detail_pages import DetailPage
from mscref.gui.inline_edit import InlineText
from mscref.gui.link_button import LinkButton
from mscref.gui.note_text import NoteText
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.hits import NoteHit
from mscref.model.holdings import NoteRecord, Record


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the notes of a reference: notes that link to it, and how many places are marked."""

    backlinks: tuple[NoteHit, ...]
    marks: int


class NotesPage(DetailPage):
    """Notes in Markdown, saved when they are left.

    `editor_asked` carries a note's id, `link_asked` a NoteLink, `template_asked` the name of a template,
    `collect_asked` nothing.
    """

    editor_asked = Signal(int)
    link_asked = Signal(object)
    template_asked = Signal(str)
    collect_asked = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(tasks, "", parent)
        self.setAccessibleName(self.tr("Notes"))
        self.cards: dict[int, NoteText] = {}
        self._titles: tuple[str, ...] = ()
        self._beside = QWidget()
        tasks.changed.connect(lambda _changes: self._look_beside())

    def showEvent(self, event: QShowEvent) -> None:
        self._look_beside()
        super().showEvent(event)

    def show_record(self, record: Record) -> None:
        """Show the notes; a note that is being typed is left alone."""
        same = self._record is not None and self._record.id == record.id
        titles = tuple(note.title for note in record.notes)
        if same and list(self.cards) == [note.id for note in record.notes] and titles == self._titles:
            for note in record.notes:
                self.cards[note.id].show_text(note.text)
        else:
            self._record = record
            self._build(record)
            self._titles = titles
        self._look_beside()

    def write_new(self) -> None:
        """Put the cursor where a new note is written."""
        self.fresh.setFocus()

    def _build(self, record: Record) -> None:
        self._clear()
        self.cards = {}
        for note in record.notes:
            self._column.addWidget(self._card(note))
        self._column.addWidget(self._new_card())
        self._beside = QWidget()
        self._beside.setAccessibleName(self.tr("Linked from"))
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 4, 0, 0)
        self._column.addWidget(self._beside)
        self._column.addStretch()

    def _card(self, note: NoteRecord) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        card.setAccessibleName(note.title or self.tr("Note"))
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 6, 6, 8)
        column.setSpacing(2)
        top = QHBoxLayout()
        when = words.label(note.title or note.modified[:10] or note.created[:10], muted=True, wrap=False)
        when.setFont(theme.scaled(self.font(), 0.86))
        when.setContentsMargins(6, 0, 0, 0)
        top.addWidget(when, 1)
        text = NoteText(self.tr("Note"))
        for icon, name, act in (
            ("details", self.tr("Open this note in the editor"), lambda: self.editor_asked.emit(note.id)),
            ("edit", self.tr("Edit this note"), text.edit),
            ("trash", self.tr("Remove this note"), lambda: self._tasks.change(lambda lib: lib.remove_note(note.id))),
        ):
            button = QToolButton()
            button.setProperty("quiet", True)
            icons.dress(button, icon, "muted")
            button.setAccessibleName(name)
            button.setToolTip(tips.plain(name))
            button.clicked.connect(lambda _checked=False, do=act: do())
            top.addWidget(button)
        column.addLayout(top)
        text.show_text(note.text)
        text.committed.connect(lambda new: self._save(note.id, new))
        text.link_asked.connect(self.link_asked)
        self.cards[note.id] = text
        column.addWidget(text)
        return card

    def _new_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        card.setAccessibleName(self.tr("New note"))
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 8, 8, 8)
        self.fresh = InlineText(self.tr("New note"), keeps_lines=True)
        self.fresh.setPlaceholderText(self.tr("Write a note in Markdown …"))
        self.fresh.committed.connect(self._add)
        column.addWidget(self.fresh)
        line = QHBoxLayout()
        line.setSpacing(4)
        forms = QPushButton(self.tr("From a form"))
        forms.setProperty("link", True)
        icons.dress(forms, "note", "accent")
        forms.setAccessibleName(self.tr("New note from a form"))
        forms.setMenu(self._forms_menu(forms))
        line.addWidget(forms)
        self.collect = LinkButton(self.tr("Collect annotations"), self.tr("Collect annotations into a note"))
        self.collect.clicked.connect(self.collect_asked)
        self.collect.hide()
        line.addWidget(self.collect)
        line.addStretch()
        column.addLayout(line)
        return card

    def _forms_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.setAccessibleName(self.tr("Forms"))
        for name, title in note_forms.forms():
            menu.addAction(title).triggered.connect(lambda _checked=False, n=name: self.template_asked.emit(n))
        return menu

    def _look_beside(self) -> None:
        """Ask what links here and how much is marked; only while somebody looks."""
        if self._record is not None and self.isVisible():
            id = self._record.id
            self._tasks.ask(lambda lib: _beside(lib, id), self._show_beside, key="beside notes", otherwise=_pass)

    def _show_beside(self, beside: Beside) -> None:
        self.collect.setVisible(beside.marks > 0)
        self.collect.relabel(self.tr("Collect annotations ({n})").format(n=labels.number(beside.marks)))
        layout = self._beside.layout()
        assert isinstance(layout, QVBoxLayout)
        while (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if beside.backlinks:
            layout.addWidget(words.caption(self.tr("Linked from")))
        for one in beside.backlinks:
            name = self.tr("{note} – {owner}").format(note=one.title, owner=one.owner) if one.title else one.owner
            link = LinkButton(name, self.tr("Open the note on {owner}").format(owner=one.owner))
            icons.dress(link, "note", "muted")
            link.clicked.connect(lambda _checked=False, id=one.id: self.editor_asked.emit(id))
            layout.addWidget(link)

    def _save(self, id: int, text: str) -> None:
        self._tasks.change(lambda lib: lib.edit_note(id, text) if text else lib.remove_note(id))

    def _add(self, text: str) -> None:
        if self._record is not None and text:
            id = self._record.id
            self.fresh.setPlainText("")
            self._tasks.change(lambda lib: lib.add_note(id, text))


def _pass(_error: UserError) -> None:
    """The reference has gone; its details say so."""


def _beside(library: Library, id: int) -> Beside:
    return Beside(tuple(library.notes_linking_to(id)), len(library.annotations(id)))
