"""What LaTeX itself has noted of a document's citations: .aux files, and the .bcf that biblatex writes for biber."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from mscref.errors import UserError
from mscref.jobs.manuscripts.cited import Cited, Mark, gather
from mscref.jobs.manuscripts.opening import Lines, Tour, read_bytes

AUX_ENDINGS = (".aux",)
BCF_ENDINGS = (".bcf",)
_NOTED = re.compile(
    r"\\citation\{(?P<keys>[^{}]*)\}|\\abx@aux@cite(?:\{\d+\})?\{(?P<key>[^{}]*)\}|\\@input\{(?P<file>[^{}]*)\}"
)
_CITEKEY = "{*}citekey"
_FENCED = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def cited_in_aux(path: Path) -> Cited:
    """What LaTeX has noted in an .aux file and those of included parts; UserError when it cannot be read."""
    tour = Tour(path, AUX_ENDINGS)
    found: list[tuple[str, Mark]] = []

    def read(text: str, file: Path) -> None:
        lines = Lines(text)
        for noted in _NOTED.finditer(text):
            line = lines.at(noted.start())
            if noted["file"] is None:
                keys = (noted["keys"] or noted["key"] or "").split(",")
                found.extend((str(file), Mark(key.strip(), line)) for key in keys if key.strip())
            elif part := tour.named(noted["file"]):
                tour.visit(part, read)
            else:
                tour.problems.append(f"{file}, line {line}: {noted['file']} is not there; run LaTeX again.")

    read(tour.start(), path)
    return gather(found, tour.problems, tour.files)


def cited_in_bcf(path: Path) -> Cited:
    """What biblatex has noted for biber; UserError when the file cannot be read."""
    from lxml import etree

    data = read_bytes(path)
    try:
        found = [(str(path), mark) for mark in _marks(data)]
    except etree.XMLSyntaxError as error:
        reason = str(error.msg or "not well formed").rstrip(".")
        raise UserError(f"{path} could not be read: it is no sound XML ({reason}); run LaTeX again.") from error
    return gather(found, files=[path])


def _marks(data: bytes) -> Iterator[Mark]:
    """The keys of all sections; an entry set that the document makes stands for its members."""
    from lxml import etree

    for _, element in etree.iterparse(BytesIO(data), events=("end",), tag=_CITEKEY, **_FENCED):
        members = element.get("members", "") if element.get("type") == "set" else ""
        for key in members.split(",") if members else [element.text or ""]:
            if key.strip():
                yield Mark(key.strip(), element.sourceline or 1)
        element.clear()
