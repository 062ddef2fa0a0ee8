"""What every part of a library's front stands on: the session, and how an act is named."""

from __future__ import annotations

from collections.abc import Sequence

from mscref.library.session import Session, keys_of


class Front:
    """One noun's questions and verbs; `Library` is all of them together."""

    _session: Session

    def _named(self, verb: str, ids: Sequence[int]) -> str:
        """An act in words: "Edit bier2018", "Tag 3 references"."""
        if len(ids) == 1:
            with self._session.asking() as conn:
                return f"{verb} {keys_of(conn, ids)[0] or '1 reference'}"
        return f"{verb} {len(ids):,} references"
