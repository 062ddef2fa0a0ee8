"""What the window does with notes and annotations: the editor, forms, hits in texts, marks of PDFs, exports."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QStatusBar

from mscref.errors import UserError
from mscref.gui import icons, labels
from mscref.gui.acts.reader import ReaderActs
from mscref.gui.acts.references import ReferenceActs
from mscref.gui.browser import Browser
from mscref.gui.link_button import LinkButton
from mscref.gui.main_window import MainWindow
from mscref.gui.notes_index import PageIndexer
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.hits import FileToRead, PageHit
from mscref.model.holdings import AnnotationRecord, Changes
from mscref.model.note_links import NoteLink

COUNT_MS = 300
_MOST_COUNTED = 100


class NoteActs(QObject):
    """Handlers of the actions on notes and annotations; `index` reads PDFs for the search."""

    def __init__(
        self, window: MainWindow, tasks: Tasks, browser: Browser, references: ReferenceActs, reader: ReaderActs
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._browser = window, tasks, browser
        self._references, self._reader = references, reader
        self.index = PageIndexer(tasks, window.statusBar(), self)
        self.index.marks_found.connect(self._offer)
        window.actions_["read_pdfs"].setChecked(self.index.is_wanted)
        page = window.detail.notes
        page.editor_asked.connect(self.open_note)
        page.link_asked.connect(self.follow)
        page.template_asked.connect(self.new_from_form)
        page.collect_asked.connect(self.collect)
        window.note.link_asked.connect(self.follow)
        window.note.note_asked.connect(self.open_note)
        window.note.reference_asked.connect(references.reveal)
        window.note.document_asked.connect(partial(self._open_document, place=-1))
        window.note.closed.connect(window.show_list)
        window.hits.note_asked.connect(self.open_note)
        window.hits.page_asked.connect(self.open_hit)
        window.hits.closed.connect(window.show_list)
        self.places = PlacesLink(window.statusBar())
        self.places.clicked.connect(self.find)
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(COUNT_MS)
        self._count_timer.timeout.connect(self._count_places)
        self.index.stored.connect(self._searched)
        browser.filtered.connect(lambda _filters: self._searched())

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {
            "find_in_texts": self.find,
            "write_note": self.write_note,
            "collect_annotations": self.collect,
            "import_annotations": self.import_annotations,
            "export_pdf_copy": self.choose_copy,
            "export_notes": self.choose_export,
            "read_pdfs": lambda: self.index.want(self._window.actions_["read_pdfs"].isChecked()),
        }

    def close(self) -> None:
        """Save what is being written, and read no more."""
        self._window.note.save()
        self._count_timer.stop()
        self.index.close()

    # Notes

    def open_note(self, id: int) -> None:
        """Show a note in the editor."""
        self._window.show_note()
        self._window.note.open(id)

    def write_note(self) -> None:
        """Open the newest note of the chosen reference in the editor, or begin its first one."""

        def newest(id: int) -> Callable[[Library], int | None]:
            return lambda lib: max((note.id for note in lib.record(id).notes), default=None)

        def then(id: int, note: int | None) -> None:
            if note is None:
                self._add_and_open(id, self.tr("Write here …"), "")
            else:
                self.open_note(note)

        for id in self._references.chosen[:1]:
            self._tasks.ask(newest(id), partial(then, id), key="newest note")

    def new_from_form(self, name: str) -> None:
        """A new note on the chosen reference, made of a form and opened in the editor."""
        from mscref.jobs import note_templates

        template = next(one for one in note_templates.templates() if one.name == name)

        def then(id: int, text: str) -> None:
            self._add_and_open(id, text, template.title)

        def filled(library: Library, id: int) -> str:
            return note_templates.filled(template, library.record(id).reference)

        for id in self._shown():
            self._tasks.ask(partial(_of, filled, id), partial(then, id))

    def collect(self) -> None:
        """A new note that quotes the annotations of the chosen reference, each with a link to its page."""
        from mscref.jobs import notes_out

        def question(library: Library, id: int) -> str:
            return notes_out.collected(library.annotations(id), library.record(id).reference.key)

        def then(id: int, text: str) -> None:
            if text:
                self._add_and_open(id, text, self.tr("Annotations"))
            else:
                self._window.toasts.say(self.tr("Nothing is marked in this reference yet."))

        for id in self._shown():
            self._tasks.ask(partial(_of, question, id), partial(then, id))

    def follow(self, link: NoteLink) -> None:
        """Go where a link in a note leads: to a reference, or to a page of its PDF."""

        def then(id: int) -> None:
            if link.page is not None:
                self._reader.open_pages(id, page=link.page)
            else:
                self._references.reveal(id)

        self._tasks.ask(lambda lib: lib.find(link.key), then, key="follow")

    def _shown(self) -> list[int]:
        """The reference whose details are shown."""
        record = self._window.detail.record
        return [record.id] if record is not None else self._references.chosen[:1]

    def _add_and_open(self, id: int, text: str, title: str) -> None:
        def added(_changes: Changes) -> None:
            self._tasks.ask(lambda lib: max(note.id for note in lib.record(id).notes), self.open_note, key="added note")

        self._tasks.change(lambda lib: lib.add_note(id, text, title), added)

    # Hits in texts

    def find(self) -> None:
        """Show where the searched words stand in PDFs, annotations and notes."""
        self._window.show_hits()
        self._window.hits.search(self._browser.filters.text)
        self._window.hits.list.setFocus()

    def _searched(self) -> None:
        """Follow the search box: bring the shown hits up to date; the list comes first, then how many there are."""
        if self._window.middle.currentWidget() is self._window.hits:
            self._window.hits.search(self._browser.filters.text)
        self._count_timer.start()

    def _count_places(self) -> None:
        text = self._browser.filters.text
        if not text.strip() or not self._tasks.is_open:
            self.places.show_count(0)
            return

        def count(library: Library) -> int:
            return len(library.page_hits(text, most=_MOST_COUNTED))

        self._tasks.ask(count, self.places.show_count, key="places", otherwise=lambda _e: self.places.show_count(0))

    def open_hit(self, hit: PageHit) -> None:
        """Open the page or the place that a hit names."""
        if hit.document is not None:
            self._open_marked(hit)
        elif hit.reference is not None:
            self._reader.open_pages(
                hit.reference, attachment=hit.attachment or 0, page=hit.page, mark=hit.annotation or 0
            )

    def _open_marked(self, hit: PageHit) -> None:
        document = hit.document or 0

        def place(library: Library) -> int:
            marks = library.document_annotations(document)
            return next((mark.start for mark in marks if mark.id == hit.annotation), -1)

        self._tasks.ask(place, partial(self._open_document, document))

    def _open_document(self, id: int, place: int) -> None:
        self._window.document.open(id, place)
        self._window.show_document()

    # Marks of PDFs

    def import_annotations(self) -> None:
        """Bring in the marks that other programs made in the PDFs of the chosen reference."""
        for id in self._references.chosen[:1]:
            self.bring_in(id)

    def bring_in(self, id: int) -> None:
        """Bring in the marks of a reference's PDFs, as an undo step."""
        from mscref.jobs import annotations_in

        def gathered(marks: list[AnnotationRecord]) -> None:
            self._tasks.change(lambda lib: lib.import_annotations(id, marks), told, otherwise=self._failed)

        def told(changes: Changes) -> None:
            self._window.say_progress("")
            if changes:
                text = self.tr("The annotations of the PDF are here now")
                self._window.toasts.say(text, button=self.tr("Undo"), act=self._references.undo)
            else:
                self._window.toasts.say(self.tr("The PDF holds no annotation that is not here already."))

        self._window.say_progress(self.tr("Reading annotations …"))
        self._tasks.work(lambda lib: annotations_in.gather(lib, id), gathered, otherwise=self._failed)

    def choose_copy(self) -> None:
        """Ask where a copy of the PDF with annotations goes."""
        for id in self._references.chosen[:1]:
            start = str(Path.home() / "annotated.pdf")
            title = self.tr("Write a copy of the PDF with annotations")
            path, _ = QFileDialog.getSaveFileName(self._window, title, start, "PDF (*.pdf)")
            if path:
                self.write_copy(id, Path(path))

    def write_copy(self, id: int, path: Path) -> None:
        """Write a copy of a reference's PDF with its annotations."""
        from mscref.jobs import annotations_out

        def told(done: annotations_out.PdfCopy) -> None:
            self._window.say_progress("")
            text = self.tr("Wrote {n} annotations into {file}")
            self._window.toasts.say(text.format(n=labels.number(done.written), file=path.name))

        self._window.say_progress(self.tr("Writing the copy …"))
        self._tasks.work(lambda lib: annotations_out.write_copy(lib, id, path), told, otherwise=self._failed)

    def _offer(self, file: FileToRead, count: int) -> None:
        text = self.tr("{n} annotations of other programs stand in {file}").format(
            n=labels.number(count), file=Path(file.path).name
        )
        self._window.toasts.say(text, button=self.tr("Bring in"), act=lambda: self.bring_in(file.reference))

    # Exports

    def choose_export(self) -> None:
        """Ask where notes and annotations of the selection go, or those of what the list shows."""
        folder = self.tr("Folder with a Markdown file for each reference (*)")
        kinds = ";;".join(["Markdown (*.md)", "HTML (*.html)", "Word (*.docx)", folder])
        title, start = self.tr("Export notes and annotations"), str(Path.home() / "notes.md")
        path, kind = QFileDialog.getSaveFileName(self._window, title, start, kinds)
        if path and kind == folder:
            self.write_notes(Path(path).with_suffix(""), one_per_reference=True)
        elif path:
            self.write_notes(Path(path))

    def write_notes(self, path: Path, *, one_per_reference: bool = False) -> None:
        """Write the notes and annotations of the selection, or of what the list shows; the suffix says how."""
        from mscref.jobs import notes_out

        ids = self._window.table.selected_ids() or list(self._window.table.references.ids)
        is_all = not self._window.table.selected_ids() and not self._browser.filters.narrows

        def told(done: notes_out.NotesWritten) -> None:
            self._window.say_progress("")
            text = self.tr("Wrote the notes on {references} to {file}")
            self._window.toasts.say(text.format(references=labels.references(done.count), file=path.name))

        self._window.say_progress(self.tr("Writing notes …"))
        self._tasks.work(
            lambda lib: notes_out.export(lib, ids, path, one_per_reference=one_per_reference, documents=is_all),
            told,
            otherwise=self._failed,
        )

    def _failed(self, error: UserError) -> None:
        self._window.say_progress("")
        self._window.toasts.complain(str(error))


class PlacesLink(LinkButton):
    """In the status bar: on how many pages and in how many annotations the searched words stand."""

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__("-", self.tr("Show where the words stand in PDFs and annotations"))
        icons.dress(self, "document", "accent")
        bar.addWidget(self)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many places; nothing for none."""
        more = "+" if count >= _MOST_COUNTED else ""
        self.relabel(self.tr("In PDFs and annotations: {n}").format(n=f"{labels.number(count)}{more}"))
        self.setVisible(count > 0)


def _of(question: Callable[[Library, int], str], id: int, library: Library) -> str:
    return question(library, id)
