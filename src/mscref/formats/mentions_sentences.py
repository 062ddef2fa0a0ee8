"""Sentences of a text with their places: lines, list items and full stops end them, abbreviations do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"(?P<stop>[.!?])(?P<close>[\"”’')\]]*(?:\[\d[\d,\s–-]*\])?)(?=\s+(?P<next>\S))")
_ABBREVIATION = re.compile(
    r"(?:\b(?:et al|al|e\.g|i\.e|cf|vs|ca|approx|Dr|Prof|Mr|Mrs|Ms|St|Fig|Figs|Ref|Refs|No|Nos|Vol|resp|Inc|Ltd|Co|"
    r"Corp|Jr|Sr|"
    r"U\.S|U\.K|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|(?<![\w.])[A-Z])$"
)
_LOOK_BACK = 20
_LEADING = re.compile(r"[\s>•*·▪-]*")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The span of each sentence; a line break ends one, as headings and list items stand on lines of their own."""
    position = 0
    for line in text.splitlines(keepends=True):
        yield from _of_line(line, position)
        position += len(line)


def _of_line(line: str, offset: int) -> Iterator[tuple[int, int]]:
    begin = _skip(line, 0)
    for match in _END.finditer(line):
        if match.group("stop") == "." and not _ends_sentence(line, match):
            continue
        if match.end() > begin:
            yield offset + begin, offset + match.end()
        begin = _skip(line, match.end())
    end = len(line.rstrip())
    if end > begin:
        yield offset + begin, offset + end


def _ends_sentence(line: str, match: re.Match[str]) -> bool:
    following = match.group("next")
    if following.islower() or following in ",;:":
        return False
    before = line[max(0, match.start() - _LOOK_BACK) : match.start()]
    if re.search(r"\bet al$", before):
        return (
            following.isupper()
            and not match.group("close")
            and _opens_sentence(line[match.end() : match.end() + _LOOK_BACK])
        )
    return not _ABBREVIATION.search(before)


def _opens_sentence(rest: str) -> bool:
    """After "et al." a new sentence opens with a common capitalised word, not with a journal or name."""
    return bool(
        re.match(r"\s+(?:The|This|These|In|It|A|An|However|Their|They|We|Our|More|Another|Other|Both|Since|As)\b", rest)
    )


def _skip(line: str, position: int) -> int:
    found = _LEADING.match(line, position)
    return found.end() if found else position
