"""The marks by which references that may be one paper are recognised, and which of them the user knows apart."""

from __future__ import annotations

import re
import sqlite3

from mscref.model.look_alikes import LookAlike

_FIRST = re.compile(r"[^\s,;–-]+")


def look_alikes(conn: sqlite3.Connection) -> list[LookAlike]:
    """The marks of all references outside the trash."""
    files: dict[int, list[str]] = {}
    for reference, digest in conn.execute("SELECT DISTINCT reference_id, sha256 FROM attachment WHERE sha256 <> ''"):
        files.setdefault(reference, []).append(digest)
    found = []
    for number, title, author, year, doi, pmid, pmcid, kind, journal, volume, page in conn.execute(
        "SELECT id, sort_title, sort_author, year, doi_key, pmid, pmcid, type, sort_journal,"
        " json_extract(fields, '$.volume'), json_extract(fields, '$.page') FROM reference"
        " WHERE trashed_at IS NULL ORDER BY id"
    ):
        first = _FIRST.search(page or "")
        found.append(
            LookAlike(
                number,
                title,
                author,
                "" if year is None else f"{year:04d}",
                doi,
                pmid,
                pmcid,
                kind,
                journal,
                volume or "",
                first.group() if first else "",
                tuple(files.get(number, ())),
            )
        )
    return found


def known_apart(conn: sqlite3.Connection) -> set[tuple[int, int]]:
    """The pairs (lower id first) that the user has said to differ."""
    return set(conn.execute("SELECT first_id, second_id FROM not_duplicate"))
