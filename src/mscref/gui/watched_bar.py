"""The quiet bar over the status line: new PDFs lie in a watched folder. It asks; it never imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from mscref.gui import icons, labels, theme, tips, words


class WatchedBar(QWidget):
    """ "3 new PDFs in Downloads": `reviewed`, `ignored` and `put_off` say which button was pressed."""

    reviewed = Signal()
    ignored = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("New files"))
        self._sign = QLabel()
        self._sign.setAccessibleName(self.tr("Watched folder"))
        self._text = words.label("", wrap=False)
        review = QPushButton(self.tr("Review…"))
        ignore = QPushButton(self.tr("Ignore"))
        for button, name in (
            (review, self.tr("Review the new files before they are imported")),
            (ignore, self.tr("Ignore these files from now on")),
        ):
            button.setProperty("link", True)
            button.setAccessibleName(name)
            button.setToolTip(tips.plain(name))
        review.clicked.connect(self.reviewed)
        ignore.clicked.connect(self.ignored)
        close = QToolButton()
        close.setProperty("quiet", True)
        icons.dress(close, "close", "muted")
        close.setAccessibleName(self.tr("Not now"))
        close.setToolTip(tips.plain(self.tr("Not now: ask again at the next start")))
        close.clicked.connect(self.put_off)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 5, 10, 5)
        line.setSpacing(8)
        for widget in (self._sign, self._text, review, ignore):
            line.addWidget(widget)
        line.addStretch()
        line.addWidget(close)
        self.hide()

    def tell(self, paths: Sequence[Path]) -> None:
        """Say how many new files there are, and where; without any the bar is not there."""
        self.setVisible(bool(paths))
        if not paths:
            return
        self._sign.setPixmap(icons.icon("folder", "accent").pixmap(16, 16))
        folders = list(dict.fromkeys(path.parent for path in paths))
        count = labels.number(len(paths))
        if len(folders) > 1:
            text = self.tr("{n} new PDFs in {folders} folders").format(n=count, folders=labels.number(len(folders)))
        elif len(paths) == 1:
            text = self.tr("1 new PDF in {folder}: {file}").format(folder=folders[0].name, file=paths[0].name)
        else:
            text = self.tr("{n} new PDFs in {folder}").format(n=count, folder=folders[0].name)
        words.set_text(self._text, text)
        self._text.setToolTip(tips.plain("\n".join(path.name for path in paths[:20])))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.of(self)
        painter.fillRect(self.rect(), QColor(look.tints["blue"].ground))
        painter.setPen(QColor(look.line))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.end()
