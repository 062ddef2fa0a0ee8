"""Beside the pages: small pictures, the outline, and what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import theme, words
from mscref.gui.reader.source import PageSource
from mscref.gui.reader.thumbnails import Thumbnails
from mscref.sandbox.pages import OutlineItem, PageHit, PdfSheet

_Index = QModelIndex | QPersistentModelIndex
_FOUND = 2  # the place of the list of hits among the tabs
_HIT = Qt.ItemDataRole.UserRole + 1


class SidePanel(QWidget):
    """`page_asked` carries a page; `heading_asked` an OutlineItem; `hit_asked` a PageHit."""

    page_asked = Signal(int)
    heading_asked = Signal(object)
    hit_asked = Signal(object)

    def __init__(self, source: PageSource, sheet: PdfSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages, outline, search"))
        self.thumbnails = Thumbnails(source, sheet)
        self.thumbnails.page_asked.connect(self.page_asked)
        self.outline = _tree(sheet.outline)
        self.outline.setAccessibleName(self.tr("Outline"))
        self.outline.viewport().setAccessibleName(self.tr("Headings"))
        self.outline.itemActivated.connect(self._go)
        self.outline.itemClicked.connect(self._go)
        self.hits = QListView()
        self.hits.setAccessibleName(self.tr("What was found"))
        self.hits.viewport().setAccessibleName(self.tr("Hits"))
        self.hits.setFrameShape(QFrame.Shape.NoFrame)
        self.hits.setProperty("side", True)
        self.hits.setUniformItemSizes(True)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hit_model = HitModel(sheet)
        self.hits.setModel(self.hit_model)
        self.hits.setItemDelegate(_HitPainter(self.hits))
        for signal in (self.hits.clicked, self.hits.activated):
            signal.connect(lambda index: self.hit_asked.emit(index.data(_HIT)))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("What stands beside the pages"))
        self.tabs.setExpanding(True)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(self.tr("Beside the pages"))
        no_outline = words.label(self.tr("This file has no outline."), muted=True)
        no_outline.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        no_outline.setContentsMargins(12, 20, 12, 0)
        shown: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Pages"), self.thumbnails),
            (self.tr("Outline"), self.outline if sheet.outline else no_outline),
            (self.tr("Found"), self.hits),
        )
        for title, widget in shown:
            self.tabs.addTab(title)
            self._stack.addWidget(widget)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def show_hits(self, hits: Sequence[PageHit]) -> None:
        """List what was found, and bring the list to the front."""
        self.hit_model.show(hits)
        if hits:
            self.tabs.setCurrentIndex(_FOUND)

    def leave_hits(self) -> None:
        """The search is over: the pages come back to the front."""
        if self.tabs.currentIndex() == _FOUND:
            self.tabs.setCurrentIndex(0)

    def choose_hit(self, number: int) -> None:
        """Mark one hit of the list."""
        index = self.hit_model.index(number)
        self.hits.setCurrentIndex(index)
        self.hits.scrollTo(index)

    def _go(self, item: QTreeWidgetItem) -> None:
        heading = item.data(0, Qt.ItemDataRole.UserRole)
        if isinstance(heading, OutlineItem) and heading.page is not None:
            self.heading_asked.emit(heading)


class HitModel(QAbstractListModel):
    """What was found, in the order of the pages."""

    def __init__(self, sheet: PdfSheet) -> None:
        super().__init__()
        self._sheet = sheet
        self.hits: tuple[PageHit, ...] = ()

    def show(self, hits: Sequence[PageHit]) -> None:
        """List these hits; those that are there already stay."""
        fresh = tuple(hits)
        if self.hits and fresh[: len(self.hits)] == self.hits:
            if len(fresh) > len(self.hits):
                self.beginInsertRows(QModelIndex(), len(self.hits), len(fresh) - 1)
                self.hits = fresh
                self.endInsertRows()
            return
        self.beginResetModel()
        self.hits = fresh
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.hits):
            return None
        hit = self.hits[index.row()]
        if role == _HIT:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.tr("{page}: {words}").format(page=self.label(hit), words=hit.before + hit.words + hit.after)
        return None

    def label(self, hit: PageHit) -> str:
        """The page of a hit, for people."""
        return self._sheet.pages[hit.page - 1].label or str(hit.page)


class _HitPainter(QStyledItemDelegate):
    """Two lines: the words with the hit in bold, and the page."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        high = QFontMetricsF(option.font).height()
        return QSize(100, round(2 * high + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit, model = index.data(_HIT), index.model()
        if not isinstance(hit, PageHit) or not isinstance(model, HitModel):
            return
        look = theme.of(option.widget)
        rect = QRectF(option.rect).adjusted(10, 6, -8, -6)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(look.selection))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(look.hover))
        font = QFont(option.font)
        bold = QFont(font)
        bold.setBold(True)
        plain, strong = QFontMetricsF(font), QFontMetricsF(bold)
        found = " ".join(hit.words.split())
        room = rect.width() - strong.horizontalAdvance(found)
        before = plain.elidedText(hit.before.lstrip(), Qt.TextElideMode.ElideLeft, max(0.0, room * 0.4))
        painter.save()
        x = rect.left()
        for text, face, ink in ((before, font, look.muted), (found, bold, look.text), (hit.after, font, look.muted)):
            metrics = QFontMetricsF(face)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, rect.right() - x))
            painter.setFont(face)
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(x, rect.top(), rect.right() - x, plain.height()), 0, shown)
            x += metrics.horizontalAdvance(shown)
        painter.setFont(theme.scaled(font, 0.86))
        painter.setPen(QColor(look.muted))
        place = self.tr("Page {page}").format(page=model.label(hit))
        painter.drawText(QRectF(rect.left(), rect.top() + plain.height() + 2, rect.width(), plain.height()), 0, place)
        painter.restore()


def _tree(outline: Sequence[OutlineItem]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderHidden(True)
    tree.header().setAccessibleName("-")
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setProperty("side", True)
    tree.setIndentation(14)
    above: list[QTreeWidgetItem] = []
    for heading in outline:
        item = QTreeWidgetItem([heading.title])
        item.setData(0, Qt.ItemDataRole.UserRole, heading)
        del above[heading.level :]
        if above:
            above[-1].addChild(item)
        else:
            tree.addTopLevelItem(item)
        above.append(item)
    tree.expandToDepth(0)
    return tree
