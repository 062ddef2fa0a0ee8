"""Collections (named groups, one inside another), free tags and saved searches."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library.records import AMONG, dump
from mscref.model.folding import clean, fold
from mscref.model.inventory import Collection, SavedSearch

if TYPE_CHECKING:
    from mscref.library.session import Step


def collections(conn: sqlite3.Connection) -> list[Collection]:
    """All collections with the number of references directly in them, trash left out, by name."""
    rows = conn.execute(
        "SELECT c.id, c.name, c.parent_id, (SELECT count(*) FROM collection_member m"
        " JOIN reference r ON r.id = m.reference_id WHERE m.collection_id = c.id AND r.trashed_at IS NULL)"
        " FROM collection c"
    )
    return sorted((Collection(*row) for row in rows), key=lambda c: (fold(c.name), c.id))


def add(step: Step, name: str, parent: int | None = None) -> None:
    """Add a collection, inside another or at the top."""
    name = _checked(step, name, parent)
    step.conn.execute("INSERT INTO collection (name, parent_id) VALUES (?, ?)", (name, parent))


def rename(step: Step, collection: int, name: str) -> None:
    """Give a collection another name."""
    parent = _parent(step.conn, collection)
    step.conn.execute(
        "UPDATE collection SET name = ? WHERE id = ?", (_checked(step, name, parent, collection), collection)
    )


def remove(step: Step, collection: int) -> None:
    """Remove a collection and those inside it; their references stay in the library."""
    _parent(step.conn, collection)
    step.conn.execute("DELETE FROM collection WHERE id = ?", (collection,))


def collect(step: Step, ids: Sequence[int], collection: int, remove: bool = False) -> None:
    """Put references into a collection, or take them out."""
    _parent(step.conn, collection)
    among = dump(list(ids))
    if remove:
        step.conn.execute(
            f"DELETE FROM collection_member WHERE collection_id = ? AND reference_id {AMONG}", (collection, among)
        )
    else:
        step.conn.execute(
            f"INSERT INTO collection_member (collection_id, reference_id) SELECT ?, id FROM reference WHERE id {AMONG}"
            " AND id NOT IN (SELECT reference_id FROM collection_member WHERE collection_id = ?)",
            (collection, among, collection),
        )


def member_of_named(step: Step, reference: int, name: str) -> None:
    """Put a reference into the top collection of a name, which is made when there is none."""
    row = step.conn.execute("SELECT id FROM collection WHERE name = ? AND parent_id IS NULL", (name,)).fetchone()
    if row is None:
        row = step.conn.execute("INSERT INTO collection (name) VALUES (?) RETURNING id", (name,)).fetchone()
    collect(step, [reference], row[0])


def _parent(conn: sqlite3.Connection, collection: int) -> int | None:
    row = conn.execute("SELECT parent_id FROM collection WHERE id = ?", (collection,)).fetchone()
    if row is None:
        raise UserError("There is no such collection any more.")
    parent: int | None = row[0]
    return parent


def _checked(step: Step, name: str, parent: int | None, itself: int | None = None) -> str:
    name = clean(name).strip()
    if not name:
        raise UserError("A collection needs a name.")
    if parent is not None:
        _parent(step.conn, parent)
    for number, held in step.conn.execute("SELECT id, name FROM collection WHERE parent_id IS ?", (parent,)):
        if number != itself and fold(held) == fold(name):
            raise UserError(f'There is a collection "{held}" here already. Choose another name.')
    return name


def tags(conn: sqlite3.Connection) -> dict[str, int]:
    """The free tags and how many references outside the trash have each, by name."""
    rows = conn.execute(
        "SELECT min(t.name), count(*) FROM tag t JOIN reference r ON r.id = t.reference_id"
        " WHERE r.trashed_at IS NULL GROUP BY t.folded ORDER BY t.folded"
    )
    return dict(rows.fetchall())


def set_tags(step: Step, ids: Sequence[int], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
    """Add and remove free tags; they are the same in any case and with or without accents."""
    among = dump(list(ids))
    for name in remove:
        step.conn.execute(f"DELETE FROM tag WHERE folded = ? AND reference_id {AMONG}", (fold(clean(name)), among))
    for name in add:
        name = clean(name).strip()
        if not name:
            raise UserError("A tag needs at least one letter.")
        step.conn.execute(
            f"INSERT INTO tag (reference_id, name, folded) SELECT id, ?, ? FROM reference WHERE id {AMONG}"
            " AND id NOT IN (SELECT reference_id FROM tag WHERE folded = ?)",
            (name, fold(name), among, fold(name)),
        )


def searches(conn: sqlite3.Connection) -> list[SavedSearch]:
    """The saved searches, by name."""
    rows = conn.execute("SELECT id, name, query FROM saved_search")
    return sorted((SavedSearch(*row) for row in rows), key=lambda s: fold(s.name))


def save_search(step: Step, name: str, query: str) -> None:
    """Keep a query under a name, in place of the one that had the name before."""
    name = clean(name).strip()
    if not name:
        raise UserError("A saved search needs a name.")
    step.conn.execute(
        "INSERT INTO saved_search (name, query) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET query = excluded.query",
        (name, clean(query)),
    )


def remove_search(step: Step, search: int) -> None:
    """Remove a saved search."""
    step.conn.execute("DELETE FROM saved_search WHERE id = ?", (search,))
