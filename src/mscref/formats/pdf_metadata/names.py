"""Names of people as bylines print them, taken apart: "Sejdi Lusho, PhD(a,b)" -> Sejdi Lusho."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mscref.formats.pdf_metadata import name_orders
from mscref.formats.pdf_metadata.name_parts import PARTICLES, SUFFIX, is_group, signs_alone, without_article
from mscref.formats.pdf_text import Line, squeeze

MARK = "\x1f"
_GLUED = re.compile(r"(?!Mc|Mac|De|Du|La|Le|Van|Von|Di|Fitz)[^\W\d_a-z][a-z]+(?:-[A-Z]?[a-z]+)?[A-Z][a-z]+")
_ICON = re.compile(r"(?<=[a-z]) ID\b")
_MARKS_BETWEEN = re.compile(
    r"[\d*\u2020\u2021\u00a7\u00b6\u2217](?:[\s,]*[\d*\u2020\u2021\u00a7\u00b6\u2217])*\s+(?=[^\W\d_a-z])"
)
_SEPARATOR = re.compile(
    r"\s*(?:[,;\u00b7\u2022\u2219\u22c5|&\x1f]|\b(?:and|AND|und|with)\b|\bet\b(?! al)|\u25cf|\uf0b7|"
    r"(?<=\s)[/\u2013\u2014](?=\s))\s*"
)
_DEGREE = re.compile(
    r"\b(?:M\.?\s?D\.?|Ph\.?\s?D\.?|D\.?Phil\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?S\.?|B\.?S\.?|M\.?P\.?H\.?|M\.?B\.?|B\.?M\.?|M\.?A\.?|B\.?A\.?|"
    r"M\.?M\.?|MBBS|MBChB|MRCP|MRCS|FRCP|FRCS(?:\s?\(\w+\))?|FACS|FACP|FACC|FAAN|FAHA|FESC|FRCPC|DDS|DMD|DVM|DNB|DM|DO|"
    r"PharmD|Pharm\.?D\.?|PharM|Pharm\.?M\.?|MEng|BEng|MSPH|FNP|DNP|BVSc|DHSc|MStat|FRACP|FRACS|FANZCA|RN|NP|PA-C|PT|DPT|MPhil|MBA|MHS|MSW|MPP|EdD|PsyD|ScD|DSc|DrPH|Dr\.?\s?(?:med|rer)\.?(?:\s?nat\.?)?|Prof\.?|Dr\.?|"
    r"MMed|MMSc|MSN|BSN|BPharm|MPharm|MTech|BTech|BE|CRNP|OD|FAAP|FIDSA|MHA|MRes|BSc\s?\(Hons\)|Hons|M\.?Ed\.?|LLM|JD|"
    r"SR|JR(?=\s*$))(?![\w'\u2019-])\.?"
)
_DEGREE_AFTER = re.compile(rf"(?:[\s,]+{_DEGREE.pattern})+\s*$")
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
_TITLE_WORDS = re.compile(r"\b(?:OF|THE|ON|FOR|WITH|FROM|BY|AS)\b")
_PLACE = re.compile(
    r"\b(?:departa?ments?|dept|divisions?|universi\w+|institut\w*|hospitals?|schools?|facult\w+|cent(?:er|re)s?|college|"
    r"laborator\w+|clinics?|academy|inc|ltd|gmbh)\b|@",
    re.IGNORECASE,
)
_LOWER_START = re.compile(r"(?:d|l|t|de|dell|dall|nell|degl|al|el|an|as|ad|ar|ed|ul|bin|ibn)['\u2019-]\w")
_NAME_WORD = re.compile(r"(?:[^\W\d_]|['\u2019`\u00b4.\-\u2010\u2011])+")


def marked_text(lines: Sequence[Line]) -> str:
    """Byline lines as one text, raised marks replaced by MARK; a line per name is told by a MARK at its end."""
    rows = ["".join(MARK if run.raised else run.text for run in line.runs) for line in lines]
    one_each = len(rows) > 1 and all(is_one_name(row) for row in rows)
    return squeeze_marks((MARK if one_each else " ").join(rows).replace("\x02 ", "-").replace("\x02", "-"))


def squeeze_marks(text: str) -> str:
    """White space squeezed, with marks kept apart from it."""
    return MARK.join(squeeze(part) for part in text.split(MARK))


def split_names(text: str) -> list[str]:
    """The names in a byline, degrees and affiliation marks taken off; "Family, Given" where the byline has that order.

    A group of investigators is a name when it stands among the authors, not when they sign for it.
    """
    text = _prepared(text)
    if found := name_orders.inverted(text.replace(MARK, " ")):
        return found
    names: list[str] = []
    for part, is_marked in _parts(text):
        name = bare_name(part)
        if name and (is_name(name) or (is_marked and _is_marked_name(name, len(names)))):
            names.append(name)
        elif names and SUFFIX.fullmatch(f" {name}"):
            names[-1] = f"{names[-1]} {name}"
        elif names and is_group(name):
            names.append(without_article(name))
    if not names and signs_alone(group := bare_name(text)):
        return [group]
    return name_orders.family_first(names)


def _prepared(text: str) -> str:
    """A byline without what stands in brackets, addresses, ORCID icons, "By" and those whom the authors sign for."""
    text = re.sub(r"\([^()]{0,80}\)|\[[^\]]{0,40}\]|<[^>]*>", MARK, text)
    text = re.sub(r"\S+@\S+|https?://\S+|\bORCID\b\S*|\biD\b|(?<=[a-z])[iI]D\b", MARK, text)
    text = _MARKS_BETWEEN.sub(MARK, text)
    if len(_ICON.findall(text)) > 1:
        text = _ICON.sub(MARK, text)
    text = re.sub(r"\b(?:on behalf of|for the)\b.*$", "", text)
    return re.sub(r"^(?:by|authors?\s*:|from)\s+", "", text, flags=re.IGNORECASE)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between separators, with whether a raised mark follows it."""
    place = 0
    for found in _SEPARATOR.finditer(text):
        yield text[place : found.start()], MARK in found.group()
        place = found.end()
    yield text[place:], False


