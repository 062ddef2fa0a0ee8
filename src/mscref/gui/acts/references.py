"""What the window does to the selected references: one function an action, one undo step a call."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QLineEdit, QMessageBox, QPlainTextEdit

from mscref.gui import labels
from mscref.gui.browser import Browser
from mscref.gui.detail_files import open_outside
from mscref.gui.detail_header import links
from mscref.gui.facet_tree import Node
from mscref.gui.filters import Filters
from mscref.gui.main_window import MainWindow
from mscref.gui.retag_dialog import RetagDialog
from mscref.gui.small_dialogs import NewReferenceDialog
from mscref.gui.tasks import Tasks, as_changes
from mscref.gui.theme import LABEL_COLOURS
from mscref.library import Library
from mscref.model.facets import Term, Vocabulary
from mscref.model.holdings import NONE, STATUSES, Changes, Record

Verb = Callable[[Library], Changes]


class ReferenceActs(QObject):
    """Handlers of the actions on references."""

    def __init__(self, window: MainWindow, tasks: Tasks, browser: Browser) -> None:
        super().__init__(window)
        self._window, self._tasks, self._browser = window, tasks, browser
        window.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        window.table.customContextMenuRequested.connect(self._menu)
        window.table.coloured.connect(self.colour)
        window.facets.dropped.connect(self.drop_on)
        self._wanted: int | None = None
        self.dialog: QDialog | None = None
        browser.listed.connect(lambda _listing: self._select_wanted())

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        acts: dict[str, Callable[[], None]] = {
            "new_reference": self.new_reference,
            "retag": self.retag,
            "propose": self.propose,
            "propose_text": lambda: self.propose(with_pages=True),
            "accept_proposed": lambda: self._settle(accept=True),
            "reject_proposed": lambda: self._settle(accept=False),
            "add_note": self._window.detail.write_note,
            "open_link": self.open_link,
            "trash": self.trash,
            "untrash": self.untrash,
            "purge": self.purge,
            "undo": self.undo,
            "redo": self.redo,
            "copy_cite": lambda: self._copy(lambda keys: f"\\cite{{{','.join(keys)}}}"),
            "copy_key": lambda: self._copy(", ".join),
            "copy_bibtex": self.copy_bibtex,
        }
        acts |= {f"status_{status}": self._status_act(status) for status in STATUSES}
        acts |= {f"rating_{stars}": self._rating_act(stars) for stars in range(6)}
        acts |= {f"colour_{colour}": self._colour_act(colour) for colour in range(len(LABEL_COLOURS))}
        return acts

    def colour(self, colour: int) -> None:
        """Give the chosen references a colour label; all of them having it already, they lose it."""

        def toggle(library: Library, ids: list[int]) -> Changes:
            held = {summary.colour for summary in library.summaries(ids)}
            return library.set_colour(ids, 0 if held == {colour} else colour)

        if self.chosen and not self._tasks.read_only:
            self._change(toggle)

    def _status_act(self, status: str) -> Callable[[], None]:
        return lambda: self._change(lambda lib, ids: lib.set_status(ids, status))

    def _rating_act(self, stars: int) -> Callable[[], None]:
        return lambda: self._change(lambda lib, ids: lib.set_rating(ids, stars))

    def _colour_act(self, colour: int) -> Callable[[], None]:
        return lambda: self._change(lambda lib, ids: lib.set_colour(ids, colour))

    @property
    def chosen(self) -> list[int]:
        return self._window.table.selected_ids()

    def reveal(self, id: int) -> None:
        """Show a reference in the list, whatever the filters say."""
        self._window.show_list()
        if self._window.table.references.row_of(id) is None:
            self._wanted = id
            self._browser.narrow(Filters())
        else:
            self._window.table.select_ids([id])

    def trash(self) -> None:
        """Move the selection to the trash; the toast takes it back."""
        ids = self.chosen
        text = self.tr("Moved {references} to the trash").format(references=labels.references(len(ids)))
        self._tasks.change(lambda lib: lib.trash(ids), lambda done: self._told(done, text))

    def untrash(self) -> None:
        """Take the selection out of the trash."""
        ids = self.chosen
        text = self.tr("Restored {references}").format(references=labels.references(len(ids)))
        self._tasks.change(lambda lib: lib.untrash(ids), lambda done: self._told(done, text))

    def purge(self) -> None:
        """Delete for good, after asking."""
        ids = self.chosen
        question = self.tr("Delete {references} for good?").format(references=labels.references(len(ids)))
        answer = QMessageBox.question(self._window, self.tr("Delete for good"), question)
        if answer == QMessageBox.StandardButton.Yes:
            self._tasks.change(lambda lib: lib.purge(ids), lambda done: self._told(done, self.tr("Deleted for good")))

    def retag(self) -> None:
        """Set the terms of everything selected in one dialog and one step."""
        ids = self.chosen
        if not ids:
            return
        self.dialog = dialog = RetagDialog(self._tasks.summaries(ids), self._tasks.vocabulary, parent=self._window)
        dialog.term_wanted.connect(lambda facet, name: self._name_term(dialog, facet, name))
        dialog.accepted.connect(lambda: self.apply_terms(ids, dialog.facet, dialog.added, dialog.removed))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _name_term(self, dialog: RetagDialog, facet: str, name: str) -> None:
        title, label = self.tr("New term"), self.tr("Name")
        name, is_given = QInputDialog.getText(dialog, title, label, text=name)
        if is_given and name.strip():
            self.make_term(dialog, facet, name.strip())

    def make_term(self, dialog: RetagDialog, facet: str, label: str) -> None:
        """Add a term of the user's own and offer it in the dialog; one that is known already is ticked."""
        vocabulary = self._tasks.vocabulary
        held = next((t for t in vocabulary.terms(facet) if t.label.casefold() == label.casefold()), None)
        if held is not None:
            dialog.take_term(vocabulary, held.id)
            return
        term = Term(facet, term_id(label, vocabulary, facet), label, is_users=True)

        def made(_changes: Changes) -> None:
            dialog.take_term(self._tasks.vocabulary, term.id)

        self._tasks.change(lambda lib: lib.add_term(term), made)

    def apply_terms(self, ids: Sequence[int], facet: str, add: Sequence[str], remove: Sequence[str]) -> None:
        """Add and remove terms of one facet on many references, told in a toast."""
        text = self.tr("Set terms of {references}").format(references=labels.references(len(ids)))
        self._tasks.change(
            lambda lib: lib.retag(ids, facet, add=add, remove=remove), lambda done: self._told(done, text)
        )

    def drop_on(self, node: Node, ids: Sequence[int]) -> None:
        """References dropped on a line of the sidebar get what it stands for."""
        if node.kind == "term":
            self.apply_terms(ids, node.facet, [node.value], [])
        elif node.kind == "collection":
            text = self.tr("Added to {collection}").format(collection=node.title)
            self._tasks.change(lambda lib: lib.collect(ids, node.id), lambda done: self._told(done, text))
        elif node.kind == "tag":
            self._tasks.change(lambda lib: lib.set_tags(ids, add=[node.value]))

    def undo(self) -> None:
        """Take back the last act; a text field with something typed comes first."""
        field = _typed_in()
        if field is not None:
            field.undo()
        else:
            self._tasks.change(lambda lib: lib.undo(), lambda done: self._said(done, self.tr("Undone: {act}")))

    def redo(self) -> None:
        """Do again what was taken back."""
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and field.isRedoAvailable():
            field.redo()
        else:
            self._tasks.change(lambda lib: lib.redo(), lambda done: self._said(done, self.tr("Done again: {act}")))

    def new_reference(self) -> None:
        """Make a reference by hand."""
        dialog = NewReferenceDialog(self._window)

        def add() -> None:
            from mscref.jobs import citation_keys

            reference = dialog.reference

            def verb(lib: Library) -> Changes:
                return lib.add(replace(reference, key=citation_keys.make(reference, lib.key_owners())))

            self._tasks.change(verb, self._added)

        dialog.accepted.connect(add)
        dialog.open()

    def open_link(self) -> None:
        """Open the first file of the reference, else its page on the web."""
        if len(self.chosen) == 1:
            id = self.chosen[0]
            self._tasks.ask(lambda lib: lib.record(id), self._open_record)

    def copy_bibtex(self) -> None:
        """Put the entries of the selection on the clipboard."""
        from mscref.jobs import exporting

        ids = self.chosen

        def entries(library: Library) -> str:
            return "\n".join(exporting.preview(record).strip() + "\n" for record in library.records(ids))

        self._tasks.ask(entries, self._to_clipboard)

    def _open_record(self, record: Record) -> None:
        refused = [open_outside(one.path, self._tasks.path) for one in record.attachments[:1]]
        if refused and not refused[0]:
            return
        pages = links(record.reference)
        if pages:
            QDesktopServices.openUrl(QUrl(pages[0][1]))
        else:
            nothing = self.tr("This reference has neither a file nor a link.")
            self._window.toasts.complain(refused[0] if refused else nothing)

    def propose(self, *, with_pages: bool = False) -> None:
        """Read title, abstract and keywords of the selection, and perhaps its PDFs, for terms, as one step."""
        from mscref.jobs import proposing_held

        ids = self.chosen
        text = self.tr("Read {references} for terms").format(references=labels.references(len(ids)))
        self._tasks.change(
            lambda lib: proposing_held.propose(lib, ids, with_pages=with_pages), lambda done: self._told(done, text)
        )

    def _settle(self, *, accept: bool) -> None:
        text = self.tr("Accepted the proposed terms") if accept else self.tr("Rejected the proposed terms")
        ids = self.chosen
        self._tasks.change(lambda lib: lib.settle(ids, accept=accept), lambda done: self._told(done, text))

    def _change(self, verb: Callable[[Library, list[int]], Changes]) -> None:
        ids = self.chosen
        if ids:
            self._tasks.change(lambda lib: verb(lib, ids))

    def _copy(self, form: Callable[[list[str]], str]) -> None:
        self._to_clipboard(form([one.key for one in self._tasks.summaries(self.chosen)]))

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        short = text.splitlines()[0] if text else ""
        self._window.toasts.say(self.tr("Copied {text}").format(text=short[:60]))

    def _added(self, changes: Changes) -> None:
        if changes.references:
            self._wanted = changes.references[0]
            self._told(changes, self.tr("Added {key}").format(key=changes.keys[0]))

    def _select_wanted(self) -> None:
        if self._wanted is not None and self._window.table.references.row_of(self._wanted) is not None:
            wanted, self._wanted = self._wanted, None
            self._window.table.select_ids([wanted])

    def _told(self, done: Changes, text: str) -> None:
        if as_changes(done):
            self._window.toasts.say(text, button=self.tr("Undo"), act=self.undo)

    def _said(self, done: Changes, text: str) -> None:
        self._window.toasts.say(text.format(act=done.act))

    def _menu(self, at: QPoint) -> None:
        if self.chosen:
            menu = self._window.actions_.context_menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._window.table.viewport().mapToGlobal(at))


def term_id(label: str, vocabulary: Vocabulary, facet: str) -> str:
    """A fresh id for a term of the user's: its label in lower case with hyphens, numbered when it is taken."""
    stem = "-".join(re.findall(r"\w+", label.casefold())) or "term"
    ids = (stem if number == 1 else f"{stem}-{number}" for number in itertools.count(1))
    return next(one for one in ids if one != NONE and vocabulary.get(facet, one) is None)


def _typed_in() -> QLineEdit | QPlainTextEdit | None:
    """The text field with the focus, when something typed in it can be taken back."""
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        return field if field.isUndoAvailable() else None
    if isinstance(field, QPlainTextEdit) and not field.isReadOnly():
        return field if field.document().isModified() else None
    return None
