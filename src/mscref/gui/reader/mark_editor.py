"""One mark to be edited where it is shown: colour, comment, tags, terms; deleted; used as evidence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from mscref.gui import icons, tips
from mscref.gui.flow_layout import FlowLayout, empty
from mscref.gui.inline_edit import InlineLine, InlineText
from mscref.gui.reader import marking_colours
from mscref.model.facets import Vocabulary
from mscref.model.holdings import AnnotationRecord


class MarkEditor(QScrollArea):
    """`edited` carries the id and the changed fields; `removed` the id; `menu_filling` the menu of evidence to fill."""

    edited = Signal(int, object)
    removed = Signal(int)
    copied = Signal(object)
    terms_asked = Signal(object)
    menu_filling = Signal(object, object)

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vocabulary = vocabulary
        self.record: AnnotationRecord | None = None
        self.setAccessibleName(self.tr("Chosen mark"))
        self.viewport().setAccessibleName(self.tr("Chosen mark"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(216)
        body = QWidget()
        body.setAccessibleName(self.tr("Chosen mark"))
        body.setAutoFillBackground(True)
        self.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(7)
        column.addLayout(self._head())
        self.note = InlineText(self.tr("Comment"), keeps_lines=True)
        self.note.setProperty("inline", False)
        self.note.setPlaceholderText(self.tr("Comment"))
        self.note.committed.connect(lambda text: self._edit(note=text))
        column.addWidget(self.note)
        self.tags = InlineLine(self.tr("Tags, separated by commas"))
        self.tags.setProperty("inline", False)
        self.tags.setPlaceholderText(self.tr("Tags, separated by commas"))
        self.tags.committed.connect(self._set_tags)
        column.addWidget(self.tags)
        self._terms = FlowLayout()
        column.addLayout(self._terms)
        self.evidence = QPushButton(self.tr("Use as evidence for"))
        self.evidence.setAccessibleName(self.evidence.text())
        icons.dress(self.evidence, "evidence")
        menu = QMenu(self.evidence)
        menu.setAccessibleName(self.evidence.text())
        menu.aboutToShow.connect(self._fill_menu)
        self.evidence.setMenu(menu)
        column.addWidget(self.evidence)
        column.addStretch()

    def show_record(self, record: AnnotationRecord) -> None:
        """Show a mark; what is being typed about the same mark is not disturbed."""
        if self.record is not None and self.record.id != record.id:
            for field in (self.note, self.tags):
                field.clearFocus()
        self.record = record
        self.note.show_text(record.note)
        self.tags.show_text(", ".join(record.tags))
        for number, button in self._colours.items():
            button.setChecked(number == record.colour)
        self._show_terms(record)

    def write(self) -> None:
        """Put the cursor into the comment."""
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self) -> QHBoxLayout:
        self._colours: dict[int, QToolButton] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(1)
        self.fill_colours()
        self._row.addStretch()
        for icon, name, act in (
            ("copy", self.tr("Copy with citation"), lambda: self.copied.emit(self.record)),
            ("trash", self.tr("Delete the mark"), self._remove),
        ):
            button = QToolButton()
            button.setProperty("quiet", True)
            icons.dress(button, icon, "muted")
            button.setAccessibleName(name)
            button.setToolTip(tips.plain(name))
            button.clicked.connect(act)
            self._row.addWidget(button)
        return self._row

    def fill_colours(self) -> None:
        """Offer the colours that have a name."""
        for button in self._colours.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self._colours = {}
        for place, (number, meaning) in enumerate(marking_colours.offered()):
            button = QToolButton()
            button.setProperty("quiet", True)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setIcon(marking_colours.dot(number))
            button.setIconSize(QSize(18, 18))
            button.setAccessibleName(meaning)
            button.setToolTip(tips.plain(meaning))
            button.clicked.connect(lambda _checked=False, n=number: self._edit(colour=n))
            self._row.insertWidget(place, button)
            self._colours[number] = button

    def _show_terms(self, record: AnnotationRecord) -> None:
        empty(self._terms)
        for facet, term in record.terms:
            known = self.vocabulary.get(facet, term)
            label = known.label if known else term
            button = QPushButton(f"{label}  ×")
            button.setProperty("link", True)
            button.setAccessibleName(self.tr("Take {term} off the mark").format(term=label))
            button.setToolTip(tips.plain(button.accessibleName()))
            rest = tuple(one for one in record.terms if one != (facet, term))
            button.clicked.connect(lambda _checked=False, left=rest: self._edit(terms=left))
            self._terms.addWidget(button)
        add = QPushButton(self.tr("Add a term…"))
        add.setProperty("link", True)
        add.setAccessibleName(add.text())
        add.clicked.connect(lambda: self.terms_asked.emit(self.record))
        self._terms.addWidget(add)

    def _set_tags(self, text: str) -> None:
        tags = tuple(dict.fromkeys(tag.strip().lstrip("#") for tag in text.split(",") if tag.strip("# ")))
        self._edit(tags=tags)

    def _edit(self, **fields: object) -> None:
        if self.record is not None:
            self.edited.emit(self.record.id, fields)

    def _remove(self) -> None:
        if self.record is not None:
            self.removed.emit(self.record.id)

    def _fill_menu(self) -> None:
        menu = self.evidence.menu()
        menu.clear()
        if self.record is not None:
            self.menu_filling.emit(menu, self.record)
