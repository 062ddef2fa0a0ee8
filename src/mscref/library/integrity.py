"""Checking a whole library: the file, its rows, its search index, its stored files."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from mscref.library import files, indexing, schema
from mscref.model.inventory import VerifyReport

_SHOWN = 20


def verify(conn: sqlite3.Connection, path: Path, *, with_files: bool = True) -> VerifyReport:
    """Check everything that can be checked without changing anything; reading stored files may take a while."""
    problems: list[str] = []
    counts: dict[str, int] = {}
    try:
        rows = conn.execute(f"PRAGMA quick_check({_SHOWN})").fetchall()
        problems += [f"The file is damaged: {row[0]}." for row in rows if row[0] != "ok"]
        broken = conn.execute("PRAGMA foreign_key_check").fetchmany(_SHOWN)
        problems += [f"A row of {row[0]} belongs to a {row[2]} that is gone." for row in broken]
        counts = {table: _count(conn, table) for table in schema.JOURNALLED}
        problems += _keys(conn)
        problems += _index(conn)
        if with_files:
            problems += _stored_files(conn, path)
    except sqlite3.DatabaseError as error:
        problems.append(f"The file is damaged: {error}.")
    return VerifyReport(counts, tuple(problems))


def _count(conn: sqlite3.Connection, table: str) -> int:
    found: int = conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def _keys(conn: sqlite3.Connection) -> list[str]:
    rows = conn.execute(
        "SELECT key FROM reference r WHERE NOT EXISTS (SELECT 1 FROM citation_key k WHERE k.reference_id = r.id"
        " AND k.name = r.key AND NOT k.is_alias) LIMIT ?",
        (_SHOWN,),
    )
    return [f"The citation key of {row[0]} is not in the list of keys." for row in rows]


def _index(conn: sqlite3.Connection) -> list[str]:
    """Whether the index holds exactly the references, and the words that they hold."""
    lacking = conn.execute(
        "SELECT count(*) FROM reference WHERE id NOT IN (SELECT rowid FROM search)"
        " AND id NOT IN (SELECT reference_id FROM search_pending)"
    ).fetchone()[0]
    extra = conn.execute("SELECT count(*) FROM search WHERE rowid NOT IN (SELECT id FROM reference)").fetchone()[0]
    problems = []
    if lacking:
        problems.append(f"{lacking} references are not in the search index; rebuild it (mscref rebuild).")
    if extra:
        problems.append(f"The search index holds {extra} references that are gone; rebuild it (mscref rebuild).")
    pages = conn.execute(
        "SELECT (SELECT count(*) FROM page_text WHERE id NOT IN (SELECT rowid FROM search_page))"
        " + (SELECT count(*) FROM search_page WHERE rowid NOT IN (SELECT id FROM page_text))"
    ).fetchone()[0]
    if pages:
        problems.append(f"The search index of {pages} pages of PDFs is out of date; rebuild it (mscref rebuild).")
    held = dict(conn.execute(f"SELECT rowid, {' || char(10) || '.join(indexing.COLUMNS)} FROM search").fetchall())
    ids = list(held)
    stale = 0
    for start in range(0, len(ids), 500):
        for number, *columns in indexing.texts(conn, ids[start : start + 500]):
            stale += held[int(str(number))] != "\n".join(str(text) for text in columns)
    if stale:
        problems.append(f"The search index of {stale} references is out of date; rebuild it (mscref rebuild).")
    return problems


def _stored_files(conn: sqlite3.Connection, path: Path) -> list[str]:
    problems = []
    for name, digest, key in conn.execute(
        "SELECT a.path, a.sha256, r.key FROM attachment a JOIN reference r ON r.id = a.reference_id WHERE a.is_stored"
    ):
        file = Path(files.attachment_path(path, name, True))
        if not file.is_file():
            problems.append(f"The file {file.name} of {key} is missing from {files.files_folder(path).name}.")
        elif files.sha256_of(file) != digest:
            problems.append(f"The file {file.name} of {key} was changed since it was stored.")
    return problems
