"""Names as tagged formats print them."""

from __future__ import annotations

import pytest

from mscref.formats import person_names
from mscref.model.reference import Name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Mathis, Stéphane", Name("Mathis", "Stéphane")),
        ("Baldwin,S.A.", Name("Baldwin", "S.A.")),
        ("Le Masson, Gwendal", Name("Le Masson", "Gwendal")),
        ("al-Chalabi, Ammar", Name("al-Chalabi", "Ammar")),
        ("van den Berg, Leonard H.", Name("Berg", "Leonard H.", "van den")),
        ("King, Martin, Jr.", Name("King", "Martin", suffix="Jr.")),
        ("King, Jr., Martin", Name("King", "Martin", suffix="Jr.")),
        ("KONING, A. P. JASON de", Name("KONING", "A. P. JASON", "de")),
        ("World Health Organization", Name(literal="World Health Organization")),
        ("Epitope, Inc,", Name(literal="Epitope, Inc")),
        ("UNESCO", Name(literal="UNESCO")),
        ("余敏", Name(literal="余敏")),
        ("Smith JA", Name("Smith", "JA")),
        ("Le Masson G", Name("Le Masson", "G")),
        ("van Wijnen AJ", Name("Wijnen", "AJ", "van")),
        ("John A. Smith", Name("Smith", "John A.")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("Mathis,", Name(literal="Mathis")),
    ],
)
def test_a_printed_name_is_taken_apart(printed: str, name: Name) -> None:
    assert person_names.from_inverted(printed) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("King ML Jr", Name("King", "ML", suffix="Jr")),
        ("de Lima M", Name("Lima", "M", "de")),
        ("Wong Kee Song LM", Name("Wong Kee Song", "LM")),
        ("Anonymous", Name("Anonymous")),
    ],
)
def test_medlines_short_names_are_taken_apart(printed: str, name: Name) -> None:
    assert person_names.from_medline(printed) == name


def test_the_suffix_ends_medlines_full_name() -> None:
    assert person_names.from_full_medline("King, Martin Luther Jr") == Name("King", "Martin Luther", suffix="Jr")


@pytest.mark.parametrize(
    ("given", "initials"), [("Jean-Pierre A.", "JPA"), ("JA", "JA"), ("J. A.", "JA"), ("Stéphane", "S"), ("", "")]
)
def test_initials_are_those_medline_would_print(given: str, initials: str) -> None:
    assert person_names.initials(given) == initials


def test_an_institution_that_looks_like_a_person_comes_back_as_an_institution() -> None:
    for literal in ("Smith JA", "Department of Health, London", "Cochrane Group"):
        printed = person_names.inverted(Name(literal=literal))
        assert person_names.from_inverted(printed) == Name(literal=literal)


def test_et_al_is_no_name() -> None:
    assert all(map(person_names.is_others, ("et al.", "et al", "and others", "others", "et alii")))
    assert not person_names.is_others("Alberts")
