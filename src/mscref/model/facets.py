"""Facets: the controlled vocabulary by which references are filed (condition, cell source, ...)."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mscref.errors import UnknownTerm

FACETS = ("condition", "cell_source", "donor", "product_form", "route", "model", "study_type", "phase", "outcome")
SHORT_NAMES = {"source": "cell_source", "form": "product_form", "study": "study_type"}


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a facet; `id` is stored and never shown, `label` is shown and never stored.

    `codes` maps an ontology (MONDO, DOID, MeSH, UBERON, CL, Orphanet) to its identifier.
    `kind` is "term", or "group" for a heading that only gathers narrower terms. `users_synonyms` are those of
    `synonyms` that the user gave to a term that ships with mscref.
    """

    facet: str
    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    parent: str = ""
    kind: str = "term"
    codes: Mapping[str, str] = field(default_factory=dict)
    is_users: bool = False
    users_synonyms: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """What a chip shows: the first abbreviation, else the label."""
        return self.abbreviations[0] if self.abbreviations else self.label


class Vocabulary:
    """All terms of all facets, with their hierarchy. Immutable; `with_terms` gives a larger one."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, dict[str, Term]] = {facet: {} for facet in FACETS}
        self._narrower: dict[tuple[str, str], list[str]] = {}
        self._names: dict[str, dict[str, str]] = {facet: {} for facet in FACETS}
        for term in terms:
            self._terms[term.facet][term.id] = term
        for term in self:
            if term.parent:
                self._narrower.setdefault((term.facet, term.parent), []).append(term.id)
        for names in (lambda t: (t.id,), lambda t: (t.label,), lambda t: t.synonyms, lambda t: t.abbreviations):
            for term in self:
                for name in names(term):
                    self._names[term.facet].setdefault(name.casefold(), term.id)

    def __iter__(self) -> Iterator[Term]:
        for facet in FACETS:
            yield from self._terms[facet].values()

    def terms(self, facet: str) -> tuple[Term, ...]:
        return tuple(self._terms[facet].values())

    def get(self, facet: str, term_id: str) -> Term | None:
        return self._terms[facet].get(term_id)

    def label(self, facet: str, term_id: str) -> str:
        term = self.get(facet, term_id)
        return term.label if term else term_id

    def narrower(self, facet: str, term_id: str) -> frozenset[str]:
        """The ids of a term and of every term below it."""
        found = {term_id}
        todo = [term_id]
        while todo:
            for child in self._narrower.get((facet, todo.pop()), ()):
                if child not in found:
                    found.add(child)
                    todo.append(child)
        return frozenset(found)

    def ancestors(self, facet: str, term_id: str) -> tuple[str, ...]:
        """The ids above a term, nearest first."""
        above: list[str] = []
        term = self.get(facet, term_id)
        while term and term.parent and term.parent not in above:
            above.append(term.parent)
            term = self.get(facet, term.parent)
        return tuple(above)

    def children(self, facet: str, term_id: str = "") -> tuple[Term, ...]:
        """The terms directly below a term, or the top ones."""
        return tuple(t for t in self._terms[facet].values() if t.parent == term_id)

    def without_ancestors(self, facet: str, term_ids: Iterable[str]) -> tuple[str, ...]:
        """`term_ids` less those that another of them already implies, in the given order."""
        ids = list(dict.fromkeys(term_ids))
        implied = {above for term_id in ids for above in self.ancestors(facet, term_id)}
        return tuple(term_id for term_id in ids if term_id not in implied)

    def find(self, facet: str, name: str) -> Term:
        """A term by id, label, synonym or abbreviation in any case.

        Raises UnknownTerm, naming the nearest one.
        """
        facet = facet_name(facet)
        folded = name.strip().casefold()
        term_id = self._names[facet].get(folded) or self._names[facet].get(folded.replace("-", " "))
        if term_id:
            return self._terms[facet][term_id]
        near = difflib.get_close_matches(folded, self._names[facet], n=1, cutoff=0.5)
        hint = f' Did you mean "{self._names[facet][near[0]]}"?' if near else ""
        raise UnknownTerm(f'There is no term "{name}" in the facet {facet}.{hint}')

    def with_terms(self, terms: Iterable[Term]) -> Vocabulary:
        """This vocabulary with the user's terms; one that is here already is given their synonyms besides its own."""
        found = {(term.facet, term.id): term for term in self}
        for term in terms:
            held = found.get((term.facet, term.id))
            if held is None:
                found[term.facet, term.id] = term
            else:
                own = tuple(name for name in term.synonyms if name not in held.synonyms)
                found[term.facet, term.id] = replace(held, synonyms=(*held.synonyms, *own), users_synonyms=own)
        return Vocabulary(found.values())


def facet_name(name: str) -> str:
    """The facet that `name` means ("source" -> "cell_source"); raises UnknownTerm."""
    if name in FACETS:
        return name
    folded = name.strip().casefold().replace("-", "_").replace(" ", "_")
    folded = SHORT_NAMES.get(folded, folded)
    if folded not in FACETS:
        near = difflib.get_close_matches(folded, [*FACETS, *SHORT_NAMES], n=1, cutoff=0.4)
        hint = f' Did you mean "{near[0]}"?' if near else f" The facets are {', '.join(FACETS)}."
        raise UnknownTerm(f'There is no facet "{name}".{hint}')
    return folded


def terms_from_toml(text: str) -> tuple[Term, ...]:
    """The terms of one vocabulary file: a top-level `facet` and an array of tables `term`."""
    data = tomllib.loads(text)
    return tuple(
        Term(
            facet=data["facet"],
            id=row["id"],
            label=row["label"],
            synonyms=tuple(row.get("synonyms", ())),
            abbreviations=tuple(row.get("abbreviations", ())),
            parent=row.get("parent", ""),
            kind=row.get("kind", "term"),
            codes=dict(row.get("codes", {})),
        )
        for row in data["term"]
    )
