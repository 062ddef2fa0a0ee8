"""The texts of the pages of attached PDFs: kept by the file's SHA-256, searched like all else.

They can be made anew from the files, so that the undo journal does not follow them. A file that could not be read is
kept with its problem and no page, and is not tried again until it changes.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from mscref.library import files
from mscref.library.annotating import record_of, select
from mscref.library.search import Condition, Translator, as_match
from mscref.model import query as language
from mscref.model.folding import clean, fold, search_form
from mscref.model.hits import FileToRead, IndexState, PageHit
from mscref.model.query import Query, Words

# What a file is known by: its SHA-256, or where it lies when it was only linked by an import.
_FILE = "CASE a.sha256 WHEN '' THEN 'path:' || a.path ELSE a.sha256 END"
_PDF = "a.media_type = 'application/pdf'"
_AROUND = 90
_TEXT_COLUMNS = ("", "pdf", "notes")


def waiting(conn: sqlite3.Connection, library: Path, *, most: int = -1) -> list[FileToRead]:
    """Attached PDFs whose pages have not been read, each file once, those of newer references first."""
    rows = conn.execute(
        f"SELECT min(a.id), a.reference_id, a.path, a.is_stored, {_FILE} AS file FROM attachment a WHERE {_PDF}"
        f" AND {_FILE} NOT IN (SELECT sha256 FROM read_file) GROUP BY file ORDER BY a.reference_id DESC LIMIT ?",
        (most,),
    )
    return [
        FileToRead(number, reference, files.attachment_path(library, name, bool(is_stored)), digest)
        for number, reference, name, is_stored, digest in rows
    ]


def state(conn: sqlite3.Connection) -> IndexState:
    """How far the index is."""
    attached = f"(SELECT {_FILE} FROM attachment a WHERE {_PDF})"
    read = conn.execute(f"SELECT count(*) FROM read_file WHERE problem = '' AND sha256 IN {attached}").fetchone()[0]
    pages = conn.execute(f"SELECT count(*) FROM page_text WHERE sha256 IN {attached}").fetchone()[0]
    left = conn.execute(
        f"SELECT count(DISTINCT {_FILE}) FROM attachment a WHERE {_PDF}"
        f" AND {_FILE} NOT IN (SELECT sha256 FROM read_file)"
    ).fetchone()[0]
    problems = conn.execute(
        f"SELECT r.key, f.problem FROM read_file f JOIN attachment a ON {_FILE} = f.sha256"
        " JOIN reference r ON r.id = a.reference_id WHERE f.problem <> '' ORDER BY r.key"
    )
    return IndexState(read, pages, left, tuple((key, problem) for key, problem in problems))


def keep(conn: sqlite3.Connection, digest: str, pages: Sequence[str], problem: str, at: str) -> None:
    """Keep what was read of one file in place of what was known of it; for use inside a transaction."""
    _drop(conn, [digest])
    conn.execute(
        "INSERT INTO read_file (sha256, pages, problem, at) VALUES (?, ?, ?, ?)",
        (digest, len(pages), clean(problem), at),
    )
    for number, text in enumerate(pages, start=1):
        if not text.strip():
            continue
        held = clean(text)
        row = conn.execute(
            "INSERT INTO page_text (sha256, page, text) VALUES (?, ?, ?) RETURNING id", (digest, number, held)
        ).fetchone()
        conn.execute("INSERT INTO search_page (rowid, text) VALUES (?, ?)", (row[0], search_form(held)))


def _drop(conn: sqlite3.Connection, digests: Iterable[str]) -> None:
    for digest in digests:
        conn.execute("DELETE FROM search_page WHERE rowid IN (SELECT id FROM page_text WHERE sha256 = ?)", (digest,))
        conn.execute("DELETE FROM read_file WHERE sha256 = ?", (digest,))


def forget(conn: sqlite3.Connection, *, everything: bool = False) -> int:
    """Forget files that are attached to nothing any more, or all of them; gives how many."""
    unused = "" if everything else f" WHERE sha256 NOT IN (SELECT {_FILE} FROM attachment a)"
    gone = [row[0] for row in conn.execute(f"SELECT sha256 FROM read_file{unused}")]
    _drop(conn, gone)
    return len(gone)


# --- hits -------------------------------------------------------------------------------------------------------


def hits(conn: sqlite3.Connection, translator: Translator, query: str, most: int) -> list[PageHit]:
    """The annotations, then the pages, that hold all words of a query; its other conditions hold for the reference.

    Best pages first. A query without words to be found in a text has no hits. Raises QueryError.
    """
    words, rest = _parted(language.parse(query))
    expression = as_match(_anywhere(words)) if words is not None else None
    if words is None or expression is None:
        return []
    condition = translator.condition(rest)
    sought = _patterns(words)
    found = _marked(conn, expression, condition, sought, most)
    return [*found, *_on_pages(conn, expression, condition, sought, most - len(found))]


def _parted(tree: Query) -> tuple[Query | None, Query]:
    """The words of a query that a page may hold, and what else it asks."""
    parts = tree.parts if isinstance(tree, language.And) else (tree,)
    words = tuple(part for part in parts if _is_text(part))
    others = tuple(part for part in parts if not _is_text(part))
    rest: Query = language.And(others) if others else language.Everything()
    return (language.And(words) if words else None), rest


def _is_text(tree: Query) -> bool:
    if isinstance(tree, language.And | language.Or):
        return all(_is_text(part) for part in tree.parts)
    return isinstance(tree, Words) and tree.column in _TEXT_COLUMNS


def _anywhere(tree: Query) -> Query:
    """The same words without the columns of the references' index."""
    if isinstance(tree, language.And | language.Or):
        return type(tree)(tuple(_anywhere(part) for part in tree.parts))
    assert isinstance(tree, Words)
    return Words(tree.text, "", tree.is_prefix, tree.position)


