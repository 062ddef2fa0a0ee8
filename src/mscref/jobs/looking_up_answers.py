"""What services answered, as references with their notices. Whatever is not of the expected shape is passed over.

Shapes: https://api.crossref.org/swagger-ui/index.html, https://europepmc.org/RestfulWebService,
https://info.arxiv.org/help/api/user-manual.html, https://openlibrary.org/dev/docs/api/books.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mscref.errors import Unreadable
from mscref.formats import csl_json, edtf_dates, medline_words, person_names, pubmed_xml
from mscref.formats.csl_words import TYPES, TYPES_FROM_OTHERS
from mscref.formats.text_encoding import clean, one_line
from mscref.formats.xml_records import Element, records, text_at, texts_at
from mscref.model.identifiers import find_trials, normalise_doi
from mscref.model.notices import Notice, notices_of
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Reference

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_HEADING = re.compile(r"<(?:jats:)?(?:title|h\d)[^>]*>\s*(.*?)\s*[:.]?\s*</(?:jats:)?(?:title|h\d)>", re.DOTALL)
_BREAK = re.compile(r"</(?:jats:)?p>|<br\s*/?>|</(?:jats:)?sec>")
_TAG = re.compile(r"<[^<>]{1,200}>")
_FOREIGN_TAG = re.compile(r"<(?!/?(?:i|b|sub|sup)>)[^<>]{1,200}>", re.IGNORECASE)
_MARKED = {"jats:italic": "i", "italic": "i", "em": "i", "bold": "b", "strong": "b", "scp": "span"}
_LABELS = ("abstract", "summary")
_ATOM = re.compile(r'\sxmlns="http://www\.w3\.org/2005/Atom"')
_ARXIV = "{http://arxiv.org/schemas/atom}"

# How Crossref names updates (https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions).
_UPDATES = {
    "retraction": "retraction",
    "withdrawal": "retraction",
    "removal": "retraction",
    "partial_retraction": "concern",
    "expression_of_concern": "concern",
    "correction": "erratum",
    "erratum": "erratum",
    "corrigendum": "erratum",
    "addendum": "erratum",
    "clarification": "erratum",
}
_EUROPE_PMC_LINKS = {
    "retraction in": "rin",
    "retraction of": "rof",
    "erratum in": "ein",
    "erratum for": "efr",
    "expression of concern in": "ecin",
    "expression of concern for": "ecf",
    "partial retraction in": "prin",
    "partial retraction of": "prof",
    "republished in": "rpi",
    "republished from": "rpf",
}


@dataclass(frozen=True)
class Told:
    """What one service tells of one paper: `source` is its key (or "doi"), `reference` what it says."""

    source: str
    reference: Reference
    notices: tuple[Notice, ...] = ()


def of_pubmed(texts: Iterable[str]) -> Iterator[Told]:
    """The papers of PubMed's XML; damaged records are left out."""
    for text in texts:
        try:
            for found in pubmed_xml.read(text):
                if isinstance(found, Reference):
                    yield Told("pubmed", found, notices_of(found))
        except Unreadable:
            continue


def of_crossref(work: Mapping[str, Any]) -> Told:
    """The paper that a work of Crossref describes, with the notices that it names from either side."""
    said = _text(work.get("type"))
    issued = next(
        filter(None, (edtf_dates.from_csl(work.get(n)) for n in ("published-print", "published", "issued"))), ""
    )
    fields = {
        "DOI": normalise_doi(_text(work.get("DOI"))),
        "container-title": _first(work.get("container-title")),
        "container-title-short": _first(work.get("short-container-title")),
        "issued": issued,
        "volume": _text(work.get("volume")),
        "issue": _text(work.get("issue")),
        "page": _text(work.get("page")).replace("\u2013", "-") or _text(work.get("article-number")),
        "publisher": _text(work.get("publisher")),
        "publisher-place": _text(work.get("publisher-location")),
        "ISSN": ", ".join(_list(work.get("ISSN"))),
        "ISBN": ", ".join(_list(work.get("ISBN"))),
        "language": _text(work.get("language")),
        "edition": _text(work.get("edition-number")),
        "abstract": abstract(_text(work.get("abstract"))),
    }
    people = [c for role in ("author", "editor", "translator") for c in _crossref_people(work.get(role), role)]
    numbers = " ".join(_text(one.get("clinical-trial-number")) for one in _maps(work.get("clinical-trial-number")))
    title = ": ".join(filter(None, (_title(_first(work.get("title"))), _title(_first(work.get("subtitle"))))))
    reference = Reference(
        type=said if said in TYPES else TYPES_FROM_OTHERS.get(said, "document"),
        title=title,
        contributors=tuple(people),
        fields=fields,
        trials=tuple(dict.fromkeys(found.value for found in find_trials(numbers.upper()))),
    )
    return Told("crossref", reference, tuple(dict.fromkeys(_crossref_notices(work))))


