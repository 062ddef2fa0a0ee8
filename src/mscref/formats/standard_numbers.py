"""ISBN and ISSN told apart where a format has one place for both."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"(?<![\dX-])(?:97[89][- ]?)?(?:\d[- ]?){7,9}[\dXx](?![\d-])")


def sort(texts: Iterable[str], *, is_book: bool) -> tuple[list[str], list[str]]:
    """The ISBNs and the ISSNs among `texts`, by their number of digits; what has neither length goes by the type."""
    isbns: list[str] = []
    issns: list[str] = []
    for text in texts:
        found = _NUMBER.search(text)
        digits = re.sub(r"[^\dXx]", "", found.group()) if found else ""
        if len(digits) in (10, 13) or (len(digits) != 8 and is_book):
            isbns.append(text)
        else:
            issns.append(text)
    return isbns, issns
