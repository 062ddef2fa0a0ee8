"""Files of references: put into the store, missed, and found again by their content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mscref.errors import UserError
from mscref.library import files
from mscref.library.front import Front
from mscref.library.session import Step
from mscref.model.folding import clean
from mscref.model.holdings import Changes
from mscref.model.reference import Attachment, Reference


@dataclass(frozen=True, slots=True)
class MissingFile:
    """An attached file that is not where it should be; `sha256` is empty for a link whose content was never seen."""

    id: int
    reference: int
    key: str
    path: str
    sha256: str
    stored: bool


class Filing(Front):
    """Files of references: put into the store, missed, and found again by their content."""

    def file_away(self, file: Attachment, reference: Reference, pattern: str = "") -> Attachment:
        """Copy the file of a reference that is to come in into the store; no reference is changed by it.

        Raises UserError when the file is gone or the copy cannot be written.
        """
        source = Path(file.path)
        name, digest = files.store(self._session.path, source, files.named(pattern, reference, source.suffix))
        return replace(file, path=name, sha256=digest, is_stored=True)

    def file_hashes(self) -> frozenset[str]:
        """The SHA-256 of every file that the library knows, those of documents and of the trash included."""
        with self._session.asking() as conn:
            rows = conn.execute(
                "SELECT sha256 FROM attachment WHERE sha256 <> '' UNION"
                " SELECT sha256 FROM document WHERE sha256 IS NOT NULL"
            )
            return frozenset(row[0] for row in rows)

    def missing_files(self) -> list[MissingFile]:
        """Attached files that are not there; what lies on another computer is not asked for."""
        with self._session.asking() as conn:
            rows = conn.execute(
                "SELECT a.id, a.reference_id, r.key, a.path, a.sha256, a.is_stored FROM attachment a"
                " JOIN reference r ON r.id = a.reference_id ORDER BY r.key, a.id"
            ).fetchall()
        found = []
        for id, reference, key, name, digest, stored in rows:
            path = files.attachment_path(self._session.path, name, bool(stored))
            if not files.why_refused(path) and not _is_there(self._session.path, path):
                found.append(MissingFile(id, reference, key, path, digest, bool(stored)))
        return found

    def mend_files(self, found: Mapping[int, Path]) -> Changes:
        """Take files that were found again in the place of missing ones: a stored one is copied back, a link renewed.

        `found` is by attachment. Raises UserError, with nothing changed, for a file with another content.
        """
        return self._session.act("Find missing files again", _mend, found)


def _is_there(library: Path, path: str) -> bool:
    try:
        return (library.parent / path).is_file()
    except OSError:
        return False


def _mend(step: Step, found: Mapping[int, Path]) -> None:
    for id, path in found.items():
        row = step.conn.execute("SELECT path, sha256, is_stored FROM attachment WHERE id = ?", (id,)).fetchone()
        if row is None:
            continue
        name, digest, is_stored = row
        files.check_source(path)
        if digest and files.sha256_of(path) != digest:
            raise UserError(f"{path} is another file than the missing one; nothing was changed.")
        if is_stored:
            place, digest = files.store(step.path, path, Path(name).name)
        else:
            place, digest = clean(str(path.absolute())), digest or files.sha256_of(path)
        if (place, digest) != (name, row[1]):
            step.conn.execute("UPDATE attachment SET path = ?, sha256 = ? WHERE id = ?", (place, digest, id))
