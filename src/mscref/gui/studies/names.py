"""What the stored words of a review are called in the window: fields, stances, sources. Keys are never shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mscref.gui.translation import QT_TRANSLATE_NOOP

_FIELDS = {
    "study": QT_TRANSLATE_NOOP("studies", "Study"),
    "condition": QT_TRANSLATE_NOOP("studies", "Condition"),
    "cell_source": QT_TRANSLATE_NOOP("studies", "Cell source"),
    "donor": QT_TRANSLATE_NOOP("studies", "Donor"),
    "product": QT_TRANSLATE_NOOP("studies", "Product"),
    "dose": QT_TRANSLATE_NOOP("studies", "Dose"),
    "route": QT_TRANSLATE_NOOP("studies", "Route"),
    "sample": QT_TRANSLATE_NOOP("studies", "Model or n"),
    "design": QT_TRANSLATE_NOOP("studies", "Design"),
    "phase": QT_TRANSLATE_NOOP("studies", "Phase"),
    "follow_up": QT_TRANSLATE_NOOP("studies", "Follow-up"),
    "outcome": QT_TRANSLATE_NOOP("studies", "Outcome"),
    "trial": QT_TRANSLATE_NOOP("studies", "Trial"),
    "key": QT_TRANSLATE_NOOP("studies", "Key"),
}
_STANCES = {
    "supports": QT_TRANSLATE_NOOP("studies", "Supports"),
    "contradicts": QT_TRANSLATE_NOOP("studies", "Contradicts"),
    "mixed": QT_TRANSLATE_NOOP("studies", "Mixed"),
    "no evidence": QT_TRANSLATE_NOOP("studies", "No evidence"),
}
_CELL_SOURCES = {
    "user": QT_TRANSLATE_NOOP("studies", "Set by you"),
    "title": QT_TRANSLATE_NOOP("studies", "Read in the title"),
    "abstract": QT_TRANSLATE_NOOP("studies", "Read in the abstract"),
    "pdf": QT_TRANSLATE_NOOP("studies", "Read in the PDF"),
    "facet": QT_TRANSLATE_NOOP("studies", "From its terms"),
    "keywords": QT_TRANSLATE_NOOP("studies", "Read in the keywords"),
    "proposal": QT_TRANSLATE_NOOP("studies", "From a proposed term, not yet accepted"),
    "reference": QT_TRANSLATE_NOOP("studies", "From the record"),
}
_KINDS = {
    "database": QT_TRANSLATE_NOOP("studies", "Database"),
    "register": QT_TRANSLATE_NOOP("studies", "Register"),
    "other": QT_TRANSLATE_NOOP("studies", "Other method"),
}
_PLACES = {
    "record": QT_TRANSLATE_NOOP("studies", "record"),
    "title": QT_TRANSLATE_NOOP("studies", "title"),
    "abstract": QT_TRANSLATE_NOOP("studies", "abstract"),
    "note": QT_TRANSLATE_NOOP("studies", "note"),
    "pdf": QT_TRANSLATE_NOOP("studies", "PDF"),
}


def _named(known: dict[str, str], name: str) -> str:
    return QCoreApplication.translate("studies", known[name]) if name in known else name


def field(name: str) -> str:
    """The heading of a column of the study table."""
    return _named(_FIELDS, name)


def stance(name: str) -> str:
    """What evidence does to a claim."""
    return _named(_STANCES, name)


def cell_source(name: str) -> str:
    """Where a value of the study table comes from."""
    return _named(_CELL_SOURCES, name)


def kind(name: str) -> str:
    """What kind of source an import had."""
    return _named(_KINDS, name)


def place(name: str) -> str:
    """Where a reference names a trial."""
    return _named(_PLACES, name)
