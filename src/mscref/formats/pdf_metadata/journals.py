"""Journal names: NLM abbreviations and full names, and the DOI stems by which publishers number a journal."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from mscref.formats.pdf_metadata.found import fold
from mscref.settings import resource


@dataclass(frozen=True, slots=True)
class Journal:
    """One row of resources/journals.tsv: abbreviation, full name, the start of its DOIs."""

    abbreviation: str
    name: str
    dois: tuple[str, ...] = ()


@functools.cache
def table() -> tuple[Journal, ...]:
    """The journals that ship with mscref."""
    rows = resource("journals.tsv").read_text("utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return tuple(Journal(row[0], row[1], tuple(row[2].split()) if len(row) > 2 else ()) for row in cells)


def named(text: str) -> Journal | None:
    """The journal that a printed name or abbreviation means."""
    return _by_name().get(_key(text))


def of_doi(doi: str) -> Journal | None:
    """The journal whose DOIs begin like this one."""
    lowered = doi.lower()
    stems = _by_stem()
    for length in range(len(lowered), 8, -1):
        stem, rest = lowered[:length], lowered[length:]
        found = stems.get(stem)
        if found and not (stem[-1].isalpha() and rest[:1].isalpha()):
            return found
    return None


@functools.cache
def _by_name() -> dict[str, Journal]:
    found: dict[str, Journal] = {}
    for journal in table():
        for name in (journal.name, journal.abbreviation):
            found.setdefault(_key(name), journal)
    return found


@functools.cache
def _by_stem() -> dict[str, Journal]:
    return {stem.lower(): journal for journal in table() for stem in journal.dois}


def _key(text: str) -> str:
    return fold(re.sub(r"^the\s+|\([^)]*\)", "", text.replace("&", "and").strip(), flags=re.IGNORECASE))
