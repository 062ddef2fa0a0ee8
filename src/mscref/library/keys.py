"""Citation keys: unique in any case, an old one kept as an alias, and found again by either."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator

from mscref.errors import NoSuchKey, UserError
from mscref.library.records import AMONG, dump
from mscref.model.folding import clean, fold, nearest
from mscref.model.reference import Reference

_UNFIT = re.compile(r"[\s,{}\"#%'()=\\~^]+")
INSERT = "INSERT INTO citation_key (reference_id, name, folded, is_alias) VALUES (?, ?, ?, ?)"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def fit(key: str) -> str:
    """`key` without what no BibTeX key may hold (spaces, commas, braces, quotes, # % ' ( ) = \\ ~ ^)."""
    return _UNFIT.sub("", clean(key))


def default(reference: Reference) -> str:
    """A key for a reference that came with none: first author and year, in plain letters."""
    names = reference.authors or reference.names("editor")
    stem = re.sub(r"[^a-z0-9]", "", fold(names[0].sort_family)) if names else ""
    return (stem or "reference") + reference.year


def suffixes() -> Iterator[str]:
    """What makes a key unique: nothing, a ... z, aa ... zz, then numbers without end."""
    yield ""
    yield from _LETTERS
    for first in _LETTERS:
        for second in _LETTERS:
            yield first + second
    number = 1
    while True:
        yield f"-{number}"
        number += 1


def unique(conn: sqlite3.Connection, key: str) -> str:
    """`key`, or `key` with the first suffix (a, b, c, ...) that makes it unique in any case."""
    return next(key + suffix for suffix in suffixes() if owner(conn, key + suffix) is None)


def owner(conn: sqlite3.Connection, key: str) -> int | None:
    """The reference that has a key or alias, in any case."""
    row = conn.execute("SELECT reference_id FROM citation_key WHERE folded = ?", (key.casefold(),)).fetchone()
    return row[0] if row else None


def owners(conn: sqlite3.Connection, wanted: Iterable[str]) -> dict[str, int | None]:
    """The reference that has each of some keys, by key in lower case; None for a free one."""
    found: dict[str, int | None] = {key.casefold(): None for key in wanted}
    rows = conn.execute(f"SELECT folded, reference_id FROM citation_key WHERE folded {AMONG}", (dump(list(found)),))
    found.update(rows.fetchall())
    return found


def all_owners(conn: sqlite3.Connection) -> dict[str, int]:
    """The reference of every key and alias, by key in lower case."""
    return dict(conn.execute("SELECT folded, reference_id FROM citation_key").fetchall())


def add(conn: sqlite3.Connection, reference: int, key: str, *, alias: bool = False) -> None:
    """Write a key of a reference down; an alias that another reference has already is left out."""
    conflict = " ON CONFLICT (folded) DO NOTHING" if alias else ""
    conn.execute(INSERT + conflict, (reference, key, key.casefold(), alias))


def change(conn: sqlite3.Connection, reference: int, key: str) -> None:
    """Give a reference another key; the old one stays as an alias. Raises UserError when the key is taken."""
    new = fit(key)
    if not new:
        raise UserError(f'"{key}" cannot be a citation key; use letters, digits and . : _ + / -')
    held = owner(conn, new)
    if held not in (None, reference):
        raise UserError(f'The citation key "{new}" belongs to another reference. Choose another key.')
    conn.execute("UPDATE citation_key SET is_alias = 1 WHERE reference_id = ? AND is_alias = 0", (reference,))
    if held:
        conn.execute("UPDATE citation_key SET is_alias = 0, name = ? WHERE folded = ?", (new, new.casefold()))
    else:
        add(conn, reference, new)
    conn.execute("UPDATE reference SET key = ? WHERE id = ?", (new, reference))


def find(conn: sqlite3.Connection, key: str) -> int:
    """The reference with a key or alias, in any case; raises NoSuchKey, naming the nearest."""
    folded = clean(key).strip().casefold()
    found = owner(conn, folded)
    if found is not None:
        return found
    start = folded[:3].replace("\\", "").replace("%", "").replace("_", "")
    near = nearest(
        folded,
        (r[0] for r in conn.execute("SELECT name FROM citation_key WHERE folded LIKE ? LIMIT 5000", (f"{start}%",))),
    ) or nearest(folded, (r[0] for r in conn.execute("SELECT name FROM citation_key ORDER BY id DESC LIMIT 1000")))
    hint = f' Did you mean "{near}"?' if near else ""
    raise NoSuchKey(f'There is no reference with the key "{key}".{hint}')
