"""Numbers written out in English, as abstracts do at the start of a sentence: "forty-eight patients"."""

from __future__ import annotations

import re

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL = {word: number for number, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_TENS = {
    word: 10 * number
    for number, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_UNIT = "|".join(word for word in _SMALL if word != "zero")
_TEN = "|".join(_TENS)
# A number word up to "one hundred ninety-nine"; letter case is folded by `number_of`.
NUMBER_WORD = (
    rf"(?i:(?:(?:one|two|three|a) hundred(?: and)? )?(?:(?:{_TEN})[- ](?:{_UNIT})|{_TEN}|{_UNIT})|(?:one|two) hundred)"
)
_PART = re.compile(r"[a-z]+")


def number_of(text: str) -> float:
    """The number that digits or words say; thousands may be parted by a comma or a space."""
    digits = re.sub(r"[,\s\u2009\u202f\u00a0]", "", text).replace("·", ".")
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return float(digits)
    total = 0
    for word in _PART.findall(text.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += _SMALL.get(word, 0) + _TENS.get(word, 0) + (word == "a")
    return float(total)
