"""Undo and redo: every verb, exactly, after a restart, beside other programs, never over their work."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mscref.errors import NothingToUndo, UndoIsStale
from mscref.library import Library
from mscref.model.facets import Term, Vocabulary
from mscref.model.holdings import AnnotationRecord, Assignment, Changes, Proposal
from mscref.model.lookups import Completion, FieldSource
from mscref.model.notices import Notice
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Contributor, Name, Reference
from mscref.model.studies import TrialRecord
from tests.library.conftest import BIER, numbered, page
from tests.library.snapshots import snapshot

Verb = Callable[[Library, Path], Changes]
FULLER = Reference(
    title="A randomised trial of NurOwn",
    contributors=(Contributor(Name("Berry", "James")), Contributor(Name("Cudkowicz", "Merit"))),
    fields={"volume": "93"},
    key="berry2019",
)

VERBS: dict[str, Verb] = {
    "add": lambda lib, _: lib.add(Reference(title="New", key="new2020"), [Assignment("donor", "autologous")]),
    "edit": lambda lib, _: lib.edit(1, fields={"volume": "174", "publisher": ""}, title="Other", key="bier2018"),
    "edit people": lambda lib, _: lib.edit(
        1, contributors=[Contributor(Name("Hodge", "B"), "editor")], trials=["NCT1"], keywords=["k"]
    ),
    "retag": lambda lib, _: lib.retag([1, 2, 3], "condition", add=["ALS"], remove=["dmd"]),
    "retag_terms": lambda lib, _: lib.retag_terms(
        [1, 2],
        add=[("donor", "autologous"), ("source", "BM")],
        remove=[("condition", "als"), ("cell_source", "placenta")],
        tags_add=["x"],
    ),
    "propose a term": lambda lib, _: lib.propose({4: ((Assignment("donor", "autologous", "rule"),), ())}),
    "accept": lambda lib, _: lib.settle([1], accept=True),
    "reject": lambda lib, _: lib.settle([1], accept=False, facet="source", term="Wharton's jelly"),
    "settle_places": lambda lib, _: lib.settle_places([(1, "cell_source", "whartons-jelly")], accept=True),
    "set_synonyms": lambda lib, _: lib.set_synonyms("condition", "als", ["Gehrig's"]),
    "merge by choice": lambda lib, _: lib.merge(3, [1], title="Chosen", type="report", contributors=()),
    "propose": lambda lib, _: lib.propose({2: ((), (Proposal("donor", "autologous", "r", "title", "q", 0, 1),))}),
    "set_tags": lambda lib, _: lib.set_tags([1, 2], add=["To cite", "Świetne"]),
    "set_status": lambda lib, _: lib.set_status([1, 2], "read"),
    "set_rating": lambda lib, _: lib.set_rating([1], 4),
    "set_colour": lambda lib, _: lib.set_colour([1], 2),
    "add_note": lambda lib, _: lib.add_note(2, "Compare *Berry*.", "Idea"),
    "edit_note": lambda lib, _: lib.edit_note(1, "Changed my mind."),
    "remove_note": lambda lib, _: lib.remove_note(1),
    "add_document_note": lambda lib, _: lib.add_document_note(1, "Marketing."),
    "add_annotation": lambda lib, _: lib.add_annotation(1, 1, page=3, text="less fibrosis", note="*Key*", colour=2),
    "annotate_document": lambda lib, _: lib.annotate_document(1, 0, 10, note="Says who?", tags=["doubt"], colour=3),
    "import_annotations": lambda lib, _: lib.import_annotations(
        1, [AnnotationRecord(0, None, 1, 2, (), "theirs", note="n", origin=f"nm-{n}") for n in range(3)]
    ),
    "add_annotations": lambda lib, _: lib.add_annotations(
        1, [AnnotationRecord(0, None, 1, page, (), "words") for page in (2, 3)]
    ),
    "make_supported_claim": lambda lib, _: lib.make_supported_claim("It is safe.", 1, "mixed", quote="no harm", page=4),
    "cite_in_document": lambda lib, _: lib.cite_in_document(1, 2, 12, 26),
    "remove_citation": lambda lib, _: lib.remove_citation(1),
    "link": lambda lib, _: lib.link(2, 3, "retraction"),
    "trash": lambda lib, _: lib.trash([1, 2]),
    "set_study_cell": lambda lib, _: lib.set_study_cell(1, "dose", "1 × 10⁶ cells", quote="as told", page=3),
    "set_batch_source": lambda lib, _: lib.set_batch_source(1, "PubMed", "database", "stem cells"),
    "set_appraisal": lambda lib, _: lib.set_appraisal([1, 2], "some"),
    "screen": lambda lib, _: lib.screen([1, 2], "title", "exclude", "no patients"),
    "link_family": lambda lib, _: lib.link_family(1, {2: "preprint", 3: "protocol"}),
    "keep_trial": lambda lib, _: lib.keep_trial(TrialRecord("NCT01051882", "A trial", enrolment=12)),
    "add_claim": lambda lib, _: lib.add_claim("It is safe.", document=1, start=0, end=10),
    "add_auto_export": lambda lib, _: lib.add_auto_export("thesis.bib", query="condition:als"),
    "rekey": lambda lib, _: lib.rekey({1: "other2018", 2: "more2010"}),
    "mend": lambda lib, _: lib.mend({1: {"fields": {"volume": "9"}}, 2: {"title": "Mended"}}),
    "keep_notices": lambda lib, _: lib.keep_notices(1, [Notice("retraction", doi="10.1000/gone")]),
    "complete_fields": lambda lib, _: lib.complete_fields(2, {"PMID": "7"}, [FieldSource("PMID", "pubmed")]),
    "complete_all": lambda lib, _: lib.complete_all([Completion(3, {"volume": "5"})], [TrialRecord("NCT00000001")]),
    "support_term": lambda lib, _: lib.support_term(1, "donor", "autologous", "their own cells"),
    "resolve": lambda lib, _: lib.resolve(1, 2),
    "dismiss": lambda lib, _: lib.dismiss(2),
    "set_document_kind": lambda lib, _: lib.set_document_kind(1, "promotional"),
    "edit_document": lambda lib, _: lib.edit_document(1, title="Another title"),
    "remove_document": lambda lib, _: lib.remove_document(1),
    "attach a copy": lambda lib, file: lib.attach(2, file),
    "attach a link": lambda lib, file: lib.attach(2, file, store=False, title="Link"),
    "detach": lambda lib, _: lib.detach(1),
    "add_term": lambda lib, _: lib.add_term(Term("condition", "pls", "Primary lateral sclerosis", parent="als")),
    "add_collection": lambda lib, _: lib.add_collection("Thesis", 1),
    "rename_collection": lambda lib, _: lib.rename_collection(1, "Grant 2027"),
    "remove_collection": lambda lib, _: lib.remove_collection(1),
    "collect": lambda lib, _: lib.collect([2, 3], 1),
    "uncollect": lambda lib, _: lib.collect([1], 1, remove=True),
    "save_search": lambda lib, _: lib.save_search("ALS trials", "condition:als study:rct"),
    "merge": lambda lib, _: lib.merge(3, [1, 2], {"volume": "9"}),
    "distinct": lambda lib, _: lib.distinct(2, 1),
}
AFTER: dict[str, tuple[Verb, Verb]] = {
    "untrash": (VERBS["trash"], lambda lib, _: lib.untrash([1, 2])),
    "purge": (VERBS["trash"], lambda lib, _: lib.purge([1, 2])),
    "purge one resolved": (
        lambda lib, _: (lib.resolve(1, 2), lib.trash([2]))[1],
        lambda lib, _: lib.purge([2]),
    ),
    "edit_annotation": (VERBS["add_annotation"], lambda lib, _: lib.edit_annotation(1, note="Other", colour=1)),
    "take_version": (
        VERBS["add_annotations"],
        lambda lib, _: lib.take_version(1, 1, "f" * 64, [replace(lib.annotations(1)[0], page=9)], [2]),
    ),
    "remove_annotation": (VERBS["add_annotation"], lambda lib, _: lib.remove_annotation(1)),
    "detach an annotated file": (VERBS["add_annotation"], lambda lib, _: lib.detach(1)),
    "merge one annotated and linked": (
        lambda lib, _: (VERBS["add_annotation"](lib, _), lib.link(1, 2, "erratum"), lib.link(1, 3, "comment"))[2],
        lambda lib, _: lib.merge(2, [1]),
    ),
    "unlink": (VERBS["link"], lambda lib, _: lib.unlink(1)),
    "mend_files": (
        lambda lib, file: (lib.attach(2, file, store=False), file.rename(file.with_name("moved.pdf")))[0],
        lambda lib, file: lib.mend_files({lib.record(2).attachments[-1].id: file.with_name("moved.pdf")}),
    ),
    "forget a study cell": (VERBS["set_study_cell"], lambda lib, _: lib.set_study_cell(1, "dose", None)),
    "leave_family": (VERBS["link_family"], lambda lib, _: lib.leave_family(2)),
    "edit_claim": (VERBS["add_claim"], lambda lib, _: lib.edit_claim(1, "It is not.")),
    "remove_claim": (VERBS["add_claim"], lambda lib, _: lib.remove_claim(1)),
    "add_evidence": (VERBS["add_claim"], lambda lib, _: lib.add_evidence(1, 2, "contradicts", quote="harm", page=4)),
    "edit_evidence": (
        lambda lib, _: (VERBS["add_claim"](lib, _), lib.add_evidence(1, 2, "mixed"))[1],
        lambda lib, _: lib.edit_evidence(1, stance="supports"),
    ),
    "remove_evidence": (
        lambda lib, _: (VERBS["add_claim"](lib, _), lib.add_evidence(1, 2, "mixed"))[1],
        lambda lib, _: lib.remove_evidence(1),
    ),
    "edit_auto_export": (VERBS["add_auto_export"], lambda lib, _: lib.edit_auto_export(1, query="condition:dmd")),
    "remove_auto_export": (VERBS["add_auto_export"], lambda lib, _: lib.remove_auto_export(1)),
    "reopen": (VERBS["resolve"], lambda lib, _: lib.reopen(1)),
    "remove_term": (
        lambda lib, _: (VERBS["add_term"](lib, _), lib.retag([4], "condition", add=["pls"]))[1],
        lambda lib, _: lib.remove_term("condition", "pls"),
    ),
    "remove_search": (VERBS["save_search"], lambda lib, _: lib.remove_search(1)),
    "untag": (VERBS["set_tags"], lambda lib, _: lib.set_tags([1], remove=["to cite", "swietne"])),
    "save_search again": (VERBS["save_search"], lambda lib, _: lib.save_search("ALS trials", "als")),
}


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"%PDF-1.4 not much of one")
    return file


def goes_there_and_back(library: Library, path: Path, act: Callable[[], Changes]) -> None:
    """Do, undo, redo, undo and redo again, comparing the whole file and the counts in memory each time."""
    before, counted = snapshot(path), library.facet_counts()
    changes = act()
    assert changes
    after, recounted = snapshot(path), library.facet_counts()
    assert after != before
    for _ in range(2):
        undone = library.undo()
        assert (undone.step, undone.act) == (changes.step, changes.act)
        assert snapshot(path) == before
        assert library.facet_counts() == counted
        assert library.redo().step == changes.step
        assert snapshot(path) == after
        assert library.facet_counts() == recounted
    assert library.verify().problems == ()


@pytest.mark.parametrize("verb", VERBS)
def test_undo_restores_what_was_and_redo_what_the_verb_did(verb: str, library: Library, pdf: Path) -> None:
    goes_there_and_back(library, library.path, lambda: VERBS[verb](library, pdf))


@pytest.mark.parametrize("verb", AFTER)
def test_undo_restores_what_was_before_a_verb_that_needs_another_first(verb: str, library: Library, pdf: Path) -> None:
    first, second = AFTER[verb]
    assert first(library, pdf)
    goes_there_and_back(library, library.path, lambda: second(library, pdf))


def test_every_verb_of_the_library_is_among_those_tested_for_undo() -> None:
    verbs = {
        name
        for name in dir(Library)
        if not name.startswith("_")
        and getattr(getattr(Library, name), "__annotations__", {}).get("return") == "Changes"
    }
    aliases = {"accept": "settle", "attach a copy": "attach"}
    tested = {aliases.get(name, name) for name in (*VERBS, *AFTER)}
    assert verbs - {"undo", "redo"} - tested == set()


def test_undo_of_an_import_takes_everything_back_and_redo_brings_it_again(empty: Library) -> None:
    before = snapshot(empty.path)
    imported = empty.import_plan(numbered(1203))
    after = snapshot(empty.path)
    assert imported.complete
    assert len(imported.new) == 1203
    assert len(empty.undo().references) == 1203
    assert snapshot(empty.path) == before
    assert empty.count() == 0
    empty.redo()
    assert snapshot(empty.path) == after
    assert empty.count("stem") == 1203


def test_undo_of_an_import_that_completed_a_held_reference_takes_only_the_additions_back(library: Library) -> None:
    before = snapshot(library.path)
    library.import_plan(Plan("Import more", (Planned(FULLER, match=3), Planned(Reference(title="New", key="n")))))
    held = library.record(3).reference
    assert held.get("volume") == "93"
    assert [name.family for name in held.authors] == ["Berry", "Cudkowicz"]
    assert not held.authors_incomplete
    library.undo()
    assert snapshot(library.path) == before


def test_undo_works_after_the_library_was_closed_and_opened_again(library: Library, vocabulary: Vocabulary) -> None:
    before = snapshot(library.path)
    library.retag([1, 2, 3], "condition", add=["als"], remove=["dmd"])
    library.close()
    with Library.open(library.path, vocabulary=vocabulary) as again:
        assert again.undo_act() == "Tag 3 references"
        again.undo()
        assert snapshot(library.path) == before
        assert again.redo_act() == "Tag 3 references"


def test_undo_takes_back_what_another_library_object_did(library: Library, vocabulary: Vocabulary) -> None:
    with Library.open(library.path, vocabulary=vocabulary) as other:
        other.set_rating([1], 5)
    before = library.data_version()
    assert library.undo().act == "Rate bier2018placenta"
    assert library.record(1).rating == 0
    assert library.data_version() == before


def test_a_verb_that_changes_nothing_makes_no_step_and_keeps_redo(library: Library) -> None:
    library.set_rating([1], 3)
    library.undo()
    for nothing in (
        library.set_rating([1], 0),
        library.retag([1], "condition", add=["dmd"], remove=["als"]),
        library.edit(1, fields={"publisher": "Elsevier"}, title=BIER.title),
        library.trash([]),
        library.purge([1]),
        library.propose({}),
    ):
        assert not nothing
        assert nothing.step is None
    assert library.redo_act() == "Rate bier2018placenta"


def test_a_new_act_after_an_undo_discards_what_could_be_redone(library: Library) -> None:
    library.set_rating([1], 3)
    library.undo()
    library.set_rating([2], 2)
    assert library.redo_act() is None
    with pytest.raises(NothingToUndo, match="nothing to do again"):
        library.redo()


def test_undo_with_nothing_left_says_so(empty: Library) -> None:
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        empty.undo()


FOREIGN = {
    "an edited field": ("UPDATE reference SET title = 'Foreign' WHERE id = 1", "bier2018placenta was changed"),
    "a removed reference": ("DELETE FROM reference WHERE id = 1", "was removed"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_undo_refuses_to_overwrite_another_program(what: str, library: Library) -> None:
    library.edit(1, title="Mine")
    sql, said = FOREIGN[what]
    foreign(library.path, sql)
    before = snapshot(library.path)
    with pytest.raises(UndoIsStale, match=said):
        library.undo()
    assert snapshot(library.path) == before


def test_undo_of_an_import_refuses_when_another_program_edited_one_reference(library: Library) -> None:
    foreign(library.path, "UPDATE reference SET rating = 5 WHERE id = 2")
    before = snapshot(library.path)
    with pytest.raises(UndoIsStale, match="mazzini2010 was changed"):
        library.undo()
    assert snapshot(library.path) == before
    assert library.undo_act() == "Import 1 file"


def test_undo_of_an_import_refuses_to_lose_a_note_that_another_program_added(library: Library) -> None:
    foreign(library.path, "INSERT INTO note (reference_id, text) VALUES (2, 'mine')")
    with pytest.raises(UndoIsStale, match="a note added since would be lost"):
        library.undo()
    assert library.record(2).notes[0].text == "mine"


def test_undo_of_a_purge_refuses_when_the_key_was_taken_by_another_program(library: Library) -> None:
    library.trash([4])
    library.purge([4])
    foreign(library.path, "INSERT INTO citation_key (reference_id, name, folded) VALUES (1, 'Society', 'society')")
    with pytest.raises(UndoIsStale, match="stands in its place"):
        library.undo()


def test_an_edit_of_another_column_by_another_program_is_kept_by_undo(library: Library) -> None:
    library.edit(1, title="Mine")
    foreign(library.path, "UPDATE reference SET rating = 5 WHERE id = 1")
    library.undo()
    assert library.record(1).rating == 5
    assert library.record(1).reference.title == BIER.title


def test_changes_name_what_was_touched(library: Library) -> None:
    changes = library.retag([2, 1], "donor", add=["autologous"])
    assert set(changes.references) == {1, 2}
    assert set(changes.keys) == {"bier2018placenta", "mazzini2010"}
    assert library.set_document_kind(1, "review").documents == (1,)
    library.trash([4])
    assert library.purge([4]).keys == ("society",)


def test_the_history_of_a_reference_tells_its_acts_newest_first(library: Library) -> None:
    library.set_rating([1], 3)
    library.edit(2, title="Other")
    library.add_note(1, "hm")
    assert [step.act for step in library.history(1)] == [
        "Add a note to bier2018placenta",
        "Rate bier2018placenta",
        "Import 1 file",
    ]
    assert len(library.history()) == 4
    library.undo()
    assert library.history()[0].undone
    assert library.history(1)[1].references == ("bier2018placenta",)


def test_an_edit_moves_the_date_of_modification_and_undo_moves_it_back(library: Library) -> None:
    before = library.record(1)
    library.add_note(1, "hm")
    assert library.record(1).modified > before.modified
    assert library.record(2).modified == library.record(2).added
    library.undo()
    assert library.record(1).modified == before.modified


def test_importing_a_document_does_not_count_as_an_edit_of_what_it_cites(library: Library) -> None:
    from mscref.model.plan import PlannedDocument

    before = library.record(1).modified
    library.import_plan(
        Plan("Import", (Planned(BIER, match=1),), (PlannedDocument(page("b" * 64, "Second page"), None, (0,)),))
    )
    assert [place.title for place in library.record(1).cited_in] == ["Cells for the muscle", "Second page"]
    assert library.record(1).modified == before


def foreign(path: Path, sql: str) -> None:
    """What another program does that knows nothing of the journal."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute(sql)
