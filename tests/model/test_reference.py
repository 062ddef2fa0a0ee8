"""A reference keeps what it was given, and tells it in the ways that lists and files need."""

from __future__ import annotations

import pickle

import pytest

from mscref.model.reference import Contributor, Name, Reference, authors


def test_a_name_shows_its_particle_and_suffix_and_sorts_by_the_whole_family_name() -> None:
    name = Name(family="Berg", given="Leonard H.", particle="van den", suffix="Jr.")
    assert name.display == "Leonard H. van den Berg, Jr."
    assert name.sort_family == "van den Berg"


def test_an_institution_is_shown_as_it_is_written() -> None:
    name = Name(literal="World Health Organization")
    assert name.is_institution
    assert name.display == name.sort_family == "World Health Organization"


def test_empty_fields_are_not_kept_and_kept_ones_cannot_be_changed() -> None:
    reference = Reference(title="T", fields={"volume": "3", "issue": ""})
    assert dict(reference.fields) == {"volume": "3"}
    with pytest.raises(TypeError):
        reference.fields["volume"] = "4"  # type: ignore[index]


def test_changes_are_laid_over_the_fields_and_an_empty_value_removes_one() -> None:
    reference = Reference(fields={"volume": "3", "page": "1-2"})
    changed = reference.with_fields({"volume": "", "issue": "7"})
    assert dict(changed.fields) == {"page": "1-2", "issue": "7"}
    assert dict(reference.fields) == {"volume": "3", "page": "1-2"}


@pytest.mark.parametrize(("issued", "year"), [("2019-03-10", "2019"), ("2018~", "2018"), ("in press", ""), ("", "")])
def test_the_year_is_read_from_any_form_of_date(issued: str, year: str) -> None:
    assert Reference(fields={"issued": issued}).year == year


def test_names_are_told_apart_by_role() -> None:
    reference = Reference(
        contributors=(*authors([Name("Bier", "A.")]), Contributor(Name("Brodie", "C."), "editor")),
        incomplete_roles=("author",),
    )
    assert [n.family for n in reference.authors] == ["Bier"]
    assert [n.family for n in reference.names("editor")] == ["Brodie"]
    assert reference.authors_incomplete


def test_a_reference_survives_pickling() -> None:
    reference = Reference(title="T", contributors=authors([Name("A", "B")]), fields={"DOI": "10.1/x"}, key="a")
    assert pickle.loads(pickle.dumps(reference)) == reference
