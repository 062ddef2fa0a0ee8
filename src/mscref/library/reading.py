"""Reading: annotations, and where reading stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mscref.library import annotating
from mscref.library.front import Front
from mscref.model.holdings import AnnotationRecord, Changes


class Reading(Front):
    """The annotations of references and documents."""

    def annotations(self, id: int) -> list[AnnotationRecord]:
        """The annotations of a reference, page by page."""
        with self._session.asking() as conn:
            return annotating.of_reference(conn, id)

    def document_annotations(self, document_id: int) -> list[AnnotationRecord]:
        """The annotations of a document, in the order of its text."""
        with self._session.asking() as conn:
            return annotating.of_document(conn, document_id)

    def add_annotation(
        self,
        id: int,
        attachment_id: int | None = None,
        *,
        kind: str = "highlight",
        page: int = 1,
        quads: Iterable[Sequence[float]] = (),
        text: str = "",
        prefix: str = "",
        suffix: str = "",
        note: str = "",
        colour: int = 0,
        tags: Iterable[str] = (),
        terms: Iterable[tuple[str, str]] = (),
        author: str = "",
        origin: str = "",
    ) -> Changes:
        """Mark a place in a file of a reference, with the words there and a note (see `AnnotationRecord`)."""
        new = AnnotationRecord(
            0,
            id,
            attachment_id,
            page,
            tuple(tuple(quad) for quad in quads),
            text,
            prefix,
            suffix,
            note,
            colour,
            author,
            kind=kind,
            tags=tuple(tags),
            terms=tuple(terms),
            origin=origin,
        )
        return self._session.act(self._named("Annotate", [id]), annotating.add, new)

    def annotate_document(
        self,
        document_id: int,
        start: int,
        end: int,
        *,
        text: str = "",
        prefix: str = "",
        suffix: str = "",
        note: str = "",
        colour: int = 0,
        tags: Iterable[str] = (),
        terms: Iterable[tuple[str, str]] = (),
    ) -> Changes:
        """Mark the words from `start` to `end` (code points) of a document's text."""
        new = AnnotationRecord(
            0,
            None,
            document=document_id,
            start=start,
            end=end,
            text=text,
            prefix=prefix,
            suffix=suffix,
            note=note,
            colour=colour,
            tags=tuple(tags),
            terms=tuple(terms),
        )
        return self._session.act("Annotate a document", annotating.add, new)

    def edit_annotation(
        self,
        annotation_id: int,
        *,
        note: str | None = None,
        colour: int | None = None,
        tags: Iterable[str] | None = None,
        terms: Iterable[tuple[str, str]] | None = None,
        quads: Iterable[Sequence[float]] | None = None,
        page: int | None = None,
    ) -> Changes:
        """Change what an annotation says or where it stands; what is not given stays."""
        given = {
            "note": note,
            "colour": colour,
            "page": page,
            "tags": None if tags is None else tuple(tags),
            "terms": None if terms is None else tuple(tuple(term) for term in terms),
            "quads": None if quads is None else tuple(tuple(quad) for quad in quads),
        }
        changes = {name: value for name, value in given.items() if value is not None}
        return self._session.act("Edit an annotation", annotating.edit, annotation_id, changes)

    def remove_annotation(self, annotation_id: int) -> Changes:
        """Remove an annotation."""
        return self._session.act("Remove an annotation", annotating.remove, annotation_id)
