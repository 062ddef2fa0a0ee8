"""The authors: who from the page's byline, in its order; spelled as the file's own data spell them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from mscref.formats.pdf_metadata.byline_places import byline_lines
from mscref.formats.pdf_metadata.embedded import Embedded
from mscref.formats.pdf_metadata.family_names import cited_names, families_told, full_names
from mscref.formats.pdf_metadata.found import Found, fold
from mscref.formats.pdf_metadata.layout import Block, Layout
from mscref.formats.pdf_metadata.name_parts import person, with_letters_restored
from mscref.formats.pdf_metadata.names import bare_name, is_name, marked_text, split_names
from mscref.formats.pdf_text import Line
from mscref.model.reference import Name


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors with what named them."""

    names: tuple[Name, ...]
    found: Found


def find_byline(
    layout: Layout, title: Sequence[Block], embedded: Embedded, cited: Found | None, text: str
) -> Byline | None:
    """The authors of the paper, None when nothing tells them.

    The file's own data spell the names, in no order; `cited` is the printed "cite as" line; `text` is the whole
    paper, in which authors often cite themselves and so tell a double family name.
    """
    lines, certain = byline_lines(layout, title)
    printed = _printed(lines, text)
    known = [name for name in (bare_name(_plain_order(name)) for name in embedded.authors) if is_name(name)]
    placed = _placed(known, layout)
    source = embedded.sources["authors"]
    if printed and not _outvoted(printed, placed, known):
        ordered = _distinct(_spelled(printed, known))
        if known and {fold(name) for name in ordered} <= {fold(name) for name in known}:
            certain = 0.97
        found = Found("; ".join(ordered), certain, "page", tuple(lines))
    elif placed:
        ordered, found = placed, Found("; ".join(placed), 0.75 if printed else 0.6, source)
    elif known and not cited:
        ordered, found = known, Found("; ".join(known), 0.3, source)
    else:
        return _cited_byline(cited)
    families = families_told(layout, embedded.authors, cited.value if cited else "", ordered, text)
    return Byline(_completed(tuple(person(name, families) for name in ordered), cited), found)


def _cited_byline(cited: Found | None) -> Byline | None:
    """The authors as a "cite as" line or a cover sheet names them."""
    if cited is None:
        return None
    short, full = cited_names(cited.value), full_names(cited.value)
    names = tuple(map(person, full)) if len(full) >= len(short) else short
    return Byline(names, Found(cited.value, 0.6, "page", cited.lines)) if names else None


def _printed(lines: Sequence[Line], text: str) -> list[str]:
    printed = split_names(marked_text(lines)) if lines else []
    if "10.1155/" in text[:5000]:
        printed = [with_letters_restored(name) for name in printed]
    return _distinct(printed)


def _distinct(names: Sequence[str]) -> list[str]:
    """Names without those that recur, as they do where a page is drawn twice."""
    return list({fold(name): name for name in reversed(names)}.values())[::-1]


def _placed(known: Sequence[str], layout: Layout) -> list[str]:
    """The names of the file's own data that the pages print, in the order of the page."""
    found = [name for name in known if fold(name) in layout.folded]
    return sorted(found, key=lambda name: layout.folded.index(fold(name)))


def _outvoted(printed: Sequence[str], placed: Sequence[str], known: Sequence[str]) -> bool:
    """True when the file's own data name other authors, all of whom the pages print: the byline was misread."""
    if len(placed) < 2 or len(placed) < len(known):
        return False
    read = {fold(name) for name in _spelled(printed, known)}
    own = {fold(name) for name in placed}
    return not read & own or (read < own and len(own) > len(read))


def _completed(names: tuple[Name, ...], cited: Found | None) -> tuple[Name, ...]:
    """The names with those that only the "cite as" line has, when it has all of them and in the same order."""
    if cited is None:
        return names
    all_names = cited_names(cited.value)
    mine = {fold(name.sort_family): name for name in names}
    shared = [fold(name.sort_family) for name in all_names if fold(name.sort_family) in mine]
    if len(all_names) <= len(names) or shared != list(mine):
        return names
    return tuple(mine.get(fold(name.sort_family), name) for name in all_names)


def _spelled(printed: Sequence[str], known: Sequence[str]) -> list[str]:
    """The printed names, each as the file's own data spell it when they know it."""
    by_fold = {fold(name): name for name in known}
    by_words = {_words(name): name for name in known}
    result = []
    for name in printed:
        own = by_fold.get(fold(name)) or by_words.get(_words(name))
        if own is None and known:
            near = difflib.get_close_matches(fold(name), by_fold, n=1, cutoff=0.86)
            own = by_fold[near[0]] if near and _same_ends(near[0], fold(name)) else None
        use_own = (
            own is not None
            and len(fold(own)) >= len(fold(name))
            and not own.isupper()
            and "?" not in own
            and "\ufffd" not in own
        )
        result.append(own if own is not None and use_own else name)
    return result


def _words(name: str) -> tuple[str, ...]:
    """The words of a name whatever their order: "WANG, Xiaoming" is "Xiaoming Wang"."""
    return tuple(sorted(map(fold, name.replace(",", " ").split())))


def _same_ends(a: str, b: str) -> bool:
    return a[:1] == b[:1] and (a[-2:] == b[-2:] or abs(len(a) - len(b)) <= 2)


def _plain_order(name: str) -> str:
    """ "Family, Given" as "Given Family"."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name
