"""Unicode to LaTeX that can do nothing but print: specials escaped, unknown commands shown as text.

Whatever this module writes, `latex_decode` reads back; braces are always balanced. Commands come from an allow-list
(resources/latex/kept.toml); every other backslash prints as a backslash.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from mscref.formats import latex_math
from mscref.formats.latex_decode import decode
from mscref.formats.latex_tables import tables

_SPECIAL = re.compile(r"[\\{}$&%#_^~<>|\u00a0\u2009]|-(?=-)|`(?=`)|'(?=')")
_SIGNS = "\\{}$&%#_^~<>|\u00a0\u2009"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# What LaTeX prints from UTF-8 as it comes (utf8 input, T1 fonts; tried sign by sign with pdflatex of TeX Live 2022);
# every other sign stops a manuscript with an error, so it is always written as a command where there is one.
_PRINTED = (
    r"\x00-\x7f\u00a0-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e"
    r"\u01cd-\u01d4\u0218-\u021b\u02c6\u02c7\u1e9e\u2010-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026"
    r"\u2030\u2039\u203a\u20ac\u2116\u2122"
)
_NOT_PRINTED = re.compile(f"[^{_PRINTED}]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ESCAPES = {
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "\u00a0": "~", "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}",
    "{": r"\{", "}": r"\}", "\u2009": r"\,", "-": "-{}", "`": "`{}", "'": "'{}",
}  # fmt: skip
_CONSTRUCT = re.compile(r"(?<!\$)\$(?! )[^$]{1,500}?(?<! )(?<!\\)\$(?![A-Za-z0-9$])|\\[A-Za-z]+|\\[`'^~=.\"]")
_ACCENT = re.compile(r"\\(?:[`'^~=.\"]|[uvHtcdbkr](?![A-Za-z]))(?:\{(\\?[A-Za-z])\}|([A-Za-z]))")
_MARKED = {"emph": "i", "textit": "i", "textbf": "b", "textsuperscript": "sup", "textsubscript": "sub"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ONLY_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_RAISED_RUN = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾]+")
_DASH = re.compile(r"(?<![-–—])[–—](?![-–—])")
_LOWERED_RUN = re.compile(r"[₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎]+")
_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_BELOW = {"\u0323": "d", "\u0327": "c", "\u0328": "k", "\u0331": "b"}


def clean(text: str) -> str:
    """`text` in Unicode's composed form, without control characters, invisible signs and lone surrogates."""
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


def encode(text: str, *, ascii: bool = False, is_prose: bool = False) -> str:
    """`text` for a LaTeX field. Prose (abstracts, notes) keeps paragraphs, line ends and bare `<`, `>`, `|`."""
    return encode_clean(clean(text).strip(), ascii=ascii, is_prose=is_prose)


def encode_clean(text: str, *, ascii: bool = False, is_prose: bool = False) -> str:
    """`encode` for text that `clean` and `strip` have seen."""
    if "\n" in text or "\t" in text or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = _lines(text, is_prose)
    if (text.isascii() or not (ascii or _NOT_PRINTED.search(text))) and _is_plain(text):
        return text
    return encode_inline(text, ascii=ascii, is_prose=is_prose)


def is_printed(text: str) -> bool:
    """True when LaTeX prints every sign of `text` as it comes."""
    return not _NOT_PRINTED.search(text)


def _is_plain(text: str) -> bool:
    """True when nothing in `text` needs an escape. Asking sign by sign is fastest in a long text."""
    if len(text) < 100:
        return not _SPECIAL.search(text) and "\n" not in text
    return not any(map(text.__contains__, _SIGNS)) and not any(map(text.__contains__, ("--", "``", "''", "\n")))


def _lines(text: str, is_prose: bool) -> str:
    if not is_prose:
        return re.sub(r"[ \t\n]+", " ", text).strip(" ")
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


@dataclass(frozen=True, slots=True)
class _Style:
    """What holds for a whole value: see `encode_inline`; `is_balanced` says that its literal braces pair up."""

    ascii: bool
    is_prose: bool
    is_balanced: bool


_style = functools.cache(_Style)


def encode_inline(
    text: str, *, ascii: bool, is_prose: bool = False, is_rich: bool = False, is_balanced: bool | None = None
) -> str:
    """`text` with every special character escaped and allowed LaTeX left; white space stays as it is.

    Only rich text may hold marked-up words (`\\emph`); elsewhere the words stay and the mark goes. `is_balanced` tells
    of the whole value's braces when `text` is a part of one.
    """
    text = settled(text, is_rich=is_rich)
    style = _style(ascii, is_prose, has_balanced_braces(text) if is_balanced is None else is_balanced)
    if "\\" not in text and "$" not in text:
        return _plain(text, style)
    parts: list[str] = []
    at = last = 0
    while found := _CONSTRUCT.search(text, at):
        written, at = _kept(text, found, style)
        if written:
            parts.extend((_plain(text[last : found.start()], style), written))
            last = at
    parts.append(_plain(text[last:], style))
    return "".join(parts)


def settled(text: str, *, is_rich: bool) -> str:
    """`text` with the LaTeX in it that Unicode (or, in rich text, CSL markup) says as well turned into that."""
    for _ in range(4):
        if "\\" not in text and "$" not in text:
            return text
        before, text = text, _settled_once(text, is_rich)
        if text == before:
            break
    return text


def _settled_once(text: str, is_rich: bool) -> str:
    parts: list[str] = []
    at = last = 0
    while found := _CONSTRUCT.search(text, at):
        said, at = _said(text, found, is_rich)
        if said is not None:
            before = text[last : found.start()]
            if before.endswith("{") and text.startswith("}", at):
                before, at = before[:-1], at + 1
            parts.extend((before, said))
            last = at
    return "".join([*parts, text[last:]])


