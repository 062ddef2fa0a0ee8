"""One writer at a time: it waits, it names who is writing, and it takes over from the dead."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from mscref.errors import LibraryError
from mscref.library import Library, lock
from mscref.library.lock import Owner, WriterLock, myself
from mscref.model.facets import Vocabulary


def write_lock(library: Path, owner: Owner) -> Path:
    path = library.with_name(library.name + ".lock")
    path.write_text(json.dumps(asdict(owner)), "utf-8")
    return path


def dead_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_the_lock_is_there_only_while_writing(library: Library) -> None:
    path = library.path.with_name(library.path.name + ".lock")
    assert not path.exists()
    with WriterLock(library.path):
        assert json.loads(path.read_text("utf-8"))["pid"] == os.getpid()
    assert not path.exists()
    library.set_rating([1], 3)
    assert not path.exists()


def test_a_writer_waits_and_then_names_the_owner(
    library: Library, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    before = library.record(1)
    with WriterLock(library.path), pytest.raises(LibraryError, match=f"by process {os.getpid()} on "):
        library.set_rating([1], 3)
    assert library.record(1) == before
    with WriterLock(library.path), Library.open(library.path, write=False, vocabulary=vocabulary) as reader:
        assert reader.count() == 4


@pytest.mark.parametrize("how", ["dead", "its number was given to another", "this process before its restart"])
def test_the_lock_of_a_process_that_is_gone_is_taken_over(how: str, library: Library) -> None:
    here = myself()
    owner = {
        "dead": Owner(dead_process(), here.host),
        "its number was given to another": Owner(os.getppid(), here.host, "1"),
        "this process before its restart": here,
    }[how]
    if how.startswith("its number") and not here.started:
        pytest.skip("this system does not tell when a process started")
    path = write_lock(library.path, owner)
    assert library.set_rating([1], 3)
    assert not path.exists()


def test_the_lock_of_another_computer_is_never_taken_over(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    path = write_lock(library.path, Owner(dead_process(), "another-computer"))
    with pytest.raises(LibraryError, match=r"on another-computer.*delete my library\.mscref\.lock"):
        library.set_rating([1], 3)
    assert path.exists()


CHILD = """
import sys
from pathlib import Path
from mscref.library import Library
from tests.library.conftest import small_vocabulary
with Library.open(Path(sys.argv[1]), vocabulary=small_vocabulary()) as library:
    for i in range(40):
        library.add_note(int(sys.argv[2]), f"note {i}")
"""


def test_two_processes_write_at_the_same_time_and_nothing_is_lost(library: Library) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(library.path), number], stderr=subprocess.PIPE, text=True)
        for number in ("1", "2")
    ]
    for child in children:
        assert child.wait(60) == 0, child.stderr.read() if child.stderr else ""
        if child.stderr:
            child.stderr.close()
    assert len(library.record(1).notes) == 41
    assert len(library.record(2).notes) == 40
    assert len(library.history()) == 81
    for _ in range(80):
        library.undo()
    assert len(library.record(1).notes) == 1
    assert library.verify().problems == ()


def test_a_library_that_was_damaged_while_its_writer_died_is_not_written_to(
    library: Library, vocabulary: Vocabulary
) -> None:
    library.close()
    data = bytearray(library.path.read_bytes())
    data[-4096:] = b"\xff" * 4096
    library.path.write_bytes(data)
    write_lock(library.path, Owner(dead_process(), myself().host))
    with pytest.raises(LibraryError, match="is damaged"):
        Library.open(library.path, vocabulary=vocabulary)
