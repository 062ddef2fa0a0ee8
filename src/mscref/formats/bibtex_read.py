"""From a BibTeX file to references: strings, inheritance, groups, duplicate keys; the interface is `bibtex`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from mscref.errors import Unreadable
from mscref.formats import bib_files
from mscref.formats.bib_fields import PACKED, to_reference
from mscref.formats.bibtex_scan import Entry, Strings, Value, scan
from mscref.model.reading import Problem
from mscref.model.reference import Reference

_PACKED = re.compile(r"\s*[a-z][\w:+-]*\s*=\s*\{")
_LOOSE_KEY = re.compile(r"\s")
_JOINED = frozenset({"author", "editor", "keywords"})
_NOT_INHERITED = frozenset(
    {"crossref", "xdata", "xref", "ids", "entryset", "entrysubtype", "execute", "label", "options", "presort",
     "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey",
     "keywords", "groups", "file"}
)  # fmt: skip
_TO_BOOK = frozenset(
    {"inbook", "incollection", "inproceedings", "conference", "inreference", "suppbook", "bookinbook", "suppcollection"}
)
_LOSES = frozenset({"title", "subtitle", "titleaddon", "shorttitle", "author"})
MAX_DEPTH = 20


def read(text: str) -> Iterator[Reference | Problem]:
    """Every entry of a BibTeX or BibLaTeX text, and what was wrong with it.

    Raises Unreadable when the text holds no entry at all.
    """
    text = text.removeprefix("\ufeff")
    reader = _FileReader(text)
    yield from reader.run()
    if not reader.seen and not reader.blocks:
        raise Unreadable("This is no BibTeX: it holds no entry such as @article{key, ...}.")


class _FileReader:
    """The state of one file: macros, keys seen, the place in lines, parents of crossref."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.strings = Strings()
        self.keys: set[str] = set()
        self.copies: dict[str, int] = {}
        self.line = 1
        self.line_at = 0
        self.seen = 0
        self.blocks = 0
        self.groups: dict[str, list[str]] = {}
        self.parents: dict[str, tuple[str, dict[str, str]]] | None = None

    def run(self) -> Iterator[Reference | Problem]:
        """All references and problems in the order of the file."""
        if "jabref-meta" in self.text:
            for comment in re.findall(r"(?is)@comment\s*\{\s*(jabref-meta:\s*group.*?)\n?\}", self.text):
                for key, names in bib_files.groups_by_key(comment).items():
                    self.groups.setdefault(key, []).extend(names)
        for entry in scan(self.text):
            if entry.type == "string":
                self.blocks += 1
                self.strings.define(entry)
                yield from self._problems(entry, entry.trouble, "a @string")
            elif entry.type in ("preamble", "comment"):
                self.blocks += 1
            else:
                self.seen += 1
                yield from self._entry(entry)

    def _collect_parents(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Type and fields of every entry that another inherits from, by lower-case key."""
        parents: dict[str, tuple[str, dict[str, str]]] = {}
        wanted = {
            key.strip().lower()
            for found in re.finditer(r"\b(?:crossref|xdata)\s*=\s*[{\"]([^{}\"]*)[}\"]", self.text, re.I)
            for key in found.group(1).split(",")
        }
        strings = Strings()
        for entry in scan(self.text):
            if entry.type == "string":
                strings.define(entry)
            elif entry.key.lower() in wanted:
                fields = {name: strings.expand(value)[0] for name, value in entry.fields}
                parents.setdefault(entry.key.lower(), (entry.type, fields))
        return parents

    def _entry(self, entry: Entry) -> Iterator[Reference | Problem]:
        trouble = list(entry.trouble)
        raw = self._values(entry, trouble)
        if PACKED in raw and _PACKED.match(raw[PACKED]):
            self._unpack(raw)
        if "crossref" in raw or "xdata" in raw:
            self._inherit(entry.type, raw, trouble)
        key = self._key(entry.key, trouble)
        reference, more = to_reference(entry.type, key, raw, self.text[entry.start : entry.end])
        trouble.extend(more)
        if self.groups and (names := self.groups.get(entry.key)):
            collections = tuple(dict.fromkeys([*reference.collections, *names]))
            reference = Reference(**{**reference.as_mapping(), "collections": collections})  # type: ignore[arg-type]
        yield reference
        if trouble:
            yield from self._problems(entry, trouble, f"the entry {key!r}" if key else "an entry without a key")

    def _values(self, entry: Entry, trouble: list[str]) -> dict[str, str]:
        """The fields' texts by name; a field given twice keeps both values."""
        raw: dict[str, str] = {}
        copies: dict[str, int] = {}
        for name, value in entry.fields:
            if isinstance(value, Value):
                text, wrong = self.strings.expand(value)
                trouble.extend(f"in {name}, {what}" for what in wrong)
            else:
                text = value
            if name not in raw:
                raw[name] = text
            elif raw[name] == text or not text.strip():
                continue
            elif not raw[name].strip():
                raw[name] = text
            elif name in _JOINED:
                raw[name] += (", " if name == "keywords" else " and ") + text
                trouble.append(f"the field {name!r} is given twice; both were joined")
            else:
                spare = next(
                    f"{name}-{n}" for n in itertools.count(copies.get(name, 1) + 1) if f"{name}-{n}" not in raw
                )
                copies[name] = int(spare.rpartition("-")[2])
                raw[spare] = text
                trouble.append(f"the field {name!r} is given twice; the second was kept as {spare!r}")
        return raw

    def _unpack(self, raw: dict[str, str]) -> None:
        """Lay out the fields that BibLaTeX has no place for, as the writer packed them."""
        for inner in scan(f"@packed{{x, {raw.pop(PACKED)}}}"):
            for name, value in inner.fields:
                if isinstance(value, str):
                    raw.setdefault(name, value)

    def _inherit(self, kind: str, raw: dict[str, str], trouble: list[str]) -> None:
        """Fill what the entry lacks from the entries it refers to."""
        todo = [
            (name, key.strip()) for name in ("xdata", "crossref") for key in raw.get(name, "").split(",") if key.strip()
        ]
        for name, key in todo:
            self._fill(kind, raw, name, key, trouble, 0)
        raw.pop("xdata", None)

    def _fill(self, kind: str, raw: dict[str, str], name: str, key: str, trouble: list[str], depth: int) -> None:
        if self.parents is None:
            self.parents = self._collect_parents()
        parent = self.parents.get(key.lower())
        if parent is None or depth > MAX_DEPTH:
            trouble.append(f"{name} names {key!r}, which the file does not hold")
            return
        _, fields = parent
        inherits_title = name == "crossref" and kind in _TO_BOOK
        for field, value in fields.items():
            if field in _NOT_INHERITED or (name == "crossref" and field in _LOSES and kind != parent[0]):
                continue
            raw.setdefault(field, value)
        if inherits_title and "title" in fields:
            raw.setdefault("booktitle", fields["title"])
        for link in ("xdata", "crossref"):
            for above in fields.get(link, "").split(","):
                if above.strip() and above.strip().lower() != key.lower():
                    self._fill(kind, raw, link, above.strip(), trouble, depth + 1)

    def _key(self, key: str, trouble: list[str]) -> str:
        if not key:
            if not any("no citation key" in what for what in trouble):
                trouble.append("the entry has no citation key")
            return ""
        if _LOOSE_KEY.search(key):
            fixed = "_".join(key.split())
            trouble.append(f"the citation key {key!r} holds a space; it was kept as {fixed!r}")
            key = fixed
        if key in self.keys:
            fixed = next(
                f"{key}-{n}" for n in itertools.count(self.copies.get(key, 1) + 1) if f"{key}-{n}" not in self.keys
            )
            self.copies[key] = int(fixed.rpartition("-")[2])
            trouble.append(f"the citation key {key!r} is used twice; this entry was kept as {fixed!r}")
            key = fixed
        self.keys.add(key)
        return key

    def _problems(self, entry: Entry, trouble: list[str], what: str) -> Iterator[Problem]:
        if not trouble:
            return
        self.line += self.text.count("\n", self.line_at, entry.start)
        self.line_at = entry.start
        for message in dict.fromkeys(trouble):
            yield Problem(
                f"In {what}, {message}.".replace("In an entry without a key, the entry has", "An entry has"),
                line=self.line,
            )
