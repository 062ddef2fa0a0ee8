"""The way from files or pasted text to a plan: read, asked about on the network where that is allowed, compared.

Each part runs on the lane where it keeps nothing else waiting: reading and comparing on that of long jobs, asking on
that of the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mscref.errors import LookupCancelled, UserError
from mscref.gui.tasks import Tasks
from mscref.lookup import load_permission, open_web
from mscref.model.plan import Plan, Unread
from mscref.model.reading import Reading

if TYPE_CHECKING:
    from mscref.jobs.importing import Seen
    from mscref.jobs.looking_up_imports import OnlineImport
    from mscref.library import Library

Readings = list[Reading | Unread]
Stopped = Callable[[], bool]
Then = Callable[[Plan], None]
Otherwise = Callable[[UserError], None]


class ImportPlanning(QObject):
    """Plans imports off the window's thread.

    `looked_up` carries how many papers have been looked up, and of how many; it may come from another thread. Each
    start gives back what cancels: neither `then` nor `otherwise` is called after it.
    """

    looked_up = Signal(int, int)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks

    def files(
        self, paths: Sequence[Path], on_file: Callable[[Seen], None], then: Then, otherwise: Otherwise
    ) -> Callable[[], None]:
        """Plan the import of files and folders; `on_file` hears of every file on the reading thread."""
        from mscref.jobs import importing

        def read(stopped: Stopped) -> Readings:
            return list(importing.read(paths, cancelled=stopped, on_file=on_file))

        return _Course(self, self._tasks, None, then, otherwise).begin(read)

    def text(self, text: str, then: Then, otherwise: Otherwise) -> Callable[[], None]:
        """Plan the import of pasted text."""
        from mscref import sandbox

        course = _Course(self, self._tasks, "Import pasted text", then, otherwise)
        return course.begin(lambda _stopped: [sandbox.read_pasted(text)])


class _Course:
    """One import on its way."""

    def __init__(
        self, planning: ImportPlanning, tasks: Tasks, act: str | None, then: Then, otherwise: Otherwise
    ) -> None:
        self._planning, self._tasks, self._act = planning, tasks, act
        self._then, self._otherwise = then, otherwise
        self._is_stopped = False

    def begin(self, read: Callable[[Stopped], Readings]) -> Callable[[], None]:
        self._tasks.run(lambda: read(self._stopped), self._have_read, otherwise=self._failed)
        return self._stop

    def _stop(self) -> None:
        self._is_stopped = True

    def _stopped(self) -> bool:
        return self._is_stopped

    def _have_read(self, readings: Readings) -> None:
        from mscref.jobs import importing, looking_up_imports

        if self._is_stopped:
            return
        count = looking_up_imports.count(readings)
        if count and load_permission().is_allowed:
            self._planning.looked_up.emit(0, count)
            self._tasks.fetch(lambda: self._asked(readings, count), self._have_asked, otherwise=self._failed)
        else:
            self._plan(lambda library: importing.plan(library, readings, act=self._act))

    def _asked(self, readings: Readings, count: int) -> OnlineImport:
        from mscref.jobs.looking_up_imports import OnlineImport

        with open_web(cancelled=self._stopped) as web:
            online = OnlineImport(web, on_each=lambda number: self._planning.looked_up.emit(number, count))
            if self._is_stopped:
                raise LookupCancelled
            online.ask(readings)
            return online

    def _have_asked(self, online: OnlineImport) -> None:
        if not self._is_stopped:
            self._plan(lambda library: online.planned(library, act=self._act))

    def _plan(self, job: Callable[[Library], Plan]) -> None:
        self._tasks.work(job, self._have_planned, otherwise=self._failed)

    def _have_planned(self, plan: Plan) -> None:
        if not self._is_stopped:
            self._then(plan)

    def _failed(self, error: UserError) -> None:
        if not self._is_stopped:
            self._otherwise(error)
