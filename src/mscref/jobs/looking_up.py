"""Look references up on the network: find what an identifier means, complete what is held, let wait what has to.

What a service tells is accepted only when it agrees with the reference; what does not agree is handed back as doubtful
and shown, never kept unasked. Without permission nothing is sent (LookupNotAllowed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mscref.jobs import looking_up_asking
from mscref.jobs.looking_up_agreement import Agreement, agreement
from mscref.jobs.looking_up_answers import Told
from mscref.jobs.looking_up_asking import Asked
from mscref.jobs.looking_up_merging import Candidate, Difference, completion, merged
from mscref.model.holdings import Changes
from mscref.model.lookups import Completion, FieldSource
from mscref.model.reference import Reference
from mscref.model.studies import TrialRecord

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.lookup import Web

AT_ONCE = 20
OnEach = Callable[[int], None]


@dataclass(frozen=True)
class Found:
    """What the services told of one reference.

    `candidate` is the record that the agreeing answers make, None when there is none; `doubtful` are the others, each
    with how far it agrees. `problem` says why nothing was found; `can_wait` that a service or the network failed, so
    that it may be found later. `trial` is the registry's record when a trial was asked for.
    """

    asked: Reference
    candidate: Candidate | None = None
    doubtful: tuple[tuple[Told, Agreement], ...] = ()
    problem: str = ""
    can_wait: bool = False
    trial: TrialRecord | None = None


@dataclass(frozen=True)
class Outcome:
    """What a look-up did for one reference: what completes it, where the record differs, or why there is none.

    `id` is 0 for a reference that is not held.
    """

    id: int
    found: Found
    completion: Completion
    differences: tuple[Difference, ...] = ()


def find(web: Web, references: Sequence[Reference]) -> Iterator[Found]:
    """What the allowed services tell of references, in their order, some twenty at a time.

    Raises LookupNotAllowed before anything is sent, and LookupCancelled at once when the user has stopped it.
    """
    web.permission.required_at_all()
    for start in range(0, len(references), AT_ONCE):
        for asked in looking_up_asking.ask_all(web, references[start : start + AT_ONCE]):
            yield _judged(asked)


def complete(web: Web, reference: Reference) -> Found:
    """What the allowed services tell of one reference."""
    return next(find(web, [reference]))


def _judged(asked: Asked) -> Found:
    agreeing = asked.agreeing
    doubtful = tuple((told, agreement(asked.reference, told.reference)) for told in asked.told if told not in agreeing)
    has_record = any(told.reference.title for told in agreeing)
    problem = ""
    if not has_record:
        problem = " ".join(asked.problems) or ("" if doubtful else _unknown(asked.reference))
    return Found(
        asked.reference,
        merged(agreeing) if agreeing else None,
        doubtful,
        problem,
        can_wait=bool(asked.problems) and not has_record,
        trial=asked.trial,
    )


def _unknown(reference: Reference) -> str:
    if not identified(reference) and not reference.title:
        return "There is neither an identifier nor a title to look up."
    return "No service knows it."


def service_name(source: str) -> str:
    """What a service is called, by its key; a key of none as it is."""
    from mscref.lookup import SERVICES

    return SERVICES[source].name if source in SERVICES else source


def identified(reference: Reference) -> str:
    """The identifier that a reference is looked up by, in words: "PMID 30956667"; empty when it has none."""
    for name in ("DOI", "PMID", "PMCID", "ISBN"):
        if reference.get(name):
            return reference.get(name) if name in ("DOI", "PMCID") else f"{name} {reference.get(name)}"
    if reference.get("number").lower().startswith("arxiv:"):
        return reference.get("number")
    return reference.trials[0] if reference.trials else ""


# --- held references --------------------------------------------------------------------------------------------

Held = tuple[int, Reference, Mapping[str, FieldSource]]


def look_up(held: Sequence[Held], web: Web, *, on_each: OnEach | None = None) -> Iterator[Outcome]:
    """Look references up, given as (id, reference, where its fields were seen); nothing is changed."""
    founds = find(web, [reference for _, reference, _ in held])
    for number, ((id, reference, seen), found) in enumerate(zip(held, founds, strict=True), 1):
        nothing: tuple[Completion, tuple[Difference, ...]] = (Completion(id), ())
        done, differences = completion(id, reference, seen, found.candidate) if found.candidate else nothing
        if on_each:
            on_each(number)
        yield Outcome(id, found, done, differences)


def held(library: Library, ids: Iterable[int]) -> list[Held]:
    """What `look_up` asks for, read from a library."""
    return [(record.id, record.reference, library.field_sources(record.id)) for record in library.records(list(ids))]


def keep(library: Library, outcomes: Sequence[Outcome], trials: Sequence[TrialRecord] = ()) -> Changes:
    """Keep what look-ups found, as one undo step; what could not be asked waits, what was answered waits no longer."""
    asked_for = [one.found.trial for one in outcomes if one.found.trial is not None]
    changes = library.complete_all([one.completion for one in outcomes], [*asked_for, *trials])
    library.stop_waiting([one.id for one in outcomes if not one.found.can_wait])
    for one in outcomes:
        if one.found.can_wait:
            library.wait_for_lookup([one.id], one.found.problem)
    return changes


def taken(library: Library, outcome: Outcome, number: int = 0) -> Completion:
    """What a doubtful answer brings once the user has said that it is the right one: all but what the user typed."""
    told, _ = outcome.found.doubtful[number]
    ((id, reference, seen),) = held(library, [outcome.id])
    return completion(id, reference, seen, merged([told]), is_right=True)[0]


def open_copy(web: Web, reference: Reference) -> str:
    """The address of a free copy of a paper; empty when none is known, or when nobody may be asked."""
    from mscref.lookup import services, unpaywall

    if not reference.doi or not web.allows(services.UNPAYWALL):
        return ""
    return unpaywall.open_copy(web, reference.doi)
