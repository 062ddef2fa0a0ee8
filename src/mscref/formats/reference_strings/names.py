"""The author list that opens a printed reference, in the orders and spellings that journals use.

Each `_Style` says what the first and the following names look like; the style that reads furthest, up to a
place where a title or year can begin, wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mscref.formats.reference_strings.journals import is_journal_word
from mscref.formats.reference_strings.lettering import APOSTROPHE, HYPHEN, LETTER, LOWER, OPEN_QUOTE, UPPER, YEAR
from mscref.model.reference import Name

_PARTICLE = (
    r"(?:(?:van|von|de|del|della|dello|dei|degli|delle|den|der|dos|das|do|da|di|du|het|ten|ter|te|[’']t|in|af|av|"
    r"el|bin|ibn|ben|la|las|le|los|y|e|zu|zur|zum|vom|op|aan|al|st\.?)\s+|[dl][’']\s?)"
)
_LEADING_PARTICLES = re.compile(rf"(?:{_PARTICLE})+(?=[{UPPER}])")
_WORD = rf"(?:(?:al|el|as|ash|[Dd]e|[Dd]i|[Dd]|[Ll]|O)[{HYPHEN}{APOSTROPHE}])?[{UPPER}][{LETTER}{APOSTROPHE}{HYPHEN}]*"
_ST = r"(?:St\.? )?"
FAMILY = rf"(?:{_PARTICLE}){{0,3}}{_ST}{_WORD}(?: (?:{_PARTICLE}){{0,2}}{_WORD}){{0,3}}"
_COMPACT = (
    rf"(?:[{UPPER}]{{1,3}}(?:del|de|da|dos|la) [{UPPER}]{{1,2}}|"
    rf"[{UPPER}]{{1,5}}[{LOWER}]?(?:[{HYPHEN}][{UPPER}{LOWER}]{{1,3}}){{0,2}}"
    rf"(?: [{UPPER}](?![{LETTER}])){{0,3}})(?![{LETTER}])"
)
_INITIAL = rf"[{UPPER}][{LOWER}]{{0,2}}\."
_DOTTED = rf"(?:{_INITIAL}(?: ?[{HYPHEN}]? ?{_INITIAL}){{0,4}}(?:[{HYPHEN}][{UPPER}{LOWER}]\.?)?)"
_GIVEN = rf"{_WORD}(?: (?:{_WORD}|[{UPPER}]\.?)){{0,3}}\.?"
_SUFFIX = r"(?:,? (?P<suffix>Jr|Sr|Junior|II|III|IV|2nd|3rd|4th)(?![A-Za-z])\.?)?"

_SUFFIX_AS_INITIALS = re.compile(rf"(.+) ([{UPPER}]{{1,4}}) (Jr|Sr|II|III|IV)")
_COMPACT_ITEM = re.compile(rf"(?P<family>{FAMILY}) (?P<given>{_COMPACT}){_SUFFIX}(?=\W|$)")
_SPACED_ITEM = re.compile(rf"(?P<family>{FAMILY}), ?(?P<given>{_COMPACT}){_SUFFIX}(?=[,;.:(]|\s|$)")
_INVERTED_ITEM = re.compile(rf"(?P<family>{FAMILY})(?:, ?| )(?P<given>{_DOTTED}){_SUFFIX}")
_INITIALS_ITEM = re.compile(rf"(?P<given>{_DOTTED}) ?(?P<family>{FAMILY}){_SUFFIX}")
_BARE_INITIALS_ITEM = re.compile(rf"(?P<given>[{UPPER}]{{1,3}}) (?P<family>{FAMILY}){_SUFFIX}")
_FAMILY_ITEM = re.compile(rf"(?P<family>{FAMILY})(?P<given>)(?P<suffix>)")
_FULL_ITEM = re.compile(
    rf"(?P<given>(?!(?:Le|La|De|Del|Della|Di|Da|Dos|Du|Van|Von|El|Al|Mac|St|The|An?|In|"
    rf"On)\b){_WORD}(?: (?:[{UPPER}]\.?(?![{LETTER}])|{_WORD}(?= [{UPPER}{LOWER}]))){{0,3}}) "
    rf"(?P<family>(?:{_PARTICLE}){{0,3}}{_WORD}){_SUFFIX}"
)
_INVERTED_FULL_ITEM = re.compile(rf"(?P<family>{FAMILY}), (?P<given>{_GIVEN}){_SUFFIX}(?=[,;.(]| and | & |$|\s\()")
_INVERTED_FULL_PLURAL = re.compile(
    rf"(?P<family>{FAMILY}), (?P<given>{_GIVEN}){_SUFFIX}(?=;|[.]? ?\(|\.(?: |$)|,? (?:and|&) )"
)

_COMMA = re.compile(
    r"\s*(?:[,;]\s*(?:and |& ?|und |et |y |(?:\.\s?\.\s?\.|…),?\s*&?\s*)?|(?:and|&|und|et|y) |,?\s*(?:\.\s?\.\s?\.|"
    r"…),?\s*&?\s*)\s*"
)
_SEMICOLON = re.compile(r"\s*(?:;\s*(?:and |& ?)?|,? (?:and|&) )\s*")
_ET_AL = re.compile(
    r"\s*[,;]?\s*(?:(?:and |& ?)?(?:\bet\.?\s*al\b|& al\b(?!-))\.?|and others\b\.?|and (?:colleagues|co-?workers)\b|"
    r"\[?\bplus \d+ (?:more|others)\b\]?)",
)
_GROUP_LINK = re.compile(r"\s*[;,]\s*(?:and )?|\s+and |\s+(?=\(?(?:on behalf of|for) the )")
_GROUP_INTRO = re.compile(r"\(?(?:on behalf of|for) (?:the )?")
_EDITORS = re.compile(r"\s*,?\s*[(\[]?\s*(?:[Ee]ds?\b\.?|[Ee]ditors?\b)\s*[)\]]?\.?")
_TERMINATOR = re.compile(rf"\s*(?:$|[.:,;]\s*|\(|\[|{YEAR}|[{OPEN_QUOTE}‘'])")
_GROUP_WORD = re.compile(
    r"\b(?:Organi[sz]ations?|Committees?|Groups?|Society|Societies|Associations?|Institut(?:e|es|ion|o)|Agency|"
    r"Administration|Ministry|Departments?|Universit(?:y|ies)|Consortium|Consortia|Networks?|Team|Collaborat(?:ors|"
    r"ive|ion)|"
    r"[Ii]nvestigators|Council|Cent(?:er|re)s?|Foundation|Federation|Commission|Academy|College|Bureau|Offices?|"
    r"Programme|Program|Initiative|Project|Union|Trialists|Alliance|Registry|Task Force|Panel|Service|Authority|"
    r"League|Board|Nations|Survey|Statistics|Prevention|Health System|Leadership|Standards|Research|Participants)\b"
)


_SENTENCE_OPENERS = frozenset(
    ("In", "The", "This", "These", "That", "A", "An", "At", "On", "For", "When", "While", "As")
)


@dataclass(frozen=True, slots=True)
class AuthorBlock:
    """The names that open a reference; `end` is where the text after them begins.

    `is_comma_style` is true when titles follow a mere comma ("A. B. Name, Title, Journal 2020, ...");
    `is_certain` is false when only the shape of capitalised words says that these are names.
    """

    names: tuple[Name, ...]
    end: int
    is_incomplete: bool = False
    role: str = "author"
    is_comma_style: bool = False
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    first: re.Pattern[str]
    following: re.Pattern[str]
    separator: re.Pattern[str] = _COMMA
    is_comma_style: bool = False
    is_certain: bool = True
    fewest: int = 1
    takes_mononyms: bool = False


_STYLES = (
    _Style("compact", _COMPACT_ITEM, _COMPACT_ITEM, takes_mononyms=True),
    _Style("inverted", _INVERTED_ITEM, _INVERTED_ITEM, is_comma_style=True),
    _Style("first inverted", _INVERTED_ITEM, _INITIALS_ITEM, is_comma_style=True),
    _Style("initials first", _INITIALS_ITEM, _INITIALS_ITEM, is_comma_style=True),
    _Style("spaced initials", _SPACED_ITEM, _SPACED_ITEM),
    _Style("bare initials first", _BARE_INITIALS_ITEM, _BARE_INITIALS_ITEM, is_comma_style=True, fewest=2),
    _Style("inverted in full", _INVERTED_FULL_PLURAL, _INVERTED_FULL_PLURAL, _SEMICOLON, is_certain=False),
    _Style("first inverted in full", _INVERTED_FULL_ITEM, _FULL_ITEM, is_certain=False),
    _Style("in full", _FULL_ITEM, _FULL_ITEM, is_certain=False),
    _Style("family names", _FAMILY_ITEM, _FAMILY_ITEM, is_certain=False),
)


def make_name(family: str, given: str = "", suffix: str = "") -> Name:
    """A person's name; lower-case words before the family name become its particle ("al-Chalabi" stays whole)."""
    family = " ".join(family.split())
    if found := _SUFFIX_AS_INITIALS.fullmatch(f"{family} {given}"):
        family, given, suffix = found.groups()
    lead = _LEADING_PARTICLES.match(family)
    particle = lead.group().strip() if lead else ""
    return Name(
        family=family[lead.end() :] if lead else family,
        given=given.strip(" ,"),
        particle=particle,
        suffix={"Junior": "Jr"}.get(suffix or "", suffix or ""),
    )


