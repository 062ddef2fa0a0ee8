"""Verbs about source documents: documents, resolve, dismiss, kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mscref.cli.request import DONE, Request
from mscref.model.holdings import DocumentRecord, MentionRecord

if TYPE_CHECKING:
    from mscref.library.library import Library


def documents(request: Request) -> int:
    """Print the source documents with their citations and mentions."""
    with request.open() as library:
        held = library.documents()
        found = library if request.args.candidates else None
        request.answer([_item(each, found) for each in held], (line for each in held for line in _lines(each)))
    return DONE


def _item(document: DocumentRecord, library: Library | None) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "path": document.path,
        "url": document.url,
        "date": document.date,
        "represents": document.represents,
        "citations": [
            {"key": c.key, "quote": c.quote, "start": c.start, "end": c.end, "warnings": list(c.warnings)}
            for c in document.citations
        ],
        "mentions": [_mention(mention, library) for mention in document.mentions],
    }


def _mention(mention: MentionRecord, library: Library | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": mention.id,
        "text": mention.text,
        "kind": mention.kind,
        "authors": list(mention.authors),
        "year": mention.year,
        "quote": mention.quote,
        "start": mention.start,
        "end": mention.end,
        "status": mention.status,
        "resolved": mention.resolved,
    }
    if library:
        ids = library.mention_candidates(mention.id)
        shown["candidates"] = [each.key for each in library.summaries(ids)]
    return shown


def _lines(document: DocumentRecord) -> Iterator[str]:
    itself = f", is {document.represents}" if document.represents else ""
    yield f"{document.id}  {document.title}  ({document.kind}{itself})"
    for citation in document.citations:
        yield f"     cites {citation.key}"
    for mention in document.mentions:
        settled = f" -> {mention.resolved}" if mention.resolved else f" ({mention.status})"
        yield f"     names {mention.text}{f' {mention.year}' if mention.year else ''}, mention {mention.id}{settled}"


def resolve(request: Request) -> int:
    """Say which held reference a mention means."""
    with request.open(write=True) as library:
        return request.changed(library.resolve(request.args.mention, library.find(request.args.key)))


def dismiss(request: Request) -> int:
    """Set a mention aside: it means no reference worth keeping."""
    with request.open(write=True) as library:
        return request.changed(library.dismiss(request.args.mention))


def kind(request: Request) -> int:
    """Say what kind of document one is, so that a promotional page never passes as evidence."""
    with request.open(write=True) as library:
        return request.changed(library.set_document_kind(request.args.document, request.args.kind))
