"""Verbs that file references: tag, mark, accept, reject, collections, searches, terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mscref.cli.request import DONE, Request
from mscref.errors import UnknownTerm, UserError
from mscref.jobs.latin import to_ascii
from mscref.jobs.proposing_reasons import reason
from mscref.model.facets import FACETS, Term, Vocabulary, facet_name
from mscref.model.folding import nearest
from mscref.model.holdings import NONE

if TYPE_CHECKING:
    from mscref.library.library import Library

_FREE = "tag"


def tag(request: Request) -> int:
    """Set and remove facet terms (and free tags) of the named references, or of all that match --query."""
    args = request.args
    if not args.add and not args.remove:
        raise UserError("Say what to set: --add FACET=TERM or --remove FACET=TERM.")
    with request.open(write=True) as library:
        added, tags_added = _told_apart(args.add)
        removed, tags_removed = _told_apart(args.remove)
        ids = _chosen(library, args.keys, args.query)
        return request.changed(
            library.retag_terms(ids, add=added, remove=removed, tags_add=tags_added, tags_remove=tags_removed)
        )


def _chosen(library: Library, keys: Sequence[str], query: str | None) -> list[int]:
    if not keys and query is None:
        raise UserError("Name references by their keys, or choose them with --query.")
    named = [library.find(key) for key in keys]
    found = library.ids(query) if query is not None else ()
    return list(dict.fromkeys([*named, *found]))


def _told_apart(words: Iterable[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The facet terms and the free tags among FACET=TERM words."""
    terms, tags = [], []
    for word in words:
        facet, equals, name = word.partition("=")
        if not equals or not name.strip():
            raise UserError(f'"{word}" is not FACET=TERM; write for example condition=als.')
        if facet.strip().lower() == _FREE:
            tags.append(name.strip())
        else:
            terms.append((facet, name))
    return terms, tags


def mark(request: Request) -> int:
    """Set status, rating, colour or the judged risk of bias of references, one step each."""
    args = request.args
    wanted = {"set_status": args.status, "set_rating": args.rating, "set_colour": args.colour}
    if args.appraisal is not None:
        wanted["set_appraisal"] = "" if args.appraisal == NONE else args.appraisal
    chosen = {verb: value for verb, value in wanted.items() if value is not None}
    if len(chosen) != 1:
        raise UserError("Say one thing to set: --status, --rating, --colour or --appraisal.")
    with request.open(write=True) as library:
        ids = _chosen(library, args.keys, None)
        for verb, value in chosen.items():
            return request.changed(getattr(library, verb)(ids, value))
    return DONE


def propose(request: Request) -> int:
    """Read titles, abstracts and keywords of the references that match for terms, as one step."""
    from mscref.jobs import proposing_held

    with request.open(write=True) as library:
        return request.changed(
            proposing_held.propose(library, library.ids(" ".join(request.args.query)), with_pages=request.args.text)
        )


def proposals(request: Request) -> int:
    """List the terms that rules propose for the references that match, each with the words and the reason."""
    with request.open() as library:
        found = library.open_proposals(" ".join(request.args.query))
        vocabulary = library.vocabulary
    rows = [
        {
            "key": one.key, "facet": one.facet, "term": one.term, "field": one.field, "quote": one.quote,
            "start": one.start, "end": one.end, "rule": one.rule, "reason": reason(one.rule),
        }
        for one in found
    ]  # fmt: skip
    lines = []
    for one in found:
        words = one.quote[one.start : one.end] or one.quote
        lines.append(
            f"{one.key}  {one.facet}={one.term}  “{words}”  {vocabulary.label(one.facet, one.term)} ({one.rule})"
        )
    request.answer(rows, lines or ["Nothing is proposed."])
    return DONE


def accept(request: Request) -> int:
    """Accept proposed terms of references."""
    return _settle(request, accept=True)


def reject(request: Request) -> int:
    """Reject proposed terms of references; they do not come back."""
    return _settle(request, accept=False)


def _settle(request: Request, *, accept: bool) -> int:
    args = request.args
    with request.open(write=True) as library:
        facet = facet_name(args.facet) if args.facet else None
        if args.term and not facet:
            facet = _facet_of(library.vocabulary, args.term)
        term = library.vocabulary.find(facet, args.term).id if facet and args.term else None
        ids = _chosen(library, args.keys, args.query)
        if args.rule is None:
            return request.changed(library.settle(ids, accept=accept, facet=facet, term=term))
        places = [
            (one.reference, one.facet, one.term)
            for one in library.open_proposals(args.query or "")
            if one.rule == args.rule
            and one.reference in ids
            and facet in (None, one.facet)
            and term in (None, one.term)
        ]
        return request.changed(library.settle_places(places, accept=accept))


