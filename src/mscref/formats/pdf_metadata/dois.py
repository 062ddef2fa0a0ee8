"""The paper's own DOI among all that its first pages print: scored candidates, none below a threshold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mscref.formats.pdf_metadata.embedded import Embedded
from mscref.formats.pdf_metadata.found import Found
from mscref.formats.pdf_metadata.layout import Layout
from mscref.formats.pdf_text import Line
from mscref.model.identifiers import doi_key, trim_doi

THRESHOLD = 3.0
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}/[^\s\"'{}|\\^`\u201c\u201d\u00a0,]*", re.IGNORECASE)
_CUE = re.compile(r"doi|digital object identifier", re.IGNORECASE)
_OWN = re.compile(r"cit(?:e|ation)|received|accepted|published|\u00a9|copyright|article|open access", re.IGNORECASE)
_FOREIGN = re.compile(
    r"data\s?(?:set|availab|deposit)|repository|osf|figshare|zenodo|dryad|registration|supplement|erratum|correct(?:ion|s)\b|"
    r"corrigendum|retract|comment(?:ary)? on|this corrects|referee report|peer review|see (?:also|editorial|comment)|"
    r"preprint|version of record",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"\b(?:bio|med|chem)rxiv preprint\b|peer[- ]review under responsibility", re.IGNORECASE)
_REPOSITORIES = (
    "10.17605/",
    "10.6084/",
    "10.5281/",
    "10.5061/",
    "10.5256/",
    "10.7910/",
    "10.17632/",
    "10.5517/",
    "10.13039/",
)
_REFERENCE_LINE = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}\.)\s+\S+.*(?:19|20)\d\d")
_LISTED = re.compile(r"\s*\[?\d{1,3}[.\]]\s+[A-Z][\w'\u2019-]+ [A-Z]{1,3}[,.]")
_REFERENCES = re.compile(r"(?:references|bibliography|literature cited)(?: and notes)?:?", re.IGNORECASE)
_BMC = re.compile(r"biomedcentral\.com/(?:content/)?(\d{4}-\d{3}[\dX])/(\d+)/([A-Z]?\d+)", re.IGNORECASE)
_PLOS = re.compile(r"\bjournal\.(p[a-z]{3})\.(\d{7})\b")


@dataclass(slots=True)
class _Candidate:
    doi: str
    score: float = 0.0
    line: Line | None = None


def find_doi(layout: Layout, embedded: Embedded, file_name: str, cited: Sequence[Found]) -> Found | None:
    """The DOI that is the paper's own, None when none is certain enough; `cited` are boxes that tell how to cite it."""
    boxed = {line for box in cited for line in box.lines}
    candidates: dict[str, _Candidate] = {}
    pages: dict[str, set[int]] = defaultdict(set)
    in_references = False
    for page in layout.pages:
        for index, line in enumerate(page.lines):
            in_references = in_references or bool(_REFERENCES.fullmatch(line.text.strip(" 0123456789.")))
            for doi, score in _in_line(page.lines, index, layout):
                if in_references and not layout.is_edge(line):
                    score -= 6.0
                score += 1.0 if line in boxed else 0.0
                key = doi_key(doi)
                held = candidates.setdefault(key, _Candidate(doi))
                pages[key].add(line.page)
                if held.line is None or score > held.score:
                    held.score, held.line = score, line
    for key, candidate in candidates.items():
        candidate.score += 1.0 * (len(pages[key]) - 1)
    own = _clean(embedded.get("doi"))
    if own:
        held = candidates.setdefault(doi_key(own), _Candidate(own, 3.5))
        held.score += 5.0
    for key in _named(file_name):
        if key in candidates:
            candidates[key].score += 3.0
    _prefer_whole(candidates)
    ranked = sorted(candidates.values(), key=lambda candidate: -candidate.score)
    if not ranked or ranked[0].score < THRESHOLD:
        return None
    best = ranked[0]
    rival = ranked[1].score if len(ranked) > 1 else 0.0
    confidence = min(0.99, 0.7 + best.score / 30 + min(best.score - rival, 4) / 30)
    if best.line is None:
        return Found(best.doi, confidence, embedded.sources["doi"])
    return Found(best.doi, confidence, "page", (best.line,))


