"""Bring references and documents in: first a plan that changes nothing, then one undo step.

Within a plan the same paper stands once, however many files and documents give it. What a document cites becomes a
reference of its own, tagged by its own title and never by the document's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import Interrupted
from mscref.jobs.import_draft import ABSTRACTS_AT_ONCE, Draft
from mscref.model.facets import Vocabulary
from mscref.model.plan import Imported, Plan, Planned, Unread
from mscref.model.reading import Reading

if TYPE_CHECKING:
    from mscref.library.library import Library

__all__ = [
    "ABSTRACTS_AT_ONCE",
    "READABLE",
    "Seen",
    "act_name",
    "apply",
    "expanded",
    "plan",
    "plan_files",
    "plan_text",
    "read",
]

READABLE = frozenset(
    ".bib .bibtex .ris .nbib .medline .xml .enw .ciw .isi .json .csljson .pdf .txt .md .html .htm .xhtml".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One file of many that has been read: its number (from 1), how many there are, and why it gave nothing."""

    number: int
    total: int
    path: str
    reason: str = ""


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
    on_file: Callable[[Seen], None] | None = None,
) -> Plan:
    """A plan for files and folders; a folder is searched recursively for files that mscref reads.

    `on_file` hears of every file when it has been read. Raises Interrupted when `cancelled` answers true.
    """

    def unless_cancelled() -> Iterator[Reading | Unread]:
        yield from read(paths, cancelled=cancelled, on_file=on_file)
        if cancelled and cancelled():
            raise Interrupted("The import was stopped; nothing has come in.")

    return plan(library, unless_cancelled(), vocabulary=vocabulary, with_cited=with_cited)


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
    copy_files: bool = False,
    name_pattern: str = "",
) -> Imported:
    """Do what a plan says, as one undo step; `on_batch` hears of every batch after its commit.

    With `copy_files` the PDFs that papers were read from are copied into the library's files folder first, named by
    `name_pattern`; else the library remembers where they lie.
    """
    filed = _filed(library, plan, name_pattern, cancelled) if copy_files else plan
    return library.import_plan(filed, on_batch=on_batch, cancelled=cancelled)


def _filed(library: Library, plan: Plan, pattern: str, cancelled: Callable[[], bool] | None) -> Plan:
    """The plan with the files that were read (they have a hash) in the library's store."""

    def stored(one: Planned) -> Planned:
        if cancelled and cancelled():
            raise Interrupted("The import was stopped; nothing has come in.")
        held = {file.sha256 for file in one.held.attachments} if one.held and one.match is not None else set()
        kept = tuple(
            library.file_away(file, one.reference, pattern)
            if file.sha256 and not file.is_stored and file.sha256 not in held
            else file
            for file in one.reference.attachments
        )
        return replace(one, reference=replace(one.reference, attachments=kept))

    return replace(plan, references=tuple(stored(one) if one.reference.attachments else one for one in plan.references))


def read(
    paths: Sequence[Path],
    *,
    cancelled: Callable[[], bool] | None = None,
    on_file: Callable[[Seen], None] | None = None,
) -> Iterator[Reading | Unread]:
    """What files and folders hold, read in child processes, in the order of `paths`."""
    from mscref import sandbox

    files = list(expanded(paths))
    readings = sandbox.read_files([f for f in files if isinstance(f, Path)], cancelled=cancelled)
    for number, file in enumerate(files, 1):
        reading = file if isinstance(file, Unread) else next(readings, None)
        if reading is None:
            return
        if on_file:
            reason = reading.reason if isinstance(reading, Unread) else ""
            on_file(Seen(number, len(files), reading.path, reason))
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
