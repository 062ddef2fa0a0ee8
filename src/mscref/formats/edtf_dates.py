"""Dates between their printed forms, EDTF strings (kept in references), CSL-JSON and MEDLINE.

EDTF is ISO 8601-2: `2019-03-10`, `2010-10`, `2016/2017`, seasons `2010-21` (spring) to `2010-24` (winter),
approximate `2018~`. What is no date ("in press") stays as printed everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASON_NAMES = {21: "Spring", 22: "Summer", 23: "Fall", 24: "Winter"}

_PART = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SEASON = r"(spring|summer|autumn|fall|winter)"
_PRINTED = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<y>\d{4})[-/.](?P<n>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?/*",
        r"(?P<y>\d{4})(?P<n>\d\d)(?P<d>\d\d)",
        r"(?P<y>\d{4})(?:[,/ ]+(?P<m>" + _MONTH + r")(?:[-/ ]+(?P<d>\d{1,2}))?)?",
        r"(?P<y>\d{4})[,/ ]+(?P<s>" + _SEASON + r")",
        r"(?P<m>" + _MONTH + r")(?:\s+(?P<d>\d{1,2}))?,?[\s/]+(?P<y>\d{4})",
        r"(?P<d>\d{1,2})\.?[\s-]+(?P<m>" + _MONTH + r")[\s-]+(?P<y>\d{4})",
        r"(?P<s>" + _SEASON + r"),?\s+(?P<y>\d{4})",
    )
)
_RIGHT_HALF = re.compile(
    r"(?:(\d{4})[,/ ]+)?(?:" + _MONTH + r"|" + _SEASON + r")?\s*(\d{1,2})?", re.IGNORECASE | re.ASCII
)
_RANGE_DASH = re.compile(r"\s*[-\u2013\u2014]\s*")
_LONGEST = 60
_YEARS = re.compile(r"(\d{4})\s*[-\u2013\u2014/]\s*(\d{4})", re.ASCII)

Parts = tuple[int, ...]


def parts_of(edtf: str) -> tuple[Parts, ...] | None:
    """One or two (year, month, day) tuples of a plain EDTF date or closed range; None for anything else."""
    halves = edtf.split("/")
    if len(halves) > 2:
        return None
    found = []
    for half in halves:
        match = _PART.fullmatch(half)
        parts = tuple(int(part) for part in match.groups() if part) if match else ()
        if not match or not _is_possible(parts):
            return None
        found.append(parts)
    return tuple(found)


def edtf_of(*dates: Parts) -> str:
    """The EDTF string of one date, or of a range from two."""
    return "/".join("-".join([_year(date[0]), *(f"{part:02d}" for part in date[1:])]) for date in dates)


def from_printed(text: str) -> str:
    """The EDTF string that a printed date means ("2006 May-Jun" -> "2006-05/2006-06"), else `text` as it is."""
    text = text.strip()
    if len(text) > _LONGEST:
        return text
    whole = _single(text)
    if whole:
        return edtf_of(whole)
    years = _YEARS.fullmatch(text)
    if years:
        return f"{years.group(1)}/{years.group(2)}"
    return _printed_range(text) or text


def _printed_range(text: str) -> str:
    """ "2006 May-Jun", "2008 Dec-2009 Jan", "2003 Jul 16-22": the right half borrows what it lacks; "" otherwise."""
    for dash in _RANGE_DASH.finditer(text):
        left, right = _single(text[: dash.start()]), _RIGHT_HALF.fullmatch(text[dash.end() :])
        if not left or not right or not right.group():
            continue
        year, month, season, day = right.groups()
        if month:
            end: Parts = (_month_number(month),)
        elif season:
            end = (SEASONS[season.lower()],)
        elif len(left) == 3 and not year:
            end = (left[1],)
        else:
            continue
        end = (int(year) if year else left[0], *end, *((int(day),) if day else ()))
        if _is_possible(end) and end > left:
            return edtf_of(left, end)
    return ""


def to_medline(edtf: str) -> str:
    """The form of MEDLINE's DP: "2006 May-Jun", "2008 Feb 12", "2010 Winter"; what is no date stays as it is."""
    dates = parts_of(edtf) or parts_of(from_printed(edtf))
    if dates is None:
        return edtf
    left = _medline_words(dates[0])
    if len(dates) == 1:
        return " ".join(left)
    right = _medline_words(dates[1])
    same = 0
    while len(left) == len(right) and same < len(right) - 1 and left[: same + 1] == right[: same + 1]:
        same += 1
    return " ".join(left) + "-" + " ".join(right[same:])


