"""Recent libraries, attaching by drop, saved searches with counts, and a start without heavy packages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from mscref import settings
from mscref.gui.desk import Desk
from mscref.gui.tasks import Tasks
from tests.gui.conftest import id_of

Settle = Callable[[Tasks], None]
HEAVY = ("sqlite_utils", "pypdfium2", "lxml", "rapidfuzz", "nh3", "markdown_it", "pybtex", "rispy", "pylatexenc")


def test_recent_libraries_are_offered_and_missing_ones_are_grey(desk: Desk, library_path: Path) -> None:
    gone = library_path.parent / "gone.mscref"
    settings.save({"recent": [str(library_path), str(gone)]})
    desk.files.fill_recent()
    offered = {one.text(): one.isEnabled() for one in desk.window.actions_.menus["recent"].actions()}
    assert offered == {"&1 small": True, "&2 gone": False}


def test_what_is_opened_leads_the_recent_libraries_and_ten_are_kept(
    desk: Desk, settle: Settle, library_path: Path
) -> None:
    settings.save({"recent": [f"/nowhere/{number}.mscref" for number in range(10)]})
    desk.open(library_path)
    settle(desk.tasks)
    recent = settings.load()["recent"]
    assert recent[0] == str(library_path)
    assert len(recent) == 10


def test_a_pdf_dropped_on_a_reference_is_attached_and_the_toast_takes_it_back(
    desk: Desk, settle: Settle, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    settings.save({"attachments": "copy"})
    elm = id_of(desk, "Elm")
    desk.files.take_files([paper], elm)
    settle(desk.tasks)
    assert attachments(desk, settle, elm) == 1
    button = next(b for toast in desk.window.toasts.shown() for b in toast.findChildren(QPushButton) if b.text())
    button.click()
    settle(desk.tasks)
    assert attachments(desk, settle, elm) == 0


def attachments(desk: Desk, settle: Settle, id: int) -> int:
    found: list[int] = []
    desk.tasks.ask(lambda lib: len(lib.record(id).attachments), found.append)
    settle(desk.tasks)
    return found[0]


def test_saved_searches_say_how_many_they_find(desk: Desk, settle: Settle) -> None:
    desk.tasks.change(lambda lib: lib.save_search("Old", "year:..2000"))
    desk.tasks.change(lambda lib: lib.save_search("Motor", "motor"))
    settle(desk.tasks)
    nodes = [node for root in desk.window.facets.view.tree.roots for node in root.walk() if node.kind == "search"]
    assert {node.title: node.count for node in nodes}["Motor"] == 2


def test_the_window_starts_without_heavy_packages() -> None:
    code = f"import sys, mscref.gui.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
