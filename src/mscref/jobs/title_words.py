"""The words of a title in ASCII letters, as citation keys take them: without markup, stop words and bare numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from mscref.jobs.latin import to_ascii

_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span|em|strong)\b[^>]*>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\b[dlDL]['\u2019](?=\w)")
_STOP_WORDS = (
    "a an and are as at by do does for from has have how in into is it its nor not of off on onto or our out over "
    "per so than that the their these this those to toward towards under up upon via was were what when where "
    "whether which who why with within without "
    "der die das den dem des ein eine einer eines einem und oder von vom zu zum zur im am mit bei auf aus nach "
    "le la les un une du de et ou en au aux sur pour par dans avec "
    "el los las una unos unas y o del al con para por sobre "
    "il lo gli i uno e ed di da della dello delle dei degli nel nella sul sulla tra fra"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())


def words(text: str, spell: Callable[[str], str] = to_ascii) -> Iterator[str]:
    """All words of a title, markup left out; `spell` writes them in ASCII."""
    plain = _ELISION.sub("", _MARKUP.sub("", text))
    for word in _WORD.findall(unicodedata.normalize("NFC", plain)):
        latin = "".join(_WORD.findall(spell(word)))
        if latin:
            yield latin


def significant(text: str, spell: Callable[[str], str] = to_ascii) -> Iterator[str]:
    """The words of a title that say something: no stop words, no bare numbers."""
    return (word for word in words(text, spell) if not word.isdigit() and word.casefold() not in STOP_WORDS)
