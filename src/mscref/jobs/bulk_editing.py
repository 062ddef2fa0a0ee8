"""Editing one field of many references at once: what would change is shown before anything does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mscref.errors import UserError
from mscref.model.holdings import Record

SET, REPLACE, CLEAR = "set", "replace", "clear"
_LONGEST_PATTERN = 300


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """One edit of one field, by CSL name, "title" or "type".

    `manner` is "set" (to `value`), "replace" (`find` by `value`) or "clear". With `is_regex`, `find` is a regular
    expression of Python's `re` and `value` may name its groups (`\\1`).
    """

    field: str
    manner: str = SET
    value: str = ""
    find: str = ""
    is_regex: bool = False
    has_case: bool = True


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What an edit would do to one reference."""

    id: int
    key: str
    before: str
    after: str


def preview(records: Iterable[Record], edit: BulkEdit) -> tuple[FieldChange, ...]:
    """The references that the edit would change, in order, each with its value before and after.

    Raises UserError for a pattern that is none, and for an edit that would leave a title or a type empty.
    """
    pattern = _pattern(edit) if edit.manner == REPLACE else None
    changes = []
    for record in records:
        before = record.reference.get(edit.field)
        after = _edited(before, edit, pattern)
        if after != before:
            changes.append(FieldChange(record.id, record.reference.key, before, after))
    if edit.field in ("title", "type") and any(not change.after.strip() for change in changes):
        raise UserError(f"A reference needs a {edit.field}: this edit would leave one empty.")
    return tuple(changes)


def _pattern(edit: BulkEdit) -> re.Pattern[str] | None:
    if not edit.find:
        return None
    if len(edit.find) > _LONGEST_PATTERN:
        raise UserError(f"The words to find are too long; {_LONGEST_PATTERN} characters are the most.")
    try:
        return re.compile(edit.find if edit.is_regex else re.escape(edit.find), 0 if edit.has_case else re.IGNORECASE)
    except re.error as error:
        raise UserError(f"This is no regular expression: {error}.") from error


def _edited(before: str, edit: BulkEdit, pattern: re.Pattern[str] | None) -> str:
    if edit.manner == CLEAR:
        return ""
    if edit.manner == SET:
        return edit.value.strip()
    if pattern is None:
        return before
    try:
        return pattern.sub(edit.value if edit.is_regex else lambda _found: edit.value, before)
    except (re.error, IndexError) as error:
        raise UserError(f"What replaces the words is no replacement for this expression: {error}.") from error
