"""The threads behind the window.

Lanes, each one thread with its own connection to the library file: `change` writes, `ask` answers what is shown,
`work` does long jobs (reading files, planning, exporting). Two more need no library: `fetch` waits for the network,
`idle` does what nobody waits for. Answers come back on the window's thread. A lane runs plain functions; there is no
QThread subclass, and nothing waits for a lane while the window lives.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from mscref.errors import Interrupted, LibraryError, UserError
from mscref.library import Library
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Changes, Summary
from mscref.model.plan import Imported

T = TypeVar("T")
Then = Callable[[Any], None]
Question = Callable[[Library], Any]
_WATCH_MS = 2000
_log = logging.getLogger(__name__)


class Lane:
    """One thread and the library that it alone uses."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"mscref-{name}")
        self._library: Library | None = None

    def open(self, path: Path, *, write: bool, create: bool = False) -> Future[Library]:
        """Open a library on this lane's thread and close the one before; one that can only be read is opened so."""

        def reopen() -> Library:
            fresh = _opened(path, write=write, create=create)
            self._close()
            self._library = fresh
            return fresh

        return self._pool.submit(reopen)

    def interrupt(self) -> None:
        """Cut off the question that is being answered, if any."""
        if self._library is not None:
            self._library.interrupt()

    def run(self, question: Callable[[Library], T]) -> Future[T]:
        """Queue a function of the lane's library."""
        return self._pool.submit(lambda: question(self._held()))

    def run_free(self, job: Callable[[], T]) -> Future[T]:
        """Queue a function that needs no library."""
        return self._pool.submit(job)

    def stop(self) -> None:
        """Finish what runs, drop what waits, close the library."""
        self._pool.submit(self._close)
        self._pool.shutdown(wait=True)

    def _held(self) -> Library:
        if self._library is None:
            raise LibraryError("No library is open. Open one from the File menu.")
        return self._library

    def _close(self) -> None:
        if self._library is not None:
            self._library.close()
            self._library = None


def _opened(path: Path, *, write: bool, create: bool) -> Library:
    """A library, for reading only when it cannot be written; raises LibraryError when it cannot be read either."""
    try:
        return Library.open(path, write=write, create=create)
    except LibraryError as refused:
        if not write or not path.exists():
            raise
        try:
            return Library.open(path, write=False)
        except LibraryError:
            raise refused from None


