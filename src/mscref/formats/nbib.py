"""MEDLINE's tagged form (.nbib), as PubMed and ERIC export it.

A tag of up to four letters, a dash at the fifth place, continuation lines moved in; a blank line or a new PMID ends
a record. The elements: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from mscref.errors import Unreadable
from mscref.formats import edtf_dates, medline_words, person_names
from mscref.formats.tagged_records import TaggedRecord
from mscref.formats.text_encoding import clean, lines, one_line
from mscref.model import identifiers
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Reference

name = "MEDLINE"
extensions = (".nbib", ".medline")

_LINE = re.compile(r"(?=([A-Z][A-Z0-9]{1,4}))(?:[A-Z0-9]{2,5}[ \t]{0,3}-(?:[ \t]|$)|[A-Z0-9 ]{4}-)(.*)")
_LOCATION = re.compile(r"(.+?)\s*\[(doi|pii|bookaccession|isbn|url)\]", re.IGNORECASE)
_ORCID = re.compile(r"\d{4}-?\d{4}-?\d{4}-?\d{3}[\dXx]")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")
# One value of a record in one CSL field: (tag, field).
PLAIN = (
    ("PMID", "PMID"),
    ("VI", "volume"),
    ("IP", "issue"),
    ("TT", "original-title"),
    ("JT", "container-title"),
    ("TA", "container-title-short"),
    ("PB", "publisher"),
    ("PL", "publisher-place"),
    ("EN", "edition"),
    ("CTI", "collection-title"),
)
_PEOPLE = {
    "FAU": "author",
    "AU": "author",
    "CN": "author",
    "FED": "editor",
    "ED": "editor",
    "FIR": "contributor",
    "IR": "contributor",
}
_READ = {
    *(tag for tag, _ in PLAIN),
    *_PEOPLE,
    *(
        "TI",
        "BTI",
        "PG",
        "LID",
        "AID",
        "AB",
        "AUID",
        "LA",
        "SI",
        "PT",
        "DEP",
        "PMC",
        "MH",
        "OT",
        "IS",
        "ISBN",
        "DP",
        "ISSN",
    ),
}
_ANY_RECORD = re.compile(rf"^[ \t]{{0,3}}(?:OWN|STAT|{'|'.join(sorted(_READ))})[ \t]{{0,3}}- ", re.MULTILINE)
_TAG_ORDER_WORDS = """
    own stat dcom lr is pmc mid gr rn sb adin apin cin con crf cri ddin drin ecf ecin efr ein ori prin prof rin rof
    rpf rpi rrf rrin spin uin uof mhda crdt phst aid pst so jid
