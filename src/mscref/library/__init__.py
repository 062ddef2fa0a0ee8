"""The only room with SQL: one file, one writer, one verb a transaction.

The rest of the program sees `Library` alone, which is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mscref.library.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> object:
    if name == "Library":
        from mscref.library.library import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
