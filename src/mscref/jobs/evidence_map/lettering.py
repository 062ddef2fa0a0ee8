"""Fit words into a given width without a font at hand, by the usual widths of a sans-serif face."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NARROW = frozenset("iljtfrI.,'|:;!()[]-/ ")
_WIDE = frozenset("mwMW@%")


def width_of(text: str, size: float) -> float:
    """About how wide `text` is at a font size, in the same unit, a little on the wide side."""
    return size * sum(map(_width, text))


def _width(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.95
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.72 if char.isupper() else 0.6


def wrapped(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """`text` broken at spaces and hyphens into at most `most` lines of `width`; what does not fit ends in "…"."""
    lines: list[str] = []
    for piece in _pieces(text):
        if lines and width_of((lines[-1] + piece).rstrip(), size) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    kept = [line.strip() for line in lines[:most]]
    if len(lines) > most:
        kept[-1] += "…"
    return tuple(_cut(line, width, size) for line in kept)


def _pieces(text: str) -> Iterator[str]:
    for word in text.split():
        head, hyphen, tail = word.partition("-")
        if hyphen and tail:
            yield head + hyphen
            yield f"{tail} "
        else:
            yield f"{word} "


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width:
        return line
    while len(line) > 1 and width_of(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip('…')}…"
