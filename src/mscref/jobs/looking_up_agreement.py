"""Whether what a service told is about the paper that was asked for: a wrong DOI must not poison a reference."""

from __future__ import annotations

from dataclasses import dataclass

from mscref.jobs.duplicates import first_family, title_form
from mscref.model.identifiers import doi_key
from mscref.model.reference import Reference

LEAST_ALIKE = 85
_LEAST_LETTERS = 25


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two descriptions of a paper agree: `title` from 0 to 100, None when one has none; so for the others.

    `conflict` names an identifier that differs; then they are two papers, whatever else agrees.
    """

    title: int | None = None
    author: bool | None = None
    year: bool | None = None
    conflict: str = ""

    @property
    def is_accepted(self) -> bool:
        """True when the titles agree, or first author and year do, or nothing was there to compare."""
        if self.conflict:
            return False
        if (self.title, self.author, self.year) == (None, None, None):
            return True
        return (self.title is not None and self.title >= LEAST_ALIKE) or (self.author is True and self.year is True)


def agreement(ours: Reference, theirs: Reference) -> Agreement:
    """How what was told agrees with what is held."""
    mine, its = first_family(ours), first_family(theirs)
    return Agreement(
        title=_alike(title_form(ours), title_form(theirs)),
        author=mine == its if mine and its else None,
        year=ours.year == theirs.year if ours.year and theirs.year else None,
        conflict=_conflict(ours, theirs),
    )


def _alike(ours: str, theirs: str) -> int | None:
    """How alike two folded titles are; one that is the other without its subtitle is the same title."""
    if not ours or not theirs:
        return None
    from rapidfuzz import fuzz

    short, long = sorted((ours, theirs), key=len)
    if len(short) >= _LEAST_LETTERS and long.startswith(f"{short} "):
        return 100
    return round(fuzz.ratio(ours, theirs))


def _conflict(ours: Reference, theirs: Reference) -> str:
    for name in ("DOI", "PMID", "PMCID"):
        mine, its = (doi_key(r.doi) if name == "DOI" else r.get(name).upper() for r in (ours, theirs))
        if mine and its and mine != its:
            return name
    return ""
