"""Where a field's value was seen, in words: a service, a line of a page, the user's own hand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mscref.gui import labels
from mscref.model.lookups import FieldSource


def told(seen: FieldSource) -> str:
    """Who says it, for a tooltip: "Crossref", or "the PDF's page 1: Vol. 12, 2017" with how sure the reading is."""
    name = labels.source(seen.source)
    if seen.page and seen.line:
        text = QCoreApplication.translate("field_origins", "{source} {page}: {line}")
        text = text.format(source=name, page=seen.page, line=seen.line)
    elif seen.page:
        text = QCoreApplication.translate("field_origins", "{source} {page}").format(source=name, page=seen.page)
    else:
        text = QCoreApplication.translate("field_origins", "Source: {source}").format(source=name)
    if seen.percent < 100:
        sure = QCoreApplication.translate("field_origins", "{percent} % sure").format(percent=seen.percent)
        return f"{text}\n{sure}"
    return text
