"""What stands around the heart of a printed reference: list numbers, identifiers, links, remarks."""

from __future__ import annotations

import re

from mscref.formats.reference_strings.dates import DATE, MONTH, edtf
from mscref.formats.reference_strings.lettering import YEAR
from mscref.model import identifiers

_NUMBER = re.compile(
    r"^(?:\[\d{1,4}[a-z]?\]\.?|\(\d{1,3}\)|\d{1,4}[.)]|\d{1,4}(?=\s+[A-Z][^\s.]*,? [A-Z])|[•*·▪–-])\s*(?=\S)"
)
LINK_WORD = (
    r"(?:DOI|PMC|PubMed|Pub ?Med Central|PMC free article|Cross ?Ref(?: Full Text)?|Google Scholar|Medline|"
    r"Web of Science|"
    r"ISI|CAS|ADS|Scopus|Full Text|View Article|Article|Free (?:PMC )?article|Abstract|View in Article|"
    r"PubMed Abstract|Publisher Full Text|MEDLINE|Chemical Abstracts|Europe PMC)"
)
_DASHED_LINKS = re.compile(rf"(?:\s*[-–|]\s*{LINK_WORD}\b)+\s*\.?\s*$")
_BRACKETED_LINKS = re.compile(rf"\s*[\[(]\s*{LINK_WORD}\s*[\])]\.?")
_SURE_LINK = (
    r"(?:Cross ?Ref(?: Full Text)?|Google Scholar|PubMed(?: Central| Abstract)?|Web of Science|PMC free article)"
)
_LINK_AFTER_STOP = r"(?:(?:View )?Article|doi|DOI|Full [Tt]ext|CAS|PMC)"
_BARE_LINKS = re.compile(
    rf"(?:\s*\|?\s*{_SURE_LINK}|(?<=[.;\])\d])\s+{_LINK_AFTER_STOP})\b(?:[\s|]+(?:{LINK_WORD}|doi|Full text)\b)*[\s|]*$"
)
_DOI_LABEL = (
    r"(?:\(|\[)?(?:(?:Available (?:at|from):? )?\bdoi\b\.?\s*(?:\.org)?\s*[:=]?\s*|"
    r"https?://(?:dx\.)?doi\.org/\s?|\b(?:dx\.)?doi\.org/)*"
)
_DOI = re.compile(rf"{_DOI_LABEL}(?P<doi>10\.\d{{4,9}}(?:\.\d+)*/[^\s\"“”]+)", re.IGNORECASE)
_PMID = re.compile(r"[\[(]?\b(?:PMID|PubMed PMID|PubMed ID)\b\s*[:#]?\s*(?P<value>\d{4,9})\b[\])]?[.;]?", re.IGNORECASE)
_PMCID = re.compile(
    r"[\[(]?\b(?:(?:PubMed Central )?PMCID\b\s*:?\s*)?(?P<value>PMC\s?\d{3,9})\b[\])]?[.;]?", re.IGNORECASE
)
_ISBN = re.compile(r"\(?\bISBN(?:-1[03])?\s*:?\s*(?P<value>\d[\d\s‐-–-]{8,16}[\dXx])\b\)?[.;]?")
_ISSN = re.compile(r"\(?\b[ep]?ISSN\s*:?\s*(?P<value>\d{4}-\d{3}[\dXx])\b\)?[.;]?")
_ARXIV = re.compile(
    r"\[?\barXiv\s*:\s*(?P<value>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:\s*\[[\w.-]+\])?\]?",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:Available (?:at|from|online at|online)\s*:?\s*|Retrieved from\s*:?\s*|"
    r"URL\s*:?\s*)?[<(]?(?P<value>https?://[^\s>)\]]+[^\s>)\].,;])[>)]?\.?",
    re.IGNORECASE,
)
_ACCESSED = re.compile(
    rf"[\[(]?(?:(?:last )?accessed|cited|retrieved|viewed)(?: on)?:?\s*(?P<value>{YEAR} {MONTH}(?: \d{{1,2}})?|"
    rf"\d{{1,2}} {MONTH},? {YEAR}|{MONTH} \d{{1,2}},? {YEAR}|{MONTH} {YEAR})[\])]?[.,;]?",
    re.IGNORECASE,
)
_EPUB = re.compile(
    rf"[\[(]?(?:Epub|Published online|Online ahead of print|Epub ahead of print)[,:]?\s+(?P<value>{DATE})[\])]?\.?"
)
_AHEAD = re.compile(
    r"[\[(]?\b(?:Epub ahead of print|Online ahead of print|[Ii]n press|[Aa]head of print|[Ff]orthcoming)\b[\])]?\.?"
)
_COLLECTION = re.compile(rf"\beCollection (?P<value>{YEAR}(?: {MONTH}(?: \d{{1,2}})?)?)\.?")
_PII = re.compile(r"\bpii: (?P<value>[\w()-][\w().-]*[\w)])\.?")
_MEDIUM = re.compile(r"\s*\[(?:Internet|Online|serial online|Electronic resource|online)\]", re.IGNORECASE)
_CORRECTION = re.compile(
    r"(?<=[.\s])(?:Erratum in|Comment in|Comment on|Retraction in|Update in|Republished in|"
    r"Corrected and republished)\b.*$"
)


