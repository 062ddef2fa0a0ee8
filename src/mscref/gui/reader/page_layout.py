"""Where each page stands in the scrolled area: rows of one or two pages, zoom, turn, fit. No Qt, no state."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from mscref.sandbox.pages import PageSize

POINT = 96 / 72  # pixels of a point at 100 %
MARGIN = 14.0
GAP = 12.0
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A page in the scrolled area: its upper left corner and its size, in pixels."""

    page: int
    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """True when a point of the area lies on the page."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class PageLayout:
    """The places of all pages. `scale` is pixels a point; pages count from 1."""

    def __init__(
        self, sizes: Sequence[PageSize], *, columns: int, rotation: int, fit: str, zoom: float, room: tuple[int, int]
    ) -> None:
        """`fit` is "width", "page" or "" (then `zoom` holds); `room` is the size of what is seen, in pixels."""
        self.rotation = rotation
        self._sizes = [self._turned(size) for size in sizes]
        self._rows = [range(n, min(n + columns, len(sizes))) for n in range(0, len(sizes), columns)]
        self.scale = self._fitting(fit, room, columns) if fit and sizes else zoom * POINT
        self.spots: list[Spot] = []
        self._tops: list[float] = []
        self._bottoms: list[float] = []
        widest = max((self._row_width(row) for row in self._rows), default=0.0)
        self.width = max(widest + 2 * MARGIN, float(room[0]))
        y = MARGIN
        for row in self._rows:
            x = (self.width - self._row_width(row)) / 2
            high = max(self._sizes[n][1] for n in row) * self.scale
            self._tops.append(y)
            for n in row:
                width, height = (side * self.scale for side in self._sizes[n])
                self.spots.append(Spot(n + 1, x, y + (high - height) / 2, width, height))
                x += width + GAP
            y += high + GAP
            self._bottoms.append(y - GAP)
        self.height = max(y - GAP + MARGIN, float(room[1])) if sizes else float(room[1])

    @property
    def zoom(self) -> float:
        return self.scale / POINT

    def spot(self, page: int) -> Spot:
        """Where a page stands."""
        return self.spots[page - 1]

    def seen(self, top: float, bottom: float) -> list[Spot]:
        """The pages of the rows between two heights."""
        first = bisect_left(self._bottoms, top)
        last = bisect_right(self._tops, bottom)
        return [self.spots[n] for row in self._rows[first:last] for n in row]

    def page_at(self, x: float, y: float) -> Spot | None:
        """The page nearest to a point of the area."""
        if not self.spots:
            return None
        row = min(bisect_left(self._bottoms, y), len(self._rows) - 1)
        return min((self.spots[n] for n in self._rows[row]), key=lambda s: max(s.x - x, 0.0, x - s.x - s.width))

    def to_area(self, page: int, x: float, y: float) -> tuple[float, float]:
        """The point of the area where view points of a page lie."""
        spot = self.spots[page - 1]
        width, height = spot.width / self.scale, spot.height / self.scale
        match self.rotation:
            case 90:
                x, y = width - y, x
            case 180:
                x, y = width - x, height - y
            case 270:
                x, y = y, height - x
        return spot.x + x * self.scale, spot.y + y * self.scale

    def to_view(self, spot: Spot, x: float, y: float) -> tuple[float, float]:
        """View points of a page for a point of the area."""
        width, height = spot.width / self.scale, spot.height / self.scale
        x, y = (x - spot.x) / self.scale, (y - spot.y) / self.scale
        match self.rotation:
            case 90:
                return y, width - x
            case 180:
                return width - x, height - y
            case 270:
                return height - y, x
            case _:
                return x, y

    def _turned(self, size: PageSize) -> tuple[float, float]:
        return (size.height, size.width) if self.rotation in (90, 270) else (size.width, size.height)

    def _row_width(self, row: range) -> float:
        return sum(self._sizes[n][0] for n in row) * self.scale + GAP * (len(row) - 1)

    def _fitting(self, fit: str, room: tuple[int, int], columns: int) -> float:
        widest = max(sum(self._sizes[n][0] for n in row) for row in self._rows)
        across = max(room[0] - 2 * MARGIN - GAP * (columns - 1), 50.0) / max(widest, 1.0)
        if fit == "width":
            return min(across, ZOOMS[-1] * POINT)
        highest = max(self._sizes[n][1] for row in self._rows for n in row)
        return min(across, max(room[1] - 2 * MARGIN, 50.0) / max(highest, 1.0))


def next_zoom(zoom: float, step: int) -> float:
    """The next round zoom above (1) or below (-1)."""
    if step > 0:
        return next((one for one in ZOOMS if one > zoom * 1.01), ZOOMS[-1])
    return next((one for one in reversed(ZOOMS) if one < zoom * 0.99), ZOOMS[0])
