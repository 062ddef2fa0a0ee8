"""Copies of a library that were opened and checked before they count, and putting one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from mscref.errors import LibraryError
from mscref.library import connection

_STAMP = "%Y%m%dT%H%M%S"
_NEWEST, _WEEKS, _MONTHS = 10, 4, 6


def backup(conn: sqlite3.Connection, path: Path, folder: Path) -> Path:
    """Write a checked copy of the open library into `folder`; it appears whole or not at all.

    Raises LibraryError when the folder cannot be written or the copy is not sound.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, path.stem)
        fresh = target.with_name(f"{target.name}.new-{os.getpid()}")
        try:
            fresh.unlink(missing_ok=True)
            conn.execute("VACUUM INTO ?", (str(fresh),))
            _check(fresh, conn)
            _flush(fresh)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryError(f"No backup could be written to {folder}: {error}.") from error
    return target


def _free_name(folder: Path, stem: str) -> Path:
    stamp = datetime.now(UTC).strftime(_STAMP)
    target = folder / f"{stem}-{stamp}.mscref"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-{stamp}-{number}.mscref"
    return target


def _counts(conn: sqlite3.Connection) -> tuple[int, ...]:
    tables = ("reference", "document", "assignment", "note", "step")
    return tuple(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def _check(copy: Path, conn: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        sound = opened.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        if not sound or _counts(opened) != _counts(conn):
            raise LibraryError(f"The backup {copy.name} came out different from the library and was thrown away.")


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def restore(path: Path, copy: Path) -> Path | None:
    """Put the backup `copy` in the place of the library at `path`, which nobody may have open.

    The replaced library is kept, with its -wal, -shm and -journal, in a folder beside it; its name is returned
    (None when there was none). Raises LibraryError for a copy that is not sound; then nothing is changed.
    """
    with closing(connection.open_reading(copy)) as opened:
        if opened.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise LibraryError(f"{copy} is damaged. Choose another backup.")
        fresh = connection.beside(path, f".new-{os.getpid()}")
        fresh.unlink(missing_ok=True)
        opened.execute("PRAGMA query_only = OFF")
        opened.execute("VACUUM INTO ?", (str(fresh),))
    try:
        _flush(fresh)
        aside = _move_aside(path)
        fresh.replace(path)
    except OSError as error:
        raise LibraryError(f"{path} could not be restored: {error}.") from error
    finally:
        fresh.unlink(missing_ok=True)
    with closing(connection.open_reading(path)) as opened:
        opened.execute("PRAGMA quick_check(1)")
    return aside


def _move_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    stamp = datetime.now(UTC).strftime(_STAMP)
    aside = connection.beside(path, f".replaced-{stamp}-{os.getpid()}")
    aside.mkdir()
    for suffix in ("-wal", "-shm", "-journal"):
        file = connection.beside(path, suffix)
        if file.exists():
            shutil.move(file, aside / file.name)
    shutil.move(path, aside / path.name)
    return aside


def prune(folder: Path, stem: str) -> list[Path]:
    """Remove the backups of a library beyond the 10 newest, one a week for 4 weeks and one a month for 6 months."""
    found = sorted(folder.glob(f"{stem}-????????T??????*.mscref"), reverse=True)
    kept = {
        *found[:_NEWEST],
        *_newest_of_each(found, stem, "%G-%V", _WEEKS),
        *_newest_of_each(found, stem, "%Y-%m", _MONTHS),
    }
    gone = [path for path in found if path not in kept]
    for path in gone:
        path.unlink()
    return gone


def _newest_of_each(found: Sequence[Path], stem: str, period: str, most: int) -> list[Path]:
    newest: dict[str, Path] = {}
    for path in found:
        stamp = path.name.removeprefix(f"{stem}-")[:15]
        try:
            taken = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        newest.setdefault(taken.strftime(period), path)
    return list(newest.values())[:most]
