"""Books, chapters, theses and reports in printed references."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mscref.formats.reference_strings.lettering import DASH, LETTER, UPPER, YEAR
from mscref.formats.reference_strings.locators import plain_pages
from mscref.formats.reference_strings.names import AuthorBlock, find_authors

_PLACE = (
    rf"[{UPPER}][{LETTER}.'’ -]{{2,40}}(?:, ?(?:[A-Z]{{2}}|[A-Z][a-z]+|U\.?S\.?A\.?|UK|"
    rf"The Netherlands))?(?:; [A-Z][a-z]+)*"
)
_PUBLISHER_CUE = (
    r"(?:Press|Publish(?:ers|ing|er)|Springer|Elsevier|Wiley|Saunders|Mosby|McGraw|Humana|Karger|Verlag|Routledge|"
    r"Thieme|Lippincott|Blackwell|Academic|Churchill|CRC|Sons|Books|Freeman|Garland|Dekker|Plenum|Pergamon|Macmillan|"
    r"Butterworth|IntechOpen|Nova Science|Sage|SAGE|Penguin|Harper|Norton|Pearson|Birkh[äa]user|Kluwer|"
    r"Taylor & Francis|"
    r"Organi[sz]ation|Government|Office|Institute|Ministry|University)"
)
_CITY_PUBLISHER = re.compile(
    rf"[.,(]\s*(?P<place>{_PLACE}) ?: ?(?P<publisher>[^:;,.()]{{2,70}}(?:& [^:;,.()]+)?(?:,? Inc\.?| Ltd\.?|"
    rf", Co\.?)?)[;,.)]?\s*"
    rf"(?:\(?(?P<year>{YEAR})\)?)?"
)
_PUBLISHER_CITY = re.compile(
    rf"[.,(]\s*(?P<publisher>[^.,;:()]*\b{_PUBLISHER_CUE}\b[^.,;:()]*"
    rf"(?:& [^.,;:()]+)?)(?:, (?P<place>{_PLACE}))?[;,.)]\s*\(?(?P<year>{YEAR})?\)?"
)
_PUBLISHER_ALONE = re.compile(
    rf"[.,]\s*(?P<publisher>[^.,;:()]*\b{_PUBLISHER_CUE}\b[^.,;:()]*)(?:, (?P<place>{_PLACE}))?\.?$"
)
_IN = re.compile(r"(?:[.?!,”\"]\s+|^)[Ii]n:?\s+(?=[A-Z(])")
_PAGES = re.compile(rf"[,.;:(]?\s*(?:pp?\.?|pages|S\.)\s?(?P<page>[A-Za-z]?\d+(?:\s?[{DASH}]\s?[A-Za-z]?\d+)?)\)?")
_LOOSE_PAGES = re.compile(rf"(?<=[,:;.]) ?(?P<page>\d+ ?[{DASH}] ?\d+)\.?$")
_EDITION = re.compile(
    r"[,.(]?\s*(?P<edition>(?:\d+(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Rr]ev(?:ised|"
    r"\.)?) (?:ed\.?|edition|edn\.?)|\d+e éd)\)?(?=[\s.,;)]|$)"
)
_VOLUME = re.compile(r"[,.(]?\s*\b[Vv]ol(?:ume|\.)? ?(?P<volume>\d+|[IVX]+)\)?")
_THESIS = re.compile(
    r"[.,]?\s*[\[(]?(?P<genre>(?:unpublished )?(?:ph\.?d\.?|doctoral|master'?s?|m\.?sc\.?|bachelor'?s?|md|"
    r"m\.?a\.?)?\s?(?:thesis|dissertation|diss\.))[\])]?[.,]?\s*"
    r"(?:(?P<place>[A-Z][a-z]+(?:, [A-Z]+)?): )?(?P<publisher>[^.;]*?)(?:[,;.] ?(?P<year>(?:1[89]|20)\d\d))?\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Book:
    """A book-like reading: its CSL type, title, fields, and the editors of the book a chapter stands in."""

    type: str
    title: str
    fields: Mapping[str, str] = field(default_factory=dict)
    editors: AuthorBlock | None = None


def read_book(text: str) -> Book | None:
    """What follows the authors (and year) of a book, chapter or thesis; None when nothing speaks for one."""
    if thesis := _thesis(text):
        return thesis
    chapter = _IN.search(text)
    imprint = _imprint(text[chapter.end() :] if chapter else text)
    if chapter and (
        imprint or _PAGES.search(text, chapter.end()) or re.search(r"\b[Ee]ds?\b|\beditors?\b", text[chapter.end() :])
    ):
        return _chapter(text[: chapter.start() + 1], text[chapter.end() :])
    if imprint is None:
        return None
    title, fields = _details(text[: imprint.start()])
    return Book("book", title, {**fields, **_imprint_fields(imprint)})


def _thesis(text: str) -> Book | None:
    found = _THESIS.search(text)
    if found is None or found.start() < 8:
        return None
    fields = {
        "genre": found.group("genre"),
        "publisher": (found.group("publisher") or "").strip(" ,."),
        "publisher-place": found.group("place") or "",
        "issued": found.group("year") or "",
    }
    return Book("thesis", text[: found.start()], fields)


def _imprint(text: str) -> re.Match[str] | None:
    for pattern in (_PUBLISHER_CITY, _PUBLISHER_ALONE, _CITY_PUBLISHER):
        matches = [m for m in pattern.finditer(text) if m.start() > 5]
        if pattern is _CITY_PUBLISHER:
            matches = [m for m in matches if _is_imprint(m, text)]
        if matches:
            return matches[-1]
    return None


def _is_imprint(match: re.Match[str], text: str) -> bool:
    """A colon also stands in titles: ask for a publisher's word or a year right behind."""
    if re.search(_PUBLISHER_CUE, match.group("publisher")):
        return True
    return bool(match.group("year")) or (match.end() >= len(text) - 2 and len(match.group("publisher").split()) <= 5)


