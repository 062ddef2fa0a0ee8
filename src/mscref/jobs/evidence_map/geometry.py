"""Where everything on an evidence map stands: plain numbers that SVG and the window both draw from."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mscref.jobs.evidence_map.folding import Folded, fold
from mscref.jobs.evidence_map.grouping import facet_label, grouped, label_of
from mscref.jobs.evidence_map.lettering import wrapped
from mscref.jobs.evidence_map.levels import JUDGEMENTS, LEVELS, Judgement, Level, level
from mscref.model.facets import Vocabulary
from mscref.model.holdings import EvidenceMap, MapCell

MARGIN = 24.0
HEAD = 78.0
GUTTER = 210.0
GROUP_BAND = 26.0
COLUMN_LABEL = 62.0
ROW_GROUP = 28.0
FOOT = 104.0
LEGEND_LINE = 24.0
RING_GAP = 3.0
RING_WIDTH = 3.0
LABEL_SIZE = 13.0
LEAST_WIDTH = 1010.0
_BOLD = 1.1
_LEAST_FULL = 9
_INSIDE = 13.0
_DIGIT = 2.4
_LETTER = 7.6  # of a number beside its bubble, at most
_FOLD_SIGN = 16.0


@dataclass(frozen=True, slots=True)
class Arc:
    """The part of a bubble's ring that one judgement has: degrees from the top, clockwise."""

    judgement: Judgement
    start: float
    span: float


