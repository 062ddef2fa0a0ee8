"""Real .bib files from the tests of other programs: every entry read, and the same bytes on the second export."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mscref.errors import Unreadable
from mscref.formats import bibtex, bibtex_raw
from mscref.formats.text_encoding import decode
from mscref.model.reference import Reference

pytestmark = pytest.mark.corpora


def bib_files() -> Iterator[tuple[str, str, int]]:
    """Name, text and number of entries of each file in the manifest."""
    root = os.environ.get("MSCREF_CORPORA")
    if not root:
        pytest.skip("MSCREF_CORPORA is not set")
    folder = Path(root) / "corpora" / "references"
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            path = folder / row["source"] / row["path"]
            if row["format"] == "bibtex" and path.exists():
                yield f"{row['source']}/{row['path']}", decode(path.read_bytes())[0], int(row["entries"])


def references(text: str) -> list[Reference]:
    try:
        return [item for item in bibtex.read(text) if isinstance(item, Reference)]
    except Unreadable:
        return []


def test_every_entry_of_the_manifest_is_read() -> None:
    short = {name: (len(found), count) for name, text, count in bib_files() if len(found := references(text)) < count}
    assert short == {}


def test_exports_are_the_same_bytes_after_another_import() -> None:
    differ = []
    total = 0
    for name, text, _ in bib_files():
        found = references(text)
        for options in ({"dialect": "bibtex", "ascii": True}, {"dialect": "biblatex"}):
            total += 1
            first, second = io.StringIO(), io.StringIO()
            bibtex.write(found, first, **options)
            bibtex.write(references(first.getvalue()), second, **options)
            if first.getvalue() != second.getvalue():
                differ.append((name, options["dialect"]))
    assert len(differ) <= total * 0.001, differ


def test_an_unedited_entry_is_written_back_byte_for_byte() -> None:
    """Not when it was mended, has a key that another has, or holds a command that reads files."""
    missing = []
    total = 0
    for name, text, _ in bib_files():
        found = references(text)
        out = io.StringIO()
        bibtex.write(found, out, raw=True)
        taken: set[str] = set()
        for reference in found:
            assert reference.raw is not None
            kept = bibtex_raw.unpacked(reference.raw.text)
            again = references(f"{kept.needs}\n{kept.text}")[-1]
            is_first = reference.key.lower() not in taken
            taken.add(reference.key.lower())
            if bibtex_raw.is_sound(kept) and again.key == reference.key and is_first:
                total += 1
                if kept.text not in out.getvalue():
                    missing.append((name, reference.key))
    assert total > 10_000
    assert missing == []
