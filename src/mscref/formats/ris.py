"""RIS, as EndNote, Zotero, Scopus, publishers and databases write it, and as people break it.

Read are: any line ending, a byte order mark, indented or lower-case tags, one space before the dash, a missing or empty
ER, lines that continue a value. The specification: https://en.wikipedia.org/wiki/RIS_(file_format) and the
Reference Manager description it cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from mscref.errors import Unreadable
from mscref.formats import edtf_dates, person_names, ris_tags, standard_numbers
from mscref.formats.tagged_records import TaggedRecord
from mscref.formats.text_encoding import clean, lines, one_line
from mscref.model import identifiers
from mscref.model.reading import Problem
from mscref.model.reference import Attachment, Contributor, Note, Reference

name = "RIS"
extensions = (".ris",)

_START = re.compile(r"^([ \t]*)(TY)[ \t]{0,3}-", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(r"([A-Z][A-Z0-9])(?:([ \t]{0,3})-(?:[ \t](.*)|([^-\s].*)|\s*$)|\s*$)")
_ROLES = (
    ("AU", "author"),
    ("A1", "author"),
    ("ED", "editor"),
    ("A2", "editor"),
    ("A3", "collection-editor"),
    ("A4", "translator"),
)
_ROLE_TAGS = {"author": "AU", "editor": "ED", "collection-editor": "A3", "translator": "A4"}
_RANGE = re.compile(r"([^\s-]+)-([^\s-]+)")
_DATE = re.compile(r"(\d{4})?/(\d{1,2})?(?:/(\d{1,2})?(?:/(.*))?)?", re.ASCII)
_BARE_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+$", re.IGNORECASE)
_DOI_PLACES = ("UR", "L3", "N1")
_FILE_TAGS = ("L1", "L4")
_READ_WORDS = """
    TY ER AU A1 ED A2 A3 A4 TI T1 CT BT T2 T3 JF JO JA J1 J2 C3 PY Y1 DA Y2 SP EP C7 SN DO DOI AN AB N2 N1 RN KW ID
    LB L1 L4
