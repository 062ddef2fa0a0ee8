"""The marks beside the pages: filters, the list, and under it the chosen mark to be edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import icons, labels, tips, words
from mscref.gui.reader import marking_colours
from mscref.gui.reader.mark_editor import MarkEditor
from mscref.gui.reader.mark_list import MarkDelegate, MarkModel, Wanted
from mscref.model.facets import Vocabulary
from mscref.model.holdings import AnnotationRecord


class MarkPanel(QWidget):
    """`chosen` carries the mark that the user went to; `removed` an id; the editor's signals tell of changes.

    `keep_asked` says that marks found again in another version of the file should be stored where they stand now.
    """

    chosen = Signal(object)
    removed = Signal(int)
    meanings_asked = Signal()
    keep_asked = Signal()

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Marks"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.backgroundRole().Base)
        self.model = MarkModel()
        self.delegate = MarkDelegate(vocabulary)
        self.view = _MarkView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(self.delegate)
        self.view.setAccessibleName(self.tr("Marks of this file"))
        self.view.viewport().setAccessibleName(self.tr("Marks"))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # rows are measured for this width
        self.view.setMouseTracking(True)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setLayoutMode(QListView.LayoutMode.Batched)
        self.view.delete_pressed.connect(self._remove)
        self.view.selectionModel().currentChanged.connect(self._go)
        self.view.clicked.connect(self._go)
        self._telling = True
        self.editor = MarkEditor(vocabulary)
        self.editor.hide()
        self.editor.removed.connect(self.removed)
        self._empty = words.label(
            self.tr("Nothing marked yet. Select words and choose a colour."), muted=True, name=self.tr("No marks")
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._empty.setContentsMargins(20, 24, 20, 0)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setAccessibleName(self.tr("List and chosen mark"))
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.view)
        halves.addWidget(self.editor)
        halves.setStretchFactor(0, 1)
        halves.setSizes([1000, 216])
        halves.handle(1).setAccessibleName(self.tr("Edge between list and mark"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._filters())
        column.addWidget(self._places())
        column.addWidget(self._empty)
        column.addWidget(halves, 1)
        self._fill_filters()

    def show_marks(self, records: Sequence[AnnotationRecord], labels: dict[int, str], moved: frozenset[int]) -> None:
        """List the marks of the file; the chosen one stays chosen."""
        chosen = self.editor.record.id if self.editor.record else 0
        self.model.labels, self.model.moved = labels, moved
        self.model.show(records)
        self._fill_filters()
        self._empty.setVisible(not records)
        self.choose(chosen, quietly=True)

    def offer_places(self, count: int) -> None:
        """Say how many marks were found again in another version of the file, and offer to keep where they are."""
        text = (
            self.tr("One mark was found again in this version of the file.")
            if count == 1
            else self.tr("{n} marks were found again in this version of the file.").format(n=labels.number(count))
        )
        words.set_text(self._found_again, text, text)
        self._offer.setVisible(count > 0)

    def _places(self) -> QWidget:
        self._offer = QWidget()
        self._offer.setAccessibleName(self.tr("Another version of the file"))
        self._found_again = words.label(muted=True, name=self.tr("Marks found again"))
        self.keep = QPushButton(self.tr("Keep their new places"))
        self.keep.setAccessibleName(self.keep.text())
        self.keep.clicked.connect(self.keep_asked)
        column = QVBoxLayout(self._offer)
        column.setContentsMargins(12, 0, 12, 10)
        column.setSpacing(6)
        column.addWidget(self._found_again)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self._offer.hide()
        return self._offer

    def choose(self, id: int, *, quietly: bool = False) -> None:
        """Choose a mark of the list and show it for editing; 0 chooses none."""
        row = self.model.row_of(id)
        record = self.model.record(row)
        self._telling = False
        if record is None:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
            self.editor.hide()
            self.editor.record = None
        else:
            index = self.model.index(row)
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)
            self.editor.show_record(record)
            self.editor.show()
        self._telling = True
        if record is not None and not quietly:
            self.chosen.emit(record)

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Name terms by another vocabulary."""
        self.delegate.vocabulary = vocabulary
        self.editor.vocabulary = vocabulary

    def _filters(self) -> QVBoxLayout:
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Filter marks"))
        self.words.setAccessibleName(self.tr("Words of a mark"))
        self.words.setClearButtonEnabled(True)
        for button in self.words.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear"))
        self.colour, self.tag = QComboBox(), QComboBox()
        self.colour.setAccessibleName(self.tr("Colour"))
        self.tag.setAccessibleName(self.tr("Tag"))
        for box in (self.colour, self.tag):
            box.view().setAccessibleName(box.accessibleName())
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.activated.connect(lambda _n: self._narrow())
        self.words.textChanged.connect(lambda _t: self._narrow())
        meanings = QToolButton()
        meanings.setProperty("quiet", True)
        icons.dress(meanings, "settings", "muted")
        meanings.setAccessibleName(self.tr("Name the colours"))
        meanings.setToolTip(tips.plain(meanings.accessibleName()))
        meanings.clicked.connect(self.meanings_asked)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.colour, 1)
        row.addWidget(self.tag, 1)
        row.addWidget(meanings)
        column = QVBoxLayout()
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(row)
        return column

    def _fill_filters(self) -> None:
        wanted = self.model.wanted
        self.colour.clear()
        self.colour.addItem(self.tr("All colours"), None)
        names = marking_colours.meanings()
        used = {record.colour for record in self.model.all}
        for number in sorted(used | {number for number, _ in marking_colours.offered()}):
            name = names[number] if number < len(names) else ""
            self.colour.addItem(marking_colours.dot(number), name or self.tr("Other"), number)
        self.colour.setCurrentIndex(max(0, self.colour.findData(wanted.colour)))
        self.tag.clear()
        self.tag.addItem(self.tr("All tags"), "")
        for tag in sorted({tag for record in self.model.all for tag in record.tags}, key=str.casefold):
            self.tag.addItem(tag, tag)
        self.tag.setCurrentIndex(max(0, self.tag.findData(wanted.tag)))

    def _narrow(self) -> None:
        chosen = self.editor.record.id if self.editor.record else 0
        self.model.narrow(Wanted(self.colour.currentData(), self.tag.currentData() or "", self.words.text()))
        self.choose(chosen, quietly=True)

    def _go(self, index: QModelIndex) -> None:
        record = self.model.record(index.row())
        if self._telling and record is not None:
            self.editor.show_record(record)
            self.editor.show()
            self.chosen.emit(record)

    def _remove(self) -> None:
        if self.editor.record is not None:
            self.removed.emit(self.editor.record.id)


class _MarkView(QListView):
    """Delete removes the chosen mark."""

    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
