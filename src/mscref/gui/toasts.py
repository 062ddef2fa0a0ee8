"""Short messages over the window's lower edge: not modal, gone after a while, one button at most, all kept in a log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from mscref.gui import icons

SHOWN_MS = 6000
_MAX_LOG = 200


class Toast(QFrame):
    """One message; it stays while the pointer rests on it."""

    gone = Signal()

    def __init__(self, text: str, tone: str, button: str, act: Callable[[], None] | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setObjectName("toast")
        self.setAccessibleName(text)
        self.text = text
        sign = QLabel()
        tones = {"info": ("check", "good"), "error": ("warning", "bad")}
        sign.setPixmap(icons.icon(*tones[tone]).pixmap(18, 18))
        sign.setAccessibleName(self.tr("Error") if tone == "error" else self.tr("Done"))
        words = QLabel(text if len(text) < 400 else text[:399] + "…")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(len(text) > 70)
        words.setMaximumWidth(560)
        words.setMinimumWidth(min(words.fontMetrics().horizontalAdvance(text) + 4, 460) if len(text) > 70 else 0)
        words.setAccessibleName(text)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 9, 8, 9)
        line.setSpacing(10)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(words, 1)
        if button and act is not None:
            push = QPushButton(button)
            push.setProperty("link", True)
            push.setAccessibleName(button)
            push.clicked.connect(self.leave)
            push.clicked.connect(act)
            line.addWidget(push)
            self.button: QPushButton | None = push
        else:
            self.button = None
        close = QToolButton()
        close.setProperty("quiet", True)
        icons.dress(close, "close", "muted")
        close.setAccessibleName(self.tr("Close this message"))
        close.clicked.connect(self.leave)
        line.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(26)
        shadow.setOffset(0, 5)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS if tone == "info" else 2 * SHOWN_MS)
        self._timer.timeout.connect(self.leave)
        self._timer.start()

    def leave(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)


class Toasts(QObject):
    """The messages of a window, newest lowest, three at a time; `log` keeps them all with their times."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[Toast] = []
        self.log: list[tuple[str, str]] = []
        window.installEventFilter(self)

    def say(self, text: str, *, button: str = "", act: Callable[[], None] | None = None) -> Toast:
        """Tell that something was done; `button` offers one act, as Undo."""
        return self._show(Toast(text, "info", button, act, self._window))

    def complain(self, text: str) -> Toast:
        """Tell that something could not be done; the same sentence is not shown twice at once."""
        for toast in self._shown:
            if toast.text == text:
                return toast
        return self._show(Toast(text, "error", "", None, self._window))

    def shown(self) -> list[Toast]:
        return list(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _show(self, toast: Toast) -> Toast:
        self.log.append((datetime.now().strftime("%H:%M:%S"), toast.text))
        del self.log[:-_MAX_LOG]
        while len(self._shown) >= 3:
            self._shown[0].leave()
        self._shown.append(toast)
        toast.gone.connect(lambda: self._forget(toast))
        toast.adjustSize()
        toast.show()
        toast.raise_()
        self._arrange()
        return toast

    def _forget(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
        self._arrange()

    def _arrange(self) -> None:
        bottom = self._window.height() - 44
        for toast in reversed(self._shown):
            size = toast.sizeHint()
            toast.resize(size)
            toast.move(QPoint((self._window.width() - size.width()) // 2, bottom - size.height()))
            bottom -= size.height() + 10
