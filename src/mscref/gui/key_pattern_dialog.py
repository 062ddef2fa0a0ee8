"""The pattern of citation keys: edited with a preview on the library's own references, errors under the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, theme, words
from mscref.gui.value_table import ValueModel, ValueTable
from mscref.jobs import citation_forms, citation_keys, citation_styles, key_patterns
from mscref.jobs.citation_keys import NewKey
from mscref.jobs.key_patterns import PatternError
from mscref.model.reference import Reference

_PAUSE_MS = 120
EXAMPLES = (
    key_patterns.DEFAULT,
    "[auth:capital][year]",
    "[auth:capital]_[shortyear]_[title:3:initials:upper]",
    "[auth:2:capital:etal=EtAl]:[year]",
    "[alpha][shortyear]",
    "[auth]-[journal:all:initials]-[year]",
)


class KeyPatternDialog(QDialog):
    """Accepted, `pattern` is the new one, and `rekeys` says whether the selected references get keys by it."""

    def __init__(
        self,
        pattern: str,
        samples: Sequence[Reference],
        owners: Mapping[str, int],
        selected: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._samples, self._owners = samples, owners
        self.setWindowTitle(self.tr("Citation keys"))
        self.setAccessibleName(self.windowTitle())
        self.resize(680, 560)
        self.field = QLineEdit(pattern)
        self.field.setAccessibleName(self.tr("Pattern of new keys"))
        self.field.setFont(theme.fixed_font(self.font()))
        self.examples = QComboBox()
        self.examples.setAccessibleName(self.tr("Examples"))
        self.examples.view().setAccessibleName(self.tr("Examples"))
        self.examples.addItem(self.tr("Choose an example…"))
        self.examples.addItems(EXAMPLES)
        self.examples.activated.connect(self._take_example)
        self.form = QComboBox()
        self.form.setAccessibleName(self.tr("Dragged and sent citations"))
        self.form.view().setAccessibleName(self.tr("Forms"))
        for form in citation_forms.FORMS:
            self.form.addItem(citation_forms.cite(["key"], form), form)
        self.form.setCurrentIndex(self.form.findData(citation_forms.chosen_form()))
        self.style_box = QComboBox()
        self.style_box.setAccessibleName(self.tr("Style of printed references"))
        self.style_box.view().setAccessibleName(self.tr("Styles"))
        for style, title in citation_styles.STYLES.items():
            self.style_box.addItem(title, style)
        self.style_box.setCurrentIndex(self.style_box.findData(citation_styles.chosen_style()))
        self.error = words.label()
        self.error.setProperty("error", True)
        self.model = ValueModel(
            [
                (self.tr("Key now"), lambda one: one.old),
                (self.tr("By this pattern"), self._told),
            ]
        )
        self.table = ValueTable(self.model, self.tr("Keys by this pattern"), stretched=(1,))
        self.rekey = QCheckBox(self.tr("Give {references} new keys now").format(references=labels.references(selected)))
        self.rekey.setAccessibleName(self.rekey.text())
        self.rekey.setVisible(selected > 0)
        self.ok = QPushButton(self.tr("Use this pattern"))
        self.ok.setAccessibleName(self.ok.text())
        self.ok.setDefault(True)
        self.ok.setProperty("primary", True)
        self.ok.clicked.connect(self.accept)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE_MS)
        self._wait.timeout.connect(self.look)
        self.field.textChanged.connect(lambda _text: self._wait.start())
        self._lay_out()
        self.look()

    @property
    def pattern(self) -> str:
        """The pattern as it stands in the field."""
        return self.field.text()

    @property
    def rekeys(self) -> bool:
        """Whether the selected references are to get keys by the pattern."""
        return self.rekey.isVisibleTo(self) and self.rekey.isChecked()

    def look(self) -> None:
        """Show what the pattern makes of the samples, or what is wrong with it."""
        self._wait.stop()
        try:
            made = citation_keys.planned(self._samples, self._owners, self.pattern)
        except PatternError as error:
            words.set_text(self.error, str(error))
            self.error.show()
            self.ok.setEnabled(False)
            return
        words.set_text(self.error, "", self.tr("No error"))
        self.error.hide()
        self.ok.setEnabled(True)
        self.model.show(made)

    def accept(self) -> None:
        """Close with the pattern, unless something is wrong with it."""
        self.look()
        if self.ok.isEnabled():
            citation_forms.choose_form(str(self.form.currentData()))
            citation_styles.choose_style(str(self.style_box.currentData()))
            super().accept()

    def _told(self, one: NewKey) -> str:
        if one.is_suffixed:
            return self.tr("{key}   (suffixed: the key is taken)").format(key=one.new)
        return one.new

    def _take_example(self, number: int) -> None:
        if number > 0:
            self.field.setText(EXAMPLES[number - 1])
            self.look()

    def _lay_out(self) -> None:
        title = words.label(self.windowTitle(), wrap=False)
        title.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(words.label(self.tr("Pattern"), wrap=False), 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.error, 1, 1)
        grid.addWidget(words.label(self.tr("Examples"), wrap=False), 2, 0)
        grid.addWidget(self.examples, 2, 1)
        grid.addWidget(words.label(self.tr("Dragged rows give"), wrap=False), 3, 0)
        grid.addWidget(self.form, 3, 1)
        grid.addWidget(words.label(self.tr("References are printed in"), wrap=False), 4, 0)
        grid.addWidget(self.style_box, 4, 1)
        tokens = " ".join(key_patterns.tokens_told())
        options = ", ".join(key_patterns.OPTIONS)
        told = self.tr("Tokens: {tokens}\nOptions behind a colon: {options}").format(tokens=tokens, options=options)
        promise = self.tr(
            "Keys that were given stay, whatever is edited. A new key leaves the old one working as an alias."
        )
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAccessibleName(cancel.text())
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.rekey)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(12)
        column.addWidget(title)
        column.addLayout(grid)
        column.addWidget(words.label(told, muted=True))
        column.addWidget(self.table, 1)
        column.addWidget(words.label(promise, muted=True))
        column.addLayout(buttons)
