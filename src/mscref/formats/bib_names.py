"""Names as BibTeX and BibLaTeX write them, both ways.

The parts follow "Tame the BeaST" (N. Markey): `First von Last`, `von Last, First` and `von Last, Jr, First`; words in
braces count as one and are never a "von". A family name that begins with a hyphenated particle ("al-Chalabi")
stays whole.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from mscref.formats.latex_decode import decode
from mscref.formats.latex_encode import clean, encode, is_printed, settled
from mscref.model.reference import Name

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_CUTS = re.compile(r"[,;={}]|\sand\s", re.IGNORECASE)
_ODD_LIST = re.compile(r"[\t\n\r\f\v]|\A | \Z|\Aand | and\Z|  | A[Nn][Dd] | and and |\A\Z")
_WORDS = re.compile(r"(?:\s|(?<!\\)~)+")
_EXTENDED = re.compile(
    r"\s*(family|given|prefix|suffix|useprefix|given-i|family-i|prefix-i|suffix-i|id|literal)\s*=", re.I
)
_NAME_IN_LIST = re.compile(r"[^\W\d_][^,;]+(?:, ?[^,;]+){0,2}")
_SMITH_J = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)? (?:[A-Z]\.?-?){1,3}(?: (?:Jr|Sr|II|III)\.?)?")
_JUNIOR = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd|Junior|Senior)\.?", re.I)
_OTHERS = frozenset({"others", "et al", "et al.", "et. al."})
_ET_AL = re.compile(r"[\s,]+et\.? al\.?\Z", re.IGNORECASE)
_ORDINARY = re.compile(
    r"([^\W\d_]++(?:['’-][^\W\d_]++)*+(?: [A-ZÀ-ÖØ-Þ][^\W\d_]++(?:['’-][^\W\d_]++)*+)*+), "
    r"([^\W\d_]++\.?+(?:[ -]?+[^\W\d_]++\.?+)*+)"
)
_INITIAL = re.compile(r"(?<![^\W\d_])(IJ|[A-Z]{2})(?=[a-z])")
_RELAX = re.compile(r"\{\\relax\s+([^{}]*)\}")


def split_list(text: str) -> list[str]:
    """The names of a field, cut at each " and " that stands outside braces."""
    if "{" not in text:
        if not _ODD_LIST.search(text):
            return text.split(" and ")
        return [part.strip() for part in _AND.split(f" {text} ") if part.strip()]
    parts = text.split(" and ")
    if not _ODD_LIST.search(text) and all(part.count("{") == part.count("}") for part in parts):
        return parts
    parts = []
    depth = start = at = 0
    while at < len(text):
        char = text[at]
        if char == "{":
            depth += 1
        elif char == "}":
            depth = max(depth - 1, 0)
        elif depth == 0 and char.isspace() and (found := _AND.match(text, at)):
            parts.append(text[start:at])
            start = at = found.end()
            continue
        at += 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip() and part.strip() != "and"]


def read(text: str) -> tuple[tuple[Name, ...], bool, str]:
    """The names of a field, whether its list is incomplete ("and others"), and what was odd about it."""
    parts = split_list(text)
    trouble = ""
    if len(parts) == 1 and (listed := _comma_list(parts[0])):
        parts = listed
        trouble = f"the names stand in one list with commas; they were read as {len(parts)} names"
    elif text.count(",") > 2 * len(parts) and any(_has_many_commas(part) for part in parts):
        parts, trouble = _cut_long_lists(parts)
    is_incomplete = False
    if "others" in text or "et" in text or "OTHERS" in text or "Others" in text or "Et" in text or "ET" in text:
        parts, is_incomplete = _without_others(parts)
    return tuple([name for part in parts if (name := person(part))]), is_incomplete, trouble


def _without_others(parts: list[str]) -> tuple[list[str], bool]:
    """The names less "others" and "et al.", and whether one of these stood there."""
    named = [_ET_AL.sub("", part) for part in parts if part.lower() not in _OTHERS]
    return [part for part in named if part], named != parts


def _comma_list(text: str) -> list[str]:
    """The names of "Smith J, Doe A, Foo B" or "Alver, MA; Olsen, YY", when the text is such a list."""
    if text.startswith("{") or "=" in text:
        return []
    if ";" in text:
        parts = [part.strip() for part in split_outside_braces(text, ";") if part.strip()]
        return parts if len(parts) > 1 and all(_NAME_IN_LIST.fullmatch(part) for part in parts) else []
    pieces = [piece.strip() for piece in text.split(",")]
    if len(pieces) >= 2 and all(_SMITH_J.fullmatch(piece) or piece.lower() in _OTHERS for piece in pieces):
        return [piece if piece.lower() in _OTHERS else _family_first(piece) for piece in pieces]
    return []


def _family_first(name: str) -> str:
    """ "Smith JA" as "Smith, J. A."."""
    words = name.split()
    suffix = words.pop() if _JUNIOR.fullmatch(words[-1]) else ""
    letters = re.findall(r"-?[A-Z]", words[-1])
    initials = re.sub(r" -", "-", " ".join(f"{letter}." for letter in letters))
    return ", ".join(part for part in (" ".join(words[:-1]), suffix, initials) if part)


def _has_many_commas(part: str) -> bool:
    return not _EXTENDED.match(part) and len(split_outside_braces(part, ",")) > 3


def _cut_long_lists(parts: list[str]) -> tuple[list[str], str]:
    """Cut "Smith, J., Doe, A., Foo, B." in pairs; what no pairs fit stays one name."""
    cut: list[str] = []
    trouble = ""
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        if not _has_many_commas(part):
            cut.append(part)
            continue
        if all(_SMITH_J.fullmatch(piece) for piece in pieces):
            cut.extend(_family_first(piece) for piece in pieces)
        else:
            cut.extend(_pairs(pieces))
        trouble = "several names stand between two `and`s; they were cut at the commas"
    return cut, trouble


def _pairs(pieces: list[str]) -> list[str]:
    names: list[str] = []
    at = 0
    while at < len(pieces):
        width = 3 if at + 2 < len(pieces) and _JUNIOR.fullmatch(pieces[at + 1]) else 2
        names.append(", ".join(pieces[at : at + width]))
        at += width
    return names


@functools.lru_cache(maxsize=65536)
def person(text: str) -> Name | None:
    """One name; None when there is nothing in it."""
    bare = decode(text) if "\\" in text and text.count("{") == text.count("{\\") else text
    if plain := _ordinary(bare):
        return Name(family=plain[0], given=plain[1])
    if text.startswith("{") and _is_one_group(text):
        literal = decode(text)
        return Name(literal=literal) if literal else None
    text = " ".join(text.split())
    if _EXTENDED.match(text):
        return _extended(text)
    if "\\relax" in text:
        text = _RELAX.sub(lambda found: found.group(1), text)
    parts = split_outside_braces(text, ",")
    parts = [part for part in parts if part] or [""]
    if len(parts) == 1:
        return _first_von_last(_words(parts[0]))
    particle, family = _von_last(_words(parts[0]))
    if len(parts) == 2:
        if _JUNIOR.fullmatch(parts[1]) and parts[1].strip(".") not in ("II", "IV"):
            return _name(family=family, particle=particle, suffix=parts[1])
        return _name(family=family, particle=particle, given=parts[1])
    suffix, given = parts[1], ", ".join(parts[2:])
    if _JUNIOR.fullmatch(parts[2]) and not _JUNIOR.fullmatch(parts[1]):
        suffix, given = parts[2], parts[1]
    return _name(family=family, particle=particle, suffix=suffix, given=given)


def _ordinary(text: str) -> tuple[str, str] | None:
    """Family and given of "Family, Given" in letters, hyphens and initials, which stands in a file as it is."""
    found = _ORDINARY.fullmatch(text)
    if not found or not text[0].isupper() or " and" in text.lower():
        return None
    return found[1], found[2]


def _name(*, family: str, given: str = "", particle: str = "", suffix: str = "") -> Name | None:
    parts = {"family": family, "given": given, "particle": particle, "suffix": suffix}
    text = {key: _word(value) for key, value in parts.items() if value}
    if not any(text.values()):
        return None
    if not text.get("family"):
        return Name(literal=" ".join(value for value in text.values() if value))
    return Name(**text)


def _word(text: str) -> str:
    return " ".join(decode(text).split())


def _is_one_group(text: str) -> bool:
    """True when the braces around `text` belong together."""
    if not text.endswith("}"):
        return False
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0 and index < len(text) - 1:
            return False
    return depth == 0


def split_outside_braces(text: str, separator: str) -> list[str]:
    """`text` cut at each `separator` that no brace holds, its parts stripped."""
    if "{" not in text:
        return [part.strip() for part in text.split(separator)]
    parts = []
    depth = start = 0
    for index, char in enumerate(text):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == separator and depth == 0 and not (char == "~" and text[index - 1 : index] == "\\"):
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return parts


def _words(text: str) -> list[str]:
    if "{" not in text:
        return [word for word in _WORDS.split(text) if word]
    return [word for part in split_outside_braces(text, " ") for word in split_outside_braces(part, "~") if word]


def _is_von(word: str) -> bool:
    """True for a word in lower case outside braces; a hyphenated one ("al-Chalabi") is a family name."""
    word = word.lstrip("'’`")
    if word[:1].islower():
        return "-" not in word and not (word[:2] in ("d'", "l'") and len(word) > 2)
    if word.startswith("{\\"):
        letters = decode(word)
        return letters[:1].islower() and "-" not in letters
    if word.startswith("\\"):
        return decode(word)[:1].islower()
    return False


def _von_last(words: list[str]) -> tuple[str, str]:
    """Particle and family of "von Last": the last word is always the family's."""
    if len(words) < 2:
        return "", " ".join(words)
    end = 0
    for index, word in enumerate(words[:-1]):
        if _is_von(word):
            end = index + 1
    if end and not _is_von(words[0]):
        return "", " ".join(words)
    return " ".join(words[:end]), " ".join(words[end:])


