"""A source document: its text lit, its mentions settled by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.document_marks import MarkCard
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.document import Citation, Document, Mention
from mscref.model.holdings import AnnotationRecord, DocumentRecord
from mscref.model.plan import Plan, Planned, PlannedDocument
from mscref.model.reference import Name, Reference, authors
from tests.gui.conftest import id_of

Settle = Callable[[Tasks], None]
TEXT = "\U0001d538 page. Birch et al. (2014) tried fat cells. Fir A. A cited paper. J Inv Res 2001."
CITED = Reference(
    title="A cited paper", contributors=authors([Name(family="Fir", given="A.")]), fields={"issued": "2001"}
)


def place(words: str) -> tuple[int, int]:
    at = TEXT.index(words)
    return at, at + len(words)


@pytest.fixture
def document(desk: Desk, settle: Settle) -> int:
    """A page that cites one paper and names another."""
    quote, sentence = "Fir A. A cited paper. J Inv Res 2001.", "Birch et al. (2014) tried fat cells."
    page = Document(
        title="A page on cells",
        text=TEXT,
        sha256="ab" * 32,
        citations=(Citation(CITED, quote, *place(quote)),),
        mentions=(Mention("Birch et al.", "study", sentence, *place(sentence), ("Birch",), "2014"),),
    )
    plan = Plan("Import a page", (Planned(CITED),), (PlannedDocument(page, citations=(0,)),))
    desk.tasks.change(lambda lib: lib.import_plan(plan))
    settle(desk.tasks)
    held = stored(desk)
    desk.window.document.open(held.id)
    desk.window.show_document()
    settle(desk.tasks)
    return held.id


def stored(desk: Desk) -> DocumentRecord:
    path = desk.tasks.path
    assert isinstance(path, Path)
    with Library.open(path, write=False) as library:
        return library.documents()[0]


def button(desk: Desk, start: str) -> QPushButton:
    shown = [b for b in desk.window.document.findChildren(QPushButton) if b.isVisible()]
    return next(b for b in shown if b.accessibleName().startswith(start))


def test_a_mention_is_resolved_to_a_reference_that_is_offered(desk: Desk, settle: Settle, document: int) -> None:
    assert stored(desk).mentions[0].status == "open"
    button(desk, "Is Birch 2014").click()
    settle(desk.tasks)
    mention = stored(desk).mentions[0]
    assert mention.status == "resolved"
    summary = desk.tasks.summaries([id_of(desk, "Birch")])[0]
    assert mention.resolved == summary.key
    button(desk, "Reopen").click()
    settle(desk.tasks)
    assert stored(desk).mentions[0].status == "open"


def test_a_mention_is_dismissed(desk: Desk, settle: Settle, document: int) -> None:
    button(desk, "Dismiss").click()
    settle(desk.tasks)
    assert stored(desk).mentions[0].status == "dismissed"


def test_words_are_lit_at_their_place_even_after_characters_beyond_the_first_plane(
    qtbot: QtBot, desk: Desk, document: int
) -> None:
    view = desk.window.document
    view.turn_to(TEXT.index("Birch"))
    cursor = view.text.textCursor()
    cursor.movePosition(cursor.MoveOperation.EndOfWord, cursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "Birch"
    assert cursor.charFormat().background().color().alpha() == 255


def test_a_citation_leads_to_its_reference(desk: Desk, settle: Settle, document: int) -> None:
    button(desk, "Show Fir 2001 in the list").click()
    settle(desk.tasks)
    assert desk.window.table.isVisible()
    assert desk.window.table.selected_ids() == [id_of(desk, "Fir")]
    assert desk.window.detail.record is not None
    assert [one.title for one in desk.window.detail.record.cited_in] == ["A page on cells"]


def test_kind_and_title_are_changed(desk: Desk, settle: Settle, document: int) -> None:
    view = desk.window.document
    view.kind.setCurrentIndex(view.kind.findData("promotional"))
    view.kind.activated.emit(view.kind.currentIndex())
    view.title.committed.emit("An advertisement")
    settle(desk.tasks)
    held = stored(desk)
    assert (held.kind, held.title) == ("promotional", "An advertisement")


def select(desk: Desk, words: str) -> tuple[int, int]:
    """Select words of the document as a mouse would."""
    start, end = place(words)
    text = desk.window.document.text
    cursor = text.textCursor()
    cursor.setPosition(start + 1)  # the first character is two units of UTF-16
    cursor.setPosition(end + 1, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    return start, end


def marks(desk: Desk, document: int) -> list[AnnotationRecord]:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return library.document_annotations(document)


def test_selected_words_become_a_mark_with_a_comment(qtbot: QtBot, desk: Desk, settle: Settle, document: int) -> None:
    view = desk.window.document
    assert view.bar.isHidden()
    start, end = select(desk, " tried fat cells")
    assert view.bar.isVisible()
    qtbot.keyClick(view.text, Qt.Key.Key_2)
    settle(desk.tasks)
    assert view.bar.isHidden()
    (mark,) = marks(desk, document)
    assert (mark.text, mark.start, mark.end, mark.colour) == ("tried fat cells", start + 1, end, 1)
    (lit,) = view.text.extraSelections()
    assert lit.cursor.selectedText() == "tried fat cells"
    (card,) = view.findChildren(MarkCard)
    card.noted.emit("Which fat?")
    settle(desk.tasks)
    assert marks(desk, document)[0].note == "Which fat?"
    desk.tasks.change(lambda lib: lib.undo())
    settle(desk.tasks)
    assert marks(desk, document)[0].note == ""
    button_named(view, "Remove this mark").click()
    settle(desk.tasks)
    assert marks(desk, document) == []
    assert view.text.extraSelections() == []


def test_a_comment_is_asked_for_at_once(desk: Desk, settle: Settle, document: int) -> None:
    select(desk, "fat cells")
    button_named(desk.window.document.bar, "Mark and comment").click()
    settle(desk.tasks)
    (card,) = desk.window.document.findChildren(MarkCard)
    assert card.note.hasFocus() or desk.window.document.window().focusWidget() is card.note


def test_selected_words_become_a_claim(desk: Desk, settle: Settle, document: int) -> None:
    start, end = select(desk, "tried fat cells.")
    button_named(desk.window.document.bar, "Keep as a claim").click()
    settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        (claim,) = library.claims(document)
    assert (claim.text, claim.start, claim.end) == ("tried fat cells.", start, end)
    button(desk, "Remove the claim").click()
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        assert library.claims(document) == []


def test_selected_words_cite_a_reference_that_is_searched(desk: Desk, settle: Settle, document: int) -> None:
    view = desk.window.document
    start, end = select(desk, "Birch et al. (2014)")
    button_named(view.bar, "These words cite").click()
    settle(desk.tasks)
    assert view.dialog is not None
    view.dialog.search.setText("author:birch")
    view.dialog._ask()
    settle(desk.tasks)
    view.dialog.accept()
    settle(desk.tasks)
    cited = stored(desk).citations[-1]
    assert (cited.quote, cited.start, cited.end) == ("Birch et al. (2014)", start, end)
    assert cited.reference == id_of(desk, "Birch")
    button(desk, "Take back that Fat cells").click()
    settle(desk.tasks)
    assert len(stored(desk).citations) == 1


def test_a_document_is_shown_as_text_and_never_as_markup(desk: Desk, document: int) -> None:
    assert desk.window.document.text.toPlainText() == TEXT
    assert not hasattr(desk.window.document.text, "setHtml")


def button_named(parent: QWidget, start: str) -> QAbstractButton:
    return next(one for one in parent.findChildren(QAbstractButton) if one.accessibleName().startswith(start))
