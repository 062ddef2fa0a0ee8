"""Places where a test may kill the program, to prove that a crash there loses nothing."""

from __future__ import annotations

import os

_passed: dict[str, int] = {}


def failpoint(name: str) -> None:
    """Do nothing, unless MSCREF_FAILPOINT is "name:n": then end the process hard at the n-th passing."""
    wanted, _, count = os.environ.get("MSCREF_FAILPOINT", "").partition(":")
    if wanted != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == int(count or 1):
        os._exit(137)
