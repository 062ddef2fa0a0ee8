"""The five levels of study design: name, letter and colours that colour-blind readers can tell apart."""

from __future__ import annotations

from dataclasses import dataclass

from mscref.model.holdings import DESIGN_LEVELS


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
