"""Annotations: kept with their place, found by their words, moved with their reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.errors import NoSuchKey, UserError
from mscref.library import Library
from mscref.library.annotating import name_of
from mscref.model.holdings import AnnotationRecord

QUAD = (72.0, 700.5, 300.25, 700.5, 72.0, 688.0, 300.25, 688.0)


def test_an_annotation_is_read_back_as_it_was_made_page_by_page(library: Library) -> None:
    library.add_annotation(1, note="On the whole paper", page=9)
    library.add_annotation(
        1,
        1,
        page=2,
        quads=[QUAD],
        text="fibrosis was reduced",
        prefix="in treated mice ",
        suffix=" by half",
        note="Compare *Łukasz*.",
        colour=3,
        author="AB",
    )
    first, second = library.annotations(1)
    assert first == AnnotationRecord(
        2, 1, 1, 2, (QUAD,), "fibrosis was reduced", "in treated mice ", " by half", "Compare *Łukasz*.", 3, "AB",
        first.created, first.created,
    )  # fmt: skip
    assert (second.page, second.attachment, second.note) == (9, None, "On the whole paper")
    assert library.annotations(2) == []


def test_the_words_and_the_note_of_an_annotation_are_searched_among_the_notes(library: Library) -> None:
    library.add_annotation(2, text="diaphragm strength", note="Łukasiewicz disagrees")
    for query in ("diaphragm", "note:lukasiewicz", 'note:"diaphragm strength"', "has:annotation"):
        assert list(library.ids(query)) == [2], query
    library.edit_annotation(1, note="settled")
    assert list(library.ids("lukasiewicz")) == []
    assert list(library.ids("settled diaphragm")) == [2]
    library.merge(3, [2])
    assert list(library.ids("note:diaphragm")) == [3]
    library.undo()
    assert list(library.ids("note:diaphragm")) == [2]
    library.remove_annotation(1)
    assert list(library.ids("diaphragm")) == []
    assert library.verify().problems == ()


def test_an_edit_changes_the_note_or_the_colour_and_leaves_the_rest(library: Library) -> None:
    library.add_annotation(1, 1, page=2, text="x", note="first", colour=4)
    library.edit_annotation(1, note="second")
    library.edit_annotation(1, colour=5)
    (one,) = library.annotations(1)
    assert (one.note, one.colour, one.text, one.page) == ("second", 5, "x", 2)
    assert one.modified > one.created
    assert not library.edit_annotation(1, note="second", colour=5)


def test_an_annotation_stays_when_its_file_is_taken_off(library: Library) -> None:
    library.add_annotation(1, 1, text="x")
    library.detach(1)
    assert library.annotations(1)[0].attachment is None


def test_the_annotations_of_a_merged_reference_follow_its_file(library: Library, tmp_path: Path) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(b"%PDF-1.4")
    library.attach(2, pdf)
    library.attach(3, pdf)
    (mine,), (theirs,) = library.record(2).attachments, library.record(3).attachments
    library.add_annotation(3, theirs.id, text="x")
    library.merge(2, [3])
    assert [one.attachment for one in library.annotations(2)] == [mine.id]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "needs a marked place"),
        ({"text": "x", "page": 0}, "count from 1"),
        ({"quads": [(1, 2, 3)]}, "four corners"),
        ({"text": "x", "colour": 10}, "from 0 to 9"),
    ],
)
def test_what_is_no_annotation_is_refused_in_words(arguments: dict[str, object], said: str, library: Library) -> None:
    with pytest.raises(UserError, match=said):
        library.add_annotation(1, **arguments)  # type: ignore[arg-type]
    assert library.annotations(1) == []


def test_an_annotation_of_what_is_gone_is_refused(library: Library) -> None:
    with pytest.raises(NoSuchKey, match="reference is no longer"):
        library.add_annotation(99, text="x")
    with pytest.raises(NoSuchKey, match="file no longer belongs"):
        library.add_annotation(2, 1, text="x")
    with pytest.raises(NoSuchKey, match="annotation is no longer"):
        library.edit_annotation(99, note="x")
    assert not library.remove_annotation(99)


def test_kind_tags_terms_and_origin_are_kept_and_tags_are_searched(library: Library) -> None:
    library.add_annotation(1, kind="area", quads=[QUAD], tags=["dose", "Łódź"], terms=[("outcome", "x")], origin="nm-1")
    (one,) = library.annotations(1)
    assert (one.kind, one.tags, one.terms, one.origin) == ("area", ("dose", "Łódź"), (("outcome", "x"),), "nm-1")
    assert list(library.ids("note:lodz")) == [1]
    library.edit_annotation(1, tags=["safety"], terms=(), quads=[QUAD, QUAD], page=4)
    (one,) = library.annotations(1)
    assert (one.tags, one.terms, len(one.quads), one.page) == (("safety",), (), 2, 4)
    library.undo()
    assert library.annotations(1)[0].tags == ("dose", "Łódź")
    library.redo()
    assert library.annotations(1)[0].tags == ("safety",)
    assert library.verify().problems == ()


def test_an_unknown_kind_is_refused(library: Library) -> None:
    with pytest.raises(UserError, match="highlight, underline"):
        library.add_annotation(1, kind="stamp", text="x")


def test_words_of_a_document_are_marked_with_those_around_them(library: Library) -> None:
    text = library.document(1).text
    library.annotate_document(1, 12, 26, note="Early", colour=2, tags=["trial"])
    (one,) = library.document_annotations(1)
    assert (one.reference, one.document, one.start, one.end) == (None, 1, 12, 26)
    assert (one.text, one.prefix, one.suffix) == (text[12:26], text[:12], text[26:58])
    assert [found.id for found in library.documents("early trial")] == [1]
    library.undo()
    assert library.document_annotations(1) == []
    assert library.documents("early trial") == []
    library.redo()
    assert library.document_annotations(1) == [one]
    for place in ((30, 20), (0, 9999), (-1, 4)):
        with pytest.raises(UserError, match="outside the document"):
            library.annotate_document(1, *place)
    with pytest.raises(NoSuchKey, match="document is no longer"):
        library.annotate_document(9, 0, 4)
    library.remove_document(1)
    library.undo()
    assert library.document_annotations(1) == [one]


def test_words_of_a_document_cite_a_reference_until_that_is_taken_back(library: Library) -> None:
    text = library.document(1).text
    assert library.cite_in_document(1, 2, 12, 26).act == "Cite from a document: mazzini2010"
    cited = library.document(1).citations[-1]
    assert (cited.key, cited.quote, cited.start, cited.end) == ("mazzini2010", text[12:26], 12, 26)
    assert [one.title for one in library.record(2).cited_in] == ["Cells for the muscle"]
    library.undo()
    assert len(library.document(1).citations) == 1
    library.redo()
    library.remove_citation(cited.id)
    assert len(library.document(1).citations) == 1
    library.undo()
    assert library.document(1).citations[-1].key == "mazzini2010"
    with pytest.raises(UserError, match="Select the words"):
        library.cite_in_document(1, 2, 5, 5)
    with pytest.raises(NoSuchKey, match="cited is not in the library"):
        library.cite_in_document(1, 99, 5, 9)


def test_marks_of_a_pdf_come_in_as_one_step_without_doubles(library: Library) -> None:
    library.add_annotation(1, 1, quads=[QUAD], text="mine")
    mine = library.annotations(1)[0]
    marks = [
        AnnotationRecord(0, None, 1, 2, (QUAD,), "theirs", created="2020-01-01T00:00:00.000Z", origin="nm-1"),
        AnnotationRecord(0, None, 1, 3, (QUAD,), "theirs too", origin="nm-2"),
        AnnotationRecord(0, None, 1, 3, (QUAD,), "again", origin="nm-2"),
        AnnotationRecord(0, None, 1, 1, (QUAD,), "mine", origin=name_of(mine)),
    ]
    library.import_annotations(1, marks)
    assert [(each.text, each.page) for each in library.annotations(1)] == [
        ("mine", 1),
        ("theirs", 2),
        ("theirs too", 3),
    ]
    assert library.annotations(1)[1].created == "2020-01-01T00:00:00.000Z"
    assert not library.import_annotations(1, marks)
    library.undo()
    assert [each.text for each in library.annotations(1)] == ["mine"]
    library.redo()
    assert len(library.annotations(1)) == 3


def test_the_name_of_an_annotation_in_a_pdf_outlives_its_edits(library: Library) -> None:
    library.add_annotation(1, 1, quads=[QUAD], text="mine")
    before = name_of(library.annotations(1)[0])
    library.edit_annotation(1, note="new", page=4)
    assert name_of(library.annotations(1)[0]) == before
    assert before.startswith("mscref-1-20")
