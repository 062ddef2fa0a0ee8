"""ClinicalTrials.gov, version 2 of its API: one study by its number (https://clinicaltrials.gov/data-api/api)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mscref.lookup.http import Web
from mscref.lookup.services import TRIALS

_NUMBER = re.compile(r"NCT0\d{7}")


def study(web: Web, number: str) -> Mapping[str, Any] | None:
    """The study with an NCT number as the registry gives it, None for one that it does not know."""
    if not _NUMBER.fullmatch(number):
        return None
    answer = web.get(TRIALS, f"/studies/{number}", absent=(400, 404))
    told = answer.json() if answer else None
    return told if isinstance(told, Mapping) and isinstance(told.get("protocolSection"), Mapping) else None
