"""Where the searched words stand: pages of PDFs, annotations and notes, each a line that leads there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mscref.errors import UserError
from mscref.gui import icons, labels, lit_words, theme, words
from mscref.gui.empty_state import EmptyState
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model import query as language
from mscref.model.hits import IndexState, NoteHit, PageHit

_MOST = 300
_MARGIN = 10
_ICONS = {"page": "document", "annotation": "edit", "note": "note"}
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class HitRow:
    """One line: `kind` is page, annotation or note; `heading` says whose, `snippet` what stands there."""

    kind: str
    heading: str
    place: str
    snippet: str
    lit: tuple[tuple[int, int], ...] = ()
    page: PageHit | None = None
    note: NoteHit | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one search: lines, and how far the index of pages is."""

    text: str
    rows: tuple[HitRow, ...]
    state: IndexState


class HitsModel(QAbstractListModel):
    """Immutable lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[HitRow, ...] = ()

    def show(self, rows: Sequence[HitRow]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.heading}, {row.place}: {row.snippet}"
        return row if role == Qt.ItemDataRole.UserRole else None


class HitDelegate(QStyledItemDelegate):
    """Draws whose words and where in one line, the words below with what was sought lit."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, HitRow):
            return
        look = theme.of(self.parent() if isinstance(self.parent(), QWidget) else None)  # type: ignore[arg-type]
        painter.save()
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(look.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(look.hover))
        painter.setPen(QPen(QColor(look.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        icon = QRectF(area.left() + 14, area.top() + _MARGIN + 1, 16, 16)
        icons.paint(painter, _ICONS[row.kind], look.muted, icon)
        left, width = area.left() + 42, area.width() - 56
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(bold)
        place_width = QFontMetricsF(option.font).horizontalAdvance(row.place)
        heading = metrics.elidedText(row.heading, Qt.TextElideMode.ElideRight, width - place_width - 16)
        base = area.top() + _MARGIN + metrics.ascent()
        painter.setFont(bold)
        painter.setPen(QColor(look.text))
        painter.drawText(QPointF(left, base), heading)
        painter.setFont(option.font)
        painter.setPen(QColor(look.muted))
        painter.drawText(QPointF(left + width - place_width, base), row.place)
        self._paint_snippet(painter, row, option.font, QRectF(left, base + metrics.descent() + 4, width, 999), look)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = QFontMetricsF(option.font).lineSpacing()
        return QSize(200, round(3 * line + 2 * _MARGIN + 6))

    def _paint_snippet(self, painter: QPainter, row: HitRow, font: QFont, room: QRectF, look: theme.Theme) -> None:
        layout = QTextLayout(row.snippet, font)
        marked = QTextCharFormat()
        marked.setBackground(QColor(look.lit))
        marked.setFontWeight(QFont.Weight.DemiBold)
        shown = []
        for start, stop in row.lit:
            lit = QTextLayout.FormatRange()
            lit.start = words.utf16(row.snippet, start)
            lit.length = words.utf16(row.snippet, stop) - lit.start
            lit.format = marked
            shown.append(lit)
        layout.setFormats(shown)
        layout.beginLayout()
        height = 0.0
        for _ in range(2):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        painter.setPen(QColor(look.text))
        layout.draw(painter, room.topLeft())


class HitsView(QWidget):
    """The lines of one search. `page_asked` carries a PageHit, `note_asked` a note's id; `closed` leads back."""

    page_asked = Signal(object)
    note_asked = Signal(int)
    closed = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Found in texts"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self._tasks = tasks
        self._text = ""
        self._heading = words.label(wrap=False, name=self.tr("What was found"))
        self._heading.setFont(theme.scaled(self.font(), 1.2, QFont.Weight.DemiBold))
        self._state = words.label(muted=True, wrap=False, name=self.tr("How much can be searched"))
        self.model = HitsModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Places found"))
        self.list.viewport().setAccessibleName(self.tr("Places"))
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self._nothing = EmptyState()
        back = QPushButton(self.tr("Back to the list"))
        back.setAccessibleName(back.text())
        icons.dress(back, "list")
        back.clicked.connect(self.closed)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self._heading)
        left.addWidget(self._state)
        head = QHBoxLayout()
        head.setContentsMargins(18, 14, 14, 10)
        head.addLayout(left, 1)
        head.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1)
        self._nothing.hide()
        tasks.changed.connect(lambda _changes: self._again())
        tasks.reloaded.connect(self._again)

    def search(self, text: str) -> None:
        """Show where the words of a query stand."""
        self._text = text
        self._tasks.ask(lambda lib: found(lib, text), self._show, key="hits", otherwise=self._refuse)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _again(self) -> None:
        if self.isVisible():
            self.search(self._text)

    def _show(self, answer: Found) -> None:
        self.model.show(answer.rows)
        more = "+" if len(answer.rows) >= _MOST else ""
        count = f"{labels.number(len(answer.rows))}{more}"
        heading = self.tr("Places with “{words}”: {n}").format(n=count, words=answer.text)
        if not answer.text.strip():
            heading = self.tr("All notes: {n}").format(n=count)
        words.set_text(self._heading, heading)
        state = answer.state
        pages, waiting = labels.number(state.pages), labels.number(state.waiting)
        read = self.tr("Sought in notes, annotations and on pages of PDFs ({pages} read)").format(pages=pages)
        if state.waiting:
            read = self.tr("{read}; PDFs still to be read: {n}").format(read=read, n=waiting)
        words.set_text(self._state, read)
        self.list.setVisible(bool(answer.rows))
        self._nothing.setVisible(not answer.rows)
        if answer.rows:
            self.list.setCurrentIndex(self.model.index(0))
        else:
            hint = self.tr("Nothing holds these words together. A page must hold all of them.")
            self._nothing.tell("search", self.tr("Nothing found in texts"), hint)

    def _refuse(self, error: UserError) -> None:
        self.model.show(())
        words.set_text(self._heading, str(error))

    def _open(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        if row.note is not None:
            self.note_asked.emit(row.note.id)
        elif row.page is not None:
            self.page_asked.emit(row.page)


def found(library: Library, text: str) -> Found:
    """Notes, annotations and pages that hold the words of a query; without words, all notes."""
    hits = library.page_hits(text, most=_MOST) if text.strip() else []
    wanted = " ".join(_words(language.parse(text)))
    notes = library.find_notes(wanted, most=_MOST) if wanted or not text.strip() else []
    titles = {s.id: (f"{s.authors} {s.year}", s.title) for s in library.summaries(list(_references(hits, notes)))}
    documents = {one.id: one.title for one in library.documents()} if any(hit.document for hit in hits) else {}
    rows = [_note_row(note, titles, wanted) for note in notes]
    for hit in hits:
        kind = "page" if hit.annotation is None else "annotation"
        if hit.reference is not None:
            heading, place = " – ".join(titles.get(hit.reference, (hit.key, ""))), page_name(hit.page)
        else:
            heading, place = documents.get(hit.document or 0, ""), ""
        rows.append(HitRow(kind, heading, place, hit.snippet, _lit(hit.snippet, text, hit), page=hit))
    return Found(text, tuple(rows), library.index_state())


def page_name(number: int) -> str:
    """A page as it is named beside a hit."""
    return QCoreApplication.translate("notes", "p. {number}").format(number=number)


def _references(hits: Sequence[PageHit], notes: Sequence[NoteHit]) -> set[int]:
    of_hits = {hit.reference for hit in hits if hit.reference is not None}
    return of_hits | {note.reference for note in notes if note.reference is not None}


def _note_row(note: NoteHit, titles: dict[int, tuple[str, str]], wanted: str) -> HitRow:
    from mscref.library.page_texts import snippet, word_patterns

    heading = " – ".join(titles[note.reference]) if note.reference in titles else note.owner
    shown, _, _ = snippet(note.text, word_patterns(wanted))
    return HitRow("note", heading, note.title or note.modified[:10], shown, _lit(shown, wanted), note=note)


def _lit(snippet: str, text: str, hit: PageHit | None = None) -> tuple[tuple[int, int], ...]:
    """Every sought word of a snippet, at least the one that the hit is for."""
    wanted = lit_words.sought(text)
    found = lit_words.spans(snippet, wanted) if wanted is not None else ()
    return found or (((hit.start, hit.stop),) if hit is not None and hit.stop > hit.start else ())


def _words(tree: language.Query) -> list[str]:
    if isinstance(tree, language.And | language.Or):
        return [word for part in tree.parts for word in _words(part)]
    return [tree.text] if isinstance(tree, language.Words) and tree.column in ("", "notes") else []
