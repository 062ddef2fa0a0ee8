"""Answers that do not agree with what is held: both are shown, and nothing is taken unasked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import labels, theme, words
from mscref.gui.detail_header import appeared_in, author_line
from mscref.jobs.looking_up import Outcome
from mscref.jobs.looking_up_agreement import Agreement
from mscref.model.reference import Reference


class DoubtfulDialog(QDialog):
    """A card for each reference with the answer beside it; `taken` are the outcomes whose answer is the right one."""

    def __init__(self, outcomes: Sequence[Outcome], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcomes = outcomes
        self.boxes: list[QCheckBox] = []
        title = self.tr("Answers that do not agree")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        heading = words.label(title, wrap=False)
        heading.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        told = words.label(
            self.tr("A service describes another paper than the one you hold. Tick what is right all the same."),
            muted=True,
        )
        holder = QWidget()
        holder.setAccessibleName(title)
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(10)
        for outcome in outcomes:
            rows.addWidget(self._card(outcome))
        rows.addStretch()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setAccessibleName(title)
        area.viewport().setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(12)
        for widget in (heading, told, area):
            column.addWidget(widget)
        column.addWidget(self._buttons())
        self._enable()
        self.resize(720, min(230 + 170 * len(outcomes), 640))

    @property
    def taken(self) -> list[Outcome]:
        return [one for one, box in zip(self._outcomes, self.boxes, strict=True) if box.isChecked()]

    def _card(self, outcome: Outcome) -> QFrame:
        told, how = outcome.found.doubtful[0]
        card = QFrame()
        card.setProperty("card", True)
        card.setAccessibleName(outcome.found.asked.title)
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(words.caption(self.tr("You hold")), 0, 0)
        grid.addWidget(words.caption(labels.source(told.source)), 0, 1)
        for side, reference in enumerate((outcome.found.asked, told.reference)):
            for row, text in enumerate(_lines(reference), 1):
                grid.addWidget(words.label(text, muted=row > 1), row, side)
        why = words.label(self._why(how))
        why.setProperty("warn", True)
        grid.addWidget(why, 4, 0)
        box = QCheckBox(self.tr("This is the paper: take its record"))
        box.setAccessibleName(box.text())
        box.toggled.connect(lambda _on: self._enable())
        self.boxes.append(box)
        grid.addWidget(box, 4, 1)
        return card

    def _why(self, how: Agreement) -> str:
        """What does not agree, in one line."""
        parts = []
        if how.conflict:
            parts.append(self.tr("another {identifier}").format(identifier=how.conflict))
        if how.title is not None and how.title < 100:
            parts.append(self.tr("titles {n} % alike").format(n=how.title))
        if how.author is False:
            parts.append(self.tr("another first author"))
        if how.year is False:
            parts.append(self.tr("another year"))
        return ", ".join(parts)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        box.setAccessibleName(self.tr("Buttons"))
        self._take = box.button(QDialogButtonBox.StandardButton.Ok)
        self._take.setText(self.tr("Take the ticked"))
        self._take.setProperty("primary", True)
        box.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Keep what I hold"))
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _enable(self) -> None:
        self._take.setEnabled(any(box.isChecked() for box in self.boxes))


def _lines(reference: Reference) -> tuple[str, str, str]:
    return reference.title or "–", author_line(reference) or "–", appeared_in(reference) or "–"
