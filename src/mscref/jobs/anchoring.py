"""Marked places found again by their words when a file has been replaced by another version of the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from mscref.model.folding import fold
from mscref.model.holdings import AnnotationRecord
from mscref.sandbox.pages import PageText

_LEAST = 88.0  # of 100: how alike the words must be when they do not stand there letter by letter
_SHORTEST = 12  # letters that a place is looked for loosely by
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Found:
    """Where a mark's words stand: characters `start` to `stop` of a page's text."""

    page: int
    start: int
    stop: int


class Letters:
    """The letters and digits of a page's text, folded, with the place of each."""

    def __init__(self, text: str) -> None:
        self.places: list[int] = []
        letters: list[str] = []
        for place, char in enumerate(text):
            for letter in fold(char):
                if letter.isalnum():
                    letters.append(letter)
                    self.places.append(place)
        self.letters = "".join(letters)


def squeezed(text: str) -> str:
    """Only the letters and digits of a text, folded."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def find_again(record: AnnotationRecord, text_of: Callable[[int], PageText], pages: int) -> Found | None:
    """Where the words of a mark stand now, None when they do not.

    The words are looked for letter by letter, spaces and hyphens aside, then loosely. Of several places the one whose
    surroundings are most like those that the mark remembers is taken, of equal ones the nearest to its page.
    """
    wanted = squeezed(record.text)
    if not wanted:
        return None
    order = sorted(range(1, pages + 1), key=lambda page: abs(page - record.page))
    best: tuple[float, Found] | None = None
    for page in order:
        letters = Letters(text_of(page).text)
        for start in _places(letters.letters, wanted):
            likeness = _likeness(record, letters.letters, start, start + len(wanted)) - 0.001 * abs(page - record.page)
            if best is None or likeness > best[0]:
                best = likeness, _found(letters, page, start, start + len(wanted))
    if best is not None:
        return best[1]
    return _loosely(wanted, order, text_of) if len(wanted) >= _SHORTEST else None


def _places(letters: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = letters.find(wanted)
    while at >= 0 and len(found) < 200:
        found.append(at)
        at = letters.find(wanted, at + 1)
    return found


def _likeness(record: AnnotationRecord, letters: str, start: int, stop: int) -> float:
    """How like the surroundings of a place are to those remembered, 0 to 2."""
    before, after = squeezed(record.prefix)[-_AROUND:], squeezed(record.suffix)[:_AROUND]
    return _ratio(before, letters[max(0, start - len(before)) : start]) + _ratio(
        after, letters[stop : stop + len(after)]
    )


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def _loosely(wanted: str, order: list[int], text_of: Callable[[int], PageText]) -> Found | None:
    from rapidfuzz import fuzz

    best: tuple[float, Found] | None = None
    for page in order:
        letters = Letters(text_of(page).text)
        if len(letters.letters) < len(wanted):
            continue
        match = fuzz.partial_ratio_alignment(wanted, letters.letters, score_cutoff=_LEAST)
        if match is not None and (best is None or match.score > best[0]):
            best = match.score, _found(letters, page, match.dest_start, match.dest_end)
    return best[1] if best else None


def _found(letters: Letters, page: int, start: int, stop: int) -> Found:
    return Found(page, letters.places[start], letters.places[stop - 1] + 1)
