"""How the evidence map is painted: whole for a picture, or in the window with headings that stand still."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from mscref.gui import labels, theme
from mscref.jobs.evidence_map import JUDGEMENTS, Arc, Bubble, Cell, Heading, Judgement, Layout, Level
from mscref.jobs.evidence_map.geometry import LEGEND_LINE, RING_GAP, RING_WIDTH

_GROUP_BAND = 22.0
_MARGIN = 24.0
_NEAR = 70.0  # as far as a heading reaches from its middle, at most


def paint_map(painter: QPainter, plan: Layout, look: theme.Theme) -> None:
    """Paint a whole layout: bands, headings, cells with their bubbles and gaps, and the legend."""
    smooth(painter)
    font = QFont(painter.font())
    paint_column_headings(painter, plan, look, font)
    paint_row_headings(painter, plan, look, font)
    paint_cells(painter, plan, look, font)
    paint_legend(painter, plan, look, font, plan.width)


def smooth(painter: QPainter) -> None:
    """Draw round edges and letters without steps."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)


def paint_column_headings(
    painter: QPainter, plan: Layout, look: theme.Theme, font: QFont, *, seen: QRectF | None = None
) -> None:
    """Paint the names of the columns under the bands of their groups; those left or right of `seen` cost nothing."""
    for group in plan.column_groups:
        band = QRectF(group.x + 2, group.y - 14, group.length - 4, _GROUP_BAND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.side))
        painter.drawRoundedRect(band, 5, 5)
        small = _sized(font, 11, 600)
        name = f"{'▸' if group.is_folded else '▾'} {group.label}"
        shown = QFontMetrics(small).elidedText(name, Qt.TextElideMode.ElideRight, int(band.width()) - 6)
        _write(painter, band, shown, look.muted, small, Qt.AlignmentFlag.AlignCenter)
    for column in plan.columns:
        if seen is not None and not seen.left() - _NEAR < column.x < seen.right() + _NEAR:
            continue
        _heading(painter, column, look, font, is_row=False)


def paint_row_headings(
    painter: QPainter, plan: Layout, look: theme.Theme, font: QFont, *, seen: QRectF | None = None
) -> None:
    """Paint the names of the rows and of their groups; those above or below `seen` cost nothing."""
    for group in plan.row_groups:
        place = QRectF(group.x, group.y - 9, 420, 18)
        _write(painter, place, f"▾ {group.label.upper()}", look.muted, _sized(font, 10.5, 600))
    for row in plan.rows:
        if seen is not None and not seen.top() - _NEAR < row.y < seen.bottom() + _NEAR:
            continue
        _heading(painter, row, look, font, is_row=True)


def paint_cells(
    painter: QPainter, plan: Layout, look: theme.Theme, font: QFont,
    *, lit: Cell | None = None, seen: QRectF | None = None,
) -> None:  # fmt: skip
    """Paint the cells with their bubbles and gaps; those outside `seen` cost nothing."""
    for cell in plan.cells:
        if seen is None or seen.intersects(QRectF(cell.x, cell.y, cell.width, cell.height)):
            _paint_cell(painter, cell, look, font, is_lit=cell is lit)


def _paint_cell(painter: QPainter, cell: Cell, look: theme.Theme, font: QFont, *, is_lit: bool) -> None:
    box = QRectF(cell.x, cell.y, cell.width, cell.height)
    painter.setPen(QPen(QColor(look.line), 1))
    painter.setBrush(QColor(look.selection) if is_lit else Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    if cell.bubble is None:
        _write(painter, box, "gap", look.muted, _sized(font, 10.5, 400), Qt.AlignmentFlag.AlignCenter)
    else:
        _paint_bubble(painter, cell.bubble, look, font)


def _paint_bubble(painter: QPainter, bubble: Bubble, look: theme.Theme, font: QFont) -> None:
    middle = QPointF(bubble.x, bubble.y)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(bubble.level.colour))
    painter.drawEllipse(middle, bubble.radius, bubble.radius)
    for arc in bubble.arcs:
        _paint_arc(painter, middle, bubble.radius + RING_GAP, arc)
    centre = Qt.AlignmentFlag.AlignCenter
    if bubble.inside:
        number = QRectF(bubble.x - 30, bubble.y - 12, 60, 15)
        _write(painter, number, labels.number(bubble.n), bubble.level.ink, _sized(font, 12.5, 700), centre)
        letter = QRectF(bubble.x - 20, bubble.y + 2, 40, 10)
        _write(painter, letter, bubble.level.letter, bubble.level.ink, _sized(font, 8.5, 600), centre)
    else:
        beside = QRectF(bubble.beside, bubble.y - 8, 60, 16)
        _write(painter, beside, f"{labels.number(bubble.n)} {bubble.level.letter}", look.text, _sized(font, 11, 600))


