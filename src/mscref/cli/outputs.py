"""The verb `outputs`: files kept in step with the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.cli.writing import writer_options
from mscref.errors import UserError
from mscref.jobs import auto_export, exporting
from mscref.jobs.auto_export import Outcome
from mscref.model.outputs import AutoExport

if TYPE_CHECKING:
    from mscref.library.library import Library


def outputs(request: Request) -> int:
    """List the files kept in step, change the list, or bring the files up to date."""
    args = request.args
    wanted = [name for name in ("add", "remove", "replace") if getattr(args, name)]
    if len(wanted) > 1:
        raise UserError(f"--{wanted[0]} and --{wanted[1]} do not go together; do one after the other.")
    if not args.add and (args.query is not None or args.cited_in or args.format):
        raise UserError("--query, --cited-in and --format say what a file holds; give it with --add PATH.")
    if not wanted and not args.run:
        with request.open() as library:
            return _answer(request, library, ())
    with request.open(write=True) as library:
        outcomes = _done(request, library)
        return _answer(request, library, outcomes)


def _done(request: Request, library: Library) -> tuple[Outcome, ...]:
    args = request.args
    if args.add:
        _add(request, library)
    elif args.remove:
        library.remove_auto_export(_named(library, args.remove).id)
    elif args.replace:
        dues = auto_export.plan(library, [_named(library, args.replace).id])
        return auto_export.apply(library, dues, even_over_edits=True)
    outcomes = auto_export.keep_in_step(library)
    request.committed(sum(outcome.is_written for outcome in outcomes))
    return outcomes


def _add(request: Request, library: Library) -> None:
    args = request.args
    path = Path(args.add)
    format = args.format or exporting.EXTENSIONS.get(path.suffix.lower(), "bibtex")
    texts = [Path(name) for name in args.cited_in or ()]
    options = writer_options(args, format)
    held = next((each for each in library.auto_exports() if each.path == _place(args.add)), None)
    if held is None:
        library.add_auto_export(path, format=format, query=args.query or "", manuscripts=texts, options=options)
    else:
        library.edit_auto_export(held.id, format=format, query=args.query or "", manuscripts=texts, options=options)


def _place(name: str) -> str:
    return str(Path(name).expanduser().absolute())


def _named(library: Library, name: str) -> AutoExport:
    """The file kept in step at a path; raises UserError when there is none."""
    held = library.auto_exports()
    found = next((each for each in held if each.path == _place(name)), None)
    if found is None:
        listed = f" Kept in step: {', '.join(each.path for each in held)}." if held else ""
        raise UserError(f"{name} is not kept in step with this library.{listed}")
    return found


def _answer(request: Request, library: Library, outcomes: tuple[Outcome, ...]) -> int:
    held = library.auto_exports()
    written = {outcome.path: outcome for outcome in outcomes if outcome.is_written}
    value = [_item(each) | ({"is_written": each.path in written} if outcomes else {}) for each in held]
    lines = [line for each in held for line in _lines(each, written.get(each.path))]
    request.answer(value, lines or ["No file is kept in step; --add PATH begins."])
    return PARTLY if any(each.problem for each in held) else DONE


def _item(output: AutoExport) -> dict[str, Any]:
    return {
        "path": output.path,
        "format": output.format,
        "query": output.query,
        "cited_in": list(output.manuscripts),
        "options": dict(output.options),
        "written": output.written,
        "problem": output.problem,
    }


def _lines(output: AutoExport, outcome: Outcome | None) -> list[str]:
    holds = f'what matches "{output.query}"' if output.query else "the whole library"
    if output.manuscripts:
        holds = f"what {', '.join(Path(text).name for text in output.manuscripts)} cites"
    when = f"last written {output.written[:16].replace('T', ' ')}" if output.written else "not written yet"
    if outcome is not None:
        when = f"{counted(outcome.references, 'reference')} written now"
    return [f"{output.path}: {holds}, {output.format}; {when}", *([f"  ! {output.problem}"] if output.problem else [])]
