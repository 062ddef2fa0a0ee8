"""The review of an import: what it lists, what a tick takes out, what is edited beside the page, what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.import_review.dialog import ImportDialog
from mscref.gui.import_review.list import ROW, ReviewModel
from mscref.gui.import_review.plan_rows import button_text, counts, rows_of
from mscref.jobs.reviewing import Review
from mscref.model.document import Citation, Document, Mention
from mscref.model.plan import Plan, Planned, PlannedDocument, Unread
from mscref.model.reading import Problem
from mscref.model.reference import Name, RawEntry, Reference, authors
from tests.gui import papers

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
    (Unread("/tmp/scan.txt", "scan.txt is empty."),),
    (("page.txt", Problem("The date is odd.", line=3)),),
)
GOOD, UNSURE, DOUBLE, SCAN = range(4)


@pytest.fixture
def dialog(qtbot: QtBot) -> ImportDialog:
    made = ImportDialog(PLAN, settings.vocabulary())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def review(qtbot: QtBot, tmp_path: Path) -> Iterator[ImportDialog]:
    """A review of PDFs: a sure paper, an unsure one, a held one and a scan."""
    made = ImportDialog(papers.plan(tmp_path), settings.vocabulary())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.reject()


def said(dialog: ImportDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def page_of(qtbot: QtBot, dialog: ImportDialog, row: int) -> None:
    """Go to a row and wait until its page and words are there."""
    dialog.list.go_to(row)
    qtbot.waitUntil(lambda: dialog.page.is_settled and dialog.page.sheet.pages > 0, timeout=20_000)
    source = dialog.page.sheet._source
    assert source is not None
    qtbot.waitUntil(lambda: source.text(1) is not None, timeout=20_000)


def press_line(qtbot: QtBot, dialog: ImportDialog, words: str, *, shift: bool = False) -> None:
    """Press the line of the page that holds some words."""
    sheet = dialog.page.sheet
    lines = sheet._lines()
    assert lines is not None
    line = next(line for line in lines.lines if words in lines.text[line.start : line.stop])
    at = sheet._to_view(line.box).center().toPoint()
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, keys, at)


def test_everything_of_a_plan_is_listed() -> None:
    rows = list(rows_of(Review(PLAN)))
    assert [row.kind for row in rows] == ["reference", "reference", "document", "unreadable", "remark"]
    assert [row.state for row in rows][:2] == ["ready", "held"]


def test_the_entries_are_counted_by_group() -> None:
    assert counts(Review(PLAN)) == {"all": 5, "ready": 1, "look": 0, "held": 1, "lost": 1, "other": 2}


def test_the_button_says_what_accepting_does() -> None:
    assert button_text(PLAN) == "Import 1, complete 1"
    assert button_text(PLAN.without({1})) == "Import 1 reference"
    assert button_text(PLAN.without({0})) == "Complete what is held"


def test_the_space_bar_takes_an_entry_out(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert [one.reference for one in dialog.chosen.references] == [HELD]
    assert dialog.chosen.documents[0].citations == (0,)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.chosen == PLAN


def test_an_entry_tells_what_it_is(qtbot: QtBot, dialog: ImportDialog) -> None:
    for row, words in (
        (0, "A heading may be glued."),
        (1, "gorse2000"),
        (2, "named"),
        (3, "is empty"),
        (4, "The date is odd."),
    ):
        dialog.list.go_to(row)
        if row == 2:
            assert "Hazel et al." in said(dialog)
        elif row:
            assert words in said(dialog), words
    dialog.list.go_to(0)
    assert dialog.fields.cards["title"].value.toPlainText() == "A new paper"


def test_a_plan_that_adds_nothing_cannot_be_accepted(qtbot: QtBot) -> None:
    empty = ImportDialog(Plan("Import x.bib", unreadable=(Unread("x.bib", "It is empty."),)), settings.vocabulary())
    qtbot.addWidget(empty)
    assert not empty.accept_button.isEnabled()


def test_the_model_of_the_list_keeps_the_rules_of_models(qtbot: QtBot) -> None:
    model = ReviewModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    review = Review(PLAN)
    model.show(list(rows_of(review)))
    model.show(list(rows_of(review.toggled(0))))
    assert model.index(0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    model.show(list(rows_of(review))[:2])
    assert model.rowCount() == 2
    assert "A new paper" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(0).data(ROW).title == "Fir 2001"


def test_an_unsure_paper_is_not_ticked_and_says_so_in_words(review: ImportDialog) -> None:
    assert [one.path.rsplit("/")[-1] for one in review.chosen.references] == ["good.pdf", "held.pdf"]
    review.list.go_to(UNSURE)
    assert "Please look at: Year." in said(review)
    assert review.fields.focus == "issued"
    card = review.fields.cards["issued"]
    assert "unsure" in card.value.accessibleDescription()


def test_ctrl_enter_takes_the_entry_and_goes_to_the_next_to_look_at(qtbot: QtBot, review: ImportDialog) -> None:
    qtbot.keyClick(review, Qt.Key.Key_F8)
    assert review.list.place == UNSURE
    review.accept_entry()
    assert review.review.waiting == ()
    assert len(review.chosen.references) == 3


def test_a_field_is_edited_in_place_and_is_sure_then(qtbot: QtBot, review: ImportDialog) -> None:
    review.list.go_to(UNSURE)
    value = review.fields.cards["issued"].value
    value.setFocus()
    value.setPlainText("2017")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    one = review.review.plan.references[UNSURE]
    assert one.reference.year == "2017"
    assert one.reference.key == "fir2017cord"
    assert review.review.waiting == ()
    assert review.isVisible(), "Enter in a field must not accept the import"


def test_what_is_being_typed_is_kept_for_its_own_entry(qtbot: QtBot, review: ImportDialog) -> None:
    review.list.go_to(UNSURE)
    value = review.fields.cards["title"].value
    value.setFocus()
    value.setPlainText("Another title")
    qtbot.keyClick(review, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert review.list.place == DOUBLE
    assert review.review.plan.references[UNSURE].reference.title == "Another title"
    assert review.review.plan.references[DOUBLE].reference.title == papers.TITLE
    assert review.fields.cards["title"].value.toPlainText() == papers.TITLE
    review.fields.cards["title"].value.setFocus()
    review.fields.cards["title"].value.setPlainText("Typed last")
    review.accept()
    assert review.chosen.references[-1].reference.title == "Typed last"


def test_a_pressed_line_becomes_the_value_of_the_lit_field(qtbot: QtBot, review: ImportDialog) -> None:
    page_of(qtbot, review, UNSURE)
    assert review.fields.focus == "issued"
    press_line(qtbot, review, "Published 3 May")
    assert review.review.plan.references[UNSURE].reference.year == "2017"
    review.fields.go_to("title")
    press_line(qtbot, review, "Ada Fir")
    assert review.review.plan.references[UNSURE].reference.title == "Ada Fir, Berta Gorse"
    press_line(qtbot, review, papers.TITLE)
    assert review.review.plan.references[UNSURE].reference.title == papers.TITLE


def test_a_field_lights_its_line_and_the_page_is_walked_by_keys(qtbot: QtBot, review: ImportDialog) -> None:
    page_of(qtbot, review, GOOD)
    sheet = review.page.sheet
    assert {lit.name for lit in sheet._lits} == {"title", "author", "issued", "container-title"}
    review.fields.cards["author"].value.setFocus()
    assert sheet._focus == "author"
    review.fields.go_to("container-title")
    qtbot.keyClick(sheet, Qt.Key.Key_Down)
    assert "Invented J 2016" in sheet.accessibleDescription()
    qtbot.keyClick(sheet, Qt.Key.Key_Down)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert review.review.plan.references[GOOD].reference.journal == papers.TITLE
    qtbot.keyClick(sheet, Qt.Key.Key_PageDown)
    assert sheet.page == 2


def test_a_double_shows_what_the_library_holds_and_takes_a_choice(qtbot: QtBot, review: ImportDialog) -> None:
    review.list.go_to(DOUBLE)
    assert "alder2011" in said(review)
    qtbot.waitUntil(lambda: "Held: Cord cells in a motor neurone disease" in said(review))
    assert review.chosen.references[-1].match == 1
    review.fields.choice.buttons["add"].click()
    assert review.chosen.references[-1].match is None
    review.fields.choice.buttons["skip"].click()
    assert len(review.chosen.references) == 1


def test_a_scan_is_filled_in_by_hand_beside_its_page(qtbot: QtBot, review: ImportDialog) -> None:
    review.list.go_to(SCAN)
    button = next(b for b in review.findChildren(QPushButton) if b.text() == "Fill in by hand")
    button.click()
    qtbot.waitUntil(lambda: len(review.review.plan.references) == 4)
    value = review.fields.cards["title"].value
    value.setPlainText("A scanned paper")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    review.accept_entry()
    taken = review.chosen.references[-1].reference
    assert taken.title == "A scanned paper"
    assert taken.attachments[0].path.endswith("scan.pdf")


def test_the_groups_narrow_the_list_and_tick_all_takes_everything(review: ImportDialog) -> None:
    review.groups.buttons["look"].click()
    shown = {review.list.model().index(n, 0).data(ROW).title for n in range(review.list.model().rowCount())}
    assert len(shown) <= 2
    review.groups.buttons["all"].click()
    review.all_button.click()
    assert len(review.chosen.references) == 3
    review.all_button.click()
    assert review.chosen.references == ()
    assert not review.accept_button.isEnabled()


def test_how_files_are_kept_is_remembered(review: ImportDialog) -> None:
    assert review.copies_files
    review.files.setCurrentIndex(1)
    review.accept()
    assert not review.copies_files
    assert settings.load()["attachments"] == "link"


def test_a_doi_typed_is_compared_with_the_library(qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[Planned] = []
    made = ImportDialog(papers.plan(tmp_path), settings.vocabulary(), compare=lambda one, then: asked.append(one))
    qtbot.addWidget(made)
    made.show()
    value = made.fields.cards["DOI"].value
    value.setPlainText("10.5555/abc")
    qtbot.keyClick(value, Qt.Key.Key_Return)
    assert [one.reference.doi for one in asked] == ["10.5555/abc"]
    made.reject()


def test_an_entry_of_a_bibliography_is_shown_as_it_stands_in_its_file(qtbot: QtBot) -> None:
    raw = RawEntry("bibtex", "@article{a1, title={A new paper}}")
    entry = Reference(title="A new paper", key="a1", raw=raw)
    problem = Problem('The year of "a1" is missing.')
    made = ImportDialog(
        Plan("Import a.bib", (Planned(entry, "a.bib"),), problems=(("a.bib", problem),)), settings.vocabulary()
    )
    qtbot.addWidget(made)
    made.show()
    assert made.page.isVisible()
    assert made.page._raw.toPlainText() == raw.text
    assert "The year of" in said(made)


def test_hundreds_of_entries_are_shown_at_once(qtbot: QtBot) -> None:
    many = Plan("Import many.bib", tuple(Planned(Reference(title=f"Paper {n}"), "many.bib") for n in range(2_000)))
    made = ImportDialog(many, settings.vocabulary())
    qtbot.addWidget(made)
    made.show()
    assert made.list.model().rowCount() == 2_000
    qtbot.keyClick(made.list, Qt.Key.Key_Space)
    assert len(made.chosen.references) == 1_999
