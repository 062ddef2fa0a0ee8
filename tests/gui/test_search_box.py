"""The search box: completion, scope and recent searches."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.desk import Desk
from mscref.gui.search_box import SearchBox
from mscref.gui.tasks import Tasks


def test_a_completion_goes_in_the_place_of_what_was_typed(
    qtbot: QtBot, desk: Desk, settle: Callable[[Tasks], None]
) -> None:
    box = desk.window.search
    settle(desk.tasks)
    qtbot.keyClicks(box._line, "cond")
    assert [one.insert for one in box._offered] == ["condition:"]
    box._insert("condition:")
    qtbot.keyClicks(box._line, "duch")
    assert box._offered[0].insert == "dmd "
    popup = box._popup
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert box.text() == "condition:dmd "


def test_the_scope_narrows_bare_words_and_is_remembered(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    settle(desk.tasks)
    desk.window.search.type("invented")
    desk.window.search.ask_now()
    settle(desk.tasks)
    everywhere = desk.window.count_label.text()
    desk.window.search.set_scope("title")
    settle(desk.tasks)
    assert desk.browser.filters.query() == "in:title invented"
    assert desk.window.count_label.text() != everywhere, "the word stands in the journal's name only"
    assert SearchBox().scope == "title"


def test_searches_are_remembered_newest_first_without_doubles(qtbot: QtBot, desk: Desk) -> None:
    box = desk.window.search
    for text in ("stem cells", "author:deda", "stem cells"):
        box._line.setText(text)
        qtbot.keyClick(box._line, Qt.Key.Key_Return)
    assert settings.load()["searches"] == ["stem cells", "author:deda"]
    texts = [action.text() for action in box.menu().actions()]
    assert texts[-2:] == ["stem cells", "author:deda"]
