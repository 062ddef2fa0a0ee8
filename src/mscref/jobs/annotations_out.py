"""Annotations of the library written into a copy of the PDF, as standard annotations that other readers show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.jobs import atomic_file
from mscref.model.holdings import AnnotationRecord, AttachmentRecord
from mscref.model.mark_colours import rgb

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.sandbox.pdf_marks import MarkToWrite

_LETTERS = 12


@dataclass(frozen=True, slots=True)
class PdfCopy:
    """A written copy: where, how many marks it got, and how many annotations have no place in this file."""

    path: Path
    written: int
    without_place: int


def write_copy(library: Library, reference: int, target: Path, *, attachment: int | None = None) -> PdfCopy:
    """Write a copy of a reference's PDF with its annotations; the user's own file is never written to.

    Without `attachment` it is the only PDF, else the one with most annotations. Raises UserError.
    """
    from mscref.sandbox import pdf_marks

    held = library.annotations(reference)
    chosen = _chosen(library.record(reference).attachments, held, attachment)
    source = Path(chosen.path)
    _refuse_originals(library, reference, target)
    mine = [each for each in held if each.attachment == chosen.id or _is_of_the_only_pdf(library, each)]
    placed = [each for each in mine if each.quads]
    if not placed:
        raise UserError(f"Nothing is marked in {source.name}; there is nothing to write into a copy.")
    marks = [_mark(each) for each in placed]
    written, lost = atomic_file.put(target, lambda fresh: pdf_marks.write_copy(source, fresh, marks))
    return PdfCopy(target, written, len(mine) - len(placed) + len(lost))


def _is_of_the_only_pdf(library: Library, each: AnnotationRecord) -> bool:
    """True for a mark whose file was taken off, when just one PDF is there now."""
    if each.attachment is not None or each.reference is None:
        return False
    files = library.record(each.reference).attachments
    return sum(file.media_type == "application/pdf" for file in files) == 1


def _chosen(
    attachments: tuple[AttachmentRecord, ...], held: list[AnnotationRecord], wanted: int | None
) -> AttachmentRecord:
    files = [each for each in attachments if each.media_type == "application/pdf" and wanted in (None, each.id)]
    if not files:
        raise UserError("This reference has no PDF to make a copy of. Attach one first.")
    return max(files, key=lambda file: sum(each.attachment == file.id for each in held))


def _refuse_originals(library: Library, reference: int, target: Path) -> None:
    """Raise UserError when the target is an attached file, or lies where the library keeps its own."""
    stored = library.path.with_name(f"{library.path.stem}.files").resolve()
    place = target.resolve()
    if stored in place.parents:
        raise UserError(f"{target} lies among the library's own files. Choose another place for the copy.")
    for each in library.record(reference).attachments:
        path = Path(each.path)
        if place == path.resolve() or (target.exists() and path.exists() and target.samefile(path)):
            raise UserError(f"{target} is the attached file itself, which mscref never writes to. Choose another name.")


def _mark(each: AnnotationRecord) -> MarkToWrite:
    from mscref.library.annotating import name_of
    from mscref.sandbox.pdf_marks import MarkToWrite

    note = each.note
    if each.tags:
        note = f"{note}\n\n{' '.join(f'#{tag}' for tag in each.tags)}".strip()
    return MarkToWrite(
        each.page,
        each.kind,
        each.quads,
        rgb(each.colour),
        note,
        each.author,
        name_of(each),
        pdf_date(each.created),
        pdf_date(each.modified),
    )


def pdf_date(iso: str) -> str:
    """An ISO 8601 date in UTC as a PDF has it (D:20180314132649Z); empty for one that is none."""
    digits = "".join(char for char in iso.partition(".")[0] if char.isdigit())
    return f"D:{digits.ljust(_LETTERS + 2, '0')}Z" if len(digits) >= 8 else ""