def _facet_of(vocabulary: Vocabulary, name: str) -> str:
    """The one facet that has a term of this name; raises UserError when none or several have."""
    facets = []
    for facet in FACETS:
        with suppress(UnknownTerm):
            vocabulary.find(facet, name)
            facets.append(facet)
    if len(facets) != 1:
        told = f"stands in {' and '.join(facets)}" if facets else "is in no facet"
        raise UserError(f'The term "{name}" {told}; name its --facet.')
    return facets[0]


def collections(request: Request) -> int:
    """List collections, or make one, remove one, put references in or take them out."""
    args = request.args
    if sum(bool(each) for each in (args.new, args.drop, args.put, args.take)) > 1:
        raise UserError("Say one thing: --new, --drop, --put or --take.")
    if not (args.new or args.drop or args.put or args.take):
        with request.open() as library:
            held = library.collections()
        rows = [{"id": each.id, "name": each.name, "parent": each.parent, "count": each.count} for each in held]
        request.answer(rows, [f"{each.name}  ({each.count})" for each in held])
        return DONE
    with request.open(write=True) as library:
        if args.new:
            return request.changed(library.add_collection(args.new))
        named = {each.name: each.id for each in library.collections()}
        id = _named(args.drop or args.put or args.take, named, "collection")
        if args.drop:
            return request.changed(library.remove_collection(id))
        ids = _chosen(library, args.keys, None)
        return request.changed(library.collect(ids, id, remove=bool(args.take)))


def _named(name: str, ids: dict[str, int], what: str) -> int:
    if name in ids:
        return ids[name]
    near = nearest(name, ids)
    raise UserError(f'There is no {what} "{name}".' + (f' Did you mean "{near}"?' if near else ""))


def searches(request: Request) -> int:
    """List saved searches, save one, or forget one."""
    args = request.args
    if args.save or args.drop:
        with request.open(write=True) as library:
            if args.save:
                query = " ".join(args.query)
                library.count(query)
                return request.changed(library.save_search(args.save, query))
            named = {each.name: each.id for each in library.searches()}
            return request.changed(library.remove_search(_named(args.drop, named, "saved search")))
    with request.open() as library:
        held = library.searches()
    rows = [{"id": each.id, "name": each.name, "query": each.query} for each in held]
    request.answer(rows, [f"{each.name}: {each.query}" for each in held])
    return DONE


def terms(request: Request) -> int:
    """List the vocabulary, add a term of your own, or remove one."""
    args = request.args
    if not (args.new or args.drop or args.synonym):
        with request.open() as library:
            vocabulary = library.vocabulary
        facets = (facet_name(args.facet),) if args.facet else FACETS
        shown = [term for facet in facets for term in vocabulary.terms(facet)]
        request.answer([_item(term) for term in shown], [_line(term, vocabulary) for term in shown])
        return DONE
    if not args.facet:
        raise UserError("Name the facet of the term: mscref terms FACET --new LABEL.")
    facet = facet_name(args.facet)
    with request.open(write=True) as library:
        if args.synonym:
            if not args.of:
                raise UserError("Say which term is meant: --synonym WORDS --of TERM.")
            term = library.vocabulary.find(facet, args.of)
            own = term.synonyms if term.is_users else term.users_synonyms
            return request.changed(library.set_synonyms(facet, term.id, (*own, *args.synonym)))
        if args.drop:
            return request.changed(library.remove_term(facet, library.vocabulary.find(facet, args.drop).id))
        parent = library.vocabulary.find(facet, args.under).id if args.under else ""
        id = re.sub(r"[^a-z0-9]+", "-", to_ascii(args.new).lower()).strip("-")
        if not id or library.vocabulary.get(facet, id):
            raise UserError(f'The facet {facet} has a term "{id}" already; choose another label.')
        return request.changed(library.add_term(Term(facet, id, args.new.strip(), parent=parent, is_users=True)))


def _item(term: Term) -> dict[str, Any]:
    return {
        "facet": term.facet,
        "id": term.id,
        "label": term.label,
        "parent": term.parent or None,
        "kind": term.kind,
        "synonyms": [*term.synonyms, *term.abbreviations],
        "codes": dict(term.codes),
        "yours": term.is_users,
    }


def _line(term: Term, vocabulary: Vocabulary) -> str:
    depth = len(vocabulary.ancestors(term.facet, term.id))
    return f"{term.facet:<13} {'  ' * depth}{term.label}  [{term.id}]{' (yours)' if term.is_users else ''}"
