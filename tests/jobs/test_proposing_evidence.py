"""Each term comes with the words that say so: field, place, sentence, rule, and whether it is assigned or proposed."""

from __future__ import annotations

import pytest

from mscref.jobs.proposing import propose, suggest
from mscref.jobs.proposing_reasons import reason
from mscref.model.facets import FACETS
from mscref.model.holdings import Assignment, Proposal
from mscref.model.reference import Reference
from mscref.settings import vocabulary

SENTENCES = {
    "condition": ("Amyotrophic lateral sclerosis was diagnosed", "als", "Amyotrophic lateral sclerosis"),
    "cell_source": ("Stromal cells of adipose tissue were cultured", "adipose", "adipose tissue"),
    "donor": ("All were autologous", "autologous", "autologous"),
    "product_form": ("Exosomes were given too", "exosome", "Exosomes"),
    "route": ("Injection was intrathecal", "intrathecal", "intrathecal"),
    "model": ("The mdx mouse served as a model", "mdx-mouse", "mdx mouse"),
    "study_type": ("Allocation was randomised", "rct", "randomised"),
    "phase": ("This was phase II", "phase-2", "phase II"),
    "outcome": ("The ALSFRS-R was followed", "alsfrs-r", "ALSFRS-R"),
}
TEXT = ". ".join(sentence for sentence, _, _ in SENTENCES.values()) + "."


def read(field: str) -> tuple[tuple[Assignment, ...], tuple[Proposal, ...]]:
    fields = {"abstract": TEXT} if field == "abstract" else {}
    text = TEXT if field == "text" else ""
    return propose(Reference(title="A study", fields=fields), vocabulary(), text=text)


def test_the_sentences_of_this_test_name_all_nine_facets() -> None:
    assert tuple(sorted(SENTENCES)) == tuple(sorted(FACETS))
    assert len(FACETS) == 9


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("field", ["abstract", "text"])
def test_a_text_proposes_each_facet_with_its_words(field: str, facet: str) -> None:
    sentence, term, words = SENTENCES[facet]
    assignments, proposals = read(field)
    assert assignments == ()
    found = next(p for p in proposals if (p.facet, p.term) == (facet, term))
    assert (found.field, found.state) == (field, "open")
    assert found.quote == f"{sentence}."
    assert TEXT[found.start : found.end] == words
    assert reason(found.rule)


@pytest.mark.parametrize("facet", FACETS)
def test_a_title_assigns_each_facet_with_its_words(facet: str) -> None:
    sentence, term, words = SENTENCES[facet]
    assignments, proposals = propose(Reference(title=sentence), vocabulary())
    assert proposals == ()
    found = next(a for a in assignments if (a.facet, a.term) == (facet, term))
    assert (found.field, found.origin, found.quote) == ("title", "rule", sentence)
    assert sentence[found.start : found.end] == words
    assert reason(found.rule)


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("from bone marrow, adipose tissue and umbilical cord blood", ["bone-marrow", "adipose", "cord-blood"]),
        ("from bone marrow,adipose tissue,and umbilical cord blood", ["bone-marrow", "adipose", "cord-blood"]),
        ("of dental pulp, periodontal ligament, or gingiva", ["dental-pulp", "pdl", "gingiva"]),
        ("isolated from either synovium or skeletal muscle", ["synovium", "skeletal-muscle"]),
    ],
)
def test_a_list_gives_each_of_its_sources_in_title_and_text(words: str, terms: list[str]) -> None:
    title = suggest({"title": f"Stem cells {words}"}, vocabulary())["assigned"]["cell_source"]
    text = suggest({"title": "A study", "abstract": f"Stem cells {words} grew."}, vocabulary())["proposed"]
    assert sorted(title) == sorted(one["term"] for one in text["cell_source"]) == sorted(terms)


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("Haematopoietic stem cells", "hsc"),
        ("Hematopoietic stem cells", "hsc"),
        ("Foetal liver stem cells", "fetal-tissue"),
        ("Wharton’s jelly‐derived stem cells", "whartons-jelly"),
        ("Wharton's jelly-derived stem cells", "whartons-jelly"),
        ("Umbilical cord‑derived stromal cells", "umbilical-cord"),
        ("AdiposeDerived StemCells", "adipose"),
        ("Stemcells of the umbilicalcord", "umbilical-cord"),
        ("Placntal mesenchymal stem cells", "placenta"),
        ("Umbillical cord stem cells", "umbilical-cord"),
        ("Bone marrrow stem cells", "bone-marrow"),
        ("Mesenchmal stem cells", "msc-unspecified"),
    ],
)
def test_a_source_is_read_in_any_spelling(title: str, term: str) -> None:
    assert suggest({"title": title}, vocabulary())["assigned"]["cell_source"] == [term]


@pytest.mark.parametrize(
    ("title", "facet", "terms"),
    [
        ("Wharton's jelly stem cells of the umbilical cord", "cell_source", ["whartons-jelly"]),
        ("Mesenchymal stem cells of the adipose tissue", "cell_source", ["adipose"]),
        ("Neurodegenerative disease: Huntington's disease", "condition", ["huntington"]),
        ("Diabetes: stem cells for type 1 diabetes", "condition", ["t1d"]),
        ("Stem cells in mdx mice, a mouse model", "model", ["mdx-mouse"]),
        ("Haploidentical allogeneic stem cells", "donor", ["haploidentical"]),
    ],
)
def test_the_narrower_term_beats_the_broader_one(title: str, facet: str, terms: list[str]) -> None:
    assert suggest({"title": title}, vocabulary())["assigned"][facet] == terms
    offered = suggest({"title": "A study", "abstract": f"{title}."}, vocabulary())["proposed"][facet]
    assert [one["term"] for one in offered] == terms
