"""An import, planned: what would be added, what is held already, what cannot be read. Showing it changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from mscref.model.document import Document
from mscref.model.holdings import Assignment, Proposal
from mscref.model.marks import Marks
from mscref.model.notices import Notice
from mscref.model.reading import Problem, Provenance
from mscref.model.reference import Reference
from mscref.model.studies import TrialRecord


@dataclass(frozen=True, slots=True)
class Alike:
    """A held reference that a planned one may be, but not surely: its id, its key, and what is alike."""

    id: int
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One reference of a plan.

    `match` is the id of the held reference that it is (`match_key` its key, `reason` why: "same DOI"); without
    one the reference is new. A match is completed with what it lacks, never overwritten. `path` names the input.
    `copies` counts the records of the inputs that it was made of, 0 when a paper's reference list only names it.
    `provenance` says by field name where values were seen, of a paper read off its PDF or looked up,
    and `notices` what was told of its retraction or correction. `waits` says that no service could be asked about it.
    `marks` are the status, stars and colour that the input gives it; a held reference takes those that it lacks.
    `alike` is a held reference that looks like it, of which only a person can say whether it is the same; `held` is
    the matched or alike one as the library has it.
    """

    reference: Reference
    path: str = ""
    match: int | None = None
    match_key: str = ""
    reason: str = ""
    assignments: tuple[Assignment, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    copies: int = 1
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    marks: Marks = field(default_factory=Marks)
    waits: bool = False
    alike: Alike | None = None
    held: Reference | None = None


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """One document of a plan; `represents` and `citations` are indices into Plan.references.

    `citations[i]` belongs to `document.citations[i]`; `held` is the id of the same document (by sha256) when the
    library has it already, and then nothing is added.
    """

    document: Document
    represents: int | None = None
    citations: tuple[int, ...] = ()
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that gave nothing, and the reason in one sentence."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. `act` is the undo step's name ("Import 5 files").

    `source` names the database or register that was searched for the records, with `query`; `source_kind` is one of
    SOURCE_KINDS. With a source the import is counted for a review even when all its records are held already.
    `trials` are the records of a registry that came with its references.
    """

    act: str
    references: tuple[Planned, ...] = ()
    documents: tuple[PlannedDocument, ...] = ()
    unreadable: tuple[Unread, ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()
    source: str = ""
    source_kind: str = ""
    query: str = ""
    trials: tuple[TrialRecord, ...] = ()

    def without(self, left_out: Collection[int]) -> Plan:
        """The plan less the references at these indices, and less the citations of them and the trials they name."""
        kept = [i for i in range(len(self.references)) if i not in left_out]
        place = {old: new for new, old in enumerate(kept)}
        dropped = {number for i in left_out for number in self.references[i].reference.trials}
        dropped -= {number for i in kept for number in self.references[i].reference.trials}
        return replace(
            self,
            trials=tuple(record for record in self.trials if record.number not in dropped),
            references=tuple(self.references[i] for i in kept),
            documents=tuple(_renumbered(document, place) for document in self.documents),
        )


def _renumbered(planned: PlannedDocument, place: dict[int, int]) -> PlannedDocument:
    pairs = [
        (citation, place[i])
        for citation, i in zip(planned.document.citations, planned.citations, strict=True)
        if i in place
    ]
    return replace(
        planned,
        document=replace(planned.document, citations=tuple(citation for citation, _ in pairs)),
        represents=place.get(planned.represents) if planned.represents is not None else None,
        citations=tuple(i for _, i in pairs),
    )


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: keys of the new references, (key, path) of the merged ones, ids of the documents.

    `step` is None when nothing was added; `complete` is false when it was stopped after some batches.
    """

    step: int | None
    new: tuple[str, ...]
    merged: tuple[tuple[str, str], ...]
    documents: tuple[int, ...]
    references: tuple[int, ...] = ()
    complete: bool = True
