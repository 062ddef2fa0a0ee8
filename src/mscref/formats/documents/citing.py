"""The formal references of a document: its reference lists, and single ones after "Reference:"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mscref.formats.reference_strings import parse, split_list
from mscref.formats.reference_strings.endings import without_links
from mscref.formats.reference_strings.lettering import fold
from mscref.formats.reference_strings.lists import unwrapped
from mscref.formats.text_spans import Span, merged, touches
from mscref.model.document import Citation
from mscref.model.reference import Reference

_HEADING_WORDS = (
    r"(?:references?(?: and (?:notes|recommended reading))?|bibliography|literature(?: cited)?|works cited|"
    r"reference list|cited references|"
    r"selected references|key references|references cited|sources?|scientific references|literaturverzeichnis|"
    r"literatur|bibliograf[ií]a|"
    r"r[ée]f[ée]rences(?: bibliographiques)?|citations|further reading|selected publications)"
)
_HEADING = re.compile(
    rf"^[ \t]*(?:#{{1,6}}\s*)?(?:\d{{1,2}}\.?\s+|[IVX]+\.\s+)?\**{_HEADING_WORDS}\**[ \t]*:?[ \t]*(?:\(\d+\))?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE = re.compile(
    r"^[ \t>*-]*\**(?:references?|sources?|study reference|original (?:article|study|paper)|full citation|"
    r"bibliography)\**:\**[ \t]*(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_LIST_END = re.compile(
    r"^[ \t]*(?:#{1,6}\s*)?(?:similar articles|cited by|publication types|mesh terms|substances|related information|"
    r"grants? and funding|"
    r"linkout(?: - more resources)?|supplementary (?:material|information|data|files?)|appendix(?: [A-Z0-9]+)?|"
    r"figure legends?|"
    r"acknowledge?ments?|author contributions?|additional information|about the authors?|share this.*|"
    r"leave a (?:reply|comment).*|"
    r"related (?:posts|articles)|comments|publisher[’']?s note.*|rights and permissions|author information|"
    r"copyright.*|show all|"
    r"see all .*|abbreviations?)[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_OWN_CITATION = re.compile(
    r"^[ \t]*(?:how to cite|cite (?:this|as)|(?:to )?cite this article|citation)\b", re.IGNORECASE
)
_NUMERAL = re.compile(r"\d+|\b[IVXLCivxlc]+\b|\bSuppl")
_NEW_SENTENCE = re.compile(r"[a-z]{3}[.!?] [A-Z][a-z]+ [a-z]")
_BLANK = re.compile(r"\n[ \t]*\n")
_SHORTEST, _LONGEST = 30, 2500
_MOST_READ = 5000


@dataclass(frozen=True)
class Found:
    """The citations of a text in order, the spans of its lists, and how many printed references were left unread."""

    citations: tuple[Citation, ...]
    lists: tuple[Span, ...]
    unread: int = 0


def find_citations(text: str, represents: Reference | None = None) -> Found:
    """The references that `text` prints, at most 5,000 of them: those of its lists first, then single lines."""
    headed = list(_lists(text))
    inline = [span for span in _inline(text) if not touches(headed, *span)]
    lists = merged([*headed, *inline])
    entries = [*(span for start, end in headed for span in _entries(text, start, end)), *inline]
    unread = max(0, len(entries) - _MOST_READ)
    readings: dict[Span, Reference | None] = dict.fromkeys(sorted(entries)[:_MOST_READ])
    for start, end in _loose(text, lists):
        if len(readings) >= _MOST_READ:
            unread += 1
        elif _is_whole_article(reference := parse(text[start:end])):
            readings[start, end] = reference
    citations: list[Citation] = []
    for start, end in sorted(readings):
        citation = cite(text, start, end, readings[start, end])
        if citation and not _is_itself(citation.reference, represents):
            citations.append(citation)
    covered = [(citation.start, citation.end) for citation in citations]
    return Found(tuple(citations), tuple(sorted({*lists, *covered})), unread)


def cite(text: str, start: int, end: int, reference: Reference | None = None) -> Citation | None:
    """The reference printed at text[start:end], without link words at its end, or None; it may be known already."""
    printed = text[start:end]
    if not _SHORTEST <= len(printed) <= _LONGEST:
        return None
    reference = reference or parse(unwrapped(printed))
    if reference is None or not _is_solid(reference):
        return None
    end = start + len(_without_links(printed))
    return Citation(reference, text[start:end], start, end, warnings(reference))


def warnings(reference: Reference) -> tuple[str, ...]:
    """What looks doubtful about a reference as printed, a sentence each."""
    found: list[str] = []
    if len(re.findall(r": (?=\S)", reference.title)) > 1:
        found.append("The title has two colons: a heading may be glued in front of it.")
    if not reference.contributors:
        found.append("The reference names no author.")
    if not reference.year:
        found.append("The reference has no year.")
    if not reference.title:
        found.append("The reference has no title.")
    return tuple(found)


def _without_links(printed: str) -> str:
    bare = without_links(printed).rstrip()
    return bare if printed.startswith(bare) else printed


def _is_solid(reference: Reference) -> bool:
    """More than a line with a year: names or a DOI, and a title or a journal."""
    has_identifier = bool(reference.doi or reference.pmid or reference.get("PMCID"))
    has_text = len(reference.title) >= 8 or bool(reference.journal)
    if reference.type in ("document", "webpage") and not has_identifier:
        return bool(reference.contributors and (reference.year or reference.get("URL")) and has_text)
    return has_text and bool(reference.contributors or has_identifier or (reference.journal and reference.year))


def _is_itself(reference: Reference, represents: Reference | None) -> bool:
    if represents is None:
        return False
    if reference.doi and represents.doi:
        return reference.doi.casefold() == represents.doi.casefold()
    same_title = bool(represents.title) and fold(reference.title) == fold(represents.title)
    return same_title and reference.year == represents.year


def _lists(text: str) -> Iterator[Span]:
    """The text under each heading such as "References", up to the next list or what follows a list."""
    headings = list(_HEADING.finditer(text))
    for number, heading in enumerate(headings):
        end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
        stop = _LIST_END.search(text, heading.end(), end)
        section = (heading.end(), stop.start() if stop else end)
        if _holds_references(text[section[0] : section[1]]):
            yield section


def _holds_references(section: str) -> bool:
    """A table of contents has such a heading too: ask for a year or DOI near its start."""
    return bool(re.search(r"(?:1[6-9]|20)\d\d|10\.\d{4,9}/", section[:1500]))


def _entries(text: str, start: int, end: int) -> Iterator[Span]:
    for begin, stop in split_list(text[start:end]):
        yield start + begin, start + stop


def _inline(text: str) -> Iterator[Span]:
    """ "Reference: ..." up to the end of its line, or of its paragraph where lines are wrapped."""
    covered = 0
    for label in _INLINE.finditer(text):
        if label.start() < covered:
            continue
        farthest = min(len(text), label.end() + 2 * _LONGEST)
        blank = _BLANK.search(text, label.end(), farthest)
        paragraph = blank.start() if blank else farthest
        line = text.find("\n", label.end(), paragraph)
        end = paragraph if line < 0 or _is_wrapped(text, label.end(), line, paragraph) else line
        covered = end
        yield label.end(), end - len(text[label.end() : end]) + len(text[label.end() : end].rstrip())


def _is_wrapped(text: str, start: int, line: int, paragraph: int) -> bool:
    first, rest = text[start:line].rstrip(), text[line + 1 : paragraph].lstrip()
    ends_open = not first.endswith((".", "]", ")")) and not re.search(r"10\.\d{4,9}/\S+$|https?://\S+$", first)
    return ends_open or rest[:1].islower() or rest[:1].isdigit()


def _loose(text: str, lists: Sequence[Span]) -> Iterator[Span]:
    """Lines outside of any list that could be a whole reference to an article: with a year and two more numbers."""
    position = 0
    for line in text.splitlines(keepends=True):
        printed = line.strip()
        start = position + len(line) - len(line.lstrip())
        if _could_be_article(printed) and not touches(lists, start, start + len(printed)):
            yield start, start + len(printed)
        position += len(line)


def _could_be_article(printed: str) -> bool:
    """What each printed reference shows at a glance; reading a line as a reference takes a hundred times as long."""
    return (
        50 <= len(printed) <= 700
        and bool(re.search(r"(?:1[89]|20)\d\d", printed))
        and len(_NUMERAL.findall(printed)) >= 3
        and not _OWN_CITATION.match(printed)
        and len(_NEW_SENTENCE.findall(printed)) < 3
    )


def _is_whole_article(reference: Reference | None) -> bool:
    if reference is None or not (reference.contributors and reference.year and reference.title and reference.journal):
        return False
    located = bool(reference.get("volume") and reference.get("page"))
    return located and len(reference.journal) < 90 and not reference.get("note")