def _imprint_fields(match: re.Match[str]) -> dict[str, str]:
    parts = match.groupdict()
    return {
        "publisher": (parts.get("publisher") or "").strip(" ,."),
        "publisher-place": (parts.get("place") or "").strip(" ,."),
        "issued": parts.get("year") or "",
    }


def _details(text: str) -> tuple[str, dict[str, str]]:
    """A book's title with its edition, volume and pages taken out."""
    fields: dict[str, str] = {}
    for name, pattern in (("edition", _EDITION), ("volume", _VOLUME), ("page", _PAGES)):
        if found := pattern.search(text):
            fields[name] = found.group(name)
            text = text[: found.start()] + text[found.end() :]
    if "page" in fields:
        fields["page"] = plain_pages(fields["page"])
    if "edition" in fields:
        fields["edition"] = re.sub(r"\s*(?:ed\.?|edition|edn\.?)$", "", fields["edition"])
    return text.strip(" .,;:()"), fields


def _chapter(title: str, rest: str) -> Book:
    editors = find_authors(rest)
    after = rest[editors.end :] if editors else rest
    if editors is None or (editors.role != "editor" and not re.search(r"\([Ee]ds?\.?\)|[Ee]ds?\.|editors?", rest)):
        editors, after = None, rest
    fields: dict[str, str] = {}
    if pages := _PAGES.search(after) or _LOOSE_PAGES.search(after):
        fields["page"] = plain_pages(pages.group("page"))
        after = after[: pages.start()] + ". " + after[pages.end() :].lstrip(" .,;")
    imprint = _imprint(after)
    if imprint:
        fields |= _imprint_fields(imprint)
        after = after[: imprint.start()]
    container, details = _details(re.sub(rf"\(?\b{YEAR}\b\)?[.,;]?\s*$", "", after.strip(" .,;")))
    container = re.sub(r"\s*\((?:[Ee]ds?\.?|editors?)\)\s*", " ", container).strip(" .,;:")
    fields = {**details, **fields, "container-title": container}
    kind = (
        "paper-conference"
        if re.search(r"(?i)\b(?:proceedings|conference|symposium|workshop|congress)\b", container)
        else "chapter"
    )
    return Book(kind, title, fields, editors)
