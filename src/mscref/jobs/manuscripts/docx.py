"""The citations of a Word document: fields of Zotero, Mendeley and EndNote, and keys typed as text ([@key])."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from mscref.errors import UserError
from mscref.jobs.manuscripts import docx_fields
from mscref.jobs.manuscripts.cited import Cited, Mark, gather
from mscref.jobs.manuscripts.markdown import pandoc_citations
from mscref.jobs.manuscripts.opening import read_bytes

ENDINGS = (".docx", ".docm")
_PARTS = {"word/document.xml": "", "word/footnotes.xml": " (footnotes)", "word/endnotes.xml": " (endnotes)"}
_PROPERTIES = "docProps/custom.xml"
_LARGEST = 200_000_000
_LARGEST_PART = 50_000_000
_LONGEST_CODE = 5_000_000
_FENCED = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPED = re.compile(r"\[[^\[\]]{0,2000}@[^\[\]]{1,2000}\]")

Element = Any  # lxml's _Element; lxml itself is only loaded when a document is read


def cited_in(path: Path) -> Cited:
    """What a Word document cites, in reading order, footnotes behind the text.

    Raises UserError when the file is no Word document, is damaged, or unpacks to more than it should.
    """
    from lxml import etree

    found: list[tuple[str, Mark]] = []
    problems: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(read_bytes(path, _LARGEST))) as archive:
            if "word/document.xml" not in archive.namelist():
                raise UserError(f"{path} could not be read: it is no Word document.")
            bookmarked = docx_fields.bookmarked(_properties(archive, path))
            for part, where in _PARTS.items():
                walk = _Walk(bookmarked)
                if part in archive.namelist():
                    found += [(f"{path}{where}", mark) for mark in walk.marks(_unpacked(archive, part, path))]
                problems += [f"{path}{where}, paragraph {number}: {what}" for number, what in walk.problems]
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OSError, ValueError) as error:
        raise UserError(f"{path} could not be read: it is no sound Word document ({error}).") from error
    except etree.XMLSyntaxError as error:
        raise UserError(f"{path} could not be read: its XML is damaged ({error.msg}).") from error
    return gather(found, problems, [path])


def _unpacked(archive: zipfile.ZipFile, part: str, path: Path) -> bytes:
    """One part; what the archive says of its size is not believed."""
    if archive.getinfo(part).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UserError(f"{path} was not read: {part} is packed in a way that Word does not use.")
    with archive.open(part) as packed:
        data = packed.read(_LARGEST_PART + 1)
    if len(data) > _LARGEST_PART:
        raise UserError(f"{path} was not read: {part} unpacks to more than {_LARGEST_PART // 1_000_000} MB.")
    return data


def _properties(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """The document's own properties, in which Zotero may keep what its bookmarks mean."""
    from lxml import etree

    if _PROPERTIES not in archive.namelist():
        return {}
    events = etree.iterparse(
        BytesIO(_unpacked(archive, _PROPERTIES, path)), events=("end",), tag="{*}property", **_FENCED
    )
    return {element.get("name", ""): "".join(element.itertext()) for _, element in events}


@dataclass
class _Field:
    """A complex field on its way through the text: its code, and whether its result has begun."""

    paragraph: int
    code: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    shows_result: bool = False

    @property
    def cites(self) -> bool:
        return docx_fields.is_citation("".join(self.code[:20]))


class _Walk:
    """Once through one part of the document, paragraph by paragraph."""

    def __init__(self, bookmarked: dict[str, str]) -> None:
        self.problems: list[tuple[int, str]] = []
        self._bookmarked = bookmarked
        self._fields: list[_Field] = []
        self._paragraph = 0
        self._text: list[str] = []

    def marks(self, data: bytes) -> Iterator[Mark]:
        """The citations of the part, in order."""
        from lxml import etree

        tags = [
            _WORD + name for name in ("p", "fldChar", "fldSimple", "instrText", "fldData", "t", "tag", "bookmarkStart")
        ]
        for event, element in etree.iterparse(BytesIO(data), events=("start", "end"), tag=tags, **_FENCED):
            name = etree.QName(element).localname
            if event == "start":
                yield from self._opened(name, element)
            else:
                yield from self._closed(name, element)

    def _opened(self, name: str, element: Element) -> Iterator[Mark]:
        if name == "p":
            self._paragraph += 1
        elif name == "fldChar":
            yield from self._character(element.get(f"{_WORD}fldCharType", ""))
        elif name == "fldSimple":
            yield from self._code(element.get(f"{_WORD}instr", ""), "")

    def _closed(self, name: str, element: Element) -> Iterator[Mark]:
        if name == "p":
            yield from self._typed()
            element.clear()
        elif name == "instrText" and self._fields:
            self._fields[-1].code.append(element.text or "")
        elif name == "fldData" and self._fields:
            self._fields[-1].data.append(element.text or "")
        elif name == "t" and not any(each.shows_result and each.cites for each in self._fields):
            self._text.append(element.text or "")
        elif name == "tag":
            yield from self._code(element.get(f"{_WORD}val", ""), "")
        elif name == "bookmarkStart" and element.get(f"{_WORD}name", "") in self._bookmarked:
            yield from self._code(self._bookmarked[element.get(f"{_WORD}name", "")], "")

    def _character(self, kind: str) -> Iterator[Mark]:
        """A field's beginning, the place between code and result, or its end."""
        if kind == "begin":
            self._fields.append(_Field(self._paragraph))
        elif kind == "separate" and self._fields:
            self._fields[-1].shows_result = True
        elif kind == "end" and self._fields:
            done = self._fields.pop()
            yield from self._code("".join(done.code), "".join(done.data))

    def _code(self, code: str, data: str) -> Iterator[Mark]:
        if not docx_fields.is_citation(code):
            return
        paragraph = max(self._paragraph, 1)
        try:
            yield from docx_fields.marks(code[:_LONGEST_CODE], data[:_LONGEST_CODE], paragraph)
        except ValueError as error:
            self.problems.append((paragraph, f"the field of a citation is damaged ({error})."))

    def _typed(self) -> Iterator[Mark]:
        """Keys and EndNote's temporary citations that stand as text in the paragraph that ends."""
        text = "".join(self._text)
        self._text.clear()
        for bracket in _TYPED.finditer(text):
            for _, key in pandoc_citations(bracket[0]):
                yield Mark(key, self._paragraph)
        yield from docx_fields.temporary(text, self._paragraph)
