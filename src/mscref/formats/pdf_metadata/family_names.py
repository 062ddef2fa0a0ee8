"""Which words of a name are its family name: what the file's data, running heads and citations tell of double ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mscref.formats.pdf_metadata.found import fold
from mscref.formats.pdf_metadata.layout import Layout
from mscref.formats.pdf_metadata.name_parts import person
from mscref.formats.pdf_metadata.names import byline_score, split_names
from mscref.model.reference import Name

_CITED_NAME = re.compile(
    r"((?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|al|el|ten|ter)\s)*"
    r"[^\W\d_a-z][\w'\u2019\u2010-]+(?:[ -][^\W\d_a-z][\w'\u2019\u2010-]+){0,2})"
    r",? ([A-Z](?:\.?[ -]?[A-Z]){0,3})\b\.?(?=\s*[,;(]|\s+(?:and|et|&)\s|\s*$|\s*:|"
    r"\.(?!\s(?:[a-z]+\s){0,2}[A-Z][\w'\u2019-]+\s*(?:[,;&(.]|and\b|$)))"
)
_RUNNING = re.compile(r"((?:[^\W\d_][\w'\u2019.\u2010-]*,?\s){1,5})et al\b")


def families_told(
    layout: Layout, spelled: Sequence[str], cited: str, printed: Sequence[str], text: str
) -> frozenset[str]:
    """The folded family names of more than one word that something other than the byline tells.

    `spelled` are the names of the file's own data, `cited` the "cite as" line, `printed` the names of the byline and
    `text` the whole paper, in which authors often cite themselves.
    """
    heads = _heads(layout)
    found = {fold(family) for family in _inverted(spelled)}
    found.update(cited_families(cited))
    found.update(fold(head) for head in heads)
    found.update(family for head in heads for family in cited_families(f"{head},"))
    found.update(_self_cited(printed, text))
    return frozenset(found)


def cited_families(cited: str) -> tuple[str, ...]:
    """The folded family names of a "cite as" line ("Iskandar DT, Evans BJ (2014) ...")."""
    return tuple(fold(match[1]) for match in _CITED_NAME.finditer(_names_of(cited)))


def cited_names(cited: str) -> tuple[Name, ...]:
    """The names with which a "cite as" line begins, family and initials; empty when it says "et al."."""
    head = _names_of(cited)
    if "et al" in cited[: len(head) + 6]:
        return ()
    names: list[Name] = []
    place = 0
    for match in _CITED_NAME.finditer(head):
        if match.start() - place > 6:
            break
        place = match.end()
        names.append(person(f"{match[1]}, {match[2]}"))
    return tuple(names)


def full_names(cited: str) -> list[str]:
    """The names with which a "cite as" line or a cover's "Author(s):" begins; empty when it says "et al."."""
    head = re.split(
        r"[\s,.]*\(?(?:19|20)\d\d|[,.]?\s*[\"\u201c\u2018]|(?<=[^\W\d_]{3})\.\s(?=\w+ [a-z])", cited, maxsplit=1
    )[0]
    return split_names(head) if "et al" not in head and byline_score(head) > 0.8 else []


def _names_of(cited: str) -> str:
    return re.split(r"\(?(?:19|20)\d\d|et al|:", cited, maxsplit=1)[0]


def _inverted(spelled: Iterable[str]) -> Iterator[str]:
    """The family names of "Family Family, Given"."""
    for name in spelled:
        family, comma, given = name.partition(",")
        if comma and given.strip() and " " in family.strip():
            yield family.strip()


def _heads(layout: Layout) -> list[str]:
    """What stands before "et al." in running heads and feet: "Les Bujanda et al. Trials"."""
    found = (_RUNNING.match(line.text) for line in layout.lines if layout.is_edge(line))
    return [head for match in found if match and " " in (head := match[1].strip(" ,"))]


def _self_cited(names: Iterable[str], text: str) -> Iterator[str]:
    """The folded double family names that the text cites with an initial ("Wewer Albrechtsen N")."""
    for name in names:
        words = name.split(" ")
        if "," in name or len(words) < 3 or len(words[-2].strip(".")) < 3 or words[-2].islower():
            continue
        family, initial = rf"{re.escape(words[-2])}\s{re.escape(words[-1])}", re.escape(words[0][0])
        if re.search(
            rf"\b{family},?\s{initial}[A-Z.]?|(?:^|[,;\n\]]\s?|\d\.\s){initial}\.\s?(?:[A-Z]\.\s?)?{family}\b", text
        ):
            yield fold(words[-2] + words[-1])
