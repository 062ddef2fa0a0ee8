"""The words of a search are found again in titles as the search found them."""

from __future__ import annotations

import pytest

from mscref.gui.lit_words import sought, spans


@pytest.mark.parametrize(
    ("text", "title", "lit"),
    [
        ("marrow", "Bone marrow in rats", ["marrow"]),
        ("marr", "Bone marrow in rats", ["marr"]),
        ("sykova cells", "Syková on CELLS", ["Syková", "CELLS"]),
        ("strasse", "Die Straße", ["Straße"]),
        ('"stem cell"', "Stem-cell work, stem of a cell", ["Stem-cell"]),
        ("cell OR rat", "A rat, a cell", ["rat", "cell"]),
        ("title:rat", "Rats and a rat", ["rat"]),
        ("rat -cell", "A rat, a cell", ["rat"]),
        ("(stem) cell", "System stem", ["stem"]),
    ],
)
def test_what_was_searched_for_is_lit(text: str, title: str, lit: list[str]) -> None:
    wanted = sought(text)
    assert wanted is not None
    assert [title[start:end] for start, end in spans(title, wanted)] == lit


@pytest.mark.parametrize("text", ["", "author:berry", "-cell", "year:2009", "(broken"])
def test_a_query_without_words_of_the_title_lights_nothing(text: str) -> None:
    assert sought(text) is None
