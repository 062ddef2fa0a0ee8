"""What the window does for a review: the study table, claims, trials, screening, the PRISMA diagram."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from mscref.gui.acts.references import ReferenceActs
from mscref.gui.browser import Browser, Listing
from mscref.gui.main_window import MainWindow
from mscref.gui.studies import AddClaimDialog, EvidenceDialog, PrismaDialog, ReasonDialog, SourceDialog
from mscref.gui.tasks import Tasks
from mscref.jobs import atomic_file, prisma, prisma_drawing, study_table_writing
from mscref.jobs import claims as ledger
from mscref.jobs.prisma import Prisma
from mscref.library import Library
from mscref.model.holdings import Changes
from mscref.model.studies import Batch, Claim

_MOST_REASONS = 12


class StudyActs(QObject):
    """Handlers of the actions of the menu Studies."""

    def __init__(self, window: MainWindow, tasks: Tasks, browser: Browser, references: ReferenceActs) -> None:
        super().__init__(window)
        self._window, self._tasks, self._references = window, tasks, references
        self._listed: tuple[int, ...] = ()
        self.dialog: QDialog | None = None
        self.diagram: PrismaDialog | None = None
        browser.listed.connect(self._list)
        window.middle.currentChanged.connect(lambda _n: self._refresh())
        window.studies.chosen.connect(lambda id: window.detail.show_ids([id]))
        window.studies.export_asked.connect(self.export_table)
        window.claims.reference_asked.connect(references.reveal)
        window.claims.add_asked.connect(self.add_claim)
        window.claims.evidence_asked.connect(self.add_evidence)
        window.claims.export_asked.connect(self.export_claims)
        window.claims.document_asked.connect(self._show_document)
        window.trials.reference_asked.connect(references.reveal)
        tasks.changed.connect(lambda _changes: self._draw_again())

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {
            "show_studies": self._window.show_studies,
            "show_claims": self._window.show_claims,
            "show_trials": self._window.show_trials,
            "include_title": lambda: self.screen("title", "include"),
            "exclude_title": lambda: self.exclude("title"),
            "include_report": lambda: self.screen("report", "include"),
            "exclude_report": lambda: self.exclude("report"),
            "not_retrieved": lambda: self.screen("report", "not-retrieved"),
            "undecide": self.undecide,
            "add_claim": self.add_claim,
            "add_evidence": lambda: self.add_evidence(None),
            "prisma": self.show_prisma,
        }

    # --- the views ------------------------------------------------------------------------------------------

    def _list(self, listing: Listing) -> None:
        self._listed = tuple(listing.ids)
        self._refresh()

    def _refresh(self) -> None:
        window = self._window
        shown = window.middle.currentWidget()
        window.studies.show_ids(self._listed, wanted=shown is window.studies)
        window.claims.show_claims(wanted=shown is window.claims)
        window.trials.show_trials(wanted=shown is window.trials)

    def _show_document(self, id: int, place: int) -> None:
        self._window.document.open(id, place)
        self._window.show_document()

    # --- screening ------------------------------------------------------------------------------------------

    def screen(self, stage: str, decision: str, reason: str = "") -> None:
        """Decide on the chosen references."""
        ids = self._window.table.selected_ids()
        if ids:
            self._tasks.change(lambda library: library.screen(ids, stage, decision, reason), self._say)

    def exclude(self, stage: str) -> None:
        """Ask for the reason, then exclude the chosen references."""
        n = len(self._window.table.selected_ids())
        if not n:
            return

        def ask(known: list[str]) -> None:
            dialog = ReasonDialog(n, known, self._window)
            dialog.accepted.connect(lambda: self.screen(stage, "exclude", dialog.reason))
            self._open(dialog)

        self._tasks.ask(_reasons, ask)

    def undecide(self) -> None:
        """Take back what was decided on the chosen references, at the later stage first."""
        ids = self._window.table.selected_ids()

        def verb(library: Library) -> Changes:
            return library.screen(ids, "report", "") or library.screen(ids, "title", "")

        self._tasks.change(verb, self._say)

    def _say(self, changes: Changes) -> None:
        if changes:
            undo = self._window.actions_["undo"]
            self._window.toasts.say(changes.act, button=self.tr("Undo"), act=undo.trigger)

    def show_prisma(self) -> None:
        """The flow diagram as the library stands."""
        dialog = PrismaDialog(self._window)
        dialog.save_asked.connect(self._save_diagram)
        dialog.source_asked.connect(self._name_source)
        self.diagram = dialog
        self._draw_again()
        self._open(dialog)

    def _draw_again(self) -> None:
        dialog = self.diagram
        if dialog is None or not self._tasks.is_open:
            return

        def question(library: Library) -> tuple[Prisma, list[Batch]]:
            return prisma.count(library), library.batches()

        self._tasks.ask(question, lambda found: dialog.show_prisma(*found), key="prisma")

    def _name_source(self, batch: Batch) -> None:
        number = batch.id
        if number is None:
            return
        dialog = SourceDialog(batch, self.diagram)
        dialog.accepted.connect(
            lambda: self._tasks.change(lambda library: library.set_batch_source(number, *dialog.answer))
        )
        self._open(dialog)

    def _save_diagram(self) -> None:
        if self.diagram is None or self.diagram.prisma is None:
            return
        drawn = self.diagram.prisma
        path = self._ask_path(self.tr("Save the diagram"), "prisma.svg", self.tr("SVG picture (*.svg)"))
        if path is not None:
            self._write(path, lambda: atomic_file.write(path, lambda out: out.write(prisma_drawing.svg(drawn))))

    # --- claims ---------------------------------------------------------------------------------------------

    def add_claim(self) -> None:
        """Ask for a claim and keep it."""
        dialog = AddClaimDialog(self._window)
        dialog.accepted.connect(lambda: self._tasks.change(lambda library: library.add_claim(dialog.text)))
        self._open(dialog)

    def add_evidence(self, claim: Claim | None) -> None:
        """Ask what a reference does to a claim: one of the chosen references, or when none is, of those listed."""
        ids = self._window.table.selected_ids() or list(self._listed)

        def question(library: Library) -> tuple[list[Claim], list[tuple[int, str]]]:
            return library.claims(), [(summary.id, summary.key) for summary in library.summaries(ids)]

        def ask(found: tuple[list[Claim], list[tuple[int, str]]]) -> None:
            claims, references = found
            if not claims:
                self._window.toasts.say(self.tr("There is no claim yet; add one first."))
                return
            dialog = EvidenceDialog(claims, references, claim, self._window)
            dialog.accepted.connect(lambda: self._keep_evidence(*dialog.answer))
            self._open(dialog)

        self._tasks.ask(question, ask)

    def _keep_evidence(self, claim: int, reference: int, stance: str, quote: str, page: int) -> None:
        self._tasks.change(lambda library: library.add_evidence(claim, reference, stance, quote=quote, page=page))

    # --- files ----------------------------------------------------------------------------------------------

    def export_table(self, format: str) -> None:
        """Write the study table that is shown."""
        table = self._window.studies.model.table
        ending = next(end for end, name in study_table_writing.EXTENSIONS.items() if name == format)
        path = self._ask_path(self.tr("Export the study table"), f"studies{ending}", f"*{ending}")
        if path is not None:
            self._write(path, lambda: study_table_writing.write(table, path, format))

    def export_claims(self) -> None:
        """Write the claims as Markdown or CSV, by the file's name."""
        names = self.tr("Markdown (*.md);;CSV (*.csv)")
        path = self._ask_path(self.tr("Export the claims"), "claims.md", names)
        if path is None:
            return

        def job(library: Library) -> int:
            claims, format = library.claims(), ledger.format_of(path)
            return atomic_file.write(path, lambda out: out.write(ledger.written(claims, format)))

        self._tasks.work(job, lambda _n: self._written(path))

    def _ask_path(self, title: str, name: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, name, kinds)
        return Path(chosen) if chosen else None

    def _write(self, path: Path, job: Callable[[], object]) -> None:
        self._tasks.run(job, lambda _done: self._written(path))

    def _written(self, path: Path) -> None:
        self._window.toasts.say(self.tr("Written to {name}").format(name=path.name))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()


def _reasons(library: Library) -> list[str]:
    """The reasons given so far, the latest first."""
    given = sorted(library.screening(), key=lambda decision: decision.at, reverse=True)
    return list(dict.fromkeys(decision.reason for decision in given if decision.reason))[:_MOST_REASONS]
