"""The evidence map drawn: two facets crossed, as values for the window, as SVG, as CSV and for a terminal.

Convention (Campbell Collaboration's guidance on evidence and gap maps; BIREME's maps): rows are the population,
columns the intervention, empty cells stay visible because the gap is the message. The area of a bubble is the
number of distinct references; its colour and letter tell the strongest study design. Green, orange and red stay
free for the ring around it: the risk of bias as the user has judged it.
"""

from __future__ import annotations

from mscref.jobs.evidence_map.drawing import svg
from mscref.jobs.evidence_map.folding import Folded, fold, groups
from mscref.jobs.evidence_map.geometry import Arc, Bubble, Cell, Group, Heading, Layout, layout
from mscref.jobs.evidence_map.levels import JUDGEMENTS, LEVELS, Judgement, Level, level
from mscref.jobs.evidence_map.listing import csv, text

__all__ = [
    "JUDGEMENTS",
    "LEVELS",
    "Arc",
    "Bubble",
    "Cell",
    "Folded",
    "Group",
    "Heading",
    "Judgement",
    "Layout",
    "Level",
    "csv",
    "fold",
    "groups",
    "layout",
    "level",
    "svg",
    "text",
]
