"""doi.org: what the agency that registered a DOI says of it, as CSL-JSON (https://citation.doi.org/docs.html)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mscref.lookup.http import Web
from mscref.lookup.services import DOI

_CSL_JSON = "application/vnd.citationstyles.csl+json"


def item(web: Web, doi: str) -> Mapping[str, Any] | None:
    """The CSL item of a DOI of any agency, None when no agency knows it or it has none."""
    answer = web.get(DOI, f"/{quote(doi, safe='/')}", accept=_CSL_JSON, absent=(404, 406))
    told = answer.json() if answer else None
    return told if isinstance(told, Mapping) else None
