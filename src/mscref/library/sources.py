"""Sources: where fields were seen, and look-ups that wait for a network."""

from __future__ import annotations

from mscref.library.front import Front


class Sources(Front):
    """Sources: where fields were seen, and look-ups that wait for a network."""
