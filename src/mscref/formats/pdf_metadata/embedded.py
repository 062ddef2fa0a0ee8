"""What a PDF says of itself: the Info dictionary, XMP (dc, prism, crossmark, pdfx) and embedded BibTeX."""

from __future__ import annotations

import contextlib
import html
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mscref.errors import UserError
from mscref.formats.pdf_text import Pdf, clean, squeeze
from mscref.model.identifiers import normalise_doi
from mscref.model.reference import Reference

if TYPE_CHECKING:
    from lxml.etree import _Element

_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>|<rdf:RDF\b.*?</rdf:RDF>", re.DOTALL)
_STREAM = re.compile(rb"<<((?:(?!<<|>>).){0,300}?/Type\s*/Metadata(?:(?!<<|>>).){0,300}?)>>\s*stream\r?\n", re.DOTALL)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LARGEST = 5_000_000
_KEPT = {
    "title": "title",
    "doi": "doi",
    "wpsarticledoi": "doi",
    "publicationname": "journal",
    "journal": "journal",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "startingpage": "first_page",
    "endingpage": "last_page",
    "pagerange": "page_range",
    "articlenumber": "article_number",
    "coverdate": "date",
    "publicationdate": "date",
    "majorversiondate": "date",
    "description": "description",
}
_JUNK_TITLE = re.compile(
    r"microsoft word|untitled|\.(?:docx?|dvi|tex|pdf|indd|qxd|qxp|ps|eps|fm|p65|rtf)\b|^(?:doi|pii)\b|^10\.\d{4}|"
    r"^[\w\-]+$|^[A-Z_\d\s.\-]{2,25}\d+\s*\.\.\s*\d+|^\W*$|powerpoint|^(?:title|layout|slide|page|print)\s*\d*$|"
    r"proof|^(?:vol(?:ume)?|issue)\b|template|^\S+\s+\d+\.\.\d+$",
    re.IGNORECASE,
)
_MOJIBAKE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac|&#x?\\w+;|\ufffd")


@dataclass(frozen=True)
class Embedded:
    """Bibliographic values that a PDF carries, by the names of `_KEPT`; `sources` tells where each was.

    `authors` is a lexicon of spellings: its order means nothing unless `authors_ordered`.
    """

    values: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    authors_ordered: bool = False
    keywords: tuple[str, ...] = ()
    subject: str = ""
    bibtex: Reference | None = None

    @property
    def tells_paper(self) -> bool:
        """True when the file names a paper by itself: a DOI, or a title that a person wrote."""
        return bool(self.get("doi")) or (bool(self.get("title")) and not is_junk_title(self.get("title")))

    def get(self, name: str) -> str:
        return self.values.get(name, "")


def read_embedded(pdf: Pdf, data: bytes) -> Embedded:
    """All that the file says of itself; nothing in it is believed before the pages agree."""
    values: dict[str, str] = {}
    sources: dict[str, str] = {}
    authors: list[str] = []
    ordered = False
    keywords: list[str] = []
    for element in _descriptions(data):
        name = _local(element.tag)
        if name == "creator":
            ordered = ordered or any(_local(child.tag) == "Seq" for child in element)
            authors.extend(_texts(element))
        elif name == "subject":
            keywords.extend(_texts(element))
        elif _plain(name) in _KEPT:
            _keep(values, sources, _KEPT[_plain(name)], " ".join(_texts(element)), "xmp")
        elif name == "identifier" or "doi" in name.lower():
            _keep(values, sources, "doi", normalise_doi(" ".join(_texts(element))), "xmp")
    info = pdf.info()
    _keep(values, sources, "title", info.get("Title", ""), "info")
    for name in ("doi", "DOI", "WPS-ARTICLEDOI"):
        _keep(values, sources, "doi", normalise_doi(info.get(name, "")), "info")
    sources["authors"] = "xmp" if authors else "info"
    if not authors:
        authors = _split_names(info.get("Author", ""))
        ordered = True
    elif len(authors) == 1:
        authors = _split_names(authors[0])
    if "doi" in values:
        values["doi"] = normalise_doi(values["doi"])
    own = _split_keywords(info.get("Keywords", ""))
    sources["keywords"] = "info" if own else "xmp"
    return Embedded(
        values,
        sources,
        tuple(dict.fromkeys(name for name in authors if name)),
        ordered,
        tuple(dict.fromkeys(own or keywords)),
        squeeze(info.get("Subject", "")),
        _bibtex(pdf),
    )


def is_junk_title(title: str) -> bool:
    """True for what programs write into Title: file names, numbers, "Microsoft Word - x.doc"."""
    return len(title) < 8 or bool(_JUNK_TITLE.search(title)) or bool(_MOJIBAKE.search(title)) or " " not in title


def _keep(values: dict[str, str], sources: dict[str, str], name: str, text: str, source: str) -> None:
    text = squeeze(clean(text))
    if text and name not in values:
        values[name] = text
        sources[name] = source


def _packets(data: bytes) -> Iterator[bytes]:
    found = False
    for match in _PACKET.finditer(data):
        found = True
        yield match.group()[:_LARGEST]
    if found:
        return
    for match in _STREAM.finditer(data):
        if b"/FlateDecode" in match.group(1):
            with contextlib.suppress(zlib.error):
                text = zlib.decompressobj().decompress(data[match.end() : match.end() + _LARGEST], _LARGEST)
                yield from (packet.group() for packet in _PACKET.finditer(text))


def _descriptions(data: bytes) -> Iterator[_Element]:
    """Every property of every XMP packet, attributes of rdf:Description made elements."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    for packet in _packets(data):
        try:
            root = etree.fromstring(packet, parser)
        except etree.XMLSyntaxError:
            continue
        if root is None:
            continue
        for description in root.iter(f"{_RDF}Description"):
            for name, value in description.attrib.items():
                element = etree.Element(str(name))
                element.text = str(value)
                yield element
            yield from (child for child in description if isinstance(child.tag, str))


def _texts(element: _Element) -> list[str]:
    found = [text for item in element.iter(f"{_RDF}li") if (text := _text(item))]
    return list(dict.fromkeys(found)) or [_text(element)]


def _text(element: _Element) -> str:
    """The text of an element; some programs escape its letters twice ("Az&#xea;do")."""
    return squeeze(clean(html.unescape("".join(str(part) for part in element.itertext()))))


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _split_names(text: str) -> list[str]:
    if ";" in text:
        return [squeeze(part) for part in text.split(";")]
    return [squeeze(part) for part in re.split(r",|\band\b|&", text)]


def _split_keywords(text: str) -> list[str]:
    parts = re.split(r"[;\u2022\u00b7|]", text) if re.search(r"[;\u2022\u00b7|]", text) else text.split(",")
    return [word for word in map(squeeze, parts) if 1 < len(word) < 100]


def _bibtex(pdf: Pdf) -> Reference | None:
    """The first entry of an attached .bib file."""
    for name, content in pdf.attachments():
        if name.lower().endswith(".bib") and len(content) < _LARGEST:
            return first_bibtex(content.decode("utf-8", "replace"))
    return None


def first_bibtex(text: str) -> Reference | None:
    """The first reference of a BibTeX text, None when it holds none."""
    from mscref.formats import bibtex

    with contextlib.suppress(UserError):
        read: Iterable[object] = bibtex.read(text)
        return next((item for item in read if isinstance(item, Reference)), None)
    return None
