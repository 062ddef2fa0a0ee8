"""Letters, dashes and spaces of printed references: character classes for patterns, and tidying."""

from __future__ import annotations

import re
import unicodedata

_RANGES = ((0x41, 0x250), (0x370, 0x530), (0x1E00, 0x1F00))
_LETTERS = [chr(code) for low, high in _RANGES for code in range(low, high) if chr(code).isalpha()]

UPPER = "".join(letter for letter in _LETTERS if letter.isupper() or letter.istitle())
LOWER = "".join(letter for letter in _LETTERS if letter.islower())
LETTER = UPPER + LOWER + "\u0300-\u036f"
DASH = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
HYPHEN = "\\-\u2010\u2011\u00ad"
APOSTROPHE = "'\u2019\u2018`\u02bc\u00b4"
OPEN_QUOTE = '"\u201c\u201e\u00ab'
CLOSE_QUOTE = '"\u201d\u201c\u00bb'
YEAR = r"(?:1[6-9]|20)\d\d"

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile("[\u0002\u200b-\u200f\u2060\ufeff\ufffe\u00ad]")
_SPACED_NUMBER = re.compile(r"\(\s*(\d[^()]*?)\s*\)")
_DASHES = re.compile(f"[{DASH}]")


def tidy(text: str) -> str:
    """One line of composed Unicode text with single spaces; "( 2000 )" is tightened."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _SPACED_NUMBER.sub(r"(\1)", _SPACES.sub(" ", text)).strip()


def plain_dashes(text: str) -> str:
    """`text` with every dash a plain hyphen, and none spaced."""
    return re.sub(r"\s*-+\s*", "-", _DASHES.sub("-", text))


def fold(text: str) -> str:
    """A form for comparing: no accents, lower case, letters and digits alone, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return " ".join(re.findall(r"[^\W_]+", bare))
