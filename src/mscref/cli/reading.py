"""Verbs that need no library: read, convert, suggest."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mscref.cli.request import DONE, NOTHING, PARTLY, Request, counted
from mscref.errors import UserError
from mscref.formats import csl_json
from mscref.jobs import citation_keys, importing
from mscref.jobs.import_draft import is_paper_file
from mscref.model.document import Document, Mention
from mscref.model.plan import Unread
from mscref.model.reading import Problem, Provenance, Reading
from mscref.model.reference import Reference


def read(request: Request) -> int:
    """Parse files and print what they hold; with --as references every line is one printed reference."""
    if request.args.read_as:
        return _read_lines(request)
    readings = _as_given(inputs(request.args.files), request.args.files)
    outcome = _Outcome()
    if request.args.jsonl:
        for reading in readings:
            print(json.dumps(described(outcome.noted(reading, request)), ensure_ascii=False), flush=True)
    elif request.args.json:
        noted = [outcome.noted(reading, request) for reading in readings]
        request.answer([described(reading) for reading in noted])
    else:
        for reading in readings:
            print(_summary(outcome.noted(reading, request)), flush=True)
    return outcome.code


def _as_given(readings: Iterable[Reading | Unread], names: Iterable[str]) -> Iterator[Reading | Unread]:
    """The readings, each under the name that the user gave to its file ("./x", not "x")."""
    given: dict[str, list[str]] = {}
    for name in names:
        given.setdefault(str(Path(name)), []).append(name)
    for reading in readings:
        waiting = given.get(reading.path)
        yield replace(reading, path=waiting.pop(0)) if waiting else reading


class _Outcome:
    """Counts what could be read, for the exit code."""

    def __init__(self) -> None:
        self._read = 0
        self._at_fault = 0

    def noted(self, reading: Reading | Unread, request: Request) -> Reading | Unread:
        """Count one input, say what is wrong with it, and give it back."""
        if isinstance(reading, Unread):
            self._at_fault += 1
            request.tell(f"mscref: {reading.reason}")
            return reading
        self._read += 1
        self._at_fault += any(problem.lost for problem in reading.problems)
        for problem in reading.problems:
            request.tell(f"{reading.path}{f', line {problem.line}' if problem.line else ''}: {problem.message}")
        return reading

    @property
    def code(self) -> int:
        if not self._read:
            return NOTHING
        return PARTLY if self._at_fault else DONE


def inputs(
    names: Iterable[str],
    cancelled: Callable[[], bool] | None = None,
    on_file: Callable[[importing.Seen], None] | None = None,
) -> Iterator[Reading | Unread]:
    """What the named files, folders and standard input (`-`) hold, in their order; `on_file` hears of each file."""
    waiting: list[Path] = []
    for name in names:
        if name == "-":
            yield from importing.read(waiting, cancelled=cancelled, on_file=on_file)
            waiting = []
            yield _standard_input()
        else:
            waiting.append(Path(name))
    yield from importing.read(waiting, cancelled=cancelled, on_file=on_file)


def _standard_input() -> Reading | Unread:
    from mscref import sandbox

    try:
        return replace(sandbox.read_pasted(input_text()), path="-")
    except UserError as error:
        return Unread("-", str(error))


def input_text() -> str:
    """Standard input as text, whatever its encoding."""
    from mscref.formats import text_encoding

    text, _ = text_encoding.decode(sys.stdin.buffer.read())
    return text


def _read_lines(request: Request) -> int:
    from mscref.formats import files, text_encoding

    found = 0
    for name in request.args.files:
        text = input_text() if name == "-" else text_encoding.decode(_bytes_of(Path(name)))[0]
        for reference in files.references_of_lines(text):
            found += reference is not None
            print(json.dumps(_item(reference) if reference else None, ensure_ascii=False))
    return DONE if found else NOTHING


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}); check the name.") from error


def _item(reference: Reference) -> dict[str, Any]:
    return csl_json.item(reference if reference.key else replace(reference, key=citation_keys.make(reference)))


def references_of(reading: Reading) -> tuple[Reference, ...]:
    """What an import of a reading would add, each reference once."""
    found = list(reading.references)
    for document in reading.documents:
        own = (document.represents,) if document.represents else ()
        cited = () if is_paper_file(document) else tuple(each.reference for each in document.citations)
        found += [each for each in (*own, *cited) if each not in found]
    return tuple(found)


def described(reading: Reading | Unread) -> dict[str, Any]:
    """One input as `read --json` shows it."""
    if isinstance(reading, Unread):
        problem = {"line": None, "field": None, "message": reading.reason}
        nothing: dict[str, Any] = {"references": [], "documents": [], "problems": [problem], "provenance": {}}
        return {"path": reading.path, "format": None, **nothing}
    keys = _Keys()
    return {
        "path": reading.path,
        "format": reading.format,
        "references": [keys.item(reference) for reference in references_of(reading)],
        "documents": [_document(document, number, keys) for number, document in enumerate(reading.documents, 1)],
        "problems": [problem_item(problem) for problem in reading.problems],
        "provenance": {name: _provenance(seen) for name, seen in reading.provenance.items()},
    }


class _Keys:
    """Keys for references that have none, the same for the same reference."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._items: list[tuple[Reference, dict[str, Any]]] = []

    def item(self, reference: Reference) -> dict[str, Any]:
        """The CSL item of a reference, with a key."""
        for known, shown in self._items:
            if known is reference:
                return shown
        if not reference.key:
            twin = next((shown for known, shown in self._items if not known.key and known == reference), None)
            if twin:
                return twin
        key = reference.key or citation_keys.make(reference, self._taken)
        self._taken.add(key.casefold())
        shown = csl_json.item(replace(reference, key=key))
        self._items.append((reference, shown))
        return shown


