"""Printed references: authors, titles, places in journals, and what stands around them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mscref.formats.reference_strings import medline, parse
from mscref.model.reference import Name, Reference


def read(text: str) -> Reference:
    reference = parse(text)
    assert reference is not None, text
    return reference


def test_a_medline_citation_comes_back_equal_with_every_remark() -> None:
    text = (
        "Orvik D, Le Masson G, van den Berg LH. Cells for weak muscles: is there hope? Muscle Nerve. "
        "2012 Nov-Dec;46(6 Suppl):S12-9, 31.e1-3. pii: S0148. doi: 10.1002/mus.99999. "
        "Epub 2012 Oct 3. eCollection 2012 Dec. Review."
    )
    assert medline(read(text)) == text


def test_a_medline_citation_gives_csl_fields() -> None:
    reference = read(
        "Orvik D, Berg AB. Cells. A story. Circ Res. 2002 Dec 13;91(12):1092-102. doi: 10.1161/x.1. Review."
    )
    assert reference.type == "article-journal"
    assert reference.title == "Cells. A story"
    assert dict(reference.fields) == {
        "container-title": "Circ Res",
        "issued": "2002-12-13",
        "volume": "91",
        "issue": "12",
        "page": "1092-102",
        "DOI": "10.1161/x.1",
        "genre": "Review",
    }


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("al-Chalabi A, Orvik D. ", [("", "al-Chalabi", "A", ""), ("", "Orvik", "D", "")]),
        ("Le Masson G., van den Berg L. H. ", [("", "Le Masson", "G.", ""), ("van den", "Berg", "L. H.", "")]),
        ("Brown RH Jr, Okun MS 3rd. ", [("", "Brown", "RH", "Jr"), ("", "Okun", "MS", "3rd")]),
        ("O'Neil, S. T., de la Cruz, J.‐W. & D’Arco, P. "
            "", [("", "O'Neil", "S. T.", ""), ("de la", "Cruz", "J.‐W.", ""), ("", "D’Arco", "P.", "")]),
        ("Orvik, D., K. L. Lee, and P. van der Meer. "
            "", [("", "Orvik", "D.", ""), ("", "Lee", "K. L.", ""), ("van der", "Meer", "P.", "")]),
        ("Østby Å, Hadžić ŠŽ, Müller-Fink M‐V. "
            "", [("", "Østby", "Å", ""), ("", "Hadžić", "ŠŽ", ""), ("", "Müller-Fink", "M‐V", "")]),
    ],
)  # fmt: skip
def test_names_keep_particles_suffixes_and_their_spelling(printed: str, names: list[tuple[str, str, str, str]]) -> None:
    reference = read(f"{printed}(2012) A title about some cells. J Cell Sci 12:3-9.")
    assert [(n.particle, n.family, n.given, n.suffix) for n in reference.authors] == names
    assert reference.title == "A title about some cells"


def test_full_given_names_joined_by_and_are_authors() -> None:
    reference = read("Rita Orvik and Mara de Lind. (2017). Old cells: a study. Frontiers in Cells. 2017; 11:80.")
    assert reference.authors == (Name("Orvik", "Rita"), Name("Lind", "Mara", particle="de"))
    assert (reference.year, reference.journal, reference.get("volume"), reference.get("page")) == (
        "2017", "Frontiers in Cells", "11", "80",
    )  # fmt: skip


@pytest.mark.parametrize("others", [" et al.", ", et al", ", and others", " et al.,", ", . . . Zorn, Z. Z."])
def test_et_al_marks_the_authors_as_incomplete(others: str) -> None:
    reference = read(f"Orvik, D. D., Lee, K.{others} (2018). A title about some cells. Biomaterials, 174, 67-78.")
    assert reference.incomplete_roles == ("author",)
    assert reference.authors[0].family == "Orvik"
    assert reference.title == "A title about some cells"


def test_a_family_name_with_et_al_alone_is_enough() -> None:
    reference = read("Orvik et al. 2018. Placental cells and their vesicles in weak muscle. Biomaterials, 174, 67-78.")
    assert (reference.authors, reference.authors_incomplete) == ((Name("Orvik"),), True)
    assert reference.journal == "Biomaterials"


def test_study_groups_and_institutions_are_literal_authors() -> None:
    reference = read("Orvik D, Lee K; ARCTIC Study Group; Nordic Cell Network. Cells. A trial. Lancet. 2019;3:1-2.")
    assert [name.literal for name in reference.authors] == ["", "", "ARCTIC Study Group", "Nordic Cell Network"]
    alone = read("World Health Organization. Report on nerve disease. Geneva: WHO; 2017.")
    assert alone.authors == (Name(literal="World Health Organization"),)


def test_a_volume_named_after_its_year_keeps_its_issue() -> None:
    reference = read(
        "Orvik A. J. Update on cells. Degenerative Disease. 2012;2012(2):1–14. doi: 10.2147/X.S1. - DOI - PMC - PubMed"
    )
    assert (reference.get("volume"), reference.get("issue"), reference.get("page")) == ("2012", "2", "1-14")
    assert reference.doi == "10.2147/X.S1"


def test_an_article_number_stands_in_page() -> None:
    assert (
        read("Orvik O., et al. On cells. Nature Reviews. 2017;3, article 17085 doi: 10.1038/x.85.").get("page")
        == "17085"
    )
    assert read("Orvik O. On cells. Int J Cells. 2018 Jul 23;19(7). pii: E2146.").get("page") == "E2146"
    assert read("Orvik O (2012) On the cells. PLoS One 7: e44629.").get("page") == "e44629"


def test_list_numbers_and_link_words_are_not_part_of_a_reference() -> None:
    plain = read("Orvik D, Lee K. On cells in muscle. Lancet. 2019;3:1-2.")
    for printed in (
        "1. Orvik D, Lee K. On cells in muscle. Lancet. 2019;3:1-2. - DOI - PubMed",
        "[12] Orvik D, Lee K. On cells in muscle. Lancet. 2019;3:1-2. [CrossRef] [PubMed]",
        "3) Orvik D, Lee K. On cells in muscle. Lancet. 2019;3:1-2. Google Scholar",
    ):
        assert read(printed) == plain


def test_identifiers_and_links_become_fields() -> None:
    reference = read(
        "Orvik D. On cells in muscle [Internet]. Lancet. 2019;3:1-2. Available from: https://example.org/a_b. "
        "Accessed 12 March 2020. PMID: 30000001; PMCID: PMC7000001"
    )
    assert reference.pmid == "30000001"
    assert reference.get("PMCID") == "PMC7000001"
    assert reference.get("URL") == "https://example.org/a_b"
    assert reference.get("accessed") == "2020-03-12"
    assert reference.title == "On cells in muscle"


def test_a_chapter_names_its_book_and_editors() -> None:
    reference = read(
        "Orvik M. Nerve cells. In: Lanz R, Atal A, editors. Essentials "
        "of Cells. 3rd ed. Oslo: Nordic Press; 2014. p. 111-24."
    )
    assert reference.type == "chapter"
    assert [name.family for name in reference.names("editor")] == ["Lanz", "Atal"]
    assert (reference.get("container-title"), reference.get("page"), reference.get("publisher")) == (
        "Essentials of Cells", "111-24", "Nordic Press",
    )  # fmt: skip


def test_books_theses_and_preprints_have_their_types() -> None:
    book = read("Orvik B, Lee A. Biology of the Cell. 5th ed. New York: Garland Science; 2008.")
    assert (book.type, book.get("edition"), book.get("publisher-place")) == ("book", "5th", "New York")
    assert read("Orvik H. Untersuchungen zur Zelle [dissertation]. Berlin: Freie Universität; 2005.").type == "thesis"
    preprint = read("Orvik J, Lee K. Title of the preprint. bioRxiv 2020.03.01.123456; doi: 10.1101/2020.03.01.123456")
    assert (preprint.type, preprint.journal, preprint.year) == ("article", "bioRxiv", "2020")


def test_a_year_that_opens_a_title_stays_in_it() -> None:
    reference = read("Orvik D, Lee K. 2016 ESC guidelines for weak hearts. Eur Heart J. 2017;37:2129-200.")
    assert reference.title == "2016 ESC guidelines for weak hearts"
    assert reference.year == "2017"


def test_a_title_may_hold_full_stops_quotes_and_journal_words() -> None:
    assert (
        read("Orvik D. Human synthase. cDNA cloning, and expression. J Biol Chem. 1997; 272:3628–34.").journal
        == "J Biol Chem"
    )
    quoted = read("Orvik D. “Total repair” of the nerve helps early. Int Braz J Urol. 2016;42(2):215–222.")
    assert quoted.title == "“Total repair” of the nerve helps early"
    whole = read("Orvik, D. 2003. “Total repair of the free nerve.” Wildlife Bulletin 31: 887–895.")
    assert whole.title == "Total repair of the free nerve"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "References",
        "Speak with our friendly nurses today!",
        "In 2009, Orvik et al. showed that the cells were safe.",
        "The patients were treated in 2010 and felt better.",
        "https://example.org/trial. Accessed 12 March 2020.",
        "x" * 10_000,
    ],
)
def test_what_is_no_reference_gives_none(text: str) -> None:
    assert parse(text) is None


@given(st.text(alphabet="AaBé.,;:()[]0123-– &“”'/\n", max_size=300))
@settings(max_examples=150, deadline=2000)
def test_any_text_is_read_or_refused_without_an_error(text: str) -> None:
    reference = parse(text)
    assert reference is None or isinstance(medline(reference), str)


@pytest.mark.parametrize("unit", ["A. ", "Aa, ", "1-", "van de ", "Aa University, ", "(", "10.1234/", "2010;"])
def test_a_long_hostile_line_takes_no_time(unit: str) -> None:
    started = time.monotonic()
    parse((unit * 2000)[:3900])
    assert time.monotonic() - started < 5
