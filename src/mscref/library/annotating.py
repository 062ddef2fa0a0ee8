"""Annotations: marked places in a reference's files or in a document, with the words there and the user's own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mscref.errors import NoSuchKey, UserError
from mscref.library.records import dump
from mscref.library.references import held
from mscref.model.folding import clean
from mscref.model.holdings import ANNOTATION_KINDS, AnnotationRecord

if TYPE_CHECKING:
    from mscref.library.session import Step

_CORNERS = 8
_COLOURS = 9
_COLUMNS = {
    "reference": "reference_id",
    "document": "document_id",
    "attachment": "attachment_id",
    "kind": "kind",
    "page": "page",
    "quads": "quads",
    "start": "start",
    "end": "stop",
    "text": "text",
    "prefix": "prefix",
    "suffix": "suffix",
    "note": "note",
    "colour": "colour",
    "tags": "tags",
    "terms": "terms",
    "author": "author",
    "origin": "origin",
}
_CONTEXT = 32


def select(alias: str = "") -> str:
    """SELECT and the columns that `record_of` takes, without a FROM."""
    names = ("id", *_COLUMNS.values(), "created", "modified")
    return f"SELECT {', '.join(alias + name for name in names)}"


_SELECT = f"{select()} FROM annotation WHERE"


def of_reference(conn: sqlite3.Connection, reference: int) -> list[AnnotationRecord]:
    """The annotations of a reference, page by page and in the order in which they were made."""
    return [record_of(row) for row in conn.execute(f"{_SELECT} reference_id = ? ORDER BY page, id", (reference,))]


def of_document(conn: sqlite3.Connection, document: int) -> list[AnnotationRecord]:
    """The annotations of a document, in the order of its text."""
    return [record_of(row) for row in conn.execute(f"{_SELECT} document_id = ? ORDER BY start, id", (document,))]


def record_of(row: tuple[object, ...]) -> AnnotationRecord:
    """An annotation from a row of `select`."""
    number, *values, created, modified = row
    found = dict(zip(_COLUMNS, values, strict=True))
    for name in ("quads", "terms", "tags"):
        kept = json.loads(str(found[name]))
        found[name] = tuple(kept) if name == "tags" else tuple(map(tuple, kept))
    return AnnotationRecord(id=number, created=created, modified=modified, **found)  # type: ignore[arg-type]


def add(step: Step, new: AnnotationRecord) -> None:
    """Add an annotation; its id and dates are given here."""
    if new.reference is not None:
        held(step, new.reference)
    else:
        new = _in_document(step.conn, new)
    if not (new.text.strip() or new.note.strip() or new.quads or new.end > new.start):
        raise UserError("An annotation needs a marked place, its words, or a note.")
    _check(new)
    _check_attachment(step.conn, new)
    values = _stored({name: getattr(new, name) for name in _COLUMNS})
    step.conn.execute(
        f"INSERT INTO annotation ({', '.join(_COLUMNS.values())}, created, modified)"
        f" VALUES ({', '.join('?' * len(values))}, ?, ?)",
        (*values.values(), new.created or step.at, new.modified or step.at),
    )


def _in_document(conn: sqlite3.Connection, new: AnnotationRecord) -> AnnotationRecord:
    """An annotation with the words that stand at its place in the document, and those around them."""
    row = conn.execute("SELECT text FROM document WHERE id = ?", (new.document,)).fetchone()
    if row is None:
        raise NoSuchKey("The annotated document is no longer in the library.")
    text = row[0]
    if not 0 <= new.start <= new.end <= len(text):
        raise UserError("The marked place lies outside the document's text.")
    return replace(
        new,
        text=new.text or text[new.start : new.end],
        prefix=new.prefix or text[max(0, new.start - _CONTEXT) : new.start],
        suffix=new.suffix or text[new.end : new.end + _CONTEXT],
    )


def name_of(record: AnnotationRecord) -> str:
    """The identity of an annotation in a PDF: the one it came with, else one of our own that no edit changes."""
    return _identity(record.id, record.created, record.origin)


def _identity(id: int, created: str, origin: str = "", **_: object) -> str:
    return origin or f"mscref-{id}-{''.join(c for c in created if c.isdigit())}"


def removed(conn: sqlite3.Connection, reference: int) -> frozenset[str]:
    """The identities of the marks that the user has removed from a reference, as far as they are not back.

    The journal of undo knows them: a removal that is taken back leaves it.
    """
    rows = conn.execute(
        "SELECT before FROM journal WHERE tbl = 'annotation' AND op = 'delete' AND NOT is_redo AND reference_id = ?",
        (reference,),
    )
    gone = {_identity(**json.loads(before)) for (before,) in rows}
    return frozenset(gone - {name_of(each) for each in of_reference(conn, reference)} if gone else gone)


def bring_in(step: Step, reference: int, marks: Sequence[AnnotationRecord], removed_too: bool) -> None:
    """Add the marks of files that the reference does not hold yet and did not lose by the user's will."""
    held_names = {name_of(each) for each in of_reference(step.conn, reference)}
    if not removed_too:
        held_names |= removed(step.conn, reference)
    for mark in marks:
        if mark.origin not in held_names:
            held_names.add(mark.origin)
            add(step, replace(mark, reference=reference))


