"""CSL-JSON (schema 1.0.2), the shape of references in `--json` and of the exchange with Zotero and pandoc.

`item` and `from_item` are each other's inverse for every reference: what CSL has no name for stands under `custom`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from mscref.errors import Unreadable
from mscref.formats import edtf_dates, reader_marks
from mscref.formats.csl_words import CUSTOM_WORDS, TEXT_VARIABLES, TYPES, TYPES_FROM_OTHERS
from mscref.formats.text_encoding import clean
from mscref.model.reading import Problem
from mscref.model.reference import (
    DATE_FIELDS,
    NAME_ROLES,
    Attachment,
    Contributor,
    Name,
    Note,
    RawEntry,
    Reference,
)

name = "CSL-JSON"
extensions = (".json", ".csljson", ".jsonl")

_NAME_PARTS = (
    ("family", "family"),
    ("given", "given"),
    ("particle", "non-dropping-particle"),
    ("suffix", "suffix"),
    ("literal", "literal"),
)
_OLD_NAMES = {"journalAbbreviation": "container-title-short", "shortTitle": "title-short", "event": "event-title"}
_RESUME = re.compile(r"\}\s*,?\s*(?=\{)")
_MOST_DAMAGED = 200
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def item(reference: Reference, custom: Mapping[str, Any] | None = None, *, keep_raw: bool = False) -> dict[str, Any]:
    """The CSL-JSON item of a reference, its citation key as `id`; `custom` is laid over what we put there ourselves.

    Under `custom` stand trials, notes, `authors_incomplete`, earlier keys, files, groups, ORCID iDs and the fields that
    CSL does not know; with `keep_raw` the text that the entry was read from, too.
    """
    data: dict[str, Any] = {"id": reference.key, "type": reference.type if reference.type in TYPES else "document"}
    ours: dict[str, Any] = {} if data["type"] == reference.type else {"type": reference.type}
    if _ADDRESS.match(reference.key):
        data["citation-key"] = reference.key
    if reference.title:
        data["title"] = reference.title
    _put_names(reference.contributors, data, ours)
    _put_fields(reference.fields, data, ours)
    _put_keywords(reference.keywords, data, ours)
    _put_rest(reference, ours)
    if keep_raw and reference.raw:
        ours["raw"] = {"format": reference.raw.format, "text": reference.raw.text}
    ours.update(custom or {})
    if ours:
        data["custom"] = ours
    return data


def from_item(data: Mapping[str, Any]) -> Reference:
    """The reference that a CSL-JSON item describes; numbers become text, older variable names the present ones."""
    custom = data.get("custom")
    custom = custom if isinstance(custom, Mapping) else {}
    incomplete = custom.get("incomplete_roles")
    if not isinstance(incomplete, list):
        incomplete = ["author"] if custom.get("authors_incomplete") is True else []
    keywords = _keywords(data.get("keyword"), custom.get("keywords"))
    return Reference(
        type=_type(data, custom),
        title=_text(data.get("title")),
        contributors=tuple(_contributors(data, custom)),
        fields=_fields(data, custom),
        key=_key(data),
        aliases=_texts(custom.get("aliases")),
        incomplete_roles=_texts(incomplete),
        keywords=(*keywords, *(tag for tag in _texts(custom.get("tags")) if tag not in keywords)),
        trials=_texts(custom.get("trials")),
        notes=tuple(_notes(custom.get("notes"))),
        attachments=tuple(_attachments(custom.get("attachments"))),
        collections=_texts(custom.get("collections")),
        facets=_facets(custom),
        raw=_raw(custom.get("raw")),
    )


def read(text: str) -> Iterator[Reference | Problem]:
    """The references of a CSL-JSON file: an array, one item, an object that holds `items`, or one item a line.

    Of our own export the tags come back as keywords; status, rating and colour as `reader_marks` names them. Of a
    damaged file every item that is whole is kept, and each one that is not is reported.
    Raises Unreadable when the text holds no JSON object.
    """
    text = clean(text).lstrip("\ufeff \t\r\n")
    if not text.startswith(("[", "{")):
        raise Unreadable("This is not CSL-JSON: it starts with neither [ nor {.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        yield from _salvage(text)
        return
    rows = _rows(found)
    if rows is None:
        raise Unreadable("This JSON holds no CSL items: export the references as CSL-JSON and read that file.")
    for number, row in enumerate(rows, 1):
        if isinstance(row, Mapping) and _is_item(row):
            yield _with_plain_ranges(from_item(row))
        else:
            yield Problem(f"Item {number} is not a CSL item (no type, title or id) and was left out.", lost=True)


def write(references: Iterable[Reference], out: TextIO, *, ascii: bool = False) -> None:
    """Write an array of CSL items, one reference at a time; with `ascii` other letters as JSON's escapes."""
    out.write("[")
    for number, reference in enumerate(references):
        block = json.dumps(item(reference), ensure_ascii=ascii, indent=2)
        out.write((",\n" if number else "\n") + "\n".join("  " + line for line in block.split("\n")))
    out.write("\n]\n")


