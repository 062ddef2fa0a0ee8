"""A passage (a title, a sentence, a keyword) with the phrases found in it, and what a rule finds there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mscref.jobs.proposing_lexicon import Lexicon, Mark
from mscref.jobs.proposing_words import Word, common_spelling, sentences


class Finding(NamedTuple):
    """A term that a rule reads in a passage; `start` and `end` are code points of the passage's text."""

    facet: str
    term: str
    rule: str
    start: int
    end: int


@dataclass(slots=True)
class Passage:
    """A stretch of one field with its words and marks; `start` is its place in the field, marks count from there."""

    field: str
    quote: str
    start: int
    words: Sequence[Word]
    layers: dict[str, list[Mark]]
    negations: frozenset[int] = frozenset()
    fillers: frozenset[str] = frozenset()
    findings: list[Finding] = dataclasses.field(default_factory=list)

    def marks(self, layer: str) -> list[Mark]:
        """The phrases of a layer that are not negated."""
        return [mark for mark in self.layers.get(layer, ()) if not self.is_negated(mark)]

    def is_negated(self, mark: Mark) -> bool:
        """True when "unlike", "without" or the like stands before the phrase, with only small words between."""
        if not self.negations:
            return False
        place = mark.first
        while place > 0:
            if place in self.negations:
                return True
            if self.words[place].breaks or self.words[place - 1].common not in self.fillers:
                return False
            place -= 1
        return False

    def has(self, facet: str, term: str) -> bool:
        """True when the term has been found here already."""
        return any(f.facet == facet and f.term == term for f in self.findings)

    def add(self, facet: str, term: str, rule: str, mark: Mark) -> None:
        """Note a finding, once per term."""
        if not self.has(facet, term):
            self.findings.append(Finding(facet, term, rule, mark.start, mark.end))


def passage(lexicon: Lexicon, field_name: str, text: str, start: int, fillers: frozenset[str]) -> Passage:
    """Read one passage that begins at `start` of its field."""
    words = lexicon.words(text)
    layers: dict[str, list[Mark]] = {}
    for mark in lexicon.marks(words):
        layers.setdefault(mark.layer, []).append(mark)
    negations = frozenset(mark.last for mark in layers.get("@negation", ()))
    return Passage(field_name, text, start, words, layers, negations, fillers)


def passages(
    lexicon: Lexicon, title: str, texts: Mapping[str, str], keywords: Iterable[str], fillers: Iterable[str]
) -> list[Passage]:
    """The title whole, `texts` (by field name) by sentences, each keyword (places count in them joined by "; ")."""
    small = frozenset(common_spelling(word) for word in fillers)
    found = [passage(lexicon, "title", title, 0, small)]
    for name, text in texts.items():
        for start, end in sentences(text):
            found.append(passage(lexicon, name, text[start:end], start, small))
    start = 0
    for keyword in keywords:
        found.append(passage(lexicon, "keywords", keyword, start, small))
        start += len(keyword) + 2
    return found
