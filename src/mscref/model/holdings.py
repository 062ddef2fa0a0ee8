"""What a library holds and tells: records, summaries, counts, changes. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mscref.model.reference import Reference

STATUSES = ("unread", "reading", "read")
# What the second of two linked references is to the first, or what a notice (known by its identifier) does to it.
ANNOTATION_KINDS = ("highlight", "underline", "note", "area")
LINK_KINDS = (
    "retraction",
    "concern",
    "erratum",
    "comment",
    "republication",
    "preprint",
    "supplement",
    "same-study",
    "conference-abstract",
    "registry-record",
    "protocol",
    "secondary-analysis",
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a verb changed. `step` is the undo step's number, None when nothing changed.

    `references` and `documents` are row ids; `keys` are the citation keys of `references`, in the same order.
    """

    act: str
    step: int | None = None
    references: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.step is not None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of one reference. `terms` holds the assigned term ids of each facet.

    `notice` is the gravest notice that bears on it: "retraction", "concern", "erratum", or empty.
    """

    id: int
    key: str
    type: str
    authors: str
    year: str
    title: str
    journal: str
    terms: Mapping[str, tuple[str, ...]]
    status: str = "unread"
    rating: int = 0
    colour: int = 0
    has_file: bool = False
    has_note: bool = False
    proposals: int = 0
    is_retracted: bool = False
    is_trashed: bool = False
    added: str = ""
    modified: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A facet term of a reference and why it stands there.

    `origin` is "user", "rule" or "import"; `field`, `quote`, `start`, `end` (code points within the field) and
    `rule` say which words a rule read.
    """

    facet: str
    term: str
    origin: str = "user"
    rule: str = ""
    field: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term that a rule offers and the user has not settled; `state` is "open" or "rejected"."""

    facet: str
    term: str
    rule: str
    field: str
    quote: str
    start: int
    end: int
    state: str = "open"


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """An open proposal and its reference; `start` and `end` are places in its `quote`, both 0 when unknown."""

    reference: int
    key: str
    authors: str
    year: str
    title: str
    facet: str
    term: str
    rule: str
    field: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A stored note (Markdown) with its identity and dates (ISO 8601, UTC)."""

    id: int
    text: str
    title: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A stored or linked file; `stored` is true when it lies in the library's files folder."""

    id: int
    path: str
    title: str = ""
    media_type: str = ""
    sha256: str = ""
    stored: bool = False


@dataclass(frozen=True, slots=True)
class AnnotationRecord:
    """A marked place in a reference's file or in a document, with the words there and the user's own (Markdown).

    In a file, `page` counts from 1 and each of `quads` is a quadrilateral of eight numbers in PDF points, as QuadPoints
    order them; in a document (`reference` is then None) `start` and `end` are code points of its text. `prefix` and
    `suffix` are the words around `text`, by which it is found again in another copy. `colour` is 0 to 9; `terms` are
    pairs of facet and term id; `origin` is the identity that the mark had in a PDF; dates are ISO 8601 in UTC.
    """

    id: int
    reference: int | None
    attachment: int | None = None
    page: int = 1
    quads: tuple[tuple[float, ...], ...] = ()
    text: str = ""
    prefix: str = ""
    suffix: str = ""
    note: str = ""
    colour: int = 0
    author: str = ""
    created: str = ""
    modified: str = ""
    kind: str = "highlight"
    tags: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    document: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """That one reference bears on another: `other` is the `kind` (one of LINK_KINDS) of `reference`.

    What is not in the library has no `other`, only its `identifier`. `source` says who told ("PubMed").
    """

    id: int
    kind: str
    reference: int
    key: str
    other: int | None = None
    other_key: str = ""
    identifier: str = ""
    source: str = ""
    noticed: str = ""


@dataclass(frozen=True, slots=True)
class CitedIn:
    """A document that cites a reference, with the words and their place in its text."""

    document: int
    title: str
    kind: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One act: `step`, what was done, when (ISO 8601, UTC), and whether it has been undone."""

    step: int
    act: str
    at: str
    undone: bool = False
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """A reference as the library keeps it, with all that hangs on it."""

    id: int
    reference: Reference
    assignments: tuple[Assignment, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    attachments: tuple[AttachmentRecord, ...] = ()
    cited_in: tuple[CitedIn, ...] = ()
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    status: str = "unread"
    rating: int = 0
    colour: int = 0
    is_trashed: bool = False
    added: str = ""
    modified: str = ""

    def terms(self, facet: str) -> tuple[str, ...]:
        return tuple(a.term for a in self.assignments if a.facet == facet)


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """A citation in a stored document; offsets are code points in the document's text."""

    id: int
    reference: int
    key: str
    quote: str
    start: int
    end: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """A mention in a stored document; `status` is open, resolved or dismissed."""

    id: int
    document: int
    text: str
    kind: str
    quote: str
    start: int
    end: int
    authors: tuple[str, ...] = ()
    year: str = ""
    status: str = "open"
    resolved: str | None = None


@dataclass(frozen=True)
class DocumentRecord:
    """A stored document; `represents` is the key of the reference that it is itself, if any."""

    id: int
    title: str
    kind: str
    path: str = ""
    url: str = ""
    text: str = ""
    sha256: str = ""
    date: str = ""
    added: str = ""
    represents: str | None = None
    citations: tuple[CitationRecord, ...] = ()
    mentions: tuple[MentionRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class MapCell:
    """One crossing of the evidence map; `keys` are the references, `strongest_design` one of DESIGN_LEVELS or "".

    `designs` and `appraisals` count the references of each level of design and of each of the user's judgements.
    """

    row: str
    column: str
    n: int
    keys: tuple[str, ...]
    strongest_design: str = ""
    designs: Mapping[str, int] = field(default_factory=dict)
    appraisals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class EvidenceMap:
    """Two facets crossed. `rows` and `columns` are term ids, NONE last; `cells` holds the non-empty ones.

    `references` counts distinct references, `placements` their places: one paper may stand in several cells.
    `designs` and `appraisals` tell the level and, where the user has judged it, the risk of bias of each key.
    """

    row_facet: str
    column_facet: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[MapCell, ...]
    references: int
    placements: int
    designs: Mapping[str, str] = field(default_factory=dict)
    appraisals: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: str, column: str) -> MapCell | None:
        return next((c for c in self.cells if c.row == row and c.column == column), None)


NONE = "none"
# Risk of bias as the user judges it, in the words of RoB 2 (Sterne et al., BMJ 2019;366:l4898).
APPRAISALS = ("low", "some", "high")
DESIGN_LEVELS = ("synthesis", "rct", "clinical", "animal", "other")
