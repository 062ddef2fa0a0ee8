"""A PDF to a Reading: the paper it is, and as a document what it cites."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from mscref.errors import Unreadable
from mscref.formats.pdf_metadata.abstracts import find_abstract, find_keywords
from mscref.formats.pdf_metadata.bylines import cited_names, find_byline
from mscref.formats.pdf_metadata.cover_sheets import Cover, cite_box, find_cover
from mscref.formats.pdf_metadata.dois import find_doi
from mscref.formats.pdf_metadata.embedded import Embedded, first_bibtex, read_embedded
from mscref.formats.pdf_metadata.found import Found, fold
from mscref.formats.pdf_metadata.layout import Layout, layout_of
from mscref.formats.pdf_metadata.publication import find_publication
from mscref.formats.pdf_metadata.titles import Title, find_title
from mscref.formats.pdf_text import Page, Pdf, squeeze
from mscref.model.document import Document
from mscref.model.identifiers import find, find_trials
from mscref.model.reading import Problem, Provenance, Reading
from mscref.model.reference import Attachment, Reference, authors

_FRONT = 3  # pages on which a paper says what it is
_MOST_PAGES = 400
_MOST_TEXT = 2_000_000
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
        if not any(page.lines for page in pages) and not text.strip():
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
    problems = tuple(_doubts(reference, provenance))
    document = _document(text, path, digest, reference)
    return Reading(str(path), "pdf", (reference,), (document,), problems, provenance)


def _text(pdf: Pdf) -> str:
    parts: list[str] = []
    length = 0
    for number in range(1, min(pdf.page_count, _MOST_PAGES) + 1):
        parts.append(pdf.plain_text(number))
        length += len(parts[-1])
        if length > _MOST_TEXT:
            break
    return "\n".join(parts)[:_MOST_TEXT]


def _reference(
    pages: list[Page], embedded: Embedded, cover: Cover | None, path: Path, text: str
) -> tuple[Reference, dict[str, Provenance]]:
    printed = _bibtex(embedded, text)
    layout = layout_of(pages[1:] if cover else pages)
    cited = cite_box(layout) or (cite_box(layout_of(pages[:1])) if cover else "")
    title = find_title(layout, embedded)
    byline = find_byline(layout, title.blocks if title else (), embedded.authors, cited, text)
    doi = find_doi(layout_of(pages), embedded, path.name)
    found: dict[str, Found] = find_publication(
        layout_of(pages),
        embedded,
        f"{cited} {cover.source if cover else ''}".strip(),
        doi.value if doi else "",
        {fold(name.sort_family) for name in byline.names} if byline else (),
    )
    if doi:
        found["DOI"] = doi
    if abstract := find_abstract(layout, title.blocks if title else (), embedded.get("description")):
        found["abstract"] = abstract
    found.update(_identifiers(layout))
    main = _title(title, cover, path)
    provenance = {name: value.provenance for name, value in found.items()}
    provenance["title"] = main.provenance
    contributors = authors(byline.names) if byline else authors(cited_names(cited))
    if byline:
        provenance["author"] = byline.found.provenance
    reference = Reference(
        type=_type(layout, found),
        title=main.value,
        contributors=contributors,
        fields={name: value.value for name, value in found.items()},
        keywords=find_keywords(layout) or embedded.keywords,
        trials=_trials(layout),
    )
    return _completed(reference, provenance, printed)


def _title(title: Title | None, cover: Cover | None, path: Path) -> Found:
    if cover and cover.title and (title is None or title.found.confidence < 0.8):
        return Found(cover.title, 0.9, "page", 1, cover.title)
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
    if found.get("DOI") and found["DOI"].value.startswith(("10.1101/", "10.21203/", "10.20944/")):
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
                yield identifier.kind, Found(identifier.value, 0.8, "page", line.page, line.text)


def _trials(layout: Layout) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trial.value for page in layout.pages for trial in find_trials(page.text)))[:5]


def _doubts(reference: Reference, provenance: dict[str, Provenance]) -> Iterator[Problem]:
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
