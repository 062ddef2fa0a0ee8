"""The plan of an import, shown before anything changes: what is new, what is held already, what cannot be read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import icons, plan_words, theme
from mscref.model.facets import Vocabulary
from mscref.model.plan import Plan

_INDEX = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1


class ImportDialog(QDialog):
    """Shows a plan; after `exec` has accepted, `chosen` is the plan less the references that were unticked."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._vocabulary = vocabulary
        self.setWindowTitle(self.tr("Import"))
        self.resize(980, 640)
        self._tree = self._make_tree()
        self._words = QPlainTextEdit()
        self._words.setReadOnly(True)
        self._words.setAccessibleName(self.tr("What is planned for the chosen line"))
        self._words.setProperty("card", True)
        self._buttons = QDialogButtonBox()
        self._add = QPushButton(self.tr("Add to library"))
        self._add.setProperty("primary", True)
        self._buttons.addButton(self._add, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAutoDefault(False)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out()
        self._fill()
        self._tree.itemChanged.connect(self._count)
        self._tree.currentItemChanged.connect(self._tell)
        self._choose_first()
        self._count()

    @property
    def chosen(self) -> Plan:
        """The plan as it would be carried out now."""
        return self._plan.without(self._left_out())

    def _lay_out(self) -> None:
        heading = QLabel(plan_words.headline(self._plan))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        heading.setFont(theme.scaled(self.font(), 1.25, heading.font().weight().DemiBold))
        note = QLabel(self.tr("Nothing has changed yet. The whole import is one step that you can undo."))
        note.setProperty("muted", True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._tree)
        split.addWidget(self._words)
        split.setSizes([600, 360])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(9)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.NoFrame)
        foot = QHBoxLayout()
        self._tally = QLabel()
        self._tally.setProperty("muted", True)
        foot.addWidget(self._tally, 1)
        foot.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(22, 20, 22, 18)
        whole.setSpacing(10)
        whole.addWidget(heading)
        whole.addWidget(note)
        whole.addWidget(split, 1)
        whole.addLayout(foot)

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setColumnCount(2)
        tree.setHeaderLabels([self.tr("What"), self.tr("From")])
        tree.setAccessibleName(self.tr("Plan of the import"))
        tree.setRootIsDecorated(True)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(False)
        tree.setProperty("card", True)
        tree.header().setStretchLastSection(True)
        tree.setColumnWidth(0, 430)
        return tree

    def _fill(self) -> None:
        for section in plan_words.sections(self._plan, self._vocabulary):
            if not section.lines:
                continue
            top = QTreeWidgetItem(self._tree, [f"{section.title}  ({len(section.lines)})"])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            top.setFont(0, theme.scaled(self.font(), 1.0, self.font().weight().DemiBold))
            top.setIcon(0, icons.icon(section.icon, section.tone))
            top.setFirstColumnSpanned(True)
            for line in section.lines:
                item = QTreeWidgetItem(top, [line.text, line.source])
                item.setData(0, _WORDS, line.words)
                item.setToolTip(1, "")
                if line.index is not None:
                    item.setData(0, _INDEX, line.index)
                    item.setCheckState(0, Qt.CheckState.Checked)
            top.setExpanded(True)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self._tree.topLevelItem(i) for i in range(self._tree.topLevelItemCount())]
        children = [top.child(i) for top in tops if top is not None for i in range(top.childCount())]
        return [child for child in children if child is not None]

    def _left_out(self) -> set[int]:
        return {
            item.data(0, _INDEX)
            for item in self._items()
            if item.data(0, _INDEX) is not None and item.checkState(0) != Qt.CheckState.Checked
        }

    def _choose_first(self) -> None:
        items = self._items()
        if items:
            self._tree.setCurrentItem(items[0])

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        self._words.setPlainText((item.data(0, _WORDS) or "") if item is not None else "")

    def _count(self) -> None:
        chosen = self.chosen
        adds = plan_words.adds(chosen)
        self._add.setEnabled(bool(adds))
        self._tally.setText(adds or self.tr("There is nothing here to add."))
