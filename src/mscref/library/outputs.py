"""Outputs: the keys that texts cite by, and the files kept in step with the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mscref.library import auto_exports, keys, links, references
from mscref.library.front import Front
from mscref.library.session import Step
from mscref.model.holdings import Changes
from mscref.model.outputs import AutoExport, OutputState


class Outputs(Front):
    """Citation keys given anew, and files kept in step."""

    # --- citation keys --------------------------------------------------------------------------------------

    def key_owners(self) -> dict[str, int]:
        """The reference that each key and each alias belongs to, by key in lower case; the trash is counted in."""
        with self._session.asking() as conn:
            return keys.all_owners(conn)

    def rekey(self, new: Mapping[int, str]) -> Changes:
        """Give references other keys, as one step; the old ones stay as aliases. UserError when one is taken."""

        def verb(step: Step) -> None:
            for number, key in new.items():
                references.edit(step, number, references.Edit(key=key))

        return self._session.act(self._named("Give a new key to", list(new)), verb)

    # --- quality --------------------------------------------------------------------------------------------

    def notices(self) -> dict[int, frozenset[str]]:
        """The kinds of link (retraction, concern, erratum) that bear on references, by reference."""
        with self._session.asking() as conn:
            return links.notices(conn)

    def mend(self, edits: Mapping[int, Mapping[str, Any]]) -> Changes:
        """Edit many references as one step; each edit is given by the names of `Library.edit`."""

        def verb(step: Step) -> None:
            for number, given in edits.items():
                references.edit(step, number, references.Edit(**given))

        return self._session.act(self._named("Edit", list(edits)), verb)

    # --- files kept in step ---------------------------------------------------------------------------------

    def auto_exports(self) -> list[AutoExport]:
        """The files kept in step with this library, by their paths."""
        with self._session.asking() as conn:
            return auto_exports.auto_exports(conn)

    def add_auto_export(
        self,
        path: Path | str,
        *,
        format: str = "bibtex",
        query: str = "",
        manuscripts: Sequence[Path | str] = (),
        options: Mapping[str, object] | None = None,
    ) -> Changes:
        """Keep a file in step with a query (or the whole library), or with what manuscripts cite."""
        texts = [str(text) for text in manuscripts]
        act = f"Keep {Path(path).name} in step"
        return self._session.act(act, auto_exports.add, str(path), format, query, texts, options or {})

    def edit_auto_export(
        self,
        id: int,
        *,
        format: str | None = None,
        query: str | None = None,
        manuscripts: Sequence[Path | str] | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Changes:
        """Change what a file kept in step holds; what is not given stays."""
        texts = None if manuscripts is None else [str(text) for text in manuscripts]
        return self._session.act("Change a file kept in step", auto_exports.edit, id, format, query, texts, options)

    def remove_auto_export(self, id: int) -> Changes:
        """Keep a file in step no more; the file stays."""
        return self._session.act("Keep a file in step no more", auto_exports.remove, id)

    def note_outputs(self, states: Sequence[OutputState]) -> None:
        """Remember how the writing of files went; no undo step, for nothing of the user's changes."""
        if states:
            with self._session.writing(), self._session.transaction():
                auto_exports.note(self._session.conn, states)
