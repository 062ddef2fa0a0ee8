"""The words of a search are found again in titles as the search found them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from mscref.gui.desk import Desk
from mscref.gui.inline_edit import InlineText
from mscref.gui.lit_words import sought, spans
from mscref.gui.tasks import Tasks
from tests.gui.conftest import id_of


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


def test_words_of_another_field_are_lit_there_only() -> None:
    assert sought("author:berry", "authors") is not None
    assert sought("abstract:rat", "title") is None
    assert sought("abstract:rat", "abstract") is not None
    assert sought("in:title rat", "abstract") is None


@pytest.mark.parametrize("text", ["", "author:berry", "-cell", "year:2009", "(broken"])
def test_a_query_without_words_of_the_title_lights_nothing(text: str) -> None:
    assert sought(text) is None


def lit_in(edit: QPlainTextEdit) -> list[str]:
    return [mark.cursor.selectedText() for mark in edit.extraSelections()]  # type: ignore[attr-defined]


def test_what_was_searched_for_is_lit_in_the_details_too(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    marrow = id_of(desk, "Alder")
    desk.tasks.change(lambda library: library.edit(marrow, fields={"abstract": "\N{RAT} Marrow of Alder's kind."}))
    settle(desk.tasks)
    desk.references.reveal(marrow)
    settle(desk.tasks)
    detail = desk.window.detail
    abstract = detail.fields.editors["abstract"]
    assert isinstance(abstract, InlineText)
    desk.window.search.show_text("marrow alder")
    desk.window.search.ask_now()
    settle(desk.tasks)
    assert (lit_in(detail.header.title), lit_in(detail.header.authors)) == (["Marrow"], ["Alder"])
    assert lit_in(abstract) == ["Marrow", "Alder"]
    desk.window.search.show_text("author:alder")
    desk.window.search.ask_now()
    settle(desk.tasks)
    assert (lit_in(detail.header.title), lit_in(detail.header.authors), lit_in(abstract)) == ([], ["Alder"], [])
