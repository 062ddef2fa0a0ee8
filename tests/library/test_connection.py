"""Opening: durable and strict for what is a library, one sentence and no trace for what is not."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from mscref.errors import LibraryError
from mscref.library import Library, connection, schema
from mscref.model.facets import Vocabulary
from tests.library.conftest import small_plan


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute(sql)


def plain_sqlite(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE t (a)")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:3000] = os.urandom(2900)
    path.write_bytes(data)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing there": (lambda p: p.unlink(), "There is no library at"),
    "a folder": (lambda p: (p.unlink(), p.mkdir()), "is a folder"),
    "an empty file": (lambda p: p.write_bytes(b""), "not an mscref library"),
    "a text": (lambda p: p.write_text("@article{x}" * 100), "not an mscref library"),
    "random bytes": (lambda p: p.write_bytes(os.urandom(50_000)), "not an mscref library"),
    "another program's database": (plain_sqlite, "not an mscref library"),
    "a newer library": (lambda p: change(p, "PRAGMA user_version = 99"), "made by a newer mscref"),
    "a cut library": (cut, "its end is missing"),
    "a scrambled library": (scramble, "is damaged"),
    "a foreign trigger": (
        lambda p: change(p, "CREATE TRIGGER t AFTER UPDATE ON reference BEGIN DELETE FROM reference; END"),
        "trigger t",
    ),
    "a foreign view": (lambda p: change(p, "CREATE VIEW v AS SELECT 1"), "view v"),
    "a changed table": (lambda p: change(p, "ALTER TABLE tag ADD COLUMN x TEXT"), "table tag"),
}


def contents(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "" for p in folder.iterdir()}


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("what", BAD)
def test_what_is_no_sound_library_is_refused_in_one_sentence_and_left_as_it_is(
    what: str, write: bool, path: Path, vocabulary: Vocabulary
) -> None:
    with Library.open(path, create=True, vocabulary=vocabulary) as library:
        library.import_plan(small_plan())
    spoil, said = BAD[what]
    spoil(path)
    before = contents(path.parent)
    with pytest.raises(LibraryError, match=said) as caught:
        Library.open(path, write=write, vocabulary=vocabulary)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert contents(path.parent) == before


def test_a_new_library_is_durable_and_known_by_its_header(empty: Library) -> None:
    conn = empty._session.conn
    settings = {
        name: conn.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "busy_timeout")
    }
    assert settings == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1,
        "busy_timeout": 5000,
    }  # fmt: skip
    header = connection.Header.read(empty.path)
    assert header
    assert (header.application_id, header.user_version) == (schema.APPLICATION_ID, schema.VERSION)
    tables = conn.execute("PRAGMA table_list").fetchall()
    assert all(row[5] for row in tables if row[1] in schema.JOURNALLED), "every table is STRICT"
    columns = [row for table in schema.JOURNALLED for row in conn.execute(f"PRAGMA table_info({table})")]
    assert {row[2] for row in columns} == {"TEXT", "INTEGER"}, "the journal keeps rows as JSON, so there is no BLOB"


def test_every_table_is_either_journalled_or_can_be_made_anew(empty: Library) -> None:
    rows = empty._session.conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    own = {row[0] for row in rows if not row[0].startswith(("sqlite_", "_sqlite", "search_document_", "search_"))}
    made_anew = {"search", "read_file", "page_text"}
    about_the_machine = {"auto_export_state", "lookup_waiting", "reading_place"}
    assert own - set(schema.JOURNALLED) == {"step", "journal"} | made_anew | about_the_machine


def test_create_leaves_a_library_that_is_there_alone(library: Library, vocabulary: Vocabulary) -> None:
    library.close()
    with Library.open(library.path, create=True, vocabulary=vocabulary) as again:
        assert again.count() == 4


def test_create_does_not_replace_a_file_that_is_no_library(path: Path, vocabulary: Vocabulary) -> None:
    path.write_text("my thesis")
    with pytest.raises(LibraryError, match="not an mscref library"):
        Library.open(path, create=True, vocabulary=vocabulary)
    assert path.read_text() == "my thesis"


def test_create_in_a_folder_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="does not exist"):
        Library.open(tmp_path / "nowhere" / "a.mscref", create=True)


@pytest.mark.parametrize("create", [True, False])
def test_a_place_that_cannot_be_reached_is_told_in_one_sentence(create: bool, tmp_path: Path) -> None:
    path = tmp_path / f"{'a' * 300}.mscref"
    with pytest.raises(LibraryError, match=r"cannot be reached: .*Choose another place") as caught:
        Library.open(path, create=create)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="an administrator may write everywhere")
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_creating_a_library_in_a_folder_that_may_not_be_written_says_so(mode: int, tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(mode)
    try:
        with pytest.raises(LibraryError, match=r"No library can be made|cannot be reached"):
            Library.open(folder / "new.mscref", create=True)
    finally:
        folder.chmod(0o755)


def test_interrupting_a_library_that_asks_nothing_or_is_closed_does_nothing(library: Library) -> None:
    library.interrupt()
    assert library.count() == 4
    library.close()
    library.interrupt()


def test_several_threads_may_ask_and_change_at_the_same_time(library: Library) -> None:
    with ThreadPoolExecutor(4) as pool:
        changes = [pool.submit(library.add_note, 1 + i % 4, f"thread note {i}") for i in range(40)]
        counts = [pool.submit(library.count, "thread") for _ in range(40)]
        seen = [pool.submit(library.facet_counts) for _ in range(10)]
    assert all(done.result() for done in changes)
    assert {done.result() for done in counts} <= set(range(5))
    assert all(done.result()["condition"]["als"] == 2 for done in seen)
    assert len(library.ids("note:thread")) == 4
    assert library.verify().problems == ()


def test_a_read_only_file_opens_for_reading_and_says_why_not_for_writing(
    library: Library, vocabulary: Vocabulary
) -> None:
    library.close()
    library.path.chmod(0o444)
    before = contents(library.path.parent)
    with pytest.raises(LibraryError, match="is read-only"):
        Library.open(library.path, vocabulary=vocabulary)
    with Library.open(library.path, write=False, vocabulary=vocabulary) as reader:
        assert reader.read_only
        assert reader.count("mazzini") == 1
        with pytest.raises(LibraryError, match="open for reading only"):
            reader.set_rating([1], 3)
    assert contents(library.path.parent) == before


def test_a_library_in_a_read_only_folder_can_be_read(library: Library, vocabulary: Vocabulary) -> None:
    library.close()
    library.path.parent.chmod(0o555)
    try:
        with Library.open(library.path, write=False, vocabulary=vocabulary) as reader:
            assert reader.count() == 4
        assert [p.name for p in library.path.parent.iterdir()] == [library.path.name]
    finally:
        library.path.parent.chmod(0o755)


def test_reading_leaves_no_file_behind_and_works_beside_a_writer(library: Library, vocabulary: Vocabulary) -> None:
    with Library.open(library.path, write=False, vocabulary=vocabulary) as reader:
        library.set_rating([1], 3)
        assert reader.summaries([1])[0].rating == 3
    library.close()
    with Library.open(library.path, write=False, vocabulary=vocabulary) as reader:
        assert reader.count() == 4
    assert [p.name for p in library.path.parent.iterdir()] == [library.path.name]


def test_a_library_whose_writer_was_killed_opens_with_all_that_was_committed(
    library: Library, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    library.set_rating([1], 3)
    copy = tmp_path / "killed" / library.path.name
    copy.parent.mkdir()
    for suffix in ("", "-wal", "-shm"):
        shutil.copy(connection.beside(library.path, suffix), connection.beside(copy, suffix))
    with Library.open(copy, write=False, vocabulary=vocabulary) as reader:
        assert reader.record(1).rating == 3
    with Library.open(copy, vocabulary=vocabulary) as again:
        assert again.record(1).rating == 3
        assert again.verify().problems == ()


def test_a_library_locked_by_another_program_says_so(
    library: Library, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    library._session.conn.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(library.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="is locked by another program"):
            library.set_rating([1], 3)
        other.execute("ROLLBACK")
    assert library.set_rating([1], 3)


def test_other_connections_changes_are_seen_in_counts_and_terms(library: Library, vocabulary: Vocabulary) -> None:
    assert library.facet_counts()["condition"]["als"] == 2
    version = library.data_version()
    with Library.open(library.path, vocabulary=vocabulary) as other:
        other.retag([4], "condition", add=["als"])
        other.trash([2])
    assert library.data_version() != version
    assert library.facet_counts()["condition"]["als"] == 2
    assert library.count("condition:als") == library.count() - 1 == 2
