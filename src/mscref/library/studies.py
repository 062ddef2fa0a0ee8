"""Studies: what they report, claims, trials, families, screening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mscref.library import claims, families, look_alikes, screening, study_cells, trials
from mscref.library.front import Front
from mscref.model.holdings import Changes
from mscref.model.look_alikes import LookAlike
from mscref.model.studies import Batch, Claim, Evidence, FamilyMember, Screening, StudyCell, Trial, TrialRecord


class Studies(Front):
    """Studies: what they report, claims, trials, families, screening."""

    # --- the study table ------------------------------------------------------------------------------------

    def study_cells(self, ids: Iterable[int]) -> list[StudyCell]:
        """The stored cells of the study table for some references."""
        with self._session.asking() as conn:
            return study_cells.cells(conn, ids)

    def set_study_cell(
        self,
        id: int,
        field: str,
        value: str | None,
        *,
        quote: str = "",
        page: int = 0,
        source: str = "user",
        annotation: int | None = None,
    ) -> Changes:
        """Store what a reference reports in a field of STUDY_FIELDS, with the words that say so.

        An empty value is stored too ("states nothing"); None forgets what is stored, so that what is read from the
        reference shows again.
        """
        act = self._named(f"Set the {field.replace('_', ' ')} of", [id])
        if value is None:
            return self._session.act(act, study_cells.forget_cell, id, field)
        cell = StudyCell(id, field, value, quote, page, source, annotation)
        return self._session.act(act, study_cells.set_cell, cell)

    def page_texts(self, id: int) -> list[tuple[int, str]]:
        """The pages of a reference's files that have been read: number from 1 and text, file by file."""
        with self._session.asking() as conn:
            return study_cells.page_texts(conn, id)

    def appraisals(self, ids: Iterable[int] | None = None) -> dict[int, str]:
        """The user's judgements of the risk of bias (low, some, high), of those references that have one."""
        with self._session.asking() as conn:
            return study_cells.appraisals(conn, ids)

    def set_appraisal(self, ids: Sequence[int], value: str) -> Changes:
        """Judge the risk of bias of references: low, some or high, "" for no judgement."""
        return self._session.act(self._named("Appraise", ids), study_cells.set_appraisal, ids, value)

    # --- claims ---------------------------------------------------------------------------------------------

    def claims(self, document: int | None = None) -> list[Claim]:
        """The claims with their evidence: all, or those of one document."""
        with self._session.asking() as conn:
            return claims.claims(conn, document)

    def add_claim(
        self, text: str, document: int | None = None, note: int | None = None, start: int = 0, end: int = 0
    ) -> Changes:
        """Add a claim, of a document (`start`, `end`: its place in the text), of a note, or of nobody."""
        return self._session.act("Add a claim", claims.add, text, document, note, start, end)

    def edit_claim(self, claim: int, text: str) -> Changes:
        """Say a claim in other words."""
        return self._session.act("Edit a claim", claims.edit, claim, text)

    def remove_claim(self, claim: int) -> Changes:
        """Remove a claim with its evidence."""
        return self._session.act("Remove a claim", claims.remove, claim)

    def add_evidence(
        self, claim: int, reference: int, stance: str, *, quote: str = "", page: int = 0, annotation: int | None = None
    ) -> Changes:
        """Say that a reference supports or contradicts a claim, or is mixed (STANCES), with its words and page."""
        key = self._named("Evidence of", [reference])
        new = Evidence(0, claim, reference, "", stance, quote, page, annotation)
        return self._session.act(f"{key} for a claim", claims.add_evidence, new)

    def edit_evidence(
        self, evidence: int, *, stance: str | None = None, quote: str | None = None, page: int | None = None
    ) -> Changes:
        """Change a piece of evidence; what is not given stays."""
        return self._session.act("Edit the evidence of a claim", claims.edit_evidence, evidence, stance, quote, page)

    def remove_evidence(self, evidence: int) -> Changes:
        """Remove a piece of evidence from its claim."""
        return self._session.act("Remove evidence of a claim", claims.remove_evidence, evidence)

    # --- trials and families --------------------------------------------------------------------------------

    def trials(self) -> list[Trial]:
        """The trials that records, titles, abstracts, notes, PDFs and documents name, each with its papers."""
        with self._session.asking() as conn:
            return trials.trials(conn)

    def keep_trial(self, record: TrialRecord) -> Changes:
        """Keep what a registry says of a trial."""
        return self._session.act(f"Keep the facts of {record.number}", trials.keep_trial, record)

    def family(self, id: int) -> tuple[FamilyMember, ...]:
        """The references of the study that a reference belongs to, itself included; empty when it is alone."""
        with self._session.asking() as conn:
            return families.family(conn, id)

    def family_ties(self) -> list[tuple[int, int]]:
        """Every two references that belong to one study family by a link between them."""
        with self._session.asking() as conn:
            return families.ties(conn)

    def look_alikes(self) -> list[LookAlike]:
        """The marks by which references that may be one paper are recognised."""
        with self._session.asking() as conn:
            return look_alikes.look_alikes(conn)

    def known_apart(self) -> set[tuple[int, int]]:
        """The pairs (lower id first) that the user has said to differ."""
        with self._session.asking() as conn:
            return look_alikes.known_apart(conn)

    def link_family(self, main: int, roles: Mapping[int, str]) -> Changes:
        """Say which references belong to the study that `main` reports, each with its role (FAMILY_KINDS)."""
        return self._session.act(self._named("Link a study family to", [main]), families.link_family, main, roles)

    def leave_family(self, id: int) -> Changes:
        """Take a reference out of its study family."""
        return self._session.act(self._named("Take out of a study family:", [id]), families.leave_family, id)

    # --- screening ------------------------------------------------------------------------------------------

    def screening(self) -> list[Screening]:
        """All screening decisions on references outside the trash."""
        with self._session.asking() as conn:
            return screening.screening(conn)

    def screen(self, ids: Sequence[int], stage: str, decision: str, reason: str = "") -> Changes:
        """Decide on references at a stage (title, report): include, exclude, not-retrieved; "" takes it back."""
        act = {"include": "Include", "exclude": "Exclude", "": "Undecide"}.get(decision, "Screen")
        return self._session.act(self._named(act, ids), screening.screen, ids, stage, decision, reason)

    def batches(self) -> list[Batch]:
        """Where the library's records came from, import by import, with what became of them."""
        with self._session.asking() as conn:
            return screening.batches(conn)

    def batch_of(self) -> dict[int, int | None]:
        """The import that each reference outside the trash came with, None for one added by hand."""
        with self._session.asking() as conn:
            return screening.batch_of(conn)

    def set_batch_source(self, batch: int, source: str, kind: str = "database", query: str = "") -> Changes:
        """Say where the records of an import came from (kind: one of SOURCE_KINDS) and what was searched there."""
        return self._session.act("Name the source of an import", screening.set_batch_source, batch, source, kind, query)