def _crossref_people(rows: object, role: str) -> Iterator[Contributor]:
    for row in _maps(rows):
        family, given, literal = (_text(row.get(part)) for part in ("family", "given", "name"))
        if not family and not literal:
            continue
        found = _ORCID.search(_text(row.get("ORCID")))
        split = person_names.from_full_medline(f"{family},") if family else Name(literal=literal)
        orcid = found.group() if found else ""
        yield Contributor(replace(split, given=given, suffix=_text(row.get("suffix")), orcid=orcid), role)


def _crossref_notices(work: Mapping[str, Any]) -> Iterator[Notice]:
    for name, is_itself in (("updated-by", False), ("update-to", True)):
        for row in _maps(work.get(name)):
            kind = _UPDATES.get(_text(row.get("type")).lower().replace(" ", "_").replace("-", "_"))
            doi = normalise_doi(_text(row.get("DOI")))
            if kind and doi:
                yield Notice(kind, doi=doi, source="Crossref", is_itself=is_itself)
    relations = work.get("relation")
    for name, is_itself in (("has-preprint", False), ("is-preprint-of", True)):
        for row in _maps(relations.get(name) if isinstance(relations, Mapping) else None):
            doi = normalise_doi(_text(row.get("id")))
            if doi and _text(row.get("id-type")) == "doi":
                yield Notice("preprint", doi=doi, source="Crossref", is_itself=is_itself)


def of_europe_pmc(paper: Mapping[str, Any]) -> Told:
    """The paper that a result of Europe PMC (resultType core) describes."""
    journal = _map(paper.get("journalInfo"))
    named = _map(journal.get("journal"))
    kinds = _list(_map(paper.get("pubTypeList")).get("pubType"))
    fields = {
        "DOI": normalise_doi(_text(paper.get("doi"))),
        "PMID": _text(paper.get("pmid")),
        "PMCID": _text(paper.get("pmcid")),
        "container-title": _text(named.get("title")),
        "container-title-short": _text(named.get("medlineAbbreviation")),
        "ISSN": ", ".join(filter(None, (_text(named.get("issn")), _text(named.get("essn"))))),
        "volume": _text(journal.get("volume")),
        "issue": _text(journal.get("issue")),
        "issued": edtf_dates.from_printed(_text(journal.get("dateOfPublication")))
        or edtf_dates.from_printed(_text(paper.get("pubYear"))),
        "page": _text(paper.get("pageInfo")),
        "language": _text(paper.get("language")),
        "abstract": abstract(_text(paper.get("abstractText"))),
        "publication-type": "\n".join(kinds),
    }
    for row in _maps(_map(paper.get("commentCorrectionList")).get("commentCorrection")):
        tag = _EUROPE_PMC_LINKS.get(_text(row.get("type")).lower())
        if tag and _text(row.get("source")) in ("MED", ""):
            line = one_line(f"{_text(row.get('reference'))} PMID: {_text(row.get('id'))}")
            fields[tag] = f"{fields.get(tag, '')}\n{line}".strip()
    people = [
        Contributor(_europe_pmc_name(row))
        for row in _maps(_map(paper.get("authorList")).get("author"))
        if row.get("lastName") or row.get("collectiveName")
    ]
    reference = Reference(
        type="article" if _text(paper.get("source")) == "PPR" else medline_words.type_of(kinds),
        title=medline_words.without_stop(_title(_text(paper.get("title")))),
        contributors=tuple(people),
        fields=fields,
        keywords=tuple(_list(_map(paper.get("keywordList")).get("keyword"))),
    )
    notices = tuple(replace(notice, source="Europe PMC") for notice in notices_of(reference))
    return Told("europe-pmc", reference, notices)


