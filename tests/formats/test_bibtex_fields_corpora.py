"""Every field that other readers of BibTeX find is found, and what it says stands in the reference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from mscref.formats.bib_fields import RICH_FIELDS, to_reference
from mscref.formats.bibtex_read import Values
from mscref.formats.bibtex_scan import Entry, scan
from mscref.formats.latex_decode import decode
from mscref.model.reference import Reference
from tests.formats.test_bibtex_corpora import bib_files

pytestmark = pytest.mark.corpora

# What is said in other words, so that the words of the file are not looked for.
NORMALISED = {
    "langid": "a language tag",
    "language": "a language tag",
    "month": "a number in the date",
    "year": "a number in the date",
    "date": "an EDTF date without the time of day",
    "urldate": "an EDTF date",
    "entrysubtype": "the CSL type",
    "pubstate": "the CSL type of a preprint",
    "type": "the CSL type and genre",
    "edition": "a number",
    "eprinttype": "PubMed's number stands as PMID",
}
_PART = re.compile(
    r"\b(?:family|given|prefix|suffix|literal)(?:-i)?\s*=|\b(?:useprefix|juniorcomma)\s*=\s*(?:true|false)|\bid=\w+",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{4,}|\d{3,}")
_RESOLVER = re.compile(r"^https?://(?:(?:dx\.)?doi\.org|doi\.acm\.org)/")


def entries(text: str) -> Iterator[tuple[Entry, dict[str, str]]]:
    """Each entry with its fields' texts, strings expanded."""
    values = Values()
    for entry in scan(text):
        if entry.type == "string":
            values.strings.define(entry)
        elif entry.type not in ("preamble", "comment"):
            yield entry, values.of(entry, [])


def names_of_fields(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry, fields in entries(text):
        found.setdefault(bare(entry.key), set()).update(fields)
    return found


def bare(key: str) -> str:
    return re.sub(r"[\s\"]", "", key).lower()


def test_no_field_that_pybtex_finds_is_missing() -> None:
    from pybtex import errors
    from pybtex.database.input.bibtex import Parser

    class Tolerant(Parser):  # type: ignore[misc]
        def handle_error(self, error: Exception) -> None:
            pass

    missing = []
    total = 0
    for name, text, _ in bib_files():
        ours = names_of_fields(text)
        with errors.capture():
            data = Tolerant(person_fields=[]).parse_string(text)
        for key, entry in data.entries.items():
            fields = {field.lower() for field in entry.fields}
            total += len(fields)
            missing += [(name, key, field) for field in fields - ours.get(bare(key), set())]
    assert total > 100_000
    assert missing == []


def test_no_field_that_bibtexparser_finds_is_missing_but_those_in_comments() -> None:
    """It takes a line that begins with a percent sign for the start of a field's name."""
    bibtexparser = pytest.importorskip("bibtexparser")
    missing = []
    for name, text, _ in bib_files():
        ours = names_of_fields(text)
        for entry in bibtexparser.parse_string(text, parse_stack=[]).entries:
            fields = {field.key.lower() for field in entry.fields if not field.key.startswith("%")}
            missing += [(name, entry.key, field) for field in fields - ours.get(bare(entry.key), set())]
    assert missing == []


def test_what_a_field_says_stands_in_the_reference() -> None:
    lost = []
    for name, text, _ in bib_files():
        for entry, fields in entries(text):
            reference, _ = to_reference(entry.type, "x", dict(fields), "")
            said = words_of(reference)
            run_together = re.sub(r"\W", "", said)
            for field, value in fields.items():
                plain = _RESOLVER.sub("", decode(value, is_rich=field in RICH_FIELDS))
                words = _WORD.findall(folded(_PART.sub(" ", plain)))
                if field not in NORMALISED and any(w not in said and w not in run_together for w in words):
                    lost.append((name, entry.key, field, value[:100]))
    assert lost == []


def words_of(reference: Reference) -> str:
    """All that a reference says, folded."""
    parts = [reference.title, *reference.fields.values(), *reference.keywords, *reference.aliases, *reference.trials]
    parts += [*reference.collections, *reference.incomplete_roles, "others et al"]
    parts += [term for pair in reference.facets for term in pair]
    for each in reference.contributors:
        name = each.name
        parts += [name.literal, name.family, name.given, name.particle, name.suffix]
    parts += [note.text for note in reference.notes]
    parts += [part for file in reference.attachments for part in (file.path, file.title, file.media_type)]
    return folded(" ".join(parts))


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
