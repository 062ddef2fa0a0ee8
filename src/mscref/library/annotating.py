"""Annotations: marked places in a reference's files, with the words there and the user's own."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from mscref.errors import NoSuchKey, UserError
from mscref.library.records import dump
from mscref.library.references import held
from mscref.model.folding import clean
from mscref.model.holdings import AnnotationRecord

if TYPE_CHECKING:
    from mscref.library.session import Step

_CORNERS = 8
_COLOURS = 9


def of_reference(conn: sqlite3.Connection, reference: int) -> list[AnnotationRecord]:
    """The annotations of a reference, page by page and in the order in which they were made."""
    rows = conn.execute(
        "SELECT quads, id, reference_id, attachment_id, page, text, prefix, suffix, note, colour, author, created,"
        " modified FROM annotation WHERE reference_id = ? ORDER BY page, id",
        (reference,),
    )
    return [
        AnnotationRecord(number, owner, file, page, tuple(map(tuple, json.loads(quads))), *rest)
        for quads, number, owner, file, page, *rest in rows
    ]


def add(step: Step, new: AnnotationRecord) -> None:
    """Add an annotation; its id and dates are given here."""
    held(step, new.reference)
    if not (new.text.strip() or new.note.strip() or new.quads):
        raise UserError("An annotation needs a marked place, its words, or a note.")
    if new.page < 1:
        raise UserError("The pages of a file count from 1.")
    if any(len(quad) != _CORNERS for quad in new.quads):
        raise UserError("A marked place has four corners, each of two numbers.")
    _check_colour(new.colour)
    _check_attachment(step.conn, new)
    step.conn.execute(
        "INSERT INTO annotation (reference_id, attachment_id, page, quads, text, prefix, suffix, note, colour, author,"
        " created, modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.reference,
            new.attachment,
            new.page,
            dump(new.quads),
            *map(clean, (new.text, new.prefix, new.suffix, new.note)),
            new.colour,
            clean(new.author),
            step.at,
            step.at,
        ),
    )


def _check_colour(colour: int) -> None:
    if not 0 <= colour <= _COLOURS:
        raise UserError(f"A colour is a number from 0 to {_COLOURS}.")


def _check_attachment(conn: sqlite3.Connection, new: AnnotationRecord) -> None:
    if new.attachment is None:
        return
    row = conn.execute("SELECT reference_id FROM attachment WHERE id = ?", (new.attachment,)).fetchone()
    if row is None or row[0] != new.reference:
        raise NoSuchKey("The annotated file no longer belongs to the reference.")


def edit(step: Step, number: int, note: str | None = None, colour: int | None = None) -> None:
    """Change what the user says of a marked place, or its colour."""
    row = step.conn.execute("SELECT note, colour FROM annotation WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise NoSuchKey("The annotation is no longer in the library.")
    new = (row[0] if note is None else clean(note), row[1] if colour is None else colour)
    _check_colour(new[1])
    if new != tuple(row):
        step.conn.execute(
            "UPDATE annotation SET note = ?, colour = ?, modified = ? WHERE id = ?", (*new, step.at, number)
        )


def remove(step: Step, number: int) -> None:
    """Remove an annotation."""
    step.conn.execute("DELETE FROM annotation WHERE id = ?", (number,))
