"""One source document read whole: text or HTML in, a Document with its citations and mentions out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from mscref.formats import mentions
from mscref.formats.documents.citing import Found, find_citations
from mscref.formats.documents.kinds import kind_of
from mscref.formats.documents.links import with_deposited, with_links
from mscref.formats.documents.pubmed_pages import SavedPage, read_saved_page
from mscref.model.document import Document
from mscref.model.reference import Reference

_LONGEST_TITLE = 200
_MOST_SEARCHED = 2_000_000
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
    document = document_from_text(
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
    citations = with_links(document.text, document.citations, page.links, document.represents)
    return replace(document, citations=with_deposited(citations, page.deposited))


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
    text. Quotes are slices of `Document.text`, whose line ends are plain LF. Only the first two million characters
    are searched, and `Document.warnings` says so.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    searched = _beginning(text)
    page = read_saved_page(searched)
    represents = represents or (page.reference if page else None)
    found = find_citations(searched, represents)
    title = title or (page.reference.title if page else "") or first_line_title(text) or name
    kind = kind or kind_of(
        searched,
        media_type=media_type,
        page=page,
        represents=represents,
        citations=len(found.citations),
        url=url,
        title=title,
    )
    return Document(
        title=title,
        text=text,
        kind=kind,
        path=path,
        url=url,
        media_type=media_type,
        sha256=sha256 or hashlib.sha256(text.encode("utf-8")).hexdigest(),
        date=date or (represents.get("issued") if page and represents else ""),
        represents=represents,
        citations=found.citations,
        mentions=() if kind == "paper" else _mentions(searched, found, page, represents),
        warnings=tuple(_unread(text, searched, found)),
    )


def _beginning(text: str) -> str:
    """As much of the text as is searched, up to the end of a line."""
    if len(text) <= _MOST_SEARCHED:
        return text
    end = text.rfind("\n", _MOST_SEARCHED // 2, _MOST_SEARCHED)
    return text[: end if end > 0 else _MOST_SEARCHED]


def _unread(text: str, searched: str, found: Found) -> Iterator[str]:
    if len(searched) < len(text):
        yield (
            f"The document is very long: citations and mentions were sought in the first {len(searched):,} of its "
            f"{len(text):,} characters. Split it to have the rest read."
        )
    if found.unread:
        yield (
            f"The document prints very many references: {found.unread:,} places that may hold one were left unread. "
            "Split it to have them read."
        )


def first_line_title(text: str) -> str:
    """The first line when it is at most 200 characters long and followed by a blank line, else ""."""
    lines = text.strip("\n").split("\n", 2)
    first = lines[0].strip()
    stands_alone = len(lines) > 1 and not lines[1].strip()
    return first if 0 < len(first) <= _LONGEST_TITLE and stands_alone else ""


def _mentions(
    text: str, found: Found, page: SavedPage | None, represents: Reference | None
) -> tuple[mentions.Mention, ...]:
    explained = [citation.reference for citation in found.citations]
    if represents:
        explained.append(represents)
    skipped = [*found.lists, *(page.furniture if page else ())]
    return mentions.find(text, explained=explained, skipped=skipped)