def _document(document: Document, number: int, keys: _Keys) -> dict[str, Any]:
    return {
        "id": number,
        "title": document.title,
        "kind": document.kind,
        "path": document.path,
        "url": document.url,
        "date": document.date,
        "represents": keys.item(document.represents)["id"] if document.represents else None,
        "citations": [
            {
                "reference": keys.item(each.reference),
                "quote": each.quote,
                "start": each.start,
                "end": each.end,
                "warnings": list(each.warnings),
            }
            for each in document.citations
        ],
        "mentions": [_mention(each, i) for i, each in enumerate(document.mentions, 1)],
    }


def _mention(mention: Mention, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "text": mention.text,
        "kind": mention.kind,
        "authors": list(mention.authors),
        "year": mention.year,
        "quote": mention.quote,
        "start": mention.start,
        "end": mention.end,
        "status": "open",
        "resolved": None,
    }


def problem_item(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return {"line": problem.line, "field": problem.field, "message": problem.message, "lost": problem.lost}


def _provenance(seen: Provenance) -> dict[str, Any]:
    place = {"page": seen.page, "line": seen.line, "box": list(seen.box) if seen.box else None}
    return {"source": seen.source, **place, "confidence": seen.confidence}


def _summary(reading: Reading | Unread) -> str:
    if isinstance(reading, Unread):
        return f"{reading.path}: not read"
    references = references_of(reading)
    counts = f"{counted(len(references), 'reference')}, {counted(len(reading.documents), 'document')}"
    lines = [f"{reading.path} ({reading.format}): {counts}"]
    lines += [f"  {_line_of(reference)}" for reference in references]
    for document in reading.documents:
        lines += [f"  names {mention.text} ({mention.kind})" for mention in document.mentions]
    return "\n".join(lines)


def _line_of(reference: Reference) -> str:
    names = reference.authors
    first = names[0].sort_family if names else "anonymous"
    others = " et al." if len(names) > 1 or reference.authors_incomplete else ""
    return f"{first}{others} {reference.year}. {reference.title}".replace("  ", " ")


def convert(request: Request) -> int:
    """Read files and write their references in another format, to a file (whole or not at all) or standard output."""
    from mscref.cli.writing import writer_options
    from mscref.jobs import atomic_file, exporting

    outcome = _Outcome()
    options = writer_options(request.args, request.args.to)

    def references() -> Iterator[Reference]:
        taken: set[str] = set()
        for reading in inputs(request.args.files):
            outcome.noted(reading, request)
            for reference in references_of(reading) if isinstance(reading, Reading) else ():
                key = citation_keys.unique(reference.key, taken) if reference.key else ""
                key = key or citation_keys.make(reference, taken)
                taken.add(key.casefold())
                yield reference if key == reference.key else replace(reference, key=key)

    def write(out: Any) -> exporting.Exported:
        return exporting.write_references(references(), out, format=request.args.to, **options)

    if request.args.output:
        done = atomic_file.write(Path(request.args.output), write, keep=lambda done: done.written > 0)
    else:
        done = write(sys.stdout)
    request.committed(done.written)
    for _, message in done.problems:
        request.tell(f"mscref: {message}")
    if request.args.output and done.written:
        request.tell(f"{counted(done.written, 'reference')} written to {request.args.output}.")
    return max(outcome.code, PARTLY if done.problems else DONE)


def suggest(request: Request) -> int:
    """For each JSON line {id, title, abstract} on standard input print it with `assigned` and `proposed`."""
    from mscref import settings
    from mscref.jobs import proposing

    vocabulary = settings.vocabulary()
    for number, line in enumerate(input_text().splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise UserError(f"Line {number} of standard input is not JSON ({error.msg}).") from error
        if not isinstance(record, dict):
            raise UserError(f"Line {number} of standard input is not a JSON object with id, title and abstract.")
        print(json.dumps(proposing.suggest(record, vocabulary), ensure_ascii=False))
    return DONE
