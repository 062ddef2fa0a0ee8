"""Where and when the paper appeared: journal, year, volume, issue, pages, weighed from all that names them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mscref.formats.pdf_metadata import journals
from mscref.formats.pdf_metadata.citation_lines import CitationLine, clean_journal, full_last_page, read_citation_lines
from mscref.formats.pdf_metadata.embedded import Embedded
from mscref.formats.pdf_metadata.found import Found, fold
from mscref.formats.pdf_metadata.layout import Layout
from mscref.formats.pdf_text import Line, squeeze

_YEARS = (
    (re.compile(r"Publication date:?\s*(?:\w+\s+)?(?:\d{1,2},?\s+)?((?:19|20)\d\d)", re.I), 0.9),
    (re.compile(r"Posted(?: date)?:?\s*(?:\w+\s+)?(?:\d{1,2}\w{0,2},?\s+)?((?:19|20)\d\d)", re.I), 0.85),
    (
        re.compile(
            r"Published(?: online)?(?: first)?:?\s*(?:on\s+)?(?:\w+\s+)?[\d\s./-]*(?:\w+,?\s+)?((?:19|20)\d\d)", re.I
        ),
        0.85,
    ),
    (
        re.compile(
            r"(?:\u00a9|\(c\)|Copyright)\s*(?:Copyright\s*)?(?:\u00a9\s*)?(?:The\s+)?(?:Author\(s\)|Authors?|\w+)?,?\s*((?:19|20)\d\d)",
            re.I,
        ),
        0.8,
    ),
    (re.compile(r"Accepted(?: for publication)?:?\s*(?:on\s+)?[\w\s.,/-]{0,16}?((?:19|20)\d\d)", re.I), 0.6),
    (
        re.compile(
            r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{1,2},)?\s+((?:19|20)\d\d)\b"
        ),
        0.55,
    ),
    (re.compile(r"(?:\u00a9|Copyright).{0,60}?((?:19|20)\d\d)", re.I), 0.55),
    (re.compile(r"Received:?\s*[\w\s.,/-]{0,16}?((?:19|20)\d\d)", re.I), 0.4),
)
_BOX_YEAR = re.compile(r"\(((?:19|20)\d\d)[a-z]?\)")
_IN_PRESS = re.compile(r",\s([A-Z][^,;()\d]{3,80})\s\((?:19|20)\d\d\),?\s*(?:doi|https?:)", re.IGNORECASE)
_VOLUME = re.compile(r"\bVol(?:ume|\.)?[\s:-]*0{0,2}(\d{1,4})\b", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:Issue|No\.)[\s:-]*0{0,2}(\d{1,3})\b")
_ARTICLE = re.compile(
    r"\b(?:Article(?:\s+(?:ID|No\.?|Number))?:?\s*|e-?location\s*)([A-Za-z]{0,3}\d{3,9})\b", re.IGNORECASE
)
_BANNER_WORDS = re.compile(
    r"\b(?:article|access|original|case|review and|systematic|meta|protocol|university|department|hospital|published|"
    r"received|et al|publish\w+|press|group|ltd|elsevier|springer|wiley|manuscript|editor\w*)\b",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(r"\b(?:publish\w+|press|ltd|elsevier|springer|wiley|inc)\b", re.IGNORECASE)
_LEAST = 0.6  # a citation line less certain than this belongs to another paper
_REFERENCES = re.compile(r"(?:references|bibliography|literature cited)(?: and notes)?:?", re.IGNORECASE)
_SOUNDS_LIKE_JOURNAL = re.compile(
    r"\b(?:journal|annals|archives|reports|letters|medicine|acta|bulletin|reviews?|research)\b", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"(?:^|\s)(?:p(?:age)?\.?\s*)?([A-Za-z]?\d{1,5})(?:\s|$)")
_OF_PAGES = re.compile(r"(?:page\s*)?\d+\s*(?:of|/|\()\s*(?:page )?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A text that may hold a citation, its source, and the lines it stands on, the one it begins with first.

    `is_line` is false for a box or the file's own data, which hold nothing else.
    """

    text: str
    source: str
    lines: tuple[Line, ...] = ()
    is_line: bool = False

    def holding(self, printed: str) -> tuple[Line, ...]:
        """The first line that holds a printed part whole, or all lines."""
        return next(((line,) for line in self.lines if printed in line.text), self.lines)


