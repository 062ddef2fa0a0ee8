"""A source document as read: its text with citations and mentions lit, and each mention to be settled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import document_marks, icons, labels, theme, tips, words
from mscref.gui.document_marks_cite import CiteDialog
from mscref.gui.flow_layout import empty
from mscref.gui.inline_edit import InlineLine
from mscref.gui.link_button import LinkButton
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.document import DOCUMENT_KINDS
from mscref.model.holdings import AnnotationRecord, CitationRecord, DocumentRecord, MentionRecord, Summary
from mscref.model.studies import Claim

_Answer = tuple[DocumentRecord, dict[int, list[Summary]], dict[int, Summary], list[AnnotationRecord], list[Claim]]


class DocumentView(QWidget):
    """One document. `reference_asked` carries a reference id; `closed` says that the list should come back.

    A selection of its text becomes a mark, a claim or a citation.
    """

    reference_asked = Signal(int)
    closed = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Document"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self._tasks = tasks
        self.document: DocumentRecord | None = None
        self._place = -1
        self.title = InlineLine(self.tr("Title of the document"))
        self.title.setFont(theme.scaled(self.font(), 1.25, QFont.Weight.DemiBold))
        self.title.committed.connect(self._set_title)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of document"))
        self.kind.view().setAccessibleName(self.tr("Kinds"))
        for kind in DOCUMENT_KINDS:
            self.kind.addItem(labels.kind(kind), kind)
        self.kind.activated.connect(self._set_kind)
        self._facts = words.label(muted=True, wrap=False, name=self.tr("What was found"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.tr("Text of the document"))
        self.text.viewport().setAccessibleName(self.tr("Text"))
        self.text.document().setDocumentMargin(20)
        self.text.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 0; }")
        self.text.installEventFilter(self)
        self.bar = document_marks.SelectionBar(self.text)
        self.bar.marked.connect(self.mark)
        self.bar.commented.connect(lambda colour: self.mark(colour, is_commented=True))
        self.bar.claimed.connect(self.claim)
        self.bar.cited.connect(self.choose_cited)
        self.dialog: CiteDialog | None = None
        self._comment_at: tuple[int, int] | None = None
        self._side = QWidget()
        self._side.setAccessibleName(self.tr("What the document names"))
        self._side.setAutoFillBackground(True)
        self._side.setBackgroundRole(self._side.backgroundRole().Base)
        self._cards = QVBoxLayout(self._side)
        self._cards.setContentsMargins(14, 12, 12, 16)
        self._cards.setSpacing(8)
        area = QScrollArea()
        area.setWidget(self._side)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("What the document names"))
        area.viewport().setAccessibleName(self.tr("Citations and mentions"))
        area.setMinimumWidth(240)
        halves = QSplitter()
        halves.setAccessibleName(self.tr("Text and findings"))
        halves.addWidget(self.text)
        halves.addWidget(area)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setSizes([520, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(halves, 1)
        tasks.changed.connect(lambda _changes: self._again())
        tasks.reloaded.connect(self._again)

    def open(self, id: int, place: int = -1) -> None:
        """Show a document, turned to a place of its text."""
        self._place = place
        self._tasks.ask(lambda lib: _read(lib, id), self._show, key="document")

    def mark(self, colour: int, *, is_commented: bool = False) -> None:
        """Mark the selected words; a comment is then asked for in the list beside the text."""
        place = document_marks.selected(self.text)
        if self.document is None or place[0] >= place[1]:
            return
        id, (start, end) = self.document.id, place
        self._comment_at = place if is_commented else None
        self._drop_selection()
        self._tasks.change(lambda lib: lib.annotate_document(id, start, end, colour=colour))

    def claim(self) -> None:
        """Keep the selected words as a claim of this document."""
        start, end = document_marks.selected(self.text)
        if self.document is None or start >= end:
            return
        id, text = self.document.id, " ".join(self.document.text[start:end].split())
        self._drop_selection()
        self._tasks.change(lambda lib: lib.add_claim(text, id, start=start, end=end))

    def choose_cited(self) -> None:
        """Ask which reference the selected words cite."""
        start, end = document_marks.selected(self.text)
        if self.document is None or start >= end:
            return
        id = self.document.id
        self.dialog = dialog = CiteDialog(self._tasks, self.document.text[start:end], self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def cite() -> None:
            chosen = dialog.chosen
            if chosen is not None:
                self._drop_selection()
                self._tasks.change(lambda lib: lib.cite_in_document(id, chosen, start, end))

        dialog.accepted.connect(cite)
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = watched is self.text and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        return is_key and self.bar.take_key(event)  # type: ignore[arg-type]

    def _drop_selection(self) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        self.text.setTextCursor(cursor)

    def _head(self) -> QHBoxLayout:
        back = QPushButton(self.tr("Back to the list"))
        back.setAccessibleName(back.text())
        icons.dress(back, "list")
        back.clicked.connect(self.closed)
        remove = QToolButton()
        icons.dress(remove, "trash", "muted")
        remove.setAccessibleName(self.tr("Remove this document"))
        remove.setToolTip(remove.accessibleName())
        remove.clicked.connect(self._remove)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.title)
        left.addWidget(self._facts)
        self._facts.setContentsMargins(6, 0, 0, 0)
        line = QHBoxLayout()
        line.setContentsMargins(14, 12, 14, 10)
        line.setSpacing(8)
        line.addLayout(left, 1)
        line.addWidget(self.kind)
        line.addWidget(remove)
        line.addWidget(back)
        return line

    def _again(self) -> None:
        if self.document is not None and self.isVisible():
            self.open(self.document.id)

    def _show(self, answer: _Answer) -> None:
        document, candidates, cited, marks, claims = answer
        is_other = self.document is None or self.document.text != document.text or self.document.id != document.id
        self.document = document
        self.title.show_text(document.title)
        self.kind.setCurrentIndex(DOCUMENT_KINDS.index(document.kind) if document.kind in DOCUMENT_KINDS else 0)
        open_ones = [m for m in document.mentions if m.status == "open"]
        facts = self.tr("{citations} cited · {mentions} named without a reference").format(
            citations=labels.references(len(document.citations)), mentions=len(open_ones)
        )
        words.set_text(self._facts, facts)
        if is_other:
            self.text.setPlainText(document.text)
        self._light(document, is_other=is_other)
        document_marks.paint(self.text, marks)
        self._fill(document, candidates, cited)
        self._fill_marks(marks, claims)
        if self._place >= 0:
            self.turn_to(self._place)
            self._place = -1

    def turn_to(self, place: int) -> None:
        """Bring a place of the text (code points) into sight."""
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(words.utf16(self.text.toPlainText(), place))
        self.text.setTextCursor(cursor)
        self.text.centerCursor()

    def _light(self, document: DocumentRecord, *, is_other: bool) -> None:
        look = theme.of(self)
        if not is_other:
            words.darken(self.text)
        for citation in document.citations:
            words.light(self.text, citation.start, citation.end, colour=look.tints["blue"].ground)
        for mention in document.mentions:
            if mention.status != "open":
                continue
            words.light(self.text, mention.start, mention.end, colour=look.tints["amber"].ground)
            at = document.text.find(mention.text, mention.start, mention.end)
            if at >= 0:
                words.light(self.text, at, at + len(mention.text), colour=look.lit, underline=True)

    def _fill(self, document: DocumentRecord, candidates: dict[int, list[Summary]], cited: dict[int, Summary]) -> None:
        empty(self._cards)
        open_ones = [m for m in document.mentions if m.status == "open"]
        settled = [m for m in document.mentions if m.status != "open"]
        if open_ones:
            self._cards.addWidget(words.caption(self.tr("Named without a reference")))
        for mention in open_ones:
            self._cards.addWidget(self._mention_card(mention, candidates.get(mention.id, [])))
        if document.citations:
            self._cards.addWidget(words.caption(self.tr("Cited references")))
        for citation in document.citations:
            self._cards.addWidget(self._citation_card(citation, cited.get(citation.reference)))
        if settled:
            self._cards.addWidget(words.caption(self.tr("Settled")))
        for mention in settled:
            self._cards.addWidget(self._settled_card(mention))
        if not document.citations and not document.mentions:
            text = self.tr("This document cites and names nothing. It is kept, and the search finds its words.")
            self._cards.addWidget(words.label(text, muted=True))
        self._cards.addStretch()

    def _fill_marks(self, marks: list[AnnotationRecord], claims: list[Claim]) -> None:
        """The marks and claims of the user, above what was found."""
        place = 0
        if marks:
            self._cards.insertWidget(place, words.caption(self.tr("Your marks")))
            place += 1
        for record in marks:
            card = document_marks.MarkCard(record)
            card.pressed.connect(lambda start=record.start: self.turn_to(start))
            card.noted.connect(
                lambda text, id=record.id: self._tasks.change(lambda lib: lib.edit_annotation(id, note=text))
            )
            card.removed.connect(lambda id=record.id: self._tasks.change(lambda lib: lib.remove_annotation(id)))
            self._cards.insertWidget(place, card)
            place += 1
            if self._comment_at == (record.start, record.end):
                self._comment_at = None
                card.note.setFocus()
        if claims:
            self._cards.insertWidget(place, words.caption(self.tr("Claims")))
            place += 1
        for claim in claims:
            self._cards.insertWidget(place, self._claim_card(claim))
            place += 1

    def _claim_card(self, claim: Claim) -> QFrame:
        card, column = self._card(claim.text)
        line = LinkButton(claim.text, self.tr("Show {claim} in the text").format(claim=claim.text[:80]))
        icons.dress(line, "check", "accent")
        line.clicked.connect(lambda: self.turn_to(claim.start))
        column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        remove = LinkButton(self.tr("Remove"), self.tr("Remove the claim {claim}").format(claim=claim.text[:80]))
        remove.clicked.connect(lambda: self._tasks.change(lambda lib: lib.remove_claim(claim.id)))
        column.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _card(self, name: str) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        card.setProperty("card", True)
        card.setAccessibleName(name)
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 8, 8, 8)
        column.setSpacing(3)
        return card, column

    def _mention_card(self, mention: MentionRecord, candidates: list[Summary]) -> QFrame:
        card, column = self._card(mention.text)
        top = QHBoxLayout()
        name = LinkButton(mention.text, self.tr("Show {mention} in the text").format(mention=mention.text))
        name.clicked.connect(lambda: self.turn_to(mention.start))
        top.addWidget(name, 1, Qt.AlignmentFlag.AlignLeft)
        kind = words.label(labels.mention_kind(mention.kind), muted=True, wrap=False)
        kind.setFont(theme.scaled(self.font(), 0.86))
        top.addWidget(kind)
        column.addLayout(top)
        for one in candidates[:3]:
            text = self.tr("Is {authors} {year}: {title}").format(authors=one.authors, year=one.year, title=one.title)
            choose = LinkButton(text, text)
            choose.setToolTip(tips.plain(one.title))
            icons.dress(choose, "check", "accent")
            choose.clicked.connect(lambda _=False, to=one.id: self._resolve(mention.id, to))
            column.addWidget(choose)
        if not candidates:
            none = words.label(self.tr("No reference of this library fits."), muted=True)
            none.setFont(theme.scaled(self.font(), 0.88))
            none.setContentsMargins(6, 0, 0, 0)
            column.addWidget(none)
        dismiss = LinkButton(self.tr("Dismiss"), self.tr("Dismiss {mention}").format(mention=mention.text))
        dismiss.clicked.connect(lambda: self._tasks.change(lambda lib: lib.dismiss(mention.id)))
        column.addWidget(dismiss, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _citation_card(self, citation: CitationRecord, summary: Summary | None) -> QFrame:
        title = summary.title if summary is not None else citation.key
        card, column = self._card(title)
        head = f"{summary.authors} {summary.year}" if summary is not None else citation.key
        line = LinkButton(head, self.tr("Show {reference} in the list").format(reference=head))
        line.clicked.connect(lambda: self.reference_asked.emit(citation.reference))
        column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(words.label(title))
        for warning in citation.warnings:
            note = words.label(warning)
            note.setProperty("warn", True)
            column.addWidget(note)
        where = LinkButton(self.tr("Show in the text"), self.tr("Show {title} in the text").format(title=title))
        where.clicked.connect(lambda: self.turn_to(citation.start))
        below = QHBoxLayout()
        below.addWidget(where)
        drop = LinkButton(self.tr("Not cited here"), self.tr("Take back that {title} is cited").format(title=title))
        drop.clicked.connect(lambda: self._tasks.change(lambda lib: lib.remove_citation(citation.id)))
        below.addWidget(drop)
        below.addStretch()
        column.addLayout(below)
        return card

    def _settled_card(self, mention: MentionRecord) -> QFrame:
        card, column = self._card(mention.text)
        if mention.status == "resolved":
            text = self.tr("{mention} is {key}").format(mention=mention.text, key=mention.resolved or "")
        else:
            text = self.tr("{mention} was dismissed").format(mention=mention.text)
        line = QHBoxLayout()
        line.addWidget(words.label(text, muted=True), 1)
        again = LinkButton(self.tr("Reopen"), self.tr("Reopen {mention}").format(mention=mention.text))
        again.clicked.connect(lambda: self._tasks.change(lambda lib: lib.reopen(mention.id)))
        line.addWidget(again)
        column.addLayout(line)
        return card

    def _resolve(self, mention: int, reference: int) -> None:
        self._tasks.change(lambda lib: lib.resolve(mention, reference))

    def _set_title(self, text: str) -> None:
        if self.document is not None and text:
            id = self.document.id
            self._tasks.change(lambda lib: lib.edit_document(id, title=text))

    def _set_kind(self) -> None:
        if self.document is not None:
            id, kind = self.document.id, str(self.kind.currentData())
            self._tasks.change(lambda lib: lib.set_document_kind(id, kind))

    def _remove(self) -> None:
        if self.document is not None:
            id = self.document.id
            self.document = None
            self._tasks.change(lambda lib: lib.remove_document(id))
            self.closed.emit()


def _read(library: Library, id: int) -> _Answer:
    """A document with the candidates of its open mentions, the references that it cites, its marks and claims."""
    document = library.document(id)
    offered = {m.id: library.mention_candidates(m.id)[:3] for m in document.mentions if m.status == "open"}
    candidates = {mention: library.summaries(ids) for mention, ids in offered.items()}
    cited = {one.id: one for one in library.summaries([c.reference for c in document.citations])}
    return document, candidates, cited, library.document_annotations(id), library.claims(id)
