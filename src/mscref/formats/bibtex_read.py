"""From a BibTeX file to references: strings, inheritance, groups, duplicate keys; the interface is `bibtex`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mscref.errors import Unreadable
from mscref.formats import bib_files, bibtex_raw
from mscref.formats.bib_fields import PACKED, to_reference
from mscref.formats.bibtex_scan import MAX_DEPTH, Entry, Strings, Value, scan
from mscref.formats.latex_decode import decode
from mscref.model.reading import Problem
from mscref.model.reference import Reference

_PACKED = re.compile(r"\s*[a-z][\w:+-]*\s*=\s*\{")
_LOOSE_KEY = re.compile(r"\s")
_LINK = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]([^{}\"]*)[}\"]", re.I)
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


def read(text: str) -> Iterator[Reference | Problem]:
    """Every entry of a BibTeX or BibLaTeX text, and what was wrong with it.

    Raises Unreadable when the text holds no entry at all.
    """
    yield from read_parts((text.removeprefix("\ufeff"),))


def read_parts(parts: Iterable[str]) -> Iterator[Reference | Problem]:
    """`read` for a text that comes in parts, none of which ends within an entry; `parts` is gone through again for
    inheritance and groups, and one part at a time is held.
    """
    reader = _FileReader(parts)
    yield from reader.run()
    if not reader.seen and not reader.blocks:
        raise Unreadable("This is no BibTeX: it holds no entry such as @article{key, ...}.")


def strings_in(text: str) -> dict[str, str]:
    """The @string macros that a BibTeX text defines, by name in lower case, LaTeX decoded."""
    strings = Strings()
    for entry in scan(text.removeprefix("\ufeff")):
        if entry.type == "string":
            strings.define(entry)
    return {name: decode(value) for name, value in strings.values.items()}


class Values:
    """The texts of entries' fields, by the @strings that the file has defined so far."""

    def __init__(self) -> None:
        self.strings = Strings()

    def of(self, entry: Entry, trouble: list[str]) -> dict[str, str]:
        """The fields' texts by name; a field given twice keeps both values, and `trouble` says so."""
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


@dataclass(frozen=True, slots=True)
class _Parent:
    """An entry that others inherit from, with its text and its fields' texts."""

    entry: Entry
    text: str
    fields: dict[str, str]


