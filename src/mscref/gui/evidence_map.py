"""The evidence map: two facets crossed, drawn from the geometry that the printed map has; a click filters the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, theme, words
from mscref.gui.map_canvas import MapCanvas
from mscref.jobs.evidence_map import Cell, Folded, groups, layout
from mscref.jobs.evidence_map.grouping import group_of
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import NONE, EvidenceMap

_CELL = (94.0, 62.0)
_MOST_TOLD = 3


class EvidenceMapView(QWidget):
    """The map with its heading, the choice of facets and the export. `crossing` carries {facet: term id}."""

    crossing = Signal(object)
    facets_chosen = Signal(str, str)
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Evidence map"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self.map: EvidenceMap | None = None
        self._vocabulary = Vocabulary(())
        self._closed: dict[str, set[str]] = {}
        self._subtitle = QLabel()
        self._subtitle.setProperty("muted", True)
        self._subtitle.setTextFormat(Qt.TextFormat.PlainText)
        self._subtitle.setAccessibleName(self.tr("What the map shows"))
        self._doubled = words.label(name=self.tr("What is counted twice"))
        self._doubled.setProperty("warn", True)
        self._doubled.hide()
        self._rows, self._columns = self._chooser(self.tr("Rows"), 0), self._chooser(self.tr("Columns"), 1)
        self.canvas = MapCanvas()
        self.canvas.picked.connect(self._pick)
        self.canvas.group_pressed.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.canvas, 1)

    def show_map(self, map: EvidenceMap, vocabulary: Vocabulary) -> None:
        """Draw a map; the groups that were folded stay so."""
        self.map, self._vocabulary = map, vocabulary
        plan = layout(map, vocabulary, folded=self.folded, cell_width=_CELL[0], cell_height=_CELL[1])
        self._subtitle.setText(plan.subtitle)
        self.canvas.show_plan(plan)
        self._fold.setText(self.tr("Unfold all") if any(self.folded) else self.tr("Fold all"))
        self._fold.setEnabled(bool(any(self.folded) or self._groups("row") or self._groups("column")))

    def tell_doubled(self, sentences: Sequence[str]) -> None:
        """Name the papers that the map counts one by one although they are one trial or study."""
        shown = list(sentences[:_MOST_TOLD])
        if len(sentences) > _MOST_TOLD:
            shown.append(self.tr("… and {n} more").format(n=labels.number(len(sentences) - _MOST_TOLD)))
        words.set_text(self._doubled, "\n".join(shown))
        self._doubled.setVisible(bool(sentences))

    @property
    def folded(self) -> Folded:
        """The groups of rows and of columns that stand as one."""
        if self.map is None:
            return ((), ())
        return (
            tuple(sorted(self._closed.get(self.map.row_facet, ()))),
            tuple(sorted(self._closed.get(self.map.column_facet, ()))),
        )

    def _groups(self, axis: str) -> tuple[str, ...]:
        if self.map is None:
            return ()
        terms, facet = (
            (self.map.rows, self.map.row_facet) if axis == "row" else (self.map.columns, self.map.column_facet)
        )
        return groups(terms, facet, self._vocabulary)

    def _turn(self, axis: str, term: str) -> None:
        """Fold or unfold the group that is, or holds, a term."""
        if self.map is None:
            return
        facet = self.map.row_facet if axis == "row" else self.map.column_facet
        group = group_of(facet, term, self._vocabulary) if term != NONE else ""
        if group:
            self._closed.setdefault(facet, set()).symmetric_difference_update({group})
            self.show_map(self.map, self._vocabulary)

    def _turn_all(self) -> None:
        if self.map is None:
            return
        is_open = not any(self.folded)
        for axis, facet in (("row", self.map.row_facet), ("column", self.map.column_facet)):
            self._closed[facet] = set(self._groups(axis)) if is_open else set()
        self.show_map(self.map, self._vocabulary)

    def _head(self) -> QVBoxLayout:
        title = QLabel(self.tr("Evidence map"))
        title.setFont(theme.scaled(self.font(), 1.45, QFont.Weight.DemiBold))
        title.setAccessibleName(title.text())
        export = QPushButton(self.tr("Save the map…"))
        export.setAccessibleName(self.tr("Save the map as a picture or table"))
        export.clicked.connect(self.export_asked)
        self._fold = QPushButton(self.tr("Fold all"))
        self._fold.setAccessibleName(self.tr("Fold or unfold all groups"))
        self._fold.setToolTip(self.tr("A click on a group's name folds it; + and * do so for the chosen cell"))
        self._fold.clicked.connect(self._turn_all)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(title, 1)
        for text, box in ((self.tr("Rows"), self._rows), (self.tr("Columns"), self._columns)):
            label = QLabel(text)
            label.setProperty("muted", True)
            label.setBuddy(box)
            label.setAccessibleName(text)
            line.addWidget(label)
            line.addWidget(box)
        line.addSpacing(8)
        line.addWidget(self._fold)
        line.addWidget(export)
        head = QVBoxLayout()
        head.setContentsMargins(24, 14, 20, 8)
        head.setSpacing(4)
        head.addLayout(line)
        head.addWidget(self._subtitle)
        head.addWidget(self._doubled)
        return head

    def _chooser(self, name: str, at: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.view().setAccessibleName(name)
        for facet in FACETS:
            box.addItem(labels.facet(facet), facet)
        box.setCurrentIndex(at)
        box.activated.connect(self._choose)
        return box

    def _choose(self) -> None:
        rows, columns = str(self._rows.currentData()), str(self._columns.currentData())
        if rows == columns:
            other = next(f for f in FACETS if f != rows)
            self._columns.setCurrentIndex(FACETS.index(other))
            columns = other
        self.facets_chosen.emit(rows, columns)

    def finer(self, cells: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """For each facet of a chosen cell, the narrower terms that have rows or columns of their own."""
        if self.map is None or self.canvas.plan is None:
            return {}
        shown = {self.map.row_facet: self.canvas.plan.rows, self.map.column_facet: self.canvas.plan.columns}
        return {
            facet: tuple(
                heading.id
                for heading in shown[facet]
                if heading.id != term and heading.id in self._vocabulary.narrower(facet, term)
            )
            for facet, term in cells.items()
        }

    def _pick(self, cell: Cell) -> None:
        if self.map is not None:
            self.crossing.emit({self.map.row_facet: cell.row, self.map.column_facet: cell.column})
