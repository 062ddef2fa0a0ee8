"""What a bubble tells beside its number: five levels of study design, and the user's judgement of the risk of bias.

Both are told by a letter or a kind of line besides the colour, and the colours differ for every kind of sight.
"""

from __future__ import annotations

from dataclasses import dataclass

from mscref.model.holdings import APPRAISALS, DESIGN_LEVELS


@dataclass(frozen=True, slots=True)
class Level:
    """One level of study design; `ink` is the colour of text on `colour`, the same in light and dark."""

    id: str
    letter: str
    label: str
    colour: str
    ink: str


_STYLES = {
    "synthesis": ("S", "Systematic review, meta-analysis", "#5b2a86", "#ffffff"),
    "rct": ("R", "Randomised trial", "#0f68c9", "#ffffff"),
    "clinical": ("C", "Other clinical study", "#62b5ea", "#10202e"),
    "animal": ("A", "Animal study", "#efd03c", "#2b2405"),
    "other": ("O", "In vitro, other or not stated", "#9aa1ac", "#14171b"),
}
LEVELS = tuple(Level(id, *_STYLES[id]) for id in DESIGN_LEVELS)
_BY_ID = {level.id: level for level in LEVELS}


def level(id: str) -> Level:
    """The level of a design; an unknown or empty one is "other"."""
    return _BY_ID.get(id, _BY_ID["other"])


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement of the risk of bias: the arc around a bubble in its colour, drawn with its `dashes` (in pixels)."""

    id: str
    label: str
    colour: str
    dashes: tuple[float, ...]


_ARCS = {
    "low": ("Low risk of bias", "#1f9d63", ()),
    "some": ("Some concerns", "#d98a00", (6.0, 2.5)),
    "high": ("High risk of bias", "#cf3a3a", (1.8, 2.2)),
}
JUDGEMENTS = tuple(Judgement(id, *_ARCS[id]) for id in APPRAISALS)
