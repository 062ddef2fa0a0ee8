"""Pictures of the reader: an invented paper is printed, attached, read and marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from mscref.gui.desk import Desk
from mscref.gui.reader import Reader
from mscref.gui.reader.page_view import PageView
from mscref.gui.reader.text_selection import Place
from mscref.gui.staging import settle
from mscref.model.holdings import AnnotationRecord

Photograph = Callable[..., QImage]

_MARKS = (
    (1, "fell by 0.8 points a month", 1, "The smallest slope so far.", ("slope",)),
    (1, "Twelve people with a motor neuron disease", 4, "", ()),
    (1, "without a control group", 3, "Who rated them? Nobody was blinded.", ("bias", "appraise")),
    (2, "two million cells for each kilogram", 2, "", ("dose",)),
)
_MANY = 30
_WIDE = 40  # characters
_PARAGRAPH = (
    "Twelve people with a motor neuron disease were given cells of their own bone marrow into the spinal fluid, "
    "without a control group. Before the treatment their scores fell by 1.2 points a month; in the six months after "
    "it they fell by 0.8 points a month. Each got two million cells for each kilogram of weight. Headache was the "
    "most frequent complaint and passed within three days. The cells had been grown for four weeks in human platelet "
    "lysate and were counted twice. "
)


def states(desk: Desk, home: Path, photograph: Photograph) -> Iterator[tuple[str, QImage]]:
    """Pages with marks, two pages, a search, a fresh selection, a long list."""
    window, reader = desk.window, desk.window.reader
    path = home / "paper.pdf"
    _print(path)
    reference = window.table.references.id_at(0)
    desk.tasks.change(lambda lib: lib.attach(reference, path))
    settle(desk.tasks)
    desk.reading.open_pages(reference)
    settle(desk.tasks, until=lambda: reader.view is not None and reader.is_idle and bool(reader.view.source.frames))
    view = _view(reader)
    for page, words, colour, note, tags in _MARKS:
        _mark(desk, reader, page, words, colour)
        newest = max(one.id for one in reader.marks.model.all)
        given = {"note": note, "tags": tags}
        desk.tasks.change(lambda lib, n=newest, g=given: lib.edit_annotation(n, **g))  # type: ignore[misc]
        settle(desk.tasks)
    view.go_to(1)
    reader.marks.choose(reader.marks.model.all[0].id)
    settle(desk.tasks, until=lambda: reader.is_idle)
    yield "reader", photograph(window)
    yield "reader-2x", photograph(window, scale=2.0)
    _select(view, 1, "Headache was the most frequent complaint")
    view.selected.emit(True)
    yield "reader-selection", photograph(window)
    reader.do("leave")
    reader.do("side")
    reader.do("find")
    reader.find_bar.field.setText("spinal fluid")
    reader.find_bar.asked.emit("spinal fluid")
    settle(desk.tasks, until=lambda: reader.is_idle and bool(reader.find_bar.hits))
    yield "reader-find", photograph(window)
    reader.do("leave")
    reader.do("pair")
    assert reader.side is not None
    reader.side.tabs.setCurrentIndex(0)
    settle(desk.tasks, until=lambda: reader.is_idle)
    yield "reader-two-pages", photograph(window)
    reader.do("pair")
    reader.do("side")
    settle(desk.tasks, until=lambda: reader.is_idle)
    yield from _long_list(desk, reader, reference, photograph)
    reader.do("close")
    settle(desk.tasks)


def _long_list(desk: Desk, reader: Reader, reference: int, photograph: Photograph) -> Iterator[tuple[str, QImage]]:
    text = _view(reader).source.text(1)
    assert text is not None
    assert reader.marking is not None
    lines = [line for line in text.lines if line.stop - line.start > _WIDE]
    records = [
        AnnotationRecord(
            10_000 + number,
            reference,
            reader.file.attachment if reader.file else None,
            1,
            text.quads(line.start + number % 7, line.start + _WIDE),
            text.joined(line.start + number % 7, line.start + _WIDE),
            colour=number % 6,
            note="" if number % 3 else "To be looked at again",
        )
        for number, line in ((number, lines[number % len(lines)]) for number in range(_MANY))
    ]
    assert reader.file is not None
    reader.marking.show(replace(reader.file, marks=tuple(records)))
    reader.marks.choose(0)
    settle(desk.tasks, until=lambda: reader.is_idle)
    yield "reader-many-marks", photograph(desk.window)


def _view(reader: Reader) -> PageView:
    assert reader.view is not None
    return reader.view


def _select(view: PageView, page: int, words: str) -> None:
    text = view.source.text(page)
    assert text is not None
    flat = text.text.replace("\n", " ")
    start = flat.index(words)
    view.selection.set(Place(page, start), Place(page, start + len(words)))


def _mark(desk: Desk, reader: Reader, page: int, words: str, colour: int) -> None:
    view, before = _view(reader), len(reader.marks.model.all)
    view.go_to(page)
    settle(desk.tasks, until=lambda: view.source.text(page) is not None)
    _select(view, page, words)
    reader.popup.marked.emit("highlight", colour)
    settle(desk.tasks, until=lambda: len(reader.marks.model.all) > before)


def _print(path: Path) -> None:
    """Print an invented paper of several pages."""
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(22, 22, 22, 22))
    )
    writer.setTitle("Marrow cells in a motor neuron disease")
    sections = "".join(
        f"<h3>{name}</h3>" + "".join(f"<p align='justify'>{_PARAGRAPH * 2}</p>" for _ in range(3))
        for name in ("Background", "Methods", "Results", "Discussion")
    )
    document = QTextDocument()
    document.setHtml(
        f"<h2>Marrow cells in a motor neuron disease: an invented trial</h2><p>A. Alder, B. Birch</p>{sections}"
    )
    document.print_(writer)
