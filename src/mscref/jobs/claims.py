"""The claims ledger for others: as text, Markdown and CSV, with what has no evidence named first."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mscref.errors import UserError
from mscref.model.studies import Claim, Evidence

FORMATS = ("markdown", "csv")
EXTENSIONS = {".md": "markdown", ".csv": "csv"}
UNSUPPORTED = "no evidence"
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~^$#])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def unsupported(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that no reference supports, contradicts or qualifies."""
    return [claim for claim in claims if not claim.evidence]


def by_document(claims: Iterable[Claim]) -> dict[tuple[int | None, str], list[Claim]]:
    """The claims by (id, title) of the document that makes them; (None, "") for those of no document."""
    found: dict[tuple[int | None, str], list[Claim]] = {}
    for claim in claims:
        found.setdefault((claim.document, claim.title), []).append(claim)
    return found


def verdict(claim: Claim) -> str:
    """What the evidence comes to: one stance, "mixed" when the references disagree, or "no evidence"."""
    stances = {evidence.stance for evidence in claim.evidence}
    if not stances:
        return UNSUPPORTED
    return stances.pop() if len(stances) == 1 else "mixed"


def lines(claims: Sequence[Claim]) -> list[str]:
    """The claims for a terminal, document by document."""
    found: list[str] = []
    for (_, title), group in by_document(claims).items():
        without = len(unsupported(group))
        claimed = "1 claim" if len(group) == 1 else f"{len(group)} claims"
        found.append(f"{title or 'Of no document'}: {claimed}, {without} without evidence")
        for claim in group:
            found.append(f"  {claim.id:>3}  {claim.text}  ({verdict(claim)})")
            found += [f"         {evidence.stance}: {evidence.key}{_place(evidence)}" for evidence in claim.evidence]
    return found


def _place(evidence: Evidence) -> str:
    page = f", p. {evidence.page}" if evidence.page else ""
    return page + (f": \u201c{evidence.quote}\u201d" if evidence.quote else "")


def written(claims: Sequence[Claim], format: str) -> str:
    """The ledger as a file: "markdown" or "csv"."""
    return "".join(_markdown(claims)) if format == "markdown" else _comma_separated(claims)


def _markdown(claims: Sequence[Claim]) -> Iterator[str]:
    for number, ((_, title), group) in enumerate(by_document(claims).items()):
        yield ("\n" if number else "") + f"## {_escaped(title) or 'Claims of no document'}\n\n"
        yield "| Claim | Evidence | References |\n| --- | --- | --- |\n"
        for claim in group:
            references = "<br>".join(
                f"{evidence.stance} [@{evidence.key}]{_escaped(_place(evidence))}" for evidence in claim.evidence
            )
            yield f"| {_escaped(claim.text)} | {verdict(claim)} | {references} |\n"


def _escaped(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", " ".join(text.split()))


def _comma_separated(claims: Sequence[Claim]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["claim", "document", "verdict", "stance", "key", "page", "quote"])
    for claim in claims:
        about = (claim.text, claim.title, verdict(claim))
        for evidence in claim.evidence:
            writer.writerow(
                _inert(
                    (*about, evidence.stance, evidence.key, str(evidence.page) if evidence.page else "", evidence.quote)
                )
            )
        if not claim.evidence:
            writer.writerow(_inert((*about, "", "", "", "")))
    return out.getvalue()


def _inert(values: Iterable[str]) -> list[str]:
    """Values that no spreadsheet takes for formulas."""
    return [f"'{value}" if value.startswith(_FORMULA) else value for value in values]


def format_of(path: Path) -> str:
    """The format that a file's name asks for."""
    format = EXTENSIONS.get(path.suffix.lower())
    if format is None:
        raise UserError(f'Claims cannot be written as "{path.suffix or path.name}"; use .md or .csv.')
    return format
