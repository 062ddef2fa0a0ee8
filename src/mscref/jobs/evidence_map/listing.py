"""The evidence map as CSV for a spreadsheet and as a table for a terminal."""

from __future__ import annotations

import csv as csv_module
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from mscref.jobs.evidence_map.geometry import counted, notes
from mscref.jobs.evidence_map.grouping import facet_label, grouped, label_of
from mscref.jobs.evidence_map.lettering import wrapped
from mscref.jobs.evidence_map.levels import LEVELS, level
from mscref.model.facets import Vocabulary
from mscref.model.holdings import DESIGN_LEVELS, EvidenceMap

_LABEL_WIDTH = 30
_COLUMN_WIDTH = 13
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(map: EvidenceMap, vocabulary: Vocabulary) -> str:
    """One line a crossing, gaps included (RFC 4180): ids, labels, count, designs, citation keys."""
    out = io.StringIO()
    writer = csv_module.writer(out)
    facets = (map.row_facet, f"{map.row_facet}_label", map.column_facet, f"{map.column_facet}_label")
    writer.writerow([*facets, "references", "strongest_design", *DESIGN_LEVELS, "keys"])
    held = {(cell.row, cell.column): cell for cell in map.cells}
    for _, row in grouped(map.rows, map.row_facet, vocabulary):
        for _, column in grouped(map.columns, map.column_facet, vocabulary):
            cell = held.get((row, column))
            names = [row, label_of(map.row_facet, row, vocabulary)]
            names += [column, label_of(map.column_facet, column, vocabulary)]
            designs = [str(cell.designs.get(design, 0)) if cell else "0" for design in DESIGN_LEVELS]
            told = [str(cell.n), cell.strongest_design] if cell else ["0", ""]
            writer.writerow([*_inert(names), *told, *designs, " ".join(cell.keys) if cell else ""])
    return out.getvalue()


def _inert(values: Sequence[str]) -> Iterator[str]:
    for value in values:
        yield f"'{value}" if value.startswith(_FORMULA) else value


def text(map: EvidenceMap, vocabulary: Vocabulary) -> str:
    """A table for a terminal: the number of references and the letter of the strongest design; a dot is a gap."""
    rows = grouped(map.rows, map.row_facet, vocabulary)
    columns = [column for _, column in grouped(map.columns, map.column_facet, vocabulary)]
    lines = [*_head(map, columns, vocabulary), "-" * (_LABEL_WIDTH + (_COLUMN_WIDTH + 1) * len(columns))]
    held = {(cell.row, cell.column): cell for cell in map.cells}
    sizes = Counter(group for group, _ in rows)
    last = ""
    for group, row in rows:
        if group and group != last and sizes[group] > 1:
            lines.append(vocabulary.label(map.row_facet, group))
        last = group
        label = _clipped(
            ("  " if group and sizes[group] > 1 else "") + label_of(map.row_facet, row, vocabulary), _LABEL_WIDTH - 1
        )
        marks = []
        for column in columns:
            cell = held.get((row, column))
            marks.append(f"{cell.n} {level(cell.strongest_design).letter}" if cell else "·")
        lines.append(f"{label:<{_LABEL_WIDTH}}" + "".join(f"{mark:>{_COLUMN_WIDTH}} " for mark in marks).rstrip())
    lines += ["", "   ".join(f"{each.letter} {each.label}" for each in LEVELS)]
    lines += [f"{counted(map.references, 'reference')}, {counted(map.placements, 'placement')}.", notes(map)[0]]
    return "\n".join(lines) + "\n"


def _head(map: EvidenceMap, columns: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    stacks = [wrapped(label_of(map.column_facet, c, vocabulary), _COLUMN_WIDTH * 0.6, 1.0, 4) for c in columns]
    depth = max((len(stack) for stack in stacks), default=1)
    corner = f"{facet_label(map.row_facet)} / {facet_label(map.column_facet)}"
    lines = []
    for i in range(depth):
        offset = depth - 1 - i
        cells = [stack[len(stack) - 1 - offset] if offset < len(stack) else "" for stack in stacks]
        start = corner if i == depth - 1 else ""
        shown = "".join(f"{_clipped(c, _COLUMN_WIDTH):>{_COLUMN_WIDTH}} " for c in cells)
        lines.append(f"{start:<{_LABEL_WIDTH}}{shown}".rstrip())
    return lines


def _clipped(label: str, width: int) -> str:
    return label if len(label) <= width else f"{label[: width - 1]}…"
