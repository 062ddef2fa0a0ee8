"""Choose what is exported, how and where, with a preview of the first entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref import settings
from mscref.errors import UserError
from mscref.gui import labels, theme
from mscref.jobs import exporting
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Record

FORMATS = {
    "bibtex": ("BibTeX", ".bib"),
    "biblatex": ("BibLaTeX", ".bib"),
    "ris": ("RIS", ".ris"),
    "nbib": ("PubMed (nbib)", ".nbib"),
    "csl-json": ("CSL-JSON", ".json"),
    "csv": ("CSV", ".csv"),
    "markdown": ("Markdown", ".md"),
    "html": ("HTML", ".html"),
}


@dataclass(frozen=True)
class Scope:
    """One choice of what is exported: its name and the ids."""

    title: str
    ids: Sequence[int]


@dataclass(frozen=True)
class ExportWish:
    """What the user asked for."""

    ids: Sequence[int]
    path: Path
    format: str
    options: dict[str, Any]


class ExportDialog(QDialog):
    """Accepted, `wish` says what to write where."""

    def __init__(
        self, scopes: Sequence[Scope], sample: Record | None, vocabulary: Vocabulary, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scopes, self._sample, self._vocabulary = scopes, sample, vocabulary
        remembered = settings.load().get("export", {})
        self.setWindowTitle(self.tr("Export references"))
        self.setAccessibleName(self.windowTitle())
        self.resize(820, 520)
        self._scope = self._box(self.tr("References"))
        for scope in scopes:
            self._scope.addItem(f"{scope.title} ({labels.number(len(scope.ids))})")
        self._format = self._box(self.tr("Format"))
        for key, (title, _) in FORMATS.items():
            self._format.addItem(title, key)
        wanted = remembered.get("format", "bibtex")
        self._format.setCurrentIndex(list(FORMATS).index(wanted) if wanted in FORMATS else 0)
        self._facets = QCheckBox(self.tr("Terms as keywords"))
        self._notes = QCheckBox(self.tr("My notes"))
        self._abstracts = QCheckBox(self.tr("Abstracts"))
        self._ascii = QCheckBox(self.tr("Accents as LaTeX commands"))
        for box, key, standard in (
            (self._facets, "facets", False),
            (self._notes, "notes", False),
            (self._abstracts, "abstracts", False),
            (self._ascii, "ascii", False),
        ):
            box.setAccessibleName(box.text())
            box.setChecked(bool(remembered.get(key, standard)))
            box.toggled.connect(self._draw)
        self._path = QLineEdit()
        self._path.setAccessibleName(self.tr("File"))
        folder = Path(remembered.get("folder", "")) if remembered.get("folder") else Path.home()
        self._path.setText(str(folder / "references.bib"))
        self._preview = QPlainTextEdit()
        self._preview.setReadOnly(True)
        self._preview.setProperty("card", True)
        self._preview.setFont(theme.fixed_font(self.font(), 0.88))
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._preview.setAccessibleName(self.tr("Preview of the first entry"))
        self._preview.viewport().setAccessibleName(self.tr("Preview"))
        self._write = QPushButton(self.tr("Export"))
        self._write.setAccessibleName(self.tr("Export"))
        self._write.setDefault(True)
        self._write.clicked.connect(self.accept)
        self._lay_out()
        self._format.currentIndexChanged.connect(self._rename)
        self._scope.currentIndexChanged.connect(self._draw)
        self._path.textChanged.connect(self._draw)
        self._rename()

    @property
    def wish(self) -> ExportWish:
        """What to write where."""
        scope = self._scopes[self._scope.currentIndex()]
        return ExportWish(scope.ids, Path(self._path.text()).expanduser(), self._chosen_format(), self._options())

    def remember(self) -> None:
        """Keep the choices for the next export."""
        settings.save({
            "export": {
                "format": self._chosen_format(),
                "facets": self._facets.isChecked(),
                "notes": self._notes.isChecked(),
                "abstracts": self._abstracts.isChecked(),
                "ascii": self._ascii.isChecked(),
                "folder": str(self.wish.path.parent),
            }
        })  # fmt: skip

    def _chosen_format(self) -> str:
        return str(self._format.currentData())

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {"facets": self._facets.isChecked(), "notes": self._notes.isChecked()}
        if self._chosen_format() in ("bibtex", "biblatex"):
            options["ascii"] = self._ascii.isChecked()
            if not self._abstracts.isChecked():
                options["omit"] = frozenset({"abstract"})
        return options

    def _rename(self) -> None:
        suffix = FORMATS[self._chosen_format()][1]
        path = Path(self._path.text())
        if path.suffix != suffix:
            self._path.setText(str(path.with_suffix(suffix)))
        is_tex = self._chosen_format() in ("bibtex", "biblatex")
        self._ascii.setEnabled(is_tex)
        self._abstracts.setEnabled(is_tex)
        self._draw()

    def _draw(self) -> None:
        count = len(self._scopes[self._scope.currentIndex()].ids)
        text = self.tr("Export {references}").format(references=labels.references(count))
        self._write.setText(text)
        self._write.setAccessibleName(text)
        self._write.setEnabled(count > 0 and bool(self._path.text().strip()))
        if self._sample is None:
            self._preview.setPlainText("")
            return
        options = self._options()
        vocabulary = self._vocabulary if options.pop("facets") else None
        options.pop("notes")
        try:
            shown = exporting.preview(self._sample, self._chosen_format(), vocabulary=vocabulary, **options)
        except UserError as error:
            shown = str(error)
        self._preview.setPlainText(shown)

    def _lay_out(self) -> None:
        title = QLabel(self.windowTitle())
        title.setFont(theme.scaled(self.font(), 1.4, QFont.Weight.DemiBold))
        title.setAccessibleName(self.windowTitle())
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        form.addRow(self.tr("References"), self._scope)
        form.addRow(self.tr("Format"), self._format)
        for number, box in enumerate((self._facets, self._notes, self._abstracts, self._ascii)):
            form.addRow(self.tr("Include") if number == 0 else "", box)
        choose = QPushButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose the file"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        file = QHBoxLayout()
        file.addWidget(self._path, 1)
        file.addWidget(choose)
        form.addRow(self.tr("File"), file)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._write)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addLayout(left, 5)
        middle.addWidget(self._preview, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(title)
        column.addLayout(middle, 1)
        column.addLayout(buttons)
        for label in self.findChildren(QLabel):
            label.setAccessibleName(label.text() or "-")

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.view().setAccessibleName(name)
        return box

    def _choose(self) -> None:
        title, suffix = FORMATS[self._chosen_format()]
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export to"), self._path.text(), f"{title} (*{suffix})")
        if path:
            self._path.setText(path)
