"""The table of the characteristics of studies: one row a reference, each value with the words that say so.

What the user has stored stands first. The rest is read anew each time from the facet terms, the title, the abstract
and, where it has been read, the PDF: nothing that a machine read is kept as if somebody had checked it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mscref.jobs import doses, proposing, study_reading, trials
from mscref.jobs.study_reading import Reader, Said, Text
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Assignment, Proposal, Record, Summary
from mscref.model.studies import STUDY_FIELDS, StudyCell

if TYPE_CHECKING:
    from mscref.library.library import Library

LABELS: Mapping[str, str] = {
    "study": "Study",
    "condition": "Condition",
    "cell_source": "Cell source",
    "donor": "Donor",
    "product": "Product",
    "dose": "Dose",
    "route": "Route",
    "sample": "Model or n",
    "design": "Design",
    "phase": "Phase",
    "follow_up": "Follow-up",
    "outcome": "Outcome",
    "trial": "Trial",
    "key": "Key",
}
_FACET_OF = {"design": "study_type"}
_OF_FACET = ("condition", "cell_source", "donor", "route", "design", "phase")
_READERS: Mapping[str, Reader] = {"dose": study_reading.dose, "follow_up": study_reading.follow_up}
_REVIEWS = frozenset({"review", "systematic-review", "meta-analysis"})
_UNSTATED = frozenset({"msc-unspecified"})
_HUMAN = "human"

_POWER = re.compile(r"\d\s?[x×*·]\s?10|10\s?\^|\d[eE]\+?\d")


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One reference of the table; `cells` holds a cell for each field that has a value, or was blanked by the user.

    A cell's `source` is "user" (or who stored it) for a stored one, else "title", "abstract", "pdf", "facet",
    "proposal" or "reference".
    """

    reference: int
    key: str
    cells: Mapping[str, StudyCell]

    def value(self, field: str) -> str:
        """What the table shows in a field; empty when nothing is known."""
        cell = self.cells.get(field)
        return cell.value if cell else ""


@dataclass(frozen=True)
class StudyTable:
    """The rows in the order asked for; `warnings` are sentences, such as of two papers that report one trial."""

    rows: tuple[StudyRow, ...]
    warnings: tuple[str, ...] = ()
    fields: tuple[str, ...] = STUDY_FIELDS


def make(library: Library, ids: Sequence[int], *, cancelled: Callable[[], bool] | None = None) -> StudyTable:
    """The table for some references, in the order of `ids`; cut short when `cancelled` answers true."""
    stored: dict[int, dict[str, StudyCell]] = {}
    for cell in library.study_cells(ids):
        stored.setdefault(cell.reference, {})[cell.field] = _spelt(cell)
    summaries = {summary.id: summary for summary in library.summaries(ids)}
    known = library.trials()
    numbers = trials.numbers(known)
    vocabulary = library.vocabulary
    rows = []
    for record in library.records(ids):
        if cancelled and cancelled():
            break
        found = read(record, summaries[record.id], vocabulary, library.page_texts(record.id), numbers.get(record.id))
        cells = found | stored.get(record.id, {})
        rows.append(StudyRow(record.id, record.reference.key, {f: cells[f] for f in STUDY_FIELDS if f in cells}))
    return StudyTable(tuple(rows), tuple(trials.warnings(known, library.family_ties(), ids, _keys(rows))))


def _spelt(cell: StudyCell) -> StudyCell:
    """A stored cell, a dose that is typed as a power of ten ("1x106 cells/kg", "1e6 cells") in the one spelling."""
    dose = doses.read(cell.value) if cell.field == "dose" and _POWER.search(cell.value) else None
    is_whole = dose is not None and (dose.start, dose.end) == (0, len(cell.value))
    return replace(cell, value=dose.text) if dose is not None and is_whole else cell


def _keys(rows: Iterable[StudyRow]) -> dict[int, str]:
    return {row.reference: row.key for row in rows}


