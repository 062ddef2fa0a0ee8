"""Chips: a term's short name on a tint of its own, painted in lists and panels. Colour never speaks alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from mscref.gui.theme import Theme, Tint, scaled
from mscref.model.facets import Vocabulary

_FACET_TINTS = {
    "condition": "violet",
    "cell_source": "teal",
    "donor": "slate",
    "product_form": "amber",
    "route": "blue",
    "model": "lime",
    "study_type": "green",
    "phase": "orange",
    "outcome": "slate",
}
_TERM_TINTS = {
    ("condition", "neuromuscular"): "orange",
    ("condition", "neuroinflammatory"): "blue",
    ("condition", "cns-injury"): "teal",
    ("condition", "musculoskeletal"): "amber",
    ("condition", "cardiovascular"): "rose",
    ("cell_source", "bone-marrow"): "rose",
    ("cell_source", "bone-marrow-mnc"): "rose",
    ("cell_source", "adipose"): "amber",
    ("cell_source", "adipose-svf"): "amber",
    ("cell_source", "umbilical-cord"): "green",
    ("cell_source", "cord-blood"): "green",
    ("cell_source", "placenta"): "pink",
    ("cell_source", "dental"): "orange",
    ("cell_source", "ipsc"): "blue",
    ("cell_source", "nsc"): "violet",
}
_MAX_CHARACTERS = 18


@dataclass(frozen=True, slots=True)
class Chip:
    """What is painted: `text` on the tint called `tint`; `full` is the term's whole label for tooltips."""

    text: str
    tint: str
    full: str


@lru_cache(maxsize=4096)
def chip(vocabulary: Vocabulary, facet: str, term_id: str) -> Chip:
    """The chip of a term: its abbreviation, or its label cut short."""
    term = vocabulary.get(facet, term_id)
    short = term.short if term else term_id
    text = short if len(short) <= _MAX_CHARACTERS else short[: _MAX_CHARACTERS - 1].rstrip() + "…"
    return Chip(text, tint_name(vocabulary, facet, term_id), term.label if term else term_id)


def tint_name(vocabulary: Vocabulary, facet: str, term_id: str) -> str:
    """The tint of a term: its own, that of the nearest term above it, or its facet's."""
    for name in (term_id, *vocabulary.ancestors(facet, term_id)):
        if (facet, name) in _TERM_TINTS:
            return _TERM_TINTS[facet, name]
    return _FACET_TINTS.get(facet, "slate")


def chip_font(font: QFont) -> QFont:
    """The font of a chip's text in a row set in `font`."""
    return scaled(font, 0.84, QFont.Weight.DemiBold)


def chip_height(font: QFont) -> float:
    """The height of a chip in a row set in `font`."""
    return QFontMetricsF(chip_font(font)).height() + 4


@lru_cache(maxsize=4096)
def _text_width(text: str, font_key: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def chip_width(text: str, font: QFont) -> float:
    """The width of a chip with `text`, its padding included."""
    small = chip_font(font)
    return _text_width(text, small.key(), small) + 16


def paint_chip(painter: QPainter, place: QRectF, text: str, tint: Tint, *, dashed: bool = False) -> None:
    """Paint one chip; the painter's font must be `chip_font`. A dashed edge says: proposed, not settled."""
    radius = place.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tint.ground))
    painter.drawRoundedRect(place, radius, radius)
    if dashed:
        painter.setPen(QPen(QColor(tint.ink), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(QColor(tint.ink))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def paint_row(painter: QPainter, place: QRectF, shown: Iterable[Chip], theme: Theme, font: QFont) -> None:
    """Paint chips from left to right in `place`; those that do not fit are counted as "+2"."""
    painter.setFont(chip_font(font))
    height = chip_height(font)
    top = place.top() + (place.height() - height) / 2
    left = place.left()
    todo = list(shown)
    for number, one in enumerate(todo):
        width = chip_width(one.text, font)
        more = len(todo) - number - 1
        room = place.right() - left - (chip_width(f"+{more}", font) + 5 if more else 0)
        if width > room and number:
            painter.setPen(QColor(theme.muted))
            rest = QRectF(left, top, place.right() - left, height)
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"+{more + 1}")
            return
        box = QRectF(left, top, min(width, place.right() - left), height)
        paint_chip(painter, box, one.text, theme.tints[one.tint])
        left += width + 5
