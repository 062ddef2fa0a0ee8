"""Entry points: formats, look-ups and citation styles that others install.

Built-in formats are found the same way as foreign ones would be: by a name that maps to a module.
"""

from __future__ import annotations

import logging
from importlib.metadata import entry_points
from types import ModuleType

log = logging.getLogger(__name__)


def load(group: str) -> dict[str, ModuleType]:
    """The modules registered under the entry-point group `mscref.<group>`, by name.

    One that fails to load is logged and left out: a broken plug-in must not keep the program from starting.
    """
    found: dict[str, ModuleType] = {}
    for point in entry_points(group=f"mscref.{group}"):
        try:
            found[point.name] = point.load()
        except Exception:  # foreign code may raise anything; the one place that allows for it
            log.exception("The plug-in %s of %s could not be loaded and is left out.", point.name, group)
    return found
