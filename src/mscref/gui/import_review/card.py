"""One field of an import review: its value to be edited, where it was seen, what the library holds for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mscref.gui import icons, theme, tips, words
from mscref.gui.import_review import plan_rows
from mscref.gui.inline_edit import InlineText
from mscref.model.reading import Provenance


class _Value(InlineText):
    """The value; `entered` says that it has the focus."""

    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class FieldCard(QFrame):
    """One field. `changed` carries its name and new text, `chosen` its name; `confirmed` says that it is right."""

    changed = Signal(str, str)
    chosen = Signal(str)
    confirmed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        caption = plan_rows.label(name)
        self.setAccessibleName(caption)
        self._is_doubtful = False
        self._is_lit = False
        self.value = _Value(caption)
        self.value.committed.connect(lambda text: self.changed.emit(self.name, text))
        self.value.entered.connect(lambda: self.chosen.emit(self.name))
        self._sign = QLabel()
        self._sign.setFixedSize(15, 15)
        self._source = words.label("", wrap=False)
        self._source.setFont(theme.scaled(self._source.font(), 0.84))
        self._source.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._confirm = QToolButton()
        self._confirm.setProperty("quiet", True)
        icons.dress(self._confirm, "check", "warn")
        name_of_it = self.tr("{field} is right as it stands").format(field=caption)
        self._confirm.setAccessibleName(name_of_it)
        self._confirm.setToolTip(tips.plain(name_of_it))
        self._confirm.clicked.connect(lambda: self.confirmed.emit(self.name))
        self._held = words.label("", muted=True)
        self._held.setFont(theme.scaled(self._held.font(), 0.92))
        self._held.setContentsMargins(6, 0, 4, 1)
        top = QHBoxLayout()
        top.setSpacing(5)
        top.addWidget(words.caption(caption))
        top.addStretch()
        for widget in (self._sign, self._source, self._confirm):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 9, 5)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.value)
        column.addWidget(self._held)

    def show_value(
        self, text: str, seen: Provenance | None, *, is_doubtful: bool, held: str | None, is_short: bool = False
    ) -> None:
        """Show a value, where it was seen, and (with `held`) what the library has in its place."""
        self.value.show_text(text)
        self._is_doubtful = is_doubtful
        whole = _told(seen, is_doubtful, has_text=bool(text))
        is_same = bool(held is not None and held == text and text)
        if is_same:
            whole = _say("{where} · same as held").format(where=whole) if whole else _say("same as held")
        told = whole.partition(",")[0] if is_short and is_doubtful else whole
        if is_short and is_same:
            told = _say("as held")
        tone = "warn" if is_doubtful else "good" if seen is not None and seen.page else "muted"
        for other in ("warn", "good", "muted"):
            self._source.setProperty(other, other == tone)
        self._source.style().unpolish(self._source)
        self._source.style().polish(self._source)
        words.set_text(self._source, told)
        self._source.setToolTip(tips.plain(f"{whole}: {seen.line}") if seen is not None and seen.line else "")
        self._sign.setVisible(is_doubtful)
        if is_doubtful:
            self._sign.setPixmap(icons.icon("warning", "warn").pixmap(15, 15))
            self._sign.setAccessibleName(self.tr("Unsure"))
        self._confirm.setVisible(is_doubtful and bool(text))
        self._held.setVisible(held is not None and held != text)
        if held is not None:
            words.set_text(self._held, self._beside(held))
        self.value.setAccessibleDescription(whole)
        self.update()

    def _beside(self, held: str) -> str:
        if not held:
            return self.tr("Held: nothing, this fills it in")
        return self.tr("Held: {value}").format(value=held)

    def set_lit(self, on: bool) -> None:
        """Mark the card as the one whose line is lit."""
        if on != self._is_lit:
            self._is_lit = on
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.value.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        amber = look.tints["amber"]
        edge = QColor(look.accent if self._is_lit else look.line)
        if self._is_doubtful and not self._is_lit:
            edge = QColor(look.warn)
            edge.setAlphaF(0.55)
        painter.setPen(QPen(edge, 1.5 if self._is_lit else 1.0))
        ground = QColor(amber.ground if self._is_doubtful else look.base)
        if self._is_doubtful:
            ground.setAlphaF(0.7)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 8, 8)
        painter.end()


def _told(seen: Provenance | None, is_doubtful: bool, *, has_text: bool) -> str:
    """Where a value was seen, in words."""
    if seen is None or not has_text:
        return _say("missing") if is_doubtful else ""
    if seen.source == "user":
        return _say("by you")
    if is_doubtful:
        where = _place(seen)
        return _say("unsure, {where}").format(where=where) if where else _say("unsure")
    return _place(seen)


def _place(seen: Provenance) -> str:
    """ "page 1", "PDF metadata, page 1", "file name", "Crossref"."""
    named = {
        "xmp": _say("PDF metadata"),
        "info": _say("PDF metadata"),
        "bibtex": _say("BibTeX in the PDF"),
        "file name": _say("file name"),
        "crossref": "Crossref",
        "pubmed": "PubMed",
        "page": "",
        "none": "",
    }
    source = named.get(seen.source, seen.source)
    page = _say("page {n}").format(n=seen.page) if seen.page else ""
    return ", ".join(part for part in (source, page) if part)


def _say(text: str) -> str:
    return QCoreApplication.translate("review", text)
