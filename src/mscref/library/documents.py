"""Source documents: what they cite, what they only mention, and what the user says of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mscref.errors import NoSuchKey, UserError
from mscref.library.records import AMONG, dump
from mscref.model.document import DOCUMENT_KINDS, Document
from mscref.model.folding import clean, search_form
from mscref.model.holdings import CitationRecord, DocumentRecord, MentionRecord, NoteRecord

if TYPE_CHECKING:
    from mscref.library.session import Step


def add_document(step: Step, document: Document, represents: int | None, cites: Sequence[int]) -> int | None:
    """Add a document with its citations (of the references `cites`) and mentions; gives its row id.

    A document whose file is held already (by SHA-256) adds nothing and gives None.
    """
    conn = step.conn
    digest = document.sha256 or None
    if digest and conn.execute("SELECT 1 FROM document WHERE sha256 = ?", (digest,)).fetchone():
        return None
    row = conn.execute(
        "INSERT INTO document (reference_id, title, kind, path, url, media_type, sha256, date, text, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            represents,
            clean(document.title),
            document.kind,
            clean(document.path),
            clean(document.url),
            document.media_type,
            digest,
            document.date,
            clean(document.text),
            step.at,
        ),
    ).fetchone()
    number: int = row[0]
    conn.executemany(
        "INSERT INTO citation (document_id, reference_id, position, quote, start, stop, warnings)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (number, reference, place, clean(c.quote), c.start, c.end, dump([clean(w) for w in c.warnings]))
            for place, (reference, c) in enumerate(zip(cites, document.citations, strict=True))
        ),
    )
    conn.executemany(
        "INSERT INTO mention (document_id, position, text, kind, quote, start, stop, authors, year)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                place,
                clean(m.text),
                m.kind,
                clean(m.quote),
                m.start,
                m.end,
                dump([clean(author) for author in m.authors]),
                m.year,
            )
            for place, m in enumerate(document.mentions)
        ),
    )
    return number


def documents(conn: sqlite3.Connection, ids: Sequence[int] | None = None) -> list[DocumentRecord]:
    """All documents, or those with some ids, in the order in which they were added."""
    numbers = [row[0] for row in conn.execute("SELECT id FROM document ORDER BY id")] if ids is None else list(ids)
    among = dump(numbers)
    citations: dict[int, list[CitationRecord]] = {}
    for document, number, reference, key, quote, start, stop, warnings in conn.execute(
        "SELECT c.document_id, c.id, c.reference_id, r.key, c.quote, c.start, c.stop, c.warnings FROM citation c"
        f" JOIN reference r ON r.id = c.reference_id WHERE c.document_id {AMONG} ORDER BY c.document_id, c.position",
        (among,),
    ):
        record = CitationRecord(number, reference, key, quote, start, stop, tuple(json.loads(warnings)))
        citations.setdefault(document, []).append(record)
    mentions: dict[int, list[MentionRecord]] = {}
    for row in conn.execute(f"{_MENTION} WHERE m.document_id {AMONG} ORDER BY m.document_id, m.position", (among,)):
        mentions.setdefault(row[1], []).append(_mention(row))
    notes: dict[int, list[NoteRecord]] = {}
    for document, *rest in conn.execute(
        f"SELECT document_id, id, text, title, created, modified FROM note WHERE document_id {AMONG} ORDER BY id",
        (among,),
    ):
        notes.setdefault(document, []).append(NoteRecord(*rest))
    rows = conn.execute(
        "SELECT d.id, d.title, d.kind, d.path, d.url, d.text, coalesce(d.sha256, ''), d.date, d.added, r.key"
        f" FROM document d LEFT JOIN reference r ON r.id = d.reference_id WHERE d.id {AMONG} ORDER BY d.id",
        (among,),
    )
    return [
        replace(
            DocumentRecord(*row),
            citations=tuple(citations.get(row[0], ())),
            mentions=tuple(mentions.get(row[0], ())),
            notes=tuple(notes.get(row[0], ())),
        )
        for row in rows
    ]


_MENTION = (
    "SELECT m.id, m.document_id, m.text, m.kind, m.quote, m.start, m.stop, m.authors, m.year, m.status, r.key"
    " FROM mention m LEFT JOIN reference r ON r.id = m.reference_id"
)


def _mention(row: tuple[Any, ...]) -> MentionRecord:
    number, home, text, kind, quote, start, stop, authors, year, status, resolved = row
    people = tuple(json.loads(authors))
    return MentionRecord(number, home, text, kind, quote, start, stop, people, year, status, resolved)


def document(conn: sqlite3.Connection, number: int) -> DocumentRecord:
    """One document; raises NoSuchKey when it is not held."""
    found = documents(conn, [number])
    if not found:
        raise NoSuchKey(f"There is no document {number}. List the documents to see their numbers.")
    return found[0]


def mention(conn: sqlite3.Connection, number: int) -> MentionRecord:
    """One mention; raises NoSuchKey when it is not held."""
    row = conn.execute(f"{_MENTION} WHERE m.id = ?", (number,)).fetchone()
    if row is None:
        raise NoSuchKey(f"There is no mention {number}. List the documents to see their mentions.")
    return _mention(row)


def matching(conn: sqlite3.Connection, text: str) -> list[int]:
    """The documents that hold all words of `text` in title, text or notes; the last word may be cut off."""
    words = [word for word in search_form(clean(text)).replace('"', " ").split() if any(c.isalnum() for c in word)]
    if not words:
        return [row[0] for row in conn.execute("SELECT id FROM document ORDER BY id")]
    expression = " AND ".join(f'"{word}"' for word in words) + " *"
    rows = conn.execute("SELECT rowid FROM search_document WHERE search_document MATCH ? ORDER BY rowid", (expression,))
    return [row[0] for row in rows]


def resolve(step: Step, number: int, reference: int) -> None:
    """Say which reference a mention means."""
    mention(step.conn, number)
    if not step.conn.execute("SELECT 1 FROM reference WHERE id = ?", (reference,)).fetchone():
        raise NoSuchKey("The reference that the mention should mean is not in the library.")
    step.conn.execute("UPDATE mention SET status = 'resolved', reference_id = ? WHERE id = ?", (reference, number))


def set_mention(step: Step, number: int, status: str) -> None:
    """Dismiss a mention, or open it again."""
    mention(step.conn, number)
    step.conn.execute("UPDATE mention SET status = ?, reference_id = NULL WHERE id = ?", (status, number))


def edit_document(step: Step, number: int, title: str | None = None, kind: str | None = None) -> None:
    """Give a document another title or kind."""
    document(step.conn, number)
    if title is not None:
        title = clean(title).strip()
        if not title:
            raise UserError("A document needs a title.")
        step.conn.execute("UPDATE document SET title = ? WHERE id = ?", (title, number))
    if kind is not None:
        if kind not in DOCUMENT_KINDS:
            raise UserError(f'"{kind}" is no kind of document; there are {", ".join(DOCUMENT_KINDS)}.')
        step.conn.execute("UPDATE document SET kind = ? WHERE id = ?", (kind, number))


def remove_document(step: Step, number: int) -> None:
    """Remove a document with its citations and mentions; the references stay."""
    document(step.conn, number)
    step.conn.execute("DELETE FROM document WHERE id = ?", (number,))


def cite(step: Step, number: int, reference: int, start: int, end: int) -> None:
    """Say that the words from `start` to `end` of a document's text cite a reference."""
    text = document(step.conn, number).text
    if not step.conn.execute("SELECT 1 FROM reference WHERE id = ?", (reference,)).fetchone():
        raise NoSuchKey("The reference that should be cited is not in the library.")
    if not 0 <= start < end <= len(text):
        raise UserError("Select the words of the document that cite the reference.")
    step.conn.execute(
        "INSERT INTO citation (document_id, reference_id, position, quote, start, stop)"
        " SELECT ?, ?, coalesce(max(position), -1) + 1, ?, ?, ? FROM citation WHERE document_id = ?",
        (number, reference, text[start:end], start, end, number),
    )


def uncite(step: Step, citation: int) -> None:
    """Take back a citation; the reference stays."""
    step.conn.execute("DELETE FROM citation WHERE id = ?", (citation,))
