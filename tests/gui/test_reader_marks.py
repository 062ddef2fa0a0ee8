"""Marks in the reader: made, listed, filtered, changed, undone, found again, used as evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui.desk import Desk
from mscref.gui.reader import marking_colours
from mscref.gui.reader.mark_dialogs import ClaimDialog, MeaningsDialog, TermDialog
from mscref.gui.reader.mark_list import MarkModel, Wanted
from mscref.gui.reader.reader import Reader
from mscref.gui.reader.text_selection import Place
from mscref.library import Library
from mscref.model.holdings import AnnotationRecord, Record
from tests.gui.conftest import id_of
from tests.gui.reading import Open, Settle, at, drag, opening, rest, view_of  # noqa: F401 - a fixture
from tests.gui.test_window import unnamed
from tests.sandbox.pages_pdf import Sheet, highlight, pdf

CONTROL = Qt.KeyboardModifier.ControlModifier


def held(desk: Desk) -> list[AnnotationRecord]:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return library.annotations(id_of(desk, "Alder"))


def mark_words(desk: Desk, reader: Reader, settle: Settle, words: str, key: Qt.Key = Qt.Key.Key_1) -> AnnotationRecord:
    """Select words, press a colour's key; gives the new mark."""
    drag(reader, at(reader, words), at(reader, words, end=True))
    QTest.keyClick(view_of(reader), key)
    settle(desk.tasks)
    return max(held(desk), key=lambda one: one.id)


