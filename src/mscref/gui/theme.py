"""The look of the window: light and dark colours, the fonts' scale and one small style sheet over Fusion.

Colours are values of a `Theme`; `of(widget)` reads from a widget's palette which theme it stands in, so no state
is kept here and a live switch reaches everything that paints itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

CHOICES = ("system", "light", "dark")
LABEL_COLOURS = ("", "#d94a4a", "#d9822b", "#c9a20c", "#3d9a50", "#3b82d6", "#8a63d2", "#7a828e", "#d6559b", "#94694a")


@dataclass(frozen=True, slots=True)
class Tint:
    """The two colours of a chip."""

    ground: str
    ink: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour the window uses, as #rrggbb."""

    name: str
    window: str
    side: str
    base: str
    raised: str
    text: str
    muted: str
    faint: str
    line: str
    accent: str
    on_accent: str
    selection: str
    hover: str
    good: str
    warn: str
    bad: str
    lit: str
    tints: Mapping[str, Tint]


LIGHT = Theme(
    name="light",
    window="#f6f7f9",
    side="#f2f4f7",
    base="#ffffff",
    raised="#ffffff",
    text="#1a1e24",
    muted="#596273",
    faint="#a3abb8",
    line="#e2e5ea",
    accent="#1c5fd0",
    on_accent="#ffffff",
    selection="#e2ecfc",
    hover="#f0f3f8",
    good="#1c6e3d",
    warn="#8a5a00",
    bad="#b3261e",
    lit="#fdeeb5",
    tints={
        "violet": Tint("#efe9fe", "#5738bf"),
        "teal": Tint("#daf3f0", "#09615a"),
        "rose": Tint("#fde7ea", "#a91f36"),
        "amber": Tint("#faeed3", "#7a5106"),
        "green": Tint("#e0f4e5", "#1a6331"),
        "pink": Tint("#fbe5f2", "#9d1f67"),
        "blue": Tint("#e0ecfd", "#1a52ae"),
        "orange": Tint("#fdeadb", "#95400c"),
        "slate": Tint("#e8ebf1", "#434e63"),
        "lime": Tint("#edf4d2", "#4d6109"),
    },
)

DARK = Theme(
    name="dark",
    window="#1c1f24",
    side="#20242a",
    base="#181a1e",
    raised="#262a31",
    text="#e8eaee",
    muted="#a0a9b6",
    faint="#5d6673",
    line="#2e333b",
    accent="#73a9ff",
    on_accent="#0e1522",
    selection="#233a5e",
    hover="#22262d",
    good="#6fd08f",
    warn="#eebb58",
    bad="#ff8f87",
    lit="#5a4a12",
    tints={
        "violet": Tint("#312757", "#bfaeff"),
        "teal": Tint("#123a3b", "#68dbce"),
        "rose": Tint("#48222c", "#ffa1ae"),
        "amber": Tint("#403316", "#f2c564"),
        "green": Tint("#183a25", "#7bda9a"),
        "pink": Tint("#45223d", "#ff9dd3"),
        "blue": Tint("#1e3459", "#95c0ff"),
        "orange": Tint("#482b1b", "#ffb081"),
        "slate": Tint("#2f3641", "#bcc5d5"),
        "lime": Tint("#323a15", "#c8db63"),
    },
)


def of(widget: QWidget | None = None) -> Theme:
    """The theme that a widget (or the application) stands in."""
    palette = widget.palette() if widget is not None else QApplication.palette()
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette(theme: Theme) -> QPalette:
    """A whole Qt palette made of the theme's colours."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for which, colour in {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.side,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.bad,
        role.Light: theme.raised,
        role.Midlight: theme.hover,
        role.Mid: theme.line,
        role.Dark: theme.faint,
        role.Shadow: "#000000",
        role.Highlight: theme.selection,
        role.HighlightedText: theme.text,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Accent: theme.accent,
    }.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        made.setColor(group.Disabled, which, QColor(theme.faint))
    return made


def resolve(choice: str) -> Theme:
    """The theme that a choice means now; "system" asks the desktop, which may not know and is then light."""
    if choice == "system":
        dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def apply(choice: str, zoom: float = 1.0) -> Theme:
    """Dress the whole application; may be called again at any time."""
    app = cast(QApplication, QApplication.instance())
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    hints = QApplication.styleHints()
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    if choice in schemes:
        hints.setColorScheme(schemes[choice])
    else:
        hints.unsetColorScheme()
    theme = resolve(choice)
    app.setPalette(palette(theme))
    app.setFont(text_font(zoom))
    app.setStyleSheet(sheet(theme))
    return theme


def text_font(zoom: float = 1.0) -> QFont:
    """The desktop's own font, at least 10 points so that a list reads without effort, times `zoom`."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    size = font.pointSizeF() if font.pointSizeF() > 0 else 10.0
    font.setPointSizeF(round(min(max(size, 10.0), 12.0) * zoom, 1))
    return font


def scaled(font: QFont, factor: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A copy of `font` in another size and weight: 1.4 for a title, 0.86 for a caption."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * factor)
    made.setWeight(weight)
    return made


def caption_font(font: QFont) -> QFont:
    """Small spaced capitals for the headings of sections."""
    made = scaled(font, 0.8, QFont.Weight.DemiBold)
    made.setCapitalization(QFont.Capitalization.AllUppercase)
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return made


def fixed_font(font: QFont, factor: float = 0.94) -> QFont:
    """The desktop's fixed-width font in step with `font`."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPointSizeF(font.pointSizeF() * factor)
    return made


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2.1 (1 to 21)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class PaletteWatch(QObject):
    """Calls back when the palette of a widget changes: for what is drawn once and kept, as icons are."""

    def __init__(self, widget: QWidget, redraw: object) -> None:
        super().__init__(widget)
        self._redraw = redraw
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange and callable(self._redraw):
            self._redraw()
        return super().eventFilter(watched, event)


def sheet(theme: Theme) -> str:
    """The style sheet: only what a palette cannot say."""
    from mscref.gui import style_sheet

    return style_sheet.of(theme)
