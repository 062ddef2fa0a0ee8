"""XML of strangers: records one at a time, without external entities, DTDs or expansion, damaged ones salvaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from mscref.errors import Unreadable
from mscref.formats.text_encoding import clean, one_line
from mscref.model.reading import Problem

_TAGS = {
    "i": "i",
    "b": "b",
    "sup": "sup",
    "sub": "sub",
    "italic": "i",
    "bold": "b",
    "superscript": "sup",
    "subscript": "sub",
}
_SUPERSCRIPTS = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_FENCED = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}

_MOST_DAMAGED = 1000
_MARKUP = re.compile(
    r"<!--.*?-->|<(?P<closing>/?)(?P<tag>[A-Za-z][\w:.-]*)(?:\s[^<>]*?)?(?P<single>/?)>|<|&(?!#?\w{1,20};)", re.DOTALL
)

Element = Any  # lxml's _Element; lxml itself is only loaded when XML is read


def records(text: str, tags: tuple[str, ...], what: str) -> Iterator[Element | Problem]:
    """The elements named in `tags`, in order; a damaged one is repaired if it can be, and reported.

    Each element is emptied when the next one is asked for, so that memory does not grow with the file.
    Raises Unreadable when the text holds none of the tags.
    """
    from lxml import etree

    text = _body(clean(text))
    if not re.search(rf"<(?:{'|'.join(tags)})[\s>/]", text):
        raise Unreadable(f"This XML holds no {what}.")
    count = 0
    try:
        source = BytesIO(text.encode("utf-8"))
        for _, element in etree.iterparse(source, events=("end",), tag=tags, encoding="utf-8", **_FENCED):
            count += 1
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        yield from _salvage(text, tags, count, str(error.msg or "not well formed"))


def _salvage(text: str, tags: tuple[str, ...], done: int, reason: str) -> Iterator[Element | Problem]:
    """The records behind the first `done`, each parsed alone; after many damaged ones the rest is given up."""
    names = "|".join(tags)
    closing = re.compile(rf"</(?:{names})\s*>")
    starts = [match.start() for match in re.finditer(rf"<(?:{names})[\s>]", text)]
    if done >= len(starts):
        yield Problem(f"The XML is damaged behind its last record ({reason}); all records were read.")
    line, counted, damaged = 1, 0, 0
    for number, start in enumerate(starts[done:], done):
        stop = starts[number + 1] if number + 1 < len(starts) else len(text)
        end = closing.search(text, start, stop)
        line, counted = line + text.count("\n", counted, start), start
        element, problem = _one(text[start : end.end() if end else stop], line)
        if problem:
            damaged += 1
            yield problem
        if element is not None:
            yield element
        if damaged == _MOST_DAMAGED:
            left = len(starts) - number - 1
            yield Problem(f"Too much of this XML is damaged: {left} more records were left out.", line, lost=True)
            return


def _one(piece: str, line: int) -> tuple[Element | None, Problem | None]:
    """The element of one record, repaired where it must be, and what was wrong with it."""
    from lxml import etree

    try:
        return etree.fromstring(piece.encode("utf-8"), _parser()), None
    except etree.XMLSyntaxError as error:
        reason = error.msg
    try:
        repaired = etree.fromstring(_balanced(piece).encode("utf-8"), _parser(recover=True))
    except etree.XMLSyntaxError:
        repaired = None
    if repaired is None or not len(repaired):
        return None, Problem(f"The record that starts here is damaged ({reason}) and was left out.", line, lost=True)
    return repaired, Problem(f"The record that starts here is damaged ({reason}); what is whole was read.", line)


def _balanced(piece: str) -> str:
    """`piece` with missing closing tags put in, stray ones dropped, and single < and & escaped."""
    out: list[str] = []
    opened: list[str] = []
    place = 0
    for match in _MARKUP.finditer(piece):
        out.append(piece[place : match.start()])
        place = match.end()
        closing, tag, single = match.group("closing", "tag", "single")
        if tag is None:
            out.append({"<": "&lt;", "&": "&amp;"}.get(match.group(), ""))
        elif closing:
            while tag in opened:
                out.append(f"</{opened[-1]}>")
                if opened.pop() == tag:
                    break
        else:
            out.append(match.group())
            opened.extend([] if single else [tag])
    out.append(piece[place:])
    out.extend(f"</{tag}>" for tag in reversed(opened))
    return "".join(out)


def _parser(*, recover: bool = False) -> Element:
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def _body(text: str) -> str:
    """`text` from its XML declaration or first tag on, the declaration itself left out."""
    start = text.find("<?xml")
    text = text[start:] if start >= 0 else text[max(text.find("<"), 0) :]
    return re.sub(r"^<\?xml[^>]*\?>", "", text).lstrip()


def plain(element: Element | None) -> str:
    """All text below an element on one line; figures raised or lowered in it become Unicode ones (10⁶, CO₂)."""
    return one_line("".join(_plain_parts(element))) if element is not None else ""


def marked(element: Element | None) -> str:
    """All text below an element on one line, with italics, bold, sub- and superscripts as CSL markup."""
    return one_line("".join(_marked_parts(element))) if element is not None else ""


def text_at(element: Element | None, path: str) -> str:
    """The plain text of the first element at `path`, empty when there is none."""
    return plain(element.find(path)) if element is not None else ""


def texts_at(element: Element, path: str) -> list[str]:
    """The plain texts at `path`, blank ones left out."""
    return [text for found in element.iterfind(path) if (text := plain(found))]


def _plain_parts(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    inner = "".join(
        (element.text or "", *(part for child in element for part in (*_plain_parts(child), child.tail or "")))
    )
    table = {"sup": _SUPERSCRIPTS, "sub": _SUBSCRIPTS}.get(_style(element), {})
    yield inner.translate(table) if all(ord(character) in table for character in inner) else inner


def _marked_parts(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    tag = _style(element)
    inner = "".join(
        (element.text or "", *(part for child in element for part in (*_marked_parts(child), child.tail or "")))
    )
    yield f"<{tag}>{inner}</{tag}>" if tag and inner.strip() else inner


def _style(element: Element) -> str:
    """The CSL tag of an element: its own name, or the face of EndNote's <style>."""
    name = element.get("face", "") if element.tag == "style" else element.tag
    return _TAGS.get(str(name), "")
