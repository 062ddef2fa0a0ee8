"""Fields as a person types them."""

from __future__ import annotations

import pytest

from mscref.cli.fields import field_name, names, typed
from mscref.errors import UserError
from mscref.model.reference import Contributor, Name


def test_everyday_names_mean_csl_fields() -> None:
    given = typed(
        ["journal=Biomaterials", "year=2018", "pages=67–78", "doi=https://doi.org/10.1016/j.x.2018", "VOLUME=174"]
    )
    assert given.fields == {
        "container-title": "Biomaterials",
        "issued": "2018",
        "page": "67-78",
        "DOI": "10.1016/j.x.2018",
        "volume": "174",
    }


def test_title_type_and_key_are_no_fields() -> None:
    given = typed(["title=A = B", "type=Book", "key=x2018"])
    assert (given.title, given.type, given.key, given.fields) == ("A = B", "book", "x2018", {})


def test_names_are_read_with_particles_suffixes_and_et_al() -> None:
    people, is_incomplete = names("van den Berg, Leonard; Brown, Robert H., Jr.; et al.", "author")
    assert is_incomplete
    assert people[0].name.sort_family == "van den Berg"
    assert people[1].name.suffix.startswith("Jr")
    assert [c.name.family for c in names("Bier, Ariel and Brodie, Chaya", "editor")[0]] == ["Bier", "Brodie"]


def test_typed_roles_take_the_place_of_the_same_role_only() -> None:
    before = (Contributor(Name("Old"), "author"), Contributor(Name("Ed"), "editor"))
    given = typed(["author=New, A"])
    after = given.contributors(before)
    assert after is not None
    assert [(c.role, c.name.family) for c in after] == [("author", "New"), ("editor", "Ed")]
    assert given.incomplete_roles(("author", "editor")) == ("editor",)
    assert typed(["volume=1"]).contributors(before) is None


def test_an_empty_value_stays_empty_so_that_it_removes_the_field() -> None:
    assert typed(["volume="]).fields == {"volume": ""}


def test_a_field_that_the_reference_has_already_may_be_named() -> None:
    assert field_name("Affiliation", known=["affiliation"]) == "affiliation"


@pytest.mark.parametrize(
    ("word", "said"),
    [("volume", "FIELD=VALUE"), ("jornal=x", '"journal"'), ("type=boook", '"book"'), ("qqqq=x", "CSL names")],
)
def test_a_mistake_names_what_was_meant(word: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        typed([word])
