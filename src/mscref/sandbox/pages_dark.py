"""Pages for reading in the dark: lightness turned over, hue kept, in whole rows of pixels at a time.

Grey rows (nearly all of a page of text) are turned by a table. Rows with colour are worked as one long number whose
lanes are pixels, for there is no array library here: each channel c becomes c + 255 - 2 * luma, cut to 0-255.
"""

from __future__ import annotations

from functools import lru_cache

_ROWS = 16
_DARKEST, _LIGHTEST = 30, 226  # what white paper and black ink become
_SPREAD = bytes(_DARKEST + (_LIGHTEST - _DARKEST) * value // 255 for value in range(256))
_TURNED = bytes(_SPREAD[255 - value] for value in range(256))


def darkened(data: bytes, stride: int) -> bytes:
    """`data` (rows of `stride` bytes, four a pixel: B, G, R, unused) with light and dark changed over."""
    out: list[bytes] = []
    for start in range(0, len(data), stride * _ROWS):
        rows = data[start : start + stride * _ROWS]
        blue, green = rows[0::4], rows[1::4]
        is_grey = blue == green and green == rows[2::4]
        out.append(rows.translate(_TURNED) if is_grey else _coloured(rows))
    return b"".join(out)


def _coloured(rows: bytes) -> bytes:
    lanes = len(rows) // 4
    low, pair = _lanes(0xFF, lanes), _lanes(0xFF00FF, lanes)
    pixels = int.from_bytes(rows, "little")
    blue, green, red = pixels & low, pixels >> 8 & low, pixels >> 16 & low
    twice = (blue + 5 * green + 2 * red) >> 2 & _lanes(0x1FF, lanes)
    twice |= twice << 16
    offset = _lanes(0x1FF01FF, lanes)
    ones = _lanes(0x10001, lanes)
    shift = offset - twice
    even = _cut((pixels & pair) + shift, pair, ones)
    odd = _cut((pixels >> 8 & pair) + shift, pair, ones)
    return (even | odd << 8).to_bytes(len(rows), "little").translate(_SPREAD)


def _cut(sums: int, pair: int, ones: int) -> int:
    """Lanes of 16 bits from 256 less to 0-255: below 256 gives 0, 512 and more gives 255."""
    middle, above = sums >> 8 & ones, sums >> 9 & ones
    return (sums & pair & (middle << 8) - middle) | ((above << 8) - above)


@lru_cache(maxsize=16)
def _lanes(value: int, count: int) -> int:
    """`value` in each of `count` lanes of 32 bits."""
    return int.from_bytes(value.to_bytes(4, "little") * count, "little")
