"""Screening for a review: decisions with their reasons, and where the screened records came from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library.records import AMONG, dump
from mscref.model.folding import clean
from mscref.model.studies import DECISIONS, SOURCE_KINDS, STAGES, Batch, Screening

if TYPE_CHECKING:
    from mscref.library.session import Step


def screening(conn: sqlite3.Connection) -> list[Screening]:
    """All decisions on references outside the trash, in the order of the references."""
    rows = conn.execute(
        "SELECT s.reference_id, r.key, s.stage, s.decision, s.reason, s.at FROM screening s"
        " JOIN reference r ON r.id = s.reference_id WHERE r.trashed_at IS NULL ORDER BY s.reference_id, s.stage DESC"
    )
    return [Screening(*row) for row in rows]


def screen(step: Step, ids: Sequence[int], stage: str, decision: str, reason: str) -> None:
    """Decide on references at a stage; an empty decision takes back what was decided there."""
    if stage not in STAGES:
        raise UserError(f'"{stage}" is no stage of screening; there are {", ".join(STAGES)}.')
    if decision and decision not in DECISIONS:
        raise UserError(f'"{decision}" is no decision; there are {", ".join(DECISIONS)}.')
    if decision == "not-retrieved" and stage == "title":
        raise UserError("Only a report can be not retrieved; a title is included or excluded.")
    among = dump(list(ids))
    if not decision:
        step.conn.execute(f"DELETE FROM screening WHERE stage = ? AND reference_id {AMONG}", (stage, among))
        return
    reason = clean(reason).strip() if decision != "include" else ""
    step.conn.execute(
        "INSERT INTO screening (reference_id, stage, decision, reason, at)"
        f" SELECT id, ?, ?, ?, ? FROM reference WHERE id {AMONG}"
        " ON CONFLICT (reference_id, stage) DO UPDATE SET decision = excluded.decision, reason = excluded.reason,"
        " at = excluded.at WHERE decision <> excluded.decision OR reason <> excluded.reason",
        (stage, decision, reason, step.at, among),
    )


def set_batch_source(step: Step, batch: int, source: str, kind: str, query: str) -> None:
    """Say where the records of an import came from: the name of a database or register, and what was searched."""
    check_source_kind(kind)
    new = (clean(source).strip(), kind, clean(query).strip())
    row = step.conn.execute("SELECT source, source_kind, query FROM import_batch WHERE id = ?", (batch,)).fetchone()
    if row is None:
        raise UserError(f"There is no import {batch} in the library.")
    if row != new:
        step.conn.execute("UPDATE import_batch SET source = ?, source_kind = ?, query = ? WHERE id = ?", (*new, batch))


def check_source_kind(kind: str) -> None:
    """Raise UserError for what is no kind of source."""
    if kind and kind not in SOURCE_KINDS:
        raise UserError(f'"{kind}" is no kind of source; there are {", ".join(SOURCE_KINDS)}.')


def batches(conn: sqlite3.Connection) -> list[Batch]:
    """Where the library's records came from, import by import; last what was added by hand, when there is any.

    An import of a version that did not count its records is taken to have had those that are still known.
    """
    held = dict(conn.execute(f"{_COUNT} AND trashed_at IS NULL GROUP BY 1"))
    trashed = dict(conn.execute(f"{_COUNT} AND trashed_at NOT NULL GROUP BY 1"))
    merged = dict(conn.execute("SELECT import_batch_id, count(*) FROM merged_duplicate GROUP BY 1"))
    found = []
    for number, act, at, source, kind, query, records in conn.execute(
        "SELECT id, act, at, source, source_kind, query, records FROM import_batch ORDER BY id"
    ):
        parts = (merged.get(number, 0), trashed.get(number, 0), held.get(number, 0))
        found.append(Batch(number, act, at, source, kind, query, max(records, sum(parts)), *parts))
    parts = (merged.get(None, 0), trashed.get(None, 0), held.get(None, 0))
    if any(parts):
        found.append(Batch(None, "", "", "", "other", "", sum(parts), *parts))
    return found


_COUNT = "SELECT import_batch_id, count(*) FROM reference WHERE true"


def batch_of(conn: sqlite3.Connection) -> dict[int, int | None]:
    """The import that each reference outside the trash came with, None for one added by hand."""
    return dict(conn.execute("SELECT id, import_batch_id FROM reference WHERE trashed_at IS NULL"))
