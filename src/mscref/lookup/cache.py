"""Answers kept on disk for a while, so that the same question is not asked twice. Questions themselves are not kept."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

DAY = 86_400.0
_MOST_FILES = 4_000


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it came: the HTTP status, the media type, the body."""

    status: int
    media_type: str
    body: bytes


class Cache:
    """A folder of answers, each named by the fingerprint of its question and thrown away after `days`."""

    def __init__(self, folder: Path, *, days: float = 7.0) -> None:
        self._folder = folder
        self._age = days * DAY
        self._is_swept = False

    def find(self, question: str) -> Kept | None:
        """The answer to a question, None when there is none that is whole and young enough.

        That something does not exist is believed for a day only: it may be new.
        """
        path = self._path(question)
        try:
            if not 0 <= time.time() - path.stat().st_mtime <= self._age:
                return None
            head, _, body = path.read_bytes().partition(b"\n")
            told = json.loads(head)
            kept = Kept(int(told["status"]), str(told["media_type"]), body)
            is_whole = told["size"] == len(body)
            is_young = kept.status == 200 or time.time() - path.stat().st_mtime <= min(DAY, self._age)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return kept if is_whole and is_young else None

    def keep(self, question: str, answer: Kept) -> None:
        """Keep an answer; a disk that is full or read-only costs the cache, not the answer."""
        head = json.dumps({"status": answer.status, "media_type": answer.media_type, "size": len(answer.body)})
        path = self._path(question)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            fresh.write_bytes(head.encode() + b"\n" + answer.body)
            fresh.replace(path)
        except OSError:
            return

    def _path(self, question: str) -> Path:
        return self._folder / hashlib.sha256(question.encode("utf-8")).hexdigest()

    def _sweep(self) -> None:
        """Throw away, once, what is too old, and the oldest of too many."""
        if self._is_swept:
            return
        self._is_swept = True
        files = sorted((path.stat().st_mtime, path) for path in self._folder.iterdir() if path.is_file())
        oldest = time.time() - self._age
        for number, (at, path) in enumerate(files):
            if at < oldest or number < len(files) - _MOST_FILES:
                path.unlink(missing_ok=True)
