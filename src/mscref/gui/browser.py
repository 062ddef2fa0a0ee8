"""What the window looks at: filters in, ids, counts and the evidence map out, asked again when the library changes."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from mscref.errors import QueryError, UserError
from mscref.gui.facet_tree import Contents
from mscref.gui.filters import Filters
from mscref.gui.tasks import Tasks
from mscref.jobs import trials
from mscref.library import Library
from mscref.model.facets import FACETS
from mscref.model.holdings import EvidenceMap


@dataclass(frozen=True)
class Listing:
    """The answer to one look: ids in order, and how many references the place holds in all."""

    ids: array[int]
    total: int


class Browser(QObject):
    """Keeps the filters and the sort, and asks for what they show.

    `listed` carries a Listing, `counted` Contents, `mapped` an EvidenceMap, `doubled` what it counts
    twice, in sentences, `filtered` the Filters now in force,
    `refused` the QueryError of words that are no query.
    """

    listed = Signal(object)
    counted = Signal(object)
    mapped = Signal(object)
    doubled = Signal(object)
    filtered = Signal(object)
    refused = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.filters = Filters()
        self.scope = "everything"
        self.sort_key, self.sort_descends = "added", True
        self.map_facets = ("condition", "cell_source")
        self.wants_map = False
        tasks.changed.connect(lambda _changes: self.look())
        tasks.reloaded.connect(self.look)

    def narrow(self, filters: Filters) -> None:
        """Look at what these filters leave."""
        self.filters = replace(filters, scope=self.scope)
        self.filtered.emit(self.filters)
        self.look()

    def seek_in(self, scope: str) -> None:
        """Seek bare words in another scope (query.SCOPES) from now on."""
        self.scope = scope
        self.narrow(self.filters)

    def sort(self, key: str, descends: bool) -> None:
        """Look at the same references in another order."""
        self.sort_key, self.sort_descends = key, descends
        self._list()

    def look(self) -> None:
        """Ask for everything again."""
        if not self._tasks.is_open:
            return
        self._list()
        self._count()
        if self.wants_map:
            self._map()

    def show_map(self, wanted: bool, facets: tuple[str, str] | None = None) -> None:
        """Keep the evidence map up to date from now on, or no longer; perhaps of other facets."""
        self.wants_map = wanted
        self.map_facets = facets or self.map_facets
        if wanted and self._tasks.is_open:
            self._map()

    def _list(self) -> None:
        filters, key, descends = self.filters, self.sort_key, self.sort_descends

        def question(library: Library) -> Listing:
            ids = library.ids(filters.query(), sort=key, descending=descends, trash=filters.is_trash)
            totals = library.counts()
            return Listing(ids, totals["trash" if filters.is_trash else "all"])

        self._tasks.ask(question, self.listed.emit, key="list", otherwise=self._refuse)

    def _count(self) -> None:
        filters = self.filters
        self._tasks.ask(lambda lib: contents(lib, filters), self.counted.emit, key="count", otherwise=_pass)

    def _map(self) -> None:
        query, (rows, columns) = map_query(self.filters, self.map_facets), self.map_facets

        def question(library: Library) -> EvidenceMap:
            return library.evidence_map(query, rows=rows, columns=columns)

        self._tasks.ask(question, self.mapped.emit, key="map", otherwise=_pass)
        self._tasks.ask(lambda lib: trials.of_query(lib, query), self.doubled.emit, key="map-doubled", otherwise=_pass)

    def _refuse(self, error: UserError) -> None:
        if isinstance(error, QueryError):
            self.refused.emit(error)
        else:
            self._tasks.failed.emit(str(error))


def contents(library: Library, filters: Filters) -> Contents:
    """What the sidebar shows: every facet counted under the filters of the others."""
    present = library.facet_counts("")
    chosen = [facet for facet in FACETS if facet in filters.included]
    free = tuple(facet for facet in FACETS if facet not in chosen)
    counts: dict[str, Mapping[str, int]] = dict(library.facet_counts(filters.query(), facets=free))
    for facet in chosen:
        counts.update(library.facet_counts(filters.query(without=facet), facets=(facet,)))
    documents = [(one.id, one.title, len({c.reference for c in one.citations})) for one in library.documents()]
    return Contents(
        totals=library.counts(),
        present=present,
        counts=counts,
        documents=documents,
        collections=[(one.id, one.name, one.count, one.parent) for one in library.collections()],
        tags=library.tags(),
        searches=[(one.id, one.name, one.query, _matching(library, one.query)) for one in library.searches()],
    )


def _matching(library: Library, query: str) -> int | None:
    """How many references a saved search finds; None when its words are no query any more."""
    try:
        return library.count(query)
    except QueryError:
        return None


def map_query(filters: Filters, facets: tuple[str, str]) -> str:
    """The query of the evidence map: the filters, without those that are its own axes."""
    free = {name: terms for name, terms in filters.included.items() if name not in facets}
    return replace(filters, included=free).query()


def _pass(_error: UserError) -> None:
    """The list has said what is wrong with the query already."""
