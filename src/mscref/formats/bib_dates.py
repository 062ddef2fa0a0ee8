"""Dates between BibTeX (`year`, `month`), BibLaTeX (`date`) and EDTF (ISO 8601-2)."""

from __future__ import annotations

import functools
import re

from mscref.formats.bibtex_scan import MONTHS

_LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_EDTF = re.compile(r"[-+]?\d{3}[\dXu](?:-\d\d(?:-\d\d)?)?[?~%]?")
_NUMBERS = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")
_MONTH_PARTS = re.compile(r"([^\W\d_]+|\d+)")
_YEARS = re.compile(r"(\d{4})\s*(?:-{1,3}|[–—])\s*(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_WORDS_FIRST = re.compile(r"([^\W\d_]{3,})\.? (?:(\d{1,2}),? )?(\d{4})")
_DAY_WORDS = re.compile(r"(\d{1,2})\.? ([^\W\d_]{3,})\.? (\d{4})")


@functools.lru_cache(maxsize=4096)
def month_number(text: str) -> str:
    """ "dec", "December", "12" or "Dezember" as "12"; a season as 21 to 24; empty when it is neither."""
    word = text.strip().strip(".").lower()
    if word.isdigit():
        return word.zfill(2) if 1 <= int(word) <= 12 or 21 <= int(word) <= 24 else ""
    if word in _SEASONS:
        return _SEASONS[word]
    for index, (short, long) in enumerate(zip(MONTHS, _LONG_MONTHS, strict=True)):
        if word == short or (word.startswith(short) and (long.startswith(word) or word == "sept")):
            return f"{index + 1:02}"
    return ""


@functools.lru_cache(maxsize=4096)
def from_parts(year: str, month: str, day: str) -> tuple[str, bool]:
    """The EDTF date of `year`, `month`, `day`; False when the month could not be read and was left out."""
    year = year.strip()
    found = re.fullmatch(r"\d{4}", year)
    if not found:
        edtf = to_edtf(year)
        return edtf, not month
    if not month.strip():
        return year, True
    parts = _MONTH_PARTS.findall(month)
    numbers = [number for part in parts if (number := month_number(part))]
    if not numbers:
        return year, False
    months = [
        number for part, number in ((part, month_number(part)) for part in parts) if number and not part.isdigit()
    ]
    if not months and len(parts) == 1:
        months = numbers
    if not months:
        return year, False
    days = [part for part in parts if part.isdigit()] if len(parts) > 1 else []
    if len(months) == 2 and not days and len(parts) == 2:
        return f"{year}-{months[0]}/{year}-{months[1]}", True
    if len(months) > 1 or len(parts) > 2:
        return f"{year}-{months[0]}", False
    chosen = day.strip() or (days[0] if len(days) == 1 else "")
    if chosen.isdigit() and 1 <= int(chosen) <= 31 and int(months[0]) <= 12:
        return f"{year}-{months[0]}-{int(chosen):02}", True
    return f"{year}-{months[0]}", True


@functools.lru_cache(maxsize=4096)
def to_edtf(text: str) -> str:
    """A printed date as EDTF; what cannot be read as one is given back as it is."""
    text = text.strip()
    if _EDTF.fullmatch(text):
        return _without_zeros(text)
    if (found := _YEARS.fullmatch(text)) and found.group(1) < found.group(2):
        return f"{found.group(1)}/{found.group(2)}"
    if found := _MONTH_YEAR.fullmatch(text):
        month, year = found.groups()
        return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else text
    if "/" in text and (ends := _range(text)):
        return ends
    if time := _TIME.fullmatch(text):
        return time.group(1)
    if numbers := _NUMBERS.fullmatch(text):
        year, month, day = numbers.groups()
        if int(month) <= 12:
            return _without_zeros(f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else ""))
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        if int(month) > 12 >= int(day):
            day, month = month, day
        return f"{year}-{int(month):02}-{int(day):02}" if int(month) <= 12 else text
    if (found := _WORDS_FIRST.fullmatch(text)) and (number := month_number(found.group(1))):
        return f"{found.group(3)}-{number}" + (f"-{int(found.group(2)):02}" if found.group(2) else "")
    if (found := _DAY_WORDS.fullmatch(text)) and (number := month_number(found.group(2))):
        return f"{found.group(3)}-{number}-{int(found.group(1)):02}"
    return text


def _range(text: str) -> str:
    start, _, end = text.partition("/")
    ends = [part.strip() for part in (start, end)]
    if all(part in ("", "..") or _EDTF.fullmatch(part) or _TIME.fullmatch(part) for part in ends) and any(ends):
        known = [to_edtf(part) if part not in ("", "..") else ".." for part in ends]
        return "/".join(known)
    return ""


def _without_zeros(date: str) -> str:
    """ADS and others write unknown parts as 00."""
    mark = date[-1] if date[-1] in "?~%" else ""
    core = date.removesuffix(mark)
    while core.endswith("-00"):
        core = core[:-3]
    return core + mark


def is_edtf(date: str) -> bool:
    """True for a date or range that BibLaTeX's `date` field takes."""
    if "/" in date:
        start, _, end = date.partition("/")
        return bool(start or end) and all(
            part in ("", "..") or is_edtf(part) for part in (start, end) if "/" not in part
        )
    if not _EDTF.fullmatch(date):
        return False
    parts = date.rstrip("?~%").lstrip("-+").split("-")
    if len(parts) > 1 and not (1 <= int(parts[1]) <= 12 or (21 <= int(parts[1]) <= 24 and len(parts) == 2)):
        return False
    return len(parts) < 3 or 1 <= int(parts[2]) <= _days(parts)


def _days(parts: list[str]) -> int:
    month = int(parts[1])
    if month == 2:
        year = int(parts[0]) if parts[0].isdigit() else 2000
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def year_and_month(date: str) -> tuple[str, str]:
    """The year and the month that a BibTeX entry shows of an EDTF date; a non-date goes to the year whole.

    The month stands as BibTeX reads it: `jun`, or `jun # {--} # jul` for a range of months within a year. A range of
    years is a non-date to BibTeX.
    """
    if not is_edtf(date):
        return date, ""
    start, _, end = date.partition("/")
    if start in ("", ".."):
        start, end = end, ""
    year, month = _year_month(start)
    last_year, last_month = _year_month(end)
    if not month and start.isdigit() and end.isdigit():
        return f"{start}–{end}", ""
    if month and last_month and last_year == year and last_month != month:
        return year, f"{month} # {{--}} # {last_month}"
    return year, month


def _year_month(date: str) -> tuple[str, str]:
    parts = date.rstrip("?~%").split("-") if not date.startswith("-") else [date]
    return parts[0], MONTHS[int(parts[1]) - 1] if len(parts) > 1 and int(parts[1]) <= 12 else ""
