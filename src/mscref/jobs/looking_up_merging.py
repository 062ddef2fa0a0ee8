"""What several services told of one paper made one record, and what of it completes a held reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mscref.jobs.looking_up_answers import Told
from mscref.model.folding import sort_form
from mscref.model.identifiers import doi_key
from mscref.model.lookups import READ_OFF, USER, Completion, FieldSource
from mscref.model.notices import Notice
from mscref.model.reference import Contributor, Reference

# What is taken of a record; everything else (counts, licences, links of a publisher) stays where it is.
FIELDS = (
    "container-title",
    "container-title-short",
    "issued",
    "volume",
    "issue",
    "page",
    "number",
    "DOI",
    "PMID",
    "PMCID",
    "ISSN",
    "ISBN",
    "publisher",
    "publisher-place",
    "edition",
    "number-of-pages",
    "genre",
    "language",
    "abstract",
    "publication-type",
    "mesh",
    "URL",
)
# Who is believed first. PubMed has the cleanest titles and whole given names; Crossref prints journals as they call
# themselves and pages in full.
_ORDER = ("pubmed", "crossref", "europe-pmc", "doi", "arxiv", "open-library", "trials")
_CROSSREF_FIRST = ("crossref", "doi", "pubmed", "europe-pmc", "arxiv", "open-library", "trials")
_PREFERRED = dict.fromkeys(("container-title", "volume", "issue", "page", "publisher", "DOI"), _CROSSREF_FIRST)
_NOT_OF = {
    "publisher-place": ("pubmed",),  # the country of the journal
    "language": ("pubmed", "europe-pmc"),  # three letters where the others have two
    "URL": ("crossref", "doi"),  # the DOI again
}
_COMPARED = ("container-title", "issued", "volume", "issue", "page", "DOI", "PMID", "PMCID")
SERVICES = frozenset(_ORDER)
# Answers are untrusted: no real record has longer fields, more people or more keywords.
_LONGEST = 100_000
_MOST_PEOPLE = 6_000
_MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is held with another value than a service has; the held one stays."""

    field: str
    ours: str
    theirs: str
    source: str


@dataclass(frozen=True)
class Candidate:
    """One record made of several: `told_by` names the service of each field, of "title", "author" and "type"."""

    reference: Reference
    told_by: Mapping[str, str]
    notices: tuple[Notice, ...] = ()


def merged(answers: Sequence[Told]) -> Candidate:
    """The record that several answers about one paper make together, field by field."""
    told_by: dict[str, str] = {}
    fields: dict[str, str] = {}
    for name in FIELDS:
        for told in _sorted(answers, name):
            if told.reference.get(name):
                fields[name], told_by[name] = told.reference.get(name)[:_LONGEST], told.source
                break
    titled = next((told for told in _sorted(answers, "title") if told.reference.title), None)
    people: list[Contributor] = []
    for role in dict.fromkeys(c.role for told in _sorted(answers, "author") for c in told.reference.contributors):
        best = next(told for told in _sorted(answers, role) if told.reference.names(role))
        people += [c for c in best.reference.contributors if c.role == role][:_MOST_PEOPLE]
        told_by[role] = best.source
    if titled:
        told_by["title"] = told_by["type"] = titled.source
    reference = Reference(
        type=titled.reference.type if titled else "article-journal",
        title=titled.reference.title[:_LONGEST] if titled else "",
        contributors=tuple(people),
        fields=fields,
        keywords=tuple(dict.fromkeys(word for told in answers for word in told.reference.keywords))[:_MOST_WORDS],
        trials=tuple(dict.fromkeys(trial for told in answers for trial in told.reference.trials))[:_MOST_WORDS],
    )
    notices = tuple(dict.fromkeys(notice for told in answers for notice in told.notices))[:_MOST_WORDS]
    return Candidate(reference, told_by, notices)


def _sorted(answers: Iterable[Told], name: str) -> list[Told]:
    order = _PREFERRED.get(name, _ORDER)
    known = [told for told in answers if told.source in order and told.source not in _NOT_OF.get(name, ())]
    return sorted(known, key=lambda told: order.index(told.source))


def completion(
    id: int, held: Reference, seen: Mapping[str, FieldSource], found: Candidate, *, is_right: bool = False
) -> tuple[Completion, tuple[Difference, ...]]:
    """What of a record completes a held reference, and where the two differ.

    Gaps are filled. A value gives way only when it was read off a PDF without certainty, or when an earlier look-up
    brought it; what the user has typed or another file has brought stays, and so does what a page says clearly.
    With `is_right` the user has chosen the record: everything gives way but what the user has typed.
    """
    fresh = found.reference
    is_bare = not held.title
    taken: dict[str, str] = {}
    sources: list[FieldSource] = []
    differences: list[Difference] = []
    for name in ("title", *FIELDS):
        ours, theirs = held.get(name), fresh.get(name)
        if not theirs:
            continue
        told = FieldSource(name, found.told_by[name])
        if ours == theirs or (ours and _same(name, ours, theirs)):
            sources += [told] if name in seen and seen[name].source in READ_OFF else []
        elif _may_take(ours, seen.get(name)) or (is_right and not _is_typed(seen.get(name))):
            taken[name] = theirs
            sources.append(told)
        elif name in _COMPARED:
            differences.append(Difference(name, ours, theirs, told.source))
    roles = {
        role
        for role in {c.role for c in fresh.contributors}
        if _may_take_people(held, seen, role) or (is_right and not _is_typed(seen.get(role)))
    }
    sources += [FieldSource(role, found.told_by[role]) for role in sorted(roles)]
    if is_bare and held.type != fresh.type and fresh.title:
        sources.append(FieldSource("type", found.told_by["type"]))
    return Completion(
        id,
        taken,
        tuple(sources),
        contributors=tuple(c for c in fresh.contributors if c.role in roles),
        type=fresh.type if is_bare and held.type != fresh.type and fresh.title else "",
        keywords=() if held.keywords else fresh.keywords,
        trials=tuple(trial for trial in fresh.trials if trial not in held.trials),
        notices=found.notices,
    ), tuple(differences)


def _same(name: str, ours: str, theirs: str) -> bool:
    return doi_key(ours) == doi_key(theirs) if name == "DOI" else sort_form(ours) == sort_form(theirs)


def _is_typed(seen: FieldSource | None) -> bool:
    return seen is not None and seen.source == USER


def _may_take(ours: str, seen: FieldSource | None) -> bool:
    if _is_typed(seen):
        return False
    return not ours or (seen is not None and (seen.is_weak or seen.source in SERVICES))


def _may_take_people(held: Reference, seen: Mapping[str, FieldSource], role: str) -> bool:
    source = seen.get(role)
    if _is_typed(source):
        return False
    return not held.names(role) or role in held.incomplete_roles or bool(source and source.is_weak)
