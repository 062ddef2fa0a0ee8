"""Measure the readers of references: `python -m tests.measure_references` with MSCREF_CORPORA set.

Of printed references every third row is held out from tuning; figures are printed for both parts. Of the formats: the
files and entries read against those of the manifest, and the fields that agree with what Zotero reads.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mscref.errors import UserError
from mscref.formats import files
from mscref.formats.reference_strings import medline, parse
from mscref.formats.reference_strings.lettering import fold
from mscref.model.reference import Reference
from tests.formats.reference_styles import STYLES, Facts, facts_of_medline
from tests.formats.test_tagged_corpora import DIFFERENCES, zotero_differences

FIELDS = ("authors", "title", "journal", "year", "volume", "page")
PARTS = {"tuned on": lambda row: row % 3 != 2, "held out": lambda row: row % 3 == 2, "all": lambda row: True}


def corpora() -> Path | None:
    """The folder that MSCREF_CORPORA names, or None."""
    folder = os.environ.get("MSCREF_CORPORA")
    return Path(folder) if folder else None


def rows(folder: Path, *parts: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in folder.joinpath(*parts).read_text("utf-8").splitlines()]


def medline_share(citations: Iterable[str]) -> float:
    """The share of MEDLINE citations that come back equal when parsed and printed again."""
    equal = [bool((reference := parse(text)) and medline(reference) == text) for text in citations]
    return sum(equal) / len(equal)


def field_shares(references: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The share of printed references whose authors, title, journal, year, volume and first page are right."""
    right: Counter[str] = Counter()
    total = 0
    for row in references:
        total += 1
        right.update(_right_fields(parse(row["string"]), _truth(row)))
    return {name: right[name] / total for name in FIELDS}


def style_shares(style: str, facts: Iterable[Facts]) -> dict[str, float]:
    """The same shares for references printed in one style from known facts."""
    right: Counter[str] = Counter()
    total = 0
    for known in facts:
        total += 1
        truth = {
            "authors": [(fold(family), fold(given)) for family, given in known.authors],
            "title": fold(known.title),
            "journal": fold(known.journal),
            "year": known.year,
            "volume": known.volume,
            "page": known.first_page,
        }
        right.update(_right_fields(parse(STYLES[style](known)), truth))
    return {name: right[name] / total for name in FIELDS}


def _truth(row: Mapping[str, Any]) -> dict[str, Any]:
    names = [(fold(name["family"]), fold(name["given"] or "").replace(" ", "")) for name in row["authors"]]
    return {
        "authors": names,
        "title": fold(row["title"]),
        "journal": fold(row["journal"]),
        "year": row["year"],
        "volume": row["volume"] or "",
        "page": row["fpage"] or "",
    }


def _right_fields(reference: Reference | None, truth: Mapping[str, Any]) -> list[str]:
    if reference is None:
        return []
    found = {
        "authors": [(fold(name.sort_family), fold(name.given).replace(" ", "")) for name in reference.authors],
        "title": fold(reference.title),
        "journal": fold(reference.journal),
        "year": reference.year,
        "volume": reference.get("volume"),
        "page": reference.get("page").split("-")[0],
    }
    return [name for name in FIELDS if _agrees(name, found[name], truth[name], reference)]


def _agrees(name: str, found: Any, true: Any, reference: Reference) -> bool:
    if name == "authors" and reference.authors_incomplete and found:
        return found == true[: len(found)] or (len(found) == 1 and found[0][0] == true[0][0])
    return bool(found == true)


def entries_by_format(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """By format: files, files with every entry, entries of the manifest, entries read (no more than a file has)."""
    root = folder / "corpora" / "references"
    found: dict[str, tuple[int, int, int, int]] = {}
    with (root / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = root / row["source"] / row["path"]
            if not path.exists() or not row["entries"].isdigit():
                continue
            try:
                read = len(files.read_file(path).references)
            except UserError:
                read = 0
            count = int(row["entries"])
            had = found.get(row["format"], (0, 0, 0, 0))
            new = (1, int(read >= count), count, min(read, count))
            found[row["format"]] = tuple(map(sum, zip(had, new, strict=True)))  # type: ignore[assignment]
    return found


def main() -> int:
    """Print all figures."""
    folder = corpora()
    if folder is None:
        print("MSCREF_CORPORA is not set")
        return 2
    for name, (count, whole, entries, read) in sorted(entries_by_format(folder).items()):
        print(f"{name:14} {count:5} files, {whole:5} with every entry; {read} of {entries} entries")
    for name, (_, reason) in DIFFERENCES.items():
        compared, differences = zotero_differences(name)
        print(f"{name:14} {compared - len(differences)} of {compared} fields as Zotero reads them  {reason}")
    citations = [row["citation"] for row in rows(folder, "domain", "citation_strings.jsonl")]
    printed = rows(folder, "corpora", "printed_references.jsonl")
    for part, chosen in PARTS.items():
        share = medline_share([text for row, text in enumerate(citations) if chosen(row)])
        print(f"{part:9} MEDLINE citations equal {share:.3f}")
        shares = field_shares([row for number, row in enumerate(printed) if chosen(number)])
        print(f"{part:9} printed references      " + "  ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    facts = [known for text in citations if (known := facts_of_medline(text))]
    for style in STYLES:
        shares = style_shares(style, facts)
        print(f"{style:17} {len(facts)} printed  " + "  ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
