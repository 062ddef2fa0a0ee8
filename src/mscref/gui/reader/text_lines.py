"""The words of one page, ready for the mouse and the cursor keys: which character lies where, where lines end."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from mscref.sandbox.pages import Box, PageFrame, PageText

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019\u00ad\u00b7.]\n?[^\W_]+)*")
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `stop` of one printed line, and the box around them in view points."""

    start: int
    stop: int
    box: Box


class TextLines:
    """The text of a page with its lines; places are offsets into `text`, points are view points (y downwards)."""

    def __init__(self, words: PageText) -> None:
        self.words = words
        self.text = words.text
        self.frame: PageFrame = words.frame
        self.boxes: tuple[Box, ...] = tuple(self.frame.box_to_view(box) for box in words.boxes)
        self.lines: list[Stretch] = []
        start = 0
        for end in [*(n for n, c in enumerate(self.text) if c == "\n"), len(self.text)]:
            if end > start:
                self.lines.append(Stretch(start, end, self._around(start, end)))
            start = end + 1
        self._starts = [line.start for line in self.lines]

    def place_at(self, x: float, y: float) -> int | None:
        """The gap between characters that lies nearest to a point; None on a page without words."""
        if not self.lines:
            return None
        line = min(self.lines, key=lambda line: _distance(line.box, x, y))
        for place in range(line.start, line.stop):
            left, _, right, _ = self.boxes[place]
            if x < (left + right) / 2:
                return place
        return line.stop

    def is_over(self, x: float, y: float) -> bool:
        """True when a point lies on printed words."""
        return any(_distance(line.box, x, y) == 0.0 for line in self.lines)

    def word_at(self, place: int) -> tuple[int, int]:
        """The word around a place, divided ones whole; the place itself when there is none."""
        for found in _WORD.finditer(self.text, max(0, place - 80)):
            if found.start() <= place <= found.end():
                return found.span()
            if found.start() > place:
                break
        return place, place

    def line_at(self, place: int) -> tuple[int, int]:
        """The printed line that holds a place."""
        line = self._line(place)
        return (line.start, line.stop) if line else (place, place)

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The sentence that holds a place."""
        ends = [0, *(found.end() for found in re.finditer(r"[.!?][)\]\"\u201d]*\s+(?=[A-Z(\u201c])|\n\n", self.text))]
        number = bisect_right(ends, place) - 1
        stop = ends[number + 1] if number + 1 < len(ends) else len(self.text)
        return ends[number], ends[number] + len(self.text[ends[number] : stop].rstrip())

    def vertically(self, place: int, step: int) -> int | None:
        """The place above (step -1) or below (step 1), in the same column where there is one; None off the page."""
        line = self._line(place)
        if line is None:
            return None
        number = self.lines.index(line) + step
        if not 0 <= number < len(self.lines):
            return None
        left = self.boxes[min(place, len(self.boxes) - 1)][0]
        target = self.lines[number]
        middle = (target.box[1] + target.box[3]) / 2
        gaps = range(target.start, target.stop + 1)
        return min(gaps, key=lambda gap: abs(self._left(gap, target) - left), default=self.place_at(left, middle))

    def stretches(self, start: int, stop: int) -> list[Stretch]:
        """What lies between two places, line by line."""
        first = max(0, bisect_right(self._starts, start) - 1)
        found = []
        for line in self.lines[first:]:
            if line.start >= stop:
                break
            low, high = max(start, line.start), min(stop, line.stop)
            if low < high and not self.text[low:high].isspace():
                found.append(Stretch(low, high, self._around(low, high, line)))
        return found

    def quads(self, start: int, stop: int) -> tuple[tuple[float, ...], ...]:
        """What lies between two places as QuadPoints has it, in page points: both upper corners, then both lower."""
        found = []
        for stretch in self.stretches(start, stop):
            left, bottom, right, top = (round(value, 2) for value in self.frame.box_to_page(stretch.box))
            found.append((left, top, right, top, left, bottom, right, bottom))
        return tuple(found)

    def joined(self, start: int, stop: int) -> str:
        """The words between two places as a person would type them."""
        return self.words.joined(start, stop)

    def around(self, start: int, stop: int) -> tuple[str, str]:
        """The words before and after, by which a marked place is found again."""
        before = self.words.joined(max(0, start - 2 * _AROUND), start)[-_AROUND:]
        return before, self.words.joined(stop, stop + 2 * _AROUND)[:_AROUND]

    def under(self, box: Box) -> str:
        """The words whose middle lies in a box of view points."""
        left, top, right, bottom = box
        picked = [
            char
            if char.isspace() or (left <= (b[0] + b[2]) / 2 <= right and top <= (b[1] + b[3]) / 2 <= bottom)
            else ""
            for char, b in zip(self.text, self.boxes, strict=True)
        ]
        return " ".join("".join(picked).replace("\u00ad\n", "").replace("\u00ad", "").split())

    def _line(self, place: int) -> Stretch | None:
        number = bisect_right(self._starts, place) - 1
        return self.lines[number] if number >= 0 else None

    def _left(self, gap: int, line: Stretch) -> float:
        return self.boxes[gap][0] if gap < line.stop else line.box[2]

    def _around(self, start: int, stop: int, line: Stretch | None = None) -> Box:
        boxes = [self.boxes[n] for n in range(start, stop) if not self.text[n].isspace()] or [self.boxes[start]]
        top = min(box[1] for box in boxes)
        bottom = max(box[3] for box in boxes)
        return min(box[0] for box in boxes), top, max(box[2] for box in boxes), bottom


def _distance(box: Box, x: float, y: float) -> float:
    """How far a point lies from a box; height counts more, so that a column is not left sideways too soon."""
    dx = max(box[0] - x, 0.0, x - box[2])
    dy = max(box[1] - y, 0.0, y - box[3])
    return dx + 2.0 * dy
