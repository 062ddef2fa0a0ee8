"""The small questions of a review: a claim's words, what a reference does to a claim, a reason, a source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import theme, words
from mscref.gui.studies import names
from mscref.model.studies import SOURCE_KINDS, STANCES, Batch, Claim

_MOST_PAGES = 99_999
_SHOWN = 100


class _Question(QDialog):
    """A heading, a form, two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._box.accepted.connect(self.accept)
        self._box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addLayout(self._form, 1)
        column.addWidget(self._box)
        self.resize(560, 220)

    def entitle(self, title: str, done: str) -> None:
        """Name the dialog and the button that ends it well."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        words.set_text(self._heading, title)
        self._box.setAccessibleName(self.tr("Buttons"))
        self._box.button(QDialogButtonBox.StandardButton.Ok).setText(done)
        for button in self._box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))

    def add(self, label: str, field: QWidget) -> None:
        """One line of the form."""
        field.setAccessibleName(label)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, field.sizePolicy().verticalPolicy())
        self._form.addRow(words.label(label, muted=True, wrap=False), field)

    def allow(self, is_complete: bool) -> None:
        """Let the dialog end well, or not yet."""
        self._box.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_complete)


class AddClaimDialog(_Question):
    """The words of a claim of one's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Add a claim"), self.tr("Add"))
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.add(self.tr("Claim"), self.edit)
        self.edit.textChanged.connect(lambda: self.allow(bool(self.text)))
        self.allow(False)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.edit.toPlainText().strip()


class EvidenceDialog(_Question):
    """What references do to a claim, with their words; `claims` are offered, `chosen` stands there first."""

    def __init__(
        self,
        claims: Sequence[Claim],
        references: Sequence[tuple[int, str]],
        chosen: Claim | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Add evidence for a claim"), self.tr("Add"))
        self.claim_box, self.reference_box, self.stance_box = QComboBox(), QComboBox(), QComboBox()
        for claim in claims:
            self.claim_box.addItem(_short(claim.text), claim.id)
        for id, key in references:
            self.reference_box.addItem(key, id)
        for stance in STANCES:
            self.stance_box.addItem(names.stance(stance), stance)
        self.claim_box.setCurrentIndex(max(self.claim_box.findData(chosen.id), 0) if chosen else 0)
        self.quote_edit = QLineEdit()
        self.page_edit = QLineEdit()
        self.page_edit.setValidator(QIntValidator(1, _MOST_PAGES, self.page_edit))
        self.page_edit.setPlaceholderText(self.tr("not said"))
        for label, box in (
            (self.tr("Claim"), self.claim_box),
            (self.tr("Reference"), self.reference_box),
            (self.tr("It"), self.stance_box),
        ):
            box.view().setAccessibleName(label)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.add(label, box)
        self.add(self.tr("Its words"), self.quote_edit)
        self.add(self.tr("Page"), self.page_edit)
        self.allow(bool(claims) and bool(references))

    @property
    def answer(self) -> tuple[int, int, str, str, int]:
        """Claim, reference, stance, quote, page."""
        return (
            int(self.claim_box.currentData()),
            int(self.reference_box.currentData()),
            str(self.stance_box.currentData()),
            self.quote_edit.text().strip(),
            int(self.page_edit.text() or 0),
        )


class ReasonDialog(_Question):
    """Why references are excluded; the reasons given before are offered."""

    def __init__(self, n: int, known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Exclude {n} references").format(n=n) if n > 1 else self.tr("Exclude a reference")
        self.entitle(title, self.tr("Exclude"))
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.addItems(list(known))
        self.box.view().setAccessibleName(self.tr("Reasons"))
        edit = self.box.lineEdit()
        if edit is not None:
            edit.setAccessibleName(self.tr("Reason"))
            edit.setPlaceholderText(self.tr("for example: no cells were given"))
            edit.selectAll()
        self.add(self.tr("Reason"), self.box)
        self.resize(460, 160)

    @property
    def reason(self) -> str:
        """What was typed or chosen."""
        return self.box.currentText().strip()


class SourceDialog(_Question):
    """Where the records of an import came from."""

    def __init__(self, batch: Batch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("Where these records came from"), self.tr("Keep"))
        self.name_edit, self.kind_box, self.query_edit = (
            QLineEdit(batch.source),
            QComboBox(),
            QPlainTextEdit(batch.query),
        )
        self.query_edit.setTabChangesFocus(True)
        self.name_edit.setPlaceholderText("PubMed")
        self.kind_box.view().setAccessibleName(self.tr("Kinds"))
        for kind in SOURCE_KINDS:
            self.kind_box.addItem(names.kind(kind), kind)
        self.kind_box.setCurrentIndex(max(self.kind_box.findData(batch.source_kind), 0))
        self.add(self.tr("Name"), self.name_edit)
        self.add(self.tr("Kind"), self.kind_box)
        self.add(self.tr("What was searched"), self.query_edit)
        self.name_edit.textChanged.connect(lambda text: self.allow(bool(text.strip())))
        self.allow(bool(batch.source))
        self.resize(560, 300)

    @property
    def answer(self) -> tuple[str, str, str]:
        """Name, kind, query."""
        kind = str(self.kind_box.currentData())
        return self.name_edit.text().strip(), kind, self.query_edit.toPlainText().strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
