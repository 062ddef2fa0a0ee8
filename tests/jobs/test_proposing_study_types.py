"""How a study was made, read from titles of the shapes that papers have."""

from __future__ import annotations

import pytest

from mscref.jobs.proposing import suggest
from mscref.settings import vocabulary


def study_types(title: str = "A study", abstract: str = "") -> tuple[list[str], set[str]]:
    found = suggest({"title": title, "abstract": abstract}, vocabulary())
    return sorted(found["assigned"]["study_type"]), {one["term"] for one in found["proposed"]["study_type"]}


@pytest.mark.parametrize(
    ("title", "terms"),
    [
        ("Exosome secreted by MSC reduces myocardial ischemia/reperfusion injury", ["animal"]),
        ("Neuroprotective effects of human mesenchymal stem cells in a model of Parkinson's disease", ["animal"]),
        ("Protective effects of placental mesenchymal stem cells on acute kidney injury", ["animal"]),
        ("Functional recovery after spinal cord injury by human olfactory ensheathing cells", ["animal"]),
        ("Stem cells engineered to express BDNF for Huntington's disease", ["animal"]),
        ("Delivery of miR-124 by stem cell exosomes in Huntington's disease", ["animal"]),
        ("Mesenchymal stem cells act on acute lung injury by inhibiting the NF-κB signaling pathway", ["animal"]),
        ("Stromal cell vesicles preserve muscle in Duchenne muscular dystrophy", ["animal"]),
        ("Mesenchymal stem cell exosomes improve pulmonary hypertension", ["animal"]),
        ("Adipose stem cell secretome reduces osteoarthritis in vitro", ["in-vitro"]),
        ("Culture conditions for mesenchymal stromal cells", ["in-vitro"]),
        ("Cells versus placebo for acute graft-versus-host disease", ["rct"]),
        ("Stromal cells for COVID-19: a non-controlled early phase study", ["single-arm"]),
        ("Stem cells given to identical twins with cerebral palsy: a pilot study", ["case-report"]),
        ("Intrathecal stem cells in a 12-year-old boy with cerebral palsy", ["case-report"]),
        ("First-in-human stem cells: a case report", ["case-report"]),
        ("Amyotrophic lateral sclerosis: a population-based study", ["observational"]),
        ("The role of mesenchymal stem cells in the treatment of stroke", ["review"]),
        ("Ventilation in patients with motor neuron disease: current perspectives", ["review"]),
        ("Amyotrophic lateral sclerosis: mechanisms and therapeutic challenges", ["review"]),
        ("Stromal cells for acute graft-versus-host disease: an expert panel", ["guideline"]),
    ],
)
def test_a_title_tells_its_study_type(title: str, terms: list[str]) -> None:
    assert study_types(title)[0] == terms


@pytest.mark.parametrize(
    "title",
    [
        "Therapeutic effects of autologous stem cells in stroke",
        "Beneficial effects of mesenchymal stem cells in patients with cirrhosis",
        "Stem cells reduce graft-versus-host disease in children",
        "Comparison of the therapeutic effects of two stem cells in the treatment of type 1 diabetes",
        "Novel insight into stem cell trafficking in dystrophic muscles",
        "Mesenchymal stem cells in stroke",
    ],
)
def test_a_title_that_may_be_of_people_is_of_no_animal_study(title: str) -> None:
    assert study_types(title)[0] == []


def test_the_shape_of_a_title_says_nothing_in_an_abstract() -> None:
    for sentence in (
        "Mesenchymal stem cells attenuate stroke.",
        "Prospects and challenges of stem cells in stroke are known.",
        "In two patients with stroke it failed.",
        "Neuroprotective effects of stem cells on stroke have been shown.",
    ):
        assert study_types(abstract=sentence)[1] == set()
    assert study_types(abstract="This randomised, double-blind trial tested stem cells.")[1] == {"rct"}
    assert study_types(abstract="Stem cells were given to rats with stroke.")[1] == {"animal"}
