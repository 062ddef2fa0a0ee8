"""Tooltips of untrusted text. Qt takes a tooltip for markup when it looks like it, and markup can load local files."""

from __future__ import annotations

import html

_MAX_SHOWN = 600


def plain(text: str) -> str:
    """A tooltip that shows `text` letter by letter; an empty text gives no tooltip."""
    if not text:
        return ""
    shown = text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"
    return f"<qt>{html.escape(shown).replace(chr(10), '<br>')}</qt>"
