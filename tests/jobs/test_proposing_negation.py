"""Words that a text names only to say that they were not used or not studied are not proposed."""

from __future__ import annotations

import pytest

from mscref.jobs.proposing import suggest
from mscref.settings import vocabulary


def proposed(abstract: str) -> set[str]:
    found = suggest({"title": "A study", "abstract": abstract}, vocabulary())["proposed"]
    return {one["term"] for offered in found.values() for one in offered}


def assigned(title: str) -> set[str]:
    return {term for terms in suggest({"title": title}, vocabulary())["assigned"].values() for term in terms}


@pytest.mark.parametrize(
    ("abstract", "denied", "kept"),
    [
        ("Exosomes were not measured.", "exosome", ""),
        ("Placenta-derived cells have not been studied.", "placenta", ""),
        ("SOD1 mice were not studied.", "sod1-mouse mouse als animal", ""),
        ("Exosomes were neither isolated nor measured.", "exosome", ""),
        ("Quality of life was not assessed.", "qol", ""),
        ("Intrathecal injection was not performed.", "intrathecal", ""),
        ("The study was not randomised, and bone marrow stem cells were given.", "rct", "bone-marrow"),
        ("Bone marrow cells were not transplanted; adipose stem cells were.", "bone-marrow", "adipose"),
        ("These cells have not been tested in mice.", "mouse animal", ""),
        ("Patients with diabetes were excluded.", "diabetes", ""),
        ("Although exosomes were not used, mice improved with marrow stem cells.", "exosome", "mouse bone-marrow"),
        (
            "Mesenchymal stem cells have never been given to patients with motor neuron disease.",
            "msc-unspecified",
            "als",
        ),
    ],
)
def test_what_was_not_done_takes_back_the_words_before_it(abstract: str, denied: str, kept: str) -> None:
    found = proposed(abstract)
    assert found.isdisjoint(denied.split())
    assert found >= set(kept.split())


@pytest.mark.parametrize(
    ("abstract", "denied", "kept"),
    [
        ("No patient received adipose-derived cells.", "adipose", "human"),
        ("None of the patients received allogeneic cells.", "allogeneic", ""),
        ("No study has tested placenta-derived stem cells in rats.", "placenta", ""),
        ("No patient with amyotrophic lateral sclerosis had received marrow stem cells.", "bone-marrow", "als"),
        ("We did not use genetically modified mesenchymal stem cells.", "engineered msc-unspecified", ""),
        ("We have not yet studied Wharton's jelly stem cells.", "whartons-jelly", ""),
        ("Controls were not treated with any further doses of adipose stem cells.", "adipose", ""),
        ("Neither bone marrow nor adipose stem cells were used.", "bone-marrow adipose", ""),
        ("Cells were given without bone marrow (BM)-MSCs.", "bone-marrow", ""),
        (
            "The controls did not receive bone marrow mesenchymal stem cells, exosomes or conditioned medium.",
            "bone-marrow exosome conditioned-medium msc-unspecified",
            "",
        ),
    ],
)
def test_what_no_one_was_given_takes_back_the_words_after_it(abstract: str, denied: str, kept: str) -> None:
    found = proposed(abstract)
    assert found.isdisjoint(denied.split())
    assert found >= set(kept.split())


@pytest.mark.parametrize(
    ("abstract", "denied", "kept"),
    [
        ("Marrow stem cells rather than adipose stem cells were given.", "adipose", "bone-marrow"),
        ("Cord blood cells instead of marrow mesenchymal stem cells.", "bone-marrow msc-unspecified", "cord-blood"),
        ("In contrast to marrow mesenchymal stem cells, placental cells grow.", "bone-marrow", "placenta"),
        ("Unlike bone marrow-derived MSCs, adipose stem cells abound.", "bone-marrow", "adipose"),
        ("Adipose stem cells grew faster compared with bone marrow stem cells.", "bone-marrow", "adipose"),
        ("Adipose stem cells grew faster than marrow or cord blood stem cells.", "bone-marrow cord-blood", "adipose"),
        ("Adipose stem cells were superior to those from bone marrow.", "bone-marrow", "adipose"),
    ],
)
def test_what_a_text_only_contrasts_with_is_not_proposed(abstract: str, denied: str, kept: str) -> None:
    found = proposed(abstract)
    assert found.isdisjoint(denied.split())
    assert found >= set(kept.split())


@pytest.mark.parametrize(
    ("abstract", "kept"),
    [
        ("Adipose stem cells were compared with bone marrow stem cells.", "adipose bone-marrow"),
        ("Patients were treated with or without bone marrow stem cells.", "bone-marrow human"),
        ("Not only bone marrow stem cells but also adipose stem cells helped.", "bone-marrow adipose"),
        ("Bone marrow stem cells did not improve survival in SOD1 mice.", "bone-marrow sod1-mouse"),
        ("Bone marrow stem cells were not inferior to placebo in motor neuron disease.", "bone-marrow als"),
        ("No effect was seen in mice given bone marrow stem cells.", "mouse bone-marrow"),
        ("No adverse events occurred after intrathecal injection.", "adverse-events intrathecal"),
        ("Adverse events were not observed in patients.", "adverse-events"),
        ("Survival was higher than in untreated mice with Duchenne muscular dystrophy.", "mouse dmd"),
        ("Mice received adipose stem cells and exosomes were not measured.", "mouse adipose"),
        ("In mice given adipose stem cells, exosomes were not measured.", "mouse adipose"),
        ("Patients who were not receiving riluzole got bone marrow stem cells.", "bone-marrow human"),
        ("Twenty patients not responding to steroids received placental stem cells.", "placenta human"),
        (
            "The effect of umbilical cord stem cells on liver cirrhosis in rats is unknown.",
            "umbilical-cord cirrhosis rat",
        ),
    ],
)
def test_a_negation_takes_back_no_more_than_it_says(abstract: str, kept: str) -> None:
    assert proposed(abstract) >= set(kept.split())


def test_a_title_that_compares_is_about_both() -> None:
    assert assigned("Adipose stem cells compared with bone marrow stem cells in rats") >= {"adipose", "bone-marrow"}
    assert "bone-marrow" not in assigned("Adipose stem cells rather than bone marrow stem cells in rats")


def test_a_denied_list_ends_where_the_sentence_goes_on() -> None:
    found = proposed("Rats without bone marrow cells, adipose cells or exosomes and with cord blood cells did well.")
    assert found >= {"rat", "cord-blood"}
    assert found.isdisjoint({"bone-marrow", "adipose", "exosome"})


def test_a_product_that_was_not_given_gives_nothing() -> None:
    assert proposed("NurOwn was given.") >= {"bone-marrow", "autologous", "ntf-induced"}
    assert proposed("NurOwn was not given.").isdisjoint({"bone-marrow", "autologous", "ntf-induced"})
