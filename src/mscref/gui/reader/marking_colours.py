"""The colours of marks with the meanings that the user has named, kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from mscref import settings
from mscref.gui.translation import QT_TRANSLATE_NOOP
from mscref.model.mark_colours import MARK_COLOURS, rgb

_SETTING = "mark_meanings"
_MEANINGS = (
    QT_TRANSLATE_NOOP("marks", "Important"),
    QT_TRANSLATE_NOOP("marks", "Outcome"),
    QT_TRANSLATE_NOOP("marks", "Method"),
    QT_TRANSLATE_NOOP("marks", "Doubt"),
    QT_TRANSLATE_NOOP("marks", "Population"),
    QT_TRANSLATE_NOOP("marks", "Safety"),
)


def meanings() -> list[str]:
    """The name of each colour; unnamed ones are empty and not offered."""
    stored = settings.load().get(_SETTING)
    if isinstance(stored, list):
        named = [str(one) for one in stored][: len(MARK_COLOURS)]
    else:
        named = [QCoreApplication.translate("marks", one) for one in _MEANINGS]
    return named + [""] * (len(MARK_COLOURS) - len(named))


def name_meanings(names: list[str]) -> None:
    """Keep the names that the user gave."""
    settings.save({_SETTING: [" ".join(name.split()) for name in names]})


def offered() -> list[tuple[int, str]]:
    """(colour, meaning) of the colours that have a name."""
    return [(number, name) for number, name in enumerate(meanings()) if name]


def colour(number: int) -> QColor:
    """The colour of that number."""
    return QColor(*rgb(number))


def dot(number: int, size: int = 16, ratio: float = 2.0) -> QIcon:
    """A filled circle of that colour."""
    made = QPixmap(int(size * ratio), int(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    paint_dot(painter, QRectF(1.5, 1.5, size - 3, size - 3), number)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return QIcon(made)


def paint_dot(painter: QPainter, place: QRectF, number: int) -> None:
    """Draw the circle onto a painter."""
    fill = colour(number)
    painter.setPen(QPen(fill.darker(130), 1))
    painter.setBrush(fill)
    painter.drawEllipse(QPointF(place.center()), place.width() / 2, place.height() / 2)
