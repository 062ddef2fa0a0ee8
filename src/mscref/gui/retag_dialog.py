"""Set the terms of one or many references at once: add, remove, leave; one undo step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, theme, words
from mscref.model.facets import FACETS, Term, Vocabulary
from mscref.model.holdings import Summary

_TERM = Qt.ItemDataRole.UserRole


class RetagDialog(QDialog):
    """Ticks for the terms of one facet: on for all, off for all, or half on where references differ.

    Accepted, `facet`, `added` and `removed` say what to change.
    """

    term_wanted = Signal(str, str)

    def __init__(
        self, chosen: Sequence[Summary], vocabulary: Vocabulary, facet: str = "condition", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen, self._vocabulary = chosen, vocabulary
        self._before: Mapping[str, Qt.CheckState] = {}
        title = self.tr("Terms of {references}").format(references=labels.references(len(chosen)))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(460, 560)
        heading = QLabel(title)
        heading.setFont(theme.scaled(self.font(), 1.3, QFont.Weight.DemiBold))
        heading.setAccessibleName(title)
        self._facet = QComboBox()
        self._facet.setAccessibleName(self.tr("Facet"))
        self._facet.view().setAccessibleName(self.tr("Facets"))
        for name in FACETS:
            self._facet.addItem(labels.facet(name), name)
        self._facet.setCurrentIndex(FACETS.index(facet))
        self._facet.currentIndexChanged.connect(self._fill)
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find a term, a synonym or an abbreviation"))
        self._find.setAccessibleName(self.tr("Find a term"))
        self._find.textChanged.connect(self._narrow)
        self._model = QStandardItemModel(self)
        self._model.itemChanged.connect(lambda _item: self._say())
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setProperty("card", True)
        self._list.setAccessibleName(self.tr("Terms"))
        self._list.setSpacing(1)
        self._list.setUniformItemSizes(True)
        new = QPushButton(self.tr("New term…"))
        new.setAccessibleName(self.tr("Make a term of your own"))
        new.setAutoDefault(False)
        new.clicked.connect(lambda: self.term_wanted.emit(self.facet, self._find.text().strip()))
        self._says = words.label(muted=True, name=self.tr("What will change"))
        self._apply = QPushButton(self.tr("Set terms"))
        self._apply.setAccessibleName(self.tr("Set terms"))
        self._apply.setDefault(True)
        self._apply.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(new)
        buttons.addWidget(self._says, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(self._facet)
        column.addWidget(self._find)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)
        self._fill()
        self._find.setFocus()

    @property
    def facet(self) -> str:
        return str(self._facet.currentData())

    @property
    def added(self) -> list[str]:
        """Term ids that every reference gets."""
        return self._turned(Qt.CheckState.Checked)

    @property
    def removed(self) -> list[str]:
        """Term ids that every reference loses."""
        return self._turned(Qt.CheckState.Unchecked)

    def take_term(self, vocabulary: Vocabulary, term_id: str) -> None:
        """Offer a term that was just made, and tick it; other ticks of the facet are kept."""
        added, removed = self.added, self.removed
        self._vocabulary = vocabulary
        self._find.clear()
        self._fill()
        for one in (*added, term_id):
            self.set_term(one, True)
        for one in removed:
            self.set_term(one, False)

    def set_term(self, term_id: str, on: bool) -> None:
        """Tick a term or take its tick away."""
        for item in self._items():
            if item.data(_TERM).id == term_id:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _turned(self, state: Qt.CheckState) -> list[str]:
        return [
            item.data(_TERM).id
            for item in self._items()
            if item.checkState() == state and self._before[item.data(_TERM).id] != state
        ]

    def _items(self) -> list[QStandardItem]:
        return [self._model.item(n) for n in range(self._model.rowCount())]

    def _fill(self) -> None:
        self._model.clear()
        counts = {t.id: sum(t.id in s.terms.get(self.facet, ()) for s in self._chosen) for t in self._terms()}
        self._before = {id: _state(n, len(self._chosen)) for id, n in counts.items()}
        ordered = sorted(self._terms(), key=lambda t: (not counts[t.id], t.kind == "group", t.label.casefold()))
        for term in ordered:
            short = f"  {', '.join(term.abbreviations[:3])}" if term.abbreviations else ""
            item = QStandardItem(term.label + short)
            item.setEditable(False)
            item.setData(term, _TERM)
            item.setCheckable(True)
            item.setUserTristate(False)
            item.setCheckState(self._before[term.id])
            self._model.appendRow(item)
        self._narrow()
        self._say()

    def _terms(self) -> tuple[Term, ...]:
        return self._vocabulary.terms(self.facet)

    def _narrow(self) -> None:
        wanted = self._find.text().casefold().split()
        for row, item in enumerate(self._items()):
            term: Term = item.data(_TERM)
            names = " ".join((term.label, *term.synonyms, *term.abbreviations)).casefold()
            self._list.setRowHidden(row, not all(word in names for word in wanted))

    def _say(self) -> None:
        added, removed = self.added, self.removed
        parts = [f"+ {self._vocabulary.label(self.facet, term)}" for term in added]
        parts += [f"− {self._vocabulary.label(self.facet, term)}" for term in removed]
        words.set_text(self._says, ", ".join(parts[:4]) + (" …" if len(parts) > 4 else ""))
        self._apply.setEnabled(bool(parts))


def _state(count: int, total: int) -> Qt.CheckState:
    if count == 0:
        return Qt.CheckState.Unchecked
    return Qt.CheckState.Checked if count == total else Qt.CheckState.PartiallyChecked
