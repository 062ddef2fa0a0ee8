"""What the forms for notes are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mscref.gui.translation import QT_TRANSLATE_NOOP
from mscref.jobs.note_templates import NAMES

_TITLES = {
    "trial": QT_TRANSLATE_NOOP("notes", "Appraisal of a clinical trial (RoB 2)"),
    "animal": QT_TRANSLATE_NOOP("notes", "Appraisal of an animal study (SYRCLE)"),
    "review": QT_TRANSLATE_NOOP("notes", "Appraisal of a review"),
    "summary": QT_TRANSLATE_NOOP("notes", "Summary of a paper"),
}


def forms() -> list[tuple[str, str]]:
    """(name, title) of every form, in the order in which it is offered."""
    return [(name, QCoreApplication.translate("notes", _TITLES[name])) for name in NAMES]
