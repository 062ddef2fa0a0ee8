"""Any file or pasted text to a Reading: what it is decides its content first, its extension second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TextIO

from mscref.errors import Bug, Unreadable, UserError
from mscref.formats import large_files, text_encoding
from mscref.formats.sniffing import MEDIA_TYPES, binary_kind, extension_format, format_of, is_pdf
from mscref.model.document import Document
from mscref.model.reading import Problem, Reading
from mscref.model.reference import Reference

MEGABYTE = 1_000_000
LARGEST_FILE = 200 * MEGABYTE
LARGEST_DOCUMENT = 20 * MEGABYTE

_READERS = {
    "bibtex": "bibtex",
    "ris": "ris",
    "nbib": "nbib",
    "pubmed-xml": "pubmed_xml",
    "endnote-xml": "endnote_xml",
    "enw": "enw",
    "isi": "isi",
    "csl-json": "csl_json",
}
_WRITERS = {
    "ris": ("ris", "write"),
    "nbib": ("nbib", "write"),
    "csl-json": ("csl_json", "write"),
    "csv": ("tables", "write_csv"),
    "markdown": ("tables", "write_markdown"),
    "html": ("tables", "write_html"),
}
_SHAPING = frozenset({"omit", "journals", "notes", "facets"})
_OWN_OPTIONS = {
    "csl-json": frozenset({"ascii"}),
    "csv": frozenset({"safe"}),
    "markdown": frozenset({"ascii"}),
    "html": frozenset({"ascii", "title"}),
}


def read_file(path: Path) -> Reading:
    """Everything one file gives: references, or a document with what it cites.

    Raises Unreadable (name, reason, what to do) for a file that is missing, empty, too large, binary, damaged as a
    whole, or of no known kind.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Unreadable(f"{path.name} is a folder: name the files in it.")
        if large_files.is_large(path):
            return _gathered(large_files.read(path), "bibtex", str(path), path.name)
        if size > LARGEST_FILE:
            raise Unreadable(f"{path.name} is too large ({size // MEGABYTE} MB; the most is 200 MB): split it.")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{path.name} cannot be opened ({error.strerror or error}): check its name and permissions."
        ) from error
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise Unreadable(f"{path.name} is empty: there is nothing to read in it.")
    if is_pdf(data):
        pdf_metadata = import_module("mscref.formats.pdf_metadata")
        reading: Reading = pdf_metadata.read_pdf(path)
        return reading
    kind = binary_kind(data)
    if kind:
        raise Unreadable(f"{path.name} is {kind}.")
    text, _ = text_encoding.decode(data)
    nuls = text.count("\0")
    reading = _read(data, text_encoding.clean(text), str(path), path.name, path.suffix.lower())
    if not nuls:
        return reading
    line = text.count("\n", 0, text.index("\0")) + 1
    damage = Problem(f"The file holds {nuls} NUL {'byte' if nuls == 1 else 'bytes'}, which were left out.", line=line)
    return replace(reading, problems=(damage, *reading.problems))


def read_text(text: str, name: str = "pasted text") -> Reading:
    """Everything a pasted text gives: identifiers, references of any tagged format, printed references, or a document.

    Raises Unreadable when the text is blank.
    """
    from mscref.formats import pasted

    text = text_encoding.clean(text)
    if not text.strip():
        raise Unreadable(f"The {name} is blank: there is nothing to read in it.")
    found = pasted.identifiers_alone(text)
    if found:
        return Reading(name, "identifiers", references=found)
    known = format_of(text)
    if known in _READERS:
        try:
            return _references(text, known, name, name)
        except Unreadable:
            pass
    if known != "html":
        printed = pasted.printed_references(text)
        if printed:
            references, problems = printed
            return Reading(name, "references", references=references, problems=problems)
    documents = import_module("mscref.formats.documents")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if known == "html":
        document = documents.read_document(text.encode("utf-8"), name, "text/html")
    else:
        document = documents.document_from_text(text, name=name, sha256=digest)
    return _document_reading(name, "html" if known == "html" else "text", document)


def references_of_lines(text: str) -> Iterator[Reference | None]:
    """One result a line: the printed reference of any style that it holds, None where nothing could be read."""
    from mscref.formats import reference_strings

    rows = text_encoding.lines(text_encoding.clean(text).lstrip("\ufeff"))
    if rows and not rows[-1]:
        rows.pop()
    for row in rows:
        yield reference_strings.parse(row.strip()) if row.strip() else None


