"""The dialog of duplicates: groups on the left, the comparison on the right, one decision each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, theme, words
from mscref.gui.duplicates.comparison import ComparisonModel
from mscref.gui.reference_delegate import plain
from mscref.jobs import merge_choices
from mscref.jobs.merge_choices import Chosen
from mscref.model.holdings import Record


@dataclass(frozen=True)
class Group:
    """References that may be one paper, and why they are thought so; with a `role`, the second is that to the first."""

    records: tuple[Record, ...]
    reason: str
    role: str = ""


class _Table(QTableView):
    """Space chooses the value under the cursor."""

    picked = Signal(int, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.picked.emit(index.row(), index.column())
            return
        super().keyPressEvent(event)


class DuplicatesDialog(QDialog):
    """Decide about groups of references.

    `merged` carries (ids, the kept one first; Chosen), `told_apart` the ids, `related` (ids, link kind). The dialog
    goes on to the next group at once and closes after the last.
    """

    merged = Signal(object, object)
    told_apart = Signal(object)
    related = Signal(object, str)

    def __init__(
        self, groups: Sequence[Group], kinds: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._groups = list(groups)
        title = self.tr("Duplicates")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(1080, 640)
        self.model = ComparisonModel(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Groups of references that may be one paper"))
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(3)
        self.list.currentRowChanged.connect(self._show)
        self.table = _Table()
        self.table.setAccessibleName(self.tr("What each reference says"))
        self.table.setModel(self.model)
        self.table.setWordWrap(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.clicked.connect(lambda index: self.model.choose(index.row(), index.column()))
        self.table.picked.connect(self.model.choose)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionsClickable(True)
        self.table.horizontalHeader().sectionResized.connect(lambda *_: self.table.resizeRowsToContents())
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().sectionClicked.connect(self.model.choose_all)
        self.table.horizontalHeader().setToolTip(self.tr("Take every value of this reference"))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._reason = words.label(muted=True)
        self._keep = QComboBox()
        self._keep.setAccessibleName(self.tr("Citation key to keep"))
        self._keep.view().setAccessibleName(self.tr("Citation keys"))
        self._kind = QComboBox()
        self._kind.setAccessibleName(self.tr("What the second is to the first"))
        self._kind.view().setAccessibleName(self.tr("Roles"))
        for kind, label in kinds:
            self._kind.addItem(label, kind)
        self._merge = self._button(self.tr("Merge"), self._merge_shown)
        self._apart = self._button(self.tr("Not duplicates"), self._keep_apart)
        self._relate = self._button(self.tr("Link as"), self._link)
        self._lay_out(title)
        self._fill()

    @property
    def left(self) -> int:
        """How many groups wait for a decision."""
        return len(self._groups)

    def _fill(self) -> None:
        self.list.clear()
        for group in self._groups:
            first = group.records[0].reference
            item = QListWidgetItem(f"{plain(first.title)}\n{group.reason}")
            self.list.addItem(item)
        self.list.setVisible(len(self._groups) > 1)
        if self._groups:
            self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._groups):
            return
        group = self._groups[row]
        self.model.show(group.records)
        self.table.resizeRowsToContents()
        self._keep.clear()
        for record in group.records:
            self._keep.addItem(record.reference.key)
        differing = sum(row.differs for row in self.model.rows)
        told = self.tr("{reason}. {n} fields differ: press a value to take it. Notes, files and terms are joined.")
        words.set_text(self._reason, told.format(reason=group.reason.capitalize(), n=labels.number(differing)))
        is_pair = len(group.records) == 2
        self._relate.setEnabled(is_pair)
        self._kind.setEnabled(is_pair)
        self._kind.setCurrentIndex(max(self._kind.findData(group.role), 0))
        (self._relate if group.role else self._merge).setDefault(True)

    def _ids(self) -> list[int]:
        """The shown references, the one whose key is kept first."""
        kept = max(self._keep.currentIndex(), 0)
        ids = [record.id for record in self.model.records]
        return [ids[kept], *(id for place, id in enumerate(ids) if place != kept)]

    def _merge_shown(self) -> None:
        said: Chosen = merge_choices.chosen([record.reference for record in self.model.records], self.model.rows)
        ids = self._ids()
        self.merged.emit(ids, said)
        self._settled(ids)

    def _keep_apart(self) -> None:
        ids = self._ids()
        self.told_apart.emit(ids)
        self._settled([])

    def _link(self) -> None:
        self.related.emit(self._ids(), str(self._kind.currentData()))
        self._settled([])

    def _settled(self, gone: Sequence[int]) -> None:
        """Go on to the next group; groups with a reference that was merged are no longer what they were."""
        row = self.list.currentRow()
        del self._groups[row]
        self._groups = [g for g in self._groups if not any(record.id in gone for record in g.records)]
        if not self._groups:
            self.accept()
            return
        self._fill()
        self.list.setCurrentRow(min(row, len(self._groups) - 1))

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _lay_out(self, title: str) -> None:
        heading = QLabel(title)
        heading.setFont(theme.scaled(self.font(), 1.3, QFont.Weight.DemiBold))
        heading.setAccessibleName(title)
        panes = QSplitter()
        panes.setAccessibleName(self.tr("Groups and comparison"))
        panes.addWidget(self.list)
        panes.addWidget(self.table)
        panes.setStretchFactor(1, 1)
        panes.setSizes([270, 780])
        keep = QLabel(self.tr("Keep the key"))
        keep.setBuddy(self._keep)
        keep.setAccessibleName(keep.text())
        close = self._button(self.tr("Close"), self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(keep)
        buttons.addWidget(self._keep)
        buttons.addStretch()
        for widget in (self._relate, self._kind, self._apart, close, self._merge):
            buttons.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(self._reason)
        column.addWidget(panes, 1)
        column.addLayout(buttons)
