"""Write a text file whole or not at all, whatever stands in its place.

A link stays a link, permissions stay, the previous version is kept as `.bak`, and a file with the same content is not
touched. Until the last moment the old file is the file.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

from mscref.errors import UserError

T = TypeVar("T")
_NEW = ".mscref-new"
_ATTEMPTS = 5
_FIRST_WAIT = 0.02
_STALE_AFTER = 3600.0


def write(path: Path, fill: Callable[[TextIO], T], *, keep: Callable[[T], bool] | None = None) -> T:
    """Let `fill` write the text and put it at `path` (UTF-8); give back what `fill` returned.

    With `keep`, the new text takes the old one's place only when `keep(result)` is true. Raises UserError, with the
    old file as it was, when the place cannot be written to.
    """
    return _put(path, lambda fresh, target: _filled(fresh, fill, target), keep)


def put(path: Path, make: Callable[[Path], T]) -> T:
    """Let `make` write a whole file, of any kind, at the new path it is given, and put that file at `path`.

    Gives back what `make` returned; raises UserError as `write` does.
    """

    def made(fresh: Path, target: Path) -> T:
        result = make(fresh)
        if target.exists():
            fresh.chmod(stat.S_IMODE(target.stat().st_mode))
        return result

    return _put(path, made, None)


def _put(path: Path, make: Callable[[Path, Path], T], keep: Callable[[T], bool] | None) -> T:
    target = _target(path)
    fresh = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}{_NEW}")
    try:
        _sweep(target)
        try:
            result = make(fresh, target)
            if (keep is None or keep(result)) and not _same(fresh, target):
                _keep_previous(target)
                _replace(fresh, target)
                _sync_folder(target.parent)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} could not be written ({reason}); what stood there is as it was.") from error
    return result


def _target(path: Path) -> Path:
    try:
        target = path.resolve()
        is_circle = target.is_symlink()  # Python 3.13 resolves a circle to one of its links; 3.12 raises
    except (OSError, RuntimeError):
        is_circle = True
    if is_circle:
        raise UserError(f"{path} cannot be written: it is a link that leads to itself.")
    if target.is_dir():
        raise UserError(f"{path} is a folder; give the name of a file in it.")
    if not target.parent.is_dir():
        raise UserError(f"{path} cannot be written: the folder {target.parent} does not exist.")
    return target


def _filled(fresh: Path, fill: Callable[[TextIO], T], target: Path) -> T:
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
        result = fill(out)
        out.flush()
        os.fsync(out.fileno())
    if target.exists():
        fresh.chmod(stat.S_IMODE(target.stat().st_mode))
    return result


def _same(fresh: Path, target: Path) -> bool:
    return target.is_file() and filecmp.cmp(fresh, target, shallow=False)


def _keep_previous(target: Path) -> None:
    """Copy the old version to `.bak`, itself by way of a temporary file."""
    if not target.is_file():
        return
    copy = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.bak{_NEW}")
    try:
        shutil.copy2(target, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        _replace(copy, target.with_name(f"{target.name}.bak"))
    finally:
        copy.unlink(missing_ok=True)


def _replace(fresh: Path, target: Path) -> None:
    """Rename over the old file; on Windows another program may hold it for a moment."""
    wait = _FIRST_WAIT
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            fresh.replace(target)
        except PermissionError:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(wait)
            wait *= 2
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse it
            os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(target: Path) -> None:
    """Remove what a write that was cut off left behind."""
    for left in target.parent.glob(f".*{_NEW}"):
        with contextlib.suppress(OSError):
            if left.name.startswith(f".{target.name[:80]}.") and time.time() - left.stat().st_mtime > _STALE_AFTER:
                left.unlink()
