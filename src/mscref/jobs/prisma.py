"""The numbers of a PRISMA 2020 flow diagram (Page et al., BMJ 2021;372:n71), counted from the library itself.

Records come from import batches, duplicates from what was merged, the rest from screening decisions. The numbers add
up by construction: every record identified is either removed, screened out, waiting or included, and in one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mscref.jobs import trials
from mscref.model.studies import Batch, Screening

if TYPE_CHECKING:
    from mscref.library.library import Library

NO_REASON = "No reason given"
UNNAMED = "Source not stated"
BY_HAND = "Added by hand"


@dataclass(frozen=True, slots=True)
class Flow:
    """One side of the diagram: via databases and registers, or via other methods.

    `sources` are (name, kind, n); `excluded_reports` are (reason, n), the most frequent first. What is `awaiting` a
    decision stands between two boxes: titles not yet screened, reports not yet assessed.
    """

    sources: tuple[tuple[str, str, int], ...] = ()
    duplicates: int = 0
    removed: int = 0
    screened: int = 0
    excluded: int = 0
    awaiting_screening: int = 0
    sought: int = 0
    not_retrieved: int = 0
    awaiting_assessment: int = 0
    assessed: int = 0
    excluded_reports: tuple[tuple[str, int], ...] = ()
    excluded_records: tuple[tuple[str, int], ...] = ()
    included: int = 0

    @property
    def identified(self) -> int:
        """All records that came in, duplicates included."""
        return sum(n for _, _, n in self.sources)

    def of_kind(self, kind: str) -> int:
        """The records that came from sources of a kind."""
        return sum(n for _, its_kind, n in self.sources if its_kind == kind)


@dataclass(frozen=True, slots=True)
class Prisma:
    """The whole diagram; `studies` counts papers of one trial or one family once, `reports` each by itself."""

    databases: Flow
    other: Flow
    studies: int
    reports: int


def count(library: Library) -> Prisma:
    """The diagram of a library as it stands."""
    decisions = library.screening()
    included = [each.reference for each in decisions if each.stage == "report" and each.decision == "include"]
    studies = trials.studies(included, library.trials(), library.family_ties())
    return counted(library.batches(), library.batch_of(), decisions, studies)


def counted(
    batches: Sequence[Batch], batch_of: Mapping[int, int | None], decisions: Iterable[Screening], studies: int
) -> Prisma:
    """The diagram from its facts: where records came from, which batch each came with, what was decided."""
    at_title: dict[int, Screening] = {}
    at_report: dict[int, Screening] = {}
    for decision in decisions:
        (at_title if decision.stage == "title" else at_report)[decision.reference] = decision
    others = {batch.id for batch in batches if batch.source_kind == "other"}
    sides: tuple[list[int], list[int]] = ([], [])
    for reference, batch in batch_of.items():
        sides[batch in others or batch is None].append(reference)
    databases, other = (
        _flow([batch for batch in batches if (batch.id in others) == is_other], sides[is_other], at_title, at_report)
        for is_other in (False, True)
    )
    return Prisma(databases, other, studies, databases.included + other.included)


def _flow(
    batches: Sequence[Batch], held: Sequence[int], at_title: Mapping[int, Screening], at_report: Mapping[int, Screening]
) -> Flow:
    sources: Counter[tuple[str, str]] = Counter()
    for batch in batches:
        name = batch.source or (BY_HAND if batch.id is None else UNNAMED)
        sources[name, batch.source_kind or "database"] += batch.records
    duplicates = sum(batch.duplicates for batch in batches)
    identified = sources.total()
    sought = [r for r in held if r in at_report or (r in at_title and at_title[r].decision == "include")]
    out = [r for r in held if r not in at_report and r in at_title and at_title[r].decision == "exclude"]
    reports = Counter(at_report[r].decision for r in sought if r in at_report)
    return Flow(
        sources=tuple((name, kind, n) for (name, kind), n in sources.items() if n),
        duplicates=duplicates,
        removed=identified - duplicates - len(held),
        screened=len(held),
        excluded=len(out),
        awaiting_screening=len(held) - len(out) - len(sought),
        sought=len(sought),
        not_retrieved=reports["not-retrieved"],
        awaiting_assessment=len(sought) - reports.total(),
        assessed=reports["include"] + reports["exclude"],
        excluded_reports=_reasons(at_report[r] for r in sought if r in at_report),
        excluded_records=_reasons(at_title[r] for r in out),
        included=reports["include"],
    )


def _reasons(decisions: Iterable[Screening]) -> tuple[tuple[str, int], ...]:
    reasons = Counter(each.reason or NO_REASON for each in decisions if each.decision == "exclude")
    return tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])))
