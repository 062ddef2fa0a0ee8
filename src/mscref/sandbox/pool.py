"""The parent's side: child processes that read files two at a time, each file within its time.

All children's lines meet in one queue that the caller's thread empties, so there is nothing to lock and a child
can be ended at any moment. A child that dies or overruns costs only the file it was reading.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mscref.errors import Unreadable
from mscref.model.plan import Unread
from mscref.model.reading import Reading
from mscref.sandbox.messages import Gathering, line

_SECONDS = 10.0
_STARTING = 30.0  # a cold start from a slow disk
_POLL = 0.05
_AHEAD = 16  # readings kept for a caller that is slower than the children

_Inbox = queue.SimpleQueue[tuple["_Child", bytes]]


def read_files(
    paths: Sequence[Path], *, workers: int = 2, cancelled: Callable[[], bool] | None = None
) -> Iterator[Reading | Unread]:
    """What each file holds, in the order of `paths`; a file that gives nothing comes back as Unread.

    Children start when the first reading is asked for, and end with the iterator or within 50 ms of a cancel.
    """
    requests = [({"path": str(path)}, seconds_for(path), str(path)) for path in paths]
    yield from _Pool(requests, workers, cancelled or _never).run()


def read_pasted(text: str) -> Reading:
    """What a pasted text holds: identifiers, references or a document; raises Unreadable with the reason."""
    seconds = _SECONDS + len(text) / 1e6
    for answer in _Pool([({"text": text}, seconds, "pasted text")], 1, _never).run():
        if isinstance(answer, Reading):
            return answer
        raise Unreadable(answer.reason)
    raise Unreadable("The pasted text could not be read.")


def seconds_for(path: Path) -> float:
    """How long reading a file may take: 10 s for a PDF, and 1 s more per megabyte for other files."""
    try:
        with path.open("rb") as file:
            if b"%PDF-" in file.read(1024):
                return _SECONDS
        return _SECONDS + path.stat().st_size / 1e6
    except OSError:
        return _SECONDS


def _never() -> bool:
    return False


@dataclass(eq=False)
class _Child:
    """One child process and the request it is at (`task` is an index; None while it has nothing to do)."""

    process: subprocess.Popen[bytes]
    thread: threading.Thread | None = None
    is_ready: bool = False
    task: int | None = None
    deadline: float = float("inf")
    gathering: Gathering = field(default_factory=Gathering)
    last_words: str = ""


class _Pool:
    """Requests on their way through a few children."""

    def __init__(
        self, requests: Sequence[tuple[dict[str, Any], float, str]], workers: int, cancelled: Callable[[], bool]
    ) -> None:
        self._requests = requests
        self._size = max(1, min(workers, len(requests)))
        self._cancelled = cancelled
        self._inbox: _Inbox = queue.SimpleQueue()
        self._children: list[_Child] = []
        self._answers: dict[int, Reading | Unread] = {}
        self._next = 0

    def run(self) -> Iterator[Reading | Unread]:
        """The answers in the order of the requests, until all are given or the caller cancels."""
        try:
            for wanted in range(len(self._requests)):
                while wanted not in self._answers and not self._cancelled():
                    self._hand_out(wanted)
                    self._take_lines()
                    self._end_overdue()
                if self._cancelled():
                    return
                yield self._answers.pop(wanted)
        finally:
            for child in list(self._children):
                self._end(child)

    def _hand_out(self, wanted: int) -> None:
        while self._next < min(len(self._requests), wanted + _AHEAD):
            child = next((child for child in self._children if child.task is None), None)
            if child is None:
                if len(self._children) == self._size:
                    return
                child = self._start()
            self._give(child, self._next)
            self._next += 1

    def _start(self) -> _Child:
        process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        child = _Child(process)
        child.thread = threading.Thread(target=_listen, args=(child, self._inbox), daemon=True)
        child.thread.start()
        self._children.append(child)
        return child

    def _give(self, child: _Child, task: int) -> None:
        request, seconds, _ = self._requests[task]
        child.task = task
        child.gathering = Gathering()
        child.deadline = time.monotonic() + (seconds if child.is_ready else _STARTING)
        threading.Thread(target=_write, args=(child, line({**request, "seconds": seconds})), daemon=True).start()

    def _take_lines(self) -> None:
        try:
            received = self._inbox.get(timeout=_POLL)
            while True:
                self._take(*received)
                received = self._inbox.get_nowait()
        except queue.Empty:
            return

    def _take(self, child: _Child, received: bytes) -> None:
        if child not in self._children:
            return
        if not received:
            self._fail(child, child.last_words or "its reader ended unexpectedly; the file may be damaged or hostile")
            return
        try:
            message = json.loads(received)
            if message.get("ready"):
                child.is_ready = True
                child.deadline = time.monotonic() + self._seconds(child)
            elif "died" in message:
                child.last_words = str(message["died"])
            else:
                child.gathering.take(message)
        except (ValueError, RecursionError, AttributeError):
            self._fail(child, "its reader gave a senseless answer")
            return
        if child.gathering.done is not None and child.task is not None:
            self._settle(child, child.task, child.gathering.done)

    def _settle(self, child: _Child, task: int, done: Reading | str) -> None:
        self._answers[task] = Unread(self._requests[task][2], done) if isinstance(done, str) else done
        child.task = None
        child.deadline = float("inf")
        child.gathering = Gathering()

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for child in [child for child in self._children if child.deadline < now]:
            self._fail(child, f"reading it took more than {self._seconds(child):.0f} seconds")

    def _fail(self, child: _Child, reason: str) -> None:
        if child.task is not None:
            path = self._requests[child.task][2]
            name = Path(path).name
            self._answers[child.task] = Unread(path, f"{name} could not be read: {reason}.")
        self._end(child)

    def _seconds(self, child: _Child) -> float:
        return self._requests[child.task][1] if child.task is not None else float("inf")

    def _end(self, child: _Child) -> None:
        self._children.remove(child)
        child.process.kill()
        child.process.wait()
        if child.thread is not None:
            child.thread.join()
        for pipe in (child.process.stdin, child.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def worker_command() -> list[str]:
    """What starts a child: the program itself, told to be a worker."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker"]
    return [sys.executable, "-P", "-m", "mscref", "--worker"]


def _listen(child: _Child, inbox: _Inbox) -> None:
    """Put the child's lines into the inbox, then an empty one when it has ended."""
    assert child.process.stdout is not None
    for received in child.process.stdout:
        inbox.put((child, received))
    inbox.put((child, b""))


def _write(child: _Child, request: bytes) -> None:
    """Send a request; a child that died meanwhile is noticed by its closed stdout."""
    assert child.process.stdin is not None
    with contextlib.suppress(OSError, ValueError):
        child.process.stdin.write(request)
        child.process.stdin.flush()
