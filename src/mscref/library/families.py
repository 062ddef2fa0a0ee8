"""Study families: references of one study that stay apart, each with its role, instead of becoming one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library import links
from mscref.library.records import AMONG, dump
from mscref.model.studies import FAMILY_KINDS, FamilyMember

if TYPE_CHECKING:
    from mscref.library.session import Step

_KINDS = ", ".join(f"'{kind}'" for kind in FAMILY_KINDS)
_Tie = tuple[int, int, int, str]


def family(conn: sqlite3.Connection, reference: int) -> tuple[FamilyMember, ...]:
    """The references of one study, the main report first; empty when a reference has no family."""
    ties: dict[int, _Tie] = {}
    known: set[int] = {reference}
    todo = [reference]
    while todo:
        rows = conn.execute(
            "SELECT id, reference_id, other_id, kind FROM link WHERE other_id NOT NULL"
            f" AND kind IN ({_KINDS}) AND (reference_id = ?1 OR other_id = ?1) ORDER BY id",
            (todo.pop(),),
        ).fetchall()
        ties |= {row[0]: row for row in rows}
        found = {end for row in rows for end in row[1:3]} - known
        known |= found
        todo += sorted(found)
    return _members(conn, known, ties.values()) if ties else ()


def _members(conn: sqlite3.Connection, known: Iterable[int], ties: Iterable[_Tie]) -> tuple[FamilyMember, ...]:
    keys = dict(conn.execute(f"SELECT id, key FROM reference WHERE id {AMONG}", (dump(sorted(known)),)))
    tied: dict[int, _Tie] = {}
    for tie in sorted(ties):
        tied.setdefault(tie[2], tie)
    members = [
        FamilyMember(number, keys[number], tied[number][3], tied[number][1], tied[number][0])
        if number in tied
        else FamilyMember(number, keys[number], "main")
        for number in sorted(known)
    ]
    order = ("main", *FAMILY_KINDS)
    return tuple(sorted(members, key=lambda member: (order.index(member.role), member.reference)))


def ties(conn: sqlite3.Connection) -> list[tuple[int, int]]:
    """Every two references that a family link ties, trash left out."""
    rows = conn.execute(
        "SELECT l.reference_id, l.other_id FROM link l JOIN reference a ON a.id = l.reference_id"
        f" JOIN reference b ON b.id = l.other_id WHERE l.kind IN ({_KINDS})"
        " AND a.trashed_at IS NULL AND b.trashed_at IS NULL"
    )
    return [(one, other) for one, other in rows]


def link_family(step: Step, main: int, roles: Mapping[int, str]) -> None:
    """Say which references belong to the study that `main` reports, and as what; a new role takes an old one's place.

    References of one family are not the same, so that they are offered no more as duplicates.
    """
    for other, kind in roles.items():
        if kind not in FAMILY_KINDS:
            raise UserError(f'"{kind}" is no role in a study family; there are {", ".join(FAMILY_KINDS)}.')
        step.conn.execute(
            "DELETE FROM link WHERE (reference_id, other_id) IN (VALUES (?1, ?2), (?2, ?1))"
            f" AND kind IN ({_KINDS}) AND NOT (reference_id = ?1 AND kind = ?3)",
            (main, other, kind),
        )
        links.link(step, main, other, kind, source="user")
        step.conn.execute(
            "INSERT INTO not_duplicate (first_id, second_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (min(main, other), max(main, other)),
        )


def leave_family(step: Step, reference: int) -> None:
    """Take a reference out of its family; the others stay one when what held them together was another."""
    step.conn.execute(
        f"DELETE FROM link WHERE other_id NOT NULL AND kind IN ({_KINDS}) AND (reference_id = ?1 OR other_id = ?1)",
        (reference,),
    )
