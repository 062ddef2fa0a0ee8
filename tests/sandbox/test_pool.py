"""The pool of child processes, with real children reading real files."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from mscref import sandbox
from mscref.errors import Unreadable
from mscref.model.plan import Unread
from mscref.model.reading import Reading
from mscref.sandbox import pool

RIS = "TY  - JOUR\nTI  - Title number {n}\nPY  - 2019\nER  - \n"

# A form that draws itself: PDFium follows it until memory ends (SAFETY: the child's limit stops it).
SELF_CALLING_FORM = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 5>>stream
/F Do
endstream endobj
5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<</XObject<</F 5 0 R>>>>/Length 11>>stream
/F Do /F Do
endstream endobj
trailer<</Root 1 0 R>>
"""


def ris_files(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{n}.ris" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_text(RIS.format(n=n) * (1 + (n % 3) * 40), "utf-8")
    return paths


def titles(answers) -> list[str]:
    return [answer.references[0].title if isinstance(answer, Reading) else answer.reason for answer in answers]


def test_readings_come_in_the_order_of_the_paths(tmp_path):
    paths = ris_files(tmp_path, 40)
    assert titles(sandbox.read_files(paths)) == [f"Title number {n}" for n in range(40)]


def test_no_paths_start_no_child():
    assert list(sandbox.read_files([])) == []


def test_nothing_starts_before_the_first_reading_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("a child was started"))
    sandbox.read_files(ris_files(tmp_path, 2))


def test_a_missing_file_is_told_in_one_sentence(tmp_path):
    good = ris_files(tmp_path, 1)[0]
    missing, found = sandbox.read_files([tmp_path / "no such.ris", good])
    assert isinstance(missing, Unread)
    assert missing.path == str(tmp_path / "no such.ris")
    assert "no such.ris" in missing.reason
    assert missing.reason.endswith(".")
    assert isinstance(found, Reading)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_a_file_that_kills_its_reader_costs_only_itself(tmp_path):
    paths = ris_files(tmp_path, 4)
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(SELF_CALLING_FORM)
    answers = list(sandbox.read_files([paths[0], bomb, *paths[1:]], workers=1))
    assert isinstance(answers[1], Unread)
    assert "bomb.pdf" in answers[1].reason
    assert titles([answers[0], *answers[2:]]) == [f"Title number {n}" for n in range(4)]


def test_a_file_that_takes_too_long_costs_only_itself(tmp_path, monkeypatch):
    paths = ris_files(tmp_path, 3)
    paths[1].write_text("TY  - JOUR\nTI  - One of many\nER  - \n" * 30_000)  # a second of work on any machine
    monkeypatch.setattr(pool, "seconds_for", lambda path: 0.0 if path == paths[1] else 10.0)
    first, second, third = sandbox.read_files(paths, workers=1)
    assert isinstance(first, Reading)
    assert isinstance(second, Unread)
    assert "took more than" in second.reason
    assert isinstance(third, Reading)


def test_a_cancel_ends_the_children_at_once(tmp_path):
    stop = threading.Event()
    answers = sandbox.read_files(ris_files(tmp_path, 40), cancelled=stop.is_set)
    next(answers)
    stop.set()
    started = time.monotonic()
    assert list(answers) == []
    assert time.monotonic() - started < 0.2


def test_a_caller_that_stops_asking_leaves_no_child_behind(tmp_path, monkeypatch):
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def remember(*arguments, **options):
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    answers = sandbox.read_files(ris_files(tmp_path, 6))
    next(answers)
    answers.close()
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)


def test_one_file_starts_one_child(tmp_path, monkeypatch):
    commands = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda command, **options: commands.append(command) or popen(command, **options)
    )
    assert len(list(sandbox.read_files(ris_files(tmp_path, 1), workers=4))) == 1
    assert [command[-3:] for command in commands] == [["-m", "mscref", "--worker"]]


def test_a_slow_caller_does_not_make_files_overrun(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_SECONDS", 0.6)
    for answer in sandbox.read_files(ris_files(tmp_path, 3)):
        assert isinstance(answer, Reading), answer
        time.sleep(0.8)


def test_large_files_get_a_second_more_a_megabyte(tmp_path):
    large = tmp_path / "large.bib"
    large.write_bytes(b" " * 3_000_000)
    paper = tmp_path / "large.pdf"
    paper.write_bytes(b"%PDF-1.4" + b" " * 3_000_000)
    assert pool.seconds_for(large) == 13.0
    assert pool.seconds_for(paper) == 10.0
    assert pool.seconds_for(tmp_path / "missing") == 10.0


def test_pasted_text_is_read_in_a_child():
    reading = sandbox.read_pasted(RIS.format(n=7))
    assert [reference.title for reference in reading.references] == ["Title number 7"]


def test_pasted_nonsense_raises_what_is_wrong():
    with pytest.raises(Unreadable) as caught:
        sandbox.read_pasted("\x00")
    assert str(caught.value).endswith(".")