def _stored(values: Mapping[str, object]) -> dict[str, object]:
    """Values as the columns keep them."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if name in ("quads", "tags", "terms"):
            found[name] = dump(value)
        else:
            found[name] = clean(value) if isinstance(value, str) else value
    return found


def _check(record: AnnotationRecord) -> None:
    if record.kind not in ANNOTATION_KINDS:
        raise UserError(f"An annotation is one of {', '.join(ANNOTATION_KINDS)}.")
    if record.page < 1:
        raise UserError("The pages of a file count from 1.")
    if any(len(quad) != _CORNERS for quad in record.quads):
        raise UserError("A marked place has four corners, each of two numbers.")
    if not 0 <= record.colour <= _COLOURS:
        raise UserError(f"A colour is a number from 0 to {_COLOURS}.")


def _check_attachment(conn: sqlite3.Connection, new: AnnotationRecord) -> None:
    if new.attachment is None:
        return
    row = conn.execute("SELECT reference_id FROM attachment WHERE id = ?", (new.attachment,)).fetchone()
    if row is None or row[0] != new.reference:
        raise NoSuchKey("The annotated file no longer belongs to the reference.")


def edit(step: Step, number: int, changes: Mapping[str, object]) -> None:
    """Change fields of an annotation, named as `AnnotationRecord` names them."""
    row = step.conn.execute(f"{_SELECT} id = ?", (number,)).fetchone()
    if row is None:
        raise NoSuchKey("The annotation is no longer in the library.")
    old = record_of(row)
    new = {name: value for name, value in changes.items() if value != getattr(old, name)}
    if new:
        _check(replace(old, **new))  # type: ignore[arg-type]
        places = ", ".join(f"{_COLUMNS[name]} = ?" for name in new)
        step.conn.execute(
            f"UPDATE annotation SET {places}, modified = ? WHERE id = ?", (*_stored(new).values(), step.at, number)
        )


def add_all(step: Step, marks: Sequence[AnnotationRecord]) -> None:
    """Add several annotations."""
    for mark in marks:
        add(step, mark)


def take_version(
    step: Step, attachment: int, sha256: str, moved: Sequence[AnnotationRecord], lost: Sequence[int]
) -> None:
    """Let a file's bytes be those with `sha256`, and keep where marks stand in them.

    `moved` have the page and the quads of this version; the `lost` stand in no file any more.
    """
    row = step.conn.execute("SELECT sha256 FROM attachment WHERE id = ?", (attachment,)).fetchone()
    if row is None:
        raise NoSuchKey("The file is no longer in the library.")
    if row[0] != sha256:
        step.conn.execute("UPDATE attachment SET sha256 = ? WHERE id = ?", (sha256, attachment))
    for mark in moved:
        edit(step, mark.id, {"page": mark.page, "quads": mark.quads, "attachment": attachment})
    for number in lost:
        edit(step, number, {"attachment": None})


def remove(step: Step, number: int) -> None:
    """Remove an annotation."""
    step.conn.execute("DELETE FROM annotation WHERE id = ?", (number,))
