"""What look-ups leave in a library: where a field was seen, what completes a reference, what waits for a network."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mscref.model.folding import clean, fold
from mscref.model.notices import Notice
from mscref.model.reading import Provenance
from mscref.model.reference import Contributor, Reference

USER = "user"
# Where a PDF was read, in the words of `Provenance`; what stands there is a machine's reading, not a record.
READ_OFF = frozenset({"page", "xmp", "info", "file name"})


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where the value of a field was seen: "page", "xmp", "crossref", "pubmed", ..., or USER for an edit by hand.

    `field` is a CSL name, "title", "type" or "author"; `page` counts from 1 (0: no page) and `line` is the printed line
    there; `percent` is how sure the reading is.
    """

    field: str
    source: str
    page: int = 0
    line: str = ""
    percent: int = 100

    @property
    def is_weak(self) -> bool:
        """True when a record that somebody keeps may take the value's place: it was read off a PDF, and not surely."""
        return self.source in READ_OFF and self.percent < 90


@dataclass(frozen=True)
class Completion:
    """What a look-up adds to a held reference. `fields` holds CSL names and "title"; an empty value changes nothing.

    `sources` says of each field (and of "author" and "type") who told.
    """

    reference: int
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[FieldSource, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    type: str = ""
    keywords: tuple[str, ...] = ()
    trials: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    def __bool__(self) -> bool:
        given = (self.contributors, self.type, self.keywords, self.trials, self.notices, self.sources)
        return any(given) or any(self.fields.values())


def laid_over(held: Reference, found: Completion, mine: Collection[str] = ()) -> Reference:
    """A reference with what a look-up adds to it, save the fields named in `mine`, which the user has edited."""
    fields = {name: clean(value) for name, value in found.fields.items() if value and name not in mine}
    title = fields.pop("title", held.title)
    roles = {c.role for c in found.contributors} - set(mine)
    people = (
        *(c for c in found.contributors if c.role in roles),
        *(c for c in held.contributors if c.role not in roles),
    )
    known = {fold(keyword) for keyword in held.keywords}
    more = (clean(keyword) for keyword in found.keywords if fold(keyword) not in known)
    after = replace(
        held.with_fields(fields),
        title=title,
        type=found.type if found.type and "type" not in mine else held.type,
        contributors=people if roles else held.contributors,
        incomplete_roles=tuple(role for role in held.incomplete_roles if role not in roles),
        keywords=(*held.keywords, *more),
        trials=tuple(dict.fromkeys([*held.trials, *map(clean, found.trials)])),
    )
    return held if after == held else replace(after, raw=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reference that waits to be looked up: since when (ISO 8601, UTC), how often it was tried, what went wrong."""

    reference: int
    key: str
    since: str
    tries: int = 0
    problem: str = ""


def from_provenance(provenance: Mapping[str, Provenance]) -> tuple[FieldSource, ...]:
    """What a reader of a file says of its fields, as a library keeps it."""
    return tuple(
        FieldSource(name, seen.source, seen.page or 0, seen.line[:500], round(100 * seen.confidence))
        for name, seen in provenance.items()
    )
