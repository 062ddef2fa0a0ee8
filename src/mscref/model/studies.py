"""What studies report and how they are judged: cells of the study table, claims, trials, families, screening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# The columns of the characteristics-of-studies table, in their order. "sample" is the animal model or the number of
# participants; "study" and "key" follow from the reference, the others can be read from it or set by the user.
STUDY_FIELDS = (
    "study",
    "condition",
    "cell_source",
    "donor",
    "product",
    "dose",
    "route",
    "sample",
    "design",
    "phase",
    "follow_up",
    "outcome",
    "trial",
    "key",
)
STANCES = ("supports", "contradicts", "mixed")
STAGES = ("title", "report")
DECISIONS = ("include", "exclude", "not-retrieved")
SOURCE_KINDS = ("database", "register", "other")
# The links that make one study of several references; the second of two linked ones has the role.
FAMILY_KINDS = (
    "preprint",
    "erratum",
    "conference-abstract",
    "registry-record",
    "protocol",
    "secondary-analysis",
    "republication",
    "supplement",
    "same-study",
)


@dataclass(frozen=True, slots=True)
class StudyCell:
    """A stored value of the study table; an empty `value` says that the study states nothing.

    `source` is "user" or who gave the value; `quote` are the words that say so, on `page` (0: not known).
    """

    reference: int
    field: str
    value: str
    quote: str = ""
    page: int = 0
    source: str = "user"
    annotation: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """That a reference supports or contradicts a claim, or is mixed (`stance`, one of STANCES)."""

    id: int
    claim: int
    reference: int
    key: str
    stance: str
    quote: str = ""
    page: int = 0
    annotation: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that wants evidence, of a document (`start`, `end`: code points of its text), of a note or of nobody.

    `title` is the document's; dates are ISO 8601 in UTC.
    """

    id: int
    text: str
    document: int | None = None
    note: int | None = None
    start: int = 0
    end: int = 0
    created: str = ""
    modified: str = ""
    title: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """What a registry says of a trial; `fields` keeps the rest by the registry's names, `fetched` when it was asked."""

    number: str
    title: str = ""
    status: str = ""
    phase: str = ""
    enrolment: int | None = None
    url: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    fetched: str = ""


@dataclass(frozen=True, slots=True)
class TrialPaper:
    """A reference that names a trial; `places` are where: "record", "title", "abstract", "note", "pdf".

    `reports` is true when the reference is a report of the trial, false when it only mentions it (as reviews do).
    """

    reference: int
    key: str
    places: tuple[str, ...]
    reports: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial with the references that name it, the documents (ids) that do, and the registry's facts when known."""

    number: str
    papers: tuple[TrialPaper, ...] = ()
    documents: tuple[int, ...] = ()
    record: TrialRecord | None = None

    @property
    def reports(self) -> tuple[TrialPaper, ...]:
        """The references that report the trial: more than one of them are one study counted as several."""
        return tuple(paper for paper in self.papers if paper.reports)


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A reference of a study family: `role` is one of FAMILY_KINDS, or "main"; `link` is what ties it to `of`."""

    reference: int
    key: str
    role: str
    of: int | None = None
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """A decision on a reference at one stage of a review."""

    reference: int
    key: str
    stage: str
    decision: str
    reason: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Where records came from: a batch of an import, or (id None) what was added by hand.

    `records` were identified; of them `duplicates` were merged away, `trashed` lie in the trash, `held` are there.
    """

    id: int | None
    act: str = ""
    at: str = ""
    source: str = ""
    source_kind: str = ""
    query: str = ""
    records: int = 0
    duplicates: int = 0
    trashed: int = 0
    held: int = 0
