"""What manuscripts cite: keys, where they stand, and what else a word processor knows of the cited paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

EVERYTHING = "*"
"""The key that cites every reference, as \\nocite{*} does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation stands: the file as the manuscript names it, and its line (in a .docx its paragraph) from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One citation at one line of one text.

    `key` is the citation key, empty when a word processor knows none; then DOI, PMID, title, first author and year say
    what is meant.
    """

    key: str
    line: int
    doi: str = ""
    pmid: str = ""
    title: str = ""
    author: str = ""
    year: str = ""

    @property
    def name(self) -> str:
        """What the citation is called before a reader: its key, else author, year and whatever identifies it."""
        if self.key:
            return self.key
        printed = " ".join(part for part in (self.author, self.year) if part)
        identified = self.doi or (f"PMID {self.pmid}" if self.pmid else "") or self.title
        return f"{printed} ({identified})" if printed and identified else printed or identified


@dataclass(frozen=True, slots=True)
class Citation:
    """Something cited, at all the places where it is; `mark` is the first of them."""

    mark: Mark
    places: tuple[Place, ...]

    @property
    def key(self) -> str:
        """The citation key, empty when the manuscript has none."""
        return self.mark.key

    @property
    def name(self) -> str:
        """See `Mark.name`."""
        return self.mark.name


@dataclass(frozen=True)
class Cited:
    """All that some manuscripts cite, in the order of first citation.

    `everything` is true when all references are meant (\\nocite{*}). `problems` are sentences on what could not be
    read; `files` are all files that were read, the included ones, too.
    """

    citations: tuple[Citation, ...] = ()
    everything: bool = False
    problems: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The citation keys in order; what is cited without a key is left out."""
        return tuple(citation.key for citation in self.citations if citation.key)


def gather(found: Iterable[tuple[str, Mark]], problems: Iterable[str] = (), files: Iterable[Path] = ()) -> Cited:
    """Marks with the files that they stand in -> what is cited, each once."""
    marks: dict[str, Mark] = {}
    places: dict[str, dict[Place, None]] = {}
    everything = False
    for file, mark in found:
        if mark.key == EVERYTHING:
            everything = True
            continue
        name = mark.name
        marks[name] = _merged(marks[name], mark) if name in marks else mark
        places.setdefault(name, {})[Place(file, mark.line)] = None
    citations = tuple(Citation(mark, tuple(places[name])) for name, mark in marks.items())
    return Cited(citations, everything, tuple(dict.fromkeys(problems)), tuple(dict.fromkeys(files)))


def _merged(first: Mark, later: Mark) -> Mark:
    """The first mark, with what only a later one knows."""
    return replace(
        first,
        doi=first.doi or later.doi,
        pmid=first.pmid or later.pmid,
        title=first.title or later.title,
        author=first.author or later.author,
        year=first.year or later.year,
    )
