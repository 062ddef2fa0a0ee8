"""Completion in the search box: fields, terms by any of their names, and names that need quotes."""

from __future__ import annotations

import pytest

from mscref import settings
from mscref.gui.query_completion import Names, offers
from mscref.model import query

NAMES = Names(tags={"to cite": 3, "methods": 1}, collections=["Review 2026", "Grant"], documents=["A page"])


def complete(text: str) -> list[str]:
    vocabulary = settings.vocabulary()
    return [text[: one.start] + one.insert for one in offers(text, len(text), vocabulary, NAMES)]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("au", "author:"),
        ("mazzini ye", "mazzini year:"),
        ("condition:amyo", "condition:als "),
        ("condition:ALS", "condition:als "),
        ("-source:wharton", "-source:whartons-jelly "),
        ("(condition:duch", "(condition:dmd "),
        ("tag:ci", 'tag:"to cite" '),
        ('collection:"rev', 'collection:"Review 2026" '),
        ("has:no", "has:note "),
        ("is:unt", "is:untagged "),
        ("in:ti", "in:title "),
        ("scr", "screened:"),
        ("screened:ex", "screened:exclude "),
        ("appraisal:", "appraisal:some "),
        ("appraisal:no", "appraisal:none "),
    ],
)
def test_what_is_typed_is_completed(typed: str, completed: str) -> None:
    assert completed in complete(typed)
    if not completed.endswith(":") and "(" not in completed:
        query.parse(completed)


@pytest.mark.parametrize("typed", ["", "a", "mesenchymal", '"a phrase', "year:20", "condition:als ", "nonsense:x"])
def test_nothing_is_offered_where_nothing_can_be_known(typed: str) -> None:
    assert complete(typed) == []
