"""Identifiers that a page keeps in its links and in its head, for the references that it prints."""

from __future__ import annotations

import pytest

from mscref.formats.documents import document_from_text, read_document
from mscref.formats.documents.links import link_fields
from mscref.model.document import Document

FIRST = "Orvik J, Moe P. Placental cells for weak muscles. Neural Regen Res. 2017;12(2):181-184."
SECOND = "Lind R, Roe B. Another title about other cells. Neurology. 2016;87(21):2230-2234."


def _page(*items: str, head: str = "") -> Document:
    listed = "".join(f"<li>{item}</li>" for item in items)
    source = f"<html><head><title>Cells</title>{head}</head><body><h2>References</h2><ol>{listed}</ol></body></html>"
    return read_document(source.encode(), "cells.html")


def test_a_link_behind_a_reference_gives_its_identifiers_and_its_words_stay_out_of_the_quote() -> None:
    links = (
        '<a href="https://doi.org/10.1234%2Fabc.5">Article</a> '
        '<a href="https://pubmed.ncbi.nlm.nih.gov/1234567/">PubMed</a> '
        '<a href="https://pmc.ncbi.nlm.nih.gov/articles/PMC765432/">PMC</a> <a href="#">Google Scholar</a>'
    )
    document = _page(f"{FIRST} {links}", f"<p>{SECOND}</p><p><a href='https://doi.org/10.1234/xyz'>doi</a></p>")
    first, second = document.citations
    assert (first.quote, second.quote) == (FIRST, SECOND)
    assert document.text[second.start : second.end] == SECOND
    assert [first.reference.get(name) for name in ("DOI", "PMID", "PMCID")] == ["10.1234/abc.5", "1234567", "PMC765432"]
    assert second.reference.doi == "10.1234/xyz"


def test_a_printed_doi_outweighs_a_link_and_other_words_between_part_link_and_reference() -> None:
    document = _page(
        f"{FIRST} doi: 10.1234/printed <a href='https://doi.org/10.1234/linked'>Article</a>",
        f"{SECOND}</li></ol><h2>Comments</h2><p>See <a href='https://doi.org/10.1234/other'>this one</a>.</p><ol>",
    )
    assert [citation.reference.doi for citation in document.citations] == ["10.1234/printed", ""]


def test_a_citation_reference_tag_gives_its_doi_to_the_reference_of_the_same_title() -> None:
    head = (
        '<meta name="citation_reference" content="citation_title=Another title about other cells; '
        'citation_author=R Lind; citation_doi=10.1234/deposited">'
    )
    first, second = _page(FIRST, SECOND, head=head).citations
    assert (first.reference.doi, second.reference.doi) == ("", "10.1234/deposited")


@pytest.mark.parametrize(
    ("href", "fields"),
    [
        ("http://dx.doi.org/10.1234/abc", {"DOI": "10.1234/abc"}),
        ("https://scholar.google.com/scholar_lookup?title=x&doi=10.1234%2Fabc&pages=3", {"DOI": "10.1234/abc"}),
        ("https://www.ncbi.nlm.nih.gov/pubmed/123456", {"PMID": "123456"}),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12345/", {"PMCID": "PMC12345"}),
        ("https://example.org/10.1234/abc", {}),
        ("https://[broken", {}),
        ("#r1", {}),
    ],
)
def test_the_address_of_a_link_names_an_identifier_only_at_the_hosts_that_give_them(
    href: str, fields: dict[str, str]
) -> None:
    assert link_fields(href) == fields


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("05/2010", "2010-05"),
        ("05/01/2010", "2010-05-01"),
        ("23/01/2010", "2010-01-23"),
        ("2010 May", "2010-05"),
        ("2010 May 3", "2010-05-03"),
        ("2010/5/3", "2010-05-03"),
        ("2010-05-03T10:00Z", "2010-05-03"),
        ("2010", "2010"),
        ("soon", ""),
    ],
)
def test_dates_of_meta_tags_are_read_in_every_order(printed: str, date: str) -> None:
    head = f'<meta name="citation_date" content="{printed}">'
    assert _page(FIRST, head=head).date == date


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://clinicaltrials.gov/study/NCT01234567">',
        '<meta property="og:url" content="https://www.isrctn.com/ISRCTN12345678">',
        '<link rel="canonical" href="https://www.clinicaltrialsregister.eu/ctr-search/trial/2011-000362-35/DE">',
        "<title>Cells in weak muscles | ClinicalTrials.gov</title>",
    ],
)
def test_a_page_of_a_trial_registry_is_known_by_its_address_or_title(head: str) -> None:
    source = f"<html><head>{head}</head><body><h1>Cells</h1><p>Phase 1.</p></body></html>"
    assert read_document(source.encode(), "page.html").kind == "registry"


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://example.org/clinicaltrials.gov/study">',
        '<link rel="canonical" href="https://notclinicaltrials.gov/study">',
        "<title>How to search ClinicalTrials.gov</title>",
    ],
)
def test_a_page_that_only_speaks_of_a_registry_is_none(head: str) -> None:
    source = f"<html><head>{head}</head><body><h1>Cells</h1><p>Phase 1.</p></body></html>"
    assert read_document(source.encode(), "page.html").kind == "web"


def test_a_very_long_text_is_searched_at_its_beginning_and_says_so() -> None:
    text = "Reported by Orvik et al. (2012) in mice.\n" + "Nothing of note stands on this line of the text.\n" * 50_000
    document = document_from_text(text + "Reported by Lind et al. (2013) in rats.\n", name="long.txt")
    assert [mention.authors for mention in document.mentions] == [("Orvik",)]
    assert document.text.endswith("in rats.\n")
    assert len(document.warnings) == 1
    assert "very long" in document.warnings[0]
    assert document_from_text("Short.", name="short.txt").warnings == ()


def test_an_ordered_list_counts_from_its_start_and_other_lists_have_dashes() -> None:
    source = b"<html><body><ol start='7'><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol></body></html>"
    assert read_document(source, "list.html").text == "7. a\n8. b\n\n- c\n\n9. d"
