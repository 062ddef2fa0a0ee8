"""Names as tagged formats print them: "Smith, John A, Jr", "Smith JA Jr", "John A. Smith", institutions.

Particles in lower case before a family name ("van den Berg, Jan") are kept apart; "al-Chalabi" and "Le Masson" are
whole family names.
"""

from __future__ import annotations

import re

from mscref.formats.text_encoding import one_line
from mscref.model.reference import Name, Reference

_PARTICLES_WORDS = """
    af auf aus'm da das dal dalla de degli dei del della delle den der des di do dos du in 't het la las le lo los
    op te ten ter thoe tho tot und van ver vom von voor vor y zu zum zur 's
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr|[23]rd|2nd|[4-9]th|II|III|IV|VI{0,3})\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,4}")
_OTHERS = re.compile(r"(?:and |& )?(?:et\.? al(?:ii|\.)?|others)\.?", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:universit\w*|institut\w*|department|ministry|hospital|center|centre|college|school|society|association|"
    r"group|consortium|committee|collaborat\w*|investigators|network|foundation|organi[sz]ation|agency|council|"
    r"company|corporation|inc|ltd|llc|gmbh|laborator\w*|federation|commission|office|bureau|board|team|panel|"
    r"study|trial|project|initiative|programme?|press|international|national|world|european|academy|of|for|the|and)\b",
    re.IGNORECASE,
)
_INITIAL_LETTER = re.compile(r"[^\W\d_]")


def is_others(text: str) -> bool:
    """True for "et al." and "others" where a name should stand."""
    return bool(_OTHERS.fullmatch(text.strip()))


def named(reference: Reference, role: str) -> tuple[list[Name], bool]:
    """The names of a role, and whether the list goes on ("et al."); an "et al." among the names counts as that."""
    names = reference.names(role)
    told = [name for name in names if name.display.strip(", ") and not is_others(name.display)]
    return told, role in reference.incomplete_roles or any(is_others(name.display) for name in names)


def from_inverted(text: str) -> Name:
    """The name printed as "Family, Given, Suffix"; without a comma see `from_plain`.

    A trailing comma marks an institution, as EndNote writes them.
    """
    text = one_line(text)
    if text.endswith(",") and text.strip(", "):
        return Name(literal=text[:-1].rstrip(" "))
    parts = [part.strip(" ") for part in text.split(",")]
    if len(parts) == 1:
        return from_plain(text)
    given, suffix = ", ".join(part for part in parts[1:] if part), ""
    if len(parts) > 2 and _SUFFIX.fullmatch(parts[-1]):
        given, suffix = ", ".join(parts[1:-1]), parts[-1]
    elif len(parts) > 2 and _SUFFIX.fullmatch(parts[1]):
        given, suffix = ", ".join(parts[2:]), parts[1]
    return _with_particle(parts[0], given, suffix) if parts[0] else from_plain(given)


def from_plain(text: str) -> Name:
    """The name printed without a comma: "Smith JA", "John A. Smith", or an institution when it looks like none."""
    text = one_line(text)
    words = text.split(" ")
    if len(words) == 1 or len(words) > 5 or _COMPANY.search(text) or any(c.isdigit() for c in text):
        return Name(literal=text)
    if _medline_split(words):
        return from_medline(text)
    if any(ord(c) > 0x2E80 for c in text) or not all(_is_name_word(word) for word in words):
        return Name(literal=text)
    start = next((i for i, word in enumerate(words[:-1]) if i and word.lower() in _PARTICLES and word.islower()), -1)
    if start < 0:
        start = len(words) - 1
    return _with_particle(" ".join(words[start:]), " ".join(words[:start]), "")


def from_medline(text: str) -> Name:
    """The name printed as MEDLINE's AU: family name, initials, suffix, without commas ("Le Masson G", "King ML Jr")."""
    words = one_line(text).split(" ")
    split = _medline_split(words)
    if not split:
        return Name(literal=" ".join(words)) if len(words) > 3 else Name(family=" ".join(words))
    return _with_particle(" ".join(words[:split]), words[split], " ".join(words[split + 1 :]))


def from_full_medline(text: str) -> Name:
    """The name printed as MEDLINE's FAU: "Family, Given Names Jr"."""
    family, comma, given = one_line(text).partition(",")
    if not comma:
        return Name(family=family) if family else Name()
    words = given.strip(" ").split(" ")
    suffix = ""
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1].strip(",")):
        suffix = words.pop()
    return _with_particle(family.strip(" "), " ".join(words).rstrip(","), suffix)


def inverted(name: Name) -> str:
    """ "particle Family, Given, Suffix", or the institution, in a form that `from_inverted` reads back."""
    if name.literal:
        literal = one_line(name.literal).rstrip(", ")
        return literal if from_inverted(literal).literal == literal else f"{literal},"
    text = _inverted(name)
    again = from_inverted(text)
    return text if again.literal else _inverted(again)


def _inverted(name: Name) -> str:
    """The parts with commas between them; what is no suffix of the usual kind goes with the given names."""
    family, given, suffix = map(_no_comma, (f"{name.particle} {name.family}", name.given, name.suffix))
    if suffix and not _SUFFIX.fullmatch(suffix):
        given, suffix = f"{given} {suffix}".strip(" "), ""
    return ", ".join(part for part in (family, given, suffix) if part)


def full_medline(name: Name) -> str:
    """MEDLINE's FAU: "particle Family, Given Suffix", in a form that `from_full_medline` reads back."""
    return _full_medline(from_full_medline(_full_medline(name)))


def _full_medline(name: Name) -> str:
    parts = map(_no_comma, (f"{name.particle} {name.family}", f"{name.given} {name.suffix}"))
    return ", ".join(part for part in parts if part)


def medline(name: Name) -> str:
    """MEDLINE's AU: "particle Family IN Suffix"."""
    parts = (f"{name.particle} {name.family}", initials(name.given), name.suffix.rstrip("."))
    return " ".join(part for part in map(_no_comma, parts) if part)


def initials(given: str) -> str:
    """The initials of given names, joined: "Jean-Pierre A." -> "JPA", "JA" -> "JA"."""
    found = []
    for word in re.split(r"[\s.\-\u2010\u2011]+", given):
        if len(word) <= 3 and word.isupper() and word.isalpha():
            found.append(word)
        elif first := _INITIAL_LETTER.search(word):
            found.append(first.group().upper())
    return "".join(found)


def _with_particle(family: str, given: str, suffix: str) -> Name:
    words = family.split(" ")
    names = given.split(" ")
    if len(words) == 1 and len(names) > 1 and names[-1] in _PARTICLES:
        words, given = [names[-1], *words], " ".join(names[:-1])
    count = 0
    while count < len(words) - 1 and words[count] in _PARTICLES:
        count += 1
    return Name(family=" ".join(words[count:]), given=given, particle=" ".join(words[:count]), suffix=suffix)


def _medline_split(words: list[str]) -> int:
    """The index of the initials in "Family Family IN [Jr]"; 0 when the words are no such name."""
    last = len(words) - 1
    if last > 1 and _SUFFIX.fullmatch(words[last]) and _INITIALS.fullmatch(words[last - 1]):
        last -= 1
    if last < 1 or not _INITIALS.fullmatch(words[last]) or not any(c.islower() for c in words[last - 1]):
        return 0
    return last


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() or word.lower() in _PARTICLES or word.lower().startswith(("al-", "d'", "d\u2019"))


def _no_comma(text: str) -> str:
    return one_line(text.replace(",", " "))
