"""The list of an import review: a line for every entry, with a tick, a sign and words for how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mscref.gui import icons, theme
from mscref.gui.import_review.plan_rows import Row
from mscref.gui.reference_delegate import plain

ROW = Qt.ItemDataRole.UserRole
_TONES = {
    "ready": "good",
    "look": "warn",
    "alike": "warn",
    "doubted": "warn",
    "held": "accent",
    "document": "muted",
    "unreadable": "bad",
    "remark": "warn",
}
_SIGNS = {
    "look": "warning",
    "alike": "copy",
    "doubted": "warning",
    "held": "library",
    "document": "document",
    "unreadable": "close",
    "remark": "info",
}
Index = QModelIndex | QPersistentModelIndex


class ReviewModel(QAbstractListModel):
    """The rows shown now. `ticked` carries the row whose tick was pressed."""

    ticked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; when they are the same entries as before, only what changed is told."""
        fresh = list(rows)
        if [(one.kind, one.index) for one in fresh] != [(one.kind, one.index) for one in self._rows]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        changed = [n for n, (old, new) in enumerate(zip(self._rows, fresh, strict=True)) if old != new]
        self._rows = fresh
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def row(self, number: int) -> Row | None:
        """A row by its place."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, kind: str, index: int) -> int:
        """Where an entry is shown, -1 when it is not."""
        return next((n for n, one in enumerate(self._rows) if (one.kind, one.index) == (kind, index)), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.told
        if role == Qt.ItemDataRole.CheckStateRole and row.tick is not None:
            return Qt.CheckState.Checked if row.tick else Qt.CheckState.Unchecked
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if row.tick is None else flags | Qt.ItemFlag.ItemIsUserCheckable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row(index.row())
        if role != Qt.ItemDataRole.CheckStateRole or row is None or row.tick is None:
            return False
        self.ticked.emit(row)
        return True


class ReviewList(QListView):
    """The view of a ReviewModel. `shown` carries the row that has become the current one."""

    shown = Signal(object)

    def __init__(self, model: ReviewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self))
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("What the import would do"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _old: self.shown.emit(now.data(ROW)))

    def go_to(self, place: int) -> None:
        """Make a row the current one."""
        if 0 <= place < self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(place))

    @property
    def place(self) -> int:
        """Where the current row is, -1 without one."""
        return self.currentIndex().row()


class _RowDelegate(QStyledItemDelegate):
    """Two lines an entry: tick or sign, first author and year, how it stands; the title below."""

    def editorEvent(self, event: QEvent, model: QObject, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the tick box, or the space bar, takes the entry in or out."""
        on_box = isinstance(event, QMouseEvent) and event.position().x() < option.rect.left() + 38
        is_click = event.type() == QEvent.Type.MouseButtonRelease and on_box
        is_space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        row = index.data(ROW)
        if not isinstance(row, Row) or row.tick is None or not isinstance(model, ReviewModel):
            return False
        if is_click or (is_space and event.type() == QEvent.Type.KeyPress):
            return model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, int(option.fontMetrics.height() * 3.1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        look = theme.of()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(5, 2, -5, -2)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.selection if is_chosen else look.hover))
            painter.drawRoundedRect(ground, 7, 7)
        if is_chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 7, 7)
        tone = getattr(look, _TONES[row.state])
        left = ground.left() + 10
        self._paint_tick(painter, row, QRectF(left, ground.top() + ground.height() * 0.31 - 7, 14, 14), look, tone)
        left += 25
        edge = self._paint_note(painter, row, option.font, ground, look, tone)
        half = ground.height() / 2
        strong = theme.scaled(option.font, 1.0, QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(look.text))
        room = edge - left - 8
        head = painter.fontMetrics().elidedText(plain(row.title), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, ground.top() + 4, room, half - 3), Qt.AlignmentFlag.AlignVCenter, head)
        painter.setFont(theme.scaled(option.font, 0.93))
        painter.setPen(QColor(look.muted))
        room = ground.right() - left - 12
        second = painter.fontMetrics().elidedText(plain(row.second), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, ground.top() + half - 1, room, half - 4), Qt.AlignmentFlag.AlignVCenter, second)
        painter.restore()

    @staticmethod
    def _paint_tick(painter: QPainter, row: Row, box: QRectF, look: theme.Theme, tone: str) -> None:
        if row.tick is None:
            icons.paint(painter, _SIGNS[row.state], tone, box.adjusted(-1, -1, 1, 1))
            return
        painter.setPen(QPen(QColor(look.accent if row.tick else look.muted), 1.2))
        painter.setBrush(QColor(look.accent if row.tick else look.base))
        painter.drawRoundedRect(box, 4, 4)
        if row.tick:
            icons.paint(painter, "check", look.on_accent, box.adjusted(1, 1, -1, -1))

    @staticmethod
    def _paint_note(painter: QPainter, row: Row, font: QFont, ground: QRectF, look: theme.Theme, tone: str) -> float:
        """The words for how the entry stands, with their sign; gives the left edge of them."""
        painter.setFont(theme.scaled(font, 0.86))
        most = ground.width() * 0.52
        text = painter.fontMetrics().elidedText(row.note, Qt.TextElideMode.ElideRight, int(most))
        width = painter.fontMetrics().horizontalAdvance(text) + 2
        place = QRectF(ground.right() - width - 11, ground.top() + 4, width, ground.height() / 2 - 3)
        painter.setPen(QColor(look.muted if row.is_quiet else tone))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        sign = _SIGNS.get(row.state, "") if row.tick is not None else ""
        if not sign:
            return place.left()
        size = painter.fontMetrics().height() * 0.82
        icons.paint(painter, sign, tone, QRectF(place.left() - size - 5, place.center().y() - size / 2, size, size))
        return place.left() - size - 5
