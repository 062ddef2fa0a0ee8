"""Files kept in step: written when something changed, left alone when nothing did, never over somebody's edit."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mscref.jobs import auto_export
from mscref.jobs.auto_export import Outcome
from mscref.library import Library
from mscref.model.outputs import OutputState
from mscref.model.reference import Name, Reference, authors


def reference(key: str, title: str, year: str) -> Reference:
    return Reference(
        title=title,
        key=key,
        contributors=authors([Name("Bier", "Ariel")]),
        fields={"issued": year, "container-title": "Cell Journal"},
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "lib.mscref", create=True) as made:
        made.add(reference("one2018", "One paper on cells", "2018"))
        made.add(reference("two2020", "Two papers on mice", "2020"))
        yield made


@pytest.fixture
def bib(library: Library, tmp_path: Path) -> Path:
    """A file kept in step with the whole library, written once."""
    path = tmp_path / "refs.bib"
    library.add_auto_export(path)
    (done,) = auto_export.keep_in_step(library)
    assert done == Outcome(str(path), True, 2, "", True)
    return path


def add_third(library: Library) -> None:
    library.add(reference("three2021", "Third", "2021"))


def test_a_file_follows_every_change(library: Library, bib: Path) -> None:
    assert "one2018" in bib.read_text("utf-8")
    add_third(library)
    (done,) = auto_export.keep_in_step(library)
    assert (done.is_written, done.references, done.problem) == (True, 3, "")
    assert "three2021" in bib.read_text("utf-8")
    library.undo()
    auto_export.keep_in_step(library)
    assert "three2021" not in bib.read_text("utf-8")
    (state,) = library.auto_exports()
    assert state.written
    assert state.problem == ""


def test_nothing_is_written_when_nothing_changed(library: Library, bib: Path) -> None:
    os.utime(bib, (1_000_000_000, 1_000_000_000))
    before = bib.stat()
    library.set_rating([library.find("one2018")], 5)
    (done,) = auto_export.keep_in_step(library)
    assert (done.is_written, done.is_news) == (False, False)
    after = bib.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_file_that_someone_changed_is_kept_and_the_new_text_goes_beside_it(library: Library, bib: Path) -> None:
    bib.write_text(bib.read_text("utf-8") + "% mine\n", "utf-8")
    theirs = bib.read_bytes()
    add_third(library)
    (done,) = auto_export.keep_in_step(library)
    assert not done.is_written
    assert done.is_news
    assert "changed by someone else" in done.problem
    assert bib.read_bytes() == theirs
    assert "three2021" in (bib.parent / "refs.mscref.bib").read_text("utf-8")
    (state,) = library.auto_exports()
    assert state.problem == done.problem
    (again,) = auto_export.keep_in_step(library)
    assert not again.is_news, "said once, not at every change"

    (replaced,) = auto_export.apply(library, auto_export.plan(library), even_over_edits=True)
    assert replaced.is_written
    assert "three2021" in bib.read_text("utf-8")
    assert bib.with_name("refs.bib.bak").read_bytes() == theirs
    assert not (bib.parent / "refs.mscref.bib").exists()
    assert library.auto_exports()[0].problem == ""


def test_a_file_that_was_there_before_is_not_ours_unless_it_says_the_same(library: Library, tmp_path: Path) -> None:
    foreign, same = tmp_path / "theirs.bib", tmp_path / "same.bib"
    foreign.write_text("@misc{theirs}\n")
    library.add_auto_export(tmp_path / "first.bib")
    auto_export.keep_in_step(library)
    same.write_bytes((tmp_path / "first.bib").read_bytes())
    library.add_auto_export(foreign)
    library.add_auto_export(same)
    done = {Path(each.path).name: each for each in auto_export.keep_in_step(library)}
    assert foreign.read_text() == "@misc{theirs}\n"
    assert "changed by someone else" in done["theirs.bib"].problem
    assert (done["same.bib"].is_written, done["same.bib"].problem) == (False, "")
    add_third(library)
    done = {Path(each.path).name: each for each in auto_export.keep_in_step(library)}
    assert done["same.bib"].is_written


def test_an_empty_export_never_replaces_a_full_one(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    library.add_auto_export(path, query="year:2018")
    auto_export.keep_in_step(library)
    full = path.read_bytes()
    library.trash([library.find("one2018")])
    (done,) = auto_export.keep_in_step(library)
    assert path.read_bytes() == full
    assert "nothing to write" in done.problem
    library.undo()
    (done,) = auto_export.keep_in_step(library)
    assert done.problem == ""


def test_a_write_that_was_cut_off_is_known_for_our_own(library: Library, bib: Path) -> None:
    """Killed between the rename and the note of it: the file holds the new text, the note names both."""
    add_third(library)
    (due,) = auto_export.plan(library)
    assert due.text is not None
    (state,) = library.auto_exports()
    bib.write_text(due.text, "utf-8")
    new = auto_export._fingerprint(due.text.encode())
    library.note_outputs([OutputState(state.id, f"{state.sha256} {new}")])
    library.add(reference("four2022", "Fourth", "2022"))
    (done,) = auto_export.keep_in_step(library)
    assert (done.is_written, done.problem) == (True, "")
    assert "four2022" in bib.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder is not synchronised")
@pytest.mark.parametrize("is_renamed", [False, True])
def test_a_process_that_ends_before_or_after_the_rename_leaves_a_file_that_is_ours(
    library: Library, bib: Path, monkeypatch: pytest.MonkeyPatch, is_renamed: bool
) -> None:
    sync = os.fsync

    def ends_here(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode) == is_renamed:
            raise KeyboardInterrupt
        sync(handle)

    add_third(library)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", ends_here)
        with pytest.raises(KeyboardInterrupt):
            auto_export.keep_in_step(library)
    assert ("three2021" in bib.read_text("utf-8")) == is_renamed
    library.add(reference("four2022", "Fourth", "2022"))
    (done,) = auto_export.keep_in_step(library)
    assert (done.is_written, done.problem) == (True, "")


def test_a_removed_file_comes_back_and_a_missing_folder_is_told(library: Library, bib: Path, tmp_path: Path) -> None:
    bib.unlink()
    (done,) = auto_export.keep_in_step(library)
    assert done.is_written
    assert bib.exists()
    library.add_auto_export(tmp_path / "gone" / "refs.bib")
    problems = [each.problem for each in auto_export.keep_in_step(library)]
    assert any("does not exist" in problem for problem in problems)


def test_a_collection_is_kept_in_step_and_its_removal_is_told(library: Library, tmp_path: Path) -> None:
    library.add_collection("Grant")
    (grant,) = library.collections()
    library.collect([library.find("two2020")], grant.id)
    path = tmp_path / "grant.bib"
    library.add_auto_export(path, query="collection:Grant", format="biblatex")
    auto_export.keep_in_step(library)
    text = path.read_text("utf-8")
    assert "two2020" in text
    assert "one2018" not in text
    assert "date = " in text
    library.remove_collection(grant.id)
    (done,) = auto_export.keep_in_step(library)
    assert "collection" in done.problem
    assert path.read_text("utf-8") == text


def test_the_bib_of_a_manuscript_follows_what_it_cites(library: Library, tmp_path: Path) -> None:
    tex = tmp_path / "main.tex"
    tex.write_text("\\cite{two2020}\n")
    path = tmp_path / "main.bib"
    library.add_auto_export(path, manuscripts=[tex])
    auto_export.keep_in_step(library)
    assert "two2020" in path.read_text("utf-8")
    assert "one2018" not in path.read_text("utf-8")
    tex.write_text("\\cite{one2018,nobody1999}\n")
    (done,) = auto_export.keep_in_step(library)
    assert done.is_written
    assert "one2018" in path.read_text("utf-8")
    assert done.problem == "Cited but not in the library: nobody1999."


def test_options_are_those_of_an_export(library: Library, tmp_path: Path) -> None:
    library.add_auto_export(tmp_path / "a.bib", options={"omit": ["journal"], "notes": False})
    auto_export.keep_in_step(library)
    assert "Cell Journal" not in (tmp_path / "a.bib").read_text("utf-8")


def test_a_library_for_reading_only_leaves_the_files(library: Library, bib: Path) -> None:
    bib.unlink()
    with Library.open(library.path, write=False) as reading:
        assert auto_export.keep_in_step(reading) == ()
    assert not bib.exists()


def test_a_file_just_exported_is_taken_for_our_own(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@misc{exported}\n")
    library.add_auto_export(path)
    auto_export.adopt(library, path)
    (done,) = auto_export.keep_in_step(library)
    assert done.is_written