def _in_line(lines: tuple[Line, ...], index: int, layout: Layout) -> Iterator[tuple[str, float]]:
    line = lines[index]
    text = line.text.replace("\x02", "-")
    for match in _DOI.finditer(text):
        score = _score(line, text[: match.start()], lines[max(0, index - 6) : index], layout)
        doi = match.group()
        if match.end() == len(text):
            more = _continuation(lines, index, doi)
            if more:
                doi = f"{doi.rstrip('-') if line.text.endswith(chr(2)) and not doi[-2:-1].isdigit() else doi}{more}"
        doi = _clean(doi)
        if doi:
            if doi.startswith(_REPOSITORIES):
                score -= 5.0
            yield doi, score
    for match in _BMC.finditer(text):
        yield f"10.1186/{match[1]}-{match[2]}-{match[3]}", 3.5 + _place_score(line, layout)
    for match in _PLOS.finditer(text):
        if "10.1371/" not in text:
            yield f"10.1371/journal.{match[1]}.{match[2]}", 2.5 + _place_score(line, layout)


def _score(line: Line, before: str, above: tuple[Line, ...], layout: Layout) -> float:
    score = _place_score(line, layout)
    if _CUE.search(before[-60:]):
        score += 2.0
    context = [
        other for other in above if abs(other.x0 - line.x0) < 40 and line.baseline - other.baseline < 3.5 * line.size
    ][-2:]
    near = f"{' '.join(other.text for other in context)} {before}"
    if _OWN.search(near):
        score += 0.5
    if re.search(r"\blatest\b", near, re.IGNORECASE):
        score += 1.0
    if _FOREIGN.search(_OWN_WORDS.sub("", near[-160:])):
        score -= 4.0
    if _REFERENCE_LINE.search(line.text) or any(_LISTED.match(other.text) for other in context):
        score -= 3.0
    return score


def _place_score(line: Line, layout: Layout) -> float:
    score = {0: 2.5, 1: 1.0}.get(line.page - layout.pages[0].number, 0.5)
    if layout.is_edge(line):
        score += 1.0
    if abs(line.size - layout.body_size) < 0.3 and not layout.is_edge(line):
        score -= 0.5
    return score


def _continuation(lines: tuple[Line, ...], index: int, doi: str) -> str:
    """The rest of a DOI that was divided at the line's end, from the line below in the same column."""
    line = lines[index]
    suffix = doi.partition("/")[2]
    is_cut = doi[-1] in "-./_(:" or not any(c.isdigit() for c in suffix)
    if not is_cut:
        return ""
    for below in lines[index + 1 : index + 12]:
        gap = below.baseline - line.baseline
        if 0.5 * line.size < gap < 2 * line.size and abs(below.x0 - line.x0) < 3 * line.size:
            first = below.text.split(" ")[0]
            has_digit = any(c.isdigit() for c in first)
            if has_digit and re.fullmatch(r"[\w.()/:;-]+", first):
                return first
            return ""
    return ""


def _clean(doi: str) -> str:
    """A DOI without what was glued to it: the next word, a second address, a preprint's version."""
    doi = re.split(r"https?:|www\.|\[|;$", doi, maxsplit=1)[0]
    doi = re.sub(r"[^\x21-\x7e]+.*$", "", doi)
    doi = re.sub(r"(?<=\d)(?:[A-Z][a-z]{2,}.*|(?:International|Journal|Received|Downloaded).*)$", "", doi)
    if doi.lower().startswith("10.1101/"):
        doi = re.sub(r"v\d+(?:\.full)?(?:\.pdf)?$|/v\d+$", "", doi)
    doi = re.sub(r"\.(?:abstract|full|pdf)$", "", doi)
    doi = trim_doi(doi).rstrip("-_/(")
    suffix = doi.partition("/")[2]
    return doi if len(suffix) > 2 and any(c.isalnum() for c in suffix) else ""


def _prefer_whole(candidates: dict[str, _Candidate]) -> None:
    """Give a cut-off DOI's score to the whole one that starts with it ("10.1200/JCO.2017" to "....74.7642")."""
    for key, candidate in list(candidates.items()):
        for longer, whole in candidates.items():
            rest = longer.removeprefix(key)
            if rest != longer and rest[:1] in ".-/_" and sum(c.isdigit() for c in rest) >= 4:
                whole.score = max(whole.score, candidate.score + 0.5)
                candidate.score -= 2.0
                break


def _named(file_name: str) -> Iterator[str]:
    found = re.search(r"10\.\d{4,9}[_/%-](?:2[fF])?([\w.()-]+?)(?:\.pdf)?$", file_name)
    if found:
        yield found.group().removesuffix(".pdf").replace("_", "/", 1).lower()
