"""Marks found again by their words in another version of a paper."""

from __future__ import annotations

import pytest

from mscref.jobs.anchoring import find_again
from mscref.model.holdings import AnnotationRecord
from mscref.sandbox.pages import PageFrame, PageText

FRAME = PageFrame(600, 800)


def pages(*texts: str):
    held = [PageText(text, tuple((0.0, 0.0, 1.0, 1.0) for _ in text), FRAME) for text in texts]
    return (lambda number: held[number - 1]), len(held)


def mark(text: str, page: int = 1, prefix: str = "", suffix: str = "") -> AnnotationRecord:
    return AnnotationRecord(7, 1, page=page, text=text, prefix=prefix, suffix=suffix)


def words_at(found, text_of) -> str:
    return text_of(found.page).text[found.start : found.stop]


def test_words_are_found_over_other_line_ends_and_divisions():
    text_of, count = pages("nothing here", "The mesen\u00ad\nchymal\ncells lived on.")
    found = find_again(mark("mesenchymal cells", page=1), text_of, count)
    assert found is not None
    assert found.page == 2
    assert words_at(found, text_of) == "mesen\u00ad\nchymal\ncells"


def test_case_and_accents_make_no_difference():
    text_of, count = pages("Cells of Łukaszewicz et al. were given")
    found = find_again(mark("łukaszewicz ET AL."), text_of, count)
    assert found is not None
    assert words_at(found, text_of) == "Łukaszewicz et al"


def test_of_two_places_the_one_with_the_remembered_surroundings_is_taken():
    text_of, count = pages("In rats the dose was doubled. In humans the dose was halved.")
    found = find_again(mark("the dose was", prefix="In humans ", suffix=" halved."), text_of, count)
    assert found is not None
    assert found.start == text_of(1).text.rindex("the dose was")


def test_of_equal_places_the_nearest_page_is_taken():
    text_of, count = pages("the same words", "other", "the same words")
    found = find_again(mark("the same words", page=3), text_of, count)
    assert found is not None
    assert found.page == 3


def test_words_that_were_mended_in_print_are_found_loosely():
    text_of, count = pages(
        "An unrelated page about something else.", "we observed a slower decline of the ALSFRS-R in 12 patients"
    )
    found = find_again(mark("we observed slower decline of ALSFRS-R in 12 patients"), text_of, count)
    assert found is not None
    assert found.page == 2
    assert "slower decline" in words_at(found, text_of)


@pytest.mark.parametrize("text", ["", "   ", "words that this paper never had in it", "gone"])
def test_words_that_are_gone_are_not_found(text):
    text_of, count = pages("A page about mesenchymal cells and their fate.")
    assert find_again(mark(text), text_of, count) is None
