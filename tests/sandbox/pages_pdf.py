"""PDFs for tests of the reader, written by hand: text at places, paint, turned pages, outline, links, marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sheet:
    """A page: texts as (x, y from the lower edge, words) in 10 point Helvetica, and what lies on it.

    `links` are (rect, page or address); `marks` are ready annotation dictionaries; `paint` is drawn first.
    """

    texts: Sequence[tuple[float, float, str]] = ()
    links: Sequence[tuple[tuple[float, float, float, float], int | str]] = ()
    marks: Sequence[str] = ()
    paint: str = ""
    turn: int = 0
    crop: tuple[float, float, float, float] | None = None
    size: tuple[float, float] = (300.0, 400.0)


@dataclass
class _Objects:
    bodies: list[bytes] = field(default_factory=list)

    def add(self, body: str | bytes) -> int:
        self.bodies.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(self.bodies)


def pdf(
    sheets: Sequence[Sheet], *, outline: Sequence[tuple[str, int]] = (), labels: str = "", title: str = ""
) -> bytes:
    """A PDF; `outline` holds (heading, page from 1) and `labels` a number tree such as "0<</S/r>>"."""
    objects = _Objects()
    catalog, tree, font = objects.add(""), objects.add(""), objects.add(_FONT)
    pages = [objects.add("") for _ in sheets]
    for sheet, number in zip(sheets, pages, strict=True):
        content = sheet.paint + "\n" + "\n".join(_drawn(*text) for text in sheet.texts)
        data = content.encode("cp1252")
        stream = objects.add(b"<</Length %d>>stream\n%s\nendstream" % (len(data), data))
        annots = [objects.add(_link(rect, target, pages)) for rect, target in sheet.links]
        annots += [objects.add(mark) for mark in sheet.marks]
        crop = f"/CropBox[{' '.join(map(str, sheet.crop))}]" if sheet.crop else ""
        objects.bodies[number - 1] = (
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {sheet.size[0]} {sheet.size[1]}]{crop}/Rotate {sheet.turn}"
            f"/Resources<</Font<</F {font} 0 R>>>>/Contents {stream} 0 R/Annots[{_refs(annots)}]>>"
        ).encode()
    headings = _outlined(objects, outline, pages)
    objects.bodies[catalog - 1] = (
        f"<</Type/Catalog/Pages {tree} 0 R" + (f"/Outlines {headings} 0 R" if headings else "")
        + (f"/PageLabels<</Nums[{labels}]>>" if labels else "") + ">>"
    ).encode()  # fmt: skip
    objects.bodies[tree - 1] = f"<</Type/Pages/Count {len(pages)}/Kids[{_refs(pages)}]>>".encode()
    info = objects.add(f"<</Title({title})>>")
    return _file(objects.bodies, f"/Root {catalog} 0 R/Info {info} 0 R")


def highlight(
    rect: tuple[float, float, float, float], note: str, *, author: str = "A. Reader", name: str = "h1"
) -> str:
    """A highlight over one rectangle, yellow."""
    x0, y0, x1, y1 = rect
    return (
        f"<</Type/Annot/Subtype/Highlight/Rect[{x0} {y0} {x1} {y1}]/QuadPoints[{x0} {y1} {x1} {y1} {x0} {y0} {x1} {y0}]"
        f"/C[1 1 0]/Contents({note})/T({author})/NM({name})/M(D:20240102030405Z)/CreationDate(D:20240101000000Z)>>"
    )


_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def _drawn(x: float, y: float, words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F 10 Tf {x} {y} Td ({escaped}) Tj ET"


def _link(rect: tuple[float, float, float, float], target: int | str, pages: Sequence[int]) -> str:
    box = " ".join(map(str, rect))
    if isinstance(target, int):
        return f"<</Type/Annot/Subtype/Link/Rect[{box}]/Dest[{pages[target - 1]} 0 R/XYZ 0 250 0]>>"
    return f"<</Type/Annot/Subtype/Link/Rect[{box}]/A<</S/URI/URI({target})>>>>"


def _outlined(objects: _Objects, outline: Sequence[tuple[str, int]], pages: Sequence[int]) -> int:
    if not outline:
        return 0
    root = objects.add("")
    items = [objects.add("") for _ in outline]
    for place, (heading, page) in enumerate(outline):
        before = f"/Prev {items[place - 1]} 0 R" if place else ""
        after = f"/Next {items[place + 1]} 0 R" if place + 1 < len(items) else ""
        objects.bodies[items[place] - 1] = (
            f"<</Title({heading})/Parent {root} 0 R{before}{after}/Dest[{pages[page - 1]} 0 R/XYZ 0 200 0]>>".encode()
        )
    objects.bodies[root - 1] = f"<</First {items[0]} 0 R/Last {items[-1]} 0 R/Count {len(items)}>>".encode()
    return root


def _refs(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _file(bodies: Sequence[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    return bytes(out + f"trailer<</Size {len(bodies) + 1}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode())
