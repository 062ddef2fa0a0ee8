"""Duplicates: pairs that may be one paper, side by side, merged field by field or kept apart."""

from mscref.gui.duplicates.dialog import DuplicatesDialog, Group

__all__ = ["DuplicatesDialog", "Group"]