class Publication:
    """The fields found, by CSL name; built by `find_publication`."""

    def __init__(self) -> None:
        self.fields: dict[str, Found] = {}

    def offer(self, name: str, value: str, confidence: float, source: str = "page", *lines: Line) -> None:
        """Keep a value unless a more certain one is held."""
        if not value:
            return
        held = self.fields.get(name)
        if held is None or confidence > held.confidence:
            self.fields[name] = Found(value, confidence, source, lines)


def find_publication(
    layout: Layout, embedded: Embedded, cited: Sequence[Found], doi: Found | None, families: Collection[str]
) -> dict[str, Found]:
    """Journal, year, volume, issue and pages or article number, each with its evidence.

    `cited` are printed "cite as" lines and what a cover sheet names as the source.
    `families` are the authors' family names: running heads put them before the journal ("Mao and Zhan Journal of ...").
    """
    publication = Publication()
    known = journals.of_doi(doi.value) if doi else None
    told = [
        *_lines(layout),
        *(_Told(found.value, found.source, found.lines) for found in cited),
        _Told(embedded.subject, "info"),
        _Told(embedded.get("description"), "xmp"),
    ]
    votes: dict[tuple[str, str], float] = defaultdict(float)
    readings: list[tuple[CitationLine, _Told]] = []
    for each in told:
        for found in read_citation_lines(_without_authors(each.text, families)):
            further = len(each.lines) > 1 and each.is_line and each.lines[0].page > layout.pages[0].number
            if further and not found.last and each.text.endswith(found.first):
                found = replace(found, first="")
            weight = found.confidence + _trust(found, each, layout, known)
            readings.append((replace(found, confidence=weight), each))
            votes[found.volume, found.year] += weight
    readings = [(found, each) for found, each in readings if found.confidence >= _LEAST]
    for found, each in sorted(readings, key=lambda item: -item[0].confidence):
        agreed = 0.02 if votes[found.volume, found.year] > found.confidence + 0.1 else 0.0
        _offer_citation(publication, found, each, min(0.98, found.confidence + agreed))
    _offer_embedded(publication, embedded)
    for box in cited:
        _offer_box(publication, box)
    if known and doi:
        publication.offer("container-title", known.name, 0.96, doi.source, *doi.lines)
    _offer_year(publication, layout)
    _offer_single(publication, layout)
    _offer_printed_page(publication, layout)
    _offer_running_journal(publication, layout, families)
    if doi:
        _offer_number_of_doi(publication, doi)
    return publication.fields


def _lines(layout: Layout) -> Iterator[_Told]:
    """Each line with a number on the first two pages and in heads and feet, and each such line with its neighbours."""
    in_references = False
    for page in layout.pages:
        for index, line in enumerate(page.lines):
            in_references = in_references or bool(_REFERENCES.fullmatch(line.text.strip(" 0123456789.")))
            in_body = not (layout.is_edge(line) or layout.is_running(line))
            if in_body and (in_references or page not in layout.pages[:2]):
                continue
            if not any(c.isdigit() for c in line.text) and "\u00b7" not in line.text:
                continue
            yield _Told(line.text, "page", (line,), True)
            if layout.is_edge(line):
                row = sorted(
                    (other for other in page.lines if abs(other.baseline - line.baseline) < 2),
                    key=lambda other: other.x0,
                )
                if len(row) > 1:
                    yield _Told(" ".join(other.text for other in row), "page", (line, *row), True)
            for below in page.lines[index + 1 : index + 6]:
                if 0 < below.baseline - line.baseline < 1.6 * line.size and abs(below.x0 - line.x0) < 60:
                    yield _Told(f"{line.text.rstrip(chr(2))} {below.text}", "page", (line, below), True)
                    break
            for above in page.lines[max(0, index - 5) : index]:
                near = 0 < line.baseline - above.baseline < 1.6 * line.size and abs(above.x0 - line.x0) < 60
                if near and not any(c.isdigit() for c in above.text):
                    yield _Told(f"{above.text} {line.text}", "page", (line, above), True)


