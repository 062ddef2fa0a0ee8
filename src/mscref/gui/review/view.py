"""The review of suggestions: a list of proposals, what says so, and one key to accept or reject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, theme, words
from mscref.gui.empty_state import EmptyState
from mscref.gui.review.delegate import ProposalDelegate
from mscref.gui.review.model import ProposalModel
from mscref.gui.tasks import Tasks
from mscref.jobs.proposing_reasons import reason
from mscref.model.facets import FACETS
from mscref.model.holdings import OpenProposal


class _List(QListView):
    """The list; A accepts and R rejects what is chosen."""

    settled = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and event.key() in (Qt.Key.Key_A, Qt.Key.Key_R):
            self.settled.emit(event.key() == Qt.Key.Key_A)
            return
        super().keyPressEvent(event)


class ReviewView(QWidget):
    """Every open proposal of what the list shows. `chosen` carries the id of the reference under the cursor."""

    chosen = Signal(int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Review of proposed terms"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self._tasks = tasks
        self._all: tuple[OpenProposal, ...] = ()
        self._query = ""
        self._is_wanted = False
        self.model = ProposalModel(self)
        self.list = _List()
        self.list.setAccessibleName(self.tr("Proposed terms"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(ProposalDelegate(self.model, self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.settled.connect(self.settle_chosen)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_reason())
        self._facet = self._chooser(self.tr("Facet"))
        self._rule = self._chooser(self.tr("Rule"))
        self._nothing = EmptyState()
        self._reason = words.label(muted=True, name=self.tr("Why this term is proposed"))
        self._heading, self._subtitle = QLabel(), QLabel()
        self._lay_out()
        tasks.changed.connect(lambda _changes: self._ask())
        tasks.reloaded.connect(self._ask)

    def show_query(self, query: str, *, wanted: bool) -> None:
        """Review what matches a query, kept up to date while the view is `wanted`."""
        self._query, self._is_wanted = query, wanted
        self._ask()

    def settle_chosen(self, accept: bool) -> None:
        """Accept or reject the chosen proposals; the next one is then under the cursor."""
        rows = sorted({index.row() for index in self.list.selectionModel().selectedIndexes()})
        if rows:
            self._settle([self.model.shown[row] for row in rows], accept=accept, then=rows[0])

    def settle_shown(self, accept: bool) -> None:
        """Accept or reject everything that passes the two choosers, as one undo step."""
        if self.model.shown:
            self._settle(self.model.shown, accept=accept, then=0)

    def _settle(self, settled: Sequence[OpenProposal], *, accept: bool, then: int) -> None:
        places = [(one.reference, one.facet, one.term) for one in settled]
        gone = set(map(id, settled))
        self._all = tuple(one for one in self._all if id(one) not in gone)
        self._show(row=then)
        self._tasks.change(lambda library: library.settle_places(places, accept=accept))

    def _ask(self) -> None:
        if not self._is_wanted or not self._tasks.is_open:
            return
        query = self._query
        self._tasks.ask(lambda library: library.open_proposals(query), self._take, key="review", otherwise=_pass)

    def _take(self, found: list[OpenProposal]) -> None:
        if tuple(found) != self._all:
            self._all = tuple(found)
            self._show(row=max(self.list.currentIndex().row(), 0))

    def _show(self, *, row: int) -> None:
        facet, rule = self._facet.currentData(), self._rule.currentData()
        of_facet = [one for one in self._all if not facet or one.facet == facet]
        shown = [one for one in of_facet if not rule or one.rule == rule]
        if rule and not shown:
            rule, shown = "", of_facet
        vocabulary = self._tasks.vocabulary
        self.model.show(shown, vocabulary)
        facets = Counter(one.facet for one in self._all)
        offered = [(labels.facet(name), name, facets[name]) for name in FACETS if facets[name]]
        self._fill(self._facet, self.tr("All facets"), offered, facet)
        rules = Counter(one.rule for one in of_facet)
        self._fill(self._rule, self.tr("All rules"), [(name, name, n) for name, n in rules.most_common()], rule)
        papers = len({one.reference for one in shown})
        self._subtitle.setText(
            self.tr("{n} for {papers}").format(n=labels.number(len(shown)), papers=labels.references(papers))
        )
        self._subtitle.setAccessibleName(self._subtitle.text())
        self._body.setCurrentIndex(0 if shown else 1)
        for button in self._buttons:
            button.setEnabled(bool(shown) and not self._tasks.read_only)
        if shown:
            index = self.model.index(min(row, len(shown) - 1), 0)
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._show_reason()

    def _show_reason(self) -> None:
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self.model.shown):
            words.set_text(self._reason, "", self.tr("Why this term is proposed"))
            return
        one = self.model.shown[row]
        label = self._tasks.vocabulary.label(one.facet, one.term)
        told = self.tr("{term}, from the {field}. {reason} (rule {rule})").format(
            term=label, field=labels.field(one.field).lower(), reason=reason(one.rule), rule=one.rule
        )
        words.set_text(self._reason, told)
        self.chosen.emit(one.reference)

    def _fill(self, box: QComboBox, every: str, offered: Sequence[tuple[str, str, int]], kept: str) -> None:
        blocked = box.blockSignals(True)
        box.clear()
        box.addItem(every, "")
        for label, name, n in offered:
            box.addItem(f"{label}  ({labels.number(n)})", name)
        box.setCurrentIndex(max(box.findData(kept), 0))
        box.blockSignals(blocked)

    def _chooser(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.view().setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(lambda _n: self._show(row=0))
        return box

    def _button(self, text: str, name: str, act: Callable[[], None], *, is_first: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setProperty("primary", is_first)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _lay_out(self) -> None:
        self._heading.setText(self.tr("Proposed terms"))
        self._heading.setAccessibleName(self._heading.text())
        self._heading.setFont(theme.scaled(self.font(), 1.45, QFont.Weight.DemiBold))
        self._subtitle.setProperty("muted", True)
        self._buttons = [
            self._button(
                self.tr("Accept  A"), self.tr("Accept the chosen terms (A)"), lambda: self.settle_chosen(True),
                is_first=True,
            ),
            self._button(self.tr("Reject  R"), self.tr("Reject the chosen terms (R)"),
                         lambda: self.settle_chosen(False)),
            self._button(self.tr("Accept all shown"), self.tr("Accept every term shown, as one step"),
                         lambda: self.settle_shown(True)),
            self._button(self.tr("Reject all shown"), self.tr("Reject every term shown, as one step"),
                         lambda: self.settle_shown(False)),
        ]  # fmt: skip
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._heading, 1)
        top.addWidget(self._facet)
        top.addWidget(self._rule)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._subtitle, 1)
        for button in self._buttons:
            below.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(24, 14, 20, 10)
        head.setSpacing(6)
        head.addLayout(top)
        head.addLayout(below)
        heading = self.tr("Nothing to review")
        self._nothing.tell("review", heading, self.tr("Every proposed term of what the list shows has been settled."))
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._nothing)
        self._reason.setContentsMargins(24, 8, 20, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        column.addWidget(self._reason)


def _pass(_error: Exception) -> None:
    """The list has said what is wrong with the query already."""
