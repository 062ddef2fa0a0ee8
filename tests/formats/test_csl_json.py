"""CSL-JSON: items and references are each other's inverse, items fit the schema, damaged files give what is whole."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings

from mscref.errors import Unreadable
from mscref.formats import csl_json
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Note, Reference, authors
from tests.formats.reference_strategies import references

PAPER = Reference(
    title="Current view and perspectives in amyotrophic lateral sclerosis",
    contributors=authors([Name("Mathis", "Stéphane"), Name("Le Masson", "Gwendal", orcid="0000-0002-1825-0097")]),
    fields={
        "container-title": "Neural Regeneration Research",
        "issued": "2017-02",
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "DOI": "10.4103/1673-5374.200794",
        "PMID": "28400795",
        "PMCID": "PMC5361496",
        "mesh": "Humans",
    },
    key="mathis2017current",
    incomplete_roles=("author",),
    keywords=("cell therapy", "trials, clinical"),
    trials=("NCT01494480",),
    notes=(Note("Read again."),),
)


@settings(max_examples=80, deadline=None)
@given(references)
def test_an_item_gives_back_the_very_reference_it_was_made_of(reference: Reference) -> None:
    item = json.loads(json.dumps(csl_json.item(reference, keep_raw=True)))
    assert csl_json.from_item(item) == reference


def test_an_item_says_what_csl_has_words_for_and_puts_the_rest_under_custom() -> None:
    item = csl_json.item(PAPER, {"status": "unread"})
    assert item == {
        "id": "mathis2017current",
        "type": "article-journal",
        "title": PAPER.title,
        "author": [{"family": "Mathis", "given": "Stéphane"}, {"family": "Le Masson", "given": "Gwendal"}],
        "container-title": "Neural Regeneration Research",
        "issued": {"date-parts": [[2017, 2]]},
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "DOI": "10.4103/1673-5374.200794",
        "PMID": "28400795",
        "PMCID": "PMC5361496",
        "keyword": "cell therapy; trials, clinical",
        "custom": {
            "orcid": {"author": ["", "0000-0002-1825-0097"]},
            "mesh": "Humans",
            "trials": ["NCT01494480"],
            "authors_incomplete": True,
            "notes": [{"text": "Read again."}],
            "status": "unread",
        },
    }


@pytest.mark.parametrize(
    ("edtf", "csl"),
    [
        ("2019-03-10", {"date-parts": [[2019, 3, 10]]}),
        ("2016/2017", {"date-parts": [[2016], [2017]]}),
        ("2006-05/2006-06", {"date-parts": [[2006, 5], [2006, 6]]}),
        ("2010-22", {"date-parts": [[2010]], "season": 2}),
        ("2018~", {"date-parts": [[2018]], "circa": True}),
        ("-0044", {"date-parts": [[-44]]}),
        ("in press", {"literal": "in press"}),
    ],
)
def test_a_date_is_written_as_csl_knows_it(edtf: str, csl: dict[str, object]) -> None:
    assert csl_json.item(Reference(fields={"issued": edtf}))["issued"] == csl


def test_items_of_other_programs_are_understood() -> None:
    found = csl_json.from_item(
        {
            "id": "http://zotero.org/users/1/items/ABC",
            "type": "journal-article",
            "title": ["Stem cells"],
            "author": [{"family": "Humboldt", "given": "A", "dropping-particle": "von"}, {"literal": "ALS Group"}],
            "issued": {"date-parts": [["2013", 14, 0]]},
            "volume": 7,
            "journalAbbreviation": "Stem Cells",
            "keyword": "a, b",
            "note": "seen",
        }
    )
    assert found.key == ""
    assert found.type == "article-journal"
    assert found.title == "Stem cells"
    assert found.authors == (Name("Humboldt", "A", particle="von"), Name(literal="ALS Group"))
    assert found.fields["issued"] == "2013-22"
    assert found.fields["volume"] == "7"
    assert found.fields["container-title-short"] == "Stem Cells"
    assert found.keywords == ("a", "b")


def test_a_dash_between_pages_is_read_as_a_hyphen() -> None:
    (found,) = csl_json.read('[{"type": "article-journal", "page": "19–35"}]')
    assert isinstance(found, Reference)
    assert found.get("page") == "19-35"


def test_names_keep_their_order_across_roles() -> None:
    people = (Contributor(Name("A"), "editor"), Contributor(Name("B"), "author"), Contributor(Name("C"), "editor"))
    assert csl_json.from_item(csl_json.item(Reference(contributors=people))).contributors == people


def test_what_is_written_is_read_back_and_written_again_the_same() -> None:
    first, second = io.StringIO(), io.StringIO()
    csl_json.write([PAPER, Reference(title="Other")], first)
    again = [found for found in csl_json.read(first.getvalue()) if isinstance(found, Reference)]
    csl_json.write(again, second)
    assert again == [PAPER, Reference(title="Other")]
    assert second.getvalue() == first.getvalue()


def test_a_damaged_item_does_not_cost_the_others() -> None:
    text = '[{"type": "book", "title": "A"},\n{"type": "book", "title: "B"},\n{"type": "book", "title": "C"}]'
    found = list(csl_json.read(text))
    assert [r.title for r in found if isinstance(r, Reference)] == ["A", "C"]
    assert [(p.line, p.lost) for p in found if isinstance(p, Problem)] == [(2, True)]


def test_one_item_a_line_and_an_object_with_items_are_read() -> None:
    lines = '{"type": "book", "title": "A"}\n{"type": "book", "title": "B"}\n'
    held = '{"items": [{"type": "book", "title": "A"}, 7]}'
    assert [r.title for r in csl_json.read(lines) if isinstance(r, Reference)] == ["A", "B"]
    assert [type(found) for found in csl_json.read(held)] == [Reference, Problem]


@pytest.mark.parametrize("text", ["", "title", '{"a": 1}', "[" * 100_000, "[{", '{"a":' * 50_000])
def test_json_that_holds_no_items_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable):
        list(csl_json.read(text))


def _shared() -> Path:
    folder = os.environ.get("MSCREF_CORPORA")
    if not folder:
        pytest.skip("MSCREF_CORPORA is not set")
    return Path(folder)


@pytest.mark.corpora
def test_items_are_valid_against_the_schema_of_csl() -> None:
    schema = json.loads((_shared() / "corpora/references/csl-data.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)

    @settings(max_examples=50, deadline=None)
    @given(references)
    def is_valid(reference: Reference) -> None:
        validator.validate([csl_json.item(reference)])

    is_valid()
