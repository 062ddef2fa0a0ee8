"""The pages of attached PDFs read for the search, file after file, each in a child process, in small slices.

A slice takes a fraction of a second, so that other jobs of the same thread have their turn and a pause or a cancel
acts at once. Reading and keeping are apart: the thread that reads need not be the one that may write.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import Unreadable, UserError
from mscref.model.hits import FileToRead

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.sandbox.pages import Pages

_SLICE = 0.25  # seconds
_MOST_PAGES = 5_000


@dataclass(frozen=True)
class FileTexts:
    """What was read of one file: the texts of its pages, or the problem; `has_marks` when places are marked in it."""

    file: FileToRead
    pages: tuple[str, ...]
    problem: str = ""
    has_marks: bool = False


class FileReader:
    """One file on its way: `read_on` until it gives what the file holds. `close` at any moment gives up."""

    def __init__(self, file: FileToRead) -> None:
        self.file = file
        self._pages: Pages | None = None
        self._count = 0
        self._texts: list[str] = []
        self._has_marks = False

    @property
    def progress(self) -> tuple[int, int]:
        """Pages read, and how many there are (0 until it is known)."""
        return len(self._texts), self._count

    @property
    def is_open(self) -> bool:
        """Whether the file has been opened and not been closed."""
        return self._pages is not None

    def read_on(self, seconds: float = _SLICE) -> FileTexts | None:
        """Open the file, then read for some time at every call; None while there is more to read."""
        until = time.monotonic() + seconds
        try:
            if self._pages is None:
                self._pages = self._opened()
                self._count = min(len(self._pages.sheet().pages), _MOST_PAGES)
                return None
            pages = self._pages
            while len(self._texts) < self._count:
                number = len(self._texts) + 1
                self._texts.append(pages.words(number).joined())
                self._has_marks = self._has_marks or bool(pages.annotations(number))
                if time.monotonic() > until and len(self._texts) < self._count:
                    return None
        except UserError as error:
            self.close()
            return FileTexts(self.file, tuple(self._texts), "" if self._texts else str(error))
        self.close()
        return FileTexts(self.file, tuple(self._texts), has_marks=self._has_marks)

    def close(self) -> None:
        """End the child process, if any."""
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def _opened(self) -> Pages:
        from mscref.library import files
        from mscref.sandbox.pages import Pages

        path = Path(self.file.path)
        files.check_source(path)
        return Pages(path)


def run(
    library: Library,
    *,
    told: Callable[[FileTexts, int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Read every file that waits and keep its pages; gives how many were read. What was kept stays after a cancel."""
    from mscref.sandbox.pages import spares

    waiting = library.files_to_read()
    try:
        for number, file in enumerate(waiting, start=1):
            found = _read(file, cancelled or _never, next_is_waiting=number < len(waiting))
            if found is None:
                return number - 1
            library.keep_page_texts(file.sha256, found.pages, found.problem)
            if told is not None:
                told(found, number, len(waiting))
    finally:
        spares.drop()
    return len(waiting)


def _read(file: FileToRead, cancelled: Callable[[], bool], *, next_is_waiting: bool) -> FileTexts | None:
    """What one file holds, None when it was cancelled; the child for the next file starts meanwhile."""
    from mscref.sandbox.pages import spares

    reader = FileReader(file)
    try:
        while not cancelled():
            if next_is_waiting and reader.is_open:
                spares.keep()
            found = reader.read_on()
            if found is not None:
                return found
    finally:
        reader.close()
    return None


def _never() -> bool:
    return False


def marks_of(found: FileTexts, known: frozenset[str]) -> int:
    """How many marks of a file just read the library does not hold; 0 for one that cannot be read again."""
    from mscref.jobs import annotations_in

    if not found.has_marks:
        return 0
    try:
        return annotations_in.new_ones(annotations_in.read(Path(found.file.path)), known)
    except Unreadable:
        return 0
