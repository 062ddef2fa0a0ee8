"""The evidence map: two facets crossed, drawn from the geometry that the printed map has; a click filters the list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolTip, QVBoxLayout, QWidget

from mscref.gui import labels, theme, tips
from mscref.jobs.evidence_map import Bubble, Cell, Heading, Layout, layout
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import EvidenceMap

_GROUP_BAND = 22.0
_CELL = (94.0, 62.0)


def paint_map(painter: QPainter, plan: Layout, look: theme.Theme, *, lit: Cell | None = None) -> None:
    """Paint a whole layout: bands, headings, cells with their bubbles and gaps, and the legend."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    font = QFont(painter.font())
    for group in plan.column_groups:
        band = QRectF(group.x + 2, group.y - 14, group.length - 4, _GROUP_BAND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.side))
        painter.drawRoundedRect(band, 5, 5)
        _write(painter, band, group.label, look.muted, _sized(font, 11, 600), Qt.AlignmentFlag.AlignCenter)
    for group in plan.row_groups:
        place = QRectF(group.x, group.y - 9, 420, 18)
        _write(painter, place, group.label.upper(), look.muted, _sized(font, 10.5, 600))
    for column in plan.columns:
        _heading(painter, column, look, font, is_row=False)
    for row in plan.rows:
        _heading(painter, row, look, font, is_row=True)
    for cell in plan.cells:
        _paint_cell(painter, cell, look, font, is_lit=cell is lit)
    _legend(painter, plan, look, font)


def _paint_cell(painter: QPainter, cell: Cell, look: theme.Theme, font: QFont, *, is_lit: bool) -> None:
    box = QRectF(cell.x, cell.y, cell.width, cell.height)
    painter.setPen(QPen(QColor(look.line), 1))
    painter.setBrush(QColor(look.selection) if is_lit else Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    if cell.bubble is None:
        _write(painter, box, "gap", look.muted, _sized(font, 10.5, 400), Qt.AlignmentFlag.AlignCenter)
    else:
        _paint_bubble(painter, cell.bubble, look, font)


def _paint_bubble(painter: QPainter, bubble: Bubble, look: theme.Theme, font: QFont) -> None:
    middle = QPointF(bubble.x, bubble.y)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(bubble.level.colour))
    painter.drawEllipse(middle, bubble.radius, bubble.radius)
    centre = Qt.AlignmentFlag.AlignCenter
    if bubble.inside:
        number = QRectF(bubble.x - 30, bubble.y - 12, 60, 15)
        _write(painter, number, labels.number(bubble.n), bubble.level.ink, _sized(font, 12.5, 700), centre)
        letter = QRectF(bubble.x - 20, bubble.y + 2, 40, 10)
        _write(painter, letter, bubble.level.letter, bubble.level.ink, _sized(font, 8.5, 600), centre)
    else:
        beside = QRectF(bubble.x + bubble.radius + 4, bubble.y - 8, 60, 16)
        _write(painter, beside, f"{labels.number(bubble.n)} {bubble.level.letter}", look.text, _sized(font, 11, 600))


def _heading(painter: QPainter, heading: Heading, look: theme.Theme, font: QFont, *, is_row: bool) -> None:
    bold, size = _sized(font, 13, 600), 16.0
    if is_row:
        top = heading.y - size * len(heading.lines) / 2 - 8
        for number, line in enumerate(heading.lines):
            _write(painter, QRectF(heading.x, top + size * number, 208, size), line, look.text, bold)
        count = labels.references(heading.references)
        place = QRectF(heading.x, top + size * len(heading.lines) + 1, 200, 15)
        _write(painter, place, count, look.muted, _sized(font, 11, 400))
        return
    top = heading.y - size * len(heading.lines) / 2
    for number, line in enumerate(heading.lines):
        place = QRectF(heading.x - 60, top + size * number, 120, size)
        _write(painter, place, line, look.text, bold, Qt.AlignmentFlag.AlignCenter)


def _legend(painter: QPainter, plan: Layout, look: theme.Theme, font: QFont) -> None:
    bottom = max((cell.y + cell.height for cell in plan.cells), default=plan.top)
    x, y, small = 24.0, bottom + 30, _sized(font, 12, 400)
    painter.setFont(small)
    for level in plan.legend:
        width = painter.fontMetrics().horizontalAdvance(level.label) + 52
        if x + width > plan.width and x > 24:
            x, y = 24.0, y + 24
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(level.colour))
        painter.drawEllipse(QPointF(x + 8, y), 8, 8)
        mark = QRectF(x, y - 8, 16, 16)
        _write(painter, mark, level.letter, level.ink, _sized(font, 9, 700), Qt.AlignmentFlag.AlignCenter)
        _write(painter, QRectF(x + 22, y - 10, width, 20), level.label, look.text, small)
        x += width
    for number, note in enumerate(plan.notes):
        place = QRectF(24, y + 18 + 18 * number, plan.width - 48, 18)
        _write(painter, place, note, look.muted, _sized(font, 11.5, 400))


def _write(
    painter: QPainter, place: QRectF, words: str, colour: str, font: QFont,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:  # fmt: skip
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, alignment, words)


def _sized(font: QFont, pixels: float, weight: int) -> QFont:
    made = QFont(font)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QFont.Weight(weight))
    return made