def write(format_name: str, references: Iterable[Reference], out: TextIO, **options: object) -> None:
    """Write `references` in the format of that name; `options_of` names the options of each.

    Raises UserError for a name that is no format, and for an option that the format has not.
    """
    writer = writers.get(format_name)
    if writer is None:
        raise UserError(f'There is no format "{format_name}" to write. The formats are {", ".join(sorted(writers))}.')
    writer(references, out, **options)


def options_of(format_name: str) -> frozenset[str]:
    """The names of the options that a format's writer takes; for their meaning see `bib_options` and `shaping`."""
    if format_name in ("bibtex", "biblatex"):
        from mscref.formats.bib_options import NAMES

        return NAMES - {"dialect"}
    return _SHAPING | _OWN_OPTIONS.get(format_name, frozenset())


def _bibtex_writer(dialect: str) -> Callable[..., None]:
    def write_with(references: Iterable[Reference], out: TextIO, **options: object) -> None:
        _module("bibtex").write(references, out, dialect=dialect, **options)

    return write_with


def _writer(format_name: str, module: str, function: str) -> Callable[..., None]:
    def write_with(references: Iterable[Reference], out: TextIO, **options: object) -> None:
        if unknown := options.keys() - options_of(format_name):
            known = ", ".join(sorted(options_of(format_name)))
            raise UserError(f'The format {format_name} has no option "{min(unknown)}"; it has {known}.')
        own = {name: options.pop(name) for name in _OWN_OPTIONS.get(format_name, ()) if name in options}
        if "facets" in options and module == "tables":
            own["facets"] = options.pop("facets")
        shape = _module("shaping").Shape(**options)
        shaped = references if shape.does_nothing else map(shape.shaped, references)
        getattr(_module(module), function)(shaped, out, **own)

    return write_with


writers: Mapping[str, Callable[..., None]] = {
    "bibtex": _bibtex_writer("bibtex"),
    "biblatex": _bibtex_writer("biblatex"),
    **{name: _writer(name, module, function) for name, (module, function) in _WRITERS.items()},
}


def _module(module: str) -> ModuleType:
    return import_module(f"mscref.formats.{module}")


def _read(data: bytes, text: str, path: str, name: str, extension: str) -> Reading:
    """Read by content; where the content says nothing by extension; text that holds no references as a document."""
    known = format_of(text, extension) or extension_format(extension)
    if known in _READERS:
        return _references(text, known, path, name)
    if known == "xml":
        raise Unreadable(
            f"{name} is XML that mscref does not know: export it as PubMed XML, EndNote XML, RIS or BibTeX."
        )
    media_type = "text/html" if known == "html" else MEDIA_TYPES.get(extension)
    if media_type is None:
        raise Unreadable(
            f"{name} is of no kind that mscref reads: save it as .bib, .ris, .nbib, .xml, .json, .pdf, .html or .txt."
        )
    if len(data) > LARGEST_DOCUMENT:
        raise Unreadable(
            f"{name} is too large for a text document ({len(data) // MEGABYTE} MB; the most is 20 MB): split it."
        )
    document = _module("documents").read_document(data, name, media_type)
    format_name = media_type.removeprefix("text/").replace("plain", "text")
    return _document_reading(path, format_name, replace(document, path=path))


def _document_reading(path: str, format_name: str, document: Document) -> Reading:
    problems = tuple(Problem(warning) for warning in document.warnings)
    return Reading(path, format_name, documents=(document,), problems=problems)


def _references(text: str, format_name: str, path: str, name: str) -> Reading:
    return _gathered(_module(_READERS[format_name]).read(text), format_name, path, name)


def _gathered(read: Iterator[Reference | Problem], format_name: str, path: str, name: str) -> Reading:
    """What a reader yields, as one Reading."""
    references: list[Reference] = []
    problems: list[Problem] = []
    try:
        for found in read:
            if isinstance(found, Reference):
                references.append(found)
            elif isinstance(found, Problem):
                problems.append(found)
            else:
                raise Bug(f"The reader of {format_name} yielded {type(found).__name__}.")
    except Unreadable as error:
        raise Unreadable(f"{name} cannot be read as {format_name}. {error}") from error
    return Reading(path, format_name, references=tuple(references), problems=tuple(problems))