def _paint_arc(painter: QPainter, middle: QPointF, radius: float, arc: Arc) -> None:
    """Paint an arc of the ring; Qt counts sixteenths of a degree from three o'clock, against the clock."""
    pen = QPen(QColor(arc.judgement.colour), RING_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if arc.judgement.dashes:
        pen.setDashPattern([dash / RING_WIDTH for dash in arc.judgement.dashes])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    painter.drawArc(box, round(16 * (90 - arc.start)), round(-16 * arc.span))


def _heading(painter: QPainter, heading: Heading, look: theme.Theme, font: QFont, *, is_row: bool) -> None:
    bold, size = _sized(font, 13, 600), 16.0
    if is_row:
        top = heading.y - size * len(heading.lines) / 2 - 8
        for number, line in enumerate(heading.lines):
            shown = f"▸ {line}" if heading.is_folded and number == 0 else line
            _write(painter, QRectF(heading.x, top + size * number, 208, size), shown, look.text, bold)
        count = labels.references(heading.references)
        place = QRectF(heading.x, top + size * len(heading.lines) + 1, 200, 15)
        _write(painter, place, count, look.muted, _sized(font, 11, 400))
        return
    top = heading.y - size * len(heading.lines) / 2
    for number, line in enumerate(heading.lines):
        place = QRectF(heading.x - 60, top + size * number, 120, size)
        _write(painter, place, line, look.text, bold, Qt.AlignmentFlag.AlignCenter)


def paint_legend(painter: QPainter, plan: Layout, look: theme.Theme, font: QFont, width: float) -> None:
    """Paint what colours and letters mean, and the notes, into a strip of `width` under the cells."""
    small = _sized(font, 12, 400)
    y = _legend_top(plan)
    for mark, x, line in _legend_places(plan, small, width):
        y = _legend_top(plan) + line * LEGEND_LINE
        if isinstance(mark, Judgement):
            _paint_arc(painter, QPointF(x + 8, y), 7, Arc(mark, 0, 360))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mark.colour))
            painter.drawEllipse(QPointF(x + 8, y), 8, 8)
            place = QRectF(x, y - 8, 16, 16)
            _write(painter, place, mark.letter, mark.ink, _sized(font, 9, 700), Qt.AlignmentFlag.AlignCenter)
        _write(painter, QRectF(x + 22, y - 10, width, 20), mark.label, look.text, small)
    note_font = _sized(font, 11.5, 400)
    room = width - 2 * _MARGIN
    for number, note in enumerate(plan.notes):
        shown = QFontMetrics(note_font).elidedText(note, Qt.TextElideMode.ElideRight, int(room))
        _write(painter, QRectF(_MARGIN, y + 18 + 18 * number, room, 18), shown, look.muted, note_font)


def legend_bottom(plan: Layout, font: QFont, width: float) -> float:
    """Where a map ends whose legend has `width` to stand in."""
    lines = max((line for _, _, line in _legend_places(plan, _sized(font, 12, 400), width)), default=0)
    return _legend_top(plan) + lines * LEGEND_LINE + 18 + 18 * len(plan.notes) + 12


def _legend_top(plan: Layout) -> float:
    return max((cell.y + cell.height for cell in plan.cells), default=plan.top) + 30


def _legend_places(plan: Layout, font: QFont, width: float) -> Iterator[tuple[Level | Judgement, float, int]]:
    """Each mark of the legend with its x and its line, broken like words; the judgements begin a line."""
    x, line, metrics = _MARGIN, 0, QFontMetrics(font)
    for mark in plan.legend:
        room = metrics.horizontalAdvance(mark.label) + 52
        if (x + room > width or mark is JUDGEMENTS[0]) and x > _MARGIN:
            x, line = _MARGIN, line + 1
        yield mark, x, line
        x += room


def _write(
    painter: QPainter, place: QRectF, words: str, colour: str, font: QFont,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:  # fmt: skip
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, alignment, words)


def _sized(font: QFont, pixels: float, weight: int) -> QFont:
    made = QFont(font)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QFont.Weight(weight))
    return made
