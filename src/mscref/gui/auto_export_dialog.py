"""The files kept in step with the library: what each holds, when it was last written, what stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mscref.gui import outputs_words, theme, words
from mscref.gui.value_table import ValueModel, ValueTable
from mscref.jobs import auto_export
from mscref.model.outputs import AutoExport


class AutoExportDialog(QDialog):
    """A list that asks for what is to be done by signals; `show_files` shows how things stand."""

    add_asked = Signal()
    write_asked = Signal()
    replace_asked = Signal(int)
    remove_asked = Signal(int)

    def __init__(self, files: Sequence[AutoExport], parent: QWidget | None = None, *, may_write: bool = True) -> None:
        super().__init__(parent)
        self._may_write = may_write
        self.setWindowTitle(self.tr("Files kept in step"))
        self.setAccessibleName(self.windowTitle())
        self.resize(860, 440)
        self.model = ValueModel(
            [
                (self.tr("File"), lambda one: Path(one.path).name),
                (self.tr("Holds"), outputs_words.holds),
                (self.tr("Format"), lambda one: outputs_words.FORMATS.get(one.format, (one.format, ""))[0]),
                (self.tr("Last written"), self._when),
                (self.tr("State"), lambda one: self.tr("needs you") if one.problem else self.tr("in step")),
            ]
        )
        self.table = ValueTable(self.model, self.windowTitle(), stretched=(1,))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.place = words.label(muted=True)
        self.problem = words.label()
        self.problem.setProperty("error", True)
        self.add = self._button(self.tr("Add…"), self.add_asked.emit)
        self.write = self._button(self.tr("Write all now"), self.write_asked.emit)
        self.replace = self._button(self.tr("Replace their version"), lambda: self._ask(self.replace_asked.emit))
        self.remove = self._button(self.tr("Keep in step no more"), lambda: self._ask(self.remove_asked.emit))
        self.close_button = self._button(self.tr("Close"), self.accept)
        self._lay_out()
        self.show_files(files)

    def show_files(self, files: Sequence[AutoExport]) -> None:
        """Show how the files stand now; the chosen one stays chosen."""
        held = self.table.chosen
        self.model.show(files)
        ids = [one.id for one in files]
        if files:
            self.table.selectRow(ids.index(held.id) if held is not None and held.id in ids else 0)
        self._tell()

    def _tell(self) -> None:
        one: AutoExport | None = self.table.chosen
        nothing = self.tr("No file is kept in step. Add one, or tick “Keep this file in step” when you export.")
        words.set_text(self.place, one.path if one else nothing)
        words.set_text(self.problem, one.problem if one else "", self.tr("What stands in the way"))
        self.add.setEnabled(self._may_write)
        self.write.setEnabled(self._may_write and bool(self.model.values))
        has_two = one is not None and bool(one.problem) and auto_export.beside(Path(one.path)).exists()
        self.replace.setEnabled(self._may_write and has_two)
        self.remove.setEnabled(self._may_write and one is not None)

    def _ask(self, ask: Callable[[int], None]) -> None:
        if self.table.chosen is not None:
            ask(self.table.chosen.id)

    def _when(self, one: AutoExport) -> str:
        if not one.written:
            return self.tr("not yet")
        at = QDateTime.fromString(one.written, Qt.DateFormat.ISODate).toLocalTime()
        return QLocale().toString(at, QLocale.FormatType.ShortFormat)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> None:
        title = words.label(self.windowTitle(), wrap=False)
        title.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        told = self.tr(
            "Each is written when what it holds has changed, and left alone when somebody else has changed the file."
        )
        buttons = QHBoxLayout()
        for button in (self.add, self.write, self.replace, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(words.label(told, muted=True))
        column.addWidget(self.table, 1)
        column.addWidget(self.place)
        column.addWidget(self.problem)
        column.addLayout(buttons)
