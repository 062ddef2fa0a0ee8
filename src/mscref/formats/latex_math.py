"""LaTeX between dollar signs: what plain Unicode says as well, and what must stay as it was typed."""

from __future__ import annotations

import functools
import re
import unicodedata

from mscref.formats.latex_tables import raised, tables

_TOKEN = re.compile(r"\\([A-Za-z]+)[ \t\r\n]*|\\(.)|([{}^_])|([0-9]+(?:[.,][0-9]+)*)|([A-Za-z])|(\s+)|(.)", re.S)
_ROMAN = frozenset({"mathrm", "text", "textrm", "rm", "mathsf", "operatorname", "mbox", "textnormal", "mathregular"})
_STYLED = frozenset({"mathbf", "mathit", "boldsymbol", "textit", "textbf", "bm", "it", "bf"})
_SPACES = {",": " ", ";": " ", ":": " ", "!": "", " ": " ", "%": "%", "#": "#", "&": "&", "_": "_", "$": "$"}
_PLAIN = frozenset("+-=<>()[]/.,:;!?*|%'\"")
_VARIABLE = re.compile(r"(?=[^A-Za-z]*[A-Za-z])(?:[A-Za-z]{1,2}(?![A-Za-z])|[0-9+\-=<>(),./|\[\]]| (?! ))+")
_COMMAND = re.compile(r"\\([A-Za-z]+|.?)", re.S)
_DOUBLE = re.compile(r"\^\s*(?:\{[^{}]*\}|\\[A-Za-z]+|.)\s*\^|_\s*(?:\{[^{}]*\}|\\[A-Za-z]+|.)\s*_", re.S)
_LONE_SCRIPT = re.compile(r"[\^_]\s*(?:[\^_}]|$)")
_ARGUMENTS = re.compile(r"\\(?:frac|tfrac|dfrac|binom)\s*(?:\{[^{}]*\}|\\[A-Za-z]+|\w)\s*(?:\{[^{}]*\}|\\[A-Za-z]+|\w)")
_TAKES_TWO = re.compile(r"\\(?:frac|tfrac|dfrac|binom)(?![A-Za-z])")
_TAKES_ONE = re.compile(
    r"\\(?:sqrt|math[a-z]+|boldsymbol|text|textrm|overline|underline|hat|widehat|tilde|widetilde|bar|vec|dot|ddot|check"
    r"|breve|acute|grave|operatorname)(?![A-Za-z])(?!\s*(?:\{|\\[A-Za-z]+|\w))"
)


class _Plain(Exception):
    """The math says something that plain text cannot."""


@functools.lru_cache(maxsize=4096)
def to_unicode(math: str, *, is_rich: bool) -> str | None:
    """`math` (without its dollar signs) as plain text, None when it holds variables or structure.

    In rich text a script without raised characters becomes <sup> or <sub>; elsewhere it stands on the line.
    """
    if len(math) > 2000:
        return None
    try:
        reader = _Reader(math, is_rich)
        return " ".join(reader.group(in_script=False, closing=False, depth=0).split())
    except _Plain:
        return None


class _Reader:
    """Walks the tokens of one formula."""

    def __init__(self, math: str, is_rich: bool) -> None:
        self.tokens = list(_TOKEN.finditer(math))
        self.at = 0
        self.is_rich = is_rich

    def group(self, *, in_script: bool, closing: bool, depth: int) -> str:
        """The text up to the closing brace or the end."""
        if depth > 20:
            raise _Plain
        parts: list[str] = []
        while self.at < len(self.tokens):
            if self.tokens[self.at].group(3) == "}":
                if not closing:
                    raise _Plain
                self.at += 1
                return "".join(parts)
            parts.append(self._one(in_script, depth))
        if closing:
            raise _Plain
        return "".join(parts)

    def _one(self, in_script: bool, depth: int) -> str:
        token = self.tokens[self.at]
        self.at += 1
        command, escaped, mark, number, letter, space, other = token.groups()
        if command is not None:
            return self._command(command, token, in_script, depth)
        if escaped is not None:
            if escaped not in _SPACES:
                raise _Plain
            return _SPACES[escaped]
        if mark == "{":
            return self.group(in_script=in_script, closing=True, depth=depth + 1)
        if mark in ("^", "_"):
            return self._script(mark, depth)
        if number is not None:
            return number
        if letter is not None:
            if not in_script:
                raise _Plain
            return letter
        if space is not None:
            return " "
        if other in _PLAIN:
            return "′" if other == "'" else other
        if other == "~":
            return "\u00a0"
        if other.isascii():
            raise _Plain
        return other

    def _command(self, name: str, token: re.Match[str], in_script: bool, depth: int) -> str:
        known = tables()
        if name in _ROMAN:
            return self._argument(True, depth)
        if name in _STYLED and in_script:
            return self._argument(True, depth)
        if name in known.math:
            gap = " " if token.group()[-1:].isspace() and not in_script else ""
            return known.math[name] + (gap if not known.math[name].isalpha() else "")
        if name in known.math_combining:
            base = self._argument(in_script, depth)
            if len(base) != 1:
                raise _Plain
            return unicodedata.normalize("NFC", base + known.math_combining[name])
        char = known.text.get(name)
        if char is None or not name.startswith("text"):
            raise _Plain
        return char

    def _argument(self, in_script: bool, depth: int) -> str:
        while self.at < len(self.tokens) and self.tokens[self.at].group(6) is not None:
            self.at += 1
        if self.at >= len(self.tokens) or self.tokens[self.at].group(3) == "}":
            raise _Plain
        return self._one(in_script, depth + 1)

    def _script(self, mark: str, depth: int) -> str:
        text = self._argument(True, depth).strip()
        if not text or "<" in text:
            raise _Plain
        known = tables()
        forms = known.superscript if mark == "^" else known.subscript
        found = raised(text, forms)
        if found is not None and (not self.is_rich or not any(char.isalpha() and char.isascii() for char in text)):
            return found
        if self.is_rich:
            tag = "sup" if mark == "^" else "sub"
            return f"<{tag}>{text}</{tag}>"
        return found if found is not None else text


@functools.lru_cache(maxsize=4096)
def is_kept(math: str) -> bool:
    """True when a formula stays as typed: plain text cannot say it, and nothing in it can do harm or fail."""
    if not math or len(math) > 2000 or math != math.strip() or not math.isascii():
        return False
    if to_unicode(math, is_rich=True) is not None:
        return False
    if not any(char in math for char in "\\^_"):
        return bool(_VARIABLE.fullmatch(math))
    return _is_harmless(math)


def _is_harmless(math: str) -> bool:
    """True when a formula holds allowed commands only, in a form that TeX takes."""
    if any(char in math for char in "#%&~$\n") or "^^" in math or _DOUBLE.search(math) or _LONE_SCRIPT.search(math):
        return False
    known = tables().kept_math
    for found in _COMMAND.finditer(math):
        name = found.group(1)
        if not (name in known or (name and name in ",;:! ")):
            return False
    if len(_TAKES_TWO.findall(math)) != len(_ARGUMENTS.findall(math)) or _TAKES_ONE.search(math):
        return False
    depth = 0
    for char in math:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0 and not re.search(r"'[^']*\^|\\(?:no)?limits|\\[bB]igg?(?![a-z])", math)
