"""Where the fields of references were seen: on a page, in a record, or in the user's own hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mscref.model.folding import clean
from mscref.model.lookups import USER, FieldSource
from mscref.model.reference import Reference

if TYPE_CHECKING:
    from mscref.library.session import Step


def sources(conn: sqlite3.Connection, reference: int) -> dict[str, FieldSource]:
    """Where each field of a reference was seen, by field; a field of which nobody knows is left out."""
    rows = conn.execute(
        "SELECT field, source, page, line, percent FROM field_source WHERE reference_id = ? ORDER BY id", (reference,)
    )
    return {row[0]: FieldSource(*row) for row in rows}


def keep(step: Step, reference: int, seen: Iterable[FieldSource]) -> None:
    """Keep where fields were seen, in the place of what was known of them."""
    step.conn.executemany(
        "INSERT INTO field_source (reference_id, field, source, page, line, percent) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (reference_id, field) DO UPDATE SET source = excluded.source, page = excluded.page,"
        " line = excluded.line, percent = excluded.percent",
        [(reference, clean(s.field), s.source, s.page, clean(s.line), s.percent) for s in seen],
    )


def keep_gained(
    step: Step, number: int, before: Reference | None, after: Reference, seen: Iterable[FieldSource]
) -> None:
    """Keep where those fields were seen that a reference has now and had not before (None: it is new)."""
    keep(step, number, [s for s in seen if _has(after, s.field) and not (before and _has(before, s.field))])


def _has(reference: Reference, field: str) -> bool:
    return bool(reference.names(field)) if field == "author" else bool(reference.get(field))


def by_user(step: Step, number: int, before: Reference, after: Reference) -> None:
    """Remember which fields the user's hand has changed: no look-up writes over them."""
    names = sorted({*before.fields, *after.fields, "title", "type"})
    changed = [name for name in names if before.get(name) != after.get(name)]
    if before.authors != after.authors:
        changed.append("author")
    keep(step, number, [FieldSource(name, USER) for name in changed])
