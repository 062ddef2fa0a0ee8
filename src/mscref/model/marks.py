"""What a reader marks a reference with: read or not, stars, a colour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """`status` is "read", "reading" or empty (not said), `rating` 0 (none) to 5, `colour` 0 (none) to 9."""

    status: str = ""
    rating: int = 0
    colour: int = 0
