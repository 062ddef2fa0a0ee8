"""Opening a library file: what it must be, how durably it is written, and never a change to one that is refused."""

from __future__ import annotations

import os
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from mscref.errors import LibraryError
from mscref.library import schema
from mscref.library.lock import is_left_over

BUSY_SECONDS = 5.0
_CACHE_KIB = 32 * 1024
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 100 bytes of an SQLite file say (https://www.sqlite.org/fileformat.html#the_database_header)."""

    page_size: int
    pages: int
    user_version: int
    application_id: int

    @classmethod
    def read(cls, path: Path) -> Header | None:
        """The header of a file, None when it is not an SQLite file."""
        with path.open("rb") as file:
            head = file.read(100)
        if len(head) < 100 or not head.startswith(_MAGIC):
            return None
        page_size, pages = struct.unpack(">H", head[16:18])[0], struct.unpack(">I", head[28:32])[0]
        user_version, application_id = struct.unpack(">I4xI", head[60:72])
        return cls(65536 if page_size == 1 else page_size, pages, user_version, application_id)


def beside(path: Path, suffix: str) -> Path:
    """The file that lies beside the library under its name and a suffix ("-wal", ".lock")."""
    return path.with_name(path.name + suffix)


def has_wal(path: Path) -> bool:
    """True when writes wait in a -wal file beside the library."""
    try:
        return beside(path, "-wal").stat().st_size > 0
    except OSError:
        return False


def is_writable(path: Path) -> bool:
    """True when the file and its folder may be written; the permission bits count for an administrator too."""
    folder = path.parent
    bits = path.stat().st_mode & 0o222 and folder.stat().st_mode & 0o222
    return bool(bits) and os.access(path, os.W_OK) and os.access(folder, os.W_OK)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise LibraryError(f"{path} cannot be reached: {error.strerror}. Choose another place.") from error


def inspect(path: Path) -> None:
    """Raise LibraryError unless `path` is a whole library of a known version; reads only its bytes."""
    if not _exists(path):
        raise LibraryError(f"There is no library at {path}. Check the path, or make one by importing into it.")
    if path.is_dir():
        raise LibraryError(f"{path} is a folder, not a library. Name the .mscref file in it.")
    try:
        header = Header.read(path)
    except OSError as error:
        raise LibraryError(f"{path} cannot be read: {error.strerror}.") from error
    if header is None or header.application_id != schema.APPLICATION_ID:
        raise LibraryError(f"{path} is not an mscref library. Choose a .mscref file, or import it as references.")
    if header.user_version > schema.VERSION:
        raise LibraryError(f"{path} was made by a newer mscref (library version {header.user_version}). Update mscref.")
    if path.stat().st_size < header.page_size * header.pages and not has_wal(path):
        raise LibraryError(f"{path} is damaged: its end is missing. Restore a backup of it (mscref restore).")


def damaged(path: Path, error: sqlite3.Error | str) -> LibraryError:
    """The error for a file whose inside is broken."""
    return LibraryError(f"{path} is damaged ({error}). Restore a backup of it (mscref restore).")


def _connect(path: Path, options: str) -> sqlite3.Connection:
    uri = f"file:{quote(path.resolve().as_posix())}?{options}"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
    conn.text_factory = _decode
    try:
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("PRAGMA cell_size_check = ON")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA recursive_triggers = OFF")
        conn.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    except sqlite3.Error:
        conn.close()
        raise
    return conn


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _check_schema(conn: sqlite3.Connection, path: Path) -> None:
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.VERSION:
        raise LibraryError(f"{path} was made by a newer mscref (library version {version}). Update mscref.")
    odd = schema.foreign_objects(conn, version)
    if odd:
        raise LibraryError(
            f"{path} holds what no mscref library holds ({odd[0]}) and was not opened, for your safety."
            " Restore a backup of it, or export it with the program that changed it."
        )


def open_reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads; it works on read-only media too and leaves no file behind.

    Raises LibraryError for what is no sound library.
    """
    inspect(path)
    idle = not has_wal(path) and not beside(path, "-shm").exists()
    if idle and is_writable(path):
        options = "mode=rw"  # a mode=ro connection would leave empty -wal and -shm files lying there
    elif idle:
        options = "mode=ro&immutable=1"
    else:
        options = "mode=ro"
    return _opened(path, options, reading=True)


def open_writing(path: Path) -> sqlite3.Connection:
    """The writing connection: write-ahead log, synchronous FULL; raises LibraryError for what it cannot write."""
    inspect(path)
    if not is_writable(path):
        raise LibraryError(f"{path} is read-only. Open it for reading, or allow writing to it and its folder.")
    conn = _opened(path, "mode=rw", reading=False)
    if is_left_over(path):
        found = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            conn.close()
            raise damaged(path, found)
    return conn


def _opened(path: Path, options: str, *, reading: bool) -> sqlite3.Connection:
    conn = None
    try:
        if not has_wal(path):
            with closing(_connect(path, "mode=ro&immutable=1")) as look:
                _check_schema(look, path)
        conn = _connect(path, options)
        _check_schema(conn, path)
        if reading:
            conn.execute("PRAGMA query_only = ON")
        else:
            make_durable(conn)
    except sqlite3.OperationalError as error:
        if conn is not None:
            conn.close()
        if "locked" in str(error) or "busy" in str(error):
            raise LibraryError(f"{path} is locked by another program. Close it there and try again.") from error
        raise LibraryError(f"{path} cannot be opened ({error}). Check that you may read it.") from error
    except sqlite3.DatabaseError as error:
        if conn is not None:
            conn.close()
        raise damaged(path, error) from error
    except LibraryError:
        if conn is not None:
            conn.close()
        raise
    return conn


def make_durable(conn: sqlite3.Connection) -> None:
    """Set write-ahead logging and read it back; where it cannot be had (network folders), a truncated journal."""
    mode = conn.execute("PRAGMA main.journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        conn.execute("PRAGMA main.journal_mode = TRUNCATE")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA fullfsync = ON")
    conn.execute("PRAGMA checkpoint_fullfsync = ON")
    conn.execute("PRAGMA journal_size_limit = 67108864")


def create(path: Path) -> None:
    """Make an empty library; it appears whole or not at all, and never in place of another file."""
    if _exists(path) and path.stat().st_size:
        return
    if not path.parent.is_dir():
        raise LibraryError(f"The folder {path.parent} does not exist. Make it first, or choose another place.")
    fresh = beside(path, f".new-{os.getpid()}")
    try:
        fresh.unlink(missing_ok=True)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as conn:
            conn.execute("PRAGMA synchronous = FULL")
            conn.execute("BEGIN IMMEDIATE")
            schema.migrate(conn)
            conn.execute("COMMIT")
            conn.execute("PRAGMA journal_mode = WAL")
        fresh.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryError(f"No library can be made at {path}: {error}.") from error
    finally:
        fresh.unlink(missing_ok=True)
        beside(fresh, "-journal").unlink(missing_ok=True)
