"""The text of a LaTeX file that TeX reads as commands: comments, verbatim text and what is switched off made blank."""

from __future__ import annotations

import re

_VERBATIM = (
    "verbatim", "verbatim*", "Verbatim", "Verbatim*", "BVerbatim", "BVerbatim*", "LVerbatim", "LVerbatim*",
    "SaveVerbatim", "VerbatimOut", "lstlisting", "minted", "minted*", "comment", "filecontents", "filecontents*",
    "tcblisting",
)  # fmt: skip
_DECLARED = re.compile(
    r"\\(?:lstnewenvironment|(?:Define|Recustom)VerbatimEnvironment|newverbatim|excludecomment|"
    r"newtcblisting(?:\[[^\]]*\])?)\s*\{([^{}\\]+)\}"
)
_STOP = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}\\]*)\}"
    r"|\\(?P<verb>verb|lstinline|mintinline|Verb)\*?(?![A-Za-z@])"
    r"|\\(?P<address>url|nolinkurl|path|href)(?![A-Za-z@])\s*"
    r"|\\(?P<off>iffalse)(?![A-Za-z@])"
    r"|\\(?P<word>[A-Za-z@]+|.)"
    r"|%(?P<comment>[^\n]*)",
    re.DOTALL,
)
_CONDITION = re.compile(r"\\(if[A-Za-z@]*|fi|else)(?![A-Za-z@])(\s*\{)?|\\\\|\\%|%[^\n]*")
_ADDRESS = re.compile(r"\{(?:[^{}\n]++|\{[^{}\n]*+\})*+\}")
_INK = re.compile(r"[^\n]")
_ENDED = re.compile(r"\\end\s*\{document\}|^[ \t]*\\endinput[ \t]*$", re.MULTILINE)
_FORWARD = 500


def visible(text: str) -> str:
    """`text` with blanks in place of all that TeX does not carry out; every character keeps its offset.

    Blank become comments, verbatim text (environments that the text itself declares, too), addresses in \\url,
    \\iffalse ... \\fi, and what follows \\end{document} or a line that is only \\endinput.
    """
    verbatim = {*_VERBATIM, *_DECLARED.findall(text)}
    pieces: list[str] = []
    done = 0
    is_nested_well = True
    while stop := _STOP.search(text, done):
        start, end = _unseen(text, stop, verbatim)
        if stop["off"] and is_nested_well:
            end = _switched_on(text, start)
            is_nested_well = end > start
        pieces += text[done:start], _INK.sub(" ", text[start:end])
        done = end
    shown = "".join(pieces) + text[done:]
    ended = _ENDED.search(shown)
    return shown[: ended.start()] if ended else shown


def _unseen(text: str, stop: re.Match[str], verbatim: set[str]) -> tuple[int, int]:
    """The span to make blank at a place of interest; an empty one behind it when there is none."""
    start, end = stop.span()
    if stop["comment"] is not None:
        return start, end
    if stop["begin"] in verbatim:
        closing = text.find(f"\\end{{{stop['begin']}}}", end)
        return end, closing if closing >= 0 else len(text)
    if stop["verb"]:
        return start, _verb_end(text, end, stop["verb"])
    if stop["address"]:
        return end, _address_end(text, end)
    return end, end


def _address_end(text: str, at: int) -> int:
    """Behind the braces at `at`, on one line; `at` itself when there are none."""
    address = _ADDRESS.match(text, at)
    return address.end() if address else at


def _verb_end(text: str, at: int, command: str) -> int:
    """Where inline verbatim text that begins at `at` ends: at its second delimiter, at the latest with its line."""
    if command in ("lstinline", "mintinline", "Verb"):
        if text[at : at + 1] == "[":
            at = max(text.find("]", at, at + _FORWARD) + 1, at + 1)
        if command == "mintinline":
            at = _address_end(text, at)
        if text[at : at + 1] == "{":
            return _address_end(text, at)
    line_end = text.find("\n", at)
    line_end = line_end if line_end >= 0 else len(text)
    closing = text.find(text[at], at + 1, line_end) if at < line_end else -1
    return closing + 1 if closing >= 0 else line_end


def _switched_on(text: str, at: int) -> int:
    """Where text switched off by \\iffalse goes on: behind its \\fi or \\else; `at` when neither comes.

    A word like \\ifthenelse{...} is a command with arguments and opens nothing.
    """
    depth = 1
    for found in _CONDITION.finditer(text, at):
        if found[1] == "fi":
            depth -= 1
            if depth == 0:
                return found.end()
        elif found[1] == "else":
            if depth == 1:
                return found.end()
        elif found[1] and not found[2] and found[1] != "iff":
            depth += 1
    return at
