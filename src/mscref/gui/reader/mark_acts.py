"""What the reader does with marks: makes, changes and removes them through the library, each one undo step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from mscref.gui.reader.page_view import PageView
from mscref.gui.reader.source import Look
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.holdings import AnnotationRecord, Changes
from mscref.sandbox.pages import Box

_NOTE_SIZE = 18.0
_PICTURE = 3.0  # pixels a point


class MarkActs(QObject):
    """Marks of one open file. `made` carries the id of a new mark and whether a comment is wanted."""

    made = Signal(int, bool)

    def __init__(self, tasks: Tasks, view: PageView, reference: int, attachment: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks, self._view = tasks, view
        self._reference, self._attachment = reference, attachment

    def mark_selection(self, kind: str, colour: int, *, comment: bool = False) -> None:
        """Mark the selected words; a selection over several pages makes a mark on each, all in one step."""
        marks: list[AnnotationRecord] = []
        for page, start, stop in self._view.selection.parts():
            text = self._view.source.text(page)
            quads = text.quads(start, stop) if text else ()
            if text is None or not quads:
                continue
            prefix, suffix = text.around(start, stop)
            said = text.joined(start, stop).replace("\n\n", " ")
            place = AnnotationRecord(0, None, self._attachment, page, quads, said, prefix, suffix)
            marks.append(replace(place, kind=kind, colour=colour))
        self._view.selection.clear()
        if marks:
            self._add(marks, comment=comment)

    def place_note(self, page: int, x: float, y: float, colour: int) -> None:
        """Put a note at a point of a page (view points); its comment is written next."""
        frame = self._view.source.frames.get(page)
        if frame is not None:
            box = frame.box_to_page((x, y, x + _NOTE_SIZE, y + _NOTE_SIZE))
            place = AnnotationRecord(0, None, self._attachment, page, (_quad(box),), kind="note", colour=colour)
            self._add([place], comment=True)

    def mark_area(self, page: int, box: Box, colour: int) -> None:
        """Mark an area of a page (view points), with the words in it."""
        frame, text = self._view.source.frames.get(page), self._view.source.text(page)
        if frame is not None:
            said = text.under(box) if text is not None else ""
            place = AnnotationRecord(0, None, self._attachment, page, (_quad(frame.box_to_page(box)),), said[:2000])
            self._add([replace(place, kind="area", colour=colour)], comment=False)

    def edit(self, id: int, fields: dict[str, Any]) -> None:
        """Change comment, colour, tags or terms of a mark."""
        self._tasks.change(lambda lib: lib.edit_annotation(id, **fields))

    def remove(self, id: int) -> None:
        """Remove a mark; undo brings it back."""
        self._tasks.change(lambda lib: lib.remove_annotation(id))

    def copy_cited(self, record: AnnotationRecord) -> None:
        """Put the words of a mark on the clipboard, with the citation and the page; of an area, its picture too."""
        reference = self._reference

        def ask(library: Library) -> str:
            return library.summaries([reference])[0].key

        def then(key: str) -> None:
            quoted = f"“{record.text}” " if record.text else ""
            said = f"\n{record.note}" if record.note else ""
            data = QMimeData()
            data.setText(f"{quoted}[@{key}, p. {record.page}]{said}")
            if record.kind == "area":
                self._copy_picture(record, data)
            else:
                QGuiApplication.clipboard().setMimeData(data)

        self._tasks.ask(ask, then)

    def _copy_picture(self, record: AnnotationRecord, data: QMimeData) -> None:
        """Add the picture of an area to what goes on the clipboard."""
        frame = self._view.source.frames.get(record.page)
        if frame is None or not record.quads:
            return
        xs, ys = record.quads[0][0::2], record.quads[0][1::2]
        clip = frame.box_to_view((min(xs), min(ys), max(xs), max(ys)))

        def then(image: QImage) -> None:
            data.setImageData(image)
            QGuiApplication.clipboard().setMimeData(data)

        self._view.source.picture(record.page, Look(_PICTURE, clip=clip), then)

    def _add(self, marks: Sequence[AnnotationRecord], *, comment: bool) -> None:
        reference = self._reference

        def verb(library: Library) -> Changes:
            return library.add_annotations(reference, marks)

        def then(_changes: Changes) -> None:
            self._tasks.ask(lambda lib: lib.annotations(reference), self._told_newest(comment))

        self._tasks.change(verb, then)

    def _told_newest(self, comment: bool) -> Callable[[list[AnnotationRecord]], None]:
        return lambda records: self.made.emit(max((one.id for one in records), default=0), comment)


def _quad(box: Box) -> tuple[float, ...]:
    left, bottom, right, top = (round(value, 2) for value in box)
    return left, top, right, top, left, bottom, right, bottom