def _patterns(tree: Query) -> list[re.Pattern[str]]:
    if isinstance(tree, language.And | language.Or):
        return [pattern for part in tree.parts for pattern in _patterns(part)]
    assert isinstance(tree, Words)
    words = re.findall(r"\w+", fold(clean(tree.text)))
    middle = r"[\W_]+".join(words)
    end = "" if tree.is_prefix else r"\b"
    return [re.compile(rf"\b{middle}{end}")] if words else []


def _marked(
    conn: sqlite3.Connection, expression: str, rest: Condition, sought: Sequence[re.Pattern[str]], most: int
) -> list[PageHit]:
    rows = conn.execute(
        f"{select('a.')}, r.key FROM annotation a LEFT JOIN reference r ON r.id = a.reference_id"
        " WHERE (a.reference_id IN (SELECT rowid FROM search WHERE search MATCH ?)"
        f" AND r.trashed_at IS NULL AND {rest.sql})"
        " OR a.document_id IN (SELECT rowid FROM search_document WHERE search_document MATCH ?)"
        " ORDER BY a.reference_id, a.document_id, a.page, a.start, a.id",
        (f"{{notes}} : {expression}", *rest.parameters, f"{{notes}} : {expression}"),
    )
    found = []
    for *row, key in rows:
        record = record_of(tuple(row))
        text = " – ".join(" ".join(part.split()) for part in (record.text, record.note, *record.tags) if part.strip())
        if all(pattern.search(fold(text)) for pattern in sought):
            shown, start, stop = snippet(text, sought)
            place = (record.attachment, record.page, shown, start, stop)
            found.append(PageHit(record.reference, key or "", *place, record.id, record.document))
            if len(found) == most:
                break
    return found


def _on_pages(
    conn: sqlite3.Connection, expression: str, rest: Condition, sought: Sequence[re.Pattern[str]], most: int
) -> list[PageHit]:
    rows = conn.execute(
        "SELECT r.id, r.key, a.id, p.page, p.text FROM search_page JOIN page_text p ON p.id = search_page.rowid"
        f" JOIN attachment a ON {_FILE} = p.sha256 JOIN reference r ON r.id = a.reference_id"
        f" WHERE search_page MATCH ? AND r.trashed_at IS NULL AND {rest.sql} ORDER BY search_page.rank LIMIT ?",
        (expression, *rest.parameters, max(most, 0)),
    )
    return [
        PageHit(reference, key, attachment, page, *snippet(text, sought))
        for reference, key, attachment, page, text in rows
    ]


def word_patterns(text: str) -> list[re.Pattern[str]]:
    """What finds the words of `text`, or words that begin with them, in a folded text."""
    return [re.compile(rf"\b{word}") for word in re.findall(r"\w+", fold(clean(text)))]


def snippet(text: str, sought: Sequence[re.Pattern[str]]) -> tuple[str, int, int]:
    """A line of `text` around the first sought words, and where in it they stand."""
    folded, places = _folded(text)
    first = min((match for match in (p.search(folded) for p in sought) if match), key=lambda m: m.start(), default=None)
    if first is None:
        return " ".join(text[: 2 * _AROUND].split()), 0, 0
    start, stop = places[first.start()], places[first.end() - 1] + 1
    begin, end = max(0, start - _AROUND), min(len(text), stop + _AROUND)
    before = " ".join(f".{text[begin:start]}.".split())[1:-1]
    words = " ".join(text[start:stop].split())
    after = " ".join(f".{text[stop:end]}.".split())[1:-1]
    if begin:
        before = f"…{before.partition(' ')[2] or before}"
    if end < len(text):
        after = f"{after.rpartition(' ')[0] or after}…"
    return f"{before}{words}{after}", len(before), len(before) + len(words)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """`fold` of a text, and for each of its characters the place that it came from."""
    whole = fold(text)
    if len(whole) == len(text) and unicodedata.is_normalized("NFC", text):
        return whole, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in char.lower() if char.isascii() else fold(char):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
