"""Which references are the same paper: by identifier, else by title, first author and year; never by title alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mscref.model.folding import fold, sort_form
from mscref.model.identifiers import doi_key
from mscref.model.reference import Reference

BY_TITLE = "same title, first author and year"
_FIRST_PAGE = re.compile(r"[^\s,;–-]+")


class Known(Protocol):
    """Identities to look a reference up in: a library's, or those of a plan in the making.

    `titles` maps a folded title to (id, folded first family name, year, DOI key) of each reference that bears it.
    """

    @property
    def doi(self) -> Mapping[str, int]: ...
    @property
    def pmid(self) -> Mapping[str, int]: ...
    @property
    def pmcid(self) -> Mapping[str, int]: ...
    @property
    def titles(self) -> Mapping[str, Sequence[tuple[int, str, str, str]]]: ...


@dataclass(frozen=True, slots=True)
class Twins:
    """Two held references that may be one paper: ids, how alike their titles are (0 to 100), and why."""

    one: int
    other: int
    score: int
    reason: str


def title_form(reference: Reference) -> str:
    """The title as titles are compared: folded words without markup and punctuation."""
    return sort_form(reference.title)


def first_family(reference: Reference) -> str:
    """The folded family name of the first author, or the folded institution; empty without authors."""
    names = reference.authors
    return fold(names[0].literal or names[0].family) if names else ""


def match(reference: Reference, known: Known) -> tuple[int, str] | None:
    """The id of the known reference that this one is, and why; None when it is new.

    Two references with the same title, first author and year but different DOIs are two papers.
    """
    return next(candidates(reference, known), None)


def candidates(reference: Reference, known: Known) -> Iterator[tuple[int, str]]:
    """Every known reference that this one may be, surest first, with the reason (BY_TITLE is the weakest one)."""
    for keys, value, reason in (
        (known.doi, doi_key(reference.doi), "same DOI"),
        (known.pmid, reference.pmid, "same PubMed number"),
        (known.pmcid, reference.fields.get("PMCID", "").upper(), "same PubMed Central number"),
    ):
        if value and value in keys:
            yield keys[value], reason
    title = title_form(reference)
    if not title:
        return
    ours, first = doi_key(reference.doi), first_family(reference)
    for id, family, year, doi in known.titles.get(title, ()):
        if family == first and year == reference.year and not (ours and doi and ours != doi):
            yield id, BY_TITLE


def differ(one: Reference, other: Reference) -> bool:
    """True when two references of one title, author and year are surely two works.

    They are when an identifier differs, or when both the volume and the first page do (an abstract and its article).
    """
    for name in ("DOI", "PMID", "PMCID", "ISBN"):
        ours, theirs = one.fields.get(name, "").lower(), other.fields.get(name, "").lower()
        if ours and theirs and ours != theirs:
            return True
    return _unlike(one.get("volume"), other.get("volume")) and _unlike(_first_page(one), _first_page(other))


def _unlike(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _first_page(reference: Reference) -> str:
    found = _FIRST_PAGE.search(reference.get("page"))
    return found.group() if found else ""


def twins(known: Known, *, are_distinct: Callable[[int, int], bool] | None = None, least: int = 93) -> Iterator[Twins]:
    """Pairs of held references that look like one paper, best first, without those that `are_distinct` knows apart.

    Pairs share a DOI, or the first author within a year of each other and nearly the same title.
    """
    rows = [(title, *entry) for title, entries in known.titles.items() for entry in entries]
    found = {frozenset((pair.one, pair.other)): pair for pair in _alike(rows, least)}
    for pair in _same_doi(rows):
        found[frozenset((pair.one, pair.other))] = pair
    kept = [pair for pair in found.values() if not (are_distinct and are_distinct(pair.one, pair.other))]
    yield from sorted(kept, key=lambda pair: (-pair.score, pair.one, pair.other))


_Row = tuple[str, int, str, str, str]


def _same_doi(rows: Sequence[_Row]) -> Iterator[Twins]:
    by_doi: dict[str, int] = {}
    for _, id, _, _, doi in rows:
        if doi and by_doi.setdefault(doi, id) != id:
            yield Twins(by_doi[doi], id, 100, "same DOI")


def _alike(rows: Sequence[_Row], least: int) -> Iterator[Twins]:
    from rapidfuzz import fuzz

    by_family: dict[str, list[_Row]] = {}
    for row in rows:
        if row[0]:
            by_family.setdefault(row[2], []).append(row)
    for family, block in by_family.items():
        block.sort(key=lambda row: row[3])
        for i, (title, id, _, year, doi) in enumerate(block):
            for other_title, other_id, _, other_year, other_doi in block[i + 1 :]:
                if not family and title != other_title:
                    continue
                if year and other_year and int(other_year) - int(year) > 1:
                    break
                if doi and other_doi and doi != other_doi:
                    continue
                score = round(fuzz.ratio(title, other_title, score_cutoff=least))
                if score:
                    yield Twins(id, other_id, score, "same first author, nearly the same title")
