"""Documents that cite references: web pages, PDFs and texts as their readers saved them."""

from __future__ import annotations

from dataclasses import dataclass

from mscref.model.reference import Reference

DOCUMENT_KINDS = ("web", "review", "registry", "promotional", "paper")
MENTION_KINDS = ("study", "product", "trial")


@dataclass(frozen=True, slots=True)
class Citation:
    """A formal reference printed in a document.

    `quote` is the printed reference as it stands in `Document.text[start:end]` (code points, end exclusive).
    `warnings` are sentences on what looks doubtful ("a heading may be glued in front of the title").
    """

    reference: Reference
    quote: str
    start: int
    end: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A study, product or trial that a document names without giving a reference ("Deda et al.").

    `text` is the name as printed; `quote` is the whole sentence and `start`/`end` are its place in the text.
    """

    text: str
    kind: str
    quote: str
    start: int
    end: int
    authors: tuple[str, ...] = ()
    year: str = ""


@dataclass(frozen=True)
class Document:
    """A source document with what it cites; `represents` is the reference that the document itself is.

    `sha256` is that of the file's bytes (of the UTF-8 text when pasted): the same document is never kept twice.
    `date` is the page's own date (EDTF), empty when it prints none. `warnings` are sentences on what was left unread.
    """

    title: str
    text: str
    kind: str = "web"
    path: str = ""
    url: str = ""
    media_type: str = "text/plain"
    sha256: str = ""
    date: str = ""
    represents: Reference | None = None
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    warnings: tuple[str, ...] = ()
