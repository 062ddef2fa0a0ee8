"""Counts and the evidence map: from sets in memory, always equal to counting by hand."""

from __future__ import annotations

import random

import pytest

from mscref.errors import UnknownTerm, UserError
from mscref.library import Library
from mscref.library.bitsets import from_ids, to_ids
from mscref.model.facets import FACETS, Term
from mscref.model.holdings import NONE, Assignment
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Reference


def counted_by_hand(library: Library, query: str, facet: str) -> dict[str, int]:
    records = list(library.records(library.ids(query)))
    vocabulary = library.vocabulary
    counts = {
        term.id: n
        for term in vocabulary.terms(facet)
        if (n := sum(bool(vocabulary.narrower(facet, term.id) & set(r.terms(facet))) for r in records))
    }
    counts[NONE] = sum(not r.terms(facet) for r in records)
    return counts


@pytest.mark.parametrize("query", ["", "condition:als", "year:2000-2010 number", "nothing-like-it", "is:read"])
def test_counts_equal_counting_by_hand_whatever_happened_before(query: str, empty: Library) -> None:
    chance = random.Random(7)
    terms = [(t.facet, t.id) for t in empty.vocabulary]
    plan = Plan(
        "Import",
        tuple(
            Planned(
                Reference(title=f"number {i}", key=f"k{i}", fields={"issued": str(1995 + i % 20)}),
                assignments=tuple(Assignment(*place, origin="rule") for place in chance.sample(terms, i % 5)),
            )
            for i in range(120)
        ),
    )
    empty.import_plan(plan)
    empty.facet_counts()
    for _ in range(25):
        ids = chance.sample([*empty.ids(), *empty.ids(trash=True)], 9)
        facet, term = chance.choice(terms)
        chance.choice(
            [
                lambda ids=ids, f=facet, t=term: empty.retag(ids, f, add=[t]),
                lambda ids=ids, f=facet, t=term: empty.retag(ids, f, remove=[t]),
                lambda ids=ids: empty.trash(ids),
                lambda ids=ids: empty.untrash(ids),
                lambda ids=ids: empty.merge(ids[0], ids[1:2]),
                lambda ids=ids: empty.set_status(ids, "read"),
                lambda: len(empty.history()) > 1 and empty.undo(),
            ]
        )()
        for facet in ("condition", "cell_source", "study_type"):
            assert empty.facet_counts(query, facets=[facet])[facet] == counted_by_hand(empty, query, facet)


def test_the_map_crosses_conditions_and_sources_with_gaps_and_those_without(library: Library) -> None:
    found = library.evidence_map()
    assert found.rows == ("als", "dmd", NONE)
    assert found.columns == ("placenta", "bone-marrow", "msc-unspecified", NONE)
    assert {(c.row, c.column): (c.n, c.keys, c.strongest_design) for c in found.cells} == {
        ("als", "bone-marrow"): (1, ("berry2019nurown",), "rct"),
        ("als", "msc-unspecified"): (1, ("mazzini2010",), ""),
        ("dmd", "placenta"): (1, ("bier2018placenta",), "animal"),
        (NONE, NONE): (1, ("society",), ""),
    }
    assert (found.references, found.placements) == (4, 4)


def test_the_map_of_a_search_keeps_the_rows_of_the_whole_library(library: Library) -> None:
    found = library.evidence_map("condition:dmd")
    assert found.rows == ("als", "dmd", NONE)
    assert [(c.row, c.column) for c in found.cells] == [("dmd", "placenta")]
    assert found.cell("als", "bone-marrow") is None


def test_a_reference_stands_at_its_most_specific_terms_and_in_each_of_them(library: Library) -> None:
    library.retag([1], "cell_source", add=["perinatal", "whartons-jelly", "umbilical-cord"])
    library.retag([1], "condition", add=["als"])
    found = library.evidence_map()
    assert found.columns[:4] == ("perinatal", "umbilical-cord", "whartons-jelly", "placenta")
    assert {(c.row, c.column) for c in found.cells if "bier2018placenta" in c.keys} == {
        (row, column) for row in ("als", "dmd") for column in ("whartons-jelly", "placenta")
    }
    assert (found.references, found.placements) == (4, 7)