class _FileReader:
    """The state of one file: macros, keys seen, the place in lines, parents of crossref."""

    def __init__(self, parts: Iterable[str]) -> None:
        self.parts = parts
        self.text = ""
        self.values = Values()
        self.strings = self.values.strings
        self.keys: set[str] = set()
        self.copies: dict[str, int] = {}
        self.line = 1
        self.line_at = 0
        self.seen = 0
        self.blocks = 0
        self.groups: dict[str, list[str]] = {}
        self.parents: dict[str, _Parent] | None = None
        self.preambles: list[tuple[frozenset[str], str]] = []

    def run(self) -> Iterator[Reference | Problem]:
        """All references and problems in the order of the file."""
        for text in self.parts:
            if "jabref-meta" in text:
                for comment in re.findall(r"(?is)@comment\s*\{\s*(jabref-meta:\s*group.*?)\n?\}", text):
                    for key, names in bib_files.groups_by_key(comment).items():
                        self.groups.setdefault(key, []).extend(names)
        for text in self.parts:
            self.line += self.text.count("\n", self.line_at)
            self.text, self.line_at = text, 0
            yield from self._part()

    def _part(self) -> Iterator[Reference | Problem]:
        """All references and problems of the part under way."""
        for entry in scan(self.text):
            if entry.type == "string":
                self.blocks += 1
                self.strings.define(entry, self.text[entry.start : entry.end])
                yield from self._problems(entry, entry.trouble, "a @string")
            elif entry.type in ("preamble", "comment"):
                self.blocks += 1
                if entry.type == "preamble" and (defined := bibtex_raw.commands_defined(entry.key)):
                    self.preambles.append((defined, self.text[entry.start : entry.end]))
            else:
                self.seen += 1
                reference, trouble = self._entry(entry)
                yield reference
                if trouble:
                    key = reference.key
                    yield from self._problems(entry, trouble, f"the entry {key!r}" if key else "an entry without a key")

    def _collect_parents(self) -> dict[str, _Parent]:
        """Every entry that another inherits from, by lower-case key."""
        parents: dict[str, _Parent] = {}
        wanted = {
            key.strip().lower()
            for text in self.parts
            for found in _LINK.finditer(text)
            for key in found.group(1).split(",")
        }
        strings = Strings()
        for text in self.parts:
            for entry in scan(text):
                if entry.type == "string":
                    strings.define(entry)
                elif entry.key.lower() in wanted and entry.key.lower() not in parents:
                    fields = {name: strings.expand(value)[0] for name, value in entry.fields}
                    parents[entry.key.lower()] = _Parent(entry, text[entry.start : entry.end], fields)
        return parents

    def _entry(self, entry: Entry) -> tuple[Reference, list[str]]:
        """The reference of an entry, and what was wrong with it."""
        trouble = list(entry.trouble)
        raw = self.values.of(entry, trouble)
        text = self.text[entry.start : entry.end]
        if PACKED in raw and _PACKED.match(raw[PACKED]):
            self._unpack(raw)
        if "crossref" in raw or "xdata" in raw:
            parents = self._inherit(entry, raw, trouble)
            text = bibtex_raw.packed(text, self._needs(entry, text, parents))
        elif self.strings.values or self.preambles:
            text = bibtex_raw.packed(text, self._needs(entry, text, []))
        key = self._key(entry.key, trouble)
        reference, more = to_reference(entry.type, key, raw, text)
        trouble.extend(more)
        if self.groups and (names := self.groups.get(entry.key)):
            collections = tuple(dict.fromkeys([*reference.collections, *names]))
            reference = Reference(**{**reference.as_mapping(), "collections": collections})  # type: ignore[arg-type]
        return reference, trouble

    def _unpack(self, raw: dict[str, str]) -> None:
        """Lay out the fields that BibLaTeX has no place for, as the writer packed them."""
        for inner in scan(f"@packed{{x, {raw.pop(PACKED)}}}"):
            for name, value in inner.fields:
                if isinstance(value, str):
                    raw.setdefault(name, value)

    def _needs(self, entry: Entry, text: str, parents: list[_Parent]) -> list[str]:
        """The blocks that an entry needs: definitions, then the entries it inherits from."""
        entries = [entry, *(parent.entry for parent in parents)]
        names = [name for each in entries for _, value in each.fields for name in self.strings.named(value)]
        texts = [text, *(parent.text for parent in parents)]
        used = bibtex_raw.commands_used("".join(texts)) if self.preambles else frozenset()
        preambles = [text for defined, text in self.preambles if not defined.isdisjoint(used)]
        return [*preambles, *self.strings.definitions(names).values(), *texts[1:]]

    def _inherit(self, entry: Entry, raw: dict[str, str], trouble: list[str]) -> list[_Parent]:
        """Fill what the entry lacks from the entries it refers to; gives these."""
        todo = [
            (name, key.strip()) for name in ("xdata", "crossref") for key in raw.get(name, "").split(",") if key.strip()
        ]
        found: dict[str, _Parent] = {}
        for name, key in todo:
            self._fill(entry.type, raw, (name, key), (entry.key,), trouble, found)
        raw.pop("xdata", None)
        return list(found.values())

    def _fill(
        self,
        kind: str,
        raw: dict[str, str],
        link: tuple[str, str],
        below: tuple[str, ...],
        trouble: list[str],
        found: dict[str, _Parent],
    ) -> None:
        """Lay the fields of the entry that `link` (field, key) names under `raw`, and those of the entries above it."""
        if self.parents is None:
            self.parents = self._collect_parents()
        name, key = link
        if key.lower() in map(str.lower, below):
            if key.lower() == below[0].lower():
                trouble.append(f"{name} goes round in a circle: {', '.join((*below, key))}; it was not followed there")
            return
        parent = self.parents.get(key.lower())
        if parent is None or len(below) > MAX_DEPTH:
            trouble.append(f"{name} names {key!r}, which the file does not hold")
            return
        found.setdefault(key.lower(), parent)
        for field, value in parent.fields.items():
            if field in _NOT_INHERITED or (name == "crossref" and field in _LOSES and kind != parent.entry.type):
                continue
            raw.setdefault(field, value)
        if name == "crossref" and kind in _TO_BOOK and "title" in parent.fields:
            raw.setdefault("booktitle", parent.fields["title"])
        for above in ("xdata", "crossref"):
            for each in filter(None, map(str.strip, parent.fields.get(above, "").split(","))):
                self._fill(kind, raw, (above, each), (*below, key), trouble, found)

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
