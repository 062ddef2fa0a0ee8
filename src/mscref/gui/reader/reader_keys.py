"""The keys of the reader: what each does, whatever part of the reader has the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_NONE = Qt.KeyboardModifier.NoModifier
_KEY = Qt.Key

_ANYWHERE: dict[tuple[Qt.KeyboardModifier, Qt.Key], str] = {
    (_CTRL, _KEY.Key_F): "find",
    (_NONE, _KEY.Key_F3): "next",
    (_SHIFT, _KEY.Key_F3): "previous",
    (_CTRL, _KEY.Key_G): "go",
    (_CTRL, _KEY.Key_Plus): "larger",
    (_CTRL | _SHIFT, _KEY.Key_Plus): "larger",
    (_CTRL, _KEY.Key_Equal): "larger",
    (_CTRL, _KEY.Key_Minus): "smaller",
    (_CTRL, _KEY.Key_0): "actual",
    (_CTRL, _KEY.Key_W): "close",
    (_ALT, _KEY.Key_Left): "back",
    (_ALT, _KEY.Key_Right): "forward",
    (_NONE, _KEY.Key_Escape): "leave",
    (_CTRL, _KEY.Key_Z): "undo",
    (_CTRL | _SHIFT, _KEY.Key_Z): "redo",
    (_CTRL, _KEY.Key_Y): "redo",
}
# Single letters act only while the pages have the focus.
_ON_PAGES = {
    _KEY.Key_W: "width",
    _KEY.Key_F: "page",
    _KEY.Key_T: "pair",
    _KEY.Key_R: "turn",
    _KEY.Key_D: "dark",
    _KEY.Key_N: "note",
    _KEY.Key_A: "area",
    _KEY.Key_M: "marks",
}
# Keys that would act on the list behind the reader.
_KEPT = {(_NONE, _KEY.Key_Delete), (_CTRL, _KEY.Key_Backspace), (_SHIFT, _KEY.Key_Delete)}


def name_of_key(event: QKeyEvent, *, on_pages: bool) -> str:
    """What a key does here, "" for nothing, "kept" for what must not reach the list."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    stroke = (modifiers, _KEY(event.key()))
    if stroke in _ANYWHERE:
        return _ANYWHERE[stroke]
    if on_pages and modifiers == _NONE and stroke[1] in _ON_PAGES:
        return _ON_PAGES[stroke[1]]
    if on_pages and stroke == (_CTRL, _KEY.Key_C):
        return "copy"
    return "kept" if stroke in _KEPT else ""
