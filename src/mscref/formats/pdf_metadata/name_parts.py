"""One printed name taken apart: family, given, particle, suffix; groups of investigators stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mscref.formats.pdf_metadata.found import fold
from mscref.formats.pdf_text import squeeze
from mscref.model.reference import Name

_PARTICLE_WORDS = """
    van von der den de del della di da das do dos du le la los las el ten ter te zu zum zur af av und y e bin ibn
    bint al abu ben vander vom
"""
PARTICLES = frozenset(_PARTICLE_WORDS.split())
SUFFIX = re.compile(r"[\s,]+(Jr|Sr|II|III|IV)\.?$", re.IGNORECASE)
_WHOLE = frozenset(("le", "la", "al", "el", "abu", "ben", "bin", "ibn", "bint", "e", "y", "und"))
_BEFORE_FAMILY = frozenset(("Mc", "Mac", "O", "O'", "\u00d3", "N\u00ed", "Nic", "Ui", "St", "St.", "Saint"))
_GROUP = re.compile(
    r"(?:(?i:the)\s+)?((?:[A-Z\d][\w\u2019'/.&-]*\s+|(?:of|for|the|and|in|on)\s+)+"
    r"(?:(?:Group|Investigators|Consortium|Collaboration|Collaborators|Network|Committee|Team|Collaborative|"
    r"Initiative|Trialists)\b(?:\s+\([^)]*\))?))"
)
_SIGNING_GROUP = re.compile(
    r"(?:The\s+)?[A-Z\d].*\b(?:(?:Study|Trials?|Working|Research|Collaborative) Group|Investigators|Consortium|"
    r"Collaboration|Trialists)"
)
_HINDAWI = {"J": "\u0131", "L": "\u011f", "G": "\u015f", "B": "\u0142"}


def person(text: str, families: Iterable[str] = ()) -> Name:
    """A printed name taken apart; `families` are folded double family names known from elsewhere on the page."""
    text = squeeze(text)
    if is_group(text):
        return Name(literal=text)
    suffix = ""
    if found := SUFFIX.search(text):
        suffix, text = found.group(1), text[: found.start()]
    if "," in text:
        family, _, given = text.partition(",")
        return _with_particle(_cased(squeeze(family).split(" ")), squeeze(given), suffix)
    words = _cased(text.split(" "))
    start = len(words) - 1
    for length in range(min(4, len(words) - 1), 1, -1):
        if fold("".join(words[-length:])) in families:
            start = len(words) - length
            break
    else:
        while start > 1 and (words[start - 1].lower() in PARTICLES or _goes_with(words[start - 1], words[start])):
            start -= 1
    return _with_particle(words[start:], " ".join(words[:start]), suffix)


def is_group(text: str) -> bool:
    """True for a group of investigators that stands where an author could ("The Cat Study Group")."""
    return len(text) < 120 and bool(_GROUP.fullmatch(text))


def signs_alone(text: str) -> bool:
    """True for a group whose name alone says that it wrote the paper."""
    return is_group(text) and bool(_SIGNING_GROUP.fullmatch(text))


def without_article(text: str) -> str:
    """A group's name without "the" before it within a list."""
    return re.sub(r"^the\s+", "", text)


def with_letters_restored(name: str) -> str:
    """A name from a Hindawi paper, whose fonts name some letters wrongly: "FakJoglu" -> "Fak\u0131oglu"."""
    return re.sub(
        r"(?<=[^\W\d_A-Z])[JLGB](?=[^\W\d_A-Z]|[JLG]|$|-)(?<!Mc.)(?<!Mac.)",
        lambda match: _HINDAWI.get(match.group(), match.group()),
        name,
    )


def _goes_with(word: str, family: str) -> bool:
    """True for "Mc Elvaney", "Salah El-Din", "O Neill": words of a family name that stand apart."""
    return word in _BEFORE_FAMILY or bool(re.fullmatch(r"(?:El|Al|Ud|Ed|Ad)-?(?:Din|Deen|Dine)", family, re.IGNORECASE))


def _with_particle(family: list[str], given: str, suffix: str) -> Name:
    count = 0
    while count < len(family) - 1 and family[count].islower() and family[count] in PARTICLES - _WHOLE:
        count += 1
    return Name(family=" ".join(family[count:]), given=given, particle=" ".join(family[:count]), suffix=suffix)


def _cased(words: list[str]) -> list[str]:
    """Words set in capitals as a person writes them: all of them, or the family name alone ("Ida HOLM")."""
    if all(word.isupper() for word in words):
        return [_lowered(word) for word in words]
    *given, family = words
    given = [_lowered(word) if word.isupper() and len(word) > 3 else word for word in given]
    return [*given, _lowered(family) if family.isupper() and len(family) > 2 else family]


def _lowered(word: str) -> str:
    if len(word.replace(".", "")) <= 2 and not re.search(r"[AEIOUY]", word):
        return word
    if "." in word or len(word) == 1:
        return word
    if word.startswith("MC") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word)
