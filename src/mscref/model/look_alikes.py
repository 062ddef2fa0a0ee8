"""What two references are compared by when they may be one paper, or two reports of one study."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LookAlike:
    """The marks of one reference: `title` and `author` (the first family name) folded, identifiers normalised.

    `files` are the SHA-256 of its attached files; `first_page` is the page's first number as printed.
    """

    id: int
    title: str
    author: str
    year: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    type: str = ""
    journal: str = ""
    volume: str = ""
    first_page: str = ""
    files: tuple[str, ...] = ()
