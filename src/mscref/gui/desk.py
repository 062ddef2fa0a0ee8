"""One open window with its library: connects panels, browser, tasks and acts. What they do stands with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from mscref import settings
from mscref.gui import labels, lit_words, tips
from mscref.gui.acts.duplicates import DuplicateActs
from mscref.gui.acts.fields import EditingActs
from mscref.gui.acts.files import FileActs
from mscref.gui.acts.lookups import LookupActs
from mscref.gui.acts.notes import NoteActs
from mscref.gui.acts.outputs import OutputActs
from mscref.gui.acts.reader import ReaderActs
from mscref.gui.acts.references import ReferenceActs
from mscref.gui.acts.sidebar import SidebarActs
from mscref.gui.acts.studies import StudyActs
from mscref.gui.acts.view import ViewActs
from mscref.gui.browser import Browser, Listing
from mscref.gui.facet_tree import Contents
from mscref.gui.filters import Filters
from mscref.gui.main_window import MainWindow
from mscref.gui.query_completion import Names
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import EvidenceMap


class Desk(QObject):
    """A window, the tasks behind it and the acts on both. `close` ends all three."""

    def __init__(self) -> None:
        super().__init__()
        self.tasks = Tasks(self)
        self.window = MainWindow(self.tasks)
        self.browser = Browser(self.tasks, self)
        self.files = FileActs(self.window, self.tasks, self.browser)
        self.references = ReferenceActs(self.window, self.tasks, self.browser)
        self.sidebar = SidebarActs(self.window, self.tasks, self.browser)
        self.view = ViewActs(self.window, self.tasks, self.browser)
        self.reading = ReaderActs(self.window, self.tasks, self.references)
        self.notes = NoteActs(self.window, self.tasks, self.browser, self.references, self.reading)
        self.duplicates = DuplicateActs(self.window, self.tasks)
        self.editing = EditingActs(self.window, self.tasks)
        self.studies = StudyActs(self.window, self.tasks, self.browser, self.references)
        self.outputs = OutputActs(self.window, self.tasks, self.browser, self.references)
        self.lookups = LookupActs(self.window, self.tasks, self.browser)
        self._undo: tuple[str | None, str | None] = (None, None)
        self._is_fresh = True
        self.window.actions_.connect_all(
            {
                **self.files.handlers(),
                **self.references.handlers(),
                **self.sidebar.handlers(),
                **self.view.handlers(),
                **self.reading.handlers(),
                **self.notes.handlers(),
                **self.duplicates.handlers(),
                **self.editing.handlers(),
                **self.studies.handlers(),
                **self.outputs.handlers(),
                **self.lookups.handlers(),
            }
        )
        self._connect()
        self.window.restore_layout(dict(settings.load().get("window", {})))
        self.browser.sort_key = self.window.table.sort_key
        self.browser.sort_descends = self.window.table.sort_descends
        self._show_start()
        self._enable()

    def open(self, path: Path, *, create: bool = False) -> None:
        """Open a library in this window."""
        self.files.open(path, create=create)

    def plan_when_open(self, paths: Sequence[Path]) -> None:
        """Plan the import of files as soon as a library is open."""
        if self.tasks.is_open:
            self.files.plan_files(paths)
        else:
            once = Qt.ConnectionType.SingleShotConnection
            self.tasks.reloaded.connect(lambda: self.files.plan_files(paths), once)

    def close(self) -> None:
        """Keep the layout and let the library go."""
        if self.window.isVisible() or self.tasks.is_open:
            settings.save({"window": self.window.layout_state()})
        self.notes.close()
        self.reading.close()
        self.lookups.stop()
        self.outputs.close()
        self.tasks.stop()

    def _connect(self) -> None:
        window, tasks, browser = self.window, self.tasks, self.browser
        window.closing.connect(self.close)
        self.lookups.preferences_asked.connect(self.view.show_preferences)
        self.lookups.reference_asked.connect(self.references.reveal)
        tasks.failed.connect(window.toasts.complain)
        self.files.keep_asked.connect(self.outputs.keep)
        window.detail.header.renamed.connect(self.outputs.offer_texts)
        tasks.changed.connect(lambda _changes: self._ask_undo())
        tasks.reloaded.connect(self._reloaded)
        browser.listed.connect(self._show_listing)
        browser.counted.connect(self._show_contents)
        browser.mapped.connect(self._show_map)
        browser.doubled.connect(window.map.tell_doubled)
        browser.filtered.connect(self._show_filters)
        browser.refused.connect(window.search.show_error)
        window.search.asked.connect(self._search)
        window.search.scope_chosen.connect(browser.seek_in)
        browser.scope = window.search.scope
        window.search.left.connect(window.table.setFocus)
        window.facets.changed.connect(self._narrow)
        window.facets.document_asked.connect(lambda id: self._show_document(id, -1))
        window.filter_bar.changed.connect(self._narrow)
        window.table.sort_asked.connect(browser.sort)
        window.table.chosen.connect(self._choose)
        window.table.typed.connect(window.search.type)
        window.detail.document_asked.connect(self._show_document)
        window.detail.term_pressed.connect(lambda f, t: self._narrow(Filters(included={f: (t,)})))
        window.document.reference_asked.connect(self.references.reveal)
        window.document.closed.connect(window.show_list)
        window.map.crossing.connect(self._cross)
        window.map.facets_chosen.connect(lambda rows, columns: browser.show_map(True, (rows, columns)))
        window.middle.currentChanged.connect(lambda _n: self._show_middle())
        window.review.chosen.connect(lambda id: window.detail.show_ids([id]))

    def _show_middle(self) -> None:
        shown = self.window.middle.currentWidget()
        self.browser.show_map(shown is self.window.map)
        self.window.review.show_query(self.browser.filters.query(), wanted=shown is self.window.review)

    def _search(self, text: str) -> None:
        if text.strip() != self.browser.filters.text.strip():
            self._narrow(self.browser.filters.words(text))

    def _narrow(self, filters: Filters) -> None:
        if self.window.middle.currentWidget() in (self.window.document, self.window.reader, self.window.note):
            self.window.show_list()
        self.browser.narrow(filters)

    def _cross(self, cells: dict[str, str]) -> None:
        self.window.show_list()
        self.browser.narrow(self.browser.filters.crossing(cells, self.window.map.finer(cells)))

    def _show_document(self, id: int, place: int) -> None:
        self.window.document.open(id, place)
        self.window.show_document()

    def _show_filters(self, filters: Filters) -> None:
        self.window.facets.show_filters(filters)
        self.window.filter_bar.show_filters(filters, self.tasks.vocabulary)
        self.window.search.show_text(filters.text)
        self._show_middle()

    def _show_listing(self, listing: Listing) -> None:
        self.window.table.light(lit_words.sought(self.browser.filters.text))
        self.window.detail.light(self.browser.filters.text)
        self.window.table.show_ids(listing.ids, self.tasks.vocabulary)
        self.window.search.show_error(None)
        shown = len(listing.ids)
        self.window.show_rows(shown > 0)
        if shown and self._is_fresh:
            self._is_fresh = False
            self.window.table.setFocus()
        if not shown:
            self._say_why_empty()
        if shown == listing.total:
            text = labels.references(shown)
        else:
            text = self.tr("{n} of {all}").format(n=labels.number(shown), all=labels.references(listing.total))
        self.window.count_label.setText(text)
        self.window.count_label.setAccessibleName(text)
        self._enable()

    def _show_contents(self, contents: Contents) -> None:
        self.window.facets.show_contents(contents, self.tasks.vocabulary)
        documents = [title for _, title, _ in contents.documents]
        collections = [one[1] for one in contents.collections]
        self.window.search.know(self.tasks.vocabulary, Names(contents.tags, collections, documents))

    def _show_map(self, map: EvidenceMap) -> None:
        self.window.map.show_map(map, self.tasks.vocabulary)

    def _say_why_empty(self) -> None:
        nothing, actions, filters = self.window.nothing, self.window.actions_, self.browser.filters
        if filters.narrows:
            heading = self.tr("Nothing matches these filters")
            nothing.tell("search", heading, self.tr("Take one away, or clear them all."), [actions["clear_filters"]])
        elif filters.is_trash:
            nothing.tell("trash", self.tr("The trash is empty"), self.tr("What you move to the trash waits here."))
        elif filters.place == "proposed":
            nothing.tell("review", self.tr("Nothing to review"), self.tr("Every proposed term has been settled."))
        elif filters.place == "unread":
            nothing.tell("unread", self.tr("Nothing unread"), self.tr("You have seen every reference."))
        else:
            sentence = self.tr("Drop PDFs, web pages, .bib, .ris or .nbib files here, or paste a reference.")
            wanted = [actions["import_files"], actions["new_reference"], actions["open_sample"]]
            nothing.tell("empty", self.tr("This library is empty"), sentence, wanted)

    def _show_start(self) -> None:
        actions = self.window.actions_
        wanted = [actions["new_library"], actions["open_library"], actions["open_sample"]]
        sentence = self.tr("Begin a new library, open one, or look around in the sample.")
        self.window.nothing.tell("library", self.tr("No library is open"), sentence, wanted)
        self.window.show_list()
        self.window.show_rows(False)

    def _reloaded(self) -> None:
        path = self.tasks.path
        name = path.stem if path is not None else ""
        self.window.setWindowTitle(f"{name} – mscref" if name else "mscref")
        read_only = self.tr("{name} (read only)").format(name=name) if self.tasks.read_only else name
        self.window.library_label.setText(read_only)
        self.window.library_label.setToolTip(tips.plain(str(path or "")))
        self._ask_undo()

    def _ask_undo(self) -> None:
        def question(library: Library) -> tuple[str | None, str | None]:
            return library.undo_act(), library.redo_act()

        self.tasks.ask(question, self._show_undo, key="undo")

    def _show_undo(self, acts: tuple[str | None, str | None]) -> None:
        self._undo = acts
        self.window.actions_.name_act("undo", acts[0])
        self.window.actions_.name_act("redo", acts[1])
        self._enable()

    def _choose(self, ids: list[int]) -> None:
        self.window.detail.show_ids(ids)
        self._enable()

    def _enable(self) -> None:
        chosen = self.window.table.selected_ids()
        is_trash = self.browser.filters.is_trash
        facts = {
            "library": self.tasks.is_open,
            "write": self.tasks.is_open and not self.tasks.read_only,
            "selection": bool(chosen),
            "one": len(chosen) == 1,
            "several": len(chosen) > 1,
            "trash": is_trash,
            "kept": not is_trash,
            "undo": self._undo[0] is not None,
            "redo": self._undo[1] is not None,
        }
        self.window.actions_.enable({name for name, holds in facts.items() if holds})
