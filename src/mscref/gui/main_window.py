"""The window: where each panel stands, and nothing about what they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mscref.gui import theme
from mscref.gui.actions import Actions
from mscref.gui.detail_panel import DetailPanel
from mscref.gui.document_view import DocumentView
from mscref.gui.empty_state import EmptyState
from mscref.gui.evidence_map import EvidenceMapView
from mscref.gui.facet_panel import FacetPanel
from mscref.gui.filter_bar import FilterBar
from mscref.gui.note_editor import NoteEditor
from mscref.gui.notes_hits import HitsView
from mscref.gui.reader import Reader
from mscref.gui.reference_model import MIME_IDS
from mscref.gui.reference_table import ReferenceTable
from mscref.gui.review import ReviewView
from mscref.gui.search_box import SearchBox
from mscref.gui.studies import ClaimsView, StudyTableView, TrialsView
from mscref.gui.tasks import Tasks
from mscref.gui.toasts import Toasts
from mscref.gui.watched_bar import WatchedBar

_MANY_ACTIONS = ("retag", "status_read", "export", "trash")


class MainWindow(QMainWindow):
    """Three panes under a tool bar; in the middle the list, the evidence map or a document."""

    closing = Signal()
    files_dropped = Signal(list, object)
    text_dropped = Signal(str)
    folders_chosen = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAccessibleName("mscref")
        self.setWindowTitle("mscref")
        self.setAcceptDrops(True)
        self.setMinimumSize(720, 460)
        self.actions_ = Actions(self)
        self.actions_.fill_menu_bar()
        self.menuBar().setAccessibleName(self.tr("Menus"))
        self.toasts = Toasts(self)
        self.search = SearchBox()
        self.facets = FacetPanel()
        self.filter_bar = FilterBar()
        self.table = ReferenceTable(tasks.summaries)
        self.nothing = EmptyState()
        self.map = EvidenceMapView()
        self.document = DocumentView(tasks)
        self.reader = Reader(tasks)
        self.note, self.hits = NoteEditor(tasks), HitsView(tasks)
        self.review = ReviewView(tasks)
        self.studies, self.claims, self.trials = StudyTableView(tasks), ClaimsView(tasks), TrialsView(tasks)
        self.detail = DetailPanel(tasks, [self.actions_[key] for key in _MANY_ACTIONS])
        self.watched_bar = WatchedBar()
        self.count_label = QLabel()
        self.library_label = QLabel()
        self.progress = QProgressBar()
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self._drop_sign = QLabel(self.tr("Drop to import – you see what would happen before anything changes"), self)
        self._lay_out()

    # Panes

    def show_list(self) -> None:
        """Show the list, or the words that stand for an empty one."""
        self._show_middle(self._list_side)
        self.actions_["show_list"].setChecked(True)

    def show_map(self) -> None:
        """Show the evidence map, over the room of the details too."""
        self._show_middle(self.map)
        self.actions_["show_map"].setChecked(True)

    def show_review(self) -> None:
        """Show the proposed terms that wait for a decision."""
        self._show_middle(self.review)
        self.actions_["show_review"].setChecked(True)
        self.review.list.setFocus()

    def show_studies(self) -> None:
        """Show the characteristics of the listed studies, over the room of the details too."""
        self._show_middle(self.studies)
        self.actions_["show_studies"].setChecked(True)
        self.studies.view.setFocus()

    def show_claims(self) -> None:
        """Show the claims and their evidence."""
        self._show_middle(self.claims)
        self.actions_["show_claims"].setChecked(True)
        self.claims.list.setFocus()

    def show_trials(self) -> None:
        """Show the trials and their papers."""
        self._show_middle(self.trials)
        self.actions_["show_trials"].setChecked(True)
        self.trials.list.setFocus()

    def show_document(self) -> None:
        """Show the document view."""
        self._show_middle(self.document)
        self.actions_["show_list"].setChecked(True)

    def show_reader(self) -> None:
        """Show the reader, over the room of the details too."""
        self._show_middle(self.reader)
        self.actions_["show_list"].setChecked(True)

    def show_note(self) -> None:
        """Show the note editor, over the room of the details too."""
        self._show_middle(self.note)
        self.actions_["show_list"].setChecked(True)

    def show_hits(self) -> None:
        """Show where the searched words stand in texts."""
        self._show_middle(self.hits)
        self.actions_["show_list"].setChecked(True)

    def show_detail(self, on: bool) -> None:
        """Show or hide the details; beside map, reader and note there is no room."""
        self.actions_["toggle_detail"].setChecked(on)
        whole = (self.map, self.reader, self.note, self.studies)
        self.detail.setVisible(on and self.middle.currentWidget() not in whole)

    def _show_middle(self, view: QWidget) -> None:
        self.middle.setCurrentWidget(view)
        self.show_detail(self.actions_["toggle_detail"].isChecked())

    def show_rows(self, are_there: bool) -> None:
        """Show the table, or in its place the words that say why it is empty."""
        self._rows.setCurrentWidget(self.table if are_there else self.nothing)

    def say_progress(self, text: str) -> None:
        """Show that something takes its time; an empty text says that it is over."""
        self.progress.setVisible(bool(text))
        self.cancel_button.setVisible(bool(text))
        if text:
            self.statusBar().showMessage(text)
        else:
            self.statusBar().clearMessage()

    # State for the next start

    def layout_state(self) -> dict[str, Any]:
        """Sizes, columns and folds, as plain values."""
        return {
            "geometry": bytes(self.saveGeometry().toBase64().data()).decode(),
            "panes": self.panes.sizes(),
            "sidebar": not self.facets.isHidden(),
            "detail": self.actions_["toggle_detail"].isChecked(),
            "table": self.table.layout_state(),
            "closed": self.facets.closed_sections(),
        }

    def restore_layout(self, state: dict[str, Any]) -> None:
        """Lay the window as `layout_state` once said."""
        if state.get("geometry"):
            self.restoreGeometry(QByteArray.fromBase64(str(state["geometry"]).encode()))
        if isinstance(state.get("panes"), list) and len(state["panes"]) == 3:
            self.panes.setSizes([int(size) for size in state["panes"]])
        self.facets.setVisible(bool(state.get("sidebar", True)))
        self.actions_["toggle_sidebar"].setChecked(bool(state.get("sidebar", True)))
        self.show_detail(bool(state.get("detail", True)))
        self.table.restore_layout(dict(state.get("table", {})))
        if "closed" in state:
            self.facets.restore_closed(list(state["closed"]))

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if not data.hasFormat(MIME_IDS) and (data.hasUrls() or data.hasText()):
            event.acceptProposedAction()
            self._drop_sign.setGeometry(self.rect().adjusted(14, 14, -14, -14))
            self._drop_sign.show()
            self._drop_sign.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_sign.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_sign.hide()
        data = event.mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.files_dropped.emit(paths, None)
        elif data.hasText():
            self.text_dropped.emit(data.text())
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    # Layout

    def _lay_out(self) -> None:
        self._rows = QStackedWidget()
        self._rows.setAccessibleName(self.tr("References or why there are none"))
        self._rows.addWidget(self.nothing)
        self._rows.addWidget(self.table)
        self._list_side = QWidget()
        self._list_side.setAccessibleName(self.tr("List"))
        self._list_side.setAutoFillBackground(True)
        self._list_side.setBackgroundRole(self._list_side.backgroundRole().Base)
        column = QVBoxLayout(self._list_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.search.error_label)
        self.search.error_label.setContentsMargins(16, 8, 16, 6)
        column.addWidget(self.filter_bar)
        column.addWidget(self._rows, 1)
        column.addWidget(self.watched_bar)
        self.middle = QStackedWidget()
        self.middle.setAccessibleName(self.tr("Middle pane"))
        reading = (self.document, self.reader, self.note, self.hits)
        for view in (self._list_side, self.map, self.review, self.studies, self.claims, self.trials, *reading):
            self.middle.addWidget(view)
        self.panes = QSplitter()
        self.panes.setAccessibleName(self.tr("Panes"))
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(1)
        for pane, least in ((self.facets, 170), (self.middle, 320), (self.detail, 260)):
            pane.setMinimumWidth(least)
            self.panes.addWidget(pane)
        for number in range(self.panes.count()):
            self.panes.setStretchFactor(number, int(number == 1))
            self.panes.handle(number).setAccessibleName(self.tr("Edge between panes"))
        self.panes.setSizes([250, 804, 386])
        self.setCentralWidget(self.panes)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self._tool_bar())
        self._fill_status_bar()
        self._drop_sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._drop_sign.setAccessibleName(self._drop_sign.text())
        look = theme.of(self)
        self._drop_sign.setStyleSheet(
            f"background: {look.selection}; color: {look.text}; border: 2px dashed {look.accent}; border-radius: 12px;"
        )
        self._drop_sign.hide()
        self.resize(1440, 860)
        QWidget.setTabOrder(self.search, self.facets.view)
        QWidget.setTabOrder(self.facets.view, self.table)

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(self.tr("Tools"))
        bar.setObjectName("tools")
        bar.setAccessibleName(self.tr("Tools"))
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        texts = {
            "new_reference": self.tr("Add"),
            "import_files": self.tr("Import"),
            "export": self.tr("Export"),
            "undo": "",
            "redo": "",
        }
        for key, text in texts.items():
            bar.addWidget(self._tool(key, text))
        bar.addWidget(_spring())
        bar.addWidget(self.search)
        self.search.setMinimumWidth(220)
        self.search.setMaximumWidth(640)
        bar.addWidget(_spring())
        for key, text in {"show_list": self.tr("List"), "show_map": self.tr("Evidence map")}.items():
            bar.addWidget(self._tool(key, text))
        bar.addWidget(self._tool("toggle_sidebar", ""))
        bar.addWidget(self._tool("toggle_detail", ""))
        for extension in bar.findChildren(QToolButton, "qt_toolbar_ext_button"):
            extension.setAccessibleName(self.tr("More tools"))
        return bar

    def _tool(self, key: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self.actions_[key])
        is_named = bool(text)
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(style.ToolButtonTextBesideIcon if is_named else style.ToolButtonIconOnly)
        if is_named:
            button.setText(text)
        button.setAccessibleName(text or self.actions_[key].text().replace("&", ""))
        self.actions_[key].changed.connect(lambda b=button, t=text: b.setText(t) if t and b.text() != t else None)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _fill_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setAccessibleName(self.tr("Status"))
        bar.setSizeGripEnabled(False)
        for label in (self.count_label, self.library_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.count_label.setAccessibleName(self.tr("How many references are shown"))
        self.library_label.setAccessibleName(self.tr("Open library"))
        self.progress.setRange(0, 0)
        self.progress.setFixedWidth(160)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.cancel_button.setProperty("link", True)
        self.cancel_button.setAccessibleName(self.tr("Cancel what is running"))
        holder = QWidget()
        holder.setAccessibleName(self.tr("What is running"))
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 8, 0)
        line.addWidget(self.progress)
        line.addWidget(self.cancel_button)
        bar.addWidget(self.count_label)
        bar.addPermanentWidget(holder)
        bar.addPermanentWidget(self.library_label)
        self.progress.hide()
        self.cancel_button.hide()


def _spring() -> QWidget:
    spring = QWidget()
    spring.setAccessibleName("-")
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
