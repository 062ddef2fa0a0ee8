"""The fields of an entry under way: plain values go in, LaTeX as it stands after the equals sign comes out."""

from __future__ import annotations

import re

from mscref.formats import bib_titles
from mscref.formats.bib_fields import URL_ONLY, ranges
from mscref.formats.bib_options import Options
from mscref.formats.latex_encode import clean, encode_clean
from mscref.model.identifiers import isbn_is_valid
from mscref.model.reference import Reference

LINKING = frozenset({"xref", "related", "entryset"})

_RANGE = re.compile(r"(?<![\w-])([A-Za-z]{0,3}\d[\w.:]*)-([A-Za-z]{0,3}\d[\w.:]*)(?![\w-])")
_OPEN = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", "\t": ""})


class FieldSet:
    """What is left to say of a reference (`left`, by CSL name) and what is written already (`written`, in LaTeX).

    A field that stands is never written over.
    """

    def __init__(self, reference: Reference, options: Options) -> None:
        self.reference = reference
        self.options = options
        self.is_biblatex = options.is_biblatex
        self.macros = {value: name for name, value in options.strings.items()}
        cleaned = ((name, clean(value).strip()) for name, value in reference.fields.items() if name not in options.omit)
        self.left = {name: value for name, value in cleaned if value}
        if "URL" not in self.left and URL_ONLY.fullmatch(self.left.get("medium", "")):
            self.left["URL"] = self.left.pop("medium")
        self.written: dict[str, str] = {}

    def put(self, name: str, value: str, *, is_prose: bool = False) -> None:
        """Write plain text as a braced field, unless it is empty."""
        if value and name not in self.written:
            text = encode_clean(value, ascii=self.options.ascii, is_prose=is_prose)
            if text:
                self.written[name] = f"{{{text}}}"

    def put_ready(self, name: str, text: str) -> None:
        """Write text that is LaTeX already."""
        if text and name not in self.written:
            self.written[name] = f"{{{text}}}"

    def put_rich(self, name: str, text: str) -> None:
        """Write text with CSL markup, no word of it protected."""
        title = bib_titles.write(text, ascii=self.options.ascii, protect="none", is_biblatex=self.is_biblatex)
        self.put_ready(name, title)

    def put_verbatim(self, name: str, value: str) -> None:
        """Write an address or number as it is; braces and backslashes percent-encoded."""
        self.put_ready(name, verbatim(value))

    def put_range(self, name: str, text: str) -> None:
        """Write pages or numbers, two hyphens between the ends of a range."""
        if text:
            self.put_ready(name, _RANGE.sub(r"\1--\2", encode_clean(ranges(text), ascii=self.options.ascii)))

    def put_macro(self, name: str, value: str) -> bool:
        """Write the @string macro that stands for `value`; False when there is none."""
        macro = self.macros.get(value) or (value if value in self.options.strings else "")
        if macro and name not in self.written:
            self.written[name] = macro
        return bool(macro)


def verbatim(value: str) -> str:
    """An address as a field can hold it."""
    return clean(value).strip().translate(_OPEN)


def is_valid(name: str, value: str, options: Options) -> bool:
    """False for what BibLaTeX's data model refuses and nothing prints.

    An ISBN or ISSN that does not check, a month in words, pages without a letter or digit, a link to an entry that
    the export does not hold, an earlier key that another entry of the export has now.
    """
    if name == "month":
        return value.isdigit()
    if name == "isbn":
        return isbn_is_valid(value)
    if name == "pages":
        return any(map(str.isalnum, value))
    if name == "ids":
        return not any(key.strip() in (options.keys or ()) for key in value.strip("{}").split(","))
    if name in LINKING:
        keys = options.keys or ()
        return all(key.strip() in keys for key in value.strip("{}").split(","))
    if name == "issn":
        digits = re.sub(r"[^\dX]", "", value.upper())
        if len(digits) != 8 or not digits[:7].isdigit():
            return False
        total = sum((8 - place) * int(digit) for place, digit in enumerate(digits[:7]))
        return (11 - total % 11) % 11 == (10 if digits[7] == "X" else int(digits[7]))
    return True
