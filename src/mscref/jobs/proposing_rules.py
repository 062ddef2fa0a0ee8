"""The tagging rules as values, read from resources/rules: lists, phrases, abbreviations with cues, conditions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mscref.model.facets import FACETS
from mscref.settings import resource


@dataclass(frozen=True, slots=True)
class Phrase:
    """Phrases that name a term."""

    term: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """Abbreviations that name a term when a cue stands anywhere, or a title cue in the title, and no reject word."""

    term: str
    words: tuple[str, ...]
    cues: tuple[str, ...]
    title_cues: tuple[str, ...]
    reject: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One of `any` gives `term` where each set of `all` has one in the same title or sentence, and none of `without`.

    With `only_titles` it is not tried on sentences and keywords: its words say so much in a title alone.
    Entries are phrases, "@list" or "facet:term" (a term found already; "facet:*" any of them).
    """

    id: str
    term: str
    any: tuple[str, ...]
    all: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    only_titles: bool


@dataclass(frozen=True, slots=True)
class Product:
    """A named product and the terms that are known of it, by facet."""

    name: str
    words: tuple[str, ...]
    gives: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Supersedes:
    """Where `term` is given, the terms `over` are not."""

    term: str
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetRules:
    """The rules of one facet; `vocabulary` says whether labels and synonyms of the vocabulary are read as phrases."""

    facet: str
    vocabulary: bool
    ignore: frozenset[str]
    phrases: tuple[Phrase, ...]
    traps: tuple[str, ...]
    alone: frozenset[str]
    abbreviations: tuple[Abbreviation, ...]
    rules: tuple[Rule, ...]
    supersedes: tuple[Supersedes, ...]


@dataclass(frozen=True, slots=True)
class Tissue:
    """Tissue words; `reach` says how near the cell word must stand: "title", "phrase", or "alone" (none needed)."""

    term: str
    reach: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Becomes:
    """Cells of `source` that are named as `words` count as `term`."""

    source: str
    words: tuple[str, ...]
    term: str


@dataclass(frozen=True, slots=True)
class SourceRules:
    """The rules of the facet cell_source."""

    tissues: tuple[Tissue, ...]
    cells: tuple[Phrase, ...]
    traps: tuple[str, ...]
    between: tuple[str, ...]
    joints: tuple[str, ...]
    becomes: tuple[Becomes, ...]
    prepared: Mapping[str, str]
    not_of_msc: frozenset[str]
    not_after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that deny the term after them, in all facets but `spares`; `unless` are longer words that deny nothing."""

    words: tuple[str, ...]
    unless: tuple[str, ...]
    spares: frozenset[str]
    titles: bool


@dataclass(frozen=True, slots=True)
class NegationRules:
    """What takes a term back; `verbs` are the word lists of the table of that name, "none_" stands for "no patient"."""

    denials: tuple[Denial, ...]
    fillers: tuple[str, ...]
    links: tuple[str, ...]
    verbs: Mapping[str, tuple[str, ...]]
    none_words: tuple[str, ...]
    none_subjects: tuple[str, ...]
    none_verbs: tuple[str, ...]
    none_spares: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules that ship with mscref."""

    lists: Mapping[str, tuple[str, ...]]
    negation: NegationRules
    skipped_keywords: tuple[str, ...]
    lookalikes: tuple[str, ...]
    prefixes: tuple[str, ...]
    sources: SourceRules
    facets: tuple[FacetRules, ...]
    products: tuple[Product, ...]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("rules", f"{name}.toml").read_text("utf-8"))


def _traps(data: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(word for trap in data.get("trap", ()) for word in trap["words"])


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        term=row["term"],
        any=tuple(row["any"]),
        all=tuple(tuple(row[name]) for name in ("with", "and_with") if name in row),
        without=tuple(row.get("without", ())),
        only_titles=row.get("only_titles", False),
    )


def _facet(name: str) -> FacetRules:
    data = _toml(name)
    abbreviations = data.get("abbreviation", ())
    return FacetRules(
        facet=data["facet"],
        vocabulary=data.get("vocabulary", False),
        ignore=frozenset(word.casefold() for word in data.get("ignore", ())),
        phrases=tuple(Phrase(row["term"], tuple(row["words"])) for row in data.get("phrase", ())),
        traps=_traps(data),
        alone=frozenset(data.get("abbreviations", {}).get("alone", ())),
        abbreviations=tuple(
            Abbreviation(
                row["term"], tuple(row["words"]), tuple(row["cues"]), tuple(row["title_cues"]), tuple(row["reject"])
            )
            for row in abbreviations
        ),
        rules=tuple(_rule(row) for row in data.get("rule", ())),
        supersedes=tuple(Supersedes(row["term"], tuple(row["over"])) for row in data.get("supersedes", ())),
    )


def _sources() -> SourceRules:
    data = _toml("cell_source")
    return SourceRules(
        tissues=tuple(Tissue(row["term"], row["reach"], tuple(row["words"])) for row in data["tissue"]),
        cells=tuple(Phrase(row["term"], tuple(row["words"])) for row in data["cells"]),
        traps=_traps(data),
        between=tuple(data["between"]),
        joints=tuple(data["joints"]),
        becomes=tuple(
            Becomes(row["source"], tuple(row.get("words", (row.get("list", ""),))), row["term"])
            for row in data["becomes"]
        ),
        prepared={row["from"]: row["term"] for row in data["prepared"]},
        not_of_msc=frozenset(data["not_of_msc"]),
        not_after=frozenset(data["not_after"]),
    )


def _negation() -> NegationRules:
    data = _toml("negation")
    none = data["none"]
    return NegationRules(
        denials=tuple(
            Denial(tuple(row["words"]), tuple(row["unless"]), frozenset(row["spares"]), row["titles"])
            for row in data["denial"]
        ),
        fillers=tuple(data["fillers"]),
        links=tuple(data["links"]),
        verbs={name: tuple(words) for name, words in data["verbs"].items()},
        none_words=tuple(none["words"]),
        none_subjects=tuple(none["subjects"]),
        none_verbs=tuple(none["verbs"]),
        none_spares=frozenset(none["spares"]),
    )


def load() -> Rules:
    """Read all files of resources/rules."""
    lists = _toml("lists")
    return Rules(
        lists={name: tuple(words) for name, words in lists["lists"].items()},
        negation=_negation(),
        skipped_keywords=tuple(lists["keywords"]["skip"]),
        lookalikes=tuple(lists["spelling"]["lookalikes"]),
        prefixes=tuple(lists["spelling"]["prefixes"]),
        sources=_sources(),
        facets=tuple(_facet(facet) for facet in FACETS if facet != "cell_source"),
        products=tuple(
            Product(row["name"], tuple(row["words"]), {facet: tuple(ids) for facet, ids in row["gives"].items()})
            for row in _toml("products")["product"]
        ),
    )
