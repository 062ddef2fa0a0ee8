"""Bylines that print family names first: "Holm, I. M., Dal, P.", "Holm IM, Dal P", "WANG Xiaoming, LI Na".

A byline keeps one order throughout, so a whole list tells what a single name cannot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mscref.formats.pdf_metadata.name_parts import PARTICLES
from mscref.formats.pdf_text import squeeze

_LETTER = r"[^\W\d_]"
_FAMILY = (
    rf"(?:(?:{'|'.join(sorted(PARTICLES))})\s)*[^\W\d_a-z](?:{_LETTER}|['\u2019\u2010-])+"
    rf"(?:\s[^\W\d_a-z](?:{_LETTER}|['\u2019\u2010-])+)?"
)
_INITIALS = r"(?:[^\W\d_a-z]\.[\s-]?){1,4}"
_WITH_INITIALS = re.compile(rf"({_FAMILY}),\s({_INITIALS})\s*(?:,|;|\band\b|&|$)\s*(?:and\s+|&\s*)?")
_WITH_GIVEN = re.compile(rf"({_FAMILY}),\s((?:[^\W\d_a-z](?:{_LETTER}|[.'\u2019-])*\s?){{1,3}})")
_BARE_INITIALS = re.compile(rf"({_FAMILY})\s([^\W\d_a-z](?:-?[^\W\d_a-z]){{0,2}})")
_VOWEL = re.compile(r"[AEIOUY]")


def inverted(text: str) -> list[str]:
    """The names of a byline of the form "Holm, I. M., Dal, P. and Lind, R." or "Holm, Ida; Dal, Per".

    Each comes back as "Family, Given"; an empty list when the byline has another form.
    """
    text = squeeze(text).strip(" ,;")
    names: list[str] = []
    place = 0
    while place < len(text) and (found := _WITH_INITIALS.match(text, place)):
        names.append(f"{found[1]}, {squeeze(found[2])}")
        place = found.end()
    if names and place == len(text):
        return names
    parts = [squeeze(part) for part in re.split(r";|\band\b|&", text) if part.strip()]
    found_all = [_WITH_GIVEN.fullmatch(part) for part in parts]
    if len(parts) > 1 and ";" in text and all(found_all):
        return [f"{found[1]}, {squeeze(found[2])}" for found in found_all if found]
    return []


def family_first(names: Sequence[str]) -> list[str]:
    """Names with a comma after the family name when the list as a whole puts it first, else as they are."""
    if len(names) < 2:
        return list(names)
    short = [_BARE_INITIALS.fullmatch(name) for name in names]
    if all(short):
        return [f"{found[1]}, {found[2]}" for found in short if found]
    words = [name.split(" ") for name in names]
    if all(_is_capital_family(each) for each in words) and any(len(each[0]) > 3 for each in words):
        return [f"{each[0]}, {' '.join(each[1:])}" for each in words]
    return list(names)


def _is_capital_family(words: list[str]) -> bool:
    """True for "WANG Xiaoming": the first word in capitals and no initials, the others not."""
    first = words[0]
    return (
        len(words) > 1
        and first.isupper()
        and "." not in first
        and len(first) > 1
        and bool(_VOWEL.search(first) or len(first) > 2)
        and not any(word.isupper() and len(word.strip(".")) > 1 for word in words[1:])
        and any(sum(c.isalpha() for c in word) > 1 for word in words[1:])
    )
