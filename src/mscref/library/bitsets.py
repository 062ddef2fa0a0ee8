"""Facet terms as sets of references, each set one big integer: counts and the evidence map in milliseconds.

Bit n of a set stands for the reference with id n. The sets are built from the library once, kept right by the
verbs of this process, and built anew when another process has written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from itertools import groupby

from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import NONE


def from_ids(ids: Iterable[int]) -> int:
    """The set of some ids."""
    wanted = list(ids)
    if not wanted:
        return 0
    octets = bytearray((max(wanted) >> 3) + 1)
    for number in wanted:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def to_ids(bits: int) -> list[int]:
    """The ids in a set, ascending."""
    digits = bin(bits)[:1:-1]
    found = []
    place = digits.find("1")
    while place >= 0:
        found.append(place)
        place = digits.find("1", place + 1)
    return found


class Bitsets:
    """The sets of every assigned term; `live` are the references outside the trash."""

    def __init__(self) -> None:
        self._terms: dict[str, dict[str, int]] | None = None
        self._live = 0

    def forget(self) -> None:
        """Build the sets anew at the next question."""
        self._terms = None

    def live(self, conn: sqlite3.Connection) -> int:
        """The references outside the trash."""
        self._built(conn)
        return self._live

    def assigned(self, conn: sqlite3.Connection, facet: str) -> dict[str, int]:
        """The references to which each term itself is assigned, the trash included."""
        return self._built(conn)[facet]

    def _built(self, conn: sqlite3.Connection) -> dict[str, dict[str, int]]:
        if self._terms is None:
            self._live = from_ids(row[0] for row in conn.execute("SELECT id FROM reference WHERE trashed_at IS NULL"))
            self._terms = {facet: {} for facet in FACETS}
            rows = conn.execute("SELECT facet, term, reference_id FROM assignment ORDER BY facet, term")
            self._add(rows)
        return self._terms

    def _add(self, rows: Iterable[tuple[str, str, int]]) -> None:
        assert self._terms is not None
        for (facet, term), group in groupby(rows, key=lambda row: (row[0], row[1])):
            of_facet = self._terms.setdefault(facet, {})
            of_facet[term] = of_facet.get(term, 0) | from_ids(row[2] for row in group)

    def refresh(self, conn: sqlite3.Connection, ids: Iterable[int]) -> None:
        """Read the terms of some references again."""
        changed = list(ids)
        if self._terms is None or not changed:
            return
        text = json.dumps(changed)
        mask = from_ids(changed)
        self._live &= ~mask
        self._live |= from_ids(
            row[0]
            for row in conn.execute(
                "SELECT id FROM reference WHERE trashed_at IS NULL AND id IN (SELECT value FROM json_each(?))", (text,)
            )
        )
        for of_facet in self._terms.values():
            for term in list(of_facet):
                left = of_facet[term] & ~mask
                if left:
                    of_facet[term] = left
                else:
                    del of_facet[term]
        self._add(
            conn.execute(
                "SELECT facet, term, reference_id FROM assignment"
                " WHERE reference_id IN (SELECT value FROM json_each(?)) ORDER BY facet, term",
                (text,),
            )
        )


def with_narrower(assigned: dict[str, int], vocabulary: Vocabulary, facet: str) -> dict[str, int]:
    """The references of each assigned term and of the terms above it, each with all that is narrower."""
    found: dict[str, int] = {}
    for term, bits in assigned.items():
        for above in (term, *vocabulary.ancestors(facet, term)):
            found[above] = found.get(above, 0) | bits
    return found


def counts(assigned: dict[str, int], mask: int, vocabulary: Vocabulary, facet: str) -> dict[str, int]:
    """How many references of `mask` each term has, narrower terms included; NONE counts those without any."""
    found = {
        term: (bits & mask).bit_count()
        for term, bits in with_narrower(assigned, vocabulary, facet).items()
        if bits & mask
    }
    tagged = 0
    for bits in assigned.values():
        tagged |= bits
    found[NONE] = (mask & ~tagged).bit_count()
    return found
