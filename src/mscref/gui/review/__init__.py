"""Reviewing suggestions: every open proposal with the words that say so, settled by one key."""

from mscref.gui.review.view import ReviewView

__all__ = ["ReviewView"]
