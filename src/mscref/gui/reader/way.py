"""Where the reader has been: back and forward through jumps, as in a browser. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

_MOST = 100


@dataclass(frozen=True, slots=True)
class Stop:
    """A place: the page and how much of it was above the edge."""

    page: int
    share: float = 0.0


class Way:
    """The places that were left by a jump."""

    def __init__(self) -> None:
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []

    @property
    def has_back(self) -> bool:
        return bool(self._behind)

    @property
    def has_forward(self) -> bool:
        return bool(self._ahead)

    def leave(self, stop: Stop) -> None:
        """A jump starts here."""
        self._behind.append(stop)
        del self._behind[:-_MOST]
        self._ahead.clear()

    def back(self, here: Stop) -> Stop | None:
        """The place before, None when there is none; `here` is what forward comes back to."""
        if not self._behind:
            return None
        self._ahead.append(here)
        return self._behind.pop()

    def forward(self, here: Stop) -> Stop | None:
        """The place that was gone back from."""
        if not self._ahead:
            return None
        self._behind.append(here)
        return self._ahead.pop()
