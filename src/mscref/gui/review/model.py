"""The open proposals as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mscref.gui import labels
from mscref.model.facets import Vocabulary
from mscref.model.holdings import OpenProposal

PROPOSAL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex


class ProposalModel(QAbstractListModel):
    """Immutable proposals in order; `shown` are those that pass the filter of the view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: tuple[OpenProposal, ...] = ()
        self.vocabulary = Vocabulary(())

    def show(self, proposals: Sequence[OpenProposal], vocabulary: Vocabulary) -> None:
        """Show other proposals."""
        self.beginResetModel()
        self.shown, self.vocabulary = tuple(proposals), vocabulary
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        one = self.shown[index.row()]
        if role == PROPOSAL_ROLE:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            label = self.vocabulary.label(one.facet, one.term)
            return f"{label} ({labels.facet(one.facet)}): {one.quote} – {one.authors} {one.year}"
        return None

    def begins_reference(self, row: int) -> bool:
        """Whether a row is the first one of its reference, so that the title stands over it."""
        return row == 0 or self.shown[row - 1].reference != self.shown[row].reference
