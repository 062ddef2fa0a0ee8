"""Trials as objects: registry numbers found wherever the library names them, with what a registry says of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mscref.errors import UserError
from mscref.library.records import dump
from mscref.library.study_cells import PAGES
from mscref.model.folding import clean
from mscref.model.identifiers import find_trials
from mscref.model.studies import Trial, TrialPaper, TrialRecord

if TYPE_CHECKING:
    from mscref.library.session import Step

# What a text must hold to name a trial at all: asked of SQLite, so that few texts are read for numbers.
_MARKS = ("NCT0", "NCT 0", "ISRCTN", "ChiCTR", "ACTRN", "UMIN0", "jRCT", "CTRI/20", "IRCT", "DRKS000")
_EUDRACT = "20[0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9]"
_WORDS = "nct* OR isrctn* OR chictr* OR actrn* OR umin* OR jrct* OR ctri* OR irct* OR drks* OR eudract*"
# References of these types tell of trials and report none.
_REVIEWS = ("review", "systematic-review", "meta-analysis")
_PLACES = ("record", "title", "abstract", "note", "pdf")
_FACTS = ("number", "title", "status", "phase", "enrolment", "url", "fields", "fetched")
_STATED = frozenset({"record", "title", "abstract"})


def normal(number: str) -> str:
    """A trial's number as it is compared: as its registry writes it when it is one, else as it stands."""
    found = next(find_trials(number), None)
    return found.value if found else clean(number).strip()


def _naming(column: str) -> str:
    """SQL that is true of a text in which a trial's number may stand."""
    tests = [f"{column} LIKE '%{mark}%'" for mark in _MARKS]
    return f"({' OR '.join(tests)} OR {column} GLOB '*{_EUDRACT}*')"


def trials(conn: sqlite3.Connection) -> list[Trial]:
    """Every trial that the library names or knows from a registry, by number; references in the trash left out."""
    places: dict[str, dict[int, set[str]]] = {}
    for number, reference, place in _named(conn):
        places.setdefault(number, {}).setdefault(reference, set()).add(place)
    documents: dict[str, set[int]] = {}
    for number, document in _in_documents(conn):
        documents.setdefault(number, set()).add(document)
    records = {record.number: record for record in trial_records(conn)}
    reviews = {row[0] for row in conn.execute(f"SELECT reference_id FROM assignment WHERE {_IS_REVIEW}")}
    keys = dict(conn.execute("SELECT id, key FROM reference WHERE trashed_at IS NULL"))
    in_pdf: dict[int, int] = {}
    for of_trial in places.values():
        for reference, found in of_trial.items():
            in_pdf[reference] = in_pdf.get(reference, 0) + ("pdf" in found)

    def papers(number: str) -> Iterator[TrialPaper]:
        for reference, found in sorted(places.get(number, {}).items()):
            # A paper that registers a trial prints one number; one that prints several compares trials.
            reports = reference not in reviews and bool(found & _STATED or ("pdf" in found and in_pdf[reference] == 1))
            yield TrialPaper(reference, keys[reference], tuple(p for p in _PLACES if p in found), reports)

    return [
        Trial(number, tuple(papers(number)), tuple(sorted(documents.get(number, ()))), records.get(number))
        for number in sorted({*places, *documents, *records})
    ]


_IS_REVIEW = f"facet = 'study_type' AND term IN ({', '.join(repr(term) for term in _REVIEWS)})"


def _named(conn: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """(number, reference, place) wherever a reference names a trial."""
    for reference, stated in conn.execute(
        "SELECT t.reference_id, t.number FROM trial t JOIN reference r ON r.id = t.reference_id"
        " WHERE r.trashed_at IS NULL"
    ):
        yield normal(stated), reference, "record"
    abstract = "json_extract(fields, '$.abstract')"
    texts = (
        f"SELECT id, 'title', title FROM reference WHERE trashed_at IS NULL AND {_naming('title')}",
        f"SELECT id, 'abstract', {abstract} FROM reference WHERE trashed_at IS NULL AND {_naming('fields')}",
        "SELECT n.reference_id, 'note', n.text FROM note n JOIN reference r ON r.id = n.reference_id"
        f" WHERE r.trashed_at IS NULL AND {_naming('n.text')}",
        f"SELECT a.reference_id, 'pdf', p.text FROM {PAGES} JOIN reference r ON r.id = a.reference_id"
        " WHERE r.trashed_at IS NULL AND p.id IN (SELECT rowid FROM search_page WHERE search_page"
        f" MATCH '{_WORDS}')",
    )
    for sql in texts:
        for reference, place, text in conn.execute(sql):
            for found in find_trials(text or ""):
                yield found.value, reference, place


def _in_documents(conn: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """(number, document) wherever a document's text names a trial; the document of a paper's own file is the paper."""
    sql = f"SELECT id, text FROM document WHERE {_naming('text')}"
    for document, text in conn.execute(sql):
        for found in find_trials(text):
            yield found.value, document


def trial_records(conn: sqlite3.Connection) -> list[TrialRecord]:
    """What registries said of trials, by number."""
    rows = conn.execute(f"SELECT {', '.join(_FACTS)} FROM trial_record ORDER BY number")
    return [TrialRecord(**dict(zip(_FACTS, row, strict=True)) | {"fields": json.loads(row[6])}) for row in rows]


def keep_trial(step: Step, record: TrialRecord) -> None:
    """Keep what a registry says of a trial, in place of what was known; the same again changes nothing."""
    number = normal(record.number)
    if not number:
        raise UserError("A trial needs its number in a registry.")
    texts = (clean(text) for text in (record.title, record.status, record.phase))
    fields = dump({clean(name): clean(value) for name, value in record.fields.items()})
    facts = (*texts, record.enrolment, clean(record.url), fields)
    held = step.conn.execute(
        "SELECT title, status, phase, enrolment, url, fields FROM trial_record WHERE number = ?", (number,)
    ).fetchone()
    if held == facts:
        return
    step.conn.execute(
        "INSERT INTO trial_record (number, title, status, phase, enrolment, url, fields, fetched)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET title = excluded.title,"
        " status = excluded.status, phase = excluded.phase, enrolment = excluded.enrolment, url = excluded.url,"
        " fields = excluded.fields, fetched = excluded.fetched",
        (number, *facts, clean(record.fetched) or step.at),
    )
