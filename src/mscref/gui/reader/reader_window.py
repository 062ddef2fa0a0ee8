"""A reader in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from mscref.gui.reader.reader import Reader
from mscref.gui.tasks import Tasks


class ReaderWindow(QMainWindow):
    """`left` says that the window has been closed."""

    left = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Reader"))
        self.reader = Reader(tasks)
        self.reader.bar["window"].hide()
        self.reader.closed.connect(self.close)
        self.setCentralWidget(self.reader)
        self.resize(1100, 900)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reader.close_file()
        self.left.emit()
        super().closeEvent(event)
