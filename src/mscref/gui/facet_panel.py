"""The sidebar: where in the library, which terms, which documents; a click filters the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import icons, labels, theme
from mscref.gui.facet_tree import Contents, FacetTreeModel, Node, found, sections
from mscref.gui.filters import Filters
from mscref.gui.reference_model import MIME_IDS, ids_in
from mscref.model.facets import Vocabulary
from mscref.model.holdings import NONE

_OPEN_AT_FIRST = ("library", "condition", "cell_source", "product_form", "study_type", "documents", "collections",
                  "tags", "searches")  # fmt: skip
_INDENT = 14
_Index = QModelIndex | QPersistentModelIndex


class FacetTree(QTreeView):
    """The tree itself. `pressed` carries the node and how it was pressed: only, toggle or exclude."""

    node_pressed = Signal(object, str)
    node_dropped = Signal(object, list)
    node_menu = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = FacetTreeModel(self)
        self.filters = Filters()
        self.hovered = QPersistentModelIndex()
        self.drop_target = QPersistentModelIndex()
        self.setModel(self.tree)
        self.setItemDelegate(FacetDelegate(self))
        self.setProperty("side", True)
        self.setAccessibleName(self.tr("Filters"))
        self.setHeaderHidden(True)
        self.header().setAccessibleName(self.tr("Filters"))
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)

    def level_of(self, node: Node) -> int:
        """How far a line is set in; lines of a section stand at 1."""
        count = 0
        while node.parent is not None:
            node, count = node.parent, count + 1
        return count

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        node = self.tree.node(index)
        if node is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setCurrentIndex(index)
        if node.kind == "section" or self._on_twisty(event, node, index):
            self.setExpanded(index, not self.isExpanded(index))
            return
        self.node_pressed.emit(node, self._manner(event, node, index))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered = QPersistentModelIndex()
        self.viewport().update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        node = self.tree.node(self.currentIndex())
        if node is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if node.kind == "section":
                self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))
                return
            manner = "toggle" if event.key() == Qt.Key.Key_Space else "only"
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                manner = "exclude"
            self.node_pressed.emit(node, manner)
            return
        if event.text().isalnum():
            event.ignore()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME_IDS):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        node = self.tree.node(index)
        takes = node is not None and node.kind in ("term", "collection", "tag") and node.value != NONE
        self.drop_target = QPersistentModelIndex(index) if takes else QPersistentModelIndex()
        self.viewport().update()
        if takes:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        node = self.tree.node(self.drop_target)
        self.drop_target = QPersistentModelIndex()
        if node is not None:
            self.node_dropped.emit(node, ids_in(event.mimeData()))
            event.acceptProposedAction()

    def _ask_menu(self, at: Any) -> None:
        node = self.tree.node(self.indexAt(at))
        if node is not None:
            self.node_menu.emit(node, self.viewport().mapToGlobal(at))

    def box_at(self, node: Node, rect: QRect) -> QRectF:
        """Where the tick box of a term stands."""
        left = rect.left() + 10 + _INDENT * self.level_of(node) - 4
        return QRectF(left, rect.center().y() - 6.5, 14, 14)

    def _manner(self, event: QMouseEvent, node: Node, index: QModelIndex) -> str:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return "exclude"
        on_box = node.kind == "term" and self.box_at(node, self.visualRect(index)).adjusted(-3, -5, 3, 5).contains(
            event.position()
        )
        return "toggle" if on_box or event.modifiers() & Qt.KeyboardModifier.ControlModifier else "only"

    def _on_twisty(self, event: QMouseEvent, node: Node, index: QModelIndex) -> bool:
        if not node.children:
            return False
        left = self.box_at(node, self.visualRect(index)).left()
        return left - 16 <= event.position().x() < left - 2


class FacetDelegate(QStyledItemDelegate):
    """Paints a line of the sidebar: caption, or icon or tick box, title and count."""

    def __init__(self, view: FacetTree) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        node = self._view.tree.node(index)
        height = int(option.fontMetrics.height() * (2.2 if node is not None and node.kind == "section" else 1.72))
        return QSize(120, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node = self._view.tree.node(index)
        if node is None:
            return
        look = theme.of(self._view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if node.kind == "section":
            self._section(painter, rect, node, look, option.font)
        else:
            self._line(painter, rect, node, look, option.font, index)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(QPen(QColor(look.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(6.5, 1.5, -6.5, -1.5), 6, 6)
        painter.restore()

    def _section(self, painter: QPainter, rect: QRect, node: Node, look: theme.Theme, font: QFont) -> None:
        is_open = self._view.isExpanded(self._view.tree.index_of(node))
        size = 12.0
        middle = rect.center().y() + 4.0
        icons.paint(painter, "chevron_down" if is_open else "chevron_right", look.muted,
                    QRectF(rect.left() + 9, middle - size / 2, size, size))  # fmt: skip
        painter.setFont(theme.caption_font(font))
        painter.setPen(QColor(look.muted))
        place = QRectF(rect.left() + 25, rect.top() + 8, rect.width() - 40, rect.height() - 8)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, node.title)
        chosen = self._view.filters
        if node.facet and (node.facet in chosen.included or node.facet in chosen.excluded):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawEllipse(QPointF(rect.right() - 16, middle), 3, 3)

    def _line(self, painter: QPainter, rect: QRect, node: Node, look: theme.Theme, font: QFont, index: _Index) -> None:
        state = state_of(node, self._view.filters)
        is_hot = index == self._view.hovered
        ground = QRectF(rect).adjusted(6, 1, -6, -1)
        if index == self._view.drop_target:
            self._fill(painter, ground, look.tints["green"].ground)
        elif state == "in":
            self._fill(painter, ground, look.selection)
        elif is_hot:
            self._fill(painter, ground, look.line)
        box = self._view.box_at(node, rect)
        left = box.left()
        if node.children:
            is_open = self._view.isExpanded(self._view.tree.index_of(node))
            sign = "chevron_down" if is_open else "chevron_right"
            icons.paint(painter, sign, look.muted, QRectF(left - 13, rect.center().y() - 5, 11, 11))
        if node.kind == "term":
            if is_hot or state or self._view.filters.included.get(node.facet):
                self._box(painter, box, state, look)
                left += 20
        elif node.icon:
            tone = look.accent if state == "in" else look.muted
            icons.paint(painter, node.icon, tone, QRectF(left, rect.center().y() - 7.5, 16, 16))
            left += 23
        count = "" if node.count is None else labels.number(node.count)
        room = painter.fontMetrics().horizontalAdvance(count) + 18 if count else 12
        is_faint = node.count == 0 and not state
        words = QFont(font)
        if node.value == NONE:
            words.setItalic(True)
        if state == "in":
            words.setWeight(QFont.Weight.DemiBold)
        words.setStrikeOut(state == "out")
        painter.setFont(words)
        painter.setPen(QColor(look.muted if is_faint or state == "out" else look.text))
        place = QRectF(left, rect.top(), rect.right() - left - room - 4, rect.height())
        title = painter.fontMetrics().elidedText(node.title, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(font)
        painter.setPen(QColor(look.text if state == "in" else look.muted))
        right = QRectF(rect.right() - room - 6, rect.top(), room - 8, rect.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)

    @staticmethod
    def _fill(painter: QPainter, place: QRectF, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(place, 6, 6)

    @staticmethod
    def _box(painter: QPainter, box: QRectF, state: str, look: theme.Theme) -> None:
        if state == "in":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(box, 4, 4)
            icons.paint(painter, "check", look.on_accent, box.adjusted(1, 1, -1, -1))
            return
        painter.setPen(QPen(QColor(look.bad if state == "out" else look.muted), 1.2))
        painter.setBrush(QColor(look.base))
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
        if state == "out":
            icons.paint(painter, "close", look.bad, box.adjusted(1, 1, -1, -1))


def state_of(node: Node, filters: Filters) -> str:
    """Whether a line is in force: "in", "out" (excluded) or ""."""
    if node.kind == "place":
        return "in" if filters.place == node.value else ""
    if node.kind == "term":
        if node.value in filters.included.get(node.facet, ()):
            return "in"
        return "out" if node.value in filters.excluded.get(node.facet, ()) else ""
    if node.kind == "search":
        return "in" if filters.text.strip() == node.value else ""
    return "in" if node.value in filters.links.get(node.kind, ()) else ""


class FacetPanel(QWidget):
    """The sidebar with its find line. `changed` carries the new Filters."""

    changed = Signal(object)
    document_asked = Signal(int)
    dropped = Signal(object, list)
    menu_asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("side", True)
        self.setAccessibleName(self.tr("Sidebar"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._contents = Contents()
        self._vocabulary = Vocabulary(())
        self._closed: set[str] | None = None
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find a term"))
        self._find.setAccessibleName(self.tr("Find a term in the sidebar"))
        self._find.textChanged.connect(self._refill)
        self._find.returnPressed.connect(self._press_found)
        self.view = FacetTree()
        self.view.node_pressed.connect(self._press)
        self.view.node_dropped.connect(self.dropped)
        self.view.node_menu.connect(self.menu_asked)
        self.view.expanded.connect(self._remember)
        self.view.collapsed.connect(self._remember)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(4)
        top = QVBoxLayout()
        top.setContentsMargins(10, 0, 10, 0)
        top.addWidget(self._find)
        column.addLayout(top)
        column.addWidget(self.view)

    def show_contents(self, contents: Contents, vocabulary: Vocabulary) -> None:
        """Show counts and lines; what is open stays open."""
        self._contents, self._vocabulary = contents, vocabulary
        self._refill()

    def show_filters(self, filters: Filters) -> None:
        """Light up what is in force."""
        self.view.filters = filters
        self.view.viewport().update()

    def find_term(self) -> None:
        """Take the focus for typing a term's name."""
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()

    def closed_sections(self) -> list[str]:
        """Keys of the lines that are folded, to be kept for the next start."""
        return sorted(self._closed or ())

    def restore_closed(self, keys: Sequence[str]) -> None:
        self._closed = set(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._find.text():
            self._find.clear()
            return
        if event.text().isalnum():
            self._find.setFocus()
            self._find.setText(self._find.text() + event.text())
            return
        super().keyPressEvent(event)

    def _refill(self) -> None:
        find = self._find.text()
        roots = sections(self._contents, self._vocabulary, find)
        if self.view.tree.show(roots):
            self._unfold(all_of_it=bool(find))

    def _unfold(self, *, all_of_it: bool) -> None:
        blocked = self.view.blockSignals(True)
        for root in self.view.tree.roots:
            for node in root.walk():
                if self._closed is not None:
                    is_open = node.key not in self._closed
                else:
                    is_open = node.kind != "section" or node.value in _OPEN_AT_FIRST
                self.view.setExpanded(self.view.tree.index_of(node), all_of_it or is_open)
        self.view.blockSignals(blocked)

    def _remember(self) -> None:
        if not self._find.text():
            view = self.view
            nodes = [n for root in view.tree.roots for n in root.walk() if n.children]
            self._closed = {n.key for n in nodes if not view.isExpanded(view.tree.index_of(n))}

    def _press_found(self) -> None:
        for node in found(self.view.tree.roots, self._find.text(), self._vocabulary)[:1]:
            self._press(node, "only")

    def _press(self, node: Node, manner: str) -> None:
        filters = self.view.filters
        if node.kind == "place":
            self.changed.emit(filters.at(node.value) if manner == "toggle" else Filters(place=node.value))
        elif node.kind == "term":
            act = {"only": filters.only, "toggle": filters.toggled, "exclude": filters.without}[manner]
            self.changed.emit(act(node.facet, node.value))
        elif node.kind == "search":
            self.changed.emit(Filters(text=node.value))
        else:
            self.changed.emit(filters.linked(node.kind, node.value, add=manner == "toggle"))
            if node.kind == "documents" and manner == "only":
                self.document_asked.emit(node.id)
