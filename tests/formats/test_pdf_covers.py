"""Cover sheets of publishers and repositories: the paper behind them is read, and what they label fills the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.formats.pdf_metadata import read_pdf
from mscref.model.reading import Reading
from tests.formats.pdf_writer import T, pdf
from tests.formats.test_pdf_metadata import BODY, HEADED_ABSTRACT, TITLE, WHOLE_TITLE, body

FAMILIES = ["Holm", "Dal", "Lind"]
NAMES = "Ida M. Holm, Per Dal and Rosa Lind"


def sheet(*rows: str, top: float = 100, size: float = 10) -> list[T]:
    return [T(50, top + 16 * n, row, size) for n, row in enumerate(rows)]


def paper(*further: T) -> list[list[T]]:
    return [[*TITLE, T(50, 210, NAMES, 11), *HEADED_ABSTRACT, *further, *body()], body(2, 80)]


def read(tmp_path: Path, *pages) -> Reading:
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf(pages))
    return read_pdf(path)


def families(reading: Reading) -> list[str]:
    return [name.sort_family for name in reading.references[0].authors]


RESEARCHGATE = [
    *sheet("See discussions, stats, and author profiles for this publication at: https://www.researchgate.net/x/1"),
    T(50, 150, WHOLE_TITLE, 14),
    *sheet("Article in Annals of Harbour Cats \u00b7 March 2014", "DOI: 10.1234/ahc.2014.17", top=180),
    *sheet("CITATIONS", "12", "READS", "345", "3 authors, including:", "Some Uploader", "92 PUBLICATIONS", top=240),
]
HAL = [
    T(50, 80, "HAL Id: hal-01234567", 10),
    *sheet("https://hal.science/hal-01234567", "Submitted on 3 Apr 2019", top=100),
    T(50, 160, WHOLE_TITLE, 15),
    *sheet(
        "Ida M. Holm, Per Dal, Rosa Lind",
        "To cite this version:",
        "Ida M. Holm, Per Dal, Rosa Lind. Winter walks of harbour cats. Annals of Harbour Cats,",
        "2014, 12 (3), pp.123-130. 10.1234/ahc.2014.17. hal-01234567",
        "HAL is a multi-disciplinary open access archive for the deposit and dissemination of scientific research.",
        top=200,
    ),
]
JSTOR = sheet(
    f"Title: {WHOLE_TITLE}",
    "Author(s): Ida M. Holm, Per Dal and Rosa Lind",
    "Source: Annals of Harbour Cats, Vol. 12, No. 3 (Mar., 2014), pp. 123-130",
    "Published by: The Cat Society",
    "Stable URL: http://www.jstor.org/stable/1234567",
    "Accessed: 03-04-2019 10:11 UTC",
)
TAYLOR = sheet(
    "Annals of Harbour Cats",
    "ISSN: 1234-5678 (Print) Journal homepage: http://www.tandfonline.example/loi/ahc",
    WHOLE_TITLE,
    "Ida M. Holm, Per Dal & Rosa Lind",
    "To cite this article: Ida M. Holm, Per Dal & Rosa Lind (2014) Winter walks of harbour cats",
    "between nests, Annals of Harbour Cats, 12:3, 123-130, DOI: 10.1234/ahc.2014.17",
    "To link to this article: https://doi.org/10.1234/ahc.2014.17",
    "Published online: 03 Apr 2014.",
)
DIGITAL_COMMONS = sheet(
    "Harbour University Digital Commons",
    WHOLE_TITLE,
    "Ida M. Holm",
    "Follow this and additional works at: https://digitalcommons.harbour.example/cats",
    "Recommended Citation",
    'Holm, Ida M.; Dal, Per; and Lind, Rosa, "Winter walks." Annals of Harbour Cats 12.3 (2014): 123-130.',
    "This Article is brought to you for free and open access.",
)
PURE = sheet(
    "Harbour University",
    WHOLE_TITLE,
    "Holm, Ida; Dal, Per; Lind, Rosa",
    "Published in: Annals of Harbour Cats",
    "DOI (link to publication from Publisher): 10.1234/ahc.2014.17",
    "Document Version: Accepted author manuscript",
    "Citation for published version (APA):",
    "Holm, I., Dal, P., & Lind, R. (2014). Winter walks of harbour cats. Annals of Harbour Cats, 12(3), 123-130.",
    "Take down policy: please contact us.",
)
WHITE_ROSE = sheet(
    f"This is a repository copy of {WHOLE_TITLE}.",
    "Research Online URL for this paper: https://eprints.harbour.example/123/",
    "Version: Accepted Version",
    "Article:",
    "Holm, I, Dal, P and Lind, R (2014) Winter walks. Annals of Harbour Cats, 12 (3). pp. 123-130. ISSN 1234-5678",
    "https://doi.org/10.1234/ahc.2014.17",
)
OFFPRINT = sheet(
    "Annals of Harbour Cats",
    "ISSN 1234-5678 Volume 12 Number 3",
    "Annals of Harbour Cats (2014) 12:123-130",
    "DOI 10.1234/ahc.2014.17",
    WHOLE_TITLE,
    "Ida M. Holm, Per Dal & Rosa Lind",
    "Your article is protected by copyright and all rights are held exclusively by The Cat Society.",
)
SHEETS = {
    "ResearchGate": RESEARCHGATE,
    "HAL": HAL,
    "JSTOR": JSTOR,
    "Taylor & Francis": TAYLOR,
    "Digital Commons": DIGITAL_COMMONS,
    "Pure": PURE,
    "repository": WHITE_ROSE,
    "offprint": OFFPRINT,
}


@pytest.mark.parametrize("kind", SHEETS)
def test_a_cover_sheet_is_passed_over_and_tells_journal_and_year(tmp_path, kind):
    reading = read(tmp_path, SHEETS[kind], *paper())
    (found,) = reading.references
    assert found.title == WHOLE_TITLE
    assert families(reading) == FAMILIES
    assert found.journal == "Annals of Harbour Cats"
    assert found.year == "2014"
    assert reading.provenance["title"].page == 2
    assert reading.provenance["container-title"].page == 1
    if kind != "ResearchGate":
        assert (found.get("volume"), found.get("page")) == ("12", "123-130")
    if any("10.1234/" in text.text for text in SHEETS[kind]):
        assert found.doi == "10.1234/ahc.2014.17"


@pytest.mark.parametrize("kind", ["JSTOR", "Taylor & Francis", "HAL", "Pure"])
def test_a_cover_before_a_page_without_title_and_names_tells_them(tmp_path, kind):
    reading = read(tmp_path, SHEETS[kind], body(1, 80), body(2, 80))
    assert families(reading) == FAMILIES
    assert reading.provenance["author"].page == 1
    if kind == "JSTOR":
        assert reading.references[0].title == WHOLE_TITLE


def test_an_author_manuscript_tells_where_it_was_published(tmp_path):
    head = sheet(
        "Author Manuscript",
        "Ann Harb Cats. Author manuscript; available in PMC 2015 March 01.",
        "Published in final edited form as:",
        "Ann Harb Cats. 2014 March ; 12(3): 123-130. doi:10.1234/ahc.2014.17.",
        top=30,
        size=8,
    )
    (found,) = read(tmp_path, [*head, *paper()[0]], *paper()[1:]).references
    assert (found.title, found.year, found.get("volume"), found.get("page")) == (WHOLE_TITLE, "2014", "12", "123-130")
    assert (found.journal, found.doi) == ("Ann Harb Cats", "10.1234/ahc.2014.17")


def test_an_accepted_manuscript_before_typesetting_tells_journal_year_and_doi(tmp_path):
    cover = [
        T(50, 60, "Accepted Manuscript", 14),
        T(50, 90, WHOLE_TITLE, 11, bold=True),
        *sheet(
            NAMES,
            "PII: S0123-4567(14)00017-3",
            "DOI: 10.1234/ahc.2014.17",
            "To appear in: Annals of Harbour Cats",
            "Received Date: 3 January 2013",
            "Please cite this article as: Holm IM, Dal P, Lind R, Winter walks of harbour cats, Annals of Harbour",
            "Cats (2014), doi: 10.1234/ahc.2014.17.",
            top=120,
        ),
    ]
    reading = read(tmp_path, cover, *paper())
    (found,) = reading.references
    assert (found.title, families(reading)) == (WHOLE_TITLE, FAMILIES)
    assert (found.journal, found.year, found.doi) == ("Annals of Harbour Cats", "2014", "10.1234/ahc.2014.17")


def test_a_preprint_is_an_article_of_the_year_it_was_posted(tmp_path):
    note = "bioRxiv preprint doi: https://doi.org/10.1101/2020.03.04.123456; this version posted March 5, 2020."
    (found,) = read(tmp_path, *paper(T(50, 20, note, 8))).references
    assert (found.type, found.doi, found.year) == ("article", "10.1101/2020.03.04.123456", "2020")


def test_a_preprint_of_arxiv_is_known_by_the_stamp_in_its_margin(tmp_path):
    stamp = T(20, 600, "arXiv:1401.01234v2 [q-bio.PE] 5 Jan 2014", 16, turn=90)
    (found,) = read(tmp_path, *paper(stamp)).references
    assert (found.type, found.get("number"), found.year) == ("article", "arXiv:1401.01234v2", "2014")


def test_a_short_first_page_of_a_paper_is_no_cover(tmp_path):
    page = [*TITLE, T(50, 210, NAMES, 11), *sheet(*[BODY[:80]] * 6, "Cite this article: Cat J 2014;1:2-3.", top=260)]
    reading = read(tmp_path, page, body(2, 80))
    assert reading.provenance["title"].page == 1


def test_identifiers_that_the_first_page_prints_are_read(tmp_path):
    lines = sheet("PMID: 24680135", "PMCID: PMC1234567", "ClinicalTrials.gov NCT01234567", top=20, size=8)
    (found,) = read(tmp_path, [*lines, *paper()[0]], *paper()[1:]).references
    assert (found.get("PMID"), found.get("PMCID"), found.trials) == ("24680135", "PMC1234567", ("NCT01234567",))
