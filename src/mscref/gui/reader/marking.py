"""The marks of the open file: read from the library, painted, listed, made and changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QKeyEvent

from mscref.gui.reader.mark_acts import MarkActs
from mscref.gui.reader.mark_panel import MarkPanel
from mscref.gui.reader.mark_popup import MarkPopup
from mscref.gui.reader.opening import Opened, looked_up_again, sorted_out, unpainted
from mscref.gui.reader.page_view import PageView
from mscref.gui.reader.refinding import refound
from mscref.gui.tasks import Tasks
from mscref.model.holdings import AnnotationRecord, Changes
from mscref.sandbox.pages import Box, PdfSheet


class Marking(QObject):
    """Joins pages, popup and panel of one open file to the library. `panel_wanted` asks for the panel to be seen."""

    panel_wanted = Signal()
    tool_done = Signal()

    def __init__(
        self, tasks: Tasks, file: Opened, sheet: PdfSheet, view: PageView, panel: MarkPanel, popup: MarkPopup
    ) -> None:
        super().__init__(view)
        self._tasks, self._file, self._view = tasks, file, view
        self._panel, self._popup = panel, popup
        self._pages = len(sheet.pages)
        self._labels = {number: page.label for number, page in enumerate(sheet.pages, 1)}
        self._again: dict[int, AnnotationRecord] = {}
        self._moved: list[AnnotationRecord] = []
        self._looked_for: set[int] = set()
        self._wanted: AnnotationRecord | None = None
        self.acts = MarkActs(tasks, view, file.reference, file.attachment, view)
        self.acts.made.connect(self._choose_made)
        view.selected.connect(self._offer)
        view.moved.connect(popup.hide)
        view.mark_pressed.connect(self.press)
        view.area_drawn.connect(self._mark_area)
        view.note_placed.connect(self._place_note)
        view.source.drawn.connect(self._arrive)
        popup.marked.connect(self._mark)
        popup.commented.connect(lambda colour: self._mark(popup.kind, colour, comment=True))
        popup.copied.connect(view.gestures.copy)
        popup.left.connect(self.leave)
        panel.chosen.connect(self._go)
        panel.removed.connect(self.acts.remove)
        panel.keep_asked.connect(self._keep_places)
        panel.editor.edited.connect(self._edit)
        panel.editor.copied.connect(self.acts.copy_cited)
        tasks.changed.connect(self.refresh)
        tasks.reloaded.connect(self.refresh)

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the marks again when they may have changed."""
        file = self._file
        if changes is None or file.reference in changes.references:
            self._tasks.ask(lambda lib: looked_up_again(lib, file), self.show, key="marks", otherwise=lambda _e: None)

    def show(self, file: Opened) -> None:
        """Paint and list the marks of the reference, as far as they belong to this file."""
        self._file = file
        mine, astray = sorted_out(file)
        self._moved = [self._placed(one) for one in astray if one.id in self._again]
        lost = [one for one in astray if one.id not in self._again]
        shown = [*mine, *self._moved]
        self._view.source.leave_unpainted(unpainted(file))
        self._view.show_marks(shown)
        self._panel.show_marks([*shown, *lost], self._labels, frozenset(one.id for one in lost))
        self._panel.offer_places(0 if self._tasks.read_only else len(self._moved))
        self._find_again([one for one in lost if one.id not in self._looked_for])

    def press(self, id: int) -> None:
        """A mark on the page was pressed; 0 stands for none."""
        self._view.choose_mark(id)
        self._panel.choose(id, quietly=True)

    def leave(self) -> None:
        """Neither words nor a mark are chosen."""
        self._popup.hide()
        self._view.selection.clear()
        self.press(0)
        self._view.setFocus()

    def take_key(self, event: QKeyEvent) -> bool:
        """A key for the bar beside a fresh selection; False for others."""
        return self._popup.take_key(event)

    def _placed(self, record: AnnotationRecord) -> AnnotationRecord:
        """A mark as it is stored now, at the place where its words were found."""
        from dataclasses import replace

        again = self._again[record.id]
        return replace(record, page=again.page, quads=again.quads)

    def _find_again(self, records: list[AnnotationRecord]) -> None:
        if not records:
            return
        self._looked_for |= {one.id for one in records}
        pages = self._pages

        def then(found: dict[int, AnnotationRecord]) -> None:
            self._again.update(found)
            if found:
                self.show(self._file)

        key = ("again", tuple(one.id for one in records))
        self._view.source.quietly(key, lambda source: refound(records, source, pages), then)

    def _keep_places(self) -> None:
        """Store where marks were found again, as one step."""
        file, moved = self._file, self._moved
        kept = {one.id for one in moved}
        lost = [one.id for one in sorted_out(file)[1] if one.id not in kept]
        self._tasks.change(lambda lib: lib.take_version(file.reference, file.attachment, file.sha256, moved, lost))

    # Making

    def _offer(self, is_selected: bool) -> None:
        if is_selected and not self._tasks.read_only:
            shift = QPointF(self._view.viewport().mapTo(self._popup.room, self._view.viewport().rect().topLeft()))
            self._popup.show_beside(QRectF(self._view.selection_rect()).translated(shift))
        else:
            self._popup.hide()

    def _mark(self, kind: str, colour: int, *, comment: bool = False) -> None:
        self._popup.hide()
        self.acts.mark_selection(kind, colour, comment=comment)

    def _mark_area(self, page: int, box: Box) -> None:
        self.acts.mark_area(page, box, self._popup.first_colour())
        self.tool_done.emit()

    def _place_note(self, page: int, x: float, y: float) -> None:
        self.acts.place_note(page, x, y, self._popup.first_colour())
        self.tool_done.emit()

    def _choose_made(self, id: int, comment: bool) -> None:
        self._panel.choose(id, quietly=True)
        self._view.choose_mark(id)
        if comment:
            self.panel_wanted.emit()
            self._panel.editor.write()
        else:
            self._view.setFocus()

    def _edit(self, id: int, fields: dict[str, Any]) -> None:
        self.acts.edit(id, fields)

    # Going

    def _go(self, record: AnnotationRecord) -> None:
        if record.id in self._panel.model.moved:
            return
        self._view.choose_mark(record.id)
        self._wanted = record
        if record.page not in self._view.source.frames:
            self._view.go_to(min(record.page, self._pages))
        else:
            self._arrive(record.page)

    def _arrive(self, page: int) -> None:
        """Show the wanted mark as soon as its page is known."""
        record, frame = self._wanted, self._view.source.frames.get(page)
        if record is None or frame is None or record.page != page:
            return
        self._wanted = None
        if not record.quads:
            self._view.go_to(page)
            return
        quad = record.quads[0]
        self._view.reveal(page, *frame.to_view(min(quad[0::2]), max(quad[1::2])))
