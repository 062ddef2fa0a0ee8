"""A PDF to a Reading: the paper it is, and as a document what it cites."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from mscref.errors import Unreadable
from mscref.formats.pdf_metadata.abstracts import find_abstract, find_keywords
from mscref.formats.pdf_metadata.bylines import find_byline
from mscref.formats.pdf_metadata.cover_sheets import Cover, cite_box, find_cover
from mscref.formats.pdf_metadata.dois import find_doi
from mscref.formats.pdf_metadata.embedded import Embedded, first_bibtex, read_embedded
from mscref.formats.pdf_metadata.found import Found, fold
from mscref.formats.pdf_metadata.layout import Layout, layout_of
from mscref.formats.pdf_metadata.publication import find_publication
from mscref.formats.pdf_metadata.titles import Title, find_title
from mscref.formats.pdf_text import Line, Page, Pdf, squeeze
from mscref.model.document import Document
from mscref.model.identifiers import find, find_trials
from mscref.model.reading import Problem, Provenance, Reading
from mscref.model.reference import Attachment, Reference, authors

_FRONT = 3  # pages on which a paper says what it is
_MOST_PAGES = 400
_ENDS = 100  # pages read at the beginning and at the end of a file with more than that
_MOST_TEXT = 2_000_000
_STAMP = re.compile(
    r"\barXiv:\s?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)\s+\[[\w.-]+\]\s+\d{1,2}\s+\w+\s+(\d{4})"
)
_SUPPLEMENT = re.compile(
    r"(?:online[- ]only\s+|electronic\s+)?supplement(?:ary|al)?\s*(?:appendix|materials?|information|data|methods|"
    r"online|content|figures?|tables?|file|to\b|$)",
    re.IGNORECASE,
)
_VERBATIM = re.compile(
    r"@(?:article|inproceedings|book|misc|phdthesis|techreport)\s*\{.{20,4000}?\n\s*\}", re.DOTALL | re.I
)


def read_pdf(path: Path) -> Reading:
    """The paper that a PDF is, and the document with the references it prints.

    Raises Unreadable, with the reason, for a PDF that is broken, needs a password, or has no text layer.
    """
    data = path.read_bytes()
    with Pdf(data, path.name) as pdf:
        pages = [pdf.page(number) for number in range(1, min(_FRONT, pdf.page_count) + 1)]
        text = _text(pdf)
        embedded = read_embedded(pdf, data)
        has_text = any(page.lines for page in pages) or bool(text.strip())
        if not has_text and not embedded.tells_paper:
            raise Unreadable(
                f"{path.name} has no text layer (its pages are blank or pictures): recognise its text (OCR) first, "
                "or add the paper by its DOI."
            )
        cover = find_cover(pages[0]) if len(pages) > 1 else None
        if cover is not None and pdf.page_count > _FRONT:
            pages.append(pdf.page(_FRONT + 1))
    reference, provenance = _reference(pages, embedded, cover, path, text)
    digest = hashlib.sha256(data).hexdigest()
    reference = replace(reference, attachments=(Attachment(str(path), path.name, "application/pdf", digest),))
    problems = tuple(_doubts(reference, provenance, pages, pdf.page_count, has_text=has_text))
    document = _document(text, path, digest, reference)
    return Reading(str(path), "pdf", (reference,), (document,), problems, provenance)


def _text(pdf: Pdf) -> str:
    """The text of all pages, or of the first and last ones where references stand, when they are very many."""
    parts: list[str] = []
    length = 0
    for number in _numbers(pdf.page_count):
        parts.append(pdf.plain_text(number))
        length += len(parts[-1])
        if length > _MOST_TEXT:
            break
    return "\n".join(parts)[:_MOST_TEXT]


def _numbers(page_count: int) -> Iterable[int]:
    if page_count <= _MOST_PAGES:
        return range(1, page_count + 1)
    return (*range(1, _ENDS + 1), *range(page_count - _ENDS + 1, page_count + 1))


def _reference(
    pages: list[Page], embedded: Embedded, cover: Cover | None, path: Path, text: str
) -> tuple[Reference, dict[str, Provenance]]:
    printed = _bibtex(embedded, text)
    layout = layout_of(pages[1:] if cover else pages)
    boxes = tuple(_boxes(layout, pages[0], cover))
    title = find_title(layout, embedded)
    blocks = title.blocks if title else ()
    byline = find_byline(layout, blocks, embedded, (cover and cover.authors) or next(iter(boxes), None), text)
    doi = find_doi(layout_of(pages), embedded, path.name, boxes)
    found: dict[str, Found] = find_publication(
        layout_of(pages),
        embedded,
        boxes,
        doi,
        {fold(name.sort_family) for name in byline.names} if byline else (),
    )
    if doi:
        found["DOI"] = doi
    for name, told in (("container-title", cover and cover.journal), ("issued", cover and cover.year)):
        if told and (name not in found or found[name].confidence < told.confidence):
            found[name] = told
    if abstract := find_abstract(layout, blocks, embedded.get("description")):
        found["abstract"] = abstract
    found.update(_identifiers(layout))
    if "DOI" not in found and "number" not in found:
        found.update(_stamped(text))
    keywords = find_keywords(layout, embedded)
    trials = _trials(layout)
    main = _title(title or (find_title(layout_of(pages[:1]), embedded) if cover else None), cover, path)
    provenance = {name: value.provenance for name, value in found.items()}
    provenance["title"] = main.provenance
    if byline:
        provenance["author"] = byline.found.provenance
    if keywords:
        provenance["keyword"] = keywords.found.provenance
    if trials:
        provenance["trials"] = Found(next(iter(trials)), 0.8, "page", tuple(trials.values())[:1]).provenance
    reference = Reference(
        type=_type(layout, found),
        title=main.value,
        contributors=authors(byline.names) if byline else (),
        fields={name: value.value for name, value in found.items()},
        keywords=keywords.words if keywords else (),
        trials=tuple(trials),
    )
    return _completed(reference, provenance, printed)


def _boxes(layout: Layout, first: Page, cover: Cover | None) -> Iterator[Found]:
    """What tells how to cite the paper: a box on its pages, one on the cover sheet, the cover's "Source:"."""
    found = (
        cite_box(layout),
        cite_box(layout_of([first])) if cover else None,
        cover.source if cover else None,
    )
    yield from (box for box in found if box)


