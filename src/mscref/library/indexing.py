"""The search index: what of a reference is searchable, and keeping the index equal to it.

Texts stand in the index in their `folding.search_form`, so that "Lukaszewicz" finds Łukaszewicz. A bulk import
only lists its references in `search_pending`; they are indexed after it, and searched from memory until then.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from mscref.model.folding import search_form, without_markup

COLUMNS = ("title", "authors", "journal", "abstract", "notes", "keywords", "pdf", "other")
_CHUNK = 500
_INSERT = f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
_AMONG = "IN (SELECT value FROM json_each(?))"


# One text a reference, a name a line, put together by SQLite: that takes a third of the time of doing it here.
_NAMES, _OTHER_NAMES = (
    "SELECT reference_id, group_concat(trim(replace(replace(given || ' ' || particle || ' ' || family || ' ' || suffix"
    " || ' ' || literal, '  ', ' '), '  ', ' ')), char(10)) FROM (SELECT * FROM contributor WHERE reference_id"
    f" {_AMONG} AND role {sign} ? ORDER BY reference_id, position) GROUP BY reference_id"
    for sign in ("=", "<>")
)


def _grouped(conn: sqlite3.Connection, sql: str, *ids: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for reference, *texts in conn.execute(sql, ids):
        found.setdefault(reference, []).extend(texts)
    return found


def texts(conn: sqlite3.Connection, ids: Sequence[int]) -> Iterator[tuple[object, ...]]:
    """The rows (id, one text a column) of the index for some references."""
    among = json.dumps(list(ids))
    names = _grouped(conn, _NAMES, among, "author")
    others = _grouped(conn, _OTHER_NAMES, among, "author")
    notes = _grouped(
        conn,
        f"SELECT reference_id, title, text FROM note WHERE reference_id {_AMONG} UNION ALL"
        f" SELECT reference_id, text, note || char(10) || tags FROM annotation WHERE reference_id {_AMONG}",
        among,
        among,
    )
    tags = _grouped(conn, f"SELECT reference_id, name FROM tag WHERE reference_id {_AMONG}", among)
    keys = _grouped(conn, f"SELECT reference_id, name FROM citation_key WHERE reference_id {_AMONG}", among)
    trials = _grouped(conn, f"SELECT reference_id, number FROM trial WHERE reference_id {_AMONG}", among)
    pages = _grouped(conn, f"SELECT reference_id, text FROM document WHERE reference_id {_AMONG}", among)
    for number, title, fields_text, keywords in conn.execute(
        f"SELECT id, title, fields, keywords FROM reference WHERE id {_AMONG}", (among,)
    ):
        fields = json.loads(fields_text)
        journals = (fields.pop("container-title", ""), fields.pop("container-title-short", ""))
        abstract = fields.pop("abstract", "")
        rest = [*others.get(number, ()), *fields.values(), *keys.get(number, ()), *trials.get(number, ())]
        columns = (
            without_markup(title),
            "\n".join(names.get(number, ())),
            "\n".join(journals),
            abstract,
            "\n".join(notes.get(number, ())),
            "\n".join([*json.loads(keywords), *tags.get(number, ())]),
            "\n".join(pages.get(number, ())),
            "\n".join(rest),
        )
        yield (number, *(search_form(text) for text in columns))


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def index(conn: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Index some references anew; those that are gone leave the index."""
    for chunk in _chunks(ids):
        conn.execute(f"DELETE FROM search WHERE rowid {_AMONG}", (json.dumps(chunk),))
        conn.executemany(_INSERT, texts(conn, chunk))


def has_pending(conn: sqlite3.Connection) -> bool:
    """True when references wait to be indexed."""
    return conn.execute("SELECT 1 FROM search_pending LIMIT 1").fetchone() is not None


def index_pending(conn: sqlite3.Connection) -> None:
    """Index the first 500 waiting references, which are not in the index yet."""
    rows = conn.execute("SELECT reference_id FROM search_pending ORDER BY reference_id LIMIT ?", (_CHUNK,))
    ids = [row[0] for row in rows]
    conn.executemany(_INSERT, texts(conn, ids))
    conn.execute(f"DELETE FROM search_pending WHERE reference_id {_AMONG}", (json.dumps(ids),))


def index_documents(conn: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Index some documents anew; those that are gone leave the index."""
    among = json.dumps(list(ids))
    if among == "[]":
        return
    conn.execute(f"DELETE FROM search_document WHERE rowid {_AMONG}", (among,))
    notes = _grouped(
        conn,
        f"SELECT document_id, title, text FROM note WHERE document_id {_AMONG} UNION ALL"
        f" SELECT document_id, text, note || char(10) || tags FROM annotation WHERE document_id {_AMONG}",
        among,
        among,
    )
    conn.executemany(
        "INSERT INTO search_document (rowid, title, text, notes) VALUES (?, ?, ?, ?)",
        (
            (number, search_form(title), search_form(text), search_form("\n".join(notes.get(number, ()))))
            for number, title, text in conn.execute(f"SELECT id, title, text FROM document WHERE id {_AMONG}", (among,))
        ),
    )


def rebuild(conn: sqlite3.Connection) -> None:
    """Make the whole index anew from the references and documents."""
    conn.execute("DELETE FROM search")
    conn.execute("DELETE FROM search_document")
    conn.execute("DELETE FROM search_pending")
    index(conn, [row[0] for row in conn.execute("SELECT id FROM reference ORDER BY id").fetchall()])
    index_documents(conn, [row[0] for row in conn.execute("SELECT id FROM document ORDER BY id").fetchall()])
    conn.execute("DELETE FROM search_page")
    for number, text in conn.execute("SELECT id, text FROM page_text ORDER BY id").fetchall():
        conn.execute("INSERT INTO search_page (rowid, text) VALUES (?, ?)", (number, search_form(text)))


class PendingIndex:
    """The waiting references, indexed in memory for the searches of this process."""

    def __init__(self) -> None:
        self._memory: sqlite3.Connection | None = None
        self._is_current = False

    def forget(self) -> None:
        """Look again at the next search what waits."""
        self._is_current = False

    def close(self) -> None:
        """Let the memory go."""
        if self._memory is not None:
            self._memory.close()
            self._memory = None
        self._is_current = False

    def matches(self, conn: sqlite3.Connection, expression: str) -> list[int]:
        """The waiting references that match an FTS5 expression."""
        if not self._is_current:
            self._load(conn)
        if self._memory is None:
            return []
        return [row[0] for row in self._memory.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,))]

    def _load(self, conn: sqlite3.Connection) -> None:
        self.close()
        self._is_current = True
        waiting = [row[0] for row in conn.execute("SELECT reference_id FROM search_pending")]
        if not waiting:
            return
        self._memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._memory.execute(
            f"CREATE VIRTUAL TABLE search USING fts5 ({', '.join(COLUMNS)}, tokenize = 'unicode61 remove_diacritics 2')"
        )
        for chunk in _chunks(waiting):
            self._memory.executemany(_INSERT, texts(conn, chunk))
