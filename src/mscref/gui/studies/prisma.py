"""The PRISMA 2020 flow diagram in a dialog: the picture as it is saved, and where each import came from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mscref.gui import icons, labels, theme, words
from mscref.gui.studies import names
from mscref.gui.value_table import ValueModel, ValueTable
from mscref.jobs import prisma_drawing
from mscref.jobs.prisma import Prisma
from mscref.model.studies import Batch


class _Picture(QWidget):
    """The diagram, drawn from its SVG at its own size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(self)

    def show_svg(self, svg: str, told: str) -> None:
        """Draw another diagram; `told` says the same in words."""
        self._renderer.load(QByteArray(svg.encode("utf-8")))
        self.setAccessibleName(told)
        self.update()

    def fit(self, width: int) -> None:
        """Take no more than a width; what is wider is drawn smaller."""
        whole = self._renderer.defaultSize()
        if whole.isEmpty():
            return
        share = min(1.0, width / whole.width())
        self.setFixedSize(QSize(round(whole.width() * share), round(whole.height() * share)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._renderer.render(painter, QRectF(self.rect()))
        painter.end()


class PrismaDialog(QDialog):
    """`save_asked` wants the picture in a file, `source_asked` carries the Batch whose source is to be named."""

    save_asked = Signal()
    source_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("PRISMA flow diagram")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.prisma: Prisma | None = None
        self.picture = _Picture()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.picture)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setAccessibleName(title)
        self._scroll.viewport().setAccessibleName(title)
        self.batches = ValueModel(
            (
                (self.tr("Import"), lambda batch: batch.act or self.tr("Added by hand")),
                (self.tr("Date"), lambda batch: batch.at[:10]),
                (self.tr("Source"), lambda batch: batch.source or self.tr("not stated")),
                (self.tr("Kind"), lambda batch: names.kind(batch.source_kind) if batch.source_kind else ""),
                (self.tr("Records"), lambda batch: labels.number(batch.records)),
                (self.tr("Duplicates"), lambda batch: labels.number(batch.duplicates)),
            )
        )
        self.imports = ValueTable(self.batches, self.tr("Imports"))
        self.imports.doubleClicked.connect(lambda _index: self._ask_source())
        self.imports.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._lay_out()
        self._watch = theme.PaletteWatch(self, self._draw)

    def show_prisma(self, prisma: Prisma, batches: Sequence[Batch]) -> None:
        """Show the counts as they stand."""
        self.prisma = prisma
        self.batches.show(batches)
        self._draw()
        self._enable()

    def copy(self) -> None:
        """Put the counts on the clipboard, one a line."""
        if self.prisma is not None:
            QGuiApplication.clipboard().setText("\n".join(prisma_drawing.lines(self.prisma)))

    def _draw(self) -> None:
        if self.prisma is not None:
            svg = prisma_drawing.svg(self.prisma, dark=theme.of(self).name == "dark")
            self.picture.show_svg(svg, ". ".join(prisma_drawing.lines(self.prisma)))
            self.picture.fit(self._scroll.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.picture.fit(self._scroll.viewport().width())

    def _enable(self) -> None:
        chosen = self.imports.chosen
        self._name.setEnabled(isinstance(chosen, Batch) and chosen.id is not None)

    def _ask_source(self) -> None:
        chosen = self.imports.chosen
        if isinstance(chosen, Batch) and chosen.id is not None:
            self.source_asked.emit(chosen)

    def _lay_out(self) -> None:
        self._name = QPushButton(self.tr("Name the source…"))
        self._name.setAccessibleName(self.tr("Say where the records of the chosen import came from"))
        self._name.setAutoDefault(False)
        self._name.clicked.connect(lambda _checked=False: self._ask_source())
        save = QPushButton(self.tr("Save as SVG…"))
        icons.dress(save, "export")
        save.clicked.connect(lambda _checked=False: self.save_asked.emit())
        copy = QPushButton(self.tr("Copy the counts"))
        icons.dress(copy, "copy")
        copy.clicked.connect(lambda _checked=False: self.copy())
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.setAccessibleName(self.tr("Buttons"))
        box.rejected.connect(self.reject)
        for added in (save, copy):
            added.setAutoDefault(False)
            box.addButton(added, QDialogButtonBox.ButtonRole.ActionRole)
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        line = QHBoxLayout()
        line.addWidget(words.caption(self.tr("Imports")), 1)
        line.addWidget(self._name)
        self.imports.setFixedHeight(130)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(10)
        column.addWidget(self._scroll, 1)
        column.addLayout(line)
        column.addWidget(self.imports)
        column.addWidget(box)
        self.resize(900, 780)
