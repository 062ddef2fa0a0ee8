"""References as rows: from a `Reference` to the tables, and back to `Record` and `Summary`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mscref.library.files import attachment_path
from mscref.model.folding import clean, fold, is_clean, sort_form
from mscref.model.holdings import (
    Assignment,
    AttachmentRecord,
    CitedIn,
    NoteRecord,
    Proposal,
    Record,
    Summary,
)
from mscref.model.identifiers import doi_key
from mscref.model.notices import GRAVE
from mscref.model.reference import Attachment, Contributor, Name, Note, RawEntry, Reference

# The columns of table `reference` that a Reference determines, in the order of `values`.
CONTENT = (
    "type", "title", "fields", "keywords", "incomplete_roles", "raw_format", "raw_text", "byline", "journal", "year",
    "sort_author", "sort_title", "sort_journal", "doi_key", "pmid", "pmcid", "is_retracted",
)  # fmt: skip
NAME_COLUMNS = ("family", "given", "particle", "suffix", "literal", "orcid")
AMONG = "IN (SELECT value FROM json_each(?))"


# PubMed's names for the notice that retracts a paper, and what says no in a field "retracted".
_RETRACTED_IN = ("rin", "rrin")
_NO = ("", "0", "no", "false")


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(value: object) -> str:
    """A list or mapping as the JSON text of a column."""
    return _as_json(value) if value else "{}" if isinstance(value, dict) else "[]"


def _leaders(reference: Reference) -> tuple[Sequence[Name], bool]:
    """Whom a reference is known by, authors or else editors, and whether that list is incomplete."""
    for role in ("author", "editor"):
        names = reference.names(role)
        if names:
            return names, role in reference.incomplete_roles
    return (), False


def _byline(names: Sequence[Name], is_incomplete: bool) -> str:
    """Who a list names: "Bier", "Bonafede and Mariotti", "Berry et al."."""
    shown = [name.sort_family or name.given for name in names[:3]]
    if not shown:
        return ""
    if is_incomplete or len(shown) > 2:
        return f"{shown[0]} et al."
    return " and ".join(shown)


def is_retracted(reference: Reference) -> bool:
    """True when the reference itself says that it is retracted: its title, its type in PubMed, or a field for it."""
    title = reference.title.casefold().lstrip("[( ")
    types = reference.get("publication-type") + reference.get("pt") + reference.get("status")
    return (
        title.startswith(("retracted:", "retracted article", "retracted]"))
        or "retracted" in types.casefold()
        or any(reference.get(name) for name in _RETRACTED_IN)
        or reference.get("retracted").strip().casefold() not in _NO
    )


def values(reference: Reference) -> tuple[object, ...]:
    """What the columns CONTENT hold for a reference."""
    title = clean(reference.title)
    fields = dict(reference.fields)
    if not is_clean("".join([*fields, *fields.values()])):
        fields = {clean(name): clean(value) for name, value in fields.items()}
    names, is_incomplete = _leaders(reference)
    journal = fields.get("container-title", "")
    raw = reference.raw
    return (
        clean(reference.type),
        title,
        dump(fields),
        dump([clean(keyword) for keyword in reference.keywords]),
        dump(list(reference.incomplete_roles)),
        raw.format if raw else "",
        clean(raw.text) if raw else "",
        clean(_byline(names, is_incomplete)),
        journal,
        int(reference.year) if reference.year else None,
        clean(fold(names[0].sort_family)) if names else "",
        sort_form(title),
        sort_form(journal),
        doi_key(reference.doi),
        clean(reference.pmid),
        clean(reference.get("PMCID")).upper(),
        int(is_retracted(reference)),
    )


def contributor_rows(number: int, contributors: Iterable[Contributor]) -> Iterator[tuple[object, ...]]:
    """The rows of table `contributor` (without id) for one reference."""
    for place, contributor in enumerate(contributors):
        name = contributor.name
        parts = (name.family, name.given, name.particle, name.suffix, name.literal, name.orcid)
        yield (number, place, contributor.role, *(parts if is_clean("".join(parts)) else map(clean, parts)))


INSERT_CONTRIBUTOR = (
    f"INSERT INTO contributor (reference_id, position, role, {', '.join(NAME_COLUMNS)})"
    f" VALUES (?, ?, ?, {', '.join('?' * len(NAME_COLUMNS))})"
)


def _by_reference(conn: sqlite3.Connection, sql: str, among: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for reference, *row in conn.execute(sql, (among,)):
        found.setdefault(reference, []).append(tuple(row))
    return found


def _contributors(conn: sqlite3.Connection, among: str) -> dict[int, list[Contributor]]:
    found: dict[int, list[Contributor]] = {}
    for reference, role, *parts in conn.execute(
        f"SELECT reference_id, role, {', '.join(NAME_COLUMNS)} FROM contributor"
        f" WHERE reference_id {AMONG} ORDER BY reference_id, position",
        (among,),
    ):
        found.setdefault(reference, []).append(Contributor(Name(*parts), role))
    return found


def references(conn: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Reference]:
    """The references with some ids as values, with keys, aliases, trials, notes and files, by id."""
    among = dump(list(ids))
    people = _contributors(conn, among)
    names = _by_reference(
        conn, f"SELECT reference_id, name FROM citation_key WHERE reference_id {AMONG} AND is_alias ORDER BY id", among
    )
    trials = _by_reference(
        conn, f"SELECT reference_id, number FROM trial WHERE reference_id {AMONG} ORDER BY id", among
    )
    notes = _by_reference(
        conn,
        f"SELECT reference_id, text, title, author, created FROM note WHERE reference_id {AMONG} ORDER BY id",
        among,
    )
    files = _by_reference(
        conn,
        "SELECT reference_id, path, title, media_type, sha256, is_stored FROM attachment"
        f" WHERE reference_id {AMONG} ORDER BY id",
        among,
    )
    groups = _by_reference(
        conn,
        "SELECT m.reference_id, c.name FROM collection_member m JOIN collection c ON c.id = m.collection_id"
        f" WHERE m.reference_id {AMONG} ORDER BY m.id",
        among,
    )
    found = {}
    for number, key, kind, title, fields, keywords, incomplete, raw_format, raw_text in conn.execute(
        "SELECT id, key, type, title, fields, keywords, incomplete_roles, raw_format, raw_text FROM reference"
        f" WHERE id {AMONG}",
        (among,),
    ):
        found[number] = Reference(
            type=kind,
            title=title,
            contributors=tuple(people.get(number, ())),
            fields=json.loads(fields),
            key=key,
            aliases=tuple(row[0] for row in names.get(number, ())),
            incomplete_roles=tuple(json.loads(incomplete)),
            keywords=tuple(json.loads(keywords)),
            trials=tuple(row[0] for row in trials.get(number, ())),
            notes=tuple(Note(*row) for row in notes.get(number, ())),
            attachments=tuple(
                Attachment(path, title, media_type, sha256, bool(stored))
                for path, title, media_type, sha256, stored in files.get(number, ())
            ),
            collections=tuple(row[0] for row in groups.get(number, ())),
            raw=RawEntry(raw_format, raw_text) if raw_format else None,
        )
    return found


def tags(conn: sqlite3.Connection, among: str) -> dict[int, tuple[str, ...]]:
    """The free tags of some references (ids as JSON), by reference."""
    rows = _by_reference(conn, f"SELECT reference_id, name FROM tag WHERE reference_id {AMONG} ORDER BY folded", among)
    return {number: tuple(name for (name,) in names) for number, names in rows.items()}


def tagged(conn: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Reference]:
    """The references with some ids, in the order of `ids`, with their free tags among the keywords."""
    held = references(conn, ids)
    free = tags(conn, dump(list(ids)))
    for number in ids:
        if number in held:
            yield with_keywords(held[number], free.get(number, ()))


def with_keywords(reference: Reference, more: Iterable[str]) -> Reference:
    """A reference with more keywords, each once; the text it was read from no longer stands for it then."""
    keywords = tuple(dict.fromkeys([*reference.keywords, *more]))
    return reference if keywords == reference.keywords else replace(reference, keywords=keywords, raw=None)


def records(conn: sqlite3.Connection, path: Path, ids: Sequence[int]) -> Iterator[Record]:
    """The records with some ids, in the order of `ids`; one that is not held is left out."""
    among = dump(list(ids))
    held = references(conn, ids)
    assignments = _by_reference(
        conn,
        "SELECT reference_id, facet, term, origin, rule, field, quote, start, stop FROM assignment"
        f" WHERE reference_id {AMONG} ORDER BY id",
        among,
    )
    proposals = _by_reference(
        conn,
        "SELECT reference_id, facet, term, rule, field, quote, start, stop, state FROM proposal"
        f" WHERE reference_id {AMONG} ORDER BY id",
        among,
    )
    notes = _by_reference(
        conn,
        f"SELECT reference_id, id, text, title, created, modified FROM note WHERE reference_id {AMONG} ORDER BY id",
        among,
    )
    files = _by_reference(
        conn,
        "SELECT reference_id, id, path, title, media_type, sha256, is_stored FROM attachment"
        f" WHERE reference_id {AMONG} ORDER BY id",
        among,
    )
    cited = _cited_in(conn, among)
    free = tags(conn, among)
    rows = {
        row[0]: row[1:]
        for row in conn.execute(
            f"SELECT id, status, rating, colour, trashed_at, added, modified FROM reference WHERE id {AMONG}", (among,)
        )
    }
    for number in ids:
        if number not in rows:
            continue
        status, rating, colour, trashed_at, added, modified = rows[number]
        yield Record(
            id=number,
            reference=held[number],
            assignments=tuple(Assignment(*row) for row in assignments.get(number, ())),
            proposals=tuple(Proposal(*row) for row in proposals.get(number, ())),
            notes=tuple(NoteRecord(*row) for row in notes.get(number, ())),
            attachments=tuple(
                AttachmentRecord(i, attachment_path(path, name, bool(stored)), title, media_type, sha256, bool(stored))
                for i, name, title, media_type, sha256, stored in files.get(number, ())
            ),
            cited_in=tuple(CitedIn(*row) for row in cited.get(number, ())),
            tags=free.get(number, ()),
            collections=held[number].collections,
            status=status,
            rating=rating,
            colour=colour,
            is_trashed=trashed_at is not None,
            added=added,
            modified=modified,
        )


def _cited_in(conn: sqlite3.Connection, among: str) -> dict[int, list[tuple[Any, ...]]]:
    """Where references are cited, by a printed reference or by a mention that was resolved to them."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for table in ("citation", "mention"):
        rows = _by_reference(
            conn,
            f"SELECT c.reference_id, d.id, d.title, d.kind, c.quote, c.start, c.stop FROM {table} c"
            f" JOIN document d ON d.id = c.document_id WHERE c.reference_id {AMONG} ORDER BY d.id, c.start",
            among,
        )
        for reference, places in rows.items():
            found.setdefault(reference, []).extend(places)
    return found


