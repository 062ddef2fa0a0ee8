"""Studies: what they report, claims, trials, families, screening."""

from __future__ import annotations

from mscref.library.front import Front


class Studies(Front):
    """Studies: what they report, claims, trials, families, screening."""
