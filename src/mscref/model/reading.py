"""What reading a file yields: references, documents, and what was wrong with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mscref.model.document import Document
from mscref.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an input: where, what, and what was done about it, in one sentence.

    `lost` is true when the record at this place could not be kept at all.
    """

    message: str
    line: int | None = None
    field: str | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field's value was seen: `source` is "page", "xmp", "info", "bibtex", "file name", "crossref", ...

    `page` counts from 1; `line` is the printed line (the first one of several); `confidence` lies between 0 and 1.
    `box` is where the value stands on that page: left, bottom, right, top in the points of the file itself (y upwards,
    before the page is turned); None when it was not read off a page.
    """

    source: str
    page: int | None = None
    line: str = ""
    confidence: float = 1.0
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Reading:
    """All that one input gave. `provenance` tells of references[0] of a PDF, by field name."""

    path: str
    format: str
    references: tuple[Reference, ...] = ()
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
