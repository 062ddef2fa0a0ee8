"""Pictures of the import review over invented papers: sure, unsure, held already, without text; progress; new files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageSize, QPainter, QPdfWriter

from mscref.gui.desk import Desk
from mscref.gui.import_review.dialog import ImportDialog
from mscref.gui.staging import settle
from mscref.jobs import importing
from mscref.jobs.importing import Seen
from mscref.library import Library
from mscref.model.plan import Plan
from mscref.model.reference import Reference

_FILLER = (
    "Cells of the cord were grown to the fourth passage and given into the lumbar sac of twelve people, who were seen "
    "every four weeks for a year. The slope of the functional score was set against that of the half year before. "
    "No serious event was held to be due to the cells; headache passed within two days in five of the twelve. "
)
_ABSTRACT = (
    "Background: whether stromal cells slow the loss of strength is not known. Methods: an open study of one arm, "
    "with the course before treatment as its control. Results: the slope fell in seven of twelve people. "
    "Conclusion: a trial with a control group is called for."
)


def states(desk: Desk, home: Path, photograph: Callable[..., QImage]) -> Iterator[tuple[str, QImage]]:
    """The review over each kind of file, the card of progress and the bar of new files."""
    window = desk.window
    files = _papers(home / "papers", _held(desk))
    plan = _planned(desk, files)
    desk.files.show_plan(plan)
    dialog = desk.files.dialog
    assert isinstance(dialog, ImportDialog)
    for row, name in enumerate(("good", "unsure", "held", "unreadable")):
        dialog.list.go_to(row)
        dialog.groups.setFocus()
        settle(desk.tasks, until=lambda: dialog.page.is_settled)
        yield f"import-review-{name}", photograph(window, dialog)
        if name == "unsure":
            yield "import-review-2x", photograph(window, dialog, scale=2.0)
    dialog.reject()
    desk.files.progress.start()
    desk.files.progress.list_button.setChecked(True)
    for number, file in enumerate(files, 1):
        reason = "scan.pdf has no text layer." if file.stem == "scan" else ""
        desk.files.progress.told.emit(Seen(number, 140, str(file), reason))
    window.watched_bar.tell([home / "Downloads" / f"{name}.pdf" for name in ("one", "two", "three")])
    settle(desk.tasks)
    yield "import-progress", photograph(window)
    desk.files.progress.list_button.setChecked(False)
    desk.files.progress.show_looked_up(40, 140)
    settle(desk.tasks)
    yield "import-looking-up", photograph(window)
    desk.files.progress.stop()
    window.watched_bar.tell(())


def _held(desk: Desk) -> Reference:
    """A reference of the open library that has a DOI."""
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        records = library.records(list(library.ids(sort="key", descending=False)))
        return next(one.reference for one in records if one.reference.doi and len(one.reference.authors) > 2)


def _planned(desk: Desk, files: list[Path]) -> Plan:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return importing.plan_files(library, files)


def _papers(folder: Path, held: Reference) -> list[Path]:
    """Four PDFs: a paper that says all, one that hides its year, one that is held, a scan."""
    folder.mkdir(exist_ok=True)
    title = "Stromal cells of the umbilical cord in amyotrophic lateral sclerosis: an open study"
    names = "Ada Fir, Berta Gorse, Carl Hazel"
    head = "Journal of Invented Results 2019;12(3):201-209\ndoi: 10.5555/jir.2019.0201"
    good, unsure, double, scan = (folder / f"{name}.pdf" for name in ("good", "unsure", "held", "scan"))
    _write(good, head, title, names, "\u00a9 2019 The Authors. Published 4 March 2019.")
    other = "Repeated intrathecal stromal cells of marrow in motor neuron disease: a first look"
    _write(unsure, "Invented Letters", other, "Dora Ivy, Emil Juniper", "Received in spring, printed in autumn.")
    people = ", ".join(f"{name.given} {name.family}" for name in held.authors[:4])
    _write(double, f"{held.journal} {held.year}\ndoi: {held.doi}", held.title, people, "")
    writer, painter = _page(scan)
    painter.fillRect(QRectF(60, 90, 475, 640), QColor("#d9d4c8"))
    painter.setPen(QColor("#8d8674"))
    for line in range(38):
        painter.drawLine(90, 150 + 15 * line, 500 - 40 * (line % 5 == 4), 150 + 15 * line)
    painter.end()
    del writer
    return [good, unsure, double, scan]


def _page(path: Path) -> tuple[QPdfWriter, QPainter]:
    """A page to draw on, in points."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(72)
    return writer, QPainter(writer)


def _write(path: Path, head: str, title: str, names: str, foot: str) -> None:
    writer, painter = _page(path)
    wrap = int(Qt.TextFlag.TextWordWrap)
    top = 60.0
    for text, size, weight, gap in (
        (head, 8.5, QFont.Weight.Normal, 26.0),
        (title, 17.0, QFont.Weight.Bold, 12.0),
        (names, 11.0, QFont.Weight.Normal, 20.0),
        (f"Abstract\n{_ABSTRACT}", 9.5, QFont.Weight.Normal, 22.0),
    ):
        painter.setFont(_font(size, weight))
        place = painter.boundingRect(QRectF(60, top, 475, 400), wrap, text)
        painter.drawText(QRectF(60, top, 475, place.height() + 4), wrap, text)
        top += place.height() + gap
    painter.setFont(_font(9.0, QFont.Weight.Normal))
    for left in (60.0, 305.0):
        painter.drawText(QRectF(left, top, 230, 760 - top), wrap, "Introduction\n" * (left < 100) + _FILLER * 4)
    painter.setFont(_font(8.0, QFont.Weight.Normal))
    painter.drawText(QRectF(60, 785, 475, 20), wrap, foot)
    painter.end()
    del writer


def _font(points: float, weight: QFont.Weight) -> QFont:
    made = QFont("DejaVu Serif")
    made.setPixelSize(max(round(points), 1))
    made.setWeight(weight)
    return made