def test_selected_words_are_marked_in_a_colour_by_a_key(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    drag(reader, at(reader, "twelve"), at(reader, "neuron", end=True))
    assert reader.popup.isVisible()
    QTest.keyClick(view_of(reader), Qt.Key.Key_2)
    settle(desk.tasks)
    (mark,) = held(desk)
    assert mark.text == "twelve patients with a motor neuron"
    assert (mark.kind, mark.colour, mark.page) == ("highlight", 1, 1)
    assert len(mark.quads) == 2
    left, top, _, _, _, bottom, _, _ = mark.quads[0]
    assert 90 < left < 160
    assert bottom < 362 < top
    assert mark.prefix.endswith("were given to")
    assert mark.suffix.startswith("disease")
    assert reader.popup.isHidden()
    assert view_of(reader).selection.span is None
    assert reader.marks.model.rowCount() == 1
    assert view_of(reader).mark_at(QPointF(at(reader, "neuron"))) == mark


def test_a_mark_is_undone_and_done_again(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    mark_words(desk, reader, settle, "Marrow cells")
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert held(desk) == []
    assert reader.marks.model.rowCount() == 0
    desk.window.actions_["redo"].trigger()
    settle(desk.tasks)
    assert reader.marks.model.rowCount() == 1


def test_words_are_underlined_and_commented(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    drag(reader, at(reader, "Marrow"), at(reader, "cells", end=True))
    QTest.keyClick(view_of(reader), Qt.Key.Key_U)
    QTest.keyClick(view_of(reader), Qt.Key.Key_C)
    settle(desk.tasks)
    (mark,) = held(desk)
    assert mark.kind == "underline"
    assert reader.window().focusWidget() is reader.marks.editor.note
    QTest.keyClicks(reader.marks.editor.note, "Which marrow?")
    QTest.keyClick(reader.marks.editor.note, Qt.Key.Key_Return, CONTROL)
    settle(desk.tasks)
    assert held(desk)[0].note == "Which marrow?"


def test_tags_colour_and_terms_of_a_mark_are_changed(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    mark = mark_words(desk, reader, settle, "Marrow cells")
    editor = reader.marks.editor
    QTest.keyClicks(editor.tags, "dose, #later, dose")
    QTest.keyClick(editor.tags, Qt.Key.Key_Return)
    settle(desk.tasks)
    editor._colours[3].click()
    settle(desk.tasks)
    editor.terms_asked.emit(editor.record)
    dialog = desk.reading.dialog
    assert isinstance(dialog, TermDialog)
    dialog.field.setText("autologous")
    dialog.accept()
    settle(desk.tasks)
    (now,) = held(desk)
    assert (now.id, now.tags, now.colour, now.terms) == (mark.id, ("dose", "later"), 3, (("donor", "autologous"),))


def test_a_mark_is_deleted_from_the_list_and_comes_back(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    mark = mark_words(desk, reader, settle, "Marrow cells")
    reader.marks.choose(mark.id)
    QTest.keyClick(reader.marks.view, Qt.Key.Key_Delete)
    settle(desk.tasks)
    assert held(desk) == []
    assert len(desk.window.table.references.ids) == 5
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert [one.text for one in held(desk)] == ["Marrow cells"]


def test_a_note_is_placed_and_an_area_is_marked(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    view = view_of(reader)
    QTest.keyClick(view, Qt.Key.Key_N)
    assert reader.bar["note"].isChecked()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(reader, "twelve"))
    settle(desk.tasks)
    assert not reader.bar["note"].isChecked()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A)
    corner = at(reader, "Marrow")
    drag(reader, corner - QPoint(8, 14), at(reader, "given", end=True) + QPoint(4, 14))
    settle(desk.tasks)
    note, area = held(desk)
    assert note.kind == "note"
    assert area.kind == "area"
    assert area.text == "Marrow cells were given"
    assert area.quads[0][0] < 20 < area.quads[0][2]
    assert view.gestures.tool == "text"


def test_a_click_on_a_mark_chooses_it_and_a_click_in_the_list_goes_there(
    desk: Desk,
    open_pdf: Open,
    settle: Settle,
    qtbot: QtBot,
):
    reader = open_pdf()
    mark = mark_words(desk, reader, settle, "Marrow cells")
    view = view_of(reader)
    reader.do("leave")
    assert reader.marks.editor.isHidden()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(reader, "cells"))
    assert view.chosen_mark == mark.id
    assert reader.marks.editor.record == mark
    reader.go_to(6)
    rest(reader, qtbot)
    reader.marks.view.clicked.emit(reader.marks.model.index(0))
    rest(reader, qtbot)
    assert view.page == 1


def test_the_list_is_filtered_by_colour_tag_and_words():
    model = MarkModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    quad = ((0.0, 10.0, 5.0, 10.0, 0.0, 0.0, 5.0, 0.0),)
    first = AnnotationRecord(1, 1, page=2, text="Slower decline", colour=1, tags=("dose",), quads=quad)
    second = AnnotationRecord(2, 1, page=1, text="Method", note="Décline?", colour=2, quads=quad)
    model.show([first, second])
    assert model.shown == (second, first)
    model.narrow(Wanted(colour=1))
    assert model.shown == (first,)
    model.narrow(Wanted(tag="dose"))
    assert model.shown == (first,)
    model.narrow(Wanted(words="decline"))
    assert model.shown == (second, first)
    model.narrow(Wanted(words="decline slower"))
    assert model.shown == (first,)
    assert "Slower decline" in str(model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole))


def test_five_hundred_marks_are_listed_without_a_widget_each(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    mark = mark_words(desk, reader, settle, "Marrow cells")
    many = [replace(mark, id=n, page=1 + n % 7, note=f"Comment {n}") for n in range(1, 501)]
    widgets = len(reader.marks.findChildren(object))
    reader.marking.show(replace(reader.file, marks=tuple(many)))
    reader.marks.view.viewport().repaint()
    assert reader.marks.model.rowCount() == 500
    assert len(reader.marks.findChildren(object)) < widgets + 50


def test_the_user_names_what_the_colours_mean(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    reader.marks.meanings_asked.emit()
    dialog = desk.reading.dialog
    assert isinstance(dialog, MeaningsDialog)
    dialog.fields[0].setText("  Adverse   events ")
    dialog.fields[1].setText("")
    dialog.fields[8].setText("Later")
    dialog.accept()
    settle(desk.tasks)
    assert marking_colours.offered()[0] == (0, "Adverse events")
    assert [number for number, _ in marking_colours.offered()] == [0, 2, 3, 4, 5, 8]
    assert settings.load()["mark_meanings"][8] == "Later"
    drag(reader, at(reader, "Marrow"), at(reader, "cells", end=True))
    names = [button.accessibleName() for button in reader.popup._colours]
    assert names[0] == "Adverse events (1)"
    QTest.keyClick(view_of(reader), Qt.Key.Key_6)
    settle(desk.tasks)
    assert held(desk)[0].colour == 8


def test_the_words_of_a_mark_are_copied_with_citation_and_page(
    desk: Desk,
    open_pdf: Open,
    settle: Settle,
):
    reader = open_pdf()
    mark_words(desk, reader, settle, "Marrow cells")
    reader.marks.editor.copied.emit(reader.marks.editor.record)
    settle(desk.tasks)
    key = desk.tasks.summaries([id_of(desk, "Alder")])[0].key
    assert QGuiApplication.clipboard().text() == f"“Marrow cells” [@{key}, p. 1]"


def test_a_mark_opens_the_file_at_its_place(desk: Desk, open_pdf: Open, settle: Settle, qtbot: QtBot):
    reader = open_pdf()
    reader.go_to(5)
    rest(reader, qtbot)
    drag(reader, at(reader, "Page number", page=5), at(reader, "speaks", page=5, end=True))
    QTest.keyClick(view_of(reader), Qt.Key.Key_1)
    settle(desk.tasks)
    (mark,) = held(desk)
    assert mark.page == 5
    reader.do("close")
    desk.reading.open_pages(id_of(desk, "Alder"), mark=mark.id)
    qtbot.waitUntil(lambda: reader.view is not None and reader.is_idle, timeout=10_000)
    settle(desk.tasks)
    rest(reader, qtbot)
    assert view_of(reader).page == 5
    assert view_of(reader).chosen_mark == mark.id


def test_marks_are_found_again_in_another_version_of_the_file(
    desk: Desk,
    open_pdf: Open,
    settle: Settle,
    qtbot: QtBot,
    tmp_path: Path,
):
    reader = open_pdf()
    kept = mark_words(desk, reader, settle, "Marrow cells were given")
    lost = mark_words(desk, reader, settle, "See the tables")
    assert kept.attachment is not None
    reader.do("close")
    newer = tmp_path / "newer.pdf"
    newer.write_bytes(
        pdf([Sheet([(20, 360, "A new first page.")]), Sheet([(40, 200, "Marrow cells were given to 12.")])])
    )
    desk.tasks.change(lambda lib: lib.detach(kept.attachment))
    desk.tasks.change(lambda lib: lib.attach(id_of(desk, "Alder"), newer))
    settle(desk.tasks)
    desk.window.actions_["read"].trigger()
    qtbot.waitUntil(lambda: reader.view is not None and reader.is_idle, timeout=10_000)
    settle(desk.tasks)
    rest(reader, qtbot)
    (shown,) = view_of(reader).marks_on(2)
    assert shown.id == kept.id
    assert shown.quads[0][0] == pytest.approx(40, abs=1)
    assert reader.marks.model.moved == {lost.id}
    assert held(desk)[0].page == 1
    assert reader.marks.keep.isVisible()
    QTest.mouseClick(reader.marks.keep, Qt.MouseButton.LeftButton)
    settle(desk.tasks)
    stored = next(one for one in held(desk) if one.id == kept.id)
    assert (stored.page, stored.quads, stored.text) == (2, shown.quads, kept.text)
    assert not reader.marks.keep.isVisible()
    assert [one.id for one in view_of(reader).marks_on(2)] == [kept.id]
    assert reader.marks.model.moved == {lost.id}
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert next(one for one in held(desk) if one.id == kept.id).page == 1
    assert reader.marks.keep.isVisible()


def evidence(desk: Desk, reader: Reader, *path: str) -> None:
    """Choose an entry of the menu "Use as evidence for"."""
    menu = reader.marks.editor.evidence.menu()
    menu.aboutToShow.emit()
    for name in path:
        action = next(one for one in menu.actions() if one.text().startswith(name))
        inner = action.menu()
        if isinstance(inner, QMenu):
            menu = inner
        else:
            action.trigger()


def test_a_mark_stands_behind_a_facet_term(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    mark_words(desk, reader, settle, "Marrow cells")
    evidence(desk, reader, "A facet term", "Another term")
    dialog = desk.reading.dialog
    assert isinstance(dialog, TermDialog)
    dialog.field.setText("autologous")
    dialog.accept()
    settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        found = next(a for a in library.record(id_of(desk, "Alder")).assignments if a.term == "autologous")
    assert found.quote == "Marrow cells"


def test_a_mark_stands_behind_a_cell_of_the_study_table(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    mark = mark_words(desk, reader, settle, "Marrow cells")
    evidence(desk, reader, "A cell", "Dose")
    dialog = desk.reading.dialog
    assert isinstance(dialog, QInputDialog)
    assert dialog.textValue() == "Marrow cells"
    dialog.setTextValue("2 x 10^6")
    dialog.accept()
    settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        (cell,) = library.study_cells([id_of(desk, "Alder")])
    assert (cell.field, cell.value, cell.quote, cell.page, cell.annotation) == (
        "dose",
        "2 x 10^6",
        "Marrow cells",
        1,
        mark.id,
    )


def test_a_mark_is_attached_to_a_claim(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    mark = mark_words(desk, reader, settle, "Marrow cells")
    evidence(desk, reader, "A claim")
    settle(desk.tasks)
    dialog = desk.reading.dialog
    assert isinstance(dialog, ClaimDialog)
    dialog.new.setText("Marrow cells slow the disease")
    dialog.stances.setCurrentIndex(1)
    dialog.accept()
    settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        (claim,) = library.claims()
    assert claim.text == "Marrow cells slow the disease"
    (found,) = claim.evidence
    assert (found.stance, found.quote, found.page, found.annotation) == ("contradicts", "Marrow cells", 1, mark.id)
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        assert library.claims() == []
    assert held(desk) == [mark]


def test_an_area_is_copied_as_a_picture(desk: Desk, open_pdf: Open, settle: Settle, qtbot: QtBot) -> None:
    reader = open_pdf()
    QTest.keyClick(view_of(reader), Qt.Key.Key_A)
    drag(reader, at(reader, "Marrow") - QPoint(8, 14), at(reader, "given", end=True) + QPoint(4, 14))
    settle(desk.tasks)
    (area,) = held(desk)
    reader.marks.editor.copied.emit(area)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=10_000)
    image = QGuiApplication.clipboard().image()
    left, right = area.quads[0][0], area.quads[0][2]
    assert image.width() == pytest.approx((right - left) * 3, abs=3)
    assert f"p. {area.page}]" in QGuiApplication.clipboard().text()


def test_a_reader_of_its_own_undoes_by_key(desk: Desk, open_pdf: Open, settle: Settle, qtbot: QtBot) -> None:
    reader = open_pdf()
    mark_words(desk, reader, settle, "Marrow cells")
    reader.do("window")
    (made,) = desk.reading.windows
    qtbot.waitUntil(lambda: made.reader.view is not None and made.reader.is_idle, timeout=10_000)
    settle(desk.tasks)
    assert made.reader.marks.model.rowCount() == 1
    view = view_of(made.reader)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    settle(desk.tasks)
    assert made.reader.marks.model.rowCount() == 0
    made.close()


def test_every_widget_of_the_reader_that_takes_the_keyboard_has_a_name(
    desk: Desk, open_pdf: Open, settle: Settle
) -> None:
    reader = open_pdf()
    mark_words(desk, reader, settle, "Marrow cells")
    for name in ("side", "find"):
        reader.do(name)
    assert list(unnamed(reader)) == []
    for made in (MeaningsDialog(reader), TermDialog(desk.tasks.vocabulary, reader), ClaimDialog([], "words", reader)):
        assert list(unnamed(made)) == []


def test_a_linked_file_that_was_written_anew_keeps_its_marks_where_they_were_found(
    desk: Desk, open_pdf: Open, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    reader = open_pdf()
    reader.do("close")
    reference = id_of(desk, "Alder")
    path = tmp_path / "linked.pdf"
    path.write_bytes(pdf([Sheet([(20, 360, "Marrow cells were given to 12.")])]))
    (first,) = (one.id for one in record_of(desk).attachments)
    desk.tasks.change(lambda lib: lib.detach(first))
    desk.tasks.change(lambda lib: lib.attach(reference, path, store=False))
    settle(desk.tasks)
    desk.window.actions_["read"].trigger()
    rest(reader, qtbot)
    kept = mark_words(desk, reader, settle, "Marrow cells were given")
    lost = mark_words(desk, reader, settle, "to 12")
    reader.do("close")
    path.write_bytes(pdf([Sheet([(20, 360, "New.")]), Sheet([(40, 200, "Marrow cells were given at last.")])]))
    desk.window.actions_["read"].trigger()
    rest(reader, qtbot)
    qtbot.waitUntil(lambda: reader.marks.keep.isVisible(), timeout=10_000)
    reader.marks.keep.click()
    settle(desk.tasks)
    assert {one.id: (one.page, one.attachment is None) for one in held(desk)} == {
        kept.id: (2, False),
        lost.id: (1, True),
    }
    reader.do("close")
    desk.window.actions_["read"].trigger()
    rest(reader, qtbot)
    settle(desk.tasks)
    assert not reader.marks.keep.isVisible()
    assert [one.id for one in view_of(reader).marks_on(2)] == [kept.id]
    assert reader.marks.model.moved == {lost.id}


def record_of(desk: Desk) -> Record:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return library.record(id_of(desk, "Alder"))


def test_words_marked_over_several_pages_are_one_step(desk: Desk, open_pdf: Open, settle: Settle) -> None:
    reader = open_pdf()
    view = view_of(reader)
    view.selection.set(Place(1, 0), Place(2, 11))
    assert reader.marking is not None
    reader.marking.acts.mark_selection("highlight", 2)
    settle(desk.tasks)
    assert [(one.page, one.colour) for one in held(desk)] == [(1, 2), (2, 2)]
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert held(desk) == []


def test_a_mark_of_the_file_that_was_brought_in_is_painted_once(
    desk: Desk, open_pdf: Open, settle: Settle, qtbot: QtBot
) -> None:
    reader = open_pdf(pdf([Sheet([(20, 360, "Marrow cells.")], marks=[highlight((20, 200, 280, 300), "Here")])]))
    view = view_of(reader)

    def colour() -> str:
        rest(reader, qtbot)
        look = next(look for page, look in view.source._images if page == 1)
        image = view.source.image(1, look)
        assert image is not None
        return image.pixelColor(image.width() // 2, round(image.height() * 150 / 400)).name()

    assert colour() == "#ffff00"
    desk.notes.bring_in(id_of(desk, "Alder"))
    settle(desk.tasks)
    (mark,) = held(desk)
    assert colour() == "#ffffff"
    desk.tasks.change(lambda lib: lib.remove_annotation(mark.id))
    settle(desk.tasks)
    assert colour() == "#ffffff"
    for _ in range(2):
        desk.window.actions_["undo"].trigger()
        settle(desk.tasks)
    assert held(desk) == []
    assert colour() == "#ffff00"
