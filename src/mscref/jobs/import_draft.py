"""A plan in the making: gathers readings, lets identical references be one, and compares the rest with the library."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from mscref.formats import reader_marks
from mscref.jobs import citation_keys, duplicates, proposing
from mscref.model.document import Citation, Document
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import Assignment, Record
from mscref.model.identifiers import doi_key
from mscref.model.inventory import Identities
from mscref.model.plan import Alike, Plan, Planned, PlannedDocument, Unread
from mscref.model.reading import Problem, Provenance, Reading
from mscref.model.reference import Attachment, Contributor, Reference

Records = Callable[[Sequence[int]], Iterable[Record]]
Match = tuple[int, str, str]
_T = TypeVar("_T")
_CHUNK = 500
# Reading an abstract for terms takes about a millisecond; of a bulk import only titles are read, the rest on request.
ABSTRACTS_AT_ONCE = 1_000
_BY_KEY = "same key, title, first author and year"


@dataclass
class _Index:
    """The identities of the references of one plan, by their index in it."""

    doi: dict[str, int] = field(default_factory=dict)
    pmid: dict[str, int] = field(default_factory=dict)
    pmcid: dict[str, int] = field(default_factory=dict)
    titles: dict[str, list[tuple[int, str, str, str]]] = field(default_factory=dict)

    def enter(self, index: int, reference: Reference) -> None:
        """Make `index` known by all that `reference` is known by."""
        doi = doi_key(reference.doi)
        for keys, value in ((self.doi, doi), (self.pmid, reference.pmid), (self.pmcid, _pmcid(reference))):
            if value:
                keys.setdefault(value, index)
        title = duplicates.title_form(reference)
        if title:
            entry = (index, duplicates.first_family(reference), reference.year, doi)
            entries = self.titles.setdefault(title, [])
            if entry not in entries:
                entries.append(entry)


def _pmcid(reference: Reference) -> str:
    return reference.fields.get("PMCID", "").upper()


class Draft:
    """Gather readings one by one with `take`, then ask for the plan with `finished`."""

    def __init__(self, held: Identities | None, *, with_cited: bool = False) -> None:
        self._held = held
        self._held_keys = {key.casefold(): id for id, key in held.keys.items()} if held else {}
        self._with_cited = with_cited
        self._index = _Index()
        self._untitled: dict[object, int] = {}
        self._references: list[Reference] = []
        self._paths: list[str] = []
        self._copies: list[int] = []
        self._provenance: dict[int, dict[str, Provenance]] = {}
        self._documents: list[PlannedDocument] = []
        self._linked_later: list[int] = []
        self._unread: list[Unread] = []
        self._problems: list[tuple[str, Problem]] = []
        self._as_held: dict[int, Reference] = {}

    def take(self, reading: Reading | Unread) -> None:
        """Add what one input gave."""
        if isinstance(reading, Unread):
            self._unread.append(reading)
            return
        self._problems.extend((reading.path, problem) for problem in reading.problems)
        if not reading.references and not reading.documents:
            self._unread.append(Unread(reading.path, _nothing_in(reading)))
            return
        counted = set()
        for reference in reading.references:
            place = self._place(_with_its_file(reference, reading), reading.path)
            self._copies[place] += 1
            if reference is reading.references[0]:
                self._learn(place, reference, reading.provenance)
            counted.add(place)
        for document in reading.documents:
            for place in self._take_document(document, reading) - counted:
                self._copies[place] += 1

    def _take_document(self, document: Document, reading: Reading) -> set[int]:
        """Add a document; gives the places of the references that it brings."""
        document = _with_its_place(document, reading)
        own = document.represents
        represents = self._place(_with_its_file(own, reading), reading.path) if own else None
        if is_paper_file(document) and not self._with_cited:
            self._linked_later.append(len(self._documents))
            citations: tuple[int, ...] = ()
        else:
            citations = tuple(self._place(each.reference, reading.path) for each in document.citations)
        held = self._held.documents.get(document.sha256) if self._held and document.sha256 else None
        self._documents.append(PlannedDocument(document, represents, citations, held))
        return {*citations, *(() if represents is None else (represents,))}

    def finished(self, act: str, vocabulary: Vocabulary, records: Records | None) -> Plan:
        """The plan: reference lists linked, references compared with the library, keys and terms given."""
        for place in self._linked_later:
            self._documents[place] = self._linked(self._documents[place])
        matches = self._matches(records)
        alike = self._alike(matches, records)
        taken = set(self._held_keys)
        whole = len(self._references) - len(matches) <= ABSTRACTS_AT_ONCE
        return Plan(
            act,
            tuple(
                replace(
                    planned(reference, path, matches.get(i), taken, vocabulary, whole=whole),
                    copies=copies,
                    provenance=self._provenance.get(i, {}),
                    alike=alike[i][0] if i in alike else None,
                    held=alike[i][1] if i in alike else self._as_held.get(i),
                )
                for i, (reference, path, copies) in enumerate(
                    zip(self._references, self._paths, self._copies, strict=True)
                )
            ),
            tuple(self._documents),
            tuple(self._unread),
            tuple(self._problems),
        )

    def _place(self, reference: Reference, path: str) -> int:
        place = self._find(reference)
        if place is None:
            place = len(self._references)
            self._references.append(reference)
            self._paths.append(path)
            self._copies.append(0)
        else:
            self._references[place] = completed(self._references[place], reference)
        self._index.enter(place, self._references[place])
        if not duplicates.title_form(reference):
            self._untitled.setdefault(_content(reference), place)
        return place

    def _learn(self, place: int, reference: Reference, provenance: Mapping[str, Provenance]) -> None:
        """Remember where those fields of a planned reference were seen that it has from `reference`."""
        planned = self._references[place]
        for name, seen in provenance.items():
            if planned.get(name) == reference.get(name) and planned.names(name) == reference.names(name):
                self._provenance.setdefault(place, {}).setdefault(name, seen)

    def _find(self, reference: Reference) -> int | None:
        for place, reason in duplicates.candidates(reference, self._index):
            if reason != duplicates.BY_TITLE or not duplicates.differ(self._references[place], reference):
                return place
        return None if duplicates.title_form(reference) else self._untitled.get(_content(reference))

    def _linked(self, planned: PlannedDocument) -> PlannedDocument:
        """A paper's own file with only those citations whose reference is planned or held."""
        kept: list[Citation] = []
        places: list[int] = []
        for citation in planned.document.citations:
            place = self._find(citation.reference)
            if place is None and self._held and duplicates.match(citation.reference, self._held):
                place = self._place(citation.reference, planned.document.path)
            if place is not None:
                kept.append(citation)
                places.append(place)
        return replace(planned, document=replace(planned.document, citations=tuple(kept)), citations=tuple(places))

    def _matches(self, records: Records | None) -> dict[int, Match]:
        """By place in the plan: the held reference that a planned one is, its key and why."""
        found: dict[int, Match] = {}
        if self._held is None or records is None:
            return found
        for start in range(0, len(self._references), _CHUNK):
            chunk = self._references[start : start + _CHUNK]
            possible = [list(self._possible(reference)) for reference in chunk]
            ids = sorted({id for each in possible for id, _ in each})
            held = {record.id: record.reference for record in records(ids)} if ids else {}
            for offset, (reference, each) in enumerate(zip(chunk, possible, strict=True)):
                chosen = next((pair for pair in each if _is_same(reference, held.get(pair[0]), pair[1])), None)
                if chosen:
                    found[start + offset] = (chosen[0], held[chosen[0]].key, chosen[1])
                    self._as_held[start + offset] = held[chosen[0]]
        return found

    def _alike(self, matches: Collection[int], records: Records | None) -> dict[int, tuple[Alike, Reference]]:
        """By place in the plan: the held reference that looks like a new one, where there is one."""
        if self._held is None or records is None or not self._held.titles:
            return {}
        near = duplicates.Near(self._held)
        found = {i: near.find(one) for i, one in enumerate(self._references) if i not in matches}
        ids = sorted({id for each in found.values() if each for id, _ in [each]})
        held = {record.id: record.reference for record in records(ids)} if ids else {}
        return {
            i: (Alike(each[0], held[each[0]].key, each[1]), held[each[0]])
            for i, each in found.items()
            if each and each[0] in held and not duplicates.differ(held[each[0]], self._references[i])
        }

    def _possible(self, reference: Reference) -> Iterator[tuple[int, str]]:
        if self._held is None:
            return
        for file in reference.attachments:
            if file.sha256 in self._held.files:
                yield self._held.files[file.sha256], duplicates.BY_FILE
        yield from duplicates.candidates(reference, self._held)
        same_key = self._held_keys.get(reference.key.casefold()) if reference.key else None
        if same_key is not None:
            yield same_key, _BY_KEY


