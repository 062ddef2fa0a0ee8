"""The first pages as blocks of lines that belong together, and what every search needs to know of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from mscref.formats.pdf_metadata.found import fold
from mscref.formats.pdf_text import Line, Page

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_ADDRESS = re.compile(r"\s*(?:https?:|www\.|doi\b|10\.\d{4})", re.IGNORECASE)
_DOUBLED = 6  # lines over others that tell a page drawn twice from a formula
_EDGE = 0.11  # share of the page's height that may hold running heads


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under each other in one size: a title, a byline, a paragraph."""

    lines: tuple[Line, ...]

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].baseline

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def bold(self) -> bool:
        return sum(line.bold for line in self.lines) * 2 > len(self.lines)


@dataclass(frozen=True)
class Layout:
    """The pages read (the first three) with their blocks."""

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...] = field(default=())

    @cached_property
    def body_size(self) -> float:
        """The size in which most letters are set."""
        letters: Counter[float] = Counter()
        for line in self.lines:
            letters[round(line.size * 2) / 2] += len(line.text)
        return letters.most_common(1)[0][0] if letters else 10.0

    @property
    def lines(self) -> Iterator[Line]:
        for page in self.pages:
            yield from page.lines

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands on the pages, in lower case, hyphenated words as one."""
        return Counter(word.lower() for line in self.lines for word in _WORD.findall(line.text))

    @cached_property
    def folded(self) -> str:
        """The letters and digits of all pages, in the order of the page."""
        return fold(" ".join(joined(block.lines, {}) for block in self.blocks))

    @cached_property
    def running(self) -> frozenset[str]:
        """The folded lines that recur on another page, their digits apart."""
        seen: Counter[str] = Counter()
        for page in self.pages:
            seen.update({re.sub(r"\d", "", fold(line.text)) for line in page.lines})
        return frozenset(text for text, count in seen.items() if count > 1 and len(text) > 3)

    def is_running(self, line: Line) -> bool:
        return re.sub(r"\d", "", fold(line.text)) in self.running

    def is_edge(self, line: Line) -> bool:
        """True in the head and foot of a page."""
        page = self.pages[line.page - self.pages[0].number]
        edge = (_EDGE if page is self.pages[0] else 0.75 * _EDGE) * page.height
        return line.baseline < edge or line.baseline > page.height - edge


def layout_of(pages: Sequence[Page]) -> Layout:
    """The blocks of some pages, page by page, from the top."""
    pages = tuple(replace(page, lines=_drawn_once(page.lines)) for page in pages)
    blocks = tuple(block for page in pages for block in _blocks(page.lines))
    return Layout(pages, blocks)


def _drawn_once(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a page without those drawn over others, where a file keeps a proof under the final page."""
    over: set[int] = set()
    for number, line in enumerate(lines):
        for other in range(number + 1, min(number + 6, len(lines))):
            if number not in over and _covers(line, lines[other]):
                over.add(other)
    return tuple(line for n, line in enumerate(lines) if n not in over) if len(over) >= _DOUBLED else lines


def _covers(line: Line, other: Line) -> bool:
    """True when both cannot be read: one size, hardly any leading, over each other."""
    overlap = min(line.x1, other.x1) - max(line.x0, other.x0)
    return (
        abs(line.size - other.size) < 0.05 * line.size
        and other.baseline - line.baseline < 0.7 * line.size
        and overlap > 0.6 * min(line.x1 - line.x0, other.x1 - other.x0)
    )


def _blocks(lines: Iterable[Line]) -> list[Block]:
    growing: list[list[Line]] = []
    for line in lines:
        taking = [group for group in growing[-40:] if _continues(group[-1], line)]
        if taking:
            max(taking, key=lambda group: group[-1].baseline).append(line)
        else:
            growing.append([line])
    return sorted((Block(tuple(group)) for group in growing), key=lambda block: (block.top, block.x0))


def _continues(above: Line, line: Line) -> bool:
    if _ADDRESS.match(above.text) or _ADDRESS.match(line.text):
        return False
    gap = line.baseline - above.baseline
    size = max(above.size, line.size)
    if abs(above.size - line.size) > 0.08 * size or not 0.6 * size < gap < 1.75 * size:
        return False
    if above.bold != line.bold and size < 13:
        return False
    overlap = min(above.x1, line.x1) - max(above.x0, line.x0)
    return overlap > 0.3 * min(above.x1 - above.x0, line.x1 - line.x0)


def joined(lines: Iterable[Line], words: Counter[str] | dict[str, int]) -> str:
    """The text of lines as one, words divided at line ends joined; `words` tells which of them keep a hyphen."""
    text = ""
    for line in lines:
        text = join(text, line.text, words)
    return text.replace("\x02", "-")


def join(text: str, following: str, words: Counter[str] | dict[str, int]) -> str:
    """Two lines as one text: a soft hyphen goes unless the hyphenated word is known from elsewhere."""
    if not text:
        return following
    if not text.endswith(("\x02", "\u00ad", "-", "\u2010")):
        return f"{text} {following}"
    stem, mark = text[:-1], text[-1]
    first = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*$", stem)
    second = re.match(r"[^\W\d_]+", following)
    if not first or not second:
        return f"{stem}-{following}"
    parts = first.group().lower(), second.group().lower()
    if words.get("".join(parts), 0) > words.get("-".join(parts), 0):
        return stem + following
    if words.get("-".join(parts)) or mark in "-\u2010" or second.group()[0].isupper():
        return f"{stem}-{following}"
    if len(parts[0]) > 2 and words.get(parts[0]) and words.get(parts[1]):
        return f"{stem}-{following}"
    return stem + following
