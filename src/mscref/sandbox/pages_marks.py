"""The annotations that stand in a PDF page, read with PDFium: place, kind, words under the quads, what was said."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mscref.sandbox.pages_values import PageFrame, joined, mark_identity

Worded = Callable[[], tuple[str, "array[float]"]]

_MOST = 5_000
_LONGEST = 100_000
_ONLY_THE_FILE_KNOWS = ("ink", "text", "strikeout")


def marks(page: Any, number: int, worded: Worded, frame: PageFrame) -> Iterator[dict[str, Any]]:
    """The fields of a `PdfMark` for each annotation of a kind that a person makes."""
    text: tuple[str, array[float]] | None = None
    for _, kind, annotation in _made_by_persons(page):
        quads = _quads(annotation)
        if quads and text is None:
            text = worded()
        yield {
            "page": number,
            "kind": kind,
            "rect": _rect(annotation),
            "quads": quads,
            "words": _words(quads, *text, frame) if quads and text else "",
            "note": _string(annotation, b"Contents"),
            "author": _string(annotation, b"T"),
            "colour": _colour(annotation),
            "subject": _string(annotation, b"Subj"),
            "name": _string(annotation, b"NM"),
            "created": _string(annotation, b"CreationDate"),
            "modified": _string(annotation, b"M"),
        }


@contextmanager
def unpainted(page: Any, number: int, held: frozenset[str], gone: frozenset[str]) -> Iterator[list[str]]:
    """While a page is drawn: marks are hidden as `Unpainted` says; gives the identities of all marks of the page."""
    from pypdfium2 import raw

    found: list[str] = []
    hidden: list[tuple[int, int]] = []
    for index, kind, annotation in _made_by_persons(page):
        identity = mark_identity(_string(annotation, b"NM"), kind, number, _rect(annotation))
        found.append(identity)
        if identity in gone or (identity in held and kind not in _ONLY_THE_FILE_KNOWS):
            flags = raw.FPDFAnnot_GetFlags(annotation)
            hidden.append((index, flags))
            raw.FPDFAnnot_SetFlags(annotation, flags | raw.FPDF_ANNOT_FLAG_HIDDEN)
    try:
        yield found
    finally:
        for index, flags in hidden:
            annotation = raw.FPDFPage_GetAnnot(page, index)
            raw.FPDFAnnot_SetFlags(annotation, flags)
            raw.FPDFPage_CloseAnnot(annotation)


def _made_by_persons(page: Any) -> Iterator[tuple[int, str, Any]]:
    """Index, kind and handle of each annotation of a kind that a person makes; a handle is good until the next."""
    from pypdfium2 import raw

    kinds = {
        raw.FPDF_ANNOT_HIGHLIGHT: "highlight",
        raw.FPDF_ANNOT_UNDERLINE: "underline",
        raw.FPDF_ANNOT_SQUIGGLY: "squiggly",
        raw.FPDF_ANNOT_STRIKEOUT: "strikeout",
        raw.FPDF_ANNOT_TEXT: "note",
        raw.FPDF_ANNOT_FREETEXT: "text",
        raw.FPDF_ANNOT_SQUARE: "area",
        raw.FPDF_ANNOT_CIRCLE: "area",
        raw.FPDF_ANNOT_INK: "ink",
    }
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = kinds.get(raw.FPDFAnnot_GetSubtype(annotation))
            if kind is not None and not raw.FPDFAnnot_HasKey(annotation, b"IRT"):
                yield index, kind, annotation
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _quads(annotation: Any) -> list[list[float]]:
    from pypdfium2 import raw

    found = []
    points = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(annotation), _MOST)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, points):
            p = points
            found.append([p.x1, p.y1, p.x2, p.y2, p.x3, p.y3, p.x4, p.y4])
    return found


def _words(quads: list[list[float]], text: str, boxes: array[float], frame: PageFrame) -> str:
    """The characters whose middle lies in one of the quads, in reading order, joined."""
    rects = [(min(q[0::2]) - 0.5, min(q[1::2]), max(q[0::2]) + 0.5, max(q[1::2])) for q in quads]
    low, high = min(r[1] for r in rects), max(r[3] for r in rects)
    picked: list[str] = []
    is_open = False
    for place, char in enumerate(text):
        if char.isspace():
            if is_open:
                picked.append(char)
            continue
        left, bottom, right, top = boxes[4 * place : 4 * place + 4]
        x, y = (left + right) / 2, (bottom + top) / 2
        is_in = low <= y <= high and any(r[0] <= x <= r[2] and r[1] <= y <= r[3] for r in rects)
        if is_open and not is_in and picked and not picked[-1].isspace():
            picked.append(" ")
        if is_in:
            picked.append(char)
        is_open = is_in
    return joined("".join(picked)).replace("\n\n", " ")


def _rect(annotation: Any) -> list[float]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    return [box.left, box.bottom, box.right, box.top]


def _string(annotation: Any, key: bytes) -> str:
    from pypdfium2 import raw

    size = min(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0), _LONGEST)
    buffer = (ctypes.c_ushort * max(size, 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0].replace("\r\n", "\n").replace("\r", "\n")


def _colour(annotation: Any) -> list[int] | None:
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if raw.FPDFAnnot_GetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, red, green, blue, alpha):
        return [red.value, green.value, blue.value]
    return None