def _europe_pmc_name(row: Mapping[str, Any]) -> Name:
    if row.get("collectiveName"):
        return Name(literal=_text(row.get("collectiveName")))
    found = _ORCID.search(_text(_map(row.get("authorId")).get("value")))
    split = person_names.from_full_medline(f"{_text(row.get('lastName'))},")
    given = _text(row.get("firstName")) or _text(row.get("initials"))
    return replace(split, given=given, orcid=found.group() if found else "")


def of_csl(item: Mapping[str, Any]) -> Told:
    """The work that a CSL item of a DOI agency describes."""
    reference = csl_json.from_item({name: value for name, value in item.items() if name not in ("id", "custom")})
    fields = {
        "DOI": normalise_doi(reference.doi) or reference.doi,
        "abstract": abstract(reference.get("abstract")),
        "page": reference.get("page").replace("\u2013", "-"),
    }
    return Told("doi", replace(reference.with_fields(fields), title=_title(reference.title), key=""))


def of_arxiv(feed: str) -> Iterator[Told]:
    """The preprints of an Atom feed; an entry that reports an error is left out."""
    try:
        for entry in records(_ATOM.sub("", feed, count=1), ("entry",), "preprint"):
            if not isinstance(entry, Problem) and "/abs/" in text_at(entry, "id"):
                yield Told("arxiv", _preprint(entry))
    except Unreadable:
        return


def _preprint(entry: Element) -> Reference:
    number = text_at(entry, "id").rpartition("/abs/")[2]
    fields = {
        "number": f"arXiv:{number}",
        "URL": f"https://arxiv.org/abs/{number}",
        "issued": text_at(entry, "published")[:10],
        "publisher": "arXiv",
        "genre": "preprint",
        "abstract": text_at(entry, "summary"),
    }
    doi = normalise_doi(text_at(entry, f"{_ARXIV}doi"))
    if doi:
        fields["DOI"] = doi
    people = (Contributor(person_names.from_plain(name)) for name in texts_at(entry, "author/name"))
    return Reference(type="article", title=text_at(entry, "title"), contributors=tuple(people), fields=fields)


def of_open_library(book: Mapping[str, Any], isbn: str) -> Told:
    """The book that Open Library describes."""
    title = ": ".join(filter(None, (_text(book.get("title")), _text(book.get("subtitle")))))
    people = (person_names.from_plain(_text(row.get("name"))) for row in _maps(book.get("authors")) if row.get("name"))
    fields = {
        "ISBN": isbn,
        "issued": edtf_dates.from_printed(_text(book.get("publish_date"))),
        "publisher": ", ".join(_text(row.get("name")) for row in _maps(book.get("publishers"))),
        "publisher-place": next((_text(row.get("name")) for row in _maps(book.get("publish_places"))), ""),
        "number-of-pages": _text(book.get("number_of_pages")),
    }
    return Told("open-library", Reference("book", title, tuple(Contributor(name) for name in people), fields))


def abstract(marked: str) -> str:
    """An abstract without its markup (JATS or HTML): each paragraph a line, each heading before its text."""
    if "<" not in marked:
        return one_line(html.unescape(marked)) if marked else ""
    labelled = _HEADING.sub(lambda found: f"\n{found.group(1)}: ", marked)
    plain = html.unescape(_TAG.sub("", _BREAK.sub("\n", labelled)))
    rows = [one_line(row) for row in clean(plain).split("\n")]
    return "\n".join(row for row in rows if row and row.rstrip(": ").lower() not in _LABELS)


def _title(marked: str) -> str:
    """A title on one line, with italics, bold, sub- and superscripts as CSL markup and nothing else."""
    for tag, plain in _MARKED.items():
        marked = re.sub(rf"(</?){tag}(?=[\s>])", rf"\g<1>{plain}", marked)
    return one_line(html.unescape(_FOREIGN_TAG.sub("", marked)))


def _text(value: object) -> str:
    if isinstance(value, str):
        return clean(value).strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _list(value: object) -> list[str]:
    return [text for one in value if (text := _text(one))] if isinstance(value, list) else []


def _first(value: object) -> str:
    """The first text of a list, as Crossref gives titles; a bare text as it is."""
    return next(iter(_list(value)), "") if isinstance(value, list) else _text(value)


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _maps(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