def is_group(text: str) -> bool:
    """True when `text` reads like the name of an institution or study group."""
    words = text.split()
    return bool(_GROUP_WORD.search(text)) and 1 < len(words) <= 16 and text[:1].isupper()


def find_authors(text: str) -> AuthorBlock | None:
    """The author list at the start of `text`, or None when it begins with something else."""
    blocks = [block for style in _STYLES if (block := _scan(text, style))]
    certain = [block for block in blocks if block.is_certain]
    best = max(certain or blocks, key=lambda block: len(text[: block.end].rstrip(".")), default=None)
    if best is None or (certain and _is_outdone(best, blocks)):
        full = max((b for b in blocks if not b.is_certain), key=lambda b: b.end, default=None)
        return full or _institution(text)
    if len(best.names) == 1 and not best.is_certain:
        return _institution(text) or best
    return best


def _is_outdone(certain: AuthorBlock, blocks: list[AuthorBlock]) -> bool:
    """True when a list in full names reads on well past one that found initials in its first name only."""
    longest = max(blocks, key=lambda block: block.end)
    return not longest.is_certain and len(certain.names) == 1 and len(longest.names) > 2


def _scan(text: str, style: _Style) -> AuthorBlock | None:
    names: list[Name] = []
    position = 0
    incomplete = False
    match = style.first.match(text)
    while match and not (names and _is_journal(match)):
        names.append(_name_of(match))
        position = match.end()
        if found := _ET_AL.match(text, position):
            incomplete, position = True, found.end()
            break
        separator = style.separator.match(text, position)
        if separator is None:
            break
        if "." in separator.group() or "…" in separator.group():
            incomplete = True
        match = style.following.match(text, separator.end())
        if match is None and style.takes_mononyms:
            match = _mononym(text, separator.end(), style)
    if len(names) < style.fewest:
        return None
    groups, position = _groups(text, position) if not incomplete else ((), position)
    if not incomplete and (found := _ET_AL.match(text, position)):
        incomplete, position = True, found.end()
    return _finish(text, style, [*names, *groups], position, incomplete)


