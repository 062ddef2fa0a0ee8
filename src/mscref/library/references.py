"""Verbs on references: add, edit, mark, note, attach, trash and purge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import NoSuchKey, UserError
from mscref.library import facets, field_sources, files, keys, records
from mscref.library.completing import hang_on, write
from mscref.library.records import AMONG, dump
from mscref.model.folding import clean
from mscref.model.holdings import STATUSES, Assignment, Proposal
from mscref.model.reference import NAME_ROLES, Contributor, Reference

if TYPE_CHECKING:
    from mscref.library.session import Step


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit changes; None leaves as it is, an empty value in `fields` removes the field."""

    fields: Mapping[str, str] | None = None
    type: str | None = None
    title: str | None = None
    contributors: Sequence[Contributor] | None = None
    incomplete_roles: Iterable[str] | None = None
    keywords: Iterable[str] | None = None
    trials: Iterable[str] | None = None
    key: str | None = None


def add(
    step: Step, reference: Reference, assignments: Iterable[Assignment] = (), proposals: Iterable[Proposal] = ()
) -> None:
    """Add one reference; its key gets a suffix when another has it."""
    key = keys.unique(step.conn, keys.fit(reference.key) or keys.default(reference))
    columns = ("key", *records.CONTENT, "added", "modified")
    row = step.conn.execute(
        f"INSERT INTO reference ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) RETURNING id",
        (key, *records.values(reference), step.at, step.at),
    ).fetchone()
    number: int = row[0]
    keys.add(step.conn, number, key)
    step.conn.executemany(records.INSERT_CONTRIBUTOR, records.contributor_rows(number, reference.contributors))
    hang_on(step, number, reference)
    facets.lay(step.conn, number, assignments, proposals)


def held(step: Step, number: int) -> Reference:
    """The stored reference; raises NoSuchKey when it is gone."""
    found = records.references(step.conn, [number]).get(number)
    if found is None:
        raise NoSuchKey("The reference is no longer in the library.")
    return found


def edit(step: Step, number: int, changes: Edit) -> None:
    """Change a reference by hand; the text it was read from no longer stands for it then."""
    before = held(step, number)
    fields = dict(changes.fields or {})
    title = fields.pop("title", changes.title)
    kind = fields.pop("type", changes.type)
    if kind is not None and not kind:
        raise UserError("A reference needs a type.")
    roles = before.incomplete_roles if changes.incomplete_roles is None else tuple(changes.incomplete_roles)
    people = before.contributors if changes.contributors is None else tuple(changes.contributors)
    unknown = sorted({c.role for c in people} - set(NAME_ROLES))
    if unknown:
        raise UserError(f'"{unknown[0]}" is no role of a contributor; there are {", ".join(NAME_ROLES)}.')
    after = replace(
        before.with_fields(fields),
        title=before.title if title is None else title,
        type=kind or before.type,
        contributors=people,
        incomplete_roles=roles,
        keywords=before.keywords if changes.keywords is None else tuple(changes.keywords),
    )
    if changes.trials is not None:
        _set_trials(step, number, before.trials, changes.trials)
    if changes.key is not None and changes.key != before.key:
        keys.change(step.conn, number, changes.key)
    renamed = step.conn.execute("SELECT key FROM reference WHERE id = ?", (number,)).fetchone()[0] != before.key
    if renamed or records.values(after) != records.values(before) or after.contributors != before.contributors:
        after = replace(after, raw=None)
    write(step, number, before, after)
    field_sources.by_user(step, number, before, after)


def _set_trials(step: Step, number: int, before: Sequence[str], after: Iterable[str]) -> None:
    wanted = [clean(trial).strip() for trial in after]
    for trial in set(before) - set(wanted):
        step.conn.execute("DELETE FROM trial WHERE reference_id = ? AND number = ?", (number, trial))
    for trial in dict.fromkeys(wanted):
        if trial and trial not in before:
            step.conn.execute("INSERT INTO trial (reference_id, number) VALUES (?, ?)", (number, trial))


