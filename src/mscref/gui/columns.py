"""The columns of the list, one row each: key, heading, width, how it sorts, what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from mscref.gui import labels
from mscref.gui.translation import QT_TRANSLATE_NOOP
from mscref.model.holdings import Summary


@dataclass(frozen=True)
class Column:
    """One column; `kind` says how it is painted: text, strong, muted, chips or mark."""

    key: str
    heading: str
    width: int
    text: Callable[[Summary], str]
    sort: str = ""
    kind: str = "text"
    facet: str = ""
    is_shown: bool = True

    @property
    def title(self) -> str:
        """The heading in the user's language."""
        return QCoreApplication.translate("columns", self.heading)


def _mark(summary: Summary) -> str:
    parts = []
    if summary.status != "read":
        parts.append(labels.status(summary.status))
    if summary.notice:
        parts.append(labels.notice(summary.notice))
    if summary.has_file:
        parts.append(QCoreApplication.translate("columns", "has a file"))
    if summary.has_note:
        parts.append(QCoreApplication.translate("columns", "has a note"))
    return ", ".join(parts)


def _facet_column(facet: str, heading: str, width: int, is_shown: bool) -> Column:
    def text(summary: Summary) -> str:
        return ", ".join(summary.terms.get(facet, ()))

    return Column(facet, heading, width, text, kind="chips", facet=facet, is_shown=is_shown)


def _hidden(key: str, heading: str, width: int, text: Callable[[Summary], str]) -> Column:
    return Column(key, heading, width, text, sort=key, kind="muted", is_shown=False)


COLUMNS: tuple[Column, ...] = (
    Column("mark", QT_TRANSLATE_NOOP("columns", "Status"), 34, _mark, sort="status", kind="mark"),
    Column("author", QT_TRANSLATE_NOOP("columns", "Authors"), 140, lambda s: s.authors, sort="author"),
    Column("year", QT_TRANSLATE_NOOP("columns", "Year"), 54, lambda s: s.year, sort="year", kind="muted"),
    Column("title", QT_TRANSLATE_NOOP("columns", "Title"), 330, lambda s: s.title, sort="title"),
    Column("journal", QT_TRANSLATE_NOOP("columns", "Journal"), 108, lambda s: s.journal, sort="journal", kind="muted"),
    _facet_column("condition", QT_TRANSLATE_NOOP("columns", "Condition"), 92, True),
    _facet_column("cell_source", QT_TRANSLATE_NOOP("columns", "Cell source"), 122, True),
    _facet_column("product_form", QT_TRANSLATE_NOOP("columns", "Product form"), 110, False),
    _facet_column("donor", QT_TRANSLATE_NOOP("columns", "Donor"), 100, False),
    _facet_column("route", QT_TRANSLATE_NOOP("columns", "Route"), 100, False),
    _facet_column("model", QT_TRANSLATE_NOOP("columns", "Model"), 100, False),
    _facet_column("study_type", QT_TRANSLATE_NOOP("columns", "Study type"), 104, False),
    _facet_column("phase", QT_TRANSLATE_NOOP("columns", "Phase"), 90, False),
    _facet_column("outcome", QT_TRANSLATE_NOOP("columns", "Outcome"), 110, False),
    _hidden("rating", QT_TRANSLATE_NOOP("columns", "Rating"), 92, lambda s: "★" * s.rating),
    _hidden("type", QT_TRANSLATE_NOOP("columns", "Type"), 120, lambda s: labels.type_name(s.type)),
    _hidden("key", QT_TRANSLATE_NOOP("columns", "Citation key"), 150, lambda s: s.key),
    _hidden("added", QT_TRANSLATE_NOOP("columns", "Added"), 100, lambda s: s.added[:10]),
    _hidden("modified", QT_TRANSLATE_NOOP("columns", "Modified"), 100, lambda s: s.modified[:10]),
)
BY_KEY = {column.key: number for number, column in enumerate(COLUMNS)}
