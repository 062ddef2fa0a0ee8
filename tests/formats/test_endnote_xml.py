"""EndNote's XML: styled text, the titles by type, numbers of PubMed, files."""

from __future__ import annotations

from mscref.formats import endnote_xml
from mscref.model.reference import Attachment, Name, Note, Reference

STYLED = '<style face="normal" font="default" size="100%">'
RECORD = f"""<xml><records><record><source-app name="EndNote" version="20">EndNote</source-app>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author>{STYLED}Mathis, Stéphane</style></author><author>{STYLED}World Health Organization,</style></author>
</authors></contributors><titles><title>{STYLED}Cells </style><style face="italic">in vivo</style>{STYLED}: CD34</style>
<style face="superscript">+</style></title>
<secondary-title>{STYLED}Neural Regeneration Research</style></secondary-title></titles>
<periodical><full-title>Neural Regeneration Research</full-title><abbr-1>Neural Regen Res</abbr-1></periodical>
<pages>181--184</pages><volume>12</volume><number>2</number><keywords>
<keyword>one; two</keyword><keyword>three</keyword>
</keywords><dates><year>2017</year><pub-dates><date>Feb 1</date></pub-dates></dates><isbn>1673-5374&#xD;1876-7958</isbn>
<accession-num>28400795</accession-num><custom2>PMC5361496</custom2><custom1>mine</custom1>
<electronic-resource-num>https://doi.org/10.4103/1673-5374.200794</electronic-resource-num><notes>First.&#xD;Second.</notes>
<urls><related-urls><url>https://www.ncbi.nlm.nih.gov/pubmed/28400795</url></related-urls>
<pdf-urls><url>internal-pdf://1/Mathis%202017.pdf</url></pdf-urls></urls></record></records></xml>"""


def only(text: str) -> Reference:
    (found,) = endnote_xml.read(text)
    assert isinstance(found, Reference)
    return found


def test_a_record_is_read_with_all_it_says() -> None:
    paper = only(RECORD)
    assert paper.type == "article-journal"
    assert paper.title == "Cells <i>in vivo</i>: CD34 <sup>+</sup>"
    assert paper.authors == (Name("Mathis", "Stéphane"), Name(literal="World Health Organization"))
    assert paper.keywords == ("one", "two", "three")
    assert paper.notes == (Note("First.\nSecond."),)
    assert paper.attachments == (Attachment("internal-pdf://1/Mathis 2017.pdf"),)
    assert dict(paper.fields) == {
        "container-title": "Neural Regeneration Research",
        "container-title-short": "Neural Regen Res",
        "issued": "2017-02-01",
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "ISSN": "1673-5374, 1876-7958",
        "PMID": "28400795",
        "PMCID": "PMC5361496",
        "DOI": "10.4103/1673-5374.200794",
        "URL": "https://www.ncbi.nlm.nih.gov/pubmed/28400795",
        "custom1": "mine",
    }


def test_text_before_the_declaration_is_passed_over() -> None:
    assert only('```\n<?xml version="1.0"?>' + RECORD) == only(RECORD)


def test_the_second_title_of_a_book_is_its_series() -> None:
    book = only(RECORD.replace('name="Journal Article">17', 'name="Book">6').replace("<volume>12</volume>", ""))
    assert (book.type, book.get("collection-title"), book.journal) == ("book", "Neural Regeneration Research", "")
