"""Studies named by their authors in running text ("In 2009, Deda et al. showed", "the groups of A, B, and C")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mscref.formats.reference_strings.journals import is_journal_word
from mscref.formats.reference_strings.lettering import APOSTROPHE, HYPHEN, LETTER, LOWER, UPPER
from mscref.model.document import Mention

_YEAR = r"(?:19[5-9]|20[0-4])\d"
_PARTICLE = r"(?:(?:van|von|de|del|della|den|der|dos|da|di|du|la|le|el|ter|ten|bin)\s+){0,3}"
_NAME = (
    rf"(?:{_PARTICLE}(?:al[{HYPHEN}]|(?:Le|La|De|Del|Van|Von|Di|Da|Dos|El|Mac|"
    rf"St\.?)\s)?[{UPPER}][{LETTER}{APOSTROPHE}{HYPHEN}]{{0,30}}[{LOWER}][{LETTER}{APOSTROPHE}{HYPHEN}]*)"
)
_VERB = (
    r"(?:have |has |had |also |first |recently |later |then |previously )*"
    r"(?:show(?:s|ed|n)?|report(?:s|ed)?|found|finds?|demonstrat\w+|describ\w+|observ\w+|investigat\w+|evaluat\w+|"
    r"examin\w+|"
    r"conclud\w+|publish\w+|treat(?:ed|s)|inject\w+|transplant\w+|studied|perform\w+|conduct\w+|use[sd]|suggest\w+|"
    r"propos\w+|"
    r"assess\w+|compar\w+|test(?:ed|s)|confirm\w+|reveal\w+|review\w+|isolat\w+|administer\w+|not(?:ed|es)|argu\w+|"
    r"stat(?:ed|es)|"
    r"noticed|documented|discovered|reproduced|presented|enrolled|randomi[sz]ed|analy[sz]ed|achieved|obtained|"
    r"detected)\b"
)
_WORKERS = (
    r"(?:colleagues|co-?workers|associates|collaborators|(?:his|her|their) (?:team|group|colleagues|co-?workers))"
)
_AFTER_YEAR = rf"(?:[,;]?\s*[(\[]?\s*(?P<year>{_YEAR})[a-z]?\s*[)\]]?)?"
_ET_AL = re.compile(rf"(?P<first>{_NAME})(?:,? (?:and|&) (?P<second>{_NAME})|, {_NAME})?,? et\.? al\b\.?{_AFTER_YEAR}")
_COLLEAGUES = re.compile(
    rf"(?:\b(?:Dr|Prof(?:essor)?)\.? )?(?P<full>"
    rf"(?:[{UPPER}][{LETTER}.{HYPHEN}]* ){{0,2}}?)(?P<first>{_NAME}),? (?:and|&) {_WORKERS}{_AFTER_YEAR}"
)
_GROUPS = re.compile(
    rf"\b(?:(?:research |study )?(?:groups|teams|laboratories|labs)|studies|works|trials|reports|experiments) (?:of|"
    rf"by|from|led by|headed by) "
    rf"(?P<names>{_NAME}(?:, {_NAME})*,? (?:and|&) {_NAME})(?=[ ,.;)])"
)
_GROUP = re.compile(
    rf"\b(?:research |study )?(?:group|team|laboratory|lab|study|work|trial) (?:of|by|led by|"
    rf"headed by) (?P<first>{_NAME}){_AFTER_YEAR}(?=,? {_VERB})"
)
_WITH_YEAR = re.compile(
    rf"(?P<first>{_NAME})(?: (?:and|&) (?P<second>{_NAME}))? \((?P<year>{_YEAR})[a-z]?\)(?=,? {_VERB})|"
    rf"\bby (?P<first2>{_NAME})(?: (?:and|&) (?P<second2>{_NAME}))? \((?P<year2>{_YEAR})[a-z]?\)"
)
_IN_BRACKETS = re.compile(
    rf"(?<=[(\[;] )?(?<=[(\[ ])(?P<first>{_NAME})(?: (?:and|&) (?P<second>{_NAME}))?, (?P<year>{_YEAR})[a-z]?(?=[)\];])"
)
_GROUP_CUE = re.compile(r"\b(?:group|team|lab|stud|work|trial|report|experiment)")
_YEAR_CUE = re.compile(rf"{_YEAR}[a-z]?[)\];]")
_PATTERNS = (
    (_ET_AL, re.compile(r"\bal\b")),
    (_COLLEAGUES, re.compile(_WORKERS)),
    (_GROUP, _GROUP_CUE),
    (_WITH_YEAR, _YEAR_CUE),
    (_IN_BRACKETS, _YEAR_CUE),
)
_LEADING_YEAR = re.compile(rf"\b[Ii]n (?P<year>{_YEAR}),?\s*$")
_PLACE_BEFORE = re.compile(r"(?<!group )(?<!team )(?<!work )(?<!study )\b(?:of|in|at|from|near) (?:the )?$")
_SPLIT_NAMES = re.compile(r",? (?:and|&) |, ")
_NOT_NAME_LIST = """
    the this these those that a an in on at by of for from and or but as it its is was were are be we our they their
    he his she her january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday spring summer autumn winter university hospital clinic
    institute center centre college department school foundation society association committee group team trial
    trials study studies research researchers scientists doctors physicians patients company therapeutics pharma
    table figure fig box section chapter part phase type grade stage day week month year years america europe asia
    africa australia china japan korea india germany france italy spain england britain canada brazil mexico israel
    iran turkey egypt poland russia sweden norway denmark finland switzerland austria belgium netherlands portugal
    greece london paris berlin boston tokyo seoul beijing shanghai madrid rome milan york american european chinese
    japanese korean german french italian spanish british canadian australian indian international national federal
    north south east west united states however moreover recently previously later also both all many most several
    some other others another each here there then thus see since while when where which who what how why stem cell
    cells mesenchymal bone marrow therapy treatment treatments disease parkinson parkinsons alzheimer alzheimers
    duchenne crohn crohns huntington gehrig published accessed copyright updated posted retrieved
