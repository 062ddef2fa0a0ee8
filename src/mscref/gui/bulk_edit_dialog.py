"""Edit one field of many references: what would change is shown, row by row, before anything does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mscref.errors import UserError
from mscref.gui import labels, theme, tips, words
from mscref.jobs.bulk_editing import CLEAR, REPLACE, SET, BulkEdit, FieldChange, preview
from mscref.model.holdings import Record

_Index = QModelIndex | QPersistentModelIndex


class ChangeModel(QAbstractTableModel):
    """Key, value before, value after."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.changes: tuple[FieldChange, ...] = ()

    def show(self, changes: Sequence[FieldChange]) -> None:
        """Show other changes."""
        self.beginResetModel()
        self.changes = tuple(changes)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.changes)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        return (self.tr("Reference"), self.tr("Now"), self.tr("Then"))[section]

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        change = self.changes[index.row()]
        value = (change.key, change.before, change.after)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return value or "–"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tips.plain(value)
        return None


class BulkEditDialog(QDialog):
    """Accepted, `model.changes` and `field` say what to do."""

    def __init__(self, records: Sequence[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = records
        title = self.tr("Edit a field of {references}").format(references=labels.references(len(records)))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(820, 560)
        heading = QLabel(title)
        heading.setFont(theme.scaled(self.font(), 1.3, QFont.Weight.DemiBold))
        heading.setAccessibleName(title)
        self._field = self._choice(self.tr("Field"), [(labels.field(name), name) for name in self._names()])
        manners = [(self.tr("Set to"), SET), (self.tr("Find and replace"), REPLACE), (self.tr("Empty it"), CLEAR)]
        self._manner = self._choice(self.tr("What to do"), manners)
        self._find, self._value = self._line(self.tr("Find")), self._line(self.tr("Value"))
        self._regex, self._case = QCheckBox(self.tr("Regular expression")), QCheckBox(self.tr("Match case"))
        for box in (self._regex, self._case):
            box.setAccessibleName(box.text())
        self._case.setChecked(True)
        self.model = ChangeModel(self)
        self._table = QTableView()
        self._table.setAccessibleName(self.tr("What would change"))
        self._table.setModel(self.model)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._said = words.label(muted=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Apply | QDialogButtonBox.StandardButton.Cancel)
        self._apply = self._buttons.button(QDialogButtonBox.StandardButton.Apply)
        self._apply.setDefault(True)
        self._apply.clicked.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for button in self._buttons.buttons():
            button.setAccessibleName(button.text())
            if isinstance(button, QPushButton):
                button.setAutoDefault(button is self._apply)
        self._lay_out(heading)
        for changed in (
            self._field.currentIndexChanged, self._manner.currentIndexChanged, self._find.textChanged,
            self._value.textChanged, self._regex.toggled, self._case.toggled,
        ):  # fmt: skip
            changed.connect(self._preview)
        self._preview()

    @property
    def field(self) -> str:
        return str(self._field.currentData())

    def tell(self, edit: BulkEdit) -> None:
        """Fill the dialog in as an edit says."""
        self._field.setCurrentIndex(self._field.findData(edit.field))
        self._manner.setCurrentIndex(self._manner.findData(edit.manner))
        self._find.setText(edit.find)
        self._value.setText(edit.value)
        self._regex.setChecked(edit.is_regex)
        self._case.setChecked(edit.has_case)
        self._preview()

    def _names(self) -> list[str]:
        held = {name for record in self._records for name in record.reference.fields}
        return ["title", "type", *labels.fields(), *sorted(held - set(labels.fields()))]

    def _preview(self) -> None:
        manner = str(self._manner.currentData())
        self._find.setEnabled(manner == REPLACE)
        self._value.setEnabled(manner != CLEAR)
        self._regex.setEnabled(manner == REPLACE)
        self._case.setEnabled(manner == REPLACE)
        has_words = bool(self._find.text()) if manner == REPLACE else manner == CLEAR or bool(self._value.text())
        edit = BulkEdit(
            self.field, manner, self._value.text(), self._find.text(), self._regex.isChecked(), self._case.isChecked()
        )
        try:
            changes = preview(self._records, edit) if has_words else ()
        except UserError as error:
            self._tell((), str(error))
            return
        n = len(changes)
        said = self.tr("{n} would change; the rest stay as they are.").format(n=labels.references(n))
        self._tell(changes, said if has_words else self.tr("Say what to do; what would change is shown here."))

    def _tell(self, changes: Sequence[FieldChange], said: str) -> None:
        self.model.show(changes)
        words.set_text(self._said, said)
        self._apply.setEnabled(bool(changes))

    def _choice(self, name: str, offered: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.view().setAccessibleName(name)
        for label, value in offered:
            box.addItem(label, value)
        return box

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        return line

    def _lay_out(self, heading: QLabel) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("&Field"), self._field)
        form.addRow(self.tr("&What to do"), self._manner)
        form.addRow(self.tr("F&ind"), self._find)
        form.addRow(self.tr("&Value"), self._value)
        ticks = QHBoxLayout()
        ticks.addWidget(self._regex)
        ticks.addWidget(self._case)
        ticks.addStretch()
        form.addRow("", ticks)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addLayout(form)
        column.addWidget(self._said)
        column.addWidget(self._table, 1)
        column.addWidget(self._buttons)
