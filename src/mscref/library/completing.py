"""Completing a held reference with what another source knows: what is lacking is added, nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mscref.library import keys
from mscref.library.collections import member_of_named
from mscref.library.records import CONTENT, INSERT_CONTRIBUTOR, contributor_rows, values
from mscref.model.folding import clean, fold
from mscref.model.marks import Marks
from mscref.model.reference import Contributor, Reference

if TYPE_CHECKING:
    from mscref.library.session import Step


def same_content(held: Reference, other: Reference) -> bool:
    """True when two references say the same: type, title, fields and contributors."""
    return (
        held.type == clean(other.type)
        and held.title == clean(other.title)
        and dict(held.fields) == {clean(name): clean(value) for name, value in other.fields.items()}
        and list(contributor_rows(0, held.contributors)) == list(contributor_rows(0, other.contributors))
    )


def completed(held: Reference, other: Reference) -> Reference:
    """`held` with the fields, contributors and keywords that only `other` has."""
    fields = {**held.fields, **{name: value for name, value in other.fields.items() if name not in held.fields}}
    contributors, incomplete = list(held.contributors), set(held.incomplete_roles)
    for role in dict.fromkeys(c.role for c in other.contributors):
        if _knows_more(held, other, role):
            contributors = [c for c in contributors if c.role != role]
            contributors += [Contributor(name, role) for name in other.names(role)]
            incomplete.discard(role)
            incomplete |= {role} & set(other.incomplete_roles)
    known = {fold(keyword) for keyword in held.keywords}
    keywords = (*held.keywords, *(k for k in other.keywords if fold(k) not in known))
    fuller = replace(
        held,
        title=held.title or other.title,
        fields=fields,
        contributors=tuple(contributors),
        incomplete_roles=tuple(sorted(incomplete)),
        keywords=keywords,
    )
    return held if fuller == held else replace(fuller, raw=None)


def _knows_more(held: Reference, other: Reference, role: str) -> bool:
    """True when `other` has names of a role that `held` lacks, or the whole of a list that `held` has the head of."""
    mine, theirs = held.names(role), other.names(role)
    if not mine:
        return True
    cut_off = role in held.incomplete_roles and role not in other.incomplete_roles
    return cut_off and len(theirs) >= len(mine) and fold(mine[0].sort_family) == fold(theirs[0].sort_family)


def complete(step: Step, number: int, held: Reference, other: Reference) -> None:
    """Complete the stored reference `number`, which is `held` now, with what `other` knows."""
    write(step, number, held, completed(held, other))
    if other.key and keys.fit(other.key).casefold() != held.key.casefold():
        keys.add(step.conn, number, keys.fit(other.key), alias=True)
    hang_on(step, number, other, held)


def fill_marks(step: Step, number: int, marks: Marks) -> None:
    """Give the stored reference those of `marks` that it has none of."""
    for column, value, none in (
        ("status", marks.status, "unread"),
        ("rating", marks.rating, 0),
        ("colour", marks.colour, 0),
    ):
        if value:
            step.conn.execute(f"UPDATE reference SET {column} = ? WHERE id = ? AND {column} = ?", (value, number, none))


def write(step: Step, number: int, held: Reference, new: Reference) -> None:
    """Write the row and the contributors of a reference, where they differ from the held ones."""
    if new is held:
        return
    if values(held) != values(new):
        places = ", ".join(f"{column} = ?" for column in CONTENT)
        step.conn.execute(f"UPDATE reference SET {places} WHERE id = ?", (*values(new), number))
    if held.contributors != new.contributors:
        rows = list(contributor_rows(number, new.contributors))
        if rows != list(contributor_rows(number, held.contributors)):
            step.conn.execute("DELETE FROM contributor WHERE reference_id = ?", (number,))
            step.conn.executemany(INSERT_CONTRIBUTOR, rows)


def hang_on(step: Step, number: int, reference: Reference, held: Reference | None = None) -> None:
    """Add what hangs on a reference and the held one lacks: aliases, trials, notes, files, collections."""
    conn = step.conn
    for alias in reference.aliases:
        if keys.fit(alias):
            keys.add(conn, number, keys.fit(alias), alias=True)
    for trial in dict.fromkeys(reference.trials):
        conn.execute(
            "INSERT INTO trial (reference_id, number) VALUES (?, ?) ON CONFLICT DO NOTHING", (number, clean(trial))
        )
    texts = {note.text for note in held.notes} if held else set()
    for note in reference.notes:
        if clean(note.text) not in texts:
            conn.execute(
                "INSERT INTO note (reference_id, title, text, author, created, modified) VALUES (?, ?, ?, ?, ?, ?)",
                (number, clean(note.title), clean(note.text), note.author, note.created or step.at, step.at),
            )
    paths = {a.path for a in held.attachments} if held else set()
    contents = {a.sha256 for a in held.attachments if a.sha256} if held else set()
    for attachment in reference.attachments:
        if clean(attachment.path) not in paths and attachment.sha256 not in contents:
            contents |= {attachment.sha256} - {""}
            conn.execute(
                "INSERT INTO attachment (reference_id, path, title, media_type, sha256, is_stored, added)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    clean(attachment.path),
                    clean(attachment.title),
                    attachment.media_type,
                    attachment.sha256,
                    attachment.is_stored,
                    step.at,
                ),
            )
    for name in reference.collections:
        member_of_named(step, number, clean(name))
