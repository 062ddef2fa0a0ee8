"""The bounds on what one file may put into a library."""

from __future__ import annotations

from mscref.model.reading import Reading
from mscref.model.reference import Contributor, Name, Reference
from mscref.sandbox.caps import FIELD, NAMES, TITLE, capped


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
    assert not any(problem.lost for problem in reading.problems)
