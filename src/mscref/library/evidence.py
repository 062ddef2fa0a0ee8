"""The evidence map: two facets crossed, counted from the sets of references in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import product

from mscref.library.bitsets import Bitsets, from_ids, to_ids
from mscref.model.facets import Vocabulary
from mscref.model.holdings import APPRAISALS, DESIGN_LEVELS, NONE, EvidenceMap, MapCell

# Study types by the strength of their design; what is in no level (reviews, protocols, in vitro, ...) is "other".
_LEVELS: Mapping[str, tuple[str, ...]] = {
    "synthesis": ("systematic-review", "meta-analysis"),
    "rct": ("rct",),
    "clinical": ("nonrandomised-trial", "single-arm", "observational", "case-report"),
    "animal": ("animal",),
}
_LAST_COLUMNS = ("msc-unspecified",)


def evidence_map(
    conn: sqlite3.Connection, bits: Bitsets, vocabulary: Vocabulary, mask: int, row_facet: str, column_facet: str
) -> EvidenceMap:
    """Cross two facets over the references of `mask`.

    Rows and columns are the terms that any reference outside the trash has, so that gaps show. A reference stands
    at its most specific terms only; one without a term of a facet stands in the row or column NONE.
    """
    live = bits.live(conn)
    rows = _places(bits.assigned(conn, row_facet), live, vocabulary, row_facet)
    columns = _places(bits.assigned(conn, column_facet), live, vocabulary, column_facet)
    levels = design_levels(bits.assigned(conn, "study_type"), vocabulary)
    keys = dict(conn.execute("SELECT reference_id, name FROM citation_key WHERE NOT is_alias").fetchall())
    members = _members(keys, rows, columns, mask)
    judged = _judged(conn)
    cells = tuple(
        MapCell(row, column, found.bit_count(), tuple(members[row, column]), *_designs(found, levels, judged))
        for row, column in product(rows, columns)
        if (found := rows[row] & columns[column] & mask)
    )
    return EvidenceMap(
        row_facet,
        column_facet,
        tuple(rows),
        tuple(columns),
        cells,
        references=mask.bit_count(),
        placements=sum(cell.n for cell in cells),
        designs={keys[id]: level for level, found in levels.items() for id in to_ids(found & mask)},
        appraisals={keys[id]: value for value, found in judged.items() for id in to_ids(found & mask)},
    )


def _places(assigned: Mapping[str, int], live: int, vocabulary: Vocabulary, facet: str) -> dict[str, int]:
    """Each term that occurs, in the order of the vocabulary's groups, with the references that stand at it."""
    occurring = {term: sets & live for term, sets in assigned.items() if sets & live}
    tagged = 0
    for found in occurring.values():
        tagged |= found
    places = {}
    for term in ordered(vocabulary, facet, occurring):
        finer = 0
        for narrower in vocabulary.narrower(facet, term) - {term}:
            finer |= occurring.get(narrower, 0)
        places[term] = occurring[term] & ~finer
    return {**places, NONE: live & ~tagged}


def ordered(vocabulary: Vocabulary, facet: str, occurring: Iterable[str]) -> list[str]:
    """Terms in the order of the vocabulary, narrower ones after their parent; unknown ones after, unspecified last."""
    wanted = set(occurring)
    order: list[str] = []

    def descend(term: str) -> None:
        for child in vocabulary.children(facet, term):
            order.append(child.id)
            descend(child.id)

    descend("")
    known = [term for term in order if term in wanted]
    found = [*known, *sorted(wanted - set(known))]
    return [t for t in found if t not in _LAST_COLUMNS] + [t for t in found if t in _LAST_COLUMNS]


def design_levels(study_types: Mapping[str, int], vocabulary: Vocabulary) -> dict[str, int]:
    """The references of each design level, each reference in its strongest one alone."""
    levels: dict[str, int] = {}
    placed = 0
    for level in DESIGN_LEVELS:
        if level == "other":
            terms = set(study_types)
        else:
            terms = {t for root in _LEVELS[level] for t in vocabulary.narrower("study_type", root)}
        found = 0
        for term in terms:
            found |= study_types.get(term, 0)
        levels[level] = found & ~placed
        placed |= found
    return levels


def _judged(conn: sqlite3.Connection) -> dict[str, int]:
    """The references of each of the user's judgements."""
    found: dict[str, list[int]] = {value: [] for value in APPRAISALS}
    for id, value in conn.execute("SELECT id, appraisal FROM reference WHERE appraisal <> ''"):
        found[value].append(id)
    return {value: from_ids(ids) for value, ids in found.items()}


def _counted(found: int, sets: Mapping[str, int]) -> dict[str, int]:
    return {name: (found & members).bit_count() for name, members in sets.items() if found & members}


def _designs(
    found: int, levels: Mapping[str, int], judged: Mapping[str, int]
) -> tuple[str, dict[str, int], dict[str, int]]:
    designs = _counted(found, levels)
    return next(iter(designs), ""), designs, _counted(found, judged)


def _members(
    keys: Mapping[int, str], rows: Mapping[str, int], columns: Mapping[str, int], mask: int
) -> dict[tuple[str, str], list[str]]:
    """The citation keys of every cell: each reference is looked at once, however many cells there are."""
    columns_of: dict[int, list[str]] = {}
    for column, found in columns.items():
        for number in to_ids(found & mask):
            columns_of.setdefault(number, []).append(column)
    members: dict[tuple[str, str], list[str]] = {}
    for row, found in rows.items():
        for number in to_ids(found & mask):
            for column in columns_of[number]:
                members.setdefault((row, column), []).append(keys[number])
    return members
