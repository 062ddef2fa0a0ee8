"""The window: knows Qt, knows no SQL."""
