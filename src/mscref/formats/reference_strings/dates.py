"""Dates as references print them ("2002 Dec 13", "2006 Nov-Dec", "2016 Fall") and as EDTF."""

from __future__ import annotations

import re

from mscref.formats.reference_strings.lettering import YEAR

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = {"Spring": "21", "Summer": "22", "Fall": "23", "Autumn": "23", "Winter": "24"}
_SEASON_NAMES = {"21": "Spring", "22": "Summer", "23": "Fall", "24": "Winter"}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|Spring|Summer|Fall|Autumn|Winter)\b\.?"
)
DATE = (
    rf"(?P<year>{YEAR})(?P<letter>[a-z])?(?:[ ,]+(?P<month>{MONTH})(?:[-–/ ](?P<month2>{MONTH}))?"
    r"(?:[ ](?P<day>\d{1,2})(?!\d)(?:[-–](?P<last_day>\d{1,2})(?!\d))?)?)?"
)
_PRINTED = re.compile(DATE)
_DAY_FIRST = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{MONTH})"
    rf"(?P<month2>)(?: (?P<day2>\d{{1,2}}))?,? (?P<year>{YEAR})"
)
_EDTF = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?:/\d{4}-(?P<month2>\d\d)(?:-(?P<last_day>\d\d))?)?$"
)


def _month_number(name: str) -> str:
    word = name.rstrip(".").title()
    if word in _SEASONS:
        return _SEASONS[word]
    return f"{_MONTHS.index(word[:3]) + 1:02d}"


def edtf(printed: str) -> str:
    """A printed date in EDTF ("2002 Dec 13" -> "2002-12-13"); empty when none stands at its start."""
    found = _PRINTED.match(printed.strip())
    if found is None or (not found.group("month") and _DAY_FIRST.match(printed.strip())):
        found = _DAY_FIRST.match(printed.strip())
    if found is None:
        return ""
    parts = found.groupdict()
    year, month, month2 = parts["year"], parts["month"], parts["month2"]
    day = parts.get("day") or parts.get("day2")
    if not month:
        return year
    start = f"{year}-{_month_number(month)}"
    if month2:
        return f"{start}/{year}-{_month_number(month2)}"
    if not day or not 1 <= int(day) <= 31:
        return start
    last = parts.get("last_day")
    return f"{start}-{int(day):02d}" + (f"/{start}-{int(last):02d}" if last else "")


def printed(date: str) -> str:
    """An EDTF date as MEDLINE prints it ("2002-12-13" -> "2002 Dec 13"); other text unchanged."""
    found = _EDTF.match(date)
    if found is None:
        return date
    words = [found.group("year")]
    if month := found.group("month"):
        last_month, last_day = found.group("month2"), found.group("last_day")
        is_span = last_month and not (last_day and last_month == month)
        words.append(f"{_month_name(month)}-{_month_name(last_month)}" if is_span else _month_name(month))
        if day := found.group("day"):
            words.append(f"{int(day)}-{int(last_day)}" if last_day else str(int(day)))
    return " ".join(words)


def _month_name(number: str) -> str:
    return _SEASON_NAMES.get(number) or (_MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else number)
