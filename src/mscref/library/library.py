"""One library: opening it, and the verbs that change it. Each verb is one transaction and one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from mscref.library import (
    backup,
    collections,
    connection,
    documents,
    facets,
    imports,
    links,
    merging,
    references,
    terms,
)
from mscref.library.filing import Filing
from mscref.library.outputs import Outputs
from mscref.library.questions import Questions
from mscref.library.reading import Reading
from mscref.library.session import Session, Step
from mscref.library.sources import Sources
from mscref.library.studies import Studies
from mscref.model.facets import Term, Vocabulary
from mscref.model.holdings import Assignment, Changes, Proposal
from mscref.model.plan import Imported, Plan
from mscref.model.reference import Contributor, Reference


class Library(Questions, Reading, Studies, Sources, Outputs, Filing):
    """References, documents and what the user says of them, in one file.

    A verb returns what it changed (`Changes`, false when nothing changed) and raises a UserError with nothing
    changed. A library may be used from several threads; its verbs and questions then wait for one another, save
    `interrupt`. A thread that must not wait opens the same file once more with `write=False`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def open(
        cls, path: Path, *, write: bool = True, create: bool = False, vocabulary: Vocabulary | None = None
    ) -> Library:
        """Open a library, making an empty one when `create` and there is none.

        Raises LibraryError, with nothing changed, for a file that is missing, no library, newer, read-only,
        locked or damaged. Without a vocabulary the shipped one is used.
        """
        path = Path(path)
        if create and write:
            connection.create(path)
        return cls(Session(path, write=write, vocabulary=vocabulary))

    @staticmethod
    def restore(path: Path, copy: Path) -> Path | None:
        """Put a backup in the place of the library at `path`; gives the folder that keeps the replaced one."""
        return backup.restore(path, copy)

    def close(self) -> None:
        """Close the library."""
        self._session.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # --- importing and adding -------------------------------------------------------------------------------

    def import_plan(
        self,
        plan: Plan,
        *,
        on_batch: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Imported:
        """Do what a plan says, as one step of batches of at most 500 references.

        `on_batch` gets the number of references that are in, after each commit; when `cancelled` answers true the
        import ends after the current batch.
        """
        return imports.import_plan(self._session, plan, on_batch, cancelled)

    def add(
        self, reference: Reference, assignments: Iterable[Assignment] = (), proposals: Iterable[Proposal] = ()
    ) -> Changes:
        """Add a reference; its key is made unique."""
        return self._session.act("Add a reference", references.add, reference, assignments, proposals)

    # --- references -----------------------------------------------------------------------------------------

    def edit(
        self,
        id: int,
        *,
        fields: Mapping[str, str] | None = None,
        type: str | None = None,
        title: str | None = None,
        contributors: Sequence[Contributor] | None = None,
        incomplete_roles: Iterable[str] | None = None,
        keywords: Iterable[str] | None = None,
        trials: Iterable[str] | None = None,
        key: str | None = None,
    ) -> Changes:
        """Change a reference; an empty value removes a field, and an old key stays as an alias."""
        changes = references.Edit(fields, type, title, contributors, incomplete_roles, keywords, trials, key)
        return self._session.act(self._named("Edit", [id]), references.edit, id, changes)

    def set_status(self, ids: Sequence[int], status: str) -> Changes:
        """Mark references as unread, reading or read."""
        return self._session.act(self._named(f"Mark as {status}:", ids), references.set_column, ids, "status", status)

    def set_rating(self, ids: Sequence[int], n: int) -> Changes:
        """Rate references from 0 (not rated) to 5."""
        return self._session.act(self._named("Rate", ids), references.set_column, ids, "rating", n)

    def set_colour(self, ids: Sequence[int], n: int) -> Changes:
        """Give references a colour label from 0 (none) to 9."""
        return self._session.act(self._named("Colour", ids), references.set_column, ids, "colour", n)

    def trash(self, ids: Sequence[int]) -> Changes:
        """Put references into the trash."""
        return self._session.act(self._named("Trash", ids), references.trash, ids)

    def untrash(self, ids: Sequence[int]) -> Changes:
        """Take references out of the trash."""
        return self._session.act(self._named("Take out of the trash:", ids), references.untrash, ids)

    def purge(self, ids: Sequence[int]) -> Changes:
        """Remove references that lie in the trash from the library; others stay."""
        return self._session.act(self._named("Remove", ids), references.purge, ids)

    def merge(
        self,
        keep: int,
        others: Sequence[int],
        fields: Mapping[str, str] | None = None,
        *,
        type: str | None = None,
        title: str | None = None,
        contributors: Sequence[Contributor] | None = None,
        incomplete_roles: Iterable[str] | None = None,
    ) -> Changes:
        """Join references into `keep`: gaps are filled, keys become aliases, all that hangs on them moves.

        What is given wins where they differ.
        """
        said = references.Edit(
            fields=fields, type=type, title=title, contributors=contributors, incomplete_roles=incomplete_roles
        )
        return self._session.act(self._named("Merge into", [keep]), merging.merge, keep, others, said)

    def distinct(self, a: int, b: int) -> Changes:
        """Remember that two references are not duplicates."""
        return self._session.act("Keep two references apart", merging.distinct, a, b)

    def link(self, a: int, b: int | None, kind: str, *, identifier: str = "", source: str = "") -> Changes:
        """Say that `b`, or what `identifier` names, is the `kind` of `a`: its retraction, its erratum, its preprint."""
        return self._session.act(self._named(f"Link a {kind} to", [a]), links.link, a, b, kind, identifier, source)

    def unlink(self, link_id: int) -> Changes:
        """Remove a link between references."""
        return self._session.act("Remove a link", links.unlink, link_id)

    # --- facets and tags ------------------------------------------------------------------------------------

    def retag(self, ids: Sequence[int], facet: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Changes:
        """`retag_terms` for one facet."""
        return self.retag_terms(ids, add=[(facet, term) for term in add], remove=[(facet, term) for term in remove])

    def retag_terms(
        self,
        ids: Sequence[int],
        *,
        add: Iterable[tuple[str, str]] = (),
        remove: Iterable[tuple[str, str]] = (),
        tags_add: Iterable[str] = (),
        tags_remove: Iterable[str] = (),
    ) -> Changes:
        """Add and remove terms of any facets, given as (facet, term), and free tags, by the user's word.

        Terms are taken by id, label or synonym; no rule brings a removed one back. Raises UnknownTerm.
        """

        def verb(step: Step) -> None:
            facets.retag(step, ids, add, remove)
            collections.set_tags(step, ids, tags_add, tags_remove)

        return self._session.act(self._named("Tag", ids), verb)

    def settle(self, ids: Sequence[int], *, accept: bool, facet: str | None = None, term: str | None = None) -> Changes:
        """Accept or reject what rules have proposed: all of it, of one facet, or one term."""
        act = self._named("Accept proposals of" if accept else "Reject proposals of", ids)
        return self._session.act(act, facets.settle, ids, accept, facet, term)

    def settle_places(self, places: Sequence[tuple[int, str, str]], *, accept: bool) -> Changes:
        """Accept or reject single proposals, each a reference id, a facet and a term, as one step."""
        act = self._named("Accept proposals of" if accept else "Reject proposals of", list({id for id, _, _ in places}))
        return self._session.act(act, facets.settle_places, places, accept)

    def propose(self, found: Mapping[int, tuple[Sequence[Assignment], Sequence[Proposal]]]) -> Changes:
        """Keep what rules found for held references, save what the user has rejected."""
        return self._session.act(self._named("Propose terms for", list(found)), facets.propose, found)

    def set_tags(self, ids: Sequence[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Changes:
        """Add and remove free tags."""
        return self.retag_terms(ids, tags_add=add, tags_remove=remove)

    def add_term(self, term: Term) -> Changes:
        """Add a facet term of the user's, or change one."""
        return self._session.act(f"Add the term {term.label}", terms.add, term)

    def set_synonyms(self, facet: str, term: str, synonyms: Sequence[str]) -> Changes:
        """Say by which other names rules and searches find a term, besides those that it ships with."""
        act = f"Set the synonyms of {self.vocabulary.find(facet, term).label}"
        return self._session.act(act, terms.set_synonyms, facet, term, synonyms)

    def remove_term(self, facet: str, id: str) -> Changes:
        """Remove a facet term of the user's, from its references too."""
        return self._session.act(f"Remove the term {self.vocabulary.label(facet, id)}", terms.remove, facet, id)

    # --- notes and files ------------------------------------------------------------------------------------

    def add_note(self, id: int, text: str, title: str = "") -> Changes:
        """Add a note (Markdown) to a reference."""
        return self._session.act(self._named("Add a note to", [id]), references.add_note, "reference", id, text, title)

    def add_document_note(self, document_id: int, text: str, title: str = "") -> Changes:
        """Add a note (Markdown) to a document."""
        return self._session.act("Add a note to a document", references.add_note, "document", document_id, text, title)

    def edit_note(self, note_id: int, text: str, title: str | None = None, *, within: int = 0) -> Changes:
        """Change a note; as a part of the step `within` while nothing else has been done since."""
        return self._session.act_within(within, "Edit a note", references.edit_note, note_id, text, title)

    def remove_note(self, note_id: int) -> Changes:
        """Remove a note."""
        return self._session.act("Remove a note", references.remove_note, note_id)

    def attach(self, id: int, path: Path, *, store: bool = True, title: str = "", pattern: str = "") -> Changes:
        """Attach a file to a reference: a stored copy named by `pattern`, or a link to where it lies."""
        act = self._named("Attach a file to", [id])
        return self._session.act(act, references.attach, id, Path(path), store, title, pattern)

    def detach(self, attachment_id: int) -> Changes:
        """Take a file off its reference."""
        return self._session.act("Detach a file", references.detach, attachment_id)

    # --- documents ------------------------------------------------------------------------------------------

    def resolve(self, mention_id: int, reference_id: int) -> Changes:
        """Say which reference a mention means."""
        act = self._named("Resolve a mention to", [reference_id])
        return self._session.act(act, documents.resolve, mention_id, reference_id)

    def dismiss(self, mention_id: int) -> Changes:
        """Say that a mention means no reference."""
        return self._session.act("Dismiss a mention", documents.set_mention, mention_id, "dismissed")

    def reopen(self, mention_id: int) -> Changes:
        """Make a mention open again."""
        return self._session.act("Reopen a mention", documents.set_mention, mention_id, "open")

    def set_document_kind(self, document_id: int, kind: str) -> Changes:
        """Say what a document is (one of DOCUMENT_KINDS)."""
        return self._session.act("Set a document's kind", documents.edit_document, document_id, None, kind)

    def edit_document(self, document_id: int, *, title: str | None = None, kind: str | None = None) -> Changes:
        """Give a document another title or kind."""
        return self._session.act("Edit a document", documents.edit_document, document_id, title, kind)

    def remove_document(self, document_id: int) -> Changes:
        """Remove a document; the references it cites stay."""
        return self._session.act("Remove a document", documents.remove_document, document_id)

    # --- collections and searches ---------------------------------------------------------------------------

    def add_collection(self, name: str, parent: int | None = None) -> Changes:
        """Add a collection, at the top or inside another."""
        return self._session.act(f"Add the collection {name}", collections.add, name, parent)

    def rename_collection(self, collection_id: int, name: str) -> Changes:
        """Give a collection another name."""
        return self._session.act(f"Rename a collection to {name}", collections.rename, collection_id, name)

    def remove_collection(self, collection_id: int) -> Changes:
        """Remove a collection and those inside it; their references stay."""
        return self._session.act("Remove a collection", collections.remove, collection_id)

    def collect(self, ids: Sequence[int], collection_id: int, remove: bool = False) -> Changes:
        """Put references into a collection, or take them out."""
        act = self._named("Take out of a collection:" if remove else "Collect", ids)
        return self._session.act(act, collections.collect, ids, collection_id, remove)

    def save_search(self, name: str, query: str) -> Changes:
        """Keep a query under a name."""
        return self._session.act(f"Save the search {name}", collections.save_search, name, query)

    def remove_search(self, id: int) -> Changes:
        """Remove a saved search."""
        return self._session.act("Remove a saved search", collections.remove_search, id)

    # --- undo and repair ------------------------------------------------------------------------------------

    def undo(self) -> Changes:
        """Take back the newest step. Raises NothingToUndo, or UndoIsStale when another program is in the way."""
        return self._session.replay(redo=False)

    def redo(self) -> Changes:
        """Do again what was undone last. Raises NothingToUndo or UndoIsStale."""
        return self._session.replay(redo=True)

    def rebuild(self) -> None:
        """Make the search index anew from the references; no undo step, for nothing of the user's changes."""
        self._session.rebuild_index()