def _put_names(contributors: tuple[Contributor, ...], data: dict[str, Any], ours: dict[str, Any]) -> None:
    roles = list(dict.fromkeys(c.role for c in contributors))
    strangers: dict[str, Any] = {}
    orcids: dict[str, list[str]] = {}
    for role in roles:
        names = [c.name for c in contributors if c.role == role]
        target = data if role in NAME_ROLES else strangers
        target[role] = [{csl: getattr(n, part) for part, csl in _NAME_PARTS if getattr(n, part)} for n in names]
        if any(n.orcid for n in names):
            orcids[role] = [n.orcid for n in names]
    if strangers:
        ours["names"] = strangers
    if orcids:
        ours["orcid"] = orcids
    order = [c.role for c in contributors]
    by_role = [r for r in roles if r in NAME_ROLES] + [r for r in roles if r not in NAME_ROLES]
    if order != [role for group in by_role for role in order if role == group]:
        ours["roles"] = order


def _contributors(data: Mapping[str, Any], custom: Mapping[str, Any]) -> Iterator[Contributor]:
    strangers = custom.get("names")
    orcids = custom.get("orcid")
    names: dict[str, list[Name]] = {}
    sources = [data, strangers] if isinstance(strangers, Mapping) else [data]
    for source in sources:
        for role, people in source.items():
            if isinstance(people, list) and (role in NAME_ROLES or source is strangers):
                ids = orcids.get(role) if isinstance(orcids, Mapping) else None
                names.setdefault(role, []).extend(_name(person, i, ids) for i, person in enumerate(people))
    order = custom.get("roles")
    flat = [role for role, people in names.items() for _ in people]
    if isinstance(order, list) and all(isinstance(role, str) for role in order) and sorted(order) == sorted(flat):
        flat = order
    queues = {role: iter(people) for role, people in names.items()}
    for role in flat:
        yield Contributor(next(queues[role]), role)


def _name(person: object, place: int, orcids: object) -> Name:
    orcid = _text(orcids[place]) if isinstance(orcids, list) and place < len(orcids) else ""
    if not isinstance(person, Mapping):
        return Name(literal=_text(person), orcid=orcid)
    parts = {part: _text(person.get(csl)) for part, csl in _NAME_PARTS}
    dropping = _text(person.get("dropping-particle"))
    if dropping:
        parts["particle"] = f"{dropping} {parts['particle']}".strip()
    return Name(**parts, orcid=orcid)


def _put_fields(fields: Mapping[str, str], data: dict[str, Any], ours: dict[str, Any]) -> None:
    dates: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for field, value in fields.items():
        if field in DATE_FIELDS:
            data[field] = edtf_dates.to_csl(value)
            if edtf_dates.from_csl(data[field]) != value:
                dates[field] = value
        elif field in TEXT_VARIABLES:
            data[field] = value
        elif field in CUSTOM_WORDS:
            hidden[field] = value
        else:
            ours[field] = value
    if dates:
        ours["dates"] = dates
    if hidden:
        ours["fields"] = hidden


def _fields(data: Mapping[str, Any], custom: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    dates = custom.get("dates")
    for field, value in data.items():
        if field in DATE_FIELDS:
            said = _text(dates.get(field)) if isinstance(dates, Mapping) else ""
            found[field] = said if said and edtf_dates.to_csl(said) == value else edtf_dates.from_csl(value)
        elif field in TEXT_VARIABLES:
            found[field] = _text(value)
    for old, new in _OLD_NAMES.items():
        if old in data and new not in found:
            found[new] = _text(data[old])
    for field, value in custom.items():
        if field not in CUSTOM_WORDS and isinstance(value, str):
            found[field] = clean(value)
    hidden = custom.get("fields")
    if isinstance(hidden, Mapping):
        found.update({field: clean(value) for field, value in hidden.items() if isinstance(value, str)})
    found.update(reader_marks.fields_of(custom))
    known = {*TEXT_VARIABLES, *DATE_FIELDS, *NAME_ROLES, *_OLD_NAMES, *_STRUCTURE}
    for field, value in data.items():
        if field not in known and isinstance(value, str | int | float) and not isinstance(value, bool):
            found.setdefault(field, _text(value))
    return found


_STRUCTURE = ("id", "type", "title", "keyword", "citation-key", "custom", "categories")


def _put_keywords(keywords: tuple[str, ...], data: dict[str, Any], ours: dict[str, Any]) -> None:
    if not keywords:
        return
    comma = any("," in word for word in keywords)
    data["keyword"] = ("; " if comma else ", ").join(keywords)
    if _keywords(data["keyword"], None) != keywords:
        ours["keywords"] = list(keywords)


def _keywords(printed: object, listed: object) -> tuple[str, ...]:
    """The list under `custom` while the printed string still says the same, else the string's parts."""
    text = ", ".join(_texts(printed)) if isinstance(printed, list) else _text(printed)
    words = _texts(listed)
    if words and text in (", ".join(words), "; ".join(words)):
        return words
    parts = (part.strip() for part in text.split(";" if ";" in text else ","))
    return tuple(part for part in parts if part)


def _put_rest(reference: Reference, ours: dict[str, Any]) -> None:
    if reference.trials:
        ours["trials"] = list(reference.trials)
    if reference.authors_incomplete:
        ours["authors_incomplete"] = True
    if reference.incomplete_roles not in ((), ("author",)):
        ours["incomplete_roles"] = list(reference.incomplete_roles)
    if reference.notes:
        ours["notes"] = [_filled(note, ("text", "title", "author", "created")) for note in reference.notes]
    if reference.aliases:
        ours["aliases"] = list(reference.aliases)
    if reference.attachments:
        parts = ("path", "title", "media_type", "sha256")
        ours["attachments"] = [_filled(attachment, parts) for attachment in reference.attachments]
    if reference.collections:
        ours["collections"] = list(reference.collections)
    if reference.facets:
        names = dict.fromkeys(facet for facet, _ in reference.facets)
        ours["facets"] = {name: [term for facet, term in reference.facets if facet == name] for name in names}
        if _facets(ours) != reference.facets:
            ours["facet_pairs"] = [list(pair) for pair in reference.facets]


def _filled(value: object, parts: tuple[str, ...]) -> dict[str, str]:
    return {part: getattr(value, part) for part in parts if getattr(value, part)}


def _notes(rows: object) -> Iterator[Note]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping):
            yield Note(*(_text(row.get(part)) for part in ("text", "title", "author", "created")))
        elif isinstance(row, str):
            yield Note(clean(row))


