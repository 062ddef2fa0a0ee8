"""The verb that shows what was marked in a paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mscref.cli.request import DONE, Request
from mscref.model.folding import without_markup
from mscref.model.holdings import AnnotationRecord
from mscref.model.reference import Reference


def show(request: Request) -> int:
    """Print the highlights and notes of a reference with their pages, as lines, Markdown or JSON."""
    with request.open() as library:
        id = library.find(request.args.key)
        held = library.annotations(id)
        reference = library.record(id).reference
    shown = _markdown(reference, held) if request.args.format == "markdown" else _lines(held)
    request.answer([_item(each) for each in held], shown)
    if not held:
        request.tell(f"Nothing is marked in {reference.key}.")
    return DONE


def _item(each: AnnotationRecord) -> dict[str, Any]:
    return {
        "id": each.id,
        "page": each.page,
        "text": each.text,
        "note": each.note,
        "colour": each.colour,
        "author": each.author,
        "attachment": each.attachment,
        "prefix": each.prefix,
        "suffix": each.suffix,
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