def _gravest(is_retracted: bool, kinds: str) -> str:
    """The gravest of the notices that bear on a reference, given the kinds of its links."""
    told = ["retraction" if is_retracted else "", *kinds.split(",")]
    return next((kind for kind in GRAVE if kind in told), "")


def summaries(conn: sqlite3.Connection, ids: Sequence[int]) -> list[Summary]:
    """What a list shows of some references, in the order of `ids`; one that is not held is left out."""
    among = dump(list(ids))
    terms: dict[int, dict[str, tuple[str, ...]]] = {}
    for reference, facet, term in conn.execute(
        f"SELECT reference_id, facet, term FROM assignment WHERE reference_id {AMONG} ORDER BY id", (among,)
    ):
        of_reference = terms.setdefault(reference, {})
        of_reference[facet] = (*of_reference.get(facet, ()), term)
    found = {
        row[0]: Summary(
            id=row[0],
            key=row[1],
            type=row[2],
            authors=row[3],
            year="" if row[4] is None else f"{row[4]:04d}",
            title=row[5],
            journal=row[6],
            terms=terms.get(row[0], {}),
            status=row[7],
            rating=row[8],
            colour=row[9],
            has_file=bool(row[10]),
            has_note=bool(row[11]),
            proposals=row[12],
            is_retracted=bool(row[13]),
            is_trashed=row[14] is not None,
            added=row[15],
            modified=row[16],
            notice=_gravest(bool(row[13]), row[17] or ""),
        )
        for row in conn.execute(
            "SELECT id, key, type, byline, year, title, journal, status, rating, colour,"
            " EXISTS (SELECT 1 FROM attachment a WHERE a.reference_id = r.id),"
            " EXISTS (SELECT 1 FROM note n WHERE n.reference_id = r.id),"
            " (SELECT count(*) FROM proposal p WHERE p.reference_id = r.id AND p.state = 'open'),"
            " is_retracted OR EXISTS (SELECT 1 FROM link l WHERE l.reference_id = r.id AND l.kind = 'retraction'),"
            " trashed_at, added, modified, (SELECT group_concat(l.kind) FROM link l WHERE l.reference_id = r.id)"
            f" FROM reference r WHERE id {AMONG}",
            (among,),
        )
    }
    return [found[number] for number in ids if number in found]
