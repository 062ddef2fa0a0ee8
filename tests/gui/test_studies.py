"""The views of a review in the window: study table, claims, trials, screening, the PRISMA diagram."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mscref.gui.desk import Desk
from mscref.gui.studies import AddClaimDialog, EvidenceDialog, PrismaDialog, ReasonDialog, SourceDialog
from mscref.gui.studies.table_model import StudyTableModel
from mscref.gui.tasks import Tasks
from mscref.jobs.study_table import StudyRow, StudyTable
from mscref.library import Library
from mscref.model.holdings import Changes
from mscref.model.studies import STUDY_FIELDS, StudyCell
from tests.gui.conftest import id_of

Settle = Callable[[Tasks], None]
ROW = StudyRow(7, "key7", {"study": StudyCell(7, "study", "Alder 2011", source="reference")})


def do(desk: Desk, settle: Settle, verb: Callable[[Library], Changes]) -> None:
    desk.tasks.change(verb)
    settle(desk.tasks)


def held(desk: Desk) -> Library:
    assert desk.tasks.path is not None
    return Library.open(desk.tasks.path, write=False)


def shown(desk: Desk, settle: Settle) -> StudyTableModel:
    """The study table, shown."""
    desk.window.actions_["show_studies"].trigger()
    settle(desk.tasks)
    return desk.window.studies.model


def test_the_model_of_the_study_table_is_sound(qtbot: QtBot) -> None:
    model = StudyTableModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(StudyTable((ROW,)))
    model.show(StudyTable((ROW, StudyRow(8, "key8", {}))))
    assert (model.rowCount(), model.columnCount()) == (2, len(STUDY_FIELDS))
    assert not model.flags(model.index(0, STUDY_FIELDS.index("key"))) & Qt.ItemFlag.ItemIsEditable
    del tester


def test_the_table_shows_what_the_list_shows(desk: Desk, settle: Settle) -> None:
    model = shown(desk, settle)
    assert [row.reference for row in model.table.rows] == list(desk.window.table.references.ids)
    assert desk.window.detail.isHidden(), "the table takes the room of the details"
    desk.window.search.show_text("year:2018")
    desk.window.search.ask_now()
    settle(desk.tasks)
    assert [row.value("condition") for row in model.table.rows] == ["Duchenne muscular dystrophy"]


def test_a_typed_cell_is_kept_marked_undone_and_forgotten(desk: Desk, settle: Settle) -> None:
    model = shown(desk, settle)
    view = desk.window.studies
    index = model.index(0, STUDY_FIELDS.index("dose"))
    assert model.setData(index, "2 million cells")
    settle(desk.tasks)
    cell = model.cell(index)
    assert cell is not None
    assert (cell.value, cell.source) == ("2 million cells", "user")
    view.view.setCurrentIndex(index)
    assert not view._forget.isHidden()
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert model.cell(index) is None
    desk.window.actions_["redo"].trigger()
    settle(desk.tasks)
    view.forget_chosen()
    settle(desk.tasks)
    assert model.cell(index) is None


def test_the_chosen_cell_shows_the_words_that_say_so(desk: Desk, settle: Settle) -> None:
    model = shown(desk, settle)
    id = model.table.rows[0].reference
    do(desk, settle, lambda library: library.set_study_cell(id, "dose", "x", quote="<b>five</b> cells", page=4))
    desk.window.studies.view.setCurrentIndex(model.index(0, STUDY_FIELDS.index("dose")))
    assert desk.window.studies._quote.text() == "“<b>five</b> cells”"
    assert desk.window.studies._quote.textFormat() == Qt.TextFormat.PlainText
    assert "page 4" in desk.window.studies._source.text()


def test_two_papers_of_one_trial_are_told_above_the_table_and_the_map(desk: Desk, settle: Settle) -> None:
    ids = list(desk.window.table.references.ids)[:2]
    for id in ids:
        do(desk, settle, lambda library, id=id: library.edit(id, trials=["NCT01777646"]))  # type: ignore[misc]
    shown(desk, settle)
    assert "2 papers, 1 trial (NCT01777646)" in desk.window.studies._warning.text()
    desk.window.show_map()
    settle(desk.tasks)
    told = desk.window.map._doubled
    assert "2 papers, 1 trial (NCT01777646)" in told.text()
    assert not told.isHidden()
    desk.window.actions_["show_trials"].trigger()
    settle(desk.tasks)
    trials = desk.window.trials
    assert trials._subtitle.text() == "1 trial named in the library"
    assert [trial.number for trial in trials.model.values] == ["NCT01777646"]
    assert [paper.reference for paper in trials.papers.values] == sorted(ids)
    assert not trials._warning.isHidden()


@pytest.mark.parametrize("format", ["latex", "docx", "markdown", "csv"])
def test_the_table_is_exported(
    desk: Desk, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    shown(desk, settle)
    path = tmp_path / "out.file"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.window.studies.export_asked.emit(format)
    settle(desk.tasks)
    assert path.stat().st_size > 500


def test_a_claim_is_added_given_evidence_and_removed(desk: Desk, settle: Settle) -> None:
    desk.window.actions_["show_claims"].trigger()
    settle(desk.tasks)
    view = desk.window.claims
    assert view.claim is None
    desk.window.actions_["add_claim"].trigger()
    dialog = desk.studies.dialog
    assert isinstance(dialog, AddClaimDialog)
    dialog.edit.setPlainText("Cells help.")
    dialog.accept()
    settle(desk.tasks)
    assert view.claim is not None
    assert "1 without evidence" in view._subtitle.text()
    id = id_of(desk, "Birch")
    desk.window.table.select_ids([id])
    desk.window.actions_["add_evidence"].trigger()
    settle(desk.tasks)
    evidence = desk.studies.dialog
    assert isinstance(evidence, EvidenceDialog)
    evidence.stance_box.setCurrentIndex(1)
    evidence.quote_edit.setText("no difference")
    evidence.page_edit.setText("12")
    evidence.accept()
    settle(desk.tasks)
    (piece,) = view.evidence.values
    assert (piece.reference, piece.stance, piece.quote, piece.page) == (id, "contradicts", "no difference", 12)
    view.pieces.selectRow(0)
    view.drop_chosen()
    settle(desk.tasks)
    assert view.evidence.values == ()
    view.remove_chosen()
    settle(desk.tasks)
    assert view.claim is None


def test_claims_are_exported(desk: Desk, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do(desk, settle, lambda library: library.add_claim("Cells help."))
    path = tmp_path / "claims.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.studies.export_claims()
    settle(desk.tasks)
    assert "Cells help." in path.read_text("utf-8")


def test_references_are_screened_by_keys_with_a_reason(desk: Desk, settle: Settle) -> None:
    one, other = id_of(desk, "Alder"), id_of(desk, "Birch")
    desk.window.table.select_ids([one])
    desk.window.actions_["include_title"].trigger()
    settle(desk.tasks)
    desk.window.table.select_ids([other])
    desk.window.actions_["exclude_title"].trigger()
    settle(desk.tasks)
    dialog = desk.studies.dialog
    assert isinstance(dialog, ReasonDialog)
    dialog.box.setCurrentText("no cells")
    dialog.accept()
    settle(desk.tasks)
    with held(desk) as library:
        assert {(s.reference, s.decision, s.reason) for s in library.screening()} == {
            (one, "include", ""),
            (other, "exclude", "no cells"),
        }
    desk.window.actions_["undecide"].trigger()
    settle(desk.tasks)
    with held(desk) as library:
        assert [s.reference for s in library.screening()] == [one]
        assert library.undo_act() is not None


def test_the_diagram_follows_the_library_and_is_saved(
    desk: Desk, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.window.actions_["prisma"].trigger()
    settle(desk.tasks)
    dialog = desk.studies.diagram
    assert isinstance(dialog, PrismaDialog)
    assert dialog.prisma is not None
    assert (dialog.prisma.databases.identified, dialog.prisma.databases.excluded) == (5, 0)
    id = id_of(desk, "Alder")
    do(desk, settle, lambda library: library.screen([id], "title", "exclude", "no cells"))
    assert dialog.prisma.databases.excluded == 1
    dialog.imports.selectRow(0)
    dialog.source_asked.emit(dialog.batches.values[0])
    source = desk.studies.dialog
    assert isinstance(source, SourceDialog)
    source.name_edit.setText("PubMed")
    source.query_edit.setPlainText("cells")
    source.accept()
    settle(desk.tasks)
    assert dialog.prisma.databases.sources == (("PubMed", "database", 5),)
    path = tmp_path / "prisma.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    dialog.save_asked.emit()
    settle(desk.tasks)
    assert "no cells (n = 1)" in path.read_text("utf-8")
    dialog.reject()
