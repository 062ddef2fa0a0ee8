"""`export --cited-in`: the bibliography of a manuscript, and what is wrong with its citations."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref.cli import read_back
from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.cli.writing import writer_options
from mscref.errors import UserError
from mscref.jobs import exporting, manuscripts
from mscref.jobs.manuscripts import bibliography

if TYPE_CHECKING:
    from mscref.library.library import Library

_READ_BACK = ("bibtex", "biblatex", "csl-json")


def export_cited(request: Request) -> int:
    """Write what manuscripts cite; with --strict nothing is written while a citation is wrong."""
    args = request.args
    cited = manuscripts.cited_in([Path(name) for name in args.cited_in])
    output = Path(args.output) if args.output else None
    if output and output.resolve() in {file.resolve() for file in cited.files}:
        raise UserError(f"{output} is the manuscript itself; give another name to -o.")
    problems = list(cited.problems)
    with request.open() as library:
        report = manuscripts.compare(cited, library, " ".join(args.query))
        value: dict[str, Any] = {
            "written": 0,
            "missing": [each.citation.name for each in report.missing],
            "unused": list(report.unused),
            "duplicated": [list(keys) for keys in report.duplicated],
            "retracted": list(report.retracted),
            "problems": problems,
        }
        for sentence in (*problems, *_sentences(report)):
            request.tell(f"mscref: {sentence}")
        if args.strict and (problems or not report.is_clean):
            request.tell("mscref: Nothing was written.")
            request.answer(value)
            return PARTLY
        written = _written(request, library, report, output, value)
    request.committed(value["written"])
    for sentence in written:
        request.tell(f"mscref: {sentence}")
    problems += written
    if args.json:
        request.answer(value)
    elif output:
        unused = f"; {len(report.unused)} of the library are not cited" if report.unused else ""
        request.answer(value, [f"{counted(value['written'], 'reference')} written to {output}{unused}."])
    return PARTLY if problems or report.missing else DONE


def _written(
    request: Request, library: Library, report: manuscripts.Report, output: Path | None, value: dict[str, Any]
) -> list[str]:
    """Write, note in `value` what was written, and say what went wrong."""
    args = request.args
    format = args.format or (exporting.EXTENSIONS.get(output.suffix.lower(), "bibtex") if output else "bibtex")
    options = writer_options(args, format)
    text = io.StringIO()
    if output:
        done = bibliography.export(library, report, output, format=format, sort=args.sort, options=options)
    else:
        out = text if args.json else sys.stdout
        done = bibliography.write(library, report, out, format=format, sort=args.sort, **options)
    if args.json and not output:
        value["text"] = text.getvalue()
    value["written"] = done.written
    problems = [message for _, message in done.problems]
    if args.strict and output and format in _READ_BACK:
        problems += read_back.lost(bibliography.keys_written(library, report, format), output)
    return problems


def _sentences(report: manuscripts.Report) -> Iterator[str]:
    """What a report finds fault with, one sentence each."""
    for missing in report.missing:
        place = missing.citation.places[0]
        name = missing.citation.name
        what = {
            "unknown": f'"{name}" is not in the library.',
            "trash": f'"{name}" lies in the trash; take it out with "untrash".',
            "query": f'"{name}" is in the library but does not match the query.',
        }[missing.reason]
        hint = f' Did you mean "{missing.nearest}"?' if missing.nearest and missing.reason == "unknown" else ""
        yield f"{place.file}, line {place.line}: {what}{hint}"
    for keys in report.duplicated:
        yield f"{' and '.join(keys)} are keys of one and the same reference; cite it by one."
    for key in report.retracted:
        yield f"{key} is retracted."
    for guess in report.guesses:
        yield f"{guess.citation.name} was taken for {guess.key}, the only reference of that author and year."
