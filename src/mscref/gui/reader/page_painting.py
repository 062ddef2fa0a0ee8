"""How a page looks: its picture, the marks on it, what was found, what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from mscref.gui.reader import marking_colours
from mscref.gui.reader.page_layout import PageLayout, Spot
from mscref.model.holdings import AnnotationRecord
from mscref.sandbox.pages import Box, PageFrame

_NOTE = 18.0  # pixels
_SIGN = 14.0
PAPER, NIGHT = QColor("#ffffff"), QColor(30, 30, 30)
_FOUND, _FOUND_NOW = QColor(255, 190, 60, 120), QColor(255, 120, 20, 190)
_SELECTED, _SELECTED_NIGHT = QColor(60, 130, 240, 80), QColor(110, 170, 255, 90)


def rect_of(layout: PageLayout, page: int, box: Box) -> QRectF:
    """The rectangle of the area that a box of view points covers."""
    x0, y0 = layout.to_area(page, box[0], box[1])
    x1, y1 = layout.to_area(page, box[2], box[3])
    return QRectF(QPointF(min(x0, x1), min(y0, y1)), QPointF(max(x0, x1), max(y0, y1)))


def rects_of(layout: PageLayout, frame: PageFrame, record: AnnotationRecord) -> list[QRectF]:
    """The rectangles of the area that a mark covers."""
    found = []
    for quad in record.quads:
        xs, ys = quad[0::2], quad[1::2]
        found.append(rect_of(layout, record.page, frame.box_to_view((min(xs), min(ys), max(xs), max(ys)))))
    if record.kind == "note" and found:
        corner = found[0].topLeft()
        return [QRectF(corner.x(), corner.y(), _NOTE, _NOTE)]
    return found


def paint_paper(painter: QPainter, spot: Spot, image: QImage | None, *, dark: bool) -> None:
    """The picture of a page, or empty paper until it comes."""
    place = QRectF(spot.x, spot.y, spot.width, spot.height)
    if image is None:
        painter.fillRect(place, NIGHT if dark else PAPER)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)
    painter.setPen(QPen(QColor(0, 0, 0, 120 if dark else 45), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)


def paint_marks(
    painter: QPainter,
    layout: PageLayout,
    frame: PageFrame,
    marks: Iterable[AnnotationRecord],
    *,
    dark: bool,
    chosen: int,
) -> None:
    """The marks of one page; the chosen one is outlined."""
    for record in marks:
        rects = rects_of(layout, frame, record)
        if not rects:
            continue
        colour = marking_colours.colour(record.colour)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if record.kind == "underline":
            painter.setPen(QPen(colour if dark else colour.darker(125), max(1.6, layout.scale * 1.1)))
            for rect in rects:
                painter.drawLine(QPointF(rect.left(), rect.bottom()), QPointF(rect.right(), rect.bottom()))
        elif record.kind == "note":
            _paint_note(painter, rects[0], colour)
        elif record.kind == "area":
            painter.setPen(QPen(colour.darker(115), 2))
            painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 26))
            painter.drawRect(rects[0])
        else:
            _paint_light(painter, rects, colour, dark=dark)
        if record.id == chosen:
            painter.setPen(QPen(colour.darker(160) if not dark else colour.lighter(110), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for rect in rects:
                painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 3, 3)
        painter.restore()
        if record.note and record.kind != "note":
            _paint_note(painter, _beside(layout.spot(record.page), rects[0]), colour)


def paint_boxes(
    painter: QPainter, layout: PageLayout, page: int, boxes: Sequence[Box], colour: QColor, *, dark: bool
) -> None:
    """Boxes of view points filled with a colour; on light paper the letters stay black."""
    painter.save()
    if not dark:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for box in boxes:
        painter.fillRect(rect_of(layout, page, box), colour)
    painter.restore()


def found_colour(*, is_current: bool) -> QColor:
    """The colour of a hit."""
    return _FOUND_NOW if is_current else _FOUND


def selected_colour(*, dark: bool) -> QColor:
    """The colour of the selection."""
    return _SELECTED_NIGHT if dark else _SELECTED


def _paint_light(painter: QPainter, rects: Sequence[QRectF], colour: QColor, *, dark: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if dark:
        painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 95))
    else:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setBrush(_pale(colour))
    for rect in rects:
        painter.drawRoundedRect(rect, 2, 2)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _pale(colour: QColor) -> QColor:
    """A colour as a marker pen leaves it on white paper."""
    return QColor(*(round(255 - (255 - part) * 0.62) for part in (colour.red(), colour.green(), colour.blue())))


def _beside(spot: Spot, rect: QRectF) -> QRectF:
    """Where the sign of a comment stands: in the nearer margin of the page, level with its words."""
    is_left = rect.center().x() < spot.x + spot.width / 2
    x = spot.x + 5 if is_left else spot.x + spot.width - _SIGN - 5
    return QRectF(x, rect.top() - 1, _SIGN, _SIGN)


def _paint_note(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """A speech bubble."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour.darker(150), 1))
    painter.setBrush(colour)
    body = place.adjusted(0, 0, 0, -place.height() * 0.25)
    painter.drawRoundedRect(body, place.width() * 0.2, place.width() * 0.2)
    foot = body.bottom() - 0.5
    tail = [QPointF(body.left() + body.width() * s, foot) for s in (0.22, 0.5)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([tail[0], tail[1], QPointF(tail[0].x(), place.bottom())]))
    painter.setPen(QPen(colour.darker(200), 1))
    for share in (0.35, 0.62):
        y = body.top() + body.height() * share
        painter.drawLine(QPointF(body.left() + 3, y), QPointF(body.right() - 3, y))
    painter.restore()
