"""The detail pane: everything about the selected reference, or what can be done with several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from mscref.gui import labels, lit_words, words
from mscref.gui.detail_facets import DetailFacets
from mscref.gui.detail_fields import DetailFields
from mscref.gui.detail_files import DetailFiles
from mscref.gui.detail_header import DetailHeader
from mscref.gui.detail_pages import BibtexPage, CitedPage, HistoryPage
from mscref.gui.empty_state import EmptyState
from mscref.gui.inline_edit import InlineText
from mscref.gui.notes_page import NotesPage
from mscref.gui.tasks import Tasks
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Record

_PAGES = ("info", "notes", "cited", "bibtex", "history")


class DetailPanel(QWidget):
    """Shows one record, or the state of none and of many. `document_asked` carries (document, place)."""

    document_asked = Signal(int, int)
    term_pressed = Signal(str, str)

    def __init__(self, tasks: Tasks, many: Sequence[QAction] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Details"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self._tasks = tasks
        self._many = many
        self._ids: list[int] = []
        self.record: Record | None = None
        self._searched = ""
        self.header, self.facets, self.fields = DetailHeader(tasks), DetailFacets(tasks), DetailFields(tasks)
        self.files = DetailFiles(tasks)
        self.notes, self.cited = NotesPage(tasks), CitedPage(tasks)
        self.bibtex, self.past = BibtexPage(tasks), HistoryPage(tasks)
        self.cited.document_asked.connect(self.document_asked)
        self.facets.term_pressed.connect(self.term_pressed)
        self._tabs = QTabBar()
        self._tabs.setAccessibleName(self.tr("Pages of the details"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._pages = QStackedWidget()
        self._pages.setAccessibleName(self.tr("Page"))
        for name, page in zip(_PAGES, self._made_pages(), strict=True):
            self._tabs.addTab(self._tab_text(name))
            self._pages.addWidget(self._scrolled(page))
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        shown = QWidget()
        shown.setAccessibleName(self.tr("Reference"))
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFixedHeight(1)
        line.setStyleSheet("background: palette(mid); border: none;")
        line.setAccessibleName(self.tr("Line"))
        column.addWidget(line)
        column.addWidget(self._pages)
        self._empty = EmptyState(is_narrow=True)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(self.tr("Details"))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(shown)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        tasks.changed.connect(lambda changes: self._refresh(changes.references))
        tasks.reloaded.connect(lambda: self._refresh(()))
        self.show_ids([])

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show one reference, or say that none or many are selected."""
        self._ids = list(ids)
        if len(self._ids) == 1:
            self._ask()
            return
        self.record = None
        if not self._ids:
            self._empty.tell("document", self.tr("No reference selected"), self.tr("Select one to read and edit it."))
        else:
            heading = self.tr("{references} selected").format(references=labels.references(len(self._ids)))
            self._empty.tell(
                "list", heading, self.tr("What you choose is done to all of them, in one step."), self._many
            )
        self._stack.setCurrentIndex(0)

    def light(self, text: str) -> None:
        """Light the words of a query in title, authors and abstract from now on."""
        self._searched = text
        self._light()

    def _light(self) -> None:
        if self.record is None:
            return
        header, abstract = self.header, self.fields.editors["abstract"]
        edits = {"title": header.title, "authors": header.authors, "abstract": abstract}
        for column, edit in edits.items():
            sought = lit_words.sought(self._searched, column)
            if isinstance(edit, InlineText):
                words.light_all(edit, lit_words.spans(edit.toPlainText(), sought) if sought is not None else ())

    def show_page(self, name: str) -> None:
        """Turn to a page: info, notes, cited, bibtex or history."""
        self._tabs.setCurrentIndex(_PAGES.index(name))

    def write_note(self) -> None:
        """Turn to the notes and put the cursor into a new one."""
        self.show_page("notes")
        self.notes.write_new()

    def _ask(self) -> None:
        id = self._ids[0]
        self._tasks.ask(lambda lib: (lib.record(id), lib.vocabulary), self._show, key="record", otherwise=self._gone)

    def _show(self, answer: tuple[Record, Vocabulary]) -> None:
        record, vocabulary = answer
        if [record.id] != self._ids:
            return
        is_other = self.record is None or self.record.id != record.id
        self.record = record
        self.header.show_record(record)
        self.facets.show_record(record, vocabulary)
        self.fields.show_record(record)
        self.files.show_record(record)
        self._light()
        for page in (self.notes, self.cited, self.bibtex, self.past):
            page.show_record(record)
        self._tabs.setTabText(1, self._tab_text("notes", len(record.notes)))
        self._tabs.setTabText(2, self._tab_text("cited", len(record.cited_in)))
        self._stack.setCurrentIndex(1)
        if is_other:
            for number in range(self._pages.count()):
                area = self._pages.widget(number)
                if isinstance(area, QScrollArea):
                    area.verticalScrollBar().setValue(0)

    def _gone(self, _error: object) -> None:
        self.show_ids([])

    def _refresh(self, changed: Sequence[int]) -> None:
        if len(self._ids) == 1 and (not changed or self._ids[0] in changed or len(changed) > 500):
            self._ask()

    def _made_pages(self) -> tuple[QWidget, ...]:
        info = QWidget()
        info.setAccessibleName(self.tr("Info"))
        column = QVBoxLayout(info)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.header)
        for title, part in (
            (self.tr("Terms"), self.facets),
            (self.tr("Fields"), self.fields),
            (self.tr("Files"), self.files),
        ):
            column.addSpacing(12)
            column.addWidget(words.caption(title))
            column.addWidget(part)
        column.addStretch()
        return info, self.notes, self.cited, self.bibtex, self.past

    def _scrolled(self, page: QWidget) -> QScrollArea:
        holder = QWidget()
        holder.setAccessibleName(page.accessibleName())
        holder.setAutoFillBackground(True)
        holder.setBackgroundRole(holder.backgroundRole().Base)
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 14, 10, 20)
        column.addWidget(page)
        area = QScrollArea()
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(page.accessibleName())
        area.viewport().setAccessibleName(page.accessibleName())
        return area

    def _tab_text(self, name: str, count: int = 0) -> str:
        title = {
            "info": self.tr("Info"),
            "notes": self.tr("Notes"),
            "cited": self.tr("Cited in"),
            "bibtex": self.tr("BibTeX"),
            "history": self.tr("History"),
        }[name]
        return f"{title} {count}" if count else title