"""
_TAG_ORDER = tuple(_TAG_ORDER_WORDS.split())


def read(text: str) -> Iterator[Reference | Problem]:
    """The references of a MEDLINE file; what stands outside a record is reported.

    Raises Unreadable when no line looks like a MEDLINE field.
    """
    text = clean(text).lstrip("\ufeff")
    if not _ANY_RECORD.search(text.replace("\r\n", "\n").replace("\r", "\n")):
        raise Unreadable('This is not a MEDLINE file: no line starts with "PMID- " or another of its tags.')
    for record in _records(lines(text)):
        if record.note:
            yield Problem(record.note, line=record.line, lost=True)
        elif any(entry.tag in _READ and entry.text for entry in record.fields):
            yield _reference(record)
        else:
            yield Problem("This record says nothing of a publication and was left out.", line=record.line, lost=True)


def write(references: Iterable[Reference], out: TextIO) -> None:
    """Write one record a reference, lines wrapped at 88 characters as PubMed does, a blank line between records."""
    for number, reference in enumerate(references):
        out.write("\n" if number else "")
        for tag, value in _fields_of(reference):
            text = one_line(clean(value))
            if text:
                out.write(f"{tag:<4}- " + "\n      ".join(_wrapped(text)) + "\n")


def _wrapped(text: str, width: int = 82) -> Iterator[str]:
    """The words of `text` in lines of at most `width` characters, a longer word on a line of its own."""
    row = ""
    for word in text.split(" "):
        if row and len(row) + 1 + len(word) > width:
            yield row
            row = word
        else:
            row = f"{row} {word}" if row else word
    yield row


def _records(rows: list[str]) -> Iterator[TaggedRecord]:
    record: TaggedRecord | None = None
    stray: int | None = None
    blank = True
    for number, row in enumerate(rows, 1):
        if not row.strip(" \t"):
            blank = True
            continue
        match = _LINE.match(row.lstrip(" \t") if len(row) - len(row.lstrip(" \t")) < 4 else row)
        starts = bool(match) and (blank or (match is not None and match.group(1) == "PMID"))
        if match and (record is None or (starts and _is_fresh(record, match.group(1)))):
            if record:
                yield record
            record, stray = TaggedRecord(number), None
        if match and record:
            record.add(match.group(1), (match.group(2) or "").strip(" \t"), number)
        elif record and not (blank and row[:1] not in " \t"):
            record.extend(row.strip(" \t"))
        elif stray is None:
            stray = number
            if not re.fullmatch(r"\d{1,6}[.:]?", row.strip()):
                yield TaggedRecord(number, note="The text that starts here belongs to no record and was left out.")
        blank = False
    if record:
        yield record


def _is_fresh(record: TaggedRecord, tag: str) -> bool:
    """True when `tag` opens another record: a blank line inside one is followed by a tag that it has not had."""
    seen = {entry.tag for entry in record.fields}
    return tag in ("PMID", "OWN") or tag in seen or not seen.isdisjoint(("TI", "BTI"))


def _reference(record: TaggedRecord) -> Reference:
    fields: dict[str, str] = {field: record.text(tag) for tag, field in PLAIN}
    kinds = record.texts("PT")
    own_title, book = record.text("TI"), record.text("BTI")
    kind = medline_words.type_of(kinds)
    if book:
        kind = "chapter" if own_title else "book"
        fields["container-title"] = medline_words.without_stop(book) if own_title else fields["container-title"]
    fields["page"] = record.text("PG").replace("\u2013", "-")
    fields["language"] = ", ".join(record.texts("LA"))
    fields["abstract"] = "\n".join(medline_words.paragraphs(text) for text in record.texts("AB"))
    fields["publication-type"] = "\n".join(kinds)
    _put_date(record.text("DP"), fields)
    fields["available-date"] = edtf_dates.from_printed(record.text("DEP"))
    fields["ISBN"] = ", ".join(_isbn(text) for text in record.texts("ISBN"))
    fields["PMCID"] = re.sub(r"(?i)^(?:PMC)?(?=\d+$)", "PMC", record.text("PMC"))
    _put_issn(record, fields)
    _put_locations(record, fields)
    headings = record.texts("MH")
    fields["mesh"] = "\n".join(headings)
    words = [medline_words.keyword_of(heading) for heading in headings]
    words += [word.strip("*") for word in record.texts("OT")]
    databanks = record.texts("SI")
    trials = [medline_words.trial_of(text) for text in databanks]
    fields["si"] = "\n".join(text for text, trial in zip(databanks, trials, strict=True) if not trial)
    for tag, values in record.others(_READ):
        rows = [one_line(value) for value in values]
        name_here = tag.lower()
        fields[name_here] = "\n".join(rows)
    return Reference(
        type=kind,
        title=medline_words.without_stop(own_title or book or record.text("TT")),
        contributors=tuple(_people(record)),
        fields=fields,
        incomplete_roles=tuple(
            {_PEOPLE[e.tag] for e in record.fields if e.tag in _PEOPLE and person_names.is_others(e.text)}
        ),
        keywords=tuple(dict.fromkeys(filter(None, words))),
        trials=tuple(dict.fromkeys(filter(None, trials))),
    )


def _people(record: TaggedRecord) -> Iterator[Contributor]:
    """Names in order; FAU goes before its AU and is preferred, AUID belongs to the author before it."""
    waiting: Contributor | None = None
    full = ""
    for entry in record.fields:
        role = _PEOPLE.get(entry.tag)
        if role and entry.text and not person_names.is_others(entry.text):
            if entry.tag in ("AU", "ED", "IR") and full == f"F{entry.tag}":
                full = ""
                continue
            if waiting:
                yield waiting
            waiting = Contributor(_name(entry.tag, entry.text), role)
            full = entry.tag if entry.tag.startswith("F") else ""
        elif entry.tag == "AUID" and waiting:
            found = _ORCID.search(entry.text)
            if found and not waiting.name.orcid:
                digits = found.group().replace("-", "").upper()
                orcid = "-".join(digits[i : i + 4] for i in range(0, 16, 4))
                old = waiting.name
                waiting = Contributor(
                    Name(old.family, old.given, old.particle, old.suffix, old.literal, orcid), waiting.role
                )
    if waiting:
        yield waiting


def _name(tag: str, text: str) -> Name:
    if tag == "CN":
        return Name(literal=text)
    if tag.startswith("F") or "," in text:
        return person_names.from_full_medline(text)
    return person_names.from_medline(text)


def _put_date(printed: str, fields: dict[str, str]) -> None:
    """The date of DP; of one that is no date ("Article 10 2019") the year, and the words in the field `dp`."""
    fields["issued"] = edtf_dates.from_printed(printed)
    year = _YEAR.search(printed)
    if year and not edtf_dates.parts_of(fields["issued"]):
        fields["issued"], fields["dp"] = year.group(), printed


def _put_issn(record: TaggedRecord, fields: dict[str, str]) -> None:
    """All ISSNs; how MEDLINE marks them (Print, Electronic, Linking) is kept in the field `is`."""
    printed = record.texts("IS", "ISSN")
    own = sorted(printed, key=lambda text: "(Linking)" in text)
    found = dict.fromkeys(f"{first}-{last}" for text in own for first, last in _ISSN.findall(text))
    fields["ISSN"] = ", ".join(found)
    if printed != list(found):
        fields["is"] = "\n".join(printed)


def _isbn(printed: str) -> str:
    """An ISBN without the word in front (ERIC) or the medium behind it."""
    return one_line(printed.removeprefix("ISBN-").split(" (")[0])


def _put_locations(record: TaggedRecord, fields: dict[str, str]) -> None:
    """DOI, article number and address out of LID and AID; what they say beyond is kept in the field `aid`."""
    for text in record.texts("LID", "AID"):
        match = _LOCATION.fullmatch(text)
        value, kind = (match.group(1), match.group(2).lower()) if match else (text, "")
        if kind == "doi":
            fields.setdefault("DOI", identifiers.normalise_doi(value) or value)
        elif kind == "pii" and not fields["page"] and medline_words.is_article_number(value):
            fields["page"] = value
        elif kind in ("", "url") and _ADDRESS.match(value):
            fields.setdefault("URL", value)
    others = [text for text in dict.fromkeys(record.texts("LID", "AID")) if not _is_told(text, fields)]
    fields["aid"] = "\n".join(others)


def _with_locations_read(reference: Reference) -> Reference:
    """The reference with what its field `aid` says laid where reading would lay it (a DOI that came by hand)."""
    if not reference.fields.get("aid"):
        return reference
    record = TaggedRecord(0)
    record.add("LID", f"{one_line(reference.doi)} [doi]" if one_line(reference.doi) else "", 0)
    record.add("LID", reference.get("URL"), 0)
    for text in reference.get("aid").split("\n"):
        record.add("AID", text, 0)
    fields = {"page": reference.get("page")}
    _put_locations(record, fields)
    return reference.with_fields(fields)


def _is_told(location: str, fields: dict[str, str]) -> bool:
    match = _LOCATION.fullmatch(location)
    value = match.group(1) if match else location
    told = (fields.get("DOI", ""), fields.get("URL", ""))
    return value in told or bool(match and match.group(2).lower() == "doi" and identifiers.normalise_doi(value) in told)


def _fields_of(reference: Reference) -> Iterator[tuple[str, str]]:
    """(tag, value) of every field, in PubMed's order."""
    reference = _with_locations_read(reference)
    get = reference.get
    yield "PMID", get("PMID")
    yield from _own_fields(reference, ("own", "stat", "dcom", "lr"))
    if get("is"):
        yield from _own_fields(reference, ("is",))
    else:
        yield from (("IS", number) for number in get("ISSN").split(", "))
    yield from (("ISBN", _isbn(number)) for number in get("ISBN").split(", "))
    yield from (("VI", get("volume")), ("IP", get("issue")), ("DP", _printed_date(reference)))
    yield from _titles_of(reference)
    yield "PG", get("page").replace("\u2013", "-")
    doi = identifiers.normalise_doi(get("DOI")) or one_line(get("DOI"))
    yield "LID", f"{doi} [doi]" if doi else ""
    yield "LID", get("URL") if _ADDRESS.match(get("URL")) else ""
    yield "AB", get("abstract")
    yield from _people_of(reference)
    yield from (("LA", language) for language in get("language").split(", "))
    databanks = (*reference.trials, *reference.fields.get("si", "").split("\n"))
    known = {one_line(text): medline_words.trial_of(text) for text in databanks}
    for trial in dict.fromkeys(filter(None, known.values())):
        yield "SI", f"{medline_words.registry(trial)}/{trial}"
    yield from (("SI", trial) for trial, number in known.items() if not number)
    yield from (("PT", kind) for kind in get("publication-type").split("\n"))
    exact = get("available-date")
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", exact) and edtf_dates.parts_of(exact)
    yield "DEP", exact.replace("-", "") if is_day else edtf_dates.to_medline(exact)
    yield from ((tag, get(field)) for tag, field in PLAIN[4:] if not (tag == "JT" and _is_in_book(reference)))
    headings = get("mesh").split("\n") if get("mesh") else []
    yield from (("MH", heading) for heading in headings)
    told = {medline_words.keyword_of(heading) for heading in headings}
    yield from (
        ("OT", word)
        for word in dict.fromkeys(one_line(word).strip("*") for word in reference.keywords)
        if word not in told
    )
    yield "PMC", get("PMCID")
    written = {"own", "stat", "dcom", "lr", "is"}
    ours = [field for field in reference.fields if re.fullmatch(r"[a-z][a-z0-9]{1,4}", field) and field not in written]
    ours = [field for field in ours if field.upper() not in _READ or field == "aid"]
    place = {field: i for i, field in enumerate(_TAG_ORDER)}
    yield from _own_fields(reference, sorted(ours, key=lambda field: (place.get(field, 99), field)))


