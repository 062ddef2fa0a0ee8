"""Citation keys: stable, readable, ASCII in every script, unique in any case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mscref import settings
from mscref.jobs import citation_keys
from mscref.jobs.key_patterns import PatternError
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
        (by("王", "A review"), "wang2017review"),
        (by("張", "A review"), "zhang2017review"),
        (by("王田", "A review"), "u738bu75302017review"),
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


@pytest.mark.parametrize(
    ("pattern", "position", "what"),
    [
        ("[auth", 0, "no partner"),
        ("[year]auth]", 10, "no partner"),
        ("[auth[year]]", 0, "no partner"),
        ("[year][colour]", 7, "no token"),
        ("[autor]", 1, 'did you mean "[auth]"'),
        ("[auth:sideways]", 6, "no option"),
        ("[auth:2:captial]", 8, 'did you mean "capital"'),
        ("[auth:0]", 6, "1 to 99"),
        ("[auth:letters=x]", 14, "1 to 99"),
        ("[auth] [year]", 6, 'may not hold " "'),
        ("[title:2:sep={]", 13, 'may not hold "{"'),
        ("paper", 0, "no token in it"),
        ("", 0, "no token in it"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_what_is_wrong_and_where(pattern: str, position: int, what: str) -> None:
    with pytest.raises(PatternError, match="key pattern") as caught:
        citation_keys.make(BIER, (), pattern)
    assert caught.value.position == position
    assert f"At character {position + 1} " in str(caught.value)
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("[auth:last]", "berenstein"),
        ("[auth:all:capital:sep=-]", "Bier-Berenstein"),
        ("[auth:keep:etal=EtAl][year]", "BierEtAl2018"),
        ("[auth:2:etal]", "bierberenstein"),
        ("[auth:letters=3:upper]", "BIE"),
        ("[title:all:length=12]", "placentaderi"),
        ("[words:2]", "placentaderivedmesenchymal"),
        ("[journal:all:initials:upper]", "B"),
        ("[publisher:else=np]-[volume:else=x]", "np-x"),
        ("[alpha][shortyear]", "BB18"),
        ("[year]-[month]", "2018-04"),
        ("[editor][year]", "2018"),
    ],
)
def test_options_shape_cut_and_join_words(pattern: str, key: str) -> None:
    fitting = replace(BIER, title=BIER.title.replace("Placenta-derived", "Placentaderived"))
    assert citation_keys.expand(fitting, pattern) == key


def test_umlauts_are_spelled_out_on_request() -> None:
    assert citation_keys.expand(by("Müller"), "[auth:german]") == "mueller"
    assert citation_keys.expand(by("Müller"), "[auth]") == "muller"


def test_the_alpha_label_counts_names_as_bibtex_does() -> None:
    many = replace(BIER, contributors=authors([Name(name) for name in ("Bier", "Vogel", "Weiß", "Zimmer", "Adler")]))
    assert citation_keys.expand(many, "[alpha][shortyear]") == "BVW+18"
    assert citation_keys.expand(by("Bier"), "[alpha][shortyear]") == "Bie17"


def test_the_chosen_pattern_is_kept_and_a_broken_one_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path))
    assert citation_keys.chosen_pattern() == citation_keys.DEFAULT
    citation_keys.choose_pattern("[auth:capital]_[year]")
    assert citation_keys.chosen_pattern() == "[auth:capital]_[year]"
    with pytest.raises(PatternError):
        citation_keys.choose_pattern("[auth")
    assert citation_keys.chosen_pattern() == "[auth:capital]_[year]"
    settings.save({"key_pattern": "[no such token]"})
    assert citation_keys.chosen_pattern() == citation_keys.DEFAULT


@given(st.text(alphabet="[]:=aeglnrtuy12 -_ä", max_size=30))
def test_any_pattern_is_filled_in_or_refused_with_a_place_in_it(pattern: str) -> None:
    key, place = "", 0
    try:
        key = citation_keys.make(BIER, (), pattern)
    except PatternError as error:
        place = error.position
    assert 0 <= place <= len(pattern)
    assert citation_keys.safe(key) == key


def test_a_key_of_a_file_keeps_all_that_bibtex_allows() -> None:
    assert citation_keys.safe("DBLP:journals/a+b_c.d-9") == "DBLP:journals/a+b_c.d-9"
    assert citation_keys.safe("Vlček 2001, {x}") == "Vlcek2001x"


def test_signs_without_a_letter_value_are_left_out() -> None:
    assert to_ascii("α–β 🙂 Ångström") == "a-b  Angstrom"
