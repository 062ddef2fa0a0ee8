"""Find the entries of a BibTeX file, sound or damaged, without interpreting what they say.

BibTeX's grammar is that of bibtex.web: braces count even behind a backslash, and text outside entries is ignored.
A sound entry is cut by regular expressions; any other goes to `bibtex_repair`, which says what it had to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MAX_EXPANSION = 1_000_000
MAX_DEPTH = 20

_BRACED = r"[^{}]*+"
for _ in range(6):
    _BRACED = rf"[^{{}}]*+(?:\{{{_BRACED}\}}[^{{}}]*+)*+"
_HEAD = re.compile(r"@[ \t\r\n]*([^\W\d][\w-]*)\s*([{(])")
_KEY = re.compile(r"\s*([^\s,{}()=\"#%'\\]+)\s*,")
_FIELD = re.compile(
    r"[\s,]*+([A-Za-z_][\w+:.&?!/;*@$-]*+)\s*+=\s*+"
    rf"(?:\{{({_BRACED})\}}|\"((?:[^\"{{}}]|\{{{_BRACED}\}})*+)\"|(\d++)|([A-Za-z_][\w+:.-]*+))\s*+(?=[,}})]|#)"
)
_MACRO = 5
_END = {"{": re.compile(r"[\s,]*+\}"), "(": re.compile(r"[\s,]*+\)")}
_PIECE = re.compile(
    rf"\s*+#\s*+(?:\{{({_BRACED})\}}|\"((?:[^\"{{}}]|\{{{_BRACED}\}})*+)\"|(\d++)|([A-Za-z_][\w+:.-]*+))\s*+(?=[,}})]|#)"
)
_GROUP = re.compile(rf"\{{({_BRACED})\}}")
_NEXT_HEAD = re.compile(
    r"\n[ \t]*@[ \t]*[A-Za-z]+[ \t]*\{[ \t]*[^\s,{}=\"]*[ \t]*,?[ \t\r]*\n?[ \t]*[A-Za-z_-]+[ \t]*="
)


@dataclass(slots=True)
class Value:
    """A field's value: its pieces as (is it a macro name, text), joined by `#` in the file."""

    pieces: list[tuple[bool, str]]


@dataclass(slots=True)
class Entry:
    """One block of the file: an entry, or `string`, `preamble`, `comment` by `type` (lower case).

    `fields` holds (lower-case name, text or Value) in the file's order; `trouble` says what was mended.
    """

    type: str
    key: str
    fields: list[tuple[str, str | Value]]
    start: int
    end: int
    trouble: list[str] = field(default_factory=list)


def scan(text: str) -> Iterator[Entry]:
    """Every block of `text` in order; a damaged one is mended as far as it goes."""
    from mscref.formats import bibtex_repair

    position = 0
    while head := _HEAD.search(text, position):
        kind = head.group(1).lower()
        start = head.start()
        if start and not _begins_block(text, head, kind):
            position = head.end()
            continue
        if kind == "comment":
            entry = _comment(text, head)
        elif kind == "preamble":
            entry = _preamble(text, head)
        else:
            entry = _sound_entry(text, head, kind) or bibtex_repair.mend(text, head)
        if entry is not None:
            yield entry
            position = entry.end
        else:
            position = head.end()


def _begins_block(text: str, head: re.Match[str], kind: str) -> bool:
    """Tell `@article{` after a space or brace from the middle of an e-mail address or a macro."""
    before = text[head.start() - 1]
    return not (before.isalnum() or before in "\\_.-@")


def _sound_entry(text: str, head: re.Match[str], kind: str) -> Entry | None:
    """The entry at `head` when nothing is wrong with it, else None."""
    opener = head.group(2)
    closer = ")" if opener == "(" else "}"
    position = head.end()
    key = ""
    if kind != "string":
        found = _KEY.match(text, position)
        if not found:
            return None
        key = found.group(1)
        position = found.end()
    fields: list[tuple[str, str | Value]] = []
    match_field = _FIELD.match
    while found := match_field(text, position):
        kind_of_value = found.lastindex or 0
        value: str | Value = found[kind_of_value]
        if kind_of_value == _MACRO:
            value = Value([(True, found[_MACRO])])
        elif "@" in found[kind_of_value] and _NEXT_HEAD.search(found[kind_of_value]):
            return None
        position = found.end()
        if text[position] == "#":
            value, position = _joined(text, value, position)
        following = text[position : position + 1]
        if following != "," and following != closer:
            return None
        fields.append((found[1].lower(), value))
    end = _END[opener].match(text, position)
    if not end or _goes_on(text, end.end()):
        return None
    return Entry(kind, key, fields, head.start(), end.end())