def read(
    record: Record,
    summary: Summary,
    vocabulary: Vocabulary,
    pages: Iterable[tuple[int, str]] = (),
    trial_numbers: Sequence[str] | None = None,
) -> dict[str, StudyCell]:
    """What a reference itself says, by field, without what is stored in the table."""
    reference = record.reference
    given = [Text("title", reference.title), Text("abstract", reference.get("abstract"))]
    texts = [*given, *study_reading.page_texts(pages)]
    facets = _facet_values(record, vocabulary)
    said: dict[str, Said | None] = {
        "study": Said(_study(summary), "", "reference"),
        "key": Said(reference.key, "", "reference"),
        "trial": Said("; ".join(trial_numbers or reference.trials), "", "reference"),
        "sample": _sample(facets, texts, vocabulary),
        "product": study_reading.product(given) or _labels(facets, "product_form", vocabulary),
        "outcome": _labels(facets, "outcome", vocabulary) or study_reading.outcome(given),
    }
    said |= {field: _labels(facets, _FACET_OF.get(field, field), vocabulary) for field in _OF_FACET}
    terms = {term for term, _ in facets.get("study_type", ())}
    if not terms & _REVIEWS:
        said |= {field: reader(texts) for field, reader in _READERS.items()}
    return {
        field: StudyCell(record.id, field, found.value, found.quote, found.page, found.source)
        for field, found in said.items()
        if found and found.value
    }


def _study(summary: Summary) -> str:
    return " ".join(filter(None, (summary.authors, summary.year))) or summary.title


_Terms = Mapping[str, Sequence[tuple[str, Said]]]


def _facet_values(record: Record, vocabulary: Vocabulary) -> _Terms:
    """The terms of each facet with the words that say so: assigned ones, else those that are proposed and open.

    A reference that came in bulk or by hand has no proposals yet; then it is read here.
    """
    assigned: dict[str, list[tuple[str, Said]]] = {}
    for a in record.assignments:
        assigned.setdefault(a.facet, []).append((a.term, Said("", a.quote, a.field if a.quote else "facet")))
    proposals: list[Proposal | Assignment] = [p for p in record.proposals if p.state == "open"]
    rejected = {(p.facet, p.term) for p in record.proposals if p.state == "rejected"}
    if not proposals:
        in_title, elsewhere = proposing.propose(record.reference, vocabulary)
        proposals = [*in_title, *elsewhere]
    offered: dict[str, list[tuple[str, Said]]] = {}
    for p in proposals:
        if (p.facet, p.term) not in rejected and p.term not in _UNSTATED:
            offered.setdefault(p.facet, []).append((p.term, Said("", p.quote, "proposal")))
    stated = {facet: terms for facet, terms in assigned.items() if {term for term, _ in terms} - _UNSTATED}
    return assigned | offered | stated


def _labels(facets: _Terms, facet: str, vocabulary: Vocabulary) -> Said | None:
    terms = facets.get(facet, ())
    if not terms:
        return None
    kept = vocabulary.without_ancestors(facet, [term for term, _ in terms])
    first = terms[0][1]
    return Said("; ".join(vocabulary.label(facet, term) for term in kept), first.quote, first.source)


def _sample(facets: _Terms, texts: Sequence[Text], vocabulary: Vocabulary) -> Said | None:
    """The animal model or who was studied, and how many: "n = 48", "SOD1 transgenic mouse (ALS); n = 12 per group"."""
    designs = {term for term, _ in facets.get("study_type", ())}
    models = [pair for pair in facets.get("model", ()) if pair[0] != _HUMAN]
    if designs & _REVIEWS:
        return study_reading.studies(texts)
    if not models:
        counted = study_reading.people(texts)
        return counted or (Said("n = 1", "", "facet") if designs == {"case-report"} else None)
    named = _labels({"model": models}, "model", vocabulary)
    counted = study_reading.animals(texts)
    if named is None or counted is None:
        return named
    return Said(f"{named.value}; {counted.value}", counted.quote, counted.source, counted.page)
