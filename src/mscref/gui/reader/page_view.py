"""The scrolled pages of a PDF: shows what the source has drawn, keeps the place through zoom and turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from mscref.gui import theme
from mscref.gui.reader import page_painting as painting
from mscref.gui.reader.page_gestures import Gestures
from mscref.gui.reader.page_layout import ZOOMS, PageLayout, Spot, next_zoom
from mscref.gui.reader.source import NOW, SOON, Look, PageSource
from mscref.gui.reader.text_selection import Place, TextSelection
from mscref.model.holdings import AnnotationRecord
from mscref.sandbox.pages import PageHit, PageLink, PdfSheet

_MOST_PIXELS = 16_000_000
_TILE = 1024
_SETTLE_MS = 50


class PageView(QAbstractScrollArea):
    """The pages of one source.

    `page_changed` carries the page in sight; `zoomed` the zoom and the fit; `selected` says that a selection was
    made or left; `mark_pressed` carries a mark's id, `link_pressed` a PageLink; `area_drawn` and `note_placed` a page
    and a box or point in view points; `moved` says that the place has changed.
    """

    page_changed = Signal(int)
    zoomed = Signal(float, str)
    selected = Signal(bool)
    mark_pressed = Signal(int)
    link_pressed = Signal(object)
    area_drawn = Signal(int, object)
    note_placed = Signal(int, float, float)
    moved = Signal()
    menu_asked = Signal(object)

    def __init__(self, source: PageSource, sheet: PdfSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source, self.sheet = source, sheet
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Pages"))
        self.viewport().setAccessibleName(self.tr("Page in sight"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.columns, self.rotation, self.fit, self.dark = 1, 0, "width", False
        self.layout_ = self._laid_out(1.0)
        self.selection = TextSelection(source.text, len(sheet.pages), self)
        self.selection.changed.connect(self.viewport().update)
        self.gestures = Gestures(self)
        self._marks: dict[int, list[AnnotationRecord]] = {}
        self.chosen_mark = 0
        self._hits: dict[int, list[PageHit]] = {}
        self.current_hit: PageHit | None = None
        self._page = 0
        self._has_begun = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._ask)
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll through the pages"))
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll sideways"))
        source.outdated.connect(self._ask)
        source.drawn.connect(lambda page: self._repaint(page))
        source.read.connect(lambda page: self._repaint(page))

    def begin(self) -> None:
        """Ask for pages from now on: the view has its room and its place."""
        self._has_begun = True
        self._ask()

    # What is shown

    def show_marks(self, marks: Iterable[AnnotationRecord]) -> None:
        """Paint these marks from now on."""
        self._marks = {}
        for record in marks:
            self._marks.setdefault(record.page, []).append(record)
        self.viewport().update()

    def choose_mark(self, id: int) -> None:
        """Outline one mark; 0 outlines none."""
        self.chosen_mark = id
        self.viewport().update()

    def show_hits(self, hits: Sequence[PageHit], current: PageHit | None = None) -> None:
        """Light what was found, one of them strongly."""
        self._hits = {}
        for hit in hits:
            self._hits.setdefault(hit.page, []).append(hit)
        self.current_hit = current
        self.viewport().update()

    def marks_on(self, page: int) -> list[AnnotationRecord]:
        """The marks of a page, in the order in which they are painted."""
        return self._marks.get(page, [])

    def mark_at(self, at: QPointF) -> AnnotationRecord | None:
        """The uppermost mark at a point of the viewport."""
        point = self.to_area(at)
        spot = self.layout_.page_at(point.x(), point.y())
        frame = self.source.frames.get(spot.page) if spot else None
        if spot is None or frame is None:
            return None
        for record in reversed(self._marks.get(spot.page, [])):
            if any(
                rect.adjusted(-1, -1, 1, 1).contains(point) for rect in painting.rects_of(self.layout_, frame, record)
            ):
                return record
        return None

    def link_at(self, at: QPointF) -> PageLink | None:
        """The link at a point of the viewport."""
        spot, x, y = self.view_point(at)
        frame = self.source.frames.get(spot.page) if spot else None
        if spot is None or frame is None:
            return None
        px, py = frame.to_page(x, y)
        for link in self.source.links(spot.page):
            left, bottom, right, top = link.rect
            if left <= px <= right and bottom <= py <= top:
                return link
        return None

    def place_at(self, at: QPointF) -> Place | None:
        """The place in the text nearest to a point of the viewport."""
        spot, x, y = self.view_point(at)
        text = self.source.text(spot.page) if spot else None
        if spot is None or text is None:
            return None
        place = text.place_at(x, y)
        return None if place is None else Place(spot.page, place)

    def view_point(self, at: QPointF) -> tuple[Spot | None, float, float]:
        """The page under a point of the viewport, and the point in its view points."""
        point = self.to_area(at)
        spot = self.layout_.page_at(point.x(), point.y())
        if spot is None:
            return None, 0.0, 0.0
        return spot, *self.layout_.to_view(spot, point.x(), point.y())

    def to_area(self, at: QPointF) -> QPointF:
        """A point of the scrolled area."""
        return at + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def selection_rect(self) -> QRectF:
        """The viewport's rectangle around the last line of the selection, empty without one."""
        shift = self.to_area(QPointF(0, 0))
        for page, start, stop in reversed(list(self.selection.parts())):
            text = self.source.text(page)
            stretches = text.stretches(start, stop) if text else []
            if stretches:
                return painting.rect_of(self.layout_, page, stretches[-1].box).translated(-shift)
        return QRectF()

    # Place, zoom, turn

    @property
    def page(self) -> int:
        """The page in sight: the one that holds the middle of the upper third."""
        spot = self.layout_.page_at(self._middle(), self.verticalScrollBar().value() + self.viewport().height() / 3)
        return spot.page if spot else 1

    def place(self) -> tuple[int, float]:
        """The page at the upper edge and how much of it (0 to 1) is above."""
        top = float(self.verticalScrollBar().value())
        spot = self.layout_.page_at(self._middle(), top)
        return (spot.page, (top - spot.y) / spot.height) if spot else (1, 0.0)

    def go_to(self, page: int, share: float = 0.0) -> None:
        """Bring a page to the upper edge, `share` of it (0 to 1) above."""
        spot = self.layout_.spot(min(max(page, 1), len(self.layout_.spots)))
        offset = share * spot.height if share else -6.0
        self.verticalScrollBar().setValue(round(spot.y + offset))
        if self.columns == 1 and self.layout_.width > self.viewport().width():
            self.horizontalScrollBar().setValue(round(spot.x + spot.width / 2 - self.viewport().width() / 2))

    def reveal(self, page: int, x: float, y: float) -> None:
        """Scroll only as far as needed to see a point given in view points."""
        ax, ay = self.layout_.to_area(page, x, y)
        room = self.viewport().height()
        top = self.verticalScrollBar().value()
        if not top + 40 <= ay <= top + room - 60:
            self.verticalScrollBar().setValue(round(ay - room * 0.3))
        left, wide = self.horizontalScrollBar().value(), self.viewport().width()
        if not left + 10 <= ax <= left + wide - 40:
            self.horizontalScrollBar().setValue(round(ax - wide * 0.3))

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to a factor, the point `at` of the viewport (else its middle) kept."""
        self._relay("", min(max(zoom, ZOOMS[0]), ZOOMS[-1]), at)

    def step_zoom(self, step: int, at: QPointF | None = None) -> None:
        """One round zoom nearer (1) or farther (-1)."""
        self.set_zoom(next_zoom(self.layout_.zoom, step), at)

    def set_fit(self, fit: str) -> None:
        """Fit the width or the page to the room from now on."""
        self._relay(fit, self.layout_.zoom, None)

    def set_columns(self, columns: int) -> None:
        """One page beside the other (2) or one below the other (1)."""
        self.columns = columns
        self._relay(self.fit, self.layout_.zoom, None)

    def turn(self, degrees: int) -> None:
        """Turn all pages clockwise."""
        self.rotation = (self.rotation + degrees) % 360
        self._relay(self.fit, self.layout_.zoom, None)

    def set_dark(self, dark: bool) -> None:
        """Light paper or dark."""
        if dark != self.dark:
            self.dark = dark
            self._ask()
            self.viewport().update()

    def _relay(self, fit: str, zoom: float, at: QPointF | None) -> None:
        point = at if at is not None else QPointF(self.viewport().width() / 2, self.viewport().height() / 3)
        spot, x, y = self.view_point(point)
        self.fit = fit
        self.layout_ = self._laid_out(zoom)
        self._set_ranges()
        if spot is not None:
            ax, ay = self.layout_.to_area(spot.page, x, y)
            self.verticalScrollBar().setValue(round(ay - point.y()))
            self.horizontalScrollBar().setValue(round(ax - point.x()))
        self._settling.start()
        self.viewport().update()
        self.zoomed.emit(self.layout_.zoom, self.fit)

    def _laid_out(self, zoom: float) -> PageLayout:
        size = self.viewport().size()
        return PageLayout(
            self.sheet.pages,
            columns=self.columns,
            rotation=self.rotation,
            fit=self.fit,
            zoom=zoom,
            room=(size.width(), size.height()),
        )

    def _set_ranges(self) -> None:
        size = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, round(self.layout_.height) - size.height()))
        down.setPageStep(max(20, size.height() - 40))
        down.setSingleStep(48)
        across.setRange(0, max(0, round(self.layout_.width) - size.width()))
        across.setPageStep(size.width())
        across.setSingleStep(48)

    def _middle(self) -> float:
        return self.horizontalScrollBar().value() + self.viewport().width() / 2

    # Asking for pages

    def _ask(self) -> None:
        """Ask for what is seen, then for what comes next."""
        if not self._has_begun:
            return
        top = float(self.verticalScrollBar().value())
        seen = self.layout_.seen(top, top + self.viewport().height())
        wanted: dict[tuple[int, Look], int] = {}
        for spot in seen:
            for look, _ in self._looks(spot):
                wanted[spot.page, look] = NOW
        last = len(self.layout_.spots)
        ahead = [seen[-1].page + n for n in (1, 2)] + [seen[0].page - 1] if seen else []
        for page in ahead:
            if 1 <= page <= last:
                wanted.setdefault((page, self._whole(self.layout_.spot(page))), SOON)
        self.source.only_draw(set(wanted))
        for (page, look), urgency in wanted.items():
            self.source.draw(page, look, urgency)
        for page in [*(spot.page for spot in seen), *ahead]:
            if 1 <= page <= last:
                self.source.read_page(page, SOON)
        if seen and self.page != self._page:
            self._page = self.page
            self.page_changed.emit(self._page)

    def _whole(self, spot: Spot) -> Look:
        """How the whole page is drawn: as sharp as the screen, short of what memory allows."""
        scale = self.layout_.scale * self.devicePixelRatioF()
        most = (_MOST_PIXELS / max(1.0, spot.width * spot.height)) ** 0.5 * self.layout_.scale
        return Look(round(min(scale, most), 4), self.rotation, self.dark)

    def _looks(self, spot: Spot) -> Iterator[tuple[Look, QRectF]]:
        """The pictures a page is made of with their places: one, or one and sharp tiles of what is seen."""
        whole = self._whole(spot)
        yield whole, QRectF(spot.x, spot.y, spot.width, spot.height)
        scale = round(self.layout_.scale * self.devicePixelRatioF(), 4)
        if whole.scale >= scale:
            return
        side = _TILE / self.devicePixelRatioF()
        seen = QRectF(self.to_area(QPointF(0, 0)), QSize(self.viewport().size()).toSizeF())
        part = seen.intersected(QRectF(spot.x, spot.y, spot.width, spot.height)).translated(-spot.x, -spot.y)
        for row in range(int(part.top() // side), int(part.bottom() // side) + 1):
            for column in range(int(part.left() // side), int(part.right() // side) + 1):
                left, top = column * side, row * side
                right, bottom = min(left + side, spot.width), min(top + side, spot.height)
                if right - left < 1 or bottom - top < 1:
                    continue
                clip = tuple(value / self.layout_.scale for value in (left, top, right, bottom))
                look = Look(scale, self.rotation, self.dark, (clip[0], clip[1], clip[2], clip[3]))
                yield look, QRectF(spot.x + left, spot.y + top, right - left, bottom - top)

    def _repaint(self, page: int) -> None:
        shift = self.to_area(QPointF(0, 0))
        spot = self.layout_.spot(page)
        rect = QRectF(spot.x, spot.y, spot.width, spot.height).translated(-shift).adjusted(-20, -20, 20, 20)
        if rect.intersects(QRectF(self.viewport().rect())):
            self.viewport().update(rect.toAlignedRect())

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        look = theme.of(self)
        painter.fillRect(event.rect(), "#111316" if self.dark else look.line if look.name == "light" else look.side)
        shift = self.to_area(QPointF(0, 0))
        painter.translate(-shift)
        shown = QRectF(event.rect()).translated(shift)
        for spot in self.layout_.seen(shown.top(), shown.bottom()):
            self._paint_page(painter, spot)
        self.gestures.paint(painter)
        painter.end()

    def _paint_page(self, painter: QPainter, spot: Spot) -> None:
        whole = self._whole(spot)
        image = self.source.image(spot.page, whole) or self.source.any_image(spot.page, whole)
        painting.paint_paper(painter, spot, image, dark=self.dark)
        for look, place in self._looks(spot):
            tile = self.source.image(spot.page, look) if look.clip is not None else None
            if tile is not None:
                painter.drawImage(place, tile)
        frame, text = self.source.frames.get(spot.page), self.source.text(spot.page)
        if frame is not None:
            marks = self._marks.get(spot.page, [])
            painting.paint_marks(painter, self.layout_, frame, marks, dark=self.dark, chosen=self.chosen_mark)
        if text is not None:
            for hit in self._hits.get(spot.page, []):
                boxes = [one.box for one in text.stretches(hit.start, hit.stop)]
                colour = painting.found_colour(is_current=hit == self.current_hit)
                painting.paint_boxes(painter, self.layout_, spot.page, boxes, colour, dark=self.dark)
            part = self.selection.on_page(spot.page)
            if part is not None:
                boxes = [one.box for one in text.stretches(*part)]
                colour = painting.selected_colour(dark=self.dark)
                painting.paint_boxes(painter, self.layout_, spot.page, boxes, colour, dark=self.dark)

    def resizeEvent(self, event: QResizeEvent) -> None:
        page, share = self.place()
        is_at_start = self.verticalScrollBar().value() == 0
        self.layout_ = self._laid_out(self.layout_.zoom)
        self._set_ranges()
        if not is_at_start:
            self.go_to(page, max(0.0, share))
        self._settling.start() if self.source.image(page, self._whole(self.layout_.spot(page))) else self._ask()
        if self.fit:
            self.zoomed.emit(self.layout_.zoom, self.fit)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._ask()
        self.moved.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.set_zoom(self.layout_.zoom * 1.0015**turned, event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.gestures.double(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # back and forward; the scroll bars would take the arrows
        elif not self.gestures.key(event):
            super().keyPressEvent(event)
