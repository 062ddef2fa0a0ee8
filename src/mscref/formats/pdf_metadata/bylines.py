"""The authors: who from the lines under the title, in their order there; spelled as the file's own data spell them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mscref.formats.pdf_metadata.found import Found, fold
from mscref.formats.pdf_metadata.layout import Block, Layout
from mscref.formats.pdf_metadata.names import (
    bare_name,
    byline_score,
    is_name,
    marked_text,
    person,
    split_names,
    with_letters_restored,
)
from mscref.formats.pdf_text import Line
from mscref.model.reference import Name

_END = re.compile(
    r"^(?:abstract|summary|background|introduction|objectives?|aims?|purpose|keywords?|key words|correspond\w*|"
    r"received|from the|department|school|institute|faculty|division|affiliations?)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s,\d*\u2020\u2021\u00a7]+")
_CITED_NAME = re.compile(
    r"((?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|al|el|ten|ter)\s)*"
    r"[^\W\d_a-z][\w'\u2019\u2010-]+(?:[ -][^\W\d_a-z][\w'\u2019\u2010-]+){0,2})"
    r" ([A-Z](?:\.?[ -]?[A-Z]){0,3})\b\.?(?=\s*[,;(.]|\s+(?:and|et|&)\s|\s*$|\s*:)"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors with the block that named them."""

    names: tuple[Name, ...]
    found: Found


def find_byline(layout: Layout, title: Sequence[Block], spelled: Sequence[str], cited: str, text: str) -> Byline | None:
    """The authors of the paper, None when nothing tells them.

    `spelled` are names as the file's own data spell them, in no order; `cited` is the printed "cite as" line;
    `text` is the whole paper, in which authors often cite themselves and so tell a double family name.
    """
    families = cited_families(cited)
    lines = _byline_lines(layout, title)
    printed = split_names(marked_text(lines)) if lines else []
    printed = list(dict.fromkeys(printed))
    if "10.1155/" in text[:5000]:
        printed = [with_letters_restored(name) for name in printed]
    known = [name for name in (bare_name(_uninverted(name)) for name in spelled) if is_name(name)]
    if printed:
        ordered = _spelled(printed, known)
        families = (*families, *(_double_families(ordered, text)))
        found = Found("; ".join(ordered), 0.9, "page", lines[0].page, lines[0].text)
        if known and len(set(ordered) & set(known)) == len(ordered):
            found = Found(found.value, 0.97, "page", lines[0].page, lines[0].text)
        return Byline(tuple(person(name, families) for name in ordered), found)
    placed = [name for name in known if fold(name) in layout.folded]
    if placed:
        placed.sort(key=lambda name: layout.folded.index(fold(name)))
        return Byline(tuple(person(name, families) for name in placed), Found("; ".join(placed), 0.6, "xmp"))
    if known:
        return Byline(tuple(person(name, families) for name in known), Found("; ".join(known), 0.3, "xmp"))
    return None


def cited_families(cited: str) -> tuple[str, ...]:
    """The folded family names of a "cite as" line ("Iskandar DT, Evans BJ (2014) ...")."""
    head = re.split(r"\(?(?:19|20)\d\d|et al|:", cited, maxsplit=1)[0]
    return tuple(fold(match[1]) for match in _CITED_NAME.finditer(head))


def cited_names(cited: str) -> tuple[Name, ...]:
    """The names of a "cite as" line, family and initials."""
    head = re.split(r"\(?(?:19|20)\d\d|et al|:", cited, maxsplit=1)[0]
    return tuple(person(f"{match[1]}, {match[2]}") for match in _CITED_NAME.finditer(head))


def _double_families(names: Iterable[str], text: str) -> Iterator[str]:
    """The folded double family names that the text cites with an initial ("Wewer Albrechtsen N")."""
    for name in names:
        words = name.split(" ")
        if len(words) < 3 or len(words[-2].strip(".")) < 3 or words[-2].islower():
            continue
        family, initial = rf"{re.escape(words[-2])}\s{re.escape(words[-1])}", re.escape(words[0][0])
        if re.search(rf"\b{family},?\s{initial}[A-Z.]?|(?:^|[,;\n]\s?){initial}\.\s?(?:[A-Z]\.\s?)?{family}\b", text):
            yield fold(words[-2] + words[-1])


def _byline_lines(layout: Layout, title: Sequence[Block]) -> list[Line]:
    """The lines that hold the names: below the title, set alike, until something else begins."""
    if not title:
        return []
    last = title[-1]
    below = [
        block
        for block in layout.blocks
        if block.page == last.page and block not in title and -2 * last.size < block.top - last.bottom < 330
    ]
    best: list[Line] = []
    for block in sorted(below, key=lambda block: (block.top - last.bottom) + (40 if block.x0 > last.x1 else 0)):
        lines = _leading_names(block)
        if not lines or block.top < last.bottom - last.size:
            continue
        best = lines
        break
    if not best:
        return []
    return _with_further(best, below)


def _leading_names(block: Block) -> list[Line]:
    """The first lines of a block for as long as they are names."""
    taken: list[Line] = []
    for line in block.lines:
        if _END.match(line.text) and taken:
            break
        text = marked_text([*taken, line])
        alone = byline_score(marked_text([line]))
        if max(byline_score(text), alone) < 0.6 or (taken and alone < 0.34 and len(line.text) > 12):
            break
        taken.append(line)
    if not taken or not split_names(marked_text(taken)):
        return []
    return taken


def _with_further(lines: list[Line], below: Iterable[Block]) -> list[Line]:
    """Further lines in the same size that go on with the names: after a gap, or beside them on the same line."""
    size, bottom = lines[0].size, lines[-1].baseline
    for block in sorted(below, key=lambda block: (block.top, block.x0)):
        if block.lines[0] in lines or abs(block.size - size) > 0.06 * size:
            continue
        beside = any(abs(line.baseline - block.lines[0].baseline) < 0.3 * size for line in lines)
        more = list(block.lines[:1]) if beside and _MARKS.fullmatch(block.lines[0].text) else _leading_names(block)
        if more and (beside or 0 < block.lines[0].baseline - bottom < 2.6 * size):
            lines = sorted([*lines, *more], key=lambda line: (round(line.baseline / (0.4 * size)), line.x0))
            bottom = max(line.baseline for line in lines)
    return lines


def _spelled(printed: Sequence[str], known: Sequence[str]) -> list[str]:
    """The printed names, each as the file's own data spell it when they know it."""
    by_fold = {fold(name): name for name in known}
    result = []
    for name in printed:
        own = by_fold.get(fold(name))
        if own is None and known:
            near = difflib.get_close_matches(fold(name), by_fold, n=1, cutoff=0.86)
            own = by_fold[near[0]] if near and _same_ends(near[0], fold(name)) else None
        use_own = (
            own is not None
            and len(fold(own)) >= len(fold(name))
            and not own.isupper()
            and "?" not in own
            and "\ufffd" not in own
        )
        result.append(own if own is not None and use_own else name)
    return result


def _same_ends(a: str, b: str) -> bool:
    return a[:1] == b[:1] and (a[-2:] == b[-2:] or abs(len(a) - len(b)) <= 2)


def _uninverted(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name
