"""Finding words in the open file: the line for them, the lit hits, the list, next and previous."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mscref.gui.reader.find_bar import FindBar
from mscref.gui.reader.page_view import PageView
from mscref.gui.reader.side_panel import SidePanel
from mscref.gui.reader.source import PageSource
from mscref.sandbox.pages import PageHit

_LONGEST = 80


class Finding(QObject):
    """Joins the find bar to the pages and the list of hits of one open file."""

    def __init__(self, bar: FindBar, view: PageView, side: SidePanel, source: PageSource) -> None:
        super().__init__(view)
        self._bar, self._view, self._side, self._source = bar, view, side, source
        self._wanted: PageHit | None = None
        bar.asked.connect(self._ask)
        bar.stepped.connect(self._step)
        bar.left.connect(self.leave)
        source.found.connect(self._show)
        source.read.connect(self._arrive)
        side.hit_asked.connect(self._go)

    def begin(self) -> None:
        """Look for words; a short selection is looked for at once."""
        chosen = " ".join(self._view.selection.text().split())
        self._bar.begin(self._view.page, chosen if len(chosen) <= _LONGEST else "")

    def leave(self) -> None:
        """The search is over; nothing is lit any more."""
        self._bar.hide()
        self._bar.restart()
        self._source.find("")
        self._side.leave_hits()
        self._view.setFocus()

    def _ask(self, text: str) -> None:
        self._bar.restart()
        self._source.find(text)

    def _show(self, hits: tuple[PageHit, ...], is_over: bool) -> None:
        if self._bar.isHidden() and hits:
            return
        self._side.show_hits(hits)
        self._view.show_hits(hits, self._view.current_hit if hits else None)
        self._bar.show_hits(hits, is_over=is_over)

    def _go(self, hit: PageHit) -> None:
        if hit in self._bar.hits:
            self._bar.go_to(list(self._bar.hits).index(hit))

    def _step(self, number: int) -> None:
        hit = self._bar.hits[number]
        self._view.show_hits(self._bar.hits, hit)
        self._side.choose_hit(number)
        self._wanted = hit
        if self._source.text(hit.page) is None:
            self._view.go_to(hit.page)
            self._source.read_page(hit.page)
        else:
            self._arrive(hit.page)

    def _arrive(self, page: int) -> None:
        """Show the wanted hit as soon as the words of its page are known."""
        hit, text = self._wanted, self._source.text(page)
        if hit is None or text is None or hit.page != page:
            return
        self._wanted = None
        stretches = text.stretches(hit.start, hit.stop)
        if stretches:
            left, top, _, _ = stretches[0].box
            self._view.reveal(page, left, top)
