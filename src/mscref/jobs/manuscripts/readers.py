"""Reading manuscripts of whatever kind: what they cite, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mscref.errors import UserError
from mscref.jobs.manuscripts import control_files, docx, latex_files, markdown
from mscref.jobs.manuscripts.cited import EVERYTHING, Cited, Mark, gather

_READERS: dict[str, Callable[[Path], Cited]] = {
    **dict.fromkeys(latex_files.ENDINGS, latex_files.cited_in),
    **dict.fromkeys(control_files.AUX_ENDINGS, control_files.cited_in_aux),
    **dict.fromkeys(control_files.BCF_ENDINGS, control_files.cited_in_bcf),
    **dict.fromkeys(markdown.ENDINGS, markdown.cited_in),
    **dict.fromkeys(docx.ENDINGS, docx.cited_in),
}
ENDINGS = tuple(_READERS)


def cited_in(paths: Sequence[Path]) -> Cited:
    """What the manuscripts at `paths` cite together, in order; what they include is followed.

    Raises UserError for a manuscript that cannot be read; an included file that cannot be is one of `problems`.
    """
    readings = [_reader(path)(path) for path in paths]
    found = [
        (place.file, replace(citation.mark, line=place.line))
        for reading in readings
        for citation in reading.citations
        for place in citation.places
    ]
    if any(reading.everything for reading in readings):
        found.append(("", Mark(EVERYTHING, 0)))
    problems = [problem for reading in readings for problem in reading.problems]
    return gather(found, problems, [file for reading in readings for file in reading.files])


def _reader(path: Path) -> Callable[[Path], Cited]:
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        endings = ", ".join(dict.fromkeys(ENDINGS))
        raise UserError(f"{path} is no manuscript that can be read; its name must end in one of {endings}.")
    return reader
