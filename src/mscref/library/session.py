"""One open library: its connection, its lock, its vocabulary, and how a verb becomes one transaction."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec

from mscref.errors import Bug, Interrupted, LibraryError
from mscref.library import connection, indexing, journal, terms, upgrading
from mscref.library.bitsets import Bitsets
from mscref.library.lock import WriterLock
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Changes

P = ParamSpec("P")


def now() -> str:
    """The time in UTC as the library stores it (ISO 8601, milliseconds)."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Step:
    """What a verb is given: the connection inside its transaction, the step's number, its time, the vocabulary."""

    conn: sqlite3.Connection
    number: int
    at: str
    vocabulary: Callable[[], Vocabulary]
    path: Path


class Session:
    """The state that all verbs and questions of one `Library` share."""

    def __init__(self, path: Path, *, write: bool, vocabulary: Vocabulary | None) -> None:
        self.path = path
        self.read_only = not write
        self.mutex = threading.RLock()
        upgrading.upgrade_if_older(path)
        self.conn = connection.open_writing(path) if write else connection.open_reading(path)
        self.bits = Bitsets()
        self.pending = indexing.PendingIndex()
        self._lock = WriterLock(path)
        self._shipped = vocabulary
        self._vocabulary: Vocabulary | None = None
        self._seen = self.data_version()

    def close(self) -> None:
        """Close the connection; the last one to close folds the write-ahead log into the file."""
        with self.mutex:
            self.pending.close()
            self.conn.close()

    def interrupt(self) -> None:
        """Cut off what the connection is doing, from any thread; nothing when it is closed."""
        with suppress(sqlite3.ProgrammingError):
            self.conn.interrupt()

    # --- reading --------------------------------------------------------------------------------------------

    def data_version(self) -> int:
        """A number that changes when another connection has written."""
        found: int = self.conn.execute("PRAGMA data_version").fetchone()[0]
        return found

    @property
    def vocabulary(self) -> Vocabulary:
        """The shipped vocabulary with the user's own terms."""
        with self.mutex:
            if self._vocabulary is None:
                if self._shipped is None:
                    from mscref import settings

                    self._shipped = settings.vocabulary()
                self._vocabulary = self._shipped.with_terms(terms.of_user(self.conn))
            return self._vocabulary

    @contextmanager
    def asking(self) -> Iterator[sqlite3.Connection]:
        """The connection for a question, with what is kept in memory brought up to date.

        Raises LibraryError when the file turns out to be damaged.
        """
        with self.mutex:
            try:
                version = self.data_version()
                if version != self._seen:
                    self._seen = version
                    self._forget()
                yield self.conn
            except sqlite3.OperationalError as error:
                raise self._trouble(error) from error
            except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError) as error:
                raise Bug(f"The library did not understand us: {error}.") from error
            except sqlite3.DatabaseError as error:
                raise connection.damaged(self.path, error) from error

    def _forget(self) -> None:
        self._vocabulary = None
        self.bits.forget()
        self.pending.forget()

    def _trouble(self, error: sqlite3.OperationalError) -> Exception:
        said = str(error)
        if "interrupted" in said:
            return Interrupted("The question was interrupted.")
        if "locked" in said or "busy" in said:
            return LibraryError(f"{self.path} is locked by another program. Try again when it is done.")
        if "full" in said or "disk I/O" in said or "unable to open" in said or "readonly" in said:
            return LibraryError(f"{self.path} could not be read or written ({said}). Check the disk; nothing was lost.")
        return Bug(f"The library did not understand us: {said}.")

    # --- writing --------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock, and index first what an import that was cut off has left over."""
        with self.mutex:
            if self.read_only:
                raise LibraryError(f"{self.path} is open for reading only. Open it for writing to change it.")
            with self.asking(), self._lock:
                journal.install(self.conn)
                while indexing.has_pending(self.conn):
                    with self.transaction():
                        indexing.index_pending(self.conn)
                yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One BEGIN IMMEDIATE transaction: committed at the end, rolled back by any exception."""
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.conn.execute("COMMIT")
        except BaseException:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
            self._forget()
            raise

    def act(self, act: str, verb: Callable[Concatenate[Step, P], object], *args: P.args, **kwargs: P.kwargs) -> Changes:
        """Do `verb` as one transaction and one undo step named `act`; without a change there is no step."""
        return self.act_within(0, act, verb, *args, **kwargs)

    def act_within(
        self,
        earlier: int,
        act: str,
        verb: Callable[Concatenate[Step, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Changes:
        """Do `verb` as `act` does, but as a part of the step `earlier` while that is the last thing that was done."""
        with self.writing():
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                at = now()
                number = journal.go_on(self.conn, earlier) or journal.begin(self.conn, act, at)
                start = journal.last_seq(self.conn)
                verb(self.step(number, at), *args, **kwargs)
                if journal.last_seq(self.conn) == start:
                    self.conn.execute("ROLLBACK")
                    return Changes(act)
                changes = self.finish(act, number, start, at)
                self.conn.execute("COMMIT")
            except BaseException:
                if self.conn.in_transaction:
                    self.conn.execute("ROLLBACK")
                self._forget()
                raise
            self.refresh(changes.references)
            return changes

    def step(self, number: int, at: str) -> Step:
        """What a verb is given for step `number`."""
        return Step(self.conn, number, at, lambda: self.vocabulary, self.path)

    def finish(self, act: str, number: int, start: int, at: str) -> Changes:
        """End a step inside its transaction: dates of modification, search index, and what was changed."""
        journal.stamp(self.conn, start, at)
        indexing.index(self.conn, journal.reworded(self.conn, start))
        indexing.index_documents(self.conn, journal.touched(self.conn, "document_id", start))
        journal.pause(self.conn)
        return self.changes(act, number, start)

    def changes(self, act: str, number: int, start: int) -> Changes:
        """What the journal rows after `start` say was changed."""
        references = journal.touched(self.conn, "reference_id", start)
        documents = journal.touched(self.conn, "document_id", start)
        return Changes(act, number, references, documents, keys_of(self.conn, references))

    def replay(self, *, redo: bool) -> Changes:
        """Undo or redo one step as one transaction."""
        with self.writing():
            with self.transaction():
                start = journal.last_seq(self.conn)
                number, act = journal.replay(self.conn, redo=redo)
                indexing.index(self.conn, journal.reworded(self.conn, start))
                indexing.index_documents(self.conn, journal.touched(self.conn, "document_id", start))
                changes = self.changes(act, number, start)
            self.refresh(changes.references)
            return changes

    def rebuild_index(self) -> None:
        """Make the search index anew, in one transaction and without an undo step."""
        with self.writing(), self.transaction():
            indexing.rebuild(self.conn)

    def refresh(self, references: Iterable[int]) -> None:
        """Bring what is kept in memory up to date after a commit of our own."""
        self._vocabulary = None
        self.bits.refresh(self.conn, references)
        self.pending.forget()


def keys_of(conn: sqlite3.Connection, ids: Iterable[int]) -> tuple[str, ...]:
    """The citation keys of references, in the order of `ids`; empty for one that is gone and left no trace."""
    wanted = list(ids)
    if not wanted:
        return ()
    text = json.dumps(wanted)
    keys = dict(conn.execute("SELECT id, key FROM reference WHERE id IN (SELECT value FROM json_each(?))", (text,)))
    missing = [i for i in wanted if i not in keys]
    for reference in missing:
        row = conn.execute(
            "SELECT json_extract(before, '$.key') FROM journal WHERE tbl = 'reference' AND op = 'delete'"
            " AND reference_id = ? ORDER BY seq DESC LIMIT 1",
            (reference,),
        ).fetchone()
        keys[reference] = row[0] if row else ""
    return tuple(keys[i] for i in wanted)
