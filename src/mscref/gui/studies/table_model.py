"""The study table as a Qt model of immutable rows; a typed cell goes out by a signal and comes back changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from mscref.gui import theme, tips
from mscref.gui.studies import names
from mscref.jobs.study_table import StudyTable
from mscref.model.studies import STUDY_FIELDS, StudyCell

Place = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FIXED = ("key",)


class StudyTableModel(QAbstractTableModel):
    """Rows of studies; `typed` carries reference, field and the text that the user typed into a cell."""

    typed = Signal(int, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = StudyTable(())
        self.can_write = True

    def show(self, table: StudyTable) -> None:
        """Show another table; a table of the same studies keeps what is chosen."""
        same = [row.reference for row in table.rows] == [row.reference for row in self.table.rows]
        if same:
            self.table = table
            if table.rows:
                last = self.index(len(table.rows) - 1, len(STUDY_FIELDS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def cell(self, index: Place) -> StudyCell | None:
        """What is known of a place."""
        return self.table.rows[index.row()].cells.get(STUDY_FIELDS[index.column()]) if index.isValid() else None

    def rowCount(self, parent: Place = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Place = _ROOT) -> int:
        return 0 if parent.isValid() else len(STUDY_FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return names.field(STUDY_FIELDS[section])
        return None

    def flags(self, index: Place) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.can_write and STUDY_FIELDS[index.column()] not in _FIXED:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.table.rows[index.row()]
        cell = self.cell(index)
        value = cell.value if cell else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            field = names.field(STUDY_FIELDS[index.column()])
            return f"{row.key}, {field}: {value or self.tr('not stated')}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tips.plain("\n".join(filter(None, (value, cell.quote)))) if cell else ""
        if role == Qt.ItemDataRole.ForegroundRole and cell and cell.source == "proposal":
            return QBrush(QColor(theme.of().muted))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def setData(self, index: Place, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or value == self.data(index):
            return False
        self.typed.emit(self.table.rows[index.row()].reference, STUDY_FIELDS[index.column()], str(value))
        return True
