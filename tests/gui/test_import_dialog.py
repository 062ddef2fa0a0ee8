"""The review of an import: what it lists, what a tick taken away leaves out, what the button says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.import_dialog import ImportDialog
from mscref.gui.plan_rows import rows_of, summary_line, without
from mscref.model.document import Citation, Document, Mention
from mscref.model.plan import Plan, Planned, PlannedDocument, Unread
from mscref.model.reading import Problem
from mscref.model.reference import Name, Reference, authors

NEW = Reference(title="A new paper", contributors=authors([Name(family="Fir", given="A.")]), fields={"issued": "2001"})
HELD = Reference(title="A held paper", contributors=authors([Name(family="Gorse", given="B.")]))
TEXT = "Fir A. A new paper. Gorse B. A held paper. Hazel et al. tried it too."
PAGE = Document(
    title="A page",
    text=TEXT,
    citations=(
        Citation(NEW, TEXT[:19], 0, 19, ("A heading may be glued.",)),
        Citation(HELD, TEXT[20:42], 20, 42),
    ),
    mentions=(Mention("Hazel et al.", "study", TEXT[43:], 43, len(TEXT)),),
)
PLAN = Plan(
    "Import 2 files",
    (Planned(NEW, "page.txt"), Planned(HELD, "page.txt", match=4, match_key="gorse2000", reason="same DOI")),
    (PlannedDocument(PAGE, citations=(0, 1)),),
    (Unread("/tmp/scan.pdf", "scan.pdf has no text."),),
    (("page.txt", Problem("The date is odd.", line=3)),),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ImportDialog:
    made = ImportDialog(PLAN, settings.vocabulary())
    qtbot.addWidget(made)
    made.show()
    return made


def said(dialog: ImportDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_everything_of_a_plan_is_listed() -> None:
    kinds = [row.kind for row in rows_of(PLAN)]
    assert kinds == ["new", "held", "document", "unreadable", "remark"]


def test_the_plan_is_summed_up_in_one_line() -> None:
    line = summary_line(PLAN)
    for part in ("1 new", "1 already held", "1 document", "1 named", "1 unreadable", "1 remark"):
        assert part in line


def test_a_reference_left_out_is_no_longer_cited_by_its_document() -> None:
    rest = without(PLAN, {0})
    assert [one.reference for one in rest.references] == [HELD]
    assert rest.documents[0].citations == (0,)
    assert rest.documents[0].document.citations == (PAGE.citations[1],)
    assert without(PLAN, set()) is PLAN


def test_the_space_bar_takes_an_entry_out(qtbot: QtBot, dialog: ImportDialog) -> None:
    view = dialog.findChild(QListView)
    assert view is not None
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert [one.reference for one in dialog.chosen.references] == [HELD]
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert dialog.chosen == PLAN


def test_an_entry_tells_what_it_is(qtbot: QtBot, dialog: ImportDialog) -> None:
    view = dialog.findChild(QListView)
    assert view is not None
    for words in ("A new paper", "A page", "A heading may be glued."):
        assert words in said(dialog)
    for row, words in ((1, "gorse2000"), (2, "Hazel et al."), (3, "has no text"), (4, "The date is odd.")):
        view.setCurrentIndex(view.model().index(row, 0))
        assert words in said(dialog), words


def test_a_plan_that_adds_nothing_cannot_be_accepted(qtbot: QtBot) -> None:
    empty = ImportDialog(Plan("Import x.bib", unreadable=(Unread("x.bib", "It is empty."),)), settings.vocabulary())
    qtbot.addWidget(empty)
    assert not empty.accept_button.isEnabled()
