"""A small PDF of an invented paper, its plan as the reader would make it, and a scan without text."""

from __future__ import annotations

from pathlib import Path

from mscref.jobs import review_values
from mscref.model.plan import Plan, Planned, Unread
from mscref.model.reading import Problem, Provenance
from mscref.model.reference import Attachment, Name, Reference, authors
from tests.sandbox.pages_pdf import Sheet, pdf

TITLE = "Cord cells in a motor neuron disease"
LINES = (
    (40.0, 360.0, "Invented J 2016;87(21):2230-2234"),
    (40.0, 330.0, TITLE),
    (40.0, 310.0, "Ada Fir, Berta Gorse"),
    (40.0, 100.0, "Published 3 May 2017"),
)


def write_paper(path: Path) -> Path:
    """The paper as a file."""
    path.write_bytes(pdf([Sheet(LINES), Sheet(((40.0, 330.0, "The second page"),))]))
    return path


def write_scan(path: Path) -> Path:
    """A page with a grey field in place of text."""
    path.write_bytes(pdf([Sheet(paint="0.6 g 40 100 200 200 re f")]))
    return path


def on_page(number: int, confidence: float = 0.97) -> Provenance:
    """That a value stands in line `number` of the paper."""
    left, bottom, words = LINES[number]
    return Provenance("page", 1, words, confidence, (left, bottom - 2, left + 5.0 * len(words), bottom + 9))


def planned(path: Path, *, year: float = 0.97) -> Planned:
    """The paper as it would be planned, its year as sure as `year`."""
    file = Attachment(str(path), path.name, "application/pdf", review_values.digest_of(str(path)))
    reference = Reference(
        title=TITLE,
        contributors=authors([Name("Fir", "Ada"), Name("Gorse", "Berta")]),
        fields={"issued": "2016", "container-title": "Invented J", "volume": "87", "page": "2230-2234"},
        key="fir2016cord",
        attachments=(file,),
    )
    seen = {"title": on_page(1), "author": on_page(2), "issued": on_page(0, year), "container-title": on_page(0)}
    return Planned(reference, str(path), provenance=seen)


def plan(folder: Path) -> Plan:
    """A sure paper, an unsure one, a held one, and a scan that gave nothing."""
    good, unsure, held = (write_paper(folder / f"{name}.pdf") for name in ("good", "unsure", "held"))
    scan = write_scan(folder / "scan.pdf")
    first = planned(held)
    double = Planned(
        first.reference,
        first.path,
        match=1,
        match_key="alder2011",
        reason="same DOI",
        provenance=first.provenance,
        held=Reference(title="Cord cells in a motor neurone disease", fields={"issued": "2016"}),
    )
    return Plan(
        "Import 4 files",
        (planned(good), planned(unsure, year=0.4), double),
        unreadable=(Unread(str(scan), "scan.pdf has no text layer."),),
        problems=((str(good), Problem("No DOI was found.", field="DOI")),),
    )
