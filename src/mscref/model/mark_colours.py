"""The colours a marked place can have, as red, green, blue from 0 to 255; an annotation's `colour` counts into them."""

from __future__ import annotations

MARK_COLOURS: tuple[tuple[int, int, int], ...] = (
    (255, 214, 70),  # yellow
    (104, 208, 130),  # green
    (102, 174, 255),  # blue
    (255, 126, 122),  # red
    (186, 146, 255),  # violet
    (255, 168, 84),  # orange
    (255, 138, 200),  # pink
    (94, 210, 206),  # turquoise
    (160, 170, 184),  # grey
)


def rgb(colour: int) -> tuple[int, int, int]:
    """The colour of that number; a number that has none is yellow."""
    return MARK_COLOURS[colour] if 0 <= colour < len(MARK_COLOURS) else MARK_COLOURS[0]
