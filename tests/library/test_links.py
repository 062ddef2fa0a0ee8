"""Links between references, and what they say of a reference that was retracted."""

from __future__ import annotations

import pytest

from mscref.errors import NoSuchKey, UserError
from mscref.library import Library
from mscref.model.reference import Reference


def test_a_link_is_seen_from_both_ends(library: Library) -> None:
    library.link(1, 2, "erratum", source="PubMed")
    (there,), (back,) = library.links(1), library.links(2)
    assert there == back
    assert (there.kind, there.key, there.other_key) == ("erratum", "bier2018placenta", "mazzini2010")
    assert (there.reference, there.other, there.source, bool(there.noticed)) == (1, 2, "PubMed", True)
    library.unlink(there.id)
    assert library.links(1) == library.links(2) == []


def test_a_reference_with_a_retraction_is_retracted_and_the_notice_is_not(library: Library) -> None:
    library.link(2, 4, "retraction")
    assert list(library.ids("is:retracted")) == [2]
    assert [summary.is_retracted for summary in library.summaries([2, 4])] == [True, False]
    library.link(1, 4, "erratum")
    assert list(library.ids("is:retracted")) == [2]
    library.undo()
    library.undo()
    assert list(library.ids("is:retracted")) == []


def test_a_notice_outside_the_library_is_linked_by_its_identifier(library: Library) -> None:
    library.link(3, None, "retraction", identifier="10.5555/notice")
    assert not library.link(3, None, "retraction", identifier="10.5555/notice"), "it is known already"
    assert library.link(3, None, "retraction", identifier="10.5555/another")
    assert library.summaries([3])[0].is_retracted
    one = library.links(3)[0]
    assert (one.other, one.other_key, one.identifier) == (None, "", "10.5555/notice")


@pytest.mark.parametrize("fields", [{"retracted": "true"}, {"rin": "J Test. 2020;1:2"}, {"status": "Retracted"}])
def test_a_field_that_says_so_makes_a_reference_retracted(fields: dict[str, str], library: Library) -> None:
    id = library.add(Reference(title="A paper", key="paper", fields=fields)).references[0]
    assert list(library.ids("is:retracted")) == [id]
    assert library.summaries([id])[0].is_retracted
    library.edit(id, fields=dict.fromkeys(fields, ""))
    assert list(library.ids("is:retracted")) == []


def test_a_field_that_says_no_does_not(library: Library) -> None:
    id = library.add(Reference(title="A paper", key="paper", fields={"retracted": "No"})).references[0]
    assert not library.summaries([id])[0].is_retracted


def test_links_between_references_that_become_one_are_gone_and_the_others_move(library: Library) -> None:
    library.link(1, 2, "erratum")
    library.link(2, 3, "comment")
    library.merge(1, [2])
    assert [(link.kind, link.reference, link.other) for link in library.links(1)] == [("comment", 1, 3)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((1, 2, "cousin"), "no kind of link"),
        ((1, 1, "erratum"), "linked to itself"),
        ((1, None, "erratum"), "leads to a reference"),
    ],
)
def test_what_is_no_link_is_refused_in_words(
    arguments: tuple[int, int | None, str], said: str, library: Library
) -> None:
    with pytest.raises(UserError, match=said):
        library.link(*arguments)


def test_a_link_to_what_is_gone_is_refused(library: Library) -> None:
    with pytest.raises(NoSuchKey, match="no longer in the library"):
        library.link(1, 99, "erratum")
