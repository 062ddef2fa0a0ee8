"""Keywords and index terms propose, in whatever form an index prints them."""

from __future__ import annotations

import pytest

from mscref.jobs.proposing import propose
from mscref.model.reference import Reference
from mscref.settings import vocabulary


def proposed(*keywords: str, title: str = "A study") -> set[tuple[str, str]]:
    assignments, proposals = propose(Reference(title=title, keywords=keywords), vocabulary())
    assert all(a.field == "title" for a in assignments)
    assert all(p.field == "keywords" for p in proposals)
    return {(p.facet, p.term) for p in proposals}


@pytest.mark.parametrize(
    ("keyword", "facet", "term"),
    [
        ("Amyotrophic Lateral Sclerosis", "condition", "als"),
        ("Amyotrophic Lateral Sclerosis/therapy", "condition", "als"),
        ("Amyotrophic Lateral Sclerosis/*therapy", "condition", "als"),
        ("*Amyotrophic Lateral Sclerosis", "condition", "als"),
        ("Stroke/therapy", "condition", "stroke"),
        ("Arthritis, Rheumatoid/therapy", "condition", "rheumatoid-arthritis"),
        ("Diabetes Mellitus, Type 1/therapy", "condition", "t1d"),
        ("Mesenchymal Stem Cells", "cell_source", "msc-unspecified"),
        ("Mesenchymal Stem Cells/cytology", "cell_source", "msc-unspecified"),
        ("Mesenchymal Stem Cell Transplantation/methods", "cell_source", "msc-unspecified"),
        ("Bone Marrow Cells/cytology", "cell_source", "bone-marrow"),
        ("Fetal Blood/cytology", "cell_source", "cord-blood"),
        ("Transplantation, Autologous", "donor", "autologous"),
        ("Transplantation, Homologous", "donor", "allogeneic"),
        ("Transplantation, Heterologous", "donor", "xenogeneic"),
        ("Exosomes/transplantation", "product_form", "exosome"),
        ("Culture Media, Conditioned", "product_form", "conditioned-medium"),
        ("Injections, Spinal", "route", "intrathecal"),
        ("Injections, Intra-Articular", "route", "intra-articular"),
        ("Mice, Inbred mdx", "model", "mdx-mouse"),
        ("Rats, Sprague-Dawley", "model", "rat"),
        ("Disease Models, Animal", "study_type", "animal"),
        ("Randomized Controlled Trial", "study_type", "rct"),
        ("Clinical Trial, Phase II", "phase", "phase-2"),
        ("Quality of Life", "outcome", "qol"),
    ],
)
def test_an_index_term_proposes_with_and_without_its_qualifier(keyword: str, facet: str, term: str) -> None:
    assert (facet, term) in proposed(keyword)


def test_a_turned_heading_gives_the_narrow_term_alone_and_its_place() -> None:
    keywords = ("Humans", "Muscular Dystrophy, Duchenne/therapy")
    _, proposals = propose(Reference(title="A study", keywords=keywords), vocabulary())
    assert [p.term for p in proposals if p.facet == "condition"] == ["dmd"]
    (dmd,) = (p for p in proposals if p.term == "dmd")
    assert dmd.quote == keywords[1]
    assert "; ".join(keywords)[dmd.start : dmd.end] == "Muscular Dystrophy, Duchenne"


def test_a_tissue_among_the_keywords_is_a_source_where_the_reference_is_about_cells() -> None:
    for tissue in ("Adipose Tissue/cytology", "Umbilical Cord/cytology", "Wharton Jelly", "bone marrow"):
        assert not [facet for facet, _ in proposed(tissue) if facet == "cell_source"]
        found = proposed(tissue, "Mesenchymal Stem Cells")
        assert [term for facet, term in found if facet == "cell_source"] not in ([], ["msc-unspecified"])
    assert ("cell_source", "dental-pulp") in proposed("Dental Pulp/cytology", title="Stem cells in culture")
    assert ("cell_source", "skin-derived") not in proposed("Skin", "Mesenchymal Stem Cells")


@pytest.mark.parametrize(
    "keyword",
    ["Randomized Controlled Trials as Topic", "Clinical Trials, Phase I as Topic", "Humans", "Treatment Outcome"],
)
def test_an_index_term_that_says_nothing_of_the_reference_proposes_nothing(keyword: str) -> None:
    assert proposed(keyword) == set()
