"""Text that people paste: identifiers alone, or printed references one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mscref.model import identifiers
from mscref.model.identifiers import Identifier
from mscref.model.reading import Problem
from mscref.model.reference import Reference

_AROUND = re.compile(
    r"(?:https?://)?(?:dx\.)?(?:www\.)?(?:doi\.org/|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pmc/articles/|"
    r"pmc\.ncbi\.nlm\.nih\.gov/articles/|clinicaltrials\.gov/(?:ct2/)?(?:show/|study/)?|arxiv\.org/(?:abs|pdf)/)|"
    r"\b(?:doi|pmid|pmcid|pubmed|isbn(?:-1[03])?|arxiv|trial|nct|id|and|no|number)\b|https?://|[\s,;:.|/()\[\]<>#*\u2022-]",
    re.IGNORECASE,
)
_BARE_PMIDS = re.compile(r"\s*\d{5,8}(?:[\s,;]+\d{5,8})*\s*[.;,]?\s*")
_BARE_ISBN = re.compile(r"[\d][\dXx -]{8,16}[\dXx]")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
_FIELD_TYPES = {"ISBN": "book", "arXiv": "article"}


def identifiers_alone(text: str) -> tuple[Reference, ...]:
    """One reference for each identifier of a text that holds nothing else; () for any other text.

    Identifiers of different kinds on one line ("doi:... PMID: ...") belong to one reference.
    """
    if len(text) > 200_000:
        return ()
    if _BARE_PMIDS.fullmatch(text):
        numbers = dict.fromkeys(re.findall(r"\d+", text))
        return tuple(Reference(fields={"PMID": number}) for number in numbers)
    found: list[Reference] = []
    for row in text.splitlines():
        here = _of_line(row)
        if here is None:
            return ()
        found.extend(_references(here))
    return _distinct(found)


def printed_references(text: str) -> tuple[tuple[Reference, ...], tuple[Problem, ...]] | None:
    """The references of a text that is nothing but printed references, and what could not be read; None otherwise."""
    from mscref.formats import reference_strings

    spans = reference_strings.split_list(text)
    if not spans or len(text) > 2_000_000:
        return None
    covered = sum(end - start for start, end in spans)
    if covered < 0.8 * len(text.strip()):
        return None
    found: list[Reference] = []
    problems: list[Problem] = []
    for start, end in spans:
        printed = text[start:end].strip()
        reference = reference_strings.parse(printed) if _could_be_reference(printed) else None
        if reference:
            found.append(reference)
        else:
            line = text.count("\n", 0, start) + 1
            problems.append(Problem(f"No reference could be read from: {printed[:80]}", line=line, lost=True))
    return (tuple(found), tuple(problems)) if len(found) > 4 * len(problems) else None


def _of_line(row: str) -> list[Identifier] | None:
    """The identifiers of a line without other words; None when something else stands there."""
    bare = row.strip()
    if _BARE_ISBN.fullmatch(bare) and identifiers.isbn_is_valid(bare):
        return [Identifier("ISBN", re.sub(r"[^\dX]", "", bare.upper()), 0, len(bare))]
    here = list(identifiers.find(row))
    rest = list(row)
    for found in here:
        rest[found.start : found.end] = " " * (found.end - found.start)
    return None if _AROUND.sub("", "".join(rest)) else here


def _references(here: list[Identifier]) -> Iterable[Reference]:
    """One reference for the line when its identifiers differ in kind, else one for each."""
    if len({found.kind for found in here}) == len(here):
        here = sorted(here, key=lambda found: found.kind)
        fields: dict[str, str] = {}
        trials: tuple[str, ...] = ()
        kind = "article-journal"
        for found in here:
            single = _reference(found)
            fields.update(single.fields)
            trials += single.trials
            kind = single.type if len(here) == 1 else kind
        if here:
            yield Reference(type=kind, fields=fields, trials=trials)
        return
    for found in here:
        yield _reference(found)


def _reference(found: Identifier) -> Reference:
    """A reference that has only this identifier."""
    kind = _FIELD_TYPES.get(found.kind, "article-journal")
    if found.kind == "trial":
        return Reference(trials=(found.value,))
    if found.kind == "arXiv":
        return Reference(
            type=kind, fields={"number": f"arXiv:{found.value}", "URL": f"https://arxiv.org/abs/{found.value}"}
        )
    return Reference(type=kind, fields={found.kind: found.value})


def _distinct(references: Iterable[Reference]) -> tuple[Reference, ...]:
    by_content = {(tuple(sorted(r.fields.items())), r.trials): r for r in reversed(list(references))}
    return tuple(reversed(by_content.values()))


def _could_be_reference(printed: str) -> bool:
    return 25 <= len(printed) <= 3000 and bool(_YEAR.search(printed))