def _is_same(reference: Reference, held: Reference | None, reason: str) -> bool:
    if held is None:
        return False
    if reason == duplicates.BY_TITLE:
        return not duplicates.differ(held, reference)
    if reason == duplicates.BY_FILE:
        return not _other_doi(held, reference)
    if reason == _BY_KEY:
        return _gist(held) == _gist(reference) and not duplicates.differ(held, reference)
    return True


def _other_doi(held: Reference, reference: Reference) -> bool:
    return bool(held.doi and reference.doi) and doi_key(held.doi) != doi_key(reference.doi)


def _gist(reference: Reference) -> tuple[str, str, str]:
    return duplicates.title_form(reference), duplicates.first_family(reference), reference.year


def _content(reference: Reference) -> object:
    return reference.type, reference.contributors, tuple(sorted(reference.fields.items()))


def planned(
    reference: Reference, path: str, match: Match | None, taken: set[str], vocabulary: Vocabulary, *, whole: bool
) -> Planned:
    """One reference of a plan with its key (unless it is held), its marks, and the terms that its words give.

    `taken` are keys in lower case; what the new reference takes is added to it. `whole` reads the abstract, too.
    """
    marks, reference = reader_marks.taken(reference)
    if match:
        id, key, reason = match
        stated = _with_stated(reference, (), vocabulary)
        return Planned(reference, path, id, key, reason, assignments=stated, marks=marks)
    key = citation_keys.unique(reference.key, taken) if reference.key else citation_keys.make(reference, taken)
    taken.add(key.casefold())
    aliases = tuple(alias for alias in reference.aliases if alias.casefold() not in taken)
    taken.update(alias.casefold() for alias in aliases)
    keyed = replace(reference, key=key, aliases=aliases)
    assignments, proposals = proposing.propose(keyed if whole else _title_alone(keyed), vocabulary)
    stated = _with_stated(keyed, assignments, vocabulary)
    return Planned(keyed, path, assignments=stated, proposals=proposals, marks=marks)


