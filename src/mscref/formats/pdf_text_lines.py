"""Printed lines out of PDFium's characters, by geometry.

PDFium hands out characters in the order the file draws them, which is not the order of reading, and font sizes
before scaling. Here every character gets the size it has after its text matrix; slanted and turned text is left
out; pieces on one baseline are joined, and lines are ordered from the top of the page.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mscref.formats.pdf_text import ACCENTS, Line, Run, clean, squeeze

_MARK = 0.86  # a piece smaller than this share of its line is a mark when it stands off the baseline
_WORD_GAP = 0.17  # of the size: two pieces further apart are two words
_COLUMN_GAP = 1.05  # of the size: two pieces further apart are in different columns
_SAME_BASELINE = 0.22  # of the size
_DOTS = frozenset((".", "\u00b7", "\u2022", "\u2219", "\u22c5"))  # between authors, often off the baseline
_MOST_GLYPHS = 60_000  # of one page; a figure or a hostile file may hold millions


@dataclass(slots=True)
class _Glyph:
    char: str
    x0: float
    x1: float
    baseline: float
    style: _Style


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    turn: int  # quarter turns; -1 when slanted


@dataclass(slots=True)
class _Piece:
    """Glyphs drawn one after the other in one size on one baseline."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Row:
    """Pieces that make one line; its place and size are those of its first, largest piece."""

    baseline: float
    size: float
    pieces: list[_Piece] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0

    def add(self, piece: _Piece) -> None:
        self.x0 = min(self.x0, piece.x0) if self.pieces else piece.x0
        self.x1 = max(self.x1, piece.x1) if self.pieces else piece.x1
        self.pieces.append(piece)

    def takes(self, piece: _Piece) -> bool:
        """True when `piece` continues this row: beside it, and on its baseline or a mark to it."""
        drop = piece.baseline - self.baseline
        if piece.size < _MARK * self.size:
            near = 0.35 * self.size
            if not -0.75 * self.size < drop < 0.4 * self.size:
                return False
        else:
            near = _COLUMN_GAP * self.size
            off = 0.5 if piece.text.strip() in _DOTS else _SAME_BASELINE
            if abs(drop) > off * self.size:
                return False
        return piece.x0 - self.x1 < near and self.x0 - piece.x1 < near


def lines_of(text: Any, page: int, *, left: float, top: float) -> tuple[Line, ...]:
    """The lines of a PDFium text page; `left` and `top` are the corner of the page in its own coordinates."""
    glyphs = list(_glyphs(text))
    turn = _main_turn(glyphs)
    upright = [glyph for glyph in glyphs if glyph.style.turn == turn]
    _join_accents(upright)
    rows = _rows(_pieces(upright))
    if turn > 0 and rows:
        left = min(row.x0 for row in rows) - 20
        top = -(min(row.baseline - row.size for row in rows) - 20)
    lines = (_line(row, page, left, top, turn) for row in rows)
    return tuple(
        sorted(
            (line for line in lines if any(c.isalnum() for c in line.text)), key=lambda line: (line.baseline, line.x0)
        )
    )


def _glyphs(text: Any) -> Iterator[_Glyph]:
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int | None, _Style] = {}
    last: _Glyph | None = None
    for index in range(min(raw.FPDFText_CountChars(text), _MOST_GLYPHS)):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char in "\r\n\0":
            continue
        drawn_by = ctypes.cast(raw.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value
        if drawn_by is None:
            if char == " " and last is not None and last.char != " ":
                last = _Glyph(" ", last.x1, last.x1, last.baseline, last.style)
                yield last
            continue
        style = styles.get(drawn_by)
        if style is None:
            style = styles[drawn_by] = _style(text, index)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        match style.turn:
            case 1:
                last = _Glyph(char, box.bottom, box.top, x.value, style)
            case 2:
                last = _Glyph(char, -box.right, -box.left, y.value, style)
            case 3:
                last = _Glyph(char, -box.top, -box.bottom, -x.value, style)
            case _:
                last = _Glyph(char, box.left, box.right, -y.value, style)
        yield last


def _style(text: Any, index: int) -> _Style:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
    raw.FPDFText_GetMatrix(text, index, matrix)
    size = abs(raw.FPDFText_GetFontSize(text, index)) * math.hypot(matrix.c, matrix.d)
    quarter = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
    turn = round(quarter) % 4 if abs(quarter - round(quarter)) < 0.06 else -1
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, name, len(name), ctypes.c_int())
    font = name.value.lower()
    bold = raw.FPDFText_GetFontWeight(text, index) >= 600 or any(
        word in font for word in (b"bold", b"black", b"heavy", b"demi")
    )
    return _Style(round(max(size, 0.1), 1), bold, turn)


def _main_turn(glyphs: Iterable[_Glyph]) -> int:
    turns = Counter(glyph.style.turn for glyph in glyphs if glyph.style.turn >= 0)
    return max(turns, key=lambda turn: (turns[turn], -turn)) if turns else 0


def _join_accents(glyphs: list[_Glyph]) -> None:
    """Put an accent that was drawn as a character of its own onto the letter it stands over."""
    marks = [(place, glyph) for place, glyph in enumerate(glyphs) if glyph.char in ACCENTS]
    for place, mark in marks[:500]:
        middle = (mark.x0 + mark.x1) / 2
        for glyph in glyphs:
            over = glyph.x0 <= middle <= glyph.x1 and abs(glyph.baseline - mark.baseline) < 0.6 * glyph.style.size
            if over and glyph.char.isalpha() and glyph is not mark:
                letter = "i" if glyph.char == "\u0131" else glyph.char
                joined = unicodedata.normalize("NFC", letter + ACCENTS[mark.char])
                if len(joined) == 1:
                    glyph.char, mark.char = joined, ""
                    _drop_spaces_beside(glyphs, place)
                break


