"""Reviewing proposed terms: one key settles one, a button settles all that is shown, undo brings them back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.review import ReviewView
from mscref.gui.review.delegate import around
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import OpenProposal, Proposal

SENTENCE = "Autologous adipose cells were given intrathecally to twelve patients."


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, settle: Callable[[Tasks], None]) -> ReviewView:
    """The review of a library where two references have proposals."""

    def propose(library: Library) -> object:
        ids = sorted(library.ids(""))[:2]
        text = f"We report a trial. {SENTENCE}"
        for id in ids:
            library.edit(id, fields={"abstract": text})
        words = (("donor", "autologous", 19, 29), ("cell_source", "adipose", 30, 37), ("route", "intrathecal", 54, 67))
        offered = [Proposal(facet, term, f"{facet}-phrase", "abstract", SENTENCE, a, b) for facet, term, a, b in words]
        return library.propose({id: ([], offered) for id in ids}) and None

    desk.tasks.change(propose)
    settle(desk.tasks)
    desk.window.actions_["show_review"].trigger()
    settle(desk.tasks)
    return desk.window.review


def offered(view: ReviewView) -> list[tuple[int, str]]:
    return [(one.reference, one.term) for one in view.model.shown]


def test_a_accepts_and_the_next_one_is_under_the_cursor(
    qtbot: QtBot, desk: Desk, view: ReviewView, settle: Callable[[Tasks], None]
) -> None:
    QAbstractItemModelTester(view.model)
    view.list.setCurrentIndex(view.model.index(0, 0))
    first, second = view.model.shown[:2]
    n = len(view.model.shown)
    qtbot.keyClick(view.list, Qt.Key.Key_A)
    settle(desk.tasks)
    assert len(view.model.shown) == n - 1
    assert view.model.shown[view.list.currentIndex().row()].term == second.term
    with Library.open(desk.tasks.path, write=False) as library:
        record = library.record(first.reference)
    (kept,) = [a for a in record.assignments if (a.facet, a.term) == (first.facet, first.term)]
    assert (kept.origin, kept.quote) == ("user", first.quote)


def test_r_rejects_for_good_and_undo_brings_it_back(
    qtbot: QtBot, desk: Desk, view: ReviewView, settle: Callable[[Tasks], None]
) -> None:
    before = offered(view)
    view.list.setCurrentIndex(view.model.index(0, 0))
    qtbot.keyClick(view.list, Qt.Key.Key_R)
    settle(desk.tasks)
    assert offered(view) == before[1:]
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert offered(view) == before


def test_all_of_one_rule_are_accepted_as_one_step(
    desk: Desk, view: ReviewView, settle: Callable[[Tasks], None]
) -> None:
    before = offered(view)
    view._rule.setCurrentIndex(view._rule.findData("donor-phrase"))
    view._rule.activated.emit(0)
    assert {one.rule for one in view.model.shown} == {"donor-phrase"}
    view.settle_shown(True)
    settle(desk.tasks)
    assert [one for one in before if one[1] != "autologous"] == offered(view)
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert sorted(offered(view)) == sorted(before)


def test_the_review_follows_the_filters_and_says_why(
    desk: Desk, view: ReviewView, settle: Callable[[Tasks], None]
) -> None:
    row, one = next((row, one) for row, one in enumerate(view.model.shown) if one.rule == "donor-phrase")
    view.list.setCurrentIndex(view.model.index(row, 0))
    assert "These words name the term" in view._reason.text()
    assert one.quote[one.start : one.end].lower() in ("autologous", "adipose", "intrathecally")
    desk.browser.narrow(desk.browser.filters.words(f"key:{one.key}"))
    settle(desk.tasks)
    assert {shown.reference for shown in view.model.shown} == {one.reference}


def test_a_long_sentence_is_shown_around_its_words() -> None:
    quote = "word " * 80 + "intrathecal " + "word " * 20
    start = quote.index("intrathecal")
    one = OpenProposal(1, "k", "", "", "", "route", "intrathecal", "r", "abstract", quote, start, start + 11)
    text, a, b = around(one)
    assert text[a:b] == "intrathecal"
    assert len(text) < len(quote)
