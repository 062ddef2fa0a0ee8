"""What a library answers: lists, records, counts, documents, history."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mscref.errors import NoSuchKey, UserError
from mscref.library import (
    backup,
    bitsets,
    candidates,
    collections,
    documents,
    evidence,
    facets,
    integrity,
    journal,
    keys,
    links,
    records,
    terms,
)
from mscref.library.front import Front
from mscref.library.search import Translator
from mscref.model import query as language
from mscref.model.facets import FACETS, Term, Vocabulary, facet_name
from mscref.model.holdings import (
    DocumentRecord,
    EvidenceMap,
    HistoryStep,
    LinkRecord,
    OpenProposal,
    Record,
    Summary,
)
from mscref.model.inventory import Collection, Identities, SavedSearch, VerifyReport
from mscref.model.marks import Marks
from mscref.model.reference import Reference

SORTS = {
    "author": "sort_author {0}, year {0}",
    "year": "year {0}",
    "title": "sort_title {0}",
    "journal": "sort_journal {0}",
    "key": "key COLLATE NOCASE {0}",
    "added": "added {0}",
    "modified": "modified {0}",
    "rating": "rating {0}",
    "status": "CASE status WHEN 'unread' THEN 0 WHEN 'reading' THEN 1 ELSE 2 END {0}",
    "type": "type {0}",
}
_CHUNK = 500


class Questions(Front):
    """The reading half of `Library`; all of it works on a library that is open for reading only."""

    # --- the library itself ---------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Where the library's file is."""
        return self._session.path

    @property
    def read_only(self) -> bool:
        """True when the library was opened for reading only."""
        return self._session.read_only

    @property
    def vocabulary(self) -> Vocabulary:
        """The shipped vocabulary with the user's own terms."""
        with self._session.asking():
            return self._session.vocabulary

    def data_version(self) -> int:
        """A number that changes when another process has written to the library."""
        return self._session.data_version()

    def interrupt(self) -> None:
        """Cut off the question that another thread is asking; it raises Interrupted there. Waits for nothing."""
        self._session.interrupt()

    def verify(self) -> VerifyReport:
        """Check the file, its rows, its search index and its stored files."""
        with self._session.asking() as conn:
            return integrity.verify(conn, self.path)

    def backup(self, folder: Path | None = None) -> Path:
        """Write a checked copy of the library; gives its path.

        Without a folder it goes to the library's own one in the user's data folder, where old backups are thinned.
        """
        with self._session.asking() as conn:
            return backup.backup(conn, self.path, folder or backup.own_folder(self.path))

    def is_backup_due(self) -> bool:
        """True when the library has changed since the newest backup in its own folder, a day ago or longer."""
        with self._session.asking() as conn:
            return backup.is_due(conn, self.path, backup.own_folder(self.path))

    # --- lists ----------------------------------------------------------------------------------------------

    def ids(self, query: str = "", *, sort: str = "added", descending: bool = True, trash: bool = False) -> array[int]:
        """The references that match, in order; those in the trash only when `trash`. Raises QueryError."""
        if sort not in SORTS:
            raise UserError(f'References cannot be sorted by "{sort}"; there are {", ".join(SORTS)}.')
        direction = "DESC" if descending else "ASC"
        order = f"{SORTS[sort].format(direction)}, id {direction}"
        return array("q", self._select(query, trash, f"ORDER BY {order}"))

    def _select(self, query: str, trash: bool, tail: str = "") -> list[int]:
        tree = language.parse(query)
        with self._session.asking() as conn:
            translator = Translator(conn, lambda: self._session.vocabulary, self._session.pending)
            condition = translator.condition(tree)
            where = f"trashed_at IS {'NOT ' if trash else ''}NULL AND {condition.sql}"
            rows = conn.execute(f"SELECT r.id FROM reference r WHERE {where} {tail}", condition.parameters)
            return [row[0] for row in rows]

    def count(self, query: str = "") -> int:
        """How many references outside the trash match. Raises QueryError."""
        return self._mask(query).bit_count()

    def _mask(self, query: str) -> int:
        with self._session.asking() as conn:
            if not query.strip():
                return self._session.bits.live(conn)
            return bitsets.from_ids(self._select(query, trash=False))

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        """What a list shows of some references, in the order of `ids`; one that is gone is left out."""
        with self._session.asking() as conn:
            return records.summaries(conn, ids)

    def record(self, id: int) -> Record:
        """A reference with all that hangs on it; raises NoSuchKey when it is gone."""
        for found in self.records([id]):
            return found
        raise NoSuchKey("The reference is no longer in the library.")

    def records(self, ids: Iterable[int]) -> Iterator[Record]:
        """The records of some references, in the order of `ids`; one that is gone is left out."""
        wanted = list(ids)
        for start in range(0, len(wanted), _CHUNK):
            with self._session.asking() as conn:
                chunk = list(records.records(conn, self.path, wanted[start : start + _CHUNK]))
            yield from chunk

    def references(self, ids: Iterable[int]) -> Iterator[Reference]:
        """The references alone, with their free tags among the keywords, in the order of `ids`.

        That is what most formats write, and takes half the time of `records`; one that is gone is left out.
        """
        wanted = list(ids)
        for start in range(0, len(wanted), _CHUNK):
            with self._session.asking() as conn:
                chunk = list(records.tagged(conn, wanted[start : start + _CHUNK]))
            yield from chunk

    def marks(self) -> dict[str, Marks]:
        """Status, stars and colour of every reference that has any, by its key."""
        with self._session.asking() as conn:
            rows = conn.execute(
                "SELECT key, iif(status = 'unread', '', status), rating, colour FROM reference"
                " WHERE status <> 'unread' OR rating OR colour"
            ).fetchall()
        return {key: Marks(*marks) for key, *marks in rows}

    def find(self, key: str) -> int:
        """The reference with a citation key or alias, in any case; raises NoSuchKey naming the nearest."""
        with self._session.asking() as conn:
            return keys.find(conn, key)

    def links(self, id: int) -> list[LinkRecord]:
        """The links from a reference and to it."""
        with self._session.asking() as conn:
            return links.links(conn, id)

    def open_proposals(self, query: str = "") -> list[OpenProposal]:
        """Every proposal that waits for a decision on the references that match, newest reference first."""
        ids = self.ids(f"is:proposed {f'({query})' if query.strip() else ''}")
        with self._session.asking() as conn:
            return facets.open_proposals(conn, ids)

    # --- counts ---------------------------------------------------------------------------------------------

    def facet_counts(self, query: str = "", *, facets: Iterable[str] = FACETS) -> dict[str, dict[str, int]]:
        """For each facet, how many matching references each term has, narrower ones included.

        The terms above an assigned one are counted too; NONE counts references without a term of the facet.
        """
        mask = self._mask(query)
        with self._session.asking() as conn:
            session = self._session
            return {
                facet: bitsets.counts(session.bits.assigned(conn, facet), mask, session.vocabulary, facet)
                for facet in map(facet_name, facets)
            }

    def evidence_map(self, query: str = "", rows: str = "condition", columns: str = "cell_source") -> EvidenceMap:
        """Two facets crossed over the matching references."""
        mask = self._mask(query)
        with self._session.asking() as conn:
            session = self._session
            facets = facet_name(rows), facet_name(columns)
            return evidence.evidence_map(conn, session.bits, session.vocabulary, mask, *facets)

    def counts(self) -> dict[str, int]:
        """The numbers of the sidebar: all, unread, proposed, trash, documents, open_mentions."""
        with self._session.asking() as conn:
            row = conn.execute(
                "SELECT (SELECT count(*) FROM reference WHERE trashed_at IS NULL),"
                " (SELECT count(*) FROM reference WHERE trashed_at IS NULL AND status = 'unread'),"
                " (SELECT count(DISTINCT p.reference_id) FROM proposal p JOIN reference r ON r.id = p.reference_id"
                "  WHERE p.state = 'open' AND r.trashed_at IS NULL),"
                " (SELECT count(*) FROM reference WHERE trashed_at IS NOT NULL),"
                " (SELECT count(*) FROM document), (SELECT count(*) FROM mention WHERE status = 'open')"
            ).fetchone()
            return dict(zip(("all", "unread", "proposed", "trash", "documents", "open_mentions"), row, strict=True))

    def tags(self) -> dict[str, int]:
        """The free tags with their counts, by name."""
        with self._session.asking() as conn:
            return collections.tags(conn)

    def collections(self) -> list[Collection]:
        """The collections, by name."""
        with self._session.asking() as conn:
            return collections.collections(conn)

    def searches(self) -> list[SavedSearch]:
        """The saved searches, by name."""
        with self._session.asking() as conn:
            return collections.searches(conn)

    def terms_of_user(self) -> list[Term]:
        """The facet terms that the user added."""
        with self._session.asking() as conn:
            return terms.of_user(conn)

    # --- documents ------------------------------------------------------------------------------------------

    def documents(self, text: str = "") -> list[DocumentRecord]:
        """The source documents, or those that hold all words of `text`, in the order they were added."""
        with self._session.asking() as conn:
            return documents.documents(conn, documents.matching(conn, text) if text.strip() else None)

    def document(self, id: int) -> DocumentRecord:
        """One source document; raises NoSuchKey when it is gone."""
        with self._session.asking() as conn:
            return documents.document(conn, id)

    def mention_candidates(self, mention_id: int) -> list[int]:
        """The references that a mention could mean, best first."""
        with self._session.asking() as conn:
            return candidates.candidates(conn, mention_id)

    # --- duplicates and history -----------------------------------------------------------------------------

    def identities(self) -> Identities:
        """What the references outside the trash can be recognised by."""
        doi: dict[str, int] = {}
        pmid: dict[str, int] = {}
        pmcid: dict[str, int] = {}
        titles: dict[str, list[tuple[int, str, str, str]]] = {}
        named: dict[int, str] = {}
        with self._session.asking() as conn:
            for number, key, title, author, year, its_doi, its_pmid, its_pmcid in conn.execute(
                "SELECT id, key, sort_title, sort_author, year, doi_key, pmid, pmcid FROM reference"
                " WHERE trashed_at IS NULL ORDER BY id"
            ):
                named[number] = key
                titles.setdefault(title, []).append((number, author, "" if year is None else f"{year:04d}", its_doi))
                for index, identifier in ((doi, its_doi), (pmid, its_pmid), (pmcid, its_pmcid)):
                    if identifier:
                        index.setdefault(identifier, number)
            held = conn.execute("SELECT sha256, id FROM document WHERE sha256 IS NOT NULL").fetchall()
            files = conn.execute(
                "SELECT a.sha256, a.reference_id FROM attachment a JOIN reference r ON r.id = a.reference_id"
                " WHERE a.sha256 <> '' AND r.trashed_at IS NULL ORDER BY a.id DESC"
            ).fetchall()
        return Identities(doi, pmid, pmcid, titles, dict(held), named, dict(files))

    def are_distinct(self, a: int, b: int) -> bool:
        """True when the user has said that two references are not the same."""
        with self._session.asking() as conn:
            row = conn.execute(
                "SELECT 1 FROM not_duplicate WHERE first_id = ? AND second_id = ?", (min(a, b), max(a, b))
            ).fetchone()
            return row is not None

    def history(self, id: int | None = None) -> list[HistoryStep]:
        """The acts on the library, or on one reference, newest first; each names 100 references at most."""
        with self._session.asking() as conn:
            of_one = (
                "WHERE s.id IN (SELECT step_id FROM journal WHERE tbl = 'reference' AND reference_id = ?)"
                if id is not None
                else ""
            )
            rows = conn.execute(
                "SELECT s.id, s.act, s.at, s.is_undone, (SELECT json_group_array(key) FROM (SELECT DISTINCT r.key"
                " FROM journal j JOIN reference r ON r.id = j.reference_id"
                " WHERE j.step_id = s.id AND j.tbl = 'reference' LIMIT 100))"
                f" FROM step s {of_one} ORDER BY s.id DESC",
                () if id is None else (id,),
            )
            return [HistoryStep(n, act, at, bool(gone), tuple(json.loads(of))) for n, act, at, gone, of in rows]

    def undo_act(self) -> str | None:
        """The name of the act that undo would take back."""
        with self._session.asking() as conn:
            found = journal.next_to_undo(conn)
            return found[1] if found else None

    def redo_act(self) -> str | None:
        """The name of the act that redo would do again."""
        with self._session.asking() as conn:
            found = journal.next_to_redo(conn)
            return found[1] if found else None
