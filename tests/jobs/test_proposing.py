"""Facet terms from titles, abstracts and keywords."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from mscref.jobs.proposing import propose, suggest
from mscref.model.facets import Term
from mscref.model.reference import Reference
from mscref.settings import vocabulary

ALS = "amyotrophic lateral sclerosis"


def assigned(title: str, facet: str) -> list[str]:
    return sorted(suggest({"title": title}, vocabulary())["assigned"][facet])


def proposed(facet: str, *, title: str = "", abstract: str = "", keywords: Sequence[str] = ()) -> list[str]:
    record = {"title": title, "abstract": abstract, "keywords": list(keywords)}
    return sorted(p["term"] for p in suggest(record, vocabulary())["proposed"][facet])


def test_the_title_of_bier_2018_gives_duchenne_placenta_cells_and_exosomes() -> None:
    title = (
        "Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects in "
        "Duchenne muscular dystrophy"
    )
    assert assigned(title, "condition") == ["dmd"]
    assert assigned(title, "cell_source") == ["placenta"]
    assert assigned(title, "product_form") == ["cells", "exosome"]


def test_a_title_that_is_the_disease_alone_gives_the_condition_and_nothing_else() -> None:
    found = suggest({"title": "Amyotrophic lateral sclerosis"}, vocabulary())["assigned"]
    assert {facet: terms for facet, terms in found.items() if terms} == {"condition": ["als"]}


def test_an_abstract_proposes_and_never_assigns() -> None:
    record = {"title": "A surprising result", "abstract": f"Patients with {ALS} received marrow stromal cells."}
    found = suggest(record, vocabulary())
    assert not any(found["assigned"].values())
    assert [p["term"] for p in found["proposed"]["condition"]] == ["als"]
    assert [p["term"] for p in found["proposed"]["cell_source"]] == ["bone-marrow"]


def test_every_assignment_names_the_words_their_place_and_the_rule() -> None:
    title = f"Intrathecal autologous stromal cells from adipose tissue in {ALS}"
    assignments, _ = propose(Reference(title=title), vocabulary())
    words = {(a.facet, a.term): title[a.start : a.end] for a in assignments}
    assert words["condition", "als"] == ALS
    assert words["donor", "autologous"] == "autologous"
    assert words["route", "intrathecal"] == "Intrathecal"
    assert words["cell_source", "adipose"] == "adipose tissue"
    assert all(a.origin == "rule" and a.rule and a.field == "title" and a.quote == title for a in assignments)


def test_a_proposal_quotes_its_sentence_and_places_the_words_in_the_whole_abstract() -> None:
    abstract = "Nothing is said here. Cells were given to mdx mice, i.e. a model. The end."
    _, proposals = propose(Reference(title="A study", fields={"abstract": abstract}), vocabulary())
    mouse = next(p for p in proposals if p.term == "mdx-mouse")
    assert mouse.quote == "Cells were given to mdx mice, i.e. a model."
    assert abstract[mouse.start : mouse.end] == "mdx mice"
    assert (mouse.field, mouse.state) == ("abstract", "open")


def test_a_keyword_is_placed_among_the_joined_keywords() -> None:
    keywords = ("Humans", "Amyotrophic Lateral Sclerosis")
    _, proposals = propose(Reference(title="A study", keywords=keywords), vocabulary())
    als = next(p for p in proposals if p.term == "als")
    assert (als.field, als.quote) == ("keywords", keywords[1])
    assert "; ".join(keywords)[als.start : als.end] == keywords[1]


def test_full_text_proposes_on_request() -> None:
    reference = Reference(title="A study")
    assert propose(reference, vocabulary())[1] == ()
    _, proposals = propose(reference, vocabulary(), text="We used cord blood mononuclear cells.")
    assert {(p.field, p.term) for p in proposals if p.facet == "cell_source"} == {("text", "cord-blood")}


def test_what_the_title_assigns_is_not_proposed_again_nor_are_broader_terms() -> None:
    abstract = "Umbilical cord mesenchymal stem cells and Wharton's jelly cells in a neurodegenerative disease."
    title = f"Wharton's jelly mesenchymal stem cells in {ALS}"
    assert proposed("cell_source", title=title, abstract=abstract) == []
    assert proposed("condition", title=title, abstract=abstract) == []


def test_a_source_in_the_abstract_is_proposed_where_the_title_names_only_the_cell() -> None:
    title = f"Mesenchymal stem cells in {ALS}"
    assert proposed("cell_source", title=title, abstract="They came from the bone marrow of donors.") == []
    assert proposed("cell_source", title=title, abstract="Stem cells from bone marrow were used.") == ["bone-marrow"]


def test_source_not_stated_is_not_proposed_beside_a_stated_source() -> None:
    abstract = "Mesenchymal stem cells were given. The cells came from adipose tissue."
    assert proposed("cell_source", title="A study", abstract=abstract) == ["adipose"]


@pytest.mark.parametrize(
    ("title", "terms"),
    [
        (
            "Stem cells from bone marrow, adipose tissue and umbilical cord blood",
            ["adipose", "bone-marrow", "cord-blood"],
        ),
        ("Umbilical cord- and bone marrow-derived stromal cells", ["bone-marrow", "umbilical-cord"]),
        ("Umbilical cord blood stem cells", ["cord-blood"]),
        ("Wharton’s jelly mesenchymal cells of the umbilical cord", ["whartons-jelly"]),
        ("Human exfoliated deciduous teeth stem cells", ["shed"]),
        ("Muscle-derived stem cells for incontinence", ["skeletal-muscle"]),
        ("Stem cells isolated from human synovium", ["synovium"]),
        ("BM-MSCs and hUC-MSCs side by side", ["bone-marrow", "umbilical-cord"]),
        ("Bone marrow mononuclear cells after stroke", ["bone-marrow-mnc"]),
        ("Stromal vascular fraction from adipose tissue for arthritis", ["adipose-svf"]),
        ("Autologous CD133+ cells in cirrhosis", ["hsc"]),
        ("Mesenchymal stromal cells derived from induced pluripotent stem cells", ["ipsc-msc"]),
        ("Astrocytes from induced pluripotent stem cells", ["ipsc-astrocyte"]),
        ("Mesenchymal stem cells in stroke", ["msc-unspecified"]),
        (
            "Multipotent mesenchymal stromal cells and mononuclear bone marrow cells",
            ["bone-marrow-mnc", "msc-unspecified"],
        ),
        ("Placental mesenchymal cells", ["placenta"]),
        ("Stem cell therapy in stroke", []),
    ],
)
def test_a_tissue_word_with_a_cell_word_gives_the_source(title: str, terms: list[str]) -> None:
    assert assigned(title, "cell_source") == terms


@pytest.mark.parametrize(
    "title",
    [
        "Bone marrow biopsy by two techniques",
        "Treatment of bone marrow failure with a new drug and stem cell factor",
        "Leukaemia cells and the bone marrow niche",
        "Umbilical cord clamping and red cells",
        "Adhesion of human umbilical vein endothelial cells",
        "Intermuscular adipose tissue and muscle cells in ageing",
        "Pulp capping in deciduous teeth",
        "Epithelial-to-mesenchymal transition in prostate cells",
        "Dehydrated amniotic membrane for ulcers",
        "Cartilage repair by stem cells",
        "Cardiac function after stem cell therapy",
        "MSc theses in nursing",
    ],
)
def test_a_tissue_that_is_no_source_gives_none(title: str) -> None:
    assert assigned(title, "cell_source") == []


@pytest.mark.parametrize(
    ("title", "terms"),
    [
        ("Stromal cells unlike bone marrow", []),
        ("Adipose-derived stem cells rather than bone marrow stem cells", ["adipose"]),
        ("Adipose versus bone marrow stem cells", ["adipose", "bone-marrow"]),
    ],
)
def test_a_tissue_that_is_only_contrasted_gives_no_source(title: str, terms: list[str]) -> None:
    assert assigned(title, "cell_source") == terms


@pytest.mark.parametrize(
    ("title", "terms"),
    [
        ("Treatment of a patient with Lou Gehrig’s disease", ["als"]),
        ("Becker and Duchenne muscular dystrophy", ["dmd"]),
        ("Limb-girdle muscular dystrophy", ["muscular-dystrophy"]),
        ("Cerebral ischaemia in rats", ["stroke"]),
        ("Cerebral ischemia in rats", ["stroke"]),
        ("Chronic graft‐versus‐host disease", ["gvhd"]),
        ("Refractory Crohn’s", ["crohn"]),
        ("Cells in type 2 diabetes mellitus", ["t2d"]),
        ("Critical limb ischemia in diabetes", ["diabetes", "limb-ischaemia"]),
        ("Diabetic foot ulcers", ["diabetic-foot"]),
        ("Amyotropic lateral sclerosis", ["als"]),
        ("Osteoarthrtis of the knee", ["osteoarthritis"]),
        ("Patients with spinal cord injuriesTreated early", ["sci"]),
        ("Spinalcord injury", ["sci"]),
        ("A neurodegenerative disease", ["neurodegenerative"]),
        (f"A neurodegenerative disease: {ALS}", ["als"]),
    ],
)
def test_conditions_are_read_in_any_spelling(title: str, terms: list[str]) -> None:
    assert assigned(title, "condition") == terms


@pytest.mark.parametrize(
    "title",
    [
        "Paediatric basic and advanced life support (ALS) training",
        "Antilymphocyte serum (ALS) and stem cell grafts",
        "ALS genes in plants",
        "Oral disease-modifying drugs (DMD)",
        "A DMD gene panel",
        "LC-MS of stem cell media",
        "CD34 and CD133 as markers",
        "Tumour necrosis factor release by stromal cells",
        "Riluzole pharmacokinetics",
        "Bone mineral density (BMD) after exercise",
        "Bone marrow cells without graft-versus-host disease",
        "AD and CP and RA and OA and HD",
    ],
)
def test_words_that_only_look_like_a_condition_give_none(title: str) -> None:
    assert assigned(title, "condition") == []


def test_an_ambiguous_abbreviation_counts_where_its_cue_stands() -> None:
    assert assigned("Mesenchymal stromal cells in ALS", "condition") == ["als"]
    abstract = "Riluzole was allowed."
    record = {"title": "Survival in ALS", "abstract": abstract}
    assert suggest(record, vocabulary())["assigned"]["condition"] == ["als"]
    assert assigned("Survival in ALS", "condition") == []


def test_an_abbreviation_counts_where_its_long_form_stands_elsewhere() -> None:
    record = {"title": "Stromal cells in PD", "abstract": "Parkinson's disease (PD) is common."}
    assert suggest(record, vocabulary())["assigned"]["condition"] == ["parkinson"]
    assert assigned("Stromal cells in PD", "condition") == []


@pytest.mark.parametrize(
    ("title", "facet", "terms"),
    [
        ("Third-party haploidentical stem cells", "donor", ["haploidentical"]),
        ("Allogenic and autologous stem cells", "donor", ["allogeneic", "autologous"]),
        ("Human adipose stem cells in a rat model of stroke", "donor", ["xenogeneic"]),
        ("Mesenchymal stem cells overexpressing GDNF", "product_form", ["engineered"]),
        ("Stem cells that were not genetically modified", "product_form", ["cells"]),
        ("Exosomes of stromal cells from marrow", "product_form", ["exosome"]),
        ("Secretome of adipose stromal cells", "product_form", ["conditioned-medium"]),
        ("Cotransplantation of cord blood and mesenchymal stem cells", "product_form", ["cotransplant"]),
        ("Bone marrow aspirate concentrate for the knee", "product_form", ["minimally-manipulated"]),
        ("Mesenchymal stem cells on a collagen scaffold", "product_form", ["cells", "scaffold"]),
        ("NurOwn in ALS", "product_form", ["ntf-induced"]),
        ("NurOwn in ALS", "cell_source", ["bone-marrow"]),
        ("NurOwn in ALS", "donor", ["autologous"]),
        ("A randomised, double-blind trial of stem cells", "study_type", ["rct"]),
        ("Phase I/IIa trial of stem cells", "study_type", ["single-arm"]),
        ("Phase I/IIa trial of stem cells", "phase", ["phase-1-2"]),
        ("Phase II randomized trial of stem cells", "study_type", ["rct"]),
        ("A non-randomized controlled trial of stem cells", "study_type", ["nonrandomised-trial"]),
        ("Stem cells: a systematic review and meta-analysis", "study_type", ["meta-analysis", "systematic-review"]),
        ("Stem cells in stroke: study protocol for a randomised trial", "study_type", ["protocol", "rct"]),
        ("Stem cells in a murine model of stroke", "study_type", ["animal"]),
        ("Stem cells in stroke: a case report", "study_type", ["case-report"]),
        ("Stem cells in stroke: current perspectives", "study_type", ["review"]),
        ("Intra-articular and intravenous stem cells", "route", ["intra-articular", "intravenous"]),
        ("Stem cells in SOD1-G93A mice", "model", ["sod1-mouse"]),
        ("ALSFRS-R decline and quality of life", "outcome", ["alsfrs-r", "qol"]),
    ],
)
def test_the_other_facets_are_read_from_the_title(title: str, facet: str, terms: list[str]) -> None:
    assert assigned(title, facet) == terms


def test_a_term_of_the_user_is_found_by_label_and_synonym() -> None:
    wider = vocabulary().with_terms(
        [Term("condition", "pcos", "Polycystic ovary syndrome", synonyms=("PCOS",), is_users=True)]
    )
    for title in ("Cells in polycystic ovary syndromes", "Cells in PCOS"):
        assert suggest({"title": title}, wider)["assigned"]["condition"] == ["pcos"]
        assert suggest({"title": title}, vocabulary())["assigned"]["condition"] == []


def test_a_source_of_the_user_takes_the_place_of_source_not_stated() -> None:
    wider = vocabulary().with_terms([Term("cell_source", "tonsil", "Palatine tonsil", is_users=True)])
    title = "Mesenchymal stem cells of the palatine tonsil"
    assert suggest({"title": title}, wider)["assigned"]["cell_source"] == ["tonsil"]


def test_markup_in_a_title_does_not_hide_its_words() -> None:
    assert assigned("Stem cells in SOD1<sup>G93A</sup> <i>mice</i>", "model") == ["sod1-mouse"]


def test_suggest_keeps_the_record_and_always_names_nine_facets() -> None:
    found = suggest({"id": "x1", "title": "", "abstract": None}, vocabulary())
    assert found["id"] == "x1"
    assert len(found["assigned"]) == len(found["proposed"]) == 9
    assert not any(found["assigned"].values())


@pytest.mark.corpora
def test_titles_are_tagged_as_well_as_promised() -> None:
    folder = os.environ.get("MSCREF_CORPORA")
    if not folder:
        pytest.skip("MSCREF_CORPORA is not set")
    from tests.measure_tagging import false_conditions, gold, measure

    rows = gold(Path(folder))
    scores, _ = measure(row for row in rows if row["label_scope"] == "title")
    assert scores["condition"].precision >= 0.98
    assert scores["condition"].f1 >= 0.97
    assert scores["cell_source"].precision >= 0.97
    assert scores["cell_source"].f1 >= 0.97
    assert min(scores[facet].f1 for facet in ("donor", "product_form", "study_type")) >= 0.94
    assert false_conditions(rows) == []


def test_a_synonym_of_the_users_gives_the_shipped_term() -> None:
    words = vocabulary().with_terms(
        [Term("cell_source", "bone-marrow", "", synonyms=("sternal puncture cells",), is_users=True)]
    )
    found, _ = propose(Reference(title="Sternal puncture cells for the treatment of a disease"), words)
    assert [(one.facet, one.term, one.rule) for one in found if one.facet == "cell_source"] == [
        ("cell_source", "bone-marrow", "user-term")
    ]
