"""LaTeX to Unicode: accents, symbols, math, markup; what has no Unicode form stays as it was typed."""

from __future__ import annotations

import functools
import re
import unicodedata

from mscref.formats import latex_math
from mscref.formats.latex_tables import raised, tables

MAX_DEPTH = 60

_SIMPLE_ESCAPES = (("\\&", "&"), ("\\%", "%"), ("\\_", "_"), ("\\#", "#"))
_TOKEN = re.compile(
    r"\\([A-Za-z]+)(\*?)([ \t\r\n]*)|\\(.)[ \t]*|([{}])|(\$\$?)|(~)|(---?|``|'')|([^\\{}$~\-`']+)|(.)|\\\Z", re.S
)
_ACCENTS_BY_SIGN = frozenset("`'^~=.\"")
_ACCENTS_BY_NAME = frozenset("uvHtcdbkrhGUf")
_SIGNS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", ",": "\u2009", ";": " ", ":": " ",
    "!": "", "/": "", "-": "", "@": "", "\n": " ", "\t": " ", ">": " ", "*": "", "|": "‖",
}  # fmt: skip
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”"}
_MARKUP = {
    "emph": "i", "textit": "i", "mkbibemph": "i", "mkbibitalic": "i", "textsl": "i", "it": "i", "em": "i", "sl": "i",
    "itshape": "i", "slshape": "i", "mathit": "i",
    "textbf": "b", "mkbibbold": "b", "bf": "b", "bfseries": "b", "mathbf": "b", "strong": "b",
    "textsuperscript": "sup", "sp": "sup", "mkbibsuperscript": "sup",
    "textsubscript": "sub", "sb": "sub", "mkbibsubscript": "sub",
}  # fmt: skip
_DECLARED = frozenset({"it", "em", "sl", "itshape", "slshape", "bf", "bfseries"})
_UNWRAPPED = frozenset(
    [
        "text",
        "textrm",
        "textnormal",
        "textup",
        "textmd",
        "mathrm",
        "mbox",
        "hbox",
        "ensuremath",
        "protect",
        "relax",
        "noopsort",
        "bibinfo",
        "MakeUppercase",
        "rm",
        "normalfont",
        "upshape",
        "sc",
        "scshape",
        "tt",
        "ttfamily",
        "sf",
        "sffamily",
        "small",
        "footnotesize",
        "scriptsize",
        "tiny",
        "large",
        "normalsize",
        "foreignlanguage",
        "selectlanguage",
        "boldsymbol",
        "nocase",
        "NoCaseChange",
        "uppercase",
        "lowercase",
        "MakeLowercase",
        "hspace",
        "vspace",
        "bibstring",
        "natexlab",
        "newblock",
        "textgreek",
        "textcyrillic",
        "selectfont",
        "unboldmath",
        "mathsf",
        "mathregular",
        "leavevmode",
        "ignorespaces",
        "unskip",
        "null",
        "nolinkurl",
        "path",
        "textlatin",
        "texorpdfstring",
    ]
)
_DROPS_ARGUMENT = frozenset({"hspace", "vspace", "foreignlanguage", "selectlanguage", "noopsort", "bibinfo"})
_QUOTES = {
    "enquote": ("“", "”"),
    "mkbibquote": ("“", "”"),
    "quote": ("“", "”"),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
}
_COMMON = re.compile(
    r"(?<!\\)\{\\(?:([`'^\"~=.]|[cvuHkrd](?= |\{)) ?(?:\{([a-zA-Z])\}|([a-zA-Z]))"
    r"|(o|O|l|L|ss|aa|AA|ae|AE|oe|OE|i|dj|DJ)(?:\{\})?)\}"
)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_PARAGRAPH = re.compile(r"[ \t]*\r?\n[ \t]*\r?\n\s*")


def decode(text: str, *, is_rich: bool = False, has_paragraphs: bool = False) -> str:
    """`text` as Unicode. Rich text may hold CSL markup; blank lines and `\\\\` are kept where a text has paragraphs."""
    if not text or text.isalnum():
        return text
    if "\n" in text or "\t" in text or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = _flat(text, has_paragraphs)
    if "\\" in text and "\\\\" not in text:
        for typed, sign in _SIMPLE_ESCAPES:
            text = text.replace(typed, sign)
        if "{\\" in text and "$" not in text and "\\url" not in text and "\\href" not in text:
            text = _COMMON.sub(_common, text)
    if not (
        "\\" in text
        or "$" in text
        or "~" in text
        or ("-" in text and _is_doubled("-", text))
        or ("`" in text and _is_doubled("`", text))
        or ("'" in text and _is_doubled("'", text))
    ):
        if "{" in text or "}" in text:
            if is_rich and "{{{" in text:
                return _remembered(text, is_rich, has_paragraphs)
            text = text.replace("{", "").replace("}", "")
            if "  " in text and "\n" not in text:
                text = _SPACE.sub(" ", text)
        return text.strip()
    return _remembered(text, is_rich, has_paragraphs) if len(text) < 600 else _decode(text, is_rich, has_paragraphs)


