"""What studies report, claims, trials, families and screening: kept, moved on a merge, undone and redone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mscref.errors import NoSuchKey, UserError
from mscref.library import Library
from mscref.model.holdings import Changes
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Reference
from mscref.model.studies import StudyCell, TrialRecord
from tests.library.conftest import BERRY, BIER, MAZZINI, small_plan
from tests.library.snapshots import snapshot

Verb = Callable[[Library], Changes]
RECORD = TrialRecord(
    "NCT01777646", "A made-up title", "COMPLETED", "PHASE2", 14, "https://example.org", {"sponsor": "S"}
)


def prepared(library: Library) -> None:
    """A claim with evidence, a family, decisions and a cell to change."""
    library.add_claim("Cells help.", document=1)
    library.add_evidence(1, 2, "supports", quote="a phase I trial", page=3)
    library.link_family(3, {2: "protocol"})
    library.set_study_cell(3, "dose", "1 × 10^6 cells/kg", quote="1x106 cells per kg")
    library.screen([1, 2], "title", "include")
    library.keep_trial(RECORD)


@pytest.mark.parametrize(
    "verb",
    [
        lambda library: library.set_study_cell(1, "dose", "2 × 10^6 cells", quote="two million cells", page=4),
        lambda library: library.set_study_cell(3, "dose", ""),
        lambda library: library.set_study_cell(3, "dose", None),
        lambda library: library.set_appraisal([1, 2, 3], "high"),
        lambda library: library.add_claim("It is safe.", start=1, end=3),
        lambda library: library.edit_claim(1, "Cells may help."),
        lambda library: library.remove_claim(1),
        lambda library: library.add_evidence(1, 3, "contradicts", quote="no effect", page=7),
        lambda library: library.edit_evidence(1, stance="mixed", page=4),
        lambda library: library.remove_evidence(1),
        lambda library: library.keep_trial(TrialRecord("NCT01777646", "Another title")),
        lambda library: library.keep_trial(TrialRecord("isrctn 12345678", enrolment=48)),
        lambda library: library.link_family(3, {1: "secondary-analysis", 2: "preprint"}),
        lambda library: library.leave_family(2),
        lambda library: library.screen([1, 3], "report", "exclude", "no cells"),
        lambda library: library.screen([1], "title", ""),
        lambda library: library.set_batch_source(1, "PubMed", "database", "als AND cells"),
        lambda library: library.merge(3, [2]),
        lambda library: library.import_plan(Plan("Again", small_plan().references, source="Embase")),
    ],
)
def test_every_verb_is_one_step_that_is_undone_and_done_again(library: Library, path: Path, verb: Verb) -> None:
    prepared(library)
    before = snapshot(path)
    assert verb(library).step is not None
    after = snapshot(path)
    assert after != before
    library.undo()
    assert snapshot(path) == before
    library.redo()
    assert snapshot(path) == after


@pytest.mark.parametrize(
    "verb",
    [
        lambda library: library.set_study_cell(3, "dose", "1 × 10^6 cells/kg", quote="1x106 cells per kg"),
        lambda library: library.set_study_cell(3, "route", None),
        lambda library: library.set_appraisal([1], ""),
        lambda library: library.edit_claim(1, "Cells help."),
        lambda library: library.add_evidence(1, 2, "supports", quote="a phase I trial", page=3),
        lambda library: library.keep_trial(RECORD),
        lambda library: library.link_family(3, {2: "protocol"}),
        lambda library: library.screen([1, 2], "title", "include"),
    ],
)
def test_saying_the_same_again_is_no_step(library: Library, verb: Verb) -> None:
    prepared(library)
    assert not verb(library)


def test_a_cell_is_stored_with_its_words_and_a_new_one_takes_its_place(library: Library) -> None:
    library.set_study_cell(1, "dose", " 1 × 10^6 cells/kg ", quote="1x106 cells per kg", page=2, source="PDF")
    assert library.study_cells([1, 2]) == [
        StudyCell(1, "dose", "1 × 10^6 cells/kg", "1x106 cells per kg", 2, "PDF"),
    ]
    library.set_study_cell(1, "dose", "")
    assert library.study_cells([1]) == [StudyCell(1, "dose", "")]
    library.set_study_cell(1, "dose", None)
    assert library.study_cells([1]) == []


def test_a_cell_may_point_to_an_annotation_of_its_own_reference_only(library: Library) -> None:
    library.add_annotation(1, text="two million cells")
    library.set_study_cell(1, "dose", "2 × 10^6 cells", annotation=1)
    assert library.study_cells([1])[0].annotation == 1
    with pytest.raises(NoSuchKey, match="annotation no longer belongs"):
        library.set_study_cell(2, "dose", "x", annotation=1)
    library.remove_annotation(1)
    assert library.study_cells([1])[0].annotation is None


def test_a_judgement_of_the_risk_of_bias_is_kept_for_each_reference(library: Library) -> None:
    library.set_appraisal([1, 3], "low")
    library.set_appraisal([3], "some")
    assert library.appraisals() == {1: "low", 3: "some"}
    assert library.appraisals([2, 3]) == {3: "some"}


def test_a_claim_finds_its_words_in_the_document_and_carries_its_evidence(library: Library) -> None:
    library.add_claim("NurOwn too.", document=1)
    library.add_claim("Somebody said so.")
    library.add_evidence(1, 3, "contradicts", quote="no difference", page=5)
    first, second = library.claims()
    text = library.document(1).text
    assert text[first.start : first.end] == "NurOwn too."
    assert (first.title, second.document, second.evidence) == ("Cells for the muscle", None, ())
    (evidence,) = first.evidence
    assert (evidence.key, evidence.stance, evidence.quote, evidence.page) == (
        "berry2019nurown",
        "contradicts",
        "no difference",
        5,
    )
    assert library.claims(1) == [first]


def test_a_claim_goes_with_its_document_and_comes_back_with_it(library: Library) -> None:
    prepared(library)
    library.remove_document(1)
    assert library.claims() == []
    library.undo()
    assert [len(claim.evidence) for claim in library.claims()] == [1]


def test_evidence_moves_to_the_reference_that_a_merge_keeps(library: Library) -> None:
    prepared(library)
    library.merge(4, [2])
    assert library.claims()[0].evidence[0].key == "society"


def test_trials_are_found_in_records_titles_abstracts_notes_and_documents(library: Library) -> None:
    library.edit(2, fields={"abstract": "Registered as NCT 01051882 and EudraCT 2009-012345-67."})
    library.add_note(3, "Compare ISRCTN12345678.")
    library.edit(4, title="Bone marrow cells, reviewed (NCT01051882)")
    library.retag([4], "study_type", add=["review"])
    found = {trial.number: trial for trial in library.trials()}
    assert list(found) == ["2009-012345-67", "ISRCTN12345678", "NCT01051882"]
    trial = found["NCT01051882"]
    assert [(paper.key, paper.places, paper.reports) for paper in trial.papers] == [
        ("bier2018placenta", ("record",), True),
        ("mazzini2010", ("abstract",), True),
        ("society", ("title",), False),
    ]
    assert [paper.key for paper in trial.reports] == ["bier2018placenta", "mazzini2010"]
    assert not found["ISRCTN12345678"].reports, "a note mentions a trial and reports none"
    library.trash([1])
    assert [paper.key for paper in library.trials()[2].papers] == ["mazzini2010", "society"]


def test_a_trial_knows_the_documents_that_name_it_and_what_its_registry_says(library: Library) -> None:
    library.keep_trial(RECORD)
    library.keep_trial(TrialRecord("nct01051882", "First", enrolment=12))
    library.keep_trial(TrialRecord("NCT01051882", "Second", enrolment=14))
    first, second = library.trials()
    assert (first.number, first.record and first.record.title, first.record and first.record.enrolment) == (
        "NCT01051882",
        "Second",
        14,
    )
    assert second.record is not None
    assert (second.papers, second.record.fields, bool(second.record.fetched)) == ((), {"sponsor": "S"}, True)


def test_a_family_is_seen_from_each_of_its_members_with_roles(library: Library) -> None:
    library.link_family(3, {2: "protocol", 1: "conference-abstract"})
    library.link(1, 4, "erratum")
    family = [(member.key, member.role, member.of) for member in library.family(4)]
    assert family == [
        ("berry2019nurown", "main", None),
        ("society", "erratum", 1),
        ("bier2018placenta", "conference-abstract", 3),
        ("mazzini2010", "protocol", 3),
    ]
    assert library.family(1) == library.family(2) == library.family(4)
    library.leave_family(1)
    assert [member.key for member in library.family(3)] == ["berry2019nurown", "mazzini2010"]
    assert library.family(1) == ()


def test_a_new_role_takes_the_place_of_the_old_one_and_members_are_no_duplicates(library: Library) -> None:
    library.link_family(3, {2: "protocol"})
    library.link_family(2, {3: "preprint"})
    assert [(member.key, member.role) for member in library.family(2)] == [
        ("mazzini2010", "main"),
        ("berry2019nurown", "preprint"),
    ]
    assert library.are_distinct(2, 3)


def test_a_comment_makes_no_family(library: Library) -> None:
    library.link(1, 2, "comment")
    assert library.family(1) == ()
    assert library.family_ties() == []


def test_a_decision_has_a_reason_and_is_taken_back(library: Library) -> None:
    library.screen([1, 2], "title", "exclude", "no cells")
    library.screen([2], "title", "include", "is forgotten")
    library.screen([2], "report", "not-retrieved")
    assert [(s.key, s.stage, s.decision, s.reason) for s in library.screening()] == [
        ("bier2018placenta", "title", "exclude", "no cells"),
        ("mazzini2010", "title", "include", ""),
        ("mazzini2010", "report", "not-retrieved", ""),
    ]
    library.screen([1, 2], "title", "")
    assert [s.stage for s in library.screening()] == ["report"]


def test_records_of_an_import_are_counted_with_their_duplicates(library: Library) -> None:
    library.import_plan(
        Plan(
            "Import embase.ris",
            (
                Planned(MAZZINI, match=2, copies=2),
                Planned(Reference(title="New", key="new2020"), copies=3),
                Planned(BERRY, match=3, copies=0),
            ),
            source="Embase",
            source_kind="database",
            query="stem cells",
        )
    )
    library.add(Reference(title="By hand", key="hand"))
    library.merge(1, [library.find("hand")])
    library.trash([4])
    first, second, by_hand = library.batches()
    assert (first.records, first.duplicates, first.trashed, first.held) == (4, 0, 1, 3)
    assert (second.source, second.source_kind, second.query) == ("Embase", "database", "stem cells")
    assert (second.records, second.duplicates, second.held) == (5, 4, 1)
    assert (by_hand.id, by_hand.records, by_hand.duplicates, by_hand.held) == (None, 1, 1, 0)
    assert library.batch_of()[library.find("new2020")] == second.id


def test_an_import_that_brings_nothing_new_is_counted_only_with_a_source(library: Library) -> None:
    again = tuple(Planned(reference, match=id) for id, reference in enumerate((BIER, MAZZINI, BERRY), 1))
    assert library.import_plan(Plan("Again", again)).step is None
    assert library.import_plan(Plan("Search", again, source="PubMed")).step is not None
    assert [(batch.source, batch.records, batch.duplicates) for batch in library.batches()] == [
        ("", 4, 0),
        ("PubMed", 3, 3),
    ]


def test_duplicates_of_a_long_import_are_counted_across_its_batches(library: Library) -> None:
    held = tuple(Planned(MAZZINI, match=2) for _ in range(600))
    library.import_plan(Plan("Long", (*held, Planned(Reference(title="New", key="new2020")))))
    batch = library.batches()[-1]
    assert (batch.records, batch.duplicates, batch.held) == (601, 600, 1)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (lambda library: library.set_study_cell(1, "colour", "x"), "no field"),
        (lambda library: library.set_study_cell(1, "key", "x"), "no field"),
        (lambda library: library.set_study_cell(99, "dose", "x"), "no longer in the library"),
        (lambda library: library.set_study_cell(1, "dose", "x", page=-1), "count from 1"),
        (lambda library: library.set_appraisal([1], "green"), "no judgement"),
        (lambda library: library.add_claim("  "), "needs some text"),
        (lambda library: library.add_claim("x", document=9), "no longer in the library"),
        (lambda library: library.add_claim("x", document=1, start=3, end=9999), "not within"),
        (lambda library: library.add_claim("x", note=9), "no longer in the library"),
        (lambda library: library.add_evidence(9, 1, "supports"), "no claim 9"),
        (lambda library: library.add_evidence(1, 1, "likes"), "no stance"),
        (lambda library: library.edit_evidence(9, stance="mixed"), "no longer in the library"),
        (lambda library: library.keep_trial(TrialRecord("  ")), "needs its number"),
        (lambda library: library.link_family(1, {2: "comment"}), "no role"),
        (lambda library: library.link_family(1, {1: "preprint"}), "linked to itself"),
        (lambda library: library.screen([1], "abstract", "include"), "no stage"),
        (lambda library: library.screen([1], "title", "maybe"), "no decision"),
        (lambda library: library.screen([1], "title", "not-retrieved"), "Only a report"),
        (lambda library: library.set_batch_source(9, "PubMed"), "no import 9"),
        (lambda library: library.import_plan(Plan("x", source="A", source_kind="friend")), "no kind of source"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(library: Library, verb: Verb, said: str) -> None:
    library.add_claim("Cells help.")
    with pytest.raises(UserError, match=said):
        verb(library)
    assert library.undo_act() == "Add a claim"
