"""PubMed's E-utilities: records by number, and numbers by DOI or title (https://www.ncbi.nlm.nih.gov/books/NBK25499/)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mscref.lookup.http import Web
from mscref.lookup.services import PUBMED

AT_ONCE = 100
_DOIS_AT_ONCE = 20
_SPECIAL = re.compile(r"[\[\]()\"*/:|&]+")
_NUMBER = re.compile(r"\d{1,9}")


def records(web: Web, pmids: Sequence[str]) -> list[str]:
    """The records with these numbers as texts of PubMed XML, each of at most a hundred; unknown ones are left out."""
    numbers = list(dict.fromkeys(pmid for pmid in pmids if _NUMBER.fullmatch(pmid)))
    found = []
    for start in range(0, len(numbers), AT_ONCE):
        params = {"db": "pubmed", "id": ",".join(numbers[start : start + AT_ONCE]), "retmode": "xml"}
        answer = web.get(PUBMED, "/efetch.fcgi", _signed(web, params), kind="xml", absent=(400, 404))
        if answer:
            found.append(answer.text())
    return found


def numbers_of_dois(web: Web, dois: Sequence[str]) -> list[str]:
    """The PubMed numbers of the papers with these DOIs, in any order."""
    usable = [doi for doi in dois if '"' not in doi]
    found: list[str] = []
    for start in range(0, len(usable), _DOIS_AT_ONCE):
        term = " OR ".join(f'"{doi}"[aid]' for doi in usable[start : start + _DOIS_AT_ONCE])
        found += _numbers(web, term, 2 * _DOIS_AT_ONCE)
    return found


def numbers_of_title(web: Web, title: str, author: str = "", year: str = "") -> list[str]:
    """The PubMed numbers of at most three papers that may be meant, best first."""
    words = _SPECIAL.sub(" ", title).strip()
    parts = [f"{words[:400]}[ti]"]
    if author:
        parts.append(f"{_SPECIAL.sub(' ', author).strip()}[au]")
    if year.isdecimal():
        parts.append(f"{int(year) - 1}:{int(year) + 1}[dp]")
    return _numbers(web, " AND ".join(parts), 3) if words else []


def _numbers(web: Web, term: str, most: int) -> list[str]:
    params = {"db": "pubmed", "term": term, "retmode": "json", "retmax": str(most), "sort": "relevance"}
    answer = web.get(PUBMED, "/esearch.fcgi", _signed(web, params))
    told = answer.json() if answer else None
    result = told.get("esearchresult") if isinstance(told, Mapping) else None
    numbers = result.get("idlist") if isinstance(result, Mapping) else None
    if not isinstance(numbers, list):
        return []
    return [number for number in numbers[:most] if isinstance(number, str) and _NUMBER.fullmatch(number)]


def _signed(web: Web, params: Mapping[str, str]) -> dict[str, str]:
    """Parameters with the name of the tool, and the contact address if there is one, as NCBI asks for."""
    contact = {"email": web.permission.contact} if web.permission.contact else {}
    return {**params, "tool": "mscref", **contact}
