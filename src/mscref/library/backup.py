"""Copies of a library that were opened and checked before they count, and putting one back."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from mscref.errors import LibraryError
from mscref.library import connection

_STAMP = "%Y%m%dT%H%M%S"
_STAMPED = re.compile(r"(\d{8}T\d{6})(?:-\d+)?")
_NEWEST, _WEEKS, _MONTHS = 10, 4, 6
_DAY = timedelta(days=1)


def own_folder(path: Path) -> Path:
    """The folder in the user's data folder that holds the backups of the library at `path`, and of no other."""
    from mscref import settings

    place = hashlib.sha256(path.resolve().as_posix().encode()).hexdigest()[:8]
    return settings.data_dir() / "backups" / f"{path.stem}-{place}"


def backup(conn: sqlite3.Connection, path: Path, folder: Path) -> Path:
    """Write a checked copy of the open library into `folder`; it appears whole or not at all.

    In the library's own folder old backups are thinned after that. Raises LibraryError when the folder cannot be
    written or the copy is not sound.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, path.stem)
        fresh = target.with_name(f"{target.name}.new-{os.getpid()}")
        try:
            fresh.unlink(missing_ok=True)
            _copy(conn, fresh)
            _check(fresh, conn)
            _flush(fresh)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
        if folder == own_folder(path):
            prune(folder, path.stem)
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryError(f"No backup could be written to {folder}: {error}.") from error
    return target


def _copy(conn: sqlite3.Connection, target: Path) -> None:
    """Write all that the connection sees to a file; a connection that only reads may do that, too."""
    only_reads = conn.execute("PRAGMA query_only").fetchone()[0]
    conn.execute("PRAGMA query_only = OFF")
    try:
        conn.execute("VACUUM INTO ?", (str(target),))
    finally:
        conn.execute(f"PRAGMA query_only = {only_reads}")


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
        _copy(opened, fresh)
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


def is_due(conn: sqlite3.Connection, path: Path, folder: Path) -> bool:
    """True when the library has changed since its newest backup in `folder`, and that is a day old or older.

    A backup from the future, as a clock set back leaves it, counts as old.
    """
    found = _backups(folder, path.stem)
    if not found:
        return _state(conn).last_step > 0
    is_fresh = timedelta() <= datetime.now(UTC) - found[0][1] < _DAY
    return not is_fresh and newest_same(conn, path, folder) is None


def newest_same(conn: sqlite3.Connection, path: Path, folder: Path) -> Path | None:
    """The newest backup of a library in `folder` when nothing has happened to the library since."""
    for newest, _ in _backups(folder, path.stem)[:1]:
        try:
            with closing(connection.open_reading(newest)) as opened:
                return newest if _state(opened) == _state(conn) else None
        except LibraryError:
            return None
    return None


class _State(NamedTuple):
    """What differs after any act, undo and redo included."""

    version: int
    last_step: int
    undone: int
    complete: int
    counts: tuple[int, ...]


def _state(conn: sqlite3.Connection) -> _State:
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    last = conn.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'step'").fetchone()[0]
    undone, complete = conn.execute("SELECT sum(is_undone), sum(is_complete) FROM step").fetchone()
    return _State(version, last, undone or 0, complete or 0, _counts(conn))


def _backups(folder: Path, stem: str) -> list[tuple[Path, datetime]]:
    """The backups of a library in a folder with the time when each was taken, newest first."""
    found = []
    for path in folder.glob("*.mscref"):
        stamp = _STAMPED.fullmatch(path.stem.removeprefix(f"{stem}-"))
        try:
            taken = datetime.strptime(stamp[1], _STAMP).replace(tzinfo=UTC) if stamp else None
        except ValueError:
            continue
        if taken and path.name.startswith(f"{stem}-"):
            found.append((path, taken))
    return sorted(found, key=lambda each: (each[1], len(each[0].name), each[0].name), reverse=True)


def prune(folder: Path, stem: str) -> list[Path]:
    """Remove the backups of a library beyond the 10 newest, one a week for 4 weeks and one a month for 6 months."""
    found = _backups(folder, stem)
    kept = {
        *(path for path, _ in found[:_NEWEST]),
        *_newest_of_each(found, "%G-%V", _WEEKS),
        *_newest_of_each(found, "%Y-%m", _MONTHS),
    }
    gone = [path for path, _ in found if path not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _newest_of_each(found: Sequence[tuple[Path, datetime]], period: str, most: int) -> list[Path]:
    newest: dict[str, Path] = {}
    for path, taken in found:
        newest.setdefault(taken.strftime(period), path)
    return list(newest.values())[:most]
