"""The window's part in texts that cite: files kept in step, key patterns, renaming, checks, copying and sending."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mscref.gui.auto_export_dialog import AutoExportDialog
from mscref.gui.check_dialog import CheckDialog
from mscref.gui.desk import Desk
from mscref.gui.export_dialog import ExportDialog, ExportWish
from mscref.gui.key_pattern_dialog import KeyPatternDialog
from mscref.gui.reference_model import MIME_IDS
from mscref.gui.rename_dialog import RenameDialog
from mscref.gui.small_dialogs import NewReferenceDialog
from mscref.gui.tasks import Tasks
from mscref.gui.value_table import ValueModel
from mscref.jobs import citation_forms, citation_keys
from mscref.jobs.manuscripts.renaming import Edits
from mscref.library import Library
from mscref.model.reference import Name, Reference, authors
from tests.gui.conftest import id_of

Settle = Callable[[Tasks], None]


def asked(desk: Desk, settle: Settle, question: Callable[[Library], Any]) -> Any:
    found: list[Any] = []
    desk.tasks.ask(question, found.append)
    settle(desk.tasks)
    return found[0]


def choose(desk: Desk, settle: Settle, *families: str) -> list[int]:
    ids = [id_of(desk, family) for family in families]
    desk.window.table.select_ids(ids)
    settle(desk.tasks)
    return ids


def do(desk: Desk, settle: Settle, key: str) -> Any:
    desk.window.actions_[key].trigger()
    settle(desk.tasks)
    return desk.outputs.dialog


def wait_for(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=15_000)


@pytest.fixture
def bib(desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path) -> Path:
    """A file kept in step with the library, written by the window."""
    path = tmp_path / "kept.bib"
    desk.tasks.change(lambda library: library.add_auto_export(path))
    wait_for(qtbot, lambda: path.exists() and desk.tasks.is_idle)
    return path


def test_a_file_follows_what_the_window_changes_and_rests_otherwise(
    desk: Desk, settle: Settle, qtbot: QtBot, bib: Path
) -> None:
    desk.tasks.change(lambda library: library.edit(id_of(desk, "Cedar"), fields={"volume": "4711"}))
    wait_for(qtbot, lambda: "4711" in bib.read_text("utf-8"))
    settle(desk.tasks)
    os.utime(bib, (1_000_000_000, 1_000_000_000))
    desk.tasks.change(lambda library: library.set_rating([id_of(desk, "Cedar")], 4))
    settle(desk.tasks)
    desk.outputs.keep_in_step()
    settle(desk.tasks)
    assert bib.stat().st_mtime == 1_000_000_000


def test_a_window_that_is_closed_at_once_still_writes_the_file(desk: Desk, settle: Settle, bib: Path) -> None:
    desk.tasks.change(lambda library: library.edit(id_of(desk, "Cedar"), fields={"volume": "4711"}))
    settle(desk.tasks)
    assert "4711" not in bib.read_text("utf-8")
    desk.close()
    assert "4711" in bib.read_text("utf-8")


def test_a_file_that_someone_changed_is_told_and_replaced_by_the_button(
    desk: Desk, settle: Settle, qtbot: QtBot, bib: Path
) -> None:
    bib.write_text("% theirs\n", "utf-8")
    desk.tasks.change(lambda library: library.edit(id_of(desk, "Cedar"), fields={"volume": "4711"}))
    wait_for(qtbot, lambda: any("changed by someone else" in toast.text for toast in desk.window.toasts.shown()))
    assert bib.read_text("utf-8") == "% theirs\n"
    dialog = do(desk, settle, "kept_files")
    assert isinstance(dialog, AutoExportDialog)
    assert "changed by someone else" in dialog.problem.text()
    assert dialog.replace.isEnabled()
    dialog.replace.click()
    wait_for(qtbot, lambda: "4711" in bib.read_text("utf-8") and not dialog.problem.text())
    assert not dialog.replace.isEnabled()
    dialog.remove.click()
    settle(desk.tasks)
    wait_for(qtbot, lambda: dialog.model.rowCount() == 0)
    dialog.accept()
    assert bib.exists()


def test_an_export_can_be_kept_in_step(desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path) -> None:
    choose(desk, settle, "Cedar")
    desk.window.actions_["export"].trigger()
    settle(desk.tasks)
    dialog = desk.files.dialog
    assert isinstance(dialog, ExportDialog)
    assert not dialog.keep.isEnabled(), "a selection cannot be found again"
    dialog.scope.setCurrentIndex(2)
    assert dialog.keep.isEnabled()
    dialog.keep.setChecked(True)
    path = tmp_path / "kept.bib"
    dialog.path.setText(str(path))
    dialog.omit.setText("volume, pages")
    assert "volume" not in dialog.preview.toPlainText()
    dialog.accept()
    settle(desk.tasks)
    wait_for(qtbot, path.exists)
    settle(desk.tasks)
    (kept,) = asked(desk, settle, lambda library: library.auto_exports())
    assert (kept.path, kept.query, kept.options["omit"]) == (str(path), "", ["volume", "pages", "abstract"])
    desk.outputs.keep_in_step()
    settle(desk.tasks)
    (kept,) = asked(desk, settle, lambda library: library.auto_exports())
    assert kept.problem == ""
    desk.references.undo()
    settle(desk.tasks)
    assert asked(desk, settle, lambda library: library.auto_exports()) == []


def test_the_export_of_a_manuscript_writes_what_it_cites(
    desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    key = asked(desk, settle, lambda library: library.record(id_of(desk, "Cedar")).reference.key)
    tex = tmp_path / "main.tex"
    tex.write_text(f"\\cite{{{key},nobody}}\n")
    path = tmp_path / "main.bib"
    desk.files.write(ExportWish((), path, "bibtex", {}, manuscripts=(tex,)))
    settle(desk.tasks)
    text = path.read_text("utf-8")
    assert text.count("@article") == 1
    assert key in text
    assert any("nobody" in toast.text for toast in desk.window.toasts.shown())


def test_the_preview_shows_several_entries_and_follows_every_choice(desk: Desk, settle: Settle) -> None:
    desk.window.actions_["export"].trigger()
    settle(desk.tasks)
    dialog = desk.files.dialog
    assert isinstance(dialog, ExportDialog)
    assert dialog.preview.toPlainText().count("@article") == 3
    dialog.format.setCurrentIndex(dialog.format.findData("ris"))
    assert "TY  - JOUR" in dialog.preview.toPlainText()
    assert not dialog.ticks["ascii"].isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("biblatex"))
    assert "journaltitle" in dialog.preview.toPlainText()
    dialog.reject()


def test_an_export_is_told_which_capitals_and_links_to_keep(desk: Desk, settle: Settle) -> None:
    choose(desk, settle, "Cedar")
    desk.window.actions_["export"].trigger()
    settle(desk.tasks)
    dialog = desk.files.dialog
    assert isinstance(dialog, ExportDialog)
    for name, choice in (("protect", "none"), ("links", "doi")):
        dialog.choices[name].setCurrentIndex(dialog.choices[name].findData(choice))
        assert dialog.wish.options[name] == choice
    dialog.remember()
    dialog.format.setCurrentIndex(dialog.format.findData("ris"))
    assert not {"protect", "links"} & set(dialog.wish.options)
    assert not dialog.choices["protect"].isEnabled()
    dialog.reject()
    desk.window.actions_["export"].trigger()
    settle(desk.tasks)
    again = desk.files.dialog
    assert isinstance(again, ExportDialog)
    assert again.choices["links"].currentData() == "doi"
    again.reject()


SAMPLES = [
    Reference(title="Cells", contributors=authors([Name("Bier", "A")]), fields={"issued": "2018"}, key="bier2018"),
    Reference(title="More", contributors=authors([Name("Bier", "A")]), fields={"issued": "2018"}, key="other"),
]


def test_the_pattern_is_previewed_as_it_is_typed_and_errors_stand_under_it(qtbot: QtBot) -> None:
    dialog = KeyPatternDialog("[auth][year]", SAMPLES, {"bier2018": 1, "other": 2})
    qtbot.addWidget(dialog)

    def shown() -> list[str]:
        return [dialog.model.index(row, 1).data() for row in range(dialog.model.rowCount())]

    assert shown() == ["bier2018", "bier2018a   (suffixed: the key is taken)"]
    dialog.field.setText("[auth:capital]_[title]")
    wait_for(qtbot, lambda: shown() == ["Bier_cells", "Bier_more"])
    dialog.field.setText("[auth][yaer]")
    wait_for(qtbot, lambda: not dialog.ok.isEnabled())
    assert dialog.error.text().startswith("At character 8 of the key pattern:")
    dialog.accept()
    assert dialog.result() == 0
    dialog.examples.setCurrentIndex(2)
    dialog.examples.activated.emit(2)
    assert dialog.pattern == "[auth:capital][year]"
    assert dialog.ok.isEnabled()
    assert dialog.error.text() == ""


def test_the_selection_gets_new_keys_on_request_and_only_then(desk: Desk, settle: Settle) -> None:
    (cedar,) = choose(desk, settle, "Cedar")
    old = asked(desk, settle, lambda library: library.record(cedar).reference.key)
    dialog = do(desk, settle, "key_pattern")
    assert isinstance(dialog, KeyPatternDialog)
    dialog.field.setText("[auth:capital]_[year]")
    dialog.accept()
    settle(desk.tasks)
    assert citation_keys.chosen_pattern() == "[auth:capital]_[year]"
    assert asked(desk, settle, lambda library: library.record(cedar).reference.key) == old
    dialog = do(desk, settle, "key_pattern")
    dialog.rekey.setChecked(True)
    dialog.accept()
    settle(desk.tasks)
    reference = asked(desk, settle, lambda library: library.record(cedar).reference)
    assert (reference.key, reference.aliases) == ("Cedar_2018", (old,))
    desk.references.undo()
    settle(desk.tasks)
    assert asked(desk, settle, lambda library: library.record(cedar).reference.key) == old


def test_a_key_is_renamed_in_manuscripts_after_its_diff_was_shown(
    desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    (cedar,) = choose(desk, settle, "Cedar")
    old = asked(desk, settle, lambda library: library.record(cedar).reference.key)
    taken = asked(desk, settle, lambda library: library.record(id_of(desk, "Alder")).reference.key)
    tex = tmp_path / "main.tex"
    tex.write_text(f"See \\cite{{{old}}}.\n")
    dialog = do(desk, settle, "rename_cited")
    assert isinstance(dialog, RenameDialog)
    assert not dialog.ok.isEnabled()
    dialog.take_manuscripts([tex])
    dialog.field.setText(taken)
    wait_for(qtbot, lambda: "belongs to another" in dialog.error.text())
    assert not dialog.ok.isEnabled()
    dialog.field.setText("cedar:new")
    wait_for(qtbot, lambda: "+See \\cite{cedar:new}." in dialog.diff.toPlainText())
    assert tex.read_text() == f"See \\cite{{{old}}}.\n"
    assert dialog.ok.text() == "Rename here and in main.tex"
    dialog.ok.click()
    settle(desk.tasks)
    assert tex.read_text() == "See \\cite{cedar:new}.\n"
    assert asked(desk, settle, lambda library: library.record(cedar).reference.key) == "cedar:new"


def test_a_key_edited_in_place_offers_the_manuscripts_that_cite_it(
    desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    (cedar,) = choose(desk, settle, "Cedar")
    old = asked(desk, settle, lambda library: library.record(cedar).reference.key)
    tex = tmp_path / "main.tex"
    tex.write_text(f"See \\cite{{{old}}}.\n")
    desk.tasks.change(lambda library: library.add_auto_export(tmp_path / "main.bib", manuscripts=[tex]))
    settle(desk.tasks)
    desk.window.detail.header.key.committed.emit("cedar:new")
    wait_for(qtbot, lambda: any("main.tex" in toast.text for toast in desk.window.toasts.shown()))
    toast = next(toast for toast in desk.window.toasts.shown() if "main.tex" in toast.text)
    assert toast.button is not None
    toast.button.click()
    dialog = desk.outputs.dialog
    assert isinstance(dialog, RenameDialog)
    wait_for(qtbot, lambda: "+See \\cite{cedar:new}." in dialog.diff.toPlainText())
    assert tex.read_text() == f"See \\cite{{{old}}}.\n"
    dialog.ok.click()
    settle(desk.tasks)
    assert tex.read_text() == "See \\cite{cedar:new}.\n"


def test_the_bib_of_a_manuscript_follows_the_manuscript_itself(
    desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = asked(desk, settle, lambda library: [one.key for one in library.summaries(library.ids())])
    tex, bib = tmp_path / "main.tex", tmp_path / "main.bib"
    tex.write_text(f"\\cite{{{keys[0]}}}\n")
    desk.tasks.change(lambda library: library.add_auto_export(bib, manuscripts=[tex]))
    wait_for(qtbot, lambda: bib.exists() and desk.tasks.is_idle)
    for key in keys[1:3]:
        fresh = tmp_path / "fresh.tex"
        fresh.write_text(f"\\cite{{{key}}}\n")
        fresh.replace(tex)
        wait_for(qtbot, lambda key=key: f"{{{key}," in bib.read_text("utf-8"))  # type: ignore[misc]
        settle(desk.tasks)


def test_a_reference_made_by_hand_gets_a_key_by_the_pattern(desk: Desk, settle: Settle) -> None:
    citation_keys.choose_pattern("[auth:upper]-[year]")
    desk.window.actions_["new_reference"].trigger()
    dialog = desk.window.findChild(NewReferenceDialog)
    assert dialog is not None
    dialog.name.setText("Fresh cells")
    dialog.authors.setPlainText("Ginkgo, Anna")
    dialog.date.setText("2024")
    dialog.accept()
    settle(desk.tasks)
    assert asked(desk, settle, lambda library: library.find("GINKGO-2024"))


def test_what_is_wrong_is_listed_and_mended_by_one_click(desk: Desk, settle: Settle, qtbot: QtBot) -> None:
    cedar, elm = id_of(desk, "Cedar"), id_of(desk, "Elm")
    desk.tasks.change(lambda library: library.edit(cedar, fields={"page": "67--78"}))
    desk.tasks.change(lambda library: library.edit(elm, fields={"container-title": ""}))
    settle(desk.tasks)
    dialog = do(desk, settle, "check_library")
    assert isinstance(dialog, CheckDialog)
    assert [found.rule for found in dialog.model.values] == ["pages", "missing"]
    dialog.table.selectRow(1)
    assert not dialog.mend.isEnabled()
    dialog.show_button.click()
    settle(desk.tasks)
    assert desk.window.table.selected_ids() == [elm]
    assert dialog.mend_all.text() == "Mend all (1)"
    dialog.mend_all.click()
    settle(desk.tasks)
    wait_for(qtbot, lambda: [found.rule for found in dialog.model.values] == ["missing"])
    assert asked(desk, settle, lambda library: library.record(cedar).reference.get("page")) == "67-78"
    dialog.accept()


def test_citations_are_copied_dragged_and_sent_in_the_chosen_form(
    desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(desk, settle, "Cedar")
    key = asked(desk, settle, lambda library: library.record(id_of(desk, "Cedar")).reference.key)
    clipboard = QGuiApplication.clipboard()
    do(desk, settle, "copy_pandoc")
    assert clipboard.text() == f"[@{key}]"
    do(desk, settle, "copy_printed")
    assert clipboard.text() == (
        "Cedar A. Afterbirth cells in a muscle disease. Journal of Invented Results. 2018;3:1-9."
    )
    citation_forms.choose_form("pandoc")
    model = desk.window.table.references
    row = model.row_of(id_of(desk, "Cedar"))
    assert row is not None
    data = model.mimeData([model.index(row, 0)])
    assert data.text() == f"[@{key}]"
    assert data.hasFormat(MIME_IDS)
    monkeypatch.setenv("PATH", str(tmp_path))
    do(desk, settle, "send_emacs")
    assert any("Emacs is not installed" in toast.text for toast in desk.window.toasts.shown())


def test_tables_of_values_keep_the_rules_of_qt(qtbot: QtBot) -> None:
    model = ValueModel([("Name", str), ("Length", lambda one: str(len(one)))])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(["a", "bc"])
    assert model.index(1, 1).data() == "2"
    model.show([])
    assert model.rowCount() == 0
    assert tester is not None


def test_every_button_of_the_dialogs_has_a_name(qtbot: QtBot) -> None:
    dialogs = [
        AutoExportDialog([]),
        CheckDialog([]),
        RenameDialog("a", "b"),
        KeyPatternDialog("[auth]", SAMPLES, {"bier2018": 1, "other": 2}, 2),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        assert all(button.accessibleName() for button in dialog.findChildren(QPushButton))
    rename = dialogs[2]
    assert isinstance(rename, RenameDialog)
    rename.show_edits(Edits(problems=("main.docx is left as it is.",)), "")
    assert "main.docx" in rename.error.text()
