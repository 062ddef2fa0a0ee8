"""Where the single references of a printed list begin and end, numbered or not, wrapped or not."""

from __future__ import annotations

import re
from itertools import pairwise

from mscref.formats.reference_strings.lettering import UPPER, YEAR
from mscref.formats.reference_strings.names import find_authors

_NUMBERED_LINE = re.compile(
    r"^[ \t]*(?:\[(?P<a>\d{1,4})\]|\((?P<b>\d{1,4})\)|(?P<c>\d{1,4})[.)]|(?P<d>\d{1,4})(?=[ \t]+\D))[ \t]*(?=\S|$)",
    re.MULTILINE,
)
_NUMBER_INSIDE = re.compile(
    rf"(?:^|(?<=[.\]\d)a-z/])\s+)(?:\[(?P<a>\d{{1,4}})\]|(?P<c>\d{{1,4}})\.)\s+(?=[{UPPER}\"“])"
)
_BULLET = re.compile(r"^[ \t]*[•*·▪–-][ \t]+(?=\S)", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_ENTRY_END = re.compile(r"(?:[.\])]|\d|https?://\S+|10\.\d{4,9}/\S+|PubMed|PMC|CrossRef|Scholar)\s*$")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010]\n\s*(?=[^\W\d_A-Z])")
_BROKEN_NUMBER = re.compile(r"(?<=\d)([-\u2010-\u2013])\n\s*(?=[A-Za-z]?\d)")
_BROKEN_LINK = re.compile(r"((?:10\.\d{4,9}|https?:)[^\s]*[/._-])\n\s*(?=[\w(])")
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_LOOK_AHEAD = 2500


def split_list(text: str) -> list[tuple[int, int]]:
    """The spans of the references that `text` lists, without their numbers; [] when it reads like no list.

    Numbers may repeat ("1." before each). Without numbers or blank lines a reference begins where a line opens with
    names after one that ended.
    """
    starts = _numbered_starts(text)
    if len(starts) < 2:
        starts = _inside_starts(text) or _bulleted_starts(text) or starts
    spans = _spans(text, starts) if starts else _unnumbered(text)
    return [span for span in spans if span[1] - span[0] >= 20]


def unwrapped(text: str) -> str:
    """A reference that was broken over lines as one line; words cut by a hyphen are joined."""
    if "\n" not in text:
        return text
    text = _BROKEN_LINK.sub(r"\1", text)
    text = _BROKEN_NUMBER.sub(r"\1", text)
    text = _HYPHENATED.sub(lambda match: "" if _is_cut_word(match) else "-", text)
    return " ".join(text.split())


def _is_cut_word(match: re.Match[str]) -> bool:
    """A word cut at the line's end, rather than a compound that has a hyphen anyway ("non-", "cell-")."""
    before = re.search(r"[^\W\d_]+$", match.string[: match.start()])
    word = before.group().casefold() if before else ""
    return word not in _COMPOUND_PARTS


_COMPOUND_PART_LIST = """
    non anti cell cells stem marrow cord blood tissue self well long short high low double single placebo dose open
    post pre follow meta co multi x human mouse rat adipose bone derived induced based related mediated associated
    beta alpha gamma time large small whole full half two three one first second phase term scale age early late
    third life
"""
_COMPOUND_PARTS = frozenset(_COMPOUND_PART_LIST.split())


def _numbered_starts(text: str) -> list[tuple[int, int]]:
    """(start of the line, start of the reference) of each numbered line whose number follows on, or repeats."""
    starts: list[tuple[int, int]] = []
    last = None
    for match in _NUMBERED_LINE.finditer(text):
        number = int(next(value for value in match.groups() if value))
        is_bare = match.group("d") is not None
        if last is None:
            follows = number == 1 or (number < 400 and not is_bare)
        else:
            follows = last < number <= last + (1 if is_bare else 3) or (number == last == 1 and not is_bare)
        if follows:
            starts.append((match.start(), match.end()))
            last = number
    return starts if len(starts) > 1 and _is_dense(text, starts) else starts if _is_single(text, starts) else []


def _is_single(text: str, starts: list[tuple[int, int]]) -> bool:
    return len(starts) == 1 and not text[: starts[0][0]].strip() and len(text) < 800


def _is_dense(text: str, starts: list[tuple[int, int]]) -> bool:
    """Numbered references cover their text; a few numbers somewhere in it do not make a list."""
    return len(text[: starts[0][0]].strip()) < 0.3 * len(text) and len(text) / len(starts) < 1200


def _inside_starts(text: str) -> list[tuple[int, int]]:
    """The starts in a list whose line ends were lost: "1. Smith ... 12. 2. Jones ..."."""
    starts: list[tuple[int, int]] = []
    expected = 1
    for match in _NUMBER_INSIDE.finditer(text):
        if int(match.group("a") or match.group("c")) == expected:
            starts.append((match.start(), match.end()))
            expected += 1
    return starts if len(starts) > 2 and _is_dense(text, starts) else []


def _bulleted_starts(text: str) -> list[tuple[int, int]]:
    starts = [(match.start(), match.end()) for match in _BULLET.finditer(text)]
    return starts if len(starts) > 1 and _is_dense(text, starts) else []


def _spans(text: str, starts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ends = [start for start, _ in starts[1:]] + [_end_of_last(text, starts)]
    return [_stripped(text, begin, end) for (_, begin), end in zip(starts, ends, strict=True)]


def _end_of_last(text: str, starts: list[tuple[int, int]]) -> int:
    """The last reference ends with its paragraph; it is rarely longer than the others."""
    begin = starts[-1][1]
    lengths = [following[0] - start[1] for start, following in pairwise(starts)]
    most = begin + max([400, *lengths]) * 2
    blank = _BLANK.search(text, begin + 20)
    return min(blank.start() if blank else len(text), most, len(text))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _unnumbered(text: str) -> list[tuple[int, int]]:
    paragraphs = [span for span in _cut(text, [match.span() for match in _BLANK.finditer(text)]) if span[1] > span[0]]
    if len(paragraphs) > 1 and _median_length(paragraphs) < 900:
        return [piece for start, end in paragraphs for piece in _by_lines(text, start, end)]
    return _by_lines(text, 0, len(text))


def _cut(text: str, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(edge for gap in gaps for edge in gap), len(text)]
    return [_stripped(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _median_length(spans: list[tuple[int, int]]) -> int:
    return sorted(end - start for start, end in spans)[len(spans) // 2]


def _by_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The references of a paragraph, each beginning with a line that opens with names after one that ended."""
    starts: list[int] = []
    position = start
    previous = ""
    for line in text[start:end].splitlines(keepends=True):
        if line.strip() and (
            not starts or (_ENTRY_END.search(previous) and _opens(line, text[position : position + _LOOK_AHEAD]))
        ):
            starts.append(position)
        if line.strip():
            previous = line.rstrip()
        position += len(line)
    return [_stripped(text, begin, stop) for begin, stop in zip(starts, [*starts[1:], end], strict=True)]


def _opens(line: str, ahead: str) -> bool:
    """True when a reference can begin here: names first, and a year not far behind."""
    block = find_authors(" ".join(ahead.split()))
    return (
        block is not None
        and (block.is_certain or len(block.names) > 1 or bool(_YEAR.search(line)))
        and bool(_YEAR.search(ahead))
    )
