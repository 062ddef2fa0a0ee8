"""Verbs on references: edits, keys, notes, merging, the trash, and the candidates of a mention."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mscref.errors import NoSuchKey, UserError
from mscref.library import Library
from mscref.model.document import Mention
from mscref.model.holdings import Assignment
from mscref.model.plan import Plan, Planned, PlannedDocument
from mscref.model.reference import Contributor, Name, Reference, authors
from tests.library.conftest import BIER, page


def test_an_edit_changes_fields_removes_empty_ones_and_keeps_the_old_key(library: Library) -> None:
    library.edit(1, fields={"volume": "174", "publisher": "", "issued": "2019"}, title="New <b>title</b>", key="bier")
    record = library.record(1)
    assert record.reference.get("volume") == "174"
    assert "publisher" not in record.reference.fields
    assert record.reference.aliases == ("bier2018placenta", "Bier18")
    assert library.find("BIER2018PLACENTA") == library.find("bier") == 1
    summary = library.summaries([1])[0]
    assert (summary.key, summary.title, summary.year) == ("bier", "New <b>title</b>", "2019")
    library.edit(1, key="bier2018placenta")
    assert library.record(1).reference.aliases == ("Bier18", "bier")


def test_an_edited_reference_no_longer_stands_for_the_text_it_was_read_from(library: Library) -> None:
    library.set_rating([1], 3)
    library.retag([1], "donor", add=["autologous"])
    assert library.record(1).reference.raw == BIER.raw
    library.edit(1, fields={"volume": "174"})
    assert library.record(1).reference.raw is None
    library.undo()
    assert library.record(1).reference.raw == BIER.raw


def test_contributors_are_kept_in_order_with_all_their_parts(library: Library) -> None:
    people = (
        Contributor(Name("Berg", "Leonard", "van den", "Jr.", "", "0000-0002-1825-0097")),
        Contributor(Name(literal="ALS Society"), "editor"),
        Contributor(Name("Weiß", "J"), "translator"),
    )
    library.edit(1, contributors=people, incomplete_roles=("editor",))
    held = library.record(1).reference
    assert held.contributors == people
    assert held.incomplete_roles == ("editor",)
    assert library.summaries([1])[0].authors == "van den Berg"
    assert list(library.ids("author:berg")) == [3, 1]
    with pytest.raises(UserError, match="no role"):
        library.edit(1, contributors=[Contributor(Name("X"), "butcher")])


@pytest.mark.parametrize(("key", "said"), [("mazzini2010", "belongs to another"), ("{, }", "cannot be a citation key")])
def test_a_key_that_cannot_be_had_is_refused(key: str, said: str, library: Library) -> None:
    with pytest.raises(UserError, match=said):
        library.edit(1, key=key, title="Lost?")
    assert library.record(1).reference.title == BIER.title


def test_a_key_that_is_not_held_names_the_nearest(library: Library) -> None:
    assert library.find("bier18") == 1
    with pytest.raises(NoSuchKey, match='Did you mean "mazzini2010"'):
        library.find("mazini2010")
    with pytest.raises(NoSuchKey):
        library.find("\x00")


def test_marks_outside_their_range_are_refused(library: Library) -> None:
    for wrong in (
        lambda: library.set_rating([1], 6),
        lambda: library.set_colour([1], -1),
        lambda: library.set_status([1], "done"),
        lambda: library.edit(1, type=""),
        lambda: library.add_note(1, "  "),
        lambda: library.set_tags([1], add=[" "]),
        lambda: library.add_collection(" "),
        lambda: library.add_collection("grant"),
        lambda: library.save_search("", "als"),
        lambda: library.set_document_kind(1, "poem"),
        lambda: library.distinct(1, 1),
    ):
        with pytest.raises(UserError):
            wrong()
    assert library.undo_act() == "Import 1 file"


def test_what_is_gone_is_said_to_be_gone(library: Library) -> None:
    for lost in (
        lambda: library.record(99),
        lambda: library.edit(99, title="x"),
        lambda: library.add_note(99, "x"),
        lambda: library.edit_note(99, "x"),
        lambda: library.document(99),
        lambda: library.mention_candidates(99),
        lambda: library.resolve(99, 1),
        lambda: library.resolve(1, 99),
        lambda: library.remove_document(99),
        lambda: library.merge(99, [1]),
    ):
        with pytest.raises(NoSuchKey):
            lost()
    assert [r.id for r in library.records([99, 2])] == [2]


def test_the_trash_keeps_everything_until_it_is_emptied(library: Library) -> None:
    library.trash([1])
    assert library.counts()["trash"] == 1
    assert library.record(1).is_trashed
    assert not library.purge([2]), "only what lies in the trash can be removed for good"
    library.untrash([1])
    assert library.count() == 4
    library.trash([1])
    library.purge([1])
    assert library.counts()["trash"] == 0
    assert library.document(1).citations == ()
    with pytest.raises(NoSuchKey):
        library.find("bier18")


def test_merging_loses_nothing(library: Library) -> None:
    twin = Reference(
        title="Placenta cells",
        contributors=authors([Name("Bier", "A")]),
        fields={"volume": "174", "issued": "2017"},
        key="bier2017",
        trials=("NCT01051882", "NCT2"),
    )
    library.import_plan(
        Plan(
            "Import",
            (
                Planned(
                    twin, assignments=(Assignment("cell_source", "whartons-jelly"), Assignment("donor", "autologous"))
                ),
            ),
            (PlannedDocument(page("e" * 64, "Two"), 0, (0,)),),
        )
    )
    library.add_note(5, "A note of the twin")
    library.set_tags([5], add=["to cite"])
    library.set_rating([5], 4)
    library.resolve(4, 5)
    changes = library.merge(1, [5], {"issued": "2018-06"})
    record = library.record(1)
    assert set(changes.references) >= {1}
    assert library.find("bier2017") == 1
    assert record.reference.get("volume") == "174"
    assert record.reference.get("issued") == "2018-06"
    assert record.reference.title == BIER.title
    assert [note.text for note in record.notes] == ["Fibrosis went down.", "A note of the twin"]
    assert (record.tags, record.rating) == (("to cite",), 4)
    assert set(record.terms("cell_source")) == {"placenta", "whartons-jelly"}
    assert record.proposals == (), "what is assigned is no longer proposed"
    assert record.terms("donor") == ("autologous",)
    assert record.reference.trials == ("NCT01051882", "NCT2")
    assert {place.title for place in record.cited_in} == {"Cells for the muscle", "Two"}
    assert library.document(2).represents == BIER.key
    assert library.document(2).mentions[1].resolved == BIER.key
    assert library.count() == 4
    assert list(library.ids("twin")) == [1]
    assert library.verify().problems == ()


def test_two_references_that_differ_are_remembered_as_such(library: Library) -> None:
    assert not library.are_distinct(1, 2)
    library.distinct(2, 1)
    assert library.are_distinct(1, 2)
    assert not library.distinct(1, 2)


def test_identities_tell_by_what_references_are_recognised(library: Library) -> None:
    library.trash([4])
    found = library.identities()
    assert found.doi == {"10.1234/abc.1": 1}
    assert found.pmid == {"19682989": 2}
    assert found.titles["placenta derived cells help mdx mice"] == [(1, "bier", "2018", "10.1234/abc.1")]
    assert found.documents == {"a" * 64: 1}
    assert found.keys[2] == "mazzini2010"
    assert 4 not in found.keys


def test_a_mention_offers_the_references_it_could_mean_best_first(library: Library) -> None:
    mazzini = Name("Mazzini", "L")
    others = [
        Reference(title="Later work", contributors=authors([mazzini]), fields={"issued": "2015"}, key="m15"),
        Reference(
            title="Second", contributors=authors([Name("Vercelli"), mazzini]), fields={"issued": "2010"}, key="v"
        ),
        Reference(title="Not him", contributors=authors([Name("Mazzinighi", "L")]), key="n"),
    ]
    library.import_plan(Plan("Import", tuple(map(Planned, others))))
    keys = [library.record(number).reference.key for number in library.mention_candidates(1)]
    assert keys == ["mazzini2010", "m15", "v"]
    assert [library.record(number).reference.key for number in library.mention_candidates(2)] == ["berry2019nurown"]
    library.trash([2])
    assert 2 not in library.mention_candidates(1)


def test_a_trial_number_beside_a_mention_leads_to_the_trials_reference(library: Library) -> None:
    mention = Mention("the Hadassah trial", "trial", "See the Hadassah trial (NCT01051882).", 0, 5)
    document = replace(page("f" * 64), citations=(), mentions=(mention,))
    library.import_plan(Plan("Import", (), (PlannedDocument(document),)))
    assert library.mention_candidates(3) == [1]


def test_a_mention_is_resolved_dismissed_and_opened_again(library: Library) -> None:
    library.resolve(1, 2)
    library.dismiss(2)
    mentions = library.document(1).mentions
    assert [(m.status, m.resolved) for m in mentions] == [("resolved", "mazzini2010"), ("dismissed", None)]
    assert library.record(2).cited_in[0].quote == "Mazzini et al. (2010) tried."
    library.reopen(1)
    assert library.counts()["open_mentions"] == 1
    assert library.record(2).cited_in == ()


def test_collections_hold_others_and_are_searched_with_them(library: Library) -> None:
    library.add_collection("Thesis", parent=1)
    library.collect([2, 3], 2)
    assert set(library.ids("collection:grant")) == {1, 2, 3}
    assert [(c.name, c.parent, c.count) for c in library.collections()] == [("Grant", None, 1), ("Thesis", 1, 2)]
    assert library.record(2).collections == ("Thesis",)
    library.remove_collection(1)
    assert library.collections() == []
    assert library.count() == 4


def test_tags_are_one_in_any_case_and_counted(library: Library) -> None:
    library.set_tags([1, 2], add=["To Cite"])
    library.set_tags([3], add=["to cite"])
    assert library.tags() == {"To Cite": 3}
    library.set_tags([1, 2, 3], remove=["TO CITE"])
    assert library.tags() == {}


def test_notes_of_references_and_documents_are_kept_with_their_dates(library: Library) -> None:
    library.add_document_note(1, "Marketing.", "Mine")
    note = library.document(1).notes[0]
    assert (note.title, note.text) == ("Mine", "Marketing.")
    library.edit_note(note.id, "Marketing, 2026.")
    changed = library.document(1).notes[0]
    assert (changed.title, changed.text, changed.created) == ("Mine", "Marketing, 2026.", note.created)
    assert changed.modified >= note.modified
    assert not library.edit_note(note.id, "Marketing, 2026.")
    assert library.remove_note(note.id).documents == (1,)


def test_a_search_is_kept_under_its_name(library: Library) -> None:
    library.save_search("ALS", "condition:als")
    library.save_search("ALS", "condition:als year:2010-")
    assert [(s.name, s.query) for s in library.searches()] == [("ALS", "condition:als year:2010-")]


def test_references_alone_carry_what_records_do_with_their_tags_among_the_keywords(library: Library) -> None:
    library.set_tags([1, 2], add=["To cite", "muscle"])
    first, second, third = library.references([3, 99, 1, 2])
    assert first == library.record(3).reference
    assert second.keywords == ("placenta", "muscle", "To cite")
    assert second.raw is None, "its text no longer says all that it says"
    assert second == replace(library.record(1).reference, keywords=second.keywords, raw=None)
    assert third.keywords == ("muscle", "To cite")
