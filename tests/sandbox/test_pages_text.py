"""Reading order, lines, hyphens and ligatures of a page's characters."""

from __future__ import annotations

from mscref.sandbox.pages_text import read
from mscref.sandbox.pages_values import SOFT_HYPHEN, flattened, joined


def drawn(x: float, y: float, words: str, size: float = 10.0):
    """Glyphs of half their size's width, from the upper left corner."""
    return [(c, (x + n * size / 2, y, x + (n + 1) * size / 2, y + size)) for n, c in enumerate(words)]


def lines_of(x: float, y: float, lines: list[str], leading: float = 12.0):
    return [drawn(x, y + n * leading, line) for n, line in enumerate(lines)]


def text_of(pieces) -> str:
    return read([glyph for piece in pieces for glyph in [*piece, ("\n", (0, 0, 0, 0))]])[0]


def test_each_character_has_its_box():
    text, boxes = read(drawn(10, 20, "ab"))
    assert text == "ab"
    assert boxes == [(10, 20, 15, 30), (15, 20, 20, 30)]


def test_columns_that_were_drawn_line_by_line_are_read_one_after_the_other():
    left = lines_of(20, 100, [f"words of the left side {n}" for n in "abcdefgh"])
    right = lines_of(200, 100, [f"words of the right side {n}" for n in "abcdefgh"])
    across = [piece for pair in zip(left, right, strict=True) for piece in pair]
    text = joined(text_of(across))
    assert text == " ".join(
        [*(f"words of the left side {n}" for n in "abcdefgh"), *(f"words of the right side {n}" for n in "abcdefgh")]
    )


def test_columns_drawn_in_order_keep_the_order_of_the_file():
    footer = lines_of(20, 300, ["page foot"])
    left = lines_of(20, 100, ["one", "two", "three"])
    right = lines_of(200, 100, ["four", "five", "six"])
    assert text_of([*footer, *left, *right]).split() == ["page", "foot", "one", "two", "three", "four", "five", "six"]


def test_a_title_over_two_columns_comes_first_when_lines_were_drawn_across():
    title = [drawn(20, 60, "A title that runs over both of the columns")]
    left = lines_of(20, 100, [f"column number one {n}..." for n in "abcdefgh"])
    right = lines_of(200, 100, [f"column number two {n}..." for n in "abcdefgh"])
    across = [piece for pair in zip(left, right, strict=True) for piece in pair]
    text = text_of([*across, *title])
    assert text.startswith("A title")
    assert text.index("one h") < text.index("two a")


def test_a_table_is_read_row_by_row():
    left = lines_of(20, 100, ["first arm", "second arm", "third arm", "fourth arm", "fifth arm"])
    right = lines_of(200, 100, ["12 of 20", "13 of 20", "14 of 20", "15 of 20", "16 of 20"])
    across = [piece for pair in zip(left, right, strict=True) for piece in pair]
    assert joined(text_of(across)).startswith("first arm 12 of 20 second arm 13 of 20")


def test_a_word_divided_at_a_line_end_is_joined():
    text = text_of(lines_of(20, 100, ["the mesen-", "chymal cells"]))
    assert text == f"the mesen{SOFT_HYPHEN}\nchymal cells"
    assert joined(text) == "the mesenchymal cells"


def test_a_hyphen_that_belongs_to_the_word_stays():
    for first, second, whole in (
        ("levels of TNF-", "alpha fell", "levels of TNF-alpha fell"),
        ("and IL-", "10 rose", "and IL-10 rose"),
        ("a non-", "blinded trial", "a non-blinded trial"),
        ("days 1\u2013", "28 after", "days 1\u201328 after"),
    ):
        assert joined(text_of(lines_of(20, 100, [first, second]))) == whole


def test_the_other_words_of_the_page_decide_on_a_hyphen():
    assert joined(text_of(lines_of(20, 100, ["dose-response and dose-", "response"]))).endswith("dose-response")
    assert joined(text_of(lines_of(20, 100, ["a placebo-", "based one, placebo-based"]))).startswith("a placebo-based")
    assert joined(text_of(lines_of(20, 100, ["nonresponders and non-", "responders"]))).endswith("nonresponders")


def test_ligatures_are_spelt_out_with_a_share_of_the_box_each():
    text, boxes = read([("\ufb01", (10, 0, 18, 10)), ("t", (18, 0, 22, 10))])
    assert text == "fit"
    assert boxes[:2] == [(10, 0, 14, 10), (14, 0, 18, 10)]


def test_letters_drawn_as_one_glyph_share_its_box_and_stay_one_word():
    shared = (10, 0, 20, 10)
    text, boxes = read([("T", shared), ("h", shared), ("e", (20, 0, 24, 10))])
    assert text == "The"
    assert boxes[1] == (15, 0, 20, 10)


def test_an_accent_drawn_apart_comes_onto_its_letter():
    glyphs = [*drawn(10, 0, "haufig an"), ("\u00a8", (16, 0, 19, 10))]
    assert read(glyphs)[0] == "häufig an"


def test_a_raised_number_stays_on_its_line():
    raised = [("3", (60, 98, 63, 104))]
    text = text_of([[*drawn(20, 100, "patients"), *raised], drawn(20, 112, "received")])
    assert text == "patients3\nreceived"


def test_a_gap_between_glyphs_is_a_space():
    assert read([*drawn(10, 0, "two"), *drawn(29, 0, "words")])[0] == "two words"


def test_white_space_and_another_size_part_paragraphs():
    heading = drawn(20, 60, "Methods", size=14)
    body = lines_of(20, 100, ["We gave cells.", "They lived."])
    later = lines_of(20, 150, ["Results follow"])
    assert text_of([heading, *body, *later]) == "Methods\n\nWe gave cells.\nThey lived.\n\nResults follow"


def test_turned_text_runs_upwards_as_one_line():
    upwards = [(c, (10, 200 - 6 * n, 20, 206 - 6 * n)) for n, c in enumerate("Accepted")]
    assert read(upwards)[0] == "Accepted"


def test_a_flattened_text_remembers_where_each_letter_stood():
    text = f"The Mesen{SOFT_HYPHEN}\nchymal\ncells"
    letters, places = flattened(text)
    assert letters == "the mesenchymal cells"
    assert [text[places[letters.index(word)]] for word in ("chymal", "cells")] == ["c", "c"]


def test_a_flattened_text_has_plain_quotes_and_no_accents():
    assert flattened("Łuczak’s “naïve” 1–28")[0] == 'luczak\'s "naive" 1-28'
