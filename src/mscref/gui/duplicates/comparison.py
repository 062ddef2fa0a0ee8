"""Several references side by side: a column each, a row for each field; a press on a value chooses it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from mscref.gui import labels, theme, tips
from mscref.gui.reference_delegate import plain
from mscref.jobs import merge_choices
from mscref.jobs.merge_choices import NAMES, TITLE, TYPE, Row
from mscref.model.holdings import Record

_Index = QModelIndex | QPersistentModelIndex
_LONGEST = 600


class ComparisonModel(QAbstractTableModel):
    """The rows of `merge_choices`; those that differ come first, those that are equal after."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: tuple[Record, ...] = ()
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    @property
    def records(self) -> tuple[Record, ...]:
        return self._records

    def show(self, records: Sequence[Record]) -> None:
        """Compare other references."""
        self.beginResetModel()
        self._records = tuple(records)
        found = merge_choices.rows([record.reference for record in records])
        self._rows = (*(row for row in found if row.differs), *(row for row in found if not row.differs))
        self.endResetModel()

    def choose(self, row: int, column: int) -> None:
        """Take the value of one reference for a field; an empty value cannot be chosen."""
        if 0 <= row < len(self._rows) and self._rows[row].values[column].strip():
            self._rows = merge_choices.choose(self._rows, self._rows[row].name, column)
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def choose_all(self, column: int) -> None:
        """Take every value that one reference has."""
        for row in range(len(self._rows)):
            self.choose(row, column)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._records[section].reference.key
        return row_label(self._rows[section].name)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        value, is_chosen = row.values[index.column()], row.chosen == index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            shown = _shown(row.name, value)
            return f"✓ {shown}" if is_chosen and value else f"    {shown}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tips.plain(value[:_LONGEST])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.tr("{value}, chosen") if is_chosen else "{value}"
            return said.format(value=_shown(row.name, value) or self.tr("nothing"))
        if role == Qt.ItemDataRole.FontRole and is_chosen and row.differs:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and not (is_chosen and row.differs):
            return QColor(theme.of().muted)
        if role == Qt.ItemDataRole.BackgroundRole and is_chosen and row.differs:
            return QColor(theme.of().selection)
        return None


def row_label(name: str) -> str:
    """What a row is called."""
    return labels.field(name.removeprefix(NAMES)) if name not in (TYPE, TITLE) else labels.field(name)


def _shown(name: str, value: str) -> str:
    if name == TYPE:
        return labels.type_name(value)
    text = plain(value) if name == TITLE else value
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
