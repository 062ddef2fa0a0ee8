"""Files kept in step with a library: what each holds, and how its last writing went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class AutoExport:
    """A file that is written whenever what it holds has changed.

    `query` chooses references (empty: all); with `manuscripts` (absolute paths) it holds what they cite. `options` are
    those of `exporting.write`. `written` is when mscref last wrote it (ISO 8601, UTC), `problem` a sentence on what
    stands in the way now. `sha256` tells our own text from somebody else's: while a text is being written, it names
    the old and the new one, separated by a space.
    """

    id: int
    path: str
    format: str = "bibtex"
    query: str = ""
    manuscripts: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    written: str = ""
    sha256: str = ""
    problem: str = ""

    def is_ours(self, sha256: str) -> bool:
        """True for the fingerprint of a text that mscref itself has put there."""
        return sha256 in self.sha256.split()


@dataclass(frozen=True, slots=True)
class OutputState:
    """What is remembered of the writing of one file; `written` None leaves the time as it was."""

    id: int
    sha256: str
    problem: str = ""
    written: str | None = None
