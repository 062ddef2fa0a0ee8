"""Choose what is exported, how and where, with a preview of the first entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from mscref.formats import files
from mscref.gui import labels, theme, words
from mscref.gui.outputs_words import FORMATS, journal_choices, link_choices, manuscript_kinds, protect_choices
from mscref.jobs import exporting
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Record


@dataclass(frozen=True)
class Scope:
    """One choice of what is exported: its name, the ids, and the query that finds them again (None: there is none)."""

    title: str
    ids: Sequence[int]
    query: str | None = None


@dataclass(frozen=True)
class ExportWish:
    """What the user asked for. `keep` says to keep the file in step with `query`, or with what `manuscripts` cite."""

    ids: Sequence[int]
    path: Path
    format: str
    options: dict[str, Any]
    query: str = ""
    manuscripts: tuple[Path, ...] = ()
    keep: bool = False


class ExportDialog(QDialog):
    """Accepted, `wish` says what to write where. The last scope is what manuscripts cite."""

    def __init__(
        self,
        scopes: Sequence[Scope],
        samples: Sequence[Record],
        vocabulary: Vocabulary,
        parent: QWidget | None = None,
        *,
        may_keep: bool = True,
    ) -> None:
        super().__init__(parent)
        self._scopes, self._samples, self._vocabulary, self._may_keep = scopes, samples, vocabulary, may_keep
        self._manuscripts: tuple[Path, ...] = ()
        remembered = settings.load().get("export", {})
        self.setWindowTitle(self.tr("Export references"))
        self.setAccessibleName(self.windowTitle())
        self.resize(900, 600)
        self.scope = self._box(self.tr("References"))
        for scope in scopes:
            self.scope.addItem(f"{scope.title} ({labels.number(len(scope.ids))})")
        self.scope.addItem(self.tr("What a manuscript cites…"))
        self.cited = words.label("", muted=True)
        self.format = self._box(self.tr("Format"))
        for key, (title, _) in FORMATS.items():
            self.format.addItem(title, key)
        wanted = remembered.get("format", "bibtex")
        self.format.setCurrentIndex(list(FORMATS).index(wanted) if wanted in FORMATS else 0)
        self.ticks = {
            "facets": QCheckBox(self.tr("Terms as keywords")),
            "notes": QCheckBox(self.tr("My notes, status, stars and colours")),
            "abstracts": QCheckBox(self.tr("Abstracts")),
            "ascii": QCheckBox(self.tr("Accents as LaTeX commands")),
            "raw": QCheckBox(self.tr("Unedited entries as they were read")),
        }
        for key, box in self.ticks.items():
            box.setAccessibleName(box.text())
            box.setChecked(bool(remembered.get(key, False)))
            box.toggled.connect(self._draw)
        self.choices = {
            "journals": self._choice(self.tr("Journals"), journal_choices(), remembered.get("journals")),
            "protect": self._choice(self.tr("Keep capitals of"), protect_choices(), remembered.get("protect")),
            "links": self._choice(self.tr("Links"), link_choices(), remembered.get("links")),
        }
        self.omit = QLineEdit(str(remembered.get("omit", "")))
        self.omit.setAccessibleName(self.tr("Leave out"))
        self.omit.setPlaceholderText(self.tr("fields, for example: language, issn"))
        self.keep = QCheckBox(self.tr("Keep this file in step with the library"))
        self.keep.setAccessibleName(self.keep.text())
        self.path = QLineEdit()
        self.path.setAccessibleName(self.tr("File"))
        folder = Path(remembered.get("folder", "")) if remembered.get("folder") else Path.home()
        self.path.setText(str(folder / "references.bib"))
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setProperty("card", True)
        self.preview.setFont(theme.fixed_font(self.font(), 0.88))
        self.preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.preview.setAccessibleName(self.tr("Preview of the first entries"))
        self.preview.viewport().setAccessibleName(self.tr("Preview"))
        self._write = QPushButton(self.tr("Export"))
        self._write.setDefault(True)
        self._write.clicked.connect(self.accept)
        self._lay_out()
        self.format.currentIndexChanged.connect(self._rename)
        self.scope.currentIndexChanged.connect(self._draw)
        self.scope.activated.connect(self._scope_chosen)
        for choice in self.choices.values():
            choice.currentIndexChanged.connect(self._draw)
        for line in (self.path, self.omit):
            line.textChanged.connect(self._draw)
        self._rename()

    @property
    def wish(self) -> ExportWish:
        """What to write where."""
        path, keep = Path(self.path.text()).expanduser(), self.keep.isEnabled() and self.keep.isChecked()
        if self._is_cited:
            texts = self._manuscripts
            return ExportWish((), path, self._chosen_format(), self._options(), manuscripts=texts, keep=keep)
        scope = self._scopes[self.scope.currentIndex()]
        return ExportWish(scope.ids, path, self._chosen_format(), self._options(), scope.query or "", keep=keep)

    def remember(self) -> None:
        """Keep the choices for the next export."""
        ticks = {key: box.isChecked() for key, box in self.ticks.items()}
        settings.save({
            "export": {
                **ticks,
                **{name: choice.currentData() for name, choice in self.choices.items()},
                "format": self._chosen_format(),
                "omit": self.omit.text(),
                "folder": str(self.wish.path.parent),
            }
        })  # fmt: skip

    def cite_from(self, manuscripts: Sequence[Path]) -> None:
        """Export what manuscripts cite."""
        self._manuscripts = tuple(manuscripts)
        self.scope.setCurrentIndex(len(self._scopes))
        self._draw()

    @property
    def _is_cited(self) -> bool:
        return self.scope.currentIndex() == len(self._scopes)

    def _chosen_format(self) -> str:
        return str(self.format.currentData())

    def _options(self) -> dict[str, Any]:
        """The options of `exporting.write`, in values that a library can store."""
        known = files.options_of(self._chosen_format())
        options: dict[str, Any] = {name: self.ticks[name].isChecked() for name in ("facets", "notes")}
        options |= {name: True for name in ("ascii", "raw") if name in known and self.ticks[name].isChecked()}
        for name, choice in self.choices.items():
            if name in known and choice.currentIndex() > 0:
                options[name] = choice.currentData()
        omitted = [field.strip() for field in self.omit.text().split(",") if field.strip()]
        if not self.ticks["abstracts"].isChecked():
            omitted.append("abstract")
        if "omit" in known and omitted:
            options["omit"] = list(dict.fromkeys(omitted))
        return options

    def _rename(self) -> None:
        suffix = FORMATS[self._chosen_format()][1]
        path = Path(self.path.text())
        if path.suffix != suffix:
            self.path.setText(str(path.with_suffix(suffix)))
        known = files.options_of(self._chosen_format())
        for name, needed in (("ascii", "ascii"), ("raw", "raw"), ("abstracts", "omit")):
            self.ticks[name].setEnabled(needed in known)
        for name, choice in self.choices.items():
            choice.setEnabled(name in known)
        self.omit.setEnabled("omit" in known)
        self._draw()

    def _draw(self) -> None:
        if self._is_cited:
            is_ready = bool(self._manuscripts)
            names = ", ".join(path.name for path in self._manuscripts)
            words.set_text(self.cited, names or self.tr("No manuscript is chosen."))
            text = self.tr("Export what is cited")
            can_keep = True
        else:
            scope = self._scopes[self.scope.currentIndex()]
            is_ready = len(scope.ids) > 0
            text = self.tr("Export {references}").format(references=labels.references(len(scope.ids)))
            can_keep = scope.query is not None
        self.cited.setVisible(self._is_cited)
        self.keep.setEnabled(can_keep and self._may_keep)
        self._write.setText(text)
        self._write.setAccessibleName(text)
        self._write.setEnabled(is_ready and bool(self.path.text().strip()))
        self.preview.setPlainText(self._previewed())

    def _previewed(self) -> str:
        options = self._options()
        vocabulary = self._vocabulary if options.pop("facets") else None
        notes = options.pop("notes")
        try:
            return "\n".join(
                exporting.preview(record, self._chosen_format(), vocabulary=vocabulary, notes=notes, **options)
                for record in self._samples
            )
        except UserError as error:
            return str(error)

    def _lay_out(self) -> None:
        title = words.label(self.windowTitle(), wrap=False)
        title.setFont(theme.scaled(self.font(), 1.4, QFont.Weight.DemiBold))
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(self.tr("References"), self.scope)
        form.addRow("", self.cited)
        form.addRow(self.tr("Format"), self.format)
        for number, box in enumerate(self.ticks.values()):
            form.addRow(self.tr("Include") if number == 0 else "", box)
        for choice in self.choices.values():
            form.addRow(choice.accessibleName(), choice)
        form.addRow(self.tr("Leave out"), self.omit)
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.path, 1)
        file.addWidget(self._button(self.tr("Choose…"), self.tr("Choose the file"), self._choose))
        form.addRow(self.tr("File"), file)
        form.addRow("", self.keep)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._button(self.tr("Cancel"), self.tr("Cancel"), self.reject))
        buttons.addWidget(self._write)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addLayout(left, 5)
        middle.addWidget(self.preview, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(title)
        column.addLayout(middle, 1)
        column.addLayout(buttons)
        for label in self.findChildren(QLabel):
            label.setAccessibleName(label.text() or "-")

    def _button(self, text: str, name: str, act: Any) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _choice(self, name: str, titles: Mapping[str, str], remembered: object) -> QComboBox:
        box = self._box(name)
        for key, title in titles.items():
            box.addItem(title, key)
        box.setCurrentIndex(max(box.findData(remembered), 0))
        return box

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.view().setAccessibleName(name)
        return box

    def _scope_chosen(self) -> None:
        if self._is_cited:
            title = self.tr("Choose manuscripts")
            paths, _ = QFileDialog.getOpenFileNames(self, title, str(Path(self.path.text()).parent), manuscript_kinds())
            if paths:
                self.cite_from([Path(path) for path in paths])

    def _choose(self) -> None:
        title, suffix = FORMATS[self._chosen_format()]
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export to"), self.path.text(), f"{title} (*{suffix})")
        if path:
            self.path.setText(path)
