"""Fields under review: typed names, and what a pressed line of a page says about a field."""

from __future__ import annotations

import pytest

from mscref.jobs.review_values import names_of, taken_from, value_of, with_value
from mscref.model.reference import Name, Reference, authors

CITED = "Invented J 2016;87(21):2230\u20132234. doi: 10.5555/abc.2016.3359"


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        (CITED, "DOI", "10.5555/abc.2016.3359"),
        (CITED, "issued", "2016"),
        (CITED, "volume", "87"),
        (CITED, "issue", "21"),
        (CITED, "page", "2230-2234"),
        ("Volume 12, Article ID 5637072, 5 pages", "volume", "12"),
        ("Volume 12, Article ID 5637072, 5 pages", "page", "5637072"),
        ("PMID: 12345678", "PMID", "12345678"),
        ("12345678", "PMID", "12345678"),
        ("Registered as NCT01234567.", "trials", "NCT01234567"),
        ("  Cells   of a kind ", "title", "Cells of a kind"),
        ("no number here", "volume", ""),
        ("nothing of the kind", "DOI", ""),
    ],
)
def test_a_line_says_what_a_field_asks(line: str, name: str, value: str) -> None:
    assert taken_from(line, name) == value


@pytest.mark.parametrize(
    ("line", "families"),
    [
        ("Ada Fir,1 Berta Gorse,1,2 and Carl Hazel3*", ["Fir", "Gorse", "Hazel"]),
        ("Ada B. Fir, MD, PhD, Berta Gorse", ["Fir", "Gorse"]),
        ("Ada Fir \u00b7 Berta van den Gorse", ["Fir", "Gorse"]),
        ("Fir, Ada B.; Gorse, Berta", ["Fir", "Gorse"]),
        ("Fir, Ada", ["Fir"]),
        ("Fir AB, Gorse C", ["Fir", "Gorse"]),
    ],
)
def test_names_are_read_as_typed_and_as_bylines_print_them(line: str, families: list[str]) -> None:
    assert [name.family for name in names_of(line)] == families


def test_a_name_that_was_not_touched_keeps_its_orcid() -> None:
    orcid = "0000-0002-1825-0097"
    before = Reference(contributors=authors([Name(family="Fir", given="Ada", orcid=orcid), Name(family="Gorse")]))
    after = with_value(before, "author", value_of(before, "author").replace("Gorse", "Gorse, Berta"))
    assert [(name.family, name.given, name.orcid) for name in after.authors] == [
        ("Fir", "Ada", orcid),
        ("Gorse", "Berta", ""),
    ]


def test_fields_go_there_and_back() -> None:
    blank = Reference()
    for name, text in (
        ("title", "A title"),
        ("author", "Fir, Ada; Gorse, Berta"),
        ("keyword", "cells; cord"),
        ("trials", "NCT01234567"),
        ("volume", "12"),
    ):
        assert value_of(with_value(blank, name, text), name) == text
    assert with_value(blank, "DOI", "https://doi.org/10.5555/ABC").doi.startswith("10.5555/")
    assert with_value(with_value(blank, "volume", "12"), "volume", "") == blank
