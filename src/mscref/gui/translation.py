"""The mark by which pyside6-lupdate finds texts that are translated when they are shown; typed, unlike Qt's own."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """`text` itself; `context` is where its translation stands."""
    return text
