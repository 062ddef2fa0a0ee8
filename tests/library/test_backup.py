"""Backups that were checked, restoring one, and finding what is wrong with a library."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mscref.errors import LibraryError
from mscref.library import Library, backup
from mscref.model.facets import Vocabulary
from tests.library.snapshots import snapshot


def test_a_backup_holds_what_the_library_holds_undo_included(
    library: Library, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    library.set_rating([1], 5)
    copy = library.backup(tmp_path / "backups")
    assert copy.name.startswith("my library-")
    assert snapshot(copy) == snapshot(library.path)
    assert library.backup(tmp_path / "backups") != copy
    assert all(p.suffix == ".mscref" for p in (tmp_path / "backups").iterdir()), "nothing half-done is left"
    with Library.open(copy, vocabulary=vocabulary) as opened:
        assert opened.undo().act == "Rate bier2018placenta"


def test_restoring_keeps_the_replaced_library_with_its_log(
    library: Library, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    before = snapshot(library.path)
    copy = library.backup(tmp_path / "backups")
    library.set_rating([1], 5)
    after = snapshot(library.path)
    aside = Library.restore(library.path, copy)
    library.close()
    assert aside
    assert snapshot(library.path) == before
    assert snapshot(aside / library.path.name) == after
    with Library.open(library.path, vocabulary=vocabulary) as restored:
        assert restored.verify().problems == ()


def test_a_damaged_backup_is_not_restored(library: Library, tmp_path: Path) -> None:
    copy = library.backup(tmp_path / "backups")
    copy.write_bytes(copy.read_bytes()[:9000])
    before = snapshot(library.path)
    with pytest.raises(LibraryError, match="its end is missing"):
        Library.restore(library.path, copy)
    assert snapshot(library.path) == before
    assert not list(library.path.parent.glob("*.new-*"))


def test_a_backup_into_a_place_that_cannot_be_written_says_so(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="No backup could be written"):
        library.backup(tmp_path / "file")


def test_old_backups_are_thinned_by_count_never_to_nothing(tmp_path: Path) -> None:
    stamps = [f"2026{month:02d}{day:02d}T120000" for month in range(1, 11) for day in (3, 10, 17, 24)]
    for stamp in stamps:
        (tmp_path / f"lib-{stamp}.mscref").write_text("x")
    (tmp_path / "lib-notes.mscref").write_text("mine")
    backup.prune(tmp_path, "lib")
    kept = sorted(p.name.removeprefix("lib-").removesuffix(".mscref") for p in tmp_path.iterdir())
    assert kept == sorted([*stamps[-10:], "20260524T120000", "20260624T120000", "20260724T120000", "notes"])
    backup.prune(tmp_path, "lib")
    assert len(list(tmp_path.iterdir())) == len(kept)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("mode", [0o644, 0o444])
def test_a_library_that_is_open_for_reading_is_backed_up_too(
    mode: int, library: Library, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    library.close()
    library.path.chmod(mode)
    with Library.open(library.path, write=False, vocabulary=vocabulary) as reader:
        copy = reader.backup(tmp_path / "backups")
        assert snapshot(copy) == snapshot(library.path)
        with pytest.raises(LibraryError, match="open for reading only"):
            reader.set_rating([1], 3)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._session.conn.execute("DELETE FROM note")


def test_a_library_has_a_folder_of_backups_of_its_own_where_old_ones_are_thinned(library: Library, home: Path) -> None:
    folder = library.backup().parent
    assert folder.parent == home / "backups"
    assert folder != backup.own_folder(library.path.parent / "elsewhere" / library.path.name)
    for day in range(1, 29):
        (folder / f"my library-202002{day:02d}T120000.mscref").write_text("x")
    newest = library.backup()
    assert newest.exists()
    assert len(list(folder.iterdir())) == 11, "the 10 newest, and the newest of the fourth week with one"


def test_nothing_is_thinned_in_a_folder_that_the_user_named(library: Library, tmp_path: Path) -> None:
    for day in range(10, 30):
        (tmp_path / f"my library-202001{day}T120000.mscref").write_text("x")
    library.backup(tmp_path)
    assert len(list(tmp_path.glob("my library-*.mscref"))) == 21


def dated(copy: Path, age: timedelta) -> None:
    """Give a backup the name that one of this age has, and leave it alone in its folder."""
    taken = datetime.now(UTC) - age
    for other in copy.parent.iterdir():
        if other != copy:
            other.unlink()
    copy.rename(copy.with_name(f"my library-{taken:%Y%m%dT%H%M%S}.mscref"))


@pytest.mark.usefixtures("home")
def test_a_backup_is_due_when_the_library_has_changed_and_the_newest_is_a_day_old(library: Library) -> None:
    assert library.is_backup_due()
    first = library.backup()
    library.set_rating([1], 3)
    assert not library.is_backup_due(), "one a day is enough"
    dated(first, timedelta(days=1))
    assert library.is_backup_due()
    library.undo()
    assert library.is_backup_due(), "what can be done again is worth keeping"
    dated(library.backup(), timedelta(hours=25))
    assert not library.is_backup_due(), "nothing has changed since"
    library.redo()
    assert library.is_backup_due()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("spoilt", ["from the future", "damaged"])
def test_a_backup_that_cannot_count_does_not_put_the_next_one_off(spoilt: str, library: Library) -> None:
    copy = library.backup()
    if spoilt == "damaged":
        copy.write_bytes(b"x")
        dated(copy, timedelta(days=2))
    else:
        dated(copy, timedelta(days=-300))
        library.set_rating([1], 3)
    assert library.is_backup_due()


@pytest.mark.usefixtures("home")
def test_an_empty_library_needs_no_backup(empty: Library) -> None:
    assert not empty.is_backup_due()


DAMAGE = {
    "DELETE FROM search WHERE rowid = 2": "1 references are not in the search index",
    "INSERT INTO search (rowid, title) VALUES (99, 'x')": "holds 1 references that are gone",
    "UPDATE reference SET title = 'other' WHERE id = 2": "search index of 1 references is out of date",
    "DELETE FROM citation_key WHERE name = 'society'": "The citation key of society",
    "DELETE FROM reference WHERE id = 1": "belongs to a reference that is gone",
}


@pytest.mark.parametrize("sql", DAMAGE)
def test_verify_tells_what_is_wrong(sql: str, library: Library) -> None:
    assert library.verify().is_sound
    with closing(sqlite3.connect(library.path, isolation_level=None)) as conn:
        conn.execute(sql)
    assert any(DAMAGE[sql] in problem for problem in library.verify().problems)


def test_rebuild_makes_the_search_index_anew(library: Library) -> None:
    before = snapshot(library.path)
    with closing(sqlite3.connect(library.path, isolation_level=None)) as conn:
        conn.execute("DELETE FROM search")
        conn.execute("DELETE FROM search_document")
    assert library.count("mazzini") == 0
    library.rebuild()
    assert snapshot(library.path) == before
    assert library.verify().counts["reference"] == 4
    assert library.undo_act() == "Import 1 file"
