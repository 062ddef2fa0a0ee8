"""Names of people as bylines print them, taken apart: "Sejdi Lusho, PhD(a,b)" -> Sejdi Lusho."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mscref.formats.pdf_metadata.found import fold
from mscref.formats.pdf_text import Line, squeeze
from mscref.model.reference import Name

MARK = "\x1f"
_SEPARATOR = re.compile(
    r"\s*(?:[,;\u00b7\u2022\u2219\u22c5|&\x1f]|\band\b|\bund\b|\bet\b(?! al)|\bAND\b|\u25cf|\uf0b7)\s*"
)
_DEGREE = re.compile(
    r"\b(?:M\.?\s?D\.?|Ph\.?\s?D\.?|D\.?Phil\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?S\.?|B\.?S\.?|M\.?P\.?H\.?|M\.?B\.?|B\.?M\.?|M\.?A\.?|B\.?A\.?|"
    r"M\.?M\.?|MBBS|MBChB|MRCP|MRCS|FRCP|FRCS(?:\s?\(\w+\))?|FACS|FACP|FACC|FAAN|FAHA|FESC|FRCPC|DDS|DMD|DVM|DNB|DM|DO|"
    r"PharmD|Pharm\.?D\.?|RN|NP|PA-C|PT|DPT|MPhil|MBA|MHS|MSW|MPP|EdD|PsyD|ScD|DSc|DrPH|Dr\.?\s?(?:med|rer)\.?(?:\s?nat\.?)?|Prof\.?|Dr\.?|"
    r"MMed|MMSc|MSN|BSN|BPharm|MPharm|MTech|BTech|BE|CRNP|OD|FAAP|FIDSA|MHA|MRes|BSc\s?\(Hons\)|Hons|M\.?Ed\.?|LLM|JD|"
    r"SR|JR(?=\s*$))(?![\w'\u2019-])\.?"
)
_DEGREE_AFTER = re.compile(rf"(?:[\s,]+{_DEGREE.pattern})+\s*$")
_SUFFIX = re.compile(r"[\s,]+(Jr|Sr|II|III|IV)\.?$", re.IGNORECASE)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "das",
        "do",
        "dos",
        "du",
        "le",
        "la",
        "los",
        "las",
        "el",
        "ten",
        "ter",
        "te",
        "zu",
        "zum",
        "zur",
        "af",
        "av",
        "und",
        "y",
        "e",
        "bin",
        "ibn",
        "bint",
        "al",
        "abu",
        "ben",
        "vander",
        "vom",
    ]
)
_WHOLE = frozenset(("le", "la", "al", "el", "abu", "ben", "bin", "ibn", "bint", "e", "y", "und"))
_NOT_NAMES = re.compile(
    r"\b(?:department|division|university|universit\w+|institut\w*|hospital|school|faculty|cent(?:er|re)|college|"
    r"laborator\w+|clinic|academy|medical|medicine|research|sciences?|street|road|avenue|usa|china|email|e-mail|"
    r"correspond\w*|address\w*|abstract|keywords?|received|accepted|published|submitted|revised|copyright|license|"
    r"article|review|journal|volume|http|www|open|access|background|introduction|methods?|results?|conclusions?|"
    r"objectives?|purpose|study|trial|analysis|patients?|effects?|cells?|disease|treatment|edited|editor|reviewed|authors?|"
    r"contributed|equally|citation|orcid|supplement|original|report|figure|table|province|republic|kingdom|united|"
    r"germany|italy|spain|turkey|india|japan|korea|brazil|canada|australia|january|february|july|september|october|"
    r"november|december|(?-i:doi|DOI|the|of|in|with|on|from|by|an|is|was|were|are|to|which|that|this|these|as|at|or|not|"
    r"between|during|using|among|The|Of|With|From|By|city|state|page|case|letter))\b(?!-)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:for|on behalf of|and)?\s*(?:the\s+)?((?:[A-Z][\w\u2019'/.-]*\s+|of\s+|for\s+|the\s+|and\s+|in\s+|on\s+)+"
    r"(?:Group|Investigators|Consortium|Collaboration|Collaborators|Network|Committee|Team|Collaborative|Initiative)"
    r"(?:\s+\([^)]*\))?)"
)
_HINDAWI = {"J": "\u0131", "L": "\u011f", "G": "\u015f", "B": "\u0142"}
_NAME_WORD = re.compile(r"(?:[^\W\d_]|['\u2019`\u00b4.\-\u2010\u2011])+")


def marked_text(lines: Sequence[Line]) -> str:
    """Byline lines as one text, raised marks replaced by MARK; a line per name is told by a MARK at its end."""
    rows = ["".join(MARK if run.raised else run.text for run in line.runs) for line in lines]
    one_each = len(rows) > 1 and all(_is_one_name(row) for row in rows)
    return squeeze_marks((MARK if one_each else " ").join(rows).replace("\x02 ", "-").replace("\x02", "-"))


def squeeze_marks(text: str) -> str:
    """White space squeezed, with marks kept apart from it."""
    return MARK.join(squeeze(part) for part in text.split(MARK))


def split_names(text: str) -> list[str]:
    """The names in a byline, degrees, affiliation marks and groups of investigators taken off."""
    text = re.sub(r"\([^()]{0,80}\)|\[[^\]]{0,40}\]|<[^>]*>", MARK, text)
    text = re.sub(r"\S+@\S+|https?://\S+|\bORCID\b\S*|\biD\b", MARK, text)
    text = re.sub(r"\b(?:on behalf of|for the)\b.*$", "", text)
    text = re.sub(r"^(?:by|authors?\s*:|from)\s+", "", text, flags=re.IGNORECASE)
    names = []
    for part in _SEPARATOR.split(text):
        name = bare_name(part)
        if name and is_name(name):
            names.append(name)
        elif names and _SUFFIX.fullmatch(f" {name}"):
            names[-1] = f"{names[-1]} {name}"
    return names


def bare_name(text: str) -> str:
    """One name without degrees, digits and marks around it."""
    text = re.sub(
        r"[\d*\u2020\u2021\u00a7\u00b6\u2016#\u2217\u22c6\u2606\u2709\u00b9\u00b2\u00b3\u2070-\u2079\u2460-\u2473=+~^\"\u25a0-\u25ff\ue000-\uf8ff]+",
        " ",
        text,
    )
    text = squeeze(text).strip(" ,.;:-\u2013\u2014/")
    previous = None
    while text != previous:
        previous = text
        text = (
            re.sub(rf"^(?:{_DEGREE.pattern})(?=\s)\s*", "", text)
            if re.match(r"(?:Prof|Dr|Mr|Ms|Mrs)\b", text)
            else text
        )
        text = _DEGREE_AFTER.sub("", text).strip(" ,;:-")
        text = re.sub(r"(?<=[^\W\d_]{2})(?:\s+[a-z]){1,3}$", "", text)
    if _DEGREE.fullmatch(text):
        return ""
    if re.fullmatch(r"(?!Mc|Mac|De|Du|La|Le|Van|Von|Di|Fitz)[^\W\d_a-z][a-z]{2,}[A-Z][a-z]+", text):
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return text


def is_name(text: str) -> bool:
    """True for two to six capitalised words (particles and initials count) that no affiliation uses."""
    words = text.split(" ")
    if not 2 <= len(words) <= 9 or _full_words(words) > 4 or len(text) > 60 or _NOT_NAMES.search(text):
        return False
    if not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    capital = [word for word in words if word[0].isupper() or word[0] in "'\u2019"]
    rest = [word for word in words if word not in capital]
    if not capital or any(
        word.lower() not in _PARTICLES and not word.startswith(("al-", "d'", "d\u2019", "el-")) for word in rest
    ):
        return False
    return any(sum(c.isalpha() for c in word) > 1 for word in capital)


def _full_words(words: Iterable[str]) -> int:
    return sum(len(word) > 2 and word.lower() not in _PARTICLES for word in words)


def byline_score(text: str) -> float:
    """How much a text looks like a list of names, from 0 to 1."""
    text = re.sub(r"\S+@\S+|\([^()]{0,80}\)", MARK, text)
    text = re.sub(r"\b(?:on behalf of|for the)\b.*$", "", text)
    parts = [bare_name(part) for part in _SEPARATOR.split(text)]
    parts = [part for part in parts if len(part) > 2]
    if not parts:
        return 0.0
    letters = sum(len(part) for part in parts)
    return sum(len(part) for part in parts if is_name(part)) / letters


def group_in(text: str) -> str:
    """The group of investigators that signs at the end of a byline, empty when none does."""
    found = _GROUP.search(text.replace(MARK, " "))
    return squeeze(found.group(1)) if found else ""


def person(text: str, families: Iterable[str] = ()) -> Name:
    """A printed name taken apart; `families` are double family names known from elsewhere on the page."""
    text = squeeze(text)
    suffix = ""
    if found := _SUFFIX.search(text):
        suffix, text = found.group(1), text[: found.start()]
    if "," in text:
        family, _, given = text.partition(",")
        return _with_particle(squeeze(family).split(" "), squeeze(given), suffix)
    words = text.split(" ")
    if text.isupper():
        words = [_lowered(word) for word in words]
    start = len(words) - 1
    for length in range(min(4, len(words) - 1), 1, -1):
        if fold("".join(words[-length:])) in families:
            start = len(words) - length
            break
    else:
        while start > 1 and (words[start - 1].lower() in _PARTICLES or _goes_with(words[start - 1], words[start])):
            start -= 1
    return _with_particle(words[start:], " ".join(words[:start]), suffix)


def with_letters_restored(name: str) -> str:
    """A name from a Hindawi paper, whose fonts name some letters wrongly: "FakJoglu" -> "Fakıoglu"."""
    return re.sub(
        r"(?<=[^\W\d_A-Z])[JLGB](?=[^\W\d_A-Z]|[JLG]|$|-)(?<!Mc.)(?<!Mac.)",
        lambda match: _HINDAWI.get(match.group(), match.group()),
        name,
    )


def _goes_with(word: str, family: str) -> bool:
    """True for "Mc Elvaney", "Salah El-Din", "O Neill": words of a family name that stand apart."""
    return word in ("Mc", "Mac", "O", "O'", "St", "St.", "Saint") or bool(
        re.fullmatch(r"(?:El|Al|Ud|Ed|Ad)-?(?:Din|Deen|Dine)", family, re.IGNORECASE)
    )


def _with_particle(family: list[str], given: str, suffix: str) -> Name:
    count = 0
    while count < len(family) - 1 and family[count].islower() and family[count] in _PARTICLES - _WHOLE:
        count += 1
    return Name(family=" ".join(family[count:]), given=given, particle=" ".join(family[:count]), suffix=suffix)


def _lowered(word: str) -> str:
    if len(word.replace(".", "")) <= 2 and not re.search(r"[AEIOUY]", word):
        return word
    if "." in word or len(word) == 1:
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word)


def _is_one_name(row: str) -> bool:
    parts = [bare_name(part) for part in _SEPARATOR.split(row)]
    names = [part for part in parts if part]
    return (
        bool(names)
        and is_name(names[0])
        and not any(len(part) > 3 for part in names[1:])
        and not row.rstrip().endswith(",")
    )
