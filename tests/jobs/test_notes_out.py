"""Notes and annotations in Markdown, HTML and docx; forms filled; nothing of a source is taken for markup."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from mscref.errors import UserError
from mscref.jobs import docx_writer, note_templates, notes_blocks, notes_out
from mscref.jobs.docx_writer import Paragraph, Run, Table, paragraph
from mscref.library import Library
from mscref.model.document import Document
from mscref.model.plan import Plan, PlannedDocument
from mscref.model.reference import Name, Reference, authors

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BIER = Reference(
    title="Placenta-derived <i>mdx</i> cells *and* [links](x)",
    contributors=authors([Name("Bier", "Ariel"), Name("Brodie", "Chaya")]),
    fields={"issued": "2018-05", "container-title": "Biomaterials", "DOI": "10.1016/j.biomaterials.2018.04.055"},
    key="bier2018",
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A reference with a note and marks, one without, a document with a note."""
    opened = Library.open(tmp_path / "l.mscref", create=True)
    opened.add(BIER)
    opened.add(Reference(title="Nothing noted", key="empty"))
    page = Document(title="A web page", text="Cells help all.", sha256="ab" * 32, url="https://example.org/")
    opened.import_plan(Plan("Import", (), (PlannedDocument(page),)))
    opened.add_note(1, "Compare **dose** with [@empty].\n\n- one\n- two", "First")
    opened.add_annotation(1, page=2, text="Fibrosis *was*\n reduced", note="Key.", tags=["main outcome"])
    opened.add_annotation(1, page=5, note="Ask.")
    opened.add_annotation(1, page=6, quads=[(0, 1, 1, 1, 0, 0, 1, 0)], kind="area")
    opened.annotate_document(1, 0, 10, note="Doubt")
    return opened


def test_markdown_tells_whose_notes_they_are_and_cites_pages(library: Library) -> None:
    (noted,) = notes_out.gather(library, [1, 2])
    assert notes_out.markdown([noted]) == (
        "# Placenta-derived mdx cells \\*and\\* \\[links\\](x)\n\n"
        "Bier, Brodie 2018 · Biomaterials · [@bier2018]\n\n"
        "## First\n\nCompare **dose** with [@empty].\n\n- one\n- two\n\n"
        "## Annotations\n\n> Fibrosis \\*was\\* reduced [@bier2018, p. 2]\n\nKey.\n\n#main-outcome\n\n"
        "Ask. [@bier2018, p. 5]\n\n(area) [@bier2018, p. 6]\n"
    )


def test_documents_come_along_when_they_are_wanted(library: Library, tmp_path: Path) -> None:
    done = notes_out.export(library, [1, 2], tmp_path / "n.md", documents=True)
    assert done.count == 2
    text = (tmp_path / "n.md").read_text("utf-8")
    assert "# A web page\n\n<https://example.org/>\n\n## Annotations\n\n> Cells help\n\nDoubt\n" in text


def test_a_file_a_reference_begins_with_yaml_that_tells_the_reference(library: Library, tmp_path: Path) -> None:
    library.add(Reference(title="Same name", key="BIER2018"[:4] + "x"))
    library.add_note(3, "x")
    library.set_tags([1], add=["to read"])
    done = notes_out.export(library, [1, 2, 3], tmp_path / "vault", one_per_reference=True)
    assert [path.name for path in done.paths] == ["bier2018.md", "BIERx.md"]
    _, front, body = (tmp_path / "vault" / "bier2018.md").read_text("utf-8").split("---\n", 2)
    values = {name: json.loads(value) for name, value in (line.split(": ", 1) for line in front.splitlines())}
    assert values["aliases"] == ["@bier2018"]
    assert values["authors"] == ["Ariel Bier", "Chaya Brodie"]
    assert (values["year"], values["tags"], values["status"]) == (2018, ["to-read"], "unread")
    assert body.startswith("\n# Placenta")


def test_html_shows_hostile_notes_as_words(library: Library, tmp_path: Path) -> None:
    library.add_note(1, "<script>alert(1)</script> ![x](file:///etc/hostname) [y](javascript:alert(1))", "<b>T</b>")
    notes_out.export(library, [1], tmp_path / "n.html")
    text = (tmp_path / "n.html").read_text("utf-8")
    for part in ("<script", "<img", "javascript:", "<b>"):
        assert part not in text.replace('href="javascript', "href=") or part == "javascript:"
    assert 'href="javascript' not in text
    assert "&lt;script&gt;" in text
    assert "<strong>dose</strong>" in text


def test_docx_has_headings_lists_quotes_and_no_foreign_link(library: Library, tmp_path: Path) -> None:
    library.add_note(1, "[web](https://example.org/a?b=1&c=2) [bad](file:///etc/hostname) bell\x07 end")
    notes_out.export(library, [1], tmp_path / "n.docx")
    with zipfile.ZipFile(tmp_path / "n.docx") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        body = etree.fromstring(archive.read("word/document.xml"))
        relations = archive.read("word/_rels/document.xml.rels").decode()
    styles = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    assert styles.count("Heading1") == 1
    assert {"Heading2", "ListBullet", "Quote"} <= set(styles)
    words = "".join(body.itertext())
    assert "Fibrosis *was* reduced" in words
    assert "bell end" in words
    assert "https://example.org/a?b=1&amp;c=2" in relations
    assert "hostname" not in relations


def test_a_docx_is_the_same_for_the_same_words_and_tables_have_all_their_cells() -> None:
    blocks = [
        paragraph("T", "Title"),
        Table((("a", "b"), ("1",), ((Run("x", bold=True),), "y"))),
        Paragraph((Run("a\nb"),)),
    ]
    first = docx_writer.document(blocks, landscape=True)
    assert first == docx_writer.document(blocks, landscape=True)
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(first)).read("word/document.xml"))
    assert [len(row.findall(f"{W}tc")) for row in body.iter(f"{W}tr")] == [2, 2, 2]
    assert len(list(body.iter(f"{W}br"))) == 1


def test_markdown_tables_become_tables() -> None:
    (table,) = notes_blocks.blocks("| a | **b** |\n| --- | --- |\n| 1 | 2 |")
    assert isinstance(table, Table)
    assert table.rows[0] == ((Run("a"),), (Run("b", bold=True),))


def test_nothing_to_write_and_a_file_in_place_of_a_folder_are_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Nothing is noted"):
        notes_out.export(library, [2], tmp_path / "n.md")
    (tmp_path / "taken").write_text("x")
    with pytest.raises(UserError, match="is a file; name a folder"):
        notes_out.export(library, [1], tmp_path / "taken", one_per_reference=True)
    assert (tmp_path / "taken").read_text() == "x"


def test_collected_annotations_link_to_their_pages(library: Library) -> None:
    text = notes_out.collected(library.annotations(1), "bier2018")
    assert text.startswith("> Fibrosis \\*was\\* reduced [p. 2](mscref:bier2018#page=2)\n\nKey.")


def test_every_form_is_filled_with_the_facts_of_the_reference() -> None:
    forms = note_templates.templates()
    assert [form.name for form in forms] == list(note_templates.NAMES)
    for form in forms:
        text = note_templates.filled(form, BIER)
        assert "[@bier2018] · Bier, Brodie 2018, Biomaterials" in text
        assert "{" not in text
        assert form.title
    trial, animal = (next(form for form in forms if form.name == name).text for name in ("trial", "animal"))
    assert trial.count("Judgement:") == 5
    assert sum(line.startswith(f"| {n} |") for n in range(1, 11) for line in animal.splitlines()) == 10
