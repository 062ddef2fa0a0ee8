"""The title: the block of the first pages that is set as one, checked against what the file says of itself."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from mscref.formats.pdf_metadata import journals
from mscref.formats.pdf_metadata.citation_lines import read_citation_lines
from mscref.formats.pdf_metadata.embedded import Embedded, is_junk_title
from mscref.formats.pdf_metadata.found import Found, fold
from mscref.formats.pdf_metadata.layout import Block, Layout, joined
from mscref.formats.pdf_metadata.names import byline_score, marked_text, split_names
from mscref.formats.pdf_text import Line

_BANNER = re.compile(
    r"(?:original|research|review|case|short|brief|full|rapid|clinical|systematic|mini|open|free|regular|technical|"
    r"special|invited|data|methodology|study|progress|feature|contributed|scientific|basic|experimental|guest)*\s*"
    r"(?:article|paper|reports?|review|communications?|access|protocol|letters?|editorial|commentary|perspectives?|"
    r"correspondence|research|note|study|trial|abstract|summary|contents?|introduction|background|methods?|results|"
    r"discussion|references|keywords|openaccess|news|views|comment|opinion|hypothesis|medicine|series|biology|"
    r"chemistry|science|clinicaltrialreport|metaanalysis|observationalstudy|experimentalresearch|articleinfo|"
    r"graphicalabstract|highlights|manuscript|acceptedmanuscript|authormanuscript|tableofcontents|natureNotes|"
    r"correction|erratum|corrigendum|software|dataset|debate|resource|tools|letterstotheeditor|lettertotheeditor|"
    r"reviewanalysis|originalcontributions?|casereports?|caseseries|onlinefirst|articleinpress|opendata)",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:(?:original|research|review|case|short)\s+(?:article|paper|report|communication)s?|open access)"
    r"\s*[:\u2013\u2014-]\s*",
    re.I,
)
_NOT_TITLE = re.compile(
    r"https?:|www\.|@|\bdoi\b|\bissn\b|\u00a9|copyright|all rights|\bvol(?:ume|\.)\s*\d|\breceived\b|\baccepted\b|"
    r"downloaded|correspond(?:ence|ing)|submit your|journal homepage|sciencedirect|contents lists|resource centre|"
    r"\bdepartment of|\buniversity\b.*,|\bfaculty of|"
    r"cite this|citation:|available (?:online|at)|terms (?:and|of)|this article|please|published",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """The title found, with the block or blocks it was set in (empty when only the file's own data gave it)."""

    found: Found
    blocks: tuple[Block, ...] = ()


def find_title(layout: Layout, embedded: Embedded) -> Title | None:
    """The best title, None when neither the pages nor the file give one."""
    own = embedded.get("title")
    believed = "" if is_junk_title(own) else own
    scored = sorted(((_score(block, layout, believed), block) for block in layout.blocks), key=lambda item: -item[0])
    if not scored or scored[0][0] < 0:
        return _from_metadata(believed, embedded, layout)
    score, best = scored[0]
    blocks = _with_neighbours(best, layout)
    main = _text(blocks[0], layout)
    whole = _with_subtitle(blocks, layout)
    confidence = min(0.97, 0.55 + score / 20)
    lines = tuple(line for block in blocks for line in block.lines if fold(line.plain) in fold(whole)) or best.lines
    page = Found(whole, confidence, "page", lines)
    if believed and fold(believed) in layout.folded:
        a, b = fold(believed), fold(whole)
        if a == b or a == fold(main):
            confidence = 0.99
            if a == b and not believed.isupper():
                page = Found(believed, confidence, "page", lines)
        elif not b.startswith(a) and not a.startswith(b) and len(a) > 30 and score < 9:
            return Title(Found(believed, 0.8, embedded.sources["title"], lines), blocks)
        elif a.startswith(b) and len(a) < len(b) + 150:
            return Title(Found(believed, 0.9, embedded.sources["title"], lines), blocks)
        elif a in b and len(a) > 0.6 * len(b) and not b.startswith(a):
            page = Found(believed, 0.9, embedded.sources["title"], lines)
    return Title(Found(page.value, confidence, page.source, page.lines), blocks)


def _score(block: Block, layout: Layout, believed: str) -> float:
    text = joined(block.lines, {})
    letters = fold(text)
    words = len(text.split())
    if len(letters) < 6 or len(block.lines) > 9:
        return -9.0
    page = layout.pages[block.page - layout.pages[0].number]
    score = 5 * math.log(max(block.size, 1) / layout.body_size) / math.log(2)
    score += 1.0 * block.bold
    score += 1.5 if block.top < 0.45 * page.height else -1.0
    score += {layout.pages[0].number: 1.5}.get(block.page, -0.5)
    score += _length_score(words)
    score += 2.5 if _byline_follows(block, layout) else 0.0
    if believed:
        own = fold(believed)
        score += 4.0 if own.startswith(letters) or letters.startswith(own) or own in letters else 0.0
    if _BANNER.fullmatch(letters) or _NOT_TITLE.search(text):
        score -= 6.0
    if layout.is_running(block.lines[0]) and block.top < 0.12 * page.height:
        score -= 2.5
    byline = marked_text(block.lines)
    if byline_score(byline) > 0.7 and (block.size < 1.3 * layout.body_size or len(split_names(byline)) > 1):
        score -= 5.0
    if len(block.lines) < 3 and next(read_citation_lines(text), None):
        score -= 6.0
    if sum(c.isdigit() for c in text) > 0.3 * len(text):
        score -= 4.0
    if text[-1:] == "." and words > 20:
        score -= 1.5
    return score


def _length_score(words: int) -> float:
    if words <= 2:
        return -3.0
    if words == 3:
        return -1.0
    return 1.0 if words <= 45 else -4.0


def _byline_follows(block: Block, layout: Layout) -> bool:
    for other in layout.blocks:
        if other.page == block.page and 0 < other.lines[0].baseline - block.bottom < 110 and other.x0 < block.x1:
            text = marked_text(other.lines[:6])
            if other.size < block.size * 1.05 and byline_score(text) > 0.6:
                return True
    return False


def _with_neighbours(best: Block, layout: Layout) -> tuple[Block, ...]:
    """The title's block and the ones right above or below that continue it: a line of another size, a subtitle."""
    chain = [best]
    for block in layout.blocks:
        last = chain[-1]
        gap = block.lines[0].baseline - last.bottom
        if block.page != best.page or not 0 < gap < 2.1 * last.size:
            continue
        overlap = min(block.x1, last.x1) - max(block.x0, last.x0)
        text = joined(block.lines, {})
        if (
            overlap > 0
            and 1.15 * layout.body_size < block.size <= best.size * 1.05
            and len(chain) < 3
            and len(text.split()) > 1
            and abs(block.x0 - last.x0) < 12 * last.size
            and byline_score(marked_text(block.lines)) < 0.5
            and not _NOT_TITLE.search(text)
            and not _BANNER.fullmatch(fold(text))
        ):
            chain.append(block)
    above = _line_above(best, layout)
    return (above, *chain) if above else tuple(chain)


def _line_above(best: Block, layout: Layout) -> Block | None:
    """A larger line right above the title's block, when the title begins there."""
    for block in layout.blocks:
        gap = best.lines[0].baseline - block.bottom
        text = joined(block.lines, {})
        if (
            block.page == best.page
            and 0 < gap < 1.7 * best.size
            and 1.08 * best.size < block.size < 2 * best.size
            and block.bold == best.bold
            and abs(block.x0 - best.x0) < 4
            and len(text.split()) > 1
            and block.top > 0.08 * layout.pages[0].height
            and not _BANNER.fullmatch(fold(text))
            and not _NOT_TITLE.search(text)
            and journals.named(text) is None
        ):
            return block
    return None


def _text(block: Block, layout: Layout) -> str:
    text = joined(_without_banner(block.lines), layout.words)
    text = re.sub(r"\s*\[(?:v\d|version \d).*\]$", "", _PREFIX.sub("", text))
    text = re.sub(r"\s*[*\u2217\u2020\u2021\u2606\u22c6\u00a7]+\d*$", "", text)
    last = block.lines[-1].runs[-1]
    if last.raised and last.text.strip(" *\u2020,").isdigit() and len(last.text.strip()) < 3:
        text = text.removesuffix(last.text.strip()).rstrip()
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    return text.strip()


def _without_banner(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a title without the kind of article that is set above it in the same type."""
    for number, line in enumerate(lines):
        if not _BANNER.fullmatch(fold(line.plain)) or sum(len(rest.plain.split()) for rest in lines[number + 1 :]) < 3:
            return lines[number:]
    return lines


def _with_subtitle(blocks: tuple[Block, ...], layout: Layout) -> str:
    text = _text(blocks[0], layout)
    for above, block in pairwise(blocks):
        more = _text(block, layout)
        continues = abs(above.size - block.size) < 0.1 * block.size and above.bold == block.bold
        mark = " " if continues or text.endswith((":", "?", "!", "\u2013", "\u2014")) or more[:1].islower() else ": "
        text = f"{text}{mark}{more}"
    return text


def _from_metadata(believed: str, embedded: Embedded, layout: Layout) -> Title | None:
    if not believed:
        return None
    confidence = 0.8 if fold(believed) in layout.folded else 0.4
    return Title(Found(believed, confidence, embedded.sources["title"]))
