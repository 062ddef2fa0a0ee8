"""Watched folders: which PDFs in them are new, so that the window can ask, and never imports one by itself.

What a file holds is remembered by its size and time, so that looking again reads only what has changed.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mscref import settings
from mscref.jobs import atomic_file
from mscref.library import files

_SETTLED_SECONDS = 1.0  # a file that is being written is younger than this
_MOST = 2_000  # files looked at in one folder


@dataclass(frozen=True)
class Memory:
    """What was seen before: (size, time, SHA-256) by path, and the contents that the user does not want."""

    seen: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()

    def ignoring(self, digests: Iterable[str]) -> Memory:
        """The memory that leaves these contents alone from now on."""
        return Memory(self.seen, self.ignored | frozenset(digests))


@dataclass(frozen=True)
class Look:
    """What one look into the folders gave.

    `new` are (path, SHA-256) in the order of folders and names; `unsettled` says that a file is still being written
    and another look is due; `gone` are folders that are not there.
    """

    new: tuple[tuple[Path, str], ...]
    memory: Memory
    unsettled: bool = False
    gone: tuple[Path, ...] = ()


def folders() -> tuple[Path, ...]:
    """The folders that the user has asked to watch."""
    held = settings.load().get("watched_folders", [])
    return tuple(Path(one) for one in held if isinstance(one, str)) if isinstance(held, list) else ()


def save_folders(chosen: Iterable[Path]) -> None:
    """Watch these folders from now on."""
    settings.save({"watched_folders": list(dict.fromkeys(str(path) for path in chosen))})


def look(folders: Iterable[Path], held: Collection[str], memory: Memory, *, now: float | None = None) -> Look:
    """The PDFs lying in `folders` (not below) whose content is neither in the library (`held`) nor ignored."""
    at = time.time() if now is None else now
    seen: dict[str, tuple[int, int, str]] = {}
    new: dict[str, Path] = {}
    gone, unsettled = [], False
    for folder in dict.fromkeys(folders):
        try:
            names = sorted(entry.name for entry in os.scandir(folder) if entry.name.lower().endswith(".pdf"))
        except OSError:
            gone.append(folder)
            continue
        for name in names[:_MOST]:
            path = folder / name
            known = _known(path, memory, at)
            if known is None:
                unsettled = True
                continue
            seen[str(path)] = known
            digest = known[2]
            if digest and digest not in held and digest not in memory.ignored:
                new.setdefault(digest, path)
    found = tuple((path, digest) for digest, path in new.items())
    return Look(found, Memory(seen, memory.ignored), unsettled, tuple(gone))


def _known(path: Path, memory: Memory, at: float) -> tuple[int, int, str] | None:
    """Size, time and hash of a file (no hash when it is no PDF); None while it is still being written."""
    try:
        facts = path.stat()
        before = memory.seen.get(str(path))
        if before and before[:2] == (facts.st_size, facts.st_mtime_ns):
            return before
        if not facts.st_size or 0 <= at - facts.st_mtime < _SETTLED_SECONDS:
            return None
        with path.open("rb") as file:
            is_pdf = b"%PDF-" in file.read(1024)
        return facts.st_size, facts.st_mtime_ns, files.sha256_of(path) if is_pdf else ""
    except OSError:
        return 0, 0, ""


def _memory_file() -> Path:
    return settings.data_dir() / "watched.json"


def remembered() -> Memory:
    """What was seen and ignored before; nothing when the file is missing or senseless."""
    try:
        held = json.loads(_memory_file().read_text("utf-8"))
        seen = {str(path): (int(size), int(at), str(digest)) for path, (size, at, digest) in held["seen"].items()}
        return Memory(seen, frozenset(map(str, held["ignored"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def remember(memory: Memory) -> None:
    """Keep the memory for the next start; raises UserError when it cannot be written."""
    text = json.dumps({"seen": memory.seen, "ignored": sorted(memory.ignored)}, indent=0)
    _memory_file().parent.mkdir(parents=True, exist_ok=True)
    atomic_file.write(_memory_file(), lambda out: out.write(text))
