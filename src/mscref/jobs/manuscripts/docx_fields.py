"""What citation programs write into Word's fields: JSON of Zotero and Mendeley, XML of EndNote, temporary citations."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from mscref.jobs.manuscripts.cited import Mark
from mscref.model.identifiers import normalise_doi

_CSL = re.compile(r"\bADDIN\s+(?:ZOTERO_ITEM\s+)?CSL_CITATION\s*(?=\{)|^\s*ZOTERO_ITEM\s+CSL_CITATION\s*(?=\{)")
_ENDNOTE = re.compile(r"\bADDIN\s+EN\.CITE(?:\.DATA)?\b")
_MENDELEY_TAG = "MENDELEY_CITATION_v3_"
_BOOKMARK = re.compile(r"(ZOTERO_BREF_\w+)_(\d+)")
_TEMPORARY = re.compile(r"\{(?=[^{}]{0,2000}#\d)([^{}]{1,2000})\}")
_ONE_TEMPORARY = re.compile(
    r"\s*(?P<author>[^,#;]{0,200}?)\s*,?\s*(?P<year>(?:1[5-9]|20)\d\d)?[a-z]?\s*#(?P<number>\d{1,9})"
)
_NOTE_KEY = re.compile(r"^\s*(?:Citation Key|bibtex)\s*:\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_NOTE_PMID = re.compile(r"^\s*PMID\s*:\s*(\d{1,9})\s*$", re.IGNORECASE | re.MULTILINE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PLAIN_KEY = re.compile(r"(?=.*[A-Za-z])[^\s,{}\"#%'()=\\~/]{2,200}")
_MACHINE_KEY = re.compile(r"ITEM-\d+|[0-9a-f]{8}-[0-9a-f-]{27}")
_FENCED = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def is_citation(code: str) -> bool:
    """True when a field's code (or a content control's tag) is that of a citation."""
    return bool(_CSL.search(code) or _ENDNOTE.search(code)) or code.startswith(_MENDELEY_TAG)


def marks(code: str, data: str, line: int) -> Iterator[Mark]:
    """The citations of one field; raises ValueError (a sentence's part) when its content is damaged.

    `data` is what Word keeps beside the code, in base64: EndNote's XML stands in either.
    """
    if code.startswith(_MENDELEY_TAG):
        yield from _csl_marks(_from_base64(code.removeprefix(_MENDELEY_TAG)).decode("utf-8", "replace"), line)
    elif csl := _CSL.search(code):
        yield from _csl_marks(code[csl.end() :], line)
    elif endnote := _ENDNOTE.search(code):
        xml = code[endnote.end() :].encode("utf-8") if "<EndNote" in code else _from_base64(data)
        yield from _endnote_marks(xml, line)


def bookmarked(properties: Mapping[str, str]) -> dict[str, str]:
    """Zotero's citations by the bookmark that each stands at, for documents that keep them apart from the text."""
    parts: dict[str, list[tuple[int, str]]] = {}
    for name, value in properties.items():
        if numbered := _BOOKMARK.fullmatch(name):
            parts.setdefault(numbered[1], []).append((int(numbered[2]), value))
    return {name: "".join(value for _, value in sorted(values)) for name, values in parts.items()}


def temporary(text: str, line: int) -> Iterator[Mark]:
    """EndNote's temporary citations in text: {Bier, 2018 #12; Deda, 2009 #5}."""
    for braces in _TEMPORARY.finditer(text):
        for each in braces[1].split(";"):
            one = _ONE_TEMPORARY.match(each)
            if one and (one["author"] or one["year"]):
                yield Mark("", line, author=one["author"], year=one["year"] or "")


def _from_base64(text: str) -> bytes:
    packed = "".join(text.split())
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("its data is not base64") from error


def _csl_marks(text: str, line: int) -> Iterator[Mark]:
    """The items of a CSL citation object."""
    try:
        citation, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("its JSON cannot be read") from error
    items = citation.get("citationItems") if isinstance(citation, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            mark = _csl_mark(item, line)
            if mark.name:
                yield mark


def _csl_mark(item: dict[str, Any], line: int) -> Mark:
    data = item.get("itemData")
    data = data if isinstance(data, dict) else {}
    note = _text(data.get("note"))
    note_key, note_pmid = _NOTE_KEY.search(note), _NOTE_PMID.search(note)
    key = _text(data.get("citation-key")) or (note_key[1] if note_key else "")
    return Mark(
        key or _plain_key(data.get("id")) or _plain_key(item.get("id")),
        line,
        doi=normalise_doi(_text(data.get("DOI"))),
        pmid=_text(data.get("PMID")) or (note_pmid[1] if note_pmid else ""),
        title=_text(data.get("title")),
        author=_first_author(data),
        year=_year(data.get("issued")),
    )


def _plain_key(value: object) -> str:
    """An item's id when it looks like a citation key, not like the number or address of a program's own."""
    text = _text(value)
    return text if _PLAIN_KEY.fullmatch(text) and not _MACHINE_KEY.fullmatch(text) else ""


def _first_author(data: Mapping[str, Any]) -> str:
    people = data.get("author") or data.get("editor")
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], dict) else {}
    return " ".join(filter(None, (_text(first.get("non-dropping-particle")), _text(first.get("family"))))) or _text(
        first.get("literal")
    )


def _year(issued: object) -> str:
    found = _YEAR.search(json.dumps(issued)) if isinstance(issued, dict) else None
    return found[0] if found else ""


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _endnote_marks(xml: bytes, line: int) -> Iterator[Mark]:
    """The <Cite> elements of EndNote's XML."""
    from lxml import etree

    start, end = xml.find(b"<EndNote"), xml.rfind(b"</EndNote>")
    if start < 0 or end < 0:
        return
    try:
        events = etree.iterparse(BytesIO(xml[start : end + 10]), events=("end",), tag="Cite", **_FENCED)
        for _, cite in events:
            mark = Mark(
                "",
                line,
                doi=normalise_doi(_content(cite, ".//electronic-resource-num")),
                pmid=pmid if (pmid := _content(cite, ".//accession-num")).isdigit() else "",
                title=_content(cite, ".//titles/title"),
                author=_content(cite, "Author"),
                year=_content(cite, "Year"),
            )
            if mark.name:
                yield mark
    except etree.XMLSyntaxError as error:
        raise ValueError("its XML cannot be read") from error


def _content(element: Any, path: str) -> str:
    found = element.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