class Tasks(QObject):
    """Where the window takes its questions and its changes.

    `changed` carries the Changes of each verb that changed something; `reloaded` says that everything may be new
    (another library, or another program wrote); `failed` carries the sentence of a UserError that nobody handled.
    """

    changed = Signal(object)
    reloaded = Signal()
    failed = Signal(str)
    busy = Signal(int)
    _landed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer, self._asker, self._worker = (Lane(name) for name in ("write", "ask", "work"))
        self._fetcher, self._idler = Lane("fetch"), Lane("idle")
        self._pages: Library | None = None
        self._latest: dict[str, int] = {}
        self._asking = ""
        self._running = 0
        self._is_stopped = False
        self._seen_version: int | None = None
        self.path: Path | None = None
        self.read_only = False
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self.look_for_foreign_changes)

    def open(self, path: Path, *, create: bool = False, then: Callable[[], None] | None = None) -> None:
        """Open a library on every lane; a library that cannot be written is opened to be read.

        The lanes keep what they had when the file cannot be opened, and `failed` says why.
        """

        def opened(library: Library) -> None:
            self.read_only = library.read_only
            self._asker.open(path, write=False)
            self._worker.open(path, write=False)
            if self._pages is not None:
                self._pages.close()
            self._pages = Library.open(path, write=False)
            self.path = path
            self._seen_version = None
            self._watch.start()
            self.reloaded.emit()
            if then is not None:
                then()

        def refused(error: UserError) -> None:
            self.failed.emit(str(error))

        self._follow(self._writer.open(path, write=True, create=create), opened, refused)

    @property
    def is_open(self) -> bool:
        return self._pages is not None

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms of the open library, the user's own included."""
        if self._pages is None:
            return Vocabulary(())
        return self._pages.vocabulary

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        """A page of rows, fetched at once by id: the one question the window's own thread may put."""
        return self._pages.summaries(ids) if self._pages is not None else []

    def ask(
        self, question: Question, then: Then, *, key: str = "", otherwise: Callable[[UserError], None] | None = None
    ) -> None:
        """Answer a question off the window's thread, then call `then` on it.

        Of questions with the same `key` only the newest is answered: one that has not begun is skipped, one that has
        is not reported. A UserError goes to `otherwise`, or is shown once.
        """
        number = self._latest[key] = self._latest.get(key, 0) + 1
        if key and key == self._asking:
            self._asker.interrupt()

        def is_stale() -> bool:
            return bool(key) and self._latest[key] != number

        def guarded(library: Library) -> Any:
            if is_stale():
                return None
            self._asking = key
            try:
                return question(library)
            finally:
                self._asking = ""

        def fresh_only(answer: Any) -> None:
            if not is_stale():
                then(answer)

        def fresh_error(error: UserError) -> None:
            if isinstance(error, Interrupted) and not is_stale():
                self.ask(question, then, key=key, otherwise=otherwise)
            elif not is_stale():
                (otherwise or self._show)(error)

        self._follow(self._asker.run(guarded), fresh_only, fresh_error)

    def change(
        self,
        verb: Callable[[Library], Changes | Imported | None],
        then: Then | None = None,
        *,
        otherwise: Callable[[UserError], None] | None = None,
    ) -> None:
        """Run one verb on the writing lane; `changed` carries what it changed, then `then` gets the same."""

        def done(result: Any) -> None:
            changes = as_changes(result)
            if changes:
                self.changed.emit(changes)
            if then is not None:
                then(result)

        self._follow(self._writer.run(verb), done, otherwise or self._show)

    def work(
        self, job: Question, then: Then, *, otherwise: Callable[[UserError], None] | None = None
    ) -> Callable[[], None]:
        """Run a long job on its own lane; the function given back makes its answer unwanted."""
        wanted = [True]

        def if_wanted(result: Any) -> None:
            if wanted[0]:
                then(result)

        def cancel() -> None:
            wanted[0] = False

        self._follow(self._worker.run(job), if_wanted, otherwise or self._show)
        return cancel

    def run(self, job: Callable[[], Any], then: Then, *, otherwise: Callable[[UserError], None] | None = None) -> None:
        """Run a job that needs no open library, off the window's thread."""
        self._follow(self._worker.run_free(job), then, otherwise or self._show)

    def fetch(
        self, job: Callable[[], Any], then: Then, *, otherwise: Callable[[UserError], None] | None = None
    ) -> None:
        """Run a job that waits for the network, on a lane of its own so that nothing else waits with it."""
        self._follow(self._fetcher.run_free(job), then, otherwise or self._show)

    def idle(self, job: Callable[[], Any], then: Then, *, otherwise: Callable[[UserError], None] | None = None) -> None:
        """Run a job that nobody waits for, on a lane of its own so that it never stands in the way of one."""
        self._follow(self._idler.run_free(job), then, otherwise or self._show)

    def look_for_foreign_changes(self) -> None:
        """Refresh everything when another program has written to the library."""

        def compare(version: int) -> None:
            if self._seen_version is not None and version != self._seen_version:
                self.reloaded.emit()
            self._seen_version = version

        self._follow(self._writer.run(lambda library: library.data_version()), compare, self._show, counted=False)

    def stop(self) -> None:
        """End the lanes after what they are doing; nothing may be asked afterwards."""
        if self._is_stopped:
            return
        self._is_stopped = True
        self._watch.stop()
        if self._pages is not None:
            self._pages.close()
            self._pages = None
        for lane in (self._fetcher, self._idler, self._asker, self._worker, self._writer):
            lane.stop()

    @property
    def is_idle(self) -> bool:
        """Whether every answer has come back."""
        return self._running == 0

    def _show(self, error: UserError) -> None:
        self.failed.emit(str(error))

    def _follow(
        self, future: Future[Any], then: Then, otherwise: Callable[[UserError], None], *, counted: bool = True
    ) -> None:
        if counted:
            self._running += 1
            self.busy.emit(self._running)
        future.add_done_callback(lambda done: self._hand_over((done, then, otherwise, counted)))

    def _hand_over(self, landed: tuple[Future[Any], Then, Callable[[UserError], None], bool]) -> None:
        if not self._is_stopped:
            self._landed.emit(landed)

    def _land(self, landed: tuple[Future[Any], Then, Callable[[UserError], None], bool]) -> None:
        future, then, otherwise, counted = landed
        if counted:
            self._running -= 1
            self.busy.emit(self._running)
        if self._is_stopped or future.cancelled():
            return
        error = future.exception()
        if error is None:
            then(future.result())
        elif isinstance(error, UserError):
            _log.info("%s", error)
            otherwise(error)
        else:
            raise error


def as_changes(result: Changes | Imported | None) -> Changes | None:
    """What a verb changed, for an import too; None when nothing was."""
    if isinstance(result, Imported):
        if result.step is None:
            return None
        act = QCoreApplication.translate("tasks", "Import")
        return Changes(act, result.step, result.references, result.documents, result.new)
    return result or None
