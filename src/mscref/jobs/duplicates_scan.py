"""A whole library looked through for papers that stand there twice, and for reports of one study that do not.

Two records are one paper when they share an identifier or a file, or when their titles (nearly) agree and so do first
author or place of print. They are never one when an identifier differs: then a preprint, an erratum or an abstract of
the same study is offered as its family.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from mscref.jobs.duplicates import Twins
from mscref.model.look_alikes import LookAlike

_NEAR = 92  # how alike titles of one author must be, of 100
_NEARER = 96  # and those of papers whose first author is not the same
_KIN = 75  # and those of papers of one author, volume and page, where one is part of the other
_SAYING = 25  # letters that a title needs to tell papers apart by itself
_HEAD = 30  # letters by which titles of different authors meet
_MOST_IN_BLOCK = 400
_MOST_YEARS = 2  # between the reports of one study
_PREPRINT_DOI = re.compile(r"10\.(?:1101|21203|20944|26434|31219|48550|2139|22541|36227)/")
_NOTICE = re.compile(
    r"^(?:(?:author |publisher )?(?:erratum|corrigendum|correction)|retraction)\b(?: (?:to|for|note))*"
)
_ABSTRACT_PAGE = re.compile(r"^[SPOA]\d", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:part|volume|vol|chapter|supplement|phase|stage|type|study|report|paper|experiment|cohort|section)s?\s"
    r"(\d+\w?|[ivx]+[ab]?)\b|\b(\d+|[ivx]+)$"
)
_COUNT = re.compile(r"\b(?:\d{1,3}|[ivx]{1,4})\b")
_REPLY = re.compile(r"^(?:reply|response|comments?|letter|editorial|commentary|re)\b")

_Pair = tuple[int, int]


def scan(rows: Sequence[LookAlike], known_apart: Collection[_Pair] = ()) -> list[Twins]:
    """The pairs that look like one paper, surest first, then those that look like one study (`role` says how)."""
    found: dict[_Pair, Twins] = {}
    for twins in (*_identified(rows), *_alike(rows)):
        pair = (min(twins.one, twins.other), max(twins.one, twins.other))
        kept = found.get(pair)
        if pair not in known_apart and (kept is None or kept.score < twins.score):
            found[pair] = twins
    return sorted(found.values(), key=lambda twins: (bool(twins.role), -twins.score, twins.one, twins.other))


def _identified(rows: Sequence[LookAlike]) -> Iterator[Twins]:
    """Pairs that share an identifier or a file."""
    marks: tuple[tuple[str, Callable[[LookAlike], Iterable[str]]], ...] = (
        ("same DOI", lambda row: (row.doi,)),
        ("same PubMed number", lambda row: (row.pmid,)),
        ("same PubMed Central number", lambda row: (row.pmcid,)),
        ("same file", lambda row: row.files),
    )
    for reason, of in marks:
        blocks: dict[str, list[LookAlike]] = {}
        for row in rows:
            for mark in of(row):
                if mark:
                    blocks.setdefault(mark, []).append(row)
        for block in blocks.values():
            for one, other in combinations(block[:_MOST_IN_BLOCK], 2):
                if reason != "same DOI" or not _is_notice_of(one, other):
                    yield Twins(one.id, other.id, 100, reason)
                else:
                    yield _family(one, other, "erratum")


def _is_notice_of(one: LookAlike, other: LookAlike) -> bool:
    """True when just one of two is an erratum or a correction, which some files give the DOI of its paper."""
    return bool(_NOTICE.match(one.title)) != bool(_NOTICE.match(other.title))


def _alike(rows: Sequence[LookAlike]) -> Iterator[Twins]:
    """Pairs whose titles agree or nearly do, within blocks that an author, a title's head or a place makes."""
    titled = [row for row in rows if row.title]
    seen: set[_Pair] = set()
    for key, has_author in ((_by_author, True), (_by_head, False), (_by_place, False)):
        blocks: dict[Hashable, list[LookAlike]] = {}
        for row in titled:
            mark = key(row)
            if mark:
                blocks.setdefault(mark, []).append(row)
        for block in blocks.values():
            if len(block) > 1:
                yield from _in_block(block, seen, has_author)
    yield from _in_one_place(titled, seen)


def _in_one_place(rows: Sequence[LookAlike], seen: set[_Pair]) -> Iterator[Twins]:
    """Pairs of one author, volume and first page, whose titles have lost a formula or their second half."""
    from rapidfuzz import fuzz

    blocks: dict[Hashable, list[LookAlike]] = {}
    for row in rows:
        page = row.first_page.lstrip("0")
        if row.author and row.volume and page and row.year:
            blocks.setdefault((row.author, row.year, row.volume, page), []).append(row)
    for block in blocks.values():
        for one, other in combinations(block[:_MOST_IN_BLOCK], 2):
            is_new = (one.id, other.id) not in seen and not _differ(one, other) and not _is_notice_of(one, other)
            titles = _bare(one.title), _bare(other.title)
            if is_new and fuzz.partial_ratio(*titles) >= _KIN and not _are_parts(*titles):
                score = min(round(fuzz.ratio(*titles)), 99)
                yield Twins(one.id, other.id, score, "same first author, year, volume and page")


def _by_author(row: LookAlike) -> Hashable:
    return row.author


def _by_head(row: LookAlike) -> Hashable:
    letters = _bare(row.title).replace(" ", "")
    return letters[:_HEAD] if len(letters) >= _SAYING else ""


