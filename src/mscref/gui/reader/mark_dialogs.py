"""Small dialogs about marks: names of the colours, a term to choose, a claim to support."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, words
from mscref.gui.reader import marking_colours
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.folding import fold
from mscref.model.studies import STANCES, Claim

_VALUE = Qt.ItemDataRole.UserRole + 1
_SAID = Qt.ItemDataRole.UserRole + 2


class MeaningsDialog(QDialog):
    """A name for each colour; a colour without a name is not offered. Accepted, the names are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What the colours mean"))
        self.setAccessibleName(self.windowTitle())
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        self.fields: list[QLineEdit] = []
        for number, name in enumerate(marking_colours.meanings()):
            sign = QLabel()
            sign.setPixmap(marking_colours.dot(number, 18).pixmap(18, 18))
            sign.setAccessibleName(self.tr("Colour {n}").format(n=number + 1))
            field = QLineEdit(name)
            field.setMaxLength(40)
            field.setAccessibleName(self.tr("Meaning of colour {n}").format(n=number + 1))
            field.setPlaceholderText(self.tr("Not offered"))
            grid.addWidget(sign, number, 0)
            grid.addWidget(field, number, 1)
            self.fields.append(field)
        column = _column(self)
        column.addWidget(words.label(self.tr("Colours with a name are offered when you select words."), muted=True))
        column.addLayout(grid)
        column.addWidget(_buttons(self, self.tr("Save")))
        self.resize(360, 420)

    def accept(self) -> None:
        """Keep the names."""
        marking_colours.name_meanings([field.text() for field in self.fields])
        super().accept()


class TermDialog(QDialog):
    """One facet term, found by typing. Accepted, `chosen` is (facet, term)."""

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose a term"))
        self.setAccessibleName(self.windowTitle())
        model = QStandardItemModel(self)
        for facet in FACETS:
            for term in vocabulary.terms(facet):
                item = QStandardItem(self.tr("{term} – {facet}").format(term=term.label, facet=labels.facet(facet)))
                item.setEditable(False)
                item.setData((facet, term.id), _VALUE)
                item.setData(fold(" ".join((term.label, *term.synonyms))), _SAID)
                model.appendRow(item)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(model)
        self._shown.setFilterRole(_SAID)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a term, a synonym or an abbreviation"))
        self.field.setAccessibleName(self.tr("Find a term"))
        self.field.textChanged.connect(self._narrow)
        self.list = _list(self._shown, self.tr("Terms"))
        self.list.doubleClicked.connect(self.accept)
        column = _column(self)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(_buttons(self, self.tr("Choose")))
        self.resize(420, 460)
        self._narrow("")

    @property
    def chosen(self) -> tuple[str, str] | None:
        value = self.list.currentIndex().data(_VALUE)
        return (str(value[0]), str(value[1])) if value else None

    def _narrow(self, text: str) -> None:
        self._shown.setFilterFixedString(fold(text))
        self.list.setCurrentIndex(self._shown.index(0, 0))


class ClaimDialog(QDialog):
    """A claim, held or new, and what the marked words are to it. Accepted, see `claim`, `text` and `stance`."""

    def __init__(self, claims: Sequence[Claim], quote: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Use as evidence for a claim"))
        self.setAccessibleName(self.windowTitle())
        model = QStandardItemModel(self)
        for claim in claims:
            item = QStandardItem(claim.text)
            item.setEditable(False)
            item.setData(claim.id, _VALUE)
            model.appendRow(item)
        self.list = _list(model, self.tr("Claims"))
        self.list.setWordWrap(True)
        self.new = QLineEdit()
        self.new.setPlaceholderText(self.tr("Or a new claim"))
        self.new.setAccessibleName(self.tr("A new claim"))
        self.stances = QComboBox()
        self.stances.setAccessibleName(self.tr("What the words are to the claim"))
        self.stances.view().setAccessibleName(self.tr("Stances"))
        for stance, label in zip(
            STANCES, (self.tr("supports it"), self.tr("contradicts it"), self.tr("is mixed")), strict=True
        ):
            self.stances.addItem(label, stance)
        column = _column(self)
        column.addWidget(words.Quote(quote, name=self.tr("The marked words")))
        column.addWidget(self.list, 1)
        column.addWidget(self.new)
        column.addWidget(self.stances)
        column.addWidget(_buttons(self, self.tr("Attach")))
        self.resize(460, 460)
        if claims:
            self.list.setCurrentIndex(model.index(0, 0))
        self.list.setVisible(bool(claims))

    @property
    def text(self) -> str:
        """The words of a new claim, "" when a held one is meant."""
        return " ".join(self.new.text().split())

    @property
    def claim(self) -> int | None:
        """The held claim."""
        value = self.list.currentIndex().data(_VALUE)
        return None if self.text or value is None else int(value)

    @property
    def stance(self) -> str:
        return str(self.stances.currentData())


def _column(dialog: QDialog) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(18, 16, 18, 16)
    column.setSpacing(10)
    return column


def _list(model: QStandardItemModel | QSortFilterProxyModel, name: str) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setProperty("card", True)
    view.setAccessibleName(name)
    view.viewport().setAccessibleName(name)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    return view


def _buttons(dialog: QDialog, text: str) -> QDialogButtonBox:
    box = QDialogButtonBox()
    box.setAccessibleName(dialog.windowTitle())
    yes = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    no = box.addButton(dialog.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    yes.setAccessibleName(text)
    no.setAccessibleName(no.text())
    yes.setDefault(True)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
