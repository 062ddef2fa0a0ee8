"""Identifiers: found in running text, normalised, validated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mscref.model import identifiers


def found(text: str) -> list[tuple[str, str]]:
    return [(identifier.kind, identifier.value) for identifier in identifiers.find(text)]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1155/2019/3675627", "10.1155/2019/3675627"),
        ("doi:10.1016/S0140-6736(08)60383-9.", "10.1016/S0140-6736(08)60383-9"),
        ("(see 10.1000/abc)", "10.1000/abc"),
        (
            "10.1002/(SICI)1097-4598(199601)19:1<1::AID-MUS1>3.0.CO;2-X",
            "10.1002/(SICI)1097-4598(199601)19:1<1::AID-MUS1>3.0.CO;2-X",
        ),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("no identifier", ""),
    ],
)  # fmt: skip
def test_a_doi_is_taken_bare_and_whole(text: str, doi: str) -> None:
    assert identifiers.normalise_doi(text) == doi


def test_dois_compare_without_case() -> None:
    assert identifiers.doi_key("https://dx.doi.org/10.1000/ABC") == identifiers.doi_key("10.1000/abc")


def test_numbers_of_databases_are_found_with_their_places() -> None:
    text = "PMID: 30956667 PMCID: PMC6431432, arXiv:2001.01234v2 and ISBN 978-3-16-148410-0."
    assert found(text) == [
        ("PMID", "30956667"),
        ("PMCID", "PMC6431432"),
        ("arXiv", "2001.01234v2"),
        ("ISBN", "9783161484100"),
    ]
    for identifier in identifiers.find(text):
        assert identifier.value[-4:] in text[identifier.start : identifier.end].replace("-", "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nct01051882", "NCT01051882"),
        ("NCT 01051882", "NCT01051882"),
        ("EudraCT number: 2011-006254-85", "2011-006254-85"),
        ("ISRCTN 12345678", "ISRCTN12345678"),
        ("ChiCTR2000029990", "ChiCTR2000029990"),
        ("jRCT2043200001", "jRCT2043200001"),
        ("ACTRN12612000026808", "ACTRN12612000026808"),
    ],
)
def test_registry_numbers_are_found(text: str, number: str) -> None:
    assert [identifier.value for identifier in identifiers.find_trials(f"It is {text}, they say.")] == [number]


def test_a_wrong_check_digit_is_no_isbn() -> None:
    assert identifiers.isbn_is_valid("0-306-40615-2")
    assert not identifiers.isbn_is_valid("0-306-40615-3")
    assert found("ISBN 978-3-16-148410-1") == []


def test_orcids_are_checked() -> None:
    assert identifiers.orcid_is_valid("0000-0002-1825-0097")
    assert not identifiers.orcid_is_valid("0000-0002-1825-0098")
    assert not identifiers.orcid_is_valid("1825-0097")


@given(st.text(alphabet="10./abc()<>[]., DOIPMNCT:-", max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    for identifier in identifiers.find(text):
        assert 0 <= identifier.start < identifier.end <= len(text)
