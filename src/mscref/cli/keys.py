"""Verbs on citation keys: `keys` shows and sets the pattern and gives new keys; `rename` changes one, in texts too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.errors import UserError
from mscref.jobs import citation_keys, key_patterns
from mscref.jobs.citation_keys import NewKey

_SHOWN = 20


def keys(request: Request) -> int:
    """Show what the pattern makes of references, set it, or give new keys on request."""
    args = request.args
    if args.make is not None and not args.make and args.query is None:
        raise UserError("Say which references get new keys: --make KEY..., or --make with --query.")
    if args.dry_run and args.make is None:
        raise UserError("--dry-run goes with --make.")
    pattern = key_patterns.parse(args.tried or args.pattern or citation_keys.chosen_pattern()).text
    if args.pattern:
        citation_keys.choose_pattern(args.pattern)
    if args.make is not None and not args.dry_run:
        return _make(request, pattern)
    is_library = request.library_path.exists()
    planned = _planned(request, pattern) if is_library or args.make is not None or args.query else []
    shown = planned if request.args.json or args.dry_run else planned[:_SHOWN]
    lines = [f"Pattern: {pattern}", *map(_line, shown)]
    if len(planned) > len(shown):
        lines.append(f"… and {counted(len(planned) - len(shown), 'reference')} more")
    request.answer({"pattern": pattern, "keys": [_item(each) for each in planned]}, lines)
    return DONE


def _make(request: Request, pattern: str) -> int:
    with request.open(write=True) as library:
        planned = citation_keys.plan(library, _chosen(request, library), pattern)
        changes = citation_keys.apply(library, planned)
    differing = [each for each in planned if each.differs]
    request.committed(len(differing))
    value = {"step": changes.step, "act": changes.act, "references": [each.new for each in differing], "documents": []}
    told = f"{counted(len(differing), 'reference')} got a new key; the old ones stay as aliases."
    request.answer(value | {"keys": [_item(each) for each in differing]}, [*map(_line, differing), told])
    return DONE


def _planned(request: Request, pattern: str) -> list[NewKey]:
    with request.open() as library:
        return citation_keys.plan(library, _chosen(request, library), pattern)


def _chosen(request: Request, library: Any) -> Sequence[int]:
    args = request.args
    if args.make:
        return [library.find(key) for key in args.make]
    ids: Sequence[int] = library.ids(args.query or "", sort="key", descending=False)
    return ids


def _line(each: NewKey) -> str:
    mark = "  (suffixed: the key is taken)" if each.is_suffixed else ""
    return f"{each.old} → {each.new}{mark}" if each.differs else f"{each.old}{mark}"


def _item(each: NewKey) -> dict[str, Any]:
    return {"old": each.old, "new": each.new, "clash": each.is_suffixed}


def rename(request: Request) -> int:
    """Give a reference another key; with manuscripts show what changes in them, and with --write change it."""
    from mscref.jobs.manuscripts import renaming

    args = request.args
    edits = renaming.plan([Path(name) for name in args.manuscripts], args.old, args.new)
    for problem in edits.problems:
        request.tell(f"mscref: {problem}")
    with request.open(write=args.write) as library:
        number = library.find(args.old)
        renaming.check(library, number, args.new)
        value: dict[str, Any] = {
            "old": args.old,
            "new": args.new,
            "files": [{"path": str(each.path), "places": each.places} for each in edits.files],
            "diff": edits.diff,
            "written": args.write,
        }
        lines = edits.diff.splitlines()
        if args.write:
            renaming.check_unchanged(edits)
            changes = library.rekey({number: args.new})
            renaming.apply(edits)
            request.committed(len(changes.references))
            value |= {"step": changes.step, "act": changes.act}
            texts = f" and in {counted(len(edits.files), 'file')}" if args.manuscripts else ""
            lines.append(f"{args.old} is now {args.new} in the library{texts}.")
        else:
            lines.append("Nothing was changed; --write does it.")
    request.answer(value, lines)
    return PARTLY if edits.problems else DONE
