"""The vocabulary: hierarchy, names, codes."""

from __future__ import annotations

import pytest

from mscref.errors import UnknownTerm
from mscref.model.facets import FACETS, Term, Vocabulary, facet_name, terms_from_toml
from mscref.settings import vocabulary

TERMS = """
facet = "condition"

[[term]]
id = "neuro"
label = "Neurological disorder"
kind = "group"

[[term]]
id = "als"
label = "Amyotrophic lateral sclerosis"
synonyms = ["motor neuron disease"]
abbreviations = ["ALS", "MND"]
parent = "neuro"
codes = { MONDO = "MONDO:0004976" }
"""


@pytest.fixture
def small() -> Vocabulary:
    return Vocabulary(terms_from_toml(TERMS))


def test_a_vocabulary_file_gives_terms_with_names_parent_and_codes(small: Vocabulary) -> None:
    als = small.get("condition", "als")
    assert als is not None
    assert (als.label, als.parent, als.kind) == ("Amyotrophic lateral sclerosis", "neuro", "term")
    assert als.codes == {"MONDO": "MONDO:0004976"}
    assert als.short == "ALS"


def test_a_term_is_found_by_id_label_synonym_and_abbreviation_in_any_case(small: Vocabulary) -> None:
    for name in ("ALS", "amyotrophic lateral sclerosis", "Motor Neuron Disease", "mnd", "neurological-disorder"):
        assert small.find("condition", name).id in ("als", "neuro")


def test_an_unknown_term_is_answered_with_the_nearest(small: Vocabulary) -> None:
    with pytest.raises(UnknownTerm, match='Did you mean "'):
        small.find("condition", "amyotropic lateral sclerosis")


def test_narrower_and_broader_terms_follow_the_hierarchy(small: Vocabulary) -> None:
    assert small.narrower("condition", "neuro") == {"neuro", "als"}
    assert small.ancestors("condition", "als") == ("neuro",)
    assert small.without_ancestors("condition", ["neuro", "als"]) == ("als",)
    assert [term.id for term in small.children("condition")] == ["neuro"]


def test_facets_have_short_names_and_unknown_ones_are_named() -> None:
    assert facet_name("source") == "cell_source"
    assert facet_name("Product form") == "product_form"
    with pytest.raises(UnknownTerm, match="condition"):
        facet_name("conditon")


def test_a_wider_vocabulary_leaves_the_first_untouched(small: Vocabulary) -> None:
    wider = small.with_terms([Term("condition", "pcos", "Polycystic ovary syndrome", is_users=True)])
    assert wider.get("condition", "pcos") is not None
    assert small.get("condition", "pcos") is None


def test_the_shipped_vocabulary_has_terms_in_every_facet_and_no_broken_hierarchy() -> None:
    shipped = vocabulary()
    for facet in FACETS:
        terms = shipped.terms(facet)
        assert terms, facet
        ids = [term.id for term in terms]
        assert len(ids) == len(set(ids))
        assert [term.id for term in terms if term.parent and not shipped.get(facet, term.parent)] == []
        assert [term.id for term in terms if term.id in shipped.ancestors(facet, term.id)] == []


def test_the_shipped_codes_have_the_shape_of_their_ontology() -> None:
    shapes = {"MONDO": "MONDO:", "DOID": "DOID:", "UBERON": "UBERON:", "CL": "CL:", "Orphanet": "Orphanet:", "MeSH": ""}
    for term in vocabulary():
        for name, code in term.codes.items():
            assert code.startswith(shapes[name]), (term.id, code)
            assert code.removeprefix(shapes[name])[-1].isdigit(), (term.id, code)


def test_chips_of_cell_sources_are_short() -> None:
    assert [term.short for term in vocabulary().terms("cell_source") if len(term.short) > 10] == []
