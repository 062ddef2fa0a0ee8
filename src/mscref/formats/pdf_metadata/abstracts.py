"""The abstract and the keywords, from their headings or from their place between byline and introduction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mscref.formats.pdf_metadata.embedded import Embedded
from mscref.formats.pdf_metadata.found import Found
from mscref.formats.pdf_metadata.layout import Block, Layout, joined
from mscref.formats.pdf_metadata.names import byline_score, marked_text
from mscref.formats.pdf_text import Line, squeeze

_HEADING = re.compile(
    r"^(?:\d\.?\s*)?(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|s\s?u\s?m\s?m\s?a\s?r\s?y|synopsis)\b"
    r"\s*[:.\u2014\u2013|-]*\s*",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:(?:background(?: and \w+)?|objectives?|aims?(?: and objectives?)?|purpose|importance|context|rationale|"
    r"study objectives?|question|problem|motivation|goals?|aims?/\w+)(?:\s*[:.\u2014\u2013|/-]|$)|"
    r"introduction\s*[:.\u2014])",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^(?:(?:patients|materials?|subjects) and )?(?:methods?|methodology|results?|(?:principal |major )?findings|"
    r"conclusions?|interpretation)\b",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"departa?ment|universi|institut|hospital|laborator|facult|school of|correspond|received|academic editor",
    re.IGNORECASE,
)
_END = re.compile(
    r"^(?:key\s?-?\s?words?|keywords?|index terms|mesh terms|introduction|\d\.?\s*introduction|abbreviations?|"
    r"correspond\w+|"
    r"\u00a9|copyright|how to cite|citation\b|received\b|funding\b|subject(?:s| (?:terms|areas))|categories|doi\b|"
    r"trial registration number|cite this|significance|author summary|what is (?:already )?known|"
    r"strengths and limitations|"
    r"j\.? \w+|access this article|quick response|submitted|address for|disclosure|competing|conflicts? of interest|"
    r"plain language|lay summary|graphical abstract|highlights|"
    r"introduction|1\.\s|i\.\s)\b",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"^(?:key\s?-?\s?words?(?: and phrases)?|keywords?|index terms|mesh (?:terms|headings))\s*[:.\u2014\u2013|-]*\s*",
    re.I,
)
_LONGEST = 6000


def find_abstract(layout: Layout, title: Sequence[Block], described: str) -> Found | None:
    """The abstract, None when none is printed; `described` is the file's own description, used when nothing else."""
    start = _start(layout, title)
    if start is not None:
        lines, confidence = start
        text = _trimmed(joined(lines, layout.words))
        if len(text) > 120:
            return Found(text[:_LONGEST], confidence, "page", tuple(lines))
    if len(described) > 200:
        return Found(_trimmed(described), 0.7, "xmp")
    return None


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords with where they stand."""

    words: tuple[str, ...]
    found: Found


def find_keywords(layout: Layout, embedded: Embedded) -> Keywords | None:
    """The keywords printed after "Keywords", at most thirty, or those of the file's own data; None without any."""
    for block in layout.blocks:
        for index, line in enumerate(block.lines):
            heading = _KEYWORDS.match(line.text)
            if not heading:
                continue
            lines = block.lines[index : index + 5]
            rest = joined(lines, layout.words)[heading.end() :]
            if not rest:
                below = _below(layout, line)
                lines = below.lines[:5] if below else ()
                rest = joined(lines, layout.words)
            words = _split(rest)
            if words:
                return Keywords(words, Found("; ".join(words), 0.9, "page", lines))
    if embedded.keywords:
        words = embedded.keywords[:30]
        return Keywords(words, Found("; ".join(words), 0.7, embedded.sources["keywords"]))
    return None


def _split(text: str) -> tuple[str, ...]:
    text = re.split(
        r"\b(?:introduction|abbreviations?|received|correspondence|background)\b", text, maxsplit=1, flags=re.I
    )[0]
    mark = next((mark for mark in (";", "|", "\u2022", "\u00b7", "\u25a0", " - ", ",", ".") if mark in text), "\n")
    words = [squeeze(word).strip(" .,;") for word in text.split(mark)]
    return tuple(word for word in words if 1 < len(word) < 80)[:30]


