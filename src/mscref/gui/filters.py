"""What the list is narrowed to: a place, words, facet terms, documents. A value that turns into a query; no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mscref.model.facets import FACETS, SHORT_NAMES

_PLACE_QUERIES = {"unread": "is:unread", "proposed": "is:proposed"}
_QUERY_NAMES = {facet: short for short, facet in SHORT_NAMES.items()}
LINKS = ("documents", "collection", "tag")


@dataclass(frozen=True)
class Filters:
    """One narrowing of the list.

    `place` is all, unread, proposed or trash. `included` and `excluded` hold term ids by facet: any of the included
    (OR within a facet, AND across facets) and none of the excluded. `links` holds what a reference hangs on: LINKS
    names -> titles, names or tags. `scope` says where bare words are sought (query.SCOPES).
    """

    place: str = "all"
    text: str = ""
    included: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scope: str = "everything"

    @property
    def is_trash(self) -> bool:
        return self.place == "trash"

    @property
    def narrows(self) -> bool:
        """Whether anything but the place hides references."""
        return bool(self.text.strip() or self.included or self.excluded or self.links)

    def query(self, *, without: str = "") -> str:
        """The filters in the query language; `without` leaves one facet out (for the counts of that facet)."""
        parts = [_PLACE_QUERIES[self.place]] if self.place in _PLACE_QUERIES else []
        for facet in FACETS:
            if facet == without:
                continue
            name = _QUERY_NAMES.get(facet, facet)
            terms = [f"{name}:{term}" for term in self.included.get(facet, ())]
            parts += [any_of(terms)] if terms else []
            parts += [f"-{name}:{term}" for term in self.excluded.get(facet, ())]
        for name in LINKS:
            values = [f"{name}:{quoted(value)}" for value in self.links.get(name, ())]
            parts += [any_of(values)] if values else []
        text = self.text.strip()
        if text:
            text = f"({text})" if parts and " OR " in text else text
            parts += [f"in:{self.scope}", text] if self.scope != "everything" else [text]
        return " ".join(parts)

    def words(self, text: str) -> Filters:
        return replace(self, text=text)

    def at(self, place: str) -> Filters:
        """The same filters in another place of the library."""
        return replace(self, place=place)

    def only(self, facet: str, term: str) -> Filters:
        """Just this term of its facet; chosen alone already, it is let go."""
        chosen = () if self.included.get(facet) == (term,) else (term,)
        return self._with(facet, chosen, self._less(self.excluded, facet, term))

    def toggled(self, facet: str, term: str) -> Filters:
        """This term added to the chosen ones of its facet (OR), or taken away from them."""
        chosen = self.included.get(facet, ())
        chosen = tuple(t for t in chosen if t != term) if term in chosen else (*chosen, term)
        return self._with(facet, chosen, self._less(self.excluded, facet, term))

    def without(self, facet: str, term: str) -> Filters:
        """References with this term hidden, or shown again when they were hidden."""
        hidden = self.excluded.get(facet, ())
        hidden = self._less(self.excluded, facet, term) if term in hidden else (*hidden, term)
        return self._with(facet, self._less(self.included, facet, term), hidden)

    def linked(self, name: str, value: str, *, add: bool = False) -> Filters:
        """Narrowed to a document, collection or tag; chosen already, it is let go."""
        chosen = self.links.get(name, ())
        chosen = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value) if add else (value,)
        return replace(self, links=_set(self.links, name, chosen))

    def crossing(self, cells: Mapping[str, str], finer: Mapping[str, tuple[str, ...]]) -> Filters:
        """Narrowed to one term of each of several facets, as a click in the evidence map says.

        `finer` holds the narrower terms that have places of their own on the map: their references are left out.
        """
        excluded = {facet: terms for facet, terms in self.excluded.items() if facet not in cells}
        return replace(
            self,
            included={**self.included, **{facet: (term,) for facet, term in cells.items()}},
            excluded={**excluded, **{facet: terms for facet, terms in finer.items() if terms}},
        )

    def cleared(self) -> Filters:
        """The same place with nothing narrowed."""
        return Filters(place=self.place, scope=self.scope)

    def chips(self) -> Iterator[tuple[str, str, bool]]:
        """(facet or link name, term or value, whether it is excluded) of every filter, in reading order."""
        for facet in FACETS:
            for term in self.included.get(facet, ()):
                yield facet, term, False
            for term in self.excluded.get(facet, ()):
                yield facet, term, True
        for name in LINKS:
            for value in self.links.get(name, ()):
                yield name, value, False

    def dropped(self, name: str, value: str) -> Filters:
        """Without one filter that `chips` named."""
        if name in LINKS:
            return replace(self, links=_set(self.links, name, self._less(self.links, name, value)))
        return self._with(name, self._less(self.included, name, value), self._less(self.excluded, name, value))

    def _with(self, facet: str, included: tuple[str, ...], excluded: tuple[str, ...]) -> Filters:
        return replace(
            self, included=_set(self.included, facet, included), excluded=_set(self.excluded, facet, excluded)
        )

    @staticmethod
    def _less(chosen: Mapping[str, tuple[str, ...]], name: str, value: str) -> tuple[str, ...]:
        return tuple(v for v in chosen.get(name, ()) if v != value)


def quoted(value: str) -> str:
    """A value as one phrase of the query language; a quotation mark within it is left out."""
    return '"' + value.replace('"', " ").strip() + '"'


def any_of(parts: list[str]) -> str:
    """One query that holds when any of `parts` holds."""
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _set(chosen: Mapping[str, tuple[str, ...]], name: str, values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {**{n: v for n, v in chosen.items() if n != name}, **({name: values} if values else {})}