def to_csl(edtf: str) -> dict[str, Any]:
    """The CSL-JSON date that says the same; what is no date stands in `literal`.

    Seasons, approximation and ranges are kept; `from_csl` gives the same string back for all that CSL can say.
    """
    circa = edtf.endswith("~")
    dates = parts_of(edtf[:-1] if circa else edtf)
    if dates is None or (circa and len(dates) == 2):
        return {"literal": edtf}
    if len(dates) == 1 and len(dates[0]) == 2 and dates[0][1] > 20:
        date: dict[str, Any] = {"date-parts": [[dates[0][0]]], "season": dates[0][1] - 20}
    else:
        date = {"date-parts": [list(parts) for parts in dates]}
    if circa:
        date["circa"] = True
    return date


def from_csl(date: object) -> str:
    """The EDTF string of a CSL-JSON date (an object, an EDTF string, or a bare year); empty when it says nothing."""
    if isinstance(date, str | int) and not isinstance(date, bool):
        return from_printed(str(date))
    if not isinstance(date, Mapping):
        return ""
    rows = date.get("date-parts")
    dates = [parts for row in rows if (parts := _csl_parts(row))] if isinstance(rows, list) else []
    if dates and len(dates) <= 2 and all(_is_possible(parts) for parts in dates):
        season = _season_number(date.get("season"))
        if season and len(dates) == 1 and len(dates[0]) == 1:
            dates = [(dates[0][0], season)]
        return edtf_of(*dates) + ("~" if _is_true(date.get("circa")) and len(dates) == 1 else "")
    if isinstance(date.get("literal"), str) and date["literal"]:
        return str(date["literal"])
    if isinstance(date.get("raw"), str) and date["raw"]:
        return from_printed(date["raw"])
    return (
        " ".join(str(part) for row in rows for part in row if part)
        if isinstance(rows, list) and _is_table(rows)
        else ""
    )


def _csl_parts(row: object) -> Parts:
    """One row of `date-parts`, cut at its first empty or zero part; () when a part is no number."""
    found: list[int] = []
    for part in row if isinstance(row, list) else ():
        if isinstance(part, bool) or part in (None, "", 0, "0", "00"):
            break
        try:
            found.append(int(part))
        except (TypeError, ValueError, OverflowError):
            return ()
    if len(found) > 1 and 13 <= found[1] <= 16:
        found = [found[0], found[1] + 8]
    return tuple(found[:3])


def _is_table(rows: list[object]) -> bool:
    return all(isinstance(row, list) for row in rows)


def _season_number(season: object) -> int:
    text = str(season).strip().lower()
    if text.isdecimal() and len(text) < 3:
        number = int(text)
        return number + 20 if 1 <= number <= 4 else number if 21 <= number <= 24 else 0
    return SEASONS.get(text, 0)


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, int) and value != 0) or str(value).lower() in ("true", "1")


def _single(text: str) -> Parts | None:
    """(year, month, day) of one printed date."""
    for pattern in _PRINTED:
        match = pattern.fullmatch(text)
        if not match:
            continue
        named = match.groupdict()
        parts = [int(named["y"])]
        if named.get("n"):
            parts.append(int(named["n"]))
        elif named.get("m"):
            parts.append(_month_number(named["m"]))
        elif named.get("s"):
            parts.append(SEASONS[named["s"].lower()])
        if named.get("d"):
            parts.append(int(named["d"]))
        while len(parts) > 1 and parts[-1] == 0:
            parts.pop()
        if _is_possible(tuple(parts)):
            return tuple(parts)
    return None


def _month_number(name: str) -> int:
    return MONTHS.index(name[:3].title()) + 1


def _is_possible(parts: Parts) -> bool:
    """True for a year, year and month (or season), or year, month and day that a calendar could hold."""
    if not 1 <= len(parts) <= 3 or abs(parts[0]) > 9999:
        return False
    if len(parts) == 1:
        return True
    in_year = 1 <= parts[1] <= 12
    if len(parts) == 2:
        return in_year or 21 <= parts[1] <= 24
    return in_year and 1 <= parts[2] <= 31


def _year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def _medline_words(parts: Parts) -> list[str]:
    words = [_year(parts[0])]
    if len(parts) > 1:
        words.append(_SEASON_NAMES.get(parts[1]) or MONTHS[parts[1] - 1])
    if len(parts) > 2:
        words.append(str(parts[2]))
    return words
