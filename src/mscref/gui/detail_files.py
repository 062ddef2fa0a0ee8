"""The files of a reference: open one, detach one. Programs are never opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mscref.gui import icons, tips, words
from mscref.gui.flow_layout import empty
from mscref.gui.link_button import LinkButton
from mscref.gui.tasks import Tasks
from mscref.library import files
from mscref.model.holdings import AttachmentRecord, Record


class DetailFiles(QWidget):
    """A line for each attached file. `read_asked` carries a reference and its PDF, for the reader."""

    read_asked = Signal(int, int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._reference = 0
        self.setAccessibleName(self.tr("Files"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_record(self, record: Record) -> None:
        """Show the record's files."""
        self._reference = record.id
        empty(self._column)
        for one in record.attachments:
            self._column.addWidget(self._line(one))
        if not record.attachments:
            self._column.addWidget(words.label(self.tr("None. Drop a PDF on the reference to attach it."), muted=True))

    def _line(self, one: AttachmentRecord) -> QWidget:
        line = QWidget()
        name = one.title or Path(one.path).name
        line.setAccessibleName(name)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        button = LinkButton(name, self.tr("Open {file}").format(file=name))
        icons.dress(button, "paperclip", "muted")
        button.setToolTip(tips.plain(one.path))
        button.clicked.connect(lambda: self._open(one))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        remove = QToolButton()
        remove.setProperty("quiet", True)
        icons.dress(remove, "close", "muted")
        remove.setAccessibleName(self.tr("Detach {file}").format(file=name))
        remove.setToolTip(tips.plain(remove.accessibleName()))
        remove.clicked.connect(lambda: self._tasks.change(lambda lib: lib.detach(one.id)))
        row.addWidget(remove)
        return line

    def _open(self, one: AttachmentRecord) -> None:
        if Path(one.path).suffix.lower() == ".pdf":
            self.read_asked.emit(self._reference, one.id)
            return
        reason = open_outside(one.path, self._tasks.path)
        if reason:
            self._tasks.failed.emit(reason)


def open_outside(path: str, library: Path | None) -> str:
    """Open a file of a reference with the program that the system has for it; gives the reason when it is refused.

    No network path, no address, no program or script, whatever its name says.
    """
    refused = files.why_refused(path)
    file = Path(path) if library is None or refused else library.parent / path
    reason = files.why_not_opened(file)
    if not reason:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
    return reason