class MapCanvas(QWidget):
    """The drawing itself; `picked` carries the cell that was clicked or chosen by keyboard."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: Layout | None = None
        self._lit: Cell | None = None
        self._rise = 0.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Evidence map"))

    def show_plan(self, plan: Layout | None) -> None:
        """Draw another layout; the lit cell stays the same crossing."""
        above = [plan.top - 62.0, *(group.y - 16 for group in plan.column_groups)] if plan is not None else [0.0]
        self._rise = max(min(above), 0.0)
        kept = (self._lit.row, self._lit.column) if self._lit is not None else None
        self.plan = plan
        cells = plan.cells if plan is not None else ()
        self._lit = next((c for c in cells if (c.row, c.column) == kept), None)
        size = QSize(int(plan.width), int(plan.height - self._rise)) if plan is not None else QSize(200, 200)
        self.setMinimumSize(size)
        self.update()

    @property
    def lit(self) -> Cell | None:
        return self._lit

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.of(self)
        painter.fillRect(self.rect(), QColor(look.base))
        if self.plan is not None:
            painter.setFont(self.font())
            painter.translate(0, -self._rise)
            paint_map(painter, self.plan, look, lit=self._lit)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.plan is not None:
            cell = self.plan.cell_at(event.pos().x(), event.pos().y() + self._rise)
            QToolTip.showText(event.globalPos(), tips.plain(tip(cell)) if cell is not None else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._light(self._cell_under(event))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._light(None)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_under(event)
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(cell)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if self.plan is not None and event.key() in steps:
            self._step(*steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._lit is not None:
            self.picked.emit(self._lit)
        else:
            super().keyPressEvent(event)

    def _step(self, right: int, down: int) -> None:
        assert self.plan is not None
        columns, rows = [c.id for c in self.plan.columns], [r.id for r in self.plan.rows]
        if not columns or not rows:
            return
        x, y = 0, 0
        if self._lit is not None:
            x = min(max(columns.index(self._lit.column) + right, 0), len(columns) - 1)
            y = min(max(rows.index(self._lit.row) + down, 0), len(rows) - 1)
        wanted = (rows[y], columns[x])
        self._light(next((c for c in self.plan.cells if (c.row, c.column) == wanted), None))
        viewport = self.parent()
        area = viewport.parent() if viewport is not None else None
        if self._lit is not None and isinstance(area, QScrollArea):
            area.ensureVisible(int(self._lit.x), int(self._lit.y - self._rise), 130, 110)

    def _cell_under(self, event: QMouseEvent) -> Cell | None:
        at = event.position()
        return self.plan.cell_at(at.x(), at.y() + self._rise) if self.plan is not None else None

    def _light(self, cell: Cell | None) -> None:
        if cell is self._lit:
            return
        self._lit = cell
        self.setAccessibleDescription(tip(cell) if cell is not None else "")
        is_hand = cell is not None and cell.bubble is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor)
        self.update()


def tip(cell: Cell) -> str:
    """What a cell says when asked: the crossing, the count and the first keys."""
    keys = ", ".join(cell.keys[:8]) + (" …" if len(cell.keys) > 8 else "")
    return f"{cell.tip}\n{keys}" if keys else cell.tip


class EvidenceMapView(QWidget):
    """The map with its heading, the choice of facets and the export. `crossing` carries {facet: term id}."""

    crossing = Signal(object)
    facets_chosen = Signal(str, str)
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Evidence map"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self.map: EvidenceMap | None = None
        self._subtitle = QLabel()
        self._subtitle.setProperty("muted", True)
        self._subtitle.setTextFormat(Qt.TextFormat.PlainText)
        self._subtitle.setAccessibleName(self.tr("What the map shows"))
        self._rows, self._columns = self._chooser(self.tr("Rows"), 0), self._chooser(self.tr("Columns"), 1)
        self.canvas = MapCanvas()
        self.canvas.picked.connect(self._pick)
        area = QScrollArea()
        area.setWidget(self.canvas)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("Map, scrollable"))
        area.viewport().setAccessibleName(self.tr("Map"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(area)

    def show_map(self, map: EvidenceMap, vocabulary: Vocabulary) -> None:
        """Draw a map."""
        self.map = map
        plan = layout(map, vocabulary, cell_width=_CELL[0], cell_height=_CELL[1])
        self._subtitle.setText(plan.subtitle)
        self.canvas.show_plan(plan)

    def _head(self) -> QVBoxLayout:
        title = QLabel(self.tr("Evidence map"))
        title.setFont(theme.scaled(self.font(), 1.45, QFont.Weight.DemiBold))
        title.setAccessibleName(title.text())
        export = QPushButton(self.tr("Save the map…"))
        export.setAccessibleName(self.tr("Save the map as a picture or table"))
        export.clicked.connect(self.export_asked)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(title, 1)
        for text, box in ((self.tr("Rows"), self._rows), (self.tr("Columns"), self._columns)):
            label = QLabel(text)
            label.setProperty("muted", True)
            label.setBuddy(box)
            label.setAccessibleName(text)
            line.addWidget(label)
            line.addWidget(box)
        line.addSpacing(8)
        line.addWidget(export)
        head = QVBoxLayout()
        head.setContentsMargins(24, 14, 20, 8)
        head.setSpacing(4)
        head.addLayout(line)
        head.addWidget(self._subtitle)
        return head

    def _chooser(self, name: str, at: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.view().setAccessibleName(name)
        for facet in FACETS:
            box.addItem(labels.facet(facet), facet)
        box.setCurrentIndex(at)
        box.activated.connect(self._choose)
        return box

    def _choose(self) -> None:
        rows, columns = str(self._rows.currentData()), str(self._columns.currentData())
        if rows == columns:
            other = next(f for f in FACETS if f != rows)
            self._columns.setCurrentIndex(FACETS.index(other))
            columns = other
        self.facets_chosen.emit(rows, columns)

    def _pick(self, cell: Cell) -> None:
        if self.map is not None:
            self.crossing.emit({self.map.row_facet: cell.row, self.map.column_facet: cell.column})