def _is_doubled(sign: str, text: str) -> bool:
    """True when `sign` stands twice in a row. In a long text this takes a fifth of the time of `sign * 2 in text`."""
    return "" in text.split(sign)[1:-1]


def _common(found: re.Match[str]) -> str:
    """The character of an accent or letter in its own braces, which is how most files write them."""
    mark, braced, bare, name = found.groups()
    return _common_char(name or mark, braced or bare or "", found.group())


@functools.cache
def _common_char(mark: str, letter: str, typed: str) -> str:
    if not letter:
        return tables().text[mark]
    char = unicodedata.normalize("NFC", letter + tables().combining[mark])
    return char if len(char) == 1 else typed


def _flat(text: str, has_paragraphs: bool) -> str:
    if has_paragraphs and "\n" in text:
        return "\n\n".join(_SPACE.sub(" ", part).strip(" ") for part in _PARAGRAPH.split(text)).strip()
    return _SPACE.sub(" ", text).strip(" ")


@functools.lru_cache(maxsize=16384)
def _remembered(text: str, is_rich: bool, has_paragraphs: bool) -> str:
    return _decode(text, is_rich, has_paragraphs)


def _decode(text: str, is_rich: bool, has_paragraphs: bool) -> str:
    result = _Decoder(text, is_rich, has_paragraphs).group(0, closing=False)
    return (unicodedata.normalize("NFC", result) if not result.isascii() else result).strip()


