"""Citation lines in heads, feet and side boxes: journal, year, volume, issue and pages in publishers' own styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mscref.formats.pdf_text import squeeze

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_VOLUME = r"(?P<volume>\d{1,4}(?![\d.]))"
_ISSUE = r"\(\s*(?P<issue>(?:Suppl\.?\s*)?[\w\s.\-\u2013/]{1,14}?)\s*\)"
_FIRST = r"(?P<first>[A-Za-z]{0,5}\.?\d[\d.]*[A-Za-z]?\d*)"
_LAST = r"(?:\s?[-\u2010-\u2015\u2212\x02]+\s?(?P<last>[A-Za-z]{0,2}\d+))?"
_JOURNAL = r"(?P<journal>F1000Research|(?:e(?=[A-Z]))?[A-Z\u00c0-\u00de][^\d();:|]{1,90}?(?:\s\d[A-Z])?)"
_PAGES = rf"(?:pp?\.?\s*|Article\s*(?:ID|No\.?|number)?:?\s*|art\.?\s*)?{_FIRST}{_LAST}"
_MONTH = r"(?:\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?(?:[-/\u2013]\w+)?(?:\s+\d{1,2})?)?"


@dataclass(frozen=True, slots=True)
class CitationLine:
    """What one citation line told; absent parts are empty."""

    journal: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    first: str = ""
    last: str = ""
    confidence: float = 0.0
    text: str = ""
    doubtful: tuple[str, ...] = field(default=())


def _pattern(text: str, confidence: float) -> tuple[re.Pattern[str], float]:
    return re.compile(text), confidence


# Each pattern is one publisher's way of setting a citation, the most telling first.
_PATTERNS = (
    # Medicine 2018;97:3(e9575)     Medicine (2018) 97:3 (e9575)
    _pattern(
        rf"{_JOURNAL}[.,]?\s*\(?{_YEAR}\)?\s*;?\s*{_VOLUME}\s*:\s*(?P<issue>\d{{1,2}})\s*\(\s*(?P<first>e\d+)\s*\)",
        0.97,
    ),
    # Annals of Cats, 12:3, 123-130   Annals of Cats, 12 (3). pp. 123-130   Annals of Cats 12.3 (2014): 123-130
    _pattern(
        rf"{_JOURNAL},\s+{_VOLUME}\s*:\s*(?P<issue>\d{{1,3}}(?:-\d+)?),\s*(?:pp?\.\s*)?{_FIRST}{_LAST}(?:,\s*{_YEAR})?",
        0.95,
    ),
    _pattern(rf"{_JOURNAL},\s+{_VOLUME}\s*{_ISSUE}\.\s*pp?\.\s*{_FIRST}{_LAST}", 0.93),
    _pattern(rf"{_JOURNAL}\s+(?P<volume>\d{{1,4}})\.(?P<issue>\d{{1,3}})\s*\(\s*{_YEAR}\s*\)\s*:\s*{_PAGES}", 0.93),
    # J Clin Exp Dent. 2016;8(3):e230-5.   BMJ Open 2021;11:e042953   Cancer Manag Res 2021:13 1449-1458
    _pattern(rf"{_JOURNAL}[.,]?\s*{_YEAR}{_MONTH}\s*[;:]\s*{_VOLUME}\s*(?:{_ISSUE})?\s*[:,\s]\s*{_PAGES}", 0.97),
    _pattern(rf"^{_YEAR}{_MONTH}\s*;\s*{_VOLUME}\s*(?:{_ISSUE})?\s*[:,]\s*{_PAGES}", 0.9),
    # eCAM 2008;5(1)95-99
    _pattern(rf"{_JOURNAL}[.,]?\s*{_YEAR}{_MONTH}\s*;\s*{_VOLUME}\s*{_ISSUE}\s*{_PAGES}", 0.95),
    # Nat. Prod. Bioprospect. (2017) 7:299-305   BMC Cancer (2017) 17:351   Medicine (2018) 97:3(e9575)
    _pattern(rf"{_JOURNAL}[.,|]*\s*\(\s*{_YEAR}\s*\)\s*{_VOLUME}\s*(?:{_ISSUE})?\s*:\s*{_PAGES}", 0.95),
    # Br J Clin Pharmacol (2018) 84 2747-2760
    _pattern(
        rf"{_JOURNAL}[.,|]*\s*\(\s*{_YEAR}\s*\)\s*{_VOLUME}\s*(?:{_ISSUE})?[,\s]\s*(?P<first>\d+)\s?[-\u2010-\u2015]\s?(?P<last>\d+)",
        0.93,
    ),
    # Bioscience Reports (2019) 39 BSR20180943
    _pattern(rf"{_JOURNAL}[.,|]*\s*\(\s*{_YEAR}\s*\)\s*{_VOLUME}\s+(?P<first>[A-Z]{{1,5}}\d{{4,}})", 0.93),
    # Materials 2019, 12, 1761   Adv. Sci. 2020, 7, 1902866   The Open Dentistry Journal, 2016, 10, (Suppl-1) 214-226
    _pattern(rf"{_JOURNAL}[.,]?\s+{_YEAR},\s*{_VOLUME},?\s*(?:{_ISSUE})?\s*[,:\s]\s*{_PAGES}", 0.95),
    # Journal of Something 12 (2015) 123-130   Cell, 164 (2016) 365-377   J. X 12(3) (2015) 1-9
    _pattern(rf"{_JOURNAL},?\s+{_VOLUME}\s*(?:{_ISSUE})?\s*\(\s*{_YEAR}\s*\)\s*:?\s*{_PAGES}", 0.93),
    # Journal, Volume 12, Issue 3, March 2015, Pages 123-130   Journal, Vol. 12, No. 3, pp. 12-15, 2019
    _pattern(
        rf"{_JOURNAL}[,.]?\s+Vol(?:ume|\.)?\s*{_VOLUME},?\s*(?:\(?(?:Issue|No\.?|Number)\s*(?P<issue>[\w.\-\u2013]+)\)?,?\s*)?"
        rf"(?:\(?(?:\w+[.,]*[\s/-]+){{0,2}}{_YEAR}\)?,?\s*)?(?:[Pp]ages?|pp?\.?:?)\s*{_FIRST}{_LAST}",
        0.93,
    ),
    # Science Progress 2022, Vol. 105(3) 1-29
    _pattern(rf"{_JOURNAL},?\s+{_YEAR},?\s+Vol\.?\s*{_VOLUME}\s*(?:{_ISSUE})?,?\s*:?\s*{_FIRST}{_LAST}", 0.93),
    # Oncotarget, 2017, Vol. 8, (No. 12), pp: 1234-1245     J Intercult Ethnopharmacol - 2016 - Vol 5 - Issue 4
    _pattern(
        rf"{_JOURNAL}[\s,|.\u25cf\u2022-]+{_YEAR}[\s,;|\u25cf\u2022-]+Vol(?:ume|\.)?\s*{_VOLUME}[\s,;|\u25cf\u2022-]*"
        rf"(?:\(?\s*(?:Issue|No\.?|Number)\s*(?P<issue>[\w.\-\u2013]+)\s*\)?)?(?:[\s,;|]*(?:pp?\.?:?|[Pp]ages?)\s*{_FIRST}{_LAST})?",
        0.92,
    ),
    # Holm et al., 2014, Cell Reports 6, 123-130   Cell Reports 6, 123-130, January 16, 2014
    _pattern(rf"^{_YEAR},\s*{_JOURNAL}\s+{_VOLUME},\s*{_FIRST}{_LAST}", 0.95),
    _pattern(rf"{_JOURNAL}\s+{_VOLUME},\s*{_FIRST}{_LAST},\s*[A-Z][a-z]+\s+\d{{1,2}},\s*{_YEAR}", 0.95),
    # 6 MARCH 2014 | VOL 507 | NATURE | 123   NATURE | VOL 507 | 6 MARCH 2014
    _pattern(rf"{_YEAR}\s*\|\s*VOL(?:UME)?\s*{_VOLUME}\s*\|\s*{_JOURNAL}\s*\|\s*{_FIRST}$", 0.93),
    _pattern(rf"{_JOURNAL}\s*\|\s*VOL(?:UME)?\s*{_VOLUME}\s*\|\s*(?:\d{{1,2}}\s*)?[A-Z]+\s*{_YEAR}", 0.92),
    # Anticancer Research 34: 123-130 (2014)   J Clin Oncol 32:123-130, 2014
    _pattern(rf"{_JOURNAL}\s+{_VOLUME}\s*:\s*{_FIRST}{_LAST}\s*\(\s*{_YEAR}\s*\)", 0.93),
    _pattern(rf"{_JOURNAL}\s+{_VOLUME}\s*:\s*{_FIRST}{_LAST},\s*(?:[A-Z][a-z]+\s+)?{_YEAR}", 0.93),
    # PLoS ONE 9(12): e115884.   Bioinformatics, 35(12), 2019, 2009-2016
    _pattern(rf"{_JOURNAL}[.,]?\s+{_VOLUME}\s*{_ISSUE}\s*[:,]\s*(?:{_YEAR}\s*[,;:]\s*)?{_PAGES}", 0.9),
    # Front. Plant Sci. 8:1234.   Nature Communications 11:1234
    _pattern(rf"{_JOURNAL}[.,|]*\s+{_VOLUME}\s*:\s*{_PAGES}", 0.85),
    # Cardiology Research and Practice Volume 2016, Article ID 5637072     Analytical Chemistry Insights Volume 13: 1-9
    _pattern(rf"^{_JOURNAL},?\s+Volume\s+{_VOLUME}\s*[,:]\s*(?:Article\s+ID\s+)?{_FIRST}{_LAST}", 0.94),
    # Volume 2016, Article ID 5637072     Volume 8 | Article 1234     Volume 13: 1-9
    _pattern(
        rf"(?:(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+)?{_YEAR}\s*\|\s*)?"
        rf"Volume\s+{_VOLUME}\s*(?:[,|:]\s*(?:Number\s+(?P<issue>\d+)[,|]?\s*)?(?:Article(?:\s+ID)?\s+)?{_FIRST}{_LAST})",
        0.9,
    ),
    # Hist. Geo Space Sci., 11, 53-70, 2020
    _pattern(rf"{_JOURNAL},\s*{_VOLUME},\s*{_FIRST}{_LAST},\s*{_YEAR}", 0.93),
    # SCIENTIFIC REPORTS | 7: 1234 | DOI     PNAS 2016 113 (48) E7818
    _pattern(rf"{_JOURNAL}\s*\|\s*(?:\(?{_YEAR}\)?\s*)?{_VOLUME}\s*:\s*{_FIRST}{_LAST}", 0.92),
    _pattern(
        rf"{_JOURNAL}\s*[|,]\s*\w+\s+\d{{1,2}},\s+{_YEAR}\s*[|,]\s*vol\.\s*{_VOLUME}\s*[|,]\s*no\.\s*(?P<issue>\d+)",
        0.92,
    ),
    # J Orthop Sci Vol. 12 No. 3 (2015)   Vol 8 February 2021   Volume 5 Issue 4 April 2016
    _pattern(
        rf"Vol(?:ume|\.)?\s*{_VOLUME}\s*[,|\u25cf\u2022.:\-\u2013/]*\s*(?:\(?(?:Issue|No\.?|Number|Iss\.?)\s*:?\s*(?P<issue>[\w\-\u2013]+)\)?)?"
        rf"[,|\s]*(?:\(?(?:[A-Z][a-z]+\.?[-\u2013/\s]*){{0,3}}{_YEAR}\)?)?",
        0.7,
    ),
)
_COULD_BE = re.compile(r"(?:19|20)\d\d|\d\s*[(:]|\bvol", re.IGNORECASE)
_ONE_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_MONTHS = rf"{_ONE_MONTH}(?:[-/\u2013 ]+{_ONE_MONTH})?"
_LEADING_AUTHORS = re.compile(r"^[A-Z][\w'\u2019-]+(?: (?:and|&) [A-Z][\w'\u2019-]+|,? et al)[.,]*\s+(?=[A-Z])")
_AUTHORS_BEFORE = re.compile(r"^.{0,80}?\bet al\b[.,:;]*\s*")
_NOT_JOURNAL = re.compile(
    r"\b(?:received|accepted|published|copyright|doi|http|www|license|table|figure|grant|isbn|version|patients|"
    r"randomi[sz]\w+|were|was|will|is|are|we|that|than|volume)\b|^(?:"
    rf"{_MONTHS}|Vol|Page|No|Fig|Tab|"
    r"Supplement\w*|Open Access|Article|ID)\.?$",
    re.IGNORECASE,
)


def read_citation_lines(text: str) -> Iterator[CitationLine]:
    """Every citation that `text`, one printed line or box, holds, by the first pattern that fits."""
    text = squeeze(text.replace("\x02", "-"))
    text = _AUTHORS_BEFORE.sub("", text)
    if not _COULD_BE.search(text):
        return
    for pattern, confidence in _PATTERNS:
        for match in pattern.finditer(text):
            found = _from_match(match, confidence, text)
            if found:
                yield found
                return


def _from_match(match: re.Match[str], confidence: float, text: str) -> CitationLine | None:
    parts = {name: value or "" for name, value in match.groupdict().items()}
    journal = clean_journal(parts.get("journal", ""))
    if parts.get("journal") and (not journal or _NOT_JOURNAL.search(journal) or len(journal.split(" ")) > 14):
        return None
    year, volume = parts.get("year", ""), parts.get("volume", "")
    first = parts.get("first", "").rstrip(".")
    if not volume or (not year and not first and not parts.get("issue")):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", volume) and not year and "Article" not in match.group():
        return None
    if year and not 1850 < int(year) < 2100:
        return None
    return CitationLine(
        journal, year, volume, parts.get("issue", "").strip(), first, parts.get("last", ""), confidence, text
    )


def clean_journal(text: str) -> str:
    """A journal's name without what stands before it in a citation: authors, a title's end, "In:"."""
    text = squeeze(text).strip(" .,;:|-\u2013\u2022\u25cf")
    text = re.sub(r"^(?:In|Published in|Source|Citation|To cite|Cite this article as?|How to cite)\s*:?\s+", "", text)
    text = re.sub(r"^.*[.,?!]?[\"\u201d]\s+(?=[A-Z])", "", text)
    if ", " in text or "et al" in text:
        text = _LEADING_AUTHORS.sub("", text)
    if ". " in text:
        text = _last_name(text)
    if ", " in text:
        text = text.rpartition(", ")[2] if len(text) > 60 or re.search(r"\b[A-Z]{1,3},", text) else text
    text = re.sub(rf"[\s,]+{_MONTHS}$", "", text)
    return text.strip(" .,;:|-\u2013")


def _last_name(text: str) -> str:
    """What follows the last full stop that ends a sentence and not an abbreviation ("in rats. J Clin Exp. Dent")."""
    parts = text.split(". ")
    kept = parts.pop()
    while parts:
        words = parts.pop().split(" ")
        count = 0
        while count < len(words) and re.fullmatch(r"[A-Z][a-z]{0,5}|[A-Z]{1,4}", words[-1 - count]):
            count += 1
        if not count:
            break
        if " " in kept and len(words[-1]) > 4:
            break
        kept = f"{' '.join(words[-count:])}. {kept}"
        if count < len(words):
            break
    return kept


def full_last_page(first: str, last: str) -> str:
    """The last page in full: 230-5 -> 235, e110-21 -> e121."""
    if not last:
        return ""
    found = re.fullmatch(r"([A-Za-z]*)(\d+)", first)
    digits = re.sub(r"\D", "", last)
    if not found or len(digits) >= len(found[2]):
        return last if not found or not found[1] or last[0].isalpha() else found[1] + last
    return f"{found[1]}{found[2][: -len(digits)]}{digits}"
