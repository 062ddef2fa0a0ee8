"""The whole window at work on a small library: look, find, change, undo, import, export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAction, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui import app, theme, tips
from mscref.gui.desk import Desk
from mscref.gui.export_dialog import ExportDialog, ExportWish
from mscref.gui.facet_tree import Node
from mscref.gui.filters import Filters
from mscref.gui.import_review.dialog import ImportDialog
from mscref.gui.retag_dialog import RetagDialog
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import Record
from tests.gui.conftest import id_of

Settle = Callable[[Tasks], None]
BIB = """@article{fir2001,
  author = {Fir, Anna}, title = {A paper that was pasted}, journal = {Journal of Invented Results}, year = 2001,
}
"""


def record(desk: Desk, family: str) -> Record:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return library.record(id_of(desk, family))


def choose(desk: Desk, settle: Settle, *families: str) -> list[int]:
    ids = [id_of(desk, family) for family in families]
    desk.window.table.select_ids(ids)
    settle(desk.tasks)
    return ids


def do(desk: Desk, settle: Settle, key: str) -> None:
    action = desk.window.actions_[key]
    assert action.isEnabled(), key
    action.trigger()
    settle(desk.tasks)


def authors_shown(desk: Desk) -> set[str]:
    model = desk.window.table.references
    rows = (model.summary(row) for row in range(model.rowCount()))
    return {row.authors for row in rows if row is not None}


# Looking


def test_the_status_bar_counts_what_is_shown(desk: Desk, settle: Settle) -> None:
    assert desk.window.count_label.text() == "5 references"
    desk.browser.narrow(Filters(included={"condition": ("als",)}))
    settle(desk.tasks)
    assert desk.window.count_label.text() == "2 of 5 references"
    assert authors_shown(desk) == {"Alder", "Birch"}


def test_typing_searches_after_a_pause(qtbot: QtBot, desk: Desk) -> None:
    box = desk.window.search
    box.setFocus()
    qtbot.keyClicks(box.focusProxy(), "muscle")
    qtbot.waitUntil(lambda: authors_shown(desk) == {"Cedar"}, timeout=5000)
    qtbot.keyClick(box.focusProxy(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(authors_shown(desk)) == 5, timeout=5000)


def test_a_broken_query_is_explained_in_place_and_the_list_stays(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    box = desk.window.search
    qtbot.keyClicks(box.focusProxy(), "title:(")
    qtbot.waitUntil(lambda: box.error_label.isVisible(), timeout=5000)
    assert box.error_label.text()
    assert len(authors_shown(desk)) == 5
    box.focusProxy().clear()
    qtbot.waitUntil(lambda: not box.error_label.isVisible(), timeout=5000)


def test_an_unknown_term_is_explained_in_place(qtbot: QtBot, desk: Desk) -> None:
    box = desk.window.search
    qtbot.keyClicks(box.focusProxy(), "condition:nonsense")
    qtbot.waitUntil(lambda: box.error_label.isVisible() or bool(desk.window.toasts.shown()), timeout=5000)
    words = box.error_label.text() + " ".join(toast.text for toast in desk.window.toasts.shown())
    assert "nonsense" in words


def test_counts_of_the_other_facets_follow_a_filter(desk: Desk, settle: Settle) -> None:
    desk.browser.narrow(Filters(included={"condition": ("als",)}))
    settle(desk.tasks)
    counts = {n.value: n.count for root in desk.window.facets.view.tree.roots for n in root.walk()}
    assert counts["placenta"] == 0
    assert counts["adipose"] == 1
    assert counts["dmd"] == 1


def test_a_chip_takes_its_filter_away(desk: Desk, settle: Settle) -> None:
    desk.browser.narrow(Filters(text="cells", included={"condition": ("als",)}))
    settle(desk.tasks)
    bar = desk.window.filter_bar
    assert bar.isVisible()
    bar.changed.emit(desk.browser.filters.dropped("condition", "als"))
    settle(desk.tasks)
    assert authors_shown(desk) == {"Alder", "Birch", "Cedar"}


def test_without_results_the_window_offers_to_clear_the_filters(desk: Desk, settle: Settle) -> None:
    desk.browser.narrow(Filters(text="nowhere"))
    settle(desk.tasks)
    button = next(b for b in desk.window.nothing.findChildren(QPushButton) if b.isVisible())
    button.click()
    settle(desk.tasks)
    assert desk.window.table.isVisible()


def test_a_click_on_a_header_sorts_the_library(desk: Desk, settle: Settle) -> None:
    desk.browser.sort("year", descends=False)
    settle(desk.tasks)
    model = desk.window.table.references
    years = [row.year for row in map(model.summary, range(5)) if row is not None]
    assert years == sorted(years)


def test_the_map_counts_and_a_click_narrows_the_list(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    do(desk, settle, "show_map")
    qtbot.waitUntil(lambda: desk.window.map.canvas.plan is not None, timeout=5000)
    plan = desk.window.map.canvas.plan
    assert plan is not None
    cell = next(c for c in plan.cells if (c.row, c.column) == ("dmd", "placenta"))
    assert cell.bubble is not None
    assert cell.bubble.n == 1
    desk.window.map.canvas.picked.emit(cell)
    settle(desk.tasks)
    assert authors_shown(desk) == {"Cedar"}
    assert desk.window.table.isVisible()


def test_the_map_is_walked_by_keyboard(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    do(desk, settle, "show_map")
    qtbot.waitUntil(lambda: desk.window.map.canvas.plan is not None, timeout=5000)
    canvas = desk.window.map.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    first = canvas.lit
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert first is not None
    assert canvas.lit is not None
    assert canvas.lit.column != first.column
    assert canvas.accessibleDescription()
    with qtbot.waitSignal(canvas.picked):
        qtbot.keyClick(canvas, Qt.Key.Key_Return)


# Changing


def test_the_title_is_edited_where_it_stands(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm")
    title = desk.window.detail.header.title
    title.setFocus()
    title.setPlainText("Second thoughts")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    settle(desk.tasks)
    assert record(desk, "Elm").reference.title == "Second thoughts"
    row = desk.window.table.references.row_of(id_of(desk, "Elm"))
    assert row is not None
    summary = desk.window.table.references.summary(row)
    assert summary is not None
    assert summary.title == "Second thoughts"


def test_escape_takes_back_what_was_typed(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm")
    title = desk.window.detail.header.title
    title.setPlainText("Nonsense")
    qtbot.keyClick(title, Qt.Key.Key_Escape)
    settle(desk.tasks)
    assert title.toPlainText() == "Thoughts without any term"
    assert record(desk, "Elm").reference.title == "Thoughts without any term"


def test_a_field_is_edited_and_emptied(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm")
    editors = desk.window.detail.fields.editors
    editors["volume"].committed.emit("12")
    editors["page"].committed.emit("")
    settle(desk.tasks)
    fields = record(desk, "Elm").reference.fields
    assert fields["volume"] == "12"
    assert "page" not in fields


def test_authors_are_edited_one_a_line(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm")
    desk.window.detail.header.names.committed.emit("Elm, Anna\nvan den Oak, Bert")
    settle(desk.tasks)
    names = record(desk, "Elm").reference.authors
    assert [(n.particle, n.family, n.given) for n in names] == [("", "Elm", "Anna"), ("van den", "Oak", "Bert")]


def test_several_references_get_a_term_in_one_step_and_lose_it_in_one(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Cedar", "Elm")
    do(desk, settle, "retag")
    dialog = desk.references.dialog
    assert isinstance(dialog, RetagDialog)
    dialog.set_term("als", True)
    dialog.set_term("dmd", False)
    assert (dialog.added, dialog.removed) == (["als"], ["dmd"])
    dialog.accept()
    settle(desk.tasks)
    assert record(desk, "Cedar").terms("condition") == ("als",)
    assert record(desk, "Elm").terms("condition") == ("als",)
    do(desk, settle, "undo")
    assert record(desk, "Cedar").terms("condition") == ("dmd",)
    assert record(desk, "Elm").terms("condition") == ()
    do(desk, settle, "redo")
    assert record(desk, "Elm").terms("condition") == ("als",)


def test_a_term_that_only_some_have_is_left_alone(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Cedar", "Alder")
    do(desk, settle, "retag")
    dialog = desk.references.dialog
    assert isinstance(dialog, RetagDialog)
    dialog.set_term("ms", True)
    assert (dialog.added, dialog.removed) == (["ms"], [])
    dialog.reject()


def test_references_dropped_on_a_term_get_it(desk: Desk, settle: Settle) -> None:
    ids = choose(desk, settle, "Elm")
    desk.window.facets.dropped.emit(Node("term", "ALS", "als", "condition"), ids)
    settle(desk.tasks)
    assert record(desk, "Elm").terms("condition") == ("als",)


def test_a_proposed_term_is_accepted(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Dogwood")
    chips = [c for c in desk.window.detail.facets.chips() if "proposed" in c.accessibleName()]
    assert len(chips) == 1
    chips[0].accepted.emit()
    settle(desk.tasks)
    assert record(desk, "Dogwood").terms("study_type") == ("rct",)


def test_the_trash_takes_and_gives_back(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm", "Birch")
    do(desk, settle, "trash")
    assert authors_shown(desk) == {"Alder", "Cedar", "Dogwood"}
    toast = desk.window.toasts.shown()[-1]
    assert "2 references" in toast.text
    assert toast.button is not None
    toast.button.click()
    settle(desk.tasks)
    assert len(authors_shown(desk)) == 5


def test_only_the_trash_deletes_for_good_and_only_after_asking(
    desk: Desk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(desk, settle, "Elm")
    do(desk, settle, "trash")
    desk.browser.narrow(Filters(place="trash"))
    settle(desk.tasks)
    choose(desk, settle, "Elm")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    do(desk, settle, "purge")
    assert authors_shown(desk) == {"Elm"}
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    do(desk, settle, "purge")
    assert authors_shown(desk) == set()


def test_notes_are_written_edited_and_removed(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm")
    notes = desk.window.detail.notes
    notes.fresh.committed.emit("**Read again**")
    settle(desk.tasks)
    assert [note.text for note in record(desk, "Elm").notes] == ["**Read again**"]
    next(iter(notes.cards.values())).committed.emit("Read")
    settle(desk.tasks)
    assert [note.text for note in record(desk, "Elm").notes] == ["Read"]
    next(iter(notes.cards.values())).committed.emit("")
    settle(desk.tasks)
    assert record(desk, "Elm").notes == ()


def test_status_stars_and_colour_are_set_from_the_menu(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm", "Cedar")
    for key in ("status_read", "rating_4", "colour_2"):
        do(desk, settle, key)
    for family in ("Elm", "Cedar"):
        held = record(desk, family)
        assert (held.status, held.rating, held.colour) == ("read", 4, 2)


def test_a_hostile_title_is_shown_as_plain_text(desk: Desk, settle: Settle) -> None:
    hostile = "<img src='file:///etc/passwd'><table><tr><td>" * 20
    choose(desk, settle, "Elm")
    desk.tasks.change(lambda lib: lib.edit(id_of(desk, "Elm"), title=hostile))
    settle(desk.tasks)
    assert desk.window.detail.header.title.toPlainText() == hostile
    assert not desk.window.grab().isNull()
    rich = [
        w for w in desk.window.findChildren(QLabel) if w.textFormat() != Qt.TextFormat.PlainText and "<" in w.text()
    ]
    assert rich == []


# Bringing in and taking out


def test_pasted_bibtex_is_shown_before_it_is_taken_in(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    QGuiApplication.clipboard().setText(BIB)
    desk.window.table.setFocus()
    desk.files.paste()
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=15_000)
    settle(desk.tasks)
    assert len(authors_shown(desk)) == 5
    dialog = desk.files.dialog
    assert isinstance(dialog, ImportDialog)
    assert [one.reference.title for one in dialog.chosen.references] == ["A paper that was pasted"]
    dialog.accept()
    qtbot.waitUntil(lambda: "Fir" in authors_shown(desk), timeout=10_000)
    settle(desk.tasks)
    do(desk, settle, "undo")
    assert "Fir" not in authors_shown(desk)


def test_a_refused_plan_changes_nothing(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    desk.files.plan_text(BIB)
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=15_000)
    assert desk.files.dialog is not None
    desk.files.dialog.reject()
    settle(desk.tasks)
    assert len(authors_shown(desk)) == 5


def test_a_file_dropped_on_the_window_is_planned(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "fir.bib"
    path.write_text(BIB, "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desk.window.dropEvent(event)
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=15_000)
    assert isinstance(desk.files.dialog, ImportDialog)
    assert len(desk.files.dialog.chosen.references) == 1
    desk.files.dialog.reject()


def test_a_pdf_dropped_on_a_reference_is_attached_to_it(desk: Desk, settle: Settle, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.4\n")
    settings.save({"attachments": "copy"})
    desk.files.take_files([path], id_of(desk, "Elm"))
    settle(desk.tasks)
    assert len(record(desk, "Elm").attachments) == 1


def test_what_cannot_be_read_is_said_in_one_sentence(qtbot: QtBot, desk: Desk) -> None:
    desk.files.plan_text("   ")
    qtbot.waitUntil(lambda: bool(desk.window.toasts.shown()) or desk.files.dialog is not None, timeout=15_000)
    assert not desk.window.progress.isVisible()
    if desk.files.dialog is not None:
        desk.files.dialog.reject()


def test_an_export_writes_the_selection(qtbot: QtBot, desk: Desk, settle: Settle, tmp_path: Path) -> None:
    choose(desk, settle, "Cedar")
    do(desk, settle, "export")
    dialog = desk.files.dialog
    assert isinstance(dialog, ExportDialog)
    assert len(dialog.wish.ids) == 1
    dialog.reject()
    path = tmp_path / "out.bib"
    desk.files.write(ExportWish(choose(desk, settle, "Cedar"), path, "bibtex", {"facets": True}))
    settle(desk.tasks)
    text = path.read_text("utf-8")
    assert text.count("@article") == 1
    assert "Cedar" in text


def test_the_map_is_saved_as_picture_and_as_table(qtbot: QtBot, desk: Desk, settle: Settle, tmp_path: Path) -> None:
    do(desk, settle, "show_map")
    qtbot.waitUntil(lambda: desk.window.map.map is not None, timeout=5000)
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"")):
        path = tmp_path / f"map.{kind}"
        desk.files.save_map(path)
        assert path.read_bytes().startswith(start)
        assert path.stat().st_size > 50


def test_copying_gives_citations_keys_and_entries(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Cedar")
    key = record(desk, "Cedar").reference.key
    clipboard = QGuiApplication.clipboard()
    do(desk, settle, "copy_cite")
    assert clipboard.text() == f"\\cite{{{key}}}"
    do(desk, settle, "copy_key")
    assert clipboard.text() == key
    do(desk, settle, "copy_bibtex")
    assert clipboard.text().startswith(f"@article{{{key},")


def test_a_search_is_saved_and_listed(desk: Desk, settle: Settle) -> None:
    desk.tasks.change(lambda lib: lib.save_search("Muscle", "title:muscle"))
    settle(desk.tasks)
    kinds = {n.kind: n for root in desk.window.facets.view.tree.roots for n in root.walk()}
    assert kinds["search"].title == "Muscle"


# The window itself


def test_theme_and_layout_are_kept_for_the_next_start(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    desk.view.set_theme("dark")
    assert theme.of(desk.window) is theme.DARK
    desk.window.actions_["toggle_sidebar"].trigger()
    assert desk.window.facets.isHidden()
    desk.window.panes.setSizes([200, 500, 400])
    desk.close()
    assert settings.load()["theme"] == "dark"
    other = Desk()
    qtbot.addWidget(other.window)
    assert other.window.facets.isHidden()
    assert not other.window.actions_["toggle_sidebar"].isChecked()
    other.close()


def test_density_makes_rows_lower(desk: Desk) -> None:
    before = desk.window.table.rowHeight(0)
    desk.view.set_density("compact")
    assert desk.window.table.rowHeight(0) < before


def test_without_a_library_the_window_offers_one(qtbot: QtBot, home: Path) -> None:
    desk = Desk()
    qtbot.addWidget(desk.window)
    desk.window.show()
    texts = {b.text() for b in desk.window.nothing.findChildren(QPushButton)}
    assert "Open the sample library" in texts
    assert not desk.window.actions_["import_files"].isEnabled()
    desk.files.plan_text(BIB)
    assert "No library is open" in desk.window.toasts.shown()[-1].text
    desk.close()


def test_a_message_goes_but_stays_in_the_log(desk: Desk) -> None:
    toast = desk.window.toasts.complain("Something is wrong.")
    assert desk.window.toasts.complain("Something is wrong.") is toast
    toast.leave()
    assert desk.window.toasts.shown() == []
    assert desk.window.toasts.log[-1][1] == "Something is wrong."


def test_the_help_opens(desk: Desk) -> None:
    for key in ("about", "show_shortcuts", "show_log", "preferences"):
        desk.window.actions_[key].trigger()
        assert desk.view.dialog is not None
        assert desk.view.dialog.isVisible()
        desk.view.dialog.reject()


def named(widget: QWidget) -> bool:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface is None or bool(interface.text(QAccessible.Text.Name).strip()) or bool(widget.accessibleName())


def unnamed(root: QWidget) -> Iterator[str]:
    own = ("qt_", "Qt")
    for widget in root.findChildren(QWidget):
        is_inner = widget.objectName().startswith(own) or type(widget).__name__ in ("QScrollBar", "QSplitterHandle")
        if not is_inner and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not named(widget):
            yield f"{type(widget).__name__} in {type(widget.parent()).__name__}"


def test_every_widget_that_takes_the_keyboard_has_a_name(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Dogwood")
    for page in ("info", "notes", "cited", "bibtex", "history"):
        desk.window.detail.show_page(page)
        settle(desk.tasks)
    do(desk, settle, "show_map")
    assert list(unnamed(desk.window)) == []
    do(desk, settle, "retag")
    assert desk.references.dialog is not None
    assert list(unnamed(desk.references.dialog)) == []
    desk.references.dialog.reject()
    do(desk, settle, "export")
    assert desk.files.dialog is not None
    assert list(unnamed(desk.files.dialog)) == []
    desk.files.dialog.reject()
    for key in ("about", "show_shortcuts", "show_log", "preferences"):
        desk.window.actions_[key].trigger()
        assert desk.view.dialog is not None
        assert list(unnamed(desk.view.dialog)) == []
        desk.view.dialog.reject()


def test_the_window_can_be_small(desk: Desk) -> None:
    desk.window.resize(1000, 600)
    QApplication.sendPostedEvents()
    assert desk.window.width() == 1000
    assert desk.window.table.viewport().rect().contains(QPoint(20, 20))


def test_references_are_put_into_a_new_collection_and_found_there(desk: Desk, settle: Settle) -> None:
    ids = choose(desk, settle, "Elm", "Birch")
    desk.sidebar.collect(ids, "To cite")
    settle(desk.tasks)
    desk.browser.narrow(Filters(links={"collection": ("To cite",)}))
    settle(desk.tasks)
    assert authors_shown(desk) == {"Elm", "Birch"}


def test_a_collection_can_be_removed_from_its_menu(desk: Desk, settle: Settle) -> None:
    desk.sidebar.collect(choose(desk, settle, "Elm"), "To cite")
    settle(desk.tasks)
    node = next(n for r in desk.window.facets.view.tree.roots for n in r.walk() if n.kind == "collection")
    remove = next(a for a in desk.sidebar.menu_of(node).actions() if a.text().startswith("Remove"))
    remove.trigger()
    settle(desk.tasks)
    kinds = {n.kind for r in desk.window.facets.view.tree.roots for n in r.walk()}
    assert "collection" not in kinds


def test_a_term_of_ones_own_is_made_while_tagging(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Elm")
    do(desk, settle, "retag")
    dialog = desk.references.dialog
    assert isinstance(dialog, RetagDialog)
    desk.references.make_term(dialog, "condition", "Rare disease")
    settle(desk.tasks)
    assert dialog.added == ["rare-disease"]
    dialog.accept()
    settle(desk.tasks)
    assert record(desk, "Elm").terms("condition") == ("rare-disease",)
    shown = {n.title for r in desk.window.facets.view.tree.roots for n in r.walk()}
    assert "Rare disease" in shown


def test_letters_typed_in_the_list_start_a_search(qtbot: QtBot, desk: Desk) -> None:
    desk.window.table.keyboardSearch("m")
    qtbot.keyClicks(desk.window.search.focusProxy(), "uscle")
    assert desk.window.search.text() == "muscle"
    qtbot.waitUntil(lambda: authors_shown(desk) == {"Cedar"}, timeout=5000)


def test_tooltips_show_hostile_text_letter_by_letter(desk: Desk, settle: Settle) -> None:
    hostile = "<img src='file:///etc/passwd'>"
    assert tips.plain(hostile).startswith("<qt>&lt;img")
    choose(desk, settle, "Elm")
    desk.tasks.change(lambda lib: lib.edit(id_of(desk, "Elm"), fields={"URL": f"https://example.org/{hostile}"}))
    desk.tasks.change(lambda lib: lib.save_search(hostile, "title:muscle"))
    settle(desk.tasks)
    shown = [widget.toolTip() for widget in desk.window.findChildren(QWidget)]
    shown += [action.toolTip() for action in desk.window.findChildren(QAction)]
    tree = desk.window.facets.view.tree
    nodes = [node for root in tree.roots for node in root.walk()]
    shown += [str(tree.data(tree.index_of(node), Qt.ItemDataRole.ToolTipRole)) for node in nodes]
    assert any("&lt;img" in one for one in shown)
    assert [one for one in shown if "<img" in one] == []


def test_abstracts_are_read_for_terms_as_one_step(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    tasks = desk.tasks
    tasks.change(lambda lib: lib.edit(lib.ids()[0], fields={"abstract": "Stem cells from adipose tissue in rats."}))
    settle(tasks)
    tasks.change(lambda lib: lib.settle(lib.ids(), accept=False))
    settle(tasks)
    desk.window.table.selectAll()
    desk.window.actions_["propose"].trigger()
    settle(tasks)
    with Library.open(tasks.path, write=False) as library:
        assert library.count("is:proposed") >= 1
        assert "terms" in (library.undo_act() or "").lower()


def test_the_first_opening_of_the_day_makes_a_backup(desk: Desk, settle: Callable[[Tasks], None]) -> None:
    with Library.open(desk.tasks.path, write=False) as library:
        assert library.is_backup_due()
    app._back_up(desk)
    settle(desk.tasks)
    with Library.open(desk.tasks.path, write=False) as library:
        assert not library.is_backup_due()
