"""Identifiers of papers, books, trials and preprints: find them in text, normalise, validate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

# Crossref's recommended pattern (https://www.crossref.org/blog/dois-and-matching-regular-expressions/), widened
# for the SICI-style suffixes of Wiley and Elsevier that hold < > ; and brackets.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"'{}|\\^`\u201c\u201d\u00a0]+", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\s?(\d{3,9})\b", re.IGNORECASE)
_PMID = re.compile(
    r"\b(?:PMID|PubMed(?:\s+(?:ID|PMID))?)\s*[:#]?\s*(\d{4,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{4,9})", re.IGNORECASE
)
_ARXIV = re.compile(
    r"\barXiv\s*[:/]\s*(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)|"
    r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5}(?:v\d+)?)",
    re.IGNORECASE,
)
_ISBN = re.compile(r"\bISBN(?:-1[03])?\s*:?\s*([\d][\d\s\u2010-\u2013-]{8,16}[\dX])\b", re.IGNORECASE)
_TRIALS = (
    ("trial", re.compile(r"\bNCT\s?0\d{7}\b", re.IGNORECASE)),
    ("trial", re.compile(r"\b(?:EudraCT(?:\s+(?:number|no\.?))?\s*:?\s*)?20\d\d-\d{6}-\d\d\b")),
    ("trial", re.compile(r"\bISRCTN\s?\d{8}\b", re.IGNORECASE)),
    ("trial", re.compile(r"\bChiCTR[-\w]{0,12}\d{6,10}\b")),
    ("trial", re.compile(r"\bACTRN\s?126\d{11}\b", re.IGNORECASE)),
    ("trial", re.compile(r"\b(?:UMIN\d{9}|jRCT[a-z]?\d{9,10}|CTRI/20\d\d/\d\d/\d{6}|IRCT\d{11,}N\d+|DRKS\d{8})\b")),
)
_TRAILING = ".,;:!?*\u2026"
_PAIRS = {")": "(", "]": "[", ">": "<"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier found in a text: `kind` is DOI, PMID, PMCID, ISBN, arXiv or trial; offsets are code points."""

    kind: str
    value: str
    start: int
    end: int


def trim_doi(text: str) -> str:
    """Drop what follows a DOI in running text: sentence punctuation and brackets that it did not open.

    No DOI has more than 2,048 characters; what stands beyond them is cut off.
    """
    doi = text[:2048]
    while doi:
        last = doi[-1]
        unopened = last in _PAIRS and doi.count(last) > doi.count(_PAIRS[last])
        if last in _TRAILING or unopened:
            doi = doi[:-1]
        else:
            break
    return doi


def normalise_doi(text: str) -> str:
    """The bare DOI in `text` ("https://doi.org/10.1/X" -> "10.1/X"), as printed; empty when it holds none.

    DOIs are case-insensitive (DOI Handbook 2.4): compare them with `doi_key`.
    """
    found = _DOI.search(unquote(text) if "%2f" in text.lower() else text)
    return trim_doi(found.group()) if found else ""


def doi_key(doi: str) -> str:
    """A DOI's form for comparing: bare and in lower case."""
    return normalise_doi(doi).lower()


def isbn_is_valid(isbn: str) -> bool:
    """True when the check digit of an ISBN-10 or ISBN-13 fits (ISO 2108)."""
    digits = re.sub(r"[^\dX]", "", isbn.upper())
    if len(digits) == 10 and "X" not in digits[:9]:
        return sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits)) % 11 == 0
    if len(digits) == 13 and digits.isdigit():
        return sum((1, 3)[i % 2] * int(d) for i, d in enumerate(digits)) % 10 == 0
    return False


def orcid_is_valid(orcid: str) -> bool:
    """True when the check digit of a bare iD fits (ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", orcid):
        return False
    total = 0
    digits = orcid.replace("-", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def find(text: str) -> Iterator[Identifier]:
    """Every identifier in `text`, kind by kind, each in the order it stands."""
    for match in _DOI.finditer(text):
        doi = trim_doi(match.group())
        if "/" in doi.rstrip("/"):
            yield Identifier("DOI", doi, match.start(), match.start() + len(doi))
    for match in _PMID.finditer(text):
        yield Identifier("PMID", match.group(1) or match.group(2), match.start(), match.end())
    for match in _PMCID.finditer(text):
        yield Identifier("PMCID", f"PMC{match.group(1)}", match.start(), match.end())
    for match in _ARXIV.finditer(text):
        yield Identifier("arXiv", match.group(1) or match.group(2), match.start(), match.end())
    for match in _ISBN.finditer(text):
        if isbn_is_valid(match.group(1)):
            yield Identifier("ISBN", re.sub(r"[^\dX]", "", match.group(1).upper()), match.start(), match.end())
    yield from find_trials(text)


def find_trials(text: str) -> Iterator[Identifier]:
    """Numbers of the WHO ICTRP registries (NCT, EudraCT, ISRCTN, ChiCTR, ACTRN, UMIN, jRCT, CTRI, IRCT, DRKS)."""
    for kind, pattern in _TRIALS:
        for match in pattern.finditer(text):
            value = re.sub(r"\s|EudraCT(?:\s+(?:number|no\.?))?\s*:?\s*", "", match.group())
            upper = value.upper()
            value = upper if upper.startswith(("NCT", "ISRCTN", "ACTRN")) else value
            yield Identifier(kind, value, match.start(), match.end())
