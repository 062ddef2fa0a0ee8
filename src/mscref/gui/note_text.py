"""A note: its Markdown shown as it is meant, and as it is written while it is being edited."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from mscref.gui.inline_edit import InlineText
from mscref.model import note_links

_MOST_RENDERED = 20_000
_TAGS = {
    "p", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "h1", "h2", "h3", "a", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_WEB = {"http", "https", "mailto"}


def html_of(markdown: str) -> str:
    """Markdown as harmless HTML: a few tags without attributes, links to the web, to mail and within the library."""
    import nh3
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(note_links.with_addresses(markdown))
    schemes = {*_WEB, note_links.SCHEME}
    clean = nh3.clean(made, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=schemes, link_rel=None).strip()
    return clean.replace("<table>", _TABLE) if "<table>" in clean else clean


_TABLE = '<table border="1" cellspacing="0" cellpadding="5" width="100%">'


class MarkdownView(QTextBrowser):
    """Rendered Markdown that grows with its text and fetches nothing.

    `pressed` asks for the source, `link_asked` carries the NoteLink of a reference or a page that was clicked.
    """

    pressed = Signal()
    link_asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grows = True
        self.setAccessibleName(name)
        self.viewport().setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextBrowser { border: none; padding: 1px 4px; background: transparent; }")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(1)
        self.anchorClicked.connect(self._follow)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def scrolls(self) -> None:
        """Keep to the room that is given and scroll, instead of growing with the text."""
        self._grows = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_markdown(self, text: str) -> None:
        """Render a note; one too long to be laid out at once is shown as written, and not to its end."""
        if len(text) > _MOST_RENDERED:
            self.setPlainText(text[:_MOST_RENDERED] + " …")
        else:
            self.setHtml(html_of(text))
        self._fit()

    def loadResource(self, type: int, name: QUrl | str) -> QImage:
        """Nothing that a note names is loaded."""
        return QImage(1, 1, QImage.Format.Format_ARGB32)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        is_plain_click = event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection()
        if is_plain_click and not self.anchorAt(event.position().toPoint()):
            self.pressed.emit()

    def _follow(self, url: QUrl) -> None:
        inside = note_links.followed(url.toString())
        if inside is not None:
            self.link_asked.emit(inside)
        elif url.scheme() in _WEB:
            QDesktopServices.openUrl(url)

    def _fit(self) -> None:
        if not self._grows:
            return
        height = math.ceil(self.document().size().height()) + self.height() - self.viewport().height()
        if height != self.height():
            self.setFixedHeight(height)


class NoteText(QWidget):
    """One note. `committed` carries its new Markdown, only when it is another; `link_asked` as MarkdownView's."""

    committed = Signal(str)
    link_asked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.view = MarkdownView(name)
        self.source = InlineText(f"{name}, Markdown", keeps_lines=True)
        self._text = ""
        self._is_editing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        column.addWidget(self.source)
        self.source.hide()
        self.view.pressed.connect(self.edit)
        self.view.link_asked.connect(self.link_asked)
        self.source.committed.connect(self._commit)
        self.source.left.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show a stored note; one that is being typed is not disturbed."""
        self._text = text
        self.source.show_text(text)
        if not self._is_editing:
            self._finish()

    def edit(self) -> None:
        """Turn to the source, ready to type."""
        self._is_editing = True
        self.view.hide()
        self.source.show()
        self.source.setFocus()

    def _commit(self, text: str) -> None:
        self._text = text
        if self.source.hasFocus():
            self._finish()
        self.committed.emit(text)

    def _finish(self) -> None:
        self._is_editing = False
        self.view.show_markdown(self._text)
        self.source.hide()
        self.view.show()
