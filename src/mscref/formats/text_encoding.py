"""Bytes to text: which encoding a file is in, and which characters never enter."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"^[ \t]*%+[ \t]*Encoding:[ \t]*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)|"
    rb"<meta[^>]{0,200}?charset=[\"']?([\w.:-]+)",
    re.IGNORECASE | re.MULTILINE,
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\n\r\x0b\x0c]+")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of the encoding it was read in.

    In this order: a byte order mark; UTF-16 seen by its zero bytes; UTF-8; what the file says of itself
    (`% Encoding:`, an XML declaration, an HTML charset); UTF-8 with a few damaged bytes; GB 18030 where its pairs
    of bytes prevail; Windows-1252. A byte that no table knows becomes the Latin-1 character of its number.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data, name), name.removesuffix("-sig")
    wide = _wide_encoding(data[:4000])
    if wide:
        return _lenient(data, wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _declared_encoding(data[:4000])
    if declared:
        try:
            return data.decode(declared), declared
        except UnicodeDecodeError:
            pass
    guessed = _guess(data)
    return _lenient(data, guessed), guessed


def clean(text: str) -> str:
    """`text` without NUL characters and lone surrogates; everything else stays as typed."""
    return _FORBIDDEN.sub("", text) if _FORBIDDEN.search(text) else text


def one_line(text: str) -> str:
    """`text` without space at its ends, every run of ASCII white space in it made one space.

    Other spaces within (no-break, thin) stay.
    """
    return _SPACES.sub(" ", text).strip()


def lines(text: str) -> list[str]:
    """The lines of `text` by LF, CRLF or CR alone: no other character ends a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    if len(head) < 4:
        return ""
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


def _declared_encoding(head: bytes) -> str:
    """What the file says of itself, when Python knows that encoding as a text encoding other than UTF-8."""
    found = _DECLARED.search(head)
    if not found:
        return ""
    label = next(group for group in found.groups() if group).decode("ascii")
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name == "utf-8" else name


def _guess(data: bytes) -> str:
    """One of utf-8 (damaged), gb18030, cp1252."""
    sound = len(data.decode("utf-8", "ignore").encode("utf-8"))
    high = sum(len(run) for run in _HIGH_RUN.findall(data))
    damaged = len(data) - sound
    if damaged * 4 < high - damaged:
        return "utf-8"
    pairs = sum(len(run) for run in _HIGH_RUN.findall(data) if len(run) % 2 == 0 and _looks_chinese(run))
    return "gb18030" if pairs >= 0.6 * high else "cp1252"


def _looks_chinese(run: bytes) -> bool:
    """True when a run of high bytes is made of GB 2312 pairs (both bytes A1-FE, the first a used row)."""
    firsts, seconds = run[0::2], run[1::2]
    return all(0xA1 <= a <= 0xF7 for a in firsts) and all(b >= 0xA1 for b in seconds)


def _lenient(data: bytes, name: str) -> str:
    """Decode, taking a byte that does not fit for its Windows-1252 (else Latin-1) character."""
    return data.decode(name, "mscref.one_byte")


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.start + 1]
    try:
        return bad.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return bad.decode("latin-1"), error.start + 1


codecs.register_error("mscref.one_byte", _one_byte)
