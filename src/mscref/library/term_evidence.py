"""The words of a paper that stand behind a facet term, as a reader chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mscref.library.facets import INSERT_ASSIGNMENT, assignment_row
from mscref.library.references import held
from mscref.model.holdings import Assignment

if TYPE_CHECKING:
    from mscref.library.session import Step


def support(step: Step, reference: int, facet: str, term: str, quote: str) -> None:
    """Give a reference a term with the words of its PDF; a term that it has gets these words in place of its own.

    Raises UnknownTerm.
    """
    held(step, reference)
    found = step.vocabulary().find(facet, term)
    new = Assignment(found.facet, found.id, "user", field="pdf", quote=quote)
    place = (reference, found.facet, found.id)
    step.conn.execute("DELETE FROM proposal WHERE reference_id = ? AND facet = ? AND term = ?", place)
    updated = step.conn.execute(
        "UPDATE assignment SET origin = 'user', rule = '', field = ?, quote = ?, start = 0, stop = 0"
        " WHERE reference_id = ? AND facet = ? AND term = ?",
        (new.field, new.quote, *place),
    )
    if not updated.rowcount:
        step.conn.execute(INSERT_ASSIGNMENT, assignment_row(reference, new))
