"""Watched folders: what is new, what is known, what is still being written, what the user does not want."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from mscref.jobs import watching
from mscref.jobs.watching import Memory, look
from mscref.library import files

OLD = time.time() - 3600


def pdf(path: Path, text: str = "one", at: float = OLD) -> Path:
    path.write_bytes(b"%PDF-1.4\n" + text.encode())
    os.utime(path, (at, at))
    return path


def test_a_new_pdf_is_told_with_its_content(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.PDF")
    (tmp_path / "b.txt").write_text("no paper")
    (tmp_path / "c.pdf").write_text("a web page that a browser saved under this name")
    os.utime(tmp_path / "c.pdf", (OLD, OLD))
    assert look([tmp_path], (), Memory()).new == ((file, files.sha256_of(file)),)


def test_what_the_library_holds_and_what_was_ignored_is_not_new(tmp_path: Path) -> None:
    held, ignored = pdf(tmp_path / "a.pdf", "held"), pdf(tmp_path / "b.pdf", "ignored")
    memory = Memory().ignoring([files.sha256_of(ignored)])
    assert look([tmp_path], {files.sha256_of(held)}, memory).new == ()


def test_two_copies_of_one_paper_are_told_once(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf")
    pdf(tmp_path / "a (1).pdf")
    assert len(look([tmp_path], (), Memory()).new) == 1


def test_a_file_that_is_still_being_written_is_looked_at_later(tmp_path: Path) -> None:
    now = time.time()
    pdf(tmp_path / "a.pdf", at=now)
    first = look([tmp_path], (), Memory(), now=now)
    assert (first.new, first.unsettled) == ((), True)
    later = look([tmp_path], (), first.memory, now=now + 5)
    assert (len(later.new), later.unsettled) == (1, False)


def test_a_file_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf")
    memory = look([tmp_path], (), Memory()).memory
    facts = file.stat()
    remembered = Memory({str(file): (facts.st_size, facts.st_mtime_ns, "f00d")})
    assert look([tmp_path], (), remembered).new == ((file, "f00d"),)
    assert look([tmp_path], {"f00d"}, memory).new != ()


def test_a_changed_file_is_new_again(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf", "one")
    first = look([tmp_path], (), Memory())
    pdf(tmp_path / "a.pdf", "another", OLD + 60)
    second = look([tmp_path], {first.new[0][1]}, first.memory)
    assert len(second.new) == 1


def test_a_folder_that_is_gone_is_named_and_harms_nothing(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf")
    told = look([tmp_path / "gone", tmp_path], (), Memory())
    assert told.gone == (tmp_path / "gone",)
    assert len(told.new) == 1


def test_folders_below_are_not_watched(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    pdf(tmp_path / "below" / "a.pdf")
    assert look([tmp_path], (), Memory()).new == ()


def test_memory_and_folders_survive_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path / "home"))
    pdf(tmp_path / "a.pdf")
    memory = look([tmp_path], (), Memory()).memory.ignoring(["beef"])
    watching.remember(memory)
    assert watching.remembered() == memory
    (tmp_path / "home" / "watched.json").write_text("[1, 2")
    assert watching.remembered() == Memory()
    watching.save_folders([tmp_path, tmp_path, tmp_path / "x"])
    assert watching.folders() == (tmp_path, tmp_path / "x")
