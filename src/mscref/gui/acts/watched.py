"""Watched folders in the window: looks when a folder changes, shows the quiet bar, hands files to the review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from mscref.errors import UserError
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks
from mscref.jobs import watching
from mscref.library import Library

_SETTLE_MS = 300
_AGAIN_MS = 1_500


class WatchedActs(QObject):
    """Watches folders while a library is open. `plan` gets the files that the user wants to review."""

    def __init__(self, window: MainWindow, tasks: Tasks, plan: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(window)
        self._window, self._tasks, self._plan = window, tasks, plan
        self.new: tuple[tuple[Path, str], ...] = ()
        self._put_off: frozenset[str] = frozenset()
        self._memory: watching.Memory | None = None
        self._is_looking = False
        self._is_due = False
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _folder: self._timer.start(_SETTLE_MS))
        tasks.reloaded.connect(self.watch)
        tasks.changed.connect(lambda _changes: self._look_after_change())
        window.watched_bar.reviewed.connect(self.review)
        window.watched_bar.ignored.connect(self.ignore)
        window.watched_bar.put_off.connect(self.put_off)
        window.folders_chosen.connect(self.watch)

    def watch(self) -> None:
        """Watch the folders that the user chose, and look at once."""
        held, wanted = self._watcher.directories(), [str(path) for path in watching.folders() if path.is_dir()]
        if held:
            self._watcher.removePaths(held)
        if wanted:
            self._watcher.addPaths(wanted)
        self._timer.start(_SETTLE_MS)

    def look(self) -> None:
        """Look for new files in the background."""
        if not self._tasks.is_open or self._tasks.read_only:
            self._show(())
            return
        folders = watching.folders()
        if not folders:
            self._show(())
            return
        if self._is_looking:
            self._is_due = True
            return
        self._is_looking = True
        memory = self._memory

        def job(library: Library) -> watching.Look:
            return watching.look(folders, library.file_hashes(), memory or watching.remembered())

        self._tasks.work(job, self._looked, otherwise=self._failed)

    def review(self) -> None:
        """Hand the new files to the review of an import."""
        paths = [path for path, _ in self.new]
        self.put_off()
        self._plan(paths)

    def ignore(self) -> None:
        """Never ask about these files again."""
        memory = (self._memory or watching.remembered()).ignoring(digest for _, digest in self.new)
        self._remember(memory)
        self._show(())

    def put_off(self) -> None:
        """Do not ask about these files before the next start."""
        self._put_off |= {digest for _, digest in self.new}
        self._show(())

    def _looked(self, look: watching.Look) -> None:
        self._is_looking = False
        if self._memory is not None:
            look = watching.Look(look.new, watching.Memory(look.memory.seen, self._memory.ignored), look.unsettled)
        if look.memory != self._memory:
            self._remember(look.memory)
        unwanted = look.memory.ignored | self._put_off
        self._show(tuple((path, digest) for path, digest in look.new if digest not in unwanted))
        if look.unsettled or self._is_due:
            self._is_due = False
            self._timer.start(_AGAIN_MS)

    def _failed(self, error: UserError) -> None:
        self._is_looking = False
        self._window.toasts.complain(str(error))

    def _look_after_change(self) -> None:
        if self.new or self._put_off:
            self._timer.start(_SETTLE_MS)

    def _remember(self, memory: watching.Memory) -> None:
        self._memory = memory
        try:
            watching.remember(memory)
        except UserError as error:
            self._window.toasts.complain(str(error))

    def _show(self, new: tuple[tuple[Path, str], ...]) -> None:
        self.new = new
        self._window.watched_bar.tell([path for path, _ in new])
