"""The words of a search, found again in a title or another text: blind to case and accents, as the search itself is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mscref.errors import QueryError
from mscref.model import query
from mscref.model.folding import fold


@lru_cache(maxsize=64)
def sought(text: str, column: str = "title") -> re.Pattern[str] | None:
    """What the words that a query seeks in a column of the search index look like in folded text; None without any."""
    try:
        tree = query.parse(text)
    except QueryError:
        return None
    looks = {_look(words) for words in _words(tree, column)} - {""}
    return re.compile("|".join(sorted(looks, key=len, reverse=True))) if looks else None


@lru_cache(maxsize=8192)
def spans(text: str, wanted: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Where in `text` the wanted words stand."""
    if text.isascii():
        return tuple(found.span() for found in wanted.finditer(text.lower()))
    folded = [fold(letter) for letter in text]
    places = [place for place, letters in enumerate(folded) for _ in letters]
    found = (one.span() for one in wanted.finditer("".join(folded)))
    return tuple((places[start], places[end - 1] + 1) for start, end in found)


def _words(tree: query.Query, column: str) -> Iterator[query.Words]:
    if isinstance(tree, query.Words) and (not tree.column or column in tree.column.split()):
        yield tree
    elif isinstance(tree, query.And | query.Or):
        for part in tree.parts:
            yield from _words(part, column)


def _look(words: query.Words) -> str:
    parts = re.findall(r"\w+", fold(words.text))
    if not parts:
        return ""
    return r"(?<!\w)" + r"\W+".join(map(re.escape, parts)) + ("" if words.is_prefix else r"(?!\w)")
