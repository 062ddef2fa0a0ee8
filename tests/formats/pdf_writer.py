"""Small PDFs for tests, written by hand: lines of text in the standard fonts, Info, XMP, encryption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class T:
    """A text on a page: place from the upper left corner in points, size, bold, and its turn in degrees (0 or 90)."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    turn: int = 0


def paragraph(x: float, y: float, text: str, *, width: int = 90, size: float = 10, leading: float = 12) -> list[T]:
    """Words filled into lines of at most `width` characters."""
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [T(x, y + n * leading, line, size) for n, line in enumerate(lines)]


def pdf(
    pages: Sequence[Sequence[T]],
    *,
    info: dict[str, str] | None = None,
    xmp: str = "",
    encrypted: bool = False,
    height: int = 800,
) -> bytes:
    """A PDF with these pages; `encrypted` asks for a password that nobody knows."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    bodies: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R" + (b"/Metadata 6 0 R" if xmp else b"") + b">>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        5: b"<<" + b"".join(b"/%s(%s)" % (k.encode(), _escaped(v)) for k, v in (info or {}).items()) + b">>",
    }
    if xmp:
        packet = xmp.encode()
        bodies[6] = b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(packet), packet)
    for n, page in enumerate(pages):
        content = b"\n".join(_drawn(text, height) for text in page)
        bodies[10 + 2 * n] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 %d]/Resources<</Font<</R 3 0 R/B 4 0 R>>>>/Contents %d 0 R>>"
            % (height, 11 + 2 * n)
        )
        bodies[11 + 2 * n] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    trailer = b"/Root 1 0 R/Info 5 0 R"
    if encrypted:
        bodies[7] = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"5a" * 32, b"a5" * 32)
        trailer += b"/Encrypt 7 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    return _file(bodies, trailer)


def xmp_packet(inner: str) -> str:
    """An XMP packet with the given properties."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" '
        'xmlns:crossmark="http://crossref.org/crossmark/1.0/">'
        f'{inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _drawn(text: T, height: int) -> bytes:
    font = b"B" if text.bold else b"R"
    a, b = (1, 0) if text.turn == 0 else (0, 1)
    return b"BT /%s 1 Tf %g %g %g %g %g %g Tm (%s) Tj ET" % (
        font,
        text.size * a,
        text.size * b,
        -text.size * b,
        text.size * a,
        text.x,
        height - text.y,
        _escaped(text.text),
    )


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(bodies: dict[int, bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(bodies) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
