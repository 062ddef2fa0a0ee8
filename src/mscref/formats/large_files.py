"""BibTeX files too large to hold whole: read part by part, so that memory does not grow with the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mscref.formats import text_encoding
from mscref.formats.sniffing import format_of
from mscref.model.reading import Problem
from mscref.model.reference import Reference

LARGE = 20_000_000
LARGEST = 2_000_000_000

_PART = 4_000_000
_LONGEST_PART = 64_000_000
_EXTENSIONS = (".bib", ".bibtex", ".biblatex")
_HEAD = re.compile(rb"\n[ \t]*@[ \t]*[A-Za-z][\w-]*[ \t]*[{(]")


def is_large(path: Path) -> bool:
    """True for a BibTeX file of more than LARGE and at most LARGEST bytes, in an encoding that keeps ASCII as it is."""
    if path.suffix.lower() not in _EXTENSIONS or not LARGE < path.stat().st_size <= LARGEST:
        return False
    with path.open("rb") as file:
        head = file.read(200_000)
    return b"\0" not in head and format_of(text_encoding.decode(head)[0], path.suffix.lower()) == "bibtex"


def read(path: Path) -> Iterator[Reference | Problem]:
    """Every entry of a large BibTeX file, as `bibtex.read` gives them."""
    from mscref.formats import bibtex

    yield from bibtex.read_parts(_Parts(path))


class _Parts:
    """The text of a file in parts that end before an entry; each walk through it reads the file anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[str]:
        waiting = b""
        with self._path.open("rb") as file:
            while block := file.read(_PART):
                waiting += block
                cut = _last_head(waiting)
                if cut or len(waiting) > _LONGEST_PART:
                    cut = cut or len(waiting)
                    yield _text(waiting[:cut])
                    waiting = waiting[cut:]
        if waiting:
            yield _text(waiting)


def _last_head(data: bytes) -> int:
    """Where the line of the last entry in `data` begins; 0 when only the first line does."""
    at = len(data)
    while (at := data.rfind(b"@", 0, at)) > 0:
        line = data.rfind(b"\n", 0, at)
        if line >= 0 and _HEAD.match(data, line):
            return line + 1
    return 0


def _text(data: bytes) -> str:
    return text_encoding.clean(text_encoding.decode(data)[0]).removeprefix("\ufeff")
