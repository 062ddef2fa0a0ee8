"""Where the reader's views get pages from: one lane to the child process, the most urgent request first.

Requests wait on the window's thread, where what is seen decides their order; one at a time is under way. A request
that is no longer wanted is dropped before it starts.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from mscref.errors import UserError
from mscref.gui.reader.text_lines import TextLines
from mscref.gui.tasks import Lane
from mscref.sandbox.pages import NeedsPassword, PageFrame, PageHit, PageImage, PageLink, Pages, PdfSheet, Unpainted

NOW, SOON, LATER = 0, 1, 2
_MOST_BYTES = 220_000_000
_MOST_TEXTS = 60
_MOST_FAILURES = 3

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is drawn: pixels a point, turn by the user, dark or not, which part (see `Pages.render`)."""

    scale: float
    rotation: int = 0
    dark: bool = False
    clip: tuple[float, float, float, float] | None = None


class PageSource(QObject):
    """One open PDF for one reader.

    `opened` carries the PdfSheet; `locked` and `failed` a sentence; `drawn` and `read` the number of a page whose
    picture or words have come; `found` the hits so far and whether the search is over. `outdated` says that pictures
    held want to be drawn again; they are shown until then.
    """

    opened = Signal(object)
    locked = Signal(str)
    failed = Signal(str)
    drawn = Signal(int)
    read = Signal(int)
    found = Signal(object, bool)
    outdated = Signal()
    _landed = Signal(object)

    def __init__(self, path: Path, password: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = Pages(path, password)
        self._lane = Lane("pages")
        self._waiting: dict[Key, tuple[int, Callable[[Pages], Any], Callable[[Any], None]]] = {}
        self._under_way: Key | None = None
        self._images: OrderedDict[tuple[int, Look], QImage] = OrderedDict()
        self._bytes = 0
        self._unpainted = Unpainted()
        self._marks: dict[int, frozenset[str]] = {}
        self._outdated: set[tuple[int, Look]] = set()
        self._texts: OrderedDict[int, TextLines] = OrderedDict()
        self._links: dict[int, tuple[PageLink, ...]] = {}
        self._failures: dict[Key, int] = {}
        self.frames: dict[int, PageFrame] = {}
        self._hits: list[PageHit] = []
        self._search = 0
        self._is_closed = False
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Ask for the sheet; `opened`, `locked` or `failed` answers."""
        self._want(("sheet",), NOW, lambda pages: pages.sheet(), self.opened.emit)

    def close(self) -> None:
        """End the child and the lane; nothing is told afterwards."""
        if not self._is_closed:
            self._is_closed = True
            self._waiting.clear()
            self._pages.close()
            self._lane.stop()

    @property
    def is_idle(self) -> bool:
        """Whether every request has been answered."""
        return self._under_way is None and not self._waiting

    # Pictures

    def image(self, page: int, look: Look) -> QImage | None:
        """The picture of a page, when it is there."""
        held = self._images.get((page, look))
        if held is not None:
            self._images.move_to_end((page, look))
        return held

    def any_image(self, page: int, look: Look) -> QImage | None:
        """The sharpest whole picture of a page turned and toned as wanted, to show until the right one comes."""
        held = [
            (one.scale, image)
            for (number, one), image in self._images.items()
            if number == page and one.rotation == look.rotation and one.dark == look.dark and one.clip is None
        ]
        return max(held, key=lambda pair: pair[0])[1] if held else None

    def draw(self, page: int, look: Look, urgency: int) -> None:
        """Ask for a picture; `drawn` tells when it is there."""
        if (page, look) in self._images and (page, look) not in self._outdated:
            return
        without = self._unpainted

        def then(got: tuple[QImage, PageImage]) -> None:
            image, told = got
            self.frames[page], self._marks[page] = told.frame, told.marks
            self._keep(page, look, image)
            self.drawn.emit(page)
            if self._is_outdated(page, without):
                self._outdated.add((page, look))
                self.outdated.emit()

        self._want(("draw", page, look), urgency, lambda pages: _drawn(pages, page, look, without), then)

    def leave_unpainted(self, without: Unpainted) -> None:
        """Draw pages without these marks of the file from now on; `outdated` when that concerns a picture held."""
        before, self._unpainted = self._unpainted, without
        old = {key for key in self._images if self._is_outdated(key[0], before)}
        self._outdated |= old
        if old:
            self.outdated.emit()

    def _is_outdated(self, page: int, drawn_without: Unpainted) -> bool:
        """Whether a picture of a page drawn without those marks looks otherwise now."""
        here, now = self._marks.get(page, frozenset()), self._unpainted
        return here & now.held != here & drawn_without.held or here & now.gone != here & drawn_without.gone

    def picture(self, page: int, look: Look, then: Callable[[QImage], None]) -> None:
        """Draw a part of a page for something else than the screen."""
        without = self._unpainted
        self._want(("picture", page, look), SOON, lambda pages: _drawn(pages, page, look, without)[0], then)

    def only_draw(self, wanted: set[tuple[int, Look]]) -> None:
        """Forget waiting pictures that are not among the wanted; thumbnails (LATER) stay."""
        for key in [key for key, (urgency, *_) in self._waiting.items() if key[0] == "draw" and urgency != LATER]:
            if (key[1], key[2]) not in wanted:
                del self._waiting[key]

    def _keep(self, page: int, look: Look, image: QImage) -> None:
        before = self._images.pop((page, look), None)
        self._outdated.discard((page, look))
        self._images[page, look] = image
        self._bytes += image.sizeInBytes() - (before.sizeInBytes() if before is not None else 0)
        while self._bytes > _MOST_BYTES and len(self._images) > 2:
            key, gone = self._images.popitem(last=False)
            self._outdated.discard(key)
            self._bytes -= gone.sizeInBytes()

    # Words and links

    def text(self, page: int) -> TextLines | None:
        """The words of a page, when they are there."""
        held = self._texts.get(page)
        if held is not None:
            self._texts.move_to_end(page)
        return held

    def links(self, page: int) -> tuple[PageLink, ...]:
        """The links of a page, none until they have been read."""
        return self._links.get(page, ())

    def read_page(self, page: int, urgency: int = SOON) -> None:
        """Ask for the words and links of a page; `read` tells when they are there."""
        if page in self._texts:
            return

        def then(got: tuple[TextLines, tuple[PageLink, ...]]) -> None:
            self._texts[page], self._links[page] = got
            self.frames[page] = got[0].frame
            if len(self._texts) > _MOST_TEXTS:
                self._texts.popitem(last=False)
            self.read.emit(page)

        self._want(("read", page), urgency, lambda pages: (TextLines(pages.words(page)), pages.links(page)), then)

    # Search

    def find(self, text: str) -> None:
        """Look for a text from the first page on; `found` tells each lot of hits. An empty text ends the search."""
        self._search += 1
        self._hits = []
        for key in [key for key in self._waiting if key[0] == "find"]:
            del self._waiting[key]
        if text.strip():
            self._find_from(text, 1, self._search)
        else:
            self.found.emit((), True)

    def _find_from(self, text: str, page: int, search: int) -> None:
        def then(got: tuple[tuple[PageHit, ...], int | None]) -> None:
            if search != self._search:
                return
            self._hits.extend(got[0])
            self.found.emit(tuple(self._hits), got[1] is None)
            if got[1] is not None:
                self._find_from(text, got[1], search)

        self._want(("find", search, page), SOON, lambda pages: pages.find(text, page, budget=0.08), then)

    def quietly(self, key: Key, job: Callable[[Pages], Any], then: Callable[[Any], None]) -> None:
        """Ask for something else of the file, after all that is seen."""
        self._want(key, LATER, job, then)

    # The one request under way

    def _want(self, key: Key, urgency: int, job: Callable[[Pages], Any], then: Callable[[Any], None]) -> None:
        if self._is_closed or self._under_way == key or self._failures.get(key, 0) >= _MOST_FAILURES:
            return
        self._waiting[key] = (urgency, job, then)
        self._start_next()

    def _start_next(self) -> None:
        if self._under_way is not None or not self._waiting or self._is_closed:
            return
        key = min(self._waiting, key=lambda one: self._waiting[one][0])
        _, job, then = self._waiting.pop(key)
        self._under_way = key
        future = self._lane.run_free(lambda: job(self._pages))
        future.add_done_callback(lambda done: None if self._is_closed else self._landed.emit((done, key, then)))

    def _land(self, landed: tuple[Future[Any], Key, Callable[[Any], None]]) -> None:
        future, key, then = landed
        self._under_way = None
        if self._is_closed:
            return
        error = None if future.cancelled() else future.exception()
        self._start_next()
        if error is None:
            then(future.result())
        elif isinstance(error, NeedsPassword):
            self.locked.emit(str(error))
        elif isinstance(error, UserError):
            self._failures[key] = self._failures.get(key, 0) + 1
            if self._failures[key] == 1:
                self.failed.emit(str(error))
        else:
            raise error


def _drawn(pages: Pages, page: int, look: Look, without: Unpainted) -> tuple[QImage, PageImage]:
    """A picture that owns its bytes, and what came with it."""
    got = pages.render(page, look.scale, rotation=look.rotation, dark=look.dark, clip=look.clip, without=without)
    image = QImage(got.data, got.width, got.height, got.stride, QImage.Format.Format_RGB32).copy()
    return image, replace(got, data=b"")


def sheet_of(value: object) -> PdfSheet:
    """The sheet that `opened` carries."""
    assert isinstance(value, PdfSheet)
    return value
