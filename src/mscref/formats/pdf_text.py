"""Pages of a PDF as printed lines: text with place, effective size and raised marks, in the order of the page."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mscref.errors import Unreadable

_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st"}
_SOFT_HYPHEN_AT_END = re.compile(r"[\x02\u00ad\ufffe\uffff]\s*")
_TYPEWRITTEN = str.maketrans(
    {"\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200b": None, "\ufeff": None, **_LIGATURES}
)
_CONTROL = re.compile(r"[\x00\x01\x03-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
ACCENTS = {
    "\u00b4": "\u0301",
    "\u0060": "\u0300",
    "\u00a8": "\u0308",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u02c7": "\u030c",
    "\u00b8": "\u0327",
    "\u02da": "\u030a",
    "\u02d8": "\u0306",
    "\u02dd": "\u030b",
    "\u02d9": "\u0307",
    "\u02db": "\u0328",
}
_SPLIT_ACCENT = re.compile(rf"([A-Za-z\u0131])([{''.join(ACCENTS)}])(?: (?=[a-z]))?")


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a line in one size; `raised` tells that it is a mark such as a superscript number."""

    text: str
    size: float
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `top` and `baseline` count downwards from the page's upper edge, all in points.

    `box` is its place in the page's own coordinates, as PDF counts them: left, bottom, right, top.
    """

    page: int
    x0: float
    x1: float
    top: float
    baseline: float
    size: float
    bold: bool
    runs: tuple[Run, ...]
    text: str = ""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @property
    def plain(self) -> str:
        """The text without raised marks."""
        return squeeze("".join(" " if run.raised else run.text for run in self.runs))


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its size in points, its lines from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class Pdf:
    """An open PDF; use it in a with-statement. Pages are read when asked for."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open `data`; raises Unreadable, naming `name`, when it needs a password or is broken."""
        import pypdfium2

        try:
            self._document: Any = pypdfium2.PdfDocument(data)
            self.page_count: int = len(self._document)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise Unreadable(f"{name} needs a password; save a copy without one and add that.") from error
            raise Unreadable(f"{name} is damaged or cut off: it does not open as a PDF.") from error
        if self.page_count == 0:
            self._document.close()
            raise Unreadable(f"{name} is a PDF without pages.")

    def __enter__(self) -> Pdf:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def info(self) -> dict[str, str]:
        """The entries of the Info dictionary that are filled: Title, Author, Subject, Keywords, ..."""
        with contextlib.suppress(UnicodeDecodeError):
            found: dict[str, str] = self._document.get_metadata_dict(skip_empty=True)
            return {name: clean(value) for name, value in found.items()}
        return {}

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """The files embedded in the PDF, by name; at most twenty."""
        import pypdfium2

        for index in range(min(self._document.count_attachments(), 20)):
            with contextlib.suppress(pypdfium2.PdfiumError, UnicodeDecodeError):
                attachment = self._document.get_attachment(index)
                yield attachment.get_name(), bytes(attachment.get_data())

    def page(self, number: int) -> Page:
        """One page with its lines; a page that does not load has none."""
        from mscref.formats.pdf_text_lines import lines_of

        with self._opened(number) as opened:
            if opened is None:
                return Page(number, 0.0, 0.0, ())
            page, text = opened
            left, bottom, right, top = page.get_cropbox()
            lines = lines_of(text, number, left=left, top=top)
            return Page(number, right - left, top - bottom, lines)

    def plain_text(self, number: int) -> str:
        """The text of one page in the order the file draws it, words divided at line ends joined."""
        with self._opened(number) as opened:
            if opened is None:
                return ""
            with contextlib.suppress(UnicodeDecodeError):
                found: str = opened[1].get_text_range()
                return clean(_SOFT_HYPHEN_AT_END.sub("", found.replace("\r\n", "\n")))
        return ""

    @contextlib.contextmanager
    def _opened(self, number: int) -> Iterator[tuple[Any, Any] | None]:
        import pypdfium2

        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError:
            yield None
            return
        try:
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            page.close()
            yield None
            return
        try:
            yield page, text
        finally:
            text.close()
            page.close()


def clean(text: str) -> str:
    """Text as a person would type it: ligatures and split accents joined, control characters dropped (NFC)."""
    text = _CONTROL.sub("", text.translate(_TYPEWRITTEN))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _SPLIT_ACCENT.sub(_joined, text))


def squeeze(text: str) -> str:
    """Text with runs of white space as one space, and none at the ends."""
    return " ".join(text.split())


def _joined(match: re.Match[str]) -> str:
    letter = "i" if match[1] == "\u0131" else match[1]
    joined = unicodedata.normalize("NFC", letter + ACCENTS[match[2]])
    return joined if len(joined) == 1 else match.group()
