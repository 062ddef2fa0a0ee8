"""The verb claims: sentences that want evidence, and the references that support or contradict them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mscref.cli.request import DONE, PARTLY, Request
from mscref.errors import UserError
from mscref.jobs import atomic_file
from mscref.jobs import claims as ledger
from mscref.model.studies import STANCES, Claim


def claims(request: Request) -> int:
    """List claims, or add and remove them and their evidence; 1 when a listed claim has no evidence."""
    args = request.args
    given = [name for name in ("add", "evidence", "edit", "remove", "remove_evidence") if getattr(args, name)]
    if len(given) > 1:
        raise UserError("Do one thing with claims at a time: --add, --evidence, --edit, --remove or --remove-evidence.")
    return _change(request, given[0]) if given else _list(request)


def _change(request: Request, what: str) -> int:
    args = request.args
    with request.open(write=True) as library:
        if what == "add":
            return request.changed(library.add_claim(args.add, document=args.document))
        if what == "edit":
            number, text = args.edit
            return request.changed(library.edit_claim(_number(number), text))
        if what == "remove":
            return request.changed(library.remove_claim(args.remove))
        if what == "remove_evidence":
            return request.changed(library.remove_evidence(args.remove_evidence))
        number, key, stance = args.evidence
        if stance not in STANCES:
            raise UserError(f'"{stance}" is no stance of evidence; there are {", ".join(STANCES)}.')
        id = library.find(key)
        return request.changed(
            library.add_evidence(_number(number), id, stance, quote=args.quote, page=max(args.page, 0))
        )


def _number(text: str) -> int:
    if not text.isdecimal():
        raise UserError(f'"{text}" is not the number of a claim; mscref claims lists them.')
    return int(text)


def _list(request: Request) -> int:
    args = request.args
    with request.open() as library:
        found = library.claims(args.document)
    if args.unsupported:
        found = [claim for claim in found if not claim.evidence]
    output = Path(args.output) if args.output else None
    format = args.format or (ledger.format_of(output) if output else "")
    if output:
        atomic_file.write(output, lambda out: out.write(ledger.written(found, format)))
        request.answer(_items(found), [f"The claims are in {output}."])
    elif format and not args.json:
        sys.stdout.write(ledger.written(found, format))
    else:
        request.answer(_items(found), ledger.lines(found) or ["There are no claims."])
    return PARTLY if ledger.unsupported(found) else DONE


def _items(found: list[Claim]) -> list[dict[str, Any]]:
    return [
        {
            "id": claim.id,
            "text": claim.text,
            "document": claim.document,
            "title": claim.title,
            "note": claim.note,
            "start": claim.start,
            "end": claim.end,
            "evidence": [
                {"id": e.id, "key": e.key, "stance": e.stance, "quote": e.quote, "page": e.page} for e in claim.evidence
            ],
        }
        for claim in found
    ]
