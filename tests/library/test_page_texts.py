"""Texts of pages: found by bare words beside all else, told with page and snippet, forgotten with their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.errors import QueryError
from mscref.library import Library

FIRST = "Neurofilament light fell in treated patients; Łukaszewicz agreed. " + "Filler words follow here. " * 20
SECOND = "The primary endpoint was slow vital capacity. Neurofilament again."


@pytest.fixture
def read(library: Library, tmp_path: Path) -> Library:
    """The second and third reference have a PDF each, whose pages are read."""
    for id, pages in ((2, (FIRST, SECOND)), (3, ("Weiß measured neurofilament, too.",))):
        path = tmp_path / f"{id}.pdf"
        path.write_bytes(f"%PDF-1.4 {id}".encode())
        library.attach(id, path)
        library.keep_page_texts(library.record(id).attachments[0].sha256, pages)
    return library


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("neurofilament", [2, 3]),
        ('"slow vital capacity"', [2]),
        ("text:endpoint", [2]),
        ("weiss neurofil", [3]),
        ("lukaszewicz neurofilament", [2]),
        ("mazzini endpoint", [2]),
        ("title:neurofilament", []),
        ("neurofilament -endpoint", [3]),
        ("endpoint OR weiss", [1, 2, 3]),
        ("neurofilament condition:als", [2, 3]),
        ("neurofilament year:2010", [2]),
    ],
)
def test_bare_words_are_found_on_pages_and_combine_with_all_else(query: str, found: list[int], read: Library) -> None:
    assert sorted(read.ids(query)) == found


def test_without_pages_a_search_finds_what_it_found_before(library: Library) -> None:
    assert list(library.ids("neurofilament")) == []
    assert sorted(library.ids("placenta muscle")) == [1]


def test_hits_name_the_page_and_light_the_words(read: Library) -> None:
    hits = read.page_hits("neurofilament")
    assert {(hit.key, hit.page) for hit in hits} == {("mazzini2010", 1), ("mazzini2010", 2), ("berry2019nurown", 1)}
    assert {hit.snippet[hit.start : hit.stop].lower() for hit in hits} == {"neurofilament"}
    (hit,) = read.page_hits("lukaszewicz")
    assert hit.snippet[hit.start : hit.stop] == "Łukaszewicz"
    assert hit.attachment == read.record(2).attachments[0].id
    (hit,) = read.page_hits("weiss")
    assert hit.snippet[hit.start : hit.stop] == "Weiß"
    assert [hit.page for hit in read.page_hits("endpoint neurofilament condition:als")] == [2]
    assert read.page_hits("endpoint year:2019") == []
    assert read.page_hits("year:2010") == []
    assert len(read.page_hits("neurofil", most=1)) == 1
    with pytest.raises(QueryError):
        read.page_hits("(neurofilament")


def test_annotations_are_hits_too_those_of_documents_with_them(read: Library) -> None:
    read.add_annotation(
        2, page=7, text="slow vital capacity declined", note="Endpoint of **all** trials", tags=["alsfrs"]
    )
    read.annotate_document(1, 12, 26, note="An endpoint of note")
    hits = read.page_hits("endpoint")
    found = [(hit.annotation, hit.reference, hit.document, hit.page) for hit in hits]
    assert found == [(2, None, 1, 1), (1, 2, None, 7), (None, 2, None, 2)]
    assert [hit.annotation for hit in read.page_hits("alsfrs")] == [1]
    assert sorted(read.ids("alsfrs")) == [2]


def test_a_trashed_reference_has_no_hits(read: Library) -> None:
    read.trash([2])
    assert read.page_hits("endpoint") == []


def test_the_texts_of_a_file_that_is_gone_are_forgotten_and_read_anew_when_it_changes(read: Library) -> None:
    digest = read.record(2).attachments[0].sha256
    read.keep_page_texts(digest, ("Other words now.",))
    assert list(read.ids("endpoint")) == []
    assert list(read.ids("other now")) == [2]
    read.detach(read.record(2).attachments[0].id)
    assert read.forget_page_texts() == 1
    assert list(read.ids("other now")) == []
    assert read.forget_page_texts(everything=True) == 1
    assert [file.reference for file in read.files_to_read()] == [3, 1]


def test_a_file_that_an_import_only_linked_is_known_by_its_path(library: Library) -> None:
    (file,) = library.files_to_read()
    assert (file.reference, file.sha256) == (1, "path:papers/bier.pdf")
    library.keep_page_texts(file.sha256, ["Dystrophin came back."])
    assert list(library.ids("dystrophin")) == [1]
    assert [(hit.reference, hit.page) for hit in library.page_hits("dystrophin")] == [(1, 1)]
    assert library.files_to_read() == []


def test_reading_pages_makes_no_undo_step_and_rebuilding_keeps_them(read: Library) -> None:
    assert read.undo_act() == "Attach a file to berry2019nurown"
    read.rebuild()
    assert sorted(read.ids("neurofilament")) == [2, 3]
    assert read.verify().problems == ()


def test_only_pdfs_wait_to_be_read_each_once_and_linked_ones_too(library: Library, tmp_path: Path) -> None:
    text, pdf = tmp_path / "a.txt", tmp_path / "a.pdf"
    text.write_text("x")
    pdf.write_bytes(b"%PDF-1.4")
    library.attach(1, text)
    library.attach(2, pdf)
    library.attach(3, pdf)
    (file,) = [each for each in library.files_to_read() if each.reference != 1]
    assert (file.path.endswith("a.pdf"), library.index_state().waiting) == (True, 2)


def test_pages_that_the_index_lacks_are_a_problem_until_it_is_rebuilt(read: Library) -> None:
    with read._session.writing(), read._session.transaction():
        read._session.conn.execute("DELETE FROM search_page WHERE rowid = 1")
    assert read.verify().problems == (
        "The search index of 1 pages of PDFs is out of date; rebuild it (mscref rebuild).",
    )
    read.rebuild()
    assert read.verify().problems == ()
