"""The verbs prisma and screen: decisions of a review, and its flow diagram counted from the library."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref.cli.request import DONE, Request
from mscref.errors import UserError
from mscref.jobs import atomic_file, prisma_drawing
from mscref.jobs import prisma as counting
from mscref.jobs.prisma import Flow
from mscref.model.studies import Screening

if TYPE_CHECKING:
    from mscref.library.library import Library


def prisma(request: Request) -> int:
    """Print the counts of the PRISMA 2020 diagram or draw it; --batch says where an import's records came from."""
    args = request.args
    if args.batch is not None:
        with request.open(write=True) as library:
            return request.changed(
                library.set_batch_source(args.batch, args.source or "", args.source_kind, args.search or "")
            )
    with request.open() as library:
        drawn = counting.count(library)
        batches = library.batches()
    if args.output:
        path = Path(args.output)
        if path.suffix.lower() != ".svg":
            raise UserError(f'The diagram cannot be written as "{path.suffix or path.name}"; use .svg.')
        picture = prisma_drawing.svg(drawn, dark=args.dark, title=args.title)
        atomic_file.write(path, lambda out: out.write(picture))
        request.committed(drawn.databases.screened + drawn.other.screened)
    value = {
        "databases": _flow_item(drawn.databases),
        "other": _flow_item(drawn.other),
        "studies": drawn.studies,
        "reports": drawn.reports,
        "batches": [dataclasses.asdict(batch) for batch in batches],
    }
    told = [f"The diagram is in {args.output}."] if args.output else prisma_drawing.lines(drawn)
    request.answer(value, told)
    return DONE


def _flow_item(flow: Flow) -> dict[str, Any]:
    item = dataclasses.asdict(flow)
    item["sources"] = [{"name": name, "kind": kind, "n": n} for name, kind, n in flow.sources]
    for field in ("excluded_reports", "excluded_records"):
        item[field] = [{"reason": reason, "n": n} for reason, n in getattr(flow, field)]
    return {"identified": flow.identified, **item}


def screen(request: Request) -> int:
    """Include or exclude references at a stage of screening, or list the decisions."""
    args = request.args
    decision, reason = _decision(request)
    if decision is None:
        with request.open() as library:
            found = library.screening()
        items = [dataclasses.asdict(each) for each in found]
        request.answer(items, [_line(each) for each in found] or ["Nothing has been screened yet."])
        return DONE
    with request.open(write=True) as library:
        return request.changed(library.screen(_ids(request, library), args.stage, decision, reason))


def _decision(request: Request) -> tuple[str | None, str]:
    """The decision that the options ask for, with its reason; None when they ask for none."""
    args = request.args
    given = [
        (decision, reason)
        for decision, reason in (
            ("include", "" if args.include else None),
            ("exclude", args.exclude),
            ("not-retrieved", "" if args.not_retrieved else None),
            ("", "" if args.undo_decision else None),
        )
        if reason is not None
    ]
    if len(given) > 1:
        raise UserError("Decide one way at a time: --include, --exclude REASON, --not-retrieved or --clear.")
    if not given and (args.keys or args.query):
        raise UserError("Say what is decided: --include, --exclude REASON, --not-retrieved or --clear.")
    if given and not (args.keys or args.query):
        raise UserError("Name the references to screen by their keys, or with --query.")
    return given[0] if given else (None, "")


def _ids(request: Request, library: Library) -> list[int]:
    args = request.args
    found = [library.find(key) for key in args.keys]
    if args.query:
        found += library.ids(args.query)
    return list(dict.fromkeys(found))


def _line(decision: Screening) -> str:
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{decision.key}  {decision.stage}  {decision.decision}{reason}"
