"""What is wrong with the records of the library, with what to do about it, and mending what a rule can mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mscref.gui import labels, theme, words
from mscref.gui.value_table import ValueModel, ValueTable
from mscref.jobs.checking import Finding


class CheckDialog(QDialog):
    """A list of findings; `mend_asked` carries those to mend, `reference_asked` the id of the one to show."""

    mend_asked = Signal(object)
    reference_asked = Signal(int)

    def __init__(self, findings: Sequence[Finding], parent: QWidget | None = None, *, may_write: bool = True) -> None:
        super().__init__(parent)
        self._may_write = may_write
        self.setWindowTitle(self.tr("Check the library"))
        self.setAccessibleName(self.windowTitle())
        self.resize(900, 520)
        self.model = ValueModel(
            [
                (self.tr("Reference"), lambda one: one.key),
                (self.tr("What is wrong"), lambda one: one.message),
                (self.tr("What to do"), lambda one: one.advice),
                (self.tr("Mending"), lambda one: self.tr("by rule") if one.mend else self.tr("by you")),
            ]
        )
        self.table = ValueTable(self.model, self.windowTitle(), stretched=(1, 2))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.table.activated.connect(lambda _index: self._show_reference())
        self.count = words.label(muted=True)
        self.detail = words.label()
        self.show_button = self._button(self.tr("Show the reference"), self._show_reference)
        self.mend = self._button(self.tr("Mend this"), lambda: self.mend_asked.emit([self.table.chosen]))
        self.mend_all = self._button(self.tr("Mend all"), lambda: self.mend_asked.emit(self._mendable()))
        self.close_button = self._button(self.tr("Close"), self.accept)
        self._lay_out()
        self.show_findings(findings)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what is found now."""
        rows = self.table.selectionModel().selectedRows()
        row = rows[0].row() if rows else 0
        self.model.show(findings)
        if findings:
            self.table.selectRow(min(row, len(findings) - 1))
        self._tell()

    def _tell(self) -> None:
        one: Finding | None = self.table.chosen
        found, mendable = len(self.model.values), len(self._mendable())
        records = labels.references(len({each.id for each in self.model.values}))
        text = self.tr("{n} findings in {references}; {mendable} can be mended by rule.")
        told = text.format(n=labels.number(found), references=records, mendable=labels.number(mendable))
        words.set_text(self.count, told if found else self.tr("Nothing is wrong that mscref can see."))
        words.set_text(self.detail, f"{one.message} {one.advice}" if one else "")
        self.show_button.setEnabled(one is not None)
        self.mend.setEnabled(self._may_write and one is not None and one.mend is not None)
        self.mend_all.setEnabled(self._may_write and mendable > 0)
        text = self.tr("Mend all ({n})").format(n=labels.number(mendable))
        self.mend_all.setText(text)
        self.mend_all.setAccessibleName(text)

    def _mendable(self) -> list[Finding]:
        return [each for each in self.model.values if each.mend is not None]

    def _show_reference(self) -> None:
        if self.table.chosen is not None:
            self.reference_asked.emit(self.table.chosen.id)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> None:
        title = words.label(self.windowTitle(), wrap=False)
        title.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        buttons = QHBoxLayout()
        for button in (self.show_button, self.mend, self.mend_all):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(self.count)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addLayout(buttons)
