"""The review of an import: what of a plan is sure, what needs a look, and the plan that a person makes of it.

A review is a value: every decision and every edit gives a new one, and nothing is changed before its outcome is
applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mscref.jobs import duplicates, import_draft, review_values
from mscref.model.facets import Vocabulary
from mscref.model.plan import Alike, Plan, Planned, PlannedDocument, Unread
from mscref.model.reading import Problem, Provenance
from mscref.model.reference import Attachment, Reference

if TYPE_CHECKING:
    from mscref.library.library import Library

SURE = 0.7  # below this confidence a person should look; tests.measure_pdfs prints what lies on either side
READY, LOOK, HELD, ALIKE, DOUBTED = "ready", "look", "held", "alike", "doubted"
TAKE, MERGE, ADD, SKIP, OPEN = "take", "merge", "add", "skip", ""
_TOLD = ("title", "author", "container-title", "issued", "volume", "issue", "page", "number", "DOI", "PMID", "PMCID")
_BY_USER = Provenance("user")


@dataclass(frozen=True)
class Review:
    """A plan under review.

    `decisions` are by index of the plan's references: TAKE (a new one comes in), MERGE (it completes the held one),
    ADD (it comes in beside the held one), SKIP. Where there is none yet, `decision` says what stands.
    """

    plan: Plan
    decisions: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def remarks(self) -> tuple[dict[int, tuple[Problem, ...]], tuple[int, ...]]:
        """The problems of single references by their index, and the indices of problems that belong to none."""
        return _shared_out(self.plan)

    @cached_property
    def papers(self) -> dict[int, PlannedDocument]:
        """The documents that are PDFs of papers, by the index of the paper."""
        return {
            one.represents: one
            for one in self.plan.documents
            if one.represents is not None and import_draft.is_paper_file(one.document)
        }

    def doubts(self, index: int) -> tuple[str, ...]:
        """The fields of a paper read off a PDF that a person should look at, surely wrong or missing ones first."""
        return _doubts(self.plan.references[index])

    def state(self, index: int) -> str:
        """What a reference is: HELD, ALIKE, LOOK (unsure fields), DOUBTED (a problem was told) or READY."""
        one = self.plan.references[index]
        if one.match is not None:
            return HELD
        if one.alike is not None:
            return ALIKE
        if self.doubts(index):
            return LOOK
        if any(problem.lost for problem in self.remarks[0].get(index, ())):
            return DOUBTED
        return READY

    def decision(self, index: int) -> str:
        """What will be done with a reference as things stand; OPEN when a person has to say."""
        if index in self.decisions:
            return self.decisions[index]
        return {READY: TAKE, DOUBTED: TAKE, HELD: MERGE}.get(self.state(index), OPEN)

    def comes_in(self, index: int) -> bool:
        """Whether the outcome holds the reference."""
        return self.decision(index) in (TAKE, MERGE, ADD)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The references about which a person has not yet said anything, though one should."""
        return tuple(i for i in range(len(self.plan.references)) if self.decision(i) == OPEN)

    def decided(self, index: int, decision: str) -> Review:
        """The review with a decision about one reference."""
        return replace(self, decisions={**self.decisions, index: decision})

    def toggled(self, index: int) -> Review:
        """The reference taken in when it was out, or left out when it was in."""
        return self.decided(index, SKIP if self.comes_in(index) else self._usual(index))

    def all_taken(self) -> Review:
        """The review with every open or skipped reference taken in; what may be held already is merged."""
        out = [i for i in range(len(self.plan.references)) if not self.comes_in(i)]
        return replace(self, decisions={**self.decisions, **{i: self._usual(i) for i in out}})

    def none_taken(self) -> Review:
        """The review with nothing taken in."""
        return replace(self, decisions=dict.fromkeys(range(len(self.plan.references)), SKIP))

    def _usual(self, index: int) -> str:
        return MERGE if self.state(index) in (HELD, ALIKE) else TAKE

    @property
    def outcome(self) -> Plan:
        """The plan that these decisions make."""
        references = tuple(self._settled(i, one) for i, one in enumerate(self.plan.references))
        return replace(self.plan, references=references).without(
            {i for i in range(len(references)) if not self.comes_in(i)}
        )

    def _settled(self, index: int, one: Planned) -> Planned:
        decision = self.decision(index)
        if decision == ADD and one.match is not None:
            return replace(one, match=None, match_key="", reason="")
        if decision == MERGE and one.match is None and one.alike is not None:
            return replace(one, match=one.alike.id, match_key=one.alike.key, reason=one.alike.reason)
        return one

    # Edits

    def with_field(self, index: int, name: str, text: str, vocabulary: Vocabulary) -> Review:
        """The review with one field of a reference as a person gives it; its key and terms follow."""
        one = self.plan.references[index]
        changed = review_values.with_value(one.reference, name, text)
        if changed == one.reference:
            return self
        provenance = {**one.provenance, name: _BY_USER}
        taken = {each.reference.key.casefold() for i, each in enumerate(self.plan.references) if i != index}
        return self._put(index, _made_anew(replace(one, provenance=provenance), changed, taken, vocabulary))

    def without_doubt(self, index: int, name: str) -> Review:
        """The review in which a person has said that a field is right as it stands."""
        one = self.plan.references[index]
        return self._put(index, replace(one, provenance={**one.provenance, name: _BY_USER}))

    def compared(self, index: int, one: Planned) -> Review:
        """The review with a reference that was compared with the library once more."""
        before = self.plan.references[index]
        same = (before.match, before.alike) == (one.match, one.alike)
        decisions = {i: d for i, d in self.decisions.items() if same or i != index}
        return replace(self._put(index, one), decisions=decisions)

    def by_hand(self, unread: int, vocabulary: Vocabulary) -> Review:
        """The review in which a file that could not be read stands as a reference for a person to fill in."""
        lost = self.plan.unreadable[unread]
        file = Attachment(lost.path, Path(lost.path).name, "application/pdf", review_values.digest_of(lost.path))
        blank = Planned(
            Reference(attachments=(file,)), lost.path, provenance={"title": Provenance("none", confidence=0)}
        )
        rest = tuple(one for i, one in enumerate(self.plan.unreadable) if i != unread)
        plan = replace(
            self.plan,
            references=(*self.plan.references, blank),
            unreadable=rest,
            problems=(*self.plan.problems, (lost.path, Problem(lost.reason))),
        )
        return replace(self, plan=plan)

    def _put(self, index: int, one: Planned) -> Review:
        references = list(self.plan.references)
        references[index] = one
        documents = tuple(
            replace(each, document=replace(each.document, title=one.reference.title, represents=one.reference))
            if each.represents == index and import_draft.is_paper_file(each.document)
            else each
            for each in self.plan.documents
        )
        return replace(self, plan=replace(self.plan, references=tuple(references), documents=documents))


