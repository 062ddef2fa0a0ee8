"""Parts of an import review: cards for what is no reference, and the choice of how files are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mscref import settings
from mscref.gui import labels, theme, words
from mscref.model.plan import PlannedDocument, Unread
from mscref.model.reading import Problem

_LONG_NOTE = 48


def card(caption: str, note: str, body: QWidget) -> QFrame:
    """A titled card with a note at its right, or below the title when the note is long."""
    made = QFrame()
    made.setProperty("card", True)
    made.setAccessibleName(caption)
    column = QVBoxLayout(made)
    column.setContentsMargins(12, 7, 12, 8)
    column.setSpacing(3)
    top = QHBoxLayout()
    top.addWidget(words.caption(caption))
    top.addStretch()
    column.addLayout(top)
    if note:
        is_long = len(note) > _LONG_NOTE
        why = words.label(note, wrap=is_long)
        why.setProperty("good", True)
        why.setFont(theme.scaled(why.font(), 0.86))
        if is_long:
            column.addWidget(why)
        else:
            top.addWidget(why)
    column.addWidget(body)
    return made


class FilesChoice(QComboBox):
    """Whether imported PDFs are copied into the library's folder or linked, as the user chose last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What happens to the PDF files"))
        self.view().setAccessibleName(self.tr("Ways to keep files"))
        self.addItem(self.tr("Copy the PDFs into the library's folder"), "copy")
        self.addItem(self.tr("Leave the PDFs where they are and link them"), "link")
        self.setCurrentIndex(max(self.findData(settings.load().get("attachments", "copy")), 0))

    @property
    def copies(self) -> bool:
        """Whether copies are wanted."""
        return bool(self.currentData() != "link")


def _column(name: str) -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    body.setAccessibleName(name)
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 6, 0)
    column.setSpacing(8)
    return body, column


def document_page(one: PlannedDocument) -> QWidget:
    """What a document cites and names."""
    body, column = _column(one.document.title)
    document = one.document
    if one.held is not None:
        note = words.label(_say("The library has this document already; it is not kept twice."))
        note.setProperty("good", True)
        column.addWidget(note)
    column.addWidget(card(_say("Document"), labels.kind(document.kind), words.label(document.title)))
    for citation in document.citations:
        quote = words.Quote(citation.quote, name=_say("Printed reference"))
        column.addWidget(card(_say("Cites"), "; ".join(citation.warnings), quote))
    for mention in document.mentions:
        at = mention.quote.find(mention.text)
        quote = words.Quote(mention.quote, at, at + len(mention.text), name=_say("Sentence"))
        note_text = f"{mention.text} · {labels.mention_kind(mention.kind)}"
        column.addWidget(card(_say("Names"), note_text, quote))
    column.addStretch()
    return body


def unread_page(unread: Unread, fill_in: Callable[[], None] | None) -> QWidget:
    """Why a file gave nothing, and for a PDF the way to make an entry of it by hand."""
    body, column = _column(unread.path)
    column.addWidget(card(_say("File"), "", words.label(Path(unread.path).name or unread.path)))
    reason = words.label(unread.reason)
    reason.setProperty("error", True)
    column.addWidget(card(_say("Why nothing was read"), "", reason))
    if fill_in is not None:
        column.addWidget(words.label(_say("It can come in all the same: type its DOI or its title.")))
        button = QPushButton(_say("Fill in by hand"))
        button.setAccessibleName(_say("Fill in the fields of this file by hand"))
        button.setAutoDefault(False)
        button.clicked.connect(fill_in)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch()
    return body


def remark_page(path: str, problem: Problem) -> QWidget:
    """A problem that belongs to no single reference."""
    body, column = _column(problem.message)
    column.addWidget(card(_say("File"), "", words.label(Path(path).name or path)))
    said = words.label(problem.message)
    said.setProperty("error" if problem.lost else "warn", True)
    where = _say("line {n}").format(n=problem.line) if problem.line else ""
    column.addWidget(card(_say("What looked odd"), where, said))
    column.addStretch()
    return body


def _say(text: str) -> str:
    return QCoreApplication.translate("review", text)
