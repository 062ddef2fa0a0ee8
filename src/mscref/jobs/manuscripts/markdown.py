"""The citations of a Pandoc, Quarto or R Markdown document: [@key, p. 3; -@other], @{any key}, and LaTeX's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mscref.jobs.manuscripts import latex_commands
from mscref.jobs.manuscripts.cited import EVERYTHING, Cited, Mark, gather
from mscref.jobs.manuscripts.opening import Lines, Tour

ENDINGS = (".md", ".markdown", ".qmd", ".rmd", ".rmarkdown")
# https://pandoc.org/MANUAL.html#citation-syntax: letters, digits and _, single punctuation only between them.
_CITATION = re.compile(
    r"(?<![\w\\@/])@(?:\{(?P<braced>[^{}\s]{1,500})\}|(?P<plain>\w(?:\w|[:.#$%&\-+?<>~/](?=\w)){0,500}))"
)
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|eq|sec|lst):|"
    r"(?:fig|tbl|lst|tip|nte|wrn|imp|cau|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|eq|sec|dia|vid|prf)-",
)
_FRONT = re.compile(r"\A---[ \t]*\n(?![ \t]*\n)(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_CITING_FIELD = re.compile(r"^(?:nocite|abstract)[ \t]*:.*(?:\n(?:[ \t]+.*|[ \t]*(?=\n)))*", re.MULTILINE)
_NOCITE_ALL = re.compile(r"^nocite[ \t]*:.*(?:\n[ \t]+.*)*?@\*", re.MULTILINE)
_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_CHILD = re.compile(r"\bchild\s{0,9}=\s{0,9}(?:c\()?(?P<files>[^)}\n]*)")
_QUOTED = re.compile(r"[\"']([^\"'\n]{1,500})[\"']")
_INCLUDED = re.compile(r"\{\{<\s{0,9}include\s{1,9}(?P<file>[^\s>]{1,500})\s{0,9}>\}\}")
_LIST_ITEM = re.compile(r"\s*(?:[-*+:~]|\(?[0-9a-zA-Z#@]{1,4}[.)]|\[\^[^\]\s]{1,50}\]:)\s")
_INLINE = re.compile(
    r"\\[`<\\]|@\{[^{}\s]*+\}|(?P<ticks>`+)|(?P<comment><!--)|(?P<blank><[A-Za-z/][^<>\n]{0,2000}>|"
    r"(?<=\])\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)|\bhttps?://[^\s<>\[\]{}\"]+)"
)
_INK = re.compile(r"[^\n]")
_LONGEST_CODE = 5000


def cited_in(path: Path) -> Cited:
    """What a Markdown document cites, in reading order; raises UserError when it cannot be read."""
    tour = Tour(path, ENDINGS)
    found: list[tuple[str, Mark]] = []

    def read(text: str, file: Path) -> None:
        lines = Lines(text)
        cited = [(place, key, True) for place, key in citations(text)]
        named = [(place, name, False) for place, name in inclusions(text)]
        for place, name, is_key in sorted(cited + named):
            if is_key:
                found.append((str(file), Mark(name, lines.at(place))))
            elif part := tour.named(name, file.parent):
                tour.visit(part, read)
            else:
                tour.problems.append(f"{file}, line {lines.at(place)}: there is no document {name} to include.")

    read(tour.start(), path)
    return gather(found, tour.problems, tour.files)


def citations(text: str) -> list[tuple[int, str]]:
    """The citation keys with their offsets, in order; "*" where the front matter cites everything."""
    shown = visible(text)
    found = list(latex_commands.citations(shown))
    found += pandoc_citations(shown)
    front = _FRONT.match(text)
    if front and (all_of_them := _NOCITE_ALL.search(front[0])):
        found.append((all_of_them.start(), EVERYTHING))
    return sorted(found)


def pandoc_citations(shown: str) -> Iterator[tuple[int, str]]:
    """Pandoc's citations in text without code; a cross-reference of Quarto or pandoc-crossref is none."""
    for found in _CITATION.finditer(shown):
        key = found["braced"] or found["plain"]
        if found["braced"] or not _CROSS_REFERENCE.match(key):
            yield found.start(), key


