"""The verb import: plan, show or apply, and say what came of it."""

from __future__ import annotations

import dataclasses
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from mscref import settings
from mscref.cli.reading import inputs, problem_item
from mscref.cli.request import DONE, NOTHING, PARTLY, Request, counted
from mscref.errors import LookupCancelled
from mscref.jobs import importing
from mscref.library import files
from mscref.model.plan import Imported, Plan

if TYPE_CHECKING:
    from mscref.library.library import Library


def import_files(request: Request) -> int:
    """Plan an import and apply it as one undo step; --dry-run shows the plan and changes nothing."""
    with stop_on_interrupt() as stopped:
        if not request.library_path.exists():
            if not request.args.dry_run:
                request.check_place()
            plan = _plan(request, None, stopped)
            if stopped():
                return _stopped_early(request)
            if request.args.dry_run or not (plan.references or plan.documents):
                return _report_plan(request, plan)
            with request.open(write=True, create=True) as library:
                return _apply(request, library, plan, stopped)
        with request.open(write=not request.args.dry_run) as library:
            plan = _plan(request, library, stopped)
            if stopped():
                return _stopped_early(request)
            if request.args.dry_run:
                return _report_plan(request, plan)
            return _apply(request, library, plan, stopped)


def _stopped_early(request: Request) -> int:
    request.tell("mscref: Stopped while reading; nothing has come in.")
    return PARTLY


def _plan(request: Request, library: Library | None, stopped: Callable[[], bool]) -> Plan:
    from mscref.cli import lookup

    readings = inputs(request.args.files, stopped, _reading(request))
    try:
        return lookup.planned(request, library, readings, stopped, with_cited=request.args.with_cited)
    except LookupCancelled:
        return Plan("Import")


def _report_plan(request: Request, plan: Plan) -> int:
    new = tuple(each.reference.key for each in plan.references if each.match is None)
    merged = tuple((each.match_key, each.path) for each in plan.references if each.match is not None)
    documents = [
        {
            "id": each.held,
            "title": each.document.title,
            "citations": len(each.citations),
            "mentions": len(each.document.mentions),
        }
        for each in plan.documents
    ]
    return _report(request, plan, Imported(None, new, merged, ()), documents, "would come in")


def _apply(request: Request, library: Library, plan: Plan, stopped: Callable[[], bool]) -> int:
    from mscref.cli import lookup

    if request.args.source:
        named = {"source": request.args.source, "source_kind": request.args.source_kind}
        plan = dataclasses.replace(plan, query=request.args.search or "", **named)
    done = importing.apply(
        library,
        plan,
        on_batch=_progress(request),
        cancelled=stopped,
        copy_files=not request.args.link_files and settings.load().get("attachments", "copy") == "copy",
        name_pattern=str(settings.load().get("file_name_pattern", files.NAME_PATTERN)),
    )
    lookup.let_wait(request, library, plan, done)
    documents = []
    for id in done.documents:
        held = library.document(id)
        counts = {"citations": len(held.citations), "mentions": len(held.mentions)}
        documents.append({"id": id, "title": held.title, **counts})
    code = _report(request, plan, done, documents, "came in")
    if not done.complete:
        request.tell(
            f"mscref: Stopped. {counted(len(done.references), 'reference')} in; mscref undo takes back what came."
        )
        return PARTLY
    if len(done.new) > importing.ABSTRACTS_AT_ONCE:
        request.tell("Of so many, only titles were read for terms; mscref propose reads the abstracts too.")
    return code


def _report(request: Request, plan: Plan, done: Imported, documents: list[dict[str, Any]], verb: str) -> int:
    warnings = list(_warnings(plan))
    for unread in plan.unreadable:
        request.tell(f"mscref: {unread.reason}")
    for warning in warnings:
        line = f", line {warning['line']}" if warning["line"] else ""
        request.tell(f"{warning['path']}{line}: {warning['message']}")
    value = {
        "new": list(done.new),
        "merged": [{"key": key, "from": path} for key, path in done.merged],
        "documents": documents,
        "unreadable": [{"path": each.path, "reason": each.reason} for each in plan.unreadable],
        "warnings": warnings,
    }
    counts = (
        f"{counted(len(done.new), 'new reference')} {verb}, {len(done.merged)} "
        f"{'was' if len(done.merged) == 1 else 'were'} held already, "
        f"{counted(len(documents), 'document')}, {len(plan.unreadable)} unreadable."
    )
    if plan.unreadable and not plan.references and not plan.documents:
        request.answer(value)
        return NOTHING
    request.answer(value, [*(f"  new: {key}" for key in done.new[:20]), counts])
    lost = any(problem.lost for _, problem in plan.problems)
    return PARTLY if plan.unreadable or lost else DONE


def _warnings(plan: Plan) -> Iterator[dict[str, Any]]:
    told: set[tuple[str, str]] = set()
    for path, problem in plan.problems:
        told.add((Path(path).name, problem.message))
        yield {"path": path, **problem_item(problem)}
    for planned in plan.documents:
        path = planned.document.path
        for message in (message for citation in planned.document.citations for message in citation.warnings):
            if (Path(path).name, message) not in told:
                yield {"path": path, "line": None, "field": None, "message": message, "lost": False}


def _reading(request: Request) -> Callable[[importing.Seen], None] | None:
    """What hears of every file of several that was read: JSON lines on request, a running count on a terminal."""

    def as_json(seen: importing.Seen) -> None:
        if seen.total == 1:
            return
        told = {"op": "read", "file": seen.path, "number": seen.number, "of": seen.total, "reason": seen.reason}
        print(json.dumps(told), file=sys.stderr, flush=True)

    def as_count(seen: importing.Seen) -> None:
        end = "\n" if seen.number == seen.total else ""
        print(f"\r{seen.number:,} of {seen.total:,} files read", end=end, file=sys.stderr, flush=True)

    if request.args.progress:
        return as_json
    return as_count if sys.stderr.isatty() else None


def _progress(request: Request) -> Callable[[int], None]:
    """What hears of every committed batch: JSON lines on request, a running count on a terminal."""

    def as_json(committed: int) -> None:
        print(json.dumps({"op": "import", "committed": committed}), file=sys.stderr, flush=True)

    def as_count(committed: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{committed:,} references in", end="\n", file=sys.stderr, flush=True)

    return as_json if request.args.progress else as_count


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Let Ctrl+C ask a job to stop at its next safe point; a second Ctrl+C ends it at once."""
    asked: list[bool] = []

    def ask(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
