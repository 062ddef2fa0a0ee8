"""What the pages of a PDF tell: sizes, outline, pictures, text with boxes, links, marks. Values only.

Two systems of coordinates, both in points (1/72 inch). *Page* points are those of the file itself: origin lower left
as the file sets it, y upwards; boxes, rectangles and quads are in them, as annotations are stored. *View* points are
those of the page as it is shown, unturned by the user: origin upper left, y downwards. `PageFrame` turns one into the
other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mscref.model.folding import fold

_PLAIN = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u2013": "-"}

Box = tuple[float, float, float, float]

SOFT_HYPHEN = "\u00ad"
_WITHIN_WORD = re.compile(rf"{SOFT_HYPHEN}\n|(?<=\w[-\u2013])\n")


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as it is shown, in points, and the label that the file gives it ("iv", "S12"; "" when none)."""

    width: float
    height: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One heading of the file's outline: `level` from 0, `page` from 1 (None when it leads nowhere in this file).

    `y` is the place on the page in page points, None for the page's top.
    """

    title: str
    page: int | None
    level: int = 0
    y: float | None = None


@dataclass(frozen=True, slots=True)
class PdfSheet:
    """What is known of a PDF without drawing it."""

    pages: tuple[PageSize, ...]
    outline: tuple[OutlineItem, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """How page points lie in the page as shown: shown size, lower left corner, its own turn (0, 90, 180, 270)."""

    width: float
    height: float
    left: float = 0.0
    bottom: float = 0.0
    turn: int = 0

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """View points of page points."""
        x, y = x - self.left, y - self.bottom
        match self.turn:
            case 90:
                return y, x
            case 180:
                return self.width - x, y
            case 270:
                return self.width - y, self.height - x
            case _:
                return x, self.height - y

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """Page points of view points."""
        match self.turn:
            case 90:
                x, y = y, x
            case 180:
                x = self.width - x
            case 270:
                x, y = self.height - y, self.width - x
            case _:
                y = self.height - y
        return x + self.left, y + self.bottom

    def box_to_view(self, box: Box) -> Box:
        """(left, top, right, bottom) in view points of a (left, bottom, right, top) in page points."""
        x0, y0 = self.to_view(box[0], box[1])
        x1, y1 = self.to_view(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def box_to_page(self, box: Box) -> Box:
        """(left, bottom, right, top) in page points of a (left, top, right, bottom) in view points."""
        x0, y0 = self.to_page(box[0], box[1])
        x1, y1 = self.to_page(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page or a part of it: `data` holds rows of `stride` bytes, a pixel is B, G, R, unused.

    `marks` are the identities of the marks that stand in the file on this page.
    """

    width: int
    height: int
    stride: int
    data: bytes
    frame: PageFrame
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of one page in reading order, and a box for each character in page points.

    A line ends with a newline, a paragraph or a column with two; ligatures are spelt out; a hyphen that only divides
    a word at a line's end is a soft hyphen before the newline. Spaces and newlines have boxes of no width.
    """

    text: str
    boxes: tuple[Box, ...]
    frame: PageFrame

    def joined(self, start: int = 0, stop: int | None = None) -> str:
        """Characters from `start` to `stop` as a person would type them: lines and divided words joined."""
        return joined(self.text[start:stop])

    def lines(self, start: int, stop: int) -> tuple[Box, ...]:
        """The boxes that cover characters `start` to `stop`, one for each printed line, in page points."""
        found: list[Box] = []
        begin = start
        for end in [*(n for n in range(start, stop) if self.text[n] == "\n"), stop]:
            found.extend(self._covering(begin, end))
            begin = end + 1
        return tuple(found)

    def _covering(self, start: int, stop: int) -> list[Box]:
        boxes = [b for b, c in zip(self.boxes[start:stop], self.text[start:stop], strict=True) if not c.isspace()]
        if not boxes:
            return []
        return [
            (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        ]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link on a page: its rectangle in page points, and a page (from 1) of this file or an address elsewhere.

    `y` is the place on that page in its page points, None for its top.
    """

    rect: Box
    page: int | None = None
    uri: str = ""
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Unpainted:
    """Marks of the file, by `mark_identity`, that a picture leaves out.

    Of those in `held`, which somebody else paints, drawings, struck words and texts on the page stay all the same:
    only the file knows how they look. Those in `gone` are left out whatever they are.
    """

    held: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PdfMark:
    """An annotation that stands in the PDF itself.

    `kind` is highlight, underline, strikeout, squiggly, note, text, area or ink. `quads` are as QuadPoints has
    them (eight numbers each); `words` are those under the quads, joined; `colour` is red, green, blue from 0 to 255,
    None when it is not told; dates are as the file has them (D:20180314...); `name` is the mark's own identifier (NM).
    """

    page: int
    kind: str
    rect: Box
    quads: tuple[tuple[float, ...], ...] = ()
    words: str = ""
    note: str = ""
    author: str = ""
    colour: tuple[int, int, int] | None = None
    subject: str = ""
    name: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class PageHit:
    """Where a searched text stands: characters `start` to `stop` of the page's text, and the words around it."""

    page: int
    start: int
    stop: int
    before: str = ""
    words: str = ""
    after: str = ""


def mark_identity(name: str, kind: str, page: int, rect: Sequence[float]) -> str:
    """The identity of a mark that stands in a file: the one it has there (NM), else its kind, page and place."""
    place = "-".join(str(round(number)) for number in rect)
    return name.strip() or f"pdf-{kind}-{page}-{place}"


def joined(text: str) -> str:
    """A piece of a page's text with lines and divided words joined, paragraphs kept apart by an empty line."""
    paragraphs = (
        _WITHIN_WORD.sub("", paragraph.strip("\n")).replace("\n", " ").replace(SOFT_HYPHEN, "")
        for paragraph in re.split("\n{2,}", text)
    )
    return "\n\n".join(tidy for paragraph in paragraphs if (tidy := " ".join(paragraph.split())))


def flattened(text: str) -> tuple[str, list[int]]:
    """A page's text as one joined line for searching, and the place of each of its characters.

    It is folded (`model.folding`): lower case, no accents, plain quotes and dashes.
    """
    letters: list[str] = []
    places: list[int] = []
    within = {place for found in _WITHIN_WORD.finditer(text) for place in range(*found.span())}
    for place, char in enumerate(text):
        if place in within or char == SOFT_HYPHEN:
            continue
        if char.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(place)
            continue
        for letter in char.lower() if char.isascii() else _PLAIN.get(char) or fold(char):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
