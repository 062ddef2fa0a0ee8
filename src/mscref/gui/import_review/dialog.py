"""The review of an import: what would come in, each field beside its line of the page; only accepting changes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mscref import settings
from mscref.gui import theme, tips, words
from mscref.gui.import_review import plan_rows
from mscref.gui.import_review.fields import ReviewFields, lits_of
from mscref.gui.import_review.groups import GroupBar
from mscref.gui.import_review.list import ReviewList, ReviewModel
from mscref.gui.import_review.page_picture_pane import PagePane
from mscref.gui.import_review.parts import FilesChoice, document_page, remark_page, unread_page
from mscref.gui.import_review.plan_rows import Row
from mscref.jobs import review_values, reviewing
from mscref.jobs.reviewing import Review
from mscref.model.facets import Vocabulary
from mscref.model.plan import Plan, Planned

Compare = Callable[[Planned, Callable[[Planned], None]], None]
_IDENTIFYING = frozenset({"DOI", "PMID", "PMCID", "title", "author", "issued"})


class ImportDialog(QDialog):
    """The plan of one import under review. Accepted, `chosen` is the plan to carry out.

    `compare` looks a reference up in the library again after an edit, and answers with it.
    """

    def __init__(
        self, plan: Plan, vocabulary: Vocabulary, parent: QWidget | None = None, *, compare: Compare | None = None
    ) -> None:
        super().__init__(parent)
        self._review = Review(plan)
        self._vocabulary = vocabulary
        self._compare = compare
        self._row: Row | None = None
        self._is_leaving = False
        self.setWindowTitle(self.tr("Review before importing"))
        self.setAccessibleName(self.windowTitle())
        self._model = ReviewModel(self)
        self._model.ticked.connect(lambda row: self._change(self._review.toggled(row.index)))
        self.list = ReviewList(self._model)
        self.list.shown.connect(self._show)
        self.groups = GroupBar()
        self.groups.chosen.connect(lambda _group: self._fill())
        self.fields = ReviewFields(vocabulary)
        self.fields.edited.connect(self._edit)
        self.fields.decided.connect(self._decide)
        self.fields.confirmed.connect(self._confirm)
        self.fields.focused.connect(lambda _name: self._light())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("The selected entry"))
        self._area.viewport().setAccessibleName(self.tr("Entry"))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.fields)
        self._other = QScrollArea()
        self._other.setWidgetResizable(True)
        self._other.setAccessibleName(self.tr("The selected line"))
        self._other.viewport().setAccessibleName(self.tr("Line"))
        self._other.hide()
        self.page = PagePane()
        self.page.line_picked.connect(self._take_line)
        self.accept_button = QPushButton()
        self.accept_button.setProperty("primary", True)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        self.files = FilesChoice()
        self._has_pages = any(reviewing.is_read_off_pages(one) for one in plan.references) or any(
            reviewing.can_be_filled_in(one) for one in plan.unreadable
        )
        self._lay_out()
        self._add_keys()
        self._fill()
        self.list.go_to(0)
        if not self._model.rowCount():
            self._show(None)
        self.list.setFocus()

    @property
    def review(self) -> Review:
        """The review as it stands."""
        return self._review

    @property
    def chosen(self) -> Plan:
        """The plan that the decisions and edits make."""
        return self._review.outcome

    @property
    def copies_files(self) -> bool:
        """Whether the PDFs shall be copied into the library's folder."""
        return self.files.copies

    def accept(self) -> None:
        """Take what is ticked; how files are kept is remembered."""
        self._finish_typing()
        if self.files.isVisibleTo(self):
            settings.save({"attachments": str(self.files.currentData())})
        self.page.close_file()
        super().accept()

    def reject(self) -> None:
        """Leave everything as it is."""
        self.page.close_file()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.page.close_file()
        super().closeEvent(event)

    # Layout

    def _lay_out(self) -> None:
        left = QWidget()
        left.setAccessibleName(self.tr("Entries"))
        entries = QVBoxLayout(left)
        entries.setContentsMargins(0, 0, 0, 0)
        entries.setSpacing(8)
        entries.addWidget(self.groups)
        entries.addWidget(self.list, 1)
        middle = QWidget()
        middle.setAccessibleName(self.tr("Fields"))
        fields = QVBoxLayout(middle)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self._area, 1)
        fields.addWidget(self._other, 1)
        panes = QSplitter()
        panes.setAccessibleName(self.tr("List, fields and page"))
        panes.setHandleWidth(12)
        panes.setChildrenCollapsible(False)
        panes.setStyleSheet("QSplitter::handle { background: transparent; }")
        for pane, least in ((left, 230), (middle, 280), (self.page, 260)):
            pane.setMinimumWidth(least)
            panes.addWidget(pane)
        for number in range(panes.count()):
            panes.setStretchFactor(number, (3, 4, 5)[number])
            panes.handle(number).setAccessibleName(self.tr("Edge between panes"))
        is_wide = self._has_pages or any(one.reference.raw for one in self._review.plan.references)
        self.page.setVisible(is_wide)
        self.resize(1300 if is_wide else 1000, 780 if is_wide else 660)
        panes.setSizes([330, 425, 510] if is_wide else [420, 560, 0])
        self._fit_parent()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(panes, 1)
        column.addLayout(self._foot())

    def _fit_parent(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            room = parent.window().size()
            self.resize(
                min(self.width(), max(room.width() - 60, 700)), min(self.height(), max(room.height() - 50, 440))
            )

    def _head(self) -> QHBoxLayout:
        title = QLabel(self._review.plan.act)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setFont(theme.scaled(self.font(), 1.4, QFont.Weight.DemiBold))
        title.setAccessibleName(self._review.plan.act)
        self._summary = words.label("", muted=True, wrap=False)
        left = QVBoxLayout()
        left.setSpacing(3)
        left.addWidget(title)
        left.addWidget(self._summary)
        self.all_button = QPushButton(self.tr("Tick all"))
        self.all_button.setAccessibleName(self.all_button.text())
        self.all_button.setAutoDefault(False)
        self.all_button.clicked.connect(self._tick_all)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Cancel, nothing is imported"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(left, 1)
        for button in (self.all_button, cancel, self.accept_button):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _foot(self) -> QHBoxLayout:
        foot = words.label(
            self.tr("Nothing changes until you import. The whole import is one step that can be undone."), muted=True
        )
        foot.setFont(theme.scaled(self.font(), 0.9))
        line = QHBoxLayout()
        line.addWidget(foot, 1)
        line.addWidget(self.files)
        self.files.setVisible(
            self._has_pages or any(f.sha256 for one in self._review.plan.references for f in one.reference.attachments)
        )
        return line

    def _add_keys(self) -> None:
        acts: dict[str, Callable[[], None]] = {
            "Ctrl+Return": self.accept_entry,
            "Ctrl+Enter": self.accept_entry,
            "Ctrl+Down": lambda: self.list.go_to(self.list.place + 1),
            "Ctrl+Up": lambda: self.list.go_to(self.list.place - 1),
            "F6": self._next_pane,
            "F8": self._next_to_look_at,
        }
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self, act)
        self.list.setToolTip(tips.plain(self.tr("Space takes an entry in or out, F8 goes to the next to look at")))

    # The review changes

    def _change(self, review: Review) -> None:
        self._review = review
        self._fill()
        if self._row is not None and self._row.kind == plan_rows.REFERENCE:
            self.fields.show_review(review, self._row.index, afresh=False)
            self._light()

    def _fill(self) -> None:
        """Show the rows of the chosen group and what accepting would do."""
        rows = list(plan_rows.rows_of(self._review))
        self.groups.show_counts(plan_rows.counts(self._review))
        current = self._row
        group = self.groups.group
        shown = [
            row
            for row in rows
            if group in ("all", plan_rows.group(row))
            or (current is not None and (row.kind, row.index) == (current.kind, current.index))
        ]
        self._model.show(shown)
        if current is not None and not self._is_leaving:
            place = self._model.place_of(current.kind, current.index)
            if place >= 0 and place != self.list.place:
                self.list.go_to(place)
        chosen = self.chosen
        text = plan_rows.button_text(chosen)
        self.accept_button.setText(text)
        self.accept_button.setAccessibleName(text)
        self.accept_button.setEnabled(bool(chosen.references or any(one.held is None for one in chosen.documents)))
        total = len(self._review.plan.references)
        self.all_button.setVisible(total > 1)
        are_all = total > 0 and all(self._review.comes_in(i) for i in range(total))
        self.all_button.setText(self.tr("Untick all") if are_all else self.tr("Tick all"))
        self.all_button.setAccessibleName(self.all_button.text())
        words.set_text(self._summary, plan_rows.summary_line(self._review))

    def _tick_all(self) -> None:
        total = len(self._review.plan.references)
        are_all = all(self._review.comes_in(i) for i in range(total))
        self._change(self._review.none_taken() if are_all else self._review.all_taken())

    def _decide(self, decision: str) -> None:
        if self._row is not None:
            self._change(self._review.decided(self._row.index, decision))

    def accept_entry(self) -> None:
        """Take the entry in as it stands, and go on to the next one to look at."""
        if self._row is None or self._row.kind != plan_rows.REFERENCE:
            return
        self.list.setFocus()
        if not self._review.comes_in(self._row.index):
            self._change(self._review.toggled(self._row.index))
        self._next_to_look_at()

    def _next_to_look_at(self) -> None:
        total = self._model.rowCount()
        for step in range(1, total + 1):
            place = (self.list.place + step) % total
            row = self._model.row(place)
            if row is not None and row.kind == plan_rows.REFERENCE and row.index in self._review.waiting:
                self.list.go_to(place)
                return

    def _edit(self, name: str, text: str) -> None:
        if self._row is None or self._row.kind != plan_rows.REFERENCE:
            return
        index = self._row.index
        self._change(self._review.with_field(index, name, text, self._vocabulary))
        if self._compare is not None and name in _IDENTIFYING:
            edited = self._review.plan.references[index]
            self._compare(edited, lambda one: self._compared(index, edited, one))

    def _compared(self, index: int, asked: Planned, answer: Planned) -> None:
        if index < len(self._review.plan.references) and self._review.plan.references[index] == asked:
            self._change(self._review.compared(index, answer))

    def _confirm(self, name: str) -> None:
        if self._row is not None:
            self._change(self._review.without_doubt(self._row.index, name))

    def _take_line(self, line: str) -> None:
        """A line of the page was pressed: it becomes the value of the lit field."""
        name = self.fields.focus
        if not name or self._row is None:
            return
        text = review_values.taken_from(line, name)
        if text:
            self._edit(name, text)

    def _fill_in(self, unread: int) -> None:
        self._row = None
        self._review = self._review.by_hand(unread, self._vocabulary)
        self._fill()
        self.list.go_to(self._model.place_of(plan_rows.REFERENCE, len(self._review.plan.references) - 1))
        self.fields.enter("title")

    # One entry

    def _show(self, row: Row | None) -> None:
        self._finish_typing()
        self._row = row
        is_reference = row is not None and row.kind == plan_rows.REFERENCE
        self._area.setVisible(is_reference)
        self._other.setVisible(not is_reference)
        if row is None:
            self._other.setWidget(words.label(self.tr("Nothing to import was found."), muted=True))
            return
        plan = self._review.plan
        if is_reference:
            one = plan.references[row.index]
            self.fields.show_review(self._review, row.index, afresh=True)
            self._area.verticalScrollBar().setValue(0)
            self._show_source(one)
            doubts = self._review.doubts(row.index)
            self.fields.go_to(doubts[0] if doubts else "title")
            return
        if row.kind == plan_rows.DOCUMENT:
            self._other.setWidget(document_page(plan.documents[row.index]))
            self.page.hide()
        elif row.kind == plan_rows.UNREADABLE:
            unread = plan.unreadable[row.index]
            is_pdf = reviewing.can_be_filled_in(unread)
            fill_in = (lambda: QTimer.singleShot(0, lambda: self._fill_in(row.index))) if is_pdf else None
            self._other.setWidget(unread_page(unread, fill_in))
            self.page.setVisible(is_pdf)
            if is_pdf:
                self.page.show_file(Path(unread.path))
                self.page.light((), "", can_take=False)
        else:
            self._other.setWidget(remark_page(*plan.problems[row.index]))
            self.page.hide()

    def _finish_typing(self) -> None:
        """What is being typed belongs to the entry that is being left."""
        held = self.focusWidget()
        if held is not None and self.fields.isAncestorOf(held):
            self._is_leaving = True
            self.list.setFocus()
            self._is_leaving = False

    def _show_source(self, one: Planned) -> None:
        has_pages = reviewing.is_read_off_pages(one)
        self.page.setVisible(has_pages or one.reference.raw is not None)
        if has_pages:
            self.page.show_file(Path(one.path))
        elif one.reference.raw:
            self.page.show_text(one.reference, one.path)

    def _light(self) -> None:
        if self._row is not None and self._row.kind == plan_rows.REFERENCE:
            one = self._review.plan.references[self._row.index]
            self.page.light(lits_of(one, self._review.doubts(self._row.index)), self.fields.focus)

    def _next_pane(self) -> None:
        """From the list to the fields, to the page, and round again."""
        held = self.focusWidget()
        if held is self.list:
            self.fields.enter()
        elif held is not None and self.fields.isAncestorOf(held) and self.page.isVisible():
            self.page.sheet.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