def test_the_strongest_design_of_a_cell_is_told_with_the_number_of_each(library: Library) -> None:
    library.retag([1, 2], "cell_source", add=["bone-marrow"])
    library.retag([1, 2], "condition", add=["als"])
    library.retag([2], "study_type", add=["in-vitro", "systematic-review"])
    cell = library.evidence_map().cell("als", "bone-marrow")
    assert cell
    assert cell.n == 3
    assert cell.strongest_design == "synthesis"
    assert cell.designs == {"synthesis": 1, "rct": 1, "animal": 1}
    library.retag([4], "study_type", add=["review"])
    last = library.evidence_map().cell(NONE, NONE)
    assert last
    assert last.strongest_design == "other"


def test_the_map_leaves_the_trash_out(library: Library) -> None:
    library.trash([1])
    assert "dmd" not in library.evidence_map().rows
    assert library.evidence_map().references == 3


def test_terms_are_taken_by_label_or_synonym_and_unknown_ones_name_the_nearest(library: Library) -> None:
    library.retag([4], "source", add=["Wharton's Jelly"])
    assert library.record(4).terms("cell_source") == ("whartons-jelly",)
    with pytest.raises(UnknownTerm, match='Did you mean "placenta"'):
        library.retag([4], "source", add=["placentaa"])
    with pytest.raises(UnknownTerm, match="no facet"):
        library.retag([4], "sauce", add=["placenta"])
    assert library.undo_act() == "Tag society"


def test_accepting_a_proposal_keeps_its_words_and_makes_it_the_users(library: Library) -> None:
    library.settle([1], accept=True, facet="cell_source", term="whartons-jelly")
    record = library.record(1)
    assert record.assignments[-1] == Assignment(
        "cell_source", "whartons-jelly", "user", "words", "abstract", "Wharton's jelly", 14, 29
    )
    assert record.proposals == ()
    assert library.counts()["proposed"] == 0


def test_a_term_of_the_user_is_used_like_any_other_and_gone_after_undo(library: Library) -> None:
    library.add_term(Term("condition", "pls", "Primary lateral sclerosis", ("PLS",), parent="motor-neuron"))
    library.retag([4], "condition", add=["primary lateral sclerosis"])
    assert list(library.ids("condition:motor-neuron year:none")) == [4]
    assert [t.id for t in library.terms_of_user()] == ["pls"]
    assert library.facet_counts()["condition"]["motor-neuron"] == 3
    library.undo()
    library.undo()
    assert library.vocabulary.get("condition", "pls") is None


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term("condition", "als", "Mine"), "already has a term"),
        (Term("condition", "x", "X", parent="nowhere"), 'no term "nowhere"'),
        (Term("condition", "x", "X", parent="x"), 'no term "x"'),
        (Term("condition", "", "X"), "needs an id"),
    ],
)
def test_a_term_that_cannot_be_added_says_why(term: Term, said: str, library: Library) -> None:
    with pytest.raises(UserError, match=said):
        library.add_term(term)


def test_only_the_users_own_terms_can_be_removed(library: Library) -> None:
    with pytest.raises(UserError, match="not a term of yours"):
        library.remove_term("condition", "als")


def test_all_facets_are_counted_when_none_is_named(library: Library) -> None:
    assert tuple(library.facet_counts()) == FACETS
    assert library.facet_counts()["outcome"] == {NONE: 4}


def test_a_set_of_ids_becomes_bits_and_back() -> None:
    assert to_ids(from_ids([1, 8, 9, 4000])) == [1, 8, 9, 4000]
    assert from_ids([]) == 0
    assert to_ids(0) == []


def test_synonyms_of_the_user_lead_to_a_shipped_term_and_undo_takes_them_back(library: Library) -> None:
    assert library.set_synonyms("condition", "als", ["Gehrig's", "Gehrig's", " "])
    term = library.vocabulary.find("condition", "gehrig's")
    assert (term.id, term.users_synonyms, term.is_users) == ("als", ("Gehrig's",), False)
    with pytest.raises(UserError, match="not a term of yours"):
        library.remove_term("condition", "als")
    assert not library.set_synonyms("condition", "als", ["Gehrig's"])
    library.undo()
    with pytest.raises(UnknownTerm):
        library.vocabulary.find("condition", "gehrig's")
    library.redo()
    assert library.set_synonyms("condition", "als", [])
    assert library.vocabulary.find("condition", "als").users_synonyms == ()
