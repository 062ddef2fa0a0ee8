"""The user's own facet terms, beside the vocabulary that ships with mscref."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.model.facets import Term, facet_name
from mscref.model.folding import clean

if TYPE_CHECKING:
    from mscref.library.session import Step


def of_user(conn: sqlite3.Connection) -> list[Term]:
    """The terms that the user added, in the order they were added."""
    rows = conn.execute(
        "SELECT facet, term, label, synonyms, abbreviations, parent, kind, codes FROM user_term ORDER BY id"
    )
    return [
        Term(
            facet=facet,
            id=term,
            label=label,
            synonyms=tuple(json.loads(synonyms)),
            abbreviations=tuple(json.loads(abbreviations)),
            parent=parent,
            kind=kind,
            codes=json.loads(codes),
            is_users=True,
        )
        for facet, term, label, synonyms, abbreviations, parent, kind, codes in rows
    ]


def add(step: Step, term: Term) -> None:
    """Add a term of the user's, or change one that the user added before."""
    facet = facet_name(term.facet)
    if not term.id or not term.label:
        raise UserError("A term needs an id and a label.")
    held = step.vocabulary().get(facet, term.id)
    if held and not held.is_users:
        raise UserError(f'The facet {facet} already has a term "{held.label}" ({held.id}).')
    if term.parent and not step.vocabulary().get(facet, term.parent):
        raise UserError(f'The facet {facet} has no term "{term.parent}" to put the new one under.')
    if term.parent == term.id or term.id in step.vocabulary().ancestors(facet, term.parent):
        raise UserError(f'"{term.label}" cannot stand under itself.')
    step.conn.execute(
        "INSERT INTO user_term (facet, term, label, synonyms, abbreviations, parent, kind, codes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (facet, term) DO UPDATE SET label = excluded.label,"
        " synonyms = excluded.synonyms, abbreviations = excluded.abbreviations, parent = excluded.parent,"
        " kind = excluded.kind, codes = excluded.codes",
        (
            facet,
            clean(term.id),
            clean(term.label),
            json.dumps(term.synonyms),
            json.dumps(term.abbreviations),
            term.parent,
            term.kind,
            json.dumps(dict(term.codes)),
        ),
    )


def set_synonyms(step: Step, facet: str, term: str, synonyms: Sequence[str]) -> None:
    """Give a term the user's synonyms in place of those given before; a shipped term keeps its own."""
    facet = facet_name(facet)
    held = step.vocabulary().find(facet, term)
    names = tuple(dict.fromkeys(name for name in (clean(one).strip() for one in synonyms) if name))
    if held.is_users:
        add(step, replace(held, synonyms=names))
    elif names:
        step.conn.execute(
            "INSERT INTO user_term (facet, term, label, synonyms) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (facet, term) DO UPDATE SET synonyms = excluded.synonyms",
            (facet, held.id, held.label, json.dumps(names)),
        )
    else:
        step.conn.execute("DELETE FROM user_term WHERE facet = ? AND term = ?", (facet, held.id))


def remove(step: Step, facet: str, term: str) -> None:
    """Remove a term of the user's, with its assignments and proposals; its narrower terms move up."""
    facet = facet_name(facet)
    row = step.conn.execute("SELECT parent FROM user_term WHERE facet = ? AND term = ?", (facet, term)).fetchone()
    held = step.vocabulary().get(facet, term)
    if not row or (held and not held.is_users):
        raise UserError(f'"{term}" is not a term of yours in the facet {facet}, so it cannot be removed.')
    step.conn.execute("UPDATE user_term SET parent = ? WHERE facet = ? AND parent = ?", (row[0], facet, term))
    step.conn.execute("DELETE FROM assignment WHERE facet = ? AND term = ?", (facet, term))
    step.conn.execute("DELETE FROM proposal WHERE facet = ? AND term = ?", (facet, term))
    step.conn.execute("DELETE FROM user_term WHERE facet = ? AND term = ?", (facet, term))
