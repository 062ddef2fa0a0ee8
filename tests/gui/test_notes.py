"""Notes in the window: written beside how they read, saved by themselves, linked, made of forms and of annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui import note_editor, notes_index
from mscref.gui.acts import notes as acts_on_notes
from mscref.gui.desk import Desk
from mscref.gui.link_button import LinkButton
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import Record
from mscref.model.note_links import NoteLink
from tests.gui.conftest import id_of
from tests.jobs.test_annotations_in import RECT, marked_pdf
from tests.sandbox.pages_pdf import highlight

Settle = Callable[[Tasks], None]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs are read only when a test asks for it, notes are saved and places counted soon."""
    monkeypatch.setattr(acts_on_notes, "COUNT_MS", 5)
    monkeypatch.setattr(notes_index, "WAIT_MS", 3_600_000)
    monkeypatch.setattr(note_editor, "SAVE_MS", 30)
    monkeypatch.setattr(note_editor, "PREVIEW_MS", 5)


def choose(desk: Desk, settle: Settle, family: str) -> int:
    id = id_of(desk, family)
    desk.window.table.select_ids([id])
    settle(desk.tasks)
    return id


def record(desk: Desk, id: int) -> Record:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return library.record(id)


def change(desk: Desk, settle: Settle, verb: Callable[[Library], object]) -> None:
    desk.tasks.change(verb)  # type: ignore[arg-type]
    settle(desk.tasks)


@pytest.fixture
def noted(desk: Desk, settle: Settle) -> int:
    """Alder's paper with a note, which is open in the editor."""
    id = choose(desk, settle, "Alder")
    change(desk, settle, lambda lib: lib.add_note(id, "First **words**", "On marrow"))
    desk.notes.write_note()
    settle(desk.tasks)
    return id


# The editor


def test_a_note_is_saved_while_it_is_written_and_undone(qtbot: QtBot, desk: Desk, settle: Settle, noted: int) -> None:
    editor = desk.window.note
    assert desk.window.middle.currentWidget() is editor
    assert (editor.title.text(), editor.source.toPlainText()) == ("On marrow", "First **words**")
    assert editor.preview.toPlainText() == "First words"
    editor.source.selectAll()
    editor.source.insertPlainText("Second *thoughts*")
    qtbot.waitUntil(lambda: editor.preview.toPlainText() == "Second thoughts")
    qtbot.waitUntil(lambda: editor.state.text() == "Saved")
    settle(desk.tasks)
    assert record(desk, noted).notes[0].text == "Second *thoughts*"
    desk.tasks.change(lambda lib: lib.undo())
    settle(desk.tasks)
    qtbot.waitUntil(lambda: editor.source.toPlainText() == "First **words**")
    assert editor.preview.toPlainText() == "First words"


def test_all_that_is_written_while_a_note_is_open_is_one_step(
    qtbot: QtBot, desk: Desk, settle: Settle, noted: int
) -> None:
    editor = desk.window.note
    for text in ("One", "One two", "One two three"):
        editor.source.setPlainText(text)
        editor.save()
        settle(desk.tasks)
    assert record(desk, noted).notes[0].text == "One two three"
    desk.tasks.change(lambda lib: lib.set_rating([noted], 3))
    settle(desk.tasks)
    editor.source.setPlainText("Four")
    editor.save()
    settle(desk.tasks)
    for expected in ("One two three", "One two three", "First **words**"):
        desk.tasks.change(lambda lib: lib.undo())
        settle(desk.tasks)
        assert record(desk, noted).notes[0].text == expected
    for expected in ("One two three", "One two three", "Four"):
        desk.tasks.change(lambda lib: lib.redo())
        settle(desk.tasks)
        assert record(desk, noted).notes[0].text == expected


def test_leaving_the_editor_or_closing_the_window_saves(desk: Desk, settle: Settle, noted: int) -> None:
    editor = desk.window.note
    editor.source.setPlainText("Left in haste")
    desk.window.show_list()
    settle(desk.tasks)
    assert record(desk, noted).notes[0].text == "Left in haste"
    desk.notes.write_note()
    settle(desk.tasks)
    editor.source.setPlainText("Closed in haste")
    desk.close()
    assert record(desk, noted).notes[0].text == "Closed in haste"


def test_an_emptied_note_keeps_its_last_words(desk: Desk, settle: Settle, noted: int) -> None:
    desk.window.note.source.setPlainText("")
    desk.window.note.save()
    settle(desk.tasks)
    assert record(desk, noted).notes[0].text == "First **words**"


def test_title_and_marks_of_markdown_are_set_by_buttons(desk: Desk, settle: Settle, noted: int) -> None:
    editor = desk.window.note
    editor.title.committed.emit("Another title")
    editor.source.selectAll()
    editor.wrap("italic")
    editor.wrap("link")
    editor.save()
    settle(desk.tasks)
    note = record(desk, noted).notes[0]
    assert (note.title, note.text) == ("Another title", "*First **words***[@]")
    assert editor.source.textCursor().position() == len(note.text) - 1


