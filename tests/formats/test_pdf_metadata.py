"""Papers laid out as publishers do, and what is read from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from mscref.errors import Unreadable
from mscref.formats.pdf_metadata import read_pdf
from mscref.model.reading import Reading
from tests.formats.pdf_writer import T, paragraph, pdf, xmp_packet

ABSTRACT = (
    "Stray cats of three harbour towns were followed with collars for two winters, and the distance from each nest to "
    "the nearest fish market was taken every week. Cats that slept nearer weighed more. The effect went away when the "
    "market was closed. We suppose that smell, and not habit, leads a cat to its place, and name two ways to test it."
)
BODY = (
    "Cats have lived with people near the sea for as long as there were markets there, and still nobody has measured "
    "how far they walk for a meal in winter when the boats stay at home for weeks and the quays are covered by ice. "
)


def body(page: int = 1, start: float = 480) -> list[T]:
    left = paragraph(50, start, BODY * 2, width=45)
    right = paragraph(320, start, BODY * 2, width=45)
    return [*left, *right, T(290, 780, str(page), 8)]


def read(tmp_path: Path, pages, name: str = "file.pdf", **options) -> Reading:
    path = tmp_path / name
    path.write_bytes(pdf(pages, **options))
    return read_pdf(path)


def families(reading: Reading) -> list[str]:
    return [name.sort_family for name in reading.references[0].authors]


TITLE = [
    T(50, 150, "Winter walks of harbour cats between nests", 20, bold=True),
    T(50, 174, "and fish markets in three northern towns", 20, bold=True),
]
WHOLE_TITLE = "Winter walks of harbour cats between nests and fish markets in three northern towns"
HEADED_ABSTRACT = [T(50, 300, "Abstract", 12, bold=True), *paragraph(50, 318, ABSTRACT), T(50, 440, "Introduction", 12)]


def biology_paper() -> list[list[T]]:
    """Head with the citation split over the line, names with raised marks, abstract under a heading."""
    head = [T(50, 40, "Holm et al. Trials", 8), T(200, 40, "(2020) 21:902", 8)]
    names = [
        T(50, 210, "Ida M. Holm", 11),
        T(112, 206, "1*", 7),
        T(120, 210, ", Jan van den Berg", 11),
        T(214, 206, "2", 7),
        T(219, 210, "and Rosa L\u00f3pez-Garc\u00eda", 11),
        T(338, 206, "1,2", 7),
    ]
    first = [
        *head,
        T(50, 50, "https://doi.org/10.1186/s13063-020-12345-6", 8),
        T(50, 100, "RESEARCH ARTICLE", 13),
        *TITLE,
        *names,
        T(50, 230, "1 Department of Sea Animals, University of the North, Harbour Town", 8),
        *HEADED_ABSTRACT,
        *body(),
    ]
    second = [*head, T(480, 40, "Page 2 of 9", 8), *body(2, 80)]
    return [first, second, [*head, *body(3, 80)]]


def test_every_field_of_a_paper_with_its_citation_in_the_head(tmp_path):
    reading = read(tmp_path, biology_paper())
    (paper,) = reading.references
    assert paper.title == WHOLE_TITLE
    assert families(reading) == ["Holm", "van den Berg", "L\u00f3pez-Garc\u00eda"]
    assert paper.authors[0].given == "Ida M."
    assert paper.authors[1].particle == "van den"
    assert paper.doi == "10.1186/s13063-020-12345-6"
    assert paper.year == "2020"
    assert paper.journal == "Trials"
    assert (paper.get("volume"), paper.get("page")) == ("21", "902")
    assert paper.get("abstract").startswith("Stray cats of three harbour towns")
    assert paper.get("abstract").endswith("name two ways to test it.")
    assert paper.type == "article-journal"


def test_every_field_tells_where_it_was_seen(tmp_path):
    reading = read(tmp_path, biology_paper())
    for name in ("title", "author", "DOI", "issued", "volume", "container-title", "abstract"):
        seen = reading.provenance[name]
        assert (seen.source, seen.page) == ("page", 1), name
        assert 0 < seen.confidence <= 1
    assert reading.provenance["DOI"].line == "https://doi.org/10.1186/s13063-020-12345-6"
    assert reading.provenance["title"].line == "Winter walks of harbour cats between nests"


def test_the_box_of_a_field_holds_its_lines_in_the_points_of_the_file(tmp_path):
    seen = read(tmp_path, biology_paper()).provenance
    left, bottom, right, top = seen["title"].box
    assert (left, bottom) == pytest.approx((50, 800 - 174 - 5), abs=1)
    assert (right, top) == pytest.approx((464, 800 - 150 + 16), abs=4)
    assert seen["DOI"].box[1] < 800 - 50 < seen["DOI"].box[3]
    assert seen["volume"].box[1] < 800 - 40 < seen["volume"].box[3]


def test_the_box_of_a_page_set_sideways_is_that_of_its_turned_letters(tmp_path):
    lines = ["Winter walks of harbour cats between nests", "Ida Holm, Per Dal", *[BODY[:60]] * 9]
    sizes = [20, 11, *[10] * 9]
    page = [T(100 + 24 * n, 700, text, size, turn=90) for n, (text, size) in enumerate(zip(lines, sizes, strict=True))]
    left, bottom, right, top = read(tmp_path, [page]).provenance["title"].box
    assert left < 100 < right < left + 25
    assert bottom == pytest.approx(100, abs=1)
    assert top - bottom > 300


def test_every_field_of_a_reading_has_its_provenance(tmp_path):
    words = T(50, 425, "Keywords: cats; harbour; winter walks")
    trial = T(50, 415, "Trial registration: NCT01234567.")
    reading = read(tmp_path, [[*biology_paper()[0], words, trial], *biology_paper()[1:]])
    (paper,) = reading.references
    assert set(reading.provenance) == {"title", "author", "keyword", "trials", *paper.fields}
    assert reading.provenance["trials"].line == trial.text
    assert reading.provenance["keyword"].box is not None


def test_a_value_of_the_files_own_data_has_no_box(tmp_path):
    xmp = xmp_packet("<crossmark:DOI>10.1234/from.xmp.7</crossmark:DOI>")
    seen = read(tmp_path, [[*TITLE, *HEADED_ABSTRACT, *body()]], xmp=xmp).provenance["DOI"]
    assert (seen.source, seen.page, seen.box) == ("xmp", None, None)


def test_the_file_is_the_papers_attachment_and_document(tmp_path):
    reading = read(tmp_path, biology_paper(), name="cats.pdf")
    (paper,) = reading.references
    (attachment,) = paper.attachments
    assert attachment.path == str(tmp_path / "cats.pdf")
    (document,) = reading.documents
    assert document.kind == "paper"
    assert document.sha256 == attachment.sha256
    assert document.represents == paper
    assert "Cats have lived with people" in document.text


@pytest.mark.parametrize(
    ("printed", "journal", "year", "volume", "issue", "page"),
    [
        (
            "J Clin Exp Dent. 2016;8(3):e230-5.",
            "Journal of Clinical and Experimental Dentistry",
            "2016",
            "8",
            "3",
            "e230-e235",
        ),
        ("BMJ Open 2021;11:e042953. doi:10.1136/bmjopen-2020-042953", "BMJ Open", "2021", "11", "", "e042953"),
        ("Cat Studies 12 (2015) 123-130", "Cat Studies", "2015", "12", "", "123-130"),
        ("Materials 2019, 12, 1761; doi:10.3390/ma12111761", "Materials", "2019", "12", "", "1761"),
        ("Nat. Prod. Bioprospect. (2017) 7:299-305", "Natural Products and Bioprospecting", "2017", "7", "", "299-305"),
        (
            "Br J Clin Pharmacol (2018) 84 2747-2760",
            "British Journal of Clinical Pharmacology",
            "2018",
            "84",
            "",
            "2747-2760",
        ),
        ("Oncotarget, 2017, Vol. 8, (No. 12), pp: 1234-1245", "Oncotarget", "2017", "8", "12", "1234-1245"),
        ("Hist. Cat Harb. Sci., 11, 53-70, 2020", "Hist. Cat Harb. Sci", "2020", "11", "", "53-70"),
        ("Sports Medicine 12 (2015) 123-130", "Sports Medicine", "2015", "12", "", "123-130"),
        ("Holm et al., 2014, Cell Reports 6, 123-130", "Cell Reports", "2014", "6", "", "123-130"),
        ("Cat Reports 6, 123-130, January 16, 2014", "Cat Reports", "2014", "6", "", "123-130"),
        ("6 MARCH 2014 | VOL 507 | NATURE | 123", "Nature", "2014", "507", "", "123"),
        ("Anticancer Research 34: 123-130 (2014)", "Anticancer Research", "2014", "34", "", "123-130"),
        ("J Cat Oncol 32:123-130, 2014", "J Cat Oncol", "2014", "32", "", "123-130"),
        ("Annals of Cats, 12:3, 123-130, 2014", "Annals of Cats", "2014", "12", "3", "123-130"),
        ("Annals of Cats 12.3 (2014): 123-130", "Annals of Cats", "2014", "12", "3", "123-130"),
        ("Annals of Cats, Vol. 12, No. 3 (Mar., 2014), pp. 123-130", "Annals of Cats", "2014", "12", "3", "123-130"),
        ("Cat Science 2022, Vol. 105(3) 11-29", "Cat Science", "2022", "105", "3", "11-29"),
    ],
)
def test_publishers_citation_lines(tmp_path, printed, journal, year, volume, issue, page):
    pages = [[T(50, 40, printed, 8), *TITLE, T(50, 210, "Ida Holm and Per Dal", 11), *HEADED_ABSTRACT, *body()]]
    paper = read(tmp_path, pages).references[0]
    assert paper.journal == journal
    assert (paper.year, paper.get("volume"), paper.get("issue")) == (year, volume, issue)
    assert page in (paper.get("page"), paper.get("number"))


def test_a_journal_above_its_volume_and_article_number(tmp_path):
    head = [T(50, 40, "Large Publisher Ltd", 8), T(50, 50, "Cats Research and Practice", 8)]
    head += [T(50, 60, "Volume 2016, Article ID 5637072, 5 pages", 8)]
    paper = read(tmp_path, [[*head, *TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, *body()]])
    assert paper.references[0].journal == "Cats Research and Practice"
    assert paper.references[0].get("number") == "5637072"
    assert paper.references[0].get("volume") == "2016"


def test_the_order_of_authors_is_the_pages_and_not_that_of_xmp(tmp_path):
    names = [T(50, 210, "Zoe Adams, Yan Brown, Xi Clark", 11)]
    bag = "".join(f"<rdf:li>{name}</rdf:li>" for name in ("Xi Clark", "Zoe Adams", "Yan Brown"))
    xmp = xmp_packet(f"<dc:creator><rdf:Bag>{bag}</rdf:Bag></dc:creator>")
    reading = read(tmp_path, [[*TITLE, *names, *HEADED_ABSTRACT, *body()]], xmp=xmp)
    assert families(reading) == ["Adams", "Brown", "Clark"]


def test_xmp_spells_the_names_that_the_font_cannot(tmp_path):
    names = [T(50, 210, "Ida Holm, Ender FakJoglu", 11)]
    xmp = xmp_packet(
        "<dc:creator><rdf:Seq><rdf:li>Ida Holm</rdf:li><rdf:li>Ender Fak\u0131oglu</rdf:li></rdf:Seq></dc:creator>"
    )
    reading = read(tmp_path, [[*TITLE, *names, *HEADED_ABSTRACT, *body()]], xmp=xmp)
    assert families(reading) == ["Holm", "Fak\u0131oglu"]


def test_degrees_and_affiliation_letters_are_no_names(tmp_path):
    names = [T(50, 210, "Ida Holm, MD, PhD a, Per Dal, MSc b, and Rosa Lind, RN *", 11)]
    assert families(read(tmp_path, [[*TITLE, *names, *HEADED_ABSTRACT, *body()]])) == ["Holm", "Dal", "Lind"]


def test_names_one_below_the_other_beside_the_abstract(tmp_path):
    names = [T(50, 260 + 14 * n, name, 11) for n, name in enumerate(("Ida Holm", "Per Dal", "Rosa Lind"))]
    page = [*TITLE, *names, *paragraph(220, 260, f"Background: {ABSTRACT}", width=60, size=9), *body()]
    reading = read(tmp_path, [page])
    assert families(reading) == ["Holm", "Dal", "Lind"]
    assert reading.references[0].get("abstract").startswith("Background: Stray cats")


def test_a_double_family_name_is_known_from_the_reference_list(tmp_path):
    names = [T(50, 210, "Nils J. Wewer Albertsen, Per Dal", 11)]
    cited = paragraph(50, 100, "References 1. Wewer Albertsen NJ, Dal P. Harbour cats. Cat J. 2012;3:1-9.")
    reading = read(tmp_path, [[*TITLE, *names, *HEADED_ABSTRACT, *body()], [*cited, *body(2)]])
    assert families(reading)[0] == "Wewer Albertsen"


def test_a_subtitle_in_smaller_type_belongs_to_the_title(tmp_path):
    page = [
        *TITLE,
        T(50, 194, "A systematic review", 15),
        T(50, 214, "Ida Holm, Per Dal", 11),
        *HEADED_ABSTRACT,
        *body(),
    ]
    assert read(tmp_path, [page]).references[0].title == f"{WHOLE_TITLE}: A systematic review"


@pytest.mark.parametrize("banner", ["Research Article", "REVIEW", "Case Report"])
def test_the_kind_of_article_in_the_titles_own_type_is_not_the_title(tmp_path, banner):
    page = [T(50, 126, banner, 20, bold=True), *TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, *body()]
    reading = read(tmp_path, [page])
    assert reading.references[0].title == WHOLE_TITLE
    assert reading.provenance["title"].line == TITLE[0].text


def test_a_page_drawn_twice_is_read_once(tmp_path):
    names = T(50, 210, "Ida Holm, Per Dal", 11)
    wrapped = ("Winter walks of harbour cats", "between nests and fish markets in three northern towns")
    under = [T(51, 155 + 24 * n, text, 20, bold=True) for n, text in enumerate(wrapped)]
    others = [replace(text, x=text.x + 1, y=text.y + 3) for text in [names, *HEADED_ABSTRACT, *body()]]
    (found,) = read(tmp_path, [[*TITLE, names, *HEADED_ABSTRACT, *body(), *under, *others]]).references
    assert found.title == WHOLE_TITLE
    assert found.get("abstract").startswith("Stray cats of three harbour towns were followed with collars for two")


def test_a_citation_line_in_large_type_is_not_the_title(tmp_path):
    head = T(50, 40, "Holm and Dal., Afr J Harb Cats Complement Altern Fish., (2017) 14 (1): 131-137", 16, bold=True)
    title = [replace(text, size=11, bold=False, y=110 + 14 * n) for n, text in enumerate(TITLE)]
    page = [head, *title, T(50, 170, "Ida Holm, Per Dal", 10)]
    assert read(tmp_path, [[*page, *HEADED_ABSTRACT, *body()]]).references[0].title == WHOLE_TITLE


def test_a_large_banner_is_not_the_title(tmp_path):
    page = [T(400, 60, "Medicine", 40), *TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, *body()]
    assert read(tmp_path, [page]).references[0].title == WHOLE_TITLE


@pytest.mark.parametrize(
    "junk", ["Microsoft Word - cats_final2.doc", "untitled", "doi:10.1016/j.cat", "CATS_A_299367 2341..2347"]
)
def test_what_programs_write_as_title_is_not_believed(tmp_path, junk):
    pages = [[T(50, 100, "short", 10), *body()]]
    assert read(tmp_path, pages, info={"Title": junk}).references[0].title != junk


def test_a_word_divided_at_the_titles_line_end_is_joined_or_keeps_its_hyphen(tmp_path):
    title = [T(50, 150, "Placebo-controlled walks of cats, a double-", 20), T(50, 174, "blind trial", 20)]
    page = [*title, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, *body()]
    assert read(tmp_path, [page]).references[0].title == "Placebo-controlled walks of cats, a double-blind trial"


def doi_of(tmp_path: Path, *texts: T, name: str = "file.pdf", **options) -> str:
    pages = [[*TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, *texts, *body()]]
    return read(tmp_path, pages, name=name, **options).references[0].doi


def test_a_doi_of_data_alone_gives_no_doi(tmp_path):
    assert doi_of(tmp_path, T(50, 460, "Data available at OSF: https://doi.org/10.17605/OSF.IO/QHW86")) == ""


def test_the_papers_doi_wins_over_that_of_its_data(tmp_path):
    data = T(50, 460, "Data set: https://doi.org/10.5281/zenodo.1234567")
    assert doi_of(tmp_path, data, T(50, 40, "doi:10.1234/cats.2020.17", 8)) == "10.1234/cats.2020.17"


def test_a_doi_in_the_reference_list_is_another_papers(tmp_path):
    pages = [
        [*TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, *body()],
        [T(50, 100, "References", 12), T(50, 120, "1. Dal P. Cats. Cat J 2012;3:1. doi:10.1234/other.2012.3")],
    ]
    assert read(tmp_path, pages).references[0].doi == ""


def test_a_doi_of_the_reference_list_of_the_letter_before_is_another_papers(tmp_path):
    tail = [T(50, 40, "10. Dal P, Lind R. Cats and fish: a review of what is known. Cat J.", 8)]
    tail += [T(50, 50, "2020. Online ahead of print.", 8), T(50, 60, "https://doi.org/10.1234/other.2012.3", 8)]
    assert doi_of(tmp_path, *tail) == ""


def test_the_societys_line_beside_a_doi_does_not_speak_against_it(tmp_path):
    lines = [T(50, 760, "Peer review under responsibility of The Cat Society.", 7)]
    assert doi_of(tmp_path, *lines, T(50, 770, "https://doi.org/10.1234/cats.2020.17", 7)) == "10.1234/cats.2020.17"


def test_a_doi_divided_after_its_slash_is_put_together(tmp_path):
    lines = [T(450, 460, "http://dx.doi.org/10.1016/", 7), T(450, 468, "S0140-6736(13)61234-5", 7)]
    assert doi_of(tmp_path, *lines) == "10.1016/S0140-6736(13)61234-5"


def test_a_doi_divided_at_the_line_end_is_put_together(tmp_path):
    assert (
        doi_of(tmp_path, T(50, 40, "doi:10.1136/bmjopen-2016-", 8), T(50, 50, "012335", 8))
        == "10.1136/bmjopen-2016-012335"
    )


def test_a_word_glued_to_a_doi_is_cut_off(tmp_path):
    assert (
        doi_of(tmp_path, T(50, 40, "doi:10.1177/1234567890162277International Cats", 8)) == "10.1177/1234567890162277"
    )


def test_crossmark_in_xmp_gives_the_doi(tmp_path):
    xmp = xmp_packet("<crossmark:DOI>10.1234/from.xmp.7</crossmark:DOI>")
    assert doi_of(tmp_path, xmp=xmp) == "10.1234/from.xmp.7"


def test_prism_fills_what_the_page_does_not_print(tmp_path):
    xmp = xmp_packet(
        "<prism:publicationName>Annals of Harbour Cats</prism:publicationName><prism:volume>7</prism:volume>"
        "<prism:number>2</prism:number><prism:startingPage>31</prism:startingPage><prism:endingPage>39</prism:endingPage>"
        "<prism:coverDate>2014-05-01</prism:coverDate>"
    )
    reading = read(tmp_path, [[*TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, *body()]], xmp=xmp)
    paper = reading.references[0]
    assert (paper.journal, paper.get("volume"), paper.get("issue"), paper.get("page"), paper.year) == (
        "Annals of Harbour Cats",
        "7",
        "2",
        "31-39",
        "2014",
    )
    assert reading.provenance["volume"].source == "xmp"


def test_a_cover_sheet_is_passed_over(tmp_path):
    cover = [
        T(50, 100, "Since January 2020 Elsevier has created a COVID-19 resource centre with", 14),
        T(50, 120, "free information in English and Mandarin on the novel coronavirus", 14),
    ]
    reading = read(tmp_path, [cover, *biology_paper()])
    assert reading.references[0].title == WHOLE_TITLE
    assert families(reading)[0] == "Holm"
    assert reading.provenance["title"].page == 2


def test_bibtex_printed_in_the_paper_is_taken_at_its_word(tmp_path):
    entry = [
        "@article{holm2020,",
        "  title = {Harbour cats},",
        "  author = {Holm, Ida},",
        "  year = {2020},",
        "  volume = {9}",
        "}",
    ]
    page = [*TITLE, *[T(50, 220 + 12 * n, row) for n, row in enumerate(entry)], *body()]
    reading = read(tmp_path, [page])
    assert reading.references[0].title == "Harbour cats"
    assert reading.references[0].get("volume") == "9"
    assert reading.provenance["title"].source == "bibtex"


def test_an_attached_bib_file_is_taken_at_its_word(tmp_path):
    document = pypdfium2.PdfDocument(pdf(biology_paper()))
    document.new_attachment("paper.bib").set_data(
        b"@article{holm2020,\n title = {Harbour cats},\n author = {Holm, Ida}\n}\n"
    )
    document.save(tmp_path / "with.pdf")
    document.close()
    reading = read_pdf(tmp_path / "with.pdf")
    assert reading.references[0].title == "Harbour cats"
    assert reading.references[0].doi == "10.1186/s13063-020-12345-6"


def test_keywords_and_trial_numbers_are_read(tmp_path):
    words = T(50, 425, "Keywords: cats; harbour; winter walks")
    trial = T(50, 415, "Trial registration: NCT01234567.")
    page = [*TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *HEADED_ABSTRACT, words, trial, *body()]
    paper = read(tmp_path, [page]).references[0]
    assert paper.keywords == ("cats", "harbour", "winter walks")
    assert paper.trials == ("NCT01234567",)


def test_a_file_without_text_says_so(tmp_path):
    with pytest.raises(Unreadable, match=r"scan\.pdf has no text layer"):
        read(tmp_path, [[]], name="scan.pdf")


def test_a_file_that_tells_nothing_still_gives_an_entry_and_says_what_is_doubtful(tmp_path):
    reading = read(tmp_path, [[T(50, 100, "7")]], name="some_old_notes.pdf")
    assert reading.references[0].title == "some old notes"
    assert reading.provenance["title"].source == "file name"
    assert {problem.field for problem in reading.problems} == {"title", "author", "DOI"}


def test_of_two_thousand_pages_the_first_and_last_hundred_are_read(tmp_path):
    middle = [[T(50, 100, f"page number {n}")] for n in range(4, 2001)]
    reading = read(tmp_path, [*biology_paper(), *middle])
    assert reading.references[0].title == WHOLE_TITLE
    text = reading.documents[0].text
    assert "page number 100" in text
    assert "page number 101" not in text
    assert "page number 1900" not in text
    assert "page number 1901" in text
    assert "page number 2000" in text
    assert "Of its 2,000 pages only the first 100 and the last 100 were read." in {p.message for p in reading.problems}


def test_a_scan_that_names_its_paper_in_xmp_gives_an_entry_and_says_that_it_has_no_text(tmp_path):
    xmp = xmp_packet("<crossmark:DOI>10.1234/from.xmp.7</crossmark:DOI>")
    reading = read(tmp_path, [[]], xmp=xmp, info={"Title": "Winter walks of harbour cats"})
    assert reading.references[0].doi == "10.1234/from.xmp.7"
    assert reading.references[0].title == "Winter walks of harbour cats"
    assert any("no text layer" in problem.message for problem in reading.problems)


def test_a_thesis_is_told_from_an_article(tmp_path):
    page = [*TITLE, T(50, 230, "Ida M. Holm", 14), T(50, 300, "A dissertation submitted for the degree of doctor", 11)]
    reading = read(tmp_path, [[*page, T(50, 330, "Harbour University, 2014", 11)], body(2, 80)])
    (found,) = reading.references
    assert (found.type, found.title, families(reading)) == ("thesis", WHOLE_TITLE, ["Holm"])


def test_a_supplement_is_marked_as_one(tmp_path):
    page = [T(50, 60, "Supplementary Appendix", 16), *TITLE, T(50, 210, "Ida Holm, Per Dal", 11), *body()]
    reading = read(tmp_path, [page])
    assert reading.references[0].title == WHOLE_TITLE
    assert any("supplement" in problem.message for problem in reading.problems)


def test_slides_give_an_entry(tmp_path):
    slides = [[T(80, 200, "Harbour cats in winter", 36), T(80, 260, "Ida Holm", 20)], [T(80, 100, "Why cats?", 32)]]
    reading = read(tmp_path, slides, info={"Title": "PowerPoint Presentation"}, height=450)
    assert (reading.references[0].title, families(reading)) == ("Harbour cats in winter", ["Holm"])
