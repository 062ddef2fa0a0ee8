"""What a search finds inside files: a page of a PDF, or a marked place, with the words around. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageHit:
    """Words found on a page of a PDF, or in an annotation (`annotation` is then its id).

    `reference` and `attachment` are row ids, `key` is the citation key; a hit in a document's annotation has a
    `document` and neither. `snippet` is what stands there, and `start` to `stop` of it are the words that were sought.
    """

    reference: int | None
    key: str
    attachment: int | None
    page: int
    snippet: str
    start: int = 0
    stop: int = 0
    annotation: int | None = None
    document: int | None = None


@dataclass(frozen=True, slots=True)
class FileToRead:
    """An attached PDF whose pages are not in the index yet: whose it is, where it lies, what it is known by."""

    attachment: int
    reference: int
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the index of page texts is: files and pages read, files that could not be read, files that wait."""

    read: int
    pages: int
    waiting: int
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoteHit:
    """A note with whose it is: `key` and `title` of the reference or the title of the document."""

    id: int
    text: str
    title: str
    modified: str
    reference: int | None
    key: str
    document: int | None
    owner: str
