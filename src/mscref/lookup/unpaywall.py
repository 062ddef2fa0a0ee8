"""Unpaywall: where a paper can be read freely (https://unpaywall.org/products/api). It wants a contact address."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from mscref.lookup.http import Web
from mscref.lookup.services import UNPAYWALL


def open_copy(web: Web, doi: str) -> str:
    """The https address of a free PDF of a paper, else of a page that has it; empty when there is none."""
    answer = web.get(UNPAYWALL, f"/{quote(doi, safe='')}", {"email": web.permission.contact}, absent=(404, 422))
    told = answer.json() if answer else None
    place = told.get("best_oa_location") if isinstance(told, Mapping) else None
    if not isinstance(place, Mapping):
        return ""
    addresses = (place.get(name) for name in ("url_for_pdf", "url_for_landing_page", "url"))
    return next((one for one in addresses if isinstance(one, str) and one.startswith("https://")), "")