def test_a_note_that_is_removed_elsewhere_leaves_the_editor(desk: Desk, settle: Settle, noted: int) -> None:
    number = record(desk, noted).notes[0].id
    change(desk, settle, lambda lib: lib.remove_note(number))
    assert desk.window.note.note is None
    assert desk.window.table.isVisible()


def test_the_preview_loads_nothing_and_runs_nothing(desk: Desk, settle: Settle, noted: int) -> None:
    editor = desk.window.note
    editor.source.setPlainText("![x](file:///etc/hostname) <b onclick='x'>no</b> [a](javascript:alert(1))")
    editor._draw()
    assert "<b onclick" in editor.preview.toPlainText()
    assert 'href="' not in editor.preview.toHtml()
    assert not editor.preview.openLinks()


def test_forms_and_annotations_are_put_in_where_the_cursor_is(desk: Desk, settle: Settle, noted: int) -> None:
    change(desk, settle, lambda lib: lib.add_annotation(noted, page=4, text="marrow helped", note="Who says?"))
    editor = desk.window.note
    editor._insert_annotations()
    settle(desk.tasks)
    key = record(desk, noted).reference.key
    assert f"> marrow helped [p. 4](mscref:{key}#page=4)" in editor.source.toPlainText()
    editor._insert_form("animal")
    settle(desk.tasks)
    assert f"[@{key}] · Alder 2011, Journal of Invented Results" in editor.source.toPlainText()
    assert "<table" in editor.preview.toHtml() or editor.preview.document().isEmpty()


# Links


def test_a_link_in_a_note_leads_to_its_reference(qtbot: QtBot, desk: Desk, settle: Settle, noted: int) -> None:
    other = id_of(desk, "Birch")
    key = record(desk, other).reference.key
    editor = desk.window.note
    editor.source.setPlainText(f"See [@{key}]")
    editor._draw()
    with qtbot.waitSignal(editor.link_asked) as told:
        editor.preview.anchorClicked.emit(QUrl(f"mscref:{key}"))
    assert told.args == [NoteLink(key)]
    settle(desk.tasks)
    assert desk.window.table.selected_ids() == [other]


def test_notes_that_link_to_a_reference_are_listed_beside_its_notes(desk: Desk, settle: Settle, noted: int) -> None:
    key = record(desk, noted).reference.key
    birch = id_of(desk, "Birch")
    change(desk, settle, lambda lib: lib.add_note(birch, f"Against [@{key}, p. 2]", "Objection"))
    links = [one for one in desk.window.note.findChildren(LinkButton) if one.text() == "Objection"]
    assert len(links) == 1
    desk.window.show_list()
    choose(desk, settle, "Alder")
    desk.window.detail.show_page("notes")
    settle(desk.tasks)
    shown = [one for one in desk.window.detail.notes.findChildren(LinkButton) if "Fat cells" in one.accessibleName()]
    shown[0].click()
    settle(desk.tasks)
    assert desk.window.note.note is not None
    assert desk.window.note.note.title == "Objection"


# Notes made of forms and annotations


def test_a_form_makes_a_note_that_can_be_undone(desk: Desk, settle: Settle) -> None:
    id = choose(desk, settle, "Cedar")
    desk.notes.new_from_form("trial")
    settle(desk.tasks)
    (note,) = record(desk, id).notes
    assert note.title == "Appraisal: clinical trial"
    assert "Cedar 2018, Journal of Invented Results" in note.text
    assert desk.window.note.source.toPlainText() == note.text
    change(desk, settle, lambda lib: lib.undo())
    assert record(desk, id).notes == ()


def test_annotations_are_collected_into_a_note(desk: Desk, settle: Settle) -> None:
    id = choose(desk, settle, "Cedar")
    desk.window.actions_["collect_annotations"].trigger()
    settle(desk.tasks)
    assert record(desk, id).notes == ()
    change(desk, settle, lambda lib: lib.add_annotation(id, page=3, text="afterbirth cells"))
    desk.window.actions_["collect_annotations"].trigger()
    settle(desk.tasks)
    (note,) = record(desk, id).notes
    assert note.text == f"> afterbirth cells [p. 3](mscref:{record(desk, id).reference.key}#page=3)"


# PDFs: read, found, marks brought in, copies


@pytest.fixture
def attached(desk: Desk, settle: Settle, tmp_path: Path) -> int:
    """Alder's paper with a PDF in which another program has marked a place."""
    id = choose(desk, settle, "Alder")
    pdf = marked_pdf(tmp_path, highlight(RECT, "Key result."))
    change(desk, settle, lambda lib: lib.attach(id, pdf))
    return id


