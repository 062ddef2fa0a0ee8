"""Upper bounds on what one file may put into a library, so that no reference is too large to show or to keep."""

from __future__ import annotations

import dataclasses

from mscref.model.reading import Problem, Reading
from mscref.model.reference import Reference

FIELD = 1_000_000
TITLE = 10_000
NAMES = 10_000


def capped(reading: Reading) -> Reading:
    """`reading` with overlong fields, titles and author lists cut, each cut told as a Problem."""
    problems: list[Problem] = []
    references = tuple(_capped(reference, problems) for reference in reading.references)
    if not problems:
        return reading
    return dataclasses.replace(reading, references=references, problems=(*reading.problems, *problems))


def _capped(reference: Reference, problems: list[Problem]) -> Reference:
    long = {name: value[:FIELD] for name, value in reference.fields.items() if len(value) > FIELD}
    if not long and len(reference.title) <= TITLE and len(reference.contributors) <= NAMES:
        return reference
    name = reference.key or reference.title[:60]
    if long:
        problems.append(Problem(f'"{name}": {", ".join(long)} held more than {FIELD:,} characters and was cut.'))
        reference = reference.with_fields(long)
    if len(reference.title) > TITLE:
        problems.append(Problem(f'"{name}": the title held more than {TITLE:,} characters and was cut.', field="title"))
        reference = dataclasses.replace(reference, title=reference.title[:TITLE])
    if len(reference.contributors) > NAMES:
        problems.append(Problem(f'"{name}": more than {NAMES:,} names; the rest was left out.', field="author"))
        reference = dataclasses.replace(reference, contributors=reference.contributors[:NAMES])
    return reference
