"""EndNote's XML, as EndNote, Bookends, Zotero and JabRef write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from mscref.formats import edtf_dates, endnote_types, person_names, standard_numbers
from mscref.formats.text_encoding import one_line
from mscref.formats.xml_records import Element, marked, plain, records, text_at, texts_at
from mscref.model import identifiers
from mscref.model.reading import Problem
from mscref.model.reference import Attachment, Contributor, Note, Reference

name = "EndNote XML"
extensions = (".xml",)

_ROLES = (
    ("authors", "author"),
    ("secondary-authors", "editor"),
    ("tertiary-authors", "collection-editor"),
    ("subsidiary-authors", "contributor"),
    ("translated-authors", "translator"),
)
_PLAIN = (
    ("volume", "volume"),
    ("number", "issue"),
    ("num-vols", "number-of-volumes"),
    ("section", "section"),
    ("edition", "edition"),
    ("publisher", "publisher"),
    ("pub-location", "publisher-place"),
    ("language", "language"),
    ("call-num", "call-number"),
    ("work-type", "genre"),
    ("remote-database-name", "source"),
    ("orig-pub", "original-publisher"),
    ("titles/short-title", "title-short"),
    ("titles/translated-title", "original-title"),
)
_READ = {
    *(path.split("/")[0] for path, _ in _PLAIN),
    *(
        "contributors",
        "titles",
        "periodical",
        "dates",
        "pages",
        "isbn",
        "keywords",
        "abstract",
        "notes",
        "urls",
        "label",
    ),
    *("electronic-resource-num", "accession-num", "access-date", "ref-type", "custom2", "custom7", "research-notes"),
    *(
        "database",
        "source-app",
        "rec-number",
        "foreign-keys",
        "alt-periodical",
        "secondary-title",
        "electronic-resource-number",
    ),
}


def read(text: str) -> Iterator[Reference | Problem]:
    """The references of an EndNote XML file; Unreadable when it holds none."""
    for found in records(text, ("record",), "EndNote record"):
        yield found if isinstance(found, Problem) else _reference(found)


def _reference(record: Element) -> Reference:
    ref_type = record.find("ref-type")
    label = ref_type.get("name", "") if ref_type is not None else ""
    kind = endnote_types.type_of(label, plain(ref_type))
    fields: dict[str, str] = {field: text_at(record, path) for path, field in _PLAIN}
    if label and kind == "document":
        fields["ref-type"] = label
    title = _put_titles(record, kind, fields)
    contributors, incomplete = _contributors(record)
    fields["page"] = re.sub(r"\s*(?:--|\u2013|\u2014)\s*", "-", text_at(record, "pages"))
    fields["issued"] = _issued(record)
    fields["accessed"] = edtf_dates.from_printed(text_at(record, "access-date"))
    fields["abstract"] = _lines(record.find("abstract"))
    printed = _lines(record.find("isbn")).split("\n")
    isbns, issns = standard_numbers.sort(printed, is_book=kind in endnote_types.IN_BOOKS)
    fields["ISBN"], fields["ISSN"] = ", ".join(isbns), ", ".join(issns)
    _put_identifiers(record, fields)
    for child in record:
        value = plain(child) if isinstance(child.tag, str) and child.tag not in _READ else ""
        if value:
            old = fields.get(child.tag)
            fields[child.tag] = f"{old}\n{value}" if old else value
    notes = [_lines(found) for path in ("notes", "research-notes") for found in record.iterfind(path)]
    return Reference(
        type=kind,
        title=title,
        contributors=contributors,
        fields=fields,
        key=text_at(record, "label") if re.fullmatch(r"[A-Za-z][\w:.+/-]{2,60}", text_at(record, "label")) else "",
        incomplete_roles=incomplete,
        keywords=tuple(dict.fromkeys(_keywords(record))),
        notes=tuple(Note(note) for note in notes if note),
        attachments=tuple(Attachment(path) for path in _files(record)),
    )


def _put_titles(record: Element, kind: str, fields: dict[str, str]) -> str:
    """The title; the other titles go to `fields` by what they mean for the type."""
    second = marked(record.find("titles/secondary-title")) or marked(record.find("secondary-title"))
    third = marked(record.find("titles/tertiary-title"))
    journal = text_at(record, "periodical/full-title")
    alternative = text_at(record, "titles/alt-title") or text_at(record, "alt-periodical/full-title")
    short = text_at(record, "periodical/abbr-1")
    if kind in endnote_types.BOOKS:
        fields["collection-title"] = second or third or journal
    else:
        fields["container-title"] = second or journal or alternative
        fields["collection-title"] = third
        shorts = (short, journal, alternative)
        fields["container-title-short"] = next((t for t in shorts if t and t != fields["container-title"]), "")
    return marked(record.find("titles/title"))


def _contributors(record: Element) -> tuple[tuple[Contributor, ...], tuple[str, ...]]:
    found = []
    incomplete = []
    for path, role in _ROLES:
        for text in texts_at(record, f"contributors/{path}/author"):
            if person_names.is_others(text):
                incomplete.append(role)
            else:
                found.append(Contributor(person_names.from_inverted(text), role))
    return tuple(found), tuple(dict.fromkeys(incomplete))


def _issued(record: Element) -> str:
    """The year made exact by the publication date beside it ("2018" and "Jun 01")."""
    year = text_at(record, "dates/year")
    for path in ("dates/pub-dates/date", "dates/month"):
        more = text_at(record, path)
        if more.isdecimal() and len(more) <= 2:
            more = edtf_dates.MONTHS[int(more) - 1] if 1 <= int(more) <= 12 else ""
        if more:
            for together in (f"{year} {more}", more):
                exact = edtf_dates.from_printed(together)
                if exact.startswith(year) and edtf_dates.parts_of(exact):
                    return exact
            return f"{year} {more}".strip() if not year else edtf_dates.from_printed(year)
    return edtf_dates.from_printed(year)


def _put_identifiers(record: Element, fields: dict[str, str]) -> None:
    said = text_at(record, "electronic-resource-num") or text_at(record, "electronic-resource-number")
    fields["DOI"] = identifiers.normalise_doi(said)
    if said and not fields["DOI"]:
        fields["electronic-resource-num"] = said
    urls = texts_at(record, "urls/related-urls/url") + texts_at(record, "urls/web-urls/url")
    fields["URL"] = next(iter(urls), "")
    if urls[1:]:
        fields["related-urls"] = "\n".join(urls[1:])
    number = text_at(record, "accession-num")
    bank = fields["source"] + " " + " ".join(urls)
    if number.isdecimal() and len(number) <= 9 and re.search(r"pubmed|medline|nlm", bank, re.IGNORECASE):
        fields["PMID"] = number
    elif number:
        fields["accession-num"] = number
    second, seventh = text_at(record, "custom2"), text_at(record, "custom7")
    if re.fullmatch(r"PMC\d+", second):
        fields["PMCID"] = second
    else:
        fields["custom2"] = second
    if seventh and not fields["page"]:
        fields["page"] = seventh
    else:
        fields["custom7"] = seventh


def _keywords(record: Element) -> Iterator[str]:
    """Keywords; several in one element stand on lines of their own or behind semicolons."""
    for keyword in record.iterfind("keywords/keyword"):
        for text in re.split(r"[\r\n;]+", "".join(keyword.itertext())):
            if one_line(text):
                yield one_line(text)


def _files(record: Element) -> Iterator[str]:
    for path in ("urls/pdf-urls/url", "urls/image-urls/url"):
        for text in texts_at(record, path):
            yield unquote(text) if text.startswith(("file:", "internal-pdf:")) else text


def _lines(element: Element | None) -> str:
    """Text with the line breaks that were meant: carriage returns, or blank lines."""
    if element is None:
        return ""
    text = "".join(element.itertext()).replace("\r\n", "\r")
    return "\n".join(filter(None, map(one_line, re.split(r"\r|\n\s*\n", text))))
