"""What the window does to one field, or to the judgement, of many references at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from mscref.gui.bulk_edit_dialog import BulkEditDialog
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks
from mscref.model.holdings import APPRAISALS, Record


class EditingActs(QObject):
    """Handlers of the actions that edit a field of the selection, and of those that appraise it."""

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self.dialog: BulkEditDialog | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        acts: dict[str, Callable[[], None]] = {"bulk_edit": self.edit_all, "appraisal_none": lambda: self.appraise("")}
        return acts | {f"appraisal_{value}": self._appraise_act(value) for value in APPRAISALS}

    def edit_all(self) -> None:
        """Edit one field of the chosen references."""
        ids = self._window.table.selected_ids()
        self._tasks.ask(lambda library: list(library.records(ids)), self._show)

    def appraise(self, value: str) -> None:
        """Judge the risk of bias of the chosen references."""
        ids = self._window.table.selected_ids()
        self._tasks.change(lambda library: library.set_appraisal(ids, value))

    def _appraise_act(self, value: str) -> Callable[[], None]:
        return lambda: self.appraise(value)

    def _show(self, records: list[Record]) -> None:
        dialog = BulkEditDialog(records, self._window)
        dialog.accepted.connect(lambda: self._apply(dialog))
        self.dialog = dialog
        dialog.open()

    def _apply(self, dialog: BulkEditDialog) -> None:
        edits = {change.id: {"fields": {dialog.field: change.after}} for change in dialog.model.changes}
        self._tasks.change(lambda library: library.mend(edits))