def _by_place(row: LookAlike) -> Hashable:
    return (row.volume, row.first_page, row.year) if row.volume and row.first_page and row.year else ""


def _bare(title: str) -> str:
    """A title without what makes it an erratum's."""
    return _NOTICE.sub("", title).strip() if _NOTICE.match(title) else title


def _in_block(block: list[LookAlike], seen: set[_Pair], has_author: bool) -> Iterator[Twins]:
    """The pairs of a block: titles are compared with those that are about as long, by one call for each."""
    from rapidfuzz import fuzz, process

    least = _NEAR if has_author else _NEARER
    bare = sorted(((_bare(row.title), row) for row in block), key=lambda pair: (len(pair[0]), pair[1].id))
    titles, rows = [title for title, _ in bare], [row for _, row in bare]
    lengths = [len(title) for title in titles]
    for place, one in enumerate(rows):
        end = bisect.bisect_right(lengths, lengths[place] * (200 - least) / least, place + 1)
        others = titles[place + 1 : min(end, place + 1 + _MOST_IN_BLOCK)]
        found = process.extract(titles[place], others, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        for _, score, offset in found:
            other = rows[place + 1 + offset]
            first, second = (one, other) if one.id < other.id else (other, one)
            pair = (first.id, second.id)
            twins = None if pair in seen else _compared(first, second, score, has_author)
            if twins:
                seen.add(pair)
                yield twins


def _compared(one: LookAlike, other: LookAlike, score: float, has_author: bool) -> Twins | None:
    """What two records of (nearly) one title are to each other."""
    title = _bare(one.title)
    apart = abs(int(one.year) - int(other.year)) if one.year and other.year else 0
    if apart > _MOST_YEARS or (score < 100 and _are_parts(title, _bare(other.title))):
        return None
    if not has_author and not _agree_without_author(one, other):
        return None
    if len(title) < _SAYING and not (has_author and one.author and one.year == other.year):
        return None
    if _is_notice_of(one, other):
        return _family(one, other, "erratum")
    if _differ(one, other):
        role = _role(one, other)
        return _family(one, other, role) if score == 100 and role else None
    if apart > 1:
        return None
    reason = "same title" if score == 100 else "nearly the same title"
    return Twins(one.id, other.id, min(round(score), 99), f"{reason}, {_and_what(one, other, has_author)}")


def _and_what(one: LookAlike, other: LookAlike, has_author: bool) -> str:
    if has_author and one.author:
        return "same first author" if one.year != other.year else "same first author and year"
    return "same volume and page" if one.volume and one.volume == other.volume else "no other author"


def _are_parts(one: str, other: str) -> bool:
    """True for titles that differ by a number ("part 1" and "part 2"), and for a paper and the reply to it."""
    if bool(_REPLY.match(one)) != bool(_REPLY.match(other)) or _PART.findall(one) != _PART.findall(other):
        return True
    counts = _COUNT.findall(one), _COUNT.findall(other)
    return len(counts[0]) == len(counts[1]) and counts[0] != counts[1]


def _agree_without_author(one: LookAlike, other: LookAlike) -> bool:
    """True when papers of different (or no) first authors agree in place, or one of them names no author."""
    same_place = bool(one.first_page and one.first_page == other.first_page and one.volume == other.volume)
    if one.author and other.author and one.author != other.author:
        kin = one.author in other.author or other.author in one.author
        return same_place or (kin and one.year == other.year)
    return same_place or not (_unlike(one.year, other.year) or _unlike(one.volume, other.volume))


def _differ(one: LookAlike, other: LookAlike) -> bool:
    """True when two records are surely two works: an identifier differs, or both volume and first page do."""
    if _unlike(one.doi, other.doi) or _unlike(one.pmid, other.pmid) or _unlike(one.pmcid, other.pmcid):
        return True
    pages = one.first_page.lstrip("0"), other.first_page.lstrip("0")
    return _unlike(one.volume, other.volume) and _unlike(*pages)


def _unlike(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _role(one: LookAlike, other: LookAlike) -> str:
    """What the one record is to the other, of one title and author but two works; "" when nothing says."""
    if any(_is_preprint(row) for row in (one, other)):
        return "preprint" if _is_preprint(one) != _is_preprint(other) else ""
    if any(_is_abstract(row) for row in (one, other)):
        return "conference-abstract" if _is_abstract(one) != _is_abstract(other) else ""
    return "same-study" if len(one.title) >= _SAYING and one.author and one.author == other.author else ""


def _is_preprint(row: LookAlike) -> bool:
    return bool(_PREPRINT_DOI.match(row.doi)) or row.journal in ("biorxiv", "medrxiv", "arxiv", "research square")


def _is_abstract(row: LookAlike) -> bool:
    return row.type == "paper-conference" or bool(_ABSTRACT_PAGE.match(row.first_page))


def _family(one: LookAlike, other: LookAlike, role: str) -> Twins:
    """The pair with the main report first."""
    is_minor = {
        "erratum": lambda row: bool(_NOTICE.match(row.title)),
        "preprint": _is_preprint,
        "conference-abstract": _is_abstract,
    }.get(role, lambda row: False)
    main, minor = (other, one) if is_minor(one) else (one, other)
    return Twins(main.id, minor.id, 100, f"one study: {role.replace('-', ' ')}", role)
