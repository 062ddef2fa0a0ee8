"""A passage (a title, a sentence, a keyword) with the phrases found in it, and what a rule finds there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mscref.jobs.proposing_lexicon import Lexicon, Mark
from mscref.jobs.proposing_negation import Negations, Scope
from mscref.jobs.proposing_words import Word, sentences

KEYWORDS = "keywords"


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
    denied: tuple[Scope, ...] = ()
    findings: list[Finding] = dataclasses.field(default_factory=list)

    def marks(self, layer: str, facet: str) -> list[Mark]:
        """The phrases of a layer that are not denied for a facet."""
        found = self.layers.get(layer, [])
        return [mark for mark in found if not self.is_denied(mark, facet)] if self.denied else found

    def is_denied(self, mark: Mark, facet: str) -> bool:
        """True when the passage names the phrase only to say that it was not used, not studied, or not so."""
        return any(mark.first in scope.places and facet not in scope.spares for scope in self.denied)

    def has(self, facet: str, term: str) -> bool:
        """True when the term has been found here already."""
        return any(f.facet == facet and f.term == term for f in self.findings)

    def add(self, facet: str, term: str, rule: str, mark: Mark) -> None:
        """Note a finding, once per term."""
        if not self.has(facet, term):
            self.findings.append(Finding(facet, term, rule, mark.start, mark.end))


def passage(lexicon: Lexicon, negations: Negations, field_name: str, text: str, start: int) -> Passage:
    """Read one passage that begins at `start` of its field."""
    words = lexicon.words(text)
    layers: dict[str, list[Mark]] = {}
    for mark in lexicon.marks(words):
        layers.setdefault(mark.layer, []).append(mark)
    denied = negations.scopes(text, words, layers, is_title=field_name == "title")
    return Passage(field_name, text, start, words, layers, denied)


def passages(
    lexicon: Lexicon,
    negations: Negations,
    title: str,
    texts: Mapping[str, str],
    keywords: Iterable[str],
    skipped: frozenset[str],
) -> list[Passage]:
    """The title whole, `texts` (by field name) by sentences, each keyword (places count in them joined by "; ").

    Keywords that end in one of `skipped` are left out: "Clinical Trials as Topic" says nothing of the reference.
    """
    found = [passage(lexicon, negations, "title", title, 0)]
    for name, text in texts.items():
        for start, end in sentences(text):
            found.append(passage(lexicon, negations, name, text[start:end], start))
    start = 0
    for keyword in keywords:
        if not any(keyword.casefold().endswith(end) for end in skipped):
            found.append(_keyword(lexicon, negations, keyword, start))
        start += len(keyword) + 2
    return found


def _keyword(lexicon: Lexicon, negations: Negations, keyword: str, start: int) -> Passage:
    """One keyword; a heading turned round ("Muscular Dystrophy, Duchenne/therapy") is read in the order of speech.

    The words of a turned heading stand for the whole of it.
    """
    heading, slash, qualifier = keyword.partition("/")
    noun, comma, adjective = heading.partition(", ")
    if not comma or "," in adjective:
        return passage(lexicon, negations, KEYWORDS, keyword, start)
    turned = passage(lexicon, negations, KEYWORDS, f"{adjective} {noun}{slash}{qualifier}", start)
    for layer, marks in turned.layers.items():
        turned.layers[layer] = [mark._replace(start=0, end=len(heading)) for mark in marks]
    turned.quote = keyword
    return turned
