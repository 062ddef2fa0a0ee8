"""Bring references and documents in: first a plan that changes nothing, then one undo step.

Within a plan the same paper stands once, however many files and documents give it. What a document cites becomes a
reference of its own, tagged by its own title and never by the document's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.jobs.import_draft import ABSTRACTS_AT_ONCE, Draft
from mscref.model.facets import Vocabulary
from mscref.model.plan import Imported, Plan, Unread
from mscref.model.reading import Reading

if TYPE_CHECKING:
    from mscref.library.library import Library

__all__ = ["ABSTRACTS_AT_ONCE", "READABLE", "act_name", "apply", "expanded", "plan", "plan_files", "plan_text", "read"]

READABLE = frozenset(
    ".bib .bibtex .ris .nbib .medline .xml .enw .ciw .isi .json .csljson .pdf .txt .md .html .htm .xhtml".split()  # noqa: SIM905
)


def plan(
    library: Library | None,
    readings: Iterable[Reading | Unread],
    *,
    act: str | None = None,
    vocabulary: Vocabulary | None = None,
    with_cited: bool = False,
) -> Plan:
    """What an import of `readings` would do to `library` (None: to an empty one).

    The reference list of a paper's own PDF is linked where its papers are held or come in too; `with_cited` brings in
    the others as well. Of web pages and texts everything cited comes in.
    """
    words = vocabulary or (library.vocabulary if library else Vocabulary(()))
    draft = Draft(library.identities() if library else None, with_cited=with_cited)
    names: list[str] = []
    for reading in readings:
        names.append(reading.path)
        draft.take(reading)
    held = library.records if library else None
    return draft.finished(act or act_name(names), words, held)


def plan_files(
    library: Library | None,
    paths: Sequence[Path],
    *,
    vocabulary: Vocabulary | None = None,
    with_cited: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """A plan for files and folders; a folder is searched recursively for files that mscref reads."""
    readings = read(paths, cancelled=cancelled)
    return plan(library, readings, vocabulary=vocabulary, with_cited=with_cited)


def plan_text(library: Library | None, text: str, *, vocabulary: Vocabulary | None = None) -> Plan:
    """A plan for pasted text of any kind; raises Unreadable when there is nothing in it."""
    from mscref import sandbox

    return plan(library, [sandbox.read_pasted(text)], act="Import pasted text", vocabulary=vocabulary)


def apply(
    library: Library,
    plan: Plan,
    *,
    on_batch: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Do what a plan says, as one undo step; `on_batch` hears of every batch after its commit."""
    return library.import_plan(plan, on_batch=on_batch, cancelled=cancelled)


def read(paths: Sequence[Path], *, cancelled: Callable[[], bool] | None = None) -> Iterator[Reading | Unread]:
    """What files and folders hold, read in child processes, in the order of `paths`."""
    from mscref import sandbox

    files = list(expanded(paths))
    readings = sandbox.read_files([f for f in files if isinstance(f, Path)], cancelled=cancelled)
    for file in files:
        if isinstance(file, Unread):
            yield file
        else:
            reading = next(readings, None)
            if reading is None:
                return
            yield reading


def expanded(paths: Sequence[Path]) -> Iterator[Path | Unread]:
    """Files as they stand, folders as the readable files in them (sorted, none hidden); what is missing is Unread."""
    for path in paths:
        if path.is_dir():
            inside = list(_files_in(path))
            yield from inside
            if not inside:
                yield Unread(str(path), f"{path} is a folder without a file that mscref reads.")
        elif path.exists():
            yield path
        else:
            yield Unread(str(path), f"{path} does not exist; check the name.")


def _files_in(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in READABLE:
                yield Path(here) / name


def act_name(names: Sequence[str]) -> str:
    """The name of the undo step: "Import refs.bib", "Import 5 files"."""
    files = list(dict.fromkeys(names))
    if len(files) == 1:
        return f"Import {Path(files[0]).name}"
    return f"Import {len(files)} files"
