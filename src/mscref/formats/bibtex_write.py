"""References as BibTeX or BibLaTeX: fields in one fixed order, braces always balanced, nothing that TeX would run."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from mscref.errors import UserError
from mscref.formats import bib_entry
from mscref.formats.bib_fields import PACKED
from mscref.model.reference import Reference
from mscref.settings import resource

DIALECTS = ("bibtex", "biblatex")
Facets = Callable[[Reference], Sequence[str]]

_BAD_IN_KEY = re.compile(r"[^A-Za-z0-9:._+/-]+")


@dataclass(frozen=True)
class Options:
    """How entries are written: see `write`."""

    dialect: str = "bibtex"
    omit: Collection[str] = frozenset()
    ascii: bool = False
    facets: Facets | None = None
    protect: str = "words"
    title_case: bool = False
    abbreviate: bool = False
    notes: bool = True
    url_with_doi: bool = True
    raw: bool = False


def write(references: Iterable[Reference], out: TextIO, **options: object) -> None:
    """Write `references` as one file. The options are those of `Options`:

    dialect: "bibtex" or "biblatex". omit: fields to leave out, by their BibTeX or CSL name. ascii: accents as LaTeX.
    facets: gives the terms of a reference, written as keywords. protect: "words", "capitals" or "none" (titles).
    title_case: capitalise English titles. abbreviate: the short journal name where known. notes: write notes as
    annotations. url_with_doi: keep the address beside a DOI. raw: an entry with the text it was read from is written
    back byte for byte.
    """
    chosen = _options(options)
    taken: set[str] = set()
    for reference in references:
        key = _free_key(safe_key(reference.key), taken)
        taken.add(key.lower())
        out.write(_entry(reference, key, chosen))
        out.write("\n")


def entry(reference: Reference, **options: object) -> str:
    """One entry, as `write` writes it."""
    return _entry(reference, safe_key(reference.key) or "unnamed", _options(options))


def _options(options: dict[str, object]) -> Options:
    try:
        chosen = Options(**options)  # type: ignore[arg-type]
    except TypeError as error:
        raise UserError(f"BibTeX cannot be written that way: {error}.") from None
    if chosen.dialect not in DIALECTS:
        raise UserError(f'There is no BibTeX dialect "{chosen.dialect}"; use bibtex or biblatex.')
    return chosen


@functools.lru_cache(maxsize=8192)
def safe_key(key: str) -> str:
    """A key that every tool takes: letters of ASCII, digits and `:._+/-`."""
    if not _BAD_IN_KEY.search(key):
        return key
    spelled = key.replace("ß", "ss").translate(_SPELLED)
    plain = "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    return _BAD_IN_KEY.sub("_", plain).strip("_")


_SPELLED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i"}
)


def _free_key(key: str, taken: set[str]) -> str:
    """`key`, or with a letter after it when another entry has it in any case (BibTeX folds case)."""
    key = key or "unnamed"
    if key.lower() not in taken:
        return key
    number = 0
    while True:
        letters, rest = "", number
        while True:
            letters = chr(97 + rest % 26) + letters
            rest = rest // 26 - 1
            if rest < 0:
                break
        if f"{key}{letters}".lower() not in taken:
            return f"{key}{letters}"
        number += 1


def _entry(reference: Reference, key: str, options: Options) -> str:
    if options.raw and reference.raw is not None and reference.raw.format == "bibtex" and key == reference.key:
        return f"{reference.raw.text}\n"
    kind, fields = bib_entry.fields(reference, options)
    if options.omit:
        fields = {name: value for name, value in fields.items() if name not in options.omit}
    if options.dialect == "biblatex":
        fields = _packed(kind, fields)
    lines = [f"  {name} = {fields[name]},\n" for name in sorted(fields, key=_place)]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


_ORDER = {
    name: place
    for place, name in enumerate(
        [
            "author",
            "editor",
            "translator",
            "title",
            "booktitle",
            "maintitle",
            "journal",
            "journaltitle",
            "shortjournal",
            "journalsubtitle",
            "series",
            "year",
            "month",
            "date",
            "volume",
            "number",
            "issue",
            "part",
            "chapter",
            "pages",
            "eid",
            "edition",
            "type",
            "institution",
            "school",
            "organization",
            "publisher",
            "address",
            "location",
            "isbn",
            "issn",
            "doi",
            "eprint",
            "eprinttype",
            "archiveprefix",
            "eprintclass",
            "primaryclass",
            "pmid",
            "pmcid",
            "url",
            "urldate",
            "langid",
            "abstract",
            "keywords",
            "note",
        ]
    )
}
_LAST = {
    name: 1000 + place
    for place, name in enumerate(["trials", "facets", "annote", "annotation", "groups", "file", "userf", "ids"])
}


@functools.lru_cache(maxsize=2048)
def _place(name: str) -> tuple[int, str]:
    return _ORDER.get(name, _LAST.get(name, 500)), name


@functools.cache
def _model() -> dict[str, frozenset[str]]:
    data = tomllib.loads(resource("biblatex_fields.toml").read_text("utf-8"))
    everywhere = frozenset(data["all"].split())
    return {"": everywhere, **{kind: everywhere | frozenset(fields.split()) for kind, fields in data["types"].items()}}


def _packed(kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Put the fields that BibLaTeX's data model does not know for this type into `userf`, as BibTeX of their own."""
    known = _model().get(kind) or _model()[""]
    outside = sorted(
        name for name in fields if name not in known or name == PACKED or not bib_entry.is_valid(name, fields[name])
    )
    if not outside:
        return fields
    kept = {name: value for name, value in fields.items() if name not in outside}
    kept[PACKED] = "{" + ", ".join(f"{name} = {fields[name]}" for name in outside) + "}"
    return kept
