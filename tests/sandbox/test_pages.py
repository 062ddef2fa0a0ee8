"""The pages of a PDF from a child process, with real children."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mscref.errors import Unreadable
from mscref.sandbox import pages as pages_module
from mscref.sandbox.pages import NeedsPassword, Pages, PageSize, Unpainted, spares
from tests.formats import pdf_writer
from tests.sandbox.pages_pdf import Sheet, highlight, pdf
from tests.sandbox.test_pool import SELF_CALLING_FORM

HELD = [(20.0, 300.0, "Stromal cells lowered the ALSFRS-R slope.")]


def written(folder: Path, data: bytes, name: str = "paper.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def pixel(image, x: int, y: int) -> tuple[int, int, int]:
    """Red, green, blue."""
    at = y * image.stride + 4 * x
    blue, green, red = image.data[at : at + 3]
    return red, green, blue


def test_the_sheet_tells_sizes_labels_outline_and_title(tmp_path):
    sheets = [Sheet(), Sheet(size=(500, 200)), Sheet(turn=90)]
    data = pdf(sheets, outline=[("Methods", 2)], labels="0<</S/r>> 2<</S/D/St 7>>", title="A trial")
    with Pages(written(tmp_path, data)) as pages:
        sheet = pages.sheet()
    assert sheet.pages == (PageSize(300, 400, "i"), PageSize(500, 200, "ii"), PageSize(400, 300, "7"))
    assert [(item.title, item.page, item.level, item.y) for item in sheet.outline] == [("Methods", 2, 0, 200.0)]
    assert sheet.title == "A trial"


def test_a_page_is_drawn_at_the_asked_scale(tmp_path):
    red = Sheet(paint="1 0 0 rg 0 380 20 20 re f")  # the upper left corner
    with Pages(written(tmp_path, pdf([red]))) as pages:
        image = pages.render(1, 2.0)
    assert (image.width, image.height) == (600, 800)
    assert image.stride >= 2400
    assert pixel(image, 10, 10) == (255, 0, 0)
    assert pixel(image, 300, 400) == (255, 255, 255)


def test_a_page_turns_and_a_part_of_it_is_drawn(tmp_path):
    red = Sheet(paint="1 0 0 rg 0 380 20 20 re f")
    with Pages(written(tmp_path, pdf([red]))) as pages:
        turned = pages.render(1, 1.0, rotation=90)
        part = pages.render(1, 1.0, rotation=90, clip=(380, 0, 400, 20))
    assert (turned.width, turned.height) == (400, 300)
    assert pixel(turned, 395, 5) == (255, 0, 0)
    assert (part.width, part.height) == (20, 20)
    assert pixel(part, 10, 10) == (255, 0, 0)


def test_dark_pages_turn_light_into_dark_and_keep_the_hue(tmp_path):
    painted = Sheet(paint="0 0 1 rg 0 380 20 20 re f 0 g 100 380 20 20 re f")
    with Pages(written(tmp_path, pdf([painted]))) as pages:
        image = pages.render(1, 1.0, dark=True)
    red, green, blue = pixel(image, 10, 10)
    assert blue > red
    assert red == green
    assert min(red, green, blue) > 120
    assert max(pixel(image, 200, 200)) < 50
    assert min(pixel(image, 110, 10)) > 200


def test_words_come_with_a_box_for_each_character(tmp_path):
    with Pages(written(tmp_path, pdf([Sheet(HELD)]))) as pages:
        words = pages.words(1)
    assert words.text == HELD[0][2]
    assert len(words.boxes) == len(words.text)
    left, bottom, right, top = words.boxes[0]
    assert left == pytest.approx(20, abs=1)
    assert bottom < 301 < 306 < top
    assert right > left
    assert words.boxes[1][0] >= right - 1


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_lie_where_a_turned_and_cropped_page_shows_its_words(tmp_path, turn):
    black = "0 0 0 rg 100 200 12 12 re f"
    sheet = Sheet([(100, 215, "X")], paint=black, turn=turn, crop=(50, 80, 280, 390))
    with Pages(written(tmp_path, pdf([sheet]))) as pages:
        image = pages.render(1, 1.0)
        words = pages.words(1)
    assert words.text == "X"
    assert words.boxes[0][0] == pytest.approx(100, abs=1.5)
    assert words.boxes[0][1] == pytest.approx(213, abs=3)
    x, y = words.frame.to_view(106, 206)
    assert pixel(image, round(x), round(y)) == (0, 0, 0)
    assert words.frame.to_page(x, y) == pytest.approx((106, 206))
    assert (image.width, image.height) == (round(words.frame.width), round(words.frame.height))


def test_links_lead_to_pages_and_to_addresses(tmp_path):
    texts = [(20, 100, "See https://example.org/trial for more")]
    first = Sheet(texts, links=[((10, 10, 60, 30), 2), ((70, 10, 90, 30), "https://example.org/a")])
    with Pages(written(tmp_path, pdf([first, Sheet()]))) as pages:
        links = pages.links(1)
    inner, outer, printed = links
    assert (inner.page, inner.uri, inner.y, inner.rect) == (2, "", 250.0, (10.0, 10.0, 60.0, 30.0))
    assert (outer.page, outer.uri) == (None, "https://example.org/a")
    assert printed.uri == "https://example.org/trial"
    assert 30 < printed.rect[0] < printed.rect[2] < 200


def test_marks_in_the_file_come_with_the_words_under_them(tmp_path):
    marked = Sheet(HELD, marks=[highlight((18, 296, 78, 312), "Which slope?")])
    with Pages(written(tmp_path, pdf([marked]))) as pages:
        (mark,) = pages.annotations(1)
    assert mark.kind == "highlight"
    assert mark.words == "Stromal cells"
    assert mark.note == "Which slope?"
    assert mark.author == "A. Reader"
    assert mark.colour == (255, 255, 0)
    assert mark.name == "h1"
    assert mark.modified == "D:20240102030405Z"
    assert mark.quads == ((18, 312, 78, 312, 18, 296, 78, 296),)


def test_a_text_is_found_over_line_ends_in_any_case(tmp_path):
    sheets = [Sheet(), Sheet([(20, 300, "Patients got mesenchymal stro-"), (20, 288, "mal cells in week four.")])]
    with Pages(written(tmp_path, pdf(sheets))) as pages:
        (hit,), following = pages.find("STROMAL  cells")
        words = pages.words(2)
    assert following is None
    assert hit.page == 2
    assert words.joined(hit.start, hit.stop) == "stromal cells"
    assert hit.before.endswith("got mesenchymal ")
    assert hit.words == "stromal cells"
    assert hit.after.startswith(" in week")
    assert len(words.lines(hit.start, hit.stop)) == 2


def test_a_search_stops_after_its_time_and_says_where_to_go_on(tmp_path):
    sheets = [Sheet([(20, 300, f"Page {n} has a needle")]) for n in range(1, 6)]
    found, page = [], 1
    with Pages(written(tmp_path, pdf(sheets))) as pages:
        while page is not None:
            hits, following = pages.find("needle", page, budget=0.0)
            assert following in (page + 1, None)
            found += [hit.page for hit in hits]
            page = following
    assert found == [1, 2, 3, 4, 5]


def test_five_hundred_pages_give_their_sizes_at_once(tmp_path):
    with Pages(written(tmp_path, pdf([Sheet([(20, 300, str(n))]) for n in range(500)]))) as pages:
        assert len(pages.sheet().pages) == 500
        assert pages.words(500).text == "499"


def test_a_broken_file_is_refused_in_a_sentence_that_names_it(tmp_path):
    with (
        Pages(written(tmp_path, b"%PDF-1.4 cut off", "cut.pdf")) as pages,
        pytest.raises(Unreadable, match=r"cut\.pdf"),
    ):
        pages.sheet()


def test_a_missing_file_is_refused(tmp_path):
    with Pages(tmp_path / "gone.pdf") as pages, pytest.raises(Unreadable, match=r"gone\.pdf"):
        pages.sheet()


def test_a_locked_file_says_that_it_needs_a_password(tmp_path):
    locked = written(tmp_path, pdf_writer.pdf([[pdf_writer.T(20, 20, "x")]], encrypted=True))
    with Pages(locked) as pages, pytest.raises(NeedsPassword, match="needs a password"):
        pages.sheet()
    with Pages(locked, "wrong") as pages, pytest.raises(NeedsPassword, match="does not open with this password"):
        pages.sheet()


def test_a_page_that_is_not_there_is_refused_and_the_rest_goes_on(tmp_path):
    with Pages(written(tmp_path, pdf([Sheet(HELD)]))) as pages:
        with pytest.raises(Unreadable, match="no page 2"):
            pages.render(2, 1.0)
        assert pages.render(1, 1.0).width == 300


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_a_page_that_kills_its_child_costs_one_request(tmp_path):
    path = written(tmp_path, SELF_CALLING_FORM)
    with Pages(path) as pages:
        with pytest.raises(Unreadable, match="could not be read"):
            pages.render(1, 1.0)
        assert len(pages.sheet().pages) == 1


def test_a_request_that_takes_too_long_is_ended_and_the_next_one_answered(tmp_path, monkeypatch):
    sheets = [Sheet([(20, 300, "word " * 60)] * 400)] * 40
    with Pages(written(tmp_path, pdf(sheets))) as pages:
        assert len(pages.sheet().pages) == 40
        monkeypatch.setattr(pages_module, "SECONDS", 0.05)
        with pytest.raises(Unreadable, match="took more than"):
            pages.find("nowhere", budget=60)
        monkeypatch.setattr(pages_module, "SECONDS", 10.0)
        assert pages.render(1, 1.0).width == 300


def test_nothing_can_be_asked_of_closed_pages(tmp_path):
    pages = Pages(written(tmp_path, pdf([Sheet(HELD)])))
    pages.sheet()
    pages.close()
    with pytest.raises(Unreadable, match="closed"):
        pages.sheet()


def test_a_child_started_ahead_serves_the_next_file(tmp_path):
    spares.keep()
    try:
        with Pages(written(tmp_path, pdf([Sheet(HELD)]))) as pages:
            assert pages.words(1).text == HELD[0][2]
    finally:
        spares.drop()


@pytest.mark.corpora
def test_every_odd_pdf_gives_pages_or_a_reason():
    if "MSCREF_CORPORA" not in os.environ:
        pytest.skip("MSCREF_CORPORA is not set")
    folder = Path(os.environ["MSCREF_CORPORA"]) / "corpora"
    paths = sorted([*folder.glob("odd_pdfs/*.pdf"), *folder.glob("annotated_pdfs/*.pdf")])
    assert len(paths) > 100
    reasons = {path.name: reason_or_pages(path) for path in paths}
    for name, reason in reasons.items():
        assert not reason or (name in reason and reason.endswith(".") and "reader stopped" not in reason), reason
    assert sum(not reason for reason in reasons.values()) > 0.9 * len(reasons)


def reason_or_pages(path: Path) -> str:
    """Why a PDF cannot be read, "" for one whose first page is whole."""
    with Pages(path) as pages:
        try:
            image, words = pages.render(1, 0.5, dark=True), pages.words(1)
            pages.links(1)
            pages.annotations(1)
        except Unreadable as refused:
            return str(refused)
    assert len(image.data) == image.stride * image.height
    assert len(words.boxes) == len(words.text)
    return ""


def test_a_picture_leaves_out_the_marks_that_somebody_else_paints(tmp_path):
    ink = "<</Type/Annot/Subtype/Ink/Rect[20 40 60 60]/InkList[[20 50 60 50]]/C[1 0 0]/BS<</W 8>>/NM(i1)>>"
    marks = [highlight((20, 200, 60, 240), "a", name="h1"), highlight((20, 100, 60, 140), "b", name="h2"), ink]
    with Pages(written(tmp_path, pdf([Sheet(marks=marks)]))) as pages:
        whole = pages.render(1, 1.0)
        part = pages.render(1, 1.0, without=Unpainted(held=frozenset({"h1", "i1"})))
        again = pages.render(1, 1.0)
        assert [mark.name for mark in pages.annotations(1)] == ["h1", "h2", "i1"]
    assert whole.marks == {"h1", "h2", "i1"}
    assert pixel(whole, 40, 180) == pixel(whole, 40, 280) == (255, 255, 0)
    assert (pixel(part, 40, 180), pixel(part, 40, 280)) == ((255, 255, 255), (255, 255, 0))
    assert again.data == whole.data


def test_a_text_on_the_page_stays_when_it_is_held_and_goes_when_it_was_removed(tmp_path):
    struck = (
        "<</Type/Annot/Subtype/StrikeOut/Rect[20 200 60 240]/QuadPoints[20 240 60 240 20 200 60 200]/C[1 0 0]/NM(s1)>>"
    )
    with Pages(written(tmp_path, pdf([Sheet(marks=[struck])]))) as pages:
        whole = pages.render(1, 1.0)
        held = pages.render(1, 1.0, without=Unpainted(held=frozenset({"s1"})))
        gone = pages.render(1, 1.0, without=Unpainted(gone=frozenset({"s1"})))
    assert held.data == whole.data
    assert set(gone.data) <= {255, 0}
    assert gone.data != whole.data
