"""The marks of a reference as a list: a model of immutable records, filtered, painted by one delegate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mscref.gui import chips, theme
from mscref.gui.reader import marking_colours
from mscref.model.facets import Vocabulary
from mscref.model.folding import fold
from mscref.model.holdings import AnnotationRecord

_Index = QModelIndex | QPersistentModelIndex
RECORD = Qt.ItemDataRole.UserRole + 1
_LINES = 3
_EDGE = 12.0
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which marks are listed: of a colour (None for all), with a tag ("" for all), holding these words."""

    colour: int | None = None
    tag: str = ""
    words: str = ""

    def takes(self, record: AnnotationRecord) -> bool:
        """True when a mark is listed."""
        if self.colour is not None and record.colour != self.colour:
            return False
        if self.tag and self.tag not in record.tags:
            return False
        said = fold(f"{record.text} {record.note} {' '.join(record.tags)}")
        return all(word in said for word in fold(self.words).split())


class MarkModel(QAbstractListModel):
    """The marks in the order of the pages; `show` gives all, `narrow` says which of them are listed."""

    def __init__(self) -> None:
        super().__init__()
        self.all: tuple[AnnotationRecord, ...] = ()
        self.shown: tuple[AnnotationRecord, ...] = ()
        self.wanted = Wanted()
        self.labels: dict[int, str] = {}
        self.moved: frozenset[int] = frozenset()

    def show(self, records: Sequence[AnnotationRecord]) -> None:
        """List these marks."""
        self.all = tuple(sorted(records, key=_order))
        self._list()

    def narrow(self, wanted: Wanted) -> None:
        """List only those."""
        self.wanted = wanted
        self._list()

    def record(self, row: int) -> AnnotationRecord | None:
        """The mark of a row."""
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def row_of(self, id: int) -> int:
        """The row of a mark, -1 when it is not listed."""
        return next((row for row, one in enumerate(self.shown) if one.id == id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        record = self.record(index.row())
        if record is None:
            return None
        if role == RECORD:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return record.note or record.text or self.tr("Marked place")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            meaning = marking_colours.meanings()[record.colour] if record.colour < 9 else ""
            parts = [self.place(record), meaning, record.text, record.note, ", ".join(record.tags)]
            return ". ".join(part for part in parts if part)
        return None

    def place(self, record: AnnotationRecord) -> str:
        """Where a mark stands, for people."""
        return self.tr("Page {page}").format(page=self.labels.get(record.page) or record.page)

    def _list(self) -> None:
        shown = tuple(record for record in self.all if self.wanted.takes(record))
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()


def _order(record: AnnotationRecord) -> tuple[int, float, float, int]:
    """From top to bottom on each page; a second column follows by its place to the right only within a line."""
    if not record.quads:
        return record.page, 0.0, 0.0, record.id
    first = record.quads[0]
    return record.page, -max(first[1::2]), min(first[0::2]), record.id


class MarkDelegate(QStyledItemDelegate):
    """Paints one mark: its colour, its words, what was said of it, tags and terms."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self._heights: dict[tuple[AnnotationRecord, int], float] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        record = index.data(RECORD)
        view = option.widget
        width = max(120, view.viewport().width() if isinstance(view, QAbstractScrollArea) else option.rect.width())
        if not isinstance(record, AnnotationRecord):
            return QSize(width, 0)
        key = (record, width)
        if key not in self._heights:
            if len(self._heights) > 4000:
                self._heights.clear()
            self._heights[key] = self._drawn(None, record, QRectF(0, 0, width, 0), option, "")
        return QSize(width, round(self._heights[key]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        record, model = index.data(RECORD), index.model()
        if not isinstance(record, AnnotationRecord) or not isinstance(model, MarkModel):
            return
        look = theme.of(option.widget)
        state = option.state
        rect = QRectF(option.rect)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.hover)
        place = model.place(record)
        if record.id in model.moved:
            place = self.tr("{place} · not in this file").format(place=place)
        self._drawn(painter, record, rect, option, place)
        painter.fillRect(QRectF(rect.left() + _EDGE, rect.bottom() - 1, rect.width() - 2 * _EDGE, 1), look.line)
        painter.restore()

    def _drawn(
        self, painter: QPainter | None, record: AnnotationRecord, rect: QRectF, option: QStyleOptionViewItem, place: str
    ) -> float:
        """Draw onto a painter (or only measure); gives the height."""
        look = theme.of(option.widget)
        font = QFont(option.font)
        small = theme.scaled(font, 0.86)
        left, width = rect.left() + _EDGE + 12, rect.width() - 2 * _EDGE - 12
        y = rect.top() + 9
        high = QFontMetricsF(small).height()
        if painter is not None:
            bar = QRectF(rect.left() + _EDGE, rect.top() + 10, 4, rect.height() - 20)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(marking_colours.colour(record.colour))
            painter.drawRoundedRect(bar, 2, 2)
            meaning = marking_colours.meanings()[record.colour] if record.colour < 9 else ""
            painter.setFont(small)
            painter.setPen(look.muted)
            painter.drawText(QRectF(left, y, width, high), Qt.AlignmentFlag.AlignLeft, place)
            painter.drawText(QRectF(left, y, width, high), Qt.AlignmentFlag.AlignRight, meaning)
        y += high + 3
        if record.text:
            y += _paragraph(painter, record.text, font, look.text, QRectF(left, y, width, 0))
        elif record.kind == "area" and not record.note:
            y += _paragraph(painter, self.tr("Marked area"), font, look.muted, QRectF(left, y, width, 0))
        if record.note:
            said = QFont(font)
            said.setItalic(True)
            ink = look.muted if record.text else look.text
            y += _paragraph(painter, record.note, said, ink, QRectF(left, y + 2, width, 0)) + 2
        if record.tags or record.terms:
            if painter is not None:
                named = [chips.chip(self.vocabulary, facet, term).full for facet, term in record.terms]
                words = " · ".join([*named, *(f"#{tag}" for tag in record.tags)])
                painter.setFont(small)
                painter.setPen(look.accent)
                shown = QFontMetricsF(small).elidedText(words, Qt.TextElideMode.ElideRight, width)
                painter.drawText(QRectF(left, y + 3, width, high), Qt.AlignmentFlag.AlignLeft, shown)
            y += high + 3
        return y - rect.top() + 9


def _paragraph(painter: QPainter | None, text: str, font: QFont, ink: str, place: QRectF) -> float:
    """At most three lines of plain text; gives their height."""
    layout = QTextLayout(" ".join(text[:_LONGEST].split()), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    metrics = QFontMetricsF(font)
    y = 0.0
    if painter is not None:
        painter.setFont(font)
        painter.setPen(ink)
    for number in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(place.width())
        if painter is not None:
            words = layout.text()[line.textStart() :] if number == _LINES - 1 else None
            row = QRectF(place.left(), place.top() + y, place.width(), metrics.height())
            if words is None:
                words = layout.text()[line.textStart() : line.textStart() + line.textLength()]
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width() + 1)
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, shown)
        y += metrics.height()
    layout.endLayout()
    return y
