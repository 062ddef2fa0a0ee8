"""What an import would do, shown before anything changes: new, held already, documents, unreadable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import chips, icons, labels, theme, words
from mscref.gui.chip_button import ChipButton
from mscref.gui.detail_header import appeared_in, author_line
from mscref.gui.flow_layout import FlowLayout
from mscref.gui.plan_rows import Row, rows_of, summary_line, without
from mscref.gui.reference_delegate import plain
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.plan import Plan, PlannedDocument

_LONG_NOTE = 48
_ROW = Qt.ItemDataRole.UserRole
_TONES = {"new": "good", "held": "accent", "document": "muted", "unreadable": "bad", "remark": "warn"}


class ImportDialog(QDialog):
    """The plan of one import. Accepted, `chosen` is the plan to carry out."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan, self._vocabulary = plan, vocabulary
        self.setWindowTitle(self.tr("Review before importing"))
        self.setAccessibleName(self.windowTitle())
        self.resize(1000, 640)
        self._model = QStandardItemModel(self)
        for row in rows_of(plan):
            item = QStandardItem(f"{row.title}, {row.note}")
            item.setData(row, _ROW)
            item.setEditable(False)
            if row.kind in ("new", "held"):
                item.setCheckable(True)
                item.setCheckState(Qt.CheckState.Checked)
            item.setAccessibleText(f"{row.title}, {row.second}, {row.note}")
            self._model.appendRow(item)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_RowDelegate(self._list))
        self._list.setProperty("card", True)
        self._list.setAccessibleName(self.tr("What the import would do"))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.selectionModel().currentChanged.connect(lambda index, _old: self._show(index))
        self._model.itemChanged.connect(lambda _item: self._count())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("The selected entry"))
        self._area.viewport().setAccessibleName(self.tr("Entry"))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        halves = QSplitter()
        halves.setAccessibleName(self.tr("List and entry"))
        halves.setHandleWidth(12)
        halves.setStyleSheet("QSplitter::handle { background: transparent; }")
        halves.addWidget(self._list)
        halves.addWidget(self._area)
        halves.setStretchFactor(0, 4)
        halves.setStretchFactor(1, 5)
        halves.setSizes([430, 540])
        self.accept_button = QPushButton()
        self.accept_button.setProperty("primary", True)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(halves, 1)
        foot = words.label(
            self.tr("Nothing changes until you accept. An import can be undone in one step."), muted=True
        )
        foot.setFont(theme.scaled(self.font(), 0.9))
        column.addWidget(foot)
        self._count()
        if self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(0, 0))
        else:
            self._area.setWidget(_padded(words.label(self.tr("Nothing to import was found."), muted=True)))
        self._list.setFocus()

    @property
    def chosen(self) -> Plan:
        """The plan without the references whose tick was taken away."""
        return without(self._plan, self._dropped())

    def _dropped(self) -> set[int]:
        dropped = set()
        for number in range(self._model.rowCount()):
            item = self._model.item(number)
            row = item.data(_ROW)
            if isinstance(row, Row) and item.isCheckable() and item.checkState() != Qt.CheckState.Checked:
                dropped.add(row.index)
        return dropped

    def _head(self) -> QHBoxLayout:
        title = QLabel(self._plan.act)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setFont(theme.scaled(self.font(), 1.4, QFont.Weight.DemiBold))
        title.setAccessibleName(self._plan.act)
        left = QVBoxLayout()
        left.setSpacing(3)
        left.addWidget(title)
        left.addWidget(words.label(summary_line(self._plan), muted=True, wrap=False))
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Cancel, nothing is imported"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(left, 1)
        line.addWidget(cancel, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.accept_button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _count(self) -> None:
        chosen = self.chosen
        new = sum(one.match is None for one in chosen.references)
        held = len(chosen.references) - new
        documents = sum(one.held is None for one in chosen.documents)
        if new:
            text = self.tr("Import {references}").format(references=labels.references(new))
        elif documents:
            text = self.tr("Keep the documents") if documents > 1 else self.tr("Keep the document")
        elif held:
            text = self.tr("Complete what is held")
        else:
            text = self.tr("Import")
        self.accept_button.setText(text)
        self.accept_button.setAccessibleName(text)
        self.accept_button.setEnabled(bool(new or held or documents))

    def _show(self, index: QModelIndex) -> None:
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return
        if row.kind in ("new", "held"):
            body = self._reference(row.index)
        elif row.kind == "document":
            body = self._document(self._plan.documents[row.index])
        elif row.kind == "unreadable":
            unread = self._plan.unreadable[row.index]
            body = self._trouble(unread.path, unread.reason, "error")
        else:
            path, problem = self._plan.problems[row.index]
            body = self._trouble(path, problem.message, "error" if problem.lost else "warn")
        self._area.setWidget(_padded(body))

    def _reference(self, index: int) -> QWidget:
        body, column = _column()
        one = self._plan.references[index]
        reference = one.reference
        if one.match is not None:
            text = self.tr(
                "In the library as {key} ({reason}). It is completed with what it lacks, nothing is replaced."
            )
            note = words.label(text.format(key=one.match_key, reason=one.reason))
            note.setProperty("good", True)
            column.addWidget(note)
        column.addWidget(_field(self.tr("Title"), plain(reference.title)))
        if reference.authors:
            column.addWidget(_field(self.tr("Authors"), author_line(reference)))
        if appeared_in(reference):
            column.addWidget(_field(self.tr("Appeared in"), appeared_in(reference)))
        for name in ("DOI", "PMID", "PMCID", "URL"):
            if reference.get(name):
                column.addWidget(_field(labels.field(name), reference.get(name)))
        if reference.trials:
            column.addWidget(_field(self.tr("Trials"), ", ".join(reference.trials)))
        for facet in FACETS:
            terms = [a for a in one.assignments if a.facet == facet]
            proposed = [p for p in one.proposals if p.facet == facet]
            if terms or proposed:
                read = [(t.term, reference.get(t.field)[t.start : t.end] if t.field else "") for t in terms]
                column.addWidget(self._facet(facet, read, [p.term for p in proposed]))
        for card in self._sources(index):
            column.addWidget(card)
        column.addWidget(_field(self.tr("From"), Path(one.path).name or one.path))
        column.addStretch()
        return body

    def _sources(self, index: int) -> Iterator[QFrame]:
        """Who cites the reference, in which words, and what looked doubtful there."""
        for one in self._plan.documents:
            document = one.document
            for citation, place in zip(document.citations, one.citations, strict=True):
                if place == index:
                    quote = words.Quote(citation.quote, name=self.tr("Printed reference"))
                    yield _card(self.tr("Cited in"), document.title, quote)
                    for warning in citation.warnings:
                        note = words.label(warning)
                        note.setProperty("warn", True)
                        yield _card(self.tr("Worth a look"), "", note)
            if one.represents == index:
                yield _field(self.tr("The document itself"), document.title)

    def _facet(self, facet: str, terms: list[tuple[str, str]], proposed: list[str]) -> QFrame:
        quotes = ", ".join(dict.fromkeys(f"“{quote}”" for _, quote in terms if quote))
        strip = QWidget()
        strip.setAccessibleName(labels.facet(facet))
        flow = FlowLayout(strip, spacing=5)
        for term in [t for t, _ in terms] + proposed:
            label = self._vocabulary.label(facet, term)
            tint = chips.tint_name(self._vocabulary, facet, term)
            is_proposed = term in proposed
            name = self.tr("{term}, proposed").format(term=label) if is_proposed else label
            chip = ChipButton(label, tint, name=name, is_proposed=False, can_remove=False)
            chip.setEnabled(not is_proposed)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.addWidget(chip)
        return _card(labels.facet(facet), self.tr("title: {quotes}").format(quotes=quotes) if quotes else "", strip)

    def _document(self, one: PlannedDocument) -> QWidget:
        body, column = _column()
        document = one.document
        if one.held is not None:
            note = words.label(self.tr("The library has this document already; it is not kept twice."))
            note.setProperty("good", True)
            column.addWidget(note)
        column.addWidget(_field(self.tr("Document"), document.title, labels.kind(document.kind)))
        for citation in document.citations:
            quote = words.Quote(citation.quote, name=self.tr("Printed reference"))
            column.addWidget(_card(self.tr("Cites"), "; ".join(citation.warnings), quote))
        for mention in document.mentions:
            at = mention.quote.find(mention.text)
            quote = words.Quote(mention.quote, at, at + len(mention.text), name=self.tr("Sentence"))
            column.addWidget(_card(self.tr("Names"), f"{mention.text} · {labels.mention_kind(mention.kind)}", quote))
        column.addStretch()
        return body

    def _trouble(self, path: str, message: str, tone: str) -> QWidget:
        body, column = _column()
        column.addWidget(_field(self.tr("File"), path))
        words_of_it = words.label(message)
        words_of_it.setProperty(tone, True)
        column.addWidget(words_of_it)
        column.addStretch()
        return body


def _column() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return body, column


def _padded(body: QWidget) -> QWidget:
    body.setAccessibleName(body.accessibleName() or "-")
    body.setContentsMargins(0, 0, 6, 0)
    return body


def _field(caption: str, text: str, note: str = "") -> QFrame:
    return _card(caption, note, words.label(text))


def _card(caption: str, note: str, body: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    card.setAccessibleName(caption)
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 8, 12, 9)
    column.setSpacing(3)
    top = QHBoxLayout()
    top.addWidget(words.caption(caption))
    top.addStretch()
    column.addLayout(top)
    if note:
        is_long = len(note) > _LONG_NOTE
        why = words.label(note, wrap=is_long)
        why.setProperty("good", True)
        why.setFont(theme.scaled(why.font(), 0.86))
        if is_long:
            column.addWidget(why)
        else:
            top.addWidget(why)
    column.addWidget(body)
    return card


class _RowDelegate(QStyledItemDelegate):
    """Two lines an entry: tick, first author and year, what will happen; the title below."""

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on the tick box, or the space bar, takes the entry in or out."""
        on_box = isinstance(event, QMouseEvent) and event.position().x() < option.rect.left() + 38
        is_click = event.type() == QEvent.Type.MouseButtonRelease and on_box
        is_space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        if tick is None or not (is_click or (is_space and event.type() == QEvent.Type.KeyPress)):
            return False
        was_on = Qt.CheckState(tick) == Qt.CheckState.Checked
        fresh = Qt.CheckState.Unchecked if was_on else Qt.CheckState.Checked
        return model.setData(index, fresh, Qt.ItemDataRole.CheckStateRole)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, int(option.fontMetrics.height() * 3.0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return
        look = theme.of()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(5, 2, -5, -2)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = option.state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.selection if is_chosen else look.hover))
            painter.drawRoundedRect(ground, 7, 7)
        left = ground.left() + 12
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        is_off = tick is not None and Qt.CheckState(tick) == Qt.CheckState.Unchecked
        tone = QColor(getattr(look, _TONES[row.kind]))
        if tick is None:
            sign = "document" if row.kind == "document" else "warning"
            icons.paint(painter, sign, tone.name(), QRectF(left - 1, ground.center().y() - 8, 16, 16))
        else:
            box = QRectF(left, ground.center().y() - 7, 14, 14)
            painter.setPen(QPen(QColor(look.muted) if is_off else tone, 1.2))
            painter.setBrush(QColor(look.base) if is_off else tone)
            painter.drawRoundedRect(box, 4, 4)
            if not is_off:
                icons.paint(painter, "check", look.base, box.adjusted(1, 1, -1, -1))
        left += 26
        half = ground.height() / 2
        note_font = theme.scaled(option.font, 0.86)
        painter.setFont(note_font)
        painter.setPen(QColor(look.muted))
        width = painter.fontMetrics().horizontalAdvance(row.note) + 4
        note_place = QRectF(ground.right() - width - 12, ground.top() + 2, width, half)
        painter.drawText(note_place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.note)
        strong = theme.scaled(option.font, 1.0, QFont.Weight.DemiBold)
        strong.setStrikeOut(is_off)
        painter.setFont(strong)
        painter.setPen(QColor(look.muted if is_off else look.text))
        room = note_place.left() - left - 8
        head = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, ground.top() + 3, room, half - 2), Qt.AlignmentFlag.AlignVCenter, head)
        painter.setFont(theme.scaled(option.font, 0.93))
        painter.setPen(QColor(look.muted))
        room = ground.right() - left - 12
        second = painter.fontMetrics().elidedText(plain(row.second), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, ground.top() + half - 1, room, half - 3), Qt.AlignmentFlag.AlignVCenter, second)
        painter.restore()
