"""The reader: the pages of an attached PDF, drawn in a child process, read and marked in the window."""

from mscref.gui.reader.reader import Reader

__all__ = ["Reader"]
