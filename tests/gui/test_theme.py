"""Both themes can be read, and the switch reaches a living window."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mscref.gui import icons, theme

THEMES = (theme.LIGHT, theme.DARK)


@pytest.mark.parametrize("look", THEMES, ids=lambda t: t.name)
def test_text_stands_out_from_every_ground(look: theme.Theme) -> None:
    inks = (look.text, look.muted)
    grounds = (look.window, look.side, look.base, look.raised, look.hover)
    for ink, ground in product(inks, grounds):
        assert theme.contrast(ink, ground) >= 4.5, (ink, ground)
    for ink in (look.accent, look.good, look.warn, look.bad):
        assert theme.contrast(ink, look.base) >= 4.5
    assert theme.contrast(look.text, look.selection) >= 4.5
    assert theme.contrast(look.text, look.lit) >= 4.5
    assert theme.contrast(look.on_accent, look.accent) >= 4.5


@pytest.mark.parametrize("look", THEMES, ids=lambda t: t.name)
def test_every_chip_can_be_read(look: theme.Theme) -> None:
    for name, tint in look.tints.items():
        assert theme.contrast(tint.ink, tint.ground) >= 4.5, name


def test_both_themes_know_the_same_tints() -> None:
    assert set(theme.LIGHT.tints) == set(theme.DARK.tints)


def test_switching_the_theme_changes_a_living_widget(qtbot: QtBot) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()
    assert theme.of(label) is theme.LIGHT
    theme.apply("dark")
    assert theme.of(label) is theme.DARK
    assert label.palette().color(QPalette.ColorRole.Base).name() == theme.DARK.base


def test_zoom_makes_the_text_larger(qtbot: QtBot) -> None:
    before = QApplication.font().pointSizeF()
    theme.apply("light", 1.4)
    assert QApplication.font().pointSizeF() > before * 1.3


def test_the_application_has_a_font_with_letters(qtbot: QtBot) -> None:
    assert QFontInfo(QApplication.font()).family()


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert round(theme.contrast("#000000", "#ffffff"), 1) == 21.0
    assert theme.contrast("#777777", "#ffffff") < 4.5 < theme.contrast("#767676", "#ffffff")


def test_an_icon_is_drawn_in_the_colour_asked_for(qtbot: QtBot) -> None:
    image = icons.pixmap("check", "#ff0000", 20, 2.0).toImage()
    inked = {
        image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() == 255
    }
    assert inked == {"#ff0000"}
    assert image.width() == 40
