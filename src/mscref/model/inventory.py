"""What a library tells about itself: identities for duplicate detection, collections, searches, its health."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Identities:
    """What the held references (trash left out) can be recognised by, each pointing to a row id.

    `doi` is keyed by `identifiers.doi_key`, `titles` by `folding.sort_form` of the title and holds
    (id, folded first family name, year, doi key); `documents` and `files` are keyed by sha256 and hold the ids of
    documents and of the references that have such a file.
    """

    doi: Mapping[str, int] = field(default_factory=dict)
    pmid: Mapping[str, int] = field(default_factory=dict)
    pmcid: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, list[tuple[int, str, str, str]]] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collection:
    """A named group of references; `parent` is the id of the collection around it."""

    id: int
    name: str
    parent: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name."""

    id: int
    name: str
    query: str


@dataclass(frozen=True)
class VerifyReport:
    """What a check of the whole library found; `problems` are sentences, none when all is well."""

    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.problems