"""
_READ = frozenset(_READ_WORDS.split()) | {tag for tags, _ in ris_tags.PLAIN for tag in tags}


def read(text: str) -> Iterator[Reference | Problem]:
    """The references of a RIS file; a record whose frame is broken is repaired and reported.

    Raises Unreadable when no line starts a record.
    """
    text = clean(text).lstrip("\ufeff")
    start = _START.search(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not start:
        raise Unreadable('This is not RIS: no line starts with "TY  -".')
    for record in _records(lines(text), indent=len(start.group(1)), lower=start.group(2).islower()):
        if record.note:
            yield Problem(record.note, line=record.line)
        if any(entry.text for entry in record.fields if entry.tag != "TY"):
            yield _reference(record)
        else:
            yield Problem("The record that starts here is empty and was left out.", line=record.line, lost=True)


def write(references: Iterable[Reference], out: TextIO) -> None:
    """Write one record a reference, lines ended by LF, tags in one fixed order."""
    for reference in references:
        for tag, value in _fields_of(reference):
            out.write(f"{tag}  - {value}\n")
        out.write("ER  - \n\n")


def _records(rows: list[str], *, indent: int, lower: bool) -> Iterator[TaggedRecord]:
    record: TaggedRecord | None = None
    for number, row in enumerate(rows, 1):
        row = row[indent:] if not row[:indent].strip() else row
        tag, value = _tagged(row, lower)
        if tag == "TY":
            if record:
                record.note = record.note or "This record has no ER line; it was ended where the next one starts."
                yield record
            record = TaggedRecord(number)
            record.add("TY", value, number)
        elif tag == "ER":
            if record:
                yield record
            record = None
        elif tag and record is None:
            record = TaggedRecord(number, note="This record has no TY line; it was read as a document.")
            record.add(tag, value, number)
        elif tag and record:
            record.add(tag, value, number)
        elif record:
            record.extend(row.strip(" \t"))
    if record:
        record.note = record.note or "The last record has no ER line; it was ended at the end of the file."
        yield record


def _tagged(row: str, lower: bool) -> tuple[str, str]:
    """(tag, value) of a line that starts a field, ("", "") of one that continues it.

    A tag that RIS does not know counts only in the exact form "XX  - ".
    """
    match = _LINE.match(row.upper()[:6] + row[6:] if lower else row)
    if not match:
        return "", ""
    tag, gap = match.group(1), match.group(2)
    if gap is None:
        return (tag, "") if tag == "ER" else ("", "")
    if (gap != "  " or match.group(4)) and tag not in ris_tags.KNOWN:
        return "", ""
    return tag, (match.group(3) or match.group(4) or "").strip(" \t")


def _reference(record: TaggedRecord) -> Reference:
    kind = ris_tags.TYPES.get(record.text("TY").upper(), "document")
    fields: dict[str, str] = {}
    if kind == "document" and record.text("TY").upper() not in ("GEN", ""):
        fields["ty"] = record.text("TY")
    title = _put_titles(record, kind, fields)
    contributors, incomplete = _contributors(record)
    for tags, field in ris_tags.PLAIN:
        fields[field] = record.text(*tags)
    fields["page"] = _page(record)
    fields["issued"] = _issued(record)
    fields["accessed"] = _date(record.text("Y2"))
    fields["abstract"] = "\n\n".join(dict.fromkeys(record.paragraphs("AB", "N2")))
    isbns, issns = standard_numbers.sort(record.texts("SN"), is_book=kind in ris_tags.IN_BOOKS)
    fields["ISBN"], fields["ISSN"] = ", ".join(isbns), ", ".join(issns)
    _put_identifiers(record, fields)
    for tag, values in record.others(_READ):
        fields[tag.lower()] = "\n".join(values)
    fields["ur"] = "\n".join(record.texts("UR", "LK")[1:])
    return Reference(
        type=kind,
        title=title,
        contributors=contributors,
        fields=fields,
        key=record.text("ID", "LB"),
        incomplete_roles=incomplete,
        keywords=tuple(dict.fromkeys(record.lines_of("KW"))),
        trials=tuple(dict.fromkeys(found.value for found in identifiers.find_trials(record.text("AN")))),
        notes=tuple(Note(text) for text in record.paragraphs("N1", "RN")),
        attachments=tuple(Attachment(path) for path in record.lines_of(*_FILE_TAGS)),
    )


def _put_titles(record: TaggedRecord, kind: str, fields: dict[str, str]) -> str:
    """The title; journal, book and series titles go to `fields` by what they mean for the type."""
    title = record.text("TI", "T1", "CT")
    journals = record.texts("JF", "JO")
    secondary = record.text("T2")
    book = record.text("BT")
    if not title:
        title, book = book, ""
    if kind in ris_tags.BOOKS:
        fields["collection-title"] = secondary or record.text("T3")
        fields["container-title"] = next(iter(journals), book)
        if secondary and record.text("T3"):
            fields["t3"] = record.text("T3")
    else:
        if kind in ris_tags.PROCEEDINGS and record.text("C3"):
            fields["event-title"] = secondary or book
            journals, secondary, book = record.texts("C3"), "", ""
        fields["container-title"] = next((t for t in (record.text("JF"), secondary, book, *journals) if t), "")
        fields["collection-title"] = record.text("T3")
    if kind not in ris_tags.PROCEEDINGS and record.text("C3"):
        fields["c3"] = record.text("C3")
    shorts = [t for t in record.texts("JA", "J2", "J1", "JO") if t != fields["container-title"]]
    if not fields["container-title"] and shorts and kind not in ris_tags.BOOKS:
        fields["container-title"] = shorts.pop(0)
    fields["container-title-short"] = next(iter(shorts), "")
    return title


def _contributors(record: TaggedRecord) -> tuple[tuple[Contributor, ...], tuple[str, ...]]:
    found = []
    incomplete = []
    roles = dict(_ROLES)
    for entry in record.fields:
        role = roles.get(entry.tag)
        for text in entry.lines if role else ():
            if role and person_names.is_others(text):
                incomplete.append(role)
            elif role and text.strip(", "):
                found.append(Contributor(person_names.from_inverted(text), role))
    order = list(dict.fromkeys(role for _, role in _ROLES))
    found.sort(key=lambda c: order.index(c.role))
    return tuple(found), tuple(dict.fromkeys(incomplete))


def _page(record: TaggedRecord) -> str:
    """ "first-last"; a range that stands in SP alone, or an article number (C7), is taken as it is."""
    first, last = record.text("SP").replace("\u2013", "-"), record.text("EP").replace("\u2013", "-")
    if not first:
        return last or record.text("C7")
    return first if not last or last == first or first.endswith(f"-{last}") or first == last else f"{first}-{last}"


def _issued(record: TaggedRecord) -> str:
    """DA when the year of PY agrees or completes it, else PY; the deprecated Y1 counts where both are missing."""
    year, exact = (next(filter(None, map(_date, record.texts(*tags))), "") for tags in (("PY",), ("DA",)))
    if not year and not re.match("[0-9]{4}", exact):
        year = next(filter(None, map(_date, record.texts("Y1"))), "")
    if exact and not re.match("[0-9]{4}", exact) and re.fullmatch("[0-9]{4}", year):
        together = edtf_dates.from_printed(f"{year} {exact}")
        exact = together if edtf_dates.parts_of(together) else ""
    if exact and exact.startswith(year[:4]) and len(exact) >= len(year):
        return exact
    return year or exact


def _date(text: str) -> str:
    """RIS dates are YYYY/MM/DD/other with parts left out; `other` may hold a season, a range or words.

    Slashes, zeros and a year 0 say nothing.
    """
    slashed = _DATE.fullmatch(text)
    if not text.strip("/ 0") and not (slashed and slashed.group(4)):
        return ""
    if not slashed:
        return edtf_dates.from_printed(text)
    year, month, day, other = slashed.groups()
    if other and (not month or not year):
        seasonal = edtf_dates.from_printed(f"{year} {other}")
        return seasonal if year and edtf_dates.parts_of(seasonal) else other
    parts = (year, month, day if month else None)
    exact = "-".join(part.zfill(2) for part in parts if part and part.strip("0"))
    return exact if edtf_dates.parts_of(exact) else edtf_dates.from_printed(text.rstrip("/"))


def _put_identifiers(record: TaggedRecord, fields: dict[str, str]) -> None:
    said = record.text("DO", "DOI")
    fields["DOI"] = identifiers.normalise_doi(said) or said
    fields["DOI"] = fields["DOI"] or _implied_doi(record.text(tag) for tag in _DOI_PLACES)
    number = record.text("AN")
    if (
        number.isdecimal()
        and len(number) <= 9
        and re.search(r"pubmed|medline|nlm", fields.get("source", ""), re.IGNORECASE)
    ):
        fields["PMID"] = number
    elif number:
        fields["an"] = number
    if fields["PMCID"] and not re.fullmatch(r"PMC\d+", fields["PMCID"]):
        fields["c2"], fields["PMCID"] = fields["PMCID"], ""


def _implied_doi(values: Iterable[str]) -> str:
    """The DOI of a record without DO whose link or note is nothing but one."""
    return next((doi for value in values if _BARE_DOI.match(value) and (doi := identifiers.normalise_doi(value))), "")


def _fields_of(reference: Reference) -> Iterator[tuple[str, str]]:
    """(tag, value) of every line but ER, in order."""
    get = reference.get
    code = ris_tags.CODES.get(reference.type, "GEN")
    if code == "GEN" and re.fullmatch(r"[A-Z]{2,10}", get("ty")) and get("ty") not in ris_tags.TYPES:
        code = get("ty")
    yield "TY", code
    yield from _people_of(reference)
    yield from _lines_of(("TI", reference.title), *_titles_of(reference, code))
    yield from _dates_of(reference)
    page = one_line(get("page")).replace("\u2013", "-")
    span = _RANGE.fullmatch(page)
    if span and span.group(2) == span.group(1):
        page, span = span.group(1), None
    yield from _lines_of(("SP", span.group(1)), ("EP", span.group(2))) if span else _lines_of(("SP", page))
    plain = [(tags[0], get(field)) for tags, field in ris_tags.PLAIN if field not in ("source", "PMCID")]
    yield from _lines_of(*plain)
    for extra in get("ur").split("\n"):
        yield from _lines_of(("UR", extra))
    printed = [*one_line(get("ISBN")).split(", "), *one_line(get("ISSN")).split(", ")]
    for numbers in standard_numbers.sort(printed, is_book=ris_tags.TYPES.get(code) in ris_tags.IN_BOOKS):
        yield from _lines_of(*(("SN", number) for number in numbers))
    yield from _identifiers_of(reference)
    for keyword in dict.fromkeys(one_line(clean(word)) for word in reference.keywords):
        yield from _lines_of(("KW", keyword))
    yield from _paragraphs_of("AB", get("abstract"))
    for note in reference.notes:
        yield from _paragraphs_of("N1", note.text)
    for attachment in reference.attachments:
        yield from _lines_of(("L1", attachment.path))
    for field, value in sorted(reference.fields.items()):
        if re.fullmatch(r"[a-z][a-z0-9]", field) and field.upper() not in _READ | _MEANS_ELSEWHERE:
            for part in value.split("\n"):
                yield from _lines_of((field.upper(), part))
    yield from _lines_of(("ID", reference.key))


# Two-letter tags of MEDLINE and ISI files that RIS reads as something else or not at all.
_MEANS_ELSEWHERE_WORDS = """
    RN SI GR SB LR GN OT PT IR ED IS PG PL IP VI MH NR TC
