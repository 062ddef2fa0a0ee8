"""A copy of the PDF with annotations: other readers see them at the same place, and the original stays as it was."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from mscref.errors import UserError
from mscref.jobs import annotations_in, annotations_out
from mscref.library import Library
from mscref.model.mark_colours import rgb
from mscref.model.reference import Reference
from tests.jobs.test_annotations_in import NAMELESS, RECT, marked_pdf
from tests.sandbox.pages_pdf import Sheet, highlight, pdf

QUAD = (40.0, 310.0, 150.0, 310.0, 40.0, 298.0, 150.0, 298.0)
SECOND = (40.0, 210.0, 90.0, 210.0, 40.0, 198.0, 90.0, 198.0)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A reference with a PDF in which a highlight of another program and four marks of ours stand."""
    opened = Library.open(tmp_path / "l.mscref", create=True)
    opened.add(Reference(title="Mice", key="bier2018"))
    opened.attach(1, marked_pdf(tmp_path, highlight(RECT, "Key result."), NAMELESS))
    opened.add_annotation(
        1, 1, page=2, quads=[QUAD, SECOND], text="x", note="Schön – Łukasz", colour=4, author="AB", tags=["dose"]
    )
    opened.add_annotation(1, 1, page=2, quads=[SECOND], kind="underline", text="y", colour=1)
    opened.add_annotation(1, 1, page=1, quads=[(10, 390, 30, 390, 10, 370, 30, 370)], kind="note", note="Here")
    opened.add_annotation(1, 1, page=1, quads=[(100, 90, 160, 90, 100, 50, 160, 50)], kind="area", colour=2)
    return opened


def seen(path: Path) -> list[dict[str, Any]]:
    """The annotations of a file as PDFium itself tells them, page by page."""
    found = []
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        page = document[number]
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            one = raw.FPDFPage_GetAnnot(page, index)
            points, box = raw.FS_QUADPOINTSF(), raw.FS_RECTF()
            quads = []
            for place in range(raw.FPDFAnnot_CountAttachmentPoints(one)):
                raw.FPDFAnnot_GetAttachmentPoints(one, place, points)
                quads.append(tuple(getattr(points, f"{axis}{n}") for n in range(1, 5) for axis in "xy"))
            raw.FPDFAnnot_GetRect(one, box)
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            raw.FPDFAnnot_GetColor(one, raw.FPDFANNOT_COLORTYPE_Color, red, green, blue, alpha)
            found.append(
                {
                    "page": number + 1,
                    "subtype": raw.FPDFAnnot_GetSubtype(one),
                    "quads": quads,
                    "rect": (box.left, box.bottom, box.right, box.top),
                    "colour": (red.value, green.value, blue.value),
                    "note": _text(one, b"Contents"),
                    "author": _text(one, b"T"),
                    "name": _text(one, b"NM"),
                    "created": _text(one, b"CreationDate"),
                }
            )
            raw.FPDFPage_CloseAnnot(one)
        page.close()
    document.close()
    return found


