"""The reader as a whole: one attached PDF with its tools, the panels beside it and its marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mscref.gui import theme
from mscref.gui.reader import opening
from mscref.gui.reader.finding import Finding
from mscref.gui.reader.marking import Marking
from mscref.gui.reader.opening import Opened
from mscref.gui.reader.page_view import PageView
from mscref.gui.reader.reader_bar import ReaderBar
from mscref.gui.reader.reader_keys import name_of_key
from mscref.gui.reader.reader_panes import ReaderPanes
from mscref.gui.reader.side_panel import SidePanel
from mscref.gui.reader.source import PageSource, sheet_of
from mscref.gui.reader.way import Stop, Way
from mscref.gui.tasks import Tasks
from mscref.model.reading_place import ReadingPlace
from mscref.sandbox.pages import OutlineItem, PageLink, PdfSheet

_KEEP_MS = 4000


class Reader(QWidget):
    """Shows one file at a time.

    `closed` says that the list should come back; `window_asked` carries the file that should stand in a window of its
    own; `complained` a sentence; `undo_asked` True for undo, False for redo; `shown` says that pages are there.
    """

    closed = Signal()
    window_asked = Signal(object)
    complained = Signal(str)
    undo_asked = Signal(bool)
    shown = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Reader"))
        self.setAutoFillBackground(True)
        self._tasks = tasks
        self.file: Opened | None = None
        self.source: PageSource | None = None
        self.view: PageView | None = None
        self.side: SidePanel | None = None
        self.marking: Marking | None = None
        self._finding: Finding | None = None
        self._sheet: PdfSheet | None = None
        self._way = Way()
        self._goal = (0, 0)
        self.bar = ReaderBar()
        self._panes = ReaderPanes(tasks.vocabulary)
        self.find_bar, self.marks, self.popup = self._panes.find_bar, self._panes.marks, self._panes.popup
        self.unopened = self._panes.unopened
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._panes, 1)
        self._keeper = QTimer(self)
        self._keeper.setSingleShot(True)
        self._keeper.setInterval(_KEEP_MS)
        self._keeper.timeout.connect(self.keep_place)
        self.bar.asked.connect(self.do)
        self.bar.page_asked.connect(self._go_to_typed)
        self.bar.zoom_asked.connect(self._zoom_to)
        self.unopened.password_given.connect(self._open)
        self.unopened.outside_asked.connect(self._open_outside)
        self._watch = theme.PaletteWatch(self, self._dress)
        tasks.reloaded.connect(lambda: self.marks.set_vocabulary(tasks.vocabulary))
        self._enable()

    # Opening and closing

    def open(self, file: Opened, *, page: int = 0, mark: int = 0) -> None:
        """Open a file where reading stopped, or at a page or a mark."""
        self._goal = (page, mark)
        if self.file is not None and self.file.path == file.path and self.view is not None:
            self._go_to_goal()
            return
        self.close_file()
        self._goal = (page, mark)
        self.file = file
        self._open("")

    def close_file(self) -> None:
        """Let the file go; where reading stopped is kept."""
        self.keep_place()
        self._keeper.stop()
        self._panes.clear()
        if self.source is not None:
            self.source.close()
        self.file = self.source = self.view = self.side = self.marking = self._finding = self._sheet = None
        self._way = Way()
        self._enable()

    def keep_place(self) -> None:
        """Remember in the library where reading is."""
        view, file = self.view, self.file
        if view is None or file is None or self._tasks.read_only or not self._tasks.is_open:
            return
        page, share = view.place()
        chosen = {"columns": view.columns, "fit": view.fit, "zoom": view.layout_.zoom, "rotation": view.rotation}
        digest, place = file.sha256, ReadingPlace(page, round(share, 4), chosen)
        self._tasks.change(lambda lib: lib.keep_reading_place(digest, place), otherwise=lambda _error: None)

    @property
    def is_idle(self) -> bool:
        """Whether every page asked for has come."""
        return self.source is None or self.source.is_idle

    def _open(self, password: str) -> None:
        assert self.file is not None
        self.unopened.say_opening(self.file.name)
        if self.source is not None:
            self.source.close()
        self.source = source = PageSource(self.file.path, password, self)
        source.opened.connect(self._show_sheet)
        source.locked.connect(self.unopened.ask_password)
        source.failed.connect(self._complain)
        source.open()

    def _show_sheet(self, told: object) -> None:
        assert self.source is not None
        assert self.file is not None
        self._sheet = sheet = sheet_of(told)
        self.view = view = PageView(self.source, sheet)
        view.dark = self._is_dark()
        self.side = side = SidePanel(self.source, sheet)
        side.thumbnails.dark = view.dark
        side.setVisible(opening.choice("side", otherwise=False))
        self.marks.setVisible(opening.choice("marks", otherwise=True))
        self._panes.show_pages(view, side)
        self._finding = Finding(self.find_bar, view, side, self.source)
        self.marking = marking = Marking(self._tasks, self.file, sheet, view, self.marks, self.popup)
        marking.panel_wanted.connect(self._show_panel)
        marking.tool_done.connect(lambda: self._take_tool("text"))
        side.page_asked.connect(self.go_to)
        side.heading_asked.connect(self._go_to_heading)
        view.link_pressed.connect(self._press_link)
        view.zoomed.connect(lambda _zoom, _fit: self._say())
        view.page_changed.connect(self._show_page)
        view.moved.connect(self._keeper.start)
        self.bar.show_sheet(sheet)
        self._enable()
        QTimer.singleShot(0, view, self._arrive)

    def _arrive(self) -> None:
        """Go where reading stopped, once the pages have their room."""
        if self.view is None or self.file is None or self.marking is None:
            return
        self.view.setFocus()
        place = self.file.place
        if place is not None:
            opening.restore_view(self.view, place.view)
            if not any(self._goal):
                self.view.go_to(place.page, place.offset)
        self.view.begin()
        self.marking.show(self.file)
        self._go_to_goal()
        self._say()
        self.shown.emit()

    def _go_to_goal(self) -> None:
        (page, mark), self._goal = self._goal, (0, 0)
        if mark:
            self.marks.choose(mark)
        elif page:
            self.go_to(page)

    def _complain(self, sentence: str) -> None:
        if self.view is None:
            self.unopened.say_refused(sentence)
        else:
            self.complained.emit(sentence)

    def _open_outside(self) -> None:
        if self.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.file.path)))

    # Going

    def go_to(self, page: int, share: float = 0.0) -> None:
        """Go to a page; Back returns."""
        if self.view is not None:
            self._way.leave(Stop(*self.view.place()))
            self.view.go_to(page, share)
            self._say()

    def _follow(self, stop: Stop | None) -> None:
        if stop is not None and self.view is not None:
            self.view.go_to(stop.page, stop.share)
        self._say()

    def _go_to_typed(self, typed: str) -> None:
        if self._sheet is None or self.view is None:
            return
        labels = [page.label.casefold() for page in self._sheet.pages]
        typed = typed.strip().casefold()
        if typed and typed in labels:
            self.go_to(labels.index(typed) + 1)
        elif typed.isdecimal() and 1 <= int(typed) <= len(labels):
            self.go_to(int(typed))
        self.view.setFocus()
        self._show_page(self.view.page)

    def _go_to_heading(self, heading: OutlineItem) -> None:
        if heading.page is not None:
            self._go_to_place(heading.page, heading.y)

    def _go_to_place(self, page: int, y: float | None) -> None:
        """Go to a height given in page points, a little above it."""
        if self._sheet is None or self.source is None:
            return
        high = self._sheet.pages[page - 1].height
        frame = self.source.frames.get(page)
        top = 0.0 if y is None else frame.to_view(0.0, y)[1] if frame and not frame.turn else high - y
        self.go_to(page, min(0.98, (top - 8) / high) if top > 8 else 0.0)

    def _press_link(self, link: PageLink) -> None:
        url = opening.safe_address(link.uri) if link.page is None else None
        if link.page is not None:
            self._go_to_place(link.page, link.y)
        elif url is not None:
            QDesktopServices.openUrl(url)
        else:
            self.complained.emit(self.tr("The link {link} is not opened: it is no web page.").format(link=link.uri))

    # What buttons and keys do

    def do(self, name: str) -> None:
        """Do what a button or a key of the reader is for."""
        act = self._acts().get(name)
        if act is not None:
            act()

    def _acts(self) -> dict[str, Callable[[], object]]:
        view, finding, way = self.view, self._finding, self._way
        plain: dict[str, Callable[[], object]] = {
            "close": self.closed.emit,
            "window": self._ask_window,
            "undo": lambda: self.undo_asked.emit(True),
            "redo": lambda: self.undo_asked.emit(False),
        }
        if view is None or finding is None:
            return plain
        return plain | {
            "side": lambda: self._toggle("side", cast(QWidget, self.side)),
            "marks": lambda: self._toggle("marks", self.marks),
            "back": lambda: self._follow(way.back(Stop(*view.place()))),
            "forward": lambda: self._follow(way.forward(Stop(*view.place()))),
            "smaller": lambda: view.step_zoom(-1),
            "larger": lambda: view.step_zoom(1),
            "actual": lambda: view.set_zoom(1.0),
            "width": lambda: view.set_fit("width"),
            "page": lambda: view.set_fit("page"),
            "pair": lambda: view.set_columns(3 - view.columns),
            "turn": lambda: view.turn(90),
            "dark": self._toggle_dark,
            "note": lambda: self._take_tool("note"),
            "area": lambda: self._take_tool("area"),
            "find": finding.begin,
            "next": lambda: self.find_bar.step(1),
            "previous": lambda: self.find_bar.step(-1),
            "go": self.bar.type_page,
            "copy": view.gestures.copy,
            "leave": self._leave,
        }

    def _zoom_to(self, zoom: float) -> None:
        if self.view is not None:
            self.view.set_zoom(zoom)
            self.view.setFocus()

    def _show_panel(self) -> None:
        self.marks.show()
        self._say()

    def _ask_window(self) -> None:
        if self.file is not None:
            self.window_asked.emit(self.file)

    def _leave(self) -> None:
        if self.view is None or self.marking is None or self._finding is None:
            return
        if self.view.gestures.tool != "text":
            self._take_tool("text")
        elif not self.find_bar.isHidden():
            self._finding.leave()
        else:
            self.marking.leave()

    def _take_tool(self, name: str) -> None:
        if self.view is not None:
            gestures = self.view.gestures
            gestures.set_tool("text" if gestures.tool == name else name)
            self._say()

    def _toggle(self, name: str, panel: QWidget) -> None:
        panel.setVisible(panel.isHidden())
        opening.keep_choice(name, not panel.isHidden())
        self._say()

    def _toggle_dark(self) -> None:
        if self.view is not None:
            opening.keep_choice("dark", not self.view.dark)
            self._dress()

    def _is_dark(self) -> bool:
        """Whether pages are dark: as chosen, else as the window is."""
        return opening.choice("dark", otherwise=theme.of(self).name == "dark")

    def _dress(self) -> None:
        if self.view is not None and self.side is not None:
            self.view.set_dark(self._is_dark())
            self.side.thumbnails.dark = self.view.dark
            self.side.thumbnails.viewport().update()
            self._say()

    # What the tools say

    def _show_page(self, page: int) -> None:
        if self._sheet is not None and self.side is not None:
            self.bar.show_page(self._sheet.pages[page - 1].label or str(page))
            self.side.thumbnails.show_page(page)

    def _enable(self) -> None:
        self.bar.enable(
            has_pages=self.view is not None, has_file=self.file is not None, can_write=not self._tasks.read_only
        )

    def _say(self) -> None:
        view = self.view
        if view is None or self.side is None:
            return
        self.bar["side"].setChecked(not self.side.isHidden())
        self.bar["marks"].setChecked(not self.marks.isHidden())
        self.bar["pair"].setChecked(view.columns == 2)
        self.bar["dark"].setChecked(view.dark)
        for tool in ("note", "area"):
            self.bar[tool].setChecked(view.gestures.tool == tool)
        self.bar.show_zoom(view.layout_.zoom, view.fit)
        self.bar.show_way(back=self._way.has_back, forward=self._way.has_forward)

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._name_of(cast(QKeyEvent, event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = self._name_of(event)
        if self._is_on_pages() and self.marking is not None and self.marking.take_key(event):
            return
        if name:
            self.do(name)
        else:
            super().keyPressEvent(event)

    def _name_of(self, event: QKeyEvent) -> str:
        return name_of_key(event, on_pages=self._is_on_pages())

    def _is_on_pages(self) -> bool:
        return self.view is not None and self.window().focusWidget() is self.view
