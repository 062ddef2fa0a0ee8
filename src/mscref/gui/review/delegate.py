"""Paints a proposal: the title once over its rows, then the term and the sentence with the words lit."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mscref.gui import chips, labels, theme
from mscref.gui.reference_delegate import plain
from mscref.gui.review.model import PROPOSAL_ROLE, ProposalModel
from mscref.gui.words import utf16
from mscref.model.holdings import OpenProposal

_Index = QModelIndex | QPersistentModelIndex
_MARGIN = 16
_TERM_WIDTH = 190
_LINES = 2
_AROUND = 90


class ProposalDelegate(QStyledItemDelegate):
    """Rows of equal kinds: a title line where a reference begins, then two lines of its sentence."""

    def __init__(self, model: ProposalModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = QFontMetrics(option.font).height()
        title = round(line * 1.9) if self._model.begins_reference(index.row()) else 0
        return QSize(200, title + line * _LINES + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        one = index.data(PROPOSAL_ROLE)
        if not isinstance(one, OpenProposal):
            return
        widget = option.widget
        look = theme.of(widget if isinstance(widget, QWidget) else None)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(option.rect)
        line = QFontMetrics(option.font).height()
        if self._model.begins_reference(index.row()):
            self._title(painter, QRectF(place.left(), place.top(), place.width(), line * 1.9), one, look, option.font)
            place.setTop(place.top() + line * 1.9)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.selection))
            painter.drawRoundedRect(place.adjusted(6, 1, -6, -1), 6, 6)
        self._term(painter, place, one, look, option.font)
        self._sentence(painter, place.adjusted(_MARGIN + _TERM_WIDTH, 7, -_MARGIN, -7), one, look, option.font)
        painter.restore()

    def _title(self, painter: QPainter, place: QRectF, one: OpenProposal, look: theme.Theme, font: QFont) -> None:
        painter.setPen(QPen(QColor(look.line), 1))
        painter.drawLine(QPointF(place.left(), place.top() + 0.5), QPointF(place.right(), place.top() + 0.5))
        room = place.adjusted(_MARGIN, place.height() * 0.22, -_MARGIN, 0)
        bold = theme.scaled(font, 1.0, QFont.Weight.DemiBold)
        who = f"{one.authors} {one.year}".strip()
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance(who)
        painter.setPen(QColor(look.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, who)
        painter.setFont(bold)
        painter.setPen(QColor(look.text))
        shown = QFontMetrics(bold).elidedText(
            plain(one.title), Qt.TextElideMode.ElideRight, int(room.width() - width - 16)
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _term(self, painter: QPainter, place: QRectF, one: OpenProposal, look: theme.Theme, font: QFont) -> None:
        chip = chips.chip(self._model.vocabulary, one.facet, one.term)
        height = chips.chip_height(font)
        box = QRectF(place.left() + _MARGIN, place.top() + 7, chips.chip_width(chip.text, font), height)
        painter.setFont(chips.chip_font(font))
        chips.paint_chip(painter, box, chip.text, look.tints[chip.tint], dashed=True)
        painter.setFont(theme.scaled(font, 0.86))
        painter.setPen(QColor(look.muted))
        under = QRectF(box.left() + 8, box.bottom() + 1, _TERM_WIDTH - 20, QFontMetrics(font).height())
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, labels.facet(one.facet))

    def _sentence(self, painter: QPainter, place: QRectF, one: OpenProposal, look: theme.Theme, font: QFont) -> None:
        text, start, end = around(one)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if end > start:
            lit = QTextLayout.FormatRange()
            lit.start, lit.length = utf16(text, start), utf16(text, end) - utf16(text, start)
            marked = QTextCharFormat()
            marked.setBackground(QColor(look.lit))
            marked.setFontWeight(QFont.Weight.DemiBold)
            lit.format = marked
            layout.setFormats([lit])
        layout.beginLayout()
        y = 0.0
        for _ in range(_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(place.width())
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        painter.setPen(QColor(look.text))
        layout.draw(painter, place.topLeft())


def around(one: OpenProposal) -> tuple[str, int, int]:
    """The part of a proposal's sentence around its words, and where they stand in that part."""
    if not one.end > one.start or one.end <= 2 * _AROUND:
        return one.quote, one.start, one.end
    cut = one.quote.find(" ", one.start - _AROUND) + 1
    return "… " + one.quote[cut:], one.start - cut + 2, one.end - cut + 2
