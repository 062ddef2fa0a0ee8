"""A plain table of immutable values: each row one value, each cell a text made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mscref.gui import tips

Place = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROOM = 7


class ValueModel(QAbstractTableModel):
    """Rows of values; `columns` are pairs of a heading and a function from a value to its text."""

    def __init__(self, columns: Sequence[tuple[str, Callable[[Any], str]]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.values: Sequence[Any] = ()

    def show(self, values: Sequence[Any]) -> None:
        """Show other values."""
        self.beginResetModel()
        self.values = tuple(values)
        self.endResetModel()

    def rowCount(self, parent: Place = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.values)

    def columnCount(self, parent: Place = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section][0]
        return None

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self._columns[index.column()][1](self.values[index.row()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        return tips.plain(text) if role == Qt.ItemDataRole.ToolTipRole else None


class _Roomy(QStyledItemDelegate):
    """Cells with as much room beside their text as the headings have."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Place) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        if whole.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, whole.palette.highlight())
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(_ROOM, 0, -_ROOM, 0)
        super().paint(painter, inner, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Place) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * _ROOM, 0)


class ValueTable(QTableView):
    """The view of such a table: whole rows are chosen, the columns `stretched` share the room that is left."""

    def __init__(
        self, model: ValueModel, name: str, stretched: Sequence[int] = (0,), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.viewport().setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setProperty("card", True)
        self.setItemDelegate(_Roomy(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setAccessibleName(name)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section in range(model.columnCount()):
            is_wide = section in stretched
            mode = QHeaderView.ResizeMode.Stretch if is_wide else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(section, mode)

    @property
    def chosen(self) -> Any:
        """The value of the chosen row, None when no row is."""
        rows = self.selectionModel().selectedRows()
        return self._values.values[rows[0].row()] if rows else None
