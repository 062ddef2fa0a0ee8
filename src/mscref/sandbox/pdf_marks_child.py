"""The child's side of `pdf_marks`: annotations written and read with pypdf, which changes no byte of the original."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from mscref.errors import Unreadable

_SUBTYPES = {"highlight": "/Highlight", "underline": "/Underline", "note": "/Text", "area": "/Square"}
_UNNAMED = re.compile(r"pdf-(\w+)-(\d+)-(-?\d+)-(-?\d+)-(-?\d+)-(-?\d+)")
_NOTE_SIZE = 20.0
_PRINTED = 4
_MOST = 5_000


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """Answer one request; raises Unreadable."""
    path = Path(task["path"])
    match task["marks"]:
        case "write":
            return _write(path, Path(task["target"]), task["items"])
        case _:
            return {"colours": _colours(path, task["numbers"])}


def _opened(path: Path) -> Any:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise Unreadable(f"{path.name} is protected: save a copy without protection and mark that one.")
        len(reader.pages)
    except PyPdfError as error:
        raise Unreadable(f"{path.name} could not be read as a PDF ({error}).") from error
    return reader


def _write(path: Path, target: Path, items: list[dict[str, Any]]) -> dict[str, Any]:
    from pypdf import PdfWriter
    from pypdf.errors import PyPdfError

    reader = _opened(path)
    written, lost = 0, []
    try:
        writer = PdfWriter(path, incremental=True)
        for item in items:
            if not 1 <= item["page"] <= len(writer.pages):
                lost.append(item["name"])
                continue
            page = writer.pages[item["page"] - 1]
            place = _place(page, item["name"], reader)
            if place is None:
                _add(writer, page, item)
            else:
                _renew(writer, page, place, item, reader)
            written += 1
        with target.open("wb") as out:
            writer.write(out)
            out.flush()
            os.fsync(out.fileno())
    except PyPdfError as error:
        raise Unreadable(f"{path.name} could not be written with its marks ({error}).") from error
    return {"written": written, "lost": lost}


def _place(page: Any, name: str, reader: Any) -> int | None:
    """Where in the page's list the annotation stands that has this name, or was read nameless; None for none."""
    found = _UNNAMED.match(name)
    place = [float(number) for number in found.groups()[2:]] if found else []
    for index, each in enumerate(list(page.get("/Annots") or [])[:_MOST]):
        annotation = _object(each, reader)
        if not isinstance(annotation, dict):
            continue
        if str(annotation.get("/NM", "")) == name:
            return index
        if place and "/NM" not in annotation and "/Rect" in annotation:
            rect = [float(number) for number in annotation["/Rect"]]
            if all(abs(a - b) <= 1.0 for a, b in zip(_upright(rect), place, strict=True)):
                return index
    return None


def _object(each: Any, reader: Any) -> Any:
    """An annotation of a page; the writer does not find those with a generation, as Okular writes them."""
    from pypdf.generic import IndirectObject

    if isinstance(each, IndirectObject) and each.generation:
        return reader.get_object(IndirectObject(each.idnum, each.generation, reader))
    return each.get_object()


def _upright(rect: list[float]) -> list[float]:
    return [min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3])]


def _renew(writer: Any, page: Any, place: int, item: dict[str, Any], reader: Any) -> None:
    """Let an annotation that the file holds say what the library says now; its place stays."""
    from pypdf.generic import IndirectObject, NameObject, TextStringObject

    listed = page["/Annots"].get_object()
    each = listed[place]
    annotation = _object(each, reader)
    if str(annotation.get("/Contents", "")) != item["note"]:
        if isinstance(each, IndirectObject) and each.generation:
            annotation = annotation.clone(writer, ignore_fields=("/P", "/Popup", "/AP"))
            listed[place] = annotation.indirect_reference
        annotation[NameObject("/Contents")] = TextStringObject(item["note"])
        annotation[NameObject("/M")] = TextStringObject(item["modified"])


def _add(writer: Any, page: Any, item: dict[str, Any]) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

    def numbers(values: Any) -> Any:
        return ArrayObject(FloatObject(round(float(value), 3)) for value in values)

    quads = item["quads"]
    rect = _upright(
        [min(x for q in quads for x in q[0::2]), min(y for q in quads for y in q[1::2]),
         max(x for q in quads for x in q[0::2]), max(y for q in quads for y in q[1::2])]
    )  # fmt: skip
    if item["kind"] == "note":
        rect = [rect[0], rect[3] - _NOTE_SIZE, rect[0] + _NOTE_SIZE, rect[3]]
    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(_SUBTYPES[item["kind"]]),
            NameObject("/Rect"): numbers(rect),
            NameObject("/C"): _as_parts(item["colour"]),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/NM"): TextStringObject(item["name"]),
        }
    )
    for key, text in (
        ("/Contents", item["note"]),
        ("/T", item["author"]),
        ("/CreationDate", item["created"]),
        ("/M", item["modified"]),
    ):
        if text:
            made[NameObject(key)] = TextStringObject(text)
    if item["kind"] in ("highlight", "underline"):
        made[NameObject("/QuadPoints")] = numbers(value for quad in quads for value in quad)
    elif item["kind"] == "note":
        made[NameObject("/Name")] = NameObject("/Comment")
    else:
        made[NameObject("/BS")] = DictionaryObject({NameObject("/W"): NumberObject(2)})
    reference = writer._add_object(made)
    held = page.get("/Annots")
    listed = held.get_object() if held is not None else None
    if isinstance(listed, ArrayObject):
        listed.append(reference)
    else:
        page[NameObject("/Annots")] = ArrayObject([reference])


def _as_parts(colour: list[int]) -> Any:
    """A colour as parts of 1, a little more than each so that readers who cut decimals off get the same number."""
    from pypdf.generic import ArrayObject, FloatObject

    return ArrayObject(FloatObject(min(1.0, round(part / 255 + 0.0003, 4))) for part in colour)


def _colours(path: Path, numbers: list[int]) -> list[tuple[int, list[float], list[int]]]:
    found = []
    pages = _opened(path).pages
    for number in numbers:
        if not 1 <= number <= len(pages):
            continue
        for each in list(pages[number - 1].get("/Annots") or [])[:_MOST]:
            annotation = each.get_object()
            if isinstance(annotation, dict) and "/Rect" in annotation and "/C" in annotation:
                colour = _as_rgb([float(part) for part in annotation["/C"]])
                if colour is not None:
                    found.append((number, _upright([float(part) for part in annotation["/Rect"]]), colour))
    return found


def _as_rgb(parts: list[float]) -> list[int] | None:
    """A colour in grey, RGB or CMYK as red, green, blue from 0 to 255; None for a transparent one."""
    match parts:
        case [grey]:
            mixed = [grey, grey, grey]
        case [_, _, _]:
            mixed = parts
        case [cyan, magenta, yellow, black]:
            mixed = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
        case _:
            return None
    return [min(255, max(0, round(part * 255))) for part in mixed]
