"""Questions and changes run off the window's thread and come back on it, in order, once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mscref.errors import UserError
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import Changes


def test_a_question_runs_on_another_thread_and_is_answered_on_this_one(
    tasks: Tasks, settle: Callable[[Tasks], None]
) -> None:
    threads: list[int] = []
    answers: list[tuple[int, int]] = []

    def question(library: Library) -> int:
        threads.append(threading.get_ident())
        return library.count()

    tasks.ask(question, lambda count: answers.append((count, threading.get_ident())))
    settle(tasks)
    assert answers == [(5, threading.get_ident())]
    assert threads != [threading.get_ident()]


def test_of_questions_with_one_key_only_the_newest_is_answered(tasks: Tasks, settle: Callable[[Tasks], None]) -> None:
    answers: list[int] = []
    for number in range(20):
        tasks.ask(lambda _lib, n=number: (time.sleep(0.002), n)[1], answers.append, key="search")
    settle(tasks)
    assert answers == [19]


def test_a_change_is_told_once_with_what_it_changed(qtbot: QtBot, tasks: Tasks) -> None:
    id = tasks.summaries(list(range(1, 10)))[0].id
    with qtbot.waitSignal(tasks.changed) as told:
        tasks.change(lambda lib: lib.set_rating([id], 4))
    changes = told.args[0]
    assert isinstance(changes, Changes)
    assert changes.references == (id,)
    assert tasks.summaries([id])[0].rating == 4


def test_a_verb_that_changes_nothing_is_not_told(tasks: Tasks, settle: Callable[[Tasks], None]) -> None:
    heard: list[object] = []
    tasks.changed.connect(heard.append)
    id = tasks.summaries(list(range(1, 10)))[0].id
    tasks.change(lambda lib: lib.set_rating([id], 0))
    settle(tasks)
    assert heard == []


def test_an_error_of_the_user_is_shown_once_and_the_lane_goes_on(tasks: Tasks, settle: Callable[[Tasks], None]) -> None:
    heard: list[str] = []
    tasks.failed.connect(heard.append)

    def refuse(_library: Library) -> int:
        raise UserError("This cannot be done.")

    counts: list[int] = []
    tasks.ask(refuse, counts.append)
    tasks.ask(lambda lib: lib.count(), counts.append)
    settle(tasks)
    assert heard == ["This cannot be done."]
    assert counts == [5]


def test_work_that_was_cancelled_gives_no_answer(tasks: Tasks, settle: Callable[[Tasks], None]) -> None:
    answers: list[int] = []
    cancel = tasks.work(lambda lib: lib.count(), answers.append)
    cancel()
    settle(tasks)
    assert answers == []


def test_a_library_that_is_missing_is_refused_and_the_open_one_stays(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, settle: Callable[[Tasks], None]
) -> None:
    with qtbot.waitSignal(tasks.failed) as told:
        tasks.open(tmp_path / "nowhere.mscref")
    assert "nowhere.mscref" in told.args[0]
    counts: list[int] = []
    tasks.ask(lambda lib: lib.count(), counts.append)
    settle(tasks)
    assert counts == [5]


def test_a_library_that_may_not_be_written_is_opened_to_be_read(
    qtbot: QtBot, library_path: Path, settle: Callable[[Tasks], None]
) -> None:
    library_path.chmod(0o444)
    made = Tasks()
    with qtbot.waitSignal(made.reloaded):
        made.open(library_path)
    assert made.read_only
    assert len(made.summaries([1, 2])) == 2
    made.stop()
    library_path.chmod(0o644)


def test_what_another_program_writes_is_noticed(qtbot: QtBot, tasks: Tasks, settle: Callable[[Tasks], None]) -> None:
    tasks.look_for_foreign_changes()
    qtbot.wait(80)
    assert tasks.path is not None
    with Library.open(tasks.path) as other:
        other.set_rating([tasks.summaries(list(range(1, 10)))[0].id], 5)
    with qtbot.waitSignal(tasks.reloaded):
        tasks.look_for_foreign_changes()


def test_our_own_writes_are_not_taken_for_those_of_another(
    qtbot: QtBot, tasks: Tasks, settle: Callable[[Tasks], None]
) -> None:
    tasks.look_for_foreign_changes()
    qtbot.wait(80)
    tasks.change(lambda lib: lib.set_rating([tasks.summaries(list(range(1, 10)))[0].id], 5))
    settle(tasks)
    with qtbot.assertNotEmitted(tasks.reloaded, wait=120):
        tasks.look_for_foreign_changes()


def test_stopping_folds_the_log_into_the_file(tasks: Tasks, library_path: Path) -> None:
    tasks.stop()
    assert not library_path.with_name(library_path.name + "-wal").exists()


def test_what_nobody_waits_for_does_not_stand_in_the_way_of_a_long_job(qtbot: QtBot, tasks: Tasks) -> None:
    go_on = threading.Event()
    done: list[str] = []
    tasks.idle(lambda: go_on.wait(10), lambda _nothing: done.append("idle"))
    tasks.run(lambda: None, lambda _nothing: done.append("work"))
    qtbot.waitUntil(lambda: bool(done), timeout=5_000)
    go_on.set()
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=5_000)
    assert done == ["work", "idle"]


def test_a_bug_is_not_swallowed(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.captureExceptions() as caught:
        tasks.ask(lambda _lib: 1 // 0, print)
        qtbot.waitUntil(lambda: bool(caught), timeout=3000)
    assert caught[0][0] is ZeroDivisionError


@pytest.mark.parametrize("calls", [5000])
def test_the_event_loop_keeps_its_references_to_none(qapp: object, calls: int) -> None:
    import sys

    from PySide6.QtWidgets import QApplication

    before = sys.getrefcount(None)
    for _ in range(calls):
        QApplication.processEvents()
    assert abs(sys.getrefcount(None) - before) < calls / 10
