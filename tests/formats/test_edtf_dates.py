"""Printed dates become EDTF; what is no date stays as printed."""

from __future__ import annotations

import pytest

from mscref.formats import edtf_dates


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("2019", "2019"),
        ("2019-3-1", "2019-03-01"),
        ("1996/03/15", "1996-03-15"),
        ("20181124", "2018-11-24"),
        ("2012 Dec 13", "2012-12-13"),
        ("12 February 2008", "2008-02-12"),
        ("Feb. 2008", "2008-02"),
        ("December 24, 2015", "2015-12-24"),
        ("Spring 2010", "2010-21"),
        ("2010 Fall", "2010-23"),
        ("2010-2012", "2010/2012"),
        ("2006 Nov–Dec", "2006-11/2006-12"),
        ("2009-13-45", "2009-13-45"),
        ("in press", "in press"),
        ("", ""),
    ],
)
def test_a_printed_date_becomes_edtf(printed: str, edtf: str) -> None:
    assert edtf_dates.from_printed(printed) == edtf


@pytest.mark.parametrize(
    ("csl", "edtf"),
    [
        ({"date-parts": [["2013", 1, "1"]]}, "2013-01-01"),
        ({"date-parts": [[2014, 0, 0]]}, "2014"),
        ({"date-parts": [[2014, 15]]}, "2014-23"),
        ({"date-parts": [[2014]], "season": "Winter"}, "2014-24"),
        ({"date-parts": [[2014]], "circa": 1}, "2014~"),
        ({"raw": "2014 May"}, "2014-05"),
        ({"literal": "forthcoming"}, "forthcoming"),
        ("2019-03", "2019-03"),
        (2019, "2019"),
        ({"date-parts": [["May", 2014]]}, "May 2014"),
        (None, ""),
        ({"date-parts": "2014"}, ""),
    ],
)
def test_dates_of_other_programs_are_understood(csl: object, edtf: str) -> None:
    assert edtf_dates.from_csl(csl) == edtf


def test_a_number_without_end_is_no_date() -> None:
    assert edtf_dates.from_csl({"date-parts": [[float("inf")]], "literal": "soon"}) == "soon"