def _first_von_last(words: list[str]) -> Name | None:
    """A name without commas."""
    if not words:
        return None
    if len(words) == 1:
        return _name(family=words[0])
    suffix = ""
    if len(words) > 2 and _JUNIOR.fullmatch(words[-1]):
        suffix = words.pop()
    first = next((index for index, word in enumerate(words[:-1]) if _is_von(word)), None)
    if first is None:
        if (
            len(words) == 2
            and re.fullmatch(r"(?:[A-Z]\.?-?){2,3}", words[1])
            and len(words[0]) > 1
            and "." not in words[0]
        ):
            return _name(family=words[0], given=_family_first(" ".join(words)).partition(", ")[2], suffix=suffix)
        return _name(given=" ".join(words[:-1]), family=words[-1], suffix=suffix)
    particle, family = _von_last(words[first:])
    return _name(given=" ".join(words[:first]), particle=particle, family=family, suffix=suffix)


def _extended(text: str) -> Name | None:
    """A BibLaTeX name of `part=value` pairs."""
    found: dict[str, str] = {}
    for pair in split_outside_braces(text, ","):
        part, _, value = pair.partition("=")
        found[part.strip().lower()] = value.strip().removeprefix('"').removesuffix('"')
    if literal := found.get("literal"):
        return Name(literal=_word(literal))
    prefix = found.get("prefix", "")
    family = found.get("family", "")
    if prefix.endswith(("-", "'", "’")):
        family, prefix = prefix + family, ""
    return _name(family=family, given=found.get("given", ""), particle=prefix, suffix=found.get("suffix", ""))


