"""Folding: one form for all spellings that a reader would take for the same."""

from __future__ import annotations

import pytest

from mscref.model.folding import clean, fold, is_clean, nearest, search_form, sort_form


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Łukaszewicz", "lukaszewicz"), ("Weiß", "weiss"), ("Yılmaz", "yilmaz"), ("Søndergaard", "sondergaard"),
     ("García", "garcia"), ("Œuvre æ", "oeuvre ae"), ("Đorđević", "dordevic"), ("DVOŘÁK", "dvorak"),
     ("plain", "plain")],
)  # fmt: skip
def test_folding_leaves_plain_letters_in_lower_case(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_sort_form_has_no_markup_and_no_punctuation() -> None:
    assert sort_form('“The <i>SOD1</i> mouse” – a <span class="nocase">Review</span>') == "the sod1 mouse a review"
    assert sort_form("p < 0.05 and q > 1") == "p 0 05 and q 1"


def test_the_search_form_spells_out_only_what_the_index_cannot_fold() -> None:
    assert search_form("Łódź, Weiß") == "Lódź, Weiss"


def test_cleaning_drops_what_no_database_can_keep_and_nothing_else() -> None:
    assert clean("a\x00b\ud800c\U0001f600é\n") == "abc\U0001f600é\n"
    assert not is_clean("a\x00")
    assert is_clean("é\U0001f600")


def test_the_nearest_name_is_offered_and_none_when_nothing_is_near() -> None:
    assert nearest("autor", ["title", "author"]) == "author"
    assert nearest("qqq", ["title", "author"]) == ""
