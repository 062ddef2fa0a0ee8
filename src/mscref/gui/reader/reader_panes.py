"""Where the parts of the reader stand: what is beside the pages, the pages, the marks; or why there are none."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mscref.gui.reader.find_bar import FindBar
from mscref.gui.reader.mark_panel import MarkPanel
from mscref.gui.reader.mark_popup import MarkPopup
from mscref.gui.reader.unopened import Unopened
from mscref.model.facets import Vocabulary

_SIZES = (220, 660, 280)


class ReaderPanes(QStackedWidget):
    """Pages come and go; the find bar, the popup and the panel of marks stay."""

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages or why there are none"))
        self.find_bar = FindBar()
        self.find_bar.hide()
        self.marks = MarkPanel(vocabulary)
        self.marks.setMinimumWidth(230)
        self.unopened = Unopened()
        self._held: tuple[QWidget, ...] = ()
        middle = QWidget()
        middle.setAccessibleName(self.tr("Pages"))
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.find_bar)
        self.popup = MarkPopup(middle)
        self._panes = QSplitter()
        self._panes.setAccessibleName(self.tr("Pages and what stands beside them"))
        self._panes.setChildrenCollapsible(False)
        self._panes.setHandleWidth(1)
        self._panes.addWidget(middle)
        self._panes.addWidget(self.marks)
        self.addWidget(self.unopened)
        self.addWidget(self._panes)

    def show_pages(self, view: QWidget, side: QWidget) -> None:
        """Show the pages and what is beside them."""
        side.setMinimumWidth(_SIZES[0] - 10)
        self._column.addWidget(view, 1)
        self._panes.insertWidget(0, side)
        for number in range(self._panes.count()):
            self._panes.setStretchFactor(number, int(number == 1))
            self._panes.handle(number).setAccessibleName(self.tr("Edge between panes"))
        self._panes.setSizes(_SIZES)
        self._held = (view, side)
        self.setCurrentWidget(self._panes)

    def clear(self) -> None:
        """Let the pages go."""
        self.setCurrentWidget(self.unopened)
        for widget in self._held:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._held = ()
        self.popup.hide()
        self.find_bar.hide()
        self.find_bar.restart()
        self.marks.show_marks([], {}, frozenset())
        self.unopened.say_opening("")
