"""Writing marks into a copy of a PDF, and asking a PDF for the colours of its marks, in a child process with limits."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mscref.errors import Unreadable
from mscref.sandbox.messages import line
from mscref.sandbox.pool import worker_command

_SECONDS = 30.0
_PER_MEGABYTE = 2.0
_STARTING = 30.0


@dataclass(frozen=True, slots=True)
class MarkToWrite:
    """A mark for a PDF: `kind` is highlight, underline, note or area; `name` is its identity (NM) in the file.

    `quads` are eight numbers each in page points; `colour` is red, green, blue from 0 to 255; dates are as a PDF has
    them (D:20180314...).
    """

    page: int
    kind: str
    quads: tuple[tuple[float, ...], ...]
    colour: tuple[int, int, int]
    note: str
    author: str
    name: str
    created: str = ""
    modified: str = ""


def write_copy(source: Path, target: Path, marks: Sequence[MarkToWrite]) -> tuple[int, tuple[str, ...]]:
    """Write `source` with `marks` added as `target`, a new file; gives how many were added or renewed.

    The bytes of the source stay as they are and what is new stands after them. A mark whose `name` the file holds is
    renewed where it stands. The second value names the marks that found no page. Raises Unreadable.
    """
    request = {"marks": "write", "path": str(source), "target": str(target), "items": [asdict(mark) for mark in marks]}
    told = _asked(source, request)
    return int(told["written"]), tuple(str(name) for name in told["lost"])


def colours(source: Path, pages: Sequence[int]) -> list[tuple[int, tuple[float, ...], tuple[int, int, int]]]:
    """The page, rectangle and colour of every mark on some pages that says its colour. Raises Unreadable."""
    told = _asked(source, {"marks": "colours", "path": str(source), "numbers": list(pages)})
    return [(page, tuple(rect), (red, green, blue)) for page, rect, (red, green, blue) in told["colours"]]


def _asked(source: Path, request: dict[str, Any]) -> dict[str, Any]:
    try:
        seconds = _SECONDS + _PER_MEGABYTE * source.stat().st_size / 1e6
        done = subprocess.run(
            worker_command(),
            input=line({**request, "seconds": seconds}),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds + _STARTING,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise Unreadable(f"{source} could not be read: {error.strerror or error}.") from error
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"{source.name} could not be worked on: it took more than {seconds:.0f} seconds.") from error
    for received in reversed(done.stdout.splitlines()):
        message: dict[str, Any] = json.loads(received)
        if "answer" in message:
            answer: dict[str, Any] = message["answer"]
            return answer
        if "refused" in message:
            raise Unreadable(str(message["refused"]))
        if "died" in message:
            raise Unreadable(f"{source.name} could not be worked on: {message['died']}.")
    raise Unreadable(f"{source.name} could not be worked on: its reader ended unexpectedly; the file may be damaged.")
