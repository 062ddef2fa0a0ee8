"""How the reading of many files goes: a card in the corner of the window, each file with how it went, and Cancel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import icons, labels, theme, tips, words

if TYPE_CHECKING:
    from mscref.jobs.importing import Seen

_WIDTH = 380
_MOST_LISTED = 2_000


class ImportProgress(QFrame):
    """The card. `told` may be emitted from any thread with a Seen; `cancelled` says that Cancel was pressed."""

    told = Signal(object)
    cancelled = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("card", True)
        self.setObjectName("import_progress")
        self.setAccessibleName(self.tr("Files being read"))
        self.setAutoFillBackground(True)
        self._headline = words.label("", wrap=False)
        self._name = words.label("", muted=True, wrap=False)
        self._name.setFont(theme.scaled(self.font(), 0.92))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.list_button = QPushButton()
        self.list_button.setProperty("link", True)
        self.list_button.setCheckable(True)
        self.list_button.toggled.connect(lambda _on: self._unfold())
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Stop reading files"))
        cancel.clicked.connect(self.cancelled)
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Files read so far"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setFixedHeight(180)
        foot = QHBoxLayout()
        foot.addWidget(self.list_button)
        foot.addStretch()
        foot.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 14, 10)
        column.setSpacing(6)
        for widget in (self._headline, self._name, self.bar, self.list):
            column.addWidget(widget)
        column.addLayout(foot)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(26)
        shadow.setOffset(0, 5)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._is_on = False
        self._failed = 0
        window.installEventFilter(self)
        self.list.hide()
        self._name_button()
        self.hide()

    def start(self) -> None:
        """Begin to listen; the card shows itself when there are several files."""
        self._is_on = True
        self._failed = 0
        self.model.clear()
        self._unfold()

    def stop(self) -> None:
        """Take the card away; what is still told is not shown."""
        self._is_on = False
        self.hide()

    def _take(self, seen: Seen) -> None:
        if not self._is_on or seen.total < 2:
            return
        self._failed += bool(seen.reason)
        text = self.tr("Read {n} of {all} files").format(n=labels.number(seen.number), all=labels.number(seen.total))
        words.set_text(self._headline, text)
        name = Path(seen.path).name or seen.path
        words.set_text(self._name, self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _WIDTH - 40))
        self.bar.setRange(0, seen.total)
        self.bar.setValue(seen.number)
        item = QStandardItem(f"{name} – {seen.reason}" if seen.reason else name)
        item.setIcon(icons.icon("close", "bad") if seen.reason else icons.icon("check", "good"))
        item.setToolTip(tips.plain(seen.reason or seen.path))
        item.setAccessibleText(self.tr("{file}, failed").format(file=name) if seen.reason else name)
        self.model.appendRow(item)
        if self.model.rowCount() > _MOST_LISTED:
            self.model.removeRow(0)
        self.list.scrollToBottom()
        self._name_button()
        self._appear()

    def _appear(self) -> None:
        if not self.isVisible():
            self._place()
            self.show()
            self.raise_()

    def show_looked_up(self, done: int, count: int) -> None:
        """Say how many of the papers that were read have been looked up on the network."""
        if self._is_on and count > 1:
            text = self.tr("Looked up {n} of {all} papers").format(n=labels.number(done), all=labels.number(count))
            words.set_text(self._headline, text)
            words.set_text(self._name, self.tr("The services are asked in turn"))
            self.bar.setRange(0, count)
            self.bar.setValue(done)
            self._appear()

    def _name_button(self) -> None:
        text = self.tr("Files")
        if self._failed:
            text = self.tr("Files, {n} failed").format(n=labels.number(self._failed))
        self.list_button.setText(text)
        self.list_button.setAccessibleName(text)

    def _unfold(self) -> None:
        self.list.setVisible(self.list_button.isChecked())
        self._name_button()
        self._place()

    def _place(self) -> None:
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        corner = QPoint(self._window.width() - _WIDTH - 20, self._window.height() - self.height() - 44)
        self.move(corner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
