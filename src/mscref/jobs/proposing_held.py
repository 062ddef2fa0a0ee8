"""Reading held references for facet terms again: after a bulk import, or when rules or vocabulary have changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mscref.jobs import proposing
from mscref.library import Library
from mscref.model.holdings import Changes

_CHUNK = 500
_END = re.compile(r"^\W*(?:\d+\.?\s*)?(?:references|bibliography|literature cited)\W*$", re.IGNORECASE | re.MULTILINE)


def propose(
    library: Library,
    ids: Sequence[int],
    *,
    with_pages: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> Changes:
    """Read title, abstract and keywords of references and lay what they say on them, as one undo step.

    `with_pages` reads the indexed pages of their PDFs too, up to the list of references. What the user has set or
    rejected stays. Stopped before its end it changes nothing.
    """
    found = {}
    for start in range(0, len(ids), _CHUNK):
        if cancelled and cancelled():
            return Changes("Propose terms")
        for record in library.records(ids[start : start + _CHUNK]):
            found[record.id] = proposing.propose(
                record.reference, library.vocabulary, text=body_text(library, record.id) if with_pages else ""
            )
    return library.propose(found)


def body_text(library: Library, id: int) -> str:
    """The text of a reference's PDFs as far as it is indexed, without the list of references at its end."""
    text = "\n".join(words for _, words in library.page_texts(id))
    ends = [found.start() for found in _END.finditer(text) if found.start() > len(text) // 3]
    return text[: ends[-1]] if ends else text
