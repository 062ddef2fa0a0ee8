"""arXiv's API: preprints by number, as an Atom feed (https://info.arxiv.org/help/api/user-manual.html)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mscref.lookup.http import Web
from mscref.lookup.services import ARXIV

_NUMBER = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
_AT_ONCE = 50


def feed(web: Web, numbers: Sequence[str]) -> str:
    """The Atom feed of at most fifty preprints, empty when there is nothing to ask for."""
    wanted = [number for number in dict.fromkeys(numbers) if _NUMBER.fullmatch(number)][:_AT_ONCE]
    if not wanted:
        return ""
    params = {"id_list": ",".join(wanted), "max_results": str(_AT_ONCE)}
    answer = web.get(ARXIV, "/query", params, kind="xml", accept="application/atom+xml", absent=(400, 404))
    return answer.text() if answer else ""
