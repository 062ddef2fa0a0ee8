"""Imports with a network: before anything is planned, papers read off PDFs and bare identifiers get their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from mscref.jobs import importing, looking_up
from mscref.jobs.looking_up import Held, OnEach, Outcome
from mscref.model.document import Document
from mscref.model.facets import Vocabulary
from mscref.model.identifiers import doi_key
from mscref.model.lookups import from_provenance, laid_over
from mscref.model.notices import Notice
from mscref.model.plan import Imported, Plan, Planned, Unread
from mscref.model.reading import Problem, Provenance, Reading
from mscref.model.reference import Reference

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.lookup import Web

_LOOKED_UP = ("pdf", "identifiers")


class OnlineImport:
    """Plans imports with what the services tell, records of trials and what could not be asked included."""

    def __init__(self, web: Web, *, on_each: OnEach | None = None) -> None:
        self._web = web
        self._on_each = on_each
        self._outcomes: list[Outcome] = []
        self._readings: list[Reading | Unread] = []

    def plan(
        self,
        library: Library | None,
        readings: Iterable[Reading | Unread],
        *,
        act: str | None = None,
        vocabulary: Vocabulary | None = None,
        with_cited: bool = False,
    ) -> Plan:
        """A plan for readings, those of PDFs and of bare identifiers completed first. Nothing is changed."""
        self.ask(readings)
        return self.planned(library, act=act, vocabulary=vocabulary, with_cited=with_cited)

    def ask(self, readings: Iterable[Reading | Unread]) -> None:
        """Complete readings with what the services tell: the part that waits for the network and needs no library."""
        self._readings = list(self._completed(list(readings)))

    def planned(
        self,
        library: Library | None,
        *,
        act: str | None = None,
        vocabulary: Vocabulary | None = None,
        with_cited: bool = False,
    ) -> Plan:
        """The plan for what was asked last, compared with a library."""
        plan = importing.plan(library, self._readings, act=act, vocabulary=vocabulary, with_cited=with_cited)
        notices = self._notices()
        failed = {_known_by(one.found.asked) for one in self._outcomes if one.found.can_wait}
        references = (_noticed(planned, notices) for planned in plan.references)
        return replace(
            plan,
            references=tuple(replace(one, waits=_known_by(one.reference) in failed) for one in references),
            trials=tuple(one.found.trial for one in self._outcomes if one.found.trial is not None),
        )

    def _completed(self, readings: list[Reading | Unread]) -> Iterator[Reading | Unread]:
        asked: list[Held] = []
        for reading in filter(_is_looked_up, readings):
            for number, reference in enumerate(reading.references):
                seen = {one.field: one for one in from_provenance(reading.provenance)} if number == 0 else {}
                asked.append((0, reference, seen))
        self._outcomes = list(looking_up.look_up(asked, self._web, on_each=self._on_each))
        left = iter(self._outcomes)
        for one in readings:
            if _is_looked_up(one):
                yield from _fuller(one, [next(left) for _ in one.references])
            else:
                yield one

    def _notices(self) -> dict[str, tuple[Notice, ...]]:
        """The notices found, by DOI and by PubMed number of the papers that they are about."""
        found: dict[str, tuple[Notice, ...]] = {}
        for one in self._outcomes:
            reference = laid_over(one.found.asked, one.completion)
            for name in (doi_key(reference.doi), reference.pmid):
                if name and one.completion.notices:
                    found[name] = one.completion.notices
        return found


def _is_looked_up(reading: Reading | Unread) -> TypeGuard[Reading]:
    return isinstance(reading, Reading) and reading.format in _LOOKED_UP


def _fuller(reading: Reading, outcomes: list[Outcome]) -> Iterator[Reading]:
    """A reading with its references completed; of several each becomes a reading of its own, with its provenance."""
    if not outcomes:
        yield reading
        return
    for number, outcome in enumerate(outcomes):
        provenance = dict(reading.provenance) if number == 0 else {}
        provenance |= {told.field: Provenance(told.source) for told in outcome.completion.sources}
        yield replace(
            reading,
            references=(laid_over(reading.references[number], outcome.completion),),
            documents=_represented(reading, outcome) if number == 0 else (),
            problems=(*(reading.problems if number == 0 else ()), *_problems(outcome)),
            provenance=provenance,
        )


def _represented(reading: Reading, outcome: Outcome) -> tuple[Document, ...]:
    """The documents of a reading; the one that is the paper itself represents the completed reference."""
    return tuple(
        replace(document, represents=laid_over(document.represents, outcome.completion))
        if document.represents
        else document
        for document in reading.documents
    )


def _problems(outcome: Outcome) -> Iterator[Problem]:
    """What the user should see: a record that does not agree, or that there is none."""
    name = looking_up.identified(outcome.found.asked)
    for told, _ in outcome.found.doubtful:
        title = told.reference.title[:120]
        yield Problem(
            f'{looking_up.service_name(told.source)} calls {name or "this paper"} "{title}"; it was left out.'
        )
    if outcome.found.problem and name:
        yield Problem(f"{name}: {outcome.found.problem}")


def _noticed(planned: Planned, notices: Mapping[str, tuple[Notice, ...]]) -> Planned:
    reference = planned.reference
    found = notices.get(doi_key(reference.doi) or "-") or notices.get(reference.pmid or "-") or ()
    return replace(planned, notices=found) if found else planned


def count(readings: Iterable[Reading | Unread]) -> int:
    """How many references of readings an import with a network looks up."""
    return sum(len(reading.references) for reading in filter(_is_looked_up, readings))


def let_wait(library: Library, plan: Plan, done: Imported) -> int:
    """After an import: let those wait for a look-up that have an identifier and no title, and those about which no
    service could be asked; gives their number."""
    failed = {_known_by(planned.reference) for planned in plan.references if planned.waits}
    if not failed and all(planned.reference.title for planned in plan.references):
        return 0
    waiting = [
        record.id
        for record in library.records(list(done.references))
        if (not record.reference.title and looking_up.identified(record.reference))
        or _known_by(record.reference) in failed
    ]
    if waiting:
        library.wait_for_lookup(waiting)
    return len(waiting)


def _known_by(reference: Reference) -> str:
    return looking_up.identified(reference) or reference.title
