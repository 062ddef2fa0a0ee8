"""The files of a reference: open one, detach one. Programs are never opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mscref.gui import icons, tips, words
from mscref.gui.flow_layout import empty
from mscref.gui.link_button import LinkButton
from mscref.gui.tasks import Tasks
from mscref.model.holdings import AttachmentRecord, Record

OPENED = frozenset({".pdf", ".txt", ".md", ".bib", ".ris", ".nbib", ".csv", ".png", ".jpg", ".jpeg", ".epub", ".docx"})


class DetailFiles(QWidget):
    """A line for each attached file."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.setAccessibleName(self.tr("Files"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_record(self, record: Record) -> None:
        """Show the record's files."""
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
        if not may_open(one.path):
            self._tasks.failed.emit(
                self.tr("{file} is not opened from here: it is not a kind of document.").format(file=one.path)
            )
            return
        path = Path(one.path)
        if not path.is_absolute() and self._tasks.path is not None:
            path = self._tasks.path.parent / path
        if not path.is_file():
            self._tasks.failed.emit(self.tr("The file {file} is not there any more.").format(file=path))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def may_open(path: str) -> bool:
    """Whether a path is a local document of a known kind: no network path, no address, no program."""
    is_remote = path.startswith(("\\\\", "//")) or "://" in path
    return not is_remote and Path(path).suffix.lower() in OPENED
