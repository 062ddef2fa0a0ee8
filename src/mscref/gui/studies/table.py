"""The characteristics of studies in the middle pane: editable cells, each with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mscref.gui import labels, theme, words
from mscref.gui.studies import names
from mscref.gui.studies.page import Page
from mscref.gui.studies.table_model import StudyTableModel
from mscref.gui.tasks import Tasks
from mscref.jobs import study_table
from mscref.jobs.study_table import StudyTable
from mscref.library import Library
from mscref.model.studies import STUDY_FIELDS

MOST = 500
_WIDTHS = {"study": 150, "condition": 150, "cell_source": 150, "dose": 150, "sample": 130, "outcome": 160, "phase": 80}
_WIDTH = 120
_MARK = 3.0
_SIDE, _ABOVE = 7, 5


class _Delegate(QStyledItemDelegate):
    """Draws a line under each study, and a bar before what the user has set; the rest is read anew each time."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area, look = QRectF(option.rect), theme.of()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(look.selection))
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        inner.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        super().paint(painter, inner, index)
        painter.setPen(QPen(QColor(look.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        model = index.model()
        cell = model.cell(index) if isinstance(model, StudyTableModel) else None
        if cell and cell.source == "user":
            painter.fillRect(QRectF(area.left(), area.top() + 4, _MARK, area.height() - 8), QColor(look.accent))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        return super().sizeHint(inner, index) + QSize(2 * _SIDE, 2 * _ABOVE)


class StudyTableView(Page):
    """The table of what the list shows; `chosen` carries a reference, `export_asked` a format."""

    chosen = Signal(int)
    export_asked = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(self._title(), parent)
        self._tasks = tasks
        self._ids: tuple[int, ...] = ()
        self._total = 0
        self._is_wanted = False
        self.model = StudyTableModel(self)
        self.model.typed.connect(self._store)
        self.view = self._made_view()
        self.set_body(self.view)
        self._export = self.add_button(self.tr("Export"), self.tr("Export the study table"), None, icon="export")
        self._export.setMenu(self._formats())
        self._source, self._quote = words.label(muted=True), words.label()
        self._forget = QPushButton(self.tr("Read it anew"))
        self._forget.setProperty("link", True)
        self._forget.setAccessibleName(self.tr("Forget what was set here and read it anew"))
        self._forget.clicked.connect(lambda _checked=False: self.forget_chosen())
        line = QHBoxLayout()
        line.addWidget(self._source, 1)
        line.addWidget(self._forget)
        self.foot.addLayout(line)
        self.foot.addWidget(self._quote)
        self.nothing.tell("list", self.tr("No studies to show"), self.tr("Widen the search, or import some papers."))
        self._show_words()
        tasks.changed.connect(lambda _changes: self._ask())
        tasks.reloaded.connect(self._ask)

    @staticmethod
    def _title() -> str:
        return QCoreApplication.translate("StudyTableView", "Characteristics of studies")

    def show_ids(self, ids: Sequence[int], *, wanted: bool) -> None:
        """Show the table of these references, kept up to date while the view is `wanted`."""
        self._ids, self._total, self._is_wanted = tuple(ids[:MOST]), len(ids), wanted
        self._ask()

    def forget_chosen(self) -> None:
        """Forget what the user has set in the current cell."""
        index = self.view.currentIndex()
        cell = self.model.cell(index)
        if cell is not None:
            self._tasks.change(lambda library: library.set_study_cell(cell.reference, cell.field, None))

    def _store(self, reference: int, field: str, value: str) -> None:
        old = next(row.cells.get(field) for row in self.model.table.rows if row.reference == reference)
        quote, page = (old.quote, old.page) if old else ("", 0)
        self._tasks.change(lambda library: library.set_study_cell(reference, field, value, quote=quote, page=page))

    def _ask(self) -> None:
        if not self._is_wanted or not self._tasks.is_open:
            return
        ids = self._ids

        def question(library: Library) -> StudyTable:
            return study_table.make(library, ids)

        self._tasks.ask(question, self._take, key="study-table")

    def _take(self, table: StudyTable) -> None:
        self.model.can_write = not self._tasks.read_only
        self.model.show(table)
        shown = labels.references(len(table.rows))
        if self._total > MOST:
            shown = self.tr("the first {n} of {all}").format(n=MOST, all=labels.references(self._total))
        self.tell(
            self.tr("{references}; type into a cell to set it").format(references=shown), "\n".join(table.warnings)
        )
        self.show_body(bool(table.rows))
        self._export.setEnabled(bool(table.rows))
        self.view.resizeRowsToContents()
        self._show_words()

    def _show_words(self) -> None:
        cell = self.model.cell(self.view.currentIndex())
        if cell is None:
            hint = self.tr("Choose a cell to see where its value stands.")
            words.set_text(self._source, hint if self.model.table.rows else "", self.tr("Where the value stands"))
            words.set_text(self._quote, "", self.tr("The words that say so"))
            self._forget.hide()
            return
        source = names.cell_source(cell.source)
        if cell.page:
            source = self.tr("{source}, page {page}").format(source=source, page=cell.page)
        words.set_text(self._source, source)
        words.set_text(self._quote, f"“{cell.quote}”" if cell.quote else "", self.tr("The words that say so"))
        self._forget.setVisible(cell.source == "user" and not self._tasks.read_only)
        self.chosen.emit(cell.reference)

    def _made_view(self) -> QTableView:
        view = QTableView()
        name = self._title()
        view.setModel(self.model)
        view.setItemDelegate(_Delegate(view))
        view.setAccessibleName(name)
        view.viewport().setAccessibleName(name)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setWordWrap(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setAccessibleName(name)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(lambda *_: view.resizeRowsToContents())
        for section, field in enumerate(STUDY_FIELDS):
            view.setColumnWidth(section, _WIDTHS.get(field, _WIDTH))
        view.selectionModel().currentChanged.connect(lambda *_: self._show_words())
        return view

    def _formats(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Export the study table"))
        for text, format in (
            (self.tr("LaTeX, booktabs (.tex)…"), "latex"),
            (self.tr("Word (.docx)…"), "docx"),
            (self.tr("Markdown (.md)…"), "markdown"),
            (self.tr("CSV (.csv)…"), "csv"),
        ):
            menu.addAction(text).triggered.connect(lambda _checked=False, f=format: self.export_asked.emit(f))
        return menu
