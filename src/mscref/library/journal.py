"""Undo: TEMP triggers write down every row that a verb touches; replaying a step backwards is its undo.

The triggers are generated from the schema when a library is first written to, so no verb can forget to be
undoable, and cascades are written down like everything else. A row of the journal holds

* for a change: the changed columns before and after, as JSON objects;
* for a deletion: the whole row before;
* for an insertion: a fingerprint of the row, which is enough to see that nothing has touched it since. Where a
  table has got other columns since, `after` holds the names of those that the fingerprint was made of.

Undoing a step is itself journalled (`is_redo` 1), and those rows are what redo replays.
"""

from __future__ import annotations

import json
import marshal
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from mscref.errors import Bug, NothingToUndo, UndoIsStale
from mscref.library import schema

_PLAIN = 2  # the marshal format without back references: equal values give equal bytes
# Rows whose change is not an edit of the reference itself.
_NOT_AN_EDIT = ("reference", "citation", "mention", "document", "not_duplicate", "collection_member")


def row_print(*values: str | int | None) -> int:
    """A fingerprint of a row's values: their checksum and length in one integer."""
    data = marshal.dumps(values, _PLAIN)
    return len(data) << 32 | zlib.crc32(data)


def install(conn: sqlite3.Connection) -> None:
    """Create the journal's TEMP triggers on this connection, once."""
    if conn.execute("SELECT 1 FROM sqlite_temp_schema WHERE name = 'journal_now'").fetchone():
        return
    conn.create_function("row_print", -1, row_print, deterministic=True)
    conn.execute("CREATE TEMP TABLE journal_now (step_id INTEGER, is_redo INTEGER)")
    for table in schema.JOURNALLED:
        for trigger in _triggers(conn, table):
            conn.execute(trigger)


@contextmanager
def kept_through_upgrade(conn: sqlite3.Connection) -> Iterator[None]:
    """While the schema changes inside: a fingerprint of a table that changes remembers which columns it was made of."""
    before = {table: schema.columns(conn, table) for table in schema.JOURNALLED}
    yield
    for table, names in before.items():
        if names and names != schema.columns(conn, table):
            conn.execute(
                "UPDATE journal SET after = ? WHERE op = 'insert' AND tbl = ? AND after IS NULL",
                (json.dumps(names), table),
            )


def _triggers(conn: sqlite3.Connection, table: str) -> Iterator[str]:
    names = schema.columns(conn, table)
    reference, document = schema.JOURNALLED[table]

    def record(event: str, row: str, when: str, op: str, before: str, after: str, fingerprint: str) -> str:
        owner = f"{row}.{reference}" if reference else "NULL"
        home = f"{row}.{document}" if document else "NULL"
        return (
            f"CREATE TEMP TRIGGER journal_{table}_{event.lower()} AFTER {event} ON main.{table}"
            f" WHEN {when} EXISTS (SELECT 1 FROM journal_now) BEGIN"
            " INSERT INTO journal (step_id, is_redo, op, tbl, row, reference_id, document_id, before, after, print)"
            f" SELECT step_id, is_redo, '{op}', '{table}', {row}.id, {owner}, {home}, {before}, {after}, {fingerprint}"
            " FROM journal_now; END"
        )

    members = ", ".join(f"'{n}', OLD.{n}" for n in names)
    whole = f"json_object({members})"
    values = ", ".join(f"NEW.{n}" for n in names)
    differs = " OR ".join(f"OLD.{n} IS NOT NEW.{n}" for n in names if n != "id")
    pairs = " UNION ALL ".join(
        f"SELECT '{n}' AS c, OLD.{n} AS o, NEW.{n} AS n WHERE OLD.{n} IS NOT NEW.{n}" for n in names if n != "id"
    )
    yield record("INSERT", "NEW", "", "insert", "NULL", "NULL", f"row_print({values})")
    yield record("DELETE", "OLD", "", "delete", whole, "NULL", "NULL")
    before, after = (f"(SELECT json_group_object(c, {side}) FROM ({pairs}))" for side in "on")
    yield record("UPDATE", "NEW", f"({differs}) AND", "update", before, after, "NULL")


