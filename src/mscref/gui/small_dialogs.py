"""The window's smaller dialogs: about, shortcuts, preferences, a new reference, messages."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mscref import __version__
from mscref.gui import icons, labels, names_text, theme, words
from mscref.gui.network_page import NetworkPage
from mscref.gui.preferences_files import FilesPreferences
from mscref.gui.reference_delegate import ROW_HEIGHTS
from mscref.lookup import load_permission
from mscref.model.reference import Contributor, Reference


class _Dialog(QDialog):
    """A dialog with a large heading and named buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = QLabel()
        self._heading.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(22, 20, 22, 16)
        self.column.setSpacing(12)
        self.column.addWidget(self._heading)

    def entitle(self, title: str) -> None:
        """Name the dialog, for its frame, its heading and screen readers."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        words.set_text(self._heading, title)

    def add_buttons(self, which: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
        """A row of standard buttons at the foot."""
        box = QDialogButtonBox(which)
        box.setAccessibleName(self.tr("Buttons"))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        self.column.addWidget(box)
        return box


class AboutDialog(_Dialog):
    """Versions, the library's path, the licence; all of it can be copied for a report."""

    def __init__(self, library: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entitle(self.tr("About mscref"))
        about = self.tr(
            "A reference manager for the literature on cell therapy: conditions, cell sources, clean BibTeX."
        )
        self.column.addWidget(words.label(about))
        self.facts = facts(library)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for name, value in self.facts:
            form.addRow(words.label(name, muted=True, wrap=False), words.label(value))
        self.column.addLayout(form)
        box = self.add_buttons(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton(self.tr("Copy"))
        icons.dress(copy, "copy")
        copy.setAccessibleName(self.tr("Copy these facts"))
        copy.clicked.connect(self.copy_facts)
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.resize(460, 300)

    def copy_facts(self) -> None:
        """Put everything on the clipboard, a line each."""
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self.facts))


def facts(library: Path | None) -> Sequence[tuple[str, str]]:
    """What a report of an error should say about this installation."""
    return (
        ("mscref", __version__),
        ("Python", platform.python_version()),
        ("Qt", PySide6.__version__),
        ("System", platform.platform()),
        ("Library", str(library or "-")),
        ("Licence", "MIT; Qt under LGPL 3"),
    )


