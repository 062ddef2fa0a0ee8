"""The language of key patterns: text with tokens in square brackets, each with options behind colons.

`[auth]` `[editor]` are family names, `[title]` the significant words of the title and `[words]` all of them,
`[journal]` and `[publisher]` their significant words; `[alpha]` is the label that BibTeX's alpha style gives (Bie18
without the year); `[year]` `[shortyear]` `[month]` `[volume]` `[issue]` `[page]` `[pmid]` `[doi]` `[type]` are
what they say.

Options: a number or `all` (how many names or words; one without it), `last` (count from the end), `etal` (added when
there are more names), `upper` `capital` `keep` (lower case without them), `initials`, `letters=N` (of each word),
`length=N` (of the whole token), `sep=-` (between words), `german` (ä as ae), `else=text` (when there is nothing).
`[auth:2:capital:etal]_[year]` gives `BierBerensteinEtal_2018`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from mscref.errors import UserError
from mscref.jobs import latin, title_words
from mscref.model.folding import nearest
from mscref.model.reference import Name, Reference

DEFAULT = "[auth][year][title]"

_UNSAFE = re.compile(r"[^A-Za-z0-9:._+/-]")
_WORD = re.compile(r"[^\W_]+")
_FIRST_PAGE = re.compile(r"[^\s,;–-]+")
_CASES = ("lower", "upper", "capital", "keep")
_FLAGS = (*_CASES, "initials", "last", "all", "german", "etal")
_VALUED = ("letters", "length", "sep", "else", "etal")
_WORDY = ("auth", "editor", "title", "words", "journal", "publisher")
_PLAIN = {"volume": "volume", "issue": "issue", "pmid": "PMID", "doi": "DOI"}
TOKENS = (*_WORDY, "alpha", "year", "shortyear", "month", "volume", "issue", "page", "pmid", "doi", "type")
OPTIONS = ("1-99", *_FLAGS, "letters=N", "length=N", "sep=-", "else=text")


class PatternError(UserError):
    """A key pattern that cannot be read; `position` is the offset (code points) of what is wrong."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"At character {position + 1} of the key pattern: {message}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its options; `count` 0 means all of its words."""

    name: str
    count: int = 1
    from_end: bool = False
    case: str = "lower"
    initials: bool = False
    letters: int = 0
    length: int = 0
    separator: str = ""
    is_german: bool = False
    et_al: str = ""
    otherwise: str | None = None

    def fill(self, reference: Reference) -> str:
        """What the token stands for in a reference, in ASCII."""
        spell = latin.to_german_ascii if self.is_german else latin.to_ascii
        words = _words(self.name, reference, spell)
        count = self.count or len(words)
        shown = words[-count:] if self.from_end else words[:count]
        if not shown and self.otherwise is not None:
            return self.otherwise
        more = self.et_al if self.name in ("auth", "editor") and _is_longer(self.name, reference, len(shown)) else ""
        joined = self.separator.join([self._shaped(word) for word in shown] + ([self._cased(more)] if more else []))
        return joined[: self.length] if self.length else joined

    def _shaped(self, word: str) -> str:
        cut = 1 if self.initials else self.letters
        return self._cased(word[:cut] if cut else word)

    def _cased(self, word: str) -> str:
        if self.case == "keep" or self.name == "alpha":
            return word
        if self.case == "capital":
            return word[:1].upper() + word[1:].lower()
        return word.upper() if self.case == "upper" else word.lower()


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read: plain text and tokens, in order."""

    text: str
    parts: tuple[str | Token, ...] = field(default=())

    def fill(self, reference: Reference) -> str:
        """The key of a reference, before it is made unique; it may be empty."""
        filled = (part if isinstance(part, str) else part.fill(reference) for part in self.parts)
        return _UNSAFE.sub("", "".join(filled))


@functools.lru_cache(maxsize=64)
def parse(text: str) -> Pattern:
    """Read a pattern; raises PatternError, which names the place, for one that cannot be read."""
    parts: list[str | Token] = []
    place = 0
    while place < len(text):
        start = text.find("[", place)
        plain = text[place:] if start < 0 else text[place:start]
        _check_plain(plain, place)
        if plain:
            parts.append(plain)
        if start < 0:
            break
        end = text.find("]", start)
        again = text.find("[", start + 1)
        if end < 0 or 0 <= again < end:
            raise PatternError('the bracket "[" has no partner; close it with "]".', start)
        parts.append(_token(text[start + 1 : end], start + 1))
        place = end + 1
    if not any(isinstance(part, Token) for part in parts):
        raise PatternError(f"there is no token in it, so that all keys would be alike; write for example {DEFAULT}.", 0)
    return Pattern(text, tuple(parts))