def _start(layout: Layout, title: Sequence[Block]) -> tuple[list[Line], float] | None:
    for number, block in enumerate(layout.blocks):
        for index, line in enumerate(block.lines):
            heading = _HEADING.match(line.text)
            if not heading:
                continue
            rest = line.text[heading.end() :]
            if len(rest) < 12:
                lines = _following(layout, block, index + 1, line)
            elif heading.group()[0].isupper():
                lines = _following(layout, block, index, line)
            else:
                continue
            if sum(len(other.text) for other in lines) > 150:
                return lines, 0.95
        if number > 120:
            break
    for block in layout.blocks:
        if _SECTION.match(block.lines[0].text) and block.page == layout.pages[0].number:
            lines = _structured(layout, block)
            has_sections = any(_LATER.match(line.text) for line in lines)
            if sum(len(other.text) for other in lines) > 250 and (has_sections or not _is_heading(block)):
                return lines, 0.85
    return _unheaded(layout, title)


def _is_heading(block: Block) -> bool:
    return len(block.lines) == 1 and len(block.lines[0].text) < 40


def _structured(layout: Layout, block: Block) -> list[Line]:
    """An abstract in sections, from its first one to the last block of its column under a like heading."""
    lines = _following(layout, block, 0, block.lines[0])
    if not _is_heading(block):
        return lines
    lines = [block.lines[0], *(line for line in lines if line is not block.lines[0])]
    if len(lines) == 1:
        lines += _following(layout, block, 1, block.lines[0])
    for other in layout.blocks:
        last = lines[-1]
        gap = other.lines[0].baseline - last.baseline
        if other.page != last.page or not 0 < gap < 4 * last.size or abs(other.x0 - block.x0) > 30:
            continue
        if _LATER.match(other.lines[0].text) and (other.size, other.bold) == (block.size, block.bold):
            lines.extend(other.lines)
            lines.extend(_following(layout, other, len(other.lines), other.lines[-1]))
    return lines


def _unheaded(layout: Layout, title: Sequence[Block]) -> tuple[list[Line], float] | None:
    """The first wide paragraph under the title, set apart from the body by its size, boldness or width."""
    if not title:
        return None
    found: list[tuple[float, list[Line]]] = []
    for block in layout.blocks:
        if block.page != title[-1].page or block.top < title[-1].bottom:
            continue
        if byline_score(marked_text(block.lines)) > 0.3:
            continue
        text = joined(block.lines, {})
        if (
            len(block.lines) < 4
            or len(text) < 350
            or re.search(r"@|licen[cs]e", text[:300], re.IGNORECASE)
            or len(set(_AFFILIATION.findall(text[:300].lower()))) > 1
            or re.match(r"\d\s?[A-Z]", text)
        ):
            continue
        set_apart = abs(block.size - layout.body_size) > 0.04 * layout.body_size or block.bold
        below = (block.top - title[-1].bottom) / layout.pages[0].height
        found.append(((0.0 if set_apart else 0.3) + below, _following(layout, block, 0, block.lines[0])))
    return (min(found, key=lambda item: item[0])[1], 0.6) if found else None


def _following(layout: Layout, block: Block, index: int, heading: Line) -> list[Line]:
    """The lines of the abstract that begin at a place in a block and go on in the blocks below it."""
    lines: list[Line] = []
    for line in block.lines[index:]:
        if lines and _END.match(line.text):
            return lines
        lines.append(line)
    last: Line = lines[-1] if lines else heading
    size = lines[0].size if lines else 0.0
    for _ in range(25):
        below = _below(layout, last, size)
        if below is None:
            return lines
        size = size or below.size
        for line in below.lines:
            if lines and _END.match(line.text):
                return lines
            lines.append(line)
        last = lines[-1]
        if sum(len(line.text) for line in lines) > _LONGEST:
            return lines
    return lines


def _below(layout: Layout, last: Line, size: float = 0.0) -> Block | None:
    """The block right under a line in its column, in the same size when one is given."""
    near = [
        block
        for block in layout.blocks
        if block.page == last.page
        and 0 < block.lines[0].baseline - last.baseline < 4 * max(last.size, 8)
        and block.x0 < last.x1 + 20
        and block.x1 > last.x0 - 5
        and (not size or abs(block.size - size) < 0.08 * size)
    ]
    aligned = [block for block in near if abs(block.x0 - last.x0) < 40 or block.x0 < last.x1]
    return min(aligned, key=lambda block: (block.lines[0].baseline, abs(block.x0 - last.x0))) if aligned else None


def _trimmed(text: str) -> str:
    text = _HEADING.sub("", squeeze(text))
    end = re.search(
        r"\s(?:Key\s?words?\s*[:\u2014]|Keywords\b|KEYWORDS?\b|KEY WORDS\b|Introduction$|\u00a9\s?\d{4})", text
    )
    return text[: end.start()].rstrip() if end and end.start() > 120 else text