@dataclass(frozen=True, slots=True)
class Bubble:
    """A circle whose area is the number of references; `inside` tells whether its number fits into it."""

    x: float
    y: float
    radius: float
    n: int
    level: Level
    inside: bool
    arcs: tuple[Arc, ...] = ()

    @property
    def beside(self) -> float:
        """Where a number that does not fit inside begins."""
        return self.x + self.radius + 4 + (RING_GAP + RING_WIDTH / 2 if self.arcs else 0.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One crossing: its place, its bubble (None: a gap), its keys and a sentence for tips and screen readers."""

    row: str
    column: str
    x: float
    y: float
    width: float
    height: float
    bubble: Bubble | None
    keys: tuple[str, ...]
    tip: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a row or column, in lines that fit, with how many references it holds; x, y is its middle.

    A row's heading starts at x; a column's is centred on it. A folded one stands for all terms of a group.
    """

    id: str
    label: str
    lines: tuple[str, ...]
    references: int
    x: float
    y: float
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over neighbouring columns or rows; it spans `length` from x (columns) or stands at y (rows)."""

    id: str
    label: str
    x: float
    y: float
    length: float
    is_folded: bool = False


@dataclass(frozen=True)
class Layout:
    """A whole map, laid out; all lengths in pixels at scale 1."""

    width: float
    height: float
    left: float
    top: float
    cells: tuple[Cell, ...]
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    row_groups: tuple[Group, ...]
    column_groups: tuple[Group, ...]
    subtitle: str
    notes: tuple[str, ...]
    legend: tuple[Level | Judgement, ...] = LEVELS

    @property
    def legend_room(self) -> float:
        """What the legend takes beyond its first line: the judgements stand in a second one."""
        return LEGEND_LINE if len(self.legend) > len(LEVELS) else 0.0

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell under a point."""
        for cell in self.cells:
            if cell.x <= x < cell.x + cell.width and cell.y <= y < cell.y + cell.height:
                return cell
        return None


def layout(
    map: EvidenceMap,
    vocabulary: Vocabulary,
    *,
    folded: Folded = ((), ()),
    cell_width: float = 104.0,
    cell_height: float = 70.0,
) -> Layout:
    """Lay a map out: rows and columns gathered under their groups, one cell a crossing, gaps included.

    `folded` names the groups of rows and of columns that stand as one.
    """
    map = fold(map, vocabulary, *folded)
    rows = grouped(map.rows, map.row_facet, vocabulary)
    columns = grouped(map.columns, map.column_facet, vocabulary)
    left, top = MARGIN + GUTTER, HEAD + GROUP_BAND + COLUMN_LABEL
    xs = [left + i * cell_width for i in range(len(columns))]
    ys, row_groups, bottom = _row_places(rows, map.row_facet, vocabulary, folded[0], top, cell_height)
    held = {(cell.row, cell.column): cell for cell in map.cells}
    bubble = _bubble_maker(map, cell_width, cell_height)
    cells = tuple(
        _cell(map, vocabulary, held.get((row, column)), (row, column), (x, y, cell_width, cell_height), bubble)
        for (_, row), y in zip(rows, ys, strict=True)
        for (_, column), x in zip(columns, xs, strict=True)
    )
    return Layout(
        width=max(left + len(columns) * cell_width + MARGIN, LEAST_WIDTH),
        height=bottom + FOOT + (LEGEND_LINE if map.appraisals else 0.0),
        left=left,
        top=top,
        cells=cells,
        rows=tuple(
            _heading(map, vocabulary, folded, "row", row, MARGIN, y + cell_height / 2, GUTTER - 14)
            for (_, row), y in zip(rows, ys, strict=True)
        ),
        columns=tuple(
            _heading(
                map, vocabulary, folded, "column", column, x + cell_width / 2, top - COLUMN_LABEL / 2, cell_width - 8
            )
            for (_, column), x in zip(columns, xs, strict=True)
        ),
        row_groups=row_groups,
        column_groups=_column_groups(columns, map.column_facet, vocabulary, folded[1], xs, cell_width),
        subtitle=subtitle(map),
        notes=notes(map),
        legend=(*LEVELS, *(JUDGEMENTS if map.appraisals else ())),
    )


def counted(n: int, noun: str) -> str:
    """ "1 reference", "2 references"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def subtitle(map: EvidenceMap) -> str:
    """How much a map holds and what its marks mean, in one line."""
    return (
        f"{counted(map.references, 'reference')}, {counted(map.placements, 'placement')} · "
        f"rows: {facet_label(map.row_facet)} · columns: {facet_label(map.column_facet)} · "
        "area: number of references · colour and letter: strongest study design"
    )


def notes(map: EvidenceMap) -> tuple[str, ...]:
    """What a reader of the map must know."""
    facets = f"{facet_label(map.row_facet)} or {facet_label(map.column_facet)}"
    return (
        "This map shows your library, not the literature: a gap here is a gap in what was collected.",
        f"“gap” marks a combination without a reference. A reference with more than one {facets} counts in each.",
    )


def _row_places(
    rows: Sequence[tuple[str, str]],
    facet: str,
    vocabulary: Vocabulary,
    folded: Collection[str],
    top: float,
    height: float,
) -> tuple[list[float], tuple[Group, ...], float]:
    ys: list[float] = []
    groups: list[Group] = []
    y, last = top, ""
    for group, _ in rows:
        if group in folded:
            y += ROW_GROUP / 3
        elif group and group != last:
            groups.append(Group(group, vocabulary.label(facet, group), MARGIN, y + ROW_GROUP / 2, 0.0))
            y += ROW_GROUP
        elif group != last:
            y += ROW_GROUP / 3
        last = group
        ys.append(y)
        y += height
    return ys, tuple(groups), y


def _column_groups(
    columns: Sequence[tuple[str, str]],
    facet: str,
    vocabulary: Vocabulary,
    folded: Collection[str],
    xs: Sequence[float],
    width: float,
) -> tuple[Group, ...]:
    groups: list[Group] = []
    for (group, _), x in zip(columns, xs, strict=True):
        if group and groups and groups[-1].id == group:
            last = groups.pop()
            groups.append(Group(group, last.label, last.x, last.y, x + width - last.x))
        elif group:
            label = vocabulary.label(facet, group)
            groups.append(Group(group, label, x, HEAD + GROUP_BAND / 2, width, group in folded))
    return tuple(groups)


def _heading(
    map: EvidenceMap, vocabulary: Vocabulary, folded: Folded, axis: str, term: str, x: float, y: float, width: float
) -> Heading:
    facet, closed = (map.row_facet, folded[0]) if axis == "row" else (map.column_facet, folded[1])
    keys = {key for cell in map.cells if (cell.row if axis == "row" else cell.column) == term for key in cell.keys}
    label = label_of(facet, term, vocabulary)
    width -= _FOLD_SIGN if term in closed else 0.0
    lines = wrapped(label, width, LABEL_SIZE * _BOLD, 2 if axis == "row" else 3)
    return Heading(term, label, lines, len(keys), x, y, term in closed)


def _bubble_maker(map: EvidenceMap, width: float, height: float) -> Callable[[MapCell, float, float], Bubble]:
    """Gives a cell its bubble around a middle, or left of it where a long number beside it needs the room."""
    fullest = max((cell.n for cell in map.cells), default=0)
    rim = RING_GAP + RING_WIDTH / 2 if map.appraisals else 0.0
    unit = (min(width, height) / 2 - 4 - rim) / math.sqrt(max(fullest, _LEAST_FULL))

    def bubble(cell: MapCell, x: float, y: float) -> Bubble:
        radius = unit * math.sqrt(cell.n)
        fits = radius >= _INSIDE + _DIGIT * max(len(f"{cell.n:,}") - 2, 0)
        made = Bubble(x, y, radius, cell.n, level(cell.strongest_design), fits, tuple(_arcs(cell)))
        over = made.beside + _LETTER * len(f"{cell.n:,} S") - (x + width / 2)
        return made if fits or over <= 0 else replace(made, x=x - min(over, width / 2 - radius - rim - 4))

    return bubble


def _arcs(cell: MapCell) -> Iterator[Arc]:
    start = 0.0
    for judgement in JUDGEMENTS:
        if judged := cell.appraisals.get(judgement.id, 0):
            span = 360.0 * judged / cell.n
            yield Arc(judgement, start, span)
            start += span


def _cell(
    map: EvidenceMap,
    vocabulary: Vocabulary,
    cell: MapCell | None,
    terms: tuple[str, str],
    place: tuple[float, float, float, float],
    bubble: Callable[[MapCell, float, float], Bubble],
) -> Cell:
    x, y, width, height = place
    names = f"{label_of(map.row_facet, terms[0], vocabulary)} × {label_of(map.column_facet, terms[1], vocabulary)}"
    if cell is None or cell.n == 0:
        return Cell(*terms, x, y, width, height, None, (), f"{names}: gap, no reference")
    tip = f"{names}: {counted(cell.n, 'reference')}, strongest: {level(cell.strongest_design).label.lower()}"
    tip += "".join(f"; {j.label.lower()}: {cell.appraisals[j.id]}" for j in JUDGEMENTS if j.id in cell.appraisals)
    return Cell(*terms, x, y, width, height, bubble(cell, x + width / 2, y + height / 2), cell.keys, tip)
