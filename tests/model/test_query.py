"""The search language: what every form means, and one kind of error, with its place, for all the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mscref.errors import QueryError
from mscref.model.query import (
    And,
    Between,
    Empty,
    Everything,
    Flag,
    HasTerm,
    Matches,
    Not,
    Or,
    Query,
    Words,
    parse,
)

MEANINGS: dict[str, Query] = {
    "": Everything(),
    "  \t ": Everything(),
    "marrow": Words("marrow", is_prefix=True),
    "bone marrow": And((Words("bone"), Words("marrow", is_prefix=True, position=5))),
    "bone*": Words("bone", is_prefix=True),
    '"phase I"': Words("phase I"),
    "TNF-alpha x": And((Words("TNF-alpha"), Words("x", is_prefix=True, position=10))),
    "author:mazzini": Words("mazzini", "authors", position=7),
    "AUTHOR:maz*": Words("maz", "authors", is_prefix=True, position=7),
    'title:"phase I"': Words("phase I", "title", position=6),
    "journal:neurol": Words("neurol", "journal", is_prefix=True, position=8),
    "year:2009-2012": Between("year", 2009, 2012, 5),
    "year:2009": Between("year", 2009, 2009, 5),
    "year:-2012": Between("year", None, 2012, 5),
    "year:2009-": Between("year", 2009, None, 5),
    "year:2009..2012": Between("year", 2009, 2012, 5),
    "rating:>=3": Between("rating", 3, None, 7),
    "rating:<3": Between("rating", None, 2, 7),
    "year:>2010": Between("year", 2011, None, 5),
    "colour:3": Between("colour", 3, 3, 7),
    "year:none": Empty("year", 5),
    "doi:NONE": Empty("doi", 4),
    "key:bier2018": Matches("key", "bier2018", 4),
    "doi:10.1016/j.x(99)": Matches("doi", "10.1016/j.x(99)", 4),
    "trial:NCT0105*": Matches("trial", "NCT0105*", 6),
    "type:book": Matches("type", "book", 5),
    "status:reading": Matches("status", "reading", 7),
    "screened:Include": Matches("screened", "include", 9),
    "screened:none": Empty("screened", 9),
    "appraisal:some": Matches("appraisal", "some", 10),
    "appraisal:none": Empty("appraisal", 10),
    'cited-by:"A page"': Matches("cited-by", "A page", 9),
    "documents:page": Matches("cited-by", "page", 10),
    'collection:"My thesis"': Matches("collection", "My thesis", 11),
    "condition:als": HasTerm("condition", "als", 10),
    "source:bone-marrow": HasTerm("cell_source", "bone-marrow", 7),
    'cell-source:"bone marrow"': HasTerm("cell_source", "bone marrow", 12),
    "form:exosome": HasTerm("product_form", "exosome", 5),
    "study:rct": HasTerm("study_type", "rct", 6),
    "condition:none": HasTerm("condition", "none", 10),
    "has:pdf": Flag("has", "pdf", 4),
    "is:unread": Flag("is", "unread", 3),
    "-mouse": Not(Words("mouse", is_prefix=True, position=1)),
    "-is:read": Not(Flag("is", "read", 4)),
    "a OR b": Or((Words("a"), Words("b", is_prefix=True, position=5))),
    "a AND b": And((Words("a"), Words("b", is_prefix=True, position=6))),
    "(year:1 OR year:2) is:read": And(
        (Or((Between("year", 1, 1, 6), Between("year", 2, 2, 16))), Flag("is", "read", 22))
    ),
    "a b OR c*": Or((And((Words("a"), Words("b", position=2))), Words("c", is_prefix=True, position=7))),
    "(condition:als)": HasTerm("condition", "als", 11),
    "Therapy: a": And((Words("Therapy:"), Words("a", is_prefix=True, position=9))),
    "10.1016/j:x": Words("10.1016/j:x", is_prefix=True),
}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_query_means_what_the_manual_says(text: str) -> None:
    assert parse(text) == MEANINGS[text]


MALFORMED = {
    '"open': (0, "never closed"),
    'als "': (4, "never closed"),
    '""': (0, "between these quotes"),
    'title:" "': (6, "between these quotes"),
    "(als": (0, "never closed"),
    "als)": (3, "closes nothing"),
    "()": (1, "closes nothing"),
    "als OR": (6, "missing at the end"),
    "OR als": (0, "both sides"),
    "als AND OR dmd": (8, "both sides"),
    "-": (0, "no word"),
    "als - dmd": (4, "no word"),
    "***": (0, "no word"),
    "a*b": (1, "end of a word"),
    "author:": (7, "needs a value"),
    "author: mazzini": (7, "needs a value"),
    "author:(a)": (7, "needs a word"),
    "autor:mazzini": (0, 'Did you mean "author:"'),
    "year:soon": (5, "no year"),
    "year:2012-2009": (5, "before it begins"),
    "year:99999999999999999999": (5, "no year"),
    "rating:-": (7, "no rating"),
    "has:wings": (4, "There are pdf"),
    "is:unred": (3, 'Did you mean "is:unread"'),
    "status:done": (7, "no status"),
    "screened:maybe": (9, "include, exclude, not-retrieved, none"),
    "appraisal:good": (10, "low, some, high, none"),
    "a " * 700: (0, "too many"),
    "(" * 60 + "a" + ")" * 60: (0, "too deeply"),
    "a" * 30_000: (0, "too long"),
}


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_query_is_answered_with_what_is_wrong_and_where(text: str) -> None:
    position, said = MALFORMED[text]
    with pytest.raises(QueryError, match=said) as caught:
        parse(text)
    if len(text) < 40:
        assert caught.value.position == position


PIECES = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "-",
        "OR",
        "AND",
        " ",
        ":",
        "*",
        "author:",
        "year:",
        "condition:",
        "has:",
        "none",
        "2009-",
        "als",
        "\x00",
        "ł",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str) -> None:
    told: list[QueryError] = []
    try:
        parse(text)
    except QueryError as error:
        told.append(error)
    assert all(str(error) and 0 <= error.position <= len(text) for error in told)
