"""EndNote's tagged export (.enw), also known as Refer/BibIX: a percent sign, one character, a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mscref.errors import Unreadable
from mscref.formats import edtf_dates, endnote_types, person_names, standard_numbers
from mscref.formats.tagged_records import TaggedRecord
from mscref.formats.text_encoding import clean, lines
from mscref.model import identifiers
from mscref.model.reading import Problem
from mscref.model.reference import Attachment, Contributor, Note, Reference

name = "EndNote tagged"
extensions = (".enw", ".refer")

_LINE = re.compile(r"%([0-9A-Z@!~#$^&*()+=\[\]<>?|'\":;,.\\-])(?:[ \t]+(.*)|[ \t]*$)")
_ROLES = {"A": "author", "E": "editor", "Y": "collection-editor", "H": "translator", "?": "contributor"}
_PLAIN = (
    ("V", "volume"),
    ("N", "issue"),
    ("6", "number-of-volumes"),
    ("&", "section"),
    ("7", "edition"),
    ("I", "publisher"),
    ("C", "publisher-place"),
    ("L", "call-number"),
    ("9", "genre"),
    ("!", "title-short"),
    ("Q", "original-title"),
    ("(", "original-publisher"),
)
_READ = {*_ROLES, *(tag for tag, _ in _PLAIN), *"0TBJSPD8@KXURMFGZ~>[O"}


def read(text: str) -> Iterator[Reference | Problem]:
    """The references of an .enw file; a blank line or %0 starts a new one. Unreadable when no line has a tag."""
    rows = lines(clean(text).lstrip("\ufeff"))
    if not any(_LINE.match(row) for row in rows):
        raise Unreadable("This is not an EndNote export: no line starts with a percent sign and a tag.")
    for record in _records(rows):
        if any(entry.text for entry in record.fields if entry.tag != "0"):
            yield _reference(record)
        else:
            yield Problem("The record that starts here is empty and was left out.", line=record.line, lost=True)


def _records(rows: list[str]) -> Iterator[TaggedRecord]:
    record: TaggedRecord | None = None
    blank = begun = False
    for number, row in enumerate(rows, 1):
        match = _LINE.match(row)
        if match:
            tag = match.group(1)
            if record and (blank or (tag == "0" and begun)):
                yield record
                record, begun = None, False
            begun = begun or tag != "0"
            record = record or TaggedRecord(number)
            record.add(tag, (match.group(2) or "").strip(" \t"), number)
            blank = False
        elif not row.strip(" \t"):
            blank = True
        elif record and not blank:
            record.extend(row.strip(" \t"))
    if record:
        yield record


def _reference(record: TaggedRecord) -> Reference:
    labels = record.texts("0")
    kind = next((k for k in map(endnote_types.type_of, reversed(labels)) if k != "document"), "")
    if not kind:
        kind = (
            "document"
            if labels
            else "article-journal"
            if record.text("J")
            else "chapter"
            if record.text("B")
            else "book"
        )
    fields: dict[str, str] = {field: record.text(tag) for tag, field in _PLAIN}
    if labels and kind == "document" and labels[0] != "Generic":
        fields["ref-type"] = labels[0]
    book, journals, series = record.text("B"), record.texts("J"), record.text("S")
    if kind in endnote_types.BOOKS:
        fields["collection-title"] = series or book
        fields["container-title"] = next(iter(journals), "")
        if series and book:
            fields["secondary-title"] = book
    else:
        fields["container-title"] = next(iter(journals), book)
        fields["collection-title"] = series
        if len(journals) > 1:
            fields["alt-title"] = "\n".join(journals[1:])
    fields["container-title-short"] = record.text("O")
    fields["page"] = re.sub(r"\s*(?:--|\u2013)\s*", "-", record.text("P"))
    fields["issued"] = _issued(record)
    fields["accessed"] = edtf_dates.from_printed(record.text("["))
    fields["language"] = ", ".join(record.texts("G"))
    fields["abstract"] = "\n\n".join(record.paragraphs("X"))
    fields["source"] = record.text("~")
    isbns, issns = standard_numbers.sort(record.texts("@"), is_book=kind in endnote_types.IN_BOOKS)
    fields["ISBN"], fields["ISSN"] = ", ".join(isbns), ", ".join(issns)
    _put_addresses(record, fields)
    for tag, values in record.others(_READ):
        fields[f"%{tag}".lower()] = "\n".join(values)
    people = [(entry.tag, text) for entry in record.fields if entry.tag in _ROLES for text in entry.lines if text]
    return Reference(
        type=kind,
        title=record.text("T"),
        contributors=tuple(
            Contributor(person_names.from_inverted(text), _ROLES[tag])
            for tag, text in people
            if not person_names.is_others(text)
        ),
        fields=fields,
        key=record.text("F"),
        incomplete_roles=tuple(dict.fromkeys(_ROLES[tag] for tag, text in people if person_names.is_others(text))),
        keywords=tuple(
            dict.fromkeys(part.strip() for row in record.lines_of("K") for part in row.split(";") if part.strip())
        ),
        notes=tuple(Note(text) for text in record.paragraphs("Z")),
        attachments=tuple(Attachment(path) for path in record.lines_of(">")),
    )


def _issued(record: TaggedRecord) -> str:
    year, more = record.text("D"), record.text("8")
    for together in (f"{year} {more}", more) if more else ():
        exact = edtf_dates.from_printed(together)
        if exact.startswith(year[:4]) and edtf_dates.parts_of(exact):
            return exact
    return edtf_dates.from_printed(year or more)


def _put_addresses(record: TaggedRecord, fields: dict[str, str]) -> None:
    resources = record.texts("R")
    dois = [doi for doi in map(identifiers.normalise_doi, resources) if doi]
    urls = record.texts("U")
    fields["DOI"] = next(iter(dois), "")
    fields["%r"] = "\n".join(text for text in resources if not identifiers.normalise_doi(text))
    fields["URL"] = next(iter(urls), "")
    fields["%u"] = "\n".join(urls[1:])
    number = record.text("M")
    if number.isdecimal() and re.search(r"pubmed|medline|nlm", f"{fields['source']} {' '.join(urls)}", re.IGNORECASE):
        fields["PMID"] = number
    else:
        fields["%m"] = number