def _title(title: Title | None, cover: Cover | None, path: Path) -> Found:
    if cover and cover.title and (title is None or title.found.confidence < 0.8):
        return cover.title
    if title:
        return title.found
    return Found(squeeze(re.sub(r"[_+]+", " ", path.stem)), 0.1, "file name")


def _bibtex(embedded: Embedded, text: str) -> Reference | None:
    if embedded.bibtex:
        return embedded.bibtex
    printed = _VERBATIM.search(text[:20_000])
    return first_bibtex(printed.group()) if printed else None


def _completed(
    reference: Reference, provenance: dict[str, Provenance], printed: Reference | None
) -> tuple[Reference, dict[str, Provenance]]:
    """The reference with what a BibTeX entry in the PDF says, which its authors wrote themselves."""
    if printed is None or not printed.title:
        return reference, provenance
    said = Provenance("bibtex", confidence=0.97)
    for name in printed.fields:
        provenance[name] = said
    provenance["title"] = said
    if printed.contributors:
        provenance["author"] = said
    return (
        replace(
            reference.with_fields(printed.fields),
            type=printed.type,
            title=printed.title,
            contributors=printed.contributors or reference.contributors,
        ),
        provenance,
    )


def _type(layout: Layout, found: dict[str, Found]) -> str:
    is_stamped = "number" in found and found["number"].value.startswith("arXiv:")
    if is_stamped or (found.get("DOI") and found["DOI"].value.startswith(("10.1101/", "10.21203/", "10.20944/"))):
        return "article"
    first = " ".join(line.text for line in layout.pages[0].lines[:60]).lower() if layout.pages else ""
    if "container-title" not in found and re.search(r"\b(?:dissertation|thesis)\b", first):
        return "thesis"
    return "article-journal" if "container-title" in found or "volume" in found else "document"


def _identifiers(layout: Layout) -> Iterator[tuple[str, Found]]:
    """PMID and PMCID where the first pages print them as the paper's own."""
    seen: set[str] = set()
    for line in layout.lines:
        if line.page > layout.pages[0].number and not layout.is_edge(line):
            continue
        for identifier in find(line.text):
            if identifier.kind in ("PMID", "PMCID") and identifier.kind not in seen:
                seen.add(identifier.kind)
                yield identifier.kind, Found(identifier.value, 0.8, "page", (line,))


def _stamped(text: str) -> Iterator[tuple[str, Found]]:
    """The number and year that arXiv prints along the margin of a first page."""
    if stamp := _STAMP.search(text[:20_000]):
        yield "number", Found(f"arXiv:{stamp[1]}", 0.95)
        yield "publisher", Found("arXiv", 0.95)
        yield "issued", Found(stamp[2], 0.9)


def _trials(layout: Layout) -> dict[str, Line]:
    """The trial numbers on the pages with the line that prints each first, at most five."""
    found: dict[str, Line] = {}
    for line in layout.lines:
        for trial in find_trials(line.text):
            if len(found) < 5:
                found.setdefault(trial.value, line)
    return found


def _doubts(
    reference: Reference, provenance: dict[str, Provenance], pages: list[Page], page_count: int, *, has_text: bool
) -> Iterator[Problem]:
    """What the reader of this file should look at."""
    if not has_text:
        yield Problem("It has no text layer; only what the file says of itself was read.")
    if page_count > _MOST_PAGES:
        yield Problem(f"Of its {page_count:,} pages only the first {_ENDS} and the last {_ENDS} were read.")
    if any(_SUPPLEMENT.match(line.text) for line in pages[0].lines[:12]):
        yield Problem("It looks like the supplement of a paper, not like the paper.", field="title")
    if provenance["title"].source == "file name":
        yield Problem("No title was recognised; the file's name stands in its place.", field="title")
    if not reference.contributors:
        yield Problem("No authors were recognised.", field="author")
    if not reference.doi:
        yield Problem("No DOI was found that is certainly the paper's own.", field="DOI")


def _document(text: str, path: Path, digest: str, reference: Reference) -> Document:
    documents = import_module("mscref.formats.documents")
    document: Document = documents.document_from_text(
        text, name=path.name, path=str(path), media_type="application/pdf", sha256=digest
    )
    return replace(document, title=reference.title, kind="paper", represents=reference)
