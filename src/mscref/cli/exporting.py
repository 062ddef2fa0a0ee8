"""Verbs that write: export and map."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from mscref.cli import citing, read_back
from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.cli.writing import writer_options
from mscref.errors import UserError
from mscref.jobs import atomic_file, evidence_map, exporting, trials
from mscref.model.facets import facet_name
from mscref.model.holdings import EvidenceMap


def export(request: Request) -> int:
    """Write the references that match to a file, whole or not at all, or to standard output."""
    args = request.args
    if args.cited_in:
        return citing.export_cited(request)
    output = Path(args.output) if args.output else None
    format = args.format or (exporting.EXTENSIONS.get(output.suffix.lower(), "bibtex") if output else "bibtex")
    options = writer_options(args, format)
    value: dict[str, Any] = {"missing": [], "unused": []}
    with request.open() as library:
        ids = library.ids(" ".join(args.query), sort=args.sort, descending=False)
        if output:
            done = exporting.export(library, ids, output, format=format, options=options)
        elif args.json:
            text = io.StringIO()
            done = exporting.write(library, ids, text, format=format, **options)
            value["text"] = text.getvalue()
        else:
            done = exporting.write(library, ids, sys.stdout, format=format, **options)
        problems = [message for _, message in done.problems]
        if args.strict and output:
            problems += read_back.lost((summary.key for summary in library.summaries(ids)), output)
    request.committed(done.written)
    for message in problems:
        request.tell(f"mscref: {message}")
    if not len(ids):
        request.tell("No reference matches.")
    value |= {"written": done.written, "problems": problems}
    if args.json:
        request.answer(value)
    elif output:
        request.answer(value, [f"{counted(done.written, 'reference')} written to {output}."])
    return PARTLY if problems else DONE


def draw_map(request: Request) -> int:
    """Print the evidence map, or write it as SVG, PNG or CSV."""
    args = request.args
    with request.open() as library:
        rows, columns = facet_name(args.rows), facet_name(args.columns)
        if rows == columns:
            raise UserError("The map crosses two facets; name different ones with --rows and --columns.")
        drawn = library.evidence_map(" ".join(args.query), rows, columns)
        twice = trials.of_query(library, " ".join(args.query))
        vocabulary = library.vocabulary
    for warning in twice:
        request.tell(f"mscref: {warning}")
    folded: evidence_map.Folded = ((), ())
    if args.fold:
        groups = evidence_map.groups
        folded = groups(drawn.rows, rows, vocabulary), groups(drawn.columns, columns, vocabulary)
        drawn = evidence_map.fold(drawn, vocabulary, *folded)
    if args.output:
        path = Path(args.output)
        match path.suffix.lower():
            case ".svg":
                picture = evidence_map.svg(drawn, vocabulary, title=args.title, dark=args.dark, folded=folded)
                atomic_file.write(path, lambda out: out.write(picture))
            case ".csv":
                table = evidence_map.csv(drawn, vocabulary)
                atomic_file.write(path, lambda out: out.write(table))
            case ".png":
                request.doors.save_picture(drawn, vocabulary, path, title=args.title, dark=args.dark, folded=folded)
            case other:
                raise UserError(f'A map cannot be written as "{other or path.name}"; use .svg, .png or .csv.')
        request.committed(drawn.references)
    request.answer(
        _item(drawn), [f"The map is in {args.output}."] if args.output else [evidence_map.text(drawn, vocabulary)]
    )
    return DONE


def _item(drawn: EvidenceMap) -> dict[str, Any]:
    return {
        "rows": list(drawn.rows),
        "columns": list(drawn.columns),
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "n": cell.n,
                "keys": list(cell.keys),
                "strongest_design": cell.strongest_design,
                "appraisals": dict(cell.appraisals),
            }
            for cell in drawn.cells
        ],
        "references": drawn.references,
        "placements": drawn.placements,
    }
