"""Write references to files and show them: BibTeX and its relatives, and the CSL-JSON of the command line."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mscref.errors import UserError
from mscref.formats import csl_json, files, reader_marks
from mscref.formats.shaping import Shape
from mscref.jobs import atomic_file
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import HistoryStep, NoteRecord, Record
from mscref.model.marks import Marks
from mscref.model.reference import Note, Reference

if TYPE_CHECKING:
    from mscref.library.library import Library

EXTENSIONS = {
    ".bib": "bibtex",
    ".ris": "ris",
    ".nbib": "nbib",
    ".json": "csl-json",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
}

_BIBTEX = ("bibtex", "biblatex")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: how many records, and for each one left out its key and why."""

    written: int
    problems: tuple[tuple[str, str], ...] = ()


def export(
    library: Library,
    ids: Sequence[int],
    path: Path,
    *,
    format: str = "bibtex",
    options: Mapping[str, Any] | None = None,
) -> Exported:
    """Write references to `path`, whole or not at all; the previous version is kept beside it as `.bak`.

    An export of nothing leaves a file that holds something as it is and raises UserError. For `options` see `write`.
    """
    holds_something = path.exists() and path.stat().st_size > 0

    def keep(result: Exported) -> bool:
        return result.written > 0 or not holds_something

    chosen = options or {}
    result = atomic_file.write(path, lambda out: write(library, ids, out, format=format, **chosen), keep=keep)
    if not keep(result):
        raise UserError(f"There is no reference to write, so {path} was left as it is; check the query.")
    return result


def write(
    library: Library,
    ids: Sequence[int],
    out: TextIO,
    *,
    format: str = "bibtex",
    facets: bool = False,
    notes: bool = True,
    marks: bool = True,
    **options: Any,
) -> Exported:
    """Write references to an open text file, each checked as it is written; a bad one is left out and reported.

    `facets` adds the labels of facet terms to the keywords; `notes` writes notes and, in formats that have a place
    for them and unless `marks` is false, the reader's marks. Other options go to the format's writer.
    """
    if format not in files.writers:
        raise UserError(f'There is no format "{format}" to write; there are {", ".join(sorted(files.writers))}.')
    if format == "csl-json":
        return _write_items(library, ids, out, _Items(library.vocabulary, options, facets=facets, notes=notes))
    problems: list[tuple[str, str]] = []
    if format in _BIBTEX:
        held = library.identities().keys
        options.setdefault("keys", frozenset(held[id] for id in ids if id in held))
    if facets:
        vocabulary = library.vocabulary
        found = (as_reference(r, vocabulary, facets=True, notes=notes) for r in library.records(ids))
    else:
        found = (r if notes or not r.notes else replace(r, notes=()) for r in library.references(ids))
    if notes and marks and format in _BIBTEX:
        said = library.marks()
        found = (reader_marks.laid(r, said[r.key]) if r.key in said else r for r in found)
    return _write_sound(_checked(found, problems), out, format, options, problems)


def write_references(
    references: Iterable[Reference], out: TextIO, *, format: str = "bibtex", **options: Any
) -> Exported:
    """Write references that are in no library, with the same checks; keys must be set."""
    problems: list[tuple[str, str]] = []
    return _write_sound(_checked(references, problems), out, format, options, problems)


def preview(
    record: Record,
    format: str = "bibtex",
    *,
    vocabulary: Vocabulary | None = None,
    notes: bool = True,
    **options: Any,
) -> str:
    """One reference as an export would write it; with a vocabulary its terms are among the keywords."""
    words = vocabulary or Vocabulary(())
    if format == "csl-json":
        shown = _Items(words, options, facets=vocabulary is not None, notes=notes).text(record)
        return f"[\n{shown}\n]\n"
    reference = as_reference(record, words, facets=vocabulary is not None, notes=notes)
    if notes and format in _BIBTEX:
        status = "" if record.status == "unread" else record.status
        reference = reader_marks.laid(reference, Marks(status, record.rating, record.colour))
    return _text_of(reference, format, options)