# --- one step ---------------------------------------------------------------------------------------------------


def begin(conn: sqlite3.Connection, act: str, at: str, *, complete: bool = True) -> int:
    """Start a step: from here on every change is written down under it. Undone steps can no longer be redone."""
    conn.execute("DELETE FROM step WHERE is_undone = 1")
    row = conn.execute("INSERT INTO step (act, at, is_complete) VALUES (?, ?, ?) RETURNING id", (act, at, complete))
    step: int = row.fetchone()[0]
    resume(conn, step)
    return step


def go_on(conn: sqlite3.Connection, step: int) -> int:
    """Write down what follows under an earlier step; gives 0 when something else was done, or undone, since."""
    newest = conn.execute("SELECT max(id) FROM step").fetchone()[0]
    if not step or newest != step or next_to_redo(conn) is not None:
        return 0
    resume(conn, step)
    return step


def resume(conn: sqlite3.Connection, step: int, *, is_redo: bool = False) -> None:
    """Write down what follows under `step`."""
    conn.execute("DELETE FROM journal_now")
    conn.execute("INSERT INTO journal_now VALUES (?, ?)", (step, is_redo))


def pause(conn: sqlite3.Connection) -> None:
    """Write nothing down from here on."""
    conn.execute("DELETE FROM journal_now")


def last_seq(conn: sqlite3.Connection) -> int:
    """The number of the newest journal row."""
    found: int = conn.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
    return found


def stamp(conn: sqlite3.Connection, after: int, now: str) -> None:
    """Give the references edited since journal row `after` their new date of modification."""
    marks = ", ".join("?" * len(_NOT_AN_EDIT))
    conn.execute(
        "UPDATE reference SET modified = ? WHERE modified <> ? AND id IN ("
        "SELECT reference_id FROM journal WHERE seq > ? AND reference_id IS NOT NULL"
        f" AND (tbl NOT IN ({marks}) OR tbl = 'reference' AND op = 'update'))",
        (now, now, after, *_NOT_AN_EDIT),
    )


def touched(conn: sqlite3.Connection, column: str, after: int) -> tuple[int, ...]:
    """The references or documents touched since journal row `after`, in the order of their first touch."""
    rows = conn.execute(
        f"SELECT {column} FROM journal WHERE seq > ? AND {column} IS NOT NULL GROUP BY {column} ORDER BY min(seq)",
        (after,),
    )
    return tuple(row[0] for row in rows)


def reworded(conn: sqlite3.Connection, after: int) -> list[int]:
    """The references whose searchable words may have changed since journal row `after`."""
    rows = conn.execute(
        "SELECT DISTINCT reference_id FROM journal WHERE seq > ? AND reference_id IS NOT NULL AND ("
        " tbl IN ('contributor', 'citation_key', 'trial', 'tag', 'note', 'annotation', 'document')"
        " OR tbl = 'reference' AND (op <> 'update' OR EXISTS (SELECT 1 FROM json_each(before)"
        " WHERE json_each.key IN ('key', 'type', 'title', 'fields', 'keywords'))))",
        (after,),
    )
    found = [row[0] for row in rows]
    moved = conn.execute(
        "SELECT DISTINCT json_extract(before, '$.reference_id') FROM journal WHERE seq > ? AND op = 'update'"
        " AND tbl IN ('document', 'note', 'annotation', 'citation_key')"
        " AND json_extract(before, '$.reference_id') IS NOT NULL",
        (after,),
    )
    return sorted({*found, *(row[0] for row in moved)})


