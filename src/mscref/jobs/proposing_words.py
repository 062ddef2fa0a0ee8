"""Reading words for tagging: British and American, plural and singular, glued and misspelt words read alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"[A-Za-z]{4,}(?=\d)|(?:[^\W_]|['’ʼ´](?=s\b))+")
_MARKUP = re.compile(r"</?(?:i|b|em|sub|sup|span)\b[^>]*>")
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\[(\"“']?[A-Z0-9])")
_NO_SENTENCE_END = re.compile(r"(?:\b(?:vs|al|approx|ca|cf|Dr|e\.g|i\.e|i\.v|i\.p|i\.m|Fig|No|resp|St)|\b[A-Z])\.$")
_BREAKS = frozenset(".;:!?()[]—")

_BRITISH = (
    ("ae", "e"),
    ("oe", "e"),
    ("our", "or"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ageing", "aging"),
    ("yse", "yze"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("leuc", "leuk"),
)
COMMA = ","
_SINGLE_STOPS = _BREAKS | {COMMA}
_TRIPLED = re.compile(r"([a-z])\1{2,}")
_SHORTEST_MISSPELT = 8
_SHORTEST_PART = 4


class Word(NamedTuple):
    """One word of a text: its common spelling, its exact spelling when it looks like an abbreviation, its place.

    `breaks` is true when a stop, colon, bracket or dash stands before it, `comma` when a comma does.
    """

    common: str
    exact: str
    start: int
    end: int
    breaks: bool = False
    comma: bool = False


def common_spelling(word: str) -> str:
    """Lower case without accents, possessive, plural or tripled letter, American: "Ischaemias" -> "ischemia"."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    folded = re.sub(r"['’ʼ´]s$", "", folded)
    if len(folded) > 5:
        folded = _TRIPLED.sub(r"\1\1", folded)
        for british, american in _BRITISH:
            folded = folded.replace(british, american)
    return _singular(folded)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return f"{word[:-3]}y"
    return word[:-1]


def exact_spelling(word: str) -> str:
    """The word as an abbreviation ("MSCs" -> "=MSC"), or nothing when it is an ordinary word."""
    bare = word[:-1] if len(word) > 2 and word.endswith("s") and word[-2].isupper() else word
    capitals = sum(c.isupper() for c in bare)
    digits = sum(c.isdigit() for c in bare)
    if len(bare) >= 2 and capitals and (capitals + digits) * 2 >= len(bare) and (capitals >= 2 or digits):
        return f"={bare}"
    return ""


def keys(phrase: str) -> tuple[str, ...]:
    """How a phrase of the rules is looked up, word by word: abbreviations exactly, other words in common spelling.

    A comma counts as a word: a phrase never reaches over a comma that it does not have itself.
    """
    found: list[str] = []
    for number, part in enumerate(phrase.split(COMMA)):
        found += [COMMA] if number else []
        found += [exact_spelling(raw) or common_spelling(raw) for raw in _WORD.findall(part)]
    return tuple(found)


def sentences(text: str) -> list[tuple[int, int]]:
    """The places of the sentences of a text."""
    found = []
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        if _NO_SENTENCE_END.search(text, max(start, gap.start() - 12), gap.start()):
            continue
        found.append((start, gap.start()))
        start = gap.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return found


class Speller:
    """Turns texts into words, given all the words that rules know.

    A long word that is unknown is read as two known words that were glued together, or as the known word that it
    misspells by one or two letters, not the first two. `lookalikes` are right words that resemble known ones,
    `prefixes` are beginnings that make no word of their own.
    """

    def __init__(self, known: Iterable[str], lookalikes: Iterable[str] = (), prefixes: Iterable[str] = ()) -> None:
        self._known = frozenset(k for k in known if not k.startswith("="))
        self._long: dict[str, list[str]] = {}
        for word in sorted(k for k in self._known if len(k) >= _SHORTEST_MISSPELT and k.isalpha()):
            self._long.setdefault(word[:2], []).append(word)
        self._prefixes = frozenset(prefixes)
        self._right = frozenset(common_spelling(word) for word in lookalikes)
        self._readings: dict[str, tuple[tuple[str, ...], str]] = {}

    def words(self, text: str) -> list[Word]:
        """The words of a text in order; a glued word gives several, markup none."""
        if "<" in text:
            text = _MARKUP.sub(lambda tag: " " * len(tag.group()), text)
        found: list[Word] = []
        readings = self._readings
        last = 0
        for match in _WORD.finditer(text):
            raw = match.group()
            reading = readings.get(raw)
            if reading is None:
                reading = readings[raw] = self._read(raw)
            start, end = match.span()
            common, exact = reading
            if start - last > 1 or text[last:start] in _SINGLE_STOPS:
                gap = text[last:start]
                found.append(Word(common[0], exact, start, end, not _BREAKS.isdisjoint(gap), COMMA in gap))
            else:
                found.append(Word(common[0], exact, start, end))
            if len(common) > 1:
                found.extend(Word(part, "", start, end) for part in common[1:])
            last = end
        return found

    def _read(self, raw: str) -> tuple[tuple[str, ...], str]:
        exact = exact_spelling(raw)
        common = common_spelling(raw)
        if common in self._known or not raw.isalpha():
            return (common,), exact
        parts = _GLUED.split(raw)
        if len(parts) > 1:
            return tuple(self._correct(common_spelling(part)) for part in parts), exact
        return self._unglue(common) or (self._correct(common),), exact

    def _unglue(self, word: str) -> tuple[str, ...]:
        if len(word) < 2 * _SHORTEST_PART or word in self._right:
            return ()
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            left, right = _singular(word[:cut]), word[cut:]
            if left in self._known and right in self._known and left not in self._prefixes:
                return left, right
        return ()

    def _correct(self, word: str) -> str:
        if len(word) < _SHORTEST_MISSPELT or word in self._known or word in self._right:
            return word
        alike = self._long.get(word[:2])
        if not alike:
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) < 11 else 2
        near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=allowed)
        return str(near[0]) if near else word