def as_reference(record: Record, vocabulary: Vocabulary, *, facets: bool = False, notes: bool = True) -> Reference:
    """A record as formats write it: its tags and, on request, facet labels as keywords, its notes laid in."""
    reference = record.reference
    words = [*reference.keywords, *record.tags, *(facet_labels(record, vocabulary) if facets else ())]
    keywords = tuple(dict.fromkeys(words))
    laid_in = tuple(_note(note) for note in record.notes) if notes else ()
    if keywords == reference.keywords and laid_in == reference.notes:
        return reference
    raw = reference.raw if keywords == reference.keywords and not laid_in else None
    return replace(reference, keywords=keywords, notes=laid_in, raw=raw)


def facet_labels(record: Record, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The labels of a record's assigned terms, facet by facet."""
    return tuple(
        vocabulary.label(facet, term)
        for facet in FACETS
        for term in vocabulary.without_ancestors(facet, record.terms(facet))
    )


def item(record: Record, vocabulary: Vocabulary) -> dict[str, Any]:
    """The CSL-JSON item of a record; facets, proposals, notes, trials and status stand under `custom`."""
    custom: dict[str, Any] = {
        "facets": {f: list(vocabulary.without_ancestors(f, record.terms(f))) for f in FACETS},
        "proposed": {f: list(_proposed(record, f)) for f in FACETS},
        "trials": list(record.reference.trials),
        "notes": [_note_item(note) for note in record.notes],
        "status": record.status,
        "tags": list(record.tags),
        "rating": record.rating,
        "colour": record.colour,
    }
    if record.is_trashed:
        custom["is_trashed"] = True
    return csl_json.item(record.reference, custom)


def details(record: Record, vocabulary: Vocabulary, history: Iterable[HistoryStep] = ()) -> dict[str, Any]:
    """`item` with all that hangs on the record: citing documents, files, groups, why each term stands, history."""
    shown = item(record, vocabulary)
    shown["custom"] |= {
        "cited_in": [
            {"id": c.document, "title": c.title, "kind": c.kind, "quote": c.quote, "start": c.start, "end": c.end}
            for c in record.cited_in
        ],
        "attachments": [
            {"id": a.id, "path": a.path, "title": a.title, "media_type": a.media_type, "stored": a.stored}
            for a in record.attachments
        ],
        "assignments": [
            {"facet": a.facet, "term": a.term, "origin": a.origin, "rule": a.rule, "quote": a.quote}
            for a in record.assignments
        ],
        "collections": list(record.collections),
        "added": record.added,
        "modified": record.modified,
        "history": [history_item(step) for step in history],
    }
    return shown


def history_item(step: HistoryStep) -> dict[str, Any]:
    """One step of the history as JSON."""
    return {
        "step": step.step,
        "act": step.act,
        "at": step.at,
        "undone": step.undone,
        "references": list(step.references),
    }


def _proposed(record: Record, facet: str) -> Iterator[dict[str, Any]]:
    for each in record.proposals:
        if each.facet == facet and each.state == "open":
            yield {
                "term": each.term,
                "quote": each.quote,
                "field": each.field,
                "start": each.start,
                "end": each.end,
                "rule": each.rule,
            }


def _note(note: NoteRecord) -> Note:
    return Note(note.text, note.title, created=note.created)


def _note_item(note: NoteRecord) -> dict[str, Any]:
    shown = {"id": note.id, "text": note.text, "title": note.title, "created": note.created, "modified": note.modified}
    return {name: value for name, value in shown.items() if value != ""}


class _Items:
    """Records as the CSL items of an export, with its choices; without notes they have no marks either.

    Tags are keywords. What only this library can say (numbers of notes, when they were edited, open proposals) stays
    here, so that an export is the same again when another library has read it.
    """

    def __init__(self, vocabulary: Vocabulary, options: Mapping[str, Any], *, facets: bool, notes: bool) -> None:
        self._vocabulary, self._facets, self._notes = vocabulary, facets, notes
        self._encode = json.JSONEncoder(ensure_ascii=bool(options.get("ascii"))).encode
        self._shape = Shape(**{name: value for name, value in options.items() if name != "ascii"})

    def text(self, record: Record) -> str:
        """A JSON object with a member a line; json's own indentation takes five times as long."""
        lines = (f"  {self._encode(name)}: {self._encode(value)}" for name, value in self._item(record).items())
        return "{\n" + ",\n".join(lines) + "\n}"

    def _item(self, record: Record) -> dict[str, Any]:
        reference = as_reference(record, self._vocabulary, facets=self._facets, notes=False)
        if not self._shape.does_nothing:
            reference = self._shape.shaped(reference)
        shown = item(replace(record, reference=reference), self._vocabulary)
        custom = shown["custom"]
        custom["notes"] = [{k: v for k, v in note.items() if k not in ("id", "modified")} for note in custom["notes"]]
        for name in ("proposed", "tags", *(() if self._notes else ("notes", "status", "rating", "colour"))):
            del custom[name]
        return shown


def _write_items(library: Library, ids: Sequence[int], out: TextIO, items: _Items) -> Exported:
    written = 0
    out.write("[")
    for record in library.records(ids):
        out.write(",\n" if written else "\n")
        out.write(items.text(record))
        written += 1
    out.write("\n]\n")
    return Exported(written)


class _Counted:
    """References on their way to a writer, counted as they pass."""

    def __init__(self, references: Iterator[Reference]) -> None:
        self._references = references
        self.count = 0

    def __iter__(self) -> Iterator[Reference]:
        for reference in self._references:
            self.count += 1
            yield reference


def _checked(references: Iterable[Reference], problems: list[tuple[str, str]]) -> Iterator[Reference]:
    """The references whose key is set and new in any case."""
    seen: set[str] = set()
    for reference in references:
        if not reference.key:
            problems.append(("", f'"{reference.title[:60]}" has no citation key and was left out.'))
        elif reference.key.casefold() in seen:
            problems.append((reference.key, f"The key {reference.key} stands twice; the second was left out."))
        else:
            seen.add(reference.key.casefold())
            yield reference


def _write_sound(
    references: Iterator[Reference],
    out: TextIO,
    format: str,
    options: Mapping[str, Any],
    problems: list[tuple[str, str]],
) -> Exported:
    if format in _BIBTEX:
        return _write_entries(references, out, format, options, problems)
    inert = {"safe": True} if format == "csv" else {}
    counted = _Counted(references)
    files.write(format, counted, out, **{**inert, **options})
    return Exported(counted.count, tuple(problems))


def _write_entries(
    references: Iterator[Reference],
    out: TextIO,
    format: str,
    options: Mapping[str, Any],
    problems: list[tuple[str, str]],
) -> Exported:
    from mscref.formats import bibtex
    from mscref.formats.bib_options import options_of

    written = 0
    writer = bibtex.Writer(options_of({**options, "dialect": format}))
    out.write(writer.head())
    for reference in references:
        entry = writer.entry(reference)
        if not is_balanced(entry):
            problems.append((reference.key, f"The entry {reference.key} has unbalanced braces and was left out."))
            continue
        out.write(entry if entry.endswith("\n") else f"{entry}\n")
        out.write("\n")
        written += 1
    out.write(writer.tail())
    return Exported(written, tuple(problems))


def _text_of(reference: Reference, format: str, options: Mapping[str, Any]) -> str:
    if format in _BIBTEX:
        from mscref.formats import bibtex

        return bibtex.entry(reference, dialect=format, **options)
    out = io.StringIO()
    files.write(format, [reference], out, **options)
    return out.getvalue()


def is_balanced(entry: str) -> bool:
    """True when every brace of a BibTeX entry has its partner (BibTeX counts escaped ones, too)."""
    depth = 0
    for brace in _BRACE.findall(entry):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
