"""What the window does with the reader: opens a PDF in it, in a window of its own, turns marks into facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QInputDialog, QMenu, QWidget

from mscref.gui import labels
from mscref.gui.acts.references import ReferenceActs
from mscref.gui.main_window import MainWindow
from mscref.gui.reader.mark_dialogs import ClaimDialog, MeaningsDialog, TermDialog
from mscref.gui.reader.opening import Opened, look_up
from mscref.gui.reader.reader import Reader
from mscref.gui.reader.reader_window import ReaderWindow
from mscref.gui.studies import names
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import AnnotationRecord, Changes
from mscref.model.studies import STUDY_FIELDS, Claim
from mscref.sandbox.pages import spares

_SHORT = 80


class ReaderActs(QObject):
    """Handlers of the actions on the reader; `windows` are the readers that stand alone."""

    def __init__(self, window: MainWindow, tasks: Tasks, references: ReferenceActs) -> None:
        super().__init__(window)
        self._window, self._tasks, self._references = window, tasks, references
        self.windows: list[ReaderWindow] = []
        self.dialog: QDialog | None = None
        self._library: Path | None = None
        self._connect(window.reader, window)
        window.reader.closed.connect(self._back)
        window.reader.window_asked.connect(self._open_window)
        window.table.opened.connect(lambda _id: self.read())
        window.table.chosen.connect(self._make_ready)
        window.detail.files.read_asked.connect(lambda id, file: self.open_pages(id, attachment=file))
        tasks.reloaded.connect(self._reloaded)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {"read": self.read}

    def read(self) -> None:
        """Open the PDF of the chosen reference here; without one, its file or page elsewhere."""
        chosen = self._references.chosen
        if len(chosen) == 1:
            self.open_pages(chosen[0])

    def open_pages(self, reference: int, *, attachment: int = 0, page: int = 0, mark: int = 0) -> None:
        """Open the PDF of a reference in the middle of the window, at a page or a mark when one is given."""
        path = self._tasks.path
        if path is None:
            return

        def then(file: Opened | None) -> None:
            if file is None:
                self._references.open_link()
                return
            self._window.show_reader()
            self._window.reader.open(file, page=page, mark=mark)

        self._tasks.ask(lambda lib: look_up(lib, path.parent, reference, attachment), then, key="read")

    def close(self) -> None:
        """Let every file go, and the child that waits for the next one."""
        for one in list(self.windows):
            one.close()
        self._window.reader.close_file()
        spares.drop()

    def _back(self) -> None:
        self._window.show_list()
        self._window.reader.close_file()
        self._window.table.setFocus()
        self._make_ready(self._references.chosen)

    def _open_window(self, file: Opened) -> None:
        """Let the file go on in a window of its own."""
        reader = self._window.reader
        page = reader.view.page if reader.view is not None else 0
        self._back()
        made = ReaderWindow(self._tasks)
        made.setWindowTitle(file.name)
        self._connect(made.reader, made)
        made.left.connect(partial(self._forget, made))
        self.windows.append(made)
        made.show()
        path = self._tasks.path

        def then(fresh: Opened | None) -> None:
            if fresh is not None and made in self.windows:
                made.reader.open(fresh, page=page)

        if path is not None:
            self._tasks.ask(lambda lib: look_up(lib, path.parent, file.reference, file.attachment), then)

    def _forget(self, made: ReaderWindow) -> None:
        if made in self.windows:
            self.windows.remove(made)

    def _make_ready(self, ids: list[int]) -> None:
        """Start a child for a chosen reference that has a file, so that it opens at once."""
        if len(ids) == 1 and self._window.isVisible():
            held = self._tasks.summaries(ids)
            if held and held[0].has_file:
                self._tasks.run(spares.keep, lambda _none: None)

    def _reloaded(self) -> None:
        if self._library is not None and self._tasks.path != self._library:
            for one in list(self.windows):
                one.close()
            if self._window.reader.file is not None:
                self._back()
        self._library = self._tasks.path

    def _connect(self, reader: Reader, parent: QWidget) -> None:
        reader.complained.connect(self._window.toasts.complain)
        reader.undo_asked.connect(self._undo)
        reader.marks.meanings_asked.connect(lambda: self.name_colours(reader, parent))
        reader.marks.editor.terms_asked.connect(lambda record: self._add_term(record, parent))
        reader.marks.editor.menu_filling.connect(lambda menu, record: self.fill_evidence(menu, record, parent))

    def _undo(self, is_undo: bool) -> None:
        if is_undo:
            self._references.undo()
        else:
            self._references.redo()

    # Colours and terms of marks

    def name_colours(self, reader: Reader, parent: QWidget) -> None:
        """Let the user say what the colours mean."""
        dialog = MeaningsDialog(parent)

        def named() -> None:
            reader.marks.editor.fill_colours()
            if reader.marking is not None:
                reader.marking.refresh()

        dialog.accepted.connect(named)
        self._show(dialog)

    def _add_term(self, record: AnnotationRecord, parent: QWidget) -> None:
        def add(place: tuple[str, str]) -> None:
            terms = tuple(dict.fromkeys((*record.terms, place)))
            self._tasks.change(lambda lib: lib.edit_annotation(record.id, terms=terms))

        self._ask_term(parent, add)

    def _ask_term(self, parent: QWidget, then: Callable[[tuple[str, str]], None]) -> None:
        dialog = TermDialog(self._tasks.vocabulary, parent)

        def chosen() -> None:
            if dialog.chosen is not None:
                then(dialog.chosen)

        dialog.accepted.connect(chosen)
        self._show(dialog)

    # From marks to facts

    def fill_evidence(self, menu: QMenu, record: AnnotationRecord, parent: QWidget) -> None:
        """What a mark can stand behind: a facet term, a cell of the study table, a claim."""
        vocabulary = self._tasks.vocabulary
        terms = menu.addMenu(self.tr("A facet term"))
        for facet, term in record.terms:
            known = vocabulary.get(facet, term)
            text = self.tr("{term} – {facet}").format(term=known.label if known else term, facet=labels.facet(facet))
            terms.addAction(text.replace("&", "&&")).triggered.connect(
                lambda _checked=False, place=(facet, term): self.support_term(record, place)
            )
        terms.addAction(self.tr("Another term…")).triggered.connect(
            lambda: self._ask_term(parent, lambda place: self.support_term(record, place))
        )
        cells = menu.addMenu(self.tr("A cell of the study table"))
        for name in STUDY_FIELDS:
            if name not in ("study", "key"):
                cells.addAction(names.field(name)).triggered.connect(
                    lambda _checked=False, field=name: self._ask_value(record, field, parent)
                )
        menu.addAction(self.tr("A claim…")).triggered.connect(lambda: self._ask_claim(record, parent))
        for one in (terms, cells):
            one.setAccessibleName(one.title())

    def support_term(self, record: AnnotationRecord, place: tuple[str, str]) -> None:
        """Give the reference a term with the words of the mark."""
        reference, quote = record.reference, record.text or record.note
        if reference is not None:
            text = self.tr("The words stand behind the term now")
            self._change(lambda lib: lib.support_term(reference, *place, quote), text)

    def fill_cell(self, record: AnnotationRecord, field: str, value: str) -> None:
        """Store a cell of the study table with the words of the mark."""
        reference, quote = record.reference, record.text or record.note
        if reference is not None:
            text = self.tr("The words stand in the study table now")
            self._change(
                lambda lib: lib.set_study_cell(
                    reference, field, value, quote=quote, page=record.page, annotation=record.id
                ),
                text,
            )

    def support_claim(self, record: AnnotationRecord, claim: int, stance: str) -> None:
        """Attach the words of the mark to a claim."""
        reference, quote = record.reference, record.text or record.note
        if reference is not None:
            text = self.tr("The words are attached to the claim now")
            self._change(
                lambda lib: lib.add_evidence(
                    claim, reference, stance, quote=quote, page=record.page, annotation=record.id
                ),
                text,
            )

    def _ask_value(self, record: AnnotationRecord, field: str, parent: QWidget) -> None:
        dialog = QInputDialog(parent)
        dialog.setWindowTitle(self.tr("Study table"))
        dialog.setAccessibleName(dialog.windowTitle())
        dialog.setLabelText(self.tr("What the study reports as {field}").format(field=names.field(field)))
        dialog.setTextValue(" ".join(record.text.split())[:_SHORT])
        dialog.accepted.connect(lambda: self.fill_cell(record, field, dialog.textValue().strip()))
        self._show(dialog)

    def _ask_claim(self, record: AnnotationRecord, parent: QWidget) -> None:
        def show(claims: list[Claim]) -> None:
            dialog = ClaimDialog(claims, record.text or record.note, parent)

            def chosen() -> None:
                if dialog.claim is not None:
                    self.support_claim(record, dialog.claim, dialog.stance)
                elif dialog.text:
                    self._make_claim(record, dialog.text, dialog.stance)

            dialog.accepted.connect(chosen)
            self._show(dialog)

        self._tasks.ask(lambda lib: lib.claims(), show)

    def _make_claim(self, record: AnnotationRecord, text: str, stance: str) -> None:
        reference, quote = record.reference, record.text or record.note
        if reference is not None:
            self._change(
                lambda lib: lib.make_supported_claim(
                    text, reference, stance, quote=quote, page=record.page, annotation=record.id
                ),
                self.tr("The words are attached to the claim now"),
            )

    def _change(self, verb: Callable[[Library], Changes], text: str) -> None:
        def then(changes: Changes) -> None:
            if changes:
                undo = self._references.undo
                self._window.toasts.say(text, button=self.tr("Undo"), act=undo)

        self._tasks.change(verb, then)

    def _show(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
