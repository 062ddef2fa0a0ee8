"""The sample library: what ships is complete, consistent, and comes out of the same readers as any other file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mscref import settings
from mscref.jobs import sample
from mscref.library import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    with sample.open_sample(tmp_path_factory.mktemp("sample") / "sample.mscref") as opened:
        yield opened


def test_every_facet_term_of_the_sample_is_in_the_vocabulary() -> None:
    words = settings.vocabulary()
    studies = json.loads(sample.studies().read_text("utf-8"))
    stated = {(f, t) for item in studies for f, terms in item["custom"]["facets"].items() for t in terms}
    assert {pair for pair in stated if words.get(*pair) is None} == set()


def test_the_five_documents_give_eight_citations_and_nine_mentions(library: Library) -> None:
    held = library.documents()
    assert len(held) == 5
    assert sum(len(d.citations) for d in held) == 7
    assert [d.represents for d in held if d.represents] == ["gugliandolo2019mesenchymal"]
    assert sorted(m.text for d in held for m in d.mentions if m.kind == "study") == [
        "Baek",
        "Blanquer",
        "Deda et al.",
        "Karussis",
        "Martinez et al.",
        "Mazzini",
        "Rushkevich et al.",
    ]
    assert len([m for d in held for m in d.mentions]) == 9


def test_cited_papers_and_their_full_records_are_one_reference(library: Library) -> None:
    assert library.count("doi:10.1155/2019/3675627") == 1
    assert library.count("bier placenta") == 1
    full = library.record(library.find("mathis2017current")).reference
    assert [n.given for n in full.authors][:2] == ["Stéphane", "Philippe"]


def test_the_page_titled_als_does_not_tag_the_duchenne_study(library: Library) -> None:
    bier = library.record(library.find("bier2018placenta"))
    assert bier.terms("condition") == ("dmd",)
    assert "placenta" in bier.terms("cell_source")


def test_two_mentions_are_settled_and_the_rest_are_left_open(library: Library) -> None:
    settled = {m.text: m.resolved for d in library.documents() for m in d.mentions if m.status == "resolved"}
    assert settled == {"Karussis": "karussis2010safety", "Blanquer": "blanquer2012neurotrophic"}


def test_opening_the_sample_again_adds_nothing(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "again.mscref"
    sample.open_sample(path).close()
    with sample.open_sample(path) as again:
        assert again.count() == library.count()
        assert len(again.documents()) == 5


def test_what_the_file_states_of_a_facet_counts_and_not_what_the_title_suggests(library: Library) -> None:
    oh = library.record(library.find("oh2018repeated"))
    assert oh.terms("cell_source") == ("bone-marrow",)
    assert {a.origin for a in oh.assignments if a.facet == "cell_source"} == {"import"}
