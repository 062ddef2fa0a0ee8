"""The part of the preferences on files: copies or links, how copies are named, which folders are watched."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref import settings
from mscref.errors import UserError
from mscref.gui import words
from mscref.gui.acts.attachments import COPY, LINK, chosen_way, name_pattern
from mscref.jobs import watching
from mscref.library import files
from mscref.model.reference import Name, Reference, authors

_EXAMPLE = Reference(
    title="Safety of intrathecal autologous adipose-derived mesenchymal stromal cells in patients with ALS",
    contributors=authors([Name(family="Staff", given="Nathan P.")]),
    fields={"issued": "2016", "container-title": "Neurology"},
    key="staff2016safety",
)


class FilesPreferences(QWidget):
    """Every choice acts at once; `folders_changed` says that other folders are watched now."""

    folders_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Files"))
        self.way = QComboBox()
        self.way.setAccessibleName(self.tr("Attached files"))
        self.way.view().setAccessibleName(self.tr("Ways to keep files"))
        self.way.addItem(self.tr("Copied into the library's folder"), COPY)
        self.way.addItem(self.tr("Linked where they lie"), LINK)
        self.way.setCurrentIndex(max(self.way.findData(chosen_way()), 0))
        self.way.activated.connect(lambda: settings.save({"attachments": str(self.way.currentData())}))
        self.pattern = QLineEdit(name_pattern())
        self.pattern.setAccessibleName(self.tr("Names of copies"))
        self.pattern.setPlaceholderText(files.NAME_PATTERN)
        self.pattern.textChanged.connect(lambda _text: self._show_example())
        self.pattern.editingFinished.connect(self._keep_pattern)
        self._example = words.label("", muted=True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Watched folders"))
        self.list.setProperty("card", True)
        self.list.setMaximumHeight(96)
        self.list.addItems([str(path) for path in watching.folders()])
        add, self.remove_button = QPushButton(self.tr("Add…")), QPushButton(self.tr("Remove"))
        add.setAccessibleName(self.tr("Watch another folder"))
        self.remove_button.setAccessibleName(self.tr("Stop watching the selected folder"))
        for button in (add, self.remove_button):
            button.setAutoDefault(False)
        add.clicked.connect(self._choose)
        self.remove_button.clicked.connect(self.remove)
        self.list.currentRowChanged.connect(lambda row: self.remove_button.setEnabled(row >= 0))
        self.remove_button.setEnabled(False)
        buttons = QVBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(self.remove_button)
        buttons.addStretch()
        buttons.setSpacing(6)
        watched = QHBoxLayout()
        watched.setSpacing(8)
        watched.addWidget(self.list, 1)
        watched.addLayout(buttons)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.addRow(words.label(self.tr("Attached files"), wrap=False), self.way)
        form.addRow(words.label(self.tr("Names of copies"), wrap=False), self.pattern)
        form.addRow(words.label("", name=self.tr("Example")), self._example)
        form.addRow(words.label(self.tr("Watched folders"), wrap=False), watched)
        hint = self.tr("New PDFs there are offered for review, never imported unasked.")
        form.addRow(words.label("", name=self.tr("About watched folders")), words.label(hint, muted=True))
        self._show_example()

    def add(self, folder: Path) -> None:
        """Watch a folder."""
        if str(folder) not in self._folders():
            self.list.addItem(str(folder))
            self._save()

    def remove(self) -> None:
        """Stop watching the selected folder."""
        if self.list.currentRow() >= 0:
            self.list.takeItem(self.list.currentRow())
            self._save()

    def _folders(self) -> list[str]:
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _save(self) -> None:
        watching.save_folders(Path(one) for one in self._folders())
        self.folders_changed.emit()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Watch a folder"), str(Path.home()))
        if folder:
            self.add(Path(folder))

    def _show_example(self) -> None:
        pattern = self.pattern.text().strip() or files.NAME_PATTERN
        try:
            shown = files.named(pattern, _EXAMPLE, ".pdf")
            is_wrong = False
        except UserError as error:
            shown, is_wrong = str(error), True
        words.set_text(self._example, shown)
        self.pattern.setProperty("wrong", is_wrong)
        self.pattern.style().unpolish(self.pattern)
        self.pattern.style().polish(self.pattern)

    def _keep_pattern(self) -> None:
        pattern = self.pattern.text().strip() or files.NAME_PATTERN
        try:
            files.named(pattern, _EXAMPLE, ".pdf")
        except UserError:
            return
        settings.save({"file_name_pattern": pattern})
