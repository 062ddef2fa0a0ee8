"""Marks that stand in a PDF come in with their words, once, as one undo step."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mscref.errors import Unreadable
from mscref.jobs import annotations_in
from mscref.library import Library
from mscref.model.mark_colours import MARK_COLOURS
from mscref.model.reference import Reference
from tests.measure_annotations import FIXTURES, measured
from tests.sandbox.pages_pdf import Sheet, highlight, pdf

WORDS = "Fibrosis was reduced in treated mice."
RECT = (40.0, 298.0, 134.0, 310.0)
NAMELESS = (
    "<</Type/Annot/Subtype/Highlight/Rect[40 198 150 210]/QuadPoints[40 210 150 210 40 198 150 198]/C[0 0 1]"
    "/Contents(Blue one)>>"
)
PAINTED = (
    "<</Type/Annot/Subtype/Square/Rect[200 50 260 90]/C[0.2 0.8 0.3]/NM(sq)/Contents(The scheme)"
    "/AP<</N<</Length 0>>>>/CreationDate(D:20200229235900-05'30')>>"
)
POPUP = "<</Type/Annot/Subtype/Text/Rect[10 380 30 400]/NM(t1)/Contents(Ask about the dose)/M(D:2021)>>"


def marked_pdf(folder: Path, *marks: str) -> Path:
    """A PDF of two pages; the marks stand on the second one."""
    path = folder / "paper.pdf"
    texts = [(40, 300, WORDS), (40, 200, "Strength came back within weeks.")]
    path.write_bytes(pdf([Sheet([(40, 300, "Title page")]), Sheet(texts, marks=marks)]))
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one reference and a PDF that others have marked."""
    opened = Library.open(tmp_path / "l.mscref", create=True)
    opened.add(Reference(title="Mice", key="bier2018"))
    opened.attach(1, marked_pdf(tmp_path, highlight(RECT, "Key result."), NAMELESS, POPUP))
    return opened


def test_a_highlight_comes_with_its_words_comment_author_colour_and_dates(tmp_path: Path) -> None:
    (mark,) = annotations_in.read(marked_pdf(tmp_path, highlight(RECT, "Key result.", author="A. Reader")))
    assert (mark.kind, mark.page, mark.text, mark.note) == ("highlight", 2, "Fibrosis was reduced", "Key result.")
    assert (mark.author, mark.colour, mark.origin) == ("A. Reader", 0, "h1")
    assert (mark.created, mark.modified) == ("2024-01-01T00:00:00.000Z", "2024-01-02T03:04:05.000Z")
    assert mark.suffix.startswith(" in treated mice.")
    assert mark.quads == ((40.0, 310.0, 134.0, 310.0, 40.0, 298.0, 134.0, 298.0),)


def test_a_note_and_an_area_keep_their_place_and_a_painted_mark_its_colour(tmp_path: Path) -> None:
    note, area = annotations_in.read(marked_pdf(tmp_path, POPUP, PAINTED))
    assert (note.kind, note.text, note.note) == ("note", "", "Ask about the dose")
    assert note.quads == ((10.0, 400.0, 30.0, 400.0, 10.0, 380.0, 30.0, 380.0),)
    assert note.modified == "2021-01-01T00:00:00.000Z"
    assert (area.kind, area.colour, area.created) == ("area", 1, "2020-03-01T05:29:00.000Z")


def test_marks_come_in_once_and_in_one_step_that_undo_takes_back(library: Library) -> None:
    done = annotations_in.bring_in(library, 1)
    assert done.new == 3
    assert done.changes.act == "Import annotations into bier2018"
    again = annotations_in.bring_in(library, 1)
    assert again.new == 0
    assert not again.changes
    assert next(iter(library.annotations(1))).origin == "h1"
    library.undo()
    assert library.annotations(1) == []
    library.redo()
    assert len(library.annotations(1)) == 3
    assert annotations_in.bring_in(library, 1).new == 0
    assert library.verify().problems == ()


def test_new_marks_are_counted_before_anything_is_changed(library: Library) -> None:
    marks = annotations_in.read(Path(library.record(1).attachments[0].path))
    assert annotations_in.new_ones(marks, library.known_marks(1)) == 3
    annotations_in.bring_in(library, 1)
    assert annotations_in.new_ones(marks, library.known_marks(1)) == 0
    library.remove_annotation(1)
    assert annotations_in.new_ones(marks, library.known_marks(1)) == 0


def test_a_reference_without_a_readable_pdf_says_so(library: Library, tmp_path: Path) -> None:
    library.add(Reference(title="Bare"))
    with pytest.raises(Unreadable, match="has no PDF"):
        annotations_in.bring_in(library, 2)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 cut off")
    library.attach(2, broken)
    with pytest.raises(Unreadable, match=r"broken\.pdf"):
        annotations_in.bring_in(library, 2)


@pytest.mark.parametrize(("number", "colour"), list(enumerate(MARK_COLOURS)))
def test_each_of_our_colours_is_known_again(number: int, colour: tuple[int, int, int]) -> None:
    assert annotations_in.colour_number(colour) == number


@pytest.mark.parametrize(
    ("colour", "number"),
    [(None, 0), ((255, 255, 0), 0), ((255, 0, 0), 3), ((0, 0, 255), 2), ((0, 255, 0), 1), ((0, 0, 0), 0)],
)
def test_colours_of_other_programs_become_the_nearest_of_ours(colour: tuple[int, int, int] | None, number: int) -> None:
    assert annotations_in.colour_number(colour) == number


@pytest.mark.parametrize(
    ("told", "iso"),
    [
        ("D:20170531151549+02'00'", "2017-05-31T13:15:49.000Z"),
        ("D:20170312203202", "2017-03-12T20:32:02.000Z"),
        ("D:2017", "2017-01-01T00:00:00.000Z"),
        ("D:20171399", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_of_a_pdf_are_read_as_utc(told: str, iso: str) -> None:
    assert annotations_in.iso_date(told) == iso


@pytest.mark.corpora
@pytest.mark.parametrize("name", FIXTURES)
def test_the_words_under_marks_of_other_programs_are_right(name: str) -> None:
    corpora = os.environ.get("MSCREF_CORPORA")
    if not corpora:
        pytest.skip("MSCREF_CORPORA is not set")
    found, expected = measured(Path(corpora), name)
    assert found == expected


def test_a_mark_that_was_removed_here_stays_out_until_it_is_asked_for(library: Library) -> None:
    annotations_in.bring_in(library, 1)
    library.remove_annotation(1)
    library.edit_annotation(2, note="Something else since")
    again = annotations_in.bring_in(library, 1)
    assert (again.new, again.left_out, bool(again.changes)) == (0, 1, False)
    back = annotations_in.bring_in(library, 1, removed_too=True)
    assert (back.new, back.left_out) == (1, 0)
    assert len(library.annotations(1)) == 3


def test_a_removal_that_is_undone_and_an_import_that_is_undone_keep_nothing_out(library: Library) -> None:
    annotations_in.bring_in(library, 1)
    library.remove_annotation(1)
    library.undo()
    assert library.removed_annotations(1) == frozenset()
    library.undo()
    assert library.annotations(1) == []
    assert annotations_in.bring_in(library, 1).new == 3
