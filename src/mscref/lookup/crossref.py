"""Crossref's REST API: works by DOI, by words, and the notices that update them (https://api.crossref.org)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from mscref.lookup.http import Answer, Web
from mscref.lookup.services import CROSSREF

AT_ONCE = 20


def works(web: Web, dois: Sequence[str]) -> list[Mapping[str, Any]]:
    """The works with these DOIs, in any order; one that Crossref does not know is left out."""
    plain = [doi for doi in dois if "," not in doi and ":" not in doi]
    found: list[Mapping[str, Any]] = []
    for start in range(0, len(plain), AT_ONCE):
        some = plain[start : start + AT_ONCE]
        if len(some) > 1:
            found += _listed(web, {"filter": ",".join(f"doi:{doi}" for doi in some), "rows": str(AT_ONCE)})
    single = plain if len(plain) % AT_ONCE == 1 else []
    for doi in [*single[-1:], *(doi for doi in dois if doi not in plain)]:
        found += _whole(web.get(CROSSREF, f"/works/{quote(doi, safe='')}"))
    return found


def search(web: Web, words: str, *, rows: int = 3) -> list[Mapping[str, Any]]:
    """The works that fit a title with author and year best, best first."""
    return list(_listed(web, {"query.bibliographic": words[:500], "rows": str(rows)}))


def notices(web: Web, dois: Sequence[str]) -> list[Mapping[str, Any]]:
    """The works that retract, correct or otherwise update the works with these DOIs."""
    found: list[Mapping[str, Any]] = []
    plain = [doi for doi in dois if "," not in doi]
    for start in range(0, len(plain), AT_ONCE):
        updates = ",".join(f"updates:{doi}" for doi in plain[start : start + AT_ONCE])
        found += _listed(web, {"filter": updates, "rows": str(3 * AT_ONCE)})
    return found


def _listed(web: Web, params: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for message in _whole(web.get(CROSSREF, "/works", params)):
        items = message.get("items")
        yield from (item for item in items if isinstance(item, Mapping)) if isinstance(items, list) else ()


def _whole(answer: Answer | None) -> Iterator[Mapping[str, Any]]:
    """The message of an answer, once, when it is one."""
    told = answer.json() if answer else None
    message = told.get("message") if isinstance(told, Mapping) else None
    if isinstance(message, Mapping):
        yield message
