"""Web of Science's tagged export (.isi, .ciw, savedrecs.txt): two letters, a space, a value, indented continuations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mscref.errors import Unreadable
from mscref.formats import edtf_dates, person_names
from mscref.formats.tagged_records import TaggedRecord
from mscref.formats.text_encoding import clean, lines
from mscref.model import identifiers
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Reference

name = "Web of Science"
extensions = (".isi", ".ciw")

_LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|[ \t]*$)")
_TYPES = {"J": "article-journal", "B": "book", "S": "chapter", "P": "patent", "C": "paper-conference"}
_PROCEEDINGS = ("proceedings paper", "conference", "conv", "conf", "meeting")
_ORCID = re.compile(r"([^;/]+)/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_PLAIN = (
    ("VL", "volume"),
    ("IS", "issue"),
    ("PU", "publisher"),
    ("PI", "publisher-place"),
    ("SE", "collection-title"),
    ("CT", "event-title"),
    ("CL", "event-place"),
    ("LA", "language"),
    ("PM", "PMID"),
    ("SU", "supplement"),
    ("PN", "part"),
)
_READ = {
    *(tag for tag, _ in _PLAIN),
    *("PT", "AU", "AF", "BA", "BF", "BE", "ED", "CA", "GP", "TI", "SO", "JI", "J9", "DE", "ID", "AB", "DI", "D2"),
    *("PY", "PD", "BP", "EP", "AR", "PS", "SN", "EI", "BN", "DT", "OI", "FN", "VR", "EF", "ER"),
}


def read(text: str) -> Iterator[Reference | Problem]:
    """The references of a Web of Science file; a record without ER is ended where the next one starts.

    Raises Unreadable when no line starts a record.
    """
    rows = lines(clean(text).lstrip("\ufeff"))
    if not any(re.match(r"(?:PT|FN|TI|AU) ", row) for row in rows):
        raise Unreadable('This is not a Web of Science export: no line starts with "PT ".')
    for record in _records(rows):
        if record.note:
            yield Problem(record.note, line=record.line)
        yield _reference(record)


def _records(rows: list[str]) -> Iterator[TaggedRecord]:
    record: TaggedRecord | None = None
    for number, row in enumerate(rows, 1):
        match = _LINE.match(row)
        tag = match.group(1) if match else ""
        if tag in ("ER", "PT", "EF"):
            if record and record.fields:
                if tag != "ER":
                    record.note = "This record has no ER line; it was ended where the next one starts."
                yield record
            record = None
        if match and tag not in ("ER", "EF", "FN", "VR"):
            record = record or TaggedRecord(number)
            record.add(tag, (match.group(2) or "").strip(" \t"), number)
        elif record and row.startswith((" ", "\t")):
            record.extend(row.strip(" \t"))
    if record and record.fields:
        record.note = "The last record has no ER line; it was ended at the end of the file."
        yield record


def _reference(record: TaggedRecord) -> Reference:
    kinds = record.text("DT").lower()
    kind = _TYPES.get(record.text("PT")[:1], "article-journal")
    if record.text("CT") or kinds.startswith(_PROCEEDINGS):
        kind = "paper-conference"
    elif kind == "book" and "chapter" in kinds:
        kind = "chapter"
    fields: dict[str, str] = {field: record.text(tag) for tag, field in _PLAIN}
    source = record.text("SO")
    if (kind == "book" and source and source != record.text("TI")) or kind != "book":
        fields["container-title"] = source
    fields["container-title-short"] = record.text("JI", "J9")
    fields["page"] = _page(record)
    fields["issued"] = _issued(record)
    fields["abstract"] = "\n".join(record.texts("AB"))
    fields["publication-type"] = "\n".join(part.strip() for part in record.text("DT").split(";") if part.strip(" -"))
    fields["ISSN"] = ", ".join(record.texts("SN", "EI"))
    fields["ISBN"] = ", ".join(record.texts("BN"))
    fields["DOI"] = identifiers.normalise_doi(record.text("DI", "D2"))
    if record.text("DI") and not fields["DOI"]:
        fields["di"] = record.text("DI")
    for tag, values in record.others(_READ):
        fields[tag.lower()] = "\n".join(values)
    words = [word.strip() for tag in ("DE", "ID") for text in record.texts(tag) for word in text.split(";")]
    return Reference(
        type=kind,
        title=record.text("TI") or (source if kind == "book" else ""),
        contributors=tuple(_people(record)),
        fields=fields,
        incomplete_roles=("author",) if any(map(person_names.is_others, record.lines_of("AU"))) else (),
        keywords=tuple(dict.fromkeys(filter(None, words))),
    )


def _people(record: TaggedRecord) -> Iterator[Contributor]:
    """Full names (AF) where there are as many as short ones, groups, editors; iDs from OI ("Family, Given/0000-")."""
    orcids = {_folded(label): orcid for label, orcid in _ORCID.findall(record.text("OI"))}
    for short, full in (("AU", "AF"), ("BA", "BF")):
        names = _split(record, short)
        longer = _split(record, full)
        for text in longer if len(longer) >= len(names) else names:
            if not person_names.is_others(text):
                yield Contributor(_name(text, orcids), "author")
    for text in [*_split(record, "CA"), *_split(record, "GP")]:
        yield Contributor(Name(literal=text), "author")
    for text in [*_split(record, "BE"), *_split(record, "ED")]:
        yield Contributor(_name(text, orcids), "editor")


def _split(record: TaggedRecord, tag: str) -> list[str]:
    return [part.strip() for row in record.lines_of(tag) for part in row.split(";") if part.strip()]


def _name(text: str, orcids: dict[str, str]) -> Name:
    found = person_names.from_inverted(text)
    orcid = orcids.get(_folded(text), "")
    return Name(found.family, found.given, found.particle, found.suffix, found.literal, orcid)


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _page(record: TaggedRecord) -> str:
    first, last = record.text("BP"), record.text("EP")
    if not first:
        return record.text("PS") or record.text("AR")
    return f"{first}-{last}" if last and last != first else first


def _issued(record: TaggedRecord) -> str:
    """The year made exact by PD ("JUN 14", "2006 May-Jun", "04 2006")."""
    year, more = record.text("PY"), record.text("PD")
    numbered = re.fullmatch(r"(\d\d) (\d{4})", more)
    if numbered:
        more = f"{numbered.group(2)}-{numbered.group(1)}"
    for together in (more, f"{year} {more}") if more else ():
        exact = edtf_dates.from_printed(together)
        if exact.startswith(year) and edtf_dates.parts_of(exact):
            return exact
    return edtf_dates.from_printed(year or more)