def inclusions(text: str) -> Iterator[tuple[int, str]]:
    """The documents that a Quarto shortcode or a `child` chunk of R Markdown brings in, with the offset of each."""
    for found in _INCLUDED.finditer(_without_blocks(text)):
        yield found.start(), found["file"]
    place = 0
    for line in text.splitlines(keepends=True):
        fence = _FENCE.match(line)
        child = _CHILD.search(fence["info"]) if fence and fence["info"].lstrip().startswith("{") else None
        for name in _QUOTED.findall(child["files"]) if child else ():
            yield place, name
        place += len(line)


def visible(text: str) -> str:
    """`text` with blanks in place of code, comments, addresses, HTML tags and front matter; offsets stay.

    Of the front matter `nocite` and `abstract` remain, in which Pandoc looks for citations.
    """
    text = _without_blocks(text)
    pieces: list[str] = []
    done = 0
    may_hold_comment = True
    while found := _INLINE.search(text, done):
        end = found.end()
        if found["ticks"]:
            end = _code_end(text, end, len(found["ticks"])) or end
        elif found["comment"] and may_hold_comment:
            closing = text.find("-->", end)
            may_hold_comment = closing >= 0
            end = closing + 3 if closing >= 0 else end
        is_unseen = found["blank"] or (end > found.end())
        piece = text[found.start() : end]
        pieces += text[done : found.start()], _INK.sub(" ", piece) if is_unseen else piece
        done = end
    return "".join(pieces) + text[done:]


def _code_end(text: str, at: int, ticks: int) -> int:
    """Behind the run of as many backticks that ends a code span in the same paragraph; 0 when there is none."""
    paragraph = text.find("\n\n", at, at + _LONGEST_CODE)
    last = paragraph if paragraph >= 0 else at + _LONGEST_CODE
    closing = re.compile(rf"(?<!`)`{{{ticks}}}(?!`)").search(text, at, last)
    return closing.end() if closing else 0


def _without_blocks(text: str) -> str:
    """`text` with blank front matter, fenced and indented code."""
    front = _FRONT.match(text)
    head = _citing_fields(front[0]) if front else ""
    lines = text[len(head) :].split("\n")
    closable = _longest_fences_below(lines)
    fence = ""
    is_list = is_code = False
    was_blank = True
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            lines[number] = _INK.sub(" ", line)
            if found and _closes(found, fence):
                fence = ""
        elif found and not (found["fence"][0] == "`" and "`" in found["info"]):
            if len(found["fence"]) <= closable[number].get(found["fence"][0], 0):
                fence = found["fence"]
                lines[number] = _INK.sub(" ", line)
        elif line.strip():
            is_indented = line.startswith(("    ", "\t"))
            is_code = is_indented and not is_list and (was_blank or is_code)
            if is_code:
                lines[number] = _INK.sub(" ", line)
            elif _LIST_ITEM.match(line):
                is_list = True
            elif was_blank and not line[0].isspace():
                is_list = False
        was_blank = not line.strip()
    return head + "\n".join(lines)


def _citing_fields(front: str) -> str:
    """Front matter, all but the fields in which Pandoc looks for citations made blank."""
    pieces: list[str] = []
    done = 0
    for found in _CITING_FIELD.finditer(front):
        pieces += _INK.sub(" ", front[done : found.start()]), found[0]
        done = found.end()
    return "".join(pieces) + _INK.sub(" ", front[done:])


def _closes(found: re.Match[str], fence: str) -> bool:
    return found["fence"].startswith(fence) and not found["info"].strip()


def _longest_fences_below(lines: list[str]) -> list[dict[str, int]]:
    """For each line the longest closing fence of backticks and of tildes further down: one without is no code."""
    below: list[dict[str, int]] = [{}] * len(lines)
    longest: dict[str, int] = {}
    for number in range(len(lines) - 1, -1, -1):
        below[number] = longest
        found = _FENCE.match(lines[number])
        if found and not found["info"].strip() and len(found["fence"]) > longest.get(found["fence"][0], 0):
            longest = longest | {found["fence"][0]: len(found["fence"])}
    return below
