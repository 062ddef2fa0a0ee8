"""Giving a cited key another name in manuscripts: planned and shown as a diff first, written only on request.

Only the keys in citing commands change; encoding, line ends and every other byte stay.
"""

from __future__ import annotations

import difflib
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.formats import text_encoding
from mscref.jobs import atomic_file
from mscref.jobs.manuscripts import latex_commands, latex_files, markdown
from mscref.jobs.manuscripts.latex_text import visible
from mscref.jobs.manuscripts.opening import read_bytes
from mscref.jobs.manuscripts.readers import cited_in

if TYPE_CHECKING:
    from mscref.library.library import Library

_KEY = re.compile(r"[A-Za-z0-9:._+/-]+")
_PLAIN_IN_PANDOC = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*")
_BOMS = {"utf-8": b"\xef\xbb\xbf"}


@dataclass(frozen=True)
class FileEdit:
    """One file: its bytes as they were read and as they would be, and at how many places the key stands."""

    path: Path
    before: bytes
    after: bytes
    places: int
    diff: str


@dataclass(frozen=True)
class Edits:
    """All that renaming a key would change; `problems` are sentences on what cannot be changed."""

    files: tuple[FileEdit, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def diff(self) -> str:
        """A unified diff of all files."""
        return "".join(file.diff for file in self.files)


def check(library: Library, id: int, new: str) -> None:
    """Raise UserError unless a reference may have `new` for its key."""
    if not _KEY.fullmatch(new):
        raise UserError(f'"{new}" cannot be a citation key; use letters, digits and . : _ + / -')
    if library.key_owners().get(new.casefold(), id) != id:
        raise UserError(f'The citation key "{new}" belongs to another reference. Choose another key.')


def plan(paths: Sequence[Path], old: str, new: str) -> Edits:
    """What changes in manuscripts, and in what they include, when `old` (in any case) becomes `new`.

    Raises UserError for a manuscript that cannot be read.
    """
    if not paths:
        return Edits()
    cited = cited_in(paths)
    texts = {path: _Text(path) for path in cited.files if path.suffix.casefold() in _CHANGEABLE}
    problems = [
        f"{path} is left as it is; " + _ADVICE.get(path.suffix.casefold(), "change the key there by hand.")
        for path in cited.files
        if path not in texts
    ]
    own: dict[str, int] = {}
    for text in texts.values():
        own |= latex_commands.own_commands(visible(text.text)) if text.is_latex else {}
    files = [edit for text in texts.values() if (edit := text.renamed(old, new, own)) is not None]
    problems += [
        f"{text.path} is left as it is: its encoding is damaged; save it as UTF-8 first."
        for text in texts.values()
        if not text.is_sound
    ]
    return Edits(tuple(files), (*cited.problems, *problems))


def check_unchanged(edits: Edits) -> None:
    """Raise UserError when a file is no longer what it was when the changes were planned."""
    for file in edits.files:
        if read_bytes(file.path) != file.before:
            raise UserError(f"{file.path} was changed meanwhile, so no text was written; look at the changes again.")


def apply(edits: Edits) -> None:
    """Write the planned changes, each file whole; raises UserError, with nothing written, when one was changed since.

    The earlier text of each is kept as its `.bak`.
    """
    check_unchanged(edits)
    for file in edits.files:
        atomic_file.put(file.path, lambda fresh, data=file.after: _put(fresh, data))  # type: ignore[misc]


def _put(fresh: Path, data: bytes) -> None:
    with fresh.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


_CHANGEABLE = frozenset({*latex_files.ENDINGS, *markdown.ENDINGS})
_ADVICE = {
    ".aux": "LaTeX makes it anew.",
    ".bcf": "LaTeX makes it anew.",
    ".docx": "change the citation in the word processor.",
}


class _Text:
    """One file of a manuscript: its bytes, and its text with line ends made LF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = read_bytes(path)
        self.is_latex = path.suffix.casefold() in latex_files.ENDINGS
        self._raw, encoding = text_encoding.decode(self.data)
        mark = _BOMS.get(encoding, b"")
        self._bom = mark if mark and self.data.startswith(mark) else b""
        self._encoding = encoding
        self.is_sound = self._encoded(self._raw) == self.data
        self.text = self._raw.replace("\r\n", "\n").replace("\r", "\n")
        self._ends = [found.start() - number for number, found in enumerate(re.finditer("\r\n", self._raw))]

    def renamed(self, old: str, new: str, own: dict[str, int]) -> FileEdit | None:
        """The file with the key renamed; None when it does not stand there, or nothing can be changed."""
        places = sorted(dict.fromkeys(self._places(old, own))) if self.is_sound else []
        if not places:
            return None
        pieces: list[str] = []
        done = 0
        for start in places:
            begin, end = self._in_raw(start), self._in_raw(start + len(old))
            pieces += self._raw[done:begin], self._spelled(new, begin)
            done = end
        after = "".join(pieces) + self._raw[done:]
        return FileEdit(self.path, self.data, self._encoded(after), len(places), _diff(self.path, self._raw, after))

    def _places(self, old: str, own: dict[str, int]) -> Iterator[int]:
        """Where the key begins in `text`."""
        found: Iterable[tuple[int, str]]
        found = latex_commands.citations(visible(self.text), own) if self.is_latex else markdown.citations(self.text)
        for place, key in found:
            if key.casefold() == old.casefold():
                start = self.text.find(key, place, place + len(key) + 2)
                if start >= 0:
                    yield start

    def _spelled(self, new: str, at: int) -> str:
        """The new key; Pandoc needs braces around one with signs in odd places."""
        if not self.is_latex and self._raw[at - 1 : at] == "@" and not _PLAIN_IN_PANDOC.fullmatch(new):
            return f"{{{new}}}"
        return new

    def _in_raw(self, place: int) -> int:
        """A place in `text` as one in the text with its own line ends."""
        return place + bisect_right(self._ends, place - 1) if self._ends else place

    def _encoded(self, text: str) -> bytes:
        try:
            return self._bom + text.encode(self._encoding)
        except UnicodeEncodeError:
            return b""


def _diff(path: Path, before: str, after: str) -> str:
    names = (str(path), str(path)) if path.is_absolute() else (f"a/{path}", f"b/{path}")
    lines = difflib.unified_diff(_lines(before), _lines(after), *names, n=1)
    return "".join(lines)


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    return [*lines[:-1], lines[-1] + ("" if lines[-1].endswith("\n") else "\n")] if lines else []
