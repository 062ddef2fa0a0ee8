"""A small vocabulary, a few references and documents, and libraries made of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mscref.library import Library
from mscref.model.document import Citation, Document, Mention
from mscref.model.facets import Term, Vocabulary
from mscref.model.holdings import Assignment, Proposal
from mscref.model.plan import Plan, Planned, PlannedDocument
from mscref.model.reference import Attachment, Name, Note, RawEntry, Reference, authors


def small_vocabulary() -> Vocabulary:
    """Two groups of conditions, nested cell sources, the study types that make design levels."""
    return Vocabulary(
        [
            Term("condition", "motor-neuron", "Motor neuron disease", kind="group"),
            Term(
                "condition", "als", "Amyotrophic lateral sclerosis", ("Lou Gehrig's disease",), ("ALS",), "motor-neuron"
            ),
            Term("condition", "muscular", "Muscular dystrophy", kind="group"),
            Term("condition", "dmd", "Duchenne muscular dystrophy", (), ("DMD",), "muscular"),
            Term("cell_source", "msc-unspecified", "MSC, source not stated"),
            Term("cell_source", "perinatal", "Perinatal tissue", kind="group"),
            Term("cell_source", "umbilical-cord", "Umbilical cord", parent="perinatal"),
            Term("cell_source", "whartons-jelly", "Wharton's jelly", parent="umbilical-cord"),
            Term("cell_source", "placenta", "Placenta", parent="perinatal"),
            Term("cell_source", "bone-marrow", "Bone marrow", (), ("BM",)),
            Term("study_type", "review", "Review"),
            Term("study_type", "systematic-review", "Systematic review", parent="review"),
            Term("study_type", "rct", "Randomised controlled trial", (), ("RCT",)),
            Term("study_type", "case-report", "Case report"),
            Term("study_type", "animal", "Animal study"),
            Term("study_type", "in-vitro", "In vitro study"),
            Term("donor", "autologous", "Autologous"),
        ]
    )


BIER = Reference(
    title="Placenta-derived cells help <i>mdx</i> mice",
    contributors=authors([Name("Bier", "Ariel"), Name("Łukaszewicz", "Anna"), Name("Weiß", "Jürgen")]),
    fields={
        "issued": "2018-05",
        "container-title": "Biomaterials",
        "DOI": "10.1234/Abc.1",
        "abstract": "Exosomes from Wharton's jelly.",
        "publisher": "Elsevier",
    },
    key="bier2018placenta",
    aliases=("Bier18",),
    keywords=("placenta", "muscle"),
    trials=("NCT01051882",),
    notes=(Note("Fibrosis went down.", "Result"),),
    attachments=(Attachment("papers/bier.pdf", "Full text", "application/pdf"),),
    collections=("Grant",),
    raw=RawEntry("bibtex", "@article{bier2018placenta, title={x}}"),
)
MAZZINI = Reference(
    title="Stem cells in motor neuron disease: a phase I trial",
    contributors=authors([Name("Mazzini", "Letizia"), Name("García", "José")]),
    fields={"issued": "2010", "container-title": "Experimental Neurology", "PMID": "19682989"},
    key="mazzini2010",
)
BERRY = Reference(
    title="A randomised trial of NurOwn",
    contributors=authors([Name("Berry", "James"), Name(family="Berg", particle="van den")]),
    incomplete_roles=("author",),
    fields={"issued": "2019", "container-title": "Neurology"},
    key="berry2019nurown",
)
REVIEW = Reference(
    title="Bone marrow cells, reviewed",
    contributors=authors([Name(literal="ALS Society")]),
    key="society",
    type="report",
)


def page(digest: str = "a" * 64, title: str = "Cells for the muscle") -> Document:
    """A web page that cites one reference and mentions a study and a product."""
    return Document(
        title=title,
        text="Cells help. Mazzini et al. (2010) tried. NurOwn too. Bier A. Placenta-derived cells.",
        sha256=digest,
        kind="web",
        citations=(Citation(BIER, "Bier A. Placenta-derived cells.", 52, 84, ("no year",)),),
        mentions=(
            Mention("Mazzini et al.", "study", "Mazzini et al. (2010) tried.", 12, 26, ("Mazzini",), "2010"),
            Mention("NurOwn", "product", "NurOwn too.", 41, 47),
        ),
    )


def small_plan() -> Plan:
    """Four references with terms and a proposal, one document."""
    return Plan(
        "Import 1 file",
        (
            Planned(
                BIER,
                "a.bib",
                assignments=(
                    Assignment("condition", "dmd", "rule", "title", "title", "mdx", 28, 31),
                    Assignment("cell_source", "placenta", "rule"),
                    Assignment("study_type", "animal", "rule"),
                ),
                proposals=(Proposal("cell_source", "whartons-jelly", "words", "abstract", "Wharton's jelly", 14, 29),),
            ),
            Planned(
                MAZZINI,
                "a.bib",
                assignments=(
                    Assignment("condition", "als", "rule"),
                    Assignment("cell_source", "msc-unspecified", "rule"),
                ),
            ),
            Planned(
                BERRY,
                "a.bib",
                assignments=(
                    Assignment("condition", "als", "rule"),
                    Assignment("cell_source", "bone-marrow", "rule"),
                    Assignment("study_type", "rct", "rule"),
                ),
            ),
            Planned(REVIEW, "a.bib"),
        ),
        (PlannedDocument(page(), None, (0,)),),
    )


def numbered(count: int, prefix: str = "paper") -> Plan:
    """A plan of `count` different new references."""
    references = (
        Reference(
            title=f"{prefix} number {i} on stem cells",
            contributors=authors([Name(f"Author{i % 97}", "A."), Name("Second", "B.")]),
            fields={
                "issued": str(1990 + i % 35),
                "DOI": f"10.5555/{prefix}.{i}",
                "container-title": f"Journal {i % 13}",
            },
            key=f"{prefix}{i}",
        )
        for i in range(count)
    )
    return Plan(
        f"Import {count} references",
        tuple(
            Planned(r, assignments=(Assignment("condition", "als" if i % 2 else "dmd", "rule"),))
            for i, r in enumerate(references)
        ),
    )


@pytest.fixture
def vocabulary() -> Vocabulary:
    return small_vocabulary()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my library.mscref"


@pytest.fixture
def empty(path: Path, vocabulary: Vocabulary) -> Iterator[Library]:
    with Library.open(path, create=True, vocabulary=vocabulary) as library:
        yield library


@pytest.fixture
def library(empty: Library) -> Library:
    empty.import_plan(small_plan())
    return empty
