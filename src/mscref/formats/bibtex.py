"""BibTeX and BibLaTeX: the format's interface; reading stands in `bibtex_read`, writing in `bibtex_write`."""

from __future__ import annotations

from mscref.formats.bib_options import Options
from mscref.formats.bibtex_read import read, read_parts, strings_in
from mscref.formats.bibtex_write import Writer, entry, write

name = "BibTeX"
extensions = (".bib", ".bibtex", ".biblatex")

__all__ = ["Options", "Writer", "entry", "extensions", "name", "read", "read_parts", "strings_in", "write"]
