"""Reading a written file back, for --strict."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def lost(keys: Iterable[str], path: Path) -> list[str]:
    """A sentence for each of `keys` that a whole reading of the written file misses."""
    from mscref import sandbox
    from mscref.model.plan import Unread

    reading = next(iter(sandbox.read_files([path])))
    if isinstance(reading, Unread):
        return [f"{path} could not be read back: {reading.reason}"]
    found = {reference.key for reference in reading.references}
    return [f"{key} is missing when {path} is read back." for key in keys if key not in found]
