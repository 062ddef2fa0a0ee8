"""Printed lines out of PDFs."""

from __future__ import annotations

import pytest

from mscref.errors import Unreadable
from mscref.formats.pdf_text import Pdf, clean
from tests.formats.pdf_writer import T, pdf


def lines(*texts: T) -> list[str]:
    with Pdf(pdf([texts]), "x.pdf") as opened:
        return [line.text for line in opened.page(1).lines]


def test_lines_come_from_top_to_bottom_whatever_the_file_draws_first():
    assert lines(T(50, 300, "third"), T(50, 100, "first"), T(50, 200, "second")) == ["first", "second", "third"]


def test_the_size_is_that_after_the_text_matrix():
    with Pdf(pdf([[T(50, 100, "Large", 24), T(50, 200, "small", 8)]]), "x.pdf") as opened:
        assert [line.size for line in opened.page(1).lines] == [24, 8]


def test_two_columns_stay_apart():
    assert lines(T(50, 100, "left column"), T(320, 100, "right column")) == ["left column", "right column"]


def test_pieces_on_one_baseline_are_one_line():
    assert lines(T(50, 100, "one"), T(72, 100, "line", bold=True)) == ["one line"]


def test_superscripts_are_marks_of_their_line():
    with Pdf(pdf([[T(50, 100, "Jane Doe", 12), T(102, 96, "1,2", 7)]]), "x.pdf") as opened:
        (line,) = opened.page(1).lines
    assert line.text == "Jane Doe1,2"
    assert line.plain == "Jane Doe"


def test_turned_text_is_left_out_of_an_upright_page():
    assert lines(T(50, 100, "upright text"), T(20, 500, "downloaded", turn=90)) == ["upright text"]


def test_a_page_set_sideways_is_read():
    found = lines(T(100, 500, "first line", turn=90), T(120, 500, "second line", turn=90))
    assert found == ["first line", "second line"]


def test_an_accent_drawn_by_itself_joins_its_letter():
    assert lines(T(50, 100, "Perez"), T(57.8, 100, "\u00b4")) == ["P\u00e9rez"]


def test_places_are_counted_from_the_upper_left_corner():
    with Pdf(pdf([[T(50, 100, "here")]]), "x.pdf") as opened:
        (line,) = opened.page(1).lines
    assert (line.page, round(line.x0), round(line.baseline)) == (1, 50, 100)


@pytest.mark.parametrize(
    ("drawn", "typed"),
    [
        ("e\ufb03cient \ufb02ow", "efficient flow"),
        ("Toma\u00b4s", "Tom\u00e1s"),
        ("no\u00a0break", "no break"),
        ("bell\x07\ud800", "bell"),
        ("plain", "plain"),
    ],
)
def test_text_is_cleaned(drawn, typed):
    assert clean(drawn) == typed


def test_a_file_that_needs_a_password_says_so():
    with pytest.raises(Unreadable, match=r"locked\.pdf needs a password"):
        Pdf(pdf([[T(50, 100, "secret")]], encrypted=True), "locked.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\ngarbage" * 50, b""])
def test_a_broken_file_says_so(data):
    with pytest.raises(Unreadable, match=r"cut\.pdf is (damaged|a PDF without)"):
        Pdf(data, "cut.pdf")
