"""Offering facet terms, each with the words that say so: a title assigns, abstract and keywords only propose."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mscref.jobs import proposing_rules
from mscref.jobs.proposing_conditions import Guard, RuleBook
from mscref.jobs.proposing_lexicon import Lexicon
from mscref.jobs.proposing_negation import Negations
from mscref.jobs.proposing_passages import Finding, Passage, passages
from mscref.jobs.proposing_rules import FacetRules, Rules
from mscref.jobs.proposing_sources import FACET as SOURCE
from mscref.jobs.proposing_sources import UNSPECIFIED, SourceReader
from mscref.model.facets import FACETS, Term, Vocabulary
from mscref.model.holdings import Assignment, Proposal
from mscref.model.reference import Reference

_ORDER = ("condition", "donor", "route", "phase", "study_type", "model", "product_form", "outcome")
_USERS = "user-term"
_RULE_NAMES = {"phrase": "phrase", "short": "abbreviation", "guarded": "abbreviation-with-cue"}
# Here a narrower term does not imply the broader one: cells on a scaffold, a systematic review with a meta-analysis.
_NOT_NARROWED = frozenset({"product_form", "study_type"})


class Proposer:
    """All rules compiled for one vocabulary; make one and use it for many references."""

    def __init__(self, vocabulary: Vocabulary, rules: Rules | None = None) -> None:
        rules = rules or proposing_rules.load()
        self._vocabulary = vocabulary
        self._lexicon = lexicon = Lexicon()
        self._facets = sorted(rules.facets, key=lambda facet: _ORDER.index(facet.facet))
        self._guards: dict[tuple[str, str], Guard] = {}
        self._books: dict[str, RuleBook] = {}
        self._users: set[str] = set()
        for term in vocabulary:
            if term.is_users:
                self._add_users(term, (term.label, *term.synonyms, *term.abbreviations))
            elif term.users_synonyms:
                self._add_users(term, term.users_synonyms)
        self._sources = SourceReader(rules, lexicon)
        for name, words in rules.lists.items():
            lexicon.add(f"@{name}", name, words)
        self._skipped = frozenset(ending.casefold() for ending in rules.skipped_keywords)
        self._negations = Negations(rules.negation, lexicon)
        for product in rules.products:
            lexicon.add("@product", product.name, product.words)
        self._products = {product.name: product for product in rules.products}
        for facet in self._facets:
            self._add_facet(facet)
        lexicon.close(rules.lookalikes, rules.prefixes)

    def _add_users(self, term: Term, names: Iterable[str]) -> None:
        self._users.add(term.facet)
        self._lexicon.add(f"user:{term.facet}", term.id, names)

    def _add_facet(self, facet: FacetRules) -> None:
        lexicon, name = self._lexicon, facet.facet
        lexicon.add(name, "", facet.traps)
        for phrase in facet.phrases:
            lexicon.add(name, f"phrase:{phrase.term}", phrase.words)
        for abbreviation in facet.abbreviations:
            self._guards[name, abbreviation.term] = Guard(abbreviation, lexicon)
            lexicon.add(name, f"guarded:{abbreviation.term}", abbreviation.words)
        if facet.vocabulary:
            for term in self._vocabulary.terms(name):
                self._add_names(facet, term)
        self._books[name] = RuleBook(name, facet.rules, lexicon)

    def _add_names(self, facet: FacetRules, term: Term) -> None:
        names = [
            name
            for name in (term.label, *term.synonyms)
            if name.casefold() not in facet.ignore and "/" not in name and "(" not in name
        ]
        self._lexicon.add(facet.facet, f"phrase:{term.id}", names)
        self._lexicon.add(facet.facet, f"phrase:{term.id}", facet.alone.intersection(term.abbreviations))
        short = [abbreviation for abbreviation in term.abbreviations if abbreviation.casefold() not in _folded(names)]
        self._lexicon.add(facet.facet, f"short:{term.id}", (a for a in short if a.isupper() or len(a) < 5))

    def read(
        self, title: str, texts: Mapping[str, str], keywords: Iterable[str] = ()
    ) -> tuple[tuple[Assignment, ...], tuple[Proposal, ...]]:
        """What a title gives, and what `texts` (abstract, full text, by field name) and keywords suggest besides."""
        read = passages(self._lexicon, self._negations, title, texts, keywords, self._skipped)
        seen = {layer for passage in read for layer in passage.layers}
        named = {mark.name for passage in read for facet in FACETS for mark in passage.layers.get(facet, ())}
        for passage in read:
            self._read_passage(passage, seen, named)
        assignments = self._assign(read[0])
        given = {(a.facet, a.term) for a in assignments}
        return assignments, self._offer(read[1:], given)

    def _read_passage(self, passage: Passage, seen: set[str], named: set[str]) -> None:
        if not passage.layers:
            return
        self._read_products(passage)
        self._read_users(passage)
        self._sources.read(passage, msc_is_known="@msc_cue" in seen, is_on_cells="@living_remedy" in seen)
        for facet in self._facets:
            self._read_phrases(passage, facet, seen, named)
            self._books[facet.facet].read(passage)
            if len(passage.findings) > 1:
                _supersede(passage, facet)

    def _read_users(self, passage: Passage) -> None:
        for facet in self._users:
            for mark in passage.marks(f"user:{facet}", facet):
                passage.add(facet, mark.name, _USERS, mark)

    def _read_products(self, passage: Passage) -> None:
        for mark in passage.layers.get("@product", ()):
            for facet, terms in self._products[mark.name].gives.items():
                for term in terms if not passage.is_denied(mark, facet) else ():
                    passage.add(facet, term, f"product-{mark.name}", mark)

    def _read_phrases(self, passage: Passage, facet: FacetRules, seen: set[str], named: set[str]) -> None:
        for mark in passage.marks(facet.facet, facet.facet):
            kind, _, term = mark.name.partition(":")
            if kind == "short" and f"phrase:{term}" not in named:
                continue
            if kind == "guarded" and not self._guards[facet.facet, term].admits(passage, seen):
                continue
            passage.add(facet.facet, term, f"{facet.facet}-{_RULE_NAMES[kind]}", mark)

    def _assign(self, title: Passage) -> tuple[Assignment, ...]:
        kept = self._narrowest(title.findings)
        return tuple(
            Assignment(f.facet, f.term, "rule", f.rule, title.field, title.quote, f.start, f.end) for f in kept
        )

    def _offer(self, read: Sequence[Passage], given: set[tuple[str, str]]) -> tuple[Proposal, ...]:
        first: dict[tuple[str, str], tuple[Finding, Passage]] = {}
        for passage in read:
            for finding in passage.findings:
                first.setdefault((finding.facet, finding.term), (finding, passage))
        implied = given | {(facet, above) for facet, term in given for above in self._vocabulary.ancestors(facet, term)}
        has_source = any(facet == SOURCE and term != UNSPECIFIED for facet, term in (*given, *first))
        kept = self._narrowest([finding for finding, _ in first.values()])
        offered = []
        for finding in kept:
            key = (finding.facet, finding.term)
            if key in implied or (key == (SOURCE, UNSPECIFIED) and has_source):
                continue
            passage = first[key][1]
            start, end = passage.start + finding.start, passage.start + finding.end
            offered.append(
                Proposal(finding.facet, finding.term, finding.rule, passage.field, passage.quote, start, end)
            )
        return tuple(offered)

    def _narrowest(self, findings: Sequence[Finding]) -> list[Finding]:
        """Findings in facet order, without the terms that a narrower one beats."""
        kept: list[Finding] = []
        for facet in FACETS:
            of_facet = [f for f in findings if f.facet == facet]
            terms = [f.term for f in of_facet]
            if facet not in _NOT_NARROWED:
                terms = list(self._vocabulary.without_ancestors(facet, terms))
            kept.extend(f for f in of_facet if f.term in terms)
        return kept


def _supersede(passage: Passage, facet: FacetRules) -> None:
    for supersedes in facet.supersedes:
        if passage.has(facet.facet, supersedes.term):
            passage.findings = [f for f in passage.findings if f.facet != facet.facet or f.term not in supersedes.over]


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


@functools.lru_cache(maxsize=4)
def proposer(vocabulary: Vocabulary) -> Proposer:
    """The rules compiled for a vocabulary, kept while it is in use."""
    return Proposer(vocabulary)


def propose(
    reference: Reference, vocabulary: Vocabulary, *, text: str = ""
) -> tuple[tuple[Assignment, ...], tuple[Proposal, ...]]:
    """Facet terms of a reference: those its title gives, and those its abstract, keywords and full text suggest."""
    texts = {"abstract": reference.fields.get("abstract", ""), "text": text}
    return proposer(vocabulary).read(reference.title, texts, reference.keywords)


def suggest(record: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The record {id, title, abstract, keywords} with what its title gives and the rest suggests.

    `assigned` is {facet: [term id]}, `proposed` is {facet: [{term, quote, field, start, end, rule}]}.
    """
    keywords = record.get("keywords") or ()
    if isinstance(keywords, str):
        keywords = [keyword.strip() for keyword in keywords.split(";")]
    texts = {"abstract": str(record.get("abstract") or "")}
    title = str(record.get("title") or "")
    assignments, proposals = proposer(vocabulary).read(title, texts, tuple(keywords))
    assigned: dict[str, list[str]] = {facet: [] for facet in FACETS}
    proposed: dict[str, list[dict[str, Any]]] = {facet: [] for facet in FACETS}
    for assignment in assignments:
        assigned[assignment.facet].append(assignment.term)
    for p in proposals:
        proposed[p.facet].append(
            {"term": p.term, "quote": p.quote, "field": p.field, "start": p.start, "end": p.end, "rule": p.rule}
        )
    return {**record, "assigned": assigned, "proposed": proposed}
