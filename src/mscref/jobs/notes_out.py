"""Notes and annotations written out: Markdown in one file or a file a reference, HTML, docx.

Everything is first put together as Markdown, and HTML and docx are made of that, so that all forms say the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.jobs import atomic_file
from mscref.library.files import safe_name
from mscref.model.facets import Vocabulary
from mscref.model.folding import without_markup
from mscref.model.holdings import AnnotationRecord, DocumentRecord, Record
from mscref.model.note_links import address
from mscref.model.reference import Reference

if TYPE_CHECKING:
    from mscref.library.library import Library

FORMATS = ("markdown", "html", "docx")
_ENDINGS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".docx": "docx"}
_SUFFIX = {"markdown": ".md", "html": ".html", "docx": ".docx"}


@dataclass(frozen=True, slots=True)
class Noted:
    """A reference or a document with what the user wrote and marked in it: its name in files, and its Markdown."""

    key: str
    title: str
    body: str
    front: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class NotesWritten:
    """How many references and documents were written, and where."""

    count: int
    paths: tuple[Path, ...]


def format_of(path: Path) -> str:
    """The format that a file's name asks for; Markdown for any other."""
    return _ENDINGS.get(path.suffix.lower(), "markdown")


def gather(library: Library, ids: Sequence[int], *, documents: bool = False) -> Iterator[Noted]:
    """What is noted on some references, in their order, then on all documents; those without anything are left out."""
    vocabulary = library.vocabulary
    for record in library.records(ids):
        held = library.annotations(record.id)
        if record.notes or held:
            yield _of_reference(record, held, vocabulary)
    if documents:
        for document in library.documents():
            held = library.document_annotations(document.id)
            if document.notes or held:
                yield _of_document(document, held)


def export(
    library: Library,
    ids: Sequence[int],
    path: Path,
    *,
    format: str = "",
    one_per_reference: bool = False,
    documents: bool = False,
) -> NotesWritten:
    """Write the notes and annotations of references to a file, or into a folder with a file for each.

    Raises UserError when there is nothing to write or the place cannot be written to; nothing is written then.
    """
    chosen = format or format_of(path)
    found = list(gather(library, ids, documents=documents))
    if not found:
        raise UserError("Nothing is noted or marked in these references; nothing was written.")
    if not one_per_reference:
        _write(path, found, chosen)
        return NotesWritten(len(found), (path,))
    if path.exists() and not path.is_dir():
        raise UserError(f"{path} is a file; name a folder for a file a reference.")
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise UserError(f"The folder {path} could not be made: {error.strerror or error}.") from error
    written = []
    names: set[str] = set()
    for noted in found:
        stem = name = safe_name(f"{noted.key}{_SUFFIX[chosen]}").removesuffix(_SUFFIX[chosen])
        number = 1
        while name.casefold() in names:
            number += 1
            name = f"{stem}-{number}"
        names.add(name.casefold())
        target = path / f"{name}{_SUFFIX[chosen]}"
        _write(target, [noted], chosen, is_alone=True)
        written.append(target)
    return NotesWritten(len(found), tuple(written))


def _write(path: Path, found: Sequence[Noted], format: str, *, is_alone: bool = False) -> None:
    if format == "docx":
        from mscref.jobs import docx_writer, notes_blocks

        docx_writer.write(path, notes_blocks.blocks(markdown(found)))
        return
    text = html(found) if format == "html" else markdown(found, front=is_alone)
    atomic_file.write(path, lambda out: out.write(text))


def markdown(found: Sequence[Noted], *, front: bool = False) -> str:
    """One Markdown text; with `front`, each begins with the YAML that Obsidian and its like read."""
    parts = [f"{_front(noted) if front else ''}# {noted.title}\n\n{noted.body}\n" for noted in found]
    return "\n".join(parts)


def html(found: Sequence[Noted]) -> str:
    """One page of harmless HTML: no script, no style of strangers, links to the web and to mail only."""
    import nh3
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown(found))
    body = nh3.clean(made, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    title = found[0].title if len(found) == 1 else "Notes"
    return _PAGE.format(title=nh3.clean_text(title), body=body)


_TAGS = {
    "p", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "h1", "h2", "h3", "h4", "a", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.55 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }}
