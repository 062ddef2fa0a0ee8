"""References as BibTeX or BibLaTeX: fields in one fixed order, braces always balanced, nothing that TeX would run."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import TextIO

from mscref.formats import bib_entry, bibtex_raw, reader_marks
from mscref.formats.bib_fields import PACKED
from mscref.formats.bib_fieldset import is_valid
from mscref.formats.bib_options import Options, options_of
from mscref.formats.bibtex_read import read
from mscref.formats.latex_encode import encode
from mscref.model.marks import Marks
from mscref.model.reference import Reference
from mscref.settings import resource

_BAD_IN_KEY = re.compile(r"[^A-Za-z0-9:._+/-]+")


def write(references: Iterable[Reference], out: TextIO, **options: object) -> None:
    """Write `references` as one file. The options are those of `bib_options.Options`.

    Links between entries (`xref`, `related`) stay fields where `references` is a list or `keys` are given.
    """
    chosen = options_of(options)
    if chosen.keys is None and isinstance(references, Sequence):
        chosen = replace(chosen, keys=frozenset(safe_key(reference.key) for reference in references))
    writer = Writer(chosen)
    out.write(writer.head())
    for reference in references:
        out.write(writer.entry(reference))
        out.write("\n")
    out.write(writer.tail())


def entry(reference: Reference, **options: object) -> str:
    """One entry, as `write` writes it, without the @strings it may name."""
    chosen = options_of(options)
    return _entry(reference, safe_key(reference.key) or "unnamed", chosen)


class Writer:
    """Writes entries one by one: keys differ in more than case, and what an entry names is defined before it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.owned = frozenset(key.lower() for key in options.keys or ())
        self.taken: set[str] = set()
        self.defined: dict[str, str] = {}
        self.parents: dict[str, tuple[str, str]] = {}

    def head(self) -> str:
        """The @strings of the options, for the top of the file."""
        return "".join(
            f"@string{{{name} = {{{encode(value, ascii=self.options.ascii)}}}}}\n\n"
            for name, value in self.options.strings.items()
        )

    def entry(self, reference: Reference) -> str:
        """One entry with the @strings before it that its own text names and the file does not define yet."""
        kept = _as_it_stood(reference, self.options) if self.options.raw else None
        if kept and reference.key.lower() not in self.taken:
            self.taken.add(reference.key.lower())
            return self._definitions(kept) + f"{kept.text}\n"
        key = _free_key(safe_key(reference.key), self.taken, self.owned)
        self.taken.add(key.lower())
        return _entry(reference, key, replace(self.options, raw=False))

    def tail(self) -> str:
        """The entries that others inherit from and the export itself does not hold; BibTeX wants these last."""
        return "".join(f"{text}\n\n" for key, (_, text) in self.parents.items() if key not in self.taken)

    def _definitions(self, kept: bibtex_raw.Kept) -> str:
        for key, text in kept.parents:
            self.parents.setdefault(key.lower(), (key, text))
        blocks = [(name, text) for name, text in kept.strings if self.defined.get(name) != text]
        self.defined.update(blocks)
        return "".join(f"{text}\n\n" for _, text in blocks)


def _as_it_stood(reference: Reference, options: Options) -> bibtex_raw.Kept | None:
    """The text that the reference was read from, None when it was edited since or cannot stand in a file as it is.

    Edited means: what an export by these options would say differs from what it would say of the text read again.
    Files and groups, which a library manages itself, do not count, nor do a reader's marks that are not written.
    """
    if reference.raw is None or reference.raw.format != "bibtex":
        return None
    kept = bibtex_raw.unpacked(reference.raw.text)
    if not bibtex_raw.is_sound(kept) or (options.ascii and not kept.text.isascii()):
        return None
    again = [found for found in read(f"{kept.needs}\n{kept.text}") if isinstance(found, Reference)][-1]
    if again.key != reference.key:
        return None
    whole = replace(options, raw=False, omit=frozenset(), facets=None, notes=True)
    again = replace(again, attachments=reference.attachments, collections=reference.collections)
    (asked_marks, reference), (old_marks, again) = reader_marks.taken(reference), reader_marks.taken(again)
    if asked_marks not in (old_marks, Marks()):
        return None
    asked = _entry(reference, reference.key, replace(options, raw=False))
    return kept if asked == _entry(again, again.key, whole) else None


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


def _free_key(key: str, taken: Container[str], owned: Container[str]) -> str:
    """`key`, or with a letter after it when another entry has it in any case (BibTeX folds case).

    `taken` are the keys written already, `owned` those that entries yet to come bring with them.
    """
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
        longer = f"{key}{letters}"
        if longer.lower() not in taken and longer.lower() not in owned:
            return longer
        number += 1


def _entry(reference: Reference, key: str, options: Options) -> str:
    if options.raw and (kept := _as_it_stood(reference, options)):
        return f"{kept.text}\n"
    kind, fields = bib_entry.fields(reference, options)
    if options.omit:
        fields = {name: value for name, value in fields.items() if name not in options.omit}
    if options.is_biblatex:
        fields = _packed(kind, fields, options)
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


def _packed(kind: str, fields: dict[str, str], options: Options) -> dict[str, str]:
    """Put the fields that BibLaTeX's data model does not know for this type into `userf`, as BibTeX of their own."""
    known = _model().get(kind) or _model()[""]
    outside = sorted(
        name for name in fields if name not in known or name == PACKED or not is_valid(name, fields[name], options)
    )
    if not outside:
        return fields
    kept = {name: value for name, value in fields.items() if name not in outside}
    kept[PACKED] = "{" + ", ".join(f"{name} = {fields[name]}" for name in outside) + "}"
    return kept
