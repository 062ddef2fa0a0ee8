"""Another name for a citation key: what changes in manuscripts is shown first, and only the button writes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, outputs_words, theme, words
from mscref.jobs.manuscripts.renaming import Edits

_PAUSE_MS = 200


class RenameDialog(QDialog):
    """It asks by `look_asked` for a plan, shows it, and says by `rename_asked` that it is to be carried out."""

    look_asked = Signal(str, str, object)
    rename_asked = Signal(str, str, object)

    def __init__(self, old: str, new: str, manuscripts: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._old, self._manuscripts, self._edits = old, tuple(manuscripts), Edits()
        self.setWindowTitle(self.tr("Rename a citation key"))
        self.setAccessibleName(self.windowTitle())
        self.resize(760, 520)
        self.field = QLineEdit(new)
        self.field.setAccessibleName(self.tr("New key"))
        self.field.setFont(theme.fixed_font(self.font()))
        self.error = words.label()
        self.error.setProperty("error", True)
        self.texts = words.label(muted=True)
        self.diff = QPlainTextEdit()
        self.diff.setReadOnly(True)
        self.diff.setProperty("card", True)
        self.diff.setFont(theme.fixed_font(self.font(), 0.88))
        self.diff.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.diff.setAccessibleName(self.tr("What changes in the manuscripts"))
        self.diff.viewport().setAccessibleName(self.tr("Changes"))
        self.ok = QPushButton(self.tr("Rename"))
        self.ok.setProperty("primary", True)
        self.ok.setDefault(True)
        self.ok.clicked.connect(lambda: self.rename_asked.emit(self._old, self.new, self._edits))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE_MS)
        self._wait.timeout.connect(self.look)
        self.field.textChanged.connect(self._typed)
        self._lay_out()
        self.show_edits(Edits(), "")

    @property
    def new(self) -> str:
        """The new key as it stands in the field."""
        return self.field.text().strip()

    @property
    def manuscripts(self) -> tuple[Path, ...]:
        return self._manuscripts

    def take_manuscripts(self, paths: Sequence[Path]) -> None:
        """Look in these manuscripts too."""
        self._manuscripts = tuple(dict.fromkeys((*self._manuscripts, *paths)))
        self.look()

    def look(self) -> None:
        """Ask for what would change."""
        self._wait.stop()
        self.look_asked.emit(self._old, self.new, self._manuscripts)

    def show_edits(self, edits: Edits, error: str) -> None:
        """Show what would change, or why the key cannot be that."""
        self._edits = edits
        words.set_text(self.error, error or "\n".join(edits.problems), self.tr("No error"))
        self.error.setVisible(bool(self.error.text()))
        names = ", ".join(path.name for path in self._manuscripts)
        words.set_text(self.texts, names or self.tr("No manuscript is chosen: only the library changes."))
        self.diff.setPlainText(edits.diff)
        count = len(edits.files)
        if count == 1:
            text = self.tr("Rename here and in {file}").format(file=edits.files[0].path.name)
        elif count:
            text = self.tr("Rename here and in {n} files").format(n=labels.number(count))
        else:
            text = self.tr("Rename")
        self.ok.setText(text)
        self.ok.setAccessibleName(text)
        self.ok.setEnabled(not error and bool(self.new) and self.new != self._old)

    def _typed(self) -> None:
        self.ok.setEnabled(False)
        self._wait.start()

    def _choose(self) -> None:
        folder = str(self._manuscripts[-1].parent) if self._manuscripts else str(Path.home())
        title = self.tr("Choose manuscripts")
        paths, _ = QFileDialog.getOpenFileNames(self, title, folder, outputs_words.manuscript_kinds())
        if paths:
            self.take_manuscripts([Path(path) for path in paths])

    def _lay_out(self) -> None:
        title = words.label(self.windowTitle(), wrap=False)
        title.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        choose, cancel = QPushButton(self.tr("Choose manuscripts…")), QPushButton(self.tr("Cancel"))
        for button in (choose, cancel):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        cancel.clicked.connect(self.reject)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        old = words.label(self._old, wrap=False)
        old.setFont(theme.fixed_font(self.font()))
        names = (self.tr("Key now"), self.tr("New key"), "", self.tr("Manuscripts"))
        for row, (name, widget) in enumerate(zip(names, (old, self.field, self.error, self.texts), strict=True)):
            if name:
                grid.addWidget(words.label(name, wrap=False), row, 0)
            grid.addWidget(widget, row, 1)
        grid.addWidget(choose, 3, 2)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(10)
        column.addWidget(title)
        column.addLayout(grid)
        column.addWidget(self.diff, 1)
        column.addLayout(buttons)
