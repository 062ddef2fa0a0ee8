"""The verbs table, trials and family: what studies report, and which references are one study."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.errors import NoSuchKey, UserError
from mscref.jobs import doses, study_table, study_table_writing
from mscref.jobs.study_table import StudyRow
from mscref.model.folding import nearest
from mscref.model.studies import STUDY_FIELDS, StudyCell, Trial

_ALIASES = {"n": "sample", "model": "sample", "source": "cell_source", "study_type": "design", "trials": "trial"}


def table(request: Request) -> int:
    """Print or write the table of study characteristics, or store a cell of it."""
    args = request.args
    if args.cells or args.forget:
        return _set_cells(request)
    output = Path(args.output) if args.output else None
    format = args.format or (study_table_writing.format_of(output) if output else "markdown")
    if not output and not args.json:
        study_table_writing.check_text(format)
    with request.open() as library:
        ids = library.ids(" ".join(args.query), sort="year", descending=False)
        made = study_table.make(library, ids)
    for warning in made.warnings:
        request.tell(f"mscref: {warning}")
    if not made.rows:
        request.tell("No reference matches.")
    if output:
        study_table_writing.write(made, output, format, quotes=args.quotes)
        request.committed(len(made.rows))
    value: dict[str, Any] = {
        "fields": list(made.fields),
        "rows": [_row_item(row) for row in made.rows],
        "warnings": list(made.warnings),
    }
    if args.json:
        request.answer(value)
    elif output:
        request.answer(value, [f"{counted(len(made.rows), 'study row')} written to {output}."])
    else:
        sys.stdout.write(study_table_writing.text(made, format, quotes=args.quotes))
    return DONE


def _row_item(row: StudyRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "values": {field: row.value(field) for field in STUDY_FIELDS},
        "cells": {field: _cell_item(cell) for field, cell in row.cells.items()},
    }


def _cell_item(cell: StudyCell) -> dict[str, Any]:
    item: dict[str, Any] = {"value": cell.value, "source": cell.source, "quote": cell.quote, "page": cell.page}
    if cell.field == "dose":
        item["doses"] = [
            {"amounts": list(dose.amounts), "is_range": dose.is_range, "unit": dose.unit, "per": dose.per}
            for dose in doses.find(cell.value)
        ]
    return item


def _set_cells(request: Request) -> int:
    args = request.args
    words = args.cells or args.forget
    if len(words) != 2 or (args.cells and args.forget):
        raise UserError("Set one cell at a time: mscref table --set KEY FIELD=VALUE, or --forget KEY FIELD.")
    key, given = words
    name, equals, value = given.partition("=")
    if args.cells and not equals:
        raise UserError(
            f'"{given}" is not FIELD=VALUE; write for example mscref table --set {key} dose="1e6 cells/kg".'
        )
    field = _field(name)
    with request.open(write=True) as library:
        id = library.find(key)
        stored = value.strip() if args.cells else None
        return request.changed(library.set_study_cell(id, field, stored, quote=args.quote, page=args.page))


def _field(name: str) -> str:
    folded = name.strip().lower().replace("-", "_").replace(" ", "_")
    folded = _ALIASES.get(folded, folded)
    if folded in STUDY_FIELDS and folded != "key":
        return folded
    near = nearest(folded, STUDY_FIELDS)
    hint = f'Did you mean "{near}"?' if near else f"There are {', '.join(STUDY_FIELDS[:-1])}."
    raise UserError(f'The study table has no field "{name}" to set. {hint}')


# --- trials -----------------------------------------------------------------------------------------------------


def trials(request: Request) -> int:
    """List trials with their papers, or show one; 1 when several papers of a trial would be counted as several."""
    with request.open() as library:
        found = library.trials()
        titles = {document.id: document.title for document in library.documents()}
    number = request.args.number
    if number:
        from mscref.library.trials import normal

        found = [trial for trial in found if trial.number.casefold() == normal(number).casefold()]
        if not found:
            raise NoSuchKey(f"No reference, note or document names the trial {number}.")
    items = [_trial_item(trial, titles) for trial in found]
    lines = [line for trial in found for line in _trial_lines(trial, titles)]
    request.answer(items[0] if number else items, lines or ["No trial is named in the library."])
    return PARTLY if any(len(trial.reports) > 1 for trial in found) and not number else DONE


def _trial_item(trial: Trial, titles: dict[int, str]) -> dict[str, Any]:
    record = trial.record
    return {
        "number": trial.number,
        "papers": [paper.key for paper in trial.reports],
        "mentioned_by": [paper.key for paper in trial.papers if not paper.reports],
        "places": {paper.key: list(paper.places) for paper in trial.papers},
        "documents": [{"id": id, "title": titles.get(id, "")} for id in trial.documents],
        "registry": None
        if record is None
        else {
            "title": record.title,
            "status": record.status,
            "phase": record.phase,
            "enrolment": record.enrolment,
            "url": record.url,
            "fields": dict(record.fields),
            "fetched": record.fetched,
        },
        "warnings": _counted_twice(trial),
    }


def _counted_twice(trial: Trial) -> list[str]:
    papers = trial.reports
    return [f"{len(papers)} papers, 1 trial: count them as one study."] if len(papers) > 1 else []


def _trial_lines(trial: Trial, titles: dict[int, str]) -> list[str]:
    record = trial.record
    facts = [record.title, record.status, record.phase] if record else []
    if record and record.enrolment is not None:
        facts.append(f"{record.enrolment:,} participants")
    lines = ["  ".join(filter(None, (trial.number, " · ".join(filter(None, facts)))))]
    lines += [f"    {paper.key}  ({', '.join(paper.places)})" for paper in trial.reports]
    lines += [f"    {paper.key}  (only mentions it)" for paper in trial.papers if not paper.reports]
    lines += [f"    named in the document {id}, {titles.get(id, '')}" for id in trial.documents]
    return [*lines, *(f"    {warning}" for warning in _counted_twice(trial))]


# --- families --------------------------------------------------------------------------------------------------


def family(request: Request) -> int:
    """Show the study family of a reference, or change it."""
    args = request.args
    roles = [word.partition("=") for word in args.add]
    if any(not equals for _, equals, _ in roles):
        raise UserError("Name a member with its role, for example mscref family KEY --add KEY=protocol.")
    with request.open(write=bool(roles or args.leave)) as library:
        id = library.find(args.key)
        if args.leave:
            return request.changed(library.leave_family(id))
        if roles:
            return request.changed(library.link_family(id, {library.find(key): role for key, _, role in roles}))
        members = library.family(id)
    items = [{"key": member.key, "role": member.role} for member in members]
    lines = [f"{member.key}  {member.role}" for member in members]
    request.answer(items, lines or [f"{args.key} belongs to no study family."])
    return DONE
