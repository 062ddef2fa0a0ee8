"""Filters as a value: what they say in the query language, and how a click changes them."""

from __future__ import annotations

from mscref.gui.filters import Filters, quoted
from mscref.model import query
from mscref.model.holdings import NONE


def test_terms_of_one_facet_are_alternatives_and_facets_narrow_each_other() -> None:
    filters = Filters(included={"condition": ("als", "dmd"), "cell_source": ("placenta",)})
    assert filters.query() == "(condition:als OR condition:dmd) source:placenta"


def test_excluded_terms_and_untagged_ones_are_said() -> None:
    filters = Filters(included={"route": (NONE,)}, excluded={"study_type": ("review",)})
    assert filters.query() == "route:none -study:review"


def test_typed_alternatives_do_not_swallow_the_filters() -> None:
    filters = Filters(text="mazzini OR deda", included={"condition": ("als",)})
    assert filters.query() == "condition:als (mazzini OR deda)"


def test_the_last_typed_word_stays_last_so_that_it_is_a_beginning() -> None:
    assert Filters(text="mesen", included={"condition": ("als",)}).query().endswith(" mesen")


def test_counts_of_a_facet_leave_its_own_filter_out() -> None:
    filters = Filters(included={"condition": ("als",), "donor": ("autologous",)})
    assert filters.query(without="condition") == "donor:autologous"


def test_places_narrow_too_but_trash_is_no_query() -> None:
    assert Filters(place="unread").query() == "is:unread"
    assert Filters(place="trash").query() == ""
    assert Filters(place="trash").is_trash


def test_a_click_chooses_a_term_alone_and_a_second_click_lets_it_go() -> None:
    once = Filters(included={"condition": ("dmd", "ms")}).only("condition", "als")
    assert once.included == {"condition": ("als",)}
    assert once.only("condition", "als").included == {}


def test_ticks_gather_and_scatter_terms() -> None:
    two = Filters().toggled("condition", "als").toggled("condition", "dmd")
    assert two.included == {"condition": ("als", "dmd")}
    assert two.toggled("condition", "als").included == {"condition": ("dmd",)}


def test_excluding_a_chosen_term_turns_it_round() -> None:
    out = Filters().only("condition", "als").without("condition", "als")
    assert (out.included, out.excluded) == ({}, {"condition": ("als",)})
    assert out.without("condition", "als").excluded == {}
    assert out.only("condition", "als").excluded == {}


def test_a_document_is_named_by_its_title_even_with_marks_in_it() -> None:
    filters = Filters().linked("documents", 'What is "stem"?')
    assert query.parse(filters.query())
    assert quoted('a "b"') == '"a  b"'


def test_every_chip_can_be_taken_away_until_nothing_narrows() -> None:
    filters = Filters(
        included={"condition": ("als", "dmd")},
        excluded={"route": ("local",)},
        links={"tag": ("urgent",)},
        place="unread",
    )
    assert len(list(filters.chips())) == 4
    for name, value, _ in list(filters.chips()):
        filters = filters.dropped(name, value)
    assert not filters.narrows
    assert filters.place == "unread"


def test_every_query_can_be_parsed() -> None:
    filters = Filters(
        "unread",
        "title:x",
        {"condition": ("als", NONE)},
        {"phase": ("phase-1",)},
        {"collection": ("A b",), "tag": ("t",)},
    )
    assert query.parse(filters.query())
