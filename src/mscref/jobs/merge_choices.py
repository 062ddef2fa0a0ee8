"""Merging field by field: where several references differ, and what becomes of the values that a person chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mscref.model.reference import Contributor, Reference

TYPE, TITLE, NAMES = "type", "title", "names:"
_ORDER = ("container-title", "container-title-short", "issued", "volume", "issue", "page", "DOI", "PMID", "PMCID")
_LAST = ("abstract",)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a reference says: its `name` (a CSL field, "type", "title", "names:author"), the value of each.

    `chosen` is the place of the reference whose value the merged one gets.
    """

    name: str
    values: tuple[str, ...]
    chosen: int

    @property
    def differs(self) -> bool:
        """Whether two references say different things, silence not counted."""
        return len({" ".join(value.split()) for value in self.values if value.strip()}) > 1


@dataclass(frozen=True)
class Chosen:
    """What the merged reference says, as `Library.merge` takes it."""

    type: str
    title: str
    contributors: tuple[Contributor, ...]
    incomplete_roles: tuple[str, ...]
    fields: Mapping[str, str]


def rows(references: Sequence[Reference]) -> tuple[Row, ...]:
    """Every field that one of the references has, in reading order; the first that says something is chosen.

    Of two lists of names the whole one is chosen before the one that ends in "et al.".
    """
    names = {name for reference in references for name in reference.fields}
    ordered = [name for name in _ORDER if name in names]
    ordered += sorted(names - {*_ORDER, *_LAST}) + [name for name in _LAST if name in names]
    roles = list(dict.fromkeys(c.role for reference in references for c in reference.contributors))
    found = [_row(TYPE, [reference.type for reference in references])]
    found.append(_row(TITLE, [reference.title for reference in references]))
    found += [_names_row(role, references) for role in roles]
    return (*found, *(_row(name, [reference.fields.get(name, "") for reference in references]) for name in ordered))


def choose(shown: Sequence[Row], name: str, place: int) -> tuple[Row, ...]:
    """The rows with another value of one field chosen."""
    return tuple(replace(row, chosen=place) if row.name == name else row for row in shown)


def chosen(references: Sequence[Reference], shown: Sequence[Row]) -> Chosen:
    """What the merged reference says when each row's choice is taken."""
    picked = {row.name: row for row in shown}
    contributors: list[Contributor] = []
    incomplete = []
    for name, row in picked.items():
        if name.startswith(NAMES):
            role, source = name.removeprefix(NAMES), references[row.chosen]
            contributors += [c for c in source.contributors if c.role == role]
            incomplete += [role] if role in source.incomplete_roles else []
    fields = {
        name: row.values[row.chosen]
        for name, row in picked.items()
        if name not in (TYPE, TITLE) and not name.startswith(NAMES)
    }
    return Chosen(
        type=picked[TYPE].values[picked[TYPE].chosen],
        title=picked[TITLE].values[picked[TITLE].chosen],
        contributors=tuple(contributors),
        incomplete_roles=tuple(incomplete),
        fields=fields,
    )


def _row(name: str, values: Sequence[str]) -> Row:
    return Row(name, tuple(values), next((place for place, value in enumerate(values) if value.strip()), 0))


def _names_row(role: str, references: Sequence[Reference]) -> Row:
    values = []
    for reference in references:
        names = "; ".join(name.literal or _inverted(name.family, name.given) for name in reference.names(role))
        values.append(f"{names} et al." if names and role in reference.incomplete_roles else names)
    row = _row(f"{NAMES}{role}", values)
    whole = [n for n, reference in enumerate(references) if values[n] and role not in reference.incomplete_roles]
    return replace(row, chosen=whole[0]) if whole and row.chosen not in whole else row


def _inverted(family: str, given: str) -> str:
    return f"{family}, {given}" if given else family
