"""The claims ledger in the middle pane: sentences of documents, and what the references say of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from mscref.gui import labels, words
from mscref.gui.studies import names
from mscref.gui.studies.page import Page
from mscref.gui.tasks import Tasks
from mscref.gui.value_table import ValueModel, ValueTable
from mscref.jobs import claims as ledger
from mscref.model.studies import Claim, Evidence


class ClaimsView(Page):
    """All claims above, the evidence of the chosen one below.

    `document_asked` carries a document and the place of the claim in it, `reference_asked` a reference,
    `evidence_asked` a Claim that wants evidence, `add_asked` and `export_asked` nothing.
    """

    document_asked = Signal(int, int)
    reference_asked = Signal(int)
    evidence_asked = Signal(object)
    add_asked = Signal()
    export_asked = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("ClaimsView", "Claims"), parent)
        self._tasks = tasks
        self._is_wanted = False
        self.model = ValueModel(
            (
                (self.tr("Claim"), lambda claim: claim.text),
                (self.tr("Evidence"), lambda claim: names.stance(ledger.verdict(claim))),
                (self.tr("Said in"), lambda claim: claim.title),
            )
        )
        self.list = ValueTable(self.model, self.tr("Claims"), stretched=(0, 2))
        self.evidence = ValueModel(
            (
                (self.tr("Reference"), lambda evidence: evidence.key),
                (self.tr("Stance"), lambda evidence: names.stance(evidence.stance)),
                (self.tr("Page"), lambda evidence: str(evidence.page or "")),
                (self.tr("Its words"), lambda evidence: evidence.quote),
            )
        )
        self.pieces = ValueTable(self.evidence, self.tr("Evidence of the claim"), stretched=(3,))
        self._claim = words.label(name=self.tr("The chosen claim"))
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_evidence())
        self.list.doubleClicked.connect(lambda _index: self._show_document())
        self.pieces.doubleClicked.connect(lambda _index: self._show_reference())
        self.pieces.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        tasks.changed.connect(lambda _changes: self._ask())
        tasks.reloaded.connect(self._ask)

    def show_claims(self, *, wanted: bool) -> None:
        """Show the claims, kept up to date while the view is `wanted`."""
        self._is_wanted = wanted
        self._ask()

    @property
    def claim(self) -> Claim | None:
        """The chosen claim."""
        found = self.list.chosen
        return found if isinstance(found, Claim) else None

    def _ask(self) -> None:
        if self._is_wanted and self._tasks.is_open:
            self._tasks.ask(lambda library: library.claims(), self._take, key="claims")

    def _take(self, found: list[Claim]) -> None:
        kept = self.claim.id if self.claim else None
        self.model.show(found)
        self.show_body(bool(found))
        without = len(ledger.unsupported(found))
        one = self.tr("1 claim, {without} without evidence")
        told = one if len(found) == 1 else self.tr("{n} claims, {without} without evidence")
        self.tell(told.format(n=labels.number(len(found)), without=labels.number(without)) if found else "")
        row = next((n for n, claim in enumerate(found) if claim.id == kept), 0)
        if found:
            self.list.selectRow(row)
        self._show_evidence()

    def _show_evidence(self) -> None:
        claim = self.claim
        self.evidence.show(claim.evidence if claim else ())
        words.set_text(self._claim, claim.text if claim else "", self.tr("The chosen claim"))
        self._enable()

    def _enable(self) -> None:
        can_write = self._tasks.is_open and not self._tasks.read_only
        claim = self.claim
        self._add_evidence.setEnabled(can_write and claim is not None)
        self._remove.setEnabled(can_write and claim is not None)
        self._drop.setEnabled(can_write and self.pieces.chosen is not None)
        self._open.setEnabled(claim is not None and claim.document is not None)

    def _show_document(self) -> None:
        if self.claim and self.claim.document is not None:
            self.document_asked.emit(self.claim.document, self.claim.start)

    def _show_reference(self) -> None:
        piece = self.pieces.chosen
        if isinstance(piece, Evidence):
            self.reference_asked.emit(piece.reference)

    def remove_chosen(self) -> None:
        """Remove the chosen claim."""
        claim = self.claim
        if claim:
            self._tasks.change(lambda library: library.remove_claim(claim.id))

    def drop_chosen(self) -> None:
        """Remove the chosen piece of evidence."""
        piece = self.pieces.chosen
        if isinstance(piece, Evidence):
            self._tasks.change(lambda library: library.remove_evidence(piece.id))

    def _link(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("link", True)
        button.setAccessibleName(text)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        self.add_button(self.tr("Add a claim"), self.tr("Add a claim of your own"), self.add_asked.emit, icon="add")
        self.add_button(self.tr("Export"), self.tr("Export the claims"), self.export_asked.emit, icon="export")
        self._add_evidence = self._link(self.tr("Add evidence…"), lambda: self.evidence_asked.emit(self.claim))
        self._drop = self._link(self.tr("Remove evidence"), lambda: self.drop_chosen())
        self._open = self._link(self.tr("Show in the document"), lambda: self._show_document())
        self._remove = self._link(self.tr("Remove the claim"), lambda: self.remove_chosen())
        below = QWidget()
        below.setAccessibleName(self.tr("The chosen claim and its evidence"))
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        self._claim.setContentsMargins(24, 4, 20, 0)
        line = QHBoxLayout()
        line.setContentsMargins(18, 0, 20, 0)
        for button in (self._add_evidence, self._drop, self._open, self._remove):
            line.addWidget(button)
        line.addStretch()
        column.addWidget(self._claim)
        column.addLayout(line)
        column.addWidget(self.pieces, 1)
        body = QSplitter()
        body.setOrientation(body.orientation().Vertical)
        body.setAccessibleName(self.tr("Claims and evidence"))
        body.setChildrenCollapsible(False)
        body.addWidget(self.list)
        body.addWidget(below)
        body.setSizes([420, 260])
        body.handle(1).setAccessibleName(self.tr("Edge between claims and evidence"))
        self.set_body(body)
        sentence = self.tr("Mark a sentence of a document as a claim, or add one of your own.")
        self.nothing.tell("quote", self.tr("No claims yet"), sentence)
