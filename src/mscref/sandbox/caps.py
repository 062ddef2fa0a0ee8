"""Upper bounds on what one file may put into a library, so that no reference is too large to show or to keep."""

from __future__ import annotations

import dataclasses

from mscref.model.reading import Problem, Reading
from mscref.model.reference import Reference

FIELD = 1_000_000
TITLE = 10_000
NAMES = 10_000
PROBLEMS = 200


def capped(reading: Reading) -> Reading:
    """`reading` with overlong fields, titles and author lists cut, each cut told as a Problem, and few problems."""
    cuts: list[Problem] = []
    references = tuple(_capped(reference, cuts) for reference in reading.references)
    problems = _first((*cuts, *reading.problems))
    if not cuts and problems == reading.problems:
        return reading
    return dataclasses.replace(reading, references=references, problems=problems)


def _first(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The first problems and, in place of the others, how many they are; lost when one of them is."""
    left = problems[PROBLEMS:]
    if not left:
        return problems
    others = "is 1 more problem" if len(left) == 1 else f"are {len(left):,} more problems"
    count = Problem(f"There {others} in this file.", lost=any(each.lost for each in left))
    return (*problems[:PROBLEMS], count)


def _capped(reference: Reference, problems: list[Problem]) -> Reference:
    long = {name: value[:FIELD] for name, value in reference.fields.items() if len(value) > FIELD}
    if not long and len(reference.title) <= TITLE and len(reference.contributors) <= NAMES:
        return reference
    name = reference.key or reference.title[:60]
    if long:
        problems.append(
            Problem(f'"{name}": {", ".join(long)} held more than {FIELD:,} characters and was cut.', lost=True)
        )
        reference = reference.with_fields(long)
    if len(reference.title) > TITLE:
        problems.append(
            Problem(f'"{name}": the title held more than {TITLE:,} characters and was cut.', field="title", lost=True)
        )
        reference = dataclasses.replace(reference, title=reference.title[:TITLE])
    if len(reference.contributors) > NAMES:
        problems.append(
            Problem(f'"{name}": more than {NAMES:,} names; the rest was left out.', field="author", lost=True)
        )
        reference = dataclasses.replace(reference, contributors=reference.contributors[:NAMES])
    return reference