def _check_plain(plain: str, at: int) -> None:
    if "]" in plain:
        raise PatternError('the bracket "]" has no partner; open it with "[".', at + plain.index("]"))
    bad = _UNSAFE.search(plain)
    if bad:
        raise PatternError(f'a key may not hold "{bad[0]}"; use letters, digits and : . _ + / -', at + bad.start())


def _token(body: str, at: int) -> Token:
    """Read what stands between two brackets; `at` is where it begins in the pattern."""
    name, *options = body.split(":")
    if name.strip().lower() not in TOKENS:
        near = nearest(name.strip().lower(), TOKENS)
        hint = f'did you mean "[{near}]"?' if near else f"there are [{'], ['.join(TOKENS)}]."
        raise PatternError(f'there is no token "[{name}]"; {hint}', at)
    chosen: dict[str, object] = {}
    place = at + len(name) + 1
    for option in options:
        chosen |= _option(option, place)
        place += len(option) + 1
    return Token(name.strip().lower(), **chosen)  # type: ignore[arg-type]


def _option(option: str, at: int) -> dict[str, object]:
    word, equals, value = option.strip().partition("=")
    word = word.strip().lower()
    if word.isascii() and word.isdigit() and not equals:
        if not 1 <= int(word) <= 99:
            raise PatternError(f'"{word}" is no number of words; use 1 to 99, or "all".', at)
        return {"count": int(word)}
    if equals and word in _VALUED:
        return _valued(word, value, at + option.index("=") + 1)
    if equals or word not in _FLAGS:
        near = nearest(word, (*_FLAGS, *_VALUED))
        hint = f'did you mean "{near}"?' if near else f"there are {', '.join(OPTIONS)}."
        raise PatternError(f'there is no option "{option}"; {hint}', at)
    if word in _CASES:
        return {"case": word}
    flags: dict[str, dict[str, object]] = {
        "initials": {"initials": True},
        "last": {"from_end": True},
        "all": {"count": 0},
        "german": {"is_german": True},
        "etal": {"et_al": "etal"},
    }
    return flags[word]


def _valued(word: str, value: str, at: int) -> dict[str, object]:
    if word in ("letters", "length"):
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 99):
            raise PatternError(f'"{value}" is no number of letters; use 1 to 99.', at)
        return {word: int(value)}
    bad = _UNSAFE.search(value)
    if bad:
        raise PatternError(f'a key may not hold "{bad[0]}"; use letters, digits and . _ + / -', at + bad.start())
    return {{"sep": "separator", "else": "otherwise", "etal": "et_al"}[word]: value}


# --- what tokens stand for --------------------------------------------------------------------------------------

Spell = Callable[[str], str]


def _words(token: str, reference: Reference, spell: Spell) -> Sequence[str]:
    match token:
        case "auth":
            return [_name_word(name, spell) for name in _leaders(reference)] or ["anon"]
        case "editor":
            return [word for name in reference.names("editor") if (word := _name_word(name, spell))]
        case "title":
            return list(title_words.significant(reference.title, spell))
        case "words":
            return list(title_words.words(reference.title, spell))
        case "journal":
            return list(title_words.significant(reference.journal, spell))
        case "publisher":
            return list(title_words.significant(reference.get("publisher"), spell))
        case "alpha":
            return [_alpha([_name_word(name, spell) for name in _leaders(reference)])]
        case "year":
            return [reference.year or "nd"]
        case "shortyear":
            return [reference.year[-2:] or "nd"]
        case "month":
            month = reference.get("issued")[5:7]
            return [month] if month.isdigit() else []
        case "page":
            found = _FIRST_PAGE.search(reference.get("page"))
            return [spell(found.group())] if found else []
        case "type":
            return [reference.type]
    value = spell(reference.get(_PLAIN[token]))
    return [value] if value else []


def _leaders(reference: Reference) -> list[Name]:
    """Who stands for a reference: its authors, else its editors, else whoever is named."""
    names = reference.authors or reference.names("editor") or tuple(c.name for c in reference.contributors)
    return [name for name in names if _name_word(name, latin.to_ascii)]


def _is_longer(token: str, reference: Reference, shown: int) -> bool:
    names = _leaders(reference) if token == "auth" else reference.names("editor")
    return len(names) > shown or bool(reference.incomplete_roles)


def _name_word(name: Name, spell: Spell) -> str:
    if name.is_institution:
        return next(title_words.significant(name.literal, spell), "")
    return "".join(_WORD.findall(spell(latin.surname(f"{name.particle}{name.family}" or name.given))))


def _alpha(names: Sequence[str]) -> str:
    """The label of BibTeX's alpha style: Bie for one name, BB for two, BBS+ for more than four."""
    if len(names) < 2:
        return names[0][:3] if names else ""
    initials = "".join(name[:1].upper() for name in names)
    return initials if len(names) <= 4 else f"{initials[:3]}+"


def tokens_told() -> Iterator[str]:
    """The tokens as they are written."""
    return (f"[{name}]" for name in TOKENS)
