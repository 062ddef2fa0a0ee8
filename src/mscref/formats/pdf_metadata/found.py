"""What the parts of this room hand each other: a value and why it is believed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mscref.model.reading import Provenance

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its confidence (0 to 1), its source ("page", "xmp", "info", ...) and printed line."""

    value: str
    confidence: float
    source: str = "page"
    page: int | None = None
    line: str = ""

    @property
    def provenance(self) -> Provenance:
        return Provenance(self.source, self.page, self.line[:300], round(self.confidence, 2))


def fold(text: str) -> str:
    """Letters and digits only, without accents and case: what two printings of the same words share."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if c.isalnum())
