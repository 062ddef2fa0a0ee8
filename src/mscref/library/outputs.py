"""Outputs: files kept in step with the library."""

from __future__ import annotations

from mscref.library.front import Front


class Outputs(Front):
    """Outputs: files kept in step with the library."""
