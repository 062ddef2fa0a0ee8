"""Links between references: this one retracts that one, corrects it, comments on it, is its preprint."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library.references import held
from mscref.model.folding import clean
from mscref.model.holdings import LINK_KINDS, LinkRecord

if TYPE_CHECKING:
    from mscref.library.session import Step


def links(conn: sqlite3.Connection, reference: int) -> list[LinkRecord]:
    """The links from and to a reference, in the order in which they were made."""
    rows = conn.execute(
        "SELECT l.id, l.kind, l.reference_id, r.key, l.other_id, coalesce(o.key, ''), l.identifier, l.source, l.noticed"
        " FROM link l JOIN reference r ON r.id = l.reference_id LEFT JOIN reference o ON o.id = l.other_id"
        " WHERE l.reference_id = ?1 OR l.other_id = ?1 ORDER BY l.id",
        (reference,),
    )
    return [LinkRecord(*row) for row in rows]


def notices(conn: sqlite3.Connection) -> dict[int, frozenset[str]]:
    """The kinds of notice that bear on each reference that has one: its retraction, a concern, an erratum."""
    found: dict[int, set[str]] = {}
    kinds = "('retraction', 'concern', 'erratum')"
    for number, kind in conn.execute(f"SELECT reference_id, kind FROM link WHERE kind IN {kinds}"):
        found.setdefault(number, set()).add(kind)
    return {number: frozenset(each) for number, each in found.items()}


def link(step: Step, reference: int, other: int | None, kind: str, identifier: str = "", source: str = "") -> None:
    """Say that `other`, or what `identifier` names, is the `kind` of `reference`; saying it again changes nothing."""
    if kind not in LINK_KINDS:
        raise UserError(f'"{kind}" is no kind of link; there are {", ".join(LINK_KINDS)}.')
    identifier = clean(identifier).strip()
    if other is None and not identifier:
        raise UserError("A link leads to a reference, or to an identifier such as a DOI.")
    if reference == other:
        raise UserError("A reference cannot be linked to itself.")
    for number in (reference, other):
        if number is not None:
            held(step, number)
    known = step.conn.execute(
        "SELECT 1 FROM link WHERE reference_id = ? AND other_id IS ? AND kind = ?"
        " AND (other_id NOT NULL OR identifier = ?)",
        (reference, other, kind, identifier),
    ).fetchone()
    if not known:
        step.conn.execute(
            "INSERT INTO link (reference_id, other_id, kind, identifier, source, noticed) VALUES (?, ?, ?, ?, ?, ?)",
            (reference, other, kind, identifier, clean(source), step.at),
        )


def unlink(step: Step, number: int) -> None:
    """Remove a link."""
    step.conn.execute("DELETE FROM link WHERE id = ?", (number,))
