"""What the window does with files of references: attach dropped or chosen ones, find missing ones, open one outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mscref import settings
from mscref.gui import labels, words
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks
from mscref.library import Library, files
from mscref.model.holdings import Changes

COPY, LINK = "copy", "link"


def chosen_way() -> str:
    """Whether files are copied or linked, as the user chose; empty before the first choice."""
    way = settings.load().get("attachments", "")
    return way if way in (COPY, LINK) else ""


def name_pattern() -> str:
    """How copies are named: the user's pattern, or the default."""
    return str(settings.load().get("file_name_pattern", files.NAME_PATTERN))


class KeepingDialog(QDialog):
    """Asked once: are attached files copied into the library's folder, or linked where they lie? `chosen` tells."""

    chosen = Signal(str)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("How shall files be kept?")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        text = self.tr("A copy lies beside the library, is backed up with it and gets a name that tells what it is.")
        line = self.tr("A link stays where the file is now and breaks when the file is moved.")
        copy = QPushButton(self.tr("Copy it") if count == 1 else self.tr("Copy them"))
        link = QPushButton(self.tr("Link it") if count == 1 else self.tr("Link them"))
        cancel = QPushButton(self.tr("Cancel"))
        copy.setProperty("primary", True)
        copy.setDefault(True)
        copy.clicked.connect(lambda: self._choose(COPY))
        link.clicked.connect(lambda: self._choose(LINK))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        for button in (cancel, link, copy):
            button.setAccessibleName(button.text())
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(10)
        column.addWidget(words.label(text))
        column.addWidget(words.label(line))
        column.addWidget(words.label(self.tr("This is asked once; Preferences change it later."), muted=True))
        column.addLayout(row)
        self.setMinimumWidth(460)

    def _choose(self, way: str) -> None:
        self.accept()
        self.chosen.emit(way)


class AttachmentActs(QObject):
    """Handlers of the actions on files of references."""

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self.dialog: KeepingDialog | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {"attach": self.choose_files, "find_files": self.choose_folder}

    def choose_files(self) -> None:
        """Attach files that the user picks."""
        ids = self._window.table.selected_ids()
        if len(ids) != 1:
            return
        folder = settings.load().get("import_folder", str(Path.home()))
        paths, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Attach files"), folder)
        if paths:
            self.attach(ids[0], [Path(path) for path in paths])

    def attach(self, id: int, paths: Sequence[Path]) -> None:
        """Attach files to a reference; how they are kept is asked the first time."""
        if chosen_way():
            self._attach(id, paths, chosen_way())
            return
        self.dialog = dialog = KeepingDialog(len(paths), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def keep(way: str) -> None:
            settings.save({"attachments": way})
            self._attach(id, paths, way)

        dialog.chosen.connect(keep)
        dialog.open()

    def _attach(self, id: int, paths: Sequence[Path], way: str) -> None:
        for path in paths:
            told = self.tr("Attached {file}") if way == COPY else self.tr("Linked {file}")
            text = told.format(file=path.name)

            def verb(library: Library, path: Path = path) -> Changes:
                return library.attach(id, path, store=way == COPY, pattern=name_pattern())

            self._tasks.change(verb, partial(self._told, text, path))

    def _told(self, text: str, path: Path, done: Changes) -> None:
        if done:
            self._window.toasts.say(text, button=self.tr("Undo"), act=self._window.actions_["undo"].trigger)
        else:
            self._window.toasts.say(self.tr("{file} is attached to it already").format(file=path.name))

    # Missing files

    def choose_folder(self) -> None:
        """Look for missing files in a folder that the user picks."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Find missing files in a folder"))
        if folder:
            self.find(Path(folder))

    def find(self, folder: Path) -> None:
        """Look for missing files in a folder and all below it, and put what is found in their place."""
        from mscref.jobs import finding_files

        def question(library: Library) -> finding_files.Search | None:
            missing = library.missing_files()
            return finding_files.search(missing, folder) if missing else None

        self._window.say_progress(self.tr("Looking for missing files …"))
        self._tasks.work(question, self._found, otherwise=lambda error: self._failed(str(error)))

    def _found(self, search: object) -> None:
        from mscref.jobs.finding_files import Search

        self._window.say_progress("")
        if not isinstance(search, Search):
            self._window.toasts.say(self.tr("No file of this library is missing"))
            return
        lost = labels.number(len(search.lost))
        if not search.found:
            self._window.toasts.complain(self.tr("None of the {n} missing files is there.").format(n=lost))
            return
        text = self.tr("Found {n} files again, {lost} still missing")
        text = text.format(n=labels.number(len(search.found)), lost=lost)

        def told(_done: Changes) -> None:
            self._window.toasts.say(text)

        self._tasks.change(lambda lib: lib.mend_files(search.found), told)

    def _failed(self, sentence: str) -> None:
        self._window.say_progress("")
        self._window.toasts.complain(sentence)
