"""The row of filter chips above the list: every filter in force, each removable, and one button to clear all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mscref.gui import chips, labels
from mscref.gui.chip_button import ChipButton
from mscref.gui.filters import LINKS, Filters
from mscref.gui.flow_layout import FlowLayout, empty
from mscref.gui.link_button import LinkButton
from mscref.model.facets import Vocabulary
from mscref.model.holdings import NONE


class FilterBar(QWidget):
    """Shows `Filters` as chips; `changed` carries the filters after one was taken away."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Filters in force"))
        self._row = QWidget()
        self._row.setAccessibleName(self.tr("Filter chips"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._row.setSizePolicy(policy)
        self._flow = FlowLayout(self._row, spacing=6)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 7, 10, 7)
        line.addWidget(self._row, 1)
        self.hide()

    def show_filters(self, filters: Filters, vocabulary: Vocabulary) -> None:
        """Show the chips of these filters; without any the bar is not there."""
        empty(self._flow)
        count = 0
        for name, value, is_excluded in filters.chips():
            self._flow.addWidget(self._chip(filters, vocabulary, name, value, is_excluded))
            count += 1
        if filters.text.strip():
            text = self.tr("“{words}”").format(words=_short(filters.text.strip()))
            chip = ChipButton(text, "slate", name=self.tr("Search: {words}").format(words=filters.text.strip()))
            chip.removed.connect(lambda: self.changed.emit(filters.words("")))
            chip.clicked.connect(lambda: self.changed.emit(filters.words("")))
            self._flow.addWidget(chip)
            count += 1
        if count > 1:
            clear = LinkButton(self.tr("Clear all"), self.tr("Clear all filters"))
            clear.clicked.connect(lambda: self.changed.emit(filters.cleared()))
            self._flow.addWidget(clear)
        self.setVisible(count > 0)

    def _chip(self, filters: Filters, vocabulary: Vocabulary, name: str, value: str, is_excluded: bool) -> ChipButton:
        if name in LINKS:
            text, tint = _short(value), "slate"
        elif value == NONE:
            text, tint = labels.no_term(name), "slate"
        else:
            text, tint = _short(vocabulary.label(name, value)), chips.tint_name(vocabulary, name, value)
        shown = self.tr("not {term}").format(term=text) if is_excluded else text
        chip = ChipButton(shown, tint, name=self.tr("Filter: {term}").format(term=shown))
        for pressed in (chip.removed, chip.clicked):
            pressed.connect(lambda: self.changed.emit(filters.dropped(name, value)))
        return chip


def _short(text: str) -> str:
    return text if len(text) <= 42 else text[:41].rstrip() + "…"
