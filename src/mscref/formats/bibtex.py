"""BibTeX and BibLaTeX: the format's interface; reading stands in `bibtex_read`, writing in `bibtex_write`."""

from __future__ import annotations

from mscref.formats.bibtex_read import read
from mscref.formats.bibtex_write import entry, write

name = "BibTeX"
extensions = (".bib", ".bibtex", ".biblatex")

__all__ = ["entry", "extensions", "name", "read", "write"]