h1 {{ font-size: 1.4em; margin-top: 2.2em; }}
blockquote {{ margin: 1em 0; padding-left: 1em; border-left: 3px solid #b9c2d0; }}
table {{ border-collapse: collapse; }} td, th {{ border: 1px solid #b9c2d0; padding: 3px 8px; text-align: left; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #1b1e24; color: #e3e6ea; }} a {{ color: #8ab8ff; }} }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def _front(noted: Noted) -> str:
    """YAML front matter; every value is written as JSON, which YAML reads the same."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in noted.front]
    return "\n".join(["---", *lines, "---", "", ""])


def _of_reference(record: Record, held: Sequence[AnnotationRecord], vocabulary: Vocabulary) -> Noted:
    reference = record.reference
    terms = {
        facet: [vocabulary.label(facet, each.term) for each in record.assignments if each.facet == facet]
        for facet in dict.fromkeys(each.facet for each in record.assignments)
    }
    year = reference.year
    front = [
        ("title", one_line(without_markup(reference.title)) or reference.key),
        ("aliases", [f"@{reference.key}"]),
        ("citekey", reference.key),
        ("authors", [name.display for name in reference.authors]),
        ("year", int(year) if year else None),
        ("journal", reference.journal),
        ("doi", reference.doi),
        ("pmid", reference.pmid),
        ("tags", [tag.replace(" ", "-") for tag in record.tags]),
        ("status", record.status),
        *terms.items(),
    ]
    line = " · ".join(part for part in (_byline(reference), escaped(reference.journal), f"[@{reference.key}]") if part)
    body = [line, *(_note_text(note.title, note.text) for note in record.notes)]
    if held:
        body += ["## Annotations", annotations_text(held, reference.key)]
    title = escaped(one_line(without_markup(reference.title))) or reference.key
    return Noted(reference.key, title, "\n\n".join(body), tuple((n, v) for n, v in front if v))


def _byline(reference: Reference) -> str:
    names = [name.sort_family for name in reference.authors]
    shown = ", ".join(names[:3]) + (" et al." if len(names) > 3 or reference.authors_incomplete else "")
    return escaped(" ".join(part for part in (shown, reference.year) if part))


def _of_document(document: DocumentRecord, held: Sequence[AnnotationRecord]) -> Noted:
    body = [f"<{document.url}>"] if document.url.startswith(("https://", "http://")) else []
    body += [_note_text(note.title, note.text) for note in document.notes]
    if held:
        body += ["## Annotations", annotations_text(held, "")]
    front = (("title", document.title), ("kind", document.kind), ("url", document.url), ("date", document.date))
    title = escaped(one_line(document.title)) or "Document"
    return Noted(document.title or "document", title, "\n\n".join(body), tuple((n, v) for n, v in front if v))


def _note_text(title: str, text: str) -> str:
    return f"## {escaped(one_line(title)) or 'Note'}\n\n{text.strip()}"


def annotations_text(held: Sequence[AnnotationRecord], key: str, *, page: Callable[[int], str] | None = None) -> str:
    """Annotations as Markdown: words as a quotation with their page, then the user's note and tags.

    `page` writes the page of an annotation of the reference `key`; without it that is a citation, `[@key, p. 3]`.
    """
    cited = page or (lambda number: f"[@{key}, p. {number}]")
    parts = []
    for each in held:
        where = f" {cited(each.page)}" if key else ""
        tags = " ".join(f"#{tag.replace(' ', '-')}" for tag in each.tags)
        note = f"{each.note.strip()}\n\n{tags}".strip() if tags else each.note.strip()
        if each.text.strip():
            parts.append(f"> {escaped(one_line(each.text))}{where}")
            parts += [note] if note else []
        elif note:
            parts.append(f"{note}{where}")
        else:
            parts.append(f"({'area' if each.kind == 'area' else 'mark'}){where}")
    return "\n\n".join(parts)


def collected(held: Sequence[AnnotationRecord], key: str) -> str:
    """Annotations as the text of a note, each with a link to its page."""
    return annotations_text(held, key, page=lambda number: f"[p. {number}]({address(key, number)})")


def one_line(text: str) -> str:
    """A text on one line, single spaces between its words."""
    return " ".join(text.split())


def escaped(text: str) -> str:
    """Words of a source in which nothing is meant as Markdown."""
    kept = "".join(f"\\{char}" if char in "\\`*_[]<>#|~" else char for char in text)
    return f"\\{kept}" if kept[:1] in ("-", "+", "=") else kept
