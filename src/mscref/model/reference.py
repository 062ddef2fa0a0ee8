"""A bibliographic reference, its contributors and what comes with it.

The vocabulary is that of CSL 1.0.2 (https://docs.citationstyles.org): `type` is a CSL type and `fields` is
keyed by CSL variable names (`container-title`, `volume`, `page`, `DOI`, `PMID`, `publisher-place`, ...).
A field that CSL has no name for rides along under the name its file gave it (lower case), so nothing
read is lost. Dates are EDTF strings (`2019-03-10`, `2010-10`, `2016/2017`, `2018~`); a date that is none
("in press") is kept as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

DATE_FIELDS = frozenset({"issued", "accessed", "available-date", "event-date", "original-date", "submitted"})
NAME_ROLES = (
    "author",
    "editor",
    "translator",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
)

_YEAR = re.compile(r"-?\d{4}")


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`family`, `given`, `particle`, `suffix`) or an institution (`literal` alone).

    `particle` is a non-dropping particle that sorts with the name ("van den" in "van den Berg");
    whole family names such as "Le Masson" and "al-Chalabi" stand in `family`.
    `orcid` is the bare iD (0000-0002-1825-0097) or empty.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    orcid: str = ""

    @property
    def is_institution(self) -> bool:
        return bool(self.literal)

    @property
    def sort_family(self) -> str:
        """Family name with its particle, or the institution: what a list shows and sorts by."""
        return self.literal or f"{self.particle} {self.family}".strip()

    @property
    def display(self) -> str:
        """ "Given particle Family, Suffix", or the institution."""
        if self.literal:
            return self.literal
        name = " ".join(part for part in (self.given, self.particle, self.family) if part)
        return f"{name}, {self.suffix}" if self.suffix else name


@dataclass(frozen=True, slots=True)
class Contributor:
    """A name in its role, one of NAME_ROLES."""

    name: Name
    role: str = "author"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a reference; `path` is as the source gave it until the library has stored it.

    `is_stored` is true when `path` lies within the library's files folder.
    """

    path: str
    title: str = ""
    media_type: str = ""
    sha256: str = ""
    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note in Markdown; `author` and dates (ISO 8601, UTC) are empty when unknown."""

    text: str
    title: str = ""
    author: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """The text an entry was read from, so that an unedited one can be written back byte for byte.

    Of BibTeX the blocks that the entry needs stand before it (see `formats.bibtex_raw`).
    """

    format: str
    text: str


def _freeze(fields: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name: value for name, value in fields.items() if value})


@dataclass(frozen=True)
class Reference:
    """One reference as read or edited; the library adds an identity to it (see `holdings.Record`).

    `incomplete_roles` names the roles whose printed list ends in "et al." or "and others".
    `keywords` are the free tags of the source.
    `facets` are (facet, term id) pairs that the source itself states, as mscref's own exports do.
    `trials` are registry numbers (NCT...), `aliases` earlier citation keys, `collections` names of groups.
    """

    type: str = "article-journal"
    title: str = ""
    contributors: tuple[Contributor, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    aliases: tuple[str, ...] = ()
    incomplete_roles: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    trials: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    collections: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    raw: RawEntry | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", _freeze(self.fields))

    def __reduce__(self) -> tuple[object, ...]:
        return _revive, (self.as_mapping(),)

    def as_mapping(self) -> dict[str, object]:
        """The attributes by name, `fields` as a plain dict."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["fields"] = dict(self.fields)
        return values

    def names(self, role: str = "author") -> tuple[Name, ...]:
        return tuple(c.name for c in self.contributors if c.role == role)

    @property
    def authors(self) -> tuple[Name, ...]:
        return self.names("author")

    @property
    def authors_incomplete(self) -> bool:
        return "author" in self.incomplete_roles

    @property
    def year(self) -> str:
        """The four-digit year of `issued`, or an empty string."""
        found = _YEAR.match(self.fields.get("issued", ""))
        return found.group() if found else ""

    @property
    def journal(self) -> str:
        return self.fields.get("container-title", "")

    @property
    def doi(self) -> str:
        return self.fields.get("DOI", "")

    @property
    def pmid(self) -> str:
        return self.fields.get("PMID", "")

    def get(self, name: str) -> str:
        """A field by CSL name, `title` and `type` included; empty when absent."""
        if name == "title":
            return self.title
        if name == "type":
            return self.type
        return self.fields.get(name, "")

    def with_fields(self, changes: Mapping[str, str]) -> Reference:
        """A copy with `changes` laid over `fields`; an empty value removes the field."""
        return replace(self, fields={**self.fields, **changes})


def _revive(values: dict[str, object]) -> Reference:
    return Reference(**values)  # type: ignore[arg-type]


def authors(names: Iterable[Name], role: str = "author") -> tuple[Contributor, ...]:
    """Contributors of one role, in order."""
    return tuple(Contributor(name, role) for name in names)
