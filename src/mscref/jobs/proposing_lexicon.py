"""Finding many phrases in a text at once: a tree of words, searched from each word, longest phrase first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from mscref.jobs.proposing_words import COMMA, Speller, Word, keys

_END = ""
_NOTHING: dict[str, str] = {}


class Mark(NamedTuple):
    """A phrase that was found: `layer` and `name` say what it is, `first` and `last` are the places of its words.

    `last` and `end` are exclusive; `start` and `end` are code points of the text.
    """

    layer: str
    name: str
    first: int
    last: int
    start: int
    end: int


class Lexicon:
    """Phrases in layers: within one the longest phrase wins and none overlap, and layers do not see each other.

    A phrase with an empty name is a trap: it takes its words away from other phrases of the layer and gives nothing.
    """

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}
        self._words: set[str] = set()
        self._speller = Speller(())

    def add(self, layer: str, name: str, phrases: Iterable[str]) -> None:
        """Let each of `phrases` mean `name` in `layer`; a phrase that is there already keeps its first meaning."""
        for phrase in phrases:
            node = self._tree
            words = keys(phrase)
            if not words:
                continue
            for word in words:
                node = node.setdefault(word, {})
            node.setdefault(_END, {}).setdefault(layer, name)
            self._words.update(words)

    def close(self, lookalikes: Iterable[str] = (), prefixes: Iterable[str] = ()) -> None:
        """Learn the spelling of all phrases; call it once after the last `add`."""
        self._speller = Speller(self._words, lookalikes, prefixes)

    def words(self, text: str) -> list[Word]:
        """The words of a text, read with the spelling of all phrases."""
        return self._speller.words(text)

    def marks(self, words: Sequence[Word]) -> list[Mark]:
        """All phrases among the words, in order; traps are left out."""
        tree = self._tree
        taken: dict[str, int] = {}
        found: list[Mark] = []
        for first, word in enumerate(words):
            if word[0] not in tree and word[1] not in tree:
                continue
            for layer, (name, last) in self._longest(words, first).items():
                if taken.get(layer, 0) > first:
                    continue
                taken[layer] = last
                if name:
                    found.append(Mark(layer, name, first, last, word.start, words[last - 1].end))
        return found

    def _longest(self, words: Sequence[Word], first: int) -> dict[str, tuple[str, int]]:
        best: dict[str, tuple[str, int]] = {}
        nodes = [self._tree]
        for place in range(first, len(words)):
            common, exact, _, _, _, comma = words[place]
            if comma and place > first:
                nodes = [node[COMMA] for node in nodes if COMMA in node]
            deeper = [node[common] for node in nodes if common in node]
            if exact:
                deeper += [node[exact] for node in nodes if exact in node]
            if not deeper:
                break
            for node in deeper:
                for layer, name in node.get(_END, _NOTHING).items():
                    best[layer] = (name, place + 1)
            nodes = deeper
        return best
