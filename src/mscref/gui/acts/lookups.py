"""What the window does with the network: add by identifier, look the selection up, do later what had to wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from mscref.errors import LookupCancelled, UserError
from mscref.gui import labels
from mscref.gui.browser import Browser
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.lookup import load_permission, open_web
from mscref.model.holdings import Changes
from mscref.model.plan import Imported, Plan
from mscref.model.reference import Reference
from mscref.model.studies import TrialRecord

if TYPE_CHECKING:
    from mscref.gui.identifier_dialog import IdentifierDialog
    from mscref.jobs.looking_up import Held, Outcome

_CONTINUE_MS = 5 * 60_000
_BEGIN_MS = 8_000
_MOST_TRIES = 10


class LookupActs(QObject):
    """Handlers of the actions that ask the network. Nothing is asked before the preferences allow it."""

    progressed = Signal(int, int)
    preferences_asked = Signal()
    reference_asked = Signal(int)

    def __init__(self, window: MainWindow, tasks: Tasks, browser: Browser) -> None:
        super().__init__(window)
        self._window, self._tasks, self._browser = window, tasks, browser
        self._stops: list[list[bool]] = []
        self.dialog: QDialog | None = None
        self._identifiers: IdentifierDialog | None = None
        self.progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        window.closing.connect(self.stop)
        window.cancel_button.clicked.connect(self.stop)
        window.detail.header.notices.reference_asked.connect(self.reference_asked)
        self._later = QTimer(self)
        self._later.setInterval(_CONTINUE_MS)
        self._later.timeout.connect(self.continue_waiting)
        self._later.start()
        tasks.reloaded.connect(lambda: QTimer.singleShot(_BEGIN_MS, self, self.continue_waiting))

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {
            "add_by_identifier": self.add_by_identifier,
            "look_up": self.look_up,
            "look_up_waiting": self.look_up_waiting,
            "find_copy": self.find_copy,
            "fetch_trials": self.fetch_trials,
        }

    @property
    def is_running(self) -> bool:
        return bool(self._stops)

    def stop(self) -> None:
        """End every look-up that is running; what is on its way is let go at once."""
        for flag in self._stops:
            flag.append(True)

    # --- held references ------------------------------------------------------------------------------------

    def look_up(self) -> None:
        """Look the selection up and keep what agrees."""
        from mscref.jobs import looking_up

        ids = self._window.table.selected_ids()
        if ids and self._is_allowed():
            self._tasks.ask(lambda lib: looking_up.held(lib, ids), self._ask)

    def look_up_waiting(self) -> None:
        """Look up what had to wait, however often it was tried."""
        if self._is_allowed():
            self._ask_waiting(most_tries=None)

    def continue_waiting(self) -> None:
        """Try again what waits, quietly, when the network is allowed and nothing else is being looked up."""
        if self._tasks.is_open and not self._tasks.read_only and not self.is_running and load_permission().is_allowed:
            self._ask_waiting(most_tries=_MOST_TRIES, is_quiet=True)

    def _ask_waiting(self, *, most_tries: int | None, is_quiet: bool = False) -> None:
        from mscref.jobs import looking_up

        def question(library: Library) -> list[Held]:
            wanted = [w.reference for w in library.waiting() if most_tries is None or w.tries < most_tries]
            return looking_up.held(library, wanted)

        def answered(held: list[Held]) -> None:
            if held:
                self._ask(held, is_quiet=is_quiet)
            elif not is_quiet:
                self._window.toasts.say(self.tr("Nothing waits to be looked up"))

        self._tasks.ask(question, answered)

    def _ask(self, held: Sequence[Held], *, is_quiet: bool = False) -> None:
        from mscref.jobs import looking_up

        stopped = self._begin()
        if not is_quiet:
            self._show_progress(0, len(held))

        def job() -> list[Outcome]:
            found: list[Outcome] = []
            told = None if is_quiet else (lambda number: self.progressed.emit(number, len(held)))
            with open_web(cancelled=lambda: bool(stopped)) as web:
                try:
                    for outcome in looking_up.look_up(held, web, on_each=told):
                        found.append(outcome)
                except LookupCancelled:
                    return found
            return found

        def keep(outcomes: list[Outcome]) -> None:
            self._end(stopped)
            if outcomes:
                self._tasks.change(
                    lambda lib: looking_up.keep(lib, outcomes),
                    lambda done: self._kept(done, outcomes, is_quiet=is_quiet),
                )

        self._tasks.fetch(job, keep, otherwise=lambda error: self._failed(stopped, error, is_quiet=is_quiet))

    def _kept(self, done: Changes, outcomes: Sequence[Outcome], *, is_quiet: bool) -> None:
        gained = [one for one in outcomes if one.completion]
        waits = [one for one in outcomes if one.found.can_wait]
        doubtful = [one for one in outcomes if one.found.doubtful and one.found.candidate is None]
        if done:
            text = self.tr("Looked up {references}").format(references=labels.references(len(gained)))
            self._window.toasts.say(text, button=self.tr("Undo"), act=self._window.actions_["undo"].trigger)
        elif not is_quiet and not waits and not doubtful:
            self._window.toasts.say(self._nothing_new(outcomes))
        if waits and not is_quiet:
            self._window.toasts.complain(waits[0].found.problem)
        if doubtful and not is_quiet:
            self.show_doubtful(doubtful)

    def _nothing_new(self, outcomes: Sequence[Outcome]) -> str:
        if len(outcomes) == 1 and outcomes[0].found.problem:
            return outcomes[0].found.problem
        return self.tr("Nothing new was found")

    def show_doubtful(self, outcomes: Sequence[Outcome]) -> None:
        """Show answers that do not agree beside what is held; the ticked ones are taken."""
        from mscref.gui.doubtful_dialog import DoubtfulDialog
        from mscref.jobs import looking_up

        dialog = DoubtfulDialog(outcomes, self._window)

        def take() -> None:
            wanted = dialog.taken
            self._tasks.change(
                lambda lib: lib.complete_all([looking_up.taken(lib, one) for one in wanted]),
                lambda done: self._kept(done, wanted, is_quiet=True),
            )

        dialog.accepted.connect(take)
        self._show(dialog)

    # --- free copies and trials -----------------------------------------------------------------------------

    def find_copy(self) -> None:
        """Ask Unpaywall where the selected paper can be read freely, and offer to open it."""
        ids = self._window.table.selected_ids()
        if len(ids) != 1 or not self._is_allowed():
            return
        if not load_permission().contact:
            text = self.tr("Unpaywall wants a contact address.")
            self._window.toasts.say(text, button=self.tr("Preferences"), act=self.preferences_asked.emit)
            return
        self._tasks.ask(lambda lib: lib.record(ids[0]).reference, self._ask_copy)

    def _ask_copy(self, reference: Reference) -> None:
        from mscref.jobs import looking_up

        stopped = self._begin()

        def job() -> str:
            with open_web(cancelled=lambda: bool(stopped)) as web:
                return looking_up.open_copy(web, reference)

        def told(address: str) -> None:
            self._end(stopped)
            if not address:
                self._window.toasts.say(self.tr("No free copy is known"))
                return
            self._window.toasts.say(
                self.tr("There is a free copy: {address}").format(address=address[:80]),
                button=self.tr("Open"),
                act=lambda: _open(address),
            )

        self._tasks.fetch(job, told, otherwise=lambda error: self._failed(stopped, error))

    def fetch_trials(self) -> None:
        """Ask the registry about the trials of the selection, else about those that it was not asked about."""
        ids = self._window.table.selected_ids()

        def question(library: Library) -> list[str]:
            trials = [one for one in library.trials() if one.number.startswith("NCT")]
            wanted = [one.number for one in trials if {paper.reference for paper in one.papers} & set(ids)]
            return wanted or [one.number for one in trials if one.record is None]

        if self._is_allowed():
            self._tasks.ask(question, self._ask_trials)

    def _ask_trials(self, numbers: Sequence[str]) -> None:
        if not numbers:
            self._window.toasts.say(self.tr("No trial is left to ask about"))
            return
        from mscref.jobs import looking_up_trials

        stopped = self._begin()
        asked: list[str] = []

        def told(number: str) -> None:
            asked.append(number)
            self.progressed.emit(len(asked), len(numbers))

        def job() -> tuple[list[TrialRecord], dict[str, str]]:
            with open_web(cancelled=lambda: bool(stopped)) as web:
                return looking_up_trials.fetch(web, numbers, on_each=told)

        def keep(found: tuple[list[TrialRecord], dict[str, str]]) -> None:
            self._end(stopped)
            records, failed = found
            for reason in list(failed.values())[:2]:
                self._window.toasts.complain(reason)
            if records:
                self._tasks.change(lambda lib: lib.complete_all([], records), self._kept_trials)

        self._show_progress(0, len(numbers))
        self._tasks.fetch(job, keep, otherwise=lambda error: self._failed(stopped, error))

    def _kept_trials(self, done: Changes) -> None:
        text = self.tr("Kept what the registry says") if done else self.tr("The registry says nothing new")
        undo = self._window.actions_["undo"].trigger if done else None
        self._window.toasts.say(text, button=self.tr("Undo") if undo else "", act=undo)

    # --- add by identifier ----------------------------------------------------------------------------------

    def add_by_identifier(self) -> None:
        """Ask for identifiers, look them up when that is allowed, and add what they mean."""
        from mscref.gui.identifier_dialog import IdentifierDialog

        self._identifiers = dialog = IdentifierDialog(is_allowed=load_permission().is_allowed, parent=self._window)
        dialog.wanted.connect(lambda references: self._plan(dialog, references))
        dialog.stopped.connect(self.stop)
        dialog.accepted.connect(lambda: self._add(dialog.chosen, dialog.references))
        self._show(dialog)

    def _plan(self, dialog: IdentifierDialog, references: tuple[Reference, ...]) -> None:
        """Look identifiers up off the window's thread, then plan their import beside the library."""
        from mscref.jobs import looking_up_identifiers
        from mscref.jobs.looking_up_imports import OnlineImport

        stopped = self._begin()
        act = self._act(len(references))
        readings = [looking_up_identifiers.reading(references)]

        def told(number: int) -> None:
            self.progressed.emit(number, len(references))

        def job() -> OnlineImport:
            with open_web(cancelled=lambda: bool(stopped)) as web:
                online = OnlineImport(web, on_each=told)
                online.ask(readings)
                return online

        def planned(online: OnlineImport) -> None:
            self._end(stopped)
            self._tasks.work(lambda lib: online.planned(lib, act=act), show)

        def show(plan: Plan) -> None:
            if self.dialog is dialog:
                dialog.show_plan(plan)

        def failed(error: UserError) -> None:
            self._end(stopped)
            if self.dialog is dialog and not isinstance(error, LookupCancelled):
                dialog.fail(str(error))

        self._tasks.fetch(job, planned, otherwise=failed)

    def _add(self, plan: Plan | None, references: tuple[Reference, ...]) -> None:
        from mscref.jobs import importing, looking_up_identifiers, looking_up_imports

        act = self._act(len(references))

        def verb(library: Library) -> Imported:
            readings = [looking_up_identifiers.reading(references)]
            whole = plan or importing.plan(library, readings, act=act)
            done = importing.apply(library, whole)
            looking_up_imports.let_wait(library, whole, done)
            return done

        self._tasks.change(verb, self._added)

    def _added(self, done: Imported) -> None:
        parts = []
        if done.new:
            parts.append(self.tr("{references} added").format(references=labels.references(len(done.new))))
        if done.merged:
            parts.append(self.tr("{n} already held").format(n=len(done.merged)))
        undo: Any = self._window.actions_["undo"].trigger if done.step is not None else None
        self._window.toasts.say(
            ", ".join(parts) or self.tr("Nothing was added"), button=self.tr("Undo") if undo else "", act=undo
        )

    # --- shared ---------------------------------------------------------------------------------------------

    def _act(self, count: int) -> str:
        return f"Add {count} reference{'' if count == 1 else 's'} by identifier"

    def _is_allowed(self) -> bool:
        """Whether the network may be asked; if not, say where that can be changed."""
        if load_permission().is_allowed:
            return True
        text = self.tr("Look-ups on the network are off.")
        self._window.toasts.say(text, button=self.tr("Preferences"), act=self.preferences_asked.emit)
        return False

    def _show(self, dialog: QDialog) -> None:
        def forget() -> None:
            if self.dialog is dialog:
                self.dialog = self._identifiers = None

        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(forget)
        dialog.open()

    def _begin(self) -> list[bool]:
        stopped: list[bool] = []
        self._stops.append(stopped)
        return stopped

    def _failed(self, stopped: list[bool], error: UserError, *, is_quiet: bool = False) -> None:
        self._end(stopped)
        if not is_quiet and not isinstance(error, LookupCancelled):
            self._window.toasts.complain(str(error))

    def _end(self, stopped: list[bool]) -> None:
        self._stops = [flag for flag in self._stops if flag is not stopped]
        self._window.say_progress("")

    def _show_progress(self, done: int, count: int) -> None:
        if not self.is_running:
            return
        if self._identifiers is not None:
            self._identifiers.show_progress(done, count)
            return
        text = self.tr("Looking up {n} of {count} …").format(n=labels.number(done), count=labels.number(count))
        self._window.say_progress(text)


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
