"""What is selected in a PDF: two places in its text, moved by mouse and keys, read back line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mscref.gui.reader.text_lines import TextLines


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A gap between two characters: the page from 1, and how many characters of it stand before."""

    page: int
    at: int


Unit = str  # "letter", "word", "line" or "sentence"


class TextSelection(QObject):
    """The selection of one reader. `changed` says that it should be painted anew."""

    changed = Signal()

    def __init__(self, text_of: Callable[[int], TextLines | None], pages: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text_of = text_of
        self._pages = pages
        self._anchor: tuple[Place, Place] | None = None
        self._unit: Unit = "letter"
        self.head: Place | None = None

    @property
    def span(self) -> tuple[Place, Place] | None:
        """First and last place, None when nothing is selected."""
        if self._anchor is None or self.head is None:
            return None
        low, high = min(self._anchor[0], self.head), max(self._anchor[1], self.head)
        return (low, high) if low < high else None

    def clear(self) -> None:
        """Select nothing."""
        if self._anchor is not None:
            self._anchor = self.head = None
            self.changed.emit()

    def begin(self, place: Place, unit: Unit = "letter") -> None:
        """Start at a place; whole words, lines or sentences when `unit` says so."""
        self._unit = unit
        self._anchor = self._whole(place)
        self.head = self._anchor[1]
        self.changed.emit()

    def extend(self, place: Place) -> None:
        """Stretch the selection to a place, by the unit it began with."""
        if self._anchor is None:
            self.begin(place)
            return
        low, high = self._whole(place)
        self.head = low if low < self._anchor[0] else high
        self.changed.emit()

    def set(self, first: Place, last: Place) -> None:
        """Select exactly this."""
        self._unit = "letter"
        self._anchor = (first, first)
        self.head = last
        self.changed.emit()

    def move(self, kind: str, step: int, start: Place | None = None) -> Place | None:
        """Move the end of the selection by keys: `kind` is letter, word, line, edge or page; gives the new end.

        `start` is where a selection begins when there is none. Words of a page that has not been read end the move.
        """
        if self.head is None:
            if start is None:
                return None
            self.begin(start)
        head = self.head
        assert head is not None
        if self._unit != "letter" and self._anchor is not None:
            far = self._anchor[1] if head < self._anchor[1] else self._anchor[0]
            self._anchor, self._unit = (far, far), "letter"
        moved = self._moved(head, kind, step)
        if moved is not None:
            self.head = moved
            self.changed.emit()
        return moved

    def on_page(self, page: int) -> tuple[int, int] | None:
        """The part of the selection on one page."""
        span, text = self.span, self._text_of(page)
        if span is None or text is None or not span[0].page <= page <= span[1].page:
            return None
        start = span[0].at if page == span[0].page else 0
        stop = span[1].at if page == span[1].page else len(text.text)
        return (start, stop) if start < stop else None

    def parts(self) -> Iterator[tuple[int, int, int]]:
        """(page, start, stop) of each page in the selection whose words are known."""
        span = self.span
        if span is not None:
            for page in range(span[0].page, span[1].page + 1):
                part = self.on_page(page)
                if part is not None:
                    yield page, *part

    def text(self) -> str:
        """The selected words as a person would type them."""
        found = []
        for page, start, stop in self.parts():
            text = self._text_of(page)
            if text is not None:
                found.append(text.joined(start, stop))
        return "\n\n".join(found)

    def _whole(self, place: Place) -> tuple[Place, Place]:
        text = self._text_of(place.page)
        if text is None or self._unit == "letter":
            return place, place
        low, high = {"word": text.word_at, "line": text.line_at, "sentence": text.sentence_at}[self._unit](place.at)
        return Place(place.page, low), Place(place.page, high)

    def _moved(self, head: Place, kind: str, step: int) -> Place | None:
        text = self._text_of(head.page)
        if text is None:
            return None
        match kind:
            case "letter":
                at: int | None = head.at + step
            case "word":
                at = _next_word(text, head.at, step)
            case "line":
                at = text.vertically(head.at, step)
            case "edge":
                low, high = text.line_at(head.at)
                at = high if step > 0 else low
            case _:
                at = len(text.text) if step > 0 else 0
        if at is not None and 0 <= at <= len(text.text):
            return Place(head.page, at)
        other = self._text_of(head.page + step) if 1 <= head.page + step <= self._pages else None
        return Place(head.page + step, 0 if step > 0 else len(other.text)) if other is not None else None


def _next_word(text: TextLines, at: int, step: int) -> int | None:
    place = at + step
    while 0 <= place <= len(text.text):
        low, high = text.word_at(place)
        edge = high if step > 0 else low
        if low < high and (edge - at) * step > 0:
            return edge
        place += step
    return None
