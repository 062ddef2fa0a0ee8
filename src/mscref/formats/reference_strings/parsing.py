"""One printed reference -> Reference: take off what surrounds it, then authors, year, title, journal, locator."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mscref.formats.reference_strings.books import read_book
from mscref.formats.reference_strings.dates import MONTH, edtf
from mscref.formats.reference_strings.endings import take_identifiers, without_links, without_number
from mscref.formats.reference_strings.lettering import YEAR, tidy
from mscref.formats.reference_strings.names import AuthorBlock, find_authors
from mscref.formats.reference_strings.sources import Source, clean_title, find_source
from mscref.model import identifiers
from mscref.model.reference import Reference, authors

_LONGEST = 4000
_YEAR_IN_BRACKETS = re.compile(
    rf"^[.,;:]?\s*[(\[](?P<date>{YEAR})(?P<letter>[a-z])?(?:[,;]? (?P<month>{MONTH}(?:[-–/ ]{MONTH})?(?: \d{{1,2}})?|"
    rf"\d{{1,2}} {MONTH}))?[)\]]\s*[.,:;]?\s*"
)
_NO_DATE = re.compile(
    r"^[.,;:]?\s*\((?P<status>n\.?d\.?|in press|forthcoming|submitted|accepted)\)\s*[.,:;]?\s*", re.IGNORECASE
)
_BARE_YEAR = re.compile(rf"^[.,;:]?\s*(?P<date>{YEAR})(?P<letter>[a-z])?(?P<mark>[.,:;]?)\s+(?=[\"“‘'\[(]?[\w])")
_VANCOUVER_DATE = re.compile(rf"\b{YEAR}[^;.:]{{0,14}};\s?\S*\d")
_NO_AUTHOR = re.compile(r"^\[?(?:Anonymous|Anon|No authors listed)\]?[.,:]?\s+(?=\S)")
_PREPRINT = re.compile(
    r"[.,]?\s+(?P<server>bioRxiv|medRxiv|arXiv|chemRxiv|ChemRxiv|PsyArXiv|Research Square|SSRN|Preprints)\b"
    r"[\s.,:;]*(?:\[?[Pp]reprint\]?[\s.,:;]*)?(?P<number>(?:\d{4}\.\d\d\.\d\d\.)?\d{5,}(?:v\d+)?)?(?P<rest>.*)$"
)
_ANY_YEAR = re.compile(rf"(?<!\d)({YEAR})(?!\d)")
_LANGUAGE = re.compile(
    r"(?:\((?:[Ii]n|[Aa]rticle in) (?P<in>[A-Z][a-z]+)(?: with [^)]*)?\)|\[(?:[Aa]rticle in|"
    r"[Ii]n) (?P<article>[A-Z][a-z]+)[^\]]*\]|"
    r"(?<![\w])(?P<bare>Japanese|Chinese|German|French|Russian|Spanish|Italian|Polish|Korean|Portuguese|Czech|"
    r"Hungarian|Turkish)(?=\.|$))\.?"
)


def parse(text: str) -> Reference | None:
    """The reference that `text` prints, in any common style; None when it reads like no reference.

    Authors, title and journal stand as printed; ranges in `page` use a plain hyphen; "et al." gives the printed
    authors and the role in `incomplete_roles`.
    """
    plain = tidy(text)
    if not plain or len(plain) > _LONGEST:
        return None
    body, fields = take_identifiers(without_links(without_number(plain)))
    body = _NO_AUTHOR.sub("", body)
    block = find_authors(body)
    rest, year = _take_year(body[block.end :] if block else body)
    rest = rest.lstrip(" .,:;")
    source = find_source(rest, has_year=bool(year), is_comma_style=bool(block and block.is_comma_style))
    reading = _Reading(block, year, rest, source, fields)
    reference = reading.as_article() if reading.is_article else reading.as_book()
    return reference if _is_reference(reference) else None


@dataclass(frozen=True)
class _Reading:
    block: AuthorBlock | None
    year: str
    rest: str
    source: Source | None
    fields: dict[str, str]

    @property
    def is_article(self) -> bool:
        """True when volume or pages follow a journal, or nothing speaks for a book."""
        if self.source is None:
            return False
        locator = self.source.locator
        return bool(self.source.journal) and (bool(locator.volume) or read_book(self.rest) is None)

    def as_article(self) -> Reference:
        source = self.source
        assert source is not None
        locator = source.locator
        fields = {
            **self.fields,
            "container-title": source.journal,
            "issued": _fuller(self.year, locator.issued),
            "volume": locator.volume,
            "issue": locator.issue,
            "page": locator.page or self.fields.get("pii", ""),
            **_remarks(source.tail, self.fields.get("note", "")),
        }
        kind = "article" if re.search(r"(?i)\b(?:bio|med|ar|chem|psyar)rxiv\b", source.journal) else "article-journal"
        return self._reference(kind, source.title, fields)

    def as_preprint(self, found: re.Match[str]) -> Reference:
        issued = self.year or _any_year(found.group("number") or "") or _any_year(found.group("rest"))
        fields = {"container-title": found.group("server"), "number": found.group("number") or "", "issued": issued}
        return self._reference("article", clean_title(self.rest[: found.start()]), {**fields, **self.fields})

    def as_book(self) -> Reference:
        if preprint := _PREPRINT.search(self.rest):
            return self.as_preprint(preprint)
        book = read_book(self.rest)
        if book:
            found = dict(book.fields)
            issued = self.year or found.pop("issued", "") or _any_year(self.rest)
            fields = {**self.fields, **found, "issued": issued}
            reference = self._reference(book.type, clean_title(book.title), fields)
            return _with_editors(reference, book.editors)
        issued = self.year or (self.source.locator.issued if self.source else "") or _any_year(self.rest)
        title = self.source.title if self.source else self.rest
        kind = "webpage" if "URL" in self.fields else "document"
        if self.source and not self.source.title:
            title = self.source.journal
        return self._reference(kind, clean_title(title), {**self.fields, "issued": issued})

    def _reference(self, kind: str, title: str, fields: dict[str, str]) -> Reference:
        block = self.block
        return Reference(
            type=kind,
            title=title,
            contributors=authors(block.names, block.role) if block else (),
            fields=fields,
            incomplete_roles=(block.role,) if block and block.is_incomplete else (),
            trials=tuple(dict.fromkeys(found.value for found in identifiers.find_trials(title))),
        )


def _with_editors(reference: Reference, editors: AuthorBlock | None) -> Reference:
    if editors is None:
        return reference
    from dataclasses import replace

    incomplete = ("editor",) if editors.is_incomplete else ()
    return replace(
        reference,
        contributors=reference.contributors + authors(editors.names, "editor"),
        incomplete_roles=tuple(dict.fromkeys(reference.incomplete_roles + incomplete)),
    )


def _take_year(text: str) -> tuple[str, str]:
    """`text` less the year that stands right after the authors, and that year (EDTF)."""
    if found := _YEAR_IN_BRACKETS.match(text):
        month = found.group("month") or ""
        return text[found.end() :], edtf(f"{found.group('date')} {month}") or edtf(f"{month} {found.group('date')}")
    if found := _NO_DATE.match(text):
        return text[found.end() :], ""
    if (found := _BARE_YEAR.match(text)) and (found.group("mark") == "." or not _VANCOUVER_DATE.search(text)):
        return text[found.end() :], found.group("date")
    return text, ""


def _fuller(first: str, second: str) -> str:
    """Of two dates the fuller when they share a year, else the first that there is."""
    if first[:4] == second[:4] and len(second) > len(first):
        return second
    return first or second


def _any_year(text: str) -> str:
    found = _ANY_YEAR.findall(text)
    return found[-1] if found else ""


def _remarks(tail: str, note: str) -> dict[str, str]:
    """What stands after the locator: "Review", a language, anything else as a note."""
    fields: dict[str, str] = {}
    if found := _LANGUAGE.search(tail):
        fields["language"] = found.group("in") or found.group("article") or found.group("bare")
        tail = f"{tail[: found.start()]}{tail[found.end() :]}".strip(" .")
    if re.match(r"Review\b\.?(?= |$)", tail):
        fields["genre"] = "Review"
        tail = tail[6:].strip(" .")
    rest = " ".join(part for part in (tail, note) if part)
    if rest:
        fields["note"] = rest
    return fields


def _is_reference(reference: Reference) -> bool:
    """Ask for a title or a place in a journal, and for two of: names, a date, a journal with volume, a DOI."""
    has_place = bool(reference.journal and (reference.get("volume") or reference.get("page")))
    signs = (
        bool(reference.contributors),
        bool(reference.year),
        has_place,
        any(reference.get(name) for name in ("DOI", "PMID", "PMCID", "number", "URL")),
    )
    return bool(reference.title or has_place) and sum(signs) >= 2
