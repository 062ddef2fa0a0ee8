"""The groups above the list of an import review, with counts: all, to look at, held already, unreadable."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from mscref.gui import labels, theme
from mscref.gui.flow_layout import FlowLayout


class GroupBar(QWidget):
    """One button a group; a group without entries has none. `chosen` carries the group that is shown."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Which entries are listed"))
        self.group = "all"
        self._texts = {
            "all": self.tr("All"),
            "ready": self.tr("Ready"),
            "look": self.tr("Check"),
            "held": self.tr("Held"),
            "lost": self.tr("Failed"),
            "other": self.tr("Other"),
        }
        flow = FlowLayout(self, spacing=1)
        exclusive = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for name, text in self._texts.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setStyleSheet("padding: 3px 1px;")
            button.setFont(theme.scaled(self.font(), 0.9))
            button.setAccessibleName(text)
            button.clicked.connect(lambda _on=False, name=name: self._choose(name))
            exclusive.addButton(button)
            flow.addWidget(button)
            self.buttons[name] = button
        self.buttons["all"].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many entries each group has."""
        for name, button in self.buttons.items():
            count = counts.get(name, 0)
            button.setVisible(count > 0 or name in ("all", self.group))
            text = self.tr("{group} {n}").format(group=self._texts[name], n=labels.number(count))
            button.setText(text)
            button.setAccessibleName(text)

    def _choose(self, name: str) -> None:
        self.group = name
        self.chosen.emit(name)
