"""Fields as a person types them: `journal="Stem Cells"`, `author="Bier, Ariel; Brodie, Chaya"`, `year=2018`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mscref.errors import UserError
from mscref.formats import edtf_dates, person_names
from mscref.formats.csl_words import TEXT_VARIABLES, TYPES
from mscref.model.folding import nearest
from mscref.model.identifiers import normalise_doi
from mscref.model.reference import DATE_FIELDS, NAME_ROLES, Contributor

_ALIASES = {
    "journal": "container-title",
    "booktitle": "container-title",
    "journal-short": "container-title-short",
    "year": "issued",
    "date": "issued",
    "pages": "page",
    "authors": "author",
    "editors": "editor",
    "address": "publisher-place",
    "urldate": "accessed",
    "pmc": "PMCID",
    "eid": "page",
}
_KNOWN = {name.lower(): name for name in (*TEXT_VARIABLES, *DATE_FIELDS, *NAME_ROLES, "title", "type", "key")}
_RANGE = re.compile(r"\s*[\u2010-\u2015]\s*|\s*--+\s*")


@dataclass
class Typed:
    """What FIELD=VALUE words say: plain fields by CSL name, title, type, key, and the contributors of some roles."""

    fields: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    type: str | None = None
    key: str | None = None
    people: dict[str, tuple[Contributor, ...]] = field(default_factory=dict)
    incomplete: dict[str, bool] = field(default_factory=dict)

    def contributors(self, before: Sequence[Contributor]) -> tuple[Contributor, ...] | None:
        """All contributors with the typed roles in place of the earlier ones; None when none were typed."""
        if not self.people:
            return None
        kept = [c for c in before if c.role not in self.people]
        typed = [c for people in self.people.values() for c in people]
        return tuple(sorted([*typed, *kept], key=lambda c: NAME_ROLES.index(c.role) if c.role in NAME_ROLES else 99))

    def incomplete_roles(self, before: Sequence[str]) -> tuple[str, ...] | None:
        """The roles whose list ends in "et al."; None when no role was typed."""
        if not self.people:
            return None
        kept = [role for role in before if role not in self.people]
        return (*(role for role, is_incomplete in self.incomplete.items() if is_incomplete), *kept)


def typed(words: Iterable[str], *, known: Iterable[str] = ()) -> Typed:
    """Understand FIELD=VALUE words; `known` are further field names that the reference has already.

    Raises UserError for a word without "=", an unknown field (naming the nearest) and an unknown type.
    """
    found = Typed()
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise UserError(f'"{word}" is not FIELD=VALUE; write for example --set volume=174.')
        _take(found, field_name(name, known), value.strip())
    return found


def undated(found: Typed) -> list[str]:
    """The date fields among `found` whose value is no date that mscref understands ("in press")."""
    return [
        name
        for name, value in found.fields.items()
        if name in DATE_FIELDS and value and "literal" in edtf_dates.to_csl(value)
    ]


def field_name(name: str, known: Iterable[str] = ()) -> str:
    """The CSL name of a field that a person calls `name`."""
    folded = name.strip().lower().replace("_", "-")
    folded = _ALIASES.get(folded, folded)
    names = _KNOWN | {each.lower(): each for each in known}
    if folded.lower() in names:
        return names[folded.lower()]
    if folded.replace("-", "_") in names:
        return names[folded.replace("-", "_")]
    near = nearest(folded, [*names, *_ALIASES])
    hint = f' Did you mean "{near}"?' if near else " Fields have their CSL names: title, author, container-title, ..."
    raise UserError(f'There is no field "{name}".{hint}')


def _take(found: Typed, name: str, value: str) -> None:
    if name == "title":
        found.title = value
    elif name == "key":
        found.key = value
    elif name == "type":
        found.type = type_name(value)
    elif name in NAME_ROLES:
        found.people[name], found.incomplete[name] = names(value, name)
    elif name in DATE_FIELDS:
        found.fields[name] = edtf_dates.from_printed(value)
    elif name == "DOI":
        found.fields[name] = normalise_doi(value) or value
    elif name == "page":
        found.fields[name] = _RANGE.sub("-", value)
    else:
        found.fields[name] = value


def type_name(text: str) -> str:
    """A CSL type; raises UserError naming the nearest one."""
    folded = text.strip().lower()
    if folded in TYPES:
        return folded
    near = nearest(folded, TYPES)
    hint = f'Did you mean "{near}"?' if near else "Types are those of CSL: article-journal, book, chapter, ..."
    raise UserError(f'There is no type "{text}". {hint}')


def names(text: str, role: str) -> tuple[tuple[Contributor, ...], bool]:
    """Names between semicolons (or " and "), and whether the list ends in "et al."."""
    parts = [part.strip() for part in (text.split(";") if ";" in text else re.split(r"\s+and\s+", text))]
    is_incomplete = False
    people = []
    for part in filter(None, parts):
        plain = re.sub(r",?\s*\bet al\.?$", "", part)
        is_incomplete = is_incomplete or plain != part or person_names.is_others(part)
        if plain and not person_names.is_others(plain):
            people.append(Contributor(person_names.from_inverted(plain), role))
    return tuple(people), is_incomplete