def _trust(found: CitationLine, told: _Told, layout: Layout, known: journals.Journal | None) -> float:
    """What to add to a citation line's confidence for its place and its journal; negative in the body."""
    trust = 0.0
    journal = journals.named(found.journal)
    if journal is not None and journal == known:
        trust += 0.02
    elif journal is None and known is not None and found.journal and not _could_be(found.journal, known.name):
        trust -= 0.25
    trust += 0.02 if journal is not None else 0.0
    if not told.is_line:
        return trust + 0.015
    line = told.lines[0]
    if found.text != squeeze(line.text):
        trust -= 0.005
    if layout.is_edge(line) or layout.is_running(line):
        return trust + (0.01 if line.page == layout.pages[0].number else -0.03)
    if line.page > layout.pages[0].number:
        return trust - 0.4
    if line.size >= 0.97 * layout.body_size and line.baseline > 0.3 * layout.pages[0].height:
        trust -= 0.3
    return trust


def _could_be(printed: str, name: str) -> bool:
    """True when each word of a printed abbreviation begins a word of the name, in order."""
    words = [fold(word) for word in re.split(r"[\s&/-]+", name) if fold(word)]
    position = 0
    for part in re.split(r"[\s.&/-]+", printed):
        short = fold(part)
        while position < len(words) and short and not words[position].startswith(short[:3]):
            position += 1
        if short and position == len(words):
            return False
    return True


def _offer_citation(publication: Publication, found: CitationLine, told: _Told, confidence: float) -> None:
    source = told.source
    publication.offer("volume", found.volume, confidence, source, *told.holding(found.volume))
    publication.offer("issued", found.year, confidence, source, *told.holding(found.year))
    publication.offer("issue", found.issue, confidence - 0.02, source, *told.holding(found.issue))
    if found.journal:
        journal = journals.named(found.journal)
        certain = confidence if journal else confidence - 0.1
        publication.offer(
            "container-title", journal.name if journal else found.journal, certain, source, *told.holding(found.journal)
        )
    if not found.first:
        return
    last = full_last_page(found.first, found.last)
    is_article = not last and (len(re.sub(r"\D", "", found.first)) > 4 or found.first[0].isalpha())
    pages = f"{found.first}-{last}" if last else found.first
    publication.offer("number" if is_article else "page", pages, confidence, source, *told.holding(found.first))


def _offer_box(publication: Publication, box: Found) -> None:
    """The year in brackets of a "cite as" box, and the journal of a paper in press, which has no volume."""
    if year := _BOX_YEAR.search(box.value):
        publication.offer("issued", year[1], 0.9, box.source, *box.lines)
    if found := _IN_PRESS.search(box.value):
        journal = journals.named(found[1])
        publication.offer("container-title", journal.name if journal else found[1], 0.85, box.source, *box.lines)


def _offer_embedded(publication: Publication, embedded: Embedded) -> None:
    source = embedded.sources.get
    name = embedded.get("journal")
    if name and not _PUBLISHER.search(name):
        journal = journals.named(name)
        publication.offer("container-title", journal.name if journal else name, 0.93, source("journal", "xmp"))
    publication.offer("volume", embedded.get("volume"), 0.94, source("volume", "xmp"))
    publication.offer("issue", embedded.get("issue"), 0.9, source("issue", "xmp"))
    year = re.search(r"(?:19|20)\d\d", embedded.get("date"))
    publication.offer("issued", year.group() if year else "", 0.75, source("date", "xmp"))
    first, last = embedded.get("first_page"), embedded.get("last_page")
    if re.fullmatch(r"[A-Za-z]?\d+", first):
        publication.offer("page", f"{first}-{last}" if last and last != first else first, 0.9, "xmp")


