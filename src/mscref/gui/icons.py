"""Line icons drawn for the palette: SVG files with stroke="currentColor", crisp at every device pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from mscref import settings
from mscref.gui import theme

_PROPERTY = "mscref_icon"
_SIZE = 18


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return settings.resource("icons", f"{name}.svg").read_text("utf-8")


def pixmap(name: str, colour: str, size: int = _SIZE, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour, `size` in device-independent pixels."""
    made = QPixmap(QSize(size, size) * ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, name, colour, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def paint(painter: QPainter, name: str, colour: str, place: QRectF) -> None:
    """Draw an icon straight onto a painter."""
    _renderer(name, colour).render(painter, place)


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def icon(name: str, tone: str = "text") -> QIcon:
    """An icon in a colour of the present theme, for 1x, 2x and 3x, greyed when disabled."""
    look = theme.of()
    made = QIcon()
    for ratio in (1.0, 1.25, 2.0, 3.0):
        made.addPixmap(pixmap(name, getattr(look, tone), _SIZE, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, look.faint, _SIZE, ratio), QIcon.Mode.Disabled)
    return made


def dress(target: QAction | QAbstractButton, name: str, tone: str = "text") -> None:
    """Give an action or a button an icon that follows the theme (see `redress`)."""
    target.setProperty(_PROPERTY, f"{name} {tone}")
    target.setIcon(icon(name, tone))


def redress() -> None:
    """Draw every icon given by `dress` again, after the theme has changed."""
    for widget in QApplication.topLevelWidgets():
        for target in (*widget.findChildren(QAction), *widget.findChildren(QAbstractButton)):
            _redress(target)


def _redress(target: QObject) -> None:
    given = target.property(_PROPERTY)
    if isinstance(given, str) and isinstance(target, QAction | QAbstractButton):
        target.setIcon(icon(*given.split()))
