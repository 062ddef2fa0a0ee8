"""The verb `check`: what is wrong with records, and mending what can be mended by rule."""

from __future__ import annotations

from typing import Any

from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.jobs import checking
from mscref.jobs.checking import Finding


def check(request: Request) -> int:
    """List what is wrong; exit code 1 when there is something. With --fix mend what needs no judgement."""
    args = request.args
    with request.open(write=args.fix) as library:
        found = checking.check(library, " ".join(args.query), args.only)
        count = len(library.ids(" ".join(args.query)))
        changes = checking.mend(library, found) if args.fix else None
    left = [each for each in found if changes is None or each.mend is None]
    if changes is not None:
        request.committed(len(changes.references))
    value = [_item(each, is_mended=each not in left) for each in found]
    request.answer(value, [*(_line(each, is_mended=each not in left) for each in found), _told(found, left, count)])
    return PARTLY if left else DONE


def _item(found: Finding, *, is_mended: bool) -> dict[str, Any]:
    fix: dict[str, Any] | None = None
    if found.mend is not None:
        fix = dict(found.mend.fields)
        fix |= {"title": found.mend.title} if found.mend.title is not None else {}
        fix |= {"key": found.mend.key} if found.mend.key is not None else {}
        if found.mend.contributors is not None:
            fix["contributors"] = [each.name.display for each in found.mend.contributors]
    return {
        "key": found.key,
        "rule": found.rule,
        "field": found.field,
        "message": found.message,
        "advice": found.advice,
        "fix": fix,
        "fixed": is_mended,
    }


def _line(found: Finding, *, is_mended: bool) -> str:
    mark = " (mended)" if is_mended else " (--fix does it)" if found.mend is not None else ""
    return f"{found.key}: {found.message} {found.advice}{mark}"


def _told(found: list[Finding], left: list[Finding], count: int) -> str:
    if not found:
        return f"{counted(count, 'reference')} checked: nothing found."
    records = len({each.id for each in found})
    mended = f", {len(found) - len(left):,} mended" if len(left) < len(found) else ""
    return f"{counted(count, 'reference')} checked: {counted(len(found), 'finding')} in {records:,}{mended}."
