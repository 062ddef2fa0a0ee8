"""A reference printed as MEDLINE prints citations."""

from __future__ import annotations

import re

from mscref.formats.reference_strings.dates import printed
from mscref.formats.reference_strings.lettering import HYPHEN, LOWER, UPPER
from mscref.model.reference import Name, Reference

_COMPACT = re.compile(
    rf"[{UPPER}]{{1,5}}[{LOWER}]?(?: [{UPPER}]{{1,2}})*|[{UPPER}]{{1,3}}(?:del|de|da|dos|la) [{UPPER}]{{1,2}}"
)


def medline(reference: Reference) -> str:
    """ "Orlic D, Hill JM. Stem cells ... . Circ Res. 2002 Dec 13;91(12):1092-102. doi: ... Review."."""
    parts = [_sentence(_authors(reference)), _sentence(reference.title), _sentence(_source(reference))]
    if pii := reference.get("pii"):
        parts.append(f"pii: {pii}.")
    if reference.doi:
        parts.append(f"doi: {reference.doi}.")
    if date := reference.get("available-date"):
        parts.append(f"Epub {printed(date)}.")
    if date := reference.get("ecollection"):
        parts.append(f"eCollection {date}.")
    parts += [_sentence(reference.get(name)) for name in ("genre", "language", "note")]
    return " ".join(part for part in parts if part)


def initials(given: str) -> str:
    """ "Roberta" -> "R", "A. J." -> "AJ", "Jean-Pierre" -> "JP"; compact initials unchanged."""
    if _COMPACT.fullmatch(given) and (given.isupper() or len(given) < 6):
        return given
    words = re.split(rf"[\s.{HYPHEN}]+", given)
    return "".join(word if word.isupper() and len(word) <= 3 else word[:1].upper() for word in words if word)


def _authors(reference: Reference) -> str:
    role = "author" if reference.authors else "editor"
    names = reference.names(role)
    persons = ", ".join(_person(name) for name in names if not name.is_institution)
    groups = "; ".join(name.literal for name in names if name.is_institution)
    listed = "; ".join(part for part in (persons, groups) if part)
    return f"{listed}, et al" if listed and role in reference.incomplete_roles else listed


def _person(name: Name) -> str:
    return " ".join(part for part in (name.sort_family, initials(name.given), name.suffix) if part)


def _source(reference: Reference) -> str:
    journal = reference.get("container-title-short") or reference.journal
    volume, issue, page = (reference.get(field) for field in ("volume", "issue", "page"))
    if page and page == reference.get("pii"):
        page = ""
    place = f"{volume}({issue})" if issue else volume
    date = printed(reference.get("issued"))
    located = f"{date};{place}" if place else date
    if page:
        located += f":{page}"
    return f"{_sentence(journal)} {located}".strip()


def _sentence(text: str) -> str:
    if not text or text.endswith((".", "?", "!")):
        return text
    return f"{text}."
