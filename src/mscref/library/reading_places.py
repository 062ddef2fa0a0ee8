"""Where reading of each file stopped: kept by the file's SHA-256, not followed by the undo journal."""

from __future__ import annotations

import json
import sqlite3

from mscref.library.records import dump
from mscref.model.reading_place import ReadingPlace


def place(conn: sqlite3.Connection, sha256: str) -> ReadingPlace | None:
    """Where reading of a file stopped, None when it was never read."""
    row = conn.execute("SELECT page, offset, view FROM reading_place WHERE sha256 = ?", (sha256,)).fetchone()
    return ReadingPlace(row[0], row[1], json.loads(row[2])) if row else None


def keep(conn: sqlite3.Connection, sha256: str, place: ReadingPlace, at: str) -> None:
    """Keep where reading of a file stopped; for use inside a transaction."""
    conn.execute(
        "INSERT INTO reading_place (sha256, page, offset, view, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256)"
        " DO UPDATE SET page = excluded.page, offset = excluded.offset, view = excluded.view, at = excluded.at",
        (sha256, place.page, place.offset, dump(dict(place.view)), at),
    )
