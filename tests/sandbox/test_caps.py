"""The bounds on what one file may put into a library."""

from __future__ import annotations

from mscref.model.reading import Problem, Reading
from mscref.model.reference import Contributor, Name, Reference
from mscref.sandbox.caps import FIELD, NAMES, PROBLEMS, TITLE, capped


def test_ordinary_readings_pass_unchanged():
    reading = Reading("a", "ris", (Reference(title="T" * TITLE, fields={"abstract": "x" * FIELD}),))
    assert capped(reading) is reading


def test_what_is_too_long_is_cut_and_told():
    names = tuple(Contributor(Name(family=str(n))) for n in range(NAMES + 1))
    large = Reference(key="k", title="T" * (TITLE + 1), contributors=names, fields={"abstract": "x" * (FIELD + 1)})
    reading = capped(Reading("a", "ris", (Reference(title="fine"), large)))
    cut = reading.references[1]
    assert (len(cut.title), len(cut.contributors), len(cut.get("abstract"))) == (TITLE, NAMES, FIELD)
    assert len(reading.problems) == 3
    assert all(problem.message.startswith('"k": ') for problem in reading.problems)
    assert all(problem.lost for problem in reading.problems)


def test_of_many_problems_the_first_and_a_count_are_carried():
    many = tuple(Problem(f"Line {n} is odd.", line=n, lost=n == PROBLEMS + 5) for n in range(PROBLEMS + 10))
    carried = capped(Reading("a", "ris", problems=many)).problems
    assert carried[:PROBLEMS] == many[:PROBLEMS]
    assert carried[PROBLEMS:] == (Problem("There are 10 more problems in this file.", lost=True),)
    exactly = Reading("a", "ris", problems=many[:PROBLEMS])
    assert capped(exactly) is exactly
    one_more = capped(Reading("a", "ris", problems=many[: PROBLEMS + 1])).problems
    assert one_more[-1] == Problem("There is 1 more problem in this file.")
