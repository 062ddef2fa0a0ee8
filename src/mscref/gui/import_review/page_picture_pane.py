"""The right side of an import review: the page of a PDF with its knobs, or the text that an entry was read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import icons, labels, theme, tips, words
from mscref.gui.import_review import plan_rows
from mscref.gui.import_review.page_picture import Lit, PageSheet, sizes_of
from mscref.gui.reader.source import PageSource
from mscref.model.reference import Reference

_PAUSE_MS = 110  # so that running down the list opens no file that is only passed


class PagePane(QFrame):
    """Shows one file at a time; `line_picked` carries the text of a line that was pressed."""

    line_picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Where it was read"))
        self.sheet = PageSheet()
        self.sheet.line_picked.connect(self.line_picked)
        self.sheet.turned.connect(lambda _page: self._tell_page())
        self._source: PageSource | None = None
        self._path: Path | None = None
        self._focus = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._open)
        self._raw = QPlainTextEdit()
        self._raw.setReadOnly(True)
        self._raw.setFrameShape(QFrame.Shape.NoFrame)
        self._raw.setTabChangesFocus(True)
        self._raw.setAccessibleName(self.tr("The entry as it was read"))
        self._raw.viewport().setAccessibleName(self.tr("The entry as it was read"))
        self._raw.setFont(theme.fixed_font(self.font()))
        self._notice = words.label("", muted=True)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setContentsMargins(30, 20, 30, 20)
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(self.tr("Page or text"))
        for widget in (self.sheet, self._raw, self._notice):
            self._stack.addWidget(widget)
        self._hint = words.label("", muted=True, wrap=False)
        self._hint.setFont(theme.scaled(self.font(), 0.88))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._stack, 1)

    def _head(self) -> QWidget:
        bar = QWidget()
        bar.setAccessibleName(self.tr("Page"))
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 5, 6, 5)
        line.setSpacing(2)
        line.addWidget(self._hint, 1)
        self._back = self._knob("chevron_right", self.tr("Next page"), lambda: self.sheet.turn(self.sheet.page + 1))
        self._fore = self._knob("chevron_left", self.tr("Page before"), lambda: self.sheet.turn(self.sheet.page - 1))
        self._number = QLabel()
        self._number.setAccessibleName(self.tr("Page shown"))
        self._fit = self._knob("fit_width", self.tr("Fit the width"), lambda: self.sheet.set_zoom(0.0))
        smaller = self._knob("minus", self.tr("Smaller"), lambda: self.sheet.set_zoom(self.sheet.scale / 1.2))
        larger = self._knob("add", self.tr("Larger"), lambda: self.sheet.set_zoom(self.sheet.scale * 1.2))
        self._knobs = (self._fore, self._number, self._back, smaller, larger, self._fit)
        for knob in self._knobs:
            line.addWidget(knob)
        return bar

    def _knob(self, icon: str, name: str, act: object) -> QToolButton:
        knob = QToolButton()
        knob.setProperty("quiet", True)
        icons.dress(knob, icon, "muted")
        knob.setAccessibleName(name)
        knob.setToolTip(tips.plain(name))
        knob.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        knob.clicked.connect(act)
        return knob

    # What is shown

    def show_file(self, path: Path) -> None:
        """Show the first page of a PDF, after a moment."""
        if path == self._path:
            return
        self.close_file()
        self._path = path
        self._say(self.tr("Opening {file} …").format(file=path.name))
        self._pause.start()

    def show_text(self, reference: Reference, path: str) -> None:
        """Show the text of the entry that a reference was read from."""
        self.close_file()
        name = Path(path).name or path
        if reference.raw is None:
            self._say(self.tr("There is no page to show for {file}.").format(file=name))
            return
        self._raw.setPlainText(reference.raw.text[:20_000])
        self._stack.setCurrentWidget(self._raw)
        words.set_text(self._hint, self.tr("As it stands in {file}").format(file=name))
        self._show_knobs(False)

    def close_file(self) -> None:
        """Let the open file go."""
        self._pause.stop()
        self._path = None
        self.sheet.show_source(None)
        if self._source is not None:
            self._source.close()
            self._source.deleteLater()
            self._source = None
        self._show_knobs(False)

    @property
    def is_settled(self) -> bool:
        """Whether the page and its words have come, or nothing is waited for."""
        return not self._pause.isActive() and (self._source is None or self._source.is_idle)

    def light(self, lits: Sequence[Lit], focus: str, *, can_take: bool = True) -> None:
        """Light the places of fields on the page."""
        self._focus = focus if can_take else ""
        self.sheet.light(lits, focus, can_take=can_take)
        self._invite()

    def _invite(self) -> None:
        if self._source is None or self._stack.currentWidget() is not self.sheet:
            return
        text = self.tr("Press a line to use it as: {field}").format(field=plan_rows.label(self._focus))
        words.set_text(self._hint, text if self._focus else "", self.tr("Page"))

    def _open(self) -> None:
        if self._path is None:
            return
        self._source = source = PageSource(self._path, parent=self)
        source.opened.connect(self._opened)
        source.failed.connect(self._say)
        source.locked.connect(self._say)
        source.open()

    def _opened(self, sheet: object) -> None:
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_source(self._source, sizes_of(sheet))
        self._show_knobs(True)
        self._tell_page()
        self._invite()

    def _say(self, sentence: str) -> None:
        words.set_text(self._notice, sentence)
        words.set_text(self._hint, "", self.tr("Page"))
        self._stack.setCurrentWidget(self._notice)
        self._show_knobs(False)

    def _show_knobs(self, on: bool) -> None:
        for knob in self._knobs:
            knob.setVisible(on)

    def _tell_page(self) -> None:
        text = self.tr("{page} of {pages}").format(
            page=labels.number(self.sheet.page), pages=labels.number(self.sheet.pages)
        )
        self._number.setText(text)
        self._number.setAccessibleName(self.tr("Page {which}").format(which=text))
        self._fore.setEnabled(self.sheet.page > 1)
        self._back.setEnabled(self.sheet.page < self.sheet.pages)
