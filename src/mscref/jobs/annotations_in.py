"""Marks that other programs made in a PDF, as annotations of the library: place, words, comment, colour, dates."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import Unreadable
from mscref.model.holdings import AnnotationRecord, Changes

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.sandbox.pages_values import Box, PdfMark

_KINDS = {
    "highlight": "highlight",
    "underline": "underline",
    "squiggly": "underline",
    "strikeout": "underline",
    "note": "note",
    "text": "note",
    "area": "area",
    "ink": "area",
}
# Degrees of hue up to which a colour has the name of the one with this number.
_HUES = ((15, 3), (42, 5), (70, 0), (165, 1), (195, 7), (250, 2), (300, 4), (345, 6), (361, 3))
_GREY = 8
_DULL = 0.2
_NEARLY_BLACK, _NEARLY_WHITE = 0.15, 0.95
_CONTEXT = 32
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+\-Z])(\d\d)?'?(\d\d)?)?")


def read(path: Path) -> list[AnnotationRecord]:
    """The marks of a PDF, page by page, with no reference yet; raises Unreadable when it cannot be read."""
    from mscref.sandbox.pages import Pages

    with Pages(path) as pages:
        count = len(pages.sheet().pages)
        marks = [mark for page in range(1, count + 1) for mark in pages.annotations(page)]
        texts = {page: pages.words(page).joined() for page in {mark.page for mark in marks if mark.words}}
    return [_record(mark, texts.get(mark.page, "")) for mark in _coloured(path, marks)]


def gather(library: Library, reference: int) -> list[AnnotationRecord]:
    """The marks of every PDF of a reference, each with its attachment; raises Unreadable when no PDF can be read."""
    held = [each for each in library.record(reference).attachments if each.media_type == "application/pdf"]
    if not held:
        raise Unreadable("This reference has no PDF. Attach one first.")
    found: list[AnnotationRecord] = []
    problems: list[Unreadable] = []
    for attachment in held:
        try:
            found += [replace(mark, attachment=attachment.id) for mark in read(Path(attachment.path))]
        except Unreadable as error:
            problems.append(error)
    if len(problems) == len(held):
        raise problems[0]
    return found


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What an import of marks did: how many came in, and how many stayed out because the user had removed them."""

    changes: Changes
    new: int
    left_out: int


def bring_in(library: Library, reference: int, *, removed_too: bool = False) -> BroughtIn:
    """Import the marks of every PDF of a reference as one undo step; those that were removed here stay out.

    Raises Unreadable when there is no PDF, or none that can be read.
    """
    marks = gather(library, reference)
    new = new_ones(marks, library.known_marks(reference))
    removed = {mark.origin for mark in marks} & library.removed_annotations(reference)
    changes = library.import_annotations(reference, marks, removed_too=removed_too)
    return BroughtIn(changes, new + len(removed), 0) if removed_too else BroughtIn(changes, new, len(removed))


def new_ones(marks: Sequence[AnnotationRecord], known: frozenset[str]) -> int:
    """How many of a file's marks are not among those that the library knows (`Library.known_marks`)."""
    return len({mark.origin for mark in marks} - known)


def _coloured(path: Path, marks: Sequence[PdfMark]) -> list[PdfMark]:
    """Marks with their colours; PDFium tells none of a mark that brings its own picture, so that pypdf is asked."""
    from mscref.sandbox import pdf_marks

    lacking = sorted({mark.page for mark in marks if mark.colour is None})
    if not lacking:
        return list(marks)
    try:
        told = pdf_marks.colours(path, lacking)
    except Unreadable:
        return list(marks)
    return [mark if mark.colour else replace(mark, colour=_at(told, mark)) for mark in marks]


def _at(
    told: Sequence[tuple[int, tuple[float, ...], tuple[int, int, int]]], mark: PdfMark
) -> tuple[int, int, int] | None:
    for page, rect, colour in told:
        if page == mark.page and all(abs(a - b) < 0.5 for a, b in zip(rect, mark.rect, strict=True)):
            return colour
    return None


def _record(mark: PdfMark, text: str) -> AnnotationRecord:
    words = "" if mark.kind in ("note", "text", "area", "ink") else mark.words
    prefix, suffix = _around(words, text)
    note = mark.note.strip()
    return AnnotationRecord(
        0,
        None,
        page=mark.page,
        quads=mark.quads or (_quad(mark.rect),),
        text=words,
        prefix=prefix,
        suffix=suffix,
        note="" if note == words else note,
        colour=colour_number(mark.colour),
        author=mark.author.strip(),
        created=iso_date(mark.created) or iso_date(mark.modified),
        modified=iso_date(mark.modified) or iso_date(mark.created),
        kind=_KINDS.get(mark.kind, "highlight"),
        origin=origin_of(mark),
    )


def origin_of(mark: PdfMark) -> str:
    """The identity of a mark: the one it has in the file, else its kind, page and place."""
    from mscref.sandbox.pages_values import mark_identity

    return mark_identity(mark.name, mark.kind, mark.page, mark.rect)


def _around(words: str, text: str) -> tuple[str, str]:
    at = text.find(words) if words else -1
    if at < 0:
        return "", ""
    return text[max(0, at - _CONTEXT) : at], text[at + len(words) : at + len(words) + _CONTEXT]


def _quad(rect: Box) -> tuple[float, ...]:
    left, bottom, right, top = rect
    return (left, top, right, top, left, bottom, right, bottom)


def colour_number(colour: tuple[int, int, int] | None) -> int:
    """The one of MARK_COLOURS with the same name; grey when there is no hue, the first for none, black and white."""
    if colour is None:
        return 0
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    if saturation < _DULL:
        return _GREY if _NEARLY_BLACK < light < _NEARLY_WHITE else 0
    return next(number for end, number in _HUES if hue * 360 < end)


def iso_date(told: str) -> str:
    """A PDF's date (D:20180314152649+02'00') as ISO 8601 in UTC; empty for one that is none."""
    found = _DATE.match(told.strip())
    if not found:
        return ""
    year, *rest = (int(part) if part else None for part in found.groups()[:6])
    month, day, hour, minute, second = rest
    sign, hours, minutes = found.groups()[6:]
    apart = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        zone = timezone(-apart if sign == "-" else apart) if sign in ("+", "-") else UTC
        at = datetime(year or 1, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
