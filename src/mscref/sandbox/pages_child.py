"""The child's side of `pages`: one PDF kept open with PDFium, requests answered as an object and raw bytes."""

from __future__ import annotations

import ctypes
import math
import time
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from mscref.errors import UserError
from mscref.formats.pdf_text import clean, squeeze
from mscref.sandbox.pages_values import Box, PageFrame, Unpainted, flattened, joined

Answer = tuple[dict[str, Any], bytes]

_MOST_CHARS = 60_000  # of one page
_MOST_PIXELS = 40_000_000
_MOST_BYTES = 400_000_000
_LARGE = 24_000_000  # bytes; smaller files are read whole, so that other programs may replace them meanwhile
_MOST_OUTLINE = 5_000
_MOST_PAGES = 100_000
_MOST_LINKS = 2_000
_MOST_HITS = 2_000
_KEPT_OPEN = 4
_AROUND = 40  # characters of text on either side of a hit


class Refused(UserError):
    """A request that this file does not answer; `kind` is "password" when one is needed, else empty."""

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


class OpenPdf:
    """One PDF in the child. Requests are the public methods; each takes plain values and gives an Answer."""

    def __init__(self, path: Path, password: str = "") -> None:
        """Open the file; raises Refused, or OSError when it cannot be read."""
        import pypdfium2

        self._name = path.name
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise Refused(f"{path.name} is larger than {_MOST_BYTES // 1_000_000} MB; open it in another program.")
        source: Path | bytes = path if size > _LARGE else path.read_bytes()
        try:
            self._document: Any = pypdfium2.PdfDocument(source, password=password or None)
            self._count = min(len(self._document), _MOST_PAGES)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                sentence = "does not open with this password." if password else "needs a password."
                raise Refused(f"{path.name} {sentence}", "password") from error
            raise Refused(f"{path.name} is damaged or cut off: it does not open as a PDF.") from error
        if self._count == 0:
            raise Refused(f"{path.name} is a PDF without pages.")
        self._open: OrderedDict[int, tuple[Any, PageFrame]] = OrderedDict()
        self._texts: dict[int, str] = {}

    def close(self) -> None:
        """Forget the file."""
        for page, _ in self._open.values():
            page.close()
        self._document.close()

    def answer(self, ask: str, request: dict[str, Any]) -> Answer:
        """Answer one request by its name."""
        match ask:
            case "sheet":
                return self.sheet()
            case "render":
                clip = request["clip"]
                without = Unpainted(frozenset(request["held"]), frozenset(request["gone"]))
                look = request["scale"], request["rotation"], request["dark"]
                return self.render(request["page"], *look, clip and tuple(clip), without)
            case "words":
                return self.words(request["page"])
            case "links":
                return self.links(request["page"])
            case "annotations":
                return self.annotations(request["page"])
            case "find":
                return self.find(request["text"], request["page"], request["budget"])
            case _:
                raise Refused(f"The reader does not know what {ask} is.")

    def sheet(self) -> Answer:
        """Sizes and labels of all pages, the outline, the title."""
        sizes = [self._size(number) for number in range(self._count)]
        title = clean(self._told("Title"))
        return {"pages": sizes, "outline": list(islice(self._outline(), _MOST_OUTLINE)), "title": title}, b""

    def render(
        self, number: int, scale: float, rotation: int, dark: bool, clip: Box | None, without: Unpainted
    ) -> Answer:
        """A picture of a page; `clip` is in points of the picture, from its upper left corner."""
        import pypdfium2
        from pypdfium2 import raw

        from mscref.sandbox.pages_marks import unpainted

        page, frame = self._page(number)
        width, height = (frame.height, frame.width) if rotation in (90, 270) else (frame.width, frame.height)
        full_width, full_height = max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale))
        left, top, right, bottom = 0, 0, full_width, full_height
        if clip is not None:
            left, top = max(0, math.floor(clip[0] * scale)), max(0, math.floor(clip[1] * scale))
            right, bottom = min(full_width, math.ceil(clip[2] * scale)), min(full_height, math.ceil(clip[3] * scale))
        if right <= left or bottom <= top or (right - left) * (bottom - top) > _MOST_PIXELS:
            raise Refused(f"Page {number} of {self._name} cannot be drawn in this size.")
        bitmap = pypdfium2.PdfBitmap.new_native(right - left, bottom - top, raw.FPDFBitmap_BGRx)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, right - left, bottom - top)
            place = (-left, -top, full_width, full_height, rotation // 90)
            with unpainted(page, number, without.held, without.gone) as marks:
                raw.FPDF_RenderPageBitmap(bitmap, page, *place, raw.FPDF_ANNOT)
            data = bytes(bitmap.buffer)
            size = {"width": bitmap.width, "height": bitmap.height, "stride": bitmap.stride}
        finally:
            bitmap.close()
        if dark:
            from mscref.sandbox.pages_dark import darkened

            data = darkened(data, size["stride"])
        return {**size, "frame": _frame_values(frame), "marks": marks}, data

    def words(self, number: int) -> Answer:
        """The text of a page in reading order; the bytes are four 32-bit floats a character, in page points."""
        from mscref.sandbox.pages_text import read

        page, frame = self._page(number)
        text, boxes = read(_glyphs(page, frame))
        numbers = array("f")
        if frame.turn == 0:
            left, top = frame.left, frame.bottom + frame.height
            for x0, y0, x1, y1 in boxes:
                numbers.extend((x0 + left, top - y1, x1 + left, top - y0))
        else:
            for box in boxes:
                numbers.extend(frame.box_to_page(box))
        self._texts[number] = text
        return {"text": text, "frame": _frame_values(frame)}, numbers.tobytes()

    def links(self, number: int) -> Answer:
        """The links of a page: those the file has, and the addresses that stand in its text."""
        page, _ = self._page(number)
        found = [*islice(self._file_links(page), _MOST_LINKS), *islice(_addresses(page), _MOST_LINKS)]
        return {"links": found}, b""

    def annotations(self, number: int) -> Answer:
        """The marks that stand in the file."""
        from mscref.sandbox.pages_marks import marks

        page, frame = self._page(number)
        return {"marks": list(marks(page, number, lambda: self._worded(number), frame))}, b""

    def find(self, text: str, first: int, budget: float) -> Answer:
        """Hits of `text` from page `first` on; stops after `budget` seconds and tells the next page to ask for."""
        wanted = " ".join(flattened(text)[0].split())
        end = time.monotonic() + budget
        hits: list[list[Any]] = []
        number = first
        while number <= self._count and wanted and len(hits) < _MOST_HITS:
            hits.extend(self._hits(wanted, number))
            number += 1
            if time.monotonic() > end:
                break
        return {"hits": hits, "next": number if number <= self._count and len(hits) < _MOST_HITS else None}, b""

    def _hits(self, wanted: str, number: int) -> Iterator[list[Any]]:
        text = self._text(number)
        letters, places = flattened(text)
        at = letters.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            start, stop = places[at], places[end - 1] + 1
            before, after = text[max(0, start - _AROUND) : start], text[stop : stop + _AROUND]
            yield [number, start, stop, _one_line(before), _one_line(text[start:stop]), _one_line(after)]
            at = letters.find(wanted, end)

    def _text(self, number: int) -> str:
        if number not in self._texts:
            try:
                self.words(number)
            except Refused:
                self._texts[number] = ""
        return self._texts[number]

    def _worded(self, number: int) -> tuple[str, array[float]]:
        answer, data = self.words(number)
        numbers = array("f")
        numbers.frombytes(data)
        return answer["text"], numbers

    def _size(self, index: int) -> list[Any]:
        import pypdfium2

        try:
            width, height = self._document.get_page_size(index)
        except pypdfium2.PdfiumError:
            width, height = 612.0, 792.0
        try:
            label = squeeze(clean(self._document.get_page_label(index)))
        except UnicodeDecodeError:
            label = ""
        return [round(width, 2), round(height, 2), label[:20]]

    def _told(self, name: str) -> str:
        try:
            return str(self._document.get_metadata_value(name))
        except UnicodeDecodeError:
            return ""

    def _outline(self) -> Iterator[list[Any]]:
        import pypdfium2

        for mark in self._document.get_toc():
            try:
                title = squeeze(clean(mark.get_title()))
                place = mark.get_dest()
                index = place.get_index() if place is not None else None
                y = _place_of(place) if place is not None else None
            except (UnicodeDecodeError, pypdfium2.PdfiumError):
                continue
            yield [title[:300], None if index is None or index < 0 else index + 1, mark.level, y]

    def _page(self, number: int) -> tuple[Any, PageFrame]:
        """A page, parsed, with its frame; the last few are kept."""
        import pypdfium2

        if not 1 <= number <= self._count:
            raise Refused(f"{self._name} has no page {number}.")
        held = self._open.get(number)
        if held is None:
            try:
                page = self._document[number - 1]
            except pypdfium2.PdfiumError as error:
                raise Refused(f"Page {number} of {self._name} is damaged and cannot be shown.") from error
            held = page, _frame_of(page)
            self._open[number] = held
            if len(self._open) > _KEPT_OPEN:
                self._open.popitem(last=False)[1][0].close()
        self._open.move_to_end(number)
        return held

    def _file_links(self, page: Any) -> Iterator[list[Any]]:
        from pypdfium2 import raw

        position, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
        while raw.FPDFLink_Enumerate(page, position, link):
            if not raw.FPDFLink_GetAnnotRect(link, box):
                continue
            rect = [box.left, box.bottom, box.right, box.top]
            place, action = raw.FPDFLink_GetDest(self._document, link), raw.FPDFLink_GetAction(link)
            uri = ""
            if not place and action:
                if raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
                    uri = _uri(self._document, action)
                elif raw.FPDFAction_GetType(action) == raw.PDFACTION_GOTO:
                    place = raw.FPDFAction_GetDest(self._document, action)
            if place:
                index = raw.FPDFDest_GetDestPageIndex(self._document, place)
                if 0 <= index < self._count:
                    yield [rect, index + 1, "", _raw_y(place)]
            elif uri:
                yield [rect, None, uri, None]


def _one_line(text: str) -> str:
    """Text as one line, the spaces at its ends kept: it is set between other words."""
    words = joined(text).replace("\n\n", " ")
    before = " " if text[:1].isspace() and words else ""
    return before + words + (" " if text[-1:].isspace() and words else "")


def _frame_of(page: Any) -> PageFrame:
    left, bottom, _, _ = page.get_bbox()
    return PageFrame(page.get_width(), page.get_height(), left, bottom, page.get_rotation())


def _frame_values(frame: PageFrame) -> list[float]:
    return [frame.width, frame.height, frame.left, frame.bottom, frame.turn]


def _glyphs(page: Any, frame: PageFrame) -> Iterator[tuple[str, Box]]:
    """The characters of a page as drawn, with their boxes in view points."""
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        loose, tight = raw.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
        left, top, is_plain = frame.left, frame.bottom + frame.height, frame.turn == 0
        half = ""
        for index in range(min(raw.FPDFText_CountChars(text), _MOST_CHARS)):
            code = raw.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                half = chr(code)
                continue
            char = chr(code) if code < 0x110000 else "\ufffd"
            if half:
                char = (half + char).encode("utf-16", "surrogatepass").decode("utf-16", "replace")[:1]
                half = ""
            raw.FPDFText_GetLooseCharBox(text, index, loose)
            box = (loose.left, loose.bottom, loose.right, loose.top)
            if not char.isspace() and (box[3] - box[1] < 0.5 or box[2] - box[0] < 0.01):
                raw.FPDFText_GetCharBox(text, index, tight[0], tight[2], tight[1], tight[3])
                box = (tight[0].value, tight[1].value, tight[2].value, tight[3].value)
            if is_plain:
                yield char, (box[0] - left, top - box[3], box[2] - left, top - box[1])
            else:
                yield char, frame.box_to_view(box)
    finally:
        text.close()


def _addresses(page: Any) -> Iterator[list[Any]]:
    """The web addresses that stand in the text of a page."""
    from pypdfium2 import raw

    text = page.get_textpage()
    links = raw.FPDFLink_LoadWebLinks(text)
    try:
        numbers = [ctypes.c_double() for _ in range(4)]
        for index in range(raw.FPDFLink_CountWebLinks(links)):
            size = raw.FPDFLink_GetURL(links, index, None, 0)
            buffer = (ctypes.c_ushort * max(size, 1))()
            raw.FPDFLink_GetURL(links, index, buffer, size)
            uri = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
            for rect in range(raw.FPDFLink_CountRects(links, index)):
                raw.FPDFLink_GetRect(links, index, rect, numbers[0], numbers[3], numbers[2], numbers[1])
                yield [[number.value for number in numbers], None, uri, None]
    finally:
        raw.FPDFLink_CloseWebLinks(links)
        text.close()


def _uri(document: Any, action: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _place_of(place: Any) -> float | None:
    return _raw_y(place.raw)


def _raw_y(place: Any) -> float | None:
    from pypdfium2 import raw

    has = [ctypes.c_int() for _ in range(3)]
    at = [ctypes.c_float() for _ in range(3)]
    if raw.FPDFDest_GetLocationInPage(place, *has, *at) and has[1].value:
        return round(at[1].value, 2)
    return None
