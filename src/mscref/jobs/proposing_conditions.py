"""Rules with conditions, made ready to be tried on many passages."""

from __future__ import annotations

from collections.abc import Iterable

from mscref.jobs.proposing_lexicon import Lexicon
from mscref.jobs.proposing_passages import Finding, Passage
from mscref.jobs.proposing_rules import Abbreviation, Rule


class Entries:
    """Things that a passage may say: phrases, word lists ("@list"), terms found already ("facet:term" or "facet:*")."""

    def __init__(self, entries: Iterable[str], lexicon: Lexicon) -> None:
        layers, terms = set(), set()
        for entry in entries:
            facet, colon, term = entry.partition(":")
            if entry.startswith("@"):
                layers.add(entry)
            elif colon:
                terms.add((facet, term))
            else:
                layers.add(f"~{entry}")
                lexicon.add(f"~{entry}", entry, (entry,))
        self.layers = frozenset(layers)
        self.terms = frozenset(terms)

    def are_seen(self, layers: Iterable[str]) -> bool:
        """True when a phrase or list of these stands among `layers`, negated or not."""
        return not self.layers.isdisjoint(layers)

    def place(self, passage: Passage, facet: str) -> tuple[int, int] | None:
        """Where the passage first says one of these for a facet, in the longest words; None when it does not."""
        places = []
        if not self.layers.isdisjoint(passage.layers):
            for layer in self.layers.intersection(passage.layers):
                places += [(mark.start, -mark.end) for mark in passage.marks(layer, facet)[:1]]
        if self.terms:
            places += [
                (f.start, -f.end)
                for f in passage.findings
                if not self.terms.isdisjoint(((f.facet, f.term), (f.facet, "*")))
            ]
        if not places:
            return None
        start, end = min(places)
        return start, -end


class ConditionalRule:
    """A rule of a facet, ready to be tried; it can only say something where one of its `triggers` stands."""

    def __init__(self, facet: str, rule: Rule, lexicon: Lexicon) -> None:
        self._facet = facet
        self._rule = rule
        self._any = Entries(rule.any, lexicon)
        self.triggers = self._any.layers
        self._all = [Entries(entries, lexicon) for entries in rule.all]
        self._without = Entries(rule.without, lexicon)

    @property
    def needs_terms(self) -> bool:
        """True when a term found already can set it off."""
        return bool(self._any.terms)

    def try_on(self, passage: Passage) -> None:
        """Add the rule's term to the passage where the passage says so."""
        facet = self._facet
        if self._rule.only_titles and passage.field != "title":
            return
        place = self._any.place(passage, facet)
        if place is None or passage.has(facet, self._rule.term):
            return
        if self._without.place(passage, facet) or any(entries.place(passage, facet) is None for entries in self._all):
            return
        passage.findings.append(Finding(self._facet, self._rule.term, self._rule.id, *place))


class RuleBook:
    """The conditional rules of a facet, tried in order."""

    def __init__(self, facet: str, rules: Iterable[Rule], lexicon: Lexicon) -> None:
        self._rules = [ConditionalRule(facet, rule, lexicon) for rule in rules]
        self._always = frozenset(number for number, rule in enumerate(self._rules) if rule.needs_terms)
        self._by_trigger: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            for trigger in rule.triggers:
                self._by_trigger.setdefault(trigger, []).append(number)

    def read(self, passage: Passage) -> None:
        """Try the rules that the passage can set off."""
        numbers = set(self._always) if passage.findings else set()
        for layer in self._by_trigger.keys() & passage.layers.keys():
            numbers.update(self._by_trigger[layer])
        for number in sorted(numbers):
            self._rules[number].try_on(passage)


class Guard:
    """Decides whether an ambiguous abbreviation means its term here."""

    def __init__(self, rule: Abbreviation, lexicon: Lexicon) -> None:
        self._cues = Entries(rule.cues, lexicon)
        self._title_cues = Entries(rule.title_cues, lexicon)
        self._reject = Entries(rule.reject, lexicon)

    def admits(self, passage: Passage, seen: Iterable[str]) -> bool:
        """`seen` are the layers found anywhere in the reference."""
        if self._reject.are_seen(seen):
            return False
        return self._cues.are_seen(seen) or self._title_cues.are_seen(passage.layers)