def _offer_year(publication: Publication, layout: Layout) -> None:
    for page in layout.pages[:2]:
        for line in page.lines:
            for pattern, confidence in _YEARS:
                if found := pattern.search(line.text):
                    less = 0.0 if page is layout.pages[0] else 0.15
                    publication.offer("issued", found[1], confidence - less, "page", line)
                    break


def _offer_single(publication: Publication, layout: Layout) -> None:
    for line in layout.lines:
        near = layout.is_edge(line) or (line.page == layout.pages[0].number and line.size < layout.body_size)
        if not near:
            continue
        if found := _VOLUME.search(line.text):
            publication.offer("volume", found[1], 0.6, "page", line)
        if found := _ISSUE.search(line.text):
            publication.offer("issue", found[1], 0.5, "page", line)
        if found := _ARTICLE.search(line.text):
            publication.offer("number", found[1], 0.6, "page", line)


def _offer_printed_page(publication: Publication, layout: Layout) -> None:
    """The number printed on the first page, when the next page goes on counting."""
    numbers: list[dict[int, tuple[str, Line]]] = []
    for page in layout.pages[:2]:
        seen: dict[int, tuple[str, Line]] = {}
        for line in page.lines:
            if not layout.is_edge(line) or _OF_PAGES.search(line.text):
                continue
            words = line.text.split()
            for word in {words[0], words[-1]} if words else ():
                if re.fullmatch(r"[A-Za-z]?\d{1,5}", word):
                    seen[int(re.sub(r"\D", "", word))] = word, line
        numbers.append(seen)
    if len(numbers) < 2:
        return
    for number, (word, line) in numbers[0].items():
        if number + 1 in numbers[1] and number > 1:
            publication.offer("page", word, 0.65, "page", line)


def _without_authors(text: str, families: Collection[str]) -> str:
    """A running head without the authors it begins with."""
    found = re.match(r"([^\W\d_][^\s,]*(?: [^\W\d_][^\s,]*)??)(?:,? (?:and|&) (\S+?))?[.,]*\s+(?=[A-Z])", text)
    if found and fold(found[1]) in families and (not found[2] or fold(found[2]) in families):
        return text[found.end() :]
    return text


def _offer_number_of_doi(publication: Publication, doi: Found) -> None:
    """SAGE numbers the articles of its online journals by their DOI and prints pages from 1."""
    found = re.fullmatch(r"10\.1177/(\d{14,20})", doi.value)
    page = publication.fields.get("page")
    if found and (page is None or re.match(r"1(?:-|$)", page.value)):
        publication.offer("number", found[1], 0.7, doi.source, *doi.lines)


def _offer_running_journal(publication: Publication, layout: Layout, families: Collection[str]) -> None:
    """A journal's name that stands alone in a head or foot."""
    for line in layout.lines:
        if not layout.is_edge(line) and line.baseline > 0.2 * layout.pages[0].height:
            continue
        text = re.split(
            r"\s*(?:\||\u2022|\u25cf|https?:|www\.|,\s*E?ISSN|\d{4})", _without_authors(line.text, families)
        )[0].strip(" .,|")
        if journal := journals.named(text):
            publication.offer("container-title", journal.name, 0.9, "page", line)
        elif 1 < len(text.split()) < 12 and _SOUNDS_LIKE_JOURNAL.search(text) and text[0].isupper():
            repeated = fold(text) in layout.running
            on_first = line.page == layout.pages[0].number
            if (on_first or repeated or layout.is_edge(line)) and not text.isupper() and not _BANNER_WORDS.search(text):
                confidence = 0.55 if repeated else 0.45 if on_first else 0.35
                publication.offer("container-title", clean_journal(text), confidence, "page", line)
