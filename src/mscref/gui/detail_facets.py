"""The terms of a reference in the detail pane: add, remove, accept, reject, and the words that say why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mscref.errors import UnknownTerm
from mscref.gui import chips, icons, labels, theme, tips, words
from mscref.gui.chip_button import ChipButton
from mscref.gui.flow_layout import FlowLayout
from mscref.gui.tasks import Tasks
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import Assignment, Proposal, Record

_ALWAYS = ("condition", "cell_source", "product_form", "study_type")


class TermPicker(QLineEdit):
    """Type a term's name, pick it from the list; `picked` carries its id. Synonyms and abbreviations are found too."""

    picked = Signal(str)
    given_up = Signal()

    def __init__(self, facet: str, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facet, self._vocabulary = facet, vocabulary
        self.setAccessibleName(self.tr("Add a term: {facet}").format(facet=labels.facet(facet)))
        self.setPlaceholderText(labels.facet(facet))
        self._names = names_of(vocabulary, facet)
        finder = QCompleter(sorted(self._names, key=str.casefold), self)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setMaxVisibleItems(12)
        offered = QListView()
        offered.setAccessibleName(self.tr("Terms"))
        finder.setPopup(offered)
        finder.activated.connect(self._pick)
        self.setCompleter(finder)
        self.returnPressed.connect(lambda: self._pick(self.text()))
        self.editingFinished.connect(self._leave)
        self.setMinimumWidth(170)

    def _pick(self, name: str) -> None:
        term_id = self._names.get(name)
        if term_id is None:
            try:
                term_id = self._vocabulary.find(self._facet, name).id
            except UnknownTerm as unknown:
                self.setProperty("wrong", True)
                self.style().polish(self)
                self.setToolTip(tips.plain(str(unknown)))
                return
        self.picked.emit(term_id)

    def _leave(self) -> None:
        if not self.text().strip() and not self.hasFocus():
            self.given_up.emit()


def names_of(vocabulary: Vocabulary, facet: str) -> dict[str, str]:
    """Every name that a picker offers -> term id: the label with its abbreviations."""
    names = {}
    for term in vocabulary.terms(facet):
        short = f" ({', '.join(term.abbreviations[:3])})" if term.abbreviations else ""
        names[term.label + short] = term.id
    return names


class DetailFacets(QWidget):
    """One row a facet. `term_pressed` carries (facet, term) when a chip is clicked: show what else has it."""

    term_pressed = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._record: Record | None = None
        self._open: set[str] = set()
        self.setAccessibleName(self.tr("Terms"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._body: QWidget | None = None

    def show_record(self, record: Record, vocabulary: Vocabulary) -> None:
        """Show a record's terms, proposals and reasons."""
        if self._record is not None and self._record.id != record.id:
            self._open.clear()
        self._record = record
        body = QWidget()
        body.setAccessibleName(self.tr("Terms by facet"))
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, facet in enumerate(f for f in FACETS if self._shows(f, record)):
            name = words.label(labels.facet(facet), muted=True, wrap=False)
            name.setFixedHeight(int(chips.chip_height(self.font())) + 8)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._row(facet, record, vocabulary), row, 1)
        column.addLayout(grid)
        column.addLayout(self._more(record, vocabulary))
        self._add_reasons(column, record, vocabulary)
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._column.addWidget(body)

    def chips(self) -> list[ChipButton]:
        """The chips shown, assigned and proposed."""
        return self._body.findChildren(ChipButton) if self._body is not None else []

    def _shows(self, facet: str, record: Record) -> bool:
        open_ones = (p for p in record.proposals if p.state == "open")
        return (
            facet in _ALWAYS
            or facet in self._open
            or bool(record.terms(facet))
            or any(p.facet == facet for p in open_ones)
        )

    def _row(self, facet: str, record: Record, vocabulary: Vocabulary) -> QWidget:
        row = QWidget()
        row.setAccessibleName(labels.facet(facet))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        flow = FlowLayout(row, spacing=4)
        for one in record.assignments:
            if one.facet == facet:
                flow.addWidget(self._assigned(one, vocabulary))
        for proposal in record.proposals:
            if proposal.facet == facet and proposal.state == "open":
                flow.addWidget(self._proposed(proposal, vocabulary))
        add = QToolButton()
        add.setProperty("quiet", True)
        icons.dress(add, "add", "muted")
        add.setAccessibleName(self.tr("Add a term: {facet}").format(facet=labels.facet(facet)))
        add.setToolTip(add.accessibleName())
        add.clicked.connect(lambda: self._pick_into(flow, add, facet, vocabulary))
        flow.addWidget(add)
        return row

    def _assigned(self, one: Assignment, vocabulary: Vocabulary) -> ChipButton:
        label = vocabulary.label(one.facet, one.term)
        reason = labels.origin(one.origin) + (f": “{said(one, self._record)}”" if one.quote else "")
        chip = ChipButton(label, chips.tint_name(vocabulary, one.facet, one.term), name=f"{label}, {reason}")
        chip.removed.connect(lambda: self._retag(one.facet, remove=[one.term]))
        chip.clicked.connect(lambda: self.term_pressed.emit(one.facet, one.term))
        return chip

    def _proposed(self, one: Proposal, vocabulary: Vocabulary) -> ChipButton:
        label = vocabulary.label(one.facet, one.term)
        name = self.tr("{term}, proposed: “{quote}”").format(term=label, quote=said(one, self._record))
        tint = chips.tint_name(vocabulary, one.facet, one.term)
        chip = ChipButton(label, tint, name=name, is_proposed=True)
        chip.accepted.connect(lambda: self._settle(one, accept=True))
        chip.removed.connect(lambda: self._settle(one, accept=False))
        return chip

    def _more(self, record: Record, vocabulary: Vocabulary) -> QHBoxLayout:
        """Buttons for the facets that have no row yet."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        hidden = [facet for facet in FACETS if not self._shows(facet, record)]
        strip = QWidget()
        strip.setAccessibleName(self.tr("More facets"))
        flow = FlowLayout(strip, spacing=0)
        for facet in hidden:
            button = QPushButton("+ " + labels.facet(facet))
            button.setProperty("link", True)
            button.setFont(theme.scaled(self.font(), 0.88))
            button.setAccessibleName(self.tr("Add: {facet}").format(facet=labels.facet(facet)))
            button.clicked.connect(lambda _=False, f=facet: self._open_facet(f, vocabulary))
            flow.addWidget(button)
        line.addWidget(strip)
        strip.setVisible(bool(hidden))
        return line

    def _add_reasons(self, column: QVBoxLayout, record: Record, vocabulary: Vocabulary) -> None:
        """The words of title and abstract that rules read, lit."""
        found: dict[tuple[str, str], list[Assignment | Proposal]] = {}
        reasons: list[Assignment | Proposal] = [*record.assignments]
        reasons += [p for p in record.proposals if p.state == "open"]
        for one in reasons:
            if one.quote and one.field:
                found.setdefault((one.field, record.reference.get(one.field) or one.quote), []).append(one)
        if not found:
            return
        column.addSpacing(8)
        heading: QLabel = words.caption(self.tr("Why these terms"))
        column.addWidget(heading)
        for (field, text), reasons in found.items():
            for passage, spans in _passages(text, reasons):
                quote = words.Quote(
                    passage, name=self.tr("Words read in the {field}").format(field=labels.field(field))
                )
                for start, end in spans:
                    words.light(quote, start, end)
                column.addWidget(quote)
            named = ", ".join(dict.fromkeys(vocabulary.label(one.facet, one.term) for one in reasons))
            where = labels.field(field) if field != "title" else self.tr("Title")
            source = words.label(self.tr("{where}: {terms}").format(where=where, terms=named), muted=True)
            source.setFont(theme.scaled(self.font(), 0.88))
            source.setContentsMargins(6, 0, 0, 4)
            column.addWidget(source)

    def _open_facet(self, facet: str, vocabulary: Vocabulary) -> None:
        if self._record is not None:
            self._open.add(facet)
            self.show_record(self._record, vocabulary)

    def _pick_into(self, flow: FlowLayout, add: QToolButton, facet: str, vocabulary: Vocabulary) -> None:
        picker = TermPicker(facet, vocabulary)
        add.hide()
        flow.addWidget(picker)
        picker.picked.connect(lambda term: self._retag(facet, add=[term]))

        def give_up() -> None:
            picker.hide()
            add.show()
            flow.invalidate()

        picker.given_up.connect(give_up)
        picker.show()
        picker.setFocus()
        flow.invalidate()

    def _retag(self, facet: str, *, add: list[str] | None = None, remove: list[str] | None = None) -> None:
        if self._record is not None:
            id = self._record.id
            self._tasks.change(lambda lib: lib.retag([id], facet, add=add or [], remove=remove or []))

    def _settle(self, one: Proposal, *, accept: bool) -> None:
        if self._record is not None:
            id = self._record.id
            self._tasks.change(lambda lib: lib.settle([id], accept=accept, facet=one.facet, term=one.term))


def said(one: Assignment | Proposal, record: Record | None) -> str:
    """The words of the field that a rule read; the whole sentence when the field has changed since."""
    words_read = record.reference.get(one.field)[one.start : one.end] if record is not None and one.field else ""
    return words_read if words_read and words_read in one.quote else one.quote


def _passages(text: str, reasons: list[Assignment | Proposal]) -> list[tuple[str, list[tuple[int, int]]]]:
    """The parts of `text` that hold the reasons, each with the places to light in it; a short text is one part."""
    spans = sorted({_span(text, one) for one in reasons})
    if len(text) <= 400:
        return [(text, [s for s in spans if s[1] > s[0]])]
    parts = []
    for start, end in spans:
        left = max(text.rfind(". ", 0, start) + 2, start - 160, 0) if start > 0 else 0
        right = text.find(". ", end)
        right = min(right + 1 if right >= 0 else len(text), end + 160)
        parts.append((text[left:right], [(start - left, end - left)]))
    return parts[:6]


def _span(text: str, one: Assignment | Proposal) -> tuple[int, int]:
    """The words that a rule read, in the text shown: their place in the field, or in the quote alone."""
    if 0 <= one.start < one.end <= len(text):
        return one.start, one.end
    return 0, 0
