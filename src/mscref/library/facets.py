"""Verbs on facet terms: what a user says, what a rule assigns, what a rule offers. The user's word always wins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library.records import AMONG, dump
from mscref.model.facets import FACETS, facet_name
from mscref.model.folding import clean
from mscref.model.holdings import Assignment, OpenProposal, Proposal
from mscref.model.plan import Planned

if TYPE_CHECKING:
    from mscref.library.session import Step

Place = tuple[str, str]

INSERT_ASSIGNMENT = (
    "INSERT INTO assignment (reference_id, facet, term, origin, rule, field, quote, start, stop)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_PROPOSAL = (
    "INSERT INTO proposal (reference_id, facet, term, rule, field, quote, start, stop, state)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def assignment_row(reference: int, a: Assignment) -> tuple[object, ...]:
    """The row of an assignment."""
    return (reference, facet_name(a.facet), a.term, a.origin, a.rule, a.field, clean(a.quote), a.start, a.end)


def proposal_row(reference: int, p: Proposal) -> tuple[object, ...]:
    """The row of a proposal."""
    return (reference, facet_name(p.facet), p.term, p.rule, p.field, clean(p.quote), p.start, p.end, p.state)


def stated(planned: Planned) -> list[Assignment]:
    """The assignments of a planned reference, with those that its source itself states."""
    by_source = (Assignment(facet, term, "import") for facet, term in planned.reference.facets if facet in FACETS)
    return [*planned.assignments, *by_source]


def _held(conn: sqlite3.Connection, reference: int) -> tuple[set[tuple[str, str]], dict[tuple[str, str], str]]:
    assigned = {
        (facet, term)
        for facet, term in conn.execute("SELECT facet, term FROM assignment WHERE reference_id = ?", (reference,))
    }
    proposed = {
        (facet, term): state
        for facet, term, state in conn.execute(
            "SELECT facet, term, state FROM proposal WHERE reference_id = ?", (reference,)
        )
    }
    return assigned, proposed


def lay(
    conn: sqlite3.Connection, reference: int, assignments: Iterable[Assignment], proposals: Iterable[Proposal]
) -> None:
    """Give a reference what rules or an import found, save what it has already and what the user has rejected."""
    assigned, proposed = _held(conn, reference)
    for assignment in assignments:
        place = (facet_name(assignment.facet), assignment.term)
        if place in assigned or (assignment.origin != "user" and proposed.get(place) == "rejected"):
            continue
        if place in proposed:
            _forget_proposals(conn, dump([reference]), *place)
            del proposed[place]
        conn.execute(INSERT_ASSIGNMENT, assignment_row(reference, assignment))
        assigned.add(place)
    for proposal in proposals:
        place = (facet_name(proposal.facet), proposal.term)
        if place not in assigned and place not in proposed:
            conn.execute(INSERT_PROPOSAL, proposal_row(reference, proposal))
            proposed[place] = proposal.state


def retag(step: Step, ids: Sequence[int], add: Iterable[Place] = (), remove: Iterable[Place] = ()) -> None:
    """Add and remove terms, given as (facet, term), by the user's word.

    A removed one is remembered as rejected, so that no rule brings it back. Facets and terms are found by id, label
    or synonym; raises UnknownTerm.
    """
    among = dump(list(ids))
    for facet, term in [_place_to_remove(step, facet, name) for facet, name in remove]:
        _remove(step.conn, among, facet, term)
    for found in [step.vocabulary().find(facet, name) for facet, name in add]:
        _add(step.conn, among, found.facet, found.id)


def _place_to_remove(step: Step, facet: str, name: str) -> Place:
    facet = facet_name(facet)
    stored = step.conn.execute("SELECT 1 FROM assignment WHERE facet = ? AND term = ? LIMIT 1", (facet, name))
    return facet, (name if stored.fetchone() else step.vocabulary().find(facet, name).id)


def held_ids(conn: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """Those of `ids` that the library holds, in the given order."""
    wanted = list(dict.fromkeys(ids))
    held = {row[0] for row in conn.execute(f"SELECT id FROM reference WHERE id {AMONG}", (dump(wanted),))}
    return [number for number in wanted if number in held]


def _forget_proposals(conn: sqlite3.Connection, among: str, facet: str, term: str) -> None:
    conn.execute(f"DELETE FROM proposal WHERE facet = ? AND term = ? AND reference_id {AMONG}", (facet, term, among))


def _add(conn: sqlite3.Connection, among: str, facet: str, term: str) -> None:
    _forget_proposals(conn, among, facet, term)
    conn.execute(
        "INSERT INTO assignment (reference_id, facet, term, origin)"
        f" SELECT id, ?, ?, 'user' FROM reference WHERE id {AMONG} AND id NOT IN"
        " (SELECT reference_id FROM assignment WHERE facet = ? AND term = ?)",
        (facet, term, among, facet, term),
    )


def _remove(conn: sqlite3.Connection, among: str, facet: str, term: str) -> None:
    scope = f"facet = ? AND term = ? AND reference_id {AMONG}"
    conn.execute(
        "INSERT INTO proposal (reference_id, facet, term, rule, field, quote, start, stop, state)"
        f" SELECT reference_id, facet, term, rule, field, quote, start, stop, 'rejected' FROM assignment WHERE {scope}"
        " AND reference_id NOT IN (SELECT reference_id FROM proposal WHERE facet = ? AND term = ?)",
        (facet, term, among, facet, term),
    )
    conn.execute(f"DELETE FROM assignment WHERE {scope}", (facet, term, among))


def settle(step: Step, ids: Sequence[int], accept: bool, facet: str | None = None, term: str | None = None) -> None:
    """Accept open proposals (they become the user's terms, with their quotes) or reject them for good."""
    scope = f"state = 'open' AND reference_id {AMONG}"
    parameters: list[object] = [dump(list(ids))]
    if facet:
        scope += " AND facet = ?"
        parameters.append(facet_name(facet))
    if term:
        if not facet:
            raise UserError("To settle one term, name its facet too.")
        scope += " AND term = ?"
        parameters.append(_proposed_term(step, facet_name(facet), term))
    if accept:
        step.conn.execute(
            "INSERT INTO assignment (reference_id, facet, term, origin, rule, field, quote, start, stop)"
            f" SELECT reference_id, facet, term, 'user', rule, field, quote, start, stop FROM proposal p WHERE {scope}"
            " AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.reference_id = p.reference_id"
            " AND a.facet = p.facet AND a.term = p.term)",
            parameters,
        )
        step.conn.execute(f"DELETE FROM proposal WHERE {scope}", parameters)
    else:
        step.conn.execute(f"UPDATE proposal SET state = 'rejected' WHERE {scope}", parameters)


def _proposed_term(step: Step, facet: str, name: str) -> str:
    stored = step.conn.execute("SELECT 1 FROM proposal WHERE facet = ? AND term = ? LIMIT 1", (facet, name))
    return name if stored.fetchone() else step.vocabulary().find(facet, name).id


def open_proposals(conn: sqlite3.Connection, ids: Sequence[int]) -> list[OpenProposal]:
    """The open proposals of some references, in the order of `ids`, title before abstract."""
    rows = conn.execute(
        "SELECT r.id, r.key, r.byline, coalesce(r.year, ''), r.title, p.facet, p.term, p.rule, p.field, p.quote,"
        " p.start, p.stop, CASE p.field WHEN 'title' THEN r.title ELSE"
        " coalesce((SELECT f.value FROM json_each(r.fields) f WHERE f.key = p.field), '') END"
        " FROM json_each(?) wanted JOIN reference r ON r.id = wanted.value"
        " JOIN proposal p ON p.reference_id = r.id AND p.state = 'open' ORDER BY wanted.key, p.start, p.id",
        (dump(list(ids)),),
    )
    return [
        OpenProposal(
            id, key, authors, str(year), title, facet, term, rule, field, quote, *_within(quote, text, start, stop)
        )
        for id, key, authors, year, title, facet, term, rule, field, quote, start, stop, text in rows
    ]


def _within(quote: str, text: str, start: int, stop: int) -> tuple[int, int]:
    """Where the words text[start:stop] stand in their quote; (0, 0) when the text has changed since."""
    begins = text.rfind(quote, 0, start + len(quote)) if quote else -1
    if begins < 0 or not begins <= start < stop <= begins + len(quote):
        return 0, 0
    return start - begins, stop - begins


def settle_places(step: Step, places: Iterable[tuple[int, str, str]], accept: bool) -> None:
    """Accept or reject single open proposals, each a reference, a facet and a term."""
    for reference, facet, term in places:
        settle(step, [reference], accept, facet, term)


def propose(step: Step, found: Mapping[int, tuple[Sequence[Assignment], Sequence[Proposal]]]) -> None:
    """Lay what rules found on held references."""
    for reference in held_ids(step.conn, found):
        lay(step.conn, reference, *found[reference])
