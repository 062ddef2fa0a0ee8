"""Merging field by field: what differs, what is chosen first, and what the merged reference says."""

from __future__ import annotations

from mscref.jobs import merge_choices
from mscref.model.reference import Name, Reference, authors

PRINTED = Reference(
    type="article-journal",
    title="A trial of cells",
    contributors=authors([Name("Smith", "J"), Name("Doe", "A")]),
    fields={"volume": "3", "container-title": "J Cell"},
    key="smith",
    incomplete_roles=("author",),
)
WHOLE = Reference(
    type="article",
    title="A Trial of Cells",
    contributors=authors([Name("Smith", "John"), Name("Doe", "Anna"), Name("Poe", "E")]),
    fields={"volume": "3", "container-title": "Journal of Cells", "DOI": "10.1000/x"},
    key="smith2",
)


def test_rows_tell_what_differs_and_silence_is_no_difference() -> None:
    rows = {row.name: row for row in merge_choices.rows([PRINTED, WHOLE])}
    assert {name for name, row in rows.items() if row.differs} == {"type", "title", "names:author", "container-title"}
    assert rows["DOI"].chosen == 1, "the only value there is"
    assert rows["names:author"].chosen == 1, "the whole list goes before the one that ends in et al."
    assert rows["names:author"].values[0].endswith("et al.")


def test_the_merged_reference_says_what_was_chosen() -> None:
    rows = merge_choices.choose(merge_choices.rows([PRINTED, WHOLE]), "container-title", 1)
    said = merge_choices.chosen([PRINTED, WHOLE], rows)
    assert (said.type, said.title) == ("article-journal", "A trial of cells")
    assert said.fields == {"container-title": "Journal of Cells", "volume": "3", "DOI": "10.1000/x"}
    assert [c.name.given for c in said.contributors] == ["John", "Anna", "E"]
    assert said.incomplete_roles == ()
