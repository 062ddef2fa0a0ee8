"""Where fields were seen, and notices as links: kept, undone, carried along, and never over the user's own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mscref.library import Library
from mscref.model.holdings import Changes
from mscref.model.lookups import Completion, FieldSource
from mscref.model.notices import Notice
from mscref.model.reference import Name, Reference, authors
from mscref.model.studies import TrialRecord
from tests.library.snapshots import snapshot


@pytest.fixture
def id(empty: Library) -> int:
    """A reference with a title and a volume."""
    return empty.add(Reference(title="Cells", key="cells", fields={"volume": "3", "DOI": "10.5555/1"})).references[0]


COMPLETION_FIELDS = {"issue": "4", "title": "Cells of the marrow", "volume": ""}
VERBS: dict[str, Callable[[Library, int], Changes]] = {
    "complete_fields": lambda lib, id: lib.complete_fields(id, COMPLETION_FIELDS, [FieldSource("issue", "crossref")]),
    "complete_all": lambda lib, id: lib.complete_all(
        [
            Completion(
                id,
                {"PMID": "7"},
                (FieldSource("PMID", "pubmed"), FieldSource("author", "pubmed")),
                contributors=authors([Name("Nemo", "Nina")]),
                type="chapter",
                keywords=("Cells", "cells", "Marrow"),
                trials=("NCT01051882",),
                notices=(Notice("retraction", "10.5555/r"),),
            )
        ],
        [TrialRecord("NCT01051882", "A trial")],
    ),
    "keep_notices": lambda lib, id: lib.keep_notices(id, [Notice("concern", "10.5555/c"), Notice("erratum", "", "9")]),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_one_step_undone_and_done_again(verb: str, empty: Library, id: int) -> None:
    before, steps = snapshot(empty.path), len(empty.history())
    assert VERBS[verb](empty, id)
    after = snapshot(empty.path)
    assert len(empty.history()) == steps + 1
    empty.undo()
    assert snapshot(empty.path) == before
    empty.redo()
    assert snapshot(empty.path) == after


@pytest.mark.parametrize("verb", VERBS)
def test_the_same_again_makes_no_step(verb: str, empty: Library, id: int) -> None:
    assert VERBS[verb](empty, id)
    assert not VERBS[verb](empty, id)


def test_what_completes_a_reference_is_found_by_searching(empty: Library, id: int) -> None:
    VERBS["complete_all"](empty, id)
    reference = empty.record(id).reference
    assert (reference.type, reference.pmid, reference.authors[0].family) == ("chapter", "7", "Nemo")
    assert reference.keywords == ("Cells", "Marrow") or reference.keywords == ("Cells", "cells", "Marrow")
    assert list(empty.ids("author:nemo trial:NCT01051882 pmid:7")) == [id]


def test_every_field_that_the_user_changes_is_the_users(empty: Library, id: int) -> None:
    empty.complete_fields(id, {"issue": "4"}, [FieldSource("issue", "crossref", percent=90)])
    empty.edit(id, fields={"issue": "5", "volume": ""}, title="Cells", contributors=authors([Name("Nemo")]))
    sources = empty.field_sources(id)
    assert {name: seen.source for name, seen in sources.items()} == {
        "issue": "user",
        "volume": "user",
        "author": "user",
    }
    empty.complete_all(
        [Completion(id, {"issue": "6", "volume": "7", "page": "8"}, contributors=authors([Name("Other")]))]
    )
    reference = empty.record(id).reference
    assert (reference.get("issue"), reference.get("volume"), reference.get("page")) == ("5", "", "8")
    assert [name.family for name in reference.authors] == ["Nemo"]


def test_undoing_an_edit_gives_the_field_back_to_whom_it_was(empty: Library, id: int) -> None:
    empty.complete_fields(id, {"issue": "4"}, [FieldSource("issue", "crossref")])
    empty.edit(id, fields={"issue": "5"})
    empty.undo()
    assert empty.field_sources(id)["issue"].source == "crossref"


def test_a_key_that_changes_makes_no_field_the_users(empty: Library, id: int) -> None:
    empty.edit(id, key="other")
    assert empty.field_sources(id) == {}


def test_sources_go_along_when_references_are_merged_and_go_with_them(empty: Library, id: int) -> None:
    other = empty.add(Reference(title="Cells", key="twin", fields={"page": "9"})).references[0]
    empty.complete_fields(other, {"PMID": "7"}, [FieldSource("PMID", "pubmed")])
    empty.merge(id, [other])
    assert empty.field_sources(id)["PMID"].source == "pubmed"
    empty.trash([id])
    empty.purge([id])
    assert empty.field_sources(id) == {}


def test_a_reference_that_is_gone_is_passed_over(empty: Library, id: int) -> None:
    assert not empty.complete_all([Completion(id + 99, {"volume": "1"})])


def test_hostile_text_of_a_service_is_kept_as_text(empty: Library, id: int) -> None:
    evil = "1\x00'); DROP TABLE reference; --\ud800"
    empty.complete_fields(id, {"page": evil}, [FieldSource("page", "crossref", line=evil)])
    assert empty.record(id).reference.get("page") == "1'); DROP TABLE reference; --"


def test_a_notice_told_by_its_number_and_later_by_its_doi_is_one_link(empty: Library, id: int) -> None:
    both = Notice("retraction", "10.5555/r", "9")
    empty.keep_notices(id, [Notice("retraction", "", "9")])
    empty.keep_notices(id, [both])
    assert [link.identifier for link in empty.links(id)] == ["PMID 9"]
    held = empty.add(Reference(title="Retraction", key="notice", fields={"PMID": "9"})).references[0]
    empty.keep_notices(id, [both])
    assert [(link.identifier, link.other) for link in empty.links(id)] == [("PMID 9", held)]


def test_a_preprint_is_linked_from_either_side(empty: Library, id: int) -> None:
    preprint = empty.add(Reference("article", "Cells, a preprint", fields={"DOI": "10.1101/1"})).references[0]
    empty.keep_notices(preprint, [Notice("preprint", "10.5555/1", is_itself=True)])
    assert [(link.kind, link.reference, link.other) for link in empty.links(id)] == [("preprint", id, preprint)]
    assert not empty.keep_notices(id, [Notice("preprint", "10.1101/1")])
