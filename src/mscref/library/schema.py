"""The tables of a library and how they came to be: migrations, append-only, each plain SQL.

A migration that has been released is never edited; a change to the schema is a further one.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mscref.library.schema_1 import SCHEMA_1
from mscref.library.schema_2 import SCHEMA_2

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x6D736372  # "mscr"
MIGRATIONS: tuple[tuple[str, str], ...] = (("schema_1", SCHEMA_1), ("schema_2", SCHEMA_2))
VERSION = len(MIGRATIONS)

# What the journal follows: table -> (the column naming the reference, the column naming the document).
JOURNALLED: dict[str, tuple[str, str]] = {
    "reference": ("id", ""),
    "contributor": ("reference_id", ""),
    "citation_key": ("reference_id", ""),
    "trial": ("reference_id", ""),
    "tag": ("reference_id", ""),
    "assignment": ("reference_id", ""),
    "proposal": ("reference_id", ""),
    "document": ("reference_id", "id"),
    "citation": ("reference_id", "document_id"),
    "mention": ("reference_id", "document_id"),
    "note": ("reference_id", "document_id"),
    "attachment": ("reference_id", ""),
    "annotation": ("reference_id", "document_id"),
    "link": ("reference_id", ""),
    "not_duplicate": ("first_id", ""),
    "collection": ("", ""),
    "collection_member": ("reference_id", ""),
    "saved_search": ("", ""),
    "user_term": ("", ""),
    "import_batch": ("", ""),
    "field_source": ("reference_id", ""),
    "study_cell": ("reference_id", ""),
    "trial_record": ("", ""),
    "claim": ("", "document_id"),
    "claim_evidence": ("reference_id", ""),
    "screening": ("reference_id", ""),
    "merged_duplicate": ("reference_id", ""),
    "auto_export": ("", ""),
}


def statements(script: str) -> Iterator[str]:
    """The single statements of an SQL script."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def migrate(conn: sqlite3.Connection) -> None:
    """Bring the open database up to the newest schema; the caller holds the transaction."""
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("mscref")
    for name, script in MIGRATIONS:
        migrations(name=name)(_runner(script))
    migrations.apply(sqlite_utils.Database(conn, recursive_triggers=False, execute_plugins=False))
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {VERSION}")


def _runner(script: str) -> Callable[[Database], None]:
    def run(db: Database, /) -> None:
        for statement in statements(script):
            db.execute(statement)

    return run


def columns(conn: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns, in their order."""
    return list(defaults(conn, table))


def defaults(conn: sqlite3.Connection, table: str) -> dict[str, str | None]:
    """A table's columns in their order, each with its default as SQL."""
    return {row[1]: row[4] for row in conn.execute(f"PRAGMA main.table_info({table})")}


def _objects(conn: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = conn.execute(
        "SELECT type, name, coalesce(sql, '') FROM main.sqlite_schema"
        " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> '_sqlite_migrations'"
    )
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows}


@functools.cache
def _known(scripts: tuple[str, ...]) -> frozenset[tuple[str, str, str]]:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    for script in scripts:
        conn.executescript(script)
    found = frozenset(_objects(conn))
    conn.close()
    return found


def foreign_objects(conn: sqlite3.Connection, version: int) -> list[str]:
    """What stands in the file's schema beside or instead of the known one, as "trigger name"."""
    odd = _objects(conn) ^ _known(tuple(script for _, script in MIGRATIONS[:version]))
    return sorted({f"{kind} {name}" for kind, name, _ in odd})
