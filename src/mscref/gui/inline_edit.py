"""Text that is edited where it stands: Enter commits, Esc reverts, leaving commits; no button to save."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

_MAX_SHOWN = 100_000


class InlineLine(QLineEdit):
    """One line. `committed` carries the new text, only when it is another."""

    committed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("inline", True)
        self.setAccessibleName(name)
        self._held = ""
        self.editingFinished.connect(self._commit)

    def show_text(self, text: str) -> None:
        """Show a stored value; what is being typed is not disturbed."""
        self._held = text
        if not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._held:
            self.setText(self._held)
            return
        super().keyPressEvent(event)

    def _commit(self) -> None:
        text = self.text().strip()
        if text != self._held:
            self._held = text
            self.setModified(False)
            self.committed.emit(text)


class InlineText(QPlainTextEdit):
    """Several lines that grow with their text. `Enter` commits unless `keeps_lines`; then Ctrl+Enter does.

    `committed` carries the new text, only when it is another; `left` says that the focus went to another widget.
    """

    committed = Signal(str)
    left = Signal()

    def __init__(self, name: str, *, keeps_lines: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("inline", True)
        self.setAccessibleName(name)
        self.viewport().setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(1)
        self._keeps_lines = keeps_lines
        self._held = ""
        self.textChanged.connect(self._fit)

    def show_text(self, text: str) -> None:
        """Show a stored value; what is being typed is not disturbed."""
        self._held = text
        if not (self.hasFocus() and self.document().isModified()):
            self.setPlainText(text[:_MAX_SHOWN])
            self.setReadOnly(len(text) > _MAX_SHOWN)
            self.document().setModified(False)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.fontMetrics().lineSpacing() + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._held)
            self.document().setModified(False)
            return
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and (not self._keeps_lines or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self._commit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()
            if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
                self.left.emit()

    def _commit(self) -> None:
        text = self.toPlainText().strip()
        if not self._keeps_lines:
            text = " ".join(text.split())
        if text != self._held and not self.isReadOnly():
            self._held = text
            self.document().setModified(False)
            self.committed.emit(text)

    def _fit(self) -> None:
        lines = max(1, min(int(self.document().size().height()), 400))
        margins = self.contentsMargins()
        height = lines * self.fontMetrics().lineSpacing() + margins.top() + margins.bottom() + 8
        if height != self.height():
            self.setFixedHeight(height)
