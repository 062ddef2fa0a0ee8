"""Small pictures of the pages in a column; a press goes to the page. Drawn when they come into sight."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mscref.gui import theme
from mscref.gui.reader.source import LATER, Look, PageSource
from mscref.sandbox.pages import PdfSheet

_Index = QModelIndex | QPersistentModelIndex
_WIDE = 104
_HIGHEST = 180
_PAGE = Qt.ItemDataRole.UserRole + 1


class PageModel(QAbstractListModel):
    """One row a page; the label that the file gives, else its number."""

    def __init__(self, sheet: PdfSheet) -> None:
        super().__init__()
        self.sheet = sheet

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.sheet.pages)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.sheet.pages):
            return None
        label = self.sheet.pages[index.row()].label or str(index.row() + 1)
        if role == Qt.ItemDataRole.DisplayRole:
            return label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Page {page}").format(page=label)
        return index.row() + 1 if role == _PAGE else None


class Thumbnails(QListView):
    """`page_asked` carries the page that was pressed."""

    page_asked = Signal(int)

    def __init__(self, source: PageSource, sheet: PdfSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.dark = False
        self.setAccessibleName(self.tr("Small pictures of the pages"))
        self.viewport().setAccessibleName(self.tr("Pages"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("side", True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setModel(PageModel(sheet))
        self.setItemDelegate(_Painter(self))
        self.clicked.connect(lambda index: self.page_asked.emit(index.row() + 1))
        self.activated.connect(lambda index: self.page_asked.emit(index.row() + 1))
        source.drawn.connect(lambda page: self.update(self.model().index(page - 1, 0)))

    def show_page(self, page: int) -> None:
        """Mark the page in sight."""
        index = self.model().index(page - 1, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def size_of(self, row: int) -> QSize:
        """The size of a small picture."""
        model = self.model()
        assert isinstance(model, PageModel)
        size = model.sheet.pages[row]
        high = min(_HIGHEST, round(_WIDE * size.height / max(1.0, size.width)))
        return QSize(_WIDE, max(20, high))

    def look(self, row: int) -> Look:
        """How a small picture is drawn."""
        model = self.model()
        assert isinstance(model, PageModel)
        width = max(1.0, model.sheet.pages[row].width)
        return Look(round(_WIDE * self.devicePixelRatioF() / width, 4), 0, self.dark)

    def picture(self, row: int) -> QImage | None:
        """The small picture of a row; asked for when it is not there."""
        look = self.look(row)
        image = self._source.image(row + 1, look)
        if image is None:
            self._source.draw(row + 1, look, LATER)
        return image


class _Painter(QStyledItemDelegate):
    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        size = self._view.size_of(index.row())
        return QSize(size.width() + 24, size.height() + 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look = theme.of(self._view)
        rect = QRectF(option.rect)
        size = self._view.size_of(index.row())
        place = QRectF(rect.center().x() - size.width() / 2, rect.top() + 8, size.width(), size.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = self._view.picture(index.row())
        if image is None:
            painter.fillRect(place, look.base)
        else:
            painter.drawImage(place, image)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(QColor(look.accent if chosen else look.line), 2 if chosen else 1))
        painter.drawRect(place)
        painter.setPen(QColor(look.text if chosen else look.muted))
        label = QRectF(rect.left(), place.bottom() + 3, rect.width(), 20)
        painter.drawText(label, Qt.AlignmentFlag.AlignHCenter, str(index.data()))
        painter.restore()
