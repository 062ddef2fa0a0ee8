"""HTML pages: readable text, meta tags, nothing of the page's machinery."""

from __future__ import annotations

from mscref.formats.documents import read_document
from mscref.formats.html_text import read_html

PAGE = """<!doctype html><html><head><title>Cells | A journal</title>
<meta name="citation_title" content="Cells for weak muscles">
<meta name="citation_author" content="Orvik, Jane"><meta name="citation_author" content="van den Berg, Jan">
<meta name="citation_journal_title" content="Journal of Cells &amp; Muscle">
<meta name="citation_publication_date" content="2020/03/05"><meta name="citation_doi" content="doi:10.1234/jcm.5">
<meta name="citation_firstpage" content="12"><meta name="citation_lastpage" content="20">
<link rel="canonical" href="https://example.org/cells"><style>p{color:red}</style><script>alert("no")</script></head>
<body><nav><a>Home</a> Roe et al. showed menus</nav><main><h1>Cells for weak muscles</h1>
<p>First   paragraph<br>and a line with <b>bold</b> H<sub>2</sub>O.</p><p style="display: none">secret</p>
<table><tr><td>dose</td><td>5</td></tr></table>
<h2>References</h2><ol><li>Lee A, Moe P. Placental cells in mice. Biomaterials. 2018;174:67-78. <a>PubMed</a></li>
<li>Lind R. Another title about cells. Nature. 2019;5:1-2.</li></ol></main><footer>Contact us</footer></body></html>"""


def test_text_keeps_blocks_and_drops_machinery() -> None:
    text = read_html(PAGE).text
    assert text.startswith("Cells for weak muscles\n\nFirst paragraph\nand a line with bold H2O.\n\n")
    for absent in ("alert", "color", "Home", "secret", "Contact us"):
        assert absent not in text
    assert "dose\t5" in text or "dose 5" in text
    assert "1. Lee A, Moe P." in text


def test_meta_tags_say_what_the_page_represents() -> None:
    document = read_document(PAGE.encode(), "cells.html")
    assert document.represents is not None
    assert [name.display for name in document.represents.authors] == ["Jane Orvik", "Jan van den Berg"]
    assert dict(document.represents.fields) == {
        "container-title": "Journal of Cells & Muscle",
        "DOI": "10.1234/jcm.5",
        "issued": "2020-03-05",
        "page": "12-20",
    }
    assert (document.url, document.date, document.kind) == ("https://example.org/cells", "2020-03-05", "paper")
    assert document.media_type == "text/html"
    assert [citation.reference.authors[0].family for citation in document.citations] == ["Lee", "Lind"]


def test_a_page_with_a_mere_title_represents_no_publication() -> None:
    document = read_document(
        b"<html><head><title>Our cells</title><meta property='article:published_time' content='2021-02-03T10:00'>"
        b"</head><body><p>Text.</p></body></html>",
        "page.html",
    )
    assert document.represents is None
    assert (document.title, document.date) == ("Our cells", "2021-02-03")


def test_html_is_known_by_its_content_and_damaged_html_is_read() -> None:
    assert read_document(b"<p>One<p>Two <b>three", "page.txt").text == "One\n\nTwo three"
    assert read_document(b"<html></html>", "empty.html").text == ""
