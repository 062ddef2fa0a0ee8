"""Odd names: what is left of "et al.", institutions read as persons, names that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mscref.formats import person_names
from mscref.jobs.checking.finding import Finding, Mend
from mscref.model.reference import Contributor, Name, Reference

_INSTITUTION = re.compile(
    r"\b(?:universit\w*|institut\w*|department|ministry|hospital|cent(?:er|re)|society|association|group|consortium|"
    r"committee|collaborat\w+|investigators|network|foundation|organi[sz]ation|agency|council)\b",
    re.IGNORECASE,
)
_ODD = re.compile(r"\d|[@#*†‡§]|https?:")


def findings(reference: Reference) -> Iterator[Finding]:
    """All that is odd with the names of a reference."""
    left_over = [each for each in reference.contributors if person_names.is_others(_shown(each.name))]
    if left_over:
        kept = tuple(each for each in reference.contributors if each not in left_over)
        roles = tuple(dict.fromkeys((*reference.incomplete_roles, *(each.role for each in left_over))))
        message = f'"{_shown(left_over[0].name)}" stands among the names.'
        advice = "Take it out and mark the list as incomplete."
        yield Finding("names", message, advice, "author", Mend(contributors=kept, incomplete_roles=roles))
    for each in reference.contributors:
        if each not in left_over:
            yield from _odd(each, reference)


def _odd(contributor: Contributor, reference: Reference) -> Iterator[Finding]:
    name = contributor.name
    shown = _shown(name)
    if not name.is_institution and _INSTITUTION.search(shown):
        whole = Name(literal=shown)
        people = tuple(replace(each, name=whole) if each is contributor else each for each in reference.contributors)
        mend = Mend(contributors=people) if not name.given else None
        yield Finding("names", f'"{shown}" looks like an institution, not a person.',
                      "Make it an institution.", contributor.role, mend)  # fmt: skip
    elif _ODD.search(shown) and not name.is_institution:
        yield Finding("names", f'"{shown}" does not look like a name.', "Write the name alone.", contributor.role)


def _shown(name: Name) -> str:
    return name.literal or " ".join(part for part in (name.given, name.particle, name.family) if part)
