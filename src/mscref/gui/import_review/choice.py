"""What a person says about one entry of an import review: take it in, complete the held one, add it, leave it out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mscref.gui import icons, labels, theme, tips, words
from mscref.gui.flow_layout import FlowLayout
from mscref.gui.import_review import plan_rows
from mscref.jobs import reviewing
from mscref.jobs.reviewing import Review

_TINTS = {
    reviewing.READY: ("green", "check", "good"),
    reviewing.LOOK: ("amber", "warning", "warn"),
    reviewing.DOUBTED: ("amber", "warning", "warn"),
    reviewing.ALIKE: ("amber", "copy", "warn"),
    reviewing.HELD: ("blue", "library", "accent"),
}


_SEGMENT = (
    "QPushButton { padding: 5px 11px; }"
    "QPushButton:checked { background: palette(highlight); border-color: palette(link); }"
)


class ChoiceBar(QFrame):
    """The sentence that says how an entry stands, and the choices. `decided` carries the decision."""

    decided = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What is done with this entry"))
        self._tint = "slate"
        self._sign = QLabel()
        self._sign.setFixedSize(18, 18)
        self._sign.setAccessibleName(self.tr("State"))
        self._sentence = words.label("")
        self._remarks = words.label("")
        self._remarks.setProperty("warn", True)
        row = QWidget()
        row.setAccessibleName(self.tr("Choices"))
        self._flow = FlowLayout(row, spacing=6)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for decision in (reviewing.MERGE, reviewing.ADD, reviewing.TAKE, reviewing.SKIP):
            self.buttons[decision] = self._button(decision)
            self._flow.addWidget(self.buttons[decision])
        side = QVBoxLayout()
        side.setSpacing(7)
        side.addWidget(self._sentence)
        side.addWidget(self._remarks)
        side.addWidget(row)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(10)
        head = QVBoxLayout()
        head.addWidget(self._sign)
        head.addStretch()
        line.addLayout(head)
        line.addLayout(side, 1)

    def _button(self, decision: str) -> QPushButton:
        texts = {
            reviewing.MERGE: self.tr("Complete it"),
            reviewing.ADD: self.tr("Add anyway"),
            reviewing.TAKE: self.tr("Take it in"),
            reviewing.SKIP: self.tr("Leave out"),
        }
        button = QPushButton(texts[decision])
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setStyleSheet(_SEGMENT)
        button.setAccessibleName(texts[decision])
        button.clicked.connect(lambda: self.decided.emit(decision))
        self._group.addButton(button)
        return button

    def show_review(self, review: Review, index: int) -> None:
        """Show how one reference stands."""
        state, decision = review.state(index), review.decision(index)
        self._tint, sign, tone = _TINTS[state]
        self._sign.setPixmap(icons.icon(sign, tone).pixmap(18, 18))
        words.set_text(self._sentence, self._said(review, index, state))
        told = [problem.message for problem in review.remarks[0].get(index, ())]
        self._remarks.setVisible(bool(told))
        if told:
            words.set_text(self._remarks, "\n".join(told))
        is_double = state in (reviewing.HELD, reviewing.ALIKE)
        shown = {
            reviewing.MERGE: is_double,
            reviewing.ADD: is_double,
            reviewing.TAKE: not is_double,
            reviewing.SKIP: True,
        }
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
            button.setChecked(name == decision)
            if name == decision:
                icons.dress(button, "check", "accent")
            else:
                button.setProperty("mscref_icon", None)
                button.setIcon(QIcon())
        self._group.setExclusive(decision != reviewing.OPEN)
        button = self.buttons[reviewing.TAKE]
        button.setText(self.tr("It is right, take it in") if state == reviewing.LOOK else self.tr("Take it in"))
        button.setAccessibleName(button.text())
        button.setToolTip(tips.plain(self.tr("Ctrl+Enter takes it in and goes to the next one to look at")))
        self.update()

    def _said(self, review: Review, index: int, state: str) -> str:
        one = review.plan.references[index]
        if state == reviewing.HELD:
            text = self.tr("In the library as {key}: {reason}. Completing adds what it lacks and replaces nothing.")
            return text.format(key=one.match_key, reason=plan_rows.reason(one.reason))
        if state == reviewing.ALIKE and one.alike is not None:
            text = self.tr("Looks like {key}: {reason}. Is it the same paper?")
            return text.format(key=one.alike.key, reason=plan_rows.reason(one.alike.reason))
        if state == reviewing.LOOK:
            fields = ", ".join(plan_rows.label(name) for name in review.doubts(index))
            return self.tr("Please look at: {fields}.").format(fields=fields)
        if state == reviewing.DOUBTED:
            return self.tr("Something was lost while reading it.")
        paper = review.papers.get(index)
        if paper is not None and paper.citations:
            cited = labels.references(len(paper.citations))
            return self.tr("New. Its reference list is linked to {references}.").format(references=cited)
        return self.tr("New, nothing doubtful was found.")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = theme.of(self).tints[self._tint]
        edge = QColor(tint.ink)
        edge.setAlphaF(0.28)
        painter.setPen(edge)
        painter.setBrush(QColor(tint.ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
