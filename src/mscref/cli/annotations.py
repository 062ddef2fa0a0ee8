"""The verb on what was marked in a paper: shown, brought in from its PDF, written into a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.errors import UserError
from mscref.model.folding import without_markup
from mscref.model.holdings import AnnotationRecord
from mscref.model.reference import Reference

if TYPE_CHECKING:
    from mscref.library.library import Library


def show(request: Request) -> int:
    """Print the highlights and notes of a reference with their pages, as lines, Markdown or JSON."""
    if request.args.bring_in:
        return _bring_in(request)
    if request.args.pdf_copy:
        return _write_copy(request)
    with request.open() as library:
        id = library.find(request.args.key)
        held = library.annotations(id)
        reference = library.record(id).reference
    shown = _markdown(reference, held) if request.args.format == "markdown" else _lines(held)
    request.answer([_item(each) for each in held], shown)
    if not held:
        request.tell(f"Nothing is marked in {reference.key}.")
    return DONE


def _bring_in(request: Request) -> int:
    from mscref.jobs import annotations_in

    with request.open(write=True) as library:
        id = library.find(request.args.key)
        done = annotations_in.bring_in(library, id, removed_too=request.args.removed)
        key = library.record(id).reference.key
    request.committed(done.new)
    if done.left_out:
        said = f"{counted(done.left_out, 'annotation')} removed here left out; --removed brings"
        request.tell(f"{said} {'it' if done.left_out == 1 else 'them'} back.")
    changes = done.changes
    value = {"step": changes.step, "act": changes.act, "references": list(changes.keys), "documents": []}
    what = counted(done.new, "annotation") if done.new else "No new annotation"
    request.answer({**value, "imported": done.new, "left_out": done.left_out}, [f"{what} brought into {key}."])
    return DONE


def offer_marks(request: Request, library: Library, id: int, path: Path) -> None:
    """Say so when other programs have marked places in a PDF that was just attached."""
    from mscref.jobs import annotations_in

    if path.suffix.lower() != ".pdf":
        return
    try:
        count = annotations_in.new_ones(annotations_in.read(path), library.known_marks(id))
    except UserError:
        return
    if count:
        key = library.record(id).reference.key
        request.tell(f"Marked by other programs: {counted(count, 'place')}; mscref annotations {key} --import.")


def _write_copy(request: Request) -> int:
    from mscref.jobs import annotations_out

    with request.open() as library:
        id = library.find(request.args.key)
        done = annotations_out.write_copy(library, id, Path(request.args.pdf_copy))
    if done.without_place:
        request.tell(f"{counted(done.without_place, 'annotation')} left out: no place on a page of this file.")
    value = {"written": done.written, "path": str(done.path), "without_place": done.without_place}
    request.answer(value, [f"{counted(done.written, 'annotation')} written to {done.path}."])
    return PARTLY if done.without_place else DONE


def _item(each: AnnotationRecord) -> dict[str, Any]:
    return {
        "id": each.id,
        "kind": each.kind,
        "page": each.page,
        "text": each.text,
        "note": each.note,
        "colour": each.colour,
        "tags": list(each.tags),
        "terms": [list(term) for term in each.terms],
        "author": each.author,
        "attachment": each.attachment,
        "prefix": each.prefix,
        "suffix": each.suffix,
        "origin": each.origin,
        "quads": [list(quad) for quad in each.quads],
        "created": each.created,
        "modified": each.modified,
    }


def _lines(held: list[AnnotationRecord]) -> Iterator[str]:
    for each in held:
        said = [f"“{_one_line(each.text)}”" if each.text else "", _one_line(each.note)]
        yield f"p. {each.page}  {'  '.join(part for part in said if part)}".rstrip()


def _markdown(reference: Reference, held: list[AnnotationRecord]) -> Iterator[str]:
    """A heading, then each place: its words as a quotation with a citation of the page, the note under it."""
    if not held:
        return
    yield f"# {_one_line(without_markup(reference.title)) or reference.key}"
    for each in held:
        cited = f"[@{reference.key}, p. {each.page}]"
        yield ""
        if each.text:
            yield f"> {_one_line(each.text)} {cited}"
        if each.note:
            yield from ("",) if each.text else ()
            yield each.note if each.text else f"{each.note} {cited}"
        if not each.text and not each.note:
            yield f"(marked) {cited}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
