"""Titles for BibTeX: markup, and braces around the words whose capitals a style must not lower.

A word needs braces for a capital or digit inside it (SOD1, iPSC, NurOwn) or when it is a name by the list in
resources/latex/protected_words.toml. In a title in sentence case every capitalised word after the first counts as
a name; in a Title With Capitals that says nothing.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata

from mscref.formats.latex_encode import clean, encode_inline, find_construct, has_balanced_braces, settled
from mscref.settings import resource

PROTECTIONS = ("words", "capitals", "none")

_TAG = re.compile(r'<(/?)(i|b|sup|sub|sc|span)( class="nocase"| style="font-variant: ?small-caps;")?>')
_EMPTY_MARK = re.compile(r"<(i|b|sup|sub)></\1>")
_COMMANDS = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}
_RAISED = re.compile("[ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ]+|[ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ]+")
_SPACED = re.compile(r" ?[^ ]+| ")
_EDGES = re.compile(r"^([^\w]*)(.*?)([^\w]*)$", re.S)
_INNER = re.compile(r"\w[^\W\d_a-zà-ÿ]*[A-Z]|[^\W_]*[A-Z][^\W_]*\d|\d[^\W\d_]*[A-Z]|[A-Z]\d")
_POSSESSIVE = re.compile(r"['’](?:s)?$")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "de",
        "down",
        "en",
        "for",
        "from",
        "in",
        "into",
        "la",
        "nor",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "out",
        "over",
        "per",
        "so",
        "than",
        "that",
        "the",
        "to",
        "up",
        "upon",
        "versus",
        "via",
        "vs",
        "vs.",
        "when",
        "with",
        "within",
        "without",
        "yet",
    ]
)


@functools.cache
def _names() -> frozenset[str]:
    words = tomllib.loads(resource("latex", "protected_words.toml").read_text("utf-8"))["words"]
    return frozenset(word for group in words.values() for word in group.split())


@functools.lru_cache(maxsize=8192)
def write(
    title: str,
    *,
    ascii: bool,
    protect: str = "words",
    is_biblatex: bool = False,
    title_case: bool = False,
    protected: frozenset[str] = frozenset(),
) -> str:
    """A title in LaTeX; `protect` is "words", "capitals" (every capitalised word but the first) or "none".

    `protected` names words that keep their letters wherever they stand, beside those of the list.
    """
    title = _without_empty_marks(settled(" ".join(clean(title).split()), is_rich=True))
    if not title.isascii():
        title = _RAISED.sub(lambda found: _tag(found.group()), title)
    if not title:
        return ""
    return _Writer(title, ascii, protect, is_biblatex, title_case, protected).written().strip()


def _tag(run: str) -> str:
    """Raised letters as marked-up ones, which is what reading their LaTeX gives."""
    tag = "sup" if unicodedata.decomposition(run[0]).startswith("<super>") else "sub"
    return f"<{tag}>{unicodedata.normalize('NFKC', run)}</{tag}>"


class _Writer:
    """Writes one title: a tree of markup, its words in between."""

    def __init__(
        self, title: str, ascii: bool, protect: str, is_biblatex: bool, title_case: bool, protected: frozenset[str]
    ) -> None:
        self.title = title
        self.protected = protected
        self.ascii = ascii
        self.is_biblatex = is_biblatex
        self.title_case = title_case
        self.is_balanced = has_balanced_braces(title)
        self.is_first = True
        self.after_colon = False
        self.protect = protect
        bare = _TAG.sub("", title) if "<" in title else title
        self.trusts_capitals = protect == "capitals" or (protect == "words" and _is_sentence_case(bare))
        if protect != "none" and len(bare.split()) > 2 and not any(char.islower() for char in bare):
            self.protect = "none"

    def written(self) -> str:
        """The whole title."""
        if "<" not in self.title:
            return self._words(self.title)
        parts, _ = self._level(_tree(self.title), 0, "")
        return parts

    def _level(self, tokens: list[tuple[str, str]], at: int, closing: str) -> tuple[str, int]:
        parts: list[str] = []
        while at < len(tokens):
            kind, text = tokens[at]
            at += 1
            if kind == "text":
                parts.append(
                    self._words(text)
                    if not closing
                    else encode_inline(text, ascii=self.ascii, is_rich=True, is_balanced=self.is_balanced)
                )
            elif kind == "open":
                inner, at = self._level(tokens, at, text)
                parts.append(self._marked(text, inner))
                self.is_first = self.is_first and not inner.strip()
            else:
                return "".join(parts), at
        return "".join(parts), at

    def _marked(self, tag: str, inner: str) -> str:
        if not inner.strip():
            return inner
        if tag == "nocase":
            return inner if inner.startswith(("{", "\\", "$")) else f"{{{{{{{inner}}}}}}}"
        if tag == "sc":
            return f"\\textsc{{{inner}}}"
        command = "mkbibemph" if tag == "i" and self.is_biblatex else _COMMANDS[tag]
        return f"\\{command}{{{inner}}}"

    def _words(self, text: str) -> str:
        """A run of plain words, the protected ones in double braces, neighbours in one group."""
        if self.protect == "none":
            return encode_inline(self._cased(text), ascii=self.ascii, is_rich=True, is_balanced=self.is_balanced)
        if "\\" in text or "$" in text:
            return self._around_constructs(text)
        return self._plain_words(text)

    def _around_constructs(self, text: str) -> str:
        """Words beside LaTeX that was typed on purpose; a word that touches some is left alone."""
        parts: list[str] = []
        at = 0
        for start, end in find_construct(text):
            while start > at and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and not text[end].isspace():
                end += 1
            if start < at:
                start = at
            if end <= at:
                continue
            parts.append(self._plain_words(text[at:start]) if start > at else "")
            parts.append(encode_inline(text[start:end], ascii=self.ascii, is_rich=True, is_balanced=self.is_balanced))
            self.is_first = False
            at = end
        parts.append(self._plain_words(text[at:]))
        return "".join(parts)

    def _plain_words(self, text: str) -> str:
        parts: list[str] = []
        group: list[str] = []
        plain: list[str] = []
        for word in _SPACED.findall(text):
            if word.islower() and not group and not self.title_case and not self.protected:
                plain.append(word)
                self.is_first = False
                self.after_colon = word[-1] in ":?!."
                continue
            gap, token = (" ", word[1:]) if word[0] == " " else ("", word)
            before, middle, after = self._edges(token)
            is_protected = bool(middle) and self._is_protected(middle)
            self.is_first = self.is_first and not middle
            self.after_colon = token[-1:] in (":", "?", "!", ".") and len(middle) > 1
            if is_protected and group and not before:
                group.append(gap + self._encoded(middle))
            else:
                self._close(group, parts)
                plain.append(gap + (before if is_protected else self._cased(token)))
                if is_protected:
                    parts.append(self._encoded("".join(plain)))
                    plain.clear()
                    group.append(self._encoded(middle))
            if is_protected and after:
                self._close(group, parts)
                plain.append(after)
        self._close(group, parts)
        parts.append(self._encoded("".join(plain)))
        return "".join(parts)

    def _edges(self, token: str) -> tuple[str, str, str]:
        """Punctuation before a word, the word, and what follows; a charge or its own closing bracket belongs to it."""
        found = _EDGES.match(token)
        if not found or "{" in token or "}" in token:
            return token, "", ""
        before, word, after = found.groups()
        if after[:1] in ("⁺", "⁻", "+") or (after[:1] == ")" and word.count("(") > word.count(")")):
            word, after = word + after[0], after[1:]
        return before, word, after

    def _encoded(self, text: str) -> str:
        return encode_inline(text, ascii=self.ascii, is_rich=True, is_balanced=self.is_balanced) if text else ""

    def _close(self, group: list[str], parts: list[str]) -> None:
        """Put an open group of protected words into `parts`, in double braces."""
        if group:
            parts.append("{{" + "".join(group) + "}}")
            group.clear()

    def _is_protected(self, word: str) -> bool:
        bare = _POSSESSIVE.sub("", word)
        if self.protected and (bare in self.protected or not self.protected.isdisjoint(re.split(r"[-–/]", bare))):
            return True
        if word == word.lower():
            return False
        if _INNER.search(word):
            return True
        parts = re.split(r"[-–/]", bare)
        if any(part in _names() or _POSSESSIVE.sub("", part) in _names() for part in parts):
            return not self.is_first or len(parts) > 1
        if self.is_first:
            return self.trusts_capitals and any(part[:1].isupper() for part in parts[1:])
        if len(bare) == 1:
            return bare != "A" or not self.after_colon
        return self.trusts_capitals and (word[0].isupper() or any(part[:1].isupper() for part in parts))

    def _cased(self, text: str) -> str:
        """`text` with its words capitalised, when the style asks for Title Case."""
        if not self.title_case:
            return text
        return re.sub(r"[^\W\d_][\w'’]*", lambda found: self._capital(found, text), text)

    def _capital(self, found: re.Match[str], text: str) -> str:
        word = found.group()
        is_unit = text[found.start() - 1 : found.start()].isdigit() or not unicodedata.name(word[0], "").startswith(
            "LATIN"
        )
        if word in _SMALL or is_unit or (len(word) == 1 and text[found.end() : found.end() + 1] == "-"):
            return word
        return word[0].upper() + word[1:]


def _tree(title: str) -> list[tuple[str, str]]:
    """The title as text, opening and closing marks; a tag without its partner is text."""
    tokens: list[tuple[str, str]] = []
    open_at: list[int] = []
    last = 0
    for found in _TAG.finditer(title):
        is_closing, name, attribute = found.groups()
        mark = name
        if name == "span":
            mark = "" if is_closing else "nocase" if attribute and "nocase" in attribute else "sc" if attribute else "?"
        if (attribute and (name != "span" or is_closing)) or mark == "?":
            continue
        tokens.append(("text", title[last : found.start()]))
        last = found.end()
        if not is_closing:
            open_at.append(len(tokens))
            tokens.append(("open", mark))
        elif open_at and (tokens[open_at[-1]][1] == mark or (not mark and tokens[open_at[-1]][1] in ("nocase", "sc"))):
            open_at.pop()
            tokens.append(("close", ""))
        else:
            tokens.append(("text", found.group()))
    tokens.append(("text", title[last:]))
    for index in open_at:
        mark = tokens[index][1]
        tokens[index] = ("text", {"nocase": '<span class="nocase">', "sc": "<sc>"}.get(mark, f"<{mark}>"))
    merged: list[tuple[str, str]] = []
    for kind, text in tokens:
        if kind == "text" and merged and merged[-1][0] == "text":
            merged[-1] = ("text", merged[-1][1] + text)
        elif kind != "text" or text:
            merged.append((kind, text))
    return merged


def _without_empty_marks(title: str) -> str:
    """Marks around nothing would part a word in two and be gone when the title is read again."""
    while "></" in title and (shorter := _EMPTY_MARK.sub("", title)) != title:
        title = shorter
    return title


def _is_sentence_case(title: str) -> bool:
    """True unless most of the longer words after the first begin with a capital."""
    words: list[str] = [
        word for word in re.findall(r"[^\W\d_][\w'’]*", title)[1:] if len(word) > 3 and not _INNER.search(word)
    ]
    plain = [word for word in words if _POSSESSIVE.sub("", word) not in _names()]
    if len(plain) < 2:
        return True
    return sum(word[0].isupper() for word in plain) / len(plain) < 0.6
