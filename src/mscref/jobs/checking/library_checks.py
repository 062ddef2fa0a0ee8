"""A whole library checked: every record by itself, and what shows only beside the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref.errors import UserError
from mscref.jobs import citation_keys
from mscref.jobs.checking import field_checks, name_checks
from mscref.jobs.checking.finding import Finding, Mend
from mscref.model.holdings import Record
from mscref.model.identifiers import doi_key

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.model.holdings import Changes

RULES = (
    "missing", "doi", "issn", "isbn", "pmid", "year", "pages", "capitals", "entities", "braces", "names", "key",
    "retraction", "concern", "erratum", "duplicate", "file",
)  # fmt: skip
# Fields in which PubMed and its formats name the notice that concerns a paper.
_NOTICES = {
    "retraction": (("rin", "rrin"), "The paper is retracted.", "Do not rely on it; cite the notice if you must."),
    "concern": (("ecin", "ecf"), "There is an expression of concern about the paper.", "Read it before you cite."),
    "erratum": (("ein",), "There is an erratum to the paper.", "Read it before you cite."),
}


def check(library: Library, query: str = "", only: Collection[str] = ()) -> list[Finding]:
    """What is wrong with the references that match, by their keys; only some rules with `only`.

    Raises UserError for a rule that there is not, QueryError for a query that cannot be read.
    """
    unknown = next((rule for rule in only if rule not in RULES), None)
    if unknown is not None:
        raise UserError(f'There is no rule "{unknown}"; there are {", ".join(RULES)}.')
    ids = library.ids(query, sort="key", descending=False)
    return [found for found in _findings(library, ids) if not only or found.rule in only]


def mend(library: Library, findings: Iterable[Finding]) -> Changes:
    """Do all that can be mended by rule, as one step."""
    mends: dict[int, Mend] = {}
    for found in findings:
        if found.mend is not None:
            mends[found.id] = mends[found.id].with_later(found.mend) if found.id in mends else found.mend
    return library.mend({id: _as_edit(each) for id, each in mends.items()})


def _as_edit(each: Mend) -> dict[str, Any]:
    given = {
        "fields": dict(each.fields) or None,
        "title": each.title,
        "key": each.key,
        "contributors": each.contributors,
        "incomplete_roles": each.incomplete_roles,
    }
    return {name: value for name, value in given.items() if value is not None}


def _findings(library: Library, ids: Sequence[int]) -> Iterator[Finding]:
    taken = set(library.key_owners())
    twins = _of_one_doi(library)
    notices = library.notices()
    retracted = {summary.id for summary in library.summaries(ids) if summary.is_retracted}
    for record in library.records(ids):
        reference = record.reference
        found = [*field_checks.findings(reference), *name_checks.findings(reference), *_key(record, taken)]
        found += _bearing(record, notices.get(record.id, frozenset()), record.id in retracted)
        found += _duplicates(record, twins)
        found += _files(record, library.path.parent)
        yield from (replace(each, id=record.id, key=reference.key) for each in found)


def _key(record: Record, taken: set[str]) -> Iterator[Finding]:
    key = record.reference.key
    if citation_keys.safe(key) != key:
        fit = citation_keys.unique(key, taken)
        taken.add(fit.casefold())
        message = f"The key {key} holds signs that some programs do not take."
        yield Finding("key", message, f"Call it {fit}; the old key stays as an alias.", "", Mend(key=fit))


def _bearing(record: Record, kinds: frozenset[str], is_retracted: bool) -> Iterator[Finding]:
    for rule, (fields, message, advice) in _NOTICES.items():
        told = any(record.reference.get(name) for name in fields)
        if told or rule in kinds or (rule == "retraction" and is_retracted):
            yield Finding(rule, message, advice)


def _of_one_doi(library: Library) -> dict[str, list[str]]:
    """The keys of references that share a DOI, by that DOI."""
    by_doi: dict[str, list[str]] = defaultdict(list)
    for reference in library.references(library.ids(sort="key", descending=False)):
        if reference.doi:
            by_doi[doi_key(reference.doi)].append(reference.key)
    return {doi: keys for doi, keys in by_doi.items() if doi and len(keys) > 1}


def _duplicates(record: Record, twins: dict[str, list[str]]) -> Iterator[Finding]:
    shared = twins.get(doi_key(record.reference.doi), []) if record.reference.doi else []
    others = [key for key in shared if key != record.reference.key]
    if others:
        message = f"{', '.join(others[:3])} {'has' if len(others) == 1 else 'have'} the same DOI."
        yield Finding("duplicate", message, "Merge them, or correct the DOI of one.", "DOI")


def _files(record: Record, folder: Path) -> Iterator[Finding]:
    for attachment in record.attachments:
        path = Path(attachment.path)
        if not path.exists() and not (folder / path).exists():
            advice = "Attach it again, or detach it."
            yield Finding("file", f"The file {Path(attachment.path).name} is not where it was.", advice)