def _finish(text: str, style: _Style, names: list[Name], end: int, incomplete: bool) -> AuthorBlock | None:
    role = "author"
    if editors := _EDITORS.match(text, end):
        role, end = "editor", editors.end()
    ended_by_initial = text[end - 1 : end] == "."
    if not (incomplete or ended_by_initial or _TERMINATOR.match(text, end)):
        return None
    if not style.is_certain and names[0].sort_family in _SENTENCE_OPENERS:
        return None
    if not style.is_certain and not (incomplete or role == "editor" or _can_follow_full_names(text, end, names)):
        return None
    is_comma_style = style.is_comma_style and text[end : end + 1] == ","
    return AuthorBlock(tuple(names), end, incomplete, role, is_comma_style, style.is_certain)


def _can_follow_full_names(text: str, end: int, names: list[Name]) -> bool:
    """Full names look like any capitalised words: ask for a year, a quote, or several names joined."""
    rest = text[end:]
    if re.match(rf"[.,]?\s*(?:\(?{YEAR}\)?|[{OPEN_QUOTE}])", rest):
        return True
    if any(is_group(name.display) for name in names):
        return False
    if not all(name.given for name in names):
        return False
    joined = " and " in text[:end] or " & " in text[:end] or ";" in text[:end]
    return rest.startswith(".") and (joined or "," in text[:end])