@contextmanager
def many_inserts(conn: sqlite3.Connection, tables: Iterable[str]) -> Iterator[None]:
    """While nothing but new rows comes into some tables: they are written down a table at a time, after.

    That takes a third of the time that the triggers take. Raises Bug when anything else was changed.
    """
    now = conn.execute("SELECT step_id, is_redo FROM journal_now").fetchone()
    last = {table: conn.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] for table in tables}
    pause(conn)
    changes = conn.total_changes
    yield
    changes = conn.total_changes - changes
    for table, before in last.items():
        reference, document = schema.JOURNALLED[table]
        written = conn.execute(
            "INSERT INTO journal (step_id, is_redo, op, tbl, row, reference_id, document_id, print)"
            f" SELECT ?, ?, 'insert', '{table}', id, {reference or 'NULL'}, {document or 'NULL'},"
            f" row_print({', '.join(schema.columns(conn, table))}) FROM {table} WHERE id > ? ORDER BY id",
            (*now, before),
        )
        changes -= written.rowcount
    if changes:
        raise Bug(f"{changes} changes were not written down for undo.")
    resume(conn, now[0], is_redo=now[1])


# --- replay -----------------------------------------------------------------------------------------------------


def next_to_undo(conn: sqlite3.Connection) -> tuple[int, str] | None:
    """The step that undo would take back, with its act."""
    row = conn.execute("SELECT id, act FROM step WHERE is_undone = 0 ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else None


def next_to_redo(conn: sqlite3.Connection) -> tuple[int, str] | None:
    """The step that redo would do again, with its act."""
    row = conn.execute("SELECT id, act FROM step WHERE is_undone = 1 ORDER BY id LIMIT 1").fetchone()
    return (row[0], row[1]) if row else None


def replay(conn: sqlite3.Connection, *, redo: bool) -> tuple[int, str]:
    """Take back the newest step, or do the last undone one again, inside the caller's transaction.

    Raises NothingToUndo, or UndoIsStale (and the caller rolls back) when a row is not as the step left it.
    """
    found = next_to_redo(conn) if redo else next_to_undo(conn)
    if not found:
        raise NothingToUndo("There is nothing to do again." if redo else "There is nothing to undo.")
    step, act = found
    start = last_seq(conn)
    resume(conn, step, is_redo=not redo)
    conn.execute("PRAGMA defer_foreign_keys = ON")
    try:
        for op, table, first, last in _runs(conn, step, redo):
            _REVERSE[op](conn, act, table, (step, redo, first, last))
    except sqlite3.IntegrityError as error:
        raise _stale(act, f"another program's data stands in its place ({error})") from error
    _refuse_bystanders(conn, act, step, redo, start)
    conn.execute("DELETE FROM journal WHERE step_id = ? AND is_redo = ?", (step, redo))
    conn.execute("UPDATE step SET is_undone = ? WHERE id = ?", (not redo, step))
    pause(conn)
    return step, act


def _runs(conn: sqlite3.Connection, step: int, redo: bool) -> Iterator[tuple[str, str, int, int]]:
    """The rows of a step backwards, as runs (op, table, first seq, last seq) of distinct rows of one kind."""
    rows = conn.execute(
        "SELECT seq, op, tbl, row FROM journal WHERE step_id = ? AND is_redo = ? ORDER BY seq DESC", (step, redo)
    ).fetchall()
    cuts = [0]
    seen: set[int] = set()
    for place, (_, op, table, row) in enumerate(rows):
        if place and ((op, table) != rows[place - 1][1:3] or row in seen):
            cuts.append(place)
            seen.clear()
        seen.add(row)
    for here, there in pairwise([*cuts, len(rows)]):
        if there > here:
            yield rows[here][1], rows[here][2], rows[there - 1][0], rows[here][0]


_RUN = "journal.step_id = ? AND journal.is_redo = ? AND journal.seq BETWEEN ? AND ?"
_Run = tuple[int, bool, int, int]


def _take_away(conn: sqlite3.Connection, act: str, table: str, run: _Run) -> None:
    held = schema.columns(conn, table)
    for (shape,) in conn.execute(f"SELECT DISTINCT after FROM journal WHERE {_RUN}", run).fetchall():
        names = held if shape is None else json.loads(shape)
        values = ", ".join(f"t.{name}" if name in held else "NULL" for name in names)
        odd = conn.execute(
            f"SELECT journal.row FROM journal LEFT JOIN {table} t ON t.id = journal.row WHERE {_RUN}"
            f" AND journal.after IS ? AND (t.id IS NULL OR row_print({values}) IS NOT journal.print) LIMIT 1",
            (*run, shape),
        ).fetchone()
        if odd:
            raise _stale(act, _name_of(conn, table, odd[0]))
    conn.execute(f"DELETE FROM {table} WHERE id IN (SELECT row FROM journal WHERE {_RUN})", run)


def _put_back(conn: sqlite3.Connection, act: str, table: str, run: _Run) -> None:
    defaults = schema.defaults(conn, table)
    values = ", ".join(_as_kept(name, default) for name, default in defaults.items())
    there = conn.execute(
        f"SELECT journal.row FROM journal JOIN {table} t ON t.id = journal.row WHERE {_RUN} LIMIT 1", run
    ).fetchone()
    if there:
        raise _stale(act, _name_of(conn, table, there[0]))
    conn.execute(
        f"INSERT INTO {table} ({', '.join(defaults)}) SELECT {values} FROM journal WHERE {_RUN} ORDER BY seq DESC", run
    )


def _as_kept(name: str, default: str | None) -> str:
    """The value of a column in the row before; its default when the row is older than the column."""
    kept = f"json_extract(before, '$.{name}')"
    return kept if default is None else f"iif(json_type(before, '$.{name}') IS NULL, {default}, {kept})"


def _set_back(conn: sqlite3.Connection, act: str, table: str, run: _Run) -> None:
    rows = conn.execute(f"SELECT row, before, after FROM journal WHERE {_RUN} ORDER BY seq DESC", run).fetchall()
    for row, before_text, after_text in rows:
        before, after = json.loads(before_text), json.loads(after_text)
        places = ", ".join(f"{name} = ?" for name in before)
        same = " AND ".join(f"{name} IS ?" for name in after)
        done = conn.execute(
            f"UPDATE {table} SET {places} WHERE id = ? AND {same}", (*before.values(), row, *after.values())
        )
        if done.rowcount != 1:
            raise _stale(act, _name_of(conn, table, row))


_REVERSE = {"insert": _take_away, "delete": _put_back, "update": _set_back}


def _refuse_bystanders(conn: sqlite3.Connection, act: str, step: int, redo: bool, start: int) -> None:
    """Raise UndoIsStale when the replay touched rows (by cascade) that the step itself never had."""
    odd = conn.execute(
        "SELECT tbl, row, before FROM journal WHERE seq > ? AND (tbl, row) NOT IN"
        " (SELECT tbl, row FROM journal WHERE step_id = ? AND is_redo = ?) LIMIT 1",
        (start, step, redo),
    ).fetchone()
    if odd:
        raise _stale(act, f"{_WORDS.get(odd[0], odd[0])} added since would be lost")


_WORDS = {
    "reference": "a reference",
    "citation_key": "a citation key",
    "document": "a document",
    "note": "a note",
    "annotation": "an annotation",
    "link": "a link",
    "assignment": "a facet term",
    "attachment": "a file",
    "tag": "a tag",
    "study_cell": "a value of the study table",
    "field_source": "the source of a field",
    "claim_evidence": "the evidence of a claim",
    "screening": "a screening decision",
    "auto_export": "an output",
}


def _name_of(conn: sqlite3.Connection, table: str, row: int) -> str:
    """What stands in the way, in words: "the note of bier2018 was changed since"."""
    owner = schema.JOURNALLED[table][0]
    kind = _WORDS.get(table, f"a {table.replace('_', ' ')}").split(" ", 1)[1]
    found = None
    if owner:
        found = conn.execute(
            f"SELECT r.key FROM {table} t JOIN reference r ON r.id = t.{owner} WHERE t.id = ?", (row,)
        ).fetchone()
    elif table == "collection":
        found = conn.execute("SELECT name FROM collection WHERE id = ?", (row,)).fetchone()
    name = f" of {found[0]}" if found and table != "reference" else f" {found[0]}" if found else ""
    exists = conn.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row,)).fetchone()
    return f"the {kind}{name} was {'changed' if exists else 'removed'} since by another program"


def _stale(act: str, reason: str) -> UndoIsStale:
    return UndoIsStale(f'"{act}" cannot be undone: {reason}. Nothing was changed.')
