"""Europe PMC's search: papers by PMCID, PMID or DOI (https://europepmc.org/RestfulWebService)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mscref.lookup.http import Web
from mscref.lookup.services import EUROPE_PMC

_FIELDS = {"PMCID": "PMCID:{}", "PMID": "EXT_ID:{} AND SRC:MED", "DOI": 'DOI:"{}"'}
_PLAIN = re.compile(r'[^\s"\\]{1,300}')


def papers(web: Web, kind: str, value: str) -> list[Mapping[str, Any]]:
    """The papers with an identifier; `kind` is PMCID, PMID or DOI."""
    if not _PLAIN.fullmatch(value):
        return []
    params = {"query": _FIELDS[kind].format(value), "format": "json", "resultType": "core", "pageSize": "3"}
    answer = web.get(EUROPE_PMC, "/search", params)
    told = answer.json() if answer else None
    listed = told.get("resultList") if isinstance(told, Mapping) else None
    results = listed.get("result") if isinstance(listed, Mapping) else None
    return [one for one in results if isinstance(one, Mapping)] if isinstance(results, list) else []
