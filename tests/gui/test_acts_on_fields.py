"""Editing a field of the whole selection, and appraising it: one undo step each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.tasks import Tasks
from mscref.jobs.bulk_editing import BulkEdit
from mscref.library import Library


def test_a_field_of_the_selection_is_edited_after_a_preview(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    settle(desk.tasks)
    desk.window.table.selectAll()
    desk.window.actions_["bulk_edit"].trigger()
    settle(desk.tasks)
    dialog = desk.editing.dialog
    assert dialog is not None
    assert not dialog._apply.isEnabled()
    dialog.tell(BulkEdit("container-title", "replace", "Annals", "Journal"))
    shown = dialog.model.changes
    assert shown
    assert all(change.after == change.before.replace("Journal", "Annals") for change in shown)
    dialog.accept()
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        assert {r.reference.journal for r in library.records([one.id for one in shown])} == {shown[0].after}
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        assert {r.reference.journal for r in library.records([one.id for one in shown])} == {shown[0].before}


def test_a_wrong_pattern_is_told_and_nothing_can_be_applied(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    settle(desk.tasks)
    desk.window.table.selectAll()
    desk.window.actions_["bulk_edit"].trigger()
    settle(desk.tasks)
    dialog = desk.editing.dialog
    assert dialog is not None
    dialog.tell(BulkEdit("title", "replace", "x", "(", is_regex=True))
    assert "no regular expression" in dialog._said.text()
    assert not dialog._apply.isEnabled()


def test_an_appraisal_stands_on_the_map(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    settle(desk.tasks)
    desk.window.table.selectAll()
    desk.window.actions_["appraisal_some"].trigger()
    settle(desk.tasks)
    desk.window.show_map()
    settle(desk.tasks)
    shown = desk.window.map.map
    assert shown is not None
    assert set(shown.appraisals.values()) == {"some"}
    assert len(shown.appraisals) == shown.references


def test_a_digit_in_the_list_sets_the_colour_and_again_takes_it_away(
    qtbot: QtBot, desk: Desk, settle: Callable[[Tasks], None]
) -> None:
    settle(desk.tasks)
    table = desk.window.table
    table.selectAll()
    for expected in ({9}, {0}):
        qtbot.keyClick(table, Qt.Key.Key_9)
        settle(desk.tasks)
        with Library.open(desk.tasks.path, write=False) as library:
            assert {one.colour for one in library.summaries(list(library.ids("")))} == expected
    assert desk.window.search.text() == ""
