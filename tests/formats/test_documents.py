"""Documents: title, kind, what they cite, and where."""

from __future__ import annotations

import hashlib
import time

import pytest

from mscref.formats.documents import document_from_text, read_document
from mscref.model.document import Document

PAGE = """Nerve Cells for Weak Muscles

Filed under Cells.

Our topic is a hereditary weakness of muscle. A recent paper, printed in Biomaterials, looked at cells of the placenta.


Reference: Orvik et al. 2018. Placental cells and their vesicles in weak muscle. Biomaterials, 174, 67-78.

Talk to one of our friendly
Care Coordinators now!"""


def read(text: str, name: str = "page.txt") -> Document:
    document = document_from_text(text, name=name)
    for found in (*document.citations, *document.mentions):
        assert document.text[found.start : found.end] == found.quote
    return document


def test_a_page_with_one_reference_cites_it_and_mentions_nothing() -> None:
    document = read(PAGE)
    assert document.title == "Nerve Cells for Weak Muscles"
    assert document.kind == "promotional"
    (citation,) = document.citations
    assert citation.quote.startswith("Orvik et al. 2018.")
    assert citation.quote.endswith("67-78.")
    assert citation.reference.authors_incomplete
    assert document.mentions == ()


def test_without_a_line_of_its_own_the_title_is_the_files_name() -> None:
    assert read("A first line of text.\nA second one follows at once.", "cells.txt").title == "cells.txt"
    assert read("x" * 201 + "\n\nText.", "cells.txt").title == "cells.txt"
    assert read("x" * 200 + "\n\nText.", "cells.txt").title == "x" * 200


def test_a_heading_glued_to_a_title_is_kept_and_warned_of() -> None:
    document = read(
        "Some text.\nReference: Rita Orvik and Mara Lind. (2017). Cell "
        "news: Weak nerves: The role of cells. Frontiers in Cells. 2017; 11:80."
    )
    (citation,) = document.citations
    assert citation.reference.title == "Cell news: Weak nerves: The role of cells"
    assert any("two colons" in warning for warning in citation.warnings)


def test_a_reference_list_ends_where_the_page_goes_on() -> None:
    document = read(
        "Title of a page\n\nText.\n\nReferences\n\n"
        "1. Orvik D, Lee K. On cells in weak muscle. Lancet. 2019;3:1-2. - DOI - PubMed\n"
        "2. Berg AB. Nerve cells of the spinal cord. J Cell Sci. 2012;12(3):45-52.\n\n"
        "Similar articles\n\n"
        "Moe C. Something similar but not cited here. Brain. 2001;124:9.\n"
    )
    assert [citation.reference.authors[0].family for citation in document.citations][:2] == ["Orvik", "Berg"]
    assert document.citations[0].quote.endswith("3:1-2.")


def test_the_wrapped_reference_list_of_a_paper_is_read_whole() -> None:
    document = document_from_text(
        "A paper on cells\n\nIntroduction\nText of [1].\n\nREFERENCES\n"
        "1. Orvik D, Lee K. On cells in weak\nmuscle of old mice. Lancet.\n2019;3:1-2.\n"
        "2. Berg AB. Nerve cells of the spi-\nnal cord. J Cell Sci. 2012;12(3):45-52.\n",
        name="paper.pdf",
        media_type="application/pdf",
    )
    assert document.kind == "paper"
    assert [citation.reference.title for citation in document.citations] == [
        "On cells in weak muscle of old mice",
        "Nerve cells of the spinal cord",
    ]
    assert document.citations[0].quote == document.text[document.citations[0].start : document.citations[0].end]


def test_a_whole_reference_on_a_line_of_its_own_is_cited() -> None:
    document = read("Cells\n\nText about cells.\n\nOrvik D, Lee K. On cells in weak muscle. Lancet. 2019;3:1-2.\n")
    assert len(document.citations) == 1


def test_the_line_that_says_how_to_cite_a_page_is_no_citation() -> None:
    document = read("Cells\n\nCitation: Orvik D, Lee K (2019) On cells in weak muscle. PLoS One 3: e12.\n\nText.")
    assert document.citations == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A calm page\n\nCells are found in many tissues.", "web"),
        ("Cells!\n\nBook a free consultation. We offer cells.", "promotional"),
        ("Cells\n\nThis breakthrough is offering hope to all.", "promotional"),
        (
            "Study Record\n\nNCT Number: NCT01234567\nRecruitment Status: Completed\nPrimary Outcome Measures: safety",
            "registry",
        ),
    ],
)
def test_the_kind_follows_from_what_a_page_says(text: str, kind: str) -> None:
    assert read(text).kind == kind


def test_bytes_give_their_digest_and_line_ends_are_plain() -> None:
    data = b"\xef\xbb\xbfA title\r\n\r\nText of caf\xc3\xa9.\r\n"
    document = read_document(data, "notes.txt")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text == "A title\n\nText of café.\n"
    assert (document.title, document.media_type) == ("A title", "text/plain")


def test_an_empty_text_is_a_document_without_anything() -> None:
    document = read("", "empty.txt")
    assert (document.title, document.citations, document.mentions) == ("empty.txt", (), ())


@pytest.mark.parametrize(
    "unit", ["A. ", "Aa-", "Smith J. ", "Smith et al., 2010; ", "1. ", "\nReferences\n", "Reference: "]
)
def test_a_long_hostile_text_takes_no_time(unit: str) -> None:
    started = time.monotonic()
    document_from_text((unit * 20_000)[:20_000], name="hostile.txt")
    assert time.monotonic() - started < 5
