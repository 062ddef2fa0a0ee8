"""What the window does about references that may be one paper: find, merge, keep apart, link as one study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from PySide6.QtCore import QObject

from mscref.gui import labels
from mscref.gui.duplicates import DuplicatesDialog, Group
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks
from mscref.jobs import duplicates_scan
from mscref.jobs.merge_choices import Chosen
from mscref.library import Library
from mscref.model.holdings import Changes
from mscref.model.studies import FAMILY_KINDS

_MOST = 300


class DuplicateActs(QObject):
    """Handlers of the actions on duplicates."""

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self.dialog: DuplicatesDialog | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {"find_duplicates": self.find, "merge": self.merge_chosen}

    def find(self) -> None:
        """Look through the whole library and show what may be one paper."""
        self._window.say_progress(self.tr("Looking for duplicates …"))
        self._tasks.work(groups_of, self._show_found, otherwise=self._failed)

    def merge_chosen(self) -> None:
        """Compare the chosen references and merge them."""
        ids = self._window.table.selected_ids()
        reason = self.tr("chosen by you")
        self._tasks.ask(lambda library: [Group(tuple(library.records(ids)), reason)], self._show)

    def _failed(self, error: Exception) -> None:
        self._window.say_progress("")
        self._window.toasts.complain(str(error))

    def _show_found(self, groups: Sequence[Group]) -> None:
        self._window.say_progress("")
        if groups:
            self._show(groups)
        else:
            self._window.toasts.say(self.tr("No two references look like one paper."))

    def _show(self, groups: Sequence[Group]) -> None:
        kinds = [(kind, labels.family_role(kind)) for kind in FAMILY_KINDS]
        dialog = DuplicatesDialog(groups, kinds, self._window)
        dialog.merged.connect(self._merge)
        dialog.told_apart.connect(self._keep_apart)
        dialog.related.connect(self._relate)
        self.dialog = dialog
        dialog.open()

    def _merge(self, ids: list[int], said: Chosen) -> None:
        keep, *others = ids
        self._tasks.change(
            lambda library: library.merge(
                keep,
                others,
                said.fields,
                type=said.type,
                title=said.title,
                contributors=said.contributors,
                incomplete_roles=said.incomplete_roles,
            )
        )

    def _keep_apart(self, ids: list[int]) -> None:
        for one, other in combinations(ids, 2):
            self._tasks.change(_apart(one, other))

    def _relate(self, ids: list[int], kind: str) -> None:
        main, *others = ids
        self._tasks.change(lambda library: library.link_family(main, dict.fromkeys(others, kind)))


def _apart(one: int, other: int) -> Callable[[Library], Changes]:
    return lambda library: library.distinct(one, other)


def groups_of(library: Library) -> list[Group]:
    """The pairs of a library that look like one paper, surest first."""
    pairs = duplicates_scan.scan(library.look_alikes(), library.known_apart())[:_MOST]
    ids = sorted({id for pair in pairs for id in (pair.one, pair.other)})
    records = {record.id: record for record in library.records(ids)}
    return [Group((records[pair.one], records[pair.other]), pair.reason, pair.role) for pair in pairs]
