"""MEDLINE's tagged form: names, trials, links and headings are read; what is written is read back the same."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings

from mscref.errors import Unreadable
from mscref.formats import nbib
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Reference
from tests.formats.reference_strategies import references

RECORD = """
PMID- 30956667
OWN - NLM
STAT- PubMed-not-MEDLINE
IS  - 1687-966X (Print)
IS  - 1687-9678 (Electronic)
VI  - 2019
DP  - 2019
TI  - Mesenchymal Stem Cells: A Potential Therapeutic Approach for Amyotrophic
      Lateral Sclerosis?
PG  - 3675627
LID - 10.1155/2019/3675627 [doi]
LID - 3675627 [pii]
AB  - BACKGROUND: Motor neurons die. METHODS: We searched. CONCLUSIONS: More trials
      are needed.
FAU - Gugliandolo, Agnese
AU  - Gugliandolo A
AUID- ORCID: http://orcid.org/0000-0002-1825-0097
AD  - IRCCS Centro Neurolesi, Messina, Italy.
FAU - van den Berg, Jan Jr
AU  - van den Berg J Jr
AU  - Le Masson G
CN  - ALS Study Group
LA  - eng
SI  - ClinicalTrials.gov/NCT01494480
SI  - GENBANK/AF123456
PT  - Journal Article
PT  - Review
DEP - 20190304
TA  - Stem Cells Int
JT  - Stem cells international
RIN - Stem Cells Int. 2021;2021:1. PMID: 30000000
MH  - Amyotrophic Lateral Sclerosis/*therapy
OT  - exosomes
PMC - PMC6431432
SO  - Stem Cells Int. 2019;2019:3675627.
"""


def found(text: str) -> list[Reference]:
    return [each for each in nbib.read(text) if isinstance(each, Reference)]


def written(*held: Reference) -> str:
    out = io.StringIO()
    nbib.write(held, out)
    return out.getvalue()


def test_a_record_is_read_with_all_it_says() -> None:
    (paper,) = found(RECORD)
    assert paper.type == "article-journal"
    assert paper.title.endswith("Approach for Amyotrophic Lateral Sclerosis?")
    assert paper.authors == (
        Name("Gugliandolo", "Agnese", orcid="0000-0002-1825-0097"),
        Name("Berg", "Jan", "van den", "Jr"),
        Name("Le Masson", "G"),
        Name(literal="ALS Study Group"),
    )
    assert paper.trials == ("NCT01494480",)
    assert paper.keywords == ("Amyotrophic Lateral Sclerosis/therapy", "exosomes")
    expected = {
        "PMID": "30956667",
        "PMCID": "PMC6431432",
        "DOI": "10.1155/2019/3675627",
        "ISSN": "1687-966X, 1687-9678",
        "issued": "2019",
        "available-date": "2019-03-04",
        "volume": "2019",
        "page": "3675627",
        "container-title": "Stem cells international",
        "container-title-short": "Stem Cells Int",
        "language": "eng",
        "abstract": "BACKGROUND: Motor neurons die.\nMETHODS: We searched.\nCONCLUSIONS: More trials are needed.",
        "publication-type": "Journal Article\nReview",
        "mesh": "Amyotrophic Lateral Sclerosis/*therapy",
        "si": "GENBANK/AF123456",
        "rin": "Stem Cells Int. 2021;2021:1. PMID: 30000000",
        "own": "NLM",
        "stat": "PubMed-not-MEDLINE",
        "ad": "IRCCS Centro Neurolesi, Messina, Italy.",
        "so": "Stem Cells Int. 2019;2019:3675627.",
    }
    assert {name: paper.get(name) for name in expected} == expected


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_and_a_byte_order_mark_do_not_matter(ending: str) -> None:
    assert found("\ufeff" + RECORD.replace("\n", ending)) == found(RECORD)


def test_records_are_parted_by_blank_lines_or_by_pmid() -> None:
    text = "PMID- 1\nTI  - One.\nPMID- 2\nTI  - Two.\n\nTI  - Three.\nAU  - Smith JA\n"
    assert [each.title for each in found(text)] == ["One", "Two", "Three"]
    assert found(text)[2].authors == (Name("Smith", "JA"),)


def test_a_blank_line_inside_a_record_does_not_part_it() -> None:
    (paper,) = found("PMID- 1\n\nTI  - One.\nDP  - 2010 Jan\n")
    assert (paper.pmid, paper.title, paper.get("issued")) == ("1", "One", "2010-01")


def test_unknown_tags_and_unwrapped_addresses_never_stop_the_reading() -> None:
    (paper,) = found("PMID- 1\nTI  - One.\nZZZ - strange\nAB  - See\nhttps://example.org/a-b\nVI  - 3\n")
    assert paper.get("zzz") == "strange"
    assert paper.get("abstract") == "See https://example.org/a-b"
    assert paper.get("volume") == "3"


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("2008 Feb 12", "2008-02-12"),
        ("2006 May-Jun", "2006-05/2006-06"),
        ("2008 Dec-2009 Jan", "2008-12/2009-01"),
        ("2010 Winter", "2010-24"),
        ("2003 Jul 16-22", "2003-07-16/2003-07-22"),
        ("1998-1999", "1998/1999"),
        ("Article 10 2019", "2019"),
    ],
)
def test_printed_dates_become_edtf_and_come_back(printed: str, edtf: str) -> None:
    (paper,) = found(f"PMID- 1\nTI  - T.\nDP  - {printed}\n")
    assert paper.get("issued") == edtf
    if printed != "1998-1999":
        assert f"DP  - {printed}\n" in written(paper)


def test_a_chapter_stands_in_its_book() -> None:
    (part,) = found(
        "PMID- 21249755\nBTI - Cancer Syndromes\nTI  - A Syndrome\nFED - Boardman, Lisa A\nPT  - Book Chapter\n"
    )
    assert (part.type, part.title, part.journal) == ("chapter", "A Syndrome", "Cancer Syndromes")
    assert part.contributors == (Contributor(Name("Boardman", "Lisa A"), "editor"),)


def test_text_outside_a_record_is_reported() -> None:
    out = list(nbib.read("PMID- 1\nTI  - One.\n\nThis line belongs nowhere.\n\nPMID- 2\nTI  - Two.\n"))
    assert [each.title for each in out if isinstance(each, Reference)] == ["One", "Two"]
    assert [(each.line, each.lost) for each in out if isinstance(each, Problem)] == [(4, True)]


def test_a_book_does_not_swallow_the_record_after_it() -> None:
    book = Reference("book", "World health statistics", fields={"publisher": "WHO", "issued": "2023"})
    article = Reference(title="An article", fields={"container-title": "J X", "volume": "3", "issued": "2023"})
    assert [each.title for each in found(written(book, article))] == ["World health statistics", "An article"]


def test_text_that_is_no_medline_is_refused() -> None:
    with pytest.raises(Unreadable):
        list(nbib.read("PMID is a number. So is AU."))


def test_what_was_read_is_written_and_read_again_the_same() -> None:
    (paper,) = found(RECORD)
    text = written(paper)
    assert found(text) == [paper]
    assert written(*found(text)) == text
    assert max(map(len, text.split("\n"))) <= 88


@settings(max_examples=50, deadline=None)
@given(references)
def test_what_is_written_is_read_and_written_again_byte_for_byte(reference: Reference) -> None:
    text = written(reference)
    try:
        again = found(text)
    except Unreadable:
        again = []
    assert not again or written(*again) == text
