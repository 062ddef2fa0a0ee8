"""What studies report, cell by cell of the study table, and how the reader judges their risk of bias."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mscref.errors import NoSuchKey, UserError
from mscref.library.records import AMONG, dump
from mscref.library.references import held
from mscref.model.folding import clean
from mscref.model.holdings import APPRAISALS
from mscref.model.studies import STUDY_FIELDS, StudyCell

if TYPE_CHECKING:
    from mscref.library.session import Step


def cells(conn: sqlite3.Connection, ids: Iterable[int]) -> list[StudyCell]:
    """The stored cells of some references."""
    rows = conn.execute(
        "SELECT reference_id, field, value, quote, page, source, annotation_id FROM study_cell"
        f" WHERE reference_id {AMONG} ORDER BY reference_id, id",
        (dump(list(ids)),),
    )
    return [StudyCell(*row) for row in rows]


# Pages that have been read, with the attachment whose file they are (a file without a digest is known by its place).
PAGES = "page_text p JOIN attachment a ON p.sha256 = CASE a.sha256 WHEN '' THEN 'path:' || a.path ELSE a.sha256 END"


def page_texts(conn: sqlite3.Connection, reference: int) -> list[tuple[int, str]]:
    """The pages of a reference's files that have been read: number and text, file by file."""
    rows = conn.execute(
        f"SELECT p.page, p.text FROM {PAGES} WHERE a.reference_id = ? ORDER BY a.id, p.page", (reference,)
    )
    return [(page, text) for page, text in rows]


def set_cell(step: Step, cell: StudyCell) -> None:
    """Store a cell in place of the one that was there."""
    held(step, cell.reference)
    _check(cell.field)
    if cell.page < 0:
        raise UserError("The pages of a file count from 1.")
    if cell.annotation is not None and not _is_of(step.conn, cell.annotation, cell.reference):
        raise NoSuchKey("The annotation no longer belongs to the reference.")
    values = (clean(cell.value).strip(), clean(cell.quote), cell.page, clean(cell.source), cell.annotation)
    step.conn.execute(
        "INSERT INTO study_cell (reference_id, field, value, quote, page, source, annotation_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reference_id, field) DO UPDATE SET value = excluded.value,"
        " quote = excluded.quote, page = excluded.page, source = excluded.source,"
        " annotation_id = excluded.annotation_id",
        (cell.reference, cell.field, *values),
    )


def forget_cell(step: Step, reference: int, field: str) -> None:
    """Remove a stored cell, so that what is read from the reference shows again."""
    _check(field)
    step.conn.execute("DELETE FROM study_cell WHERE reference_id = ? AND field = ?", (reference, field))


def _check(field: str) -> None:
    if field not in STUDY_FIELDS or field == "key":
        raise UserError(f'The study table has no field "{field}" to set; there are {", ".join(STUDY_FIELDS[:-1])}.')


def _is_of(conn: sqlite3.Connection, annotation: int, reference: int) -> bool:
    row = conn.execute("SELECT 1 FROM annotation WHERE id = ? AND reference_id = ?", (annotation, reference)).fetchone()
    return row is not None


def set_appraisal(step: Step, ids: Sequence[int], value: str) -> None:
    """Judge the risk of bias of references; "" takes the judgement back."""
    if value and value not in APPRAISALS:
        raise UserError(f'"{value}" is no judgement of the risk of bias; there are {", ".join(APPRAISALS)}.')
    step.conn.execute(
        f"UPDATE reference SET appraisal = ? WHERE appraisal <> ? AND id {AMONG}", (value, value, dump(list(ids)))
    )


def appraisals(conn: sqlite3.Connection, ids: Iterable[int] | None) -> dict[int, str]:
    """The judgements on references, of all when `ids` is None; one without a judgement is left out."""
    if ids is None:
        return dict(conn.execute("SELECT id, appraisal FROM reference WHERE appraisal <> '' AND trashed_at IS NULL"))
    return dict(
        conn.execute(f"SELECT id, appraisal FROM reference WHERE appraisal <> '' AND id {AMONG}", (dump(list(ids)),))
    )
