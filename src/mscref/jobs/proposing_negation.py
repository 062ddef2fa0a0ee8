"""What a passage denies: words that it names only to say that they were not used, not studied, or not so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mscref.jobs.proposing_lexicon import Lexicon, Mark
from mscref.jobs.proposing_rules import NegationRules
from mscref.jobs.proposing_words import Word, common_spelling
from mscref.model.facets import FACETS

NAMED = frozenset((*FACETS, *(f"user:{facet}" for facet in FACETS), "@msc", "@cell", "@vesicle", "@secretome"))
_CONJUNCTIONS = frozenset({"and", "or", "nor"})
_ALL_BUT_SETTING = frozenset(FACETS) - {"model", "study_type"}
_OUTCOME = frozenset({"outcome"})
_MOST_ADVERBS = 4
_MOST_ADJECTIVES = 3
_FARTHEST_VERB = 8
_FARTHEST_SUBJECT = 4
_BRACKETS = frozenset("()[] -‐‑–")


class Scope(NamedTuple):
    """Places of words that are denied, for all facets but those of `spares`."""

    places: frozenset[int]
    spares: frozenset[str]


class Text(NamedTuple):
    """The words of a passage as the negations see them; `named` are the places that belong to a phrase of a facet."""

    quote: str
    words: Sequence[Word]
    named: frozenset[int]
    is_title: bool


class Negations:
    """The rules of negation, made ready to be tried on many passages."""

    def __init__(self, rules: NegationRules, lexicon: Lexicon) -> None:
        self._fillers = _folded(rules.fillers)
        self._links = _folded(rules.links)
        self._verbs = {name: _folded(words) for name, words in rules.verbs.items()}
        self._halts = self._verbs["clauses"] | self._verbs["finite"] | self._verbs["prepositions"] | _CONJUNCTIONS
        self._subjects = _folded(rules.none_subjects)
        self._none_spares = rules.none_spares
        self._denials = {f"@denial{number}": denial for number, denial in enumerate(rules.denials)}
        for layer, denial in self._denials.items():
            lexicon.add(layer, "denial", denial.words)
            lexicon.add(layer, "", denial.unless)
        lexicon.add("@none", "none", rules.none_words)
        lexicon.add("@none_verb", "verb", rules.none_verbs)
        lexicon.add("@not", "not", rules.verbs["nots"])
        lexicon.add("@given", "given", rules.verbs["given"])
        lexicon.add("@left_out", "left out", rules.verbs["left_out"])
        self._triggers = frozenset((*self._denials, "@none", "@not", "@left_out"))

    def scopes(
        self, quote: str, words: Sequence[Word], layers: Mapping[str, list[Mark]], *, is_title: bool
    ) -> tuple[Scope, ...]:
        """What the passage denies; nothing in most passages."""
        if self._triggers.isdisjoint(layers):
            return ()
        named = frozenset(
            place for layer in NAMED & layers.keys() for mark in layers[layer] for place in range(mark.first, mark.last)
        )
        text = Text(quote, words, named, is_title)
        found = [*self._denied(text, layers), *self._not_done(text, layers), *self._left_out(text, layers)]
        found += self._of_no_one(text, layers)
        return tuple(scope for scope in found if scope.places)

    def _denied(self, text: Text, layers: Mapping[str, list[Mark]]) -> Iterable[Scope]:
        for layer, denial in self._denials.items():
            if denial.titles or not text.is_title:
                for mark in layers.get(layer, ()):
                    yield Scope(self._after(text, mark.last), denial.spares)

    def _not_done(self, text: Text, layers: Mapping[str, list[Mark]]) -> Iterable[Scope]:
        """Denied by "were not measured" (the words before) and "did not receive" (the words after)."""
        verbs, words = self._verbs, text.words
        given = {mark.first: mark.last for mark in layers.get("@given", ())}
        for mark in layers.get("@not", ()):
            verb = mark.last
            while verb < min(len(words), mark.last + _MOST_ADVERBS) and words[verb].common in verbs["adverbs"]:
                verb += 1
            if verb >= len(words) or any(word.breaks for word in words[mark.first + 1 : verb + 1]):
                continue
            start = mark.first
            while start and words[start - 1].common in verbs["passive"] | verbs["auxiliary"]:
                start -= 1
            before = {word.common for word in words[start:verb]} | {words[max(mark.first - 1, 0)].common}
            is_seen = words[verb].common in verbs["seen"]
            spares = _OUTCOME if is_seen else frozenset()
            if verb in given:
                after = self._after(text, given[verb], reach=_MOST_ADJECTIVES)
                if not after.isdisjoint(text.named):
                    yield Scope(after, spares)
                    continue
                if not self._ends_at(text, verb + 1):
                    continue
            elif words[verb].common not in verbs["done"] and not is_seen:
                continue
            if before & verbs["passive"]:
                yield Scope(self._before(text, start), spares)
                yield Scope(self._after(text, verb + 1), _ALL_BUT_SETTING)
            elif before & verbs["active"]:
                yield Scope(self._after(text, verb + 1, reach=0 if is_seen else _MOST_ADJECTIVES), spares)

    def _left_out(self, text: Text, layers: Mapping[str, list[Mark]]) -> Iterable[Scope]:
        """Denied by "were excluded": the words before."""
        for mark in layers.get("@left_out", ()):
            start = mark.first
            while start and text.words[start - 1].common in self._verbs["passive"] | self._verbs["auxiliary"]:
                start -= 1
            if start < mark.first:
                yield Scope(self._before(text, start), frozenset())

    def _of_no_one(self, text: Text, layers: Mapping[str, list[Mark]]) -> Iterable[Scope]:
        """Denied by "no patient received": the words after."""
        verbs = [*layers.get("@none_verb", ())]
        for mark in layers.get("@none", ()) if verbs else ():
            near = text.words[mark.last : mark.last + _FARTHEST_SUBJECT]
            if self._subjects.isdisjoint(word.common for word in near):
                continue
            for verb in verbs:
                between = text.words[mark.last : verb.first + 1]
                if mark.last < verb.first <= mark.last + _FARTHEST_VERB and not any(word.breaks for word in between):
                    yield Scope(self._after(text, verb.last, reach=_MOST_ADJECTIVES), self._none_spares)
                    break

    def _ends_at(self, text: Text, place: int) -> bool:
        """True where a clause ends, or goes on with "to" or "in": "were not given to mice"."""
        if place >= len(text.words) or text.words[place].breaks or text.words[place].comma:
            return True
        return text.words[place].common in self._verbs["prepositions"] | {"to"}

    def _after(self, text: Text, place: int, *, reach: int = 0) -> frozenset[int]:
        """The places denied by what ends before `place`: the next term, and the list that it begins.

        Only fillers may stand before that term, and `reach` other words ("any further doses of marrow cells").
        """
        words = text.words
        found: list[int] = []
        while place < len(words) and place not in text.named and not words[place].breaks and not words[place].comma:
            if words[place].common not in self._fillers:
                if not reach or words[place].common in self._halts:
                    return frozenset((*found, place))
                reach -= 1
            elif found and reach and words[place].common in self._verbs["prepositions"]:
                return frozenset(found)
            found.append(place)
            place += 1
        while place in text.named or (place < len(words) and words[place].common in self._links):
            if self._breaks(text, place) or (words[place].comma and not (found and self._lists_on(text, place))):
                break
            found.append(place)
            place += 1
        return frozenset(found)

    def _before(self, text: Text, place: int) -> frozenset[int]:
        """The places of the subject of a verb that begins at `place`."""
        words, verbs = text.words, self._verbs
        first = place
        while first > 0:
            word = words[first - 1].common
            if word in verbs["clauses"]:
                break
            if word in verbs["finite"]:
                joints = [p for p in range(first, place) if words[p].common in _CONJUNCTIONS]
                first = joints[0] + 1 if joints else first
                break
            first -= 1
            if self._breaks(text, first) or (words[first].comma and not self._lists_back(text, first, place)):
                break
        return frozenset(range(first, place))

    @staticmethod
    def _breaks(text: Text, place: int) -> bool:
        """True where a stop stands before a word; a bracket around an abbreviation is none."""
        if not text.words[place].breaks or not place:
            return text.words[place].breaks
        return not _BRACKETS.issuperset(text.quote[text.words[place - 1].end : text.words[place].start])

    def _lists_on(self, text: Text, place: int) -> bool:
        """True when the comma before `place` parts members of a list: "X, Y and Z"."""
        for later in range(place, len(text.words)):
            word = text.words[later]
            if word.common in ("and", "or") and later + 1 < len(text.words):
                return later + 1 in text.named
            if (later not in text.named and word.common not in self._links) or self._breaks(text, later):
                return False
        return False

    def _lists_back(self, text: Text, place: int, end: int) -> bool:
        """True when the comma before `place` parts members of a list that is the subject."""
        words = text.words
        if not any(word.common in _CONJUNCTIONS for word in words[place:end]):
            return False
        start = place
        while start > 0:
            start -= 1
            if start not in text.named and words[start].common not in self._links:
                return False
            if words[start].comma or words[start].breaks:
                break
        return words[start].common not in self._verbs["prepositions"]


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(common_spelling(word) for word in words)
