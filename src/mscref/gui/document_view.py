"""A source document as read: its text with citations and mentions lit, and each mention to be settled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QTextCursor
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

from mscref.gui import icons, labels, theme, tips, words
from mscref.gui.flow_layout import empty
from mscref.gui.inline_edit import InlineLine
from mscref.gui.link_button import LinkButton
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.document import DOCUMENT_KINDS
from mscref.model.holdings import CitationRecord, DocumentRecord, MentionRecord, Summary


class DocumentView(QWidget):
    """One document. `reference_asked` carries a reference id; `closed` says that the list should come back."""

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

    def _show(self, answer: tuple[DocumentRecord, dict[int, list[Summary]], dict[int, Summary]]) -> None:
        document, candidates, cited = answer
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
        self._light(document)
        self._fill(document, candidates, cited)
        if self._place >= 0:
            self.turn_to(self._place)
            self._place = -1

    def turn_to(self, place: int) -> None:
        """Bring a place of the text (code points) into sight."""
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(words.utf16(self.text.toPlainText(), place))
        self.text.setTextCursor(cursor)
        self.text.centerCursor()

    def _light(self, document: DocumentRecord) -> None:
        look = theme.of(self)
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
        column.addWidget(where, 0, Qt.AlignmentFlag.AlignLeft)
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


def _read(library: Library, id: int) -> tuple[DocumentRecord, dict[int, list[Summary]], dict[int, Summary]]:
    """A document with the candidates of its open mentions and the references that it cites."""
    document = library.document(id)
    offered = {m.id: library.mention_candidates(m.id)[:3] for m in document.mentions if m.status == "open"}
    candidates = {mention: library.summaries(ids) for mention, ids in offered.items()}
    cited = {one.id: one for one in library.summaries([c.reference for c in document.citations])}
    return document, candidates, cited