def _title_alone(reference: Reference) -> Reference:
    return replace(reference.with_fields({"abstract": ""}), keywords=())


def _with_stated(reference: Reference, read: tuple[Assignment, ...], vocabulary: Vocabulary) -> tuple[Assignment, ...]:
    """The terms that the source file states, and of facets of which it states none, what rules read in the title."""
    stated = [
        Assignment(facet, term, origin="import")
        for facet, term in dict.fromkeys(reference.facets)
        if facet in FACETS and vocabulary.get(facet, term)
    ]
    settled = {given.facet for given in stated}
    return (*(given for given in read if given.facet not in settled), *stated)


def completed(kept: Reference, other: Reference) -> Reference:
    """`kept` with what it lacks and `other` has; nothing of it is overwritten, and another key becomes an alias."""
    aliases = [a for a in (*kept.aliases, other.key, *other.aliases) if a and a != kept.key]
    contributors, incomplete = kept.contributors, kept.incomplete_roles
    if not kept.authors or (kept.authors_incomplete and not other.authors_incomplete and other.authors):
        contributors, incomplete = _authors_of(kept, other), other.incomplete_roles
    fuller = replace(
        kept,
        title=kept.title or other.title,
        contributors=contributors,
        incomplete_roles=incomplete,
        fields={**other.fields, **kept.fields},
        key=kept.key or other.key,
        aliases=tuple(dict.fromkeys(a for a in aliases if a != (kept.key or other.key))),
        keywords=_union(kept.keywords, other.keywords),
        trials=_union(kept.trials, other.trials),
        notes=_union(kept.notes, other.notes),
        attachments=_union(kept.attachments, other.attachments),
        collections=_union(kept.collections, other.collections),
        facets=_union(kept.facets, other.facets),
    )
    return kept if fuller == kept else replace(fuller, raw=None)


def _authors_of(kept: Reference, other: Reference) -> tuple[Contributor, ...]:
    rest = tuple(c for c in kept.contributors if c.role != "author")
    return tuple(c for c in other.contributors if c.role == "author") + rest


def _union(ours: tuple[_T, ...], theirs: tuple[_T, ...]) -> tuple[_T, ...]:
    return ours + tuple(value for value in theirs if value not in ours)


def is_paper_file(document: Document) -> bool:
    """True for a paper's own PDF: its reference list is long, and nobody asked for all of it."""
    return document.media_type == "application/pdf" and document.represents is not None


def _with_its_file(reference: Reference, reading: Reading) -> Reference:
    """A paper that a PDF is comes with that PDF attached."""
    if reading.format != "pdf" or reference.attachments:
        return reference
    file = Attachment(os.path.abspath(reading.path), Path(reading.path).name, "application/pdf")  # noqa: PTH100
    return replace(reference, attachments=(file,))


def _with_its_place(document: Document, reading: Reading) -> Document:
    """A document remembers where its file lies; pasted text has no place."""
    if not os.path.lexists(reading.path):
        return document
    return replace(document, path=os.path.abspath(reading.path))  # noqa: PTH100


def _nothing_in(reading: Reading) -> str:
    lost = next((problem.message for problem in reading.problems), "")
    return f"{Path(reading.path).name} holds no reference. {lost}".strip()