def _said(text: str, found: re.Match[str], is_rich: bool) -> tuple[str | None, int]:
    """What the LaTeX at `found` says in Unicode and where it ends; None and where to go on when it does not."""
    typed = found.group()
    if typed[0] == "$":
        inner = typed[1:-1]
        if latex_math.is_kept(inner):
            return None, found.end()
        said = latex_math.to_unicode(inner, is_rich=is_rich) if any(char in inner for char in "\\^_") else None
        if said is None or said != said.strip() or "\\" in said or "$" in said:
            return None, found.start() + 1
        return said, found.end()
    end = found.end()
    name = typed[1:]
    if accent := _ACCENT.match(text, found.start()):
        return decode(accent.group()), accent.end()
    if name in _MARKED:
        closing = _closing(text, end)
        inner = text[end + 1 : closing - 1] if closing > 0 else ""
        if not inner.strip() or any(char in inner for char in "\\{}$<>"):
            return None, end
        tag = _MARKED[name]
        return f"<{tag}>{inner}</{tag}>" if is_rich else inner, closing
    known = tables()
    char = known.text.get(name) or known.math.get(name, "")
    if char and char not in "\\{}$":
        return char, end + 2 if text.startswith("{}", end) else end
    return None, end


def _kept(text: str, found: re.Match[str], style: _Style) -> tuple[str, int]:
    """LaTeX that an export keeps as typed and where it ends; empty and where to go on when it does not."""
    typed = found.group()
    if typed[0] == "$":
        return (typed, found.end()) if latex_math.is_kept(typed[1:-1]) else ("", found.start() + 1)
    count = tables().kept_text.get(typed[1:])
    if count is None:
        return "", found.end()
    end = found.end()
    parts = [typed]
    for _ in range(count):
        closing = _closing(text, end)
        inner = text[end + 1 : closing - 1]
        if closing < 0 or any(char in inner for char in "{}\\$") or inner != inner.strip():
            return "", found.end()
        parts.append("{" + _plain(inner, style) + "}")
        end = closing
    return "".join(parts), end


def _closing(text: str, at: int) -> int:
    if not text.startswith("{", at):
        return -1
    end = text.find("}", at)
    return end + 1 if end > 0 else -1


def _plain(text: str, style: _Style) -> str:
    """`text` with nothing in it taken for LaTeX."""
    braces = {} if style.is_balanced else _ONLY_BRACES
    bare = "<>|" if style.is_prose else ""

    def escape(found: re.Match[str]) -> str:
        char = found.group()
        return char if char in bare else braces.get(char) or _ESCAPES[char]

    if _SPECIAL.search(text):
        text = _SPECIAL.sub(escape, text)
    if style.is_prose and "\n" in text:
        text = re.sub(r"(?<!\n)\n(?!\n)", lambda _: "\\\\\n", text)
    if text.isascii():
        return text
    if style.ascii or _NOT_PRINTED.search(text):
        text = _RAISED_RUN.sub(lambda found: _script(found.group(), "^"), text)
        text = _LOWERED_RUN.sub(lambda found: _script(found.group(), "_"), text)
    if style.ascii:
        text = _DASH.sub(lambda found: "--" if found.group() == "–" else "---", text)
    signs = _NOT_ASCII if style.ascii else _NOT_PRINTED
    return signs.sub(lambda found: ascii_form(found.group()), unicodedata.normalize("NFC", text))


def has_balanced_braces(text: str) -> bool:
    """True when every brace in `text` has its partner, in order."""
    if "{" not in text and "}" not in text:
        return True
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def _script(run: str, mark: str) -> str:
    return f"{{${mark}{{{unicodedata.normalize('NFKC', run).replace('−', '-')}}}$}}"


@functools.lru_cache(maxsize=4096)
def ascii_form(char: str) -> str:
    """One character in LaTeX of ASCII letters: `Ö` is `{\\"{O}}`; one that LaTeX has no name for stays."""
    known = tables()
    if char in known.to_text:
        return f"{{\\{known.to_text[char]}}}"
    if char in known.to_math:
        return f"{{$\\{known.to_math[char]}$}}"
    if char in known.to_spacing:
        return f"{{\\{known.to_spacing[char]}{{}}}}"
    if char in _LIGATURES:
        return unicodedata.normalize("NFKC", char)
    if len(char) == 1:
        raised = unicodedata.normalize("NFKC", char)
        if unicodedata.decomposition(char).startswith("<super>") and raised.isascii() and raised.isalpha():
            return f"\\textsuperscript{{{raised}}}"
        if unicodedata.decomposition(char).startswith("<sub>") and raised.isascii() and raised.isalpha():
            return f"\\textsubscript{{{raised}}}"
    return _accented(char)


def _accented(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    if len(parts) < 2:
        return char
    names = {mark: name for name, mark in tables().combining.items()}
    base = parts[0]
    written = base if base.isascii() else ascii_form(base)
    if not written.isascii() or any(mark not in names for mark in parts[1:]):
        return char
    if base in "ij" and parts[1] not in _BELOW:
        written = f"\\{base}"
    written = written.removeprefix("{").removesuffix("}")
    for mark in parts[1:]:
        written = f"\\{names[mark]}{{{written}}}"
    return f"{{{written}}}"


def find_construct(text: str) -> list[tuple[int, int]]:
    """Where `text` holds LaTeX: the spans of commands with their braces, and of formulas."""
    spans: list[tuple[int, int]] = []
    at = 0
    while found := _CONSTRUCT.search(text, at):
        end = found.end()
        while (closing := _closing(text, end)) > 0:
            end = closing
        spans.append((found.start(), end))
        at = end
    return spans
