"""Reading: annotations, the texts of pages, citing from documents, and what notes say and link to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mscref.library import annotating, claims, documents, noting, page_texts, reading_places, term_evidence
from mscref.library.front import Front
from mscref.library.search import Translator
from mscref.library.session import now
from mscref.model.hits import FileToRead, IndexState, NoteHit, PageHit
from mscref.model.holdings import AnnotationRecord, Changes
from mscref.model.reading_place import ReadingPlace


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

    def add_annotations(self, id: int, marks: Sequence[AnnotationRecord]) -> Changes:
        """Mark several places of a reference in one step; ids and dates are given here."""
        mine = [replace(mark, reference=id, document=None) for mark in marks]
        return self._session.act(self._named("Annotate", [id]), annotating.add_all, mine)

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

    def import_annotations(self, id: int, marks: Sequence[AnnotationRecord], *, removed_too: bool = False) -> Changes:
        """Add marks that stand in attached PDFs, in one step.

        One that is held already (by `origin`) is left out, and so is one that was removed, but for `removed_too`.
        """
        act = self._named("Import annotations into", [id])
        return self._session.act(act, annotating.bring_in, id, marks, removed_too)

    def removed_annotations(self, id: int) -> frozenset[str]:
        """The identities (see `annotating.name_of`) of marks that were removed from a reference."""
        with self._session.asking() as conn:
            return annotating.removed(conn, id)

    def known_marks(self, id: int) -> frozenset[str]:
        """The identities of a reference's annotations and of those that were removed from it."""
        with self._session.asking() as conn:
            held = frozenset(annotating.name_of(each) for each in annotating.of_reference(conn, id))
            return held | annotating.removed(conn, id)

    def take_version(
        self, id: int, attachment_id: int, sha256: str, moved: Sequence[AnnotationRecord], lost: Sequence[int] = ()
    ) -> Changes:
        """Keep where the marks of a reference stand in another version of its file, in one step.

        `moved` have the page and quads of this version; the `lost` (ids) stand nowhere in it.
        """
        act = self._named("Keep the places of marks of", [id])
        return self._session.act(act, annotating.take_version, attachment_id, sha256, moved, lost)

    def make_supported_claim(
        self, text: str, id: int, stance: str, *, quote: str = "", page: int = 0, annotation: int | None = None
    ) -> Changes:
        """Add a claim with what a reference says of it, in one step."""
        act = self._named("Claim with evidence of", [id])
        return self._session.act(act, claims.add_with_evidence, text, id, stance, quote, page, annotation)

    def support_term(self, id: int, facet: str, term: str, quote: str) -> Changes:
        """Give a reference a facet term with the words of its PDF that say so. Raises UnknownTerm."""
        return self._session.act(self._named("Set evidence of", [id]), term_evidence.support, id, facet, term, quote)

    # --- where reading stopped ------------------------------------------------------------------------------

    def reading_place(self, sha256: str) -> ReadingPlace | None:
        """Where reading of a file stopped, None when it was never read."""
        with self._session.asking() as conn:
            return reading_places.place(conn, sha256)

    def keep_reading_place(self, sha256: str, place: ReadingPlace) -> None:
        """Keep where reading of a file stopped. It is no undo step."""
        with self._session.writing(), self._session.transaction():
            reading_places.keep(self._session.conn, sha256, place, now())

    # --- citing from a document -----------------------------------------------------------------------------

    def cite_in_document(self, document_id: int, id: int, start: int, end: int) -> Changes:
        """Say that the words from `start` to `end` (code points) of a document's text cite a reference."""
        act = self._named("Cite from a document:", [id])
        return self._session.act(act, documents.cite, document_id, id, start, end)

    def remove_citation(self, citation_id: int) -> Changes:
        """Take back that a document cites a reference; the reference stays."""
        return self._session.act("Remove a citation", documents.uncite, citation_id)

    # --- the texts of pages ---------------------------------------------------------------------------------

    def files_to_read(self, *, most: int = -1) -> list[FileToRead]:
        """Attached PDFs whose pages are not in the index yet."""
        with self._session.asking() as conn:
            return page_texts.waiting(conn, self._session.path, most=most)

    def index_state(self) -> IndexState:
        """How far the index of page texts is."""
        with self._session.asking() as conn:
            return page_texts.state(conn)

    def keep_page_texts(self, sha256: str, pages: Sequence[str], problem: str = "") -> None:
        """Keep the texts of a file's pages, or why it could not be read. It is no undo step."""
        with self._session.writing(), self._session.transaction():
            page_texts.keep(self._session.conn, sha256, pages, problem, now())

    def forget_page_texts(self, *, everything: bool = False) -> int:
        """Forget the texts of files that are attached to nothing any more, or of all; gives how many files."""
        with self._session.writing(), self._session.transaction():
            return page_texts.forget(self._session.conn, everything=everything)

    def page_hits(self, query: str, *, most: int = 200) -> list[PageHit]:
        """Where the words of a query stand in annotations and on the pages of PDFs. Raises QueryError."""
        with self._session.asking() as conn:
            translator = Translator(conn, lambda: self._session.vocabulary, self._session.pending)
            return page_texts.hits(conn, translator, query, most)

    # --- notes ----------------------------------------------------------------------------------------------

    def note(self, note_id: int) -> NoteHit:
        """One note with whose it is; raises NoSuchKey when it is gone."""
        with self._session.asking() as conn:
            return noting.note(conn, note_id)

    def find_notes(self, text: str = "", *, most: int = 500) -> list[NoteHit]:
        """The notes that hold all words of `text`, the newest first; without words, all."""
        with self._session.asking() as conn:
            return noting.find(conn, text, most)

    def notes_linking_to(self, id: int) -> list[NoteHit]:
        """The notes of other references and documents that link to a reference (`[@key]`, `mscref:key`)."""
        with self._session.asking() as conn:
            return noting.linking_to(conn, id)
