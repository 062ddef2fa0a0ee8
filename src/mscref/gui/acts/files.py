"""What the window does with files: libraries opened, imports planned and carried out, exports, saved maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit

from mscref import settings
from mscref.errors import Interrupted, UserError
from mscref.gui import labels, tips
from mscref.gui.acts.attachments import AttachmentActs, name_pattern
from mscref.gui.acts.watched import WatchedActs
from mscref.gui.browser import Browser
from mscref.gui.import_review.planning import ImportPlanning
from mscref.gui.import_review.progress import ImportProgress
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Record
from mscref.model.plan import Imported, Plan, Planned

if TYPE_CHECKING:
    from mscref.gui.export_dialog import ExportWish
    from mscref.jobs.exporting import Exported

_SUFFIX = ".mscref"
_MOST_RECENT = 10
_SAMPLES = 3


class FileActs(QObject):
    """Handlers of the actions on files; `keep_asked` carries an export that is to be kept in step."""

    keep_asked = Signal(object)

    def __init__(self, window: MainWindow, tasks: Tasks, browser: Browser) -> None:
        super().__init__(window)
        self._window, self._tasks, self._browser = window, tasks, browser
        self._cancel: Callable[[], None] | None = None
        self.dialog: QDialog | None = None
        self.attaching = AttachmentActs(window, tasks)
        self.watching = WatchedActs(window, tasks, self.plan_files)
        self._planning = ImportPlanning(tasks, self)
        self._planning.looked_up.connect(self._show_looked_up, Qt.ConnectionType.QueuedConnection)
        self.progress = ImportProgress(window)
        self.progress.cancelled.connect(self.cancel)
        window.files_dropped.connect(self.take_files)
        window.table.files_dropped.connect(self.take_files)
        window.text_dropped.connect(self.plan_text)
        window.table.text_dropped.connect(self.plan_text)
        window.cancel_button.clicked.connect(self.cancel)
        window.map.export_asked.connect(self.choose_map_file)
        window.actions_.menus["recent"].aboutToShow.connect(self.fill_recent)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {
            "new_library": self.choose_new,
            "open_library": self.choose_library,
            "open_sample": self.open_sample,
            "import_files": self.choose_files,
            "import_folder": self.choose_folder,
            "paste": self.paste,
            "export": self.export,
            **self.attaching.handlers(),
        }

    # Libraries

    def open(self, path: Path, *, create: bool = False) -> None:
        """Open a library and remember it as the last."""

        def opened() -> None:
            recent = [str(path), *(one for one in _recent() if one != str(path))]
            settings.save({"last_library": str(path), "recent": recent[:_MOST_RECENT]})

        self._tasks.open(path, create=create, then=opened)

    def fill_recent(self) -> None:
        """List the libraries opened last; one that is no longer there is greyed."""
        menu = self._window.actions_.menus["recent"]
        menu.clear()
        for number, one in enumerate(_recent(), 1):
            path = Path(one)
            name = path.stem.replace("&", "&&")
            entry = menu.addAction(f"&{number} {name}" if number < 10 else name)
            entry.setToolTip(tips.plain(one))
            entry.setEnabled(path.exists())
            entry.triggered.connect(lambda _checked=False, path=path: self.open(path))
        if menu.isEmpty():
            menu.addAction(self.tr("No library was opened yet")).setEnabled(False)
        menu.setToolTipsVisible(True)

    def choose_new(self) -> None:
        """Make a new library where the user says."""
        start = str(settings.data_dir() / f"library{_SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("New library"), start, f"mscref (*{_SUFFIX})")
        if path:
            self.open(Path(path).with_suffix(_SUFFIX), create=True)

    def choose_library(self) -> None:
        """Open a library that the user picks."""
        start = str(self._tasks.path.parent if self._tasks.path else settings.data_dir())
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open library"), start, f"mscref (*{_SUFFIX})")
        if path:
            self.open(Path(path))

    def open_sample(self) -> None:
        """Open the sample library, made afresh when it is not there."""
        from mscref.jobs import sample

        path = settings.data_dir() / f"sample{_SUFFIX}"
        self._window.say_progress(self.tr("Opening the sample library …"))

        def made(_: Any) -> None:
            self._window.say_progress("")
            self.open(path)

        def make() -> None:
            sample.open_sample(path).close()

        self._tasks.run(make, made, otherwise=self._failed)

    # Imports

    def choose_files(self) -> None:
        """Import files that the user picks."""
        from mscref.jobs import importing

        kinds = " ".join(f"*{suffix}" for suffix in sorted(importing.READABLE))
        folder = settings.load().get("import_folder", str(Path.home()))
        title, readable, all_ = self.tr("Import files"), self.tr("References and documents"), self.tr("All files")
        paths, _ = QFileDialog.getOpenFileNames(self._window, title, folder, f"{readable} ({kinds});;{all_} (*)")
        if paths:
            settings.save({"import_folder": str(Path(paths[0]).parent)})
            self.plan_files([Path(path) for path in paths])

    def choose_folder(self) -> None:
        """Import everything readable in a folder."""
        path = QFileDialog.getExistingDirectory(self._window, self.tr("Import a folder"))
        if path:
            self.plan_files([Path(path)])

    def take_files(self, paths: Sequence[Path], onto: int | None) -> None:
        """Files dropped: PDFs (and what mscref cannot read) on a reference are attached to it, the rest is imported."""
        if len(paths) == 1 and paths[0].suffix == _SUFFIX:
            self.open(paths[0])
        elif onto is not None and all(_is_attachment(path) for path in paths):
            self.attaching.attach(onto, paths)
        else:
            self.plan_files(paths)

    def paste(self) -> None:
        """Import the clipboard: files, identifiers, BibTeX, RIS, printed references or a whole document."""
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.paste()
            return
        data = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.plan_files(paths)
        elif data.text().strip():
            self.plan_text(data.text())
        else:
            self._window.toasts.complain(self.tr("The clipboard holds no text to import."))

    def plan_files(self, paths: Sequence[Path]) -> None:
        """Read files in the background and show what importing them would do."""
        if self._begins(self.tr("Reading files …")):
            told = self.progress.told.emit
            self._cancel = self._planning.files(paths, told, self.show_plan, self._failed)

    def plan_text(self, text: str) -> None:
        """Read pasted text in the background and show what importing it would do."""
        if self._begins(self.tr("Reading the text …")):
            self._cancel = self._planning.text(text, self.show_plan, self._failed)

    def cancel(self) -> None:
        """Stop what is running; nothing has been changed by it."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        self._over()

    def show_plan(self, plan: Plan) -> None:
        """Show a plan; nothing happens before it is accepted."""
        from mscref.gui.import_review.dialog import ImportDialog

        self._over()
        self._cancel = None
        self.dialog = dialog = ImportDialog(plan, self._tasks.vocabulary, self._window, compare=self._compare)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            left_out = len(plan.references) - len(dialog.chosen.references)
            self.carry_out(dialog.chosen, copy_files=dialog.copies_files, left_out=left_out)

        dialog.accepted.connect(accepted)
        dialog.open()

    def _compare(self, one: Planned, then: Callable[[Planned], None]) -> None:
        """Compare a reference of a plan with the library once more."""
        from mscref.jobs import reviewing

        self._tasks.ask(lambda lib: reviewing.compared(lib, one), then, key="compare")

    def carry_out(self, plan: Plan, *, copy_files: bool = False, left_out: int = 0) -> None:
        """Do what a plan says, as one undo step; the summary names what failed and what was left out."""
        from mscref.jobs import importing, looking_up_imports

        stopped = [False]

        def verb(library: Library) -> Imported:
            done = importing.apply(
                library, plan, copy_files=copy_files, name_pattern=name_pattern(), cancelled=lambda: stopped[0]
            )
            looking_up_imports.let_wait(library, plan, done)
            return done

        self._window.say_progress(self.tr("Importing …"))
        self._cancel = lambda: stopped.__setitem__(0, True)
        self._tasks.change(verb, lambda done: self._imported(done, plan, left_out), otherwise=self._failed)

    def _begins(self, text: str) -> bool:
        """Whether an import may begin; one that was being planned is given up for it."""
        if not self._tasks.is_open:
            self._window.toasts.complain(self.tr("No library is open. Make or open one first."))
            return False
        self.cancel()
        self._window.say_progress(text)
        self.progress.start()
        return True

    def _show_looked_up(self, done: int, count: int) -> None:
        if self._cancel is not None:
            text = self.tr("Looking up {n} of {count} …")
            self._window.say_progress(text.format(n=labels.number(done), count=labels.number(count)))
            self.progress.show_looked_up(done, count)

    def _imported(self, done: Imported, plan: Plan, left_out: int) -> None:
        from mscref.gui.import_review.summary import ImportSummary, summary

        self._over()
        text = summary(done, plan, left_out)
        if plan.unreadable or left_out:

            def show() -> None:
                self.dialog = dialog = ImportSummary(done, plan, left_out, self._window)
                dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                dialog.show_asked.connect(lambda: self._select(done.references))
                dialog.open()

            self._window.toasts.say(text, button=self.tr("Show"), act=show)
            return
        undo = self._window.actions_["undo"].trigger if done.step is not None else None
        self._window.toasts.say(text, button=self.tr("Undo") if undo else "", act=undo)

    def _select(self, ids: Sequence[int]) -> None:
        """Show references in the list, whatever narrows it."""
        self._browser.narrow(self._browser.filters.cleared())
        once = Qt.ConnectionType.SingleShotConnection
        self._browser.listed.connect(lambda _listing: self._window.table.select_ids(list(ids)), once)

    def _over(self) -> None:
        self._window.say_progress("")
        self.progress.stop()

    def _failed(self, error: UserError) -> None:
        self._over()
        self._cancel = None
        if not isinstance(error, Interrupted):
            self._window.toasts.complain(str(error))

    # Exports

    def export(self) -> None:
        """Ask what to export, and write it."""
        from mscref.gui.export_dialog import ExportDialog, Scope

        chosen, shown = self._window.table.selected_ids(), list(self._window.table.references.ids)

        query = None if self._browser.filters.is_trash else self._browser.filters.query()

        def question(library: Library) -> tuple[list[int], list[Record], Vocabulary]:
            all_ids = list(library.ids(sort="key", descending=False))
            first = (chosen or shown or all_ids)[:_SAMPLES]
            return all_ids, list(library.records(first)), library.vocabulary

        def show(answer: tuple[list[int], list[Record], Vocabulary]) -> None:
            all_ids, records, vocabulary = answer
            listed = Scope(self.tr("Shown in the list"), shown, query)
            scopes = [listed, Scope(self.tr("The whole library"), all_ids, "")]
            if len(chosen) > 0:
                scopes.insert(0, Scope(self.tr("Selected"), chosen))
            may_keep = not self._tasks.read_only
            self.dialog = dialog = ExportDialog(scopes, records, vocabulary, self._window, may_keep=may_keep)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(dialog.remember)
            dialog.accepted.connect(lambda: self.write(dialog.wish))
            dialog.open()

        self._tasks.ask(question, show, key="export")

    def write(self, wish: ExportWish) -> None:
        """Write an export in the background and say how it went."""
        from mscref.jobs import exporting, manuscripts
        from mscref.jobs.manuscripts import bibliography

        def job(library: Library) -> Exported:
            if not wish.manuscripts:
                return exporting.export(library, wish.ids, wish.path, format=wish.format, options=wish.options)
            report = manuscripts.compare(manuscripts.cited_in(wish.manuscripts), library)
            done = bibliography.export(library, report, wish.path, format=wish.format, options=wish.options)
            missing = [(each.citation.name, self.tr("it is cited, but not in the library.")) for each in report.missing]
            return replace(done, problems=(*missing, *done.problems))

        def told(done: Exported) -> None:
            self._window.say_progress("")
            text = self.tr("Wrote {references} to {file}")
            self._window.toasts.say(text.format(references=labels.references(done.written), file=wish.path.name))
            for key, reason in done.problems[:2]:
                self._window.toasts.complain(f"{key}: {reason}")
            if wish.keep:
                self.keep_asked.emit(wish)

        self._window.say_progress(self.tr("Exporting …"))
        self._tasks.work(job, told, otherwise=self._failed)

    def choose_map_file(self) -> None:
        """Save the evidence map where the user says."""
        kinds = "PNG (*.png);;SVG (*.svg);;CSV (*.csv)"
        start = str(Path.home() / "evidence-map.png")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save the map"), start, kinds)
        if path:
            self.save_map(Path(path))

    def save_map(self, path: Path) -> None:
        """Write the shown map as PNG, SVG or CSV, by the file's suffix."""
        from mscref.gui import map_picture
        from mscref.jobs import atomic_file, evidence_map

        map, vocabulary, folded = self._window.map.map, self._tasks.vocabulary, self._window.map.folded
        if map is None:
            return
        try:
            if path.suffix.lower() in (".svg", ".csv"):
                if path.suffix.lower() == ".svg":
                    text = evidence_map.svg(map, vocabulary, folded=folded)
                else:
                    text = evidence_map.csv(evidence_map.fold(map, vocabulary, *folded), vocabulary)
                atomic_file.write(path, lambda out: out.write(text))
            else:
                map_picture.save(map, vocabulary, path, folded=folded)
        except UserError as error:
            self._failed(error)
            return
        self._window.toasts.say(self.tr("Saved {file}").format(file=path.name))


def _is_attachment(path: Path) -> bool:
    """Whether a file dropped on a reference is meant to be attached: a PDF, or nothing that can be imported."""
    from mscref.jobs import importing

    return path.is_file() and (path.suffix.lower() == ".pdf" or path.suffix.lower() not in importing.READABLE)


def _recent() -> list[str]:
    """The libraries opened last, the newest first."""
    held = settings.load().get("recent", [])
    return [str(one) for one in held][:_MOST_RECENT] if isinstance(held, list) else []