def _is_marked_name(name: str, before: int) -> bool:
    """True for what only its mark tells to be a name: "Bikila warkineh", and a single name among others."""
    words = name.split(" ")
    if _NOT_NAMES.search(name) or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    if len(words) == 1:
        return before > 0 and len(name) > 3 and name[0].isupper() and not name.isupper()
    return len(words) == 2 and words[0][0].isupper() and min(map(len, words)) > 2 and before > 0


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
    if _GLUED.fullmatch(text):
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return text


def is_name(text: str) -> bool:
    """True for two to six capitalised words (particles and initials count) that no affiliation uses."""
    words = text.split(" ")
    if not 2 <= len(words) <= 9 or _full_words(words) > 4 or len(text) > 60 or _NOT_NAMES.search(text):
        return False
    if text.isupper() and _TITLE_WORDS.search(text):
        return False
    if not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    capital = [word for word in words if word[0].isupper() or word[0] in "'\u2019"]
    rest = [word for word in words if word not in capital]
    if not capital or any(word.lower() not in PARTICLES and not _LOWER_START.match(word) for word in rest):
        return False
    return any(sum(c.isalpha() for c in word) > 1 for word in capital)


def _full_words(words: Iterable[str]) -> int:
    return sum(len(word) > 2 and word.lower() not in PARTICLES for word in words)


def byline_score(text: str) -> float:
    """How much a text looks like a list of names, from 0 to 1."""
    text = _prepared(text)
    if name_orders.inverted(text.replace(MARK, " ")):
        return 1.0
    parts = [(bare_name(part), is_marked) for part, is_marked in _parts(text)]
    parts = [(part, is_marked) for part, is_marked in parts if len(part) > 2]
    if not parts:
        return 0.0
    letters = names = 0
    for part, is_marked in parts:
        letters += len(part)
        if is_name(part) or (names and (is_group(part) or (is_marked and _is_marked_name(part, names)))):
            names += len(part)
    return names / letters


def is_affiliation(text: str) -> bool:
    """True for a line with the words that affiliations use."""
    return bool(_PLACE.search(text))


def is_one_name(row: str) -> bool:
    """True when a line holds one name, with degrees and marks, and no comma leads on."""
    parts = [bare_name(part) for part in _SEPARATOR.split(_prepared(row))]
    names = [part for part in parts if part]
    return (
        bool(names)
        and is_name(names[0])
        and not any(len(part) > 3 for part in names[1:])
        and not row.rstrip().endswith(",")
    )
