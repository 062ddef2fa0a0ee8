"""Citation keys: made once by a pattern, stored, and never recomputed silently.

A pattern is text with tokens in square brackets: `[auth]`, `[year]`, `[shortyear]`, `[title]`, `[journal]`,
`[type]`. Options follow a colon: a number (authors for `auth`, words for `title` and `journal`), `upper`,
`capital`, `initials`. `[auth:2:capital]_[year]` gives `BierBerenstein_2018`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Container, Iterator
from string import ascii_lowercase

from mscref.errors import UserError
from mscref.jobs.latin import to_ascii
from mscref.model.reference import Name, Reference

DEFAULT = "[auth][year][title]"

_TOKEN = re.compile(r"\[([^\[\]]*)\]")
_UNSAFE = re.compile(r"[^A-Za-z0-9:._+/-]+")
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span|em|strong)\b[^>]*>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\b[dlDL]['\u2019](?=\w)")
_SHAPES = ("upper", "capital", "initials")
_STOP_WORDS = (
    "a an and are as at by do does for from has have how in into is it its nor not of off on onto or our out over "
    "per so than that the their these this those to toward towards under up upon via was were what when where "
    "whether which who why with within without "
    "der die das den dem des ein eine einer eines einem und oder von vom zu zum zur im am mit bei auf aus nach "
    "le la les un une du de et ou en au aux sur pour par dans avec "
    "el los las una unos unas y o del al con para por sobre "
    "il lo gli i uno e ed di da della dello delle dei degli nel nella sul sulla tra fra"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())


def make(reference: Reference, taken: Container[str] = (), pattern: str = DEFAULT) -> str:
    """A key for `reference` by `pattern` that `taken` (keys in lower case) does not hold.

    Raises UserError for a pattern that cannot be read.
    """
    return unique(expand(reference, pattern), taken)


def unique(key: str, taken: Container[str]) -> str:
    """`key` made fit for BibTeX, with a, b, ..., aa, ... behind it while `taken` (lower case) holds it in any case."""
    wanted = safe(key) or "reference"
    return next(key for key in (wanted + suffix for suffix in _suffixes()) if key.casefold() not in taken)


def _suffixes() -> Iterator[str]:
    yield ""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(ascii_lowercase, repeat=length))


def safe(key: str) -> str:
    """`key` with only what every BibTeX program accepts: ASCII letters, digits and `:._+/-`."""
    return _UNSAFE.sub("", to_ascii(unicodedata.normalize("NFC", key)))


def expand(reference: Reference, pattern: str = DEFAULT) -> str:
    """The pattern filled in, before it is made unique."""
    if pattern.count("[") != pattern.count("]") or "[" in _TOKEN.sub("", pattern):
        raise UserError(f'The key pattern "{pattern}" has a bracket without its partner; write for example {DEFAULT}.')
    return safe(_TOKEN.sub(lambda token: _filled(reference, token.group(1)), pattern))


def _filled(reference: Reference, token: str) -> str:
    name, *options = (part.strip().lower() for part in token.split(":"))
    count = next((int(option) for option in options if option.isdigit()), 1)
    shapes = [option for option in options if not option.isdigit()]
    unknown = next((option for option in shapes if option not in _SHAPES), "")
    if unknown:
        raise UserError(f'A key pattern has no option "{unknown}"; there are {", ".join(_SHAPES)} and a number.')
    return _shaped(_words(reference, name, max(count, 1)), shapes)


def _words(reference: Reference, token: str, count: int) -> list[str]:
    match token:
        case "auth":
            return author_words(reference)[:count]
        case "year":
            return [reference.year or "nd"]
        case "shortyear":
            return [reference.year[-2:] or "nd"]
        case "title":
            return list(significant_words(reference.title))[:count]
        case "journal":
            return list(significant_words(reference.journal))[:count]
        case "type":
            return [reference.type]
    raise UserError(
        f'A key pattern has no token "[{token}]"; there are [auth], [year], [shortyear], [title], [journal], [type].'
    )


def _shaped(words: list[str], shapes: list[str]) -> str:
    words = [word.lower() for word in words]
    if "initials" in shapes:
        words = [word[:1] for word in words]
    if "capital" in shapes:
        words = [word[:1].upper() + word[1:] for word in words]
    joined = "".join(words)
    return joined.upper() if "upper" in shapes else joined


def author_words(reference: Reference) -> list[str]:
    """The family names that stand for a reference, in ASCII: its authors', else its editors', else "anon"."""
    names = reference.authors or reference.names("editor") or tuple(c.name for c in reference.contributors)
    return [word for word in map(_name_word, names) if word] or ["anon"]


def _name_word(name: Name) -> str:
    if name.is_institution:
        return next(significant_words(name.literal), "")
    return "".join(_WORD.findall(to_ascii(f"{name.particle}{name.family}" or name.given)))


def significant_words(text: str) -> Iterator[str]:
    """The words of a title in ASCII, without markup, stop words and bare numbers."""
    plain = _ELISION.sub("", _MARKUP.sub("", text))
    for word in _WORD.findall(unicodedata.normalize("NFC", plain)):
        latin = "".join(_WORD.findall(to_ascii(word)))
        if latin and not latin.isdigit() and latin.casefold() not in STOP_WORDS:
            yield latin
