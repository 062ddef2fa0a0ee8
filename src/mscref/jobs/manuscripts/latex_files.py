"""The citations of a LaTeX document, its \\input, \\include and \\subfile files read where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from mscref.jobs.manuscripts import latex_commands
from mscref.jobs.manuscripts.cited import Cited, Mark, gather
from mscref.jobs.manuscripts.latex_text import visible
from mscref.jobs.manuscripts.opening import Lines, Tour, is_remote

ENDINGS = (".tex", ".ltx")
_INCLUDING = re.compile(
    r"\\(?P<command>input|include|subfile|subfileinclude|includestandalone|InputIfFileExists)(?![A-Za-z@])"
    r"\s{0,9}(?:\[[^\]]{0,200}\]\s{0,9})?(?:\{(?P<braced>[^{}]{1,500})\}|(?P<bare>[^\s{}\\\[=]{1,500}))"
    r"|\\(?P<importing>(?:sub)?(?:import|includefrom|inputfrom))\*?\s{0,9}"
    r"\{(?P<folder>[^{}]{0,500})\}\s{0,9}\{(?P<file>[^{}]{1,500})\}"
)
_BEGINNING = re.compile(r"\\begin\s{0,9}\{document\}")
_NO_TEXT = frozenset({
    ".aux", ".bbl", ".bib", ".cfg", ".clo", ".cls", ".def", ".eepic", ".eps_tex", ".fd", ".gls", ".ind", ".pdf_t",
    ".pdf_tex", ".pgf", ".pstex_t", ".sty", ".tikz", ".toc",
})  # fmt: skip


def cited_in(path: Path) -> Cited:
    """What a LaTeX document cites, in reading order; raises UserError when the main file cannot be read."""
    reading = _Reading(Tour(path, ENDINGS))
    text = reading.tour.start()
    reading.read(text, path)
    return gather(reading.found, reading.tour.problems, reading.tour.files)


@dataclass
class _Reading:
    """The state of going through one document: the author's commands are known from their definition on."""

    tour: Tour
    found: list[tuple[str, Mark]] = field(default_factory=list)
    own: dict[str, int] = field(default_factory=dict)
    in_preamble: bool = False

    def read(self, text: str, path: Path) -> None:
        """Note the citations of one file; what it includes is read where it stands."""
        shown = visible(text)
        lines = Lines(shown)
        self.own |= latex_commands.own_commands(shown)
        body = _BEGINNING.search(shown)
        was_in_preamble = self.in_preamble
        start = 0
        for named in _INCLUDING.finditer(shown):
            self._note(shown[start : named.start()], start, path, lines)
            start = named.end()
            self.in_preamble = named.start() < body.start() if body else was_in_preamble
            self._include(named, path, lines.at(named.start()))
        self._note(shown[start:], start, path, lines)
        self.in_preamble = was_in_preamble

    def _note(self, shown: str, start: int, path: Path, lines: Lines) -> None:
        for place, key in sorted(latex_commands.citations(shown, self.own)):
            self.found.append((str(path), Mark(key, lines.at(start + place))))

    def _include(self, named: re.Match[str], path: Path, line: int) -> None:
        """Read what an including command names; a file that TeX itself brings along, or a drawing, is passed by."""
        main = self.tour.main.parent
        name = (named["braced"] or named["bare"] or named["file"]).strip()
        folder = named["folder"] or ""
        if "#" in name + folder:
            return
        beside = path.parent / folder if (named["importing"] or "").startswith("sub") else main / folder
        file = self.tour.named(name, *([] if is_remote(folder) else [beside]), path.parent)
        if file:
            self.tour.visit(file, self.read)
        elif self._matters(named, name):
            self.tour.problems.append(
                f"{path}, line {line}: there is no file {folder}{name} ending in .tex; what it cites is not counted."
            )

    def _matters(self, named: re.Match[str], name: str) -> bool:
        """True when a file that was not found may hold citations: those of the preamble are macros of TeX's."""
        if self.in_preamble or named["command"] == "InputIfFileExists":
            return False
        return Path(name).suffix.casefold() not in _NO_TEXT
