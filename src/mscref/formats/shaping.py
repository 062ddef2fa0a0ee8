"""What every writer but BibTeX's can be told: fields to leave out, which journal names, notes, terms as keywords."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from mscref.formats import journal_names
from mscref.formats.bib_types import entry_types
from mscref.model.reference import Reference

Facets = Callable[[Reference], Sequence[str]]

_DATES = {"date": "issued", "year": "issued", "month": "issued"}
_OTHERS = {
    "keywords": "keywords", "keyword": "keywords", "notes": "notes", "annote": "notes", "annotation": "notes",
    "file": "attachments", "attachments": "attachments", "trials": "trials", "groups": "collections",
    "collections": "collections", "ids": "aliases", "aliases": "aliases", "facets": "facets",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """How references are changed on their way to a writer.

    omit: fields to leave out, by their CSL or BibTeX name, and names of roles; journals: see `journal_names`;
    notes: write them; facets: gives the terms of a reference, which join its keywords.
    """

    omit: Collection[str] = frozenset()
    journals: str = "kept"
    notes: bool = True
    facets: Facets | None = None

    @property
    def does_nothing(self) -> bool:
        return not self.omit and self.journals == "kept" and self.notes and self.facets is None

    def shaped(self, reference: Reference) -> Reference:
        """The reference as it is to be written."""
        table = entry_types()
        roles = {table.names.get(name, name) for name in self.omit}
        variables = {_DATES.get(name) or table.fields.get(name) or table.dates.get(name) or name for name in self.omit}
        fields = {name: value for name, value in reference.fields.items() if name not in variables | set(self.omit)}
        if reference.type.startswith(("article", "review", "periodical")):
            name, short = fields.get("container-title", ""), fields.get("container-title-short", "")
            name, short = journal_names.named(name, short, self.journals)
            fields |= {"container-title": name, "container-title-short": short}
        labels = self.facets(reference) if self.facets else ()
        changed = replace(
            reference,
            fields=fields,
            contributors=tuple(each for each in reference.contributors if each.role not in roles),
            incomplete_roles=tuple(role for role in reference.incomplete_roles if role not in roles),
            keywords=tuple(dict.fromkeys([*reference.keywords, *labels])),
            notes=reference.notes if self.notes else (),
        )
        empty: dict[str, object] = {_OTHERS[name]: () for name in self.omit if name in _OTHERS}
        return replace(changed, **empty) if empty else changed  # type: ignore[arg-type]