def _drop_spaces_beside(glyphs: list[_Glyph], place: int) -> None:
    """Forget the spaces that PDFium put around an accent; a gap between words is seen again by its width."""
    for other in glyphs[max(0, place - 1) : place + 2]:
        if other.char == " " and other.x0 == other.x1:
            other.char = ""


def _pieces(glyphs: Iterable[_Glyph]) -> list[_Piece]:
    pieces: list[_Piece] = []
    letters: list[str] = []
    last: _Glyph | None = None
    end = 0.0  # of the last glyph that is no space
    for glyph in glyphs:
        if not glyph.char:
            continue
        is_apart = glyph.char != " " and glyph.x0 - end > 0.7 * glyph.style.size
        if last is None or is_apart or _breaks(last, glyph):
            if pieces:
                pieces[-1].text = "".join(letters)
            letters = []
            pieces.append(_Piece("", glyph.x0, glyph.x1, glyph.baseline, glyph.style.size, glyph.style.bold))
        elif glyph.x0 - last.x1 > _WORD_GAP * glyph.style.size and " " not in (glyph.char, last.char):
            letters.append(" ")
        letters.append(glyph.char)
        if glyph.char != " ":
            pieces[-1].x1 = end = glyph.x1
        last = glyph
    if pieces:
        pieces[-1].text = "".join(letters)
    return [piece for piece in pieces if piece.text.strip()]


def _breaks(last: _Glyph, glyph: _Glyph) -> bool:
    size = max(last.style.size, glyph.style.size)
    return (
        last.style.bold != glyph.style.bold
        or (last.char == " " and glyph.char == " ")
        or abs(last.style.size - glyph.style.size) > 0.06 * size
        or abs(last.baseline - glyph.baseline) > 0.06 * size
        or not -0.6 * size < glyph.x0 - last.x1 < 0.5 * size
    )


def _rows(pieces: list[_Piece]) -> list[_Row]:
    """Pieces joined to rows, the largest first, so that marks find the text they belong to."""
    rows: list[_Row] = []
    by_height: dict[int, list[_Row]] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.text.strip() in _DOTS, -piece.size, piece.x0)):
        bucket = int(piece.baseline // 20)
        near = (row for height in (bucket - 1, bucket, bucket + 1) for row in by_height.get(height, ()))
        taking = [row for row in near if row.takes(piece)]
        if taking:
            best = min(taking, key=lambda row: (abs(row.baseline - piece.baseline) > 0.1 * row.size, row.x1 > piece.x0))
            best.add(piece)
        else:
            row = _Row(piece.baseline, piece.size)
            row.add(piece)
            rows.append(row)
            by_height.setdefault(bucket, []).append(row)
    return _joined_rows(rows)


def _joined_rows(rows: list[_Row]) -> list[_Row]:
    """Rows that grew towards each other until they touch, joined."""
    kept: list[_Row] = []
    for row in sorted(rows, key=lambda row: (round(row.baseline / 2), row.x0)):
        last = kept[-1] if kept else None
        if (
            last is not None
            and abs(last.size - row.size) < 0.1 * row.size
            and abs(last.baseline - row.baseline) < _SAME_BASELINE * row.size
            and -0.5 * row.size < row.x0 - last.x1 < _COLUMN_GAP * row.size
        ):
            for piece in row.pieces:
                last.add(piece)
        else:
            kept.append(row)
    return kept


def _line(row: _Row, page: int, left: float, top: float, turn: int) -> Line:
    runs: list[Run] = []
    end = row.x0
    for piece in sorted(row.pieces, key=lambda piece: piece.x0):
        lift = row.baseline - piece.baseline
        raised = lift > 0.2 * row.size or (piece.size < _MARK * row.size and abs(lift) > 0.06 * row.size)
        gap = piece.x0 - end > _WORD_GAP * min(piece.size, row.size)
        words = clean(piece.text)
        if runs and gap and not words.startswith(" ") and not runs[-1].text.endswith(" "):
            words = f" {words}"
        runs.append(Run(words, piece.size, raised))
        end = max(end, piece.x1)
    letters = sum(len(piece.text) for piece in row.pieces)
    bold = sum(len(piece.text) for piece in row.pieces if piece.bold) > 0.6 * letters
    baseline = row.baseline + top
    text = squeeze("".join(run.text for run in runs))
    x0, x1 = row.x0 - left, row.x1 - left
    return Line(page, x0, x1, baseline - row.size, baseline, row.size, bold, tuple(runs), text, _box(row, turn))


def _box(row: _Row, turn: int) -> tuple[float, float, float, float]:
    """The place of a row in the page's own coordinates, with room for ascenders and descenders."""
    above, below = row.baseline - 0.8 * row.size, row.baseline + 0.25 * row.size
    match turn:
        case 1:
            box = (above, row.x0, below, row.x1)
        case 2:
            box = (-row.x1, above, -row.x0, below)
        case 3:
            box = (-below, -row.x1, -above, -row.x0)
        case _:
            box = (row.x0, -below, row.x1, -above)
    left, bottom, right, top = (round(edge, 1) for edge in box)
    return left, bottom, right, top
