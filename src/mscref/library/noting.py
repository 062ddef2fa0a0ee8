"""Notes asked for by themselves: one, those that hold some words, those that link to a reference."""

from __future__ import annotations

import sqlite3

from mscref.errors import NoSuchKey
from mscref.library.page_texts import word_patterns
from mscref.model.folding import fold
from mscref.model.hits import NoteHit
from mscref.model.note_links import keys_linked

_NOTE = (
    "SELECT n.id, n.text, n.title, n.modified, n.reference_id, coalesce(r.key, ''), n.document_id,"
    " coalesce(r.title, d.title, '') FROM note n LEFT JOIN reference r ON r.id = n.reference_id"
    " LEFT JOIN document d ON d.id = n.document_id WHERE r.trashed_at IS NULL"
)


def note(conn: sqlite3.Connection, number: int) -> NoteHit:
    """One note; raises NoSuchKey when it is gone."""
    row = conn.execute(f"{_NOTE} AND n.id = ?", (number,)).fetchone()
    if row is None:
        raise NoSuchKey("The note is no longer in the library.")
    return NoteHit(*row)


def find(conn: sqlite3.Connection, text: str, most: int) -> list[NoteHit]:
    """The notes that hold all words of `text` (the beginning of a word is enough), the newest first."""
    wanted = word_patterns(text)
    found = []
    for row in conn.execute(f"{_NOTE} ORDER BY n.modified DESC, n.id DESC"):
        held = NoteHit(*row)
        folded = fold(f"{held.title}\n{held.text}") if wanted else ""
        if all(word.search(folded) for word in wanted):
            found.append(held)
            if len(found) == most:
                break
    return found


def linking_to(conn: sqlite3.Connection, reference: int) -> list[NoteHit]:
    """The notes of others that link to a reference by its key or an alias, the newest first."""
    names = {
        row[0].casefold() for row in conn.execute("SELECT name FROM citation_key WHERE reference_id = ?", (reference,))
    }
    rows = conn.execute(
        f"{_NOTE} AND n.reference_id IS NOT ? AND (instr(n.text, '@') OR instr(n.text, 'mscref:'))"
        " ORDER BY n.modified DESC, n.id DESC",
        (reference,),
    )
    return [
        held for held in (NoteHit(*row) for row in rows) if names & {key.casefold() for key in keys_linked(held.text)}
    ]
