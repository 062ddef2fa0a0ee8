"""Marks are written by a child with limits: hostile and broken files are refused with a sentence, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.errors import Unreadable
from mscref.sandbox import pdf_marks
from mscref.sandbox.pdf_marks import MarkToWrite
from mscref.sandbox.pdf_marks_child import answer
from tests.sandbox.pages_pdf import Sheet, highlight, pdf

QUAD = (40.0, 310.0, 150.0, 310.0, 40.0, 298.0, 150.0, 298.0)
MARK = MarkToWrite(1, "highlight", (QUAD,), (255, 214, 70), "Note", "AB", "nm-1")

CIRCLE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj
trailer<</Root 1 0 R>>
"""


def test_a_page_without_annotations_and_one_with_them_both_get_the_mark(tmp_path: Path) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    source.write_bytes(pdf([Sheet(), Sheet(marks=[highlight((1, 1, 9, 9), "x")])]))
    both = [MARK, MarkToWrite(2, "area", (QUAD,), (1, 2, 3), "", "", "nm-2")]
    assert pdf_marks.write_copy(source, target, both) == (2, ())
    assert target.read_bytes().startswith(source.read_bytes())
    assert len(pdf_marks.colours(target, [1, 2, 3])) == 3


def test_a_mark_without_a_page_is_named(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf([Sheet()]))
    far = MarkToWrite(7, "highlight", (QUAD,), (1, 2, 3), "", "", "far")
    assert pdf_marks.write_copy(source, tmp_path / "b.pdf", [far]) == (0, ("far",))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", CIRCLE, b"no pdf at all", b"%PDF-1.7\n" + b"[" * 100_000])
def test_a_broken_or_hostile_file_is_refused_by_name(data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "odd.pdf"
    source.write_bytes(data)
    with pytest.raises(Unreadable, match=r"odd\.pdf"):
        pdf_marks.write_copy(source, tmp_path / "b.pdf", [MARK])


def test_a_missing_file_and_a_place_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        pdf_marks.write_copy(tmp_path / "none.pdf", tmp_path / "b.pdf", [MARK])
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf([Sheet()]))
    with pytest.raises(Unreadable, match="could not be copied"):
        pdf_marks.write_copy(source, tmp_path / "no folder" / "b.pdf", [MARK])


def test_grey_rgb_and_cmyk_become_rgb(tmp_path: Path) -> None:
    marks = [
        f"<</Type/Annot/Subtype/Square/Rect[{n} 10 {n + 5} 20]/C[{c}]>>"
        for n, c in enumerate(("0.5", "1 0 0.2", "0 0 1 0", ""))
    ]
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf([Sheet(marks=marks)]))
    told = answer({"marks": "colours", "path": str(source), "numbers": [1]})["colours"]
    assert [colour for _, _, colour in told] == [[128, 128, 128], [255, 0, 51], [255, 255, 0]]
