"""A window for each test: drawn offscreen, settings in a folder of its own, a small library of invented papers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from mscref.gui import theme
from mscref.gui.desk import Desk
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import Assignment, Proposal
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Name, Reference, authors


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            lacking = r"This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
            item.add_marker(pytest.mark.qt_log_ignore(lacking, extend=True))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder for settings and data."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MSCREF_HOME", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> QFont:
    """The application in its light dress, once; `light` mends what a test has changed."""
    theme.apply("light")
    return QApplication.font()


@pytest.fixture(autouse=True)
def light(dressed: QFont) -> Iterator[None]:
    yield
    if theme.of() is not theme.LIGHT or QApplication.font() != dressed:
        theme.apply("light")


def planned(title: str, family: str, year: str, terms: dict[str, str], proposals: tuple[Proposal, ...] = ()) -> Planned:
    reference = Reference(
        title=title,
        contributors=authors([Name(family=family, given="Anna")]),
        fields={"container-title": "Journal of Invented Results", "issued": year, "volume": "3", "page": "1-9"},
    )
    assignments = tuple(Assignment(facet, term) for facet, term in terms.items())
    return Planned(reference, assignments=assignments, proposals=proposals)


def from_(source: str) -> dict[str, str]:
    return {"cell_source": source}


def als(source: str) -> dict[str, str]:
    return {"condition": "als", **from_(source)}


OFFERED = Proposal("study_type", "rct", "design", "title", "randomised", 2, 12)

PLAN = Plan(
    "Import 5 invented papers",
    (
        planned("Marrow cells in a motor neuron disease", "Alder", "2011", als("bone-marrow")),
        planned("Fat cells in a motor neuron disease", "Birch", "2014", als("adipose")),
        planned("Afterbirth cells in a muscle disease", "Cedar", "2018", {"condition": "dmd", **from_("placenta")}),
        planned("A randomised trial of something", "Dogwood", "2020", {"condition": "ms"}, (OFFERED,)),
        planned("Thoughts without any term", "Elm", "1999", {}),
    ),
)  # fmt: skip


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """A library of five invented papers."""
    path = tmp_path / "small.mscref"
    with Library.open(path, create=True) as library:
        library.import_plan(PLAN)
    return path


@pytest.fixture
def tasks(qtbot: QtBot, library_path: Path) -> Iterator[Tasks]:
    """Tasks with the small library open."""
    made = Tasks()
    with qtbot.waitSignal(made.reloaded):
        made.open(library_path)
    yield made
    made.stop()


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Tasks], None]:
    """Wait until every answer has come back."""

    def wait(tasks: Tasks) -> None:
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=10_000)
        qtbot.wait(5)
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=10_000)

    return wait


@pytest.fixture
def desk(qtbot: QtBot, library_path: Path, settle: Callable[[Tasks], None]) -> Iterator[Desk]:
    """A whole window with the small library open."""
    made = Desk()
    qtbot.addWidget(made.window)
    made.window.resize(1200, 760)
    made.window.show()
    made.open(library_path)
    qtbot.waitUntil(lambda: len(made.window.table.references.ids) == 5, timeout=10_000)
    settle(made.tasks)
    yield made
    made.close()


def id_of(desk: Desk, family: str) -> int:
    """The id of the paper by an author."""
    model = desk.window.table.references
    for row in range(model.rowCount()):
        summary = model.summary(row)
        if summary is not None and family in summary.authors:
            return summary.id
    raise AssertionError(f"{family} is not shown")
