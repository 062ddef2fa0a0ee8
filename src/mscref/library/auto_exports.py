"""Files kept in step: the rows that name them, and what is remembered of their last writing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library.records import dump
from mscref.model import query as language
from mscref.model.folding import clean
from mscref.model.outputs import AutoExport, OutputState

if TYPE_CHECKING:
    from mscref.library.session import Step

_COLUMNS = "path, format, query, manuscripts, options"


def auto_exports(conn: sqlite3.Connection) -> list[AutoExport]:
    """The files kept in step, by their paths."""
    rows = conn.execute(
        f"SELECT e.id, {_COLUMNS}, coalesce(s.written, ''), coalesce(s.sha256, ''), coalesce(s.problem, '')"
        " FROM auto_export e LEFT JOIN auto_export_state s ON s.auto_export_id = e.id ORDER BY path"
    )
    return [
        AutoExport(number, path, format, query, tuple(json.loads(texts)), json.loads(options), *state)
        for number, path, format, query, texts, options, *state in rows
    ]


def add(
    step: Step, path: str, format: str, query: str, manuscripts: Sequence[str], options: Mapping[str, object]
) -> None:
    """Keep a file in step; raises UserError when one is kept there already, QueryError for a query that is none."""
    held = step.conn.execute("SELECT 1 FROM auto_export WHERE path = ?", (_place(path),)).fetchone()
    if held:
        raise UserError(f"{path} is kept in step already; change what it holds, or choose another file.")
    step.conn.execute(
        f"INSERT INTO auto_export ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
        (_place(path), format, _read(query), dump([_place(text) for text in manuscripts]), dump(dict(options))),
    )


def edit(
    step: Step,
    number: int,
    format: str | None,
    query: str | None,
    manuscripts: Sequence[str] | None,
    options: Mapping[str, object] | None,
) -> None:
    """Change what a file holds; None leaves as it is."""
    given = {
        "format": format,
        "query": None if query is None else _read(query),
        "manuscripts": None if manuscripts is None else dump([_place(text) for text in manuscripts]),
        "options": None if options is None else dump(dict(options)),
    }
    _known(step.conn, number)
    for name, value in given.items():
        if value is not None:
            step.conn.execute(f"UPDATE auto_export SET {name} = ? WHERE id = ?", (value, number))


def remove(step: Step, number: int) -> None:
    """Keep a file in step no more; the file stays."""
    _known(step.conn, number)
    step.conn.execute("DELETE FROM auto_export WHERE id = ?", (number,))


def note(conn: sqlite3.Connection, states: Sequence[OutputState]) -> None:
    """Remember how writing went; what is no longer kept in step is passed by."""
    conn.executemany(
        "INSERT INTO auto_export_state (auto_export_id, written, sha256, problem)"
        " SELECT ?1, coalesce(?2, ''), ?3, ?4 WHERE EXISTS (SELECT 1 FROM auto_export WHERE id = ?1)"
        " ON CONFLICT (auto_export_id) DO UPDATE SET sha256 = ?3, problem = ?4, written = coalesce(?2, written)",
        [(state.id, state.written, state.sha256, state.problem) for state in states],
    )


def _known(conn: sqlite3.Connection, number: int) -> None:
    if not conn.execute("SELECT 1 FROM auto_export WHERE id = ?", (number,)).fetchone():
        raise UserError("This file is no longer kept in step.")


def _place(path: str) -> str:
    """A path that means the same from every folder."""
    place = clean(path).strip()
    if not place:
        raise UserError("Give the path of the file.")
    return str(Path(place).expanduser().absolute())


def _read(query: str) -> str:
    """The query as it is kept; raises QueryError for one that cannot be read."""
    language.parse(query)
    return clean(query).strip()
