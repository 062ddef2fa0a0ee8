"""Where reading of a file stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """A place in a PDF, known by the file's SHA-256: the page from 1, how much of it (0 to 1) was above, and the view.

    `view` holds what the reader chose for this file: columns, fit, zoom, rotation.
    """

    page: int = 1
    offset: float = 0.0
    view: Mapping[str, object] = field(default_factory=dict)
