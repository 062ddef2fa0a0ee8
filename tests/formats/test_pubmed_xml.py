"""PubMed XML says the same as MEDLINE's tagged form; hostile and damaged XML does no harm."""

from __future__ import annotations

import time

import pytest

from mscref.errors import Unreadable
from mscref.formats import pubmed_xml
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Reference

ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">30956667</PMID>
<DateRevised><Year>2020</Year><Month>10</Month><Day>01</Day></DateRevised>
<Article PubModel="Electronic"><Journal><ISSN IssnType="Electronic">1687-9678</ISSN>
<JournalIssue CitedMedium="Internet"><Volume>2019</Volume>
<PubDate><Year>2019</Year><Month>Mar</Month></PubDate></JournalIssue>
<Title>Stem cells international</Title><ISOAbbreviation>Stem Cells Int</ISOAbbreviation></Journal>
<ArticleTitle><i>In vitro</i> CD34<sup>+</sup> cells: a Potential Approach.</ArticleTitle>
<Pagination><StartPage>181</StartPage><EndPage>184</EndPage></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1155/2019/3675627</ELocationID>
<Abstract><AbstractText Label="BACKGROUND">Dose of 10<sup>6</sup> cells.</AbstractText>
<AbstractText Label="RESULTS">CO<sub>2</sub> &lt; 5%.</AbstractText>
<CopyrightInformation>Free.</CopyrightInformation></Abstract>
<AuthorList CompleteYN="N">
<Author ValidYN="Y"><LastName>van den Berg</LastName><ForeName>Jan</ForeName><Initials>J</Initials>
<Suffix>Jr</Suffix><Identifier Source="ORCID">http://orcid.org/0000-0002-1825-0097</Identifier>
<AffiliationInfo><Affiliation>Messina, Italy.</Affiliation></AffiliationInfo></Author>
<Author ValidYN="N"><LastName>Wrong</LastName><ForeName>Never</ForeName></Author>
<Author><CollectiveName>ALS Study Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
<AccessionNumberList><AccessionNumber>NCT01494480</AccessionNumber></AccessionNumberList></DataBank>
<DataBank><DataBankName>GENBANK</DataBankName><AccessionNumberList><AccessionNumber>AF123456</AccessionNumber>
</AccessionNumberList></DataBank></DataBankList>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
<PublicationType UI="D016441">Retracted Publication</PublicationType></PublicationTypeList>
<ArticleDate DateType="Electronic"><Year>2019</Year><Month>03</Month><Day>04</Day></ArticleDate></Article>
<MedlineJournalInfo><Country>United States</Country>
<MedlineTA>Stem Cells Int</MedlineTA><ISSNLinking>1687-966X</ISSNLinking>
</MedlineJournalInfo>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
<RefSource>Stem Cells Int. 2021;2021:1</RefSource>
<PMID Version="1">30000000</PMID></CommentsCorrections></CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="N">Stem Cells</DescriptorName>
<QualifierName MajorTopicYN="Y">transplantation</QualifierName></MeshHeading></MeshHeadingList>
<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">exosomes</Keyword></KeywordList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">30956667</ArticleId><ArticleId IdType="pmc">PMC6431432</ArticleId>
</ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId></ArticleIdList>
</Reference></ReferenceList></PubmedData></PubmedArticle>
"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/pubmed.dtd">
"""


def whole(*articles: str) -> str:
    return f"{HEAD}<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"


def found(text: str) -> list[Reference]:
    return [each for each in pubmed_xml.read(text) if isinstance(each, Reference)]


def test_an_article_is_read_with_all_it_says() -> None:
    (paper,) = found(whole(ARTICLE))
    assert paper.type == "article-journal"
    assert paper.title == "<i>In vitro</i> CD34<sup>+</sup> cells: a Potential Approach"
    assert paper.authors == (
        Name("Berg", "Jan", "van den", "Jr", orcid="0000-0002-1825-0097"),
        Name(literal="ALS Study Group"),
    )
    assert paper.authors_incomplete
    assert paper.trials == ("NCT01494480",)
    assert paper.keywords == ("Stem Cells/transplantation", "exosomes")
    expected = {
        "PMID": "30956667",
        "PMCID": "PMC6431432",
        "DOI": "10.1155/2019/3675627",
        "ISSN": "1687-9678",
        "issued": "2019-03",
        "available-date": "2019-03-04",
        "page": "181-184",
        "container-title": "Stem cells international",
        "container-title-short": "Stem Cells Int",
        "abstract": "BACKGROUND: Dose of 10⁶ cells.\nRESULTS: CO₂ < 5%.",
        "publication-type": "Journal Article\nRetracted Publication",
        "mesh": "Stem Cells/*transplantation",
        "si": "GENBANK/AF123456",
        "rin": "Stem Cells Int. 2021;2021:1 PMID: 30000000",
        "ad": "Messina, Italy.",
    }
    assert {name: paper.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("<Year>2008</Year><Month>02</Month><Day>7</Day>", "2008-02-07"),
        ("<Year>2008</Year><Season>Summer</Season>", "2008-22"),
        ("<MedlineDate>2006 May-Jun</MedlineDate>", "2006-05/2006-06"),
    ],
)
def test_every_form_of_date_is_read(date: str, edtf: str) -> None:
    (paper,) = found(whole(ARTICLE.replace("<Year>2019</Year><Month>Mar</Month></PubDate>", f"{date}</PubDate>")))
    assert paper.get("issued") == edtf


def test_a_chapter_of_a_book_is_read() -> None:
    text = """<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID Version="1">21249755</PMID>
    <Book><Publisher><PublisherName>NCBI</PublisherName><PublisherLocation>Bethesda (MD)</PublisherLocation></Publisher>
    <BookTitle>Cancer Syndromes</BookTitle><PubDate><Year>2009</Year></PubDate><AuthorList Type="editors">
    <Author><LastName>Boardman</LastName><ForeName>Lisa A</ForeName></Author></AuthorList></Book>
    <ArticleTitle>A Syndrome.</ArticleTitle><AuthorList Type="authors"><Author><LastName>Gleeson</LastName>
    <ForeName>Ferga C</ForeName></Author></AuthorList></BookDocument></PubmedBookArticle></PubmedArticleSet>"""
    (part,) = found(text)
    assert (part.type, part.title, part.journal, part.get("publisher")) == (
        "chapter",
        "A Syndrome",
        "Cancer Syndromes",
        "NCBI",
    )
    assert part.contributors == (
        Contributor(Name("Gleeson", "Ferga C")),
        Contributor(Name("Boardman", "Lisa A"), "editor"),
    )


def test_a_damaged_article_does_not_cost_the_others() -> None:
    damaged = ARTICLE.replace("</Title>", "", 1)
    out = list(pubmed_xml.read(whole(ARTICLE, damaged, ARTICLE)))
    assert [each.title for each in out if isinstance(each, Reference)] == [found(whole(ARTICLE))[0].title] * 3
    assert len([each for each in out if isinstance(each, Problem)]) == 1


def test_a_file_cut_short_gives_what_was_whole() -> None:
    out = list(pubmed_xml.read(whole(ARTICLE, ARTICLE)[:-700]))
    assert isinstance(out[0], Reference)
    assert any(isinstance(each, Problem) for each in out)


def test_external_entities_are_not_fetched_and_bombs_do_not_explode(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="utf-8") as out:  # noqa: PTH123
        out.write("never shown")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY b "{"b" * 1000}">'
    entity += (
        "".join(f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">' if i else '<!ENTITY b0 "&b;&b;">' for i in range(12)) + "]>"
    )
    text = entity + "<PubmedArticleSet>" + ARTICLE.replace("Potential", "&x;&b11;Potential") + "</PubmedArticleSet>"
    start = time.monotonic()
    out = str(list(pubmed_xml.read(text)))
    assert time.monotonic() - start < 5
    assert "never shown" not in out
    assert len(out) < 20_000


def test_xml_without_articles_is_refused() -> None:
    with pytest.raises(Unreadable):
        list(pubmed_xml.read("<a><b/></a>"))
