"""The search box: asks after a short pause, completes fields and terms, says in place what is wrong with a query."""

from __future__ import annotations

from PySide6.QtCore import QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCompleter,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mscref import settings
from mscref.errors import QueryError
from mscref.gui import icons, theme, tips
from mscref.gui.query_completion import MOST, Names, Offer, offers
from mscref.model import query
from mscref.model.facets import Vocabulary

DEBOUNCE_MS = 160
_MOST_RECENT = 12


def _held(name: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """A choice kept in the settings as a list of words, or as one word."""
    kept = settings.load().get(name, otherwise)
    return (kept,) if isinstance(kept, str) else tuple(map(str, kept)) or otherwise


class _Line(QLineEdit):
    """A line edit that underlines from where a query stops making sense."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wrong_from: int | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.wrong_from is None:
            return
        here = self.cursorPosition()
        metrics, caret = self.fontMetrics(), self.cursorRect()
        zero = caret.center().x() - metrics.horizontalAdvance(self.text()[:here])
        start = zero + metrics.horizontalAdvance(self.text()[: self.wrong_from])
        end = max(zero + metrics.horizontalAdvance(self.text()), start + 8)
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.of(self).bad), 2, Qt.PenStyle.DotLine))
        painter.drawLine(start, caret.bottom(), end, caret.bottom())
        painter.end()


class SearchBox(QWidget):
    """`asked` carries a query that can be read, once typing pauses; `left` says that the list should have the focus.

    `scope_chosen` carries one of query.SCOPES: where words without a field are sought.
    """

    asked = Signal(str)
    left = Signal()
    scope_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Search"))
        self._line = _Line()
        self._line.setAccessibleName(self.tr("Search the library"))
        self._line.setPlaceholderText(self.tr("Search titles, authors, notes …   or  author:mazzini  year:2009-2012"))
        self._line.setClearButtonEnabled(False)
        self._line.setMaxLength(2000)
        self._glass = QAction(self.tr("Where to search, and recent searches"), self)
        self._glass.setToolTip(tips.plain(self._glass.text()))
        self._glass.triggered.connect(self._open_menu)
        icons.dress(self._glass, "search", "muted")
        self._line.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(self.tr("Clear the search"), self)
        icons.dress(self._clear, "close", "muted")
        self._clear.triggered.connect(self._line.clear)
        self._clear.setVisible(False)
        self._line.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        for button in self._line.findChildren(QToolButton):
            button.setAccessibleName(button.defaultAction().text())
        self._error = QLabel(self.window())
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setProperty("error", True)
        self._error.setAccessibleName(self.tr("What is wrong with the search"))
        self._error.setObjectName("search_error")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self.ask_now)
        self._line.textChanged.connect(self._typed)
        self._line.returnPressed.connect(self.ask_now)
        self._line.left.connect(self.left)
        self.setFocusProxy(self._line)
        self._recent = _held("searches", ())
        self._scope = _held("search_scope", ("everything",))[0]
        self._vocabulary, self._names = Vocabulary(()), Names()
        self._offered: tuple[Offer, ...] = ()
        self._finder = self._completer()
        self._line.textEdited.connect(lambda _text: self._complete())
        self._line.editingFinished.connect(self._remember)

    @property
    def error_label(self) -> QLabel:
        """The line that says what is wrong; the window gives it its place under the tool bar."""
        return self._error

    def text(self) -> str:
        return self._line.text()

    def show_text(self, text: str) -> None:
        """Show a query that somebody else has set, without asking it again."""
        if text != self._line.text():
            blocked = self._line.blockSignals(True)
            self._line.setText(text)
            self._line.blockSignals(blocked)
            self._clear.setVisible(bool(text))
            self.show_error(None)

    def type(self, letters: str) -> None:
        """Take the focus and go on with letters that were typed elsewhere."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.end(False)
        self._line.insert(letters)

    def select_all(self) -> None:
        """Take the focus with everything selected, ready to type over."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def show_error(self, error: QueryError | None) -> None:
        """Say what is wrong and underline where; None takes both away."""
        self._line.wrong_from = error.position if error is not None else None
        self._line.setProperty("wrong", error is not None)
        self._line.style().unpolish(self._line)
        self._line.style().polish(self._line)
        self._error.setText(str(error) if error is not None else "")
        self._error.setVisible(error is not None)
        self._line.setAccessibleDescription(str(error) if error is not None else "")
        self._line.update()

    @property
    def scope(self) -> str:
        """Where words without a field are sought."""
        return self._scope

    def know(self, vocabulary: Vocabulary, names: Names) -> None:
        """Complete with these terms, tags, collections and documents."""
        self._vocabulary, self._names = vocabulary, names

    def menu(self) -> QMenu:
        """The scopes, one of them checked, and the searches made last."""
        menu = QMenu(self)
        menu.setAccessibleName(self._glass.text())
        labels = {
            "title": self.tr("Titles, authors, years"),
            "fields": self.tr("All fields and tags"),
            "everything": self.tr("Everything, notes and texts too"),
        }
        for scope, label in labels.items():
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(scope == self._scope)
            action.triggered.connect(lambda _checked=False, chosen=scope: self.set_scope(chosen))
        if self._recent:
            menu.addSection(self.tr("Recent searches"))
        for text in self._recent:
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, chosen=text: self._line.setText(chosen))
        return menu

    def set_scope(self, scope: str) -> None:
        """Seek words without a field in another scope, also after the next start."""
        self._scope = scope
        settings.save({"search_scope": scope})
        self.scope_chosen.emit(scope)

    def _open_menu(self) -> None:
        self.menu().popup(self._line.mapToGlobal(self._line.rect().bottomLeft()))

    def _completer(self) -> QCompleter:
        finder = QCompleter(self)
        finder.setModel(QStringListModel(finder))
        finder.setWidget(self._line)
        finder.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._popup.setAccessibleName(self.tr("Completions"))
        self._popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        finder.setPopup(self._popup)
        finder.setMaxVisibleItems(MOST)
        finder.activated.connect(self._insert)
        return finder

    def _complete(self) -> None:
        self._offered = offers(self._line.text(), self._line.cursorPosition(), self._vocabulary, self._names)
        model = self._finder.model()
        assert isinstance(model, QStringListModel)
        model.setStringList([one.label for one in self._offered])
        if self._offered:
            place = self._line.cursorRect()
            place.setBottom(self._line.rect().bottom())
            place.setWidth(min(max(self._popup.sizeHintForColumn(0) + 32, 320), max(self._line.width(), 320)))
            self._finder.complete(place)
        else:
            self._popup.hide()

    def _insert(self, label: str) -> None:
        """Put a completion in the place of what was typed of it; a field's name is completed further at once."""
        text, cursor = self._line.text(), self._line.cursorPosition()
        one = next(one for one in self._offered if one.label == label)
        self._line.setText(text[: one.start] + one.insert + text[cursor:].lstrip(" "))
        self._line.setCursorPosition(one.start + len(one.insert))
        if one.insert.endswith(":"):
            QTimer.singleShot(0, self._complete)

    def _remember(self) -> None:
        text = self._line.text().strip()
        if len(text) > 2 and (not self._recent or self._recent[0] != text):
            self._recent = (text, *(one for one in self._recent if one != text))[:_MOST_RECENT]
            settings.save({"searches": list(self._recent)})

    def sizeHint(self) -> QSize:
        return QSize(560, self._line.sizeHint().height())

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def ask_now(self) -> None:
        """Ask what is typed, without waiting for a pause."""
        self._pause.stop()
        text = self._line.text()
        try:
            query.parse(text)
        except QueryError as error:
            self.show_error(error)
            return
        self.show_error(None)
        self.asked.emit(text)
