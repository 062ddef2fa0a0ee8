"""What manuscripts cite beside what a library holds: found, missing, cited twice, retracted, never cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mscref.errors import NoSuchKey
from mscref.jobs.manuscripts.cited import Citation, Cited, Mark
from mscref.model.folding import fold, sort_form
from mscref.model.identifiers import doi_key

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.model.inventory import Identities

_NEAR = 65
"""How alike (of 100) a key must look to be offered for a missing one."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something cited that an export cannot give.

    `nearest` is the library's key that looks most like it, if any. `reason` is "unknown", "trash" (the reference lies
    there) or "query" (it is in the library, but does not match).
    """

    citation: Citation
    nearest: str = ""
    reason: str = "unknown"


@dataclass(frozen=True, slots=True)
class Guess:
    """A citation without key or identifier, taken for the one reference of its author and year."""

    citation: Citation
    id: int
    key: str


@dataclass(frozen=True)
class Report:
    """A comparison. `ids` are the references found, in the order of citation; \\nocite{*} puts all others behind.

    `keys` tells for each id by which keys it is cited, none when the manuscript names it otherwise. `duplicated` are
    groups of keys that mean one reference; `retracted` are keys as cited; `unused` are the library's own keys.
    """

    ids: tuple[int, ...]
    keys: Mapping[int, tuple[str, ...]]
    missing: tuple[Missing, ...] = ()
    duplicated: tuple[tuple[str, ...], ...] = ()
    retracted: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()

    @property
    def is_clean(self) -> bool:
        """True when nothing is missing, cited under two keys, or retracted."""
        return not (self.missing or self.duplicated or self.retracted)


def compare(cited: Cited, library: Library, query: str = "") -> Report:
    """Look up all that is cited; with a `query` only references that match count as held. Raises QueryError."""
    held = library.identities().keys
    matching = dict.fromkeys(library.ids(query, sort="key", descending=False))
    finder = _Finder(library, held)
    keys: dict[int, list[str]] = {}
    missing: list[Missing] = []
    guesses: list[Guess] = []
    for citation in cited.citations:
        id, as_key = finder.find(citation.mark)
        if id is None:
            missing.append(Missing(citation, finder.nearest(citation.key)))
        elif id not in matching:
            missing.append(Missing(citation, held.get(id, ""), "query" if id in held else "trash"))
        else:
            if finder.was_guess:
                guesses.append(Guess(citation, id, held[id]))
            keys.setdefault(id, []).extend([citation.key] if as_key else [])
    ids = [*keys, *(id for id in matching if id not in keys)] if cited.everything else list(keys)
    return Report(
        tuple(ids),
        {id: tuple(dict.fromkeys(names)) for id, names in keys.items()},
        tuple(missing),
        tuple(tuple(dict.fromkeys(names)) for names in keys.values() if len(set(names)) > 1),
        _retracted(library, ids, keys),
        () if cited.everything else tuple(held[id] for id in matching if id not in keys),
        tuple(guesses),
    )


def _retracted(library: Library, ids: Iterable[int], keys: Mapping[int, list[str]]) -> tuple[str, ...]:
    return tuple(
        (keys.get(summary.id) or [summary.key])[0] for summary in library.summaries(list(ids)) if summary.is_retracted
    )


class _Finder:
    """Finds cited references: by key or alias, DOI, PMID, title, and at last by author and year."""

    def __init__(self, library: Library, held: Mapping[int, str]) -> None:
        self._library = library
        self._held = held
        self._by_key = {key.casefold(): id for id, key in held.items()}
        self._identities: Identities | None = None
        self._by_author_and_year: dict[tuple[str, str], set[int]] = {}
        self.was_guess = False

    def find(self, mark: Mark) -> tuple[int | None, bool]:
        """The reference that a mark means, None when there is none, and whether its key says so."""
        self.was_guess = False
        if mark.key and (id := self._of_key(mark.key)) is not None:
            return id, True
        if mark.doi or mark.pmid or mark.title or mark.author:
            return self._of_identity(mark), False
        return None, False

    def nearest(self, key: str) -> str:
        """The library's key that looks most like a missing one, empty when none does."""
        from rapidfuzz import fuzz, process

        if not key:
            return ""
        near = process.extractOne(key.casefold(), self._by_key.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return self._held[self._by_key[near[0]]] if near else ""

    def _of_key(self, key: str) -> int | None:
        if key.casefold() in self._by_key:
            return self._by_key[key.casefold()]
        try:
            return self._library.find(key)
        except NoSuchKey:
            return None

    def _of_identity(self, mark: Mark) -> int | None:
        known = self._known()
        by_identifier = known.doi.get(doi_key(mark.doi)) if mark.doi else None
        if by_identifier is None and mark.pmid:
            by_identifier = known.pmid.get(mark.pmid)
        if by_identifier is not None:
            return by_identifier
        if mark.title:
            return self._of_title(known, mark)
        found = self._by_author_and_year.get((fold(mark.author), mark.year), set()) if mark.year else set()
        self.was_guess = len(found) == 1
        return next(iter(found)) if len(found) == 1 else None

    def _of_title(self, known: Identities, mark: Mark) -> int | None:
        """The one reference of that title, and of that year where both have one."""
        found = [
            id
            for id, _, year, doi in known.titles.get(sort_form(mark.title), ())
            if (not mark.year or not year or year == mark.year) and not (mark.doi and doi and doi != doi_key(mark.doi))
        ]
        return found[0] if len(found) == 1 else None

    def _known(self) -> Identities:
        if self._identities is None:
            self._identities = self._library.identities()
            index: dict[tuple[str, str], set[int]] = defaultdict(set)
            for held in self._identities.titles.values():
                for id, author, year, _ in held:
                    index[author, year].add(id)
            self._by_author_and_year = dict(index)
        return self._identities
