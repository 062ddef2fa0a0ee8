"""What is wrong within one reference: fields that its type needs, identifiers, pages, years, titles and braces."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from mscref.jobs.checking.finding import Finding, Mend
from mscref.model import identifiers
from mscref.model.reference import Reference

# What BibTeX's standard styles (btxdoc, 1988) call for, in CSL's names; alternatives stand behind a bar.
_YEARLY = ("title", "issued")
REQUIRED: dict[str, tuple[str, ...]] = {
    "article-journal": ("author", *_YEARLY, "container-title"),
    "article-magazine": (*_YEARLY, "container-title"),
    "article-newspaper": (*_YEARLY, "container-title"),
    "book": ("author|editor", *_YEARLY, "publisher"),
    "chapter": ("author|editor", *_YEARLY, "container-title", "publisher"),
    "paper-conference": ("author", *_YEARLY, "container-title|event-title"),
    "report": ("author|publisher", *_YEARLY, "publisher|author"),
    "thesis": ("author", *_YEARLY, "publisher"),
    "webpage": ("title", "URL"),
    "post-weblog": ("title", "URL"),
}
_ANY_TYPE = ("title",)
_NAMES = {
    "container-title": "journal or book",
    "issued": "year",
    "URL": "address",
    "event-title": "event",
    "author": "author",
}
_EARLIEST = 1450
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S*[^\s.,;]")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_RANGE = re.compile(r"\s*(\d+)\s*[-–—‐−]+\s*(\d+)\s*")
_DASHES = re.compile(r"(?<=\w)\s*(?:--+|[–—‐−])\s*(?=\w)")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,5}|#x[0-9a-f]{2,4});", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]{4,}")
_LONGEST_PAPER = 3000


def findings(reference: Reference) -> Iterator[Finding]:
    """All that the rules of this module find."""
    for rule in _RULES:
        yield from rule(reference)


def _missing(reference: Reference) -> Iterator[Finding]:
    for wanted in REQUIRED.get(reference.type, _ANY_TYPE):
        names = wanted.split("|")
        if not any(_has(reference, name) for name in names):
            called = " or ".join(_NAMES.get(name, name) for name in names)
            yield Finding("missing", f"There is no {called}.", f"Fill in the {called}.", names[0])


def _has(reference: Reference, name: str) -> bool:
    if name in ("author", "editor"):
        return bool(reference.names(name))
    return bool(reference.get(name).strip())


def _doi(reference: Reference) -> Iterator[Finding]:
    doi, address = reference.doi, reference.get("URL")
    if doi and not _DOI.fullmatch(doi):
        bare = identifiers.normalise_doi(doi)
        if bare and _DOI.fullmatch(bare):
            yield Finding("doi", f'The DOI is written "{doi}".', f"Write it {bare}.", "DOI", Mend({"DOI": bare}))
        else:
            yield Finding("doi", f'"{doi}" is no DOI.', "Look it up, or remove it.", "DOI")
    elif not doi and _DOI_ADDRESS.match(address) and (bare := identifiers.normalise_doi(address)):
        advice = f"Set the DOI to {bare}."
        yield Finding("doi", "The address is that of a DOI, but there is no DOI.", advice, "DOI", Mend({"DOI": bare}))


def _numbers(reference: Reference) -> Iterator[Finding]:
    for number in _split(reference.get("ISSN")):
        digits = re.sub(r"[^\dXx]", "", number).upper()
        if not issn_is_valid(digits):
            yield Finding("issn", f'"{number}" is no ISSN: its check digit is wrong.', "Look it up.", "ISSN")
        elif number != f"{digits[:4]}-{digits[4:]}":
            whole = ", ".join(f"{d[:4]}-{d[4:]}" for d in _issns(reference.get("ISSN")))
            yield Finding("issn", f'The ISSN is written "{number}".', f"Write {whole}.", "ISSN", Mend({"ISSN": whole}))
    for number in _split(reference.get("ISBN")):
        if not identifiers.isbn_is_valid(number):
            yield Finding("isbn", f'"{number}" is no ISBN: its check digit is wrong.', "Look it up.", "ISBN")
    pmid = reference.pmid
    if pmid and not re.fullmatch(r"[1-9]\d{0,8}", pmid):
        digits = re.sub(r"\D", "", pmid)
        mend = Mend({"PMID": digits}) if re.fullmatch(r"(?:pmid)?\W*[1-9]\d{0,8}", pmid, re.IGNORECASE) else None
        yield Finding("pmid", f'"{pmid}" is no PMID.', f"Write {digits}." if mend else "Look it up.", "PMID", mend)


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+(?=[\dXx])|\s*\([^)]*\)\s*[,;]?\s*", text) if part.strip()]


def _issns(text: str) -> list[str]:
    found = [re.sub(r"[^\dXx]", "", number).upper() for number in _split(text)]
    return list(dict.fromkeys(found))


def issn_is_valid(digits: str) -> bool:
    """True when the check digit of an ISSN fits (ISO 3297); `digits` has eight characters, the last may be X."""
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return False
    total = sum((8 - place) * int(digit) for place, digit in enumerate(digits[:7]))
    return digits[7] == "0123456789X"[-total % 11]


def _year(reference: Reference) -> Iterator[Finding]:
    latest = datetime.now(UTC).year + 1
    if reference.year and not _EARLIEST <= int(reference.year) <= latest:
        yield Finding("year", f"The year {reference.year} is implausible.", "Check it with the paper.", "issued")


def _pages(reference: Reference) -> Iterator[Finding]:
    pages = reference.get("page")
    hyphened = _DASHES.sub("-", pages)
    if pages and hyphened != pages:
        mend = Mend({"page": hyphened})
        yield Finding("pages", f'The pages are written "{pages}".', f"Write {hyphened}.", "page", mend)
    found = _RANGE.fullmatch(pages)
    if not found:
        return
    first, last = found[1], found[2]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    if int(last) < int(first):
        message = f"The last page of {pages} comes before the first."
        yield Finding("pages", message, "Check them with the paper.", "page")
    elif int(last) - int(first) > _LONGEST_PAPER:
        yield Finding("pages", f"{pages} are very many pages.", "Check them with the paper.", "page")


def _title(reference: Reference) -> Iterator[Finding]:
    title = reference.title
    letters = [char for char in title if char.isalpha()]
    if len(letters) > 12 and len(_CAPITALS.findall(title)) > 2 and all(char.isupper() for char in letters):
        advice = "Write it as the paper does, in lower case but for names and acronyms."
        yield Finding("capitals", "The title stands in capitals.", advice, "title")
    for name, text in (("title", title), ("container-title", reference.journal)):
        if _ENTITY.search(text):
            plain = html.unescape(text).replace("\xa0", " ")
            mend = Mend(title=plain) if name == "title" else Mend({name: plain})
            yield Finding("entities", f"There are character codes of HTML in the {_NAMES.get(name, name)}.",
                          f'Write "{plain[:60]}".', name, mend)  # fmt: skip


def _braces(reference: Reference) -> Iterator[Finding]:
    for name, text in (("title", reference.title), *reference.fields.items()):
        if text.count("{") != text.count("}"):
            called = _NAMES.get(name, name)
            yield Finding("braces", f"A brace in the {called} has no partner.", "Remove it, or add the other.", name)


_RULES: tuple[Callable[[Reference], Iterator[Finding]], ...] = (
    _missing, _doi, _numbers, _year, _pages, _title, _braces,
)  # fmt: skip
