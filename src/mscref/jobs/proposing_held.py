"""Reading held references for facet terms again: after a bulk import, or when rules or vocabulary have changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mscref.jobs import proposing
from mscref.library import Library
from mscref.model.holdings import Changes

_CHUNK = 500


def propose(library: Library, ids: Sequence[int], *, cancelled: Callable[[], bool] | None = None) -> Changes:
    """Read title, abstract and keywords of references and lay what they say on them, as one undo step.

    What the user has set or rejected stays. Stopped before its end it changes nothing.
    """
    found = {}
    for start in range(0, len(ids), _CHUNK):
        if cancelled and cancelled():
            return Changes("Propose terms")
        for record in library.records(ids[start : start + _CHUNK]):
            found[record.id] = proposing.propose(record.reference, library.vocabulary)
    return library.propose(found)
