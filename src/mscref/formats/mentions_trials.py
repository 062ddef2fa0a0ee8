"""Clinical trials named in running text: registry numbers, and trials named after the institutions that run them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mscref.formats.reference_strings.lettering import APOSTROPHE, HYPHEN, LETTER, UPPER
from mscref.model import identifiers
from mscref.model.document import Mention

_WORD = rf"[{UPPER}][{LETTER}{APOSTROPHE}{HYPHEN}]+"
_CUE = (
    r"(?:University|Clinic|Hospital|Institute|College|School of Medicine|Medical Cent(?:er|re)|Cancer Cent(?:er|"
    r"re)|Therapeutics)"
)
_CUE_AT_END = re.compile(r"[Tt]rial|Stud(?:y|ies)")
_INSTITUTION = rf"(?:(?:{_WORD} ){{0,3}}{_CUE}(?: of(?: {_WORD}){{1,2}})?|{_WORD}(?: {_WORD})?)"
_NAMED = re.compile(
    rf"(?P<name>(?:{_INSTITUTION}(?:, | and | & |"
    rf", and )){{0,4}}(?:{_WORD} ){{0,3}}{_CUE}(?: of(?: {_WORD}){{1,2}})?(?:[{APOSTROPHE}]s?)? "
    r"(?:[Cc]linical )?(?:Trials?|Study|Studies|trials?))\b"
)


def find_trials(sentence: str, offset: int) -> Iterator[tuple[int, Mention]]:
    """(place in the sentence, mention) of every trial that the sentence names."""
    for found in identifiers.find_trials(sentence):
        yield found.start, Mention(found.value, "trial", sentence, offset, offset + len(sentence))
    for match in _NAMED.finditer(sentence) if _CUE_AT_END.search(sentence) else ():
        name = re.sub(r"^(?:The|A|An|In|At|This|Our|Their) ", "", match.group("name"))
        yield match.start(), Mention(name, "trial", sentence, offset, offset + len(sentence))
