"""Which held references a mention ("Mazzini et al. 2010") could mean: offered, best first, never chosen."""

from __future__ import annotations

import json
import re
import sqlite3

from mscref.library.documents import mention
from mscref.library.records import AMONG
from mscref.model.folding import clean, fold, search_form
from mscref.model.holdings import MentionRecord
from mscref.model.identifiers import find_trials

_FIRST_AUTHOR, _OTHER_AUTHOR, _YEAR, _NEAR_YEAR, _TRIAL, _IN_TITLE, _IN_TEXT = 8, 3, 4, 1, 20, 6, 2
_MOST = 50
_EMPTY_WORDS = re.compile(r"and|the|of|in|on|for|trials?|study|studies|et|al|clinic|university|therapy")


def candidates(conn: sqlite3.Connection, number: int) -> list[int]:
    """The references outside the trash that mention `number` could mean, best first; raises NoSuchKey."""
    wanted = mention(conn, number)
    scores: dict[int, int] = {}
    for reference, points in (
        *_by_author(conn, wanted),
        *_by_trial(conn, wanted),
        *(_by_name(conn, wanted.text) if wanted.kind != "study" else ()),
    ):
        scores[reference] = scores.get(reference, 0) + points
    years = _years(conn, list(scores))
    if wanted.year:
        for reference, year in years.items():
            if year is not None:
                distance = abs(year - int(wanted.year))
                scores[reference] += _YEAR if distance == 0 else _NEAR_YEAR if distance == 1 else 0
    live = [reference for reference in scores if reference in years]
    return sorted(live, key=lambda r: (-scores[r], -(years[r] or 0), r))[:_MOST]


def _years(conn: sqlite3.Connection, ids: list[int]) -> dict[int, int | None]:
    rows = conn.execute(f"SELECT id, year FROM reference WHERE trashed_at IS NULL AND id {AMONG}", (json.dumps(ids),))
    return dict(rows.fetchall())


def _by_author(conn: sqlite3.Connection, wanted: MentionRecord) -> list[tuple[int, int]]:
    names = [fold(clean(author)) for author in wanted.authors]
    found: list[tuple[int, int]] = []
    for name in dict.fromkeys(name for name in names if name):
        last = _match(re.split(r"[\s,]+", name)[0] if "," in name else name.split()[-1])
        if not last:
            continue
        rows = conn.execute(
            "SELECT c.reference_id, c.position, c.family FROM search s JOIN contributor c ON c.reference_id = s.rowid"
            " WHERE search MATCH ? AND c.role = 'author'",
            (f"{{authors}} : {last}",),
        )
        for reference, position, family in rows:
            folded = fold(family)
            if folded == name or folded in name.split() or (name.endswith(folded) and folded):
                found.append((reference, _FIRST_AUTHOR if position == 0 else _OTHER_AUTHOR))
    return found


def _by_trial(conn: sqlite3.Connection, wanted: MentionRecord) -> list[tuple[int, int]]:
    numbers = [trial.value for trial in find_trials(f"{wanted.text} {wanted.quote}")]
    rows = conn.execute(
        "SELECT reference_id FROM trial WHERE number IN (SELECT value FROM json_each(?))", (json.dumps(numbers),)
    )
    return [(row[0], _TRIAL) for row in rows]


def _by_name(conn: sqlite3.Connection, text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for word in re.findall(r"[\w-]{3,}", fold(text)):
        if _EMPTY_WORDS.fullmatch(word):
            continue
        expression = _match(word)
        for column, points in (("title", _IN_TITLE), ("", _IN_TEXT)):
            scoped = f"{{{column}}} : {expression}" if column else expression
            rows = conn.execute("SELECT rowid FROM search WHERE search MATCH ? LIMIT 1000", (scoped,))
            found += [(row[0], points) for row in rows]
    return found


def _match(word: str) -> str:
    bare = search_form(word).replace('"', " ").strip()
    return f'"{bare}"' if any(c.isalnum() for c in bare) else ""
