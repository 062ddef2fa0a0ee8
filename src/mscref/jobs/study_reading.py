"""What a title, an abstract or a PDF's pages say of a study: dose, sample size, follow-up, product, main outcome.

Each reader gives a value in one spelling with the sentence that says so, or None. What is read is an offer: the user's
own word stands before it.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mscref.jobs import doses
from mscref.jobs.number_words import NUMBER_WORD, number_of
from mscref.jobs.proposing_words import sentences
from mscref.settings import resource


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a reference: `source` is title, abstract or pdf; `page` counts from 1 in a PDF."""

    source: str
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A value with the sentence that says so and where that stands."""

    value: str
    quote: str
    source: str
    page: int = 0


_REFERENCES = re.compile(r"^\s*(?:references|bibliography|literature cited)\s*$", re.IGNORECASE | re.MULTILINE)
_LINE_BREAK = re.compile(r"(?<=[a-z])[-\u00ad\u2010\ufffe]\s*\r?\n\s*(?=[a-z])")
_SPACES = re.compile(r"\s+")


def page_texts(pages: Iterable[tuple[int, str]]) -> Iterator[Text]:
    """The pages of a PDF up to its reference list, words that a line break parted joined again."""
    for page, text in pages:
        end = _REFERENCES.search(text)
        yield Text("pdf", _SPACES.sub(" ", _LINE_BREAK.sub("", text[: end.start()] if end else text)), page)
        if end:
            return


def _sentences(texts: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    for text in texts:
        for start, end in sentences(text.text):
            yield text.text[start:end].strip(), text


Reader = Callable[[Sequence[Text]], Said | None]


# --- doses ------------------------------------------------------------------------------------------------------

_GIVEN = re.compile(
    r"inject|infus|administ|transplant|receiv|dos(?:e|ing|age)|deliver|implant|treat|graft|given|intra\w|transfus|bolus",
    re.IGNORECASE,
)
_CULTURED = re.compile(r"\bseed(?:ed|ing)|\bplated|\bcultured|\bper well|/well|co-?cultur|passag|stained|incubated")
_MOST_DOSES = 4


def dose(texts: Sequence[Text]) -> Said | None:
    """The doses that were given, as the first text tells that tells of any; densities of cultures are none."""
    for text in texts:
        found: dict[str, str] = {}
        for sentence, _ in _sentences([text]):
            if not _GIVEN.search(sentence):
                continue
            for each in doses.find(sentence):
                if each.per == "cm²" or (_CULTURED.search(sentence) and not each.per):
                    continue
                found.setdefault(each.text, sentence)
        best = _without_concentrations(found)
        if best:
            return Said("; ".join(best[:_MOST_DOSES]), found[best[0]], text.source, text.page)
    return None


def _without_concentrations(found: Iterable[str]) -> list[str]:
    all_ = list(found)
    return [each for each in all_ if "/mL" not in each] or all_


# --- samples ----------------------------------------------------------------------------------------------------

_N = (
    rf"(?<![\d.,/=-])(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}|\b{NUMBER_WORD}\b)"
    r"(?!\s?(?:%|[-–]\s?\d|years?|months?|weeks?|days?|hours?|mg|ml|mL|of\b|to\b|out\b|\.\d|,\d))"
)
_ADJECTIVES = r"(?:[A-Za-z'’/+()-]+\s){0,6}?"
_PEOPLE = (
    r"(?:patients|participants|subjects|individuals|children|adults|volunteers|boys|girls|men|women|infants|neonates|"
    r"adolescents|recipients|ambulatory|people)\b"
)
_ANIMALS = r"(?:mice|rats|rabbits|dogs|cats|horses|pigs|minipigs|sheep|monkeys|macaques|animals)\b"
_DONE = (
    r"(?:were|was|have been|had been)\s(?:\w+ly\s)?(?:randomi[sz]ed|randomly|enrol+ed|included|recruited|treated|"
    r"assigned|allocated|transplanted|evaluated|screened and|dosed|infused|injected)"
)
_DOING = (
    r"(?:randomi[sz]ed|randomly assigned|enrol+ed|included|recruited|treated|evaluated|assigned|studied|involving|"
    r"involved|comprised|comprising|analy[sz]ed)\s(?:a total of\s)?"
)


def _counts(whom: str) -> list[re.Pattern[str]]:
    """What counts a sample, from the surest wording to the least sure."""
    group = rf"{_N}\s{_ADJECTIVES}{whom}"
    return [
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\btotal of\s{group}",
            rf"{group}[^.;]{{0,60}}?\s{_DONE}",
            rf"{_DOING}{group}",
            rf"\b(?:in|on|for|of|with)\s{group}",
            group,
        )
    ]


_PEOPLE_COUNTS = _counts(_PEOPLE)
_ANIMAL_COUNTS = _counts(_ANIMALS)
_PER_GROUP = re.compile(
    r"\b[nN]\s?=\s?(?P<n>\d{1,4})(?:\s?[-–]\s?\d{1,4})?\s?(?:/|per|each|in each|animals? per|mice per|rats per)\s?"
    r"(?:group|treatment)?",
)
_N_EQUALS = re.compile(r"\b[nN]\s?=\s?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})\b")
_STUDIES = re.compile(
    rf"{_N}\s(?:[A-Za-z-]+\s){{0,4}}?(?P<what>studies|trials|RCTs|articles|publications)\b", re.IGNORECASE
)


def people(texts: Sequence[Text]) -> Said | None:
    """How many persons were studied: "n = 48"."""
    return _counted(texts, _PEOPLE_COUNTS) or _only_n(texts)


def animals(texts: Sequence[Text]) -> Said | None:
    """How many animals were studied, in all or in each group."""
    for sentence, text in _sentences(texts):
        match = _PER_GROUP.search(sentence)
        if match:
            return Said(f"n = {match['n']} per group", sentence, text.source, text.page)
    return _counted(texts, _ANIMAL_COUNTS)


def studies(texts: Sequence[Text]) -> Said | None:
    """How many studies a review includes: "12 studies"."""
    for sentence, text in _sentences(texts):
        match = _STUDIES.search(sentence)
        if match and number_of(match["n"]) > 1:
            return Said(f"{number_of(match['n']):,.0f} {match['what'].lower()}", sentence, text.source, text.page)
    return None


def _counted(texts: Sequence[Text], patterns: Sequence[re.Pattern[str]]) -> Said | None:
    for text in texts:
        parts = [sentence for sentence, _ in _sentences([text])]
        for pattern in patterns:
            for sentence in parts:
                match = pattern.search(sentence)
                if match and number_of(match["n"]) > 0:
                    return Said(f"n = {number_of(match['n']):,.0f}", sentence, text.source, text.page)
    return None


def _only_n(texts: Sequence[Text]) -> Said | None:
    """The one "n = 48" of a text; of several, none is the whole."""
    for text in texts:
        found = [(match["n"], sentence) for sentence, _ in _sentences([text]) for match in _N_EQUALS.finditer(sentence)]
        if len(found) == 1:
            return Said(f"n = {found[0][0]}", found[0][1], text.source, text.page)
        if found:
            return None
    return None


# --- follow-up --------------------------------------------------------------------------------------------------

_UNITS = r"(?P<unit>days?|weeks?|months?|years?|hours?|d|wk|mo|yr)"
_TIME = (
    rf"(?P<t>\d{{1,3}}(?:\.\d+)?|\b{NUMBER_WORD}\b)"
    rf"(?:\s?(?:-|–|to|or)\s?(?P<t2>\d{{1,3}}(?:\.\d+)?))?[\s-]?{_UNITS}\b"
)
_FOLLOW_UP = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_TIME}(?:[\s-]of)?[\s-](?:\w+[\s-])?follow[\s-]?up",
        r"follow(?:ed)?[\s-]?up\b[^.;]{0,25}?\b(?:of|for|was|is|at|to|until|lasted|over|median|mean|range|reached)"
        rf"\s(?:[a-z]+\s){{0,3}}{_TIME}",
        rf"followed(?:[\s-]up)?\s(?:[a-z]+\s){{0,5}}{_TIME}",
        rf"(?:monitored|observed|assessed|evaluated|surveillance)\s(?:[a-z]+\s){{0,4}}?(?:for|during|over|up to|until)"
        rf"\s(?:[a-z]+\s){{0,3}}{_TIME}",
        rf"\b(?:up to|until|through)\s{_TIME}\s(?:after|post|following)",
        rf"\b(?:at|over|for)\s(?:the\s)?{_TIME}(?:\s(?:after|post|following|period)|,|\.|\s\()",
    )
]
_LONG_UNITS = {"d": "days", "wk": "weeks", "mo": "months", "yr": "years"}


def follow_up(texts: Sequence[Text]) -> Said | None:
    """How long those who were treated were followed: "12 months"."""
    for text in texts:
        parts = [sentence for sentence, _ in _sentences([text])]
        for pattern in _FOLLOW_UP:
            for sentence in parts:
                match = pattern.search(sentence)
                if match:
                    return Said(_time(match), sentence, text.source, text.page)
    return None


def _time(match: re.Match[str]) -> str:
    first = f"{number_of(match['t']):g}"
    unit = match["unit"].lower()
    unit = _LONG_UNITS.get(unit, f"{unit.rstrip('s')}s")
    until = f"–{match['t2']}" if match["t2"] else ""
    return f"{first}{until} {unit[:-1] if first == '1' and not until else unit}"


# --- products and outcomes --------------------------------------------------------------------------------------


@functools.cache
def _products() -> list[tuple[str, re.Pattern[str]]]:
    rows = tomllib.loads(resource("products.toml").read_text("utf-8"))["product"]
    return [
        (
            row["name"],
            re.compile(
                rf"(?<![\w-])(?:{'|'.join(re.escape(name) for name in (row['name'], *row.get('aka', ())))})(?![\w-])",
                re.IGNORECASE,
            ),
        )
        for row in rows
    ]


def product(texts: Sequence[Text]) -> Said | None:
    """The cell product by its name, where a title or an abstract names one."""
    for sentence, text in _sentences(text for text in texts if text.source != "pdf"):
        names = [name for name, pattern in _products() if pattern.search(sentence)]
        if names:
            return Said("; ".join(names), sentence, text.source, text.page)
    return None


_PRIMARY = re.compile(
    r"(?:primary|main)\s(?:\w+\s)?(?:end-?\s?points?|outcomes?|outcome measures?|objectives?)\s"
    r"(?:\([^)]*\)\s)?(?:was|were|included|is|are|:)\s(?P<what>[^.;]{3,140})",
    re.IGNORECASE,
)


def outcome(texts: Sequence[Text]) -> Said | None:
    """The primary outcome in the paper's own words."""
    for sentence, text in _sentences(texts):
        match = _PRIMARY.search(sentence)
        if match:
            return Said(match["what"].strip(" ,"), sentence, text.source, text.page)
    return None