def _text(annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * max(size, 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer).decode("utf-16-le").split("\0")[0]


def test_another_reader_sees_every_mark_at_its_place(library: Library, tmp_path: Path) -> None:
    source = Path(library.record(1).attachments[0].path)
    before = source.read_bytes()
    done = annotations_out.write_copy(library, 1, tmp_path / "out.pdf")
    assert (done.written, done.without_place) == (4, 0)
    written = (tmp_path / "out.pdf").read_bytes()
    assert source.read_bytes() == before
    assert written.startswith(before)
    note, area, theirs, nameless, mine, line = seen(tmp_path / "out.pdf")
    assert (theirs["name"], nameless["note"]) == ("h1", "Blue one")
    assert mine["subtype"] == raw.FPDF_ANNOT_HIGHLIGHT
    assert mine["quads"] == [QUAD, SECOND]
    assert mine["note"] == "Schön – Łukasz\n\n#dose"
    assert (mine["author"], mine["colour"]) == ("AB", rgb(4))
    assert mine["created"].startswith("D:20")
    assert (line["subtype"], line["quads"], line["colour"]) == (raw.FPDF_ANNOT_UNDERLINE, [SECOND], rgb(1))
    assert (note["subtype"], note["note"], note["rect"]) == (raw.FPDF_ANNOT_TEXT, "Here", (10, 370, 30, 390))
    assert (area["subtype"], area["rect"], area["colour"]) == (raw.FPDF_ANNOT_SQUARE, (100, 50, 160, 90), rgb(2))


def test_a_written_highlight_shows_on_the_page(library: Library, tmp_path: Path) -> None:
    annotations_out.write_copy(library, 1, tmp_path / "out.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    bitmap = document[0].render(scale=1)
    height = bitmap.height
    offset = (height - 70) * bitmap.stride + 100 * bitmap.n_channels
    edge = bytes(bitmap.buffer)[offset : offset + 3]
    assert edge != b"\xff\xff\xff"
    bitmap.close()
    document.close()


def test_a_copy_read_back_brings_no_doubles_and_a_copy_of_it_none_either(library: Library, tmp_path: Path) -> None:
    annotations_out.write_copy(library, 1, tmp_path / "out.pdf")
    marks = annotations_in.read(tmp_path / "out.pdf")
    assert len(marks) == 6
    library.edit_annotation(1, note="Changed since")
    library.import_annotations(1, marks)
    assert len(library.annotations(1)) == 6
    annotations_out.write_copy(library, 1, tmp_path / "again.pdf")
    assert len(seen(tmp_path / "again.pdf")) == 6


def test_a_comment_changed_in_the_library_is_renewed_in_the_copy(library: Library, tmp_path: Path) -> None:
    annotations_in.bring_in(library, 1)
    theirs = next(each for each in library.annotations(1) if each.origin == "h1")
    nameless = next(each for each in library.annotations(1) if each.note == "Blue one")
    library.edit_annotation(theirs.id, note="Seen twice")
    library.edit_annotation(nameless.id, note="Blue again")
    annotations_out.write_copy(library, 1, tmp_path / "out.pdf")
    notes = [each["note"] for each in seen(tmp_path / "out.pdf")]
    assert len(notes) == 6
    assert {"Seen twice", "Blue again"} < set(notes)


def test_the_attached_file_and_the_librarys_own_files_are_never_written_to(library: Library, tmp_path: Path) -> None:
    source = Path(library.record(1).attachments[0].path)
    before = source.read_bytes()
    link = tmp_path / "link.pdf"
    link.symlink_to(source)
    for target in (source, source.parent / "other.pdf", link):
        with pytest.raises(UserError, match=r"another (?:name|place)"):
            annotations_out.write_copy(library, 1, target)
    assert source.read_bytes() == before
    assert [path.name for path in source.parent.iterdir()] == [source.name]


def test_what_cannot_be_copied_is_refused_in_words(library: Library, tmp_path: Path) -> None:
    library.add(Reference(title="Bare"))
    with pytest.raises(UserError, match="has no PDF"):
        annotations_out.write_copy(library, 2, tmp_path / "out.pdf")
    library.attach(2, Path(library.record(1).attachments[0].path))
    with pytest.raises(UserError, match="Nothing is marked"):
        annotations_out.write_copy(library, 2, tmp_path / "out.pdf")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing of the kind")
    library.add(Reference(title="Broken"))
    library.attach(3, broken)
    library.add_annotation(3, 3, quads=[QUAD], text="x")
    with pytest.raises(UserError, match=r"broken\.pdf could not be read"):
        annotations_out.write_copy(library, 3, tmp_path / "out.pdf")
    assert not list(tmp_path.glob("*out*"))


def test_a_mark_on_a_page_that_the_file_lacks_is_told(library: Library, tmp_path: Path) -> None:
    library.add_annotation(1, 1, page=9, quads=[QUAD], text="gone")
    assert annotations_out.write_copy(library, 1, tmp_path / "out.pdf").without_place == 1


@pytest.mark.parametrize(
    ("iso", "date"), [("2024-05-06T07:08:09.123Z", "D:20240506070809Z"), ("2024-05-06", "D:20240506000000Z"), ("", "")]
)
def test_dates_are_written_as_a_pdf_has_them(iso: str, date: str) -> None:
    assert annotations_out.pdf_date(iso) == date


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler is not installed")
def test_poppler_paints_the_marks_of_a_copy(library: Library, tmp_path: Path) -> None:
    annotations_out.write_copy(library, 1, tmp_path / "out.pdf")
    done = subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "2", "-l", "2", str(tmp_path / "out.pdf")], capture_output=True, check=True
    )
    width, height = (int(part) for part in done.stdout.split(maxsplit=4)[1:3])
    pixels = done.stdout[-3 * width * height :]
    offset = 3 * ((height - 200) * width + 85)
    assert pixels[offset : offset + 3] != b"\xff\xff\xff"


def test_a_mark_whose_object_has_a_generation_is_known_and_renewed(tmp_path: Path) -> None:
    data = pdf(
        [Sheet([(20, 300, "Fibrosis was reduced")], marks=[highlight((20, 298, 80, 310), "Old", name="okular")])]
    )
    number = int(re.findall(rb"/Annots\[(\d+) 0 R\]", data)[0])
    at = data.index(b"%d 0 obj" % number)
    data = data.replace(b"%d 0 obj" % number, b"%d 1 obj" % number).replace(b"[%d 0 R]" % number, b"[%d 1 R]" % number)
    entry = b"%010d 00000 n" % at
    assert entry in data
    path = tmp_path / "okular.pdf"
    path.write_bytes(data.replace(entry, b"%010d 00001 n" % at))
    with Library.open(tmp_path / "g.mscref", create=True) as library:
        library.add(Reference(title="Mice", key="bier2018"))
        library.attach(1, path)
        annotations_in.bring_in(library, 1)
        annotations_out.write_copy(library, 1, tmp_path / "same.pdf")
        assert [each["note"] for each in seen(tmp_path / "same.pdf")] == ["Old"]
        library.edit_annotation(1, note="New")
        annotations_out.write_copy(library, 1, tmp_path / "out.pdf")
    assert [each["note"] for each in seen(tmp_path / "out.pdf")] == ["New"]
