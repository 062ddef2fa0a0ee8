"""The evidence map as SVG, fit for print: text stays text, every bubble says what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import cos, radians, sin

from mscref.jobs.evidence_map.folding import Folded
from mscref.jobs.evidence_map.geometry import (
    FOOT,
    GROUP_BAND,
    HEAD,
    LEGEND_LINE,
    MARGIN,
    RING_GAP,
    RING_WIDTH,
    Arc,
    Bubble,
    Cell,
    Heading,
    Layout,
    layout,
)
from mscref.jobs.evidence_map.lettering import width_of
from mscref.jobs.evidence_map.levels import JUDGEMENTS, LEVELS, Judgement
from mscref.model.facets import Vocabulary
from mscref.model.holdings import EvidenceMap

_FONTS = "'Noto Sans', 'DejaVu Sans', 'Helvetica Neue', Arial, sans-serif"
_KEYS_IN_TIP = 30


@dataclass(frozen=True, slots=True)
class _Paper:
    ground: str
    text: str
    quiet: str
    faint: str
    line: str
    band: str


_LIGHT = _Paper("#ffffff", "#16191d", "#5c6470", "#8a919c", "#dde1e6", "#f4f6f8")
_DARK = _Paper("#1b1e23", "#eef0f3", "#a9b1bc", "#7d8590", "#383d45", "#23272e")


def svg(
    map: EvidenceMap, vocabulary: Vocabulary, *, title: str = "", dark: bool = False, folded: Folded = ((), ())
) -> str:
    """The map as one SVG document (1.1, no scripts, nothing loaded from elsewhere)."""
    plan = layout(map, vocabulary, folded=folded)
    paper = _DARK if dark else _LIGHT
    heading = _printable(title) or "Evidence map"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{plan.width:g}" height="{plan.height:g}" '
        f'viewBox="0 0 {plan.width:g} {plan.height:g}" role="img" font-family="{escape(_FONTS)}" font-size="13">\n',
        f"<title>{escape(heading)}</title>\n<desc>{escape(f'{plan.subtitle}. {plan.notes[0]}')}</desc>\n",
        f'<rect width="{plan.width:g}" height="{plan.height:g}" fill="{paper.ground}"/>\n',
        _text(MARGIN, 36, heading, paper.text, size=20, weight=700),
        _text(MARGIN, 58, plan.subtitle, paper.quiet, size=12),
        *_groups(plan, paper),
        *_headings(plan, paper),
        *(_cell(cell, paper) for cell in plan.cells),
        *_legend(plan, paper),
        "</svg>\n",
    ]
    return "".join(parts)


def _text(
    x: float, y: float, words: str, colour: str, *, size: float = 13, weight: int = 400, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(_printable(words))}</text>\n'
    )


def _printable(words: str) -> str:
    """XML 1.0 has no place for control characters and lone surrogates."""
    return "".join(c for c in words if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")


def _groups(plan: Layout, paper: _Paper) -> Iterator[str]:
    for group in plan.column_groups:
        middle = group.x + group.length / 2
        yield (
            f'<rect x="{group.x + 2:.1f}" y="{HEAD:.1f}" width="{group.length - 4:.1f}" height="{GROUP_BAND - 4:.1f}" '
            f'rx="4" fill="{paper.band}"/>\n'
        )
        label = _shortened(group.label, group.length - 12)
        yield _text(middle, group.y + 2, label, paper.quiet, size=11, weight=600, anchor="middle")
    for group in plan.row_groups:
        yield _text(group.x, group.y + 5, group.label.upper(), paper.quiet, size=11, weight=600)


def _shortened(label: str, width: float) -> str:
    if width_of(label, 11) <= width:
        return label
    while label and width_of(f"{label}…", 11) > width:
        label = label[:-1]
    return f"{label.rstrip()}…"


def _headings(plan: Layout, paper: _Paper) -> Iterator[str]:
    for column in plan.columns:
        yield from _stack(column, column.y - 8 * (len(column.lines) - 1) + 5, paper, "middle")
    for row in plan.rows:
        first = row.y - 8 * len(row.lines) + 8
        yield from _stack(row, first, paper, "start")
        held = f"{row.references:,} {'reference' if row.references == 1 else 'references'}"
        yield _text(row.x, first + 16 * len(row.lines), held, paper.quiet, size=11)


def _stack(heading: Heading, y: float, paper: _Paper, anchor: str) -> Iterator[str]:
    for i, line in enumerate(heading.lines):
        yield _text(heading.x, y + 16 * i, line, paper.text, weight=600, anchor=anchor)


def _cell(cell: Cell, paper: _Paper) -> str:
    middle_x, middle_y = cell.x + cell.width / 2, cell.y + cell.height / 2
    frame = (
        f'<rect x="{cell.x:.1f}" y="{cell.y:.1f}" width="{cell.width:.1f}" height="{cell.height:.1f}" '
        f'fill="none" stroke="{paper.line}"/>\n'
    )
    if cell.bubble is None:
        return frame + _text(middle_x, middle_y + 4, "gap", paper.faint, size=11, anchor="middle")
    return f"{frame}<g>\n<title>{escape(_printable(_tip(cell)))}</title>\n{_bubble(cell.bubble, paper)}</g>\n"


def _tip(cell: Cell) -> str:
    keys = ", ".join(cell.keys[:_KEYS_IN_TIP])
    more = len(cell.keys) - _KEYS_IN_TIP
    return f"{cell.tip}: {keys}{f' and {more} more' if more > 0 else ''}"


def _bubble(bubble: Bubble, paper: _Paper) -> str:
    x, y, level = bubble.x, bubble.y, bubble.level
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{bubble.radius:.2f}" fill="{level.colour}"/>\n'
    circle += "".join(_arc(bubble, arc) for arc in bubble.arcs)
    if bubble.inside:
        number = _text(x, y + 2, f"{bubble.n:,}", level.ink, size=12, weight=700, anchor="middle")
        return circle + number + _text(x, y + 11, level.letter, level.ink, size=8, weight=600, anchor="middle")
    beside = f"{bubble.n:,} {level.letter}"
    return circle + _text(bubble.beside, y + 4, beside, paper.text, size=11, weight=600)


def _arc(bubble: Bubble, arc: Arc) -> str:
    radius, judgement = bubble.radius + RING_GAP, arc.judgement
    look = f'fill="none" stroke="{judgement.colour}" stroke-width="{RING_WIDTH:g}"'
    if judgement.dashes:
        look += f' stroke-dasharray="{" ".join(f"{dash:g}" for dash in judgement.dashes)}"'
    if arc.span >= 360:
        return f'<circle cx="{bubble.x:.1f}" cy="{bubble.y:.1f}" r="{radius:.2f}" {look}/>\n'
    ends = [
        f"{bubble.x + radius * sin(radians(turn)):.2f} {bubble.y - radius * cos(radians(turn)):.2f}"
        for turn in (arc.start, arc.start + arc.span)
    ]
    return f'<path d="M {ends[0]} A {radius:.2f} {radius:.2f} 0 {int(arc.span > 180)} 1 {ends[1]}" {look}/>\n'


def _legend(plan: Layout, paper: _Paper) -> Iterator[str]:
    y = plan.height - FOOT - plan.legend_room + 42
    x = MARGIN
    for mark in plan.legend:
        if mark is JUDGEMENTS[0]:
            x, y = MARGIN, y + LEGEND_LINE
        if isinstance(mark, Judgement):
            ring = Bubble(x + 8, y, 8 - RING_GAP, 1, LEVELS[0], inside=False)
            yield _arc(ring, Arc(mark, 0, 360))
        else:
            yield f'<circle cx="{x + 8:.1f}" cy="{y:.1f}" r="8" fill="{mark.colour}"/>\n'
            yield _text(x + 8, y + 3.5, mark.letter, mark.ink, size=9, weight=700, anchor="middle")
        yield _text(x + 22, y + 4, mark.label, paper.text, size=12)
        x += 22 + width_of(mark.label, 12) + 18
    for i, note in enumerate(plan.notes):
        yield _text(MARGIN, y + 28 + 17 * i, note, paper.quiet, size=11)
