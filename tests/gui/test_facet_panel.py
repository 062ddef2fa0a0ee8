"""The sidebar: what it lists, and what a click, a tick and a drop on it mean."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.facet_panel import FacetPanel, state_of
from mscref.gui.facet_tree import Contents, FacetTreeModel, Node, sections
from mscref.gui.filters import Filters
from mscref.model.holdings import NONE

PRESENT = {
    "condition": {
        "neurological": 9, "neurodegenerative": 7, "als": 5, "parkinson": 2, "neuromuscular": 2, "dmd": 2, NONE: 3,
    },
    "cell_source": {"adult-somatic": 4, "bone-marrow": 4},
}  # fmt: skip
CONTENTS = Contents(
    totals={"all": 12, "unread": 4, "proposed": 1, "trash": 2},
    present=PRESENT,
    counts={**PRESENT, "condition": {**PRESENT["condition"], "parkinson": 0}},
    documents=[(7, "A page on cells", 3)],
    tags={"urgent": 2},
    searches=[(1, "Mine", "author:alder", 4)],
)


def titles(nodes: list[Node]) -> list[str]:
    return [node.title for node in nodes]


def section(nodes: list[Node], value: str) -> Node:
    return next(node for node in nodes if node.value == value)


def find(panel: FacetPanel, value: str) -> Node:
    return next(n for root in panel.view.tree.roots for n in root.walk() if n.value == value and n.kind != "section")


@pytest.fixture
def panel(qtbot: QtBot) -> FacetPanel:
    made = FacetPanel()
    qtbot.addWidget(made)
    made.resize(260, 900)
    made.show_contents(CONTENTS, settings.vocabulary())
    made.show()
    return made


def press(
    qtbot: QtBot, panel: FacetPanel, value: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    view = panel.view
    rect = view.visualRect(view.tree.index_of(find(panel, value)))
    at = QPoint(rect.center().x(), rect.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, at)


def test_only_what_is_in_use_is_listed_the_most_used_first() -> None:
    made = sections(CONTENTS, settings.vocabulary())
    assert titles(made) == ["Library", "Condition", "Cell source", "Source documents", "Tags", "Saved searches"]
    condition = section(made, "condition")
    assert titles(condition.children) == ["Neurodegenerative disease", "Duchenne muscular dystrophy", "No condition"]
    assert titles(condition.children[0].children) == ["Amyotrophic lateral sclerosis", "Parkinson disease"]


def test_counts_follow_the_other_filters() -> None:
    condition = section(sections(CONTENTS, settings.vocabulary()), "condition")
    assert [node.count for node in condition.children[0].children] == [5, 0]


def test_a_term_is_found_by_its_abbreviation_with_the_lines_above() -> None:
    made = sections(CONTENTS, settings.vocabulary(), "dmd")
    assert titles(made) == ["Condition"]
    assert titles(made[0].children) == ["Duchenne muscular dystrophy"]


def test_the_tree_keeps_every_rule_of_qt(qtbot: QtBot) -> None:
    model = FacetTreeModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert model.show(sections(CONTENTS, settings.vocabulary()))
    assert not model.show(sections(CONTENTS, settings.vocabulary()))
    assert model.show(sections(Contents(), settings.vocabulary()))
    assert model.rowCount(QModelIndex()) == 1
    assert tester.model() is model


def test_a_click_filters_and_a_click_with_ctrl_adds(qtbot: QtBot, panel: FacetPanel) -> None:
    heard: list[Filters] = []
    panel.changed.connect(heard.append)
    panel.changed.connect(panel.show_filters)
    press(qtbot, panel, "als")
    press(qtbot, panel, "dmd", Qt.KeyboardModifier.ControlModifier)
    press(qtbot, panel, "bone-marrow")
    assert heard[0].included == {"condition": ("als",)}
    assert heard[1].included == {"condition": ("als", "dmd")}
    assert heard[2].included == {"condition": ("als", "dmd"), "cell_source": ("bone-marrow",)}
    assert state_of(find(panel, "als"), heard[2]) == "in"


def test_a_click_with_alt_excludes(qtbot: QtBot, panel: FacetPanel) -> None:
    with qtbot.waitSignal(panel.changed) as told:
        press(qtbot, panel, "als", Qt.KeyboardModifier.AltModifier)
    assert told.args[0].excluded == {"condition": ("als",)}
    assert state_of(find(panel, "als"), told.args[0]) == "out"


def test_the_tick_box_adds_without_a_key(qtbot: QtBot, panel: FacetPanel) -> None:
    panel.show_filters(Filters(included={"condition": ("als",)}))
    view = panel.view
    node = find(panel, "dmd")
    box = view.box_at(node, view.visualRect(view.tree.index_of(node))).center().toPoint()
    with qtbot.waitSignal(panel.changed) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert told.args[0].included == {"condition": ("als", "dmd")}


def test_the_keyboard_filters_too(qtbot: QtBot, panel: FacetPanel) -> None:
    view = panel.view
    view.setCurrentIndex(view.tree.index_of(find(panel, "als")))
    with qtbot.waitSignal(panel.changed) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args[0].included == {"condition": ("als",)}


def test_a_place_forgets_the_filters(qtbot: QtBot, panel: FacetPanel) -> None:
    panel.show_filters(Filters(included={"condition": ("als",)}))
    with qtbot.waitSignal(panel.changed) as told:
        press(qtbot, panel, "unread")
    assert told.args[0] == Filters(place="unread")


def test_a_document_filters_and_is_shown(qtbot: QtBot, panel: FacetPanel) -> None:
    with qtbot.waitSignals([panel.changed, panel.document_asked]):
        press(qtbot, panel, "A page on cells")


def test_a_saved_search_is_run(qtbot: QtBot, panel: FacetPanel) -> None:
    with qtbot.waitSignal(panel.changed) as told:
        press(qtbot, panel, "author:alder")
    assert told.args[0].text == "author:alder"


def test_folded_sections_stay_folded(qtbot: QtBot, panel: FacetPanel) -> None:
    view = panel.view
    condition = section(view.tree.roots, "condition")
    view.setExpanded(view.tree.index_of(condition), False)
    assert condition.key in panel.closed_sections()
    other = FacetPanel()
    qtbot.addWidget(other)
    other.restore_closed(panel.closed_sections())
    other.show_contents(CONTENTS, settings.vocabulary())
    assert not other.view.isExpanded(other.view.tree.index_of(section(other.view.tree.roots, "condition")))


def test_typing_finds_terms(qtbot: QtBot, panel: FacetPanel) -> None:
    panel.view.setFocus()
    qtbot.keyClicks(panel.view, "dmd")
    assert titles(panel.view.tree.roots) == ["Condition"]


def test_collections_stand_inside_their_parents() -> None:
    held = [(1, "Review", 5, None), (2, "Methods", 2, 1), (3, "Grant", 1, None)]
    (section,) = [
        one for one in sections(Contents(collections=held), settings.vocabulary()) if one.value == "collections"
    ]
    assert [(node.title, [child.title for child in node.children]) for node in section.children] == [
        ("Review", ["Methods"]),
        ("Grant", []),
    ]


def test_enter_filters_by_the_first_term_found_and_not_by_the_group_above_it(qtbot: QtBot, panel: FacetPanel) -> None:
    panel._find.setText("als")
    with qtbot.waitSignal(panel.changed) as told:
        qtbot.keyClick(panel._find, Qt.Key.Key_Return)
    assert told.args == [Filters(included={"condition": ("als",)})]
    panel._find.setText("nothing is called so")
    with qtbot.assertNotEmitted(panel.changed):
        qtbot.keyClick(panel._find, Qt.Key.Key_Return)
