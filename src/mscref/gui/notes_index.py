"""Pages of attached PDFs read for the search while the window is used: one file after the other, in small slices.

Reading is done on a lane of its own, a quarter of a second at a time, so that an import never waits for it; what
was read of a file is stored as soon as the file is through.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QToolButton, QWidget

from mscref import settings
from mscref.errors import UserError
from mscref.gui import labels, tips, words
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.hits import FileToRead, IndexState

if TYPE_CHECKING:
    from mscref.jobs.page_index import FileReader, FileTexts

_SETTING = "read_pdfs"
_LONG = 40  # pages
WAIT_MS = 2500


class PageIndexer(QObject):
    """Reads what waits when nothing has changed for a moment.

    `marks_found` carries a FileToRead and the number of marks in it that the library does not hold; `stored` says
    that the pages of one more file can be searched.
    """

    marks_found = Signal(object, int)
    stored = Signal()

    def __init__(self, tasks: Tasks, bar: QStatusBar, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._reader: FileReader | None = None
        self._library: Path | None = None
        self._is_busy = False
        self._left = 0
        self.is_paused = False
        self.is_wanted = bool(settings.load().get(_SETTING, True))
        self.status = IndexStatus(bar)
        self.status.pressed.connect(self.toggle_pause)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        tasks.changed.connect(lambda _changes: self._wait.start())
        tasks.reloaded.connect(self._reloaded)

    def want(self, is_wanted: bool) -> None:
        """Read PDFs from now on, or no more; the settings remember it. What was read stays."""
        self.is_wanted = is_wanted
        settings.save({_SETTING: is_wanted})
        self.is_paused = False
        if is_wanted:
            self.look()
        else:
            self._give_up()

    def toggle_pause(self) -> None:
        """Stop reading after the slice that runs, or go on."""
        self.is_paused = not self.is_paused
        if self.is_paused:
            self.status.show_paused()
        else:
            self.look()

    def look(self) -> None:
        """Ask what waits, and begin with it."""
        if self._may_read() and not self._is_busy:
            self._is_busy = True
            self._tasks.ask(_next, self._begin, key="index", otherwise=self._stop)

    def close(self) -> None:
        """Give up the file that is being read; nothing is read afterwards."""
        self.is_wanted = False
        self._give_up()

    def _reloaded(self) -> None:
        if self._library != self._tasks.path:
            self._library = self._tasks.path
            self._give_up()
        self._wait.start()

    def _may_read(self) -> bool:
        return self.is_wanted and not self.is_paused and self._tasks.is_open and not self._tasks.read_only

    def _begin(self, found: tuple[FileToRead | None, IndexState]) -> None:
        from mscref.jobs.page_index import FileReader

        file, state = found
        if file is None or not self._may_read():
            self._is_busy = False
            self.status.show_done()
            return
        self._left = state.waiting
        self.status.show_progress(self._left)
        self._reader = FileReader(file)
        self._read_on(self._reader)

    def _read_on(self, reader: FileReader) -> None:
        def then(done: FileTexts | None) -> None:
            if reader is not self._reader:
                reader.close()
            elif not self._may_read():
                self._give_up()
            elif done is None:
                self.status.show_progress(self._left, *reader.progress)
                self._read_on(reader)
            else:
                self._store(done)

        self._tasks.idle(reader.read_on, then, otherwise=self._stop)

    def _store(self, done: FileTexts) -> None:
        def kept(_nothing: object) -> None:
            self._reader = None
            self._is_busy = False
            self.stored.emit()
            self._count_marks(done)
            self.look()

        self._tasks.change(
            lambda lib: lib.keep_page_texts(done.file.sha256, done.pages, done.problem), kept, otherwise=self._stop
        )

    def _count_marks(self, done: FileTexts) -> None:
        from mscref.jobs import page_index

        def told(count: int) -> None:
            if count:
                self.marks_found.emit(done.file, count)

        def compare(known: frozenset[str]) -> None:
            self._tasks.idle(lambda: page_index.marks_of(done, known), told, otherwise=_pass)

        if done.has_marks:
            self._tasks.ask(lambda library: library.known_marks(done.file.reference), compare, otherwise=_pass)

    def _give_up(self) -> None:
        reader, self._reader = self._reader, None
        self._is_busy = False
        self.status.show_done()
        if reader is not None:
            reader.close()

    def _stop(self, _error: UserError) -> None:
        """Leave it for another time: the library was closed or is locked by another program."""
        self._give_up()


class IndexStatus(QWidget):
    """A few words in the status bar while PDFs are read. `pressed` asks to pause or go on."""

    pressed = Signal()

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Reading of PDFs for the search"))
        self.label = words.label(wrap=False, name=self.tr("Reading of PDFs for the search"))
        self.button = QToolButton()
        self.button.setProperty("quiet", True)
        self.button.setAccessibleName(self.tr("Pause"))
        self.button.clicked.connect(self.pressed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 6, 0)
        line.setSpacing(2)
        line.addWidget(self.label)
        line.addWidget(self.button)
        bar.addPermanentWidget(self)
        self.hide()

    def show_progress(self, waiting: int, page: int = 0, pages: int = 0) -> None:
        """Say how many files are left, and of a long one the page."""
        text = self.tr("Reading PDFs for the search: {n} left").format(n=labels.number(waiting))
        if pages >= _LONG:
            text = self.tr("{reading}, page {page} of {pages}").format(reading=text, page=page, pages=pages)
        self._say(text, self.tr("Pause"))

    def show_paused(self) -> None:
        """Say that reading rests."""
        self._say(self.tr("Reading PDFs is paused"), self.tr("Go on"))

    def show_done(self) -> None:
        """Say nothing."""
        self.hide()

    def _say(self, text: str, offer: str) -> None:
        words.set_text(self.label, text)
        self.button.setText(offer)
        self.button.setAccessibleName(offer)
        self.button.setToolTip(tips.plain(offer))
        self.show()


def _next(library: Library) -> tuple[FileToRead | None, IndexState]:
    return next(iter(library.files_to_read(most=1)), None), library.index_state()


def _pass(_error: UserError) -> None:
    """Nothing is offered then."""
