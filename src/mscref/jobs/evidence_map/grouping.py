"""In which order and under which headings the terms of an axis stand."""

from __future__ import annotations

from collections.abc import Sequence

from mscref.model.facets import Vocabulary
from mscref.model.holdings import NONE

_UNSTATED = "msc-unspecified"


def facet_label(facet: str) -> str:
    """A facet's name in words: "cell_source" -> "cell source"."""
    return facet.replace("_", " ")


def label_of(facet: str, term: str, vocabulary: Vocabulary) -> str:
    """What a row or column is called; NONE is "condition not stated"."""
    if term == NONE:
        return f"{facet_label(facet).capitalize()} not stated"
    return vocabulary.label(facet, term)


def grouped(terms: Sequence[str], facet: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """(group id, term id) pairs: groups in order of first appearance, terms without one after them, NONE last."""

    def rank(pair: tuple[str, str]) -> tuple[int, int]:
        group, term = pair
        if term == NONE:
            return (3, 0)
        if term == _UNSTATED:
            return (2, 0)
        return (1, 0) if not group else (0, order[group])

    pairs = [("" if term == NONE else group_of(facet, term, vocabulary), term) for term in terms]
    order: dict[str, int] = {}
    for group, _ in pairs:
        order.setdefault(group, len(order))
    return sorted(pairs, key=rank)


def group_of(facet: str, term: str, vocabulary: Vocabulary) -> str:
    """The nearest heading above a term (itself when it is one), else the broadest term above it, else nothing."""
    family = (term, *vocabulary.ancestors(facet, term))
    for candidate in family:
        found = vocabulary.get(facet, candidate)
        if found and found.kind == "group":
            return candidate
    has_family = len(family) > 1 or bool(vocabulary.children(facet, term))
    return family[-1] if has_family else ""
