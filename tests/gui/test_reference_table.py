"""The list: a model of ids and pages, sorting, columns, selection."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.columns import BY_KEY, COLUMNS
from mscref.gui.reference_delegate import plain
from mscref.gui.reference_model import MIME_IDS, PAGE, ReferenceModel, ids_in
from mscref.gui.reference_table import ReferenceTable
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import Summary


class Shelf:
    """Answers for summaries and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.titles: dict[int, str] = {}

    def __call__(self, ids: Sequence[int]) -> list[Summary]:
        self.asked.append(len(ids))
        return [
            Summary(
                id=id, key=f"key{id}", type="article-journal", authors=f"Author {id}", year="2010",
                title=self.titles.get(id, f"Title {id}"), journal="Journal", terms={"condition": ("als",)},
            )
            for id in ids
            if id != 13
        ]  # fmt: skip


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def table(qtbot: QtBot, shelf: Shelf) -> ReferenceTable:
    made = ReferenceTable(shelf)
    qtbot.addWidget(made)
    made.resize(900, 400)
    return made


def test_the_model_keeps_every_rule_of_qt(qtbot: QtBot, shelf: Shelf) -> None:
    model = ReferenceModel(shelf)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show(array("q", range(300)))
    model.patch([5, 299])
    model.show(array("q", range(100, 90, -1)))
    model.show(array("q"))
    assert tester.model() is model


def test_only_the_pages_looked_at_are_fetched(shelf: Shelf) -> None:
    model = ReferenceModel(shelf)
    model.show(array("q", range(100_000)))
    assert model.rowCount() == 100_000
    assert shelf.asked == []
    model.data(model.index(99_000, BY_KEY["title"]))
    model.data(model.index(99_001, BY_KEY["author"]))
    assert shelf.asked == [PAGE]


def test_a_change_fetches_its_page_again_and_no_other(shelf: Shelf) -> None:
    model = ReferenceModel(shelf)
    model.show(array("q", range(1000)))
    for row in (0, 500):
        model.summary(row)
    shelf.titles[500] = "Another title"
    model.patch([500])
    assert model.data(model.index(500, BY_KEY["title"])) == "Another title"
    assert len(shelf.asked) == 3


def test_a_reference_that_is_gone_leaves_an_empty_row(shelf: Shelf) -> None:
    model = ReferenceModel(shelf)
    model.show(array("q", [12, 13, 14]))
    assert model.data(model.index(1, BY_KEY["title"])) == ""
    assert model.data(model.index(2, BY_KEY["title"])) == "Title 14"


def test_terms_are_read_out_by_their_labels(shelf: Shelf) -> None:
    model = ReferenceModel(shelf)
    model.vocabulary = settings.vocabulary()
    model.show(array("q", [1]))
    assert model.data(model.index(0, BY_KEY["condition"])) == "Amyotrophic lateral sclerosis"


def test_there_is_a_column_for_every_facet() -> None:
    assert {column.facet for column in COLUMNS if column.facet} == set(FACETS)


def test_dragged_rows_give_ids_to_us_and_a_citation_to_editors(shelf: Shelf) -> None:
    model = ReferenceModel(shelf)
    model.show(array("q", [7, 8, 9]))
    data = model.mimeData([model.index(2, 0), model.index(0, 1), model.index(0, 2)])
    assert isinstance(data, QMimeData)
    assert data.hasFormat(MIME_IDS)
    assert ids_in(data) == [7, 9]
    assert data.text() == "\\cite{key7,key9}"


def test_a_click_on_a_header_sorts_and_a_second_turns_it_round(qtbot: QtBot, table: ReferenceTable) -> None:
    asked: list[tuple[str, bool]] = []
    table.sort_asked.connect(lambda key, descends: asked.append((key, descends)))
    header = table.horizontalHeader()
    for key in ("title", "title", "year"):
        header.sectionClicked.emit(BY_KEY[key])
    assert asked == [("title", False), ("title", True), ("year", True)]


def test_a_facet_column_does_not_sort(qtbot: QtBot, table: ReferenceTable) -> None:
    with qtbot.assertNotEmitted(table.sort_asked):
        table.horizontalHeader().sectionClicked.emit(BY_KEY["condition"])


def test_columns_and_sort_are_restored(qtbot: QtBot, table: ReferenceTable, shelf: Shelf) -> None:
    header = table.horizontalHeader()
    table.show_column(BY_KEY["key"], True)
    table.show_column(BY_KEY["journal"], False)
    header.moveSection(header.visualIndex(BY_KEY["year"]), 0)
    header.sectionClicked.emit(BY_KEY["year"])
    state = table.layout_state()
    other = ReferenceTable(shelf)
    qtbot.addWidget(other)
    other.restore_layout(state)
    assert other.layout_state()["columns"] == state["columns"]
    assert other.layout_state()["columns"][0] == "year"
    assert other.isColumnHidden(BY_KEY["journal"])
    assert (other.sort_key, other.sort_descends) == ("year", True)


def test_a_strange_layout_is_passed_over(qtbot: QtBot, table: ReferenceTable) -> None:
    table.restore_layout({"columns": ["nonsense", "title"], "sort": "nonsense", "widths": {"title": 300}})
    assert table.layout_state()["columns"] == ["title"]
    assert table.sort_key == "added"


def test_the_column_menu_shows_and_hides(qtbot: QtBot, table: ReferenceTable) -> None:
    menu = table.column_menu()
    action = next(a for a in menu.actions() if a.text() == "Citation key")
    action.trigger()
    assert not table.isColumnHidden(BY_KEY["key"])


def test_a_selection_survives_another_order(qtbot: QtBot, table: ReferenceTable) -> None:
    table.show_ids(array("q", range(1, 200)), Vocabulary(()))
    table.select_ids([5, 150])
    heard: list[list[int]] = []
    table.chosen.connect(heard.append)
    table.show_ids(array("q", range(199, 0, -1)), Vocabulary(()))
    assert sorted(table.selected_ids()) == [5, 150]
    table.show_ids(array("q", [5, 6]), Vocabulary(()))
    assert table.selected_ids() == [5]
    assert heard[-1] == [5]


def test_the_scroll_bar_knows_all_rows_and_all_can_be_selected(qtbot: QtBot, table: ReferenceTable) -> None:
    table.show()
    table.show_ids(array("q", range(10_000)), Vocabulary(()))
    row = table.rowHeight(0)
    assert table.verticalScrollBar().maximum() > 9_900 * row
    table.selectAll()
    assert len(table.selected_ids()) == 10_000


def test_home_and_end_go_to_the_ends(qtbot: QtBot, table: ReferenceTable) -> None:
    table.show()
    table.show_ids(array("q", range(500)), Vocabulary(()))
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.selected_ids() == [499]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.selected_ids() == [0]


def test_painting_a_title_with_markup_shows_no_tags(qtbot: QtBot, table: ReferenceTable, shelf: Shelf) -> None:
    assert plain("CD4<sup>+</sup> cells <i>in vivo</i>") == "CD4+ cells in vivo"
    assert plain("a<b & c>d") == "a<b & c>d"
    shelf.titles[1] = "<img src='/etc/passwd'>" + "x" * 100_000
    table.show_ids(array("q", [1]), Vocabulary(()))
    table.show()
    assert not table.grab().isNull()
    QApplication.sendPostedEvents()
