"""Which printed lines hold the authors: below the title, above it, each over an affiliation, or at a letter's end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mscref.formats.pdf_metadata.layout import Block, Layout
from mscref.formats.pdf_metadata.name_parts import signs_alone
from mscref.formats.pdf_metadata.names import (
    bare_name,
    byline_score,
    is_affiliation,
    is_name,
    is_one_name,
    marked_text,
    split_names,
)
from mscref.formats.pdf_text import Line, Run

_END = re.compile(
    r"^(?:abstract|summary|background|introduction|objectives?|aims?|purpose|keywords?|key words|correspond\w*|"
    r"received|from the|department|school|institute|faculty|division|affiliations?)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s,\d*\u2020\u2021\u00a7]+")
_SIGNED = re.compile(r"(?:M\.?D|Ph\.?D|M\.?Sc|B\.?Sc|M\.?B|D\.?Phil|M\.?P\.?H|R\.?N|Pharm\.?D|M\.?S)\.?\W*$")
_FAR = 330.0  # points below the title in which a byline begins
_LIST = 260.0  # points in which names with their affiliations follow each other


def byline_lines(layout: Layout, title: Sequence[Block]) -> tuple[list[Line], float]:
    """The lines that hold the names with how sure their place makes them; none when no place looks like a byline."""
    if not title:
        return [], 0.0
    last = title[-1]
    here = [block for block in layout.blocks if block.page == last.page and block not in title]
    below = [block for block in here if -2 * last.size < block.top - last.bottom < _FAR]
    below.sort(key=lambda block: (block.top - last.bottom) + (40 if block.x0 > last.x1 else 0))
    for block in below:
        lines = _leading_names(block)
        if lines and block.top >= last.bottom - last.size:
            return _with_further(lines, below), 0.9
    elsewhere = (
        (_group(below, last.bottom), 0.8),
        (_above(here, title[0]), 0.7),
        (_before_affiliations(below), 0.75),
        (_at_end(layout, last.page), 0.75),
    )
    return next((place for place in elsewhere if place[0]), ([], 0.0))


def _leading_names(block: Block) -> list[Line]:
    """The first lines of a block for as long as they are names."""
    taken: list[Line] = []
    for line in block.lines:
        if _END.match(line.text) and taken:
            break
        text = marked_text([*taken, line])
        alone = byline_score(marked_text([line]))
        if max(byline_score(text), alone) < 0.6 or (taken and alone < 0.34 and len(line.text) > 12):
            break
        taken.append(line)
    if not taken or not split_names(marked_text(taken)):
        return []
    return taken


def _with_further(lines: list[Line], below: Iterable[Block]) -> list[Line]:
    """Further lines in the same size that go on with the names: after a gap, beside them, or after an affiliation."""
    size, bottom = lines[0].size, lines[-1].baseline
    first = lines[0]
    one_each = is_one_name(first.text)
    for block in sorted(below, key=lambda block: (block.top, block.x0)):
        head = block.lines[0]
        if head in lines or abs(block.size - size) > 0.06 * size:
            continue
        beside = any(abs(line.baseline - head.baseline) < 0.3 * size for line in lines)
        more = list(block.lines[:1]) if beside and _MARKS.fullmatch(head.text) else _leading_names(block)
        follows = 0 < head.baseline - bottom < 2.6 * size
        listed = one_each and _goes_on(first, head, block, below)
        if more and (beside or follows or listed):
            lines = sorted([*lines, *more], key=lambda line: (round(line.baseline / (0.4 * size)), line.x0))
            bottom = max(line.baseline for line in lines)
    return lines


def _goes_on(first: Line, head: Line, block: Block, below: Iterable[Block]) -> bool:
    """True when `head` is one more name of a list in which every name stands over its own affiliation."""
    if head.bold != first.bold or not is_one_name(head.text) or not 0 < head.baseline - first.baseline < _LIST:
        return False
    under = [
        line
        for other in below
        for line in other.lines
        if 0 < line.baseline - head.baseline < 1.8 * head.size and line.x0 < head.x1 and line.x1 > head.x0
    ]
    return any(is_affiliation(line.text) for line in under) or (len(block.lines) > 1 and is_affiliation(under[0].text))


def _group(below: Sequence[Block], bottom: float) -> list[Line]:
    """The group of investigators that alone signs a paper, right below the title."""
    for block in below:
        if 0 < block.top - bottom < 60 and len(block.lines) == 1 and signs_alone(bare_name(block.lines[0].plain)):
            return [block.lines[0]]
    return []


def _above(here: Iterable[Block], title: Block) -> list[Line]:
    """Two names or more right above the title."""
    for block in sorted(here, key=lambda block: -block.bottom):
        if 0 < title.top - block.bottom < 60 and block.size < title.size:
            lines = _leading_names(block)
            if len(lines) == len(block.lines) and len(split_names(marked_text(lines))) > 1:
                return lines
    return []


def _before_affiliations(below: Iterable[Block]) -> list[Line]:
    """The names of lines that begin with one and go on with its affiliation: "Ida Holm, Department of ..."."""
    found: list[Line] = []
    for block in below:
        for line in block.lines:
            name, comma, rest = line.plain.partition(",")
            if comma and is_name(bare_name(name)) and is_affiliation(rest) and len(found) < 40:
                found.append(replace(line, runs=(Run(name, line.size), Run("*", line.size, raised=True))))
    return found


def _at_end(layout: Layout, page: int) -> list[Line]:
    """Two or more names under each other, each with a mark or a degree, after the text of a letter."""
    best: list[Line] = []
    for block in layout.blocks:
        if block.page < page:
            continue
        run: list[Line] = []
        for line in block.lines:
            marked = line.runs[-1].raised or _SIGNED.search(line.text)
            if marked and is_one_name(marked_text([line])) and len(split_names(marked_text([line]))) == 1:
                run.append(line)
                best = max(best, run, key=len)
            else:
                run = []
    return best if len(best) > 1 else []
