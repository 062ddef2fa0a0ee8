"""Verbs that may ask the network: lookup, and add by identifier. Nothing is sent without --online or the settings."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mscref import settings
from mscref.cli.importing import stop_on_interrupt
from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.errors import LookupCancelled, UserError
from mscref.jobs import importing, looking_up, looking_up_identifiers, looking_up_imports, looking_up_trials
from mscref.jobs.looking_up import Outcome
from mscref.lookup import Web, open_web, services
from mscref.model.plan import Imported, Plan, Unread
from mscref.model.reading import Reading

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.model.reference import Reference

_TRIAL = re.compile(r"NCT0\d{7}", re.IGNORECASE)


def lookup(request: Request) -> int:
    """Complete references from the services, fetch records of trials, or list what waits to be looked up."""
    args = request.args
    if not (args.keys or args.query is not None or args.waiting):
        return _list_waiting(request)
    numbers = [key for key in args.keys if _TRIAL.fullmatch(key)]
    with request.open(write=not (args.dry_run or args.free_copy)) as library:
        ids = _chosen(request, library, [key for key in args.keys if key not in numbers])
        with stop_on_interrupt() as stopped, open_web(online=args.online, fresh=args.fresh, cancelled=stopped) as web:
            if args.free_copy:
                return _name_copies(request, library, ids, web)
            if not ids and not numbers:
                request.answer(_answer([], {}), ["Nothing to look up."])
                return DONE
            trials, missing = looking_up_trials.fetch(web, numbers) if numbers else ([], {})
            outcomes = _asked(request, library, ids, web)
            is_stopped = stopped()
        keys = {record.id: record.reference.key for record in library.records(ids)}
        value = _answer(outcomes, keys)
        value["trials"] = [one.number for one in trials]
        value["unknown"] += [{"key": number, "reason": reason} for number, reason in missing.items()]
        if args.take:
            outcomes = [*_with_doubtful(library, outcomes)]
        if not args.dry_run:
            done = looking_up.keep(library, outcomes, trials)
            request.committed(len(done.keys))
            value["step"] = done.step
    request.answer(value, _lines(value, is_dry=args.dry_run))
    if is_stopped:
        request.tell("mscref: Stopped; what was found before is kept.")
    wants_look = value["unknown"] or value["waiting"] or (value["doubtful"] and not args.take)
    return PARTLY if is_stopped or wants_look else DONE


def _name_copies(request: Request, library: Library, ids: Sequence[int], web: Web) -> int:
    """Say where papers can be read freely; nothing is fetched from there and nothing changed."""
    web.permission.required(services.UNPAYWALL)
    copies = {one.reference.key: looking_up.open_copy(web, one.reference) for one in library.records(ids)}
    value = [{"key": key, "url": address or None} for key, address in copies.items()]
    request.answer(value, [f"{key}: {address or 'no free copy is known'}" for key, address in copies.items()])
    return DONE if all(copies.values()) else PARTLY


def _chosen(request: Request, library: Library, keys: Sequence[str]) -> list[int]:
    ids = [library.find(key) for key in keys]
    if request.args.query is not None:
        ids += library.ids(request.args.query)
    if request.args.waiting:
        ids += [one.reference for one in library.waiting()]
    return list(dict.fromkeys(ids))


def _asked(request: Request, library: Library, ids: Sequence[int], web: Web) -> list[Outcome]:
    """The outcomes up to the end or to where the user stopped."""
    found: list[Outcome] = []
    if ids:
        try:
            for outcome in looking_up.look_up(looking_up.held(library, ids), web, on_each=progress(len(ids))):
                found.append(outcome)
        except LookupCancelled:
            request.tell("")
    return found


def progress(count: int) -> Callable[[int], None]:
    """What counts the look-ups on a terminal."""

    def told(number: int) -> None:
        if sys.stderr.isatty():
            print(
                f"\r{number:,} of {count:,} looked up", end="" if number < count else "\n", file=sys.stderr, flush=True
            )

    return told


def _with_doubtful(library: Library, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    for one in outcomes:
        doubtful = one.found.doubtful and one.found.candidate is None
        yield Outcome(one.id, one.found, looking_up.taken(library, one), ()) if doubtful else one


def _list_waiting(request: Request) -> int:
    with request.open() as library:
        waiting = library.waiting()
    value = {
        "waiting": [
            {"key": one.key, "since": one.since, "tries": one.tries, "problem": one.problem or None} for one in waiting
        ]
    }
    lines = [f"{one.key}  since {one.since[:10]}  {one.problem}".rstrip() for one in waiting]
    request.answer(value, lines or ["Nothing waits to be looked up."])
    return DONE


def _answer(outcomes: Sequence[Outcome], keys: dict[int, str]) -> dict[str, Any]:
    """The answer of `lookup` by what became of each reference."""
    value: dict[str, Any] = {
        name: []
        for name in ("completed", "unchanged", "doubtful", "differs", "notices", "unknown", "waiting", "trials")
    }
    for one in outcomes:
        key = keys.get(one.id, "")
        told = {told.field: told.source for told in one.completion.sources}
        if told or one.completion.trials or one.completion.keywords:
            value["completed"].append({"key": key, "fields": told})
        elif one.found.candidate is not None:
            value["unchanged"].append(key)
        value["differs"] += [
            {"key": key, "field": d.field, "ours": d.ours, "theirs": d.theirs, "source": d.source}
            for d in one.differences
        ]
        value["notices"] += [
            {"key": key, "kind": n.kind, "identifier": n.identifier, "source": n.source, "is_itself": n.is_itself}
            for n in one.completion.notices
        ]
        value["doubtful"] += [_doubt(key, one, number) for number in range(len(one.found.doubtful))]
        if one.found.problem:
            value["waiting" if one.found.can_wait else "unknown"].append({"key": key, "reason": one.found.problem})
    return value


def _doubt(key: str, outcome: Outcome, number: int) -> dict[str, Any]:
    told, it = outcome.found.doubtful[number]
    return {
        "key": key,
        "source": told.source,
        "ours": _gist(outcome.found.asked),
        "theirs": _gist(told.reference),
        "agreement": {"title": it.title, "author": it.author, "year": it.year, "conflict": it.conflict or None},
    }


def _gist(reference: Reference) -> dict[str, str]:
    author = reference.authors[0].display if reference.authors else ""
    return {"title": reference.title, "author": author, "year": reference.year, "DOI": reference.doi}


def _lines(value: dict[str, Any], *, is_dry: bool) -> Iterable[str]:
    for one in value["completed"]:
        told = ", ".join(f"{name} ({looking_up.service_name(source)})" for name, source in one["fields"].items())
        yield f"{one['key']}: {told or 'trials or keywords'}"
    for one in value["notices"]:
        yield f"{one['key']}: {one['kind']} {'of' if one['is_itself'] else 'by'} {one['identifier']} ({one['source']})"
    for one in value["differs"]:
        name = looking_up.service_name(one["source"])
        yield f"{one['key']}: {one['field']} is {one['ours']}; {name} has {one['theirs']}"
    for one in value["doubtful"]:
        name, theirs = looking_up.service_name(one["source"]), one["theirs"]
        gist = " ".join(filter(None, (theirs["author"], theirs["year"], theirs["title"])))
        yield f"{one['key']}: {name} has another paper, which was left: {gist}"
    for name in ("unknown", "waiting"):
        for one in value[name]:
            yield f"{one['key']}: {one['reason']}{' It waits.' if name == 'waiting' else ''}"
    for number in value["trials"]:
        yield f"{number}: kept what ClinicalTrials.gov says."
    verb = "would be completed" if is_dry else "completed"
    yield f"{counted(len(value['completed']), 'reference')} {verb}, {len(value['unchanged'])} had nothing to add."


# --- bringing in ------------------------------------------------------------------------------------------------


def planned(
    request: Request,
    library: Library | None,
    readings: Iterable[Reading | Unread],
    stopped: Callable[[], bool],
    **wishes: Any,
) -> Plan:
    """A plan for an import, with what the services tell if they may be asked; `wishes` are of `importing.plan`."""
    vocabulary = library.vocabulary if library else settings.vocabulary()
    with open_web(online=request.args.online, cancelled=stopped) as web:
        if not web.permission.is_allowed:
            return importing.plan(library, readings, vocabulary=vocabulary, **wishes)
        return looking_up_imports.OnlineImport(web).plan(library, readings, vocabulary=vocabulary, **wishes)


def let_wait(request: Request, library: Library, plan: Plan, done: Imported) -> int:
    """After an import: let what could not be asked wait, and say so."""
    count = looking_up_imports.let_wait(library, plan, done)
    if count:
        request.tell(
            f"mscref: {counted(count, 'reference')} {'waits' if count == 1 else 'wait'} to be looked up: "
            "mscref lookup --waiting --online."
        )
    return count


def add_by_identifier(request: Request) -> int:
    """Add what identifiers mean; without a network bare references come in, and wait."""
    references, others = looking_up_identifiers.split("\n".join(request.args.ids))
    if not references:
        raise UserError(
            f'"{others[0][:60] if others else ""}" is no DOI, PMID, PMCID, NCT number, ISBN or arXiv number.'
        )
    with request.open(write=True) as library, stop_on_interrupt() as stopped:
        readings = [looking_up_identifiers.reading(references)]
        act = f"Add {counted(len(references), 'reference')} by identifier"
        try:
            plan = planned(request, library, readings, stopped, act=act)
        except LookupCancelled:
            request.tell("mscref: Stopped; nothing was added.")
            return PARTLY
        done = importing.apply(library, plan)
        waits = let_wait(request, library, plan, done)
        summaries = {one.key: one for one in library.summaries(list(done.references))}
    request.committed(len(done.new))
    problems = [problem.message for _, problem in plan.problems]
    for message in (*problems, *(f'"{word[:60]}" is no identifier.' for word in others)):
        request.tell(f"mscref: {message}")
    value = {
        "new": list(done.new),
        "merged": [key for key, _ in done.merged],
        "waiting": waits,
        "problems": problems,
        "unrecognised": list(others),
    }
    lines = [f"{key}  {summaries[key].authors} {summaries[key].year}  {summaries[key].title}" for key in done.new]
    lines += [f"{key}  was held already" for key, _ in done.merged]
    request.answer(value, lines)
    return PARTLY if problems or others else DONE