"""
_NOT_NAMES = frozenset(_NOT_NAME_LIST.split())


def find_studies(sentence: str, offset: int) -> Iterator[tuple[int, Mention]]:
    """(place in the sentence, mention) of every study that the sentence names by its authors."""
    taken: list[tuple[int, int]] = []
    for match in _GROUPS.finditer(sentence) if _GROUP_CUE.search(sentence) else ():
        taken.append(match.span())
        position = match.start("names")
        for name in _SPLIT_NAMES.split(match.group("names")):
            place = sentence.index(name, position)
            position = place + len(name)
            if _is_name(name):
                yield place, _mention(name, (name,), "", sentence, offset)
    for pattern, cue in _PATTERNS:
        if not cue.search(sentence):
            continue
        for match in pattern.finditer(sentence):
            first, names, year = _read(match)
            span = (sentence.index(first, match.start()), match.end())
            if pattern is _COLLEAGUES and _PLACE_BEFORE.search(sentence[: span[0]]):
                continue
            if not all(_is_name(name) for name in names) or any(
                span[0] < end and start < span[1] for start, end in taken
            ):
                continue
            taken.append(span)
            year = year or _year_before(sentence[: match.start()])
            text = sentence[span[0] : span[1]].strip()
            yield span[0], _mention(_label(text, pattern, first), names, year, sentence, offset)


def _read(match: re.Match[str]) -> tuple[str, tuple[str, ...], str]:
    parts = match.groupdict()
    first = parts.get("first") or parts.get("first2") or ""
    second = parts.get("second") or parts.get("second2") or ""
    return first, (first, second) if second else (first,), parts.get("year") or parts.get("year2") or ""


def _label(text: str, pattern: re.Pattern[str], first: str) -> str:
    """The name as printed, without the year that follows it; of "the group of X" just X."""
    if pattern is _GROUP:
        return first
    return re.sub(rf"[\s,;(\[]*{_YEAR}[a-z]?\s*[)\]]?$", "", text).strip(" ,")


def _year_before(text: str) -> str:
    found = _LEADING_YEAR.search(text)
    return found.group("year") if found else ""


def _is_name(name: str) -> bool:
    words = [word for word in re.split(rf"[\s{HYPHEN}]+", name) if word[:1].isupper()]
    if not words or any(re.sub(r"['’]s?$", "", word).casefold() in _NOT_NAMES for word in words):
        return False
    return not (len(words) == 1 and is_journal_word(words[0]) and len(words[0]) > 5)


def _mention(text: str, names: tuple[str, ...], year: str, sentence: str, offset: int) -> Mention:
    return Mention(text, "study", sentence, offset, offset + len(sentence), names, year)
