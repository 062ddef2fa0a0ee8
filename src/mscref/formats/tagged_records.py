"""Records made of tagged lines, as RIS, MEDLINE, EndNote and ISI files have them: lines in, fields in order out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mscref.formats.text_encoding import one_line


@dataclass
class Field:
    """One tag with its value: the rest of its line and the lines that continue it, stripped of ASCII white space."""

    tag: str
    lines: list[str]
    line: int

    @property
    def text(self) -> str:
        """The value on one line."""
        return one_line(" ".join(self.lines))

    @property
    def paragraphs(self) -> str:
        """The value with its line breaks, blank lines at its ends left out."""
        return "\n".join(self.lines).strip("\n")


@dataclass
class TaggedRecord:
    """The fields of one record in file order; `line` is where it starts, `note` what was wrong with its frame."""

    line: int
    fields: list[Field] = field(default_factory=list)
    note: str = ""

    def texts(self, *tags: str) -> list[str]:
        """The non-empty values of `tags`, each on one line: those of the first tag first."""
        return [f.text for tag in tags for f in self.fields if f.tag == tag and f.text]

    def text(self, *tags: str) -> str:
        """The first non-empty value of the first of `tags` that has one."""
        return next(iter(self.texts(*tags)), "")

    def paragraphs(self, *tags: str) -> list[str]:
        """The non-empty values of `tags` with their line breaks."""
        return [f.paragraphs for tag in tags for f in self.fields if f.tag == tag and f.paragraphs]

    def lines_of(self, *tags: str) -> list[str]:
        """Every non-empty line of `tags`, one value a line (authors of ISI files, keywords)."""
        return [part for tag in tags for f in self.fields if f.tag == tag for part in f.lines if part]

    def others(self, known: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """The tags outside `known` with all their values, in file order."""
        found: dict[str, list[str]] = {}
        for entry in self.fields:
            if entry.tag not in known and entry.paragraphs:
                found.setdefault(entry.tag, []).append(entry.paragraphs)
        yield from found.items()

    def add(self, tag: str, value: str, line: int) -> None:
        self.fields.append(Field(tag, [value], line))

    def extend(self, value: str) -> None:
        """Continue the last field with a line; a line before any field is left out."""
        if self.fields:
            self.fields[-1].lines.append(value)
