"""Identifiers that a web page keeps beside a printed reference: in the link after it, or in the page's head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from mscref.formats.reference_strings.endings import LINK_WORD
from mscref.formats.reference_strings.lettering import fold
from mscref.model import identifiers
from mscref.model.document import Citation
from mscref.model.reference import Reference

_PUBMED = re.compile(r"//(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})\b")
_PMC = re.compile(
    r"//(?:pmc\.ncbi\.nlm\.nih\.gov/articles|(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles|"
    r"(?:www\.)?europepmc\.org/articles?)/(?:pmc/)?(?:PMC)?(\d{3,9})\b",
    re.IGNORECASE,
)
_DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")
_ONLY_LINKS = re.compile(rf"(?:[\s.,;:|/()\[\]–-]|{LINK_WORD}\b)*", re.IGNORECASE)
_FARTHEST = 200
_NEXT_FIELD = re.compile(r"\s*;\s*(?=citation_\w+\s*=)")


def link_fields(href: str) -> dict[str, str]:
    """The DOI, PMID or PMCID that a link's address names, as CSL fields; {} for any other address."""
    try:
        address = urlsplit(href.strip())
        host = (address.hostname or "").lower()
    except ValueError:
        return {}
    if found := _PUBMED.search(href):
        return {"PMID": found.group(1)}
    if found := _PMC.search(href):
        return {"PMCID": f"PMC{found.group(1)}"}
    named = unquote(address.path) if host in _DOI_HOSTS else "".join(parse_qs(address.query).get("doi", [])[:1])
    doi = identifiers.normalise_doi(named)
    return {"DOI": doi} if doi else {}


def with_links(
    text: str, citations: Sequence[Citation], links: Iterable[tuple[int, str]], represents: Reference | None
) -> tuple[Citation, ...]:
    """The citations with what the links in or right behind them name; what a citation prints itself is kept.

    `links` are (where the link's words end in `text`, address) in the order they stand.
    """
    own = represents.doi.casefold() if represents else ""
    found: dict[int, dict[str, str]] = {}
    place = 0
    for position, href in links:
        while place < len(citations) and citations[place].start < position:
            place += 1
        if place and _belongs(text, citations[place - 1], position):
            for name, value in link_fields(href).items():
                if value.casefold() != own:
                    found.setdefault(place - 1, {}).setdefault(name, value)
    return tuple(_completed(citation, found.get(number, {})) for number, citation in enumerate(citations))


def with_deposited(citations: Sequence[Citation], deposited: Iterable[str]) -> tuple[Citation, ...]:
    """The citations with the identifiers that the page's `citation_reference` tags give for the same title."""
    by_title: dict[str, Mapping[str, str]] = {}
    for title, fields in filter(None, map(_deposited, deposited)):
        by_title[title] = fields if by_title.get(title, fields) == fields else {}
    return tuple(_completed(citation, by_title.get(fold(citation.reference.title), {})) for citation in citations)


def _belongs(text: str, citation: Citation, position: int) -> bool:
    if position <= citation.end:
        return True
    return position - citation.end <= _FARTHEST and bool(_ONLY_LINKS.fullmatch(text, citation.end, position))


def _completed(citation: Citation, found: Mapping[str, str]) -> Citation:
    fields = citation.reference.fields
    missing = {name: value for name, value in found.items() if not fields.get(name)}
    if not missing:
        return citation
    return replace(citation, reference=replace(citation.reference, fields={**fields, **missing}))


def _deposited(content: str) -> tuple[str, dict[str, str]] | None:
    """(folded title, identifiers) of "citation_title=...; citation_doi=..."; None without title or identifier."""
    parts = dict(reversed(list(_pairs(content))))
    title = fold(parts.get("title", ""))
    fields = {"DOI": identifiers.normalise_doi(parts.get("doi", "")), "PMID": parts.get("pmid", "")}
    fields = {name: value for name, value in fields.items() if value and (name == "DOI" or value.isdigit())}
    return (title, fields) if title and fields else None


def _pairs(content: str) -> Iterator[tuple[str, str]]:
    for part in _NEXT_FIELD.split(content):
        name, sign, value = part.partition("=")
        if sign:
            yield name.strip().lower().removeprefix("citation_"), value.strip()