def set_column(step: Step, ids: Sequence[int], column: str, value: object) -> None:
    """Give references a status, a rating (0-5) or a colour (0-9)."""
    if column == "status" and value not in STATUSES:
        raise UserError(f'There is no status "{value}"; there are {", ".join(STATUSES)}.')
    most = {"rating": 5, "colour": 9}.get(column)
    if most is not None and not (isinstance(value, int) and 0 <= value <= most):
        raise UserError(f"A {column} is a number from 0 to {most}.")
    step.conn.execute(f"UPDATE reference SET {column} = ? WHERE id {AMONG}", (value, dump(list(ids))))


def trash(step: Step, ids: Sequence[int]) -> None:
    """Put references into the trash."""
    step.conn.execute(
        f"UPDATE reference SET trashed_at = ? WHERE trashed_at IS NULL AND id {AMONG}", (step.at, dump(list(ids)))
    )


def untrash(step: Step, ids: Sequence[int]) -> None:
    """Take references out of the trash."""
    step.conn.execute(f"UPDATE reference SET trashed_at = NULL WHERE id {AMONG}", (dump(list(ids)),))


def purge(step: Step, ids: Sequence[int]) -> None:
    """Remove references that lie in the trash, with all that hangs on them; the others stay."""
    among = dump(list(ids))
    gone = f"(SELECT id FROM reference WHERE trashed_at IS NOT NULL AND id {AMONG})"
    step.conn.execute(f"UPDATE mention SET status = 'open', reference_id = NULL WHERE reference_id IN {gone}", (among,))
    step.conn.execute(f"DELETE FROM reference WHERE id IN {gone}", (among,))


# --- notes and files --------------------------------------------------------------------------------------------


def add_note(step: Step, owner: str, number: int, text: str, title: str = "") -> None:
    """Add a note to a reference or a document (`owner` names which)."""
    if not step.conn.execute(f"SELECT 1 FROM {owner} WHERE id = ?", (number,)).fetchone():
        raise NoSuchKey(f"The {owner} is no longer in the library.")
    if not text.strip():
        raise UserError("A note needs some text.")
    step.conn.execute(
        f"INSERT INTO note ({owner}_id, title, text, created, modified) VALUES (?, ?, ?, ?, ?)",
        (number, clean(title), clean(text), step.at, step.at),
    )


def edit_note(step: Step, note: int, text: str, title: str | None = None) -> None:
    """Change a note's text, and its title when one is given."""
    row = step.conn.execute("SELECT text, title FROM note WHERE id = ?", (note,)).fetchone()
    if row is None:
        raise NoSuchKey("The note is no longer in the library.")
    new = (clean(text), row[1] if title is None else clean(title))
    if new != tuple(row):
        step.conn.execute("UPDATE note SET text = ?, title = ?, modified = ? WHERE id = ?", (*new, step.at, note))


def remove_note(step: Step, note: int) -> None:
    """Remove a note."""
    step.conn.execute("DELETE FROM note WHERE id = ?", (note,))


def attach(step: Step, number: int, path: Path, is_stored: bool = True, title: str = "", pattern: str = "") -> None:
    """Attach a file: a copy in the library's store, or a link to where it lies. A file is attached once.

    A copy is named by `pattern` (see `files.named`), without one as the file is.
    """
    reference = held(step, number)
    if is_stored:
        name, digest = files.store(step.path, path, files.named(pattern, reference, path.suffix))
    else:
        files.check_source(path)
        name, digest = clean(str(path.absolute())), files.sha256_of(path)
    known = step.conn.execute(
        "SELECT 1 FROM attachment WHERE reference_id = ? AND path = ? AND is_stored = ?", (number, name, is_stored)
    ).fetchone()
    if not known:
        step.conn.execute(
            "INSERT INTO attachment (reference_id, path, title, media_type, sha256, is_stored, added)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, name, clean(title), files.media_type_of(path.name), digest, is_stored, step.at),
        )


def detach(step: Step, attachment: int) -> None:
    """Take a file off its reference; the stored copy stays until the library is cleaned up."""
    step.conn.execute("DELETE FROM attachment WHERE id = ?", (attachment,))
