"""Find attached files that have gone missing: by their content, wherever they lie now and whatever they are called."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import Interrupted, UserError
from mscref.library import files

if TYPE_CHECKING:
    from mscref.library.filing import MissingFile


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for missing files gave: where each lies now (by attachment), and those not found."""

    found: dict[int, Path]
    lost: tuple[MissingFile, ...]


def search(missing: Sequence[MissingFile], folder: Path, *, cancelled: Callable[[], bool] | None = None) -> Search:
    """Look for missing files in a folder and all below it; nothing is changed.

    A file is the missing one when its content is the same. A link whose content was never seen is found by its name,
    when one file only bears it. Raises UserError without a folder, Interrupted when `cancelled` answers true.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is not a folder; check the name.")
    by_hash: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for one in missing:
        key, table = (one.sha256, by_hash) if one.sha256 else (Path(one.path).name.casefold(), by_name)
        table.setdefault(key, []).append(one.id)
    suffixes = {Path(one.path).suffix.lower() for one in missing}
    found: dict[int, Path] = {}
    namesakes: dict[str, list[Path]] = {}
    for path in _files_below(folder):
        if cancelled and cancelled():
            raise Interrupted("The search was stopped; nothing was changed.")
        if path.suffix.lower() not in suffixes:
            continue
        if path.name.casefold() in by_name:
            namesakes.setdefault(path.name.casefold(), []).append(path)
        if by_hash.keys() and (digest := _digest(path)) in by_hash:
            for id in by_hash[digest]:
                found.setdefault(id, path)
    for name, paths in namesakes.items():
        if len(paths) == 1:
            found.update((id, paths[0]) for id in by_name[name])
    return Search(found, tuple(one for one in missing if one.id not in found))


def _files_below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here) / name for name in sorted(names))


def _digest(path: Path) -> str:
    try:
        return files.sha256_of(path)
    except OSError:
        return ""
