"""What a file is, told by its content: magic bytes of binary files, marks of the tagged formats in text."""

from __future__ import annotations

import re

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    "": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "text/html",
}
_EXTENSIONS = {
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".biblatex": "bibtex",
    ".ris": "ris",
    ".nbib": "nbib",
    ".medline": "nbib",
    ".enw": "enw",
    ".isi": "isi",
    ".ciw": "isi",
    ".json": "csl-json",
    ".jsonl": "csl-json",
    ".csljson": "csl-json",
    ".xml": "xml",
}
_WORD = "a document of a word processor, which mscref does not read yet: save it as PDF or plain text"
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or an Office document: unpack it, or save the document as PDF or plain text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _WORD),
    (b"{\\rtf", _WORD),
    (b"SQLite format 3\x00", "a database, not a file of references: open a mscref library with --library"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"BZh", "compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"\x89PNG\r\n\x1a\n", "a picture, which holds no text: look for the PDF or the web page"),
    (b"\xff\xd8\xff", "a picture, which holds no text: look for the PDF or the web page"),
    (b"GIF8", "a picture, which holds no text: look for the PDF or the web page"),
    (b"II*\x00", "a picture, which holds no text: look for the PDF or the web page"),
    (b"%!PS", "PostScript, which mscref does not read: turn it into a PDF"),
    (b"\x7fELF", "a program, not a file of references: check its name"),
    (b"MZ\x90", "a program, not a file of references: check its name"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 200_000

_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html)|<[A-Za-z][\w:.-]*[\s/>])", re.IGNORECASE)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_PUBMED = re.compile(r"<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitation(?:Set)?)[\s>]")
_ENDNOTE = re.compile(r"<records>|<record>[\s\S]{0,5000}<ref-type[\s>]|<ref-type[\s>]")
_RIS = re.compile(r"^[ \t]*TY[ \t]{1,3}-(?:[ \t]*[A-Z]{2,8})?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_RIS_MORE = re.compile(r"^[ \t]*(?!TY)[A-Z][A-Z0-9][ \t]{1,3}-", re.MULTILINE | re.IGNORECASE)
_BIBTEX = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|import|media|param|return|font-face)[A-Za-z][\w-]*\s*[{(]"
    r"\s*(?:[^\s,{}()=\"]*\s*[,}=]|[^\n]*=)",
    re.MULTILINE | re.IGNORECASE,
)
_NBIB = re.compile(r"^(?:PMID- ?\d|(?:OWN |STAT|FAU |TI  )- )", re.MULTILINE)
_NBIB_MORE = re.compile(r"^(?:TI  |AB  |AU  |FAU |DP  |JT  |TA  |BTI )- ", re.MULTILINE)
_ENW = re.compile(r"^%0 \S.*$", re.MULTILINE)
_ISI = re.compile(r"^(?:FN |VR |PT [A-Z]$)", re.MULTILINE)
_ISI_MORE = re.compile(r"^(?:PT|AU|TI|SO|PY) \S", re.MULTILINE)
_CSL = re.compile(r"[\s\ufeff]*(?:\[\s*(?:\{|\])|\{\s*\")")


def is_pdf(data: bytes) -> bool:
    """True when a PDF header stands within the first kilobyte, where readers accept it."""
    return b"%PDF-" in data[:1024]


def binary_kind(data: bytes) -> str:
    """What a binary file is and what to do about it, to follow "is"; empty for text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:8000]
    if data.startswith(_WIDE_MARKS):
        return ""
    if head.count(0) and not _is_wide_text(head) and not _is_text_with_specks(head):
        return "binary, not text: mscref reads .bib, .ris, .nbib, .xml, .json, .pdf, .html and .txt files"
    return ""


def _is_text_with_specks(head: bytes) -> bool:
    """True for text in which a few bytes, as a bad disk or transfer leaves them, are no text."""
    controls = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1a\x1c\x1d\x1e\x1f")
    return controls * 20 <= len(head) and controls <= 4 + len(head) // 1000


def format_of(text: str, extension: str = "") -> str:
    """The format that the content shows: a name of a reference format, "html", "xml" (unknown), or empty.

    A tagged format is only believed where its first marks stand near the start or the extension agrees, so that a page
    that shows an example of one stays a page.
    """
    head = text[:_HEAD].lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    marked = _xml_format(head, extension)
    if marked:
        return marked
    if _CSL.match(head) and ('"' in head or extension == ".json"):
        return "csl-json"
    for name, first, more in _TAGGED:
        found = first.search(head)
        if (
            found
            and (more is None or more.search(head, found.start()))
            and _is_near(head, found.start(), name, extension)
        ):
            return name
    return ""


def extension_format(extension: str) -> str:
    """The reference format that an extension promises; "xml" when it could be several, empty for none."""
    return _EXTENSIONS.get(extension, "")


_TAGGED = (
    ("ris", _RIS, _RIS_MORE),
    ("nbib", _NBIB, _NBIB_MORE),
    ("enw", _ENW, None),
    ("isi", _ISI, _ISI_MORE),
    ("bibtex", _BIBTEX, None),
)


def _is_near(head: str, start: int, name: str, extension: str) -> bool:
    """True when little text stands before the first mark, or the file's extension says the same."""
    if _EXTENSIONS.get(extension) == name:
        return True
    before = head[:start].strip()
    return len(before) < 1500 or (name == "bibtex" and before.startswith(("%", "@")))


def _xml_format(head: str, extension: str) -> str:
    if extension in (".bib", ".ris", ".nbib"):
        return ""
    start = head.find("<?xml")
    looks = bool(_XML.match(head)) or 0 <= start < 200
    if looks and _PUBMED.search(head):
        return "pubmed-xml"
    if looks and _ENDNOTE.search(head) and not _HTML.search(head[:2000]):
        return "endnote-xml"
    if extension in (".html", ".htm", ".xhtml") or _HTML.search(head[:5000]):
        return "html" if looks or extension in (".html", ".htm", ".xhtml") else ""
    return "xml" if looks and (0 <= start < 200 or extension == ".xml") else ""


def _is_wide_text(head: bytes) -> bool:
    """UTF-16 text without a mark: zeros stand on one side of nearly every pair of bytes."""
    half = max(len(head) // 2, 1)
    left, right = head[0::2].count(0), head[1::2].count(0)
    return (left > 0.7 * half and right < 0.05 * half) or (right > 0.7 * half and left < 0.05 * half)