def _attachments(rows: object) -> Iterator[Attachment]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping):
            path, title, media_type, digest = (_text(row.get(p)) for p in ("path", "title", "media_type", "sha256"))
            yield Attachment(path, title, media_type, digest)


def _facets(custom: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(facet, term id) pairs; the list of pairs counts while it says the same as `facets`."""
    held = custom.get("facets")
    held = held if isinstance(held, Mapping) else {}
    found = [(facet, _text(term)) for facet, terms in held.items() if isinstance(terms, list) for term in terms]
    pairs = custom.get("facet_pairs")
    listed = [tuple(map(_text, pair)) for pair in pairs if isinstance(pair, list)] if isinstance(pairs, list) else []
    return tuple((p[0], p[1]) for p in listed) if sorted(listed) == sorted(found) else tuple(found)


def _raw(row: object) -> RawEntry | None:
    return RawEntry(_text(row.get("format")), _text(row.get("text"))) if isinstance(row, Mapping) else None


def _type(data: Mapping[str, Any], custom: Mapping[str, Any]) -> str:
    """The CSL type; names of Zotero and Crossref are understood, anything else is a document."""
    said = _text(data.get("type"))
    kept = custom.get("type")
    if said == "document" and isinstance(kept, str) and kept not in TYPES:
        return clean(kept)
    return said if said in TYPES else TYPES_FROM_OTHERS.get(said, "document")


def _key(data: Mapping[str, Any]) -> str:
    """`citation-key`, else `id` unless that is only a web address (Zotero's items have such)."""
    said = _text(data.get("citation-key"))
    if said:
        return said
    own = _text(data.get("id"))
    return "" if _ADDRESS.match(own) else own


def _text(value: object) -> str:
    """A JSON value as text: lists (as Crossref gives titles) joined, objects and booleans left out."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return "" if value is None or isinstance(value, bool | Mapping) else str(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(part) for part in value) if isinstance(value, list | tuple) else ()


def _rows(found: object) -> list[Any] | None:
    if isinstance(found, list):
        return found
    if isinstance(found, Mapping):
        for holder in ("items", "references"):
            if isinstance(found.get(holder), list):
                return list(found[holder])
        if _is_item(found):
            return [found]
    return None


def _is_item(row: Mapping[str, Any]) -> bool:
    return any(part in row for part in ("type", "title", "id", "DOI", "citation-key"))


def _with_plain_ranges(reference: Reference) -> Reference:
    """Pages with a hyphen between them, as all formats keep them; Zotero and Crossref write dashes."""
    page = reference.get("page")
    return reference.with_fields({"page": page.replace("\u2013", "-")}) if "\u2013" in page else reference


def _salvage(text: str) -> Iterator[Reference | Problem]:
    """Every whole object of a damaged array or of a file with one item a line."""
    decoder = json.JSONDecoder()
    place = text.find("{")
    kept = 0
    lost: list[tuple[int, str]] = []
    while place >= 0 and len(lost) < _MOST_DAMAGED:
        try:
            row, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            lost.append((text.count("\n", 0, place) + 1, str(error).split(":")[0]))
            resume = _RESUME.search(text, place)
            place = text.find("{", resume.end()) if resume else -1
            continue
        if _is_item(row):
            kept += 1
            yield _with_plain_ranges(from_item(row))
        place = text.find("{", end)
    if len(lost) == _MOST_DAMAGED:
        raise Unreadable(f"More than {_MOST_DAMAGED} items of this JSON are damaged: export it again.")
    if not kept:
        raise Unreadable("This JSON is damaged from its first item on: export it again.")
    for line, reason in lost:
        yield Problem(f"The item that starts here is damaged ({reason}) and was left out.", line=line, lost=True)
