"""Real files of other programs, where they are at hand: every field as Zotero reads it, and round trips without loss.

The bars are what was measured; a change that lowers them has lost something.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mscref.errors import Unreadable
from mscref.formats import csl_json, files, nbib, ris
from mscref.model.reference import Reference

pytestmark = pytest.mark.corpora

_FIELDS = {
    "title": "title",
    "volume": "volume",
    "DOI": "DOI",
    "abstractNote": "abstract",
    "publicationTitle": "container-title",
    "bookTitle": "container-title",
    "publisher": "publisher",
    "language": "language",
    "url": "URL",
    "date": "year",
}
_TAGGED = {"ris", "nbib", "pubmedxml", "endnotexml", "enw", "isi", "csljson"}


def folder() -> Path:
    named = os.environ.get("MSCREF_CORPORA")
    if not named:
        pytest.skip("MSCREF_CORPORA is not set")
    return Path(named, "corpora", "references")


def folded(text: str) -> str:
    return re.sub(r"[\s.]+", " ", text).strip().casefold()


def zotero_pairs(name: str) -> Iterator[tuple[Reference, dict[str, str]]]:
    """Each reference beside the item that Zotero makes of it; RefWorks' form with words for values is left out."""
    for case in json.loads((folder() / "zotero-translators" / f"{name}.tests.json").read_text("utf-8")):
        found = files.read_text(case["input"]).references
        assert len(found) == len(case["items"])
        if "Record ID: 10" not in case["input"]:
            yield from zip(found, case["items"], strict=True)


# How many fields differ at most, and why.
DIFFERENCES = {
    "BibTeX": (6, "Zotero keeps some LaTeX as it is, says eng for en, and drops the shorter of two journal names"),
    "RIS": (0, ""),
    "MEDLINEnbib": (1, "ERIC's publisher stands as the journal"),
    "PubMed XML": (3, "a book's address that is not in the record; a journal renamed; a label said twice"),
    "Endnote XML": (1, "space around markup"),
    "ReferBibIX": (1, "two journals, of which Zotero keeps the last"),
    "CSL JSON": (0, ""),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_fields_agree_with_what_zotero_reads(name: str) -> None:
    compared, differences = zotero_differences(name)
    assert compared > 4
    assert len(differences) <= DIFFERENCES[name][0], differences


def zotero_differences(name: str) -> tuple[int, list[tuple[str, str, str]]]:
    """How many fields Zotero has of a format's tests, and those that we read otherwise: field, theirs, ours."""
    compared = 0
    differences = []
    for reference, item in zotero_pairs(name):
        for theirs, ours in _FIELDS.items():
            value = reference.year if ours == "year" else reference.get(ours)
            same = value in item.get(theirs, "") if ours == "year" else folded(value) == folded(item.get(theirs, ""))
            compared += bool(item.get(theirs))
            if item.get(theirs) and not (value and same):
                differences.append((theirs, item[theirs][:60], value[:60]))
    return compared, differences


def corpus() -> Iterator[Reference]:
    root = folder()
    with (root / "manifest.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = root / row["source"] / row["path"]
            if row["format"] in _TAGGED and path.exists():
                try:
                    yield from files.read_file(path).references
                except Unreadable:
                    assert row["entries"] == "0", path.name


@pytest.mark.parametrize("module", [ris, nbib, csl_json])
def test_what_is_written_of_real_records_is_written_again_the_same(module: object) -> None:
    changed = []
    for reference in corpus():
        first, second = io.StringIO(), io.StringIO()
        module.write([reference], first)  # type: ignore[attr-defined]
        try:
            again = [found for found in module.read(first.getvalue()) if isinstance(found, Reference)]  # type: ignore[attr-defined]
        except Unreadable:
            again = []
        module.write(again, second)  # type: ignore[attr-defined]
        if again and second.getvalue() != first.getvalue():
            changed.append(reference.title)
    assert changed == []
