"""What an import did: how many came in, what was held, what failed and why; a way to the new ones."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mscref.gui import labels, theme, words
from mscref.gui.import_review.parts import card
from mscref.model.plan import Imported, Plan

_MOST = 200


class ImportSummary(QDialog):
    """Shown on request after an import. `show_asked` says that the new references are wanted in the list."""

    show_asked = Signal()

    def __init__(self, done: Imported, plan: Plan, left_out: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What the import did"))
        self.setAccessibleName(self.windowTitle())
        heading = words.label(summary(done, plan, left_out), wrap=True)
        heading.setFont(theme.scaled(self.font(), 1.2, QFont.Weight.DemiBold))
        body = QWidget()
        body.setAccessibleName(self.windowTitle())
        cards = QVBoxLayout(body)
        cards.setContentsMargins(0, 0, 8, 0)
        cards.setSpacing(8)
        for unread in plan.unreadable[:_MOST]:
            reason = words.label(unread.reason)
            reason.setProperty("error", True)
            cards.addWidget(card(Path(unread.path).name or unread.path, self.tr("failed"), reason))
        for key, path in done.merged[:_MOST]:
            text = self.tr("Completed from {file}").format(file=Path(path).name or path)
            cards.addWidget(card(key, self.tr("held already"), words.label(text)))
        if done.new:
            cards.addWidget(card(self.tr("Added"), "", words.label(", ".join(done.new[:_MOST]))))
        cards.addStretch()
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.windowTitle())
        area.viewport().setAccessibleName(self.windowTitle())
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.setAccessibleName(self.tr("Buttons"))
        box.rejected.connect(self.reject)
        if done.new:
            show = QPushButton(self.tr("Show the new ones"))
            show.clicked.connect(self.accept)
            show.clicked.connect(self.show_asked)
            box.addButton(show, QDialogButtonBox.ButtonRole.ActionRole)
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(area, 1)
        column.addWidget(box)
        self.resize(560, 460)


def summary(done: Imported, plan: Plan, left_out: int) -> str:
    """ "9 references added, 1 held already, 2 failed, 3 left out"."""
    parts = []
    if done.new:
        parts.append(_tr("{references} added").format(references=labels.references(len(done.new))))
    if done.merged:
        parts.append(_tr("{n} already held").format(n=labels.number(len(done.merged))))
    documents = len(done.documents) - sum(one.represents is not None for one in plan.documents if one.held is None)
    if documents > 0:
        text = _tr("1 document") if documents == 1 else _tr("{n} documents")
        parts.append(text.format(n=labels.number(documents)))
    if plan.unreadable:
        parts.append(_tr("{n} failed").format(n=labels.number(len(plan.unreadable))))
    if left_out:
        parts.append(_tr("{n} left out").format(n=labels.number(left_out)))
    if not done.new and not done.merged and not done.documents:
        parts.insert(0, _tr("Everything was held already; nothing was added"))
    return ", ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("summary", text)
