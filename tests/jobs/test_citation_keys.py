"""Citation keys: stable, readable, ASCII in every script, unique in any case."""

from __future__ import annotations

import pytest

from mscref.errors import UserError
from mscref.jobs import citation_keys
from mscref.jobs.latin import to_ascii
from mscref.model.reference import Contributor, Name, Reference, authors

BIER = Reference(
    title="Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects in Duchenne "
    "muscular dystrophy",
    contributors=authors([Name("Bier", "Ariel"), Name("Berenstein", "Peter")]),
    fields={"issued": "2018-04", "container-title": "Biomaterials"},
)


def by(family: str, title: str = "Amyotrophic lateral sclerosis", particle: str = "") -> Reference:
    return Reference(title=title, contributors=authors([Name(family, particle=particle)]), fields={"issued": "2017"})


def test_a_key_is_author_year_and_first_significant_word() -> None:
    assert citation_keys.make(BIER) == "bier2018placenta"


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        (by("Le Masson"), "lemasson2017amyotrophic"),
        (by("al-Chalabi"), "alchalabi2017amyotrophic"),
        (by("Berg", particle="van den"), "vandenberg2017amyotrophic"),
        (by("Łukaszewicz"), "lukaszewicz2017amyotrophic"),
        (by("Martínez", "The <i>SOD1</i> mouse"), "martinez2017sod1"),
        (by("Ziv\u2010Av", "L\u2019étude des cellules"), "zivav2017etude"),
        (by("Weiß", "2,000 cells"), "weiss2017cells"),
        (by("Щербаков", "Über die Zellen"), "shcherbakov2017uber"),
        (by("王", "A review"), "u738b2017review"),
        (by("김", "が"), "gim2017ga"),
        (Reference(title="No author"), "anonndno"),
        (
            Reference(contributors=(Contributor(Name(literal="The World Health Organization")),), title="Report"),
            "worldndreport",
        ),
        (Reference(contributors=(Contributor(Name("Hardiman"), "editor"),), fields={"issued": "2017"}), "hardiman2017"),
    ],
)
def test_every_script_gives_an_ascii_key(reference: Reference, key: str) -> None:
    assert citation_keys.make(reference) == key


def test_a_taken_key_gets_a_letter_whatever_its_case() -> None:
    assert citation_keys.unique("Bier2018", {"bier2018"}) == "Bier2018a"
    assert citation_keys.make(BIER, {"bier2018placenta", "bier2018placentaa"}) == "bier2018placentab"
    letters = {f"x{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}
    assert citation_keys.unique("x", {"x", *letters}) == "xaa"


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("[auth:2:capital]_[year]", "BierBerenstein_2018"),
        ("[auth:upper]:[shortyear]", "BIER:18"),
        ("[journal]-[title:2]", "biomaterials-placentaderived"),
        ("[auth:9:initials][title:3:initials]", "bbpdm"),
        ("[type]/[year]", "article-journal/2018"),
    ],
)
def test_a_pattern_of_the_users_own_is_filled_in(pattern: str, key: str) -> None:
    assert citation_keys.make(BIER, (), pattern) == key


@pytest.mark.parametrize("pattern", ["[auth", "auth]", "[colour]", "[auth:sideways]", "]auth["])
def test_a_pattern_that_cannot_be_read_is_answered_with_what_is_wrong(pattern: str) -> None:
    with pytest.raises(UserError, match="pattern"):
        citation_keys.make(BIER, (), pattern)


def test_a_key_of_a_file_keeps_all_that_bibtex_allows() -> None:
    assert citation_keys.safe("DBLP:journals/a+b_c.d-9") == "DBLP:journals/a+b_c.d-9"
    assert citation_keys.safe("Vlček 2001, {x}") == "Vlcek2001x"


def test_signs_without_a_letter_value_are_left_out() -> None:
    assert to_ascii("α–β 🙂 Ångström") == "a-b  Angstrom"
