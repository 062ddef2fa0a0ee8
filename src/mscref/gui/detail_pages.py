"""The smaller pages of the detail pane: citing documents, BibTeX, history."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import icons, labels, theme, words
from mscref.gui.flow_layout import empty
from mscref.gui.link_button import LinkButton
from mscref.gui.tasks import Tasks
from mscref.model.holdings import CitedIn, HistoryStep, Record


class DetailPage(QWidget):
    """A page whose body is built anew for each record."""

    def __init__(self, tasks: Tasks, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._record: Record | None = None
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    def _clear(self) -> None:
        empty(self._column)


class CitedPage(DetailPage):
    """The documents that cite the reference, each with its words; `document_asked` carries (document, place)."""

    document_asked = Signal(int, int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(tasks, "", parent)
        self.setAccessibleName(self.tr("Cited in"))

    def show_record(self, record: Record) -> None:
        """Show who cites the reference."""
        self._record = record
        self._clear()
        for one in record.cited_in:
            self._column.addWidget(self._card(one))
        if not record.cited_in:
            self._column.addWidget(
                words.label(self.tr("No document of this library cites this reference."), muted=True)
            )
        self._column.addStretch()

    def _card(self, one: CitedIn) -> QWidget:
        card = QFrame()
        card.setProperty("card", True)
        card.setAccessibleName(one.title)
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 8, 8, 8)
        column.setSpacing(3)
        open_it = LinkButton(one.title, self.tr("Open {document}").format(document=one.title))
        open_it.clicked.connect(lambda: self.document_asked.emit(one.document, one.start))
        column.addWidget(open_it)
        kind = words.label(labels.kind(one.kind), muted=one.kind != "promotional", wrap=False)
        kind.setProperty("warn", one.kind == "promotional")
        kind.setFont(theme.scaled(self.font(), 0.86))
        kind.setContentsMargins(6, 0, 0, 0)
        column.addWidget(kind)
        column.addWidget(words.Quote(one.quote, name=self.tr("The printed reference")))
        return card


class BibtexPage(DetailPage):
    """The entry as an export writes it, with a button to copy it."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(tasks, "", parent)
        self.setAccessibleName(self.tr("BibTeX"))
        self._dialect = QComboBox()
        self._dialect.setAccessibleName(self.tr("Format of the preview"))
        self._dialect.view().setAccessibleName(self.tr("Formats"))
        for name, title in (("bibtex", "BibTeX"), ("biblatex", "BibLaTeX"), ("ris", "RIS"), ("csl-json", "CSL-JSON")):
            self._dialect.addItem(title, name)
        self._dialect.activated.connect(self._draw)
        self._copy = QPushButton(self.tr("Copy"))
        icons.dress(self._copy, "copy")
        self._copy.setAccessibleName(self.tr("Copy the entry"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setProperty("card", True)
        self._text.setFont(theme.fixed_font(self.font(), 0.92))
        self._text.setAccessibleName(self.tr("The entry as it is exported"))
        self._text.viewport().setAccessibleName(self.tr("The entry"))
        self._text.setMinimumHeight(300)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.toPlainText()))
        line = QHBoxLayout()
        line.addWidget(self._dialect)
        line.addStretch()
        line.addWidget(self._copy)
        self._column.addLayout(line)
        self._column.addWidget(self._text, 1)

    def show_record(self, record: Record) -> None:
        """Show the record's entry."""
        self._record = record
        if self.isVisible():
            self._draw()

    def showEvent(self, event: object) -> None:
        self._draw()

    def _draw(self) -> None:
        from mscref.jobs import exporting

        if self._record is not None:
            self._text.setPlainText(exporting.preview(self._record, format=str(self._dialect.currentData())))


class HistoryPage(DetailPage):
    """What was done to the reference, newest first."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(tasks, "", parent)
        self.setAccessibleName(self.tr("History"))

    def show_record(self, record: Record) -> None:
        """Ask for the history, when the page is looked at."""
        self._record = record
        if self.isVisible():
            self._ask()

    def showEvent(self, event: object) -> None:
        self._ask()

    def _ask(self) -> None:
        if self._record is not None:
            id = self._record.id
            self._tasks.ask(lambda lib: lib.history(id), self._show, key="history")

    def _show(self, steps: list[HistoryStep]) -> None:
        self._clear()
        for step in steps:
            at = step.at.replace("T", " ")[:16]
            text = self.tr("{act} (undone)").format(act=step.act) if step.undone else step.act
            line = QWidget()
            line.setAccessibleName(f"{at}, {text}")
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            when = words.label(at, muted=True, wrap=False)
            row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words.label(text), 1)
            self._column.addWidget(line)
        if not steps:
            self._column.addWidget(words.label(self.tr("Nothing has been done to this reference yet."), muted=True))
        self._column.addStretch()
