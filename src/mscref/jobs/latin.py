"""Write any script in ASCII letters, well enough for a citation key.

Accents are dropped, letters without a decomposition are spelled out, Greek and Cyrillic follow common scientific
romanisation, and other alphabets and syllabaries use the letter names of the Unicode standard. Ideographs have no
reading that Unicode knows: they give their code point (`u738b`), which is at least stable.
"""

from __future__ import annotations

import functools
import unicodedata

_SPELLED = {
    **dict(zip("łøđħŧıŋĸƒəɛɔ", ["l", "o", "d", "h", "t", "i", "ng", "k", "f", "e", "e", "o"], strict=True)),
    **dict(zip("ßæœðþĳ", ["ss", "ae", "oe", "d", "th", "ij"], strict=True)),
}
_GREEK_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_SOUNDS = "a b g d e z i th i k l m n x o p r s s t u f ch ps o"
_CYRILLIC_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщыэюяіїєґўђјљњћџѓќѕ"
_CYRILLIC_SOUNDS = (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch y e yu ya i i ie g u dj j lj nj c dz gj kj dz"
)
_GREEK = dict(zip(_GREEK_LETTERS, _GREEK_SOUNDS.split(), strict=True))
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_SOUNDS.split(), strict=True))
_SILENT = dict.fromkeys("ъь", "")
_LETTERS = {**_SPELLED, **_GREEK, **_CYRILLIC, **_SILENT}
_ALPHABETIC_NAMES = ("ARABIC", "HEBREW", "ARMENIAN", "SYRIAC", "THAANA")
_UNSPELLED = ("HYPHEN", "PROLONGED", "ITERATION", "SIGN", "MARK", "TATWEEL")


def to_ascii(text: str) -> str:
    """`text` in ASCII, letter by letter; what has no letter value (signs, emoji) is left out."""
    return text if text.isascii() else "".join(map(_letter, text))


@functools.lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    if char.isascii():
        return char
    spelled = _spelled(char)
    if spelled is None and unicodedata.name(char, "").startswith(("HANGUL SYLLABLE", "HIRAGANA", "KATAKANA")):
        spelled = _by_name(char)
    if spelled is not None:
        return spelled
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    if plain.isascii():
        return plain
    if plain != char:
        return to_ascii(plain)
    return _by_name(char)


def _spelled(char: str) -> str | None:
    small = _LETTERS.get(char.lower())
    if small is None:
        return None
    return small if char.islower() or not small else small[0].upper() + small[1:]


def _by_name(char: str) -> str:
    """A letter by its Unicode name: "HIRAGANA LETTER KA" -> ka, "HEBREW LETTER BET" -> b, an ideograph by number."""
    name = unicodedata.name(char, "")
    if "IDEOGRAPH" in name:
        return f"u{ord(char):x}"
    if unicodedata.category(char) == "Pd":
        return "-"
    script, _, letter = name.replace(" SMALL", "").replace(" CAPITAL", "").partition(" LETTER ")
    if name.startswith("HANGUL SYLLABLE "):
        return name.removeprefix("HANGUL SYLLABLE ").lower()
    if not letter or any(word in letter for word in _UNSPELLED):
        return ""
    last = letter.split()[-1].lower()
    return last[:1] if script in _ALPHABETIC_NAMES else last
