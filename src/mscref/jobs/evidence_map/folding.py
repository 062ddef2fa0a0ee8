"""Folding the evidence map: the terms of a group as one row or column, each reference counted once in a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from mscref.jobs.evidence_map.grouping import group_of
from mscref.model.facets import Vocabulary
from mscref.model.holdings import APPRAISALS, DESIGN_LEVELS, NONE, EvidenceMap, MapCell

Folded = tuple[Collection[str], Collection[str]]


def fold(map: EvidenceMap, vocabulary: Vocabulary, rows: Collection[str], columns: Collection[str]) -> EvidenceMap:
    """The map with each group of `rows` and `columns` (ids of groups) as a single row or column of that id."""
    row_of = _homes(map.rows, map.row_facet, vocabulary, rows)
    column_of = _homes(map.columns, map.column_facet, vocabulary, columns)
    if all(home == term for homes in (row_of, column_of) for term, home in homes.items()):
        return map
    held: dict[tuple[str, str], dict[str, None]] = {}
    for cell in map.cells:
        keys = held.setdefault((row_of[cell.row], column_of[cell.column]), {})
        keys.update(dict.fromkeys(cell.keys))
    cells = tuple(_cell(map, place, tuple(keys)) for place, keys in held.items())
    return EvidenceMap(
        map.row_facet,
        map.column_facet,
        tuple(dict.fromkeys(row_of.values())),
        tuple(dict.fromkeys(column_of.values())),
        cells,
        map.references,
        sum(cell.n for cell in cells),
        map.designs,
        map.appraisals,
    )


def groups(terms: Sequence[str], facet: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The groups that can be folded: those over at least one other term, in order of first appearance."""
    found = (group_of(facet, term, vocabulary) for term in terms if term != NONE)
    return tuple(dict.fromkeys(group for group in found if group))


def _homes(terms: Sequence[str], facet: str, vocabulary: Vocabulary, folded: Collection[str]) -> dict[str, str]:
    """Each term -> the row or column in which it stands."""
    homes = {}
    for term in terms:
        group = "" if term == NONE else group_of(facet, term, vocabulary)
        homes[term] = group if group in folded else term
    return homes


def _cell(map: EvidenceMap, place: tuple[str, str], keys: tuple[str, ...]) -> MapCell:
    designs = _tally(map.designs, keys, DESIGN_LEVELS)
    return MapCell(*place, len(keys), keys, next(iter(designs), ""), designs, _tally(map.appraisals, keys, APPRAISALS))


def _tally(told: Mapping[str, str], keys: Sequence[str], order: Sequence[str]) -> dict[str, int]:
    found = Counter(told[key] for key in keys if key in told)
    return {name: found[name] for name in order if found[name]}
