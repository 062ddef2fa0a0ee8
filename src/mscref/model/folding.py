"""Folding text for comparing, sorting and searching: without accents, case and markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Letters that Unicode does not decompose, so that no removal of diacritics reaches them.
_LETTERS = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "ẞ": "SS", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N",
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS)
_SPECIAL = re.compile(f"[{''.join(_LETTERS)}]")
_TAG = re.compile(r"</?(?:i|b|sup|sub|sc|span)(?:\s[^<>]{0,80})?>", re.IGNORECASE)
_NOISE = re.compile(r"[^\w]+")
_UNWANTED = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without NUL and lone surrogates, which no database and no UTF-8 file can keep."""
    return _UNWANTED.sub("", text) if not text.isascii() or "\x00" in text else text


def is_clean(text: str) -> bool:
    """True when `clean` would change nothing."""
    return _UNWANTED.search(text) is None


def search_form(text: str) -> str:
    """`text` as the search index keeps it: letters that have no decomposition are spelled out (ł -> l, ß -> ss).

    The index itself removes the remaining diacritics and case.
    """
    return text if text.isascii() or not _SPECIAL.search(text) else text.translate(_TABLE)


def fold(text: str) -> str:
    """`text` in lower case, without accents ("Łukaszewicz" -> "lukaszewicz")."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", search_form(text))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def without_markup(text: str) -> str:
    """`text` without the tags that a title may hold (<i>, <b>, <sup>, <sub>, <span>)."""
    return _TAG.sub("", text) if "<" in text else text


def sort_form(text: str) -> str:
    """The form by which titles and journals are sorted and compared: folded words, single spaces between."""
    return _NOISE.sub(" ", fold(without_markup(text))).strip()


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that looks most like `name`, empty when none does."""
    import difflib

    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)
    return near[0] if near else ""