def test_pdfs_are_read_in_the_background_and_their_marks_offered(
    qtbot: QtBot, desk: Desk, settle: Settle, attached: int
) -> None:
    index = desk.notes.index
    with qtbot.waitSignal(index.marks_found, timeout=30_000) as told:
        index.look()
    assert told.args[1] == 1
    settle(desk.tasks)
    assert index.status.isHidden()
    (offer,) = [one for one in desk.window.toasts.shown() if one.findChildren(QPushButton)]
    offer.findChildren(QPushButton)[0].click()
    settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        assert [each.text for each in library.annotations(attached)] == ["Fibrosis was reduced"]
        assert list(library.ids("fibrosis treated")) == [attached]
        assert library.undo_act() == f"Import annotations into {library.record(attached).reference.key}"


def test_reading_is_paused_and_switched_off(qtbot: QtBot, desk: Desk, settle: Settle, attached: int) -> None:
    index = desk.notes.index
    index.toggle_pause()
    index.look()
    settle(desk.tasks)
    assert index.status.label.text() == "Reading PDFs is paused"
    assert waiting(desk) == 1
    desk.window.actions_["read_pdfs"].trigger()
    assert settings.load()["read_pdfs"] is False
    index.look()
    settle(desk.tasks)
    assert waiting(desk) == 1
    desk.window.actions_["read_pdfs"].trigger()
    qtbot.waitUntil(lambda: waiting(desk) == 0, timeout=30_000)
    settle(desk.tasks)


def waiting(desk: Desk) -> int:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return library.index_state().waiting


def test_searched_words_are_found_in_texts_and_a_hit_opens_its_page(
    qtbot: QtBot, desk: Desk, settle: Settle, attached: int
) -> None:
    digest = record(desk, attached).attachments[0].sha256
    desk.tasks.change(lambda lib: lib.keep_page_texts(digest, ["Title", "Fibrosis was reduced in treated mice"]))
    change(desk, settle, lambda lib: lib.add_annotation(attached, 1, page=2, text="Fibrosis was", note="treated well"))
    change(desk, settle, lambda lib: lib.add_note(attached, "Treated for fibrosis"))
    desk.window.search.show_text("treated fibrosis")
    desk.window.search.ask_now()
    settle(desk.tasks)
    qtbot.waitUntil(lambda: desk.notes.places.isVisible(), timeout=10_000)
    assert desk.notes.places.text() == "In PDFs and annotations: 2"
    desk.notes.places.click()
    settle(desk.tasks)
    rows = desk.window.hits.model.rows
    assert [row.kind for row in rows] == ["note", "annotation", "page"]
    assert rows[2].place == "p. 2"
    assert [rows[2].snippet[a:b] for a, b in rows[2].lit] == ["Fibrosis", "treated"]
    qtbot.keyClick(desk.window.hits.list, Qt.Key.Key_End)
    qtbot.keyClick(desk.window.hits.list, Qt.Key.Key_Return)
    settle(desk.tasks)
    assert desk.window.middle.currentWidget() is desk.window.reader
    assert desk.window.reader.file is not None
    desk.reading.close()
    desk.notes.find()
    settle(desk.tasks)
    qtbot.keyClick(desk.window.hits, Qt.Key.Key_Escape)
    assert desk.window.table.isVisible()


def test_without_words_all_notes_are_listed_and_nothing_found_is_said(desk: Desk, settle: Settle, noted: int) -> None:
    desk.notes.find()
    settle(desk.tasks)
    (row,) = desk.window.hits.model.rows
    assert row.note is not None
    desk.window.hits.list.clicked.emit(desk.window.hits.model.index(0))
    settle(desk.tasks)
    assert desk.window.middle.currentWidget() is desk.window.note
    desk.window.show_hits()
    desk.window.hits.search("nowhere to be found")
    settle(desk.tasks)
    assert desk.window.hits.list.isHidden()


def test_marks_of_a_pdf_are_brought_in_by_the_menu_once(desk: Desk, settle: Settle, attached: int) -> None:
    for _ in range(2):
        desk.window.actions_["import_annotations"].trigger()
        settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        assert len(library.annotations(attached)) == 1
    desk.notes.write_copy(attached, desk.tasks.path.parent / "copy.pdf")
    settle(desk.tasks)
    assert (desk.tasks.path.parent / "copy.pdf").read_bytes().startswith(b"%PDF-")


def test_notes_are_exported_for_the_selection_or_all_that_is_shown(
    desk: Desk, settle: Settle, noted: int, tmp_path: Path
) -> None:
    birch = id_of(desk, "Birch")
    change(desk, settle, lambda lib: lib.add_note(birch, "On fat"))
    desk.notes.write_notes(tmp_path / "one.md")
    settle(desk.tasks)
    assert "On fat" not in (tmp_path / "one.md").read_text("utf-8")
    desk.window.table.clearSelection()
    desk.notes.write_notes(tmp_path / "all.md")
    settle(desk.tasks)
    text = (tmp_path / "all.md").read_text("utf-8")
    assert "On fat" in text
    assert "First **words**" in text
    desk.notes.write_notes(tmp_path / "vault", one_per_reference=True)
    settle(desk.tasks)
    assert len(list((tmp_path / "vault").glob("*.md"))) == 2
