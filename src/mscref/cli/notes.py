"""Verbs on notes and the texts of pages: notes, index, find."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.errors import UserError
from mscref.model.hits import PageHit


def notes(request: Request) -> int:
    """Write notes and annotations to a file, to a file a reference, or to standard output."""
    from mscref.jobs import notes_out

    args = request.args
    query = " ".join(args.query)
    with request.open() as library:
        ids = list(library.ids(query, sort="key", descending=False))
        if args.output:
            done = notes_out.export(
                library,
                ids,
                Path(args.output),
                format=args.format or "",
                one_per_reference=args.one_per_reference,
                documents=not query,
            )
            paths = [str(path) for path in done.paths]
            shown = args.output if args.one_per_reference else paths[0]
            request.answer({"written": done.count, "paths": paths}, [f"{_noted(done.count)} written to {shown}."])
            return DONE
        if args.one_per_reference or args.format == "docx":
            raise UserError("Name the place to write to with -o.")
        found = list(notes_out.gather(library, ids, documents=not query))
    if not found:
        request.tell("Nothing is noted or marked in these references.")
    text = notes_out.html(found) if args.format == "html" and found else notes_out.markdown(found)
    items = [{"key": each.key, "title": each.title, "markdown": each.body} for each in found]
    request.answer(items, [text.rstrip("\n")] if found else [])
    return DONE


def _noted(count: int) -> str:
    return f"The notes on {counted(count, 'reference')}"


def index(request: Request) -> int:
    """Read the pages of attached PDFs that have not been read; Ctrl+C stops, and what was read stays."""
    from mscref.jobs import page_index

    def told(found: page_index.FileTexts, number: int, of: int) -> None:
        if request.args.progress:
            request.tell(json.dumps({"op": "index", "committed": number, "of": of}))
        elif not request.args.json:
            said = found.problem or counted(len(found.pages), "page")
            request.tell(f"{number} of {of}  {Path(found.file.path).name}: {said}")

    with request.open(write=True) as library:
        library.forget_page_texts(everything=request.args.again)
        read = page_index.run(library, told=told)
        state = library.index_state()
    problems = [{"key": key, "message": message} for key, message in state.problems]
    value = {
        "read_now": read,
        "files": state.read,
        "pages": state.pages,
        "waiting": state.waiting,
        "problems": problems,
    }
    lines = [f"{counted(state.pages, 'page')} of {counted(state.read, 'PDF')} can be searched."]
    request.answer(value, [*lines, *(f"{key}: {message}" for key, message in state.problems)])
    return PARTLY if problems else DONE


def find(request: Request) -> int:
    """Print the pages and annotations in which words stand."""
    query = " ".join(request.args.query)
    with request.open() as library:
        hits = library.page_hits(query, most=max(request.args.limit, 1))
        waiting = library.index_state().waiting
        titles = {each.id: each.title for each in library.documents()} if any(h.document for h in hits) else {}
    request.answer([_item(hit) for hit in hits], (_line(hit, titles) for hit in hits))
    if waiting:
        request.tell(f"{counted(waiting, 'PDF')} not read yet; mscref index reads them.")
    if not hits:
        request.tell("Nothing was found on any page and in no annotation.")
    return DONE


def _item(hit: PageHit) -> dict[str, Any]:
    return {
        "key": hit.key,
        "page": hit.page,
        "attachment": hit.attachment,
        "annotation": hit.annotation,
        "document": hit.document,
        "snippet": hit.snippet,
        "start": hit.start,
        "end": hit.stop,
    }


def _line(hit: PageHit, titles: dict[int, str]) -> str:
    place = f"{hit.key}, p. {hit.page}" if hit.document is None else titles.get(hit.document, "")
    marked = " (annotation)" if hit.annotation is not None else ""
    return f"{place}{marked}: {hit.snippet}"
