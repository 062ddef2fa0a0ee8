"""What can follow in a query: names of fields, terms of a facet, flags, tags, collections. Values only, no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mscref.gui.filters import quoted
from mscref.model import query
from mscref.model.facets import FACETS, SHORT_NAMES, Vocabulary
from mscref.model.folding import fold
from mscref.model.holdings import NONE, STATUSES

MOST = 12
_LEAST_FOR_FIELDS = 2
_PLAIN = re.compile(r"[^\s()\":*]+")
_TOKEN = re.compile(r'(?:^|(?<=[\s(]))-?(?:(?P<name>[A-Za-z][A-Za-z_-]*):)?(?P<value>"[^"]*|[^\s()"]*)$')
_QUERY_NAMES = {facet: short for short, facet in SHORT_NAMES.items()}
_FIELDS = ("author", "title", "year", "journal", "key", "doi", "pmid", "trial", "tag", "collection", "type", "status")
_MORE_FIELDS = (
    "abstract", "note", "keyword", "text", "rating", "colour", "screened", "appraisal", "documents", "has", "is", "in"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What the library has names for: tags and collections with how many references each has."""

    tags: Mapping[str, int] = field(default_factory=dict)
    collections: Sequence[str] = ()
    documents: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One completion: `insert` goes in place of the query's characters from `start` to the cursor."""

    insert: str
    label: str
    start: int


def offers(text: str, cursor: int, vocabulary: Vocabulary, names: Names) -> tuple[Offer, ...]:
    """The completions at a place of a query, best first; none in the middle of ordinary words."""
    found = _TOKEN.search(text[:cursor])
    if found is None:
        return ()
    name, value = found["name"], found["value"]
    if name is None:
        return tuple(_fields(value, found.start("value")))[:MOST]
    facet = SHORT_NAMES.get(name.casefold(), name.casefold()).replace("-", "_")
    start = found.start("value")
    choices = _terms(facet, vocabulary) if facet in FACETS else _values(name.casefold(), names)
    return tuple(_matching(choices, value.lstrip('"'), start))[:MOST]


def _fields(value: str, start: int) -> Iterator[Offer]:
    if len(value) < _LEAST_FOR_FIELDS or value.startswith('"'):
        return
    facets = [_QUERY_NAMES.get(facet, facet) for facet in FACETS]
    for name in (*_FIELDS, *facets, *_MORE_FIELDS):
        if name.startswith(value.casefold()) and name != value:
            yield Offer(f"{name}:", f"{name}:", start)


def _terms(facet: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """(what is inserted, what is shown, what is matched) of every term, NONE last."""
    for term in vocabulary.terms(facet):
        other = " ".join((term.id, *term.abbreviations, *term.synonyms))
        yield term.id, f"{term.label}  ({', '.join(term.abbreviations[:2]) or term.id})", f"{term.label} {other}"
    yield NONE, NONE, NONE


def _values(name: str, names: Names) -> Iterator[tuple[str, str, str]]:
    plain: Iterable[str] = {
        "has": query.HAS,
        "is": query.IS,
        "in": query.SCOPES,
        "status": STATUSES,
        "screened": (*query.CHOICES["screened"], NONE),
        "appraisal": (*query.CHOICES["appraisal"], NONE),
        "tag": names.tags,
        "collection": names.collections,
        "documents": names.documents,
        "cited-by": names.documents,
    }.get(name, ())
    for one in plain:
        yield one if _PLAIN.fullmatch(one) else quoted(one), one, one


def _matching(choices: Iterable[tuple[str, str, str]], typed: str, start: int) -> Iterator[Offer]:
    """Those that begin with what is typed, then those with a word that does."""
    wanted = fold(typed)
    later = []
    for insert, label, text in choices:
        folded = fold(text)
        if folded.startswith(wanted):
            yield Offer(f"{insert} ", label, start)
        elif re.search(rf"(?<!\w){re.escape(wanted)}", folded):
            later.append(Offer(f"{insert} ", label, start))
    yield from later
