"""Bulk edits: shown first, one field of many references, regular expressions only when asked for."""

from __future__ import annotations

import pytest

from mscref.errors import UserError
from mscref.jobs.bulk_editing import BulkEdit, preview
from mscref.model.holdings import Record
from mscref.model.reference import Reference

RECORDS = [
    Record(1, Reference(key="a", title="One", fields={"container-title": "J. Cell (Oxf.)", "language": "en"})),
    Record(2, Reference(key="b", title="Two", fields={"container-title": "J Cell"})),
    Record(3, Reference(key="c", title="Three")),
]


def after(edit: BulkEdit) -> dict[str, str]:
    return {change.key: change.after for change in preview(RECORDS, edit)}


def test_a_value_is_set_where_it_differs() -> None:
    assert after(BulkEdit("language", value="en")) == {"b": "en", "c": "en"}
    assert after(BulkEdit("language", "clear")) == {"a": ""}


def test_words_are_replaced_as_they_stand() -> None:
    assert after(BulkEdit("container-title", "replace", "Journal of", "J.")) == {"a": "Journal of Cell (Oxf.)"}
    assert after(BulkEdit("container-title", "replace", "X", "CELL")) == {}
    blind = BulkEdit("container-title", "replace", "X", "CELL", has_case=False)
    assert after(blind) == {"a": "J. X (Oxf.)", "b": "J X"}


def test_a_regular_expression_may_use_its_groups() -> None:
    edit = BulkEdit("container-title", "replace", r"\1", r"(J\.? Cell) \(.*\)", is_regex=True)
    assert after(edit) == {"a": "J. Cell"}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (BulkEdit("title", "clear"), "needs a title"),
        (BulkEdit("title", "replace", "", "(", is_regex=True), "no regular expression"),
        (BulkEdit("title", "replace", r"\7", "One", is_regex=True), "no replacement"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(edit: BulkEdit, said: str) -> None:
    with pytest.raises(UserError, match=said):
        preview(RECORDS, edit)