def write(names: tuple[Name, ...], *, is_incomplete: bool, ascii: bool = False, is_extended: bool = False) -> str:
    """A name field; with `is_extended` a name that has a particle stands in BibLaTeX's `part=value` form."""
    written = [_extended_form(name, ascii) if is_extended else _written(name, ascii) for name in names]
    written = [name for name in written if name]
    return " and ".join([*written, "others"] if is_incomplete and written else written)


def _extended_form(name: Name, ascii: bool) -> str:
    """ "family=Berg, given=Leonard H., prefix=van den, useprefix=true"; the usual form where that says as much."""
    family, given, particle, suffix = (_spaced(part) for part in (name.family, name.given, name.particle, name.suffix))
    initial = _INITIAL.search(given)
    if name.literal or not family or particle.endswith(("'", "’", "-")) or not (particle or initial):
        return _written(name, ascii)
    pairs = [("family", family), ("given", given), ("suffix", suffix), ("prefix", particle)]
    said = [f"{part}={_whole(encode(value, ascii=ascii), value)}" for part, value in pairs if value]
    if particle:
        said.append("useprefix=true")
    if initial:
        said.append(f"given-i={{{initial.group()}}}")
    return ", ".join(said)


def _whole(written: str, value: str) -> str:
    """A part of an extended name, braced where a sign in it would end it or stand for something else."""
    return f"{{{written}}}" if _CUTS.search(f" {value} ") or '"' in value or value != value.strip() else written


