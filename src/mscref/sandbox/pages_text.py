"""A page's characters in the order a person reads them, with the box of each.

PDFium hands out characters in the order the file draws them. That order is kept wherever it runs down column after
column; only prose drawn across its columns, line by line, is put in order by its white spaces. Boxes here are in view
points (left, top, right, bottom; y downwards), see `pages_values`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mscref.formats.pdf_text import ACCENTS
from mscref.sandbox.pages_values import SOFT_HYPHEN, Box

Glyph = tuple[str, Box]

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_SPACES = frozenset(" \t\u00a0\u2002\u2003\u2009\u200a\u202f")
_DROPPED = frozenset("\0\r\u200b\ufeff")
_HYPHENS = frozenset("\x02\u00ad\ufffe\uffff-\u2010\u2011")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LAST_STEM = re.compile(r"[^\W_]+$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_ENDS_SENTENCE = re.compile(r"[.!?:][\"')\]\u201d\u2019]*$")
# First halves that keep their hyphen when a line ends after them.
_COMPOUNDING = frozenset((
    "all", "bone", "cell", "cord", "cross", "dose", "double", "ex", "five", "follow", "four", "free", "half", "high",
    "in", "large", "late", "life", "long", "low", "meta", "mid", "multi", "non", "off", "one", "open", "pan", "phase",
    "placebo", "post", "quasi", "risk", "self", "short", "single", "small", "stem", "ten", "three", "time", "two",
    "well",
))  # fmt: skip
_DEEPEST = 40
_PROSE = 20  # characters of a line: shorter ones may be cells of a table, which is read row by row
_FEWEST_ACROSS = 4
_MOST_ACCENTS = 500


@dataclass(slots=True)
class _Line:
    """Glyphs that stand side by side, with the box around them."""

    glyphs: list[Glyph] = field(default_factory=list)
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    is_upright: bool = True

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def size(self) -> float:
        """The height of most of its glyphs: a raised number makes a line taller, not larger."""
        heights = sorted(box[3] - box[1] for char, box in self.glyphs if char != " ")
        return heights[len(heights) // 2]

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.glyphs)

    def add(self, glyph: Glyph) -> None:
        """Put a glyph at the end."""
        char, (left, top, right, bottom) = glyph
        if char != " ":
            if any(char != " " for char, _ in self.glyphs):
                self.left, self.top = min(self.left, left), min(self.top, top)
                self.right, self.bottom = max(self.right, right), max(self.bottom, bottom)
            else:
                self.left, self.top, self.right, self.bottom = left, top, right, bottom
        self.glyphs.append(glyph)


def read(glyphs: Iterable[Glyph]) -> tuple[str, list[Box]]:
    """The text in reading order and the box of each of its characters, of glyphs in the order they are drawn.

    A newline among the glyphs is a line's end that the reader of the file saw.
    """
    lines = _joined_neighbours(_lines(_spelt_out(glyphs)))
    lines = _ordered(lines)
    words = {word.lower() for line in lines for word in _WORD.findall(line.text)}
    text: list[str] = []
    boxes: list[Box] = []
    for line, following in pairwise([*lines, None]):
        if line is None:
            break
        is_end = following is None or _is_paragraph_end(line, following)
        if following is not None and not is_end:
            _settle_hyphen(line, following, words)
        for char, box in line.glyphs:
            text.append("-" if char in "\x02\ufffe\uffff\u2010\u2011" else char)
            boxes.append(box)
        if following is not None:
            end = (line.right, line.top, line.right, line.bottom)
            text.extend("\n\n" if is_end else "\n")
            boxes.extend([end, end] if is_end else [end])
    return "".join(text), boxes


def _spelt_out(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Ligatures as their letters, each with its share of the box; accents on their letters; one kind of space."""
    found: list[Glyph] = []
    for char, box in glyphs:
        if char in _DROPPED or (unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t\x02"):
            continue
        if char in _LIGATURES:
            letters = _LIGATURES[char]
            width = (box[2] - box[0]) / len(letters)
            for n, letter in enumerate(letters):
                found.append((letter, (box[0] + n * width, box[1], box[0] + (n + 1) * width, box[3])))
        elif char in _SPACES:
            found.append((" ", box))
        elif found and (whole := _accented(found[-1], (char, box))):
            found[-1] = whole
        else:
            found.append((char, box))
    _share_boxes(found)
    return _without_loose_accents(found)


def _share_boxes(glyphs: list[Glyph]) -> None:
    """Letters that the file draws as one glyph (a ligature of its own) come with one box: give each its share."""
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end < len(glyphs) and glyphs[end][1] == glyphs[start][1] and glyphs[end][0] not in " \n":
            continue
        count = end - start
        if 1 < count <= 4 and glyphs[start][0] not in " \n":
            left, top, right, bottom = glyphs[start][1]
            width = (right - left) / count
            for n in range(count):
                box = (left + n * width, top, left + (n + 1) * width, bottom)
                glyphs[start + n] = (glyphs[start + n][0], box)
        start = end


def _without_loose_accents(glyphs: list[Glyph]) -> list[Glyph]:
    """Accents that were drawn apart from their letters, put onto them."""
    accents = [place for place, (char, _) in enumerate(glyphs) if char in ACCENTS][:_MOST_ACCENTS]
    gone: set[int] = set()
    for place in accents:
        box = glyphs[place][1]
        middle = (box[0] + box[2]) / 2
        for under, (char, other) in enumerate(glyphs):
            if other[0] <= middle <= other[2] and char.isalpha() and min(box[3], other[3]) > max(box[1], other[1]):
                whole = _accented(glyphs[under], glyphs[place])
                if whole is not None:
                    glyphs[under] = (whole[0], other)
                    gone.add(place)
                break
    return [glyph for place, glyph in enumerate(glyphs) if place not in gone] if gone else glyphs


def _accented(last: Glyph, glyph: Glyph) -> Glyph | None:
    """One glyph of a letter and the accent drawn over it, in either order; None when they are not such a pair."""
    (first, a), (second, b) = last, glyph
    if unicodedata.combining(second):
        letter, mark = first, second
    elif first in ACCENTS and second.isalpha():
        letter, mark = second, ACCENTS[first]
    elif second in ACCENTS and first.isalpha():
        letter, mark = first, ACCENTS[second]
    else:
        return None
    if min(a[2], b[2]) - max(a[0], b[0]) < 0.4 * min(a[2] - a[0], b[2] - b[0]) and not unicodedata.combining(second):
        return None
    whole = unicodedata.normalize("NFC", ("i" if letter == "\u0131" else letter) + mark)
    if len(whole) != 1:
        return None
    return whole, (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def _lines(glyphs: Sequence[Glyph]) -> list[_Line]:
    """Glyphs that were drawn one after the other on one line."""
    lines: list[_Line] = []
    line = _Line()
    last: Box | None = None
    for glyph in glyphs:
        char, box = glyph
        if char == "\n":
            last = None
            continue
        if char == " ":
            if last is not None and line.glyphs[-1][0] != " ":
                line.add((" ", (last[2], last[1], last[2], last[3])))
            continue
        if last is None or not _continues(line, last, box):
            line = _Line()
            lines.append(line)
        elif line.is_upright and box[0] - last[2] > 0.17 * _height(box, last) and line.glyphs[-1][0] != " ":
            line.add((" ", (last[2], last[1], last[2], last[3])))
        line.add(glyph)
        last = box
    for line in lines:
        if line.glyphs[-1][0] == " ":
            line.glyphs.pop()
    return lines


def _height(a: Box, b: Box) -> float:
    return max(a[3] - a[1], b[3] - b[1], 0.1)


def _continues(line: _Line, last: Box, box: Box) -> bool:
    """True when a glyph at `box` stands beside the last one; turned text runs up or down instead."""
    high = _height(last, box)
    beside = -0.7 * high < box[0] - last[2] < 0.9 * high
    shared = min(last[3], box[3]) - max(last[1], box[1])
    if line.is_upright and beside and shared > 0.25 * min(last[3] - last[1], box[3] - box[1]):
        return True
    wide = max(last[2] - last[0], box[2] - box[0], 0.1)
    gap = max(box[1] - last[3], last[1] - box[3])
    is_turned = abs((box[0] + box[2]) - (last[0] + last[2])) < 0.5 * wide and -0.5 * high < gap < 0.6 * wide
    if is_turned and (len(line.glyphs) == 1 or not line.is_upright):
        line.is_upright = False
        return True
    return False


def _joined_neighbours(lines: list[_Line]) -> list[_Line]:
    """Pieces of one printed line that were drawn one after the other, joined (a raised number and what follows it)."""
    kept: list[_Line] = []
    for line in lines:
        last = kept[-1] if kept else None
        if last is None or not (last.is_upright and line.is_upright) or not _is_beside(last, line):
            kept.append(line)
            continue
        if line.left - last.right > 0.17 * min(last.height, line.height):
            last.add((" ", (last.right, last.top, last.right, last.bottom)))
        for glyph in line.glyphs:
            last.add(glyph)
    return kept


def _is_beside(last: _Line, line: _Line) -> bool:
    small = min(last.height, line.height)
    shared = min(last.bottom, line.bottom) - max(last.top, line.top)
    return shared > 0.35 * small and -0.5 * small < line.left - last.right < 0.9 * max(last.height, line.height)


def _ordered(lines: list[_Line]) -> list[_Line]:
    """Lines as drawn, or column by column when the page was drawn across its columns of prose."""
    upright = [line for line in lines if line.is_upright]
    prose = [line for line in upright if len(line.glyphs) >= _PROSE]
    across = sum(a.right < b.left and min(a.bottom, b.bottom) - max(a.top, b.top) > 0 for a, b in pairwise(prose))
    if across < _FEWEST_ACROSS or across < 0.3 * len(prose) or len(prose) < 0.6 * len(upright):
        return lines
    turned = [line for line in lines if not line.is_upright]
    regions = _regions(upright, 0)
    return [*(line for region in regions for line in _rows(region)), *turned]


def _rows(region: list[_Line]) -> list[_Line]:
    """The lines of one region from top to bottom, those on one row from left to right, joined where they touch."""
    rows: list[list[_Line]] = []
    for line in sorted(region, key=lambda line: (line.top + line.bottom) / 2):
        row = rows[-1] if rows else None
        if row and (line.top + line.bottom) / 2 < row[0].bottom - 0.2 * row[0].height:
            row.append(line)
        else:
            rows.append([line])
    return _joined_neighbours([line for row in rows for line in sorted(row, key=lambda line: line.left)])


def _regions(lines: list[_Line], depth: int) -> Iterable[list[_Line]]:
    """Lines parted by the white that runs through them: columns first, then the widest gap between rows."""
    if len(lines) > 1 and depth < _DEEPEST:
        heights = sorted(line.height for line in lines)
        middle = max(heights[len(heights) // 2], 1.0)
        for across, smallest in ((True, 0.9 * middle), (False, 0.5 * middle)):
            parts = _parted(lines, across, smallest)
            if parts:
                for part in parts:
                    yield from _regions(part, depth + 1)
                return
    yield lines


def _parted(lines: list[_Line], across: bool, smallest: float) -> list[list[_Line]]:
    """The lines on either side of the widest gap, or nothing when no gap is wide enough."""
    spans = sorted(((line.left, line.right) if across else (line.top, line.bottom), n) for n, line in enumerate(lines))
    widest, place, end = smallest, 0, spans[0][0][1]
    for position, ((start, stop), _) in enumerate(spans):
        if position and start - end > widest:
            widest, place = start - end, position
        end = max(end, stop)
    if not place:
        return []
    return [[lines[n] for _, n in spans[:place]], [lines[n] for _, n in spans[place:]]]


def _is_paragraph_end(line: _Line, following: _Line) -> bool:
    """True when `following` begins something new: after white space, in another size, indented, or after a sentence."""
    if not (line.is_upright and following.is_upright):
        return True
    high = max(min(line.size, following.size), 1.0)
    if abs(line.size - following.size) > 0.18 * high:
        return True
    is_sentence_end = bool(_ENDS_SENTENCE.search(line.text))
    if following.top < line.top or following.left > line.right or following.right < line.left:
        return is_sentence_end
    if following.top - line.bottom > 0.75 * high:
        return True
    return is_sentence_end and 0.8 * high < following.left - line.left < 5 * high


def _settle_hyphen(line: _Line, following: _Line, words: set[str]) -> None:
    """Make the hyphen at a line's end a soft one when it only divides a word, else a plain one."""
    char, box = line.glyphs[-1]
    if char not in _HYPHENS or len(line.glyphs) < 2:
        return
    stem = _LAST_STEM.search(line.text[:-1])
    rest = _FIRST_WORD.match(following.text)
    divides = stem is not None and rest is not None and _divides(stem[0], rest[0], words)
    line.glyphs[-1] = (SOFT_HYPHEN if divides else "-", box)


def _divides(stem: str, rest: str, words: set[str]) -> bool:
    """True when `stem` and `rest` are halves of one word; the page's other words decide where they can."""
    if f"{stem}-{rest}".lower() in words:
        return False
    if f"{stem}{rest}".lower() in words:
        return True
    if not rest[0].islower() or len(stem) < 2 or any(c.isupper() or c.isdigit() for c in stem[1:]):
        return False
    return not stem[-1].isdigit() and stem.lower() not in _COMPOUNDING
