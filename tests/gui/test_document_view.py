"""A source document: its text lit, its mentions settled by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.document import Citation, Document, Mention
from mscref.model.holdings import DocumentRecord
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
