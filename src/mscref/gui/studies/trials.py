"""The trials of the library in the middle pane: their papers, what the registry says, what would be counted twice."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from mscref.gui import labels, words
from mscref.gui.studies import names
from mscref.gui.studies.page import Page
from mscref.gui.tasks import Tasks
from mscref.gui.value_table import ValueModel, ValueTable
from mscref.model.studies import Trial, TrialPaper


class TrialsView(Page):
    """Trials above, the papers of the chosen one below; `reference_asked` carries a reference."""

    reference_asked = Signal(int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("TrialsView", "Trials"), parent)
        self._tasks = tasks
        self._is_wanted = False
        self.model = ValueModel(
            (
                (self.tr("Number"), lambda trial: trial.number),
                (self.tr("Papers"), self._papers),
                (self.tr("Title in the registry"), lambda trial: trial.record.title if trial.record else ""),
                (self.tr("Status"), lambda trial: trial.record.status if trial.record else ""),
                (self.tr("Phase"), lambda trial: trial.record.phase if trial.record else ""),
                (self.tr("Participants"), _enrolment),
            )
        )
        self.list = ValueTable(self.model, self.tr("Trials"), stretched=(2,))
        self.papers = ValueModel(
            (
                (self.tr("Reference"), lambda paper: paper.key),
                (self.tr("What it is"), self._role),
                (self.tr("Named in"), lambda paper: ", ".join(map(names.place, paper.places))),
            )
        )
        self.references = ValueTable(self.papers, self.tr("Papers of the trial"), stretched=(2,))
        self._said = words.label(name=self.tr("The chosen trial"))
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_papers())
        self.references.doubleClicked.connect(lambda _index: self._show_reference())
        tasks.changed.connect(lambda _changes: self._ask())
        tasks.reloaded.connect(self._ask)

    def show_trials(self, *, wanted: bool) -> None:
        """Show the trials, kept up to date while the view is `wanted`."""
        self._is_wanted = wanted
        self._ask()

    def _papers(self, trial: Trial) -> str:
        n = len(trial.reports)
        return self.tr("{n} papers, 1 trial").format(n=labels.number(n)) if n > 1 else str(n or "")

    def _role(self, paper: TrialPaper) -> str:
        return self.tr("Reports the trial") if paper.reports else self.tr("Mentions it")

    def _ask(self) -> None:
        if self._is_wanted and self._tasks.is_open:
            self._tasks.ask(lambda library: library.trials(), self._take, key="trials")

    def _take(self, found: list[Trial]) -> None:
        kept = self.list.chosen.number if isinstance(self.list.chosen, Trial) else ""
        self.model.show(found)
        self.show_body(bool(found))
        twice = sum(len(trial.reports) > 1 for trial in found)
        warning = self.tr("1 trial has several papers: count it once.")
        if twice > 1:
            warning = self.tr("{n} trials have several papers: count each once.").format(n=labels.number(twice))
        told = self.tr("1 trial named in the library")
        if len(found) > 1:
            told = self.tr("{n} trials named in the library").format(n=labels.number(len(found)))
        self.tell(told if found else "", warning if twice else "")
        if found:
            self.list.selectRow(next((n for n, trial in enumerate(found) if trial.number == kept), 0))
        self._show_papers()

    def _show_papers(self) -> None:
        trial = self.list.chosen
        if not isinstance(trial, Trial):
            self.papers.show(())
            words.set_text(self._said, "", self.tr("The chosen trial"))
            return
        self.papers.show(trial.papers)
        said = [trial.number]
        if trial.record and trial.record.title:
            said.append(trial.record.title)
        if trial.documents:
            said.append(self.tr("named in {n} documents").format(n=labels.number(len(trial.documents))))
        words.set_text(self._said, " · ".join(said))

    def _show_reference(self) -> None:
        paper = self.references.chosen
        if isinstance(paper, TrialPaper):
            self.reference_asked.emit(paper.reference)

    def _lay_out(self) -> None:
        below = QWidget()
        below.setAccessibleName(self.tr("The chosen trial and its papers"))
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 8, 0, 0)
        self._said.setContentsMargins(24, 4, 20, 4)
        column.addWidget(self._said)
        column.addWidget(self.references, 1)
        body = QSplitter()
        body.setOrientation(body.orientation().Vertical)
        body.setAccessibleName(self.tr("Trials and papers"))
        body.setChildrenCollapsible(False)
        body.addWidget(self.list)
        body.addWidget(below)
        body.setSizes([420, 260])
        body.handle(1).setAccessibleName(self.tr("Edge between trials and papers"))
        self.set_body(body)
        sentence = self.tr("Numbers such as NCT01777646 in records, abstracts, notes, PDFs and documents show here.")
        self.nothing.tell("search", self.tr("No trial is named yet"), sentence)


def _enrolment(trial: Trial) -> str:
    known = trial.record is not None and trial.record.enrolment is not None
    return labels.number(trial.record.enrolment or 0) if known and trial.record else ""
