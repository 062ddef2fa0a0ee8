"""The list of references: sorting, columns, selection and drops. It shows; others decide what."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from mscref.gui.columns import BY_KEY, COLUMNS
from mscref.gui.reference_delegate import ROW_HEIGHTS, ReferenceDelegate
from mscref.gui.reference_model import ReferenceModel
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Summary

_LEAST_TITLE = 180
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ReferenceTable(QTableView):
    """The list. `sort_asked` carries a sort key and whether it descends; `chosen` the selected ids.

    `coloured` carries the digit that was typed: the colour label for the selected ones.
    """

    sort_asked = Signal(str, bool)
    chosen = Signal(list)
    opened = Signal(int)
    files_dropped = Signal(list, object)
    text_dropped = Signal(str)
    typed = Signal(str)
    coloured = Signal(int)

    def __init__(self, fetch: Callable[[Sequence[int]], list[Summary]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.references = ReferenceModel(fetch, self)
        self._delegate = ReferenceDelegate(self.references, self)
        self.sort_key, self.sort_descends = "added", True
        self._density = "comfortable"
        self._is_resetting = False
        self.setModel(self.references)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("References"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.verticalHeader().hide()
        self.verticalHeader().setAccessibleName(self.tr("Row numbers"))
        self._set_up_header()
        # The header would ask the selection of every row, at each repaint, whether a whole column is selected.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self.references, self))
        self.set_density("comfortable")
        self.activated.connect(lambda index: self.opened.emit(self.references.id_at(index.row())))
        self.selectionModel().selectionChanged.connect(self._say_chosen)

    # What is shown

    def light(self, sought: re.Pattern[str] | None) -> None:
        """Light up these words in the titles."""
        if sought != self._delegate.sought:
            self._delegate.sought = sought
            self.viewport().update()

    def show_ids(self, ids: array[int], vocabulary: Vocabulary) -> None:
        """Show other ids; what was selected and is still there stays selected, and in sight."""
        self.references.vocabulary = vocabulary
        if ids == self.references.ids:
            self.references.patch(())
            return
        kept, scroll = self.selected_ids(), self.verticalScrollBar().value()
        self._is_resetting = True
        self.references.show(ids)
        self.select_ids(kept, scroll=False)
        self._is_resetting = False
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scroll)
        if self.selected_ids() != kept:
            self._say_chosen()

    def selected_ids(self) -> list[int]:
        """The selected references in the order shown."""
        picked = self.selectionModel().selection()
        ranges = [picked.at(number) for number in range(picked.count())]
        rows = sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})
        return [self.references.id_at(row) for row in rows if row < len(self.references.ids)]

    def select_ids(self, ids: Sequence[int], *, scroll: bool = True) -> None:
        """Select references; those not shown are passed over."""
        rows = [row for row in map(self.references.row_of, ids) if row is not None]
        last = len(COLUMNS) - 1
        picked = QItemSelection()
        for row in rows:
            picked.select(self.references.index(row, 0), self.references.index(row, last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(picked, flags.ClearAndSelect)
        if rows:
            column = self._first_visible_column()
            current = self.references.index(rows[0], column)
            self.selectionModel().setCurrentIndex(current, flags.NoUpdate)
            if scroll:
                self.scrollTo(current)

    def set_density(self, density: str) -> None:
        """Rows "comfortable" or "compact"."""
        self._density = density if density in ROW_HEIGHTS else "comfortable"
        height = int(QFontMetrics(self.font()).height() * ROW_HEIGHTS[self._density])
        self.verticalHeader().setMinimumSectionSize(12)
        self.verticalHeader().setDefaultSectionSize(height)

    # Columns

    def layout_state(self) -> dict[str, Any]:
        """Order, widths and presence of the columns and the sort, to be kept for the next start."""
        header = self.horizontalHeader()
        order = sorted(range(len(COLUMNS)), key=header.visualIndex)
        return {
            "columns": [COLUMNS[n].key for n in order if not header.isSectionHidden(n)],
            "widths": {COLUMNS[n].key: header.sectionSize(n) for n in order if not header.isSectionHidden(n)},
            "sort": self.sort_key,
            "descends": self.sort_descends,
        }

    def restore_layout(self, state: dict[str, Any]) -> None:
        """Lay the columns as `layout_state` once said; unknown keys are passed over."""
        header = self.horizontalHeader()
        shown = [key for key in state.get("columns", ()) if key in BY_KEY] or [c.key for c in COLUMNS if c.is_shown]
        for number, column in enumerate(COLUMNS):
            header.setSectionHidden(number, column.key not in shown)
            header.resizeSection(number, int(state.get("widths", {}).get(column.key, column.width)))
        for place, key in enumerate(shown):
            header.moveSection(header.visualIndex(BY_KEY[key]), place)
        sort = state.get("sort", "added")
        self._set_sort(sort if any(c.sort == sort for c in COLUMNS) else "added", bool(state.get("descends", True)))

    def fit_title(self) -> None:
        """Give the title what the other columns leave of the width."""
        header = self.horizontalHeader()
        title = BY_KEY["title"]
        others = header.length() - header.sectionSize(title)
        room = self.viewport().width() - others
        if not header.isSectionHidden(title) and room != header.sectionSize(title):
            header.resizeSection(title, max(room, _LEAST_TITLE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_title()

    def column_menu(self) -> QMenu:
        """The column chooser, one tick per column."""
        menu = QMenu(self)
        for number, column in enumerate(COLUMNS):
            action = QAction(column.title, menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.toggled.connect(lambda on, n=number: self.show_column(n, on))
            action.setEnabled(column.key != "title")
            menu.addAction(action)
        menu.addSeparator()
        reset = QAction(self.tr("Reset columns"), menu)
        reset.triggered.connect(lambda: self.restore_layout({"sort": self.sort_key, "descends": self.sort_descends}))
        menu.addAction(reset)
        return menu

    def show_column(self, number: int, on: bool) -> None:
        """Show or hide a column; the title gives or takes the room."""
        self.setColumnHidden(number, not on)
        self.fit_title()

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setAccessibleName(self.tr("Columns"))
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        header.sectionClicked.connect(self._sort_by)
        self.restore_layout({})

    def _choose_columns(self, at: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(at))

    def _sort_by(self, section: int) -> None:
        key = COLUMNS[section].sort
        if not key:
            self._set_sort(self.sort_key, self.sort_descends)
            return
        descends = not self.sort_descends if key == self.sort_key else key in ("year", "added", "modified", "rating")
        self._set_sort(key, descends)
        self.sort_asked.emit(key, descends)

    def _set_sort(self, key: str, descends: bool) -> None:
        self.sort_key, self.sort_descends = key, descends
        section = next((n for n, c in enumerate(COLUMNS) if c.sort == key), -1)
        order = Qt.SortOrder.DescendingOrder if descends else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)

    def _first_visible_column(self) -> int:
        header: QHeaderView = self.horizontalHeader()
        return next(n for n in map(header.logicalIndex, range(len(COLUMNS))) if not header.isSectionHidden(n))

    # Selection, keys and drops

    def _say_chosen(self) -> None:
        if not self._is_resetting:
            self.chosen.emit(self.selected_ids())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Letters typed in the list go to the search box; Qt's own search would read every row."""
        if search.strip():
            self.typed.emit(search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.references.id_at(self.currentIndex().row()))
            return
        if event.text().isdecimal() and event.modifiers() in _PLAIN:
            self.coloured.emit(int(event.text()))
            return
        if event.key() == Qt.Key.Key_Home or event.key() == Qt.Key.Key_End:
            row = 0 if event.key() == Qt.Key.Key_Home else self.references.rowCount() - 1
            if row >= 0:
                self.select_ids([self.references.id_at(row)])
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._consider(event)

    def _consider(self, event: QDropEvent) -> None:
        if event.source() is None and (event.mimeData().hasUrls() or event.mimeData().hasText()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files go to the import, or to the reference under the pointer when it is one PDF; text goes to the import."""
        data = event.mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        row = self.rowAt(event.position().toPoint().y())
        if paths:
            self.files_dropped.emit(paths, self.references.id_at(row) if row >= 0 else None)
        elif data.hasText():
            self.text_dropped.emit(data.text())
        event.accept()
