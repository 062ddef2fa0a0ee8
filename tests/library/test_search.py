"""Searching a library: every field finds what it should, accents do not matter, no text breaks the index."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mscref.errors import QueryError
from mscref.library import Library
from mscref.model.holdings import Assignment
from mscref.model.reference import Reference
from tests.library.conftest import numbered

FINDS = {
    "": {1, 2, 3, 4},
    "lukaszewicz": {1},
    "ŁUKASZEWICZ": {1},
    "weiss": {1},
    "Weiß": {1},
    "garcia": {2},
    "mazz": {2},
    "mazz trial": set(),
    "mazzini tri": {2},
    '"motor neuron"': {2},
    '"neuron motor"': set(),
    "title:trial": {2, 3},
    "title:tri": set(),
    "title:tri*": {2, 3},
    "author:berg": {3},
    "author:society": {4},
    "journal:neurol": {2, 3},
    "journal:experimental": {2},
    "abstract:wharton": {1},
    "note:fibrosis": {1},
    "keyword:muscle": {1},
    "elsevier": {1},
    "year:2009-2012": {2},
    "year:>=2018": {1, 3},
    "year:none": {4},
    "key:bier2018": {1},
    "key:BIER18": {1},
    "key:*2010": {2},
    "doi:10.1234": {1},
    "doi:https://doi.org/10.1234/ABC.1": {1},
    "doi:none": {2, 3, 4},
    "pmid:19682989": {2},
    "pmid:1968*": {2},
    "trial:nct0105*": {1},
    "trial:NCT01": set(),
    "type:article": {1, 2, 3},
    "type:report": {4},
    "condition:als": {2, 3},
    'condition:"lou gehrig\'s disease"': {2, 3},
    "condition:motor-neuron": {2, 3},
    "condition:none": {4},
    "condition:dmd source:placenta": {1},
    "source:perinatal": {1},
    "source:umbilical-cord": set(),
    "condition:als OR condition:dmd": {1, 2, 3},
    "(condition:als OR condition:none) -year:none": {2, 3},
    "-condition:als": {1, 4},
    "study:rct": {3},
    "has:note": {1},
    "has:file": {1},
    "has:pdf": {1},
    "has:trial": {1},
    "has:abstract": {1},
    "has:doi": {1},
    "has:document": {1},
    "has:collection": {1},
    "is:unread": {1, 2, 3, 4},
    "is:read": set(),
    "is:proposed": {1},
    "is:untagged": {4},
    "is:incomplete": {3},
    "is:retracted": set(),
    'cited-by:"cells for the"': {1},
    "documents:nowhere": set(),
    "collection:grant": {1},
    "collection:none": {2, 3, 4},
    "rating:0": {1, 2, 3, 4},
    "status:unread": {1, 2, 3, 4},
    "19682989": {2},
    "C++": set(),
    "NurOwn OR mdx": {1, 3},
    "NurOwn OR year:2010": {2, 3},
    "10.1234/Abc.1": {1},
}


@pytest.mark.parametrize("query", FINDS)
def test_a_query_finds_exactly_these(query: str, library: Library) -> None:
    assert set(library.ids(query)) == FINDS[query]
    assert library.count(query) == len(FINDS[query])


def test_what_verbs_change_is_found_at_once(library: Library) -> None:
    library.set_tags([4], add=["Świetne"])
    library.set_rating([4], 5)
    library.set_status([3], "reading")
    library.set_colour([3], 3)
    library.add_note(2, "Ommaya reservoir")
    library.resolve(1, 2)
    library.edit(1, title="RETRACTED: something else")
    assert list(library.ids("tag:swietne")) == [4]
    assert list(library.ids("swietne")) == [4]
    assert list(library.ids("rating:>=3")) == [4]
    assert list(library.ids("status:reading colour:3")) == [3]
    assert list(library.ids("note:ommaya")) == [2]
    assert set(library.ids('cited-by:"cells for the muscle"')) == {1, 2}
    assert list(library.ids("is:retracted")) == [1]
    assert list(library.ids("title:mdx")) == []
    library.undo()
    assert list(library.ids("title:mdx")) == [1]


def test_what_was_judged_and_decided_is_found_the_last_decision_first(library: Library) -> None:
    library.set_appraisal([1, 2], "some")
    library.screen([1, 2, 3], "title", "include")
    library.screen([2], "report", "exclude", "no outcome")
    library.screen([3], "report", "not-retrieved")
    found = {query: set(library.ids(query)) for query in ("appraisal:some", "appraisal:low", "appraisal:none")}
    assert found == {"appraisal:some": {1, 2}, "appraisal:low": set(), "appraisal:none": {3, 4}}
    assert list(library.ids("screened:include")) == [1]
    assert list(library.ids("screened:exclude")) == [2]
    assert list(library.ids("screened:not-retrieved")) == [3]
    assert list(library.ids("screened:none")) == [4]
    assert set(library.ids("-screened:exclude appraisal:some")) == {1}


def test_an_unknown_term_names_the_nearest_one_and_its_place(library: Library) -> None:
    with pytest.raises(QueryError, match='Did you mean "dmd"') as caught:
        library.ids("trial condition:dmdx")
    assert caught.value.position == 16
    with pytest.raises(QueryError, match='Did you mean "Grant"'):
        library.ids("collection:grnt")


def test_a_term_that_only_the_library_knows_can_still_be_searched(library: Library) -> None:
    library.propose({4: ([Assignment("condition", "gone-from-vocabulary", "rule")], ())})
    assert list(library.ids("condition:gone-from-vocabulary")) == [4]


def test_references_in_the_trash_are_found_only_there(library: Library) -> None:
    library.trash([2])
    assert set(library.ids()) == {1, 3, 4}
    assert list(library.ids("mazzini")) == []
    assert list(library.ids(trash=True)) == [2]
    assert list(library.ids("mazzini", trash=True)) == [2]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("author", [4, 3, 1, 2]), ("year", [4, 2, 1, 3]), ("title", [3, 4, 1, 2]), ("journal", [4, 1, 2, 3]),
     ("key", [3, 1, 2, 4]), ("added", [1, 2, 3, 4]), ("rating", [1, 2, 3, 4]), ("type", [1, 2, 3, 4])],
)  # fmt: skip
def test_references_are_sorted_by_any_column(sort: str, order: list[int], library: Library) -> None:
    assert list(library.ids(sort=sort, descending=False)) == order
    assert list(library.ids(sort=sort, descending=True)) == order[::-1]


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.text(alphabet='"*()-:^{}+', max_size=12),
    st.sampled_from(
        ["NEAR(a b)", "title:^a", "a NOT b", "{title}:x", 'a" OR "b', "x'; DROP TABLE reference;--", "p=0.05", "%", "_",
         "\x00", "\ud800", "follow-up", "search MATCH 'x'", "²", "ﬁ", "\u0301", "key:%", "tag:\\", "\u202e"]
    ),
)  # fmt: skip


@given(
    text=HOSTILE,
    field=st.sampled_from(["", "author:", "key:", "tag:", "condition:", "cited-by:", "title:", "-", "doi:"]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_gives_anything_but_an_answer_or_a_query_error(text: str, field: str, library: Library) -> None:
    places = []
    try:
        library.ids(field + text)
    except QueryError as error:
        places.append(error.position)
    assert all(0 <= place <= len(field + text) for place in places)


def test_percent_and_underscore_are_letters_like_any_other(library: Library) -> None:
    assert list(library.ids("key:%")) == []
    assert list(library.ids("key:_ier")) == []


def test_references_that_wait_to_be_indexed_are_found_too(empty: Library) -> None:
    seen: list[int] = []
    empty.import_plan(numbered(700), on_batch=lambda _: seen.append(empty.count("author:author5 title:number")))
    assert seen == [sum(i % 97 == 5 for i in range(n)) for n in (500, 700)]
    assert empty.verify().problems == ()


def test_documents_are_searched_by_their_words(library: Library) -> None:
    assert [d.id for d in library.documents("nurown tri")] == [1]
    assert library.documents("nowhere") == []
    library.add_document_note(1, "Werbung für Zellen")
    assert [d.id for d in library.documents("werbung")] == [1]
    assert [d.id for d in library.documents('" * (')] == [1]


def test_a_scope_says_where_words_without_a_field_are_sought(library: Library) -> None:
    id = library.add(Reference(title="Cells of 1999", fields={"abstract": "zebrafish", "issued": "2011"})).references[0]
    library.add_note(id, "quagga")
    assert list(library.ids("zebrafish")) == list(library.ids("in:fields zebrafish")) == [id]
    assert list(library.ids("in:title zebrafish")) == []
    assert list(library.ids("quagga")) == [id]
    assert list(library.ids("in:fields quagga")) == []
    assert list(library.ids("in:title cells 2011")) == [id], "a year is sought as a year"
    assert list(library.ids("in:title note:quagga")) == [id], "a named field is sought where it says"
    with pytest.raises(QueryError, match="no scope"):
        library.ids("in:nowhere cells")
