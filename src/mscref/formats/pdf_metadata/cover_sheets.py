"""Cover sheets that publishers and repositories put in front of a paper, and "cite as" boxes: what they tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mscref.formats.pdf_metadata.layout import Layout
from mscref.formats.pdf_text import Page, squeeze

_COVERS = (
    ("Taylor & Francis", re.compile(r"To cite this article:.*?To link to this article", re.DOTALL)),
    ("JSTOR", re.compile(r"(?:Stable URL|Accessed:).*?jstor", re.DOTALL | re.IGNORECASE)),
    ("Elsevier", re.compile(r"Since January 2020 Elsevier has created a COVID-?\s*19 resource cent")),
    ("Pure", re.compile(r"Citation for published version|Document Version|Link to publication", re.IGNORECASE)),
    ("Digital Commons", re.compile(r"Follow this and additional works at|Recommended Citation")),
    ("ResearchGate", re.compile(r"See discussions, stats,? and author profiles for this publication")),
    ("HAL", re.compile(r"HAL is a multi-?\s*disciplinary open access archive")),
    (
        "repository",
        re.compile(
            r"(?:This is the|an) author(?:'|\u2019)?s? (?:accepted|manuscript) (?:manuscript|version)", re.IGNORECASE
        ),
    ),
)
_LABELS = {
    "title": re.compile(r"^(?:Title|Article title)\s*:\s*(.+)$", re.MULTILINE),
    "authors": re.compile(r"^(?:Author\(s\)|Authors?)\s*:\s*(.+)$", re.MULTILINE),
    "source": re.compile(r"^Source\s*:\s*(.+?)(?=^(?:Published by|Stable URL|Accessed))", re.MULTILINE | re.DOTALL),
}
_BOX = re.compile(
    r"(?:^|\s)(?:to cite(?: this article)?|how to cite(?: this article)?|cite this article(?: as)?|citation|"
    r"please cite this article(?: as)?|"
    r"cite as|recommended citation|citation for published version(?: \(\w+\))?)\s*:\s*",
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
    title: str = ""
    authors: str = ""
    source: str = ""


def find_cover(page: Page) -> Cover | None:
    """The cover sheet that a page is, None when it is a page of the paper."""
    text = page.text
    if len(text) > 3500:
        return None
    for kind, pattern in _COVERS:
        if pattern.search(text):
            labelled = {name: found[1] for name, rule in _LABELS.items() if (found := rule.search(text))}
            return Cover(kind, **{name: squeeze(value) for name, value in labelled.items()})
    return None


def cite_box(layout: Layout) -> str:
    """The text of a "cite this article" box, joined over its lines; empty when no page has one."""
    for block in layout.blocks:
        for index, line in enumerate(block.lines):
            found = _BOX.search(line.text)
            if not found or len(line.text[: found.start()]) > 60:
                continue
            rest = [line.text[found.end() :], *(other.text for other in block.lines[index + 1 : index + 12])]
            text = ""
            for part in rest:
                text = text[:-1] + part if text.endswith(("\x02", "-")) else f"{text} {part}"
            if "doi" not in text.lower() and len(text) < 30:
                continue
            end = _BOX_END.search(text)
            return squeeze(text[: end.start()] if end and end.start() > 30 else text)
    return ""
