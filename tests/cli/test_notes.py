"""Notes written out, pages read and found, annotations brought in and written into a copy, by the command line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from mscref.library import Library
from tests.cli.conftest import Call
from tests.jobs.test_annotations_in import RECT, marked_pdf
from tests.sandbox.pages_pdf import highlight


@pytest.fixture
def noted(filled: Call, tmp_path: Path) -> Call:
    """The small library: one reference has a note and a marked PDF, the other a mark."""
    pdf = marked_pdf(tmp_path, highlight(RECT, "Key result."))
    attached = filled("attach", "bier2018", pdf.name)
    assert attached.code == 0
    assert "Marked by other programs: 1 place; mscref annotations Bier2018 --import." in attached.err
    assert filled("note", "bier2018", "Compare [@Kiernan2011].", "--title", "First").code == 0
    with Library.open(tmp_path / "library.mscref") as library:
        library.add_annotation(library.find("kiernan2011"), page=3, text="slow decline", note="Yes.", tags=["als"])
    return filled


def test_marks_of_a_pdf_are_brought_in_once_and_undone(noted: Call) -> None:
    answer = noted("annotations", "bier2018", "--import", "--json")
    assert answer.code == 0, answer.err
    assert (answer.json["imported"], answer.json["references"]) == (1, ["Bier2018"])
    (mark,) = noted("annotations", "bier2018", "--json").json
    assert (mark["text"], mark["kind"], mark["origin"]) == ("Fibrosis was reduced", "highlight", "h1")
    assert "No new annotation" in noted("annotations", "bier2018", "--import").out
    assert noted("undo").code == 0
    assert noted("annotations", "bier2018", "--json").json == []


def test_a_copy_of_the_pdf_is_written_and_never_the_file_itself(noted: Call, tmp_path: Path) -> None:
    noted("annotations", "bier2018", "--import")
    answer = noted("annotations", "bier2018", "--pdf-copy", "copy.pdf", "--json")
    assert (answer.code, answer.json) == (0, {"written": 1, "path": "copy.pdf", "without_place": 0})
    assert (tmp_path / "copy.pdf").read_bytes().startswith((tmp_path / "paper.pdf").read_bytes())
    (stored,) = (tmp_path / "library.files").glob("*/*/*.pdf")
    refused = noted("annotations", "bier2018", "--pdf-copy", str(stored))
    assert (refused.code, "another place" in refused.err) == (2, True)


def test_pages_are_read_and_words_found_on_them_and_in_annotations(noted: Call) -> None:
    assert "1 PDF not read yet" in noted("find", "fibrosis").err
    answer = noted("index", "--json")
    assert (answer.code, answer.json["pages"], answer.json["waiting"]) == (0, 2, 0)
    (hit,) = noted("find", "fibrosis", "reduc", "--json").json
    assert (hit["key"], hit["page"], hit["annotation"]) == ("Bier2018", 2, None)
    assert hit["snippet"][hit["start"] : hit["end"]] == "Fibrosis"
    assert noted("find", "slow decline").out == "Kiernan2011, p. 3 (annotation): slow decline – Yes. – als\n"
    assert [item["id"] for item in noted("list", "fibrosis", "--json").json] == ["Bier2018"]
    again = noted("index", "--again", "--progress", "json")
    assert json.loads(again.err) == {"op": "index", "committed": 1, "of": 1}


def test_notes_are_written_as_markdown_html_and_docx(noted: Call, tmp_path: Path) -> None:
    text = noted("notes").out
    assert "## First\n\nCompare [@Kiernan2011]." in text
    assert "> slow decline [@Kiernan2011, p. 3]\n\nYes.\n\n#als" in text
    assert [item["key"] for item in noted("notes", "kiernan", "--json").json] == ["Bier2018", "Kiernan2011"]
    assert noted("notes", "-o", "notes.html").code == 0
    assert "<h2>First</h2>" in (tmp_path / "notes.html").read_text("utf-8")
    assert noted("notes", "author:bier", "-o", "notes.docx").code == 0
    with zipfile.ZipFile(tmp_path / "notes.docx") as archive:
        body = archive.read("word/document.xml").decode()
    assert "Compare " in body
    assert "slow decline" not in body


def test_a_file_a_reference_has_front_matter(noted: Call, tmp_path: Path) -> None:
    answer = noted("notes", "-o", "vault", "--one-per-reference", "--json")
    assert answer.json["written"] == 2
    text = (tmp_path / "vault" / "Kiernan2011.md").read_text("utf-8")
    assert text.startswith('---\ntitle: "Amyotrophic lateral sclerosis"\naliases: ["@Kiernan2011"]\n')
    assert "year: 2011\n" in text


def test_nothing_noted_and_no_place_to_write_to_are_said(filled: Call, tmp_path: Path) -> None:
    assert filled("notes", "-o", "n.md").code == 2
    assert not (tmp_path / "n.md").exists()
    assert "Nothing is noted" in filled("notes").err
    assert filled("notes", "--format", "docx").code == 2
    assert filled("find", "(x").code == 2
