"""Files kept in step with a library: written only when what they hold has changed, and never over somebody's edit.

`plan` makes the texts from what the library holds; `apply` compares each with the file and writes what differs, whole
or not at all. A file that was changed since mscref last wrote it stays as it is, and the new text goes beside it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref.errors import UserError
from mscref.jobs import atomic_file, exporting, manuscripts
from mscref.jobs.manuscripts import bibliography
from mscref.model.outputs import AutoExport, OutputState

if TYPE_CHECKING:
    from mscref.library.library import Library

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Due:
    """What one file should hold: the text (None when it could not be made), its references, and what is wrong.

    `texts` are the files of the manuscripts that were read for it.
    """

    output: AutoExport
    text: str | None
    references: int = 0
    problem: str = ""
    texts: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went with one file. `is_news` is true when it was written, or when its problem is another than before."""

    path: str
    is_written: bool = False
    references: int = 0
    problem: str = ""
    is_news: bool = False


def plan(library: Library, only: Sequence[int] | None = None) -> tuple[Due, ...]:
    """What the files kept in step (or those of some ids) should hold now; nothing is written."""
    return tuple(_due(library, each) for each in library.auto_exports() if only is None or each.id in only)


def apply(library: Library, dues: Sequence[Due], *, even_over_edits: bool = False) -> tuple[Outcome, ...]:
    """Write what differs and remember how it went; with `even_over_edits` a file that was edited is written, too.

    The text that stood in a file is kept as its `.bak`.
    """
    held = {each.id: each for each in library.auto_exports()}
    now_held = [replace(due, output=held[due.output.id]) for due in dues if due.output.id in held]
    return tuple(_carried_out(library, due, even_over_edits) for due in now_held)


def keep_in_step(library: Library, only: Sequence[int] | None = None) -> tuple[Outcome, ...]:
    """Bring the files up to date; a library that is open for reading only leaves them."""
    return () if library.read_only else apply(library, plan(library, only))


def beside(path: Path) -> Path:
    """Where a text goes whose own place holds somebody's edit: refs.bib -> refs.mscref.bib."""
    return path.with_name(f"{path.stem}.mscref{path.suffix}")


def adopt(library: Library, path: Path) -> None:
    """Take what stands at the path of a file kept in step for mscref's own: it was just exported there."""
    states = [OutputState(each.id, digest, each.problem) for each, digest in _found(library, path)]
    library.note_outputs(states)


def _found(library: Library, path: Path) -> list[tuple[AutoExport, str]]:
    place = str(path.expanduser().absolute())
    return [(each, digest) for each in library.auto_exports() if each.path == place and (digest := _digest(path))]


def _due(library: Library, output: AutoExport) -> Due:
    out = io.StringIO()
    options: dict[str, Any] = dict(output.options)
    texts = tuple(Path(text) for text in output.manuscripts)
    try:
        if output.manuscripts:
            cited = manuscripts.cited_in(texts)
            texts = cited.files
            report = manuscripts.compare(cited, library, output.query)
            done = bibliography.write(library, report, out, format=output.format, **options)
            problems = (*cited.problems, *_missing(report))
        else:
            ids = library.ids(output.query, sort="key", descending=False)
            done = exporting.write(library, ids, out, format=output.format, marks=False, **options)
            problems = ()
    except UserError as error:
        return Due(output, None, 0, str(error), texts)
    left_out = tuple(message for _, message in done.problems)
    return Due(output, out.getvalue(), done.written, " ".join((*problems, *left_out)[:_NAMED]), texts)


def _missing(report: manuscripts.Report) -> tuple[str, ...]:
    names = [each.citation.name for each in report.missing]
    if not names:
        return ()
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (f"Cited but not in the library: {', '.join(names[:_NAMED])}{more}.",)


def _carried_out(library: Library, due: Due, even_over_edits: bool) -> Outcome:
    output, path = due.output, Path(due.output.path)
    if due.text is None:
        return _ended(library, output, output.sha256, due.problem)
    wanted = _fingerprint(due.text.encode("utf-8"))
    try:
        stands = _digest(path)
        if stands == wanted:
            return _ended(library, output, wanted, due.problem, due.references)
        if stands and not output.is_ours(stands) and not even_over_edits:
            return _ended(library, output, output.sha256, _set_beside(due, path), due.references)
        if stands and not due.references:
            problem = f"There is nothing to write, so {path.name} was left as it is. {due.problem}".strip()
            return _ended(library, output, output.sha256, problem)
        library.note_outputs([OutputState(output.id, f"{stands} {wanted}".strip(), output.problem)])
        atomic_file.write(path, lambda out: out.write(due.text or ""))
    except UserError as error:
        return _ended(library, output, output.sha256, str(error), due.references)
    if even_over_edits:
        beside(path).unlink(missing_ok=True)
    library.note_outputs([OutputState(output.id, wanted, due.problem, _now())])
    return Outcome(output.path, True, due.references, due.problem, True)


def _ended(library: Library, output: AutoExport, sha256: str, problem: str, references: int = 0) -> Outcome:
    """Nothing was written; what is remembered changes only when it is another than before."""
    is_news = problem != output.problem
    if is_news or sha256 != output.sha256:
        library.note_outputs([OutputState(output.id, sha256, problem)])
    return Outcome(output.path, False, references, problem, is_news)


def _set_beside(due: Due, path: Path) -> str:
    """Put the text beside a file that somebody changed, and say so."""
    place = beside(path)
    atomic_file.write(place, lambda out: out.write(due.text or ""))
    return (
        f"{path.name} was changed by someone else and is left as it is; the new text is in {place.name}. Take over"
        " what you need, then let mscref replace it, or keep it in step no more."
    )


def _digest(path: Path) -> str:
    """The fingerprint of a file; empty when there is none, or nothing in it."""
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise UserError(f"{path} could not be read ({error.strerror or error}).") from error
    return _fingerprint(data) if data.strip() else ""


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
