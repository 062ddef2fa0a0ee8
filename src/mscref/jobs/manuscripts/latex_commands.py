"""Citing commands in visible LaTeX text: those of LaTeX, natbib, biblatex, csquotes, apacite, and the author's own.

A command cites when its name holds "cite" (natbib and biblatex name theirs so, multibib and authors follow), unless it
is one that sets citations up. Its keys stand in its first braces behind stars, <...> and [...] (volume citations: in
the second); \\parencites and its like take any number of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_CITING = re.compile(
    r"\\(?P<name>[A-Za-z]{0,40}[cC]ite[A-Za-z]{0,40}|bibentry|(?:foreign|hyphen)?(?:text|block)cquote|"
    r"begin\s*\{(?:foreign|hyphen)?displaycquote\})(?![A-Za-z@])"
)
_SETTING_UP = re.compile(
    r"(?:At|[Dd]ef|Declare|[Ss]et|Execute|Render|[Rr]?e?new|[Uu]se|bibcite|clear|if|print|skip|the)[A-Za-z]*|"
    r"cite(?:style|text|reset|mid|left|right|sep|punct|dash|form|font|setup|brackets|option|(?:name|num)font|"
    r"(?:index|tracker)(?:true|false)?)|mancite"
)
_MULTI = re.compile(r"[A-Za-z]*cite(?:text)?s")
_IN_SECOND = re.compile(r"[A-Za-z]*volcites?|(?:begin\s*\{)?(?:foreign|hyphen)[a-z]+\}?", re.IGNORECASE)
_DEFINING = re.compile(r"\\[A-Za-z]*(?:[Cc]ommand|def|let)\*?\s*\{?\s*$")
_OWN = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?\s{0,9}\{?\s{0,9}\\(?P<name>[A-Za-z]+)\s{0,9}\}?"
    r"\s{0,9}\[\d\](?P<default>\s{0,9}\[[^\]]{0,200}\])?\s{0,9}(?=\{)"
    r"|\\[egx]?def\s{0,9}\\(?P<plain>[A-Za-z]+)\s{0,9}#1\s{0,9}(?=\{)"
)
_SPACE = re.compile(r"\s*")
_KEY = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
_KEYS = re.compile(r"\{([^{}\\]*+)\}")
_BRACED = r"\{(?:[^\\{}]++|\\.)*+\}"
for _ in range(4):
    _BRACED = rf"\{{(?:[^\\{{}}]++|\\.|{_BRACED})*+\}}"
_GROUP = re.compile(_BRACED, re.DOTALL)
# As in TeX, the first bracket that no braces hide closes an optional argument.
_OPTIONS = {
    opening: re.compile(rf"\{opening}(?:[^\\{{}}\{closing}]++|\\.|{_BRACED})*+\{closing}", re.DOTALL)
    for opening, closing in ("[]", "()", "<>")
}
_LONGEST = 2000


def citations(text: str, own: Mapping[str, int] | None = None) -> Iterator[tuple[int, str]]:
    """The citation keys in visible LaTeX text, each with its offset; "*" for \\nocite{*}.

    `own` are commands of the author's with the number of the braces that hold the keys, see `own_commands`.
    """
    own = own or {}
    for start, end, name in _commands(text, own):
        if _DEFINING.search(text, max(0, start - 40), start):
            continue
        number = own.get(name, 2 if _IN_SECOND.fullmatch(name) else 1)
        if name in own or not _MULTI.fullmatch(name):
            groups = _nth_braces(text, end, number)
        else:
            groups = _many(text, end, number)
        if name in own or not _SETTING_UP.fullmatch(name):
            for place, keys in groups:
                yield from _split(place, keys)


def own_commands(text: str) -> dict[str, int]:
    """The author's own commands that hand an argument to a citing command, with the number of the braces it is in."""
    own: dict[str, int] = {}
    for found in _OWN.finditer(text):
        content = text[found.end() : _group_end(text, found.end())]
        handed = next((int(key[1]) for key in _keys_in(content) if re.fullmatch("#[1-9]", key)), 0)
        number = handed - 1 if found["default"] else handed
        if number > 0:
            own[found["name"] or found["plain"]] = number
    return own


def _keys_in(body: str) -> Iterator[str]:
    """What the citing commands in the body of a definition are given."""
    for found in _CITING.finditer(body):
        for _, keys in _nth_braces(body, found.end(), 2 if _IN_SECOND.fullmatch(found["name"]) else 1):
            yield keys.strip()


def _commands(text: str, own: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of all commands that may cite, as they stand."""
    pattern = _CITING
    if own:
        named = "|".join(map(re.escape, own))
        pattern = re.compile(rf"{_CITING.pattern}|\\(?P<own>{named})(?![A-Za-z@])")
    for found in pattern.finditer(text):
        if not _is_escaped(text, found.start()):
            yield found.start(), found.end(), found["name"] or found["own"]


def _is_escaped(text: str, at: int) -> bool:
    """True when the backslash at `at` is itself the second half of a line break (\\\\cite)."""
    before = at
    while before > 0 and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _nth_braces(text: str, at: int, number: int, brackets: str = "[<") -> Iterator[tuple[int, str]]:
    """Offset and content of the `number`th braces behind a command, whatever optional arguments stand between."""
    for _ in range(number - 1):
        at = _group_end(text, _behind_options(text, at, brackets))
        if not at:
            return
    keys = _KEYS.match(text, _behind_options(text, at, brackets))
    if keys:
        yield keys.start(1), keys[1]


def _many(text: str, at: int, step: int) -> Iterator[tuple[int, str]]:
    """The keys of a command that takes any number of citations, each of them `step` braces with their options."""
    while found := next(_nth_braces(text, at, step, "([<"), None):
        yield found
        at = found[0] + len(found[1]) + 1


def _behind_options(text: str, at: int, brackets: str) -> int:
    """Behind the star and all optional arguments that follow a command."""
    at = _past_space(text, at)
    if text[at : at + 1] == "*":
        at = _past_space(text, at + 1)
    while text[at : at + 1] in tuple(brackets):
        option = _OPTIONS[text[at]].match(text, at, at + _LONGEST)
        if not option:
            break
        at = _past_space(text, option.end())
    return at


def _past_space(text: str, at: int) -> int:
    """Behind the blanks at `at`; an empty line ends a command."""
    found = _SPACE.match(text, at)
    return found.end() if found and "\n\n" not in found[0] else at


def _group_end(text: str, at: int) -> int:
    """Just behind the partner of the brace at `at`; 0 when there is no brace, or no partner nearby."""
    group = _GROUP.match(text, at, at + _LONGEST)
    return group.end() if group else 0


def _split(start: int, keys: str) -> Iterator[tuple[int, str]]:
    """The keys of a list between commas; an argument of a definition (#1) is no key."""
    for found in _KEY.finditer(keys):
        if "#" not in found[0]:
            yield start + found.start(), " ".join(found[0].split())
