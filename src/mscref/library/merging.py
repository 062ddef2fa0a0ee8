"""Several references that are one: merged without losing anything, or remembered to be different."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library import facets
from mscref.library.completing import complete
from mscref.library.records import AMONG, dump
from mscref.library.references import Edit, edit, held

if TYPE_CHECKING:
    from mscref.library.session import Step

# What moves as it is: several of them may hang on one reference.
_MOVE = (
    ("citation", "reference_id"),
    ("mention", "reference_id"),
    ("document", "reference_id"),
    ("note", "reference_id"),
    ("annotation", "reference_id"),
    ("link", "reference_id"),
    ("link", "other_id"),
    ("claim_evidence", "reference_id"),
    ("merged_duplicate", "reference_id"),
)
# What moves unless the kept reference has the same: table -> the columns that say what "the same" is.
_JOIN = {
    "assignment": ("facet", "term"),
    "proposal": ("facet", "term"),
    "tag": ("folded",),
    "trial": ("number",),
    "collection_member": ("collection_id",),
    "attachment": ("path", "is_stored"),
    "study_cell": ("field",),
    "field_source": ("field",),
    "screening": ("stage",),
}


def merge(step: Step, keep: int, others: Sequence[int], said: Edit) -> None:
    """Join `others` into `keep`: its gaps are filled, their keys become aliases, all that hangs on them moves.

    `said` is what wins where they differ. Status and rating become the higher ones.
    """
    held(step, keep)
    gone = [number for number in facets.held_ids(step.conn, others) if number != keep]
    for other in gone:
        _move(step, keep, other)
        _raise_marks(step, keep, other)
    step.conn.execute(
        "INSERT INTO merged_duplicate (reference_id, import_batch_id, key, at)"
        f" SELECT ?, import_batch_id, key, ? FROM reference WHERE id {AMONG}",
        (keep, step.at, dump(gone)),
    )
    for other in gone:
        reference = held(step, other)
        step.conn.execute(
            "UPDATE citation_key SET reference_id = ?, is_alias = 1 WHERE reference_id = ?", (keep, other)
        )
        complete(step, keep, held(step, keep), reference)
    step.conn.execute(f"DELETE FROM reference WHERE id {AMONG}", (dump(gone),))
    if said != Edit():
        edit(step, keep, said)


def _move(step: Step, keep: int, other: int) -> None:
    step.conn.execute("DELETE FROM link WHERE (reference_id, other_id) IN (VALUES (?1, ?2), (?2, ?1))", (keep, other))
    for table, column in _MOVE:
        step.conn.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (keep, other))
    step.conn.execute(
        "UPDATE annotation SET attachment_id = mine.id FROM attachment theirs, attachment mine"
        " WHERE annotation.attachment_id = theirs.id AND theirs.reference_id = ? AND mine.reference_id = ?"
        " AND mine.path = theirs.path AND mine.is_stored = theirs.is_stored",
        (other, keep),
    )
    for table, same in _JOIN.items():
        names = ", ".join(same)
        step.conn.execute(
            f"UPDATE {table} SET reference_id = ? WHERE reference_id = ? AND ({names}) NOT IN"
            f" (SELECT {names} FROM {table} WHERE reference_id = ?)",
            (keep, other, keep),
        )
    step.conn.execute(
        "DELETE FROM proposal WHERE reference_id = ? AND (facet, term) IN"
        " (SELECT facet, term FROM assignment WHERE reference_id = ?)",
        (keep, keep),
    )


def _raise_marks(step: Step, keep: int, other: int) -> None:
    step.conn.execute(
        "UPDATE reference AS r SET rating = max(r.rating, o.rating),"
        " colour = CASE r.colour WHEN 0 THEN o.colour ELSE r.colour END,"
        " status = CASE WHEN 'read' IN (r.status, o.status) THEN 'read'"
        " WHEN 'reading' IN (r.status, o.status) THEN 'reading' ELSE r.status END"
        " FROM (SELECT rating, colour, status FROM reference WHERE id = ?) AS o WHERE r.id = ?",
        (other, keep),
    )


def distinct(step: Step, a: int, b: int) -> None:
    """Remember that two references are not the same, so that they are not offered as duplicates again."""
    first, second = sorted((a, b))
    if first == second or len(facets.held_ids(step.conn, (first, second))) < 2:
        raise UserError("To say that two references differ, name two references of the library.")
    step.conn.execute(
        "INSERT INTO not_duplicate (first_id, second_id) VALUES (?, ?) ON CONFLICT DO NOTHING", (first, second)
    )
