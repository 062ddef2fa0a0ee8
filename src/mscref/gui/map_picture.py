"""The evidence map as a PNG: the window's own drawing on white paper at twice the size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from mscref.errors import UserError
from mscref.gui import theme
from mscref.gui.map_painting import paint_map
from mscref.jobs.evidence_map import Folded, layout
from mscref.model.facets import Vocabulary
from mscref.model.holdings import EvidenceMap

_SCALE = 2.0


def save(
    map: EvidenceMap,
    vocabulary: Vocabulary,
    path: Path,
    *,
    title: str = "",
    dark: bool = False,
    folded: Folded = ((), ()),
) -> None:
    """Write the map to `path` as a PNG; needs no display.

    Raises UserError when the file cannot be written.
    """
    kept = _application()
    image = draw(map, vocabulary, title=title, dark=dark, folded=folded)
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
        raise UserError(f"The picture {path} cannot be written. Choose a folder that you may write to.")
    del kept


def draw(
    map: EvidenceMap, vocabulary: Vocabulary, *, title: str = "", dark: bool = False, folded: Folded = ((), ())
) -> QImage:
    """The map as an image at twice its size."""
    plan = layout(map, vocabulary, folded=folded)
    look = theme.DARK if dark else theme.LIGHT
    image = QImage(QSize(int(plan.width), int(plan.height)) * _SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(QColor(look.base))
    painter = QPainter(image)
    font = theme.text_font()
    painter.setFont(theme.scaled(font, 1.5, QFont.Weight.DemiBold))
    painter.setPen(QColor(look.text))
    painter.drawText(24, 36, title or "Evidence map")
    painter.setFont(theme.scaled(font, 0.92))
    painter.setPen(QColor(look.muted))
    painter.drawText(24, 58, plan.subtitle)
    painter.setFont(font)
    paint_map(painter, plan, look)
    painter.end()
    return image


def _application() -> QGuiApplication:
    """The application that fonts need: the one there is, else one without a display."""
    there = QGuiApplication.instance()
    if isinstance(there, QGuiApplication):
        return there
    return QApplication(["mscref", "-platform", "offscreen"])