class _Decoder:
    """Walks the tokens of one value."""

    def __init__(self, text: str, is_rich: bool, has_paragraphs: bool) -> None:
        self.text = text
        self.tokens = list(_TOKEN.finditer(text))
        self.at = 0
        self.is_rich = is_rich
        self.has_paragraphs = has_paragraphs

    def group(self, depth: int, *, closing: bool) -> str:
        """The text up to the closing brace or the end; a declaration (`\\em`) marks what follows it."""
        parts: list[str] = []
        marks: list[tuple[str, int]] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.group(5) == "}":
                self.at += 1
                if closing:
                    break
                continue
            if token.group(1) in _DECLARED:
                self.at += 1
                if self.is_rich and depth:
                    marks.append((_MARKUP[token.group(1)], len(parts)))
                continue
            parts.append(self._one(depth))
        for tag, start in reversed(marks):
            parts[start:] = [_tagged("".join(parts[start:]), tag)]
        return "".join(parts)

    def _one(self, depth: int) -> str:
        token = self.tokens[self.at]
        self.at += 1
        name, _star, _space, sign, brace, dollar, tilde, ligature, plain, other = token.groups()
        if plain is not None:
            return plain
        if name is not None:
            return self._command(name, token, depth)
        if sign is not None:
            return self._sign(sign, token, depth)
        if brace == "{":
            return self._braces(token, depth)
        if dollar is not None:
            return self._math(token, dollar)
        if tilde:
            return "\u00a0"
        if ligature:
            return _LIGATURES[ligature]
        return other or token.group()

    def _braces(self, token: re.Match[str], depth: int) -> str:
        """A group: its braces go, but three braces in a title mean that its case must stay."""
        if depth > MAX_DEPTH:
            return ""
        if self.is_rich and _keeps_case(self.text, token.start()):
            inner = self.group(depth + 1, closing=True)
            return f'<span class="nocase">{inner}</span>' if inner.strip() and "<span" not in inner else inner
        return self.group(depth + 1, closing=True)

    def _sign(self, sign: str, token: re.Match[str], depth: int) -> str:
        if sign in _ACCENTS_BY_SIGN:
            return self._accent(sign, depth)
        if sign == "\\":
            return "\n" if self.has_paragraphs else " "
        if sign == "(":
            end = self.text.find("\\)", token.end())
            if end > 0:
                return self._formula(self.text[token.end() : end], end + 2, self.text[token.start() : end + 2])
        space = token.group()[2:] if sign not in "\n\t" else ""
        return _SIGNS.get(sign, f"\\{sign}") + space

    def _math(self, token: re.Match[str], dollar: str) -> str:
        start = token.end()
        end = self.text.find(dollar, start)
        while end > 0 and self.text[end - 1] == "\\":
            end = self.text.find(dollar, end + 1)
        if end < 0:
            return dollar
        return self._formula(self.text[start:end], end + len(dollar), self.text[token.start() : end + len(dollar)])

    def _formula(self, math: str, end: int, typed: str) -> str:
        """A formula as text; as typed when it is one that stays; else its words."""
        inner = math.strip()
        found = latex_math.to_unicode(inner, is_rich=self.is_rich) if inner else ""
        while self.at < len(self.tokens) and self.tokens[self.at].start() < end:
            self.at += 1
        if found is not None:
            return found
        if latex_math.is_kept(inner):
            return f"${inner}$"
        return decode(inner, is_rich=self.is_rich) if "$" not in inner else typed

    def _accent(self, mark: str, depth: int) -> str:
        """The next letter or group with the accent on it; an accent on nothing prints itself."""
        known = tables()
        base = self._accented(depth)
        if not base or base.isspace():
            return known.spacing.get(mark, "") + base
        if base[0] in "ıȷ" and mark not in "cdbk":
            base = ("i" if base[0] == "ı" else "j") + base[1:]
        width = 1
        while width < len(base) and unicodedata.combining(base[width]):
            width += 1
        return unicodedata.normalize("NFC", base[:width] + known.combining[mark]) + base[width:]

    def _accented(self, depth: int) -> str:
        if self.at >= len(self.tokens) or depth > MAX_DEPTH:
            return ""
        token = self.tokens[self.at]
        if token.group(5) == "}":
            return ""
        if token.group(9) is not None:
            self.at += 1
            return token.group().lstrip(" ")
        return self._one(depth + 1)

    def _command(self, name: str, token: re.Match[str], depth: int) -> str:
        known = tables()
        if name in known.text:
            return known.text[name] + self._space_after(token)
        if name in _ACCENTS_BY_NAME:
            return self._accent(name, depth)
        if name in _MARKUP:
            return self._marked(_MARKUP[name], depth)
        if name in known.math:
            return known.math[name] + self._space_after(token)
        if name in ("url", "href", "doi"):
            return self._link(name, token, depth)
        if name in _QUOTES:
            opening, closing = _QUOTES[name]
            return f"{opening}{self._argument(depth)}{closing}"
        if name in _UNWRAPPED:
            if name in _DROPS_ARGUMENT:
                self._argument(depth)
            return ""
        if name in ("newline", "linebreak", "par", "break"):
            return "\n" if self.has_paragraphs else " "
        if name in known.kept_text:
            return self._kept(name, token, known.kept_text[name], depth)
        return token.group() + self._unknown_arguments(depth)

    def _space_after(self, token: re.Match[str]) -> str:
        """TeX eats the space behind a command word; `{}` after it stops that and prints nothing."""
        return ""

    def _unknown_arguments(self, depth: int) -> str:
        parts: list[str] = []
        while self._next_is("{") and depth < MAX_DEPTH:
            self.at += 1
            parts.append("{" + self.group(depth + 1, closing=True) + "}")
        return "".join(parts)

    def _kept(self, name: str, token: re.Match[str], count: int, depth: int) -> str:
        parts = [f"\\{name}"]
        for _ in range(count):
            if not self._next_is("{"):
                return token.group() if len(parts) == 1 else "".join(parts)
            self.at += 1
            parts.append("{" + self.group(depth + 1, closing=True) + "}")
        return "".join(parts)

    def _next_is(self, brace: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].group(5) == brace

    def _argument(self, depth: int) -> str:
        """The next group or single character."""
        if self.at >= len(self.tokens) or depth > MAX_DEPTH or self._next_is("}"):
            return ""
        token = self.tokens[self.at]
        if token.group(9) is not None and len(token.group()) > 1:
            self.tokens[self.at : self.at + 1] = [
                match
                for cut in ((token.start(), token.start() + 1), (token.start() + 1, token.end()))
                if (match := _TOKEN.match(self.text, *cut))
            ]
            token = self.tokens[self.at]
        return self._one(depth + 1)

    def _marked(self, tag: str, depth: int) -> str:
        inner = self._argument(depth)
        if self.is_rich:
            return _tagged(inner, tag)
        if tag in ("sup", "sub"):
            known = tables()
            return raised(inner, known.superscript if tag == "sup" else known.subscript) or inner
        return inner

    def _link(self, name: str, token: re.Match[str], depth: int) -> str:
        """An address, read verbatim; `\\href` gives its text followed by the address."""
        if not self._next_is("{"):
            return ""
        start = self.tokens[self.at].end()
        level, end = 1, start
        while end < len(self.text) and level:
            level += {"{": 1, "}": -1}.get(self.text[end], 0)
            end += 1
        address = re.sub(r"\\([%#&_~{}$])", r"\1", self.text[start : end - (level == 0)])
        while self.at < len(self.tokens) and self.tokens[self.at].start() < end:
            self.at += 1
        if name != "href":
            return address
        label = self._argument(depth)
        return address if label in ("", address) else f"{label} ({address})"


def _keeps_case(text: str, start: int) -> bool:
    """True for three braces around one whole group of words."""
    if not text.startswith("{{{", start) or text[start + 3 : start + 4] in ("\\", "$", "{", ""):
        return False
    level, end = 1, start + 3
    while end < len(text) and level:
        level += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    return text.startswith("}}", end)


def _tagged(text: str, tag: str) -> str:
    return f"<{tag}>{text}</{tag}>" if text.strip() else text
