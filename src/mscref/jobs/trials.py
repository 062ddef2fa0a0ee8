"""Trials and study families in a selection: which numbers a paper reports, and what would be counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mscref.library import Library
from mscref.model.studies import Trial


def numbers(trials: Iterable[Trial]) -> dict[int, list[str]]:
    """The trials that each reference reports."""
    found: dict[int, list[str]] = {}
    for trial in trials:
        for paper in trial.reports:
            found.setdefault(paper.reference, []).append(trial.number)
    return found


def counted_twice(trials: Iterable[Trial], ids: Iterable[int]) -> list[tuple[str, tuple[str, ...]]]:
    """(number, keys) of each trial that several of the references `ids` report."""
    chosen = set(ids)
    found = []
    for trial in trials:
        keys = tuple(paper.key for paper in trial.reports if paper.reference in chosen)
        if len(keys) > 1:
            found.append((trial.number, keys))
    return found


def of_query(library: Library, query: str) -> tuple[str, ...]:
    """The warnings of all references that match a query."""
    ids, ties = library.ids(query), library.family_ties()
    tied = {id for pair in ties for id in pair}.intersection(ids)
    keys = {summary.id: summary.key for summary in library.summaries(sorted(tied))}
    return tuple(warnings(library.trials(), ties, ids, keys))


def warnings(
    trials: Iterable[Trial], ties: Iterable[tuple[int, int]], ids: Iterable[int], keys: Mapping[int, str]
) -> Iterator[str]:
    """A sentence for each trial or study family that several of the references `ids` report."""
    chosen = list(ids)
    told = set()
    for number, papers in counted_twice(trials, chosen):
        told.add(frozenset(papers))
        yield f"{len(papers)} papers, 1 trial ({number}): {', '.join(papers)}."
    for group in groups(chosen, ties):
        papers = tuple(keys[reference] for reference in group if reference in keys)
        if len(papers) > 1 and frozenset(papers) not in told:
            yield f"{len(papers)} papers, 1 study: {', '.join(papers)}."


def groups(ids: Iterable[int], ties: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """`ids` in groups that ties hold together, in their order; one that is tied to none stands alone."""
    order = list(dict.fromkeys(ids))
    head = {reference: reference for reference in order}

    def first(reference: int) -> int:
        while head[reference] != reference:
            reference = head[reference]
        return reference

    for one, other in ties:
        if one in head and other in head:
            head[first(other)] = first(one)
    found: dict[int, list[int]] = {}
    for reference in order:
        found.setdefault(first(reference), []).append(reference)
    return [tuple(group) for group in found.values()]


def studies(ids: Iterable[int], trials: Iterable[Trial], ties: Iterable[tuple[int, int]]) -> int:
    """How many studies some references report: papers of one trial or one family are one."""
    tied = list(ties)
    for trial in trials:
        reports = [paper.reference for paper in trial.reports]
        tied += [(reports[0], other) for other in reports[1:]]
    return len(groups(ids, tied))
