"""What the reader works out without a window: places of pages, places in a text, the way back."""

from __future__ import annotations

import pytest

from mscref.gui.reader.opening import safe_address
from mscref.gui.reader.page_layout import GAP, MARGIN, POINT, PageLayout, next_zoom
from mscref.gui.reader.text_lines import TextLines
from mscref.gui.reader.text_selection import Place, TextSelection
from mscref.gui.reader.way import Stop, Way
from mscref.sandbox.pages import PageFrame, PageSize, PageText

SIZES = [PageSize(300, 400)] * 5


def laid_out(**given) -> PageLayout:
    wanted = {"columns": 1, "rotation": 0, "fit": "", "zoom": 1.0, "room": (800, 600)}
    return PageLayout(SIZES, **{**wanted, **given})


def lines(*texts: str, frame: PageFrame = PageFrame(300, 400)) -> TextLines:  # noqa: B008 - a frozen value
    """Lines of letters six points wide and ten high, the first 20 points below the page's upper edge."""
    text, boxes = "\n".join(texts), []
    for number, line in enumerate(texts):
        top = 20 + 15 * number
        view = [(10 + 6 * n, top, 16 + 6 * n, top + 10) for n in range(len(line) + 1)]
        boxes += [frame.box_to_page(box) for box in view]
    return TextLines(PageText(text, tuple(boxes[: len(text)]), frame))


def test_pages_stand_below_each_other_in_the_middle():
    layout = laid_out()
    first, second = layout.spots[:2]
    assert first.width == pytest.approx(300 * POINT)
    assert first.x == pytest.approx((800 - first.width) / 2)
    assert first.y == MARGIN
    assert second.y == pytest.approx(first.y + first.height + GAP)
    assert [spot.page for spot in layout.seen(0, first.height / 2)] == [1]
    assert [spot.page for spot in layout.seen(first.height - 5, second.y + 5)] == [1, 2]


def test_two_pages_stand_side_by_side_and_the_last_one_alone():
    layout = laid_out(columns=2)
    assert layout.spots[0].y == layout.spots[1].y
    assert layout.spots[1].x == pytest.approx(layout.spots[0].x + layout.spots[0].width + GAP)
    assert layout.spots[4].y > layout.spots[3].y
    assert [spot.page for spot in layout.seen(0, 2 * MARGIN)] == [1, 2]


def test_fitting_fills_the_width_or_shows_the_whole_page():
    wide = laid_out(fit="width")
    assert wide.spots[0].width == pytest.approx(800 - 2 * MARGIN)
    whole = laid_out(fit="page")
    assert whole.spots[0].height == pytest.approx(600 - 2 * MARGIN)
    turned = laid_out(fit="width", rotation=90)
    assert turned.spots[0].width / turned.spots[0].height == pytest.approx(4 / 3)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_points_of_a_page_come_back_from_the_area(rotation):
    layout = laid_out(rotation=rotation, zoom=1.7)
    x, y = layout.to_area(3, 40.0, 90.0)
    spot = layout.page_at(x, y)
    assert spot is not None
    assert spot.page == 3
    assert spot.holds(x, y)
    assert layout.to_view(spot, x, y) == pytest.approx((40.0, 90.0))


def test_a_turned_page_has_its_upper_left_corner_at_the_right():
    layout = laid_out(rotation=90)
    x, y = layout.to_area(1, 0.0, 0.0)
    spot = layout.spot(1)
    assert (x, y) == pytest.approx((spot.x + spot.width, spot.y))


def test_zoom_goes_in_round_steps():
    assert next_zoom(1.0, 1) == 1.1
    assert next_zoom(1.04, 1) == 1.1
    assert next_zoom(1.0, -1) == 0.9
    assert next_zoom(99.0, 1) == 8.0


def test_a_point_leads_to_the_nearest_gap_between_letters():
    text = lines("abc def", "ghi")
    assert text.place_at(10.5, 25) == 0
    assert text.place_at(15.5, 25) == 1
    assert text.place_at(500, 25) == 7
    assert text.place_at(0, 999) == 8
    assert text.is_over(12, 25)
    assert not text.is_over(200, 300)


def test_words_and_lines_are_found_around_a_place():
    text = lines("the mesen\u00ad", "chymal cells")
    assert text.text[slice(*text.word_at(6))] == "mesen\u00ad\nchymal"
    assert text.joined(*text.word_at(6)) == "mesenchymal"
    assert text.text[slice(*text.line_at(12))] == "chymal cells"
    assert text.word_at(3) in ((0, 3), (3, 3))


def test_quads_lie_in_page_points_line_by_line():
    text = lines("abc", "def", frame=PageFrame(300, 400, left=50, bottom=30))
    first, second = text.quads(1, 6)
    assert first == (66, 410, 78, 410, 66, 400, 78, 400)
    assert second == (60, 395, 72, 395, 60, 385, 72, 385)


def test_words_around_a_mark_are_remembered():
    text = lines("one two three four")
    assert text.around(4, 7) == ("one", "three four")
    assert text.under((33, 15, 52, 35)) == "two"


def test_a_selection_grows_by_words_and_shrinks_over_its_start():
    text = lines("one two three four")
    selection = TextSelection({1: text}.get, 1)
    selection.begin(Place(1, 5), "word")
    assert selection.text() == "two"
    selection.extend(Place(1, 10))
    assert selection.text() == "two three"
    selection.extend(Place(1, 1))
    assert selection.text() == "one two"


def test_keys_move_the_end_of_a_selection():
    pages = {1: lines("one two", "six ten"), 2: lines("next page")}
    selection = TextSelection(pages.get, 2)
    selection.move("letter", 1, Place(1, 0))
    assert selection.text() == "o"
    selection.move("word", 1)
    assert selection.text() == "one"
    selection.move("edge", 1)
    assert selection.text() == "one two"
    selection.move("line", 1)
    assert selection.text() == "one two six ten"
    selection.move("letter", 1)
    selection.move("word", 1)
    assert selection.text().split() == ["one", "two", "six", "ten", "next"]
    selection.move("page", -1)
    selection.move("letter", -1)
    selection.move("page", -1)
    assert selection.span is None


def test_a_selection_over_two_pages_has_a_part_on_each():
    selection = TextSelection({1: lines("one two"), 2: lines("next page")}.get, 2)
    selection.set(Place(1, 4), Place(2, 4))
    assert list(selection.parts()) == [(1, 4, 7), (2, 0, 4)]
    assert selection.text() == "two\n\nnext"


def test_the_way_leads_back_and_forward_until_a_new_jump():
    way = Way()
    way.leave(Stop(1))
    way.leave(Stop(5, 0.5))
    assert way.back(Stop(9)) == Stop(5, 0.5)
    assert way.forward(Stop(5, 0.5)) == Stop(9)
    assert way.back(Stop(9)) == Stop(5, 0.5)
    assert way.back(Stop(5, 0.5)) == Stop(1)
    assert way.back(Stop(1)) is None
    way.leave(Stop(2))
    assert way.forward(Stop(3)) is None


@pytest.mark.parametrize("address", ["https://example.org/a?b=1", "http://example.org"])
def test_web_pages_may_be_opened(address):
    url = safe_address(address)
    assert url is not None
    assert url.toString() == address


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "\\\\server\\share", "//server/share", "smb://x/y", ""]
)
def test_nothing_but_web_pages_is_opened(address):
    assert safe_address(address) is None
