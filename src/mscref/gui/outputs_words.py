"""What formats and journal names are called in the dialogs on files that cite."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mscref.jobs import manuscripts
from mscref.model.outputs import AutoExport

FORMATS = {
    "bibtex": ("BibTeX", ".bib"),
    "biblatex": ("BibLaTeX", ".bib"),
    "ris": ("RIS", ".ris"),
    "nbib": ("PubMed (nbib)", ".nbib"),
    "csl-json": ("CSL-JSON", ".json"),
    "csv": ("CSV", ".csv"),
    "markdown": ("Markdown", ".md"),
    "html": ("HTML", ".html"),
}


def journal_choices() -> dict[str, str]:
    """The ways to write a journal's name, each with what it is called."""
    translate = QCoreApplication.translate
    return {
        "kept": translate("outputs", "As they stand"),
        "full": translate("outputs", "In full"),
        "nlm": translate("outputs", "Short, without dots (NLM)"),
        "iso4": translate("outputs", "Short, with dots (ISO 4)"),
    }


def protect_choices() -> dict[str, str]:
    """Which words of a title keep their capitals, each choice with what it is called."""
    translate = QCoreApplication.translate
    return {
        "words": translate("outputs", "Names and known words"),
        "capitals": translate("outputs", "All words with capitals"),
        "none": translate("outputs", "None"),
    }


def link_choices() -> dict[str, str]:
    """What to write where both a DOI and an address are known, each choice with what it is called."""
    translate = QCoreApplication.translate
    return {
        "both": translate("outputs", "DOI and address"),
        "doi": translate("outputs", "The DOI where there is one"),
        "url": translate("outputs", "The address where there is one"),
    }


def manuscript_kinds() -> str:
    """The filter of a file dialog that shows manuscripts."""
    kinds = " ".join(f"*{ending}" for ending in dict.fromkeys(manuscripts.ENDINGS))
    return QCoreApplication.translate("outputs", "Manuscripts ({kinds})").format(kinds=kinds)


def holds(output: AutoExport) -> str:
    """What a file kept in step holds."""
    if output.manuscripts:
        names = ", ".join(path.replace("\\", "/").rpartition("/")[2] for path in output.manuscripts)
        return QCoreApplication.translate("outputs", "What {names} cites").format(names=names)
    if output.query:
        return QCoreApplication.translate("outputs", "What matches {query}").format(query=output.query)
    return QCoreApplication.translate("outputs", "The whole library")
