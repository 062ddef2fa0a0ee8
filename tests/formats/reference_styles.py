"""How journals print a reference: one function a style, from the same facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

DOI = "10.1000/xyz123"


@dataclass(frozen=True)
class Facts:
    """What a reference says; `authors` are pairs of family name and initials, `journal` is abbreviated without dots."""

    authors: tuple[tuple[str, str], ...]
    title: str
    journal: str
    year: str
    volume: str
    issue: str
    pages: str

    @property
    def first_page(self) -> str:
        return self.pages.split("-")[0]

    @property
    def sentence(self) -> str:
        return self.title if self.title.endswith("?") else f"{self.title}."

    @property
    def dashed(self) -> str:
        return self.pages.replace("-", "–")

    @property
    def in_brackets(self) -> str:
        return f"({self.issue})" if self.issue else ""

    @property
    def dotted_journal(self) -> str:
        """The journal with full stops after its shorter words ("N. Engl. J. Med.")."""
        return " ".join(
            word if word in _WHOLE or (word.isupper() and len(word) > 1) or len(word) > 6 else f"{word}."
            for word in self.journal.split()
        )


_WHOLE_WORDS = """
    Stem Cell Cells Bone Marrow Blood Care Lancet Nature the of and Brain Chest Heart Lung Tissue Joint Spine Growth
    Factor Mayo World Pain Cancer Cold Spring Elbow Flow Course Colon Clinic PLoS One Sports Wound Gut