def _mononym(text: str, position: int, style: _Style) -> re.Match[str] | None:
    """A single name in a list of names with initials ("..., Wirdateti, Sinaga W")."""
    word = re.compile(rf"(?P<family>{_WORD})(?P<given>)(?P<suffix>)(?=, )").match(text, position)
    if word and style.following.match(text, word.end() + 2):
        return word
    return None


def _is_journal(match: re.Match[str]) -> bool:
    """True when what reads like initials and a name is a journal after all ("J. Card. Fail. 2011")."""
    if match.start("given") > match.start("family") or not re.match(r"\.| \d{4}", match.string[match.end() :]):
        return False
    family = match.group("family")
    return len(family) > 3 and all(is_journal_word(word) for word in family.split())


def _name_of(match: re.Match[str]) -> Name:
    parts = match.groupdict()
    return make_name(parts["family"], parts["given"], parts.get("suffix") or "")


def _groups(text: str, position: int) -> tuple[tuple[Name, ...], int]:
    """Institutions that close a list of persons ("; X Study Group", "on behalf of the Y Investigators")."""
    groups: list[Name] = []
    while link := _GROUP_LINK.match(text, position):
        start = link.end()
        stop = re.compile(r"[^;.:(]*(?:\([^()]*\))?[^;.:(]*").match(text, start)
        intro = _GROUP_INTRO.match(text, start)
        if intro:
            stop = re.compile(r"[^;.:()]*").match(text, intro.end())
        if stop is None:
            break
        name = text[intro.end() if intro else start : stop.end()].strip(" ,")
        if not is_group(name) or (text[link.start() : start].strip() != ";" and not intro and _has_plain_words(name)):
            break
        groups.append(Name(literal=name))
        position = stop.end()
        if intro and text[position : position + 1] == ")":
            position += 1
    return tuple(groups), position


def _has_plain_words(name: str) -> bool:
    """True when lower-case words other than the small ones say that a title goes on here."""
    return bool(re.search(rf"(?<!\S)(?!(?:of|and|the|for|in|on|de|la|des)\b)[{LOWER}]+", name))


def _institution(text: str) -> AuthorBlock | None:
    """An institution as the only author: the words before the first full stop or year in brackets."""
    found = re.match(
        rf"(?P<name>[^.;(\[]{{3,150}}?(?:\([A-Z][A-Za-z]+\))?)(?=\.\s|\.?\s*\({YEAR}|:\s|,?\s{YEAR}[.;])", text
    )
    if found is None or not is_group(found.group("name")):
        return None
    if len(re.findall(rf"(?<!\S)[{LOWER}]{{4,}}", found.group("name"))) > 2:
        return None
    return AuthorBlock((Name(literal=found.group("name").strip(" ,")),), found.end())
