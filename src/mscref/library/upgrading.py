"""Bringing the library of an earlier mscref up to the newest schema: backed up first, then wholly or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from mscref.errors import LibraryError
from mscref.library import backup, connection, journal, schema
from mscref.library.failpoint import failpoint
from mscref.library.lock import WriterLock


def upgrade_if_older(path: Path) -> Path | None:
    """Upgrade the library at `path` when an earlier mscref made it; gives the backup that was written before.

    Raises LibraryError, with the library as it was, when it cannot be written, backed up or upgraded.
    """
    connection.inspect(path)
    header = connection.Header.read(path)
    if header is None or header.user_version >= schema.VERSION:
        return None
    if not connection.is_writable(path):
        raise LibraryError(
            f"{path} was made by an earlier mscref and has to be upgraded, but it is read-only."
            " Copy it to a folder that you may write to, and open the copy."
        )
    with closing(connection.open_writing(path)) as conn, WriterLock(path):
        if _version(conn) >= schema.VERSION:
            return None
        folder = backup.own_folder(path)
        copy = backup.newest_same(conn, path, folder) or backup.backup(conn, path, folder)
        _upgrade(conn, path, copy)
    return copy


def _version(conn: sqlite3.Connection) -> int:
    found: int = conn.execute("PRAGMA user_version").fetchone()[0]
    return found


def _upgrade(conn: sqlite3.Connection, path: Path, copy: Path) -> None:
    """Run the migrations that the library lacks in one transaction, which ends with a check of every foreign key."""
    conn.execute("PRAGMA foreign_keys = OFF")  # a migration may build a table anew without a cascade of deletions
    conn.execute("BEGIN IMMEDIATE")
    try:
        with journal.kept_through_upgrade(conn):
            schema.migrate(conn)
        broken = conn.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise sqlite3.IntegrityError(f"a row of {broken[0]} belongs to a {broken[2]} that is gone")
        failpoint("upgrade.before-commit")
        conn.execute("COMMIT")
    except sqlite3.Error as error:
        raise LibraryError(
            f"{path} could not be upgraded ({error}) and is as it was; a backup is at {copy}. Please report this."
        ) from error
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
