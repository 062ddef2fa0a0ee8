"""Where in a printed reference date, volume, issue and pages stand, in the patterns that journals use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mscref.formats.reference_strings.dates import DATE, MONTH, edtf
from mscref.formats.reference_strings.lettering import DASH, YEAR, plain_dashes

_VOLUME = (
    rf"(?P<volume>(?:Suppl(?:ement)?\.? ?\d*|(?:[A-Z]{{1,3}}[{DASH}]?)?\d{{1,5}}[A-Z]?(?:[{DASH}/]\d{{1,4}})?|"
    rf"[IVXLC]{{2,7}})"
    r"(?:[ ,]+(?:Suppl(?:ement)?|Pt|Part|Spec No)\b\.? ?[A-Z]?\d*(?: Pt\.? ?\d+)?)?)"
)
_ISSUE = (
    r"(?:(?:,? ?\((?P<issue>[^()]{1,40}(?:\([^()]*\))?)\))|"
    rf",? [Nn]os?\.? ?(?P<issue2>[A-Z]?\d[\w{DASH}/]*(?:,? [Ss]uppl(?:ement)?\.?(?: \d+)?| Pt\.? \d+)?)|"
    rf",? [Ii]ss(?:ue)?\.? ?(?P<issue3>\d[\w{DASH}/]*)|, (?P<issue4>[Ss]uppl(?:ement)?\.?(?: [\dS]\w*)?))?"
)
_ONE_PAGE = (
    r"(?:[A-Za-z]{1,4}[.:]?)?\d[\d.]*(?:[.:]?[A-Za-z]{1,3}\d*)?|[ivxlc]{1,7}|[a-z]{2,4}\.\d[\d.]*\d|"
    r"[A-Z]{1,3}\d{1,4}[A-Z]{0,3}\d*"
)
_RANGE = rf"(?:{_ONE_PAGE})(?: ?[{DASH}] ?(?:{_ONE_PAGE})){{0,2}}"
_PAGE_LABEL = (
    r"(?:(?:pp?\.|pp|p|pages?|S\.) ?|(?:[Aa]rticle(?: [Nn]umber| ID| [Nn]o\.?)?|[Aa]rt\.?(?: [Nn]o\.?| ID)?|"
    r"ID|[Pp]aper(?: [Nn]o\.?)?)[:. ]+|e-?pub ?)?"
)
_PAGE = (
    rf"{_PAGE_LABEL}(?P<page>{_RANGE}(?:, {_RANGE})*(?:; ?(?:discussion|quiz|author reply|"
    rf"passim)(?: {_RANGE}(?:, {_RANGE})*)?)*)"
)
_END = r"(?=\s*(?:$|[.,;)\]]|\s+[A-Z(\[]))"
_VOLUME_LABEL = r"(?:[Vv]ol(?:ume)?\.? ?)?"


@dataclass(frozen=True, slots=True)
class Locator:
    """Date, volume, issue and page found at text[start:end]; `weight` says how telling the pattern is."""

    start: int
    end: int
    weight: float
    issued: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    weight: float
    needs_year_before: bool = False
    forbids_year_before: bool = False


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.{DASH}/]){pattern}")


_MONTH_AFTER = rf"(?P<tail>(?:(?:\d{{1,2}} )?{MONTH}(?:[-–/]{MONTH})?(?: \d{{1,2}})?,? )?{YEAR})"
_PATTERNS = (
    # 2002 Dec 13;91(12):1092-102   2012;2012(2):1-14   2017; 11:80   2014;(3):CD001
    _Pattern(_compiled(rf"{DATE}\)? ?; ?{_VOLUME}?{_ISSUE} ?[:,] ?{_PAGE}{_END}"), 12),
    _Pattern(_compiled(rf"{DATE}\)? ?; ?{_VOLUME}{_ISSUE}(?: ?[;:,])?{_END}"), 9),
    # 2018, 174, 67-78   2020, 7 (3), 190   2014, 5: 123
    _Pattern(
        _compiled(rf"\(?{DATE}\)?,? ?{_VOLUME_LABEL}{_VOLUME}{_ISSUE} ?[,:;] ?{_PAGE}{_END}"),
        9.5,
        forbids_year_before=True,
    ),
    _Pattern(_compiled(rf"{DATE}, ?{_VOLUME}{_ISSUE}{_END}"), 7, forbids_year_before=True),
    # 174, 67-78 (2018)   77, 3865 (1996)   12(3):45-67, 2010
    _Pattern(_compiled(rf"{_VOLUME_LABEL}{_VOLUME}{_ISSUE} ?[,:;] ?{_PAGE}[,.]? ?\({_MONTH_AFTER}\)"), 11),
    _Pattern(_compiled(rf"{_VOLUME_LABEL}{_VOLUME}{_ISSUE} ?[,:;] ?{_PAGE}[,.;] ?{_MONTH_AFTER}{_END}"), 10),
    # 272 (1997) 3628-3634   272 (1997), pp. 3628-3634
    _Pattern(_compiled(rf"{_VOLUME_LABEL}{_VOLUME}{_ISSUE} ?\((?P<tail>{YEAR})\)[,:;]? ?{_PAGE}{_END}"), 11.5),
    # 22.6 (2018): 824-833
    _Pattern(
        _compiled(rf"(?P<volume>\d{{1,4}})\.(?P<issue>\d{{1,3}}(?:-\d+)?) \((?P<tail>{YEAR})\): ?{_PAGE}{_END}"), 11.5
    ),
    # vol. 12, no. 3, 2010, pp. 45-67
    _Pattern(_compiled(rf"{_VOLUME_LABEL}{_VOLUME}{_ISSUE}, ?\(?{_MONTH_AFTER}\)?[,:] ?{_PAGE}{_END}"), 11.5),
    # with the year after the authors: 16: 131-142   85, no. 6: 1132-1149   vol. 12, no. 3, pp. 45-67
    _Pattern(_compiled(rf"{_VOLUME_LABEL}{_VOLUME}{_ISSUE} ?[,:;.] ?{_PAGE}{_END}"), 8, needs_year_before=True),
    _Pattern(_compiled(rf"[Vv]ol(?:ume)?\.? ?{_VOLUME}{_ISSUE}(?:[,:;.] ?| (?=pp?\.)){_PAGE}{_END}"), 9),
    _Pattern(
        _compiled(rf"{_VOLUME_LABEL}{_VOLUME} \((?P<issue>[^()]{{1,40}})\)(?P<issue2>)(?P<issue3>){_END}"),
        6,
        needs_year_before=True,
    ),
    _Pattern(
        _compiled(rf"{_VOLUME}\((?P<issue>[^()]{{1,40}})\)(?P<issue2>)(?P<issue3>){_END}"), 6.5, needs_year_before=True
    ),
    _Pattern(_compiled(rf"{_VOLUME_LABEL}(?P<volume>\d{{1,4}})\.?$"), 3, needs_year_before=True),
    # 2007:23-8
    _Pattern(_compiled(rf"{DATE} ?[:;] ?{_PAGE}{_END}"), 8, forbids_year_before=True),
    # pp. 45-67 alone, and a date alone
    _Pattern(_compiled(rf"\(?(?:pp?\.|pages) ?(?P<page>{_RANGE})\)?(?:[,;] ?{_MONTH_AFTER})?{_END}"), 5),
    _Pattern(_compiled(rf"\(?{DATE}\)?[a-z]?[.,;]?\s*$"), 4, forbids_year_before=True),
    _Pattern(_compiled(rf"\((?:\d{{1,2}} )?(?P<tail>(?:{MONTH} )?{YEAR})\)\.?"), 3, forbids_year_before=True),
    _Pattern(_compiled(rf"{DATE}\.(?= |$)"), 2.5, forbids_year_before=True),
)


def find_locators(text: str, has_year: bool) -> Iterator[Locator]:
    """Every place that could hold volume and pages; `has_year` when a year already stood after the authors."""
    for pattern in _PATTERNS:
        if (pattern.needs_year_before and not has_year) or (pattern.forbids_year_before and has_year):
            continue
        for match in pattern.regex.finditer(text):
            locator = _locator(match, pattern.weight)
            if locator:
                yield locator


def _locator(match: re.Match[str], weight: float) -> Locator | None:
    parts = {name: value or "" for name, value in match.groupdict().items()}
    issued = (
        edtf(parts["tail"])
        if parts.get("tail")
        else edtf(match.group()[match.group().find(parts["year"]) :])
        if parts.get("year")
        else ""
    )
    issue = parts.get("issue") or parts.get("issue2") or parts.get("issue3") or parts.get("issue4") or ""
    if not issued and re.fullmatch(YEAR, issue):
        issued, issue = issue, ""
    volume = parts.get("volume", "").strip(" ,")
    if parts.get("tail") and re.fullmatch(YEAR, volume) and not issued.startswith(volume):
        weight -= 4.0  # "2012, 57, 1996" is year, volume, page
    return Locator(
        match.start(),
        match.end(),
        weight,
        issued,
        plain_dashes(volume),
        plain_dashes(issue.strip()) if issue else "",
        plain_pages(parts.get("page", "")),
    )


def plain_pages(printed: str) -> str:
    """Pages with plain unspaced hyphens and no full stop at their end."""
    return plain_dashes(printed).strip(" .,;")
