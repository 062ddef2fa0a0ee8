"""HTML -> plain text that keeps its blocks, with what the page's head says; nothing of it is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, count, repeat
from typing import Any

from mscref.model import identifiers
from mscref.model.reference import Contributor, Name, Reference

_DROPPED_TEXT = """
    script style noscript template iframe object embed svg math canvas video audio form button select input textarea
    nav aside footer dialog menu head
"""
_DROPPED = frozenset(_DROPPED_TEXT.split())
_PARAGRAPH_LIST = """
    p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol dl figure section article main header address hr details fieldset
"""
_PARAGRAPHS = frozenset(_PARAGRAPH_LIST.split())
_LINE_LIST = """
    div li tr dt dd figcaption caption summary
"""
_LINES = frozenset(_LINE_LIST.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE = re.compile(
    r"\b(?:nav(?:bar|igation)?|breadcrumbs?|cookies?|cookie-banner|site-header|site-footer|sidebar|share|social|"
    r"skip-link|usa-banner|newsletter|modal|popup)\b",
    re.IGNORECASE,
)
_FIELDS = {
    "citation_journal_title": "container-title",
    "citation_inbook_title": "container-title",
    "citation_conference_title": "container-title",
    "citation_journal_abbrev": "container-title-short",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_issn": "ISSN",
    "citation_isbn": "ISBN",
    "citation_pmid": "PMID",
    "citation_publisher": "publisher",
    "citation_abstract": "abstract",
    "citation_language": "language",
    "prism.publicationname": "container-title",
    "prism.volume": "volume",
    "prism.number": "issue",
    "prism.issn": "ISSN",
    "dc.publisher": "publisher",
    "dc.language": "language",
    "dc.source": "container-title",
}
_DATES = (
    "citation_publication_date", "citation_date", "citation_cover_date", "citation_online_date", "citation_year",
    "prism.publicationdate", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.date",
)  # fmt: skip
_PAGE_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "article:modified_time",
    "og:updated_time",
    "last-modified",
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})(?!\d)(?:[-/](\d{1,2})(?!\d))?")
_YEAR_LAST = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4})")
_LINK_END = "\x1c"
_BEFORE_LINK_END = re.compile(r"([ \t\n\r\f\v\u00a0\x1d\x1e]+)(\x1c+)")


@dataclass(frozen=True)
class Page:
    """A page's text, title, address and date (EDTF), and the publication that its meta tags describe.

    `links` are (where the link's words end in `text`, address); `deposited` the contents of `citation_reference` tags.
    """

    text: str
    title: str
    url: str
    date: str
    represents: Reference | None
    links: tuple[tuple[int, str], ...] = ()
    deposited: tuple[str, ...] = ()


def read_html(source: str) -> Page:
    """The readable text of an HTML page and what its head says."""
    from lxml import html
    from lxml.etree import ParserError

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        root: Any = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except ParserError:
        return Page("", "", "", "", None)
    meta = _meta(root)
    heading = " ".join(" ".join(part.text_content() for part in root.xpath("//h1")[:1]).split())
    title = " ".join("".join(root.xpath("//head/title//text()")).split())
    canonical = root.xpath("string(//link[@rel='canonical']/@href)")
    text, links = _text(_body(root))
    return Page(
        text=text,
        title=_first(meta, "citation_title", "og:title") or title or heading,
        url=str(canonical).strip() or _first(meta, "og:url", "citation_public_url", "citation_fulltext_html_url"),
        date=_date(_first(meta, *_DATES, *_PAGE_DATES)),
        represents=_represents(meta),
        links=links,
        deposited=tuple(meta.get("citation_reference", ())),
    )


def _meta(root: Any) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = tag.get("name") or tag.get("property") or tag.get("itemprop") or ""
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: Mapping[str, list[str]], *names: str) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _date(printed: str) -> str:
    """A date of a meta tag in EDTF: "2010-05-01T10:00", "2010/5", "05/2010", "05/01/2010" (US order), "2010 May"."""
    from mscref.formats.reference_strings.dates import edtf

    if found := _YEAR_FIRST.match(printed):
        return "-".join(part.zfill(2) for part in found.groups() if part)
    if found := _YEAR_LAST.fullmatch(printed):
        month, day, year = found.groups()
        if int(month) > 12 and day and int(day) <= 12:
            month, day = day, month
        return "-".join(part.zfill(2) for part in (year, month, day) if part) if int(month) <= 12 else year
    written = edtf(printed)
    year_alone = re.match(r"\d{4}", printed)
    return written or (year_alone.group() if year_alone else "")


def _represents(meta: Mapping[str, list[str]]) -> Reference | None:
    """The publication of citation_* or Dublin Core tags; None when the page merely has a title."""
    title = _first(meta, "citation_title", "dc.title", "dcterms.title")
    fields = {csl: value for name, csl in reversed(_FIELDS.items()) if (value := _first(meta, name))}
    doi = next((doi for value in _identifiers(meta) if (doi := identifiers.normalise_doi(value))), "")
    fields |= {"DOI": doi, "issued": _date(_first(meta, *_DATES)), "page": _pages(meta)}
    names = [Contributor(_name(value)) for value in meta.get("citation_author", meta.get("dc.creator", []))]
    if "citation_authors" in meta and not names:
        names = [Contributor(_name(value)) for value in meta["citation_authors"][0].split(";") if value.strip()]
    is_publication = "citation_title" in meta or bool(doi)
    if not title or not is_publication or not (names or doi or fields.get("container-title")):
        return None
    kind = "article-journal"
    if "citation_inbook_title" in meta:
        kind = "chapter"
    elif "citation_isbn" in meta and "citation_journal_title" not in meta:
        kind = "book"
    elif "citation_dissertation_institution" in meta:
        kind = "thesis"
    keywords = tuple(
        word.strip() for value in meta.get("citation_keywords", []) for word in value.split(";") if word.strip()
    )
    return Reference(type=kind, title=title, contributors=tuple(names), fields=fields, keywords=keywords)


def _identifiers(meta: Mapping[str, list[str]]) -> Iterator[str]:
    for name in (
        "citation_doi",
        "dc.identifier",
        "dc.identifier.doi",
        "prism.doi",
        "dcterms.identifier",
        "bepress_citation_doi",
    ):
        yield from meta.get(name, ())


def _pages(meta: Mapping[str, list[str]]) -> str:
    first = _first(meta, "citation_firstpage", "prism.startingpage")
    last = _first(meta, "citation_lastpage", "prism.endingpage")
    return f"{first}-{last}" if first and last and first != last else first


def _name(printed: str) -> Name:
    from mscref.formats.person_names import from_inverted, from_plain

    return from_inverted(printed) if "," in printed else from_plain(printed)


def _body(root: Any) -> Any:
    """The one article or main part of a page when it holds most of the text, else the whole body."""
    body = next(iter(root.xpath("//body")), root)
    whole = len(body.text_content())
    for path in ("//main", "//article", "//*[@role='main']"):
        parts = root.xpath(path)
        if len(parts) == 1 and len(parts[0].text_content()) > 0.4 * whole:
            return parts[0]
    return body


def _text(root: Any) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The element's text, and its links: where the words of each end, and its address."""
    addresses: list[str] = []
    text = _BEFORE_LINK_END.sub(r"\2\1", "".join(_pieces(root, addresses)))
    text = re.sub(r"[ \t\r\f\v\u00a0]+", " ", text)
    text = re.sub(r" *([\n\x1d\x1e]) *", r"\1", text)
    text = re.sub("[\n\x1d\x1e]*\x1e[\n\x1d\x1e]*", "\n\n", text)
    text = re.sub("\n?\x1d+\n?", "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip(" \n\t")
    parts = text.split(_LINK_END)
    ends = accumulate(len(part) for part in parts[:-1])
    return "".join(parts), tuple(zip(ends, addresses, strict=True))


def _pieces(element: Any, addresses: list[str], depth: int = 0, number: int = 0) -> Iterator[str]:
    """The text of an element: U+001D around lines, U+001E around paragraphs, "\\n" for breaks, U+001C after a link.

    The addresses of the links are added to `addresses`; `number` is that of a list item.
    """
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _DROPPED or depth > 200 or _is_hidden(element, tag):
        return
    if tag == "br":
        yield "\n"
        return
    edge = "\x1e" if tag in _PARAGRAPHS else "\x1d" if tag in _LINES else ""
    yield edge
    if tag == "li":
        yield f"{number}. " if number else "- "
    keeps_lines = tag == "pre"
    yield _inner(element.text, keeps_lines)
    numbers = _numbers(element, tag)
    for child in element:
        if child.tag in ("td", "th") and child.getprevious() is not None:
            yield "\t"
        yield from _pieces(child, addresses, depth + 1, next(numbers) if child.tag == "li" else 0)
        yield _inner(child.tail, keeps_lines)
    if tag == "a" and element.get("href"):
        addresses.append(element.get("href"))
        yield _LINK_END
    yield edge


def _inner(text: str | None, keeps_lines: bool) -> str:
    if not text:
        return ""
    return text.replace(_LINK_END, " ") if keeps_lines else re.sub(r"\s+", " ", text)


def _numbers(element: Any, tag: str) -> Iterator[int]:
    """The numbers that a browser prints before the items of a list; 0, a dash, where it is not numbered."""
    if tag != "ol":
        return repeat(0)
    start = element.get("start", "1")
    return count(int(start) if start.isdecimal() and len(start) < 7 else 1)


def _is_hidden(element: Any, tag: str) -> bool:
    if (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "")
    ):
        return True
    if element.get("role") in ("navigation", "banner", "contentinfo", "search", "alert", "dialog"):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        tag in ("div", "ul", "section", "header", "span")
        and bool(_FURNITURE.search(named))
        and len(element.text_content()) < 3000
    )
