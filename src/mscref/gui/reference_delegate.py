"""Paints the rows of the list: one delegate, elided texts remembered, chips for facet terms."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mscref.gui import chips, icons, lit_words, theme
from mscref.gui.columns import COLUMNS
from mscref.gui.reference_model import SUMMARY_ROLE, ReferenceModel
from mscref.model.holdings import Summary

ROW_HEIGHTS = {"comfortable": 2.35, "compact": 1.75}
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sup|sub|span)(?:\s+(?:class|style)=\"[^\"<>]*\")?>")
_INDENT = 10
_Index = QModelIndex | QPersistentModelIndex


@lru_cache(maxsize=20_000)
def elided(text: str, width: int, font_key: str, metrics: _Metrics) -> str:
    """`text` as far as it fits into `width` pixels, on one line and without markup."""
    return metrics.value.elidedText(plain(text), Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A title without the few tags that CSL allows in one, cut before it could slow painting down."""
    return _MARKUP.sub("", text[:600]).replace("\n", " ")


class _Metrics:
    """Font metrics as part of a cache key that its font's key already identifies."""

    def __init__(self, font: QFont) -> None:
        self.value = QFontMetrics(font)

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Metrics)


class ReferenceDelegate(QStyledItemDelegate):
    """Paints a cell from its Summary; `hovered_row` and the words `sought` are set by the table."""

    def __init__(self, model: ReferenceModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.hovered_row = -1
        self.sought: re.Pattern[str] | None = None
        self._metrics: dict[str, _Metrics] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look = theme.of(_widget(option))
        summary = index.data(SUMMARY_ROLE)
        if not isinstance(summary, Summary):
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, option, index, look, selected)
        column = COLUMNS[index.column()]
        place = QRectF(option.rect).adjusted(_INDENT, 0, -4, -1)
        if column.kind == "mark":
            self._mark(painter, QRectF(option.rect), summary, look)
        elif column.facet:
            vocabulary = self._model.vocabulary
            shown = [chips.chip(vocabulary, column.facet, term) for term in summary.terms.get(column.facet, ())]
            if shown:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                chips.paint_row(painter, place, shown, look, option.font)
        else:
            colour = look.muted if column.kind == "muted" and not selected else look.text
            sought = self.sought if column.key == "title" else None
            font = self._font(option.font, column.key, summary)
            self._text(painter, place, column.text(summary), colour, font, sought)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(
            COLUMNS[index.column()].width, int(QFontMetrics(option.font).height() * ROW_HEIGHTS["comfortable"])
        )

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, look: theme.Theme, selected: bool
    ) -> None:
        rect = option.rect
        if selected:
            painter.fillRect(rect, QColor(look.selection))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, QColor(look.hover))
        painter.setPen(QPen(QColor(look.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected and index.column() == 0:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height() - 1, QColor(look.accent))
        elif option.state & QStyle.StateFlag.State_HasFocus and not selected:
            painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, QColor(look.accent))

    def _font(self, font: QFont, key: str, summary: Summary) -> QFont:
        if key in ("author", "title") and summary.status == "unread":
            strong = QFont(font)
            strong.setWeight(QFont.Weight.DemiBold if key == "author" else QFont.Weight.Medium)
            return strong
        if summary.is_retracted and key == "title":
            struck = QFont(font)
            struck.setStrikeOut(True)
            return struck
        return font

    def _text(
        self, painter: QPainter, place: QRectF, text: str, colour: str, font: QFont, sought: re.Pattern[str] | None
    ) -> None:
        if not text:
            return
        key = font.key()
        if key not in self._metrics:
            self._metrics[key] = _Metrics(font)
        painter.setFont(font)
        shown = elided(text, int(place.width()), key, self._metrics[key])
        if sought is not None:
            metrics, lit = self._metrics[key].value, QColor(theme.of().lit)
            for start, end in lit_words.spans(shown, sought):
                left = place.left() + metrics.horizontalAdvance(shown[:start])
                width = metrics.horizontalAdvance(shown[:end]) - metrics.horizontalAdvance(shown[:start])
                high = metrics.height()
                painter.fillRect(QRectF(left, place.center().y() - high / 2, width, high), lit)
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _mark(self, painter: QPainter, place: QRectF, summary: Summary, look: theme.Theme) -> None:
        """A dot for unread (a ring while reading), a bar for the label, a sign for a retraction or a concern."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(place.left() + 20, place.center().y())
        if summary.notice in ("retraction", "concern"):
            colour = look.bad if summary.notice == "retraction" else look.warn
            icons.paint(painter, "warning", colour, QRectF(middle.x() - 8, middle.y() - 8, 16, 16))
        elif summary.status == "unread":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawEllipse(middle, 4, 4)
        elif summary.status == "reading":
            painter.setPen(QPen(QColor(look.accent), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, 3.6, 3.6)
        if 0 < summary.colour < len(theme.LABEL_COLOURS):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.LABEL_COLOURS[summary.colour]))
            painter.drawRoundedRect(QRectF(place.left() + 6, place.top() + 8, 4, place.height() - 17), 2, 2)


def _widget(option: QStyleOptionViewItem) -> QWidget | None:
    shown = option.widget
    return shown if isinstance(shown, QWidget) else None
