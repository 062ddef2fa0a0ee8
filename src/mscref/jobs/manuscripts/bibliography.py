"""The bibliography of a manuscript: the cited references under the very keys by which it cites them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mscref.errors import UserError
from mscref.formats.bibtex_write import safe_key
from mscref.jobs import atomic_file, exporting
from mscref.jobs.exporting import Exported
from mscref.jobs.manuscripts.comparing import Report
from mscref.model.holdings import Record
from mscref.model.reference import Reference

if TYPE_CHECKING:
    from mscref.library.library import Library


def export(
    library: Library,
    report: Report,
    path: Path,
    *,
    format: str = "bibtex",
    sort: str = "key",
    options: Mapping[str, Any] | None = None,
) -> Exported:
    """Write what a manuscript cites to `path`, whole or not at all; the previous version is kept as `.bak`.

    When nothing that is cited was found, a file that holds something stays as it is, with a UserError.
    """
    if not report.ids and path.exists() and path.stat().st_size > 0:
        raise UserError(f"Nothing that is cited is in the library, so {path} was left as it was.")
    chosen = options or {}
    return atomic_file.write(path, lambda out: write(library, report, out, format=format, sort=sort, **chosen))


def write(
    library: Library,
    report: Report,
    out: TextIO,
    *,
    format: str = "bibtex",
    sort: str = "key",
    facets: bool = False,
    notes: bool = True,
    **options: Any,
) -> Exported:
    """Write what a manuscript cites to an open text file, sorted as `Library.ids` sorts.

    A reference cited by an old key, or in other case, is written under that key. One cited under two keys is written
    under both (BibLaTeX: once, the other keys as its `ids`), so that the manuscript compiles.
    """
    records = library.records(_sorted(library, report.ids, sort))
    wanted = (
        each
        for record in records
        for each in _as_cited(record, report.keys.get(record.id, ()), library, format, facets=facets, notes=notes)
    )
    done = exporting.write_references(wanted, out, format=format, **options)
    if format not in ("bibtex", "biblatex"):
        return done
    respelled = tuple(
        (key, f"The key {key} was written as {safe_key(key)}, which every BibTeX can read; cite that.")
        for key in keys_written(library, report, format)
        if safe_key(key) != key
    )
    return replace(done, problems=(*done.problems, *respelled))


def keys_written(library: Library, report: Report, format: str) -> list[str]:
    """The keys under which `write` writes."""
    return [
        key
        for summary in library.summaries(report.ids)
        for key in _keys(summary.key, report.keys.get(summary.id, ()), format)
    ]


def _sorted(library: Library, ids: Sequence[int], sort: str) -> list[int]:
    wanted = set(ids)
    return [id for id in library.ids("", sort=sort, descending=False) if id in wanted]


def _keys(own: str, cited: Sequence[str], format: str) -> list[str]:
    """The keys to write one reference under: one of each spelling, since BibTeX takes A and a for the same."""
    different = list({key.casefold(): key for key in reversed(cited)}.values())[::-1]
    return (different[:1] if format == "biblatex" else different) or [own]


def _as_cited(
    record: Record, cited: Sequence[str], library: Library, format: str, *, facets: bool, notes: bool
) -> Iterator[Reference]:
    reference = exporting.as_reference(record, library.vocabulary, facets=facets, notes=notes)
    keys = _keys(reference.key, cited, format)
    if keys == [reference.key] and len(cited) < 2:
        yield reference
        return
    known = dict.fromkeys((reference.key, *reference.aliases, *cited))
    for key in keys:
        aliases = tuple(each for each in known if each != key) if format == "biblatex" else ()
        yield replace(reference, key=key, aliases=aliases, raw=None)
