"""Verbs that show references: list and show."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from mscref.cli.request import DONE, Request, counted
from mscref.jobs import exporting
from mscref.model.folding import without_markup
from mscref.model.holdings import Record, Summary


def list_references(request: Request) -> int:
    """Print the references that match a query: a line each, or CSL items."""
    args = request.args
    with request.open() as library:
        ids = library.ids(" ".join(args.query), sort=args.sort, descending=not args.ascending, trash=args.trash)
        chosen = list(ids[: args.limit])
        if args.json:
            request.answer([exporting.item(record, library.vocabulary) for record in library.records(chosen)])
        else:
            request.answer(None, _table(library.summaries(chosen)))
            request.tell(counted(len(ids), "reference"))
    return DONE


def _table(summaries: list[Summary]) -> Iterator[str]:
    width = shutil.get_terminal_size((120, 24)).columns
    key_width = min(max((len(each.key) for each in summaries), default=0), 34)
    for each in summaries:
        row = f"{each.key:<{key_width}}  {each.year or '    '}  {each.authors:<24.24}  {without_markup(each.title)}"
        yield row if len(row) <= width else f"{row[: width - 1]}…"


def show(request: Request) -> int:
    """Print one reference with its notes, citing documents, files and history."""
    with request.open() as library:
        id = library.find(request.args.key)
        record = library.record(id)
        history = library.history(id)
        if request.args.json:
            request.answer(exporting.details(record, library.vocabulary, history))
            return DONE
        lines = list(_described(record, exporting.details(record, library.vocabulary, history)["custom"]))
        request.answer(None, [*lines, "", exporting.preview(record).rstrip()])
    return DONE


def _described(record: Record, custom: dict[str, Any]) -> Iterator[str]:
    reference = record.reference
    yield f"{reference.key}  ({reference.type}, {record.status})"
    names = "; ".join(name.display for name in reference.authors)
    yield f"{names}{' et al.' if reference.authors_incomplete else ''}"
    yield without_markup(reference.title)
    place = [reference.journal, reference.fields.get("volume", ""), reference.fields.get("page", ""), reference.year]
    yield ", ".join(part for part in place if part)
    for facet, terms in custom["facets"].items():
        if terms:
            yield f"  {facet}: {', '.join(terms)}"
    for facet, proposals in custom["proposed"].items():
        for each in proposals:
            yield f"  {facet}? {each['term']} (“{each['quote']}”)"
    if record.tags:
        yield f"  tags: {', '.join(record.tags)}"
    for note in record.notes:
        yield f"  note: {note.text}"
    for cited in record.cited_in:
        yield f"  cited in {cited.title} ({cited.kind}): “{cited.quote}”"
    for file in record.attachments:
        yield f"  file: {file.path}"
    for step in custom["history"]:
        yield f"  {step['at']}  {step['act']}{' (undone)' if step['undone'] else ''}"
