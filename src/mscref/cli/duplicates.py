"""Verbs about references that may be one paper: duplicates, merge, distinct."""

from __future__ import annotations

from typing import Any

from mscref.cli.request import DONE, Request
from mscref.jobs import duplicates_scan


def duplicates(request: Request) -> int:
    """List pairs of references that look like one paper, surest first."""
    with request.open() as library:
        found = duplicates_scan.scan(library.look_alikes(), library.known_apart())
        keys = {s.id: s.key for s in library.summaries(sorted({id for pair in found for id in (pair.one, pair.other)}))}
    rows: list[dict[str, Any]] = [
        {
            "keys": [keys[pair.one], keys[pair.other]],
            "score": pair.score,
            "reason": pair.reason,
            "family": pair.role or None,
        }
        for pair in found
    ]
    request.answer(rows, [f"{row['score']:>3}  {' '.join(row['keys'])}  ({row['reason']})" for row in rows])
    return DONE


def merge(request: Request) -> int:
    """Make one reference of several: KEEP is completed with what the others have, their keys stay as aliases."""
    with request.open(write=True) as library:
        keep = library.find(request.args.keep)
        others = [library.find(key) for key in request.args.others]
        return request.changed(library.merge(keep, others))


def distinct(request: Request) -> int:
    """Remember that two references differ, so that they are offered no more."""
    with request.open(write=True) as library:
        one, other = library.find(request.args.one), library.find(request.args.other)
        return request.changed(library.distinct(one, other))
