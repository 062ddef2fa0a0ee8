"""Names, citation lines and journals as bylines and heads print them."""

from __future__ import annotations

import pytest

from mscref.formats.pdf_metadata import journals
from mscref.formats.pdf_metadata.citation_lines import full_last_page, read_citation_lines
from mscref.formats.pdf_metadata.family_names import cited_families, cited_names
from mscref.formats.pdf_metadata.name_parts import person, with_letters_restored
from mscref.formats.pdf_metadata.names import MARK, byline_score, split_names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Ida Holm, Per Dal & Rosa Lind", ["Ida Holm", "Per Dal", "Rosa Lind"]),
        (f"Ida Holm{MARK}1,2 Per Dal{MARK}", ["Ida Holm", "Per Dal"]),
        ("Ida Holm \u00b7 Per Dal \u2022 Rosa Lind", ["Ida Holm", "Per Dal", "Rosa Lind"]),
        ("Dr. Ida Holm, Prof. Per Dal", ["Ida Holm", "Per Dal"]),
        ("Ida Holm, Jr, Per Dal", ["Ida Holm Jr", "Per Dal"]),
        ("Ida Holm (ida@example.org), Per Dal", ["Ida Holm", "Per Dal"]),
        ("BinwuXu, LongChen", ["Binwu Xu", "Long Chen"]),
        ("Xin-MingCao, Ida Holm", ["Xin-Ming Cao", "Ida Holm"]),
        ("INVESTIGATION ON CATS, EFFECTS OF FISH", []),
        ("Tomohiro Doi and Ji An", ["Tomohiro Doi", "Ji An"]),
        ("Ida Holm, for the Cat Study Group", ["Ida Holm"]),
        ("Department of Cats, University of the North", []),
        ("F. W. P. J. van den Berkel", ["F. W. P. J. van den Berkel"]),
        ("Holm, I. M., Dal, P. and Lind, R.", ["Holm, I. M.", "Dal, P.", "Lind, R."]),
        ("Holm, Ida; van den Berg, Jan", ["Holm, Ida", "van den Berg, Jan"]),
        ("Holm IM, Dal P, Lind R", ["Holm, IM", "Dal, P", "Lind, R"]),
        ("WANG Xiaoming, LI Na", ["WANG, Xiaoming", "LI, Na"]),
        ("JM Holm, AB Dal", ["JM Holm", "AB Dal"]),
        ("Ida Holm ID , Per Dal ID", ["Ida Holm", "Per Dal"]),
        ("Ida HolmiD, Per Dal", ["Ida Holm", "Per Dal"]),
        ("Ida Holm MD PhD, Per Dal PharmD", ["Ida Holm", "Per Dal"]),
        ("Ida Holm * Per Dal 1,2 Rosa Lind", ["Ida Holm", "Per Dal", "Rosa Lind"]),
        ("Ida Holm / Per Dal \u2013 Rosa Lind with Jan Smit", ["Ida Holm", "Per Dal", "Rosa Lind", "Jan Smit"]),
        ("Ida Holm, Per Dal, and the Cat Study Group", ["Ida Holm", "Per Dal", "Cat Study Group"]),
        ("The Harbour Cat Study Group", ["The Harbour Cat Study Group"]),
        (f"Ida Holm{MARK}, Suharto{MARK}, Per dalton{MARK}", ["Ida Holm", "Suharto", "Per dalton"]),
        ("Ida Holm, Norway, Per Dal", ["Ida Holm", "Per Dal"]),
        ("Authors: Ida Holm, Per Dal", ["Ida Holm", "Per Dal"]),
        ("Carlo dell'Acqua, Ida Holm", ["Carlo dell'Acqua", "Ida Holm"]),
    ],
)
def test_bylines_are_split_into_names(printed, names):
    assert split_names(printed) == names


@pytest.mark.parametrize(
    ("printed", "family", "particle", "given"),
    [
        ("Dick van Soolingen", "Soolingen", "van", "Dick"),
        ("Ludwig van der Berg", "Berg", "van der", "Ludwig"),
        ("Gwen Le Masson", "Le Masson", "", "Gwen"),
        ("Noel Mc Elvaney", "Mc Elvaney", "", "Noel"),
        ("Ahmed Salah El-Din", "Salah El-Din", "", "Ahmed"),
        ("RITIKA MANDHWANI", "Mandhwani", "", "Ritika"),
        ("Holm, Ida M.", "Holm", "", "Ida M."),
        ("Ida HOLM", "Holm", "", "Ida"),
        ("WANG, Xiaoming", "Wang", "", "Xiaoming"),
        ("AOIFE MCGILL", "McGill", "", "Aoife"),
        ("Aoife N\u00ed Dal", "N\u00ed Dal", "", "Aoife"),
    ],
)
def test_names_are_taken_apart(printed, family, particle, given):
    name = person(printed)
    assert (name.family, name.particle, name.given) == (family, particle, given)


def test_a_suffix_is_kept_apart():
    assert person("William B. Driggers III").suffix == "III"


def test_a_sentence_is_no_byline():
    assert byline_score("We followed the cats of three towns and found that they walk") < 0.3
    assert byline_score("Ida Holm, Per Dal, Rosa Lind") == 1


def test_a_group_of_investigators_is_one_name():
    assert person("Cat Study Group").literal == "Cat Study Group"


def test_letters_that_a_font_names_wrongly_are_restored():
    assert with_letters_restored("Ender FakJoglu") == "Ender Fak\u0131oglu"
    assert with_letters_restored("Sara McGill") == "Sara McGill"


def test_a_cite_box_names_families():
    box = "Iskandar DT, Evans BJ, van den Berg J (2014) A Novel Mode. PLoS ONE 9(12): e1"
    assert cited_families(box) == ("iskandar", "evans", "vandenberg")
    assert [name.given for name in cited_names(box)] == ["DT", "BJ", "J"]


@pytest.mark.parametrize(
    "box",
    ["Holm I, et al. Walks of cats. Cat J 2020", "Walks of cats with Vitamin D, by Holm I. Cat J 2020"],
)
def test_a_cite_box_that_does_not_begin_with_all_authors_names_none(box):
    assert cited_names(box) == ()


@pytest.mark.parametrize(
    ("first", "last", "full"),
    [("230", "5", "235"), ("e230", "5", "e235"), ("e110", "21", "e121"), ("12", "", ""), ("1234", "1240", "1240")],
)
def test_short_last_pages_are_completed(first, last, full):
    assert full_last_page(first, last) == full


@pytest.mark.parametrize(
    "text",
    [
        "Received 3 April 2017; Accepted 2 May 2017",
        "Patients were randomized in a 1:1 ratio",
        "Published online: 24 May 2017",
        "November 2021",
    ],
)
def test_what_is_no_citation_gives_none(text):
    assert list(read_citation_lines(text)) == []


def test_journals_are_known_by_name_abbreviation_and_doi():
    assert journals.named("J Clin Exp Dent").name == "Journal of Clinical and Experimental Dentistry"
    assert journals.named("the new england journal of medicine").abbreviation == "N Engl J Med"
    assert journals.of_doi("10.1371/journal.pone.0115884").abbreviation == "PLoS One"
    assert journals.of_doi("10.3390/math9050123") is None
    assert journals.named("No Such Journal") is None


def test_the_table_of_journals_has_no_two_rows_of_one_name_or_doi():
    rows = journals.table()
    names = [row.name.lower() for row in rows]
    stems = [stem for row in rows for stem in row.dois]
    assert len(names) == len(set(names)) > 150
    assert len(stems) == len(set(stems))
