"""What the parts of this room hand each other: a value and why it is believed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mscref.formats.pdf_text import Line
from mscref.model.reading import Provenance

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its confidence (0 to 1), its source ("page", "xmp", "info", ...) and the lines it was read off.

    A value spelled as XMP has it and found again on a page has both: source "xmp" and the lines.
    """

    value: str
    confidence: float
    source: str = "page"
    lines: tuple[Line, ...] = ()

    @property
    def provenance(self) -> Provenance:
        """Where the value was seen: the first line's page and text, and the box of all lines on that page."""
        confidence = round(self.confidence, 2)
        if not self.lines:
            return Provenance(self.source, confidence=confidence)
        first = self.lines[0]
        return Provenance(self.source, first.page, first.text[:300], confidence, _around(self.lines))


def _around(lines: Iterable[Line]) -> tuple[float, float, float, float]:
    """The box around lines, those on other pages than the first one's apart."""
    first, *others = lines
    boxes = [first.box, *(line.box for line in others if line.page == first.page)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def fold(text: str) -> str:
    """Letters and digits only, without accents and case: what two printings of the same words share."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if c.isalnum())
