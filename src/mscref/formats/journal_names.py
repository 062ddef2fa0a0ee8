"""Journal names in full and abbreviated, by resources/journals.tsv and by the words that its names share.

NLM abbreviates by the words of ISO 4 and sets no full stops ("Exp Neurol"); ISO 4 sets one after each word that is cut
("Exp. Neurol."). A name outside the table is abbreviated only when the table knows every word in it.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

from mscref.settings import resource

JOURNALS = ("kept", "full", "nlm", "iso4")

_SMALL_WORDS = "a an and as at de der des di du e en et for from für in la le of on sur the to und with y &"
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\s,:;/]+")
_PLACE = re.compile(r"\s*\([^()]*\)$")


@functools.cache
def _rows() -> tuple[tuple[str, str], ...]:
    lines = resource("journals.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((row[0], row[1]) for row in rows if len(row) > 1 and row[1])


@functools.cache
def _by_name() -> dict[str, tuple[str, str]]:
    """Each row by its full name and by its abbreviation, both folded."""
    found: dict[str, tuple[str, str]] = {}
    for short, full in _rows():
        found.setdefault(_folded(full), (short, full))
        found.setdefault(_folded(short), (short, full))
    return found


def _folded(name: str) -> str:
    words = [word.strip(".").casefold() for word in _WORD.findall(name.replace("-", " "))]
    return " ".join(word for word in words if word and word not in _SMALL)


@functools.cache
def _by_word() -> dict[str, str]:
    """How the table's names abbreviate each of their words; a word that they leave as it is stands for itself."""
    seen: dict[str, Counter[str]] = {}
    for short, full in _rows():
        for cut, word in _paired(_PLACE.sub("", short), full) or ():
            seen.setdefault(word.casefold(), Counter())[cut] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in seen.items()}


def _paired(short: str, full: str) -> list[tuple[str, str]] | None:
    """Each word of an abbreviation with the word it stands for; None when they do not fit one to one."""
    cuts = [word.strip(".") for word in _WORD.findall(short)]
    words = [word for word in _WORD.findall(full) if word.casefold() not in _SMALL]
    if len(cuts) != len(words):
        return None
    return list(zip(cuts, words, strict=True)) if all(map(_stands_for, cuts, words)) else None


def _stands_for(cut: str, word: str) -> bool:
    """True when the letters of `cut` stand in `word` in their order, the first one first."""
    rest = iter(word.casefold())
    return cut[:1].casefold() == word[:1].casefold() and all(char in rest for char in cut.casefold())


def named(name: str, short: str, wish: str) -> tuple[str, str]:
    """A journal's name and its second, shorter name, as the choice `wish` (one of JOURNALS) wants them.

    `short` is the abbreviation that the reference itself holds, or empty.
    """
    if wish == "full":
        row = _by_name().get(_folded(name or short))
        return (row[1] if row and _is_short(name or short, row) else name or short), short if name else ""
    if wish == "kept" or not (name or short):
        return name, short
    return _abbreviated(name, short, with_stops=wish == "iso4"), ""


def _is_short(name: str, row: tuple[str, str]) -> bool:
    return _folded(name) == _folded(row[0])


def _abbreviated(name: str, short: str, *, with_stops: bool) -> str:
    row = _by_name().get(_folded(name or short))
    full = row[1] if row else name
    known = short or (row[0] if row else "") or _by_words(name)
    if not known:
        return name
    known = _PLACE.sub("", known)
    if not with_stops:
        return known.replace(".", "")
    if "." in known:
        return known
    pairs = _paired(known, full)
    if pairs is None:
        return known
    return " ".join(cut if cut.casefold() == word.casefold() else f"{cut}." for cut, word in pairs)


@functools.lru_cache(maxsize=4096)
def _by_words(name: str) -> str:
    """The abbreviation by words, empty when one of them is not known or there is only one."""
    words = [word for word in _WORD.findall(name) if word.casefold() not in _SMALL]
    cuts = [_by_word().get(word.casefold(), "") for word in words]
    return " ".join(cuts) if len(words) > 1 and all(cuts) else ""
