"""The dialog of duplicates: choosing values, merging, keeping apart, linking, each undone at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mscref.gui.acts.duplicates import groups_of
from mscref.gui.desk import Desk
from mscref.gui.duplicates import DuplicatesDialog
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.reference import Name, Reference, authors

TITLE = "Mesenchymal stromal cells in a disease that was invented for this test"


def paper(**fields: str) -> Reference:
    return Reference(title=TITLE, contributors=authors([Name("Miller", "M")]), fields={"issued": "2015", **fields})


@pytest.fixture
def dialog(desk: Desk, settle: Callable[[Tasks], None]) -> DuplicatesDialog:
    """The duplicates of a library that has one pair of them."""

    def add(library: Library) -> None:
        library.add(paper(volume="3", **{"container-title": "J Cell"}))
        library.add(paper(page="1-9", **{"container-title": "Journal of Cells"}))

    desk.tasks.change(add)
    settle(desk.tasks)
    desk.window.actions_["find_duplicates"].trigger()
    settle(desk.tasks)
    assert desk.duplicates.dialog is not None
    return desk.duplicates.dialog


def held(desk: Desk) -> list[Reference]:
    with Library.open(desk.tasks.path, write=False) as library:
        return [record.reference for record in library.records(library.ids('title:"invented for this test"'))]


def test_the_value_that_is_pressed_is_the_one_that_stays(
    desk: Desk, dialog: DuplicatesDialog, settle: Callable[[Tasks], None]
) -> None:
    QAbstractItemModelTester(dialog.model)
    first = dialog.model.rows[0]
    assert (first.name, first.differs, first.chosen) == ("container-title", True, 0)
    wanted = first.values.index("Journal of Cells")
    dialog.table.clicked.emit(dialog.model.index(0, wanted))
    dialog._merge.click()
    settle(desk.tasks)
    (merged,) = held(desk)
    assert dict(merged.fields) == {
        "issued": "2015", "volume": "3", "page": "1-9", "container-title": "Journal of Cells"
    }  # fmt: skip
    assert len(merged.aliases) == 1
    assert not dialog.isVisible()
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert len(held(desk)) == 2


def test_the_keyboard_chooses_too_and_an_empty_value_cannot_be_chosen(qtbot: QtBot, dialog: DuplicatesDialog) -> None:
    row = next(n for n, one in enumerate(dialog.model.rows) if one.name == "volume")
    empty = dialog.model.rows[row].values.index("")
    dialog.table.setCurrentIndex(dialog.model.index(row, empty))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.model.rows[row].chosen != empty
    dialog.table.setCurrentIndex(dialog.model.index(0, 1))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.model.rows[0].chosen == 1


def test_what_is_no_duplicate_is_offered_no_more(
    desk: Desk, dialog: DuplicatesDialog, settle: Callable[[Tasks], None]
) -> None:
    dialog._apart.click()
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        assert groups_of(library) == []
    assert len(held(desk)) == 2


def test_a_preprint_is_linked_and_not_merged(
    desk: Desk, dialog: DuplicatesDialog, settle: Callable[[Tasks], None]
) -> None:
    ids = dialog._ids()
    dialog._kind.setCurrentIndex(dialog._kind.findData("preprint"))
    dialog._relate.click()
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        assert {member.role for member in library.family(ids[0])} == {"main", "preprint"}
        assert groups_of(library) == [], "one study, so no duplicates any more"


def test_reports_of_one_study_are_offered_the_role_that_they_have(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    def add(library: Library) -> None:
        library.add(paper(volume="3", DOI="10.1000/journal.1", **{"container-title": "J Cell"}))
        library.add(paper(DOI="10.1101/2015.01.01.123456", **{"container-title": "bioRxiv"}))

    desk.tasks.change(add)
    settle(desk.tasks)
    desk.duplicates.find()
    settle(desk.tasks)
    dialog = desk.duplicates.dialog
    assert dialog is not None
    assert dialog._kind.currentData() == "preprint"
    assert dialog._relate.isDefault()
    dialog._relate.click()
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        (preprint,) = library.ids("doi:10.1101")
        assert {m.role for m in library.family(preprint) if m.reference == preprint} == {"preprint"}
