"""Importing a plan: one undo step of transactions of at most 500 references, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from mscref.library import facets, field_sources, indexing, journal, keys, notices, records, screening, trials
from mscref.library.completing import complete, fill_marks, hang_on, same_content
from mscref.library.documents import add_document
from mscref.library.failpoint import failpoint
from mscref.library.session import Session, Step, keys_of, now
from mscref.model.facets import facet_name
from mscref.model.folding import clean
from mscref.model.holdings import Assignment, Proposal
from mscref.model.lookups import from_provenance
from mscref.model.notices import notices_of
from mscref.model.plan import Imported, Plan, Planned, PlannedDocument

BATCH = 500
_DOCUMENTS = 50
_IN_BULK = ("reference", "citation_key", "contributor", "assignment", "proposal")
_INSERT_REFERENCE = (
    f"INSERT INTO reference (id, key, {', '.join(records.CONTENT)}, status, rating, colour, import_batch_id, added,"
    f" modified) VALUES (?, ?, {', '.join('?' * len(records.CONTENT))}, ?, ?, ?, ?, ?, ?)"
)


@dataclass(slots=True)
class _Progress:
    """What has been committed so far; `numbers` are the row ids of the plan's references, in their order."""

    step: int | None = None
    batch: int | None = None
    numbers: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    merged: list[tuple[int, str]] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    uncounted: list[tuple[int, str]] = field(default_factory=list)


