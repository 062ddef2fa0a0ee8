"""Importing: new references, held ones completed, batches, cancelling, crashes, and the same plan twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mscref.errors import Bug
from mscref.library import Library, journal
from mscref.model.facets import Vocabulary
from mscref.model.holdings import Assignment, Proposal
from mscref.model.plan import Plan, Planned, PlannedDocument
from mscref.model.reference import Attachment, Name, Note, Reference, authors
from tests.library.conftest import BERRY, BIER, MAZZINI, numbered, page, small_plan
from tests.library.snapshots import snapshot


def test_what_is_imported_is_read_back_equal(library: Library) -> None:
    record = library.record(1)
    stored = replace(record.reference, notes=BIER.notes)
    assert stored == BIER
    assert [(note.title, note.text) for note in record.reference.notes] == [("Result", "Fibrosis went down.")]
    assert record.terms("condition") == ("dmd",)
    assert record.assignments[0] == Assignment("condition", "dmd", "rule", "title", "title", "mdx", 28, 31)
    assert record.proposals[0].quote == "Wharton's jelly"
    assert record.collections == ("Grant",)
    assert record.cited_in[0].quote == "Bier A. Placenta-derived cells."
    assert [r.reference.key for r in library.records(library.ids(sort="key", descending=False))] == [
        "berry2019nurown", "bier2018placenta", "mazzini2010", "society",
    ]  # fmt: skip


def test_a_summary_says_what_a_list_shows(library: Library) -> None:
    bier, mazzini, berry, society = library.summaries([1, 2, 3, 4])
    assert (bier.authors, bier.year, bier.journal, bier.key) == ("Bier et al.", "2018", "Biomaterials", BIER.key)
    assert (bier.has_file, bier.has_note, bier.proposals) == (True, True, 1)
    assert bier.terms == {"condition": ("dmd",), "cell_source": ("placenta",), "study_type": ("animal",)}
    assert (mazzini.authors, berry.authors, society.authors) == ("Mazzini and García", "Berry et al.", "ALS Society")
    assert (society.year, society.has_file, society.type) == ("", False, "report")
    assert [s.id for s in library.summaries([3, 99, 1])] == [3, 1]


def test_the_same_plan_again_changes_nothing(library: Library) -> None:
    before = snapshot(library.path)
    again = library.import_plan(small_plan())
    assert again.step is None
    assert again.new == ()
    assert [key for key, _ in again.merged] == ["bier2018placenta", "mazzini2010", "berry2019nurown", "society"]
    assert snapshot(library.path) == before
    assert len(library.history()) == 1


def test_a_taken_key_gets_a_suffix_in_any_case(library: Library) -> None:
    others = [Reference(title=f"Other {i}", key=key) for i, key in enumerate(("Mazzini2010", "mazzini2010", "bier18"))]
    imported = library.import_plan(Plan("Import", tuple(map(Planned, others))))
    assert imported.new == ("Mazzini2010a", "mazzini2010b", "bier18a")
    assert library.find("MAZZINI2010B") == library.find("mazzini2010b")


def test_a_reference_without_a_key_gets_one(empty: Library) -> None:
    imported = empty.import_plan(
        Plan("Import", (Planned(replace(MAZZINI, key="")), Planned(Reference(title="x")), Planned(Reference(key="{,"))))
    )
    assert imported.new == ("mazzini2010", "reference", "referencea")


def test_a_match_is_completed_and_never_overwritten(library: Library) -> None:
    other = Reference(
        title="Another title",
        contributors=authors([Name("Nobody")]),
        fields={"issued": "1999", "volume": "223", "DOI": "10.1016/x"},
        key="Mazzini:2010",
        keywords=("ALS",),
        trials=("NCT00000001",),
        notes=(Note("Read me"),),
        attachments=(Attachment("m.pdf"),),
    )
    imported = library.import_plan(
        Plan("Import", (Planned(other, "b.bib", match=2, assignments=(Assignment("donor", "autologous", "rule"),)),))
    )
    assert imported.merged == (("mazzini2010", "b.bib"),)
    held = library.record(2).reference
    assert (held.title, held.year, held.authors) == (MAZZINI.title, "2010", MAZZINI.authors)
    assert (held.get("volume"), held.doi) == ("223", "10.1016/x")
    assert (held.keywords, held.trials, held.aliases) == (("ALS",), ("NCT00000001",), ("Mazzini:2010",))
    assert library.record(2).terms("donor") == ("autologous",)
    assert list(library.ids("volume doi:10.1016/x")) == []
    assert list(library.ids("223")) == [2]
    again = library.import_plan(Plan("Import", (Planned(other, "b.bib", match=2),)))
    assert again.step is None


def test_a_rule_does_not_bring_back_what_the_user_rejected(library: Library) -> None:
    library.retag([1], "condition", remove=["dmd"])
    library.settle([1], accept=False)
    before = snapshot(library.path)
    again = library.import_plan(small_plan())
    assert again.step is None
    assert snapshot(library.path) == before
    assert library.record(1).terms("condition") == ()
    library.propose(
        {
            1: (
                [Assignment("condition", "dmd", "rule")],
                [Proposal("cell_source", "whartons-jelly", "w", "abstract", "", 0, 1)],
            )
        }
    )
    assert snapshot(library.path) == before
    library.retag([1], "condition", add=["dmd"])
    assert library.record(1).terms("condition") == ("dmd",)
    assert library.record(1).assignments[-1].origin == "user"


def test_terms_that_the_source_itself_states_are_kept_as_imported(empty: Library) -> None:
    empty.import_plan(Plan("Import", (Planned(Reference(title="x", facets=(("condition", "als"), ("odd", "y")))),)))
    assert empty.record(1).assignments == (Assignment("condition", "als", "import"),)


def test_a_held_document_adds_nothing_and_a_new_one_cites_held_references(library: Library) -> None:
    held = Plan("Import", (Planned(BIER, match=1),), (PlannedDocument(page(), None, (0,), held=1),))
    assert library.import_plan(held).step is None
    new = Plan("Import", (Planned(BIER, match=1),), (PlannedDocument(page("c" * 64, "Two"), 0, (0,)),))
    assert library.import_plan(new).documents == (2,)
    document = library.document(2)
    assert document.represents == "bier2018placenta"
    assert document.citations[0].key == "bier2018placenta"
    assert document.citations[0].warnings == ("no year",)
    assert [m.status for m in document.mentions] == ["open", "open"]
    assert library.counts() == {
        "all": 4, "unread": 4, "proposed": 1, "trash": 0, "documents": 2, "open_mentions": 4,
    }  # fmt: skip


def test_the_text_of_a_paper_is_searched_with_the_reference_that_it_is(library: Library) -> None:
    paper = replace(page("d" * 64), text="Ommaya reservoirs were implanted.", kind="paper", citations=(), mentions=())
    library.import_plan(Plan("Import", (Planned(MAZZINI, match=2),), (PlannedDocument(paper, 0),)))
    assert list(library.ids("ommaya")) == [2]
    assert list(library.ids("text:implanted")) == [2]
    library.remove_document(2)
    assert list(library.ids("ommaya")) == []


def test_batches_hold_at_most_500_and_are_told_after_they_are_committed(path: Path, empty: Library) -> None:
    committed: list[tuple[int, int]] = []
    with Library.open(path, write=False, vocabulary=empty.vocabulary) as reader:
        empty.import_plan(numbered(1200), on_batch=lambda n: committed.append((n, reader.count())))
    assert committed == [(500, 500), (1000, 1000), (1200, 1200)]
    assert [step.act for step in empty.history()] == ["Import 1200 references"]


def test_a_cancelled_import_keeps_whole_batches_and_undo_takes_them_back(empty: Library) -> None:
    batches: list[int] = []
    imported = empty.import_plan(numbered(2000), on_batch=batches.append, cancelled=lambda: len(batches) == 2)
    assert not imported.complete
    assert len(imported.new) == empty.count() == 1000
    assert empty.count("number") == 1000
    empty.undo()
    assert empty.count() == 0
    assert empty.verify().problems == ()


def test_text_that_no_database_can_hold_is_cleaned_on_the_way_in(empty: Library) -> None:
    odd = Reference(
        title="A\x00 title\ud800",
        contributors=authors([Name("Smi\x00th")]),
        fields={"issued": "2001", "ab\x00c": "x\udfff"},
        key="odd",
        keywords=("k\x00",),
    )
    empty.import_plan(Plan("Import", (Planned(odd),)))
    held = empty.record(1).reference
    assert (held.title, held.authors[0].family, held.get("abc"), held.keywords) == ("A title", "Smith", "x", ("k",))
    empty.undo()
    empty.redo()
    assert empty.record(1).reference == held


def test_ten_thousand_references_are_imported_and_answered_without_a_visible_wait(empty: Library) -> None:
    plan = numbered(10_000)
    start = time.process_time()
    empty.import_plan(plan)
    spent = time.process_time() - start
    assert spent < 15, "a machine five times slower than the one this was measured on would still pass"
    start = time.process_time()
    assert empty.count("author5 number") == 104
    empty.ids("condition:als year:2000-2010", sort="title")
    empty.facet_counts()
    empty.summaries(empty.ids()[:128])
    assert time.process_time() - start < 1.5


def test_a_key_that_an_alias_took_within_the_same_import_is_not_given_twice(library: Library) -> None:
    matched = Planned(replace(MAZZINI, key="Mazzini-ALS"), match=2)
    other = Planned(Reference(title="Quite another paper", key="mazzini-als"))
    assert library.import_plan(Plan("Import", (other, matched, replace(other, reference=BERRY)))).new == (
        "mazzini-als",
    )
    assert library.import_plan(Plan("Import", (Planned(Reference(title="A third", key="x")), matched))).new == ("x",)
    late = Planned(Reference(title="Late", key="late"))
    taken = Planned(replace(MAZZINI, key="late"), match=2)
    assert library.import_plan(Plan("Import", (taken, late))).new == ("latea",)
    assert library.verify().problems == ()


def insert_and_update_as_if_only_inserting(library: Library) -> None:
    conn = library._session.conn
    with library._session.writing(), library._session.transaction():
        journal.begin(conn, "Test", "2026-01-01T00:00:00.000Z")
        with journal.many_inserts(conn, ("tag", "trial")):
            conn.execute("INSERT INTO tag (reference_id, name, folded) VALUES (1, 'x', 'x')")
            conn.execute("UPDATE reference SET rating = 5 WHERE id = 1")


def test_writing_down_many_rows_at_once_refuses_what_is_no_new_row(library: Library) -> None:
    with pytest.raises(Bug, match="1 changes"):
        insert_and_update_as_if_only_inserting(library)
    assert library.record(1).rating == 0
    assert library.record(1).tags == ()


CHILD = """
import sys
from pathlib import Path
from mscref.library import Library
from tests.library.conftest import numbered, small_vocabulary
with Library.open(Path(sys.argv[1]), create=True, vocabulary=small_vocabulary()) as library:
    library.import_plan(numbered(1700), on_batch=lambda n: print("ACK import", n, flush=True))
"""


@pytest.mark.parametrize("place", ["import.before-commit", "import.after-commit"])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_killed_import_keeps_every_acknowledged_batch_whole(
    place: str, count: int, path: Path, vocabulary: Vocabulary
) -> None:
    with Library.open(path, create=True, vocabulary=vocabulary) as library:
        library.import_plan(small_plan())
        before = snapshot(path)
    environment = {**os.environ, "MSCREF_FAILPOINT": f"{place}:{count}"}
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], env=environment, capture_output=True, text=True, check=False
    )
    assert child.returncode == 137, child.stderr
    acknowledged = max((int(line.split()[-1]) for line in child.stdout.splitlines()), default=0)
    with Library.open(path, vocabulary=vocabulary) as library:
        held = library.count() - 4
        assert held >= acknowledged
        assert held in (0, 500, 1000, 1500, 1700)
        assert library.verify().problems == ()
        assert library.count("number") == held
        assert library.set_rating([1], 5)
        library.undo()
        if held:
            assert len(library.undo().references) == held
        assert snapshot(path) == before
        assert library.verify().problems == ()