"""
_WHOLE = frozenset(_WHOLE_WORDS.split())


def compact(facts: Facts, separator: str = " ") -> list[str]:
    return [f"{family}{separator}{given}" for family, given in facts.authors]


def dots(given: str, joined: str = " ") -> str:
    return joined.join(f"{letter}." for letter in given)


def inverted(facts: Facts, joined: str = " ") -> list[str]:
    return [f"{family}, {dots(given, joined)}" for family, given in facts.authors]


def initials_first(facts: Facts, joined: str = " ") -> list[str]:
    return [f"{dots(given, joined)} {family}" for family, given in facts.authors]


def with_last(names: list[str], last: str) -> str:
    return f"{', '.join(names[:-1])}{last}{names[-1]}" if len(names) > 1 else names[0]


def medline(f: Facts) -> str:
    place = f"{f.year} Mar 9;{f.volume}{f.in_brackets}:{f.pages}"
    return f"{', '.join(compact(f))}. {f.sentence} {f.journal}. {place}. doi: {DOI}. Review."


def ama(f: Facts) -> str:
    names = compact(f)
    listed = ", ".join(names) if len(names) < 7 else f"{', '.join(names[:3])}, et al"
    return f"{listed}. {f.sentence} {f.journal}. {f.year};{f.volume}{f.in_brackets}:{f.pages}. doi:{DOI}"


def vancouver(f: Facts) -> str:
    names = compact(f)
    listed = ", ".join(names) if len(names) < 7 else f"{', '.join(names[:6])}, et al"
    return f"[3] {listed}. {f.sentence} {f.journal} {f.year}; {f.volume}: {f.dashed}."


def apa(f: Facts) -> str:
    names = inverted(f)
    listed = f"{', '.join(names[:19])}, . . . {names[-1]}" if len(names) > 20 else with_last(names, ", & ")
    return (
        f"{listed} ({f.year}). {f.sentence} {f.journal}, {f.volume}{f.in_brackets}, {f.dashed}. https://doi.org/{DOI}"
    )


def harvard(f: Facts) -> str:
    names = with_last(inverted(f, ""), " and ")
    return f"{names}, {f.year}. {f.sentence} {f.journal}, {f.volume}{f.in_brackets}, pp.{f.pages}."


def harvard_quoted(f: Facts) -> str:
    names = with_last(inverted(f, ""), " and ")
    return f"{names} ({f.year}) ‘{f.title}’, {f.journal}, {f.volume}{f.in_brackets}, pp. {f.dashed}. doi: {DOI}."


def nature(f: Facts) -> str:
    names = inverted(f)
    listed = f"{names[0]} et al." if len(names) > 5 else with_last(names, " & ")
    return f"12. {listed} {f.sentence} {f.dotted_journal} {f.volume}, {f.dashed} ({f.year})."


def science(f: Facts) -> str:
    return f"5. {', '.join(initials_first(f))}, {f.sentence} {f.dotted_journal} {f.volume}, {f.dashed} ({f.year})."


def cell(f: Facts) -> str:
    return f"{with_last(inverted(f, ''), ', and ')} ({f.year}). {f.sentence} {f.dotted_journal} {f.volume}, {f.dashed}."


def acs(f: Facts) -> str:
    issue = f" {f.in_brackets}" if f.issue else ""
    return f"{'; '.join(inverted(f))} {f.sentence} {f.dotted_journal} {f.year}, {f.volume}{issue}, {f.dashed}."


def mdpi(f: Facts) -> str:
    listed = "; ".join(inverted(f, ""))
    return f"1. {listed} {f.sentence} {f.dotted_journal} {f.year}, {f.volume}, {f.dashed}. [CrossRef] [PubMed]"


def wiley(f: Facts) -> str:
    return f"{', '.join(initials_first(f))}, {f.title}. {f.dotted_journal} {f.year}, {f.volume}, {f.first_page}"


def elsevier(f: Facts) -> str:
    mark = "" if f.title.endswith("?") else ","
    issue = f"{f.in_brackets} " if f.issue else ""
    names = ", ".join(initials_first(f, ""))
    place = f"{f.dotted_journal} {f.volume} {issue}({f.year}) {f.dashed}"
    return f"[1] {names}, {f.title}{mark} {place}, https://doi.org/{DOI}."


def elsevier_harvard(f: Facts) -> str:
    issue = f" {f.in_brackets}" if f.issue else ""
    return f"{', '.join(inverted(f, ''))}, {f.year}. {f.sentence} {f.dotted_journal} {f.volume}{issue}, {f.dashed}."


def ieee(f: Facts) -> str:
    issue = f"no. {f.issue}, " if f.issue else ""
    names = with_last(initials_first(f), ", and ")
    place = f"vol. {f.volume}, {issue}pp. {f.dashed}"
    return f"[1] {names}, “{f.title},” {f.dotted_journal}, {place}, Mar. {f.year}, doi: {DOI}."


def hindawi(f: Facts) -> str:
    issue = f"no. {f.issue}, " if f.issue else ""
    names = with_last(initials_first(f), ", and ")
    return f"{names}, “{f.title},” {f.journal}, vol. {f.volume}, {issue}pp. {f.dashed}, {f.year}."


def chicago(f: Facts) -> str:
    names = with_last([inverted(f)[0], *initials_first(f)[1:]], ", and ")
    issue = f", no. {f.issue}" if f.issue else ""
    return f"{names} {f.year}. “{f.sentence}” {f.journal} {f.volume}{issue}: {f.dashed}. https://doi.org/{DOI}."


def mla(f: Facts) -> str:
    others = {1: "", 2: f", and {initials_first(f)[-1]}."}.get(len(f.authors), ", et al.")
    issue = f"no. {f.issue}, " if f.issue else ""
    return f"{inverted(f)[0]}{others} “{f.sentence}” {f.journal}, vol. {f.volume}, {issue}{f.year}, pp. {f.dashed}."


def springer(f: Facts) -> str:
    place = f"{f.journal} {f.volume}{f.in_brackets}:{f.dashed}"
    return f"{', '.join(compact(f))} ({f.year}) {f.sentence} {place}. doi:{DOI}"


def plos(f: Facts) -> str:
    return f"{', '.join(compact(f))} ( {f.year} ) {f.sentence} {f.journal} {f.volume}: {f.pages.replace('-', ' – ')}."


def bmc(f: Facts) -> str:
    return f"{', '.join(compact(f))}: {f.sentence} {f.journal} {f.year}, {f.volume}:{f.pages}."


def pmc(f: Facts) -> str:
    names = [f"{family} {dots(given)}" for family, given in f.authors]
    place = f"{f.year};{f.volume}{f.in_brackets}:{f.dashed}"
    return f"1. {', '.join(names)} {f.sentence} {f.journal}. {place}. doi: {DOI}. - DOI - PMC - PubMed"


def frontiers(f: Facts) -> str:
    place = f"{f.dotted_journal} {f.volume}:{f.first_page}"
    return f"{with_last(inverted(f), ', and ')} ({f.year}). {f.sentence} {place}. doi: {DOI}"


def spandidos(f: Facts) -> str:
    return f"{with_last(compact(f), ' and ')}: {f.sentence} {f.journal} {f.volume}: {f.pages}, {f.year}."


def pnas(f: Facts) -> str:
    return f"{', '.join(compact(f))} ({f.year}) {f.sentence} {f.dotted_journal} {f.volume}{f.in_brackets}:{f.dashed}."


def jbc(f: Facts) -> str:
    return f"{with_last(inverted(f), ', and ')} ({f.year}) {f.sentence} {f.dotted_journal} {f.volume}, {f.dashed}"


def short(f: Facts) -> str:
    return f"{f.authors[0][0]} et al. {f.year}. {f.sentence} {f.journal}, {f.volume}, {f.pages}."


STYLES: dict[str, Callable[[Facts], str]] = {
    style.__name__: style
    for style in (
        medline, ama, vancouver, apa, harvard, harvard_quoted, nature, science, cell, acs, mdpi, wiley, elsevier,
        elsevier_harvard, ieee, hindawi, chicago, mla, springer, plos, bmc, pmc, frontiers, spandidos, pnas, jbc, short,
    )
}  # fmt: skip


def facts_of_medline(citation: str) -> Facts | None:
    """The facts of a plain MEDLINE citation, read without the parser that is measured; None for unusual ones."""
    found = re.match(
        r"((?:[^.;,]+ [A-Z]{1,3}, )*[^.;,]+ [A-Z]{1,3})\. "
        r"(.+[.?]) ([^.?\]]+)\. (\d{4})[^;]*;(\d+)(?:\(([^)]+)\))?:([^.;, ]+)\.",
        citation,
    )
    if found is None or "Erratum in" in citation or "Review" in found.group(2):
        return None
    people, title, journal, year, volume, issue, pages = found.groups()
    names = tuple((name.rsplit(" ", 1)[0], name.rsplit(" ", 1)[1]) for name in people.split(", "))
    return Facts(names, title.removesuffix("."), journal, year, volume, issue or "", pages)
