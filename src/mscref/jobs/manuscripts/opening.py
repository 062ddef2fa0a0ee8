"""Going through the files of a manuscript: reading each once, and following the ones that it names, within fences."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Collection
from pathlib import Path

from mscref.errors import UserError
from mscref.formats import text_encoding

LARGEST = 10_000_000
_DEEPEST = 20
_MOST = 1000
_LINE = re.compile(r"\r\n?|\n")


class Tour:
    """The way through one manuscript: what was read, and sentences on what was not.

    Only files whose names end in one of `endings`, links followed, are ever opened.
    """

    def __init__(self, main: Path, endings: Collection[str]) -> None:
        self.main = main
        self.endings = endings
        self.files: list[Path] = []
        self.problems: list[str] = []
        self._seen: set[Path] = set()
        self._depth = 0

    def start(self) -> str:
        """The text of the main file; raises UserError when it cannot be read."""
        self._seen.add(_resolved(self.main) or self.main)
        self.files.append(self.main)
        return read_text(self.main)

    def named(self, name: str, *folders: Path) -> Path | None:
        """The file that a manuscript calls `name`, sought in `folders` and then beside the main file.

        Its ending may be left out. None when there is no such regular file with one of our endings, and for a
        network address, which is not even looked at.
        """
        name = name.strip().strip('"').strip()
        if not name or "\0" in name or is_remote(name):
            return None
        suffixed = Path(name).suffix.casefold() in self.endings
        for folder in (*folders, self.main.parent):
            for each in (name,) if suffixed else [name + ending for ending in self.endings]:
                found = _resolved(folder / each)
                if found and found.suffix.casefold() in self.endings:
                    return folder / each
        return None

    def visit(self, path: Path, read: Callable[[str, Path], None]) -> None:
        """Hand the text of an included file to `read`, unless it was read before."""
        place = _resolved(path)
        if place is None or place in self._seen:
            return
        if self._depth >= _DEEPEST or len(self.files) >= _MOST:
            self.problems.append(
                f"{path} was not read: {self.main} includes too many files, or too deeply nested ones."
            )
            return
        self._seen.add(place)
        try:
            text = read_text(path)
        except UserError as error:
            self.problems.append(str(error))
            return
        self.files.append(path)
        self._depth += 1
        read(text, path)
        self._depth -= 1


def is_remote(name: str) -> bool:
    """True for a network address (//host/share), which must not even be looked for: asking tells who is asking."""
    return name.startswith(("//", "\\\\", "/\\", "\\/"))


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file; raises UserError when there is none, or a larger one."""
    try:
        if not path.is_file():
            reason = "it is no file" if path.exists() else "there is no such file"
            raise UserError(f"{path} could not be read: {reason}.")
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise UserError(f"{path} could not be read ({error.strerror or error}); check its name and rights.") from error
    if len(data) > largest:
        raise UserError(f"{path} was not read: it is larger than {largest // 1_000_000} MB.")
    return data


def read_text(path: Path) -> str:
    """The text of a file in whatever encoding, its lines ended by LF; raises UserError when it is none."""
    text = text_encoding.decode(read_bytes(path))[0]
    if "\0" in text:
        raise UserError(f"{path} could not be read: it is not a text file.")
    return _LINE.sub("\n", text)


class Lines:
    """The line numbers of offsets in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, offset: int) -> int:
        """The line, from 1, in which an offset lies."""
        return bisect.bisect_right(self._starts, offset)


def _resolved(path: Path) -> Path | None:
    """Where a regular file really is; None when there is none."""
    try:
        place = path.resolve(strict=True)
        return place if place.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
