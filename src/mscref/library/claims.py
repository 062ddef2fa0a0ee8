"""Claims: sentences that want evidence, and the references that support or contradict them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from mscref.errors import NoSuchKey, UserError
from mscref.library.references import held
from mscref.model.folding import clean
from mscref.model.studies import STANCES, Claim, Evidence

if TYPE_CHECKING:
    from mscref.library.session import Step


def claims(conn: sqlite3.Connection, document: int | None = None) -> list[Claim]:
    """All claims, or those of one document, document by document in the order of the text."""
    rows = conn.execute(
        "SELECT c.id, c.text, c.document_id, c.note_id, c.start, c.stop, c.created, c.modified, coalesce(d.title, '')"
        " FROM claim c LEFT JOIN document d ON d.id = c.document_id WHERE ?1 IS NULL OR c.document_id = ?1"
        " ORDER BY c.document_id IS NULL, c.document_id, c.start, c.id",
        (document,),
    ).fetchall()
    evidence: dict[int, list[Evidence]] = {}
    for row in conn.execute(
        "SELECT e.id, e.claim_id, e.reference_id, r.key, e.stance, e.quote, e.page, e.annotation_id"
        " FROM claim_evidence e JOIN reference r ON r.id = e.reference_id ORDER BY e.id"
    ):
        evidence.setdefault(row[1], []).append(Evidence(*row))
    return [replace(Claim(*row), evidence=tuple(evidence.get(row[0], ()))) for row in rows]


def add(step: Step, text: str, document: int | None, note: int | None, start: int, end: int) -> None:
    """Add a claim. Without a place its words are looked for in the document's text."""
    text = clean(text).strip()
    if not text:
        raise UserError("A claim needs some text.")
    if note is not None and not step.conn.execute("SELECT 1 FROM note WHERE id = ?", (note,)).fetchone():
        raise NoSuchKey("The note is no longer in the library.")
    if document is not None:
        start, end = _place(step.conn, document, text, start, end)
    step.conn.execute(
        "INSERT INTO claim (document_id, note_id, text, start, stop, created, modified) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (document, note, text, start, end, step.at, step.at),
    )


def _place(conn: sqlite3.Connection, document: int, text: str, start: int, end: int) -> tuple[int, int]:
    row = conn.execute("SELECT text FROM document WHERE id = ?", (document,)).fetchone()
    if row is None:
        raise NoSuchKey("The document is no longer in the library.")
    if not 0 <= start <= end <= len(row[0]):
        raise UserError(f"The claim's place is not within the {len(row[0]):,} characters of the document.")
    found = row[0].find(text) if start == end else -1
    return (found, found + len(text)) if found >= 0 else (start, end)


def edit(step: Step, claim: int, text: str) -> None:
    """Say a claim in other words; its place in the document stays."""
    row = step.conn.execute("SELECT text FROM claim WHERE id = ?", (_held(step.conn, claim),)).fetchone()
    new = clean(text).strip()
    if not new:
        raise UserError("A claim needs some text.")
    if new != row[0]:
        step.conn.execute("UPDATE claim SET text = ?, modified = ? WHERE id = ?", (new, step.at, claim))


def remove(step: Step, claim: int) -> None:
    """Remove a claim with its evidence."""
    step.conn.execute("DELETE FROM claim WHERE id = ?", (claim,))


def _held(conn: sqlite3.Connection, claim: int) -> int:
    if conn.execute("SELECT 1 FROM claim WHERE id = ?", (claim,)).fetchone() is None:
        raise NoSuchKey(f"There is no claim {claim} in the library.")
    return claim


def add_evidence(step: Step, new: Evidence) -> None:
    """Say what a reference does to a claim; saying the same again changes nothing."""
    _held(step.conn, new.claim)
    held(step, new.reference)
    _check(new.stance, new.page)
    values = (new.claim, new.reference, new.stance, clean(new.quote), new.page, new.annotation)
    known = step.conn.execute(
        "SELECT 1 FROM claim_evidence WHERE claim_id = ? AND reference_id = ? AND stance = ? AND quote = ?"
        " AND page = ? AND annotation_id IS ?",
        values,
    ).fetchone()
    if not known:
        step.conn.execute(
            "INSERT INTO claim_evidence (claim_id, reference_id, stance, quote, page, annotation_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            values,
        )


def add_with_evidence(
    step: Step, text: str, reference: int, stance: str, quote: str, page: int, annotation: int | None
) -> None:
    """Add a claim, and what a reference does to it."""
    add(step, text, None, None, 0, 0)
    (claim,) = step.conn.execute("SELECT max(id) FROM claim").fetchone()
    add_evidence(step, Evidence(0, claim, reference, "", stance, quote, page, annotation))


def edit_evidence(step: Step, evidence: int, stance: str | None, quote: str | None, page: int | None) -> None:
    """Change stance, quote or page of a piece of evidence; what is None stays."""
    row = step.conn.execute("SELECT stance, quote, page FROM claim_evidence WHERE id = ?", (evidence,)).fetchone()
    if row is None:
        raise NoSuchKey("The evidence is no longer in the library.")
    given = (stance, None if quote is None else clean(quote), page)
    new = tuple(old if value is None else value for old, value in zip(row, given, strict=True))
    _check(str(new[0]), int(new[2]))
    if new != tuple(row):
        step.conn.execute("UPDATE claim_evidence SET stance = ?, quote = ?, page = ? WHERE id = ?", (*new, evidence))


def _check(stance: str, page: int) -> None:
    if stance not in STANCES:
        raise UserError(f'"{stance}" is no stance of evidence; there are {", ".join(STANCES)}.')
    if page < 0:
        raise UserError("The pages of a file count from 1.")


def remove_evidence(step: Step, evidence: int) -> None:
    """Remove a piece of evidence."""
    step.conn.execute("DELETE FROM claim_evidence WHERE id = ?", (evidence,))