def can_be_filled_in(unread: Unread) -> bool:
    """Whether a file that gave nothing may still be a paper: a PDF without text, or one that needs a password."""
    return unread.path.lower().endswith(".pdf") and Path(unread.path).is_file()


def is_read_off_pages(one: Planned) -> bool:
    """Whether a reference was read off the pages of a PDF; an entry of a bibliography or a looked-up one was not."""
    return bool(one.provenance) and one.path.lower().endswith(".pdf")


def compared(library: Library, one: Planned) -> Planned:
    """A planned reference compared with the library afresh, as after its DOI or title was changed."""
    known = library.identities()
    reference = one.reference
    fresh = replace(one, match=None, match_key="", reason="", alike=None, held=None)
    for id, reason in duplicates.candidates(reference, known):
        held = library.record(id).reference
        if reason != duplicates.BY_TITLE or not duplicates.differ(held, reference):
            return replace(fresh, match=id, match_key=held.key, reason=reason, held=held)
    near = duplicates.Near(known).find(reference)
    if near is not None:
        held = library.record(near[0]).reference
        if not duplicates.differ(held, reference):
            alike = Alike(near[0], held.key, near[1])
            return replace(fresh, alike=alike, held=held)
    return fresh


def _made_anew(one: Planned, changed: Reference, taken: set[str], vocabulary: Vocabulary) -> Planned:
    """A planned reference after an edit: a key that mscref made and the terms of its words are made again."""
    unkeyed = replace(changed, key="", raw=None) if is_read_off_pages(one) else replace(changed, raw=None)
    made = import_draft.planned(unkeyed, one.path, None, taken, vocabulary, whole=True)
    return replace(one, reference=made.reference, assignments=made.assignments, proposals=made.proposals)


def _doubts(one: Planned) -> tuple[str, ...]:
    if not is_read_off_pages(one):
        return ()
    reference = one.reference
    missing = [name for name in ("title", "author", "issued") if not review_values.value_of(reference, name)]
    unsure = [
        name
        for name in _TOLD
        if name in one.provenance
        and one.provenance[name].confidence < SURE
        and name not in missing
        and review_values.value_of(reference, name)
    ]
    confirmed = {name for name, seen in one.provenance.items() if seen == _BY_USER}
    return tuple(name for name in (*missing, *unsure) if name not in confirmed)


def _shared_out(plan: Plan) -> tuple[dict[int, tuple[Problem, ...]], tuple[int, ...]]:
    by_path: dict[str, list[int]] = {path: [] for path, _ in plan.problems}
    for index, one in enumerate(plan.references):
        if one.path in by_path:
            by_path[one.path].append(index)
    found: dict[int, list[Problem]] = {}
    rest = []
    for number, (path, problem) in enumerate(plan.problems):
        whose = _whose(problem, by_path.get(path, []), plan)
        if whose is None:
            rest.append(number)
        else:
            found.setdefault(whose, []).append(problem)
    return {index: tuple(problems) for index, problems in found.items()}, tuple(rest)


def _whose(problem: Problem, candidates: list[int], plan: Plan) -> int | None:
    """The reference that a problem is about: the only one of its file, or the one whose key it names."""
    if len(candidates) == 1 and is_read_off_pages(plan.references[candidates[0]]):
        return candidates[0]
    words = set(_words(problem.message))
    named = [i for i in candidates if plan.references[i].reference.key in words]
    return named[0] if len(named) == 1 else None


def _words(text: str) -> Iterable[str]:
    return (word.strip("\"'“”‘’.,:;()") for word in text.split())