"""
_MEANS_ELSEWHERE = frozenset(_MEANS_ELSEWHERE_WORDS.split())


def _lines_of(*pairs: tuple[str, str]) -> Iterator[tuple[str, str]]:
    for tag, value in pairs:
        text = one_line(clean(value))
        if text:
            yield tag, text


def _paragraphs_of(tag: str, value: str) -> Iterator[tuple[str, str]]:
    """A value with its line breaks; a line that looks like a field is moved in by two spaces."""
    rows = "\n".join(row.strip(" \t") for row in lines(clean(value))).strip("\n").split("\n")
    rows = [f"  {row}" if i and _tagged(row, lower=False)[0] else row for i, row in enumerate(rows)]
    text = "\n".join(rows)
    if text.strip():
        yield tag, text


def _people_of(reference: Reference) -> Iterator[tuple[str, str]]:
    for role, tag in _ROLE_TAGS.items():
        people, goes_on = person_names.named(reference, role)
        for person in people:
            yield from _lines_of((tag, person_names.inverted(person)))
        if goes_on:
            yield tag, "et al."


def _titles_of(reference: Reference, code: str) -> Iterator[tuple[str, str]]:
    kind = ris_tags.TYPES.get(code, "document")
    event, series, short = map(reference.get, ("event-title", "collection-title", "container-title-short"))
    container = reference.journal or ("" if kind in ris_tags.BOOKS else short)
    if kind in ris_tags.BOOKS:
        yield from (("T2", series), ("JF", container), ("T3", reference.get("t3") if series else ""))
    elif kind in ris_tags.PROCEEDINGS and event:
        yield from (("T2", event), ("C3", container), ("T3", series))
    else:
        yield from (("T2", container), ("T3", series))
    yield "JA", short if short != container else ""


def _dates_of(reference: Reference) -> Iterator[tuple[str, str]]:
    issued = one_line(reference.get("issued"))
    parts = edtf_dates.parts_of(issued)
    if parts and len(parts) == 1 and parts[0][0] > 0:
        yield "PY", issued[:4]
        if len(parts[0]) > 1:
            yield "DA", _slashed(issued, parts[0])
    elif issued:
        year = issued[:4] if re.match("[0-9]{4}", issued) else ""
        yield from _lines_of(("PY", year), ("DA", f"{year}///{issued}"))
    accessed = one_line(reference.get("accessed"))
    seen = edtf_dates.parts_of(accessed)
    if seen and len(seen) == 1 and seen[0][0] > 0:
        yield "Y2", _slashed(accessed, seen[0])
    elif accessed:
        yield "Y2", f"///{accessed}"


def _slashed(edtf: str, parts: edtf_dates.Parts) -> str:
    if len(parts) == 2 and parts[1] > 12:
        return f"{edtf[:4]}///{edtf_dates.to_medline(edtf).split(' ')[1]}"
    return edtf.replace("-", "/") + "/" * (3 - len(parts))


def _identifiers_of(reference: Reference) -> Iterator[tuple[str, str]]:
    get = reference.get
    urls = "\n".join((get("URL"), get("ur")))
    first_note = next((note.text for note in reference.notes if one_line(clean(note.text))), "")
    places = (one_line(clean(value)) for value in (urls.strip().split("\n")[0], get("l3").split("\n")[0], first_note))
    yield from _lines_of(("DO", identifiers.normalise_doi(get("DOI")) or get("DOI") or _implied_doi(places)))
    if get("PMID"):
        yield from _lines_of(("AN", get("PMID")), ("DB", "PubMed"))
    else:
        yield from _lines_of(("AN", get("an") or " ".join(reference.trials)), ("DB", get("source")))
    yield from _lines_of(("C2", get("PMCID") or get("c2")))