@functools.lru_cache(maxsize=65536)
def _written(name: Name, ascii: bool) -> str:
    return _plainly_written(name, ascii) or _carefully_written(name, ascii)


def _plainly_written(name: Name, ascii: bool) -> str:
    """A name of ordinary letters; empty when there is more to it."""
    text = f"{name.family}, {name.given}"
    if name.literal or name.particle or name.suffix or not _ordinary(text) or _INITIAL.search(name.given):
        return ""
    if text.isascii():
        return text
    return text if not ascii and is_printed(text) and unicodedata.is_normalized("NFC", text) else ""


def _carefully_written(name: Name, ascii: bool) -> str:
    """One name: "particle family, suffix, given", braced wherever BibTeX would cut it elsewhere."""
    family, given, suffix, particle = (_spaced(part) for part in (name.family, name.given, name.suffix, name.particle))
    if particle.endswith(("'", "’", "-")):
        particle, family = "", particle + family
    elif particle and (
        _CUTS.search(f" {particle} ") or not all(_is_von(word) for word in encode(particle, ascii=ascii).split())
    ):
        particle, family = "", f"{particle} {family}".strip()
    if name.literal or not family or (not given and (particle or suffix or " " in family)):
        whole = encode(name.literal or name.display, ascii=ascii)
        return f"{{{whole}}}" if whole else ""
    parts = [_braced(encode(part, ascii=ascii), part) for part in (suffix, given)]
    if given and parts[1] == encode(given, ascii=ascii):
        parts[1] = _initials(parts[1])
    last = encode(family, ascii=ascii)
    if (
        family[0].islower()
        or any(word.lstrip("'’`")[:1].islower() for word in family.split()[:-1])
        or _CUTS.search(f" {family} ")
    ):
        last = f"{{{last}}}"
    if not given and last.startswith("{") and _is_one_group(last):
        return f"{{{encode(family, ascii=ascii)}}}"
    von = encode(particle, ascii=ascii)
    return ", ".join(part for part in (f"{von} {last}".strip(), *parts) if part)


def _spaced(part: str) -> str:
    """A part of a name with plain single spaces."""
    return " ".join(
        settled(clean(part), is_rich=False).replace("\u00a0", " ").replace("\u2009", " ").replace("\u202f", " ").split()
    )


def _braced(written: str, part: str) -> str:
    return f"{{{written}}}" if _CUTS.search(f" {part} ") else written


def _initials(given: str) -> str:
    """Keep an initial of several letters ("IJsbrand") in one piece when a style abbreviates."""
    return _INITIAL.sub(lambda found: f"{{\\relax {found.group()}}}", given) if _INITIAL.search(given) else given
