"""A file is written whole or not at all: links, permissions and the previous version are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

import pytest

from mscref.errors import UserError
from mscref.jobs import atomic_file


def write(path: Path, text: str) -> int:
    return atomic_file.write(path, lambda out: out.write(text))


def left_overs(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "mscref-new" in path.name]


def test_the_previous_version_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    assert write(path, "new\n") == 4
    assert path.read_bytes() == b"new\n"
    assert (tmp_path / "refs.bib.bak").read_text() == "old"
    assert left_overs(tmp_path) == []


def test_an_equal_file_is_not_touched_and_its_backup_stays(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("first")
    write(path, "second")
    before = path.stat().st_mtime_ns, path.stat().st_ino
    write(path, "second")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert (tmp_path / "refs.bib.bak").read_text() == "first"


def test_a_failure_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")

    def breaks(out: TextIO) -> None:
        out.write("half")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        atomic_file.write(path, breaks)
    assert path.read_text() == "old"
    assert left_overs(tmp_path) == []


def test_what_is_not_worth_keeping_does_not_replace_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    assert atomic_file.write(path, lambda out: out.write(""), keep=lambda written: written > 0) == 0
    assert path.read_text() == "old"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    target = tmp_path / "real.bib"
    target.write_text("old")
    target.chmod(0o664)
    link = tmp_path / "link.bib"
    link.symlink_to(target)
    write(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o664


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_dangling_link_makes_its_target_and_a_circle_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link.bib"
    link.symlink_to(tmp_path / "there.bib")
    write(link, "new")
    assert (tmp_path / "there.bib").read_text() == "new"
    circle = tmp_path / "circle.bib"
    circle.symlink_to(circle)
    with pytest.raises(UserError, match="leads to itself"):
        write(circle, "x")


@pytest.mark.skipif(sys.platform == "win32", reason="another way of permissions")
def test_a_new_file_has_the_permissions_that_the_user_wants(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "new.bib", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "new.bib").stat().st_mode & 0o777 == 0o640


def test_a_folder_and_a_missing_folder_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        write(tmp_path, "x")
    with pytest.raises(UserError, match="does not exist"):
        write(tmp_path / "no" / "refs.bib", "x")


def test_a_rename_that_another_program_blocks_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "refs.bib"
    real, failures = Path.replace, [PermissionError(13, "in use"), PermissionError(13, "in use")]

    def replace(self: Path, target: Path) -> Path:
        if failures:
            raise failures.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    write(path, "new")
    assert path.read_text() == "new"


def test_what_an_earlier_crash_left_is_swept_away(tmp_path: Path) -> None:
    stale, fresh, foreign = (
        tmp_path / name for name in (".refs.bib.00aa.mscref-new", ".refs.bib.00bb.mscref-new", ".other.00aa.mscref-new")
    )
    for each in (stale, fresh, foreign):
        each.write_text("half")
    os.utime(stale, (1, 1))
    os.utime(foreign, (1, 1))
    write(tmp_path / "refs.bib", "x")
    assert not stale.exists()
    assert fresh.exists()
    assert foreign.exists()
