"""The five source documents give exactly the references and mentions that people find in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mscref.formats.documents import read_document
from mscref.model.document import Document

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="module")
def seeds() -> dict[str, Document]:
    folder = os.environ.get("MSCREF_CORPORA")
    if not folder:
        pytest.skip("MSCREF_CORPORA is not set")
    return {path.name[:3]: read_document(path.read_bytes(), str(path)) for path in Path(folder, "seeds").glob("*.txt")}


def test_there_are_eight_references_and_nine_mentions(seeds: dict[str, Document]) -> None:
    documents = list(seeds.values())
    references = sum(len(d.citations) + (d.represents is not None) for d in documents)
    assert (len(documents), references, sum(len(d.mentions) for d in documents)) == (5, 8, 9)
    for document in documents:
        for found in (*document.citations, *document.mentions):
            assert document.text[found.start : found.end] == found.quote
            assert "U.S. flag" not in found.quote


def test_kinds_keep_promotion_apart(seeds: dict[str, Document]) -> None:
    assert [seeds[name].kind for name in ("000", "001", "003")] == ["promotional", "review", "promotional"]
    assert {seeds["002"].kind, seeds["004"].kind} <= {"web", "promotional"}


def test_the_first_cites_bier_alone(seeds: dict[str, Document]) -> None:
    (citation,) = seeds["000"].citations
    reference = citation.reference
    assert [name.family for name in reference.authors] == ["Bier"]
    assert reference.authors_incomplete
    assert (reference.journal, reference.year, reference.get("volume"), reference.get("page")) == (
        "Biomaterials", "2018", "174", "67-78",
    )  # fmt: skip
    assert seeds["000"].mentions == ()


def test_the_saved_page_represents_its_article_and_cites_five(seeds: dict[str, Document]) -> None:
    document = seeds["001"]
    assert document.represents is not None
    assert (document.represents.doi, document.represents.journal) == ("10.1155/2019/3675627", "Stem Cells Int")
    assert [name.display for name in document.represents.authors] == ["Agnese Gugliandolo"]
    assert document.represents.authors_incomplete
    assert [citation.reference.doi for citation in document.citations] == [
        "10.4103/1673-5374.200794",
        "10.1038/nrdp.2017.85",
        "10.2147/DNND.S19803",
        "10.1016/j.chest.2018.06.035",
        "10.2147/DNND.S170771",
    ]
    assert [name.family for name in document.citations[1].reference.authors] == ["Hardiman", "al-Chalabi", "Chio"]
    assert document.citations[0].reference.authors[-1].family == "Le Masson"
    assert (document.citations[2].reference.get("volume"), document.citations[2].reference.get("issue")) == (
        "2012",
        "2",
    )
    assert document.mentions == ()


def test_the_third_names_seven_studies(seeds: dict[str, Document]) -> None:
    document = seeds["002"]
    (citation,) = document.citations
    assert [name.family for name in citation.reference.authors] == ["Bonafede", "Mariotti"]
    assert (citation.reference.get("volume"), citation.reference.get("page")) == ("11", "80")
    assert citation.warnings
    assert [(mention.authors, mention.year, mention.kind) for mention in document.mentions] == [
        (("Deda",), "2009", "study"),
        (("Karussis",), "", "study"),
        (("Mazzini",), "", "study"),
        (("Blanquer",), "", "study"),
        (("Baek",), "", "study"),
        (("Martinez",), "", "study"),
        (("Rushkevich",), "", "study"),
    ]


def test_the_fourth_names_a_product_and_trials_and_the_fifth_nothing(seeds: dict[str, Document]) -> None:
    assert [(mention.kind, mention.text) for mention in seeds["003"].mentions] == [
        ("product", "NurOwn"),
        ("trial", "Mayo Clinic & Duke University Trials"),
    ]
    assert seeds["003"].citations == ()
    assert (seeds["004"].citations, seeds["004"].mentions) == ((), ())
    assert seeds["004"].title == "A Look Into Stem Cell Therapy For ALS"
