"""Notices as links: what retracts, corrects or republishes a reference, from whichever side it was told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mscref.library.links import link
from mscref.library.records import AMONG, dump
from mscref.model.identifiers import doi_key
from mscref.model.notices import Notice

if TYPE_CHECKING:
    from mscref.library.session import Step


def keep(step: Step, number: int, notices: Iterable[Notice]) -> None:
    """Link a reference with its retractions, corrections and other versions; what is known makes no second link.

    A notice that retracts a paper which the library does not hold links nothing.
    """
    for notice in notices:
        other = _held(step.conn, notice)
        if other == number:
            continue
        if not notice.is_itself:
            _link_once(step, number, other, notice)
        elif other is not None:
            doi, pmid = step.conn.execute("SELECT doi_key, pmid FROM reference WHERE id = ?", (number,)).fetchone()
            _link_once(step, other, number, Notice(notice.kind, doi, pmid, notice.source))


def _link_once(step: Step, reference: int, other: int | None, notice: Notice) -> None:
    """Make a link, or let one that knew only the identifier lead to the reference that is held now."""
    names = [doi_key(notice.doi)] if notice.doi else []
    names += [f"pmid {notice.pmid}"] if notice.pmid else []
    known = step.conn.execute(
        "SELECT id, other_id FROM link WHERE reference_id = ? AND kind = ?"
        f" AND (other_id IS NOT NULL AND other_id IS ? OR lower(identifier) {AMONG})",
        (reference, notice.kind, other, dump(names)),
    ).fetchone()
    if known is None:
        link(step, reference, other, notice.kind, identifier=notice.identifier, source=notice.source)
    elif known[1] is None and other is not None:
        step.conn.execute("UPDATE link SET other_id = ? WHERE id = ?", (other, known[0]))


def _held(conn: sqlite3.Connection, notice: Notice) -> int | None:
    """The reference of the library that a notice names."""
    row = conn.execute(
        "SELECT id FROM reference WHERE trashed_at IS NULL"
        " AND (doi_key <> '' AND doi_key = ? OR pmid <> '' AND pmid = ?) ORDER BY id LIMIT 1",
        (doi_key(notice.doi), notice.pmid),
    ).fetchone()
    return row[0] if row else None
