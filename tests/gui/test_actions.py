"""The table of actions is whole: unique keys and shortcuts, icons that exist, a handler for every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.actions import ACTS, MENUS
from mscref.gui.desk import Desk
from mscref.gui.tasks import Tasks


def test_keys_are_unique() -> None:
    assert len({act.key for act in ACTS}) == len(ACTS)


def test_shortcuts_are_unique_and_can_be_read(qtbot: QtBot) -> None:
    keys = [QKeySequence(one).toString() for act in ACTS for one in act.shortcuts]
    assert all(keys)
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_action_has_its_icon_and_menu() -> None:
    for act in ACTS:
        assert act.menu in MENUS
        if act.icon:
            assert settings.resource("icons", f"{act.icon}.svg").is_file()


def test_every_icon_takes_the_colour_of_the_palette() -> None:
    for path in settings.resource("icons").glob("*.svg"):
        if path.stem != "mscref":
            assert 'stroke="currentColor"' in path.read_text("utf-8"), path.name


def test_every_action_has_a_handler_and_no_handler_is_left_over(desk: Desk) -> None:
    handled = [key for acts in vars(desk).values() if hasattr(acts, "handlers") for key in acts.handlers()]
    assert Counter(handled) == Counter(act.key for act in ACTS)


def test_what_needs_a_selection_waits_for_one(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    actions = desk.window.actions_
    assert not actions["trash"].isEnabled()
    desk.window.table.selectRow(0)
    assert actions["trash"].isEnabled()
    assert not actions["purge"].isEnabled()


def test_undo_names_the_act_that_it_takes_back(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    assert "Import" in desk.window.actions_["undo"].text()
    assert not desk.window.actions_["redo"].isEnabled()


def test_every_shortcut_is_in_the_manual() -> None:
    manual = (Path(__file__).resolve().parents[2] / "docs" / "manual.md").read_text("utf-8")
    missing = [
        act.key for act in ACTS if act.shortcuts and f"| {plain(act.text)} | {', '.join(act.shortcuts)} |" not in manual
    ]
    assert missing == []


def plain(text: str) -> str:
    return text.replace("&", "").replace("…", "").replace("\\cite{}", "\\cite")
