"""Title, journal and locator out of what follows the authors: every reading is scored, the best one wins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mscref.formats.reference_strings.journals import is_journal_word, journal_score
from mscref.formats.reference_strings.lettering import CLOSE_QUOTE, OPEN_QUOTE
from mscref.formats.reference_strings.locators import Locator, find_locators

_QUOTED = re.compile(
    rf"^[{OPEN_QUOTE}‘](?P<title>.{{8,400}}?)[.,]?[{CLOSE_QUOTE}’](?P<after>[.,;]?)\s*(?=[A-Z(\[]|in |e[A-Z]|npj)"
)
_BOUNDARY = re.compile(r"(?P<mark>[.?!][\"”’')\]]?|\]\.?|[\"”]\.?|,|;)\s+(?=[\"“(\[]?[\w])")
_ABBREVIATION_END = re.compile(
    r"(?:\b(?:sp|spp|var|cf|vs|e\.g|i\.e|approx|resp|ca|et|al|no|Dr|St|Mr|Mrs|U\.S|subsp|cv|Fig|ver|[A-Z])|\b[a-z])\.$"
)
_IN_BOOK = re.compile(r"[.?!]\s+In:?\s+(?=[A-Z])")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Source:
    """One reading: the title, the journal, where they are located, and the remarks after that."""

    title: str
    journal: str
    locator: Locator
    tail: str
    score: float


def find_source(text: str, *, has_year: bool, is_comma_style: bool) -> Source | None:
    """The best reading of "title, journal, locator" in `text`, or None."""
    found = [
        source
        for locator in find_locators(text, has_year)
        if (source := _best_split(text, locator, is_comma_style=is_comma_style))
    ]
    return max(found, key=lambda source: source.score, default=None)


def _best_split(text: str, locator: Locator, *, is_comma_style: bool) -> Source | None:
    before = text[: locator.start].rstrip(" ,;:(")
    tail = text[locator.end :].strip(" .,;)")
    weight = locator.weight - _tail_cost(tail)
    splits = list(_splits(before, is_comma_style=is_comma_style))
    if not splits:
        return None
    title, journal, score = max(splits, key=lambda split: split[2])
    return Source(title, journal, locator, tail, score + weight)


def _tail_cost(tail: str) -> float:
    """Words after the locator are suspect, less so when they are remarks in brackets or a short note."""
    if not tail or re.match(
        r"^(?:\(in [A-Z]|\[|Review|Erratum|Discussion|Japanese|Chinese|German|French|Russian)", tail
    ):
        return 0.0
    return min(8.0, 0.06 * len(tail) + 1.0)


def _splits(text: str, *, is_comma_style: bool) -> Iterator[tuple[str, str, float]]:
    quoted = _QUOTED.match(text)
    if quoted:
        journal = text[quoted.end() :]
        yield quoted.group("title"), clean_journal(journal), 6.0 + journal_score(clean_journal(journal))
    has_sentence = False
    for match in reversed(list(_BOUNDARY.finditer(text))):
        mark = match.group("mark")
        is_comma = mark in ",;"
        title, journal = text[: match.start() + len(mark)], text[match.end() :]
        if is_comma and has_sentence and not is_comma_style:
            continue
        if not is_comma and _ABBREVIATION_END.search(title) and not is_comma_style and not title.endswith("al."):
            penalty = 2.5
        else:
            penalty = 0.0
        score = journal_score(clean_journal(journal)) - penalty
        score += _title_score(title.rstrip(" ,;"))
        if _cuts_a_journal(title):
            score -= 5.0
        if is_comma:
            score -= 0.5 if is_comma_style else 3.5
        else:
            score += 1.0 if not is_comma_style else 0.0
            has_sentence = has_sentence or journal_score(clean_journal(journal)) > 1.0
        score -= 1.2 * len(re.findall(r"(?<=[a-z]{4})[.?!] ", journal))
        yield clean_title(title), clean_journal(journal), score
    whole = clean_journal(text)
    if journal_score(whole) > 1.5 and len(whole.split()) <= 8:
        yield "", whole, journal_score(whole) - 2.5
    elif not _BOUNDARY.search(text):
        yield clean_title(text), "", -6.0


def _cuts_a_journal(title: str) -> bool:
    """True when the boundary stands inside a dotted journal name ("..., Int. | J. Cardiol.")."""
    if not title.endswith("."):
        return False
    run: list[str] = []
    for word in reversed(title.split()):
        if run and (word.endswith((",", "?", "!")) or (word.endswith(".") and not word[:1].isupper())):
            break
        bare = word.strip("().,:")
        if not bare[:1].isupper() or re.fullmatch(r"[IVX]{1,4}", bare):
            return False
        run.append(bare)
    strange = [word for word in run if len(word) > 1 and not is_journal_word(word)]
    is_short = len(run) <= 4 and run[-1] not in ("A", "An", "The")
    return is_short and (not strange or (len(strange) == 1 and len(strange[0]) <= 8))


def _title_score(title: str) -> float:
    """How much the text before a journal's name reads like a whole title."""
    letters = len(_LETTERS.findall(title))
    score = 1.0 if letters > 20 else -2.0 if letters > 6 else -5.0
    sentences = [part for part in re.split(r"[.?!]\s+", title) if part]
    last = sentences[-1].rstrip(".") if sentences else ""
    words = last.split()
    if len(sentences) > 1 and words and len(words) <= 5 and all(is_journal_word(word) for word in words):
        score -= 1.6 * len(words) + 0.5
    if title.count("(") != title.count(")"):
        score -= 2.0
    if title.count("[") != title.count("]"):
        score -= 2.0
    return score


def clean_title(text: str) -> str:
    """A title without the full stop or comma after it and without quotes around it; "?" and "!" stay."""
    title = text.strip().rstrip(",;").strip()
    while title.endswith(".") and not title.endswith("..."):
        title = title[:-1].rstrip()
    quoted = re.fullmatch(rf"[{OPEN_QUOTE}‘](?P<inside>[^{OPEN_QUOTE}]*?)[.,]?[{CLOSE_QUOTE}’]", title)
    return quoted.group("inside").strip() if quoted else title.lstrip(".:,; ")


def clean_journal(text: str) -> str:
    """A journal's name without what separates it; the last full stop stays in a dotted abbreviation only."""
    name = re.sub(r"^(?:In|in):? (?=[A-Z])", "", text.strip(' ,;:“”"'))
    name = name.strip(" ,;:")
    if name.endswith(".") and not re.search(r"\.(?=.)", name):
        name = name[:-1]
    return name
