"""The pages of one PDF, drawn and read in a child process of its own with limits on time and memory.

A child that dies or overruns costs one request; the next one starts a fresh child, which opens the file again.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from array import array
from pathlib import Path
from typing import Any, BinaryIO

from mscref.errors import Unreadable
from mscref.sandbox.messages import line
from mscref.sandbox.pages_values import (
    Box,
    OutlineItem,
    PageFrame,
    PageHit,
    PageImage,
    PageLink,
    PageSize,
    PageText,
    PdfMark,
    PdfSheet,
    Unpainted,
)
from mscref.sandbox.pool import worker_command

__all__ = [
    "Box",
    "NeedsPassword",
    "OutlineItem",
    "PageFrame",
    "PageHit",
    "PageImage",
    "PageLink",
    "PageSize",
    "PageText",
    "Pages",
    "PdfMark",
    "PdfSheet",
    "Unpainted",
]

SECONDS = 10.0
_STARTING = 30.0  # a cold start from a slow disk
_LARGEST = 400_000_000  # bytes that one answer may bring

_Message = tuple[dict[str, Any], bytes]


class NeedsPassword(Unreadable):
    """The PDF opens with a password only, and none or a wrong one was given."""


class Pages:
    """The pages of a PDF, counted from 1.

    Use it from any thread, one request at a time (a second caller waits). Every request raises Unreadable for a file
    that is broken, too slow or too large, NeedsPassword for a locked one. Nothing starts before the first request.
    """

    def __init__(self, path: Path, password: str = "") -> None:
        self._path = Path(path)
        self._password = password
        self._child: _Child | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sheet(self) -> PdfSheet:
        """How many pages there are and how large, the outline and the title."""
        told, _ = self._ask("sheet")
        pages = tuple(PageSize(*page) for page in told["pages"])
        outline = tuple(OutlineItem(*item) for item in told["outline"])
        return PdfSheet(pages, outline, told["title"])

    def render(
        self,
        page: int,
        scale: float,
        *,
        rotation: int = 0,
        dark: bool = False,
        clip: Box | None = None,
        without: Unpainted | None = None,
    ) -> PageImage:
        """A picture of a page at `scale` pixels a point, turned clockwise by `rotation` degrees (0, 90, 180, 270).

        `dark` changes light and dark over and keeps hues. `clip` is the wanted part (left, top, right, bottom) in
        points of the turned page, from its upper left corner. Marks of the file are painted but for those `without`.
        """
        look = {"scale": scale, "rotation": rotation % 360, "dark": dark, "clip": clip}
        left_out = {"held": sorted(without.held), "gone": sorted(without.gone)} if without else {"held": (), "gone": ()}
        told, data = self._ask("render", page=page, **look, **left_out)
        frame = PageFrame(*told["frame"])
        return PageImage(told["width"], told["height"], told["stride"], data, frame, frozenset(told["marks"]))

    def words(self, page: int) -> PageText:
        """The text of a page in reading order with a box for each character."""
        told, data = self._ask("words", page=page)
        numbers = array("f")
        numbers.frombytes(data)
        values = iter(numbers.tolist())
        boxes = tuple(zip(values, values, values, values, strict=True))
        return PageText(told["text"], boxes, PageFrame(*told["frame"]))

    def links(self, page: int) -> tuple[PageLink, ...]:
        """The links of a page, and the web addresses that stand in its text."""
        told, _ = self._ask("links", page=page)
        return tuple(PageLink(tuple(rect), *rest) for rect, *rest in told["links"])

    def annotations(self, page: int) -> tuple[PdfMark, ...]:
        """The marks that stand in the file on a page, with the words under them."""
        told, _ = self._ask("annotations", page=page)
        return tuple(_mark(values) for values in told["marks"])

    def find(self, text: str, page: int = 1, *, budget: float = 0.1) -> tuple[tuple[PageHit, ...], int | None]:
        """Where `text` stands from `page` on, and the page to go on with (None at the end of the file).

        Case, line ends and divided words make no difference. It stops at the first page that ends after `budget`
        seconds, so that other requests have their turn.
        """
        told, _ = self._ask("find", text=text, page=page, budget=budget)
        return tuple(PageHit(*hit) for hit in told["hits"]), told["next"]

    def close(self) -> None:
        """End the child. A request that another thread waits for fails; no request may follow."""
        self._is_closed = True
        child = self._child
        if child is not None:
            child.end()
        with self._lock:
            if self._child is not None:
                self._child.end()
                self._child = None

    def _ask(self, ask: str, **request: Any) -> _Message:
        with self._lock:
            if self._is_closed:
                raise Unreadable(f"{self._path.name} has been closed.")
            try:
                if self._child is None:
                    self._child = spares.take()
                    self._request("open", {"path": str(self._path), "password": self._password})
                return self._request(ask, request)
            except _Gone as gone:
                if self._child is not None:
                    self._child.end()
                self._child = None
                raise Unreadable(f"{self._path.name} could not be read: {gone}.") from gone

    def _request(self, ask: str, request: dict[str, Any]) -> _Message:
        assert self._child is not None
        told, data = self._child.ask({"pages": ask, **request, "seconds": SECONDS})
        if "refused" not in told:
            return told, data
        if ask == "open":
            self._child.end()
            self._child = None
        raise NeedsPassword(told["refused"]) if told.get("kind") == "password" else Unreadable(told["refused"])


def _mark(values: dict[str, Any]) -> PdfMark:
    colour = values.pop("colour")
    quads = tuple(tuple(quad) for quad in values.pop("quads"))
    return PdfMark(quads=quads, colour=tuple(colour) if colour else None, **{**values, "rect": tuple(values["rect"])})


class _Gone(Exception):
    """The child has ended, or did not answer in time; the message completes "could not be read: "."""


class _Child:
    """One child process; a thread of its own turns what it says into messages."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._inbox: queue.SimpleQueue[_Message | None] = queue.SimpleQueue()
        self._owed = 1  # answers that come before the one that is waited for: that it has started
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any]) -> _Message:
        """Send a request and wait for its answer; raises _Gone."""
        self._send(request)
        while self._owed:
            self._next(_STARTING)
            self._owed -= 1
        return self._next(float(request["seconds"]))

    def warm(self) -> None:
        """Let the child load what it needs, without waiting for it."""
        self._send({"pages": "warm", "seconds": _STARTING})
        self._owed += 1

    def _send(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # a child that died is noticed by its closed stdout
            self._process.stdin.write(line(request))
            self._process.stdin.flush()

    def end(self) -> None:
        """Kill the child and wait until nothing of it is left."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _next(self, seconds: float) -> _Message:
        try:
            message = self._inbox.get(timeout=seconds)
        except queue.Empty:
            raise _Gone(f"it took more than {seconds:.0f} seconds") from None
        if message is None:
            raise _Gone("its reader ended unexpectedly; the file may be damaged or hostile")
        if "died" in message[0]:
            raise _Gone(str(message[0]["died"]))
        return message

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, RecursionError, AttributeError, KeyError, TypeError, OSError):
            while (message := _read(self._process.stdout)) is not None:  # type: ignore[arg-type]
                self._inbox.put(message)
        self._inbox.put(None)


def _read(pipe: BinaryIO) -> _Message | None:
    """The next message and its bytes; None at the end. Raises ValueError and its like for a senseless one."""
    received = pipe.readline()
    if not received:
        return None
    told = json.loads(received)
    size = int(told.get("bytes", 0))
    if not 0 <= size <= _LARGEST:
        raise ValueError("more bytes than any page has")
    data = pipe.read(size) if size else b""
    if len(data) < size:
        return None
    return told.get("answer", told), data


class _Spares:
    """A child started ahead of need, so that a file opens without waiting for one."""

    def __init__(self) -> None:
        self._child: _Child | None = None
        self._lock = threading.Lock()

    def keep(self) -> None:
        """Start one unless one waits already."""
        with self._lock:
            if self._child is None or not self._child.is_alive:
                self._child = _Child()
                self._child.warm()

    def take(self) -> _Child:
        """The waiting child, or a new one."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None and child.is_alive:
            return child
        return _Child()

    def drop(self) -> None:
        """End the waiting child."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.end()


spares = _Spares()