def without_number(text: str) -> str:
    """`text` less the number or bullet that a list prints before it."""
    return _NUMBER.sub("", text, count=1)


def without_links(text: str) -> str:
    """`text` less the link words that web pages print after a reference ("- DOI - PMC - PubMed")."""
    for pattern in (_DASHED_LINKS, _BRACKETED_LINKS, _BARE_LINKS):
        text = pattern.sub("", text)
    return text


def take_identifiers(text: str) -> tuple[str, dict[str, str]]:
    """Cut identifiers, links and dates of access out of `text`; they come back as CSL fields."""
    fields: dict[str, str] = {}
    if found := _CORRECTION.search(text):
        fields["note"] = found.group().strip()
        text = text[: found.start()]
    text = _take_doi(text, fields)
    for name, pattern in _TAKEN:
        text = _take(text, pattern, name, fields)
    if "PMCID" in fields:
        fields["PMCID"] = re.sub(r"\s", "", fields["PMCID"]).upper()
    for name in ("available-date", "accessed"):
        if name in fields:
            fields[name] = edtf(fields[name]) or fields[name]
    if "arxiv" in fields:
        fields["number"] = f"arXiv:{fields.pop('arxiv')}"
    if _AHEAD.search(text):
        fields["status"] = _AHEAD.search(text).group().strip("[]() .")  # type: ignore[union-attr]
        text = _AHEAD.sub(" ", text)
    text = _MEDIUM.sub("", text)
    return re.sub(r"\s{2,}", " ", text).strip(), fields


def _take(text: str, pattern: re.Pattern[str], name: str, fields: dict[str, str]) -> str:
    found = pattern.search(text)
    if found is None:
        return text
    fields[name] = found.group("value").strip(" .")
    return f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}".strip()


def _take_doi(text: str, fields: dict[str, str]) -> str:
    while found := _DOI.search(text):
        doi = identifiers.trim_doi(found.group("doi"))
        after = text[found.start("doi") + len(doi) :].lstrip(" .,;)]")
        if "DOI" not in fields:
            fields["DOI"] = doi
        text = f"{text[: found.start()].rstrip()} {after}".strip()
    return text


_TAKEN = (
    ("PMID", _PMID),
    ("PMCID", _PMCID),
    ("ISBN", _ISBN),
    ("ISSN", _ISSN),
    ("arxiv", _ARXIV),
    ("URL", _URL),
    ("accessed", _ACCESSED),
    ("available-date", _EPUB),
    ("ecollection", _COLLECTION),
    ("pii", _PII),
)
