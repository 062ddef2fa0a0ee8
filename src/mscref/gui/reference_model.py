"""The list's model: an array of ids and pages of summaries fetched when a row is looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from mscref.gui import tips
from mscref.gui.columns import COLUMNS
from mscref.jobs import citation_forms
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Summary

PAGE = 128
MIME_IDS = "application/x-mscref-ids"
SUMMARY_ROLE = Qt.ItemDataRole.UserRole
_KEPT_PAGES = 64
_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_Index = QModelIndex | QPersistentModelIndex


class ReferenceModel(QAbstractTableModel):
    """Rows of summaries in the order of an id array; nothing is held but the pages last looked at."""

    def __init__(self, fetch: Callable[[Sequence[int]], list[Summary]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._rows: dict[int, int] | None = None
        self._pages: OrderedDict[int, list[Summary]] = OrderedDict()
        self.vocabulary = Vocabulary(())

    @property
    def ids(self) -> array[int]:
        """The ids in the order shown; not to be changed."""
        return self._ids

    def show(self, ids: array[int]) -> None:
        """Show other references, or the same in another order."""
        self.beginResetModel()
        self._ids = ids
        self._rows = None
        self._pages.clear()
        self.endResetModel()

    def patch(self, changed: Iterable[int]) -> None:
        """Fetch again what was shown of the changed references; no ids means all."""
        wanted = set(changed)
        rows = [row for row in map(self.row_of, wanted) if row is not None] if wanted else list(range(len(self._ids)))
        if not rows:
            return
        for page in {row // PAGE for row in rows}:
            self._pages.pop(page, None)
        self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(COLUMNS) - 1))

    def id_at(self, row: int) -> int:
        return self._ids[row]

    def row_of(self, id: int) -> int | None:
        """The row that shows a reference, if any."""
        if self._rows is None:
            self._rows = {one: row for row, one in enumerate(self._ids)}
        return self._rows.get(id)

    def summary(self, row: int) -> Summary | None:
        """What a row shows; None for a reference that is gone since the ids were read."""
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            wanted = self._ids[number * PAGE : (number + 1) * PAGE]
            held = {one.id: one for one in self._fetch(wanted)}
            page = [held.get(id) or _gone(id) for id in wanted]
            self._pages[number] = page
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        summary = self.summary(index.row())
        if summary is None or role == SUMMARY_ROLE:
            return summary
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            if column.facet:
                return ", ".join(self._term_labels(summary, column.facet))
            return column.text(summary)
        if role == Qt.ItemDataRole.ToolTipRole and column.kind in ("chips", "mark"):
            return tips.plain(self.data(index)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{summary.authors}, {summary.year}: {summary.title}" if column.key == "title" else self.data(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column.kind == "mark" else column.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _ROW_FLAGS if index.isValid() else _NO_FLAGS

    def mimeTypes(self) -> list[str]:
        return [MIME_IDS, "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Ids for our own panels, a citation in the chosen form (`\\cite{a,b}`) for an editor."""
        rows = sorted({index.row() for index in indexes})
        data = QMimeData()
        data.setData(MIME_IDS, ",".join(str(self._ids[row]) for row in rows).encode())
        data.setText(citation_forms.cite([one.key for one in self._summaries(rows)]))
        return data

    def _summaries(self, rows: Iterable[int]) -> Iterator[Summary]:
        return (one for one in map(self.summary, rows) if one is not None)

    def _term_labels(self, summary: Summary, facet: str) -> list[str]:
        return [self.vocabulary.label(facet, term) for term in summary.terms.get(facet, ())]


def ids_in(data: QMimeData) -> list[int]:
    """The reference ids that a drag from the list carries."""
    return [int(one) for one in data.data(MIME_IDS).toStdString().split(",") if one]


def _gone(id: int) -> Summary:
    return Summary(id=id, key="", type="", authors="", year="", title="", journal="", terms={})
