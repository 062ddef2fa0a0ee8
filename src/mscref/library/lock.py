"""The writer's lock: a small file beside the library that names the process which is writing."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from mscref.errors import LibraryError

WAIT_SECONDS = 5.0
_mine: set[Path] = set()


@dataclass(frozen=True, slots=True)
class Owner:
    """A process: its number, its computer, and when it started (empty where that cannot be told)."""

    pid: int
    host: str
    started: str = ""


def _started(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def myself() -> Owner:
    """This process as an owner."""
    return Owner(os.getpid(), host_name(), _started(os.getpid()))


def host_name() -> str:
    """The name of this computer, as it stands in a lock."""
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename


def _lives(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_gone(owner: Owner, path: Path) -> bool:
    """True when the owner of the lock at `path` certainly runs no more; another computer's is never taken for gone."""
    if owner.host != host_name():
        return False
    if owner.pid == os.getpid():
        return path not in _mine
    if not _lives(owner.pid):
        return True
    return bool(owner.started) and _started(owner.pid) not in ("", owner.started)


def read_owner(path: Path) -> Owner | None:
    """Who holds the lock at `path`; None when nobody does or the file says nothing yet."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return Owner(int(data["pid"]), str(data["host"]), str(data.get("started", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_left_over(library: Path) -> bool:
    """True when a process was killed while it wrote to this library, and nobody has cleared up since."""
    path = lock_path(library)
    owner = read_owner(path)
    return owner is not None and is_gone(owner, path)


def lock_path(library: Path) -> Path:
    """Where the lock of a library lies."""
    return library.resolve().with_name(library.name + ".lock")


class WriterLock:
    """The lock of one library; `with lock:` waits up to five seconds, then raises LibraryError naming the owner.

    It may be entered again by the same library. SQLite's own lock keeps the file whole in any case: this one
    exists to name who is writing, and to keep a long import in one piece.
    """

    def __init__(self, library: Path) -> None:
        self.library = library
        self.path = lock_path(library)
        self._depth = 0

    def __enter__(self) -> WriterLock:
        if not self._depth:
            self._take()
        self._depth += 1
        return self

    def __exit__(self, *exc: object) -> None:
        self._depth -= 1
        if not self._depth:
            self.path.unlink(missing_ok=True)
            _mine.discard(self.path)

    def _take(self) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._create():
            owner = read_owner(self.path)
            if owner and is_gone(owner, self.path):
                self._take_over(owner)
            elif time.monotonic() > deadline:
                who = f"process {owner.pid} on {owner.host}" if owner else "another program"
                raise LibraryError(
                    f"{self.library} is being written by {who}. Try again when it is done;"
                    f" if it no longer runs, delete {self.path.name}."
                )
            else:
                time.sleep(0.02)

    def _create(self) -> bool:
        try:
            handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            return False
        except OSError as error:
            raise LibraryError(f"{self.library} cannot be written: {error.strerror}.") from error
        _mine.add(self.path)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(myself()), file)
        return True

    def _take_over(self, gone: Owner) -> None:
        aside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.rename(aside)
        except OSError:
            return
        if read_owner(aside) == gone:
            aside.unlink(missing_ok=True)
        else:
            aside.rename(self.path)
