"""A small .docx from paragraphs and tables: headings, quotes, lists, bold, italic, code, links to the web.

Minimal Office Open XML in a zip file, the same bytes for the same content. What is no character of XML 1.0 is dropped.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from mscref.jobs import atomic_file

STYLES = ("Normal", "Title", "Heading1", "Heading2", "Heading3", "Quote", "ListBullet", "ListNumber", "Caption", "Cell")
_DATE = (1980, 1, 1, 0, 0, 0)
# A4 and its margins in twentieths of a point; a lying page, which is for wide tables, has narrow ones.
_LONG, _SHORT = 16838, 11906
_MARGINS = {False: 1304, True: 850}
_UNWANTED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = re.compile(r"(?:https?|mailto):[^\s<>\"]+", re.IGNORECASE)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; `link` is a web or mail address, anything else there is dropped."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a style of STYLES; `level` indents lists from 0."""

    runs: tuple[Run, ...]
    style: str = "Normal"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each a text or runs; the first `heads` rows are repeated on every page.

    `shares` are the shares of the line that the columns take; with them the table is set small.
    """

    rows: tuple[tuple[str | tuple[Run, ...], ...], ...]
    heads: int = 1
    shares: tuple[float, ...] = ()


Block = Paragraph | Table


def paragraph(text: str, style: str = "Normal") -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph((Run(text),), style)


def write(path: Path, blocks: Iterable[Block], *, landscape: bool = False) -> None:
    """Write a .docx, whole or not at all; raises UserError when the place cannot be written to."""
    data = document(blocks, landscape=landscape)
    atomic_file.put(path, lambda fresh: fresh.write_bytes(data))


def document(blocks: Iterable[Block], *, landscape: bool = False) -> bytes:
    """The bytes of a .docx."""
    links: list[str] = []
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    margin = _MARGINS[landscape]
    line = width - 2 * margin
    body = "".join(_table(b, links, line) if isinstance(b, Table) else _paragraph(b, links) for b in blocks)
    size = f'w:w="{width}" w:h="{height}"' + (' w:orient="landscape"' if landscape else "")
    sides = " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    margins = f'<w:pgMar {sides} w:header="708" w:footer="708" w:gutter="0"/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": f"{_HEAD}<w:document {_W} {_R}><w:body>{body}<w:sectPr><w:pgSz {size}/>{margins}"
        "</w:sectPr></w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/_rels/document.xml.rels": _relations(links),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _paragraph(block: Paragraph, links: list[str], extra: str = "") -> str:
    inner = f'<w:pStyle w:val="{block.style}"/>' if block.style != "Normal" else ""
    if block.style in ("ListBullet", "ListNumber"):
        number = 1 if block.style == "ListBullet" else 2
        inner += f'<w:numPr><w:ilvl w:val="{min(block.level, 8)}"/><w:numId w:val="{number}"/></w:numPr>'
    properties = f"<w:pPr>{inner}{extra}</w:pPr>" if inner or extra else ""
    return f"<w:p>{properties}{''.join(_run(run, links) for run in block.runs)}</w:p>"


def _run(run: Run, links: list[str]) -> str:
    is_link = bool(_WEB.fullmatch(run.link))
    look = "".join(
        mark
        for mark, holds in (
            ('<w:rStyle w:val="Hyperlink"/>', is_link),
            ('<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>', run.code),
            ("<w:b/>", run.bold),
            ("<w:i/>", run.italic),
        )
        if holds
    )
    lines = [f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in run.text.split("\n")]
    made = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:br/>'.join(lines)}</w:r>"
    if not is_link:
        return made
    if run.link not in links:
        links.append(run.link)
    return f'<w:hyperlink r:id="rLink{links.index(run.link)}">{made}</w:hyperlink>'


def _text(text: str) -> str:
    return escape(_UNWANTED.sub("", text))


def _table(table: Table, links: list[str], line: int) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="A0A6B0"/>' for side in sides)
    columns = max((len(row) for row in table.rows), default=0)
    widths = [round(line * share / sum(table.shares)) for share in table.shares] or [0] * columns
    grid = "".join(f'<w:gridCol w:w="{width}"/>' if width else "<w:gridCol/>" for width in widths)
    rows = "".join(_row(row, widths, place < table.heads, links) for place, row in enumerate(table.rows))
    width = '<w:tblW w:w="5000" w:type="pct"/>'
    layout = '<w:tblLayout w:type="fixed"/>' if table.shares else ""
    return (
        f"<w:tbl><w:tblPr>{width}<w:tblBorders>{borders}</w:tblBorders>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{rows}</w:tbl><w:p/>"
    )


def _row(row: Sequence[str | tuple[Run, ...]], widths: Sequence[int], is_head: bool, links: list[str]) -> str:
    cells = []
    for width, cell in itertools.zip_longest(widths, row, fillvalue=""):
        runs = (Run(cell, bold=is_head),) if isinstance(cell, str) else cell
        wide = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' if width else "<w:tcPr/>"
        block = Paragraph(runs, "Cell" if width else "Normal")
        cells.append(f"<w:tc>{wide}{_paragraph(block, links, _TIGHT)}</w:tc>")
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{head}{''.join(cells)}</w:tr>"


_TIGHT = '<w:spacing w:after="20"/>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    + "</Types>"
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rMain" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def _relations(links: Sequence[str]) -> str:
    web = "".join(
        f'<Relationship Id="rLink{n}" Type="{_OFFICE}/hyperlink" Target={quoteattr(_UNWANTED.sub("", link))}'
        ' TargetMode="External"/>'
        for n, link in enumerate(links)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rStyles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rNumbers" Type="{_OFFICE}/numbering" Target="numbering.xml"/>{web}</Relationships>'
    )


def _styles() -> str:
    sizes = {"Title": 40, "Heading1": 32, "Heading2": 26, "Heading3": 23}
    made = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'
        '<w:sz w:val="22"/></w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="1F4FB0"/><w:u w:val="single"/></w:rPr></w:style>',
    ]
    for name in STYLES[1:]:
        title = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name).replace("Heading", "heading")
        before, look = "", ""
        if name in sizes:
            before = '<w:keepNext/><w:spacing w:before="240" w:after="80"/>'
            if name.startswith("Heading"):
                before += f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>'
            look = f'<w:b/><w:sz w:val="{sizes[name]}"/>'
        elif name == "Quote":
            before, look = '<w:ind w:left="454" w:right="227"/>', "<w:i/>"
        elif name == "Caption":
            look = '<w:color w:val="5A6270"/><w:sz w:val="19"/>'
        elif name == "Cell":
            look = '<w:sz w:val="15"/>'
        made.append(
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:basedOn w:val="Normal"/>'
            f"<w:qFormat/><w:pPr>{before}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
        )
    return f"{_HEAD}<w:styles {_W}>{''.join(made)}</w:styles>"


def _numbering() -> str:
    kinds = []
    for number, format in ((1, "bullet"), (2, "decimal")):
        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
            f'<w:lvlText w:val="{"•" if format == "bullet" else f"%{n + 1}."}"/>'
            f'<w:pPr><w:ind w:left="{454 * (n + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
            for n in range(9)
        )
        kinds.append(f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>')
    used = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    return f"{_HEAD}<w:numbering {_W}>{''.join(kinds)}{used}</w:numbering>"
