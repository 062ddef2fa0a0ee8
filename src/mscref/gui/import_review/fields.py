"""The middle of an import review: how one reference stands, its fields, the terms that its words give."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mscref.gui import chips, labels, words
from mscref.gui.chip_button import ChipButton
from mscref.gui.flow_layout import FlowLayout, empty
from mscref.gui.import_review.card import FieldCard
from mscref.gui.import_review.choice import ChoiceBar
from mscref.gui.import_review.page_picture import Lit
from mscref.gui.import_review.parts import card
from mscref.gui.import_review.plan_rows import label
from mscref.jobs import review_values
from mscref.jobs.reviewing import Review, is_read_off_pages
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.plan import Planned

_ALWAYS = ("title", "author", "container-title", "issued", "volume", "page", "DOI")
_ORDER = (
    *("title", "author", "container-title", "issued", "volume", "issue", "page", "number"),
    *("DOI", "PMID", "PMCID", "publisher", "URL", "trials", "keyword", "abstract"),
)
_SHORT = frozenset({"issued", "volume", "issue", "page", "number", "PMID", "PMCID"})


def _named(one: Planned) -> list[str]:
    """The fields shown for a reference: the usual ones, and what else has a value."""
    values = {name for name in _ORDER if review_values.value_of(one.reference, name)}
    usual = set(_ALWAYS) - ({"page"} if "number" in values else set())
    if not is_read_off_pages(one):
        usual = {"title", "author", "issued"}
    return [name for name in _ORDER if name in usual | values]


class ReviewFields(QWidget):
    """One reference of a review. `edited` carries a field and its text, `decided` a decision, `confirmed` a field.

    `focused` says that another field has become the one whose line is lit.
    """

    edited = Signal(str, str)
    decided = Signal(str)
    confirmed = Signal(str)
    focused = Signal(str)

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Entry"))
        self.setMinimumWidth(240)
        self._vocabulary = vocabulary
        self.cards: dict[str, FieldCard] = {}
        self._made: dict[str, FieldCard] = {}
        self.focus = ""
        self.choice = ChoiceBar()
        self.choice.decided.connect(self.decided)
        self._fields = QGridLayout()
        self._fields.setSpacing(6)
        self._fields.setColumnStretch(0, 1)
        self._fields.setColumnStretch(1, 1)
        self._rest = QVBoxLayout()
        self._rest.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        column.addWidget(self.choice)
        column.addLayout(self._fields)
        column.addLayout(self._rest)
        column.addStretch()

    def show_review(self, review: Review, index: int, *, afresh: bool) -> None:
        """Show one reference; with `afresh` it is another one than before, else what is being typed is kept."""
        one = review.plan.references[index]
        names = _named(one)
        if afresh:
            self._choose_none()
        if (afresh and names != list(self.cards)) or any(name not in self.cards for name in names):
            self._lay(names)
        self.choice.show_review(review, index)
        doubts = review.doubts(index)
        for name, shown in self.cards.items():
            held = None
            if one.held is not None:
                held = review_values.value_of(one.held, name)
            text = review_values.value_of(one.reference, name)
            shown.show_value(
                text, one.provenance.get(name), is_doubtful=name in doubts, held=held, is_short=name in _SHORT
            )
        self._show_rest(one, review, index)

    def _lay(self, names: Sequence[str]) -> None:
        """Put the cards of these fields in their places; a card is made once and used for every entry."""
        for made in self.cards.values():
            self._fields.removeWidget(made)
        self.cards = {name: self._card(name) for name in names}
        row = column = 0
        for name, made in self.cards.items():
            is_short = name in _SHORT
            if column and not is_short:
                row, column = row + 1, 0
            self._fields.addWidget(made, row, column, 1, 1 if is_short else 2)
            row, column = (row, 1) if is_short and not column else (row + 1, 0)
        for name, made in self._made.items():
            made.setVisible(name in self.cards)
        for before, after in pairwise(self.cards.values()):
            QWidget.setTabOrder(before.value, after.value)

    def _card(self, name: str) -> FieldCard:
        if name not in self._made:
            made = self._made[name] = FieldCard(name, self)
            made.changed.connect(self.edited)
            made.confirmed.connect(self.confirmed)
            made.chosen.connect(self._choose)
        return self._made[name]

    def _choose_none(self) -> None:
        self.focus = ""
        for made in self._made.values():
            made.set_lit(False)

    def _choose(self, name: str) -> None:
        if name != self.focus:
            self.focus = name
            for each, made in self.cards.items():
                made.set_lit(each == name)
        self.focused.emit(name)

    def go_to(self, name: str) -> None:
        """Light the line of a field without taking the keyboard from where it is."""
        if name in self.cards:
            self._choose(name)

    def enter(self, name: str = "") -> None:
        """Put the keyboard into a field: the named one, else the lit one, else the first."""
        wanted = name or self.focus or next(iter(self.cards), "")
        if wanted in self.cards:
            self.cards[wanted].value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rest(self, one: Planned, review: Review, index: int) -> None:
        empty(self._rest)
        for facet in FACETS:
            terms = [a for a in one.assignments if a.facet == facet]
            proposed = [p for p in one.proposals if p.facet == facet]
            if terms or proposed:
                quotes = [one.reference.get(t.field)[t.start : t.end] for t in terms if t.field]
                self._rest.addWidget(self._facet(facet, [t.term for t in terms], [p.term for p in proposed], quotes))
        for document in review.plan.documents:
            for citation, place in zip(document.document.citations, document.citations, strict=True):
                if place == index and document.represents != index:
                    quote = words.Quote(citation.quote, name=self.tr("Printed reference"))
                    self._rest.addWidget(card(self.tr("Cited in"), document.document.title, quote))
        self._rest.addWidget(card(self.tr("From"), "", words.label(Path(one.path).name or one.path)))

    def _facet(self, facet: str, terms: list[str], proposed: list[str], quotes: list[str]) -> QWidget:
        told = ", ".join(dict.fromkeys(f"“{quote}”" for quote in quotes if quote))
        strip = QWidget()
        strip.setAccessibleName(labels.facet(facet))
        flow = FlowLayout(strip, spacing=5)
        for term in dict.fromkeys(terms + proposed):
            shown = self._vocabulary.label(facet, term)
            is_proposed = term not in terms
            name = self.tr("{term}, proposed").format(term=shown) if is_proposed else shown
            chip = ChipButton(shown, chips.tint_name(self._vocabulary, facet, term), name=name, can_remove=False)
            chip.setEnabled(not is_proposed)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.addWidget(chip)
        return card(labels.facet(facet), self.tr("title: {quotes}").format(quotes=told) if told else "", strip)


def lits_of(one: Planned, doubts: Sequence[str]) -> tuple[Lit, ...]:
    """The places on the pages where fields of a reference were read."""
    return tuple(
        Lit(name, label(name), seen.page, seen.box, is_doubtful=name in doubts)
        for name, seen in one.provenance.items()
        if seen.page and seen.box
    )
