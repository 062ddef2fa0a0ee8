"""What the window does for texts that cite: files kept in step, citation keys, checks, citations copied and sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from mscref.errors import UserError
from mscref.gui import labels
from mscref.gui.acts.references import ReferenceActs
from mscref.gui.browser import Browser
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks, as_changes
from mscref.library import Library
from mscref.model.holdings import Changes

if TYPE_CHECKING:
    from mscref.gui.export_dialog import ExportWish
    from mscref.jobs.auto_export import Due, Outcome
    from mscref.jobs.checking import Finding
    from mscref.model.outputs import AutoExport
    from mscref.model.reference import Reference

PAUSE_MS = 1500
_SAMPLES = 40


class OutputActs(QObject):
    """Handlers of the actions on outputs, and the hook that keeps files in step."""

    def __init__(self, window: MainWindow, tasks: Tasks, browser: Browser, references: ReferenceActs) -> None:
        super().__init__(window)
        self._window, self._tasks, self._browser, self._references = window, tasks, browser, references
        self.dialog: QDialog | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep_in_step)
        self._watch = QFileSystemWatcher(self)
        self._watch.fileChanged.connect(lambda _path: self._pause.start())
        tasks.changed.connect(lambda _changes: self._pause.start())
        tasks.reloaded.connect(self._pause.start)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        from mscref.jobs.editors import EDITORS

        return {
            "kept_files": self.show_files,
            "check_library": self.check,
            "key_pattern": self.edit_pattern,
            "rename_cited": self.rename,
            "copy_pandoc": lambda: self._copy_cited("pandoc"),
            "copy_printed": self.copy_printed,
            **{f"send_{editor}": self._sender(editor) for editor in EDITORS},
        }

    # --- files kept in step ---------------------------------------------------------------------------------

    def keep_in_step(self, even_over_edits: Sequence[int] = ()) -> None:
        """Bring the files kept in step up to date: texts are made on the work lane, files written on the writing one.

        Those of some ids are written even over what somebody else has put there.
        """
        from mscref.jobs import auto_export

        if not self._tasks.is_open or self._tasks.read_only:
            return

        def carry_out(dues: Sequence[Due]) -> None:
            def apply(library: Library) -> None:
                chosen = [due for due in dues if due.output.id in even_over_edits]
                rest = [due for due in dues if due.output.id not in even_over_edits]
                outcomes.extend(auto_export.apply(library, chosen, even_over_edits=True))
                outcomes.extend(auto_export.apply(library, rest))

            outcomes: list[Outcome] = []
            self._watch_texts(dues)
            if dues:
                self._tasks.change(apply, lambda _nothing: self._kept(outcomes))

        self._tasks.work(auto_export.plan, carry_out)

    def close(self) -> None:
        """Before the window goes: write what was to be written in a moment."""
        from mscref.jobs import auto_export

        def finish(library: Library) -> None:
            auto_export.keep_in_step(library)

        if self._pause.isActive() and self._tasks.is_open and not self._tasks.read_only:
            self._pause.stop()
            self._tasks.change(finish)

    def _watch_texts(self, dues: Sequence[Due]) -> None:
        """Look out for changes of the manuscripts whose files are kept in step; an editor may put a new file there."""
        wanted = {str(path) for due in dues for path in due.texts}
        held = set(self._watch.files())
        if held - wanted:
            self._watch.removePaths(sorted(held - wanted))
        if wanted - held:
            self._watch.addPaths(sorted(wanted - held))

    def _kept(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.problem and outcome.is_news:
                self._window.toasts.complain(f"{Path(outcome.path).name}: {outcome.problem}")
        self._refresh_files()

    def show_files(self) -> None:
        """Show the files kept in step."""
        self._tasks.ask(lambda library: library.auto_exports(), self._open_files, key="kept files")

    def _open_files(self, files: Sequence[AutoExport]) -> None:
        from mscref.gui.auto_export_dialog import AutoExportDialog

        dialog = AutoExportDialog(files, self._window, may_write=not self._tasks.read_only)
        dialog.add_asked.connect(lambda: self._window.actions_["export"].trigger())
        dialog.write_asked.connect(lambda: self.keep_in_step())
        dialog.replace_asked.connect(lambda id: self.keep_in_step([id]))
        dialog.remove_asked.connect(self.forget)
        self._open(dialog)

    def _refresh_files(self) -> None:
        from mscref.gui.auto_export_dialog import AutoExportDialog

        dialog = self.dialog
        if isinstance(dialog, AutoExportDialog):
            self._tasks.ask(lambda library: library.auto_exports(), dialog.show_files, key="kept files")

    def keep(self, wish: ExportWish) -> None:
        """Keep a file that was just exported in step with what it holds."""
        from mscref.jobs import auto_export

        def verb(library: Library) -> Changes:
            chosen: dict[str, Any] = {"format": wish.format, "query": wish.query, "manuscripts": wish.manuscripts}
            chosen["options"] = wish.options
            place = str(wish.path.expanduser().absolute())
            held = next((each for each in library.auto_exports() if each.path == place), None)
            if held is None:
                done = library.add_auto_export(wish.path, **chosen)
            else:
                done = library.edit_auto_export(held.id, **chosen)
            auto_export.adopt(library, wish.path)
            return done

        text = self.tr("{file} is kept in step from now on").format(file=wish.path.name)
        self._tasks.change(verb, lambda done: self._told(done, text))

    def forget(self, id: int) -> None:
        """Keep a file in step no more."""
        text = self.tr("The file stays, but is kept in step no more")
        self._tasks.change(lambda library: library.remove_auto_export(id), lambda done: self._forgotten(done, text))

    def _forgotten(self, done: Changes, text: str) -> None:
        self._told(done, text)
        self._refresh_files()

    # --- citation keys --------------------------------------------------------------------------------------

    def edit_pattern(self) -> None:
        """Show the pattern of citation keys with what it makes of the selection, or of what the list shows."""
        chosen = self._window.table.selected_ids()
        shown = (chosen or list(self._window.table.references.ids))[:_SAMPLES]

        def question(library: Library) -> tuple[list[Reference], dict[str, int]]:
            return list(library.references(shown)), library.key_owners()

        def show(answer: tuple[list[Reference], dict[str, int]]) -> None:
            from mscref.gui.key_pattern_dialog import KeyPatternDialog
            from mscref.jobs import citation_keys

            may_rekey = len(chosen) if not self._tasks.read_only else 0
            dialog = KeyPatternDialog(citation_keys.chosen_pattern(), *answer, may_rekey, self._window)
            dialog.accepted.connect(lambda: self.take_pattern(dialog.pattern, chosen if dialog.rekeys else []))
            self._open(dialog)

        self._tasks.ask(question, show, key="key pattern")

    def take_pattern(self, pattern: str, ids: Sequence[int]) -> None:
        """Use a pattern for new keys, and give some references keys by it as one step."""
        from mscref.jobs import citation_keys

        citation_keys.choose_pattern(pattern)
        if not ids:
            self._window.toasts.say(self.tr("New keys follow {pattern}").format(pattern=pattern))
            return

        def verb(library: Library) -> Changes:
            return citation_keys.apply(library, citation_keys.plan(library, ids, pattern))

        def told(done: Changes) -> None:
            text = self.tr("New keys for {references}; the old ones stay as aliases")
            self._told(done, text.format(references=labels.references(len(done.references))))

        self._tasks.change(verb, told)

    def rename(self) -> None:
        """Give the selected reference another key, in manuscripts too; those kept in step are offered."""
        rows = self._tasks.summaries(self._window.table.selected_ids()[:1])
        if rows:
            key = rows[0].key
            self._tasks.ask(_manuscripts, lambda texts: self._open_rename(key, key, texts), key="rename")

    def offer_texts(self, old: str, new: str) -> None:
        """A key was changed in the library: offer to change it in the manuscripts that cite it, when there are any."""
        from mscref.jobs.manuscripts import renaming

        def question(library: Library) -> tuple[list[Path], list[str]]:
            texts = _manuscripts(library)
            return texts, [file.path.name for file in renaming.plan(texts, old, new).files]

        def offer(answer: tuple[list[Path], list[str]]) -> None:
            texts, names = answer
            if names:
                told = self.tr("{old} is cited in {files}; the old key keeps working in BibLaTeX")
                told = told.format(old=old, files=", ".join(names[:3]))
                show = self.tr("Show the changes…")
                self._window.toasts.say(told, button=show, act=lambda: self._open_rename(old, new, texts))

        self._tasks.work(question, offer)

    def _open_rename(self, old: str, new: str, texts: Sequence[Path]) -> None:
        from mscref.gui.rename_dialog import RenameDialog

        dialog = RenameDialog(old, new, texts, self._window)
        dialog.look_asked.connect(lambda old, new, paths: self._look(dialog.show_edits, old, new, paths))
        dialog.rename_asked.connect(lambda old, new, edits: self.carry_out(dialog, old, new, edits))
        self._open(dialog)
        if new != old:
            dialog.look()

    def _look(self, show: Callable[[Any, str], None], old: str, new: str, paths: Sequence[Path]) -> None:
        from mscref.jobs.manuscripts import renaming

        def question(library: Library) -> renaming.Edits:
            renaming.check(library, library.find(old), new)
            return renaming.plan(paths, old, new)

        def refused(error: UserError) -> None:
            show(renaming.Edits(), str(error))

        self._tasks.ask(question, lambda edits: show(edits, ""), key="rename", otherwise=refused)

    def carry_out(self, dialog: QDialog, old: str, new: str, edits: Any) -> None:
        """Rename a key in the library, then in the manuscripts as they were shown."""
        from mscref.jobs.manuscripts import renaming

        def verb(library: Library) -> Changes:
            renaming.check_unchanged(edits)
            done = library.rekey({library.find(old): new})
            renaming.apply(edits)
            return done

        text = self.tr("{old} is now {new}").format(old=old, new=new)
        dialog.accept()

        def told(_done: Changes) -> None:
            self._window.toasts.say(text)

        self._tasks.change(verb, told)

    # --- checks ---------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Look for what is wrong with the records of the library, and show it."""
        from mscref.jobs import checking

        def show(found: Sequence[Finding]) -> None:
            from mscref.gui.check_dialog import CheckDialog

            self._window.say_progress("")
            dialog = CheckDialog(found, self._window, may_write=not self._tasks.read_only)
            dialog.mend_asked.connect(lambda findings: self.mend(findings))
            dialog.reference_asked.connect(self._references.reveal)
            self._open(dialog)

        self._window.say_progress(self.tr("Checking the library …"))
        self._tasks.work(lambda library: checking.check(library), show, otherwise=self._failed)

    def mend(self, findings: Sequence[Finding]) -> None:
        """Mend what a rule can mend as one step, and look again."""
        from mscref.jobs import checking

        text = self.tr("Mended {n} findings").format(n=labels.number(len(findings)))

        def told(done: Changes) -> None:
            self._told(done, text)
            self._tasks.work(lambda library: checking.check(library), self._show_findings)

        self._tasks.change(lambda library: checking.mend(library, findings), told)

    def _show_findings(self, found: Sequence[Finding]) -> None:
        from mscref.gui.check_dialog import CheckDialog

        if isinstance(self.dialog, CheckDialog):
            self.dialog.show_findings(found)

    # --- citations copied and sent --------------------------------------------------------------------------

    def _keys(self) -> list[str]:
        return [one.key for one in self._tasks.summaries(self._window.table.selected_ids())]

    def _copy_cited(self, form: str) -> None:
        from mscref.jobs import citation_forms

        self._to_clipboard(citation_forms.cite(self._keys(), form))

    def copy_printed(self) -> None:
        """Put the selection on the clipboard as references printed in the chosen style."""
        from mscref.jobs import citation_styles

        ids, style = self._window.table.selected_ids(), citation_styles.chosen_style()

        def texts(library: Library) -> str:
            return citation_styles.printed(list(library.references(ids)), style)

        self._tasks.work(texts, self._to_clipboard)

    def _sender(self, editor: str) -> Callable[[], None]:
        return lambda: self.send(editor)

    def send(self, editor: str) -> None:
        """Hand the citation of the selection to an editor."""
        from mscref.jobs import citation_forms, editors

        keys, name = self._keys(), editors.EDITORS[editor].name
        if not keys:
            return
        told = self.tr("Sent {text} to {editor}")
        if not editors.EDITORS[editor].takes_text:
            QGuiApplication.clipboard().setText(citation_forms.cite(keys))
            told = self.tr("{text} is on the clipboard; paste it in {editor}")
        text = told.format(text=citation_forms.cite(keys)[:60], editor=name)

        def sent(_nothing: object) -> None:
            self._window.toasts.say(text)

        self._tasks.run(lambda: editors.send(editor, keys), sent)

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        short = text.splitlines()[0] if text else ""
        self._window.toasts.say(self.tr("Copied {text}").format(text=short[:60]))

    # --- all of them ----------------------------------------------------------------------------------------

    def _open(self, dialog: QDialog) -> None:
        def gone() -> None:
            self.dialog = None

        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(gone)
        dialog.open()

    def _told(self, done: Changes, text: str) -> None:
        if as_changes(done):
            self._window.toasts.say(text, button=self.tr("Undo"), act=self._references.undo)

    def _failed(self, error: UserError) -> None:
        self._window.say_progress("")
        self._window.toasts.complain(str(error))


def _manuscripts(library: Library) -> list[Path]:
    """The manuscripts whose files are kept in step."""
    return list(dict.fromkeys(Path(text) for each in library.auto_exports() for text in each.manuscripts))
