"""Mentions: studies, products and trials that a text names without a reference."""

from __future__ import annotations

import pytest

from mscref.formats import mentions
from mscref.formats.mentions_products import product_of
from mscref.model.reference import Name, Reference, authors


def found(text: str, **options: object) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(m.kind, m.text, m.authors, m.year) for m in mentions.find(text, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2011, Orvik et al. showed that cells are safe.", [("study", "Orvik et al.", ("Orvik",), "2011")]),
        ("Orvik et al. (2011) gave cells.", [("study", "Orvik et al.", ("Orvik",), "2011")]),
        ("Cells are safe (Orvik et al., 2011; Lind and Moe, 2012).",
         [("study", "Orvik et al.", ("Orvik",), "2011"), ("study", "Lind and Moe", ("Lind", "Moe"), "2012")]),
        ("Later van den Berg and colleagues treated ten patients.",
         [("study", "van den Berg and colleagues", ("van den Berg",), "")]),
        ("Orvik (2010) reported that cells survive.", [("study", "Orvik", ("Orvik",), "2010")]),
        ("The research groups of Orvik, Lind, al-Hadi, and Moe found the same.",
         [("study", name, (name,), "") for name in ("Orvik", "Lind", "al-Hadi", "Moe")]),
        ("A study by Orvik showed the same.", [("study", "Orvik", ("Orvik",), "")]),
    ],
)  # fmt: skip
def test_studies_are_found_by_their_authors(text: str, expected: list[tuple[str, str, tuple[str, ...], str]]) -> None:
    assert found(text) == expected


def test_each_mention_has_its_sentence_and_place() -> None:
    text = "Cells are old. Orvik et al. showed that they help, e.g. in mice. Others disagree."
    (mention,) = mentions.find(text)
    assert mention.quote == "Orvik et al. showed that they help, e.g. in mice."
    assert text[mention.start : mention.end] == mention.quote


def test_a_name_said_again_is_one_mention() -> None:
    assert len(found("Orvik et al. showed it. Then Orvik et al. showed it again.")) == 1
    assert len(found("Orvik et al. (2010) showed it. Orvik et al. (2012) showed more.")) == 2


def test_a_mention_that_a_reference_explains_is_none() -> None:
    reference = Reference(title="Cells", contributors=authors([Name("Orvik", "D")]), fields={"issued": "2018"})
    assert found("Orvik et al. showed it.", explained=[reference]) == []
    assert found("Orvik et al. (2018) showed it.", explained=[reference]) == []
    assert len(found("Orvik et al. (2009) showed it.", explained=[reference])) == 1


def test_nothing_is_sought_in_reference_lists() -> None:
    text = "Text.\nOrvik D, Lee K, et al. On cells. Lancet. 2019;3:1."
    assert found(text, skipped=[(6, len(text))]) == []


@pytest.mark.parametrize(
    "text",
    [
        "The groups of Paris, London, and Berlin showed the same.",
        "A recent study, published in Biomaterials, looked at cells of the placenta.",
        "Doctors at the University Hospital of Oslo and colleagues in Bergen treated patients.",
        "Parkinson's disease and Crohn's disease (2010) are common.",
        "In March and April 2019 the clinic was closed.",
        "Researchers from Japan and Korea reported that cells are safe.",
        "The study of Mesenchymal Stem Cells showed benefits.",
        "Patients with Duchenne and Becker dystrophy were treated.",
        "Phase II trials, University courses and clinical studies continue.",
    ],
)
def test_ordinary_sentences_name_no_study(text: str) -> None:
    assert found(text) == []


def test_products_are_found_under_any_of_their_names() -> None:
    assert found("Nurown is made of the patient's own cells.") == [("product", "Nurown", (), "")]
    assert found("The MSC‐NTF cells and CAP-1002 are tested.") == [
        ("product", "MSC‐NTF", (), ""),
        ("product", "CAP-1002", (), ""),
    ]
    assert found("Nurownish things.") == []
    assert product_of("msc-ntf") == "NurOwn"


def test_trials_are_found_by_number_and_by_the_institutions_that_run_them() -> None:
    assert found("It is registered as NCT 01051882.") == [("trial", "NCT01051882", (), "")]
    assert found("- Oslo Clinic & Bergen University Trials – ongoing work.") == [
        ("trial", "Oslo Clinic & Bergen University Trials", (), "")
    ]
    assert found("It is NCT01051882.", explained=[Reference(title="Cells", trials=("NCT01051882",))]) == []
