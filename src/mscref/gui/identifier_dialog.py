"""Add by identifier: paste any mix of them, see what each means, add what is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import icons, labels, theme, words
from mscref.gui.detail_header import appeared_in
from mscref.jobs import looking_up, looking_up_identifiers
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Reference

_TYPED_MS = 250


class IdentifierDialog(QDialog):
    """`wanted` carries the bare references to look up; `show_plan` shows what they mean; `stopped` ends the look-up."""

    wanted = Signal(object)
    stopped = Signal()

    def __init__(self, *, is_allowed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_allowed = is_allowed
        self._plan: Plan | None = None
        self._running = False
        title = self.tr("Add by identifier")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        heading = words.label(title, wrap=False)
        heading.setFont(theme.scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Identifiers"))
        self.text.viewport().setAccessibleName(self.tr("Identifiers"))
        self.text.setPlaceholderText(
            self.tr("DOI, PMID, PMCID, NCT number, ISBN or arXiv number – any mix, a line for each paper")
        )
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(110)
        self.told = words.label(muted=True, name=self.tr("What was recognised"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(self.tr("What the identifiers mean"))
        self.rows.viewport().setAccessibleName(self.tr("What the identifiers mean"))
        self.rows.setProperty("card", True)
        self.rows.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.rows.setWordWrap(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.bar.hide()
        self.ask = QPushButton(self.tr("Look up"))
        icons.dress(self.ask, "search")
        self.ask.setAccessibleName(self.ask.text())
        self.ask.clicked.connect(self._find_or_stop)
        self._add = QPushButton(self.tr("Add"))
        self._add.setAccessibleName(self._add.text())
        self._add.setProperty("primary", True)
        self._add.clicked.connect(self.accept)
        self._lay_out(heading)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self.read)
        self.text.textChanged.connect(self._change)
        self.references: tuple[Reference, ...] = ()
        self.read()
        self.resize(640, 520)

    @property
    def chosen(self) -> Plan | None:
        """The plan less what was unticked; None when nothing was looked up, so that bare references come in."""
        if self._plan is None:
            return None
        unticked = [
            number
            for number in range(self.rows.count())
            if self.rows.item(number).checkState() == Qt.CheckState.Unchecked
        ]
        return self._plan.without(unticked)

    def read(self) -> None:
        """Recognise what was pasted, and say what was not."""
        self.references, others = looking_up_identifiers.split(self.text.toPlainText())
        parts = [self.tr("{n} recognised").format(n=len(self.references))] if self.references else []
        if others:
            parts.append(self.tr("not recognised: {words}").format(words=", ".join(others[:8])[:200]))
        if not self._is_allowed:
            parts.append(
                self.tr("The network is off, so bare references come in and wait. Allow look-ups in the preferences.")
            )
        words.set_text(self.told, "\n".join(parts), self.tr("What was recognised"))
        self._show_bare()
        self._enable()

    def show_plan(self, plan: Plan) -> None:
        """Show what the identifiers mean; everything new is ticked."""
        self._plan = plan
        self._run(False)
        self.rows.clear()
        for planned in plan.references:
            self._append(_line(planned, self), is_known=bool(planned.reference.title))
        notes = [problem.message for _, problem in plan.problems]
        if notes:
            words.set_text(self.told, "\n".join(notes[:6]), self.tr("What was recognised"))
        self._enable()

    def show_progress(self, done: int, count: int) -> None:
        """Show how far the look-up is."""
        self.bar.setRange(0, count)
        self.bar.setValue(done)

    def fail(self, text: str) -> None:
        """Say why there is no answer; what was recognised can still be added."""
        self._run(False)
        words.set_text(self.told, text, self.tr("What was recognised"))
        self._enable()

    def reject(self) -> None:
        self.stopped.emit()
        super().reject()

    def _change(self) -> None:
        self._plan = None
        self._typed.start()

    def _find_or_stop(self) -> None:
        if self._running:
            self.stopped.emit()
            self._run(False)
            self._enable()
            return
        self._typed.stop()
        self.read()
        if self.references:
            self._run(True)
            self.bar.setRange(0, 0)
            self.wanted.emit(self.references)

    def _run(self, on: bool) -> None:
        self._running = on
        self.bar.setVisible(on)
        text = self.tr("Stop") if on else self.tr("Look up")
        self.ask.setText(text)
        self.ask.setAccessibleName(text)
        self.text.setReadOnly(on)

    def _enable(self) -> None:
        self.ask.setVisible(self._is_allowed)
        self.ask.setEnabled(self._running or bool(self.references))
        self.ask.setDefault(self._is_allowed and self._plan is None)
        self._add.setEnabled(not self._running and bool(self.references))
        self._add.setDefault(not self._is_allowed or self._plan is not None)

    def _show_bare(self) -> None:
        self.rows.clear()
        for reference in self.references:
            self._append(looking_up.identified(reference), is_known=False, is_ticked=False)

    def _append(self, text: str, *, is_known: bool, is_ticked: bool = True) -> None:
        row = QListWidgetItem(text)
        row.setData(Qt.ItemDataRole.AccessibleTextRole, text)
        if is_ticked:
            row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked)
        else:
            row.setFlags(Qt.ItemFlag.ItemIsEnabled)
        if not is_known:
            row.setForeground(self.palette().placeholderText())
        self.rows.addItem(row)

    def _lay_out(self, heading: QLabel) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(10)
        for widget in (heading, self.text, self.told, self.rows, self.bar):
            column.addWidget(widget)
        column.setStretchFactor(self.rows, 1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        box.setAccessibleName(self.tr("Buttons"))
        box.rejected.connect(self.reject)
        for button in box.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        box.addButton(self._add, QDialogButtonBox.ButtonRole.ActionRole)
        foot = QHBoxLayout()
        foot.addWidget(self.ask)
        foot.addStretch()
        foot.addWidget(box)
        column.addLayout(foot)


def _line(planned: Planned, dialog: IdentifierDialog) -> str:
    """What one row says: title, who and where, and the held reference that it is."""
    reference = planned.reference
    name = looking_up.identified(reference)
    if not reference.title:
        return dialog.tr("{identifier}: nothing was found; it comes in bare and waits").format(identifier=name)
    people = _byline([author.sort_family for author in reference.authors])
    told = " · ".join(part for part in (people, appeared_in(reference), name) if part)
    if planned.match is not None:
        held = dialog.tr("held already as {key}").format(key=planned.match_key)
        return f"{reference.title}\n{told} · {held}"
    notice = next((labels.notice(n.kind) for n in planned.notices if n.kind == "retraction" and not n.is_itself), "")
    return f"{reference.title}\n{told}{' · ' + notice if notice else ''}"


def _byline(families: Sequence[str]) -> str:
    return ", ".join(families) if len(families) < 3 else f"{families[0]} et al."
