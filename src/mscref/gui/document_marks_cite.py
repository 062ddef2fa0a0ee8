"""Choosing the reference that some words of a document cite."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mscref.errors import UserError
from mscref.gui import words
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import Summary

_MOST = 50
_PAUSE_MS = 160


class CiteDialog(QDialog):
    """A search and what it finds; `chosen` is the id of the reference when it was accepted."""

    def __init__(self, tasks: Tasks, quote: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.chosen: int | None = None
        self.setWindowTitle(self.tr("Which reference is cited?"))
        self.setAccessibleName(self.windowTitle())
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Author, title, year …"))
        self.search.setAccessibleName(self.tr("Search the library"))
        self.list = QListWidget()
        self.list.setProperty("card", True)
        self.list.setAccessibleName(self.tr("References"))
        self.list.viewport().setAccessibleName(self.tr("References found"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        box.setAccessibleName(self.tr("Buttons"))
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        self._ok = box.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Cite"))
        self._ok.setAccessibleName(self.tr("Cite this reference"))
        self._ok.setEnabled(False)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        column.addWidget(words.Quote(" ".join(quote.split()), name=self.tr("The words that cite")))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(box)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.resize(560, 420)
        self._ask()
        self.search.setFocus()

    def _ask(self) -> None:
        text = self.search.text()

        def found(library: Library) -> list[Summary]:
            return library.summaries(list(library.ids(text, sort="author", descending=False)[:_MOST]))

        self._tasks.ask(found, self._show, key="cite", otherwise=self._refuse)

    def _show(self, found: list[Summary]) -> None:
        self.list.clear()
        for one in found:
            item = QListWidgetItem(
                self.tr("{authors} {year}: {title}").format(authors=one.authors, year=one.year, title=one.title)
            )
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)

    def _refuse(self, _error: UserError) -> None:
        """A query that is not complete yet finds nothing."""
        self.list.clear()

    def _choose(self, item: QListWidgetItem | None) -> None:
        self.chosen = int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None
        self._ok.setEnabled(self.chosen is not None)
