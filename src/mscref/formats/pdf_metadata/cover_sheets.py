"""Cover sheets that publishers and repositories put in front of a paper, and "cite as" boxes: what they tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mscref.formats.pdf_metadata.found import Found
from mscref.formats.pdf_metadata.layout import Layout
from mscref.formats.pdf_text import Line, Page, squeeze

_COVERS = (
    ("Taylor & Francis", re.compile(r"To cite this article:.*?To link to this article", re.DOTALL)),
    ("JSTOR", re.compile(r"(?:Stable URL|Accessed:).*?jstor", re.DOTALL | re.IGNORECASE)),
    ("Elsevier", re.compile(r"Since January 2020 Elsevier has created a COVID-?\s*19 resource cent")),
    ("Pure", re.compile(r"Citation for published version|Document Version|Link to publication", re.IGNORECASE)),
    ("Digital Commons", re.compile(r"Follow this and additional works at|Recommended Citation")),
    ("ResearchGate", re.compile(r"See discussions, stats,? and author profiles for this publication")),
    ("HAL", re.compile(r"HAL is a multi-?\s*disciplinary open access archive")),
    ("offprint", re.compile(r"Your article is (?:protected by copyright|published under)[^\n]*")),
    (
        "repository",
        re.compile(
            r"This is a repository copy of|"
            r"(?:This is the|an) author(?:'|\u2019)?s? (?:accepted|manuscript) (?:manuscript|version)",
            re.IGNORECASE,
        ),
    ),
)
_LABELS = {
    "title": re.compile(r"^(?:(?:Title|Article title)\s*:|This is a repository copy of)\s*(.+?)\.?$", re.MULTILINE),
    "authors": re.compile(r"^(?:Author\(s\)|Authors?)\s*:\s*(.+)$", re.MULTILINE),
    "source": re.compile(
        r"^(?:Source|Article)\s*:\s*(.+?)(?=^(?:Published by|Stable URL|Accessed|https?:)|\Z)", re.MULTILINE | re.DOTALL
    ),
    "journal": re.compile(
        r"^(?:Published in|To appear in)\s*:\s*([^\d\n]{4,90})$|"
        r"^Article\s+in\s+([^\n]{4,90}?)\s+\u00b7\s+(?:\w+\s+)?(?:19|20)\d\d$",
        re.MULTILINE,
    ),
    "year": re.compile(
        r"^Article\s+in\s+[^\n]{4,90}?\s+\u00b7\s+(?:\w+\s+)?((?:19|20)\d\d)$|^Publication date\s*:\s*((?:19|20)\d\d)$",
        re.MULTILINE,
    ),
}
_BOX = re.compile(
    r"(?:^|\s)(?:(?:to cite(?: this (?:article|version))?|how to cite(?: this article)?|cite this article(?: as)?|"
    r"citation|please cite this article(?: as)?|"
    r"cite as|citation for published version(?: \(\w+\))?)\s*:|recommended citation(?:\s*:|$))\s*",
    re.IGNORECASE,
)
_BOX_END = re.compile(
    r"\b(?:editor|academic editor|received|accepted|copyright|to link to|published online|funding|handling)\b\s*:?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover sheet: who put it there, and the values it labels."""

    kind: str
    title: Found | None = None
    authors: Found | None = None
    source: Found | None = None
    journal: Found | None = None
    year: Found | None = None


def find_cover(page: Page) -> Cover | None:
    """The cover sheet that a page is, None when it is a page of the paper."""
    text = page.text
    if len(text) > 3500:
        return None
    for kind, pattern in _COVERS:
        if pattern.search(text):
            return Cover(kind, **{name: _labelled(page, rule) for name, rule in _LABELS.items()})
    return None


def _labelled(page: Page, rule: re.Pattern[str]) -> Found | None:
    """What a label names, with the lines it stands on."""
    found = rule.search(page.text)
    if not found:
        return None
    value = found[found.lastindex or 0].rstrip()
    start = found.start(found.lastindex or 0)
    first = page.text.count("\n", 0, start)
    last = page.text.count("\n", 0, start + len(value))
    return Found(squeeze(value), 0.9, "page", page.lines[first : last + 1])


def cite_box(layout: Layout) -> Found | None:
    """The text of a "cite this article" box, joined over its lines; None when no page has one."""
    for block in layout.blocks:
        for index, line in enumerate(block.lines):
            found = _BOX.search(line.text)
            if not found or len(line.text[: found.start()]) > 60:
                continue
            lines = block.lines[index : index + 12]
            text = _boxed([line.text[found.end() :], *(other.text for other in lines[1:])])
            if "doi" in text.lower() or len(text) >= 30:
                return Found(text, 0.9, "page", _within(lines, text))
    return None


def _boxed(parts: Sequence[str]) -> str:
    """The text of a box, its lines joined, up to what is no citation any more."""
    text = ""
    for part in parts:
        text = text[:-1] + part if text.endswith(("\x02", "-")) else f"{text} {part}"
    end = _BOX_END.search(text)
    return squeeze(text[: end.start()] if end and end.start() > 30 else text)


def _within(lines: Sequence[Line], text: str) -> tuple[Line, ...]:
    """The first lines that together hold `text`."""
    length = 0
    for number, line in enumerate(lines, 1):
        length += len(line.text) + 1
        if length >= len(text):
            return tuple(lines[:number])
    return tuple(lines)
