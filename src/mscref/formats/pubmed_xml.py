"""PubMed's XML (PubmedArticle and PubmedBookArticle), with trial numbers, MeSH, and links to retractions and errata.

Field names agree with `nbib`, so that the same paper read from either form says the same.
https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mscref.formats import edtf_dates, medline_words
from mscref.formats.xml_records import Element, marked, plain, records, text_at, texts_at
from mscref.model import identifiers
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Reference

name = "PubMed XML"
extensions = (".xml",)

_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])")


def read(text: str) -> Iterator[Reference | Problem]:
    """The references of a PubMed XML file; Unreadable when it holds none."""
    for found in records(text, ("PubmedArticle", "PubmedBookArticle"), "PubMed record"):
        if isinstance(found, Problem):
            yield found
        elif found.tag == "PubmedBookArticle":
            yield _book(found)
        else:
            yield _article(found)


def _article(record: Element) -> Reference:
    citation = record.find("MedlineCitation")
    citation = record if citation is None else citation
    article = citation.find("Article")
    article = citation if article is None else article
    kinds = texts_at(article, "PublicationTypeList/PublicationType")
    fields: dict[str, str] = {
        "PMID": text_at(citation, "PMID"),
        "volume": text_at(article, "Journal/JournalIssue/Volume"),
        "issue": text_at(article, "Journal/JournalIssue/Issue"),
        "container-title": text_at(article, "Journal/Title"),
        "container-title-short": text_at(citation, "MedlineJournalInfo/MedlineTA")
        or text_at(article, "Journal/ISOAbbreviation"),
        "publisher-place": text_at(citation, "MedlineJournalInfo/Country"),
        "issued": _date(article.find("Journal/JournalIssue/PubDate")),
        "available-date": _date(article.find("ArticleDate")),
        "page": text_at(article, "Pagination/MedlinePgn") or _page_range(article),
        "language": ", ".join(texts_at(article, "Language")),
        "original-title": medline_words.without_stop(marked(article.find("VernacularTitle"))),
        "publication-type": "\n".join(kinds),
        "abstract": _abstract(article.find("Abstract")),
        "oab": "\n".join(_abstract(found) for found in citation.iterfind("OtherAbstract")),
        "ci": text_at(article, "Abstract/CopyrightInformation"),
    }
    fields["issued"] = fields["issued"] or fields["available-date"]
    _put_issn(article, citation, fields)
    _put_identifiers(article, record, fields)
    _put_management(citation, record, fields)
    headings = [_heading(found) for found in citation.iterfind("MeshHeadingList/MeshHeading")]
    fields["mesh"] = "\n".join(headings)
    words = [*map(medline_words.keyword_of, headings), *_keywords(citation)]
    trials = _put_databanks(article, fields)
    people = [*_people(article, "AuthorList/Author", "author"), *_investigators(citation)]
    fields["ad"] = "\n".join(dict.fromkeys(texts_at(article, "AuthorList/Author/AffiliationInfo/Affiliation")))
    return Reference(
        type=medline_words.type_of(kinds),
        title=medline_words.without_stop(marked(article.find("ArticleTitle"))) or fields["original-title"],
        contributors=tuple(people),
        fields=fields,
        incomplete_roles=("author",) if _is_incomplete(article.find("AuthorList")) else (),
        keywords=tuple(dict.fromkeys(filter(None, words))),
        trials=trials,
    )


def _book(record: Element) -> Reference:
    document = record.find("BookDocument")
    document = record if document is None else document
    book = document.find("Book")
    book = document if book is None else book
    chapter = medline_words.without_stop(marked(document.find("ArticleTitle")))
    title = medline_words.without_stop(marked(book.find("BookTitle")))
    fields: dict[str, str] = {
        "PMID": text_at(document, "PMID"),
        "container-title": title if chapter else "",
        "publisher": text_at(book, "Publisher/PublisherName"),
        "publisher-place": text_at(book, "Publisher/PublisherLocation"),
        "issued": _date(book.find("PubDate")) or _date(book.find("BeginningDate")),
        "submitted": _date(document.find("ContributionDate")),
        "volume": text_at(book, "Volume"),
        "edition": text_at(book, "Edition"),
        "collection-title": text_at(book, "CollectionTitle"),
        "ISBN": ", ".join(texts_at(book, "Isbn")),
        "page": text_at(document, "Pagination/MedlinePgn") or _page_range(document),
        "language": ", ".join(texts_at(document, "Language")),
        "original-title": medline_words.without_stop(marked(document.find("VernacularTitle"))),
        "publication-type": "\n".join(texts_at(document, "PublicationType")),
        "abstract": _abstract(document.find("Abstract")),
        "ci": text_at(document, "Abstract/CopyrightInformation"),
        "lr": _date(document.find("DateRevised")).replace("-", ""),
    }
    _put_identifiers(document, record, fields)
    for found in document.iterfind("ArticleIdList/ArticleId"):
        _put_identifier(found.get("IdType", ""), plain(found), fields)
    for found in book.iterfind("ELocationID"):
        _put_identifier(found.get("EIdType", ""), plain(found), fields)
    people = [*_people(book, "AuthorList/Author", "author"), *_people(document, "AuthorList/Author", "author")]
    editors = [c for c in people if c.role == "editor"]
    own = list(_people(document, "AuthorList/Author", "author"))
    authors = own or [c for c in people if c.role == "author"]
    return Reference(
        type="chapter" if chapter else "book",
        title=chapter or title,
        contributors=tuple(dict.fromkeys([*authors, *editors])),
        fields=fields,
        keywords=tuple(dict.fromkeys(_keywords(document))),
    )


def _people(element: Element, path: str, role: str) -> Iterator[Contributor]:
    """The names of a list, in order; a list of editors says so itself, names struck as invalid are left out."""
    for person in element.iterfind(path):
        if person.get("ValidYN") == "N":
            continue
        kind = person.getparent().get("Type", "")
        found = _name(person)
        if found:
            yield Contributor(found, "editor" if kind.startswith("editor") else role)


def _investigators(citation: Element) -> Iterator[Contributor]:
    yield from _people(citation, "InvestigatorList/Investigator", "contributor")


def _name(person: Element) -> Name | None:
    orcid = ""
    for found in person.iterfind("Identifier"):
        match = _ORCID.search(plain(found))
        if found.get("Source", "").upper() == "ORCID" and match:
            orcid = "-".join(match.groups()).upper()
    literal = text_at(person, "CollectiveName")
    if literal:
        return Name(literal=literal, orcid=orcid)
    family = text_at(person, "LastName")
    given = text_at(person, "ForeName") or text_at(person, "FirstName") or text_at(person, "Initials")
    if not family and not given:
        return None
    from mscref.formats import person_names

    split = person_names.from_full_medline(f"{family},") if family else Name(family=given)
    return Name(split.family, given if family else "", split.particle, text_at(person, "Suffix"), orcid=orcid)


def _date(element: Element | None) -> str:
    """A PubMed date as EDTF: Year, Month (a name or a number), Day, Season, or the free MedlineDate."""
    if element is None:
        return ""
    free = text_at(element, "MedlineDate")
    if free:
        return edtf_dates.from_printed(free)
    parts = [text_at(element, part) for part in ("Year", "Month", "Day")]
    season = text_at(element, "Season")
    if parts[1].isdecimal() and 1 <= int(parts[1]) <= 12:
        parts[1] = edtf_dates.MONTHS[int(parts[1]) - 1]
    return edtf_dates.from_printed(" ".join(filter(None, [parts[0], season] if season else parts)))


def _abstract(element: Element | None) -> str:
    """The parts of an abstract on lines of their own, each behind its label."""
    if element is None:
        return ""
    found = []
    for part in element.iterfind("AbstractText"):
        label, text = part.get("Label", ""), plain(part)
        if text:
            found.append(f"{label}: {text}" if label and label != "UNLABELLED" else text)
    return "\n".join(found)


def _page_range(article: Element) -> str:
    first, last = text_at(article, "Pagination/StartPage"), text_at(article, "Pagination/EndPage")
    return f"{first}-{last}" if last and last != first else first


def _heading(heading: Element) -> str:
    """A MeSH heading as MEDLINE prints it: "Heading/qualifier/*qualifier", a star before what the paper is about."""
    return "/".join(
        ("*" if part.get("MajorTopicYN") == "Y" else "") + plain(part)
        for part in heading
        if part.tag in ("DescriptorName", "QualifierName")
    )


def _keywords(element: Element) -> list[str]:
    return texts_at(element, "KeywordList/Keyword")


def _put_databanks(article: Element, fields: dict[str, str]) -> tuple[str, ...]:
    """The trial numbers; accession numbers of other databanks go to the field `si`."""
    trials: dict[str, None] = {}
    others = []
    for bank in article.iterfind("DataBankList/DataBank"):
        for number in texts_at(bank, "AccessionNumberList/AccessionNumber"):
            trial = medline_words.trial_of(number)
            if trial:
                trials[trial] = None
            else:
                others.append(f"{text_at(bank, 'DataBankName')}/{number}")
    fields["si"] = "\n".join(others)
    return tuple(trials)


def _put_issn(article: Element, citation: Element, fields: dict[str, str]) -> None:
    found = [(plain(issn), issn.get("IssnType", "")) for issn in article.iterfind("Journal/ISSN")]
    found += [(number, "Linking") for number in texts_at(citation, "MedlineJournalInfo/ISSNLinking")]
    own = [number for number, kind in found if number and kind != "Linking"] or [number for number, _ in found[:1]]
    fields["ISSN"] = ", ".join(dict.fromkeys(own))
    fields["is"] = "\n".join(f"{number} ({kind})" for number, kind in found if number and kind)


def _put_identifiers(article: Element, record: Element, fields: dict[str, str]) -> None:
    for found in article.iterfind("ELocationID"):
        if found.get("ValidYN") != "N":
            _put_identifier(found.get("EIdType", ""), plain(found), fields)
    for path in ("PubmedData/ArticleIdList/ArticleId", "PubmedBookData/ArticleIdList/ArticleId"):
        for found in record.iterfind(path):
            _put_identifier(found.get("IdType", ""), plain(found), fields)


def _put_identifier(kind: str, value: str, fields: dict[str, str]) -> None:
    """Lay an identifier down where nothing stands yet: DOI, PMCID, article number; others in the field `aid`."""
    if not value:
        return
    if kind == "doi":
        fields["DOI"] = fields.get("DOI") or identifiers.normalise_doi(value) or value
    elif kind == "pmc":
        fields["PMCID"] = fields.get("PMCID") or (value if value.upper().startswith("PMC") else f"PMC{value}")
    elif kind == "pubmed":
        fields["PMID"] = fields.get("PMID") or value
    elif kind == "mid":
        fields["mid"] = value
    else:
        if kind == "pii" and not fields.get("page") and medline_words.is_article_number(value):
            fields["page"] = value
        told = [*filter(None, fields.get("aid", "").split("\n")), f"{value} [{kind}]"]
        fields["aid"] = "\n".join(dict.fromkeys(told))


def _put_management(citation: Element, record: Element, fields: dict[str, str]) -> None:
    """Links to other papers, grants, substances and the dates of the record, under the tags MEDLINE gives them."""
    found: dict[str, list[str]] = {}
    for link in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = link.get("RefType", "")
        words = [text_at(link, "RefSource"), text_at(link, "Note")]
        pmid = text_at(link, "PMID")
        text = " ".join([*filter(None, words), *([f"PMID: {pmid}"] if pmid else [])])
        found.setdefault(medline_words.LINKS.get(kind, kind.lower()), []).append(text)
    for grant in citation.iterfind("Article/GrantList/Grant"):
        parts = (text_at(grant, part) for part in ("GrantID", "Acronym", "Agency", "Country"))
        found.setdefault("gr", []).append("/".join(filter(None, parts)))
    for substance in citation.iterfind("ChemicalList/Chemical"):
        number, label = text_at(substance, "RegistryNumber"), text_at(substance, "NameOfSubstance")
        found.setdefault("rn", []).append(f"{number} ({label})")
    for date in record.iterfind("PubmedData/History/PubMedPubDate"):
        exact = "/".join(text_at(date, part).zfill(2) for part in ("Year", "Month", "Day"))
        found.setdefault("phst", []).append(f"{exact} [{date.get('PubStatus', '')}]")
    for tag, path in (
        ("sb", "CitationSubset"),
        ("cois", "CoiStatement"),
        ("gn", "GeneralNote"),
        ("nm", "SupplMeshList/SupplMeshName"),
    ):
        found[tag] = texts_at(citation, path)
    found["gs"] = texts_at(citation, "GeneSymbolList/GeneSymbol")
    found["jid"] = texts_at(citation, "MedlineJournalInfo/NlmUniqueID")
    found["pst"] = texts_at(record, "PubmedData/PublicationStatus")
    found["dcom"] = [_date(citation.find("DateCompleted")).replace("-", "")]
    found["lr"] = [_date(citation.find("DateRevised")).replace("-", "")]
    found["own"] = [citation.get("Owner", "")]
    found["stat"] = [citation.get("Status", "")]
    fields.update({tag: "\n".join(filter(None, values)) for tag, values in found.items()})


def _is_incomplete(people: Element | None) -> bool:
    return people is not None and people.get("CompleteYN") == "N"
