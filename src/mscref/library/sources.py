"""Sources: where fields were seen, and look-ups that wait for a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mscref.library import field_sources, looked_up, notices
from mscref.library.front import Front
from mscref.library.session import now
from mscref.model.folding import clean
from mscref.model.holdings import Changes
from mscref.model.lookups import Completion, FieldSource, Waiting
from mscref.model.notices import Notice
from mscref.model.studies import TrialRecord


class Sources(Front):
    """Sources: where fields were seen, and look-ups that wait for a network."""

    def field_sources(self, id: int) -> dict[str, FieldSource]:
        """Where each field of a reference was seen, by field; a field of which nobody knows is left out."""
        with self._session.asking() as conn:
            return field_sources.sources(conn, id)

    def complete_fields(self, id: int, fields: Mapping[str, str], sources: Iterable[FieldSource]) -> Changes:
        """Lay fields that were looked up over a reference; a field that the user has edited stays as it is."""
        return self.complete_all([Completion(id, fields, tuple(sources))])

    def complete_all(self, completions: Iterable[Completion], trials: Sequence[TrialRecord] = ()) -> Changes:
        """Lay what look-ups found over many references, as one step; what the user has edited stays as it is.

        What registries said of trials is kept in the same step.
        """
        wanted = [one for one in completions if one]
        act = self._named("Look up", [one.reference for one in wanted])
        return self._session.act(act, looked_up.complete, wanted, trials)

    def keep_notices(self, id: int, told: Iterable[Notice]) -> Changes:
        """Link a reference with its retractions, corrections and other versions, each once."""
        return self._session.act(self._named("Link notices to", [id]), notices.keep, id, told)

    # --- what waits: no steps, for nothing of the user's changes --------------------------------------------

    def waiting(self) -> list[Waiting]:
        """The references that wait to be looked up, the longest waiting first; those in the trash left out."""
        with self._session.asking() as conn:
            rows = conn.execute(
                "SELECT w.reference_id, r.key, w.since, w.tries, w.problem FROM lookup_waiting w"
                " JOIN reference r ON r.id = w.reference_id WHERE r.trashed_at IS NULL ORDER BY w.since, r.id"
            )
            return [Waiting(*row) for row in rows]

    def wait_for_lookup(self, ids: Sequence[int], problem: str = "") -> None:
        """Let references wait to be looked up; with a problem, one more try has failed with it."""
        with self._session.writing(), self._session.transaction():
            self._session.conn.executemany(
                "INSERT INTO lookup_waiting (reference_id, since, tries, problem) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (reference_id) DO UPDATE SET tries = tries + excluded.tries,"
                " problem = iif(excluded.problem = '', problem, excluded.problem)",
                [(id, now(), int(bool(problem)), clean(problem)) for id in ids],
            )

    def stop_waiting(self, ids: Iterable[int]) -> None:
        """Let references wait no longer."""
        with self._session.writing(), self._session.transaction():
            self._session.conn.executemany("DELETE FROM lookup_waiting WHERE reference_id = ?", [(id,) for id in ids])
