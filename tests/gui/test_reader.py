"""The reader in the window: opening, going, finding, selecting, looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.reader.page_layout import PageLayout
from mscref.gui.reader.page_painting import found_colour, paint_boxes
from mscref.library import Library
from mscref.model.reading_place import ReadingPlace
from mscref.sandbox.pages import PageSize, spares
from tests.formats import pdf_writer
from tests.gui.conftest import id_of
from tests.gui.reading import Open, Settle, at, drag, opening, rest, view_of  # noqa: F401 - a fixture
from tests.sandbox.pages_pdf import Sheet, pdf

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_reading_opens_the_pdf_in_the_middle_of_the_window(desk: Desk, open_pdf: Open):
    reader = open_pdf()
    assert desk.window.middle.currentWidget() is reader
    view = view_of(reader)
    assert view.page == 1
    spot = view.layout_.spot(1)
    image = view.source.image(1, view._whole(spot))
    assert image is not None
    assert image.width() == pytest.approx(spot.width * view.devicePixelRatioF(), abs=2)
    assert desk.window.detail.isHidden()


def test_a_double_click_on_a_row_reads_it_and_without_a_pdf_opens_its_page(
    desk: Desk, settle: Settle, monkeypatch: pytest.MonkeyPatch
):
    visited = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: visited.append(url.toString()) or True)
    reference = id_of(desk, "Birch")
    desk.tasks.change(lambda lib: lib.edit(reference, fields={"DOI": "10.1234/abc"}))
    settle(desk.tasks)
    desk.window.table.select_ids([reference])
    desk.window.table.opened.emit(reference)
    settle(desk.tasks)
    assert visited == ["https://doi.org/10.1234/abc"]


def test_closing_returns_to_the_list(desk: Desk, open_pdf: Open):
    reader = open_pdf()
    QTest.keyClick(view_of(reader), Qt.Key.Key_W, CONTROL)
    assert desk.window.middle.currentWidget() is not reader
    assert reader.file is None


def test_reading_goes_on_where_it_stopped(desk: Desk, open_pdf: Open, qtbot: QtBot, settle: Settle):
    reader = open_pdf()
    reader.go_to(5)
    reader.do("pair")
    rest(reader, qtbot)
    page = view_of(reader).place()[0]
    reader.do("close")
    settle(desk.tasks)
    desk.window.actions_["read"].trigger()
    qtbot.waitUntil(lambda: reader.view is not None and reader.is_idle, timeout=10_000)
    settle(desk.tasks)
    assert view_of(reader).columns == 2
    assert view_of(reader).place()[0] == page
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        assert library.undo_act() is not None
        assert "Attach" in str(library.undo_act())


def test_a_kept_place_that_makes_no_sense_does_no_harm(desk: Desk, open_pdf: Open, settle: Settle, qtbot: QtBot):
    reader = open_pdf()
    assert reader.file is not None
    digest = reader.file.sha256
    reader.close_file()
    strange = ReadingPlace(999, 7.0, {"columns": "x", "fit": 3, "zoom": 1e9, "rotation": 17})
    desk.tasks.change(lambda lib: lib.keep_reading_place(digest, strange))
    settle(desk.tasks)
    desk.window.actions_["read"].trigger()
    qtbot.waitUntil(lambda: reader.view is not None and reader.is_idle, timeout=10_000)
    assert view_of(reader).rotation == 0


def test_the_page_box_goes_to_a_page_and_back_returns(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    reader.bar.page_asked.emit("6")
    rest(reader, qtbot)
    assert view_of(reader).place()[0] == 6
    assert reader.bar._page.text() == "6"
    reader.bar.page_asked.emit("not a page")
    assert view_of(reader).place()[0] == 6
    QTest.keyClick(view_of(reader), Qt.Key.Key_Left, ALT)
    assert view_of(reader).page == 1
    QTest.keyClick(view_of(reader), Qt.Key.Key_Right, ALT)
    assert view_of(reader).place()[0] == 6


def test_links_and_headings_lead_to_their_pages(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    QTest.mouseClick(view_of(reader).viewport(), Qt.MouseButton.LeftButton, pos=at(reader, "See the tables"))
    rest(reader, qtbot)
    assert view_of(reader).page == 3
    reader.do("back")
    assert view_of(reader).page == 1
    assert reader.side is not None
    heading = reader.side.outline.topLevelItem(0)
    assert heading.text(0) == "Results"
    reader.side.outline.itemClicked.emit(heading, 0)
    rest(reader, qtbot)
    assert view_of(reader).page == 4


def test_a_thumbnail_goes_to_its_page(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    reader.do("side")
    assert reader.side is not None
    assert reader.side.isVisible()
    reader.side.thumbnails.clicked.emit(reader.side.thumbnails.model().index(4, 0))
    rest(reader, qtbot)
    assert view_of(reader).place()[0] == 5
    assert reader.side.thumbnails.picture(4) is not None


def test_selected_words_are_copied_clean(open_pdf: Open):
    reader = open_pdf()
    drag(reader, at(reader, "twelve"), at(reader, "disease", end=True))
    assert view_of(reader).selection.text() == "twelve patients with a motor neuron disease"
    QTest.keyClick(view_of(reader), Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "twelve patients with a motor neuron disease"


def test_a_double_click_takes_a_word_and_a_third_click_its_line(open_pdf: Open):
    reader = open_pdf()
    viewport, point = view_of(reader).viewport(), at(reader, "cells")
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert view_of(reader).selection.text() == "cells"
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert view_of(reader).selection.text() == "Marrow cells were given to twelve pa"


def test_shift_and_arrows_stretch_the_selection(open_pdf: Open):
    reader = open_pdf()
    view = view_of(reader)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(reader, "cells"))
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    assert view.selection.text() == "cells were"
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert view.selection.text() == "cells wer"
    QTest.keyClick(view, Qt.Key.Key_End, SHIFT)
    assert view.selection.text() == "cells were given to twelve pa"


def test_finding_lights_all_hits_and_steps_through_them(desk: Desk, open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    QTest.keyClick(view_of(reader), Qt.Key.Key_F, CONTROL)
    assert reader.find_bar.isVisible()
    QTest.keyClicks(reader.find_bar.field, "CELLS")
    qtbot.waitUntil(lambda: len(reader.find_bar.hits) == 7, timeout=10_000)
    rest(reader, qtbot)
    assert reader.side is not None
    assert reader.side.hit_model.rowCount() == 7
    assert view_of(reader).current_hit == reader.find_bar.hits[0]
    QTest.keyClick(reader.find_bar.field, Qt.Key.Key_Return)
    rest(reader, qtbot)
    assert view_of(reader).current_hit.page == 2
    assert view_of(reader).page == 2
    QTest.keyClick(reader.find_bar.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(reader.find_bar.field, Qt.Key.Key_Return, SHIFT)
    rest(reader, qtbot)
    assert view_of(reader).current_hit.page == 7
    QTest.keyClick(reader.find_bar.field, Qt.Key.Key_Escape)
    assert reader.find_bar.isHidden()
    assert view_of(reader).current_hit is None


def test_words_that_are_not_there_are_said_to_be_missing(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    reader.do("find")
    QTest.keyClicks(reader.find_bar.field, "unicorn")
    qtbot.waitUntil(lambda: reader.find_bar._count.text() == "Not found", timeout=10_000)
    assert reader.find_bar.field.property("wrong")


def test_zoom_keeps_the_point_under_the_mouse(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    view = view_of(reader)
    point = QPointF(at(reader, "doses"))
    before = view.view_point(point)[1:]
    turned = QWheelEvent(
        point,
        view.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    zoom = view.layout_.zoom
    QApplication.sendEvent(view.viewport(), turned)
    assert view.layout_.zoom > zoom * 1.2
    assert view.fit == ""
    assert view.view_point(point)[1:] == pytest.approx(before, abs=1.5)
    QTest.keyClick(view, Qt.Key.Key_0, CONTROL)
    assert view.layout_.zoom == pytest.approx(1.0)
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.fit == "page"
    assert view.layout_.spot(1).height < view.viewport().height()


def test_a_very_large_zoom_is_drawn_in_tiles(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    view = view_of(reader)
    view.set_zoom(8.0)
    view.set_zoom(8.0)
    rest(reader, qtbot)
    looks = [look for look, _ in view._looks(view.layout_.spot(1))]
    if len(looks) > 1:
        assert all(view.source.image(1, look) is not None for look in looks)
    image = view.source.image(1, looks[0])
    assert image is not None
    assert image.width() * image.height() <= 16_200_000


def test_pages_turn_and_go_dark(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf()
    view = view_of(reader)
    QTest.keyClick(view, Qt.Key.Key_R)
    QTest.keyClick(view, Qt.Key.Key_D)
    rest(reader, qtbot)
    spot = view.layout_.spot(1)
    assert spot.width > spot.height
    image = view.source.image(1, view._whole(spot))
    assert image is not None
    assert image.pixelColor(5, 5).lightness() < 60
    assert reader.bar["dark"].isChecked()
    assert view.view_point(QPointF(at(reader, "Marrow")))[0] == spot


def test_deleting_in_the_reader_does_not_reach_the_list_behind(desk: Desk, open_pdf: Open, settle: Settle):
    reader = open_pdf()
    QTest.keyClick(view_of(reader), Qt.Key.Key_Delete)
    settle(desk.tasks)
    assert len(desk.window.table.references.ids) == 5


def test_a_locked_file_asks_for_its_password(desk: Desk, open_pdf: Open, qtbot: QtBot):
    reader = open_pdf(pdf_writer.pdf([[pdf_writer.T(20, 20, "x")]], encrypted=True), is_shown=False)
    qtbot.waitUntil(lambda: reader.unopened._password.isVisible(), timeout=10_000)
    assert "needs a password" in reader.unopened._says.text()
    QTest.keyClicks(reader.unopened._password, "wrong")
    QTest.keyClick(reader.unopened._password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "this password" in reader.unopened._says.text(), timeout=10_000)


def test_a_broken_file_says_why_and_offers_another_program(
    open_pdf: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.fileName()) or True)
    reader = open_pdf(b"%PDF-1.4 nothing more", is_shown=False)
    qtbot.waitUntil(
        lambda: "paper.pdf" in reader.unopened._says.text() and reader.unopened._outside.isVisible(), timeout=10_000
    )
    assert "damaged" in reader.unopened._says.text()
    reader.unopened._outside.click()
    assert opened == ["paper.pdf"]


def test_a_file_goes_on_in_a_window_of_its_own(desk: Desk, open_pdf: Open, qtbot: QtBot, settle: Settle):
    reader = open_pdf()
    reader.go_to(3)
    rest(reader, qtbot)
    reader.do("window")
    (made,) = desk.reading.windows
    qtbot.waitUntil(lambda: made.reader.view is not None and made.reader.is_idle, timeout=10_000)
    settle(desk.tasks)
    assert reader.file is None
    assert view_of(made.reader).place()[0] == 3
    made.close()
    assert desk.reading.windows == []


def test_five_hundred_pages_open_with_only_those_in_sight_drawn(open_pdf: Open, qtbot: QtBot):
    reader = open_pdf(pdf([Sheet([(20, 300, str(n))]) for n in range(1, 501)]))
    view = view_of(reader)
    assert len(view.layout_.spots) == 500
    assert len(view.source._images) < 12
    reader.bar.page_asked.emit("480")
    rest(reader, qtbot)
    assert view.source.image(480, view._whole(view.layout_.spot(480))) is not None
    assert len(view.source._images) < 20


def test_a_pdf_in_the_details_opens_in_the_reader(desk: Desk, open_pdf: Open, qtbot: QtBot, settle: Settle):
    reader = open_pdf()
    reader.do("close")
    settle(desk.tasks)
    button = next(one for one in desk.window.detail.files.findChildren(QPushButton) if "paper" in one.accessibleName())
    button.click()
    qtbot.waitUntil(lambda: reader.view is not None and reader.is_idle, timeout=10_000)
    assert desk.window.middle.currentWidget() is reader


def test_find_is_in_the_file_wherever_the_focus_is(desk: Desk, open_pdf: Open, settle: Settle) -> None:
    reader = open_pdf()
    reader.do("side")
    reader.marks.show()
    window = desk.window
    places = (view_of(reader), reader.marks.words, reader.marks.view, reader.bar["dark"])
    for place in places:
        reader.do("leave")
        assert reader.find_bar.isHidden()
        place.setFocus()
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert reader.find_bar.isVisible(), place
        assert window.focusWidget() is reader.find_bar.field, place
    reader.do("leave")
    window.facets.setFocus()
    window.actions_["find"].trigger()
    assert reader.find_bar.isVisible()
    reader.do("close")
    settle(desk.tasks)
    window.actions_["find"].trigger()
    assert reader.find_bar.isHidden()


def test_leaving_a_search_brings_the_pages_back_beside_the_text(desk: Desk, open_pdf: Open, qtbot: QtBot) -> None:
    reader = open_pdf()
    reader.do("side")
    reader.do("find")
    reader.find_bar.asked.emit("cells")
    qtbot.waitUntil(lambda: reader.is_idle and bool(reader.find_bar.hits), timeout=10_000)
    assert reader.side is not None
    assert reader.side.tabs.currentIndex() == 2
    reader.do("leave")
    assert reader.side.tabs.currentIndex() == 0


def test_letters_that_were_found_stay_black_on_light_paper(qapp: QApplication) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    layout = PageLayout([PageSize(40, 40)], columns=1, rotation=0, fit="", zoom=1.0, room=(40, 40))
    colour = found_colour(is_current=True)
    paint_boxes(painter, layout, 1, [(0.0, 0.0, 40.0, 40.0)], colour, dark=False)
    painter.end()
    assert image.pixelColor(20, 20).name() == "#000000"


def test_after_reading_a_child_waits_for_the_next_time(
    desk: Desk, open_pdf: Open, settle: Settle, qtbot: QtBot
) -> None:
    reader = open_pdf()
    spares.drop()
    reader.do("close")
    settle(desk.tasks)
    child = spares.take()
    assert child._owed == 2
    child.end()
