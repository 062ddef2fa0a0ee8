"""What was marked in a paper, as lines, Markdown and JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.library import Library
from tests.cli.conftest import Call


@pytest.fixture
def marked(filled: Call, tmp_path: Path) -> Call:
    """The small library with two places marked in one paper."""
    with Library.open(tmp_path / "library.mscref") as library:
        id = library.find("bier2018")
        library.add_annotation(id, page=4, note="Ask about the *dose*.")
        library.add_annotation(id, page=2, text="Fibrosis was\nreduced", note="Key result.", colour=3)
    return filled


def test_annotations_are_listed_page_by_page(marked: Call) -> None:
    assert marked("annotations", "BIER2018").out == (
        "p. 2  “Fibrosis was reduced”  Key result.\np. 4  Ask about the *dose*.\n"
    )
    first, second = marked("annotations", "bier2018", "--json").json
    assert (first["page"], first["text"], first["note"], first["colour"]) == (
        2, "Fibrosis was\nreduced", "Key result.", 3,
    )  # fmt: skip
    assert (second["page"], second["text"], second["attachment"]) == (4, "", None)


def test_annotations_as_markdown_quote_the_words_and_cite_the_page(marked: Call) -> None:
    lines = marked("annotations", "bier2018", "--format", "markdown").out.splitlines()
    assert lines[0].startswith("# Placenta-derived mesenchymal stromal cells")
    assert lines[1:] == [
        "",
        "> Fibrosis was reduced [@Bier2018, p. 2]",
        "",
        "Key result.",
        "",
        "Ask about the *dose*. [@Bier2018, p. 4]",
    ]


def test_a_reference_without_annotations_says_so_and_is_no_error(filled: Call) -> None:
    answer = filled("annotations", "bier2018", "--json")
    assert (answer.code, answer.json) == (0, [])
    assert "Nothing is marked in Bier2018." in filled("annotations", "bier2018").err
    assert filled("annotations", "nobody").code == 2