def _printed_date(reference: Reference) -> str:
    words = reference.get("dp")
    return words if words and reference.get("issued") in words else edtf_dates.to_medline(reference.get("issued"))


def _own_fields(reference: Reference, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    for field in fields:
        for value in reference.fields.get(field, "").split("\n"):
            yield field.upper(), value


def _is_in_book(reference: Reference) -> bool:
    return reference.type in ("chapter", "entry", "entry-encyclopedia")


def _titles_of(reference: Reference) -> Iterator[tuple[str, str]]:
    title = one_line(reference.title)
    if not title or title == medline_words.without_stop(one_line(reference.get("original-title"))):
        title = ""  # TT alone is read as the title, too
    else:
        title = medline_words.with_stop(title)
    if _is_in_book(reference):
        book = medline_words.without_stop(one_line(reference.journal))
        yield "TI", title
        yield "BTI", medline_words.with_stop(book) if book and not reference.title else book
    else:
        yield "BTI" if reference.type == "book" else "TI", title
    yield "TT", reference.get("original-title")


def _people_of(reference: Reference) -> Iterator[tuple[str, str]]:
    tags = {"author": "AU", "editor": "ED", "contributor": "IR"}
    for role, tag in tags.items():
        people, goes_on = person_names.named(reference, role)
        for person in people:
            literal = one_line(person.literal)
            if literal and role == "author":
                yield "CN", literal
            else:
                full = one_line(literal.replace(",", " ")) or person_names.full_medline(person)
                yield f"F{tag}", full
                yield tag, full if literal else person_names.medline(person_names.from_full_medline(full))
            if _ORCID.fullmatch(person.orcid) and person.display:
                yield "AUID", f"ORCID: {person.orcid}"
        if goes_on:
            yield tag, "et al."