def import_plan(
    session: Session,
    plan: Plan,
    on_batch: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Do what a plan says; `on_batch` is told how many references are in, after each commit.

    When `cancelled` answers true, the import stops after the current batch and keeps what is in. A new reference
    whose key is taken gets a suffix, unless the key's owner is the very same reference.
    """
    progress = _Progress()
    complete_ = True
    screening.check_source_kind(plan.source_kind)
    with session.writing():
        at = now()
        is_small = len(plan.references) <= BATCH
        for references, documents in _units(plan):
            if progress.numbers and cancelled and cancelled():
                complete_ = False
                break
            changed = _commit(session, plan, at, progress, references, documents, is_small)
            session.refresh(changed)
            if on_batch:
                on_batch(len(progress.numbers))
        _finish(session, progress.step)
    touched = [*progress.new, *(number for number, _ in progress.merged)]
    merged = keys_of(session.conn, [number for number, _ in progress.merged])
    return Imported(
        step=progress.step,
        new=keys_of(session.conn, progress.new),
        merged=tuple(zip(merged, (path for _, path in progress.merged), strict=True)),
        documents=tuple(progress.documents),
        references=tuple(touched),
        complete=complete_,
    )


def _units(plan: Plan) -> Iterator[tuple[Sequence[Planned], Sequence[PlannedDocument]]]:
    """The plan's transactions: references by 500; the first documents join the last references."""
    starts = list(range(0, len(plan.references), BATCH)) or [0]
    for start in starts:
        documents = plan.documents[:_DOCUMENTS] if start == starts[-1] else ()
        yield plan.references[start : start + BATCH], documents
    for start in range(_DOCUMENTS, len(plan.documents), _DOCUMENTS):
        yield (), plan.documents[start : start + _DOCUMENTS]


def _commit(
    session: Session,
    plan: Plan,
    at: str,
    progress: _Progress,
    references: Sequence[Planned],
    documents: Sequence[PlannedDocument],
    is_small: bool,
) -> tuple[int, ...]:
    """Write one unit in one transaction; gives the references touched. Nothing is written when all is held."""
    conn = session.conn
    conn.execute("BEGIN IMMEDIATE")
    try:
        step = progress.step
        if step is None:
            step = journal.begin(conn, plan.act, at, complete=False)
        else:
            journal.resume(conn, step)
        start = journal.last_seq(conn)
        unit = _Unit(session.step(step, at), progress, plan)
        unit.write(references, documents)
        changed: tuple[int, ...] = ()
        if journal.last_seq(conn) == start:
            conn.execute("ROLLBACK")
        else:
            journal.stamp(conn, start, at)
            _index(session, unit.new, start, is_small)
            changed = journal.touched(conn, "reference_id", start)
            journal.pause(conn)
            failpoint("import.before-commit")
            conn.execute("COMMIT")
            failpoint("import.after-commit")
            progress.step, progress.batch = step, unit.batch
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    progress.numbers += unit.numbers
    progress.new += unit.new
    progress.merged += unit.merged
    progress.uncounted = unit.uncounted
    progress.documents += unit.documents
    return changed


def _index(session: Session, new: Sequence[int], start: int, is_small: bool) -> None:
    fresh = set(new)
    reworded = journal.reworded(session.conn, start)
    if is_small:
        indexing.index(session.conn, reworded)
    else:
        indexing.index(session.conn, [number for number in reworded if number not in fresh])
        session.conn.executemany("INSERT INTO search_pending VALUES (?)", ((number,) for number in new))
    indexing.index_documents(session.conn, journal.touched(session.conn, "document_id", start))


def _finish(session: Session, step: int | None) -> None:
    """Close the step, and index what waits, 500 references a transaction."""
    if step is None:
        return
    with session.transaction():
        session.conn.execute("UPDATE step SET is_complete = 1 WHERE id = ?", (step,))
    while indexing.has_pending(session.conn):
        with session.transaction():
            indexing.index_pending(session.conn)
    session.pending.forget()


class _Unit:
    """One transaction of an import."""

    def __init__(self, step: Step, progress: _Progress, plan: Plan) -> None:
        self._step = step
        self._conn = step.conn
        self._plan = plan
        self.uncounted = list(progress.uncounted)
        self._before = progress.numbers
        self.batch = progress.batch
        self.numbers: list[int] = []
        self.new: list[int] = []
        self.merged: list[tuple[int, str]] = []
        self.documents: list[int] = []

    def write(self, references: Sequence[Planned], documents: Sequence[PlannedDocument]) -> None:
        """Write the references, new ones in bulk, then the documents that cite them."""
        matches = [planned.match for planned in references if planned.match is not None]
        held = records.references(self._conn, matches)
        if self.batch is None and self._plan.source:
            self.batch = self._open_batch()
        bulk = _Bulk(self._step, [keys.fit(planned.reference.key) for planned in references])
        for planned in references:
            number = planned.match if planned.match in held else None
            if number is None:
                number = self._same_held(planned, bulk)
            if number is None:
                if self.batch is None:
                    self.batch = self._open_batch()
                number = bulk.add(planned, self.batch)
                self.new.append(number)
                self.uncounted += [(number, planned.reference.key)] * (planned.copies - 1)
            else:
                bulk.write()
                current = held.get(number) or records.references(self._conn, [number])[number]
                held.pop(number, None)
                complete(self._step, number, current, planned.reference)
                fill_marks(self._step, number, planned.marks)
                field_sources.keep_gained(
                    self._step, number, current, planned.reference, from_provenance(planned.provenance)
                )
                facets.lay(self._conn, number, facets.stated(planned), planned.proposals)
                self.merged.append((number, planned.path))
                self.uncounted += [(number, planned.reference.key)] * planned.copies
            self.numbers.append(number)
        bulk.write()
        for planned, number in zip(references, self.numbers, strict=True):
            notices.keep(self._step, number, (*notices_of(planned.reference), *planned.notices))
        for record in self._plan.trials:
            trials.keep_trial(self._step, record)
        if self.batch is not None:
            self._count(self.batch)
        numbers = [*self._before, *self.numbers]
        for document in documents:
            added = add_document(
                self._step,
                document.document,
                represents=None if document.represents is None else numbers[document.represents],
                cites=[numbers[place] for place in document.citations],
            )
            if added is not None:
                self.documents.append(added)

    def _same_held(self, planned: Planned, bulk: _Bulk) -> int | None:
        """The held reference that took the wanted key (or it with a suffix) and says the same in every field."""
        key = keys.fit(planned.reference.key)
        for suffix in keys.suffixes() if key else ():
            owner = bulk.owner(key + suffix)
            if owner is None:
                return None
            bulk.write()
            if same_content(records.references(self._conn, [owner])[owner], planned.reference):
                return owner
        return None

    def _open_batch(self) -> int:
        plan = self._plan
        row = self._conn.execute(
            "INSERT INTO import_batch (act, at, source, source_kind, query) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (clean(plan.act), self._step.at, clean(plan.source), plan.source_kind, clean(plan.query)),
        ).fetchone()
        number: int = row[0]
        return number

    def _count(self, batch: int) -> None:
        """Write down how many records came and which of them were duplicates, as a review reports them."""
        self._conn.executemany(
            "INSERT INTO merged_duplicate (reference_id, import_batch_id, key, at) VALUES (?, ?, ?, ?)",
            ((number, batch, clean(key), self._step.at) for number, key in self.uncounted),
        )
        came = len(self.new) + len(self.uncounted)
        if came:
            self._conn.execute(
                "UPDATE import_batch SET records = records + ?, merged = merged + ? WHERE id = ?",
                (came, len(self.uncounted), batch),
            )
        self.uncounted = []


class _Bulk:
    """New references gathered for one executemany a table."""

    def __init__(self, step: Step, wanted: Sequence[str]) -> None:
        """`wanted` are the keys that will be asked for most: who has them is looked up at once."""
        self._step = step
        self._conn = step.conn
        self._owners = keys.owners(step.conn, wanted)
        row = self._conn.execute("SELECT seq FROM sqlite_sequence WHERE name = 'reference'").fetchone()
        self._last: int = row[0] if row else 0
        self._rows: dict[str, list[tuple[object, ...]]] = {}
        self._others: list[tuple[int, Planned]] = []

    def owner(self, key: str) -> int | None:
        """The reference that has a key, waiting ones included."""
        folded = key.casefold()
        if folded not in self._owners:
            self._owners[folded] = keys.owner(self._conn, folded)
        return self._owners[folded]

    def _unique(self, key: str) -> str:
        return next(key + suffix for suffix in keys.suffixes() if self.owner(key + suffix) is None)

    def add(self, planned: Planned, batch: int) -> int:
        """Gather one new reference; gives its row id."""
        reference = planned.reference
        self._last += 1
        number = self._last
        key = self._unique(keys.fit(reference.key) or keys.default(reference))
        self._owners[key.casefold()] = number
        at = self._step.at
        marks = planned.marks
        said = (marks.status or "unread", marks.rating, marks.colour)
        self._put(_INSERT_REFERENCE, (number, key, *records.values(reference), *said, batch, at, at))
        self._put(keys.INSERT, (number, key, key.casefold(), 0))
        for row in records.contributor_rows(number, reference.contributors):
            self._put(records.INSERT_CONTRIBUTOR, row)
        assigned = {(facet_name(a.facet), a.term): a for a in reversed(facets.stated(planned))}
        offered = {(facet_name(p.facet), p.term): p for p in reversed(planned.proposals)}
        self._put_facets(number, assigned, offered)
        has_more = reference.aliases or reference.trials or reference.notes or reference.attachments
        if has_more or reference.collections or planned.provenance:
            self._others.append((number, planned))
        return number

    def _put_facets(
        self, number: int, assigned: dict[tuple[str, str], Assignment], offered: dict[tuple[str, str], Proposal]
    ) -> None:
        for assignment in reversed(assigned.values()):
            self._put(facets.INSERT_ASSIGNMENT, facets.assignment_row(number, assignment))
        for place, proposal in reversed(offered.items()):
            if place not in assigned:
                self._put(facets.INSERT_PROPOSAL, facets.proposal_row(number, proposal))

    def _put(self, sql: str, row: tuple[object, ...]) -> None:
        self._rows.setdefault(sql, []).append(row)

    def write(self) -> None:
        """Write what was gathered."""
        if not self._rows:
            self._owners.clear()
            return
        with journal.many_inserts(self._conn, _IN_BULK):
            for sql, rows in self._rows.items():
                self._conn.executemany(sql, rows)
        self._rows.clear()
        self._owners.clear()
        for number, planned in self._others:
            hang_on(self._step, number, planned.reference)
            field_sources.keep_gained(self._step, number, None, planned.reference, from_provenance(planned.provenance))
        self._others.clear()
