"""One source document read whole: text or HTML in, a Document with its citations and mentions out."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath

from mscref.formats import mentions
from mscref.formats.documents.citing import Span, find_citations
from mscref.formats.documents.kinds import kind_of
from mscref.formats.documents.pubmed_pages import SavedPage, read_saved_page
from mscref.model.document import Citation, Document
from mscref.model.reference import Reference

_LONGEST_TITLE = 200
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|title|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_document(data: bytes, name: str, media_type: str | None = None) -> Document:
    """The document in a text or HTML file; `media_type` is guessed from the content when None."""
    from mscref.formats.text_encoding import clean, decode

    text = clean(decode(data)[0])
    digest = hashlib.sha256(data).hexdigest()
    if media_type is None:
        media_type = "text/html" if is_html(text, name) else "text/plain"
    if media_type not in ("text/html", "application/xhtml+xml"):
        return document_from_text(text, name=PurePath(name).name, path=name, media_type=media_type, sha256=digest)
    from mscref.formats.html_text import read_html

    page = read_html(text)
    return document_from_text(
        page.text,
        name=PurePath(name).name,
        path=name,
        media_type=media_type,
        sha256=digest,
        title=page.title,
        url=page.url,
        date=page.date,
        represents=page.represents,
    )


def is_html(text: str, name: str = "") -> bool:
    """True when `text` is marked up as HTML, whatever its file is called."""
    return bool(_HTML.match(text[:4000])) or (
        PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml") and "</" in text
    )


def document_from_text(
    text: str,
    *,
    name: str,
    path: str = "",
    media_type: str = "text/plain",
    sha256: str = "",
    title: str = "",
    url: str = "",
    date: str = "",
    represents: Reference | None = None,
    kind: str = "",
) -> Document:
    """The document that `text` is: a page, a pasted text, or the text of a paper.

    `title`, `url`, `date`, `represents` and `kind` are what the caller knows already; the rest is read from the
    text. Quotes are slices of `Document.text`, whose line ends are plain LF.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    page = read_saved_page(text)
    represents = represents or (page.reference if page else None)
    citations, lists = find_citations(text, represents)
    kind = kind or kind_of(text, media_type=media_type, page=page, represents=represents, citations=len(citations))
    named = () if kind == "paper" else _mentions(text, citations, lists, page, represents)
    return Document(
        title=title or (page.reference.title if page else "") or first_line_title(text) or name,
        text=text,
        kind=kind,
        path=path,
        url=url,
        media_type=media_type,
        sha256=sha256 or hashlib.sha256(text.encode("utf-8")).hexdigest(),
        date=date or (represents.get("issued") if page and represents else ""),
        represents=represents,
        citations=citations,
        mentions=named,
    )


def first_line_title(text: str) -> str:
    """The first line when it is at most 200 characters long and followed by a blank line, else ""."""
    lines = text.strip("\n").split("\n", 2)
    first = lines[0].strip()
    stands_alone = len(lines) > 1 and not lines[1].strip()
    return first if 0 < len(first) <= _LONGEST_TITLE and stands_alone else ""


def _mentions(
    text: str,
    citations: tuple[Citation, ...],
    lists: tuple[Span, ...],
    page: SavedPage | None,
    represents: Reference | None,
) -> tuple[mentions.Mention, ...]:
    explained = [citation.reference for citation in citations]
    if represents:
        explained.append(represents)
    skipped = [*lists, *(page.furniture if page else ())]
    return mentions.find(text, explained=explained, skipped=skipped)
