"""How BibTeX and BibLaTeX entries are written: every choice a user has, checked when it is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields

from mscref.errors import UserError
from mscref.formats.bib_titles import PROTECTIONS
from mscref.formats.journal_names import JOURNALS
from mscref.formats.shaping import Facets

DIALECTS = ("bibtex", "biblatex")
LINKS = ("both", "doi", "url")

_CHOICES = {"dialect": DIALECTS, "protect": PROTECTIONS, "journals": JOURNALS, "links": LINKS}


@dataclass(frozen=True)
class Options:
    """The choices of one export.

    dialect: "bibtex" or "biblatex". omit: fields to leave out, by their BibTeX or CSL name. ascii: accents as LaTeX.
    facets: gives the terms of a reference, written as keywords. protect: "words", "capitals" or "none" (titles).
    protected: words to protect beside those of resources/latex/protected_words.toml. title_case: capitalise English
    titles. journals: "kept", "full", "nlm" (Exp Neurol) or "iso4" (Exp. Neurol.), see `journal_names`.
    notes: write notes as annotations. links: of DOI and address "both", or only the "doi" or the "url" where both
    are known. url_in_note: the address as `\\url` in the note, for BibTeX styles that print no url. extended_names:
    BibLaTeX's `family=..., prefix=...` for names with a particle. strings: @string macros by name; a journal,
    entry outside it can be packed away. raw: an entry that nobody edited is written as the text it was read from.
    """

    dialect: str = "bibtex"
    omit: Collection[str] = frozenset()
    ascii: bool = False
    facets: Facets | None = None
    protect: str = "words"
    protected: Collection[str] = frozenset()
    title_case: bool = False
    journals: str = "kept"
    notes: bool = True
    links: str = "both"
    url_in_note: bool = False
    extended_names: bool = False
    strings: Mapping[str, str] = field(default_factory=dict)
    keys: Collection[str] | None = None
    raw: bool = False

    @property
    def is_biblatex(self) -> bool:
        return self.dialect == "biblatex"


NAMES = frozenset(each.name for each in fields(Options))


def options_of(given: Mapping[str, object]) -> Options:
    """The options by name; raises UserError for a name or a value that there is not."""
    for name, value in given.items():
        if name not in NAMES:
            raise UserError(f'BibTeX has no option "{name}"; there are {", ".join(sorted(NAMES))}.')
        if name in _CHOICES and value not in _CHOICES[name]:
            raise UserError(f'"{value}" is no choice for {name}; use {" or ".join(_CHOICES[name])}.')
    return Options(**given)  # type: ignore[arg-type]