_INNER_ENTRY = re.compile(r"\s*@[A-Za-z]+\s*\{[^\s,{}]+,\s*[A-Za-z]+\s*=")
_MORE = re.compile(r"\s*,?\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]")


def _goes_on(text: str, position: int) -> bool:
    """True when fields follow the brace that seemed to close the entry (one brace too many)."""
    return bool(_MORE.match(text, position))


def _joined(text: str, first: str | Value, position: int) -> tuple[Value, int]:
    """The pieces of a `#` concatenation that starts with `first`, and where it ends."""
    pieces = first.pieces if isinstance(first, Value) else [(False, first)]
    while found := _PIECE.match(text, position):
        braced, quoted, number, macro = found.groups()
        pieces.append((True, macro) if macro is not None else (False, braced or quoted or number or ""))
        position = found.end()
    return Value(pieces), position


def _comment(text: str, head: re.Match[str]) -> Entry | None:
    """An @comment with its braces. BibTeX skips the word alone, so that entries inside are entries still."""
    if _INNER_ENTRY.match(text, head.end()):
        return Entry("comment", "", [], head.start(), head.end())
    group = _GROUP.match(text, head.end() - 1)
    if not group:
        closing = balanced_end(text, head.end() - 1) if head.group(2) == "{" else -1
        if closing < 0:
            return None
        return Entry("comment", text[head.end() : closing - 1], [], head.start(), closing)
    return Entry("comment", group.group(1), [], head.start(), group.end())


def _preamble(text: str, head: re.Match[str]) -> Entry | None:
    closing = balanced_end(text, head.end() - 1) if head.group(2) == "{" else text.find(")", head.end()) + 1
    if closing <= 0:
        return None
    return Entry("preamble", text[head.end() : closing - 1].strip(), [], head.start(), closing)


_BRACE = re.compile(r"[{}]")


def balanced_end(text: str, start: int, limit: int | None = None) -> int:
    """Where the brace group opened at `start` ends (one past its brace), -1 when it does not."""
    depth = 0
    for found in _BRACE.finditer(text, start, len(text) if limit is None else limit):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.end()
    return -1


class Strings:
    """The @string macros of a file, expanded on demand and capped at 1 MB a value."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.blocks: dict[str, tuple[str, tuple[str, ...]]] = {}

    def define(self, entry: Entry, text: str = "") -> None:
        """Keep the macros of an @string block, their own macros expanded; `text` is the block's."""
        for name, value in entry.fields:
            self.values[name], _ = self.expand(value)
            named = self.named(value)
            if len(entry.fields) > 1:
                text, named = f"@string{{{name} = {{{self.values[name]}}}}}", ()
            self.blocks[name] = (text, named)

    def named(self, value: str | Value) -> tuple[str, ...]:
        """The macros of the file that a value names."""
        if isinstance(value, str):
            return ()
        return tuple(text.lower() for is_macro, text in value.pieces if is_macro and text.lower() in self.values)

    def definitions(self, names: Iterable[str]) -> dict[str, str]:
        """The @string blocks that define `names`, each after those it names itself."""
        found: dict[str, str] = {}
        for name in names:
            text, named = self.blocks[name]
            if name not in found and len(found) < MAX_DEPTH:
                found.update(self.definitions(part for part in named if part != name))
                found[name] = text
        return found

    def expand(self, value: str | Value) -> tuple[str, list[str]]:
        """The text of a value and what was wrong with it (a macro that nothing defines stays as its name)."""
        if isinstance(value, str):
            return value, []
        parts: list[str] = []
        trouble: list[str] = []
        size = 0
        for is_macro, text in value.pieces:
            part = text
            if is_macro:
                known = self.values.get(text.lower())
                if known is not None:
                    part = known
                elif text.lower() not in MONTHS:
                    trouble.append(f"the string {text!r} is not defined; its name was kept as the text")
            size += len(part)
            if size > MAX_EXPANSION:
                trouble.append("the strings expand to more than 1 MB; the value was cut there")
                break
            parts.append(part)
        return "".join(parts), trouble