class ShortcutsDialog(_Dialog):
    """Every shortcut, by menu."""

    def __init__(self, shortcuts: Iterable[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Keyboard shortcuts")
        self.entitle(title)
        body = QWidget()
        body.setAccessibleName(title)
        grid = QGridLayout(body)
        grid.setContentsMargins(4, 0, 10, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        shown = ""
        for row, (menu, text, keys) in enumerate(shortcuts):
            if menu != shown:
                shown = menu
                grid.addWidget(words.caption(menu), 2 * row, 0, 1, 2)
            grid.addWidget(words.label(text, wrap=False), 2 * row + 1, 0)
            key = words.label(keys, muted=True, wrap=False)
            grid.addWidget(key, 2 * row + 1, 1, Qt.AlignmentFlag.AlignRight)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setAccessibleName(title)
        area.viewport().setAccessibleName(title)
        self.column.addWidget(area)
        self.add_buttons(QDialogButtonBox.StandardButton.Close)
        self.resize(480, 620)


class PreferencesDialog(_Dialog):
    """Theme, row height, files, and what may be asked on the network; every choice acts at once."""

    theme_chosen = Signal(str)
    density_chosen = Signal(str)
    folders_chosen = Signal()

    def __init__(self, theme_choice: str, density: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Preferences")
        self.entitle(title)
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        densities = {"comfortable": self.tr("Comfortable"), "compact": self.tr("Compact")}
        self.theme = self._box(self.tr("Theme"), {name: names[name] for name in theme.CHOICES}, theme_choice)
        self.density = self._box(self.tr("Row height"), {name: densities[name] for name in ROW_HEIGHTS}, density)
        self.theme.activated.connect(lambda: self.theme_chosen.emit(str(self.theme.currentData())))
        self.density.activated.connect(lambda: self.density_chosen.emit(str(self.density.currentData())))
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.addRow(words.label(self.tr("Theme"), wrap=False), self.theme)
        form.addRow(words.label(self.tr("Row height"), wrap=False), self.density)
        self.files = FilesPreferences()
        self.files.folders_changed.connect(self.folders_chosen)
        self.network = NetworkPage(load_permission())
        general = QWidget()
        general.setAccessibleName(self.tr("Window and files"))
        column = QVBoxLayout(general)
        column.setContentsMargins(2, 14, 2, 0)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.files)
        column.addStretch()
        self.pages = QTabWidget()
        self.pages.setAccessibleName(title)
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setAccessibleName(self.tr("Pages of the preferences"))
        self.pages.tabBar().setDrawBase(False)
        self.pages.addTab(general, self.tr("Window and files"))
        self.pages.addTab(self.network, self.tr("Network"))
        self.column.addWidget(self.pages, 1)
        self.add_buttons(QDialogButtonBox.StandardButton.Close)
        self.resize(580, 600)

    def _box(self, name: str, choices: dict[str, str], chosen: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.view().setAccessibleName(name)
        for key, title in choices.items():
            box.addItem(title, key)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        return box


class NewReferenceDialog(_Dialog):
    """A reference made by hand: the least that names it; the rest is edited in the details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("New reference")
        self.entitle(title)
        self.type = QComboBox()
        self.type.setAccessibleName(self.tr("Type"))
        self.type.view().setAccessibleName(self.tr("Types"))
        for name in labels.types():
            self.type.addItem(labels.type_name(name), name)
        self.name = QLineEdit()
        self.authors = QPlainTextEdit()
        self.authors.setPlaceholderText(self.tr("Family, Given – one a line"))
        self.authors.setTabChangesFocus(True)
        self.authors.setMaximumHeight(90)
        self.journal, self.date, self.doi = QLineEdit(), QLineEdit(), QLineEdit()
        self.date.setPlaceholderText("2019-03")
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        for label, widget in (
            (self.tr("Type"), self.type),
            (self.tr("Title"), self.name),
            (self.tr("Authors"), self.authors),
            (self.tr("Journal or book"), self.journal),
            (self.tr("Date"), self.date),
            (self.tr("DOI"), self.doi),
        ):
            widget.setAccessibleName(label)
            form.addRow(words.label(label, wrap=False), widget)
        self.authors.viewport().setAccessibleName(self.tr("Authors"))
        self.column.addLayout(form)
        box = self.add_buttons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = box.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Add"))
        self._ok.setAccessibleName(self.tr("Add"))
        self._ok.setEnabled(False)
        self.name.textChanged.connect(lambda text: self._ok.setEnabled(bool(text.strip())))
        self.resize(520, 380)

    @property
    def reference(self) -> Reference:
        """The reference as typed."""
        fields = {
            "container-title": self.journal.text().strip(),
            "issued": self.date.text().strip(),
            "DOI": self.doi.text().strip(),
        }
        return Reference(
            type=str(self.type.currentData()),
            title=self.name.text().strip(),
            contributors=tuple(Contributor(name) for name in names_text.from_text(self.authors.toPlainText())),
            fields=fields,
        )


class MessagesDialog(_Dialog):
    """Every message since the window was opened, with its time."""

    def __init__(self, log: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Messages")
        self.entitle(title)
        text = QPlainTextEdit("\n".join(f"{at}  {said}" for at, said in log) or self.tr("No message yet."))
        text.setReadOnly(True)
        text.setProperty("card", True)
        text.setAccessibleName(title)
        text.viewport().setAccessibleName(title)
        self.column.addWidget(text)
        self.add_buttons(QDialogButtonBox.StandardButton.Close)
        self.resize(560, 380)
