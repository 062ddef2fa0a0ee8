"""Which references are the same paper: by identifier, else by title, first author and year; never by title alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mscref.model.folding import fold, sort_form
from mscref.model.identifiers import doi_key
from mscref.model.reference import Reference

BY_TITLE = "same title, first author and year"
BY_FILE = "same file"
_NEAR = 90  # how alike titles must be, of 100
_SAYING = 25  # letters that a title needs to tell papers apart by itself
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
    """Two held references that may be one paper: ids, how alike their titles are (0 to 100), and why.

    With a `role` (one of FAMILY_KINDS) they are two reports of one study, and `other` is that to `one`.
    """

    one: int
    other: int
    score: int
    reason: str
    role: str = ""


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


class Near:
    """Finds the held reference that one looks like without surely being it: a nearly same title."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._by_family: dict[str, list[tuple[str, int, str, str]]] | None = None

    def find(self, reference: Reference) -> tuple[int, str] | None:
        """The id of the reference most alike, and what is alike; None when there is none."""
        title, ours = title_form(reference), doi_key(reference.doi)
        if len(title) < _SAYING:
            return None
        for id, _, _, doi in self._known.titles.get(title, ()):
            if not (ours and doi and ours != doi):
                return id, "same title"
        return self._nearly(title, first_family(reference), reference.year, ours)

    def _nearly(self, title: str, family: str, year: str, ours: str) -> tuple[int, str] | None:
        from rapidfuzz import fuzz

        best, found = float(_NEAR), None
        for other, id, its_year, doi in self._block(family) if family else ():
            if (year and its_year and abs(int(year) - int(its_year)) > 1) or (ours and doi and ours != doi):
                continue
            score = fuzz.ratio(title, other, score_cutoff=best)
            if score:
                best, found = score, (id, "same first author, nearly the same title")
        return found

    def _block(self, family: str) -> Sequence[tuple[str, int, str, str]]:
        if self._by_family is None:
            self._by_family = {}
            for title, entries in self._known.titles.items():
                for id, first, year, doi in entries:
                    if first and len(title) >= _SAYING:
                        self._by_family.setdefault(first, []).append((title, id, year, doi))
        return self._by_family.get(family, ())


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
