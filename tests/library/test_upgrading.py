"""The library of an earlier mscref: backed up, then upgraded wholly, or left as it was."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mscref.errors import LibraryError, UndoIsStale
from mscref.library import Library, backup, connection, schema
from mscref.model.facets import Vocabulary
from tests.library.snapshots import snapshot

_NOW = schema.MIGRATIONS

LATER = """
ALTER TABLE tag ADD COLUMN shade TEXT NOT NULL DEFAULT 'plain';
CREATE TABLE anew (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, query TEXT NOT NULL) STRICT;
INSERT INTO anew SELECT id, name, query FROM saved_search;
DROP TABLE saved_search;
ALTER TABLE anew RENAME TO saved_search;
"""


@pytest.fixture
def old(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of today, met by a program that knows a further schema."""
    library.save_search("Mine", "is:unread")
    library.set_tags([1], add=["To cite"])
    library.close()
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path / "home"))
    know(LATER, monkeypatch)
    return library.path


def know(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*_NOW, ("later", script)))
    monkeypatch.setattr(schema, "VERSION", len(_NOW) + 1)


def version(path: Path) -> int:
    header = connection.Header.read(path)
    assert header
    return header.user_version


def backups(path: Path) -> list[Path]:
    folder = backup.own_folder(path)
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("write", [True, False])
def test_opening_an_old_library_backs_it_up_and_upgrades_it_undo_included(
    write: bool, old: Path, vocabulary: Vocabulary
) -> None:
    before = snapshot(old)
    with Library.open(old, write=write, vocabulary=vocabulary) as library:
        assert library.tags() == {"To cite": 1}
        assert [search.query for search in library.searches()] == ["is:unread"]
        assert library.verify().problems == ()
    assert version(old) == len(_NOW) + 1
    (copy,) = backups(old)
    assert version(copy) == len(_NOW)
    with Library.open(old, vocabulary=vocabulary) as library:
        assert library.undo().act == "Tag bier2018placenta"
        assert library.redo()
    assert len(backups(old)) == 1, "an upgraded library is not upgraded again"
    assert Library.restore(old, copy)
    assert (version(old), snapshot(old)) == (len(_NOW), before)


def test_what_was_removed_before_an_upgrade_comes_back_with_what_the_upgrade_gave(
    library: Library, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.set_tags([1], add=["To cite"])
    library.set_tags([1], remove=["To cite"])
    library.close()
    with closing(sqlite3.connect(library.path, isolation_level=None)) as conn:
        conn.execute("UPDATE reference SET rating = 4 WHERE id = 2")
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path / "home"))
    know(LATER, monkeypatch)
    with Library.open(library.path, vocabulary=vocabulary) as again:
        again.undo()
        assert again._session.conn.execute("SELECT name, shade FROM tag").fetchall() == [("To cite", "plain")]
        again.undo()
        with pytest.raises(UndoIsStale, match="mazzini2010 was changed"):
            again.undo()


WRONG = {
    "a statement that fails": "ALTER TABLE tag ADD COLUMN shade TEXT; SELECT * FROM nowhere;",
    "rows that lose their owner": "ALTER TABLE tag ADD COLUMN shade TEXT; DELETE FROM reference;",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_upgrade_that_fails_leaves_the_library_as_it_was_with_one_backup(
    wrong: str, old: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(WRONG[wrong].replace("; ", ";\n"), monkeypatch)
    before = snapshot(old)
    for _ in range(3):
        with pytest.raises(LibraryError, match="could not be upgraded") as caught:
            Library.open(old, vocabulary=vocabulary)
        assert snapshot(old) == before
        assert version(old) == len(_NOW)
    (copy,) = backups(old)
    assert str(copy) in str(caught.value)
    assert snapshot(copy) == before


def test_without_a_backup_there_is_no_upgrade(
    old: Path, vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path / "file"))
    with pytest.raises(LibraryError, match="No backup could be written"):
        Library.open(old, vocabulary=vocabulary)
    assert version(old) == len(_NOW)


def test_an_old_library_that_cannot_be_written_says_what_to_do(old: Path, vocabulary: Vocabulary) -> None:
    old.chmod(0o444)
    before = old.read_bytes()
    with pytest.raises(LibraryError, match=r"made by an earlier mscref.*read-only"):
        Library.open(old, write=False, vocabulary=vocabulary)
    assert old.read_bytes() == before


CHILD = """
import sys
from pathlib import Path
from mscref.library import Library, schema
from tests.library.conftest import small_vocabulary
from tests.library.test_upgrading import LATER
schema.MIGRATIONS, schema.VERSION = (*schema.MIGRATIONS, ("later", LATER)), schema.VERSION + 1
Library.open(Path(sys.argv[1]), vocabulary=small_vocabulary())
"""


def test_an_upgrade_that_is_killed_is_done_at_the_next_opening(old: Path, vocabulary: Vocabulary) -> None:
    environment = {**os.environ, "MSCREF_FAILPOINT": "upgrade.before-commit:1"}
    child = subprocess.run([sys.executable, "-c", CHILD, str(old)], env=environment, capture_output=True, check=False)
    assert child.returncode == 137, child.stderr
    with Library.open(old, vocabulary=vocabulary) as library:
        assert library.tags() == {"To cite": 1}
        assert library.verify().problems == ()
    assert version(old) == len(_NOW) + 1
    assert len(backups(old)) == 1


def test_a_library_of_the_first_schema_keeps_its_annotations_and_its_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vocabulary: Vocabulary
) -> None:
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path / "home"))
    path = tmp_path / "old.mscref"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "fixtures" / "library_1.mscref.gz").read_bytes()))
    assert version(path) == 1
    with Library.open(path, vocabulary=vocabulary) as library:
        (kept,) = library.annotations(1)
        assert (kept.text, kept.note, kept.colour, kept.page) == ("exosomes", "which dose?", 3, 2)
        assert (kept.kind, kept.tags, kept.document) == ("highlight", (), None)
        assert library.redo_act() == "Remove an annotation"
        library.redo()
        assert library.annotations(1) == []
        while library.undo_act():
            library.undo()
        assert library.count() == 0
        while library.redo_act():
            library.redo()
        assert [len(library.annotations(id)) for id in (1, 2)] == [0, 0]
        assert library.verify().problems == ()
    assert version(path) == schema.VERSION
    assert len(backups(path)) == 1
