"""The rule files are consistent with the vocabulary and with each other."""

from __future__ import annotations

import pytest

from mscref.jobs import proposing_rules
from mscref.jobs.proposing_rules import Rules
from mscref.settings import resource, vocabulary


@pytest.fixture(scope="module")
def rules() -> Rules:
    return proposing_rules.load()


def test_every_rule_names_a_term_of_the_vocabulary(rules: Rules) -> None:
    terms = vocabulary()
    for facet in rules.facets:
        named = [row.term for row in (*facet.phrases, *facet.abbreviations, *facet.rules, *facet.supersedes)]
        named += [term for row in facet.supersedes for term in row.over]
        assert [term for term in named if not terms.get(facet.facet, term)] == []
    sources = rules.sources
    named = [row.term for row in (*sources.tissues, *sources.cells, *sources.becomes)]
    named += [*sources.not_of_msc, *sources.prepared, *sources.prepared.values()]
    assert [term for term in named if not terms.get("cell_source", term)] == []
    for product in rules.products:
        assert [t for facet, ids in product.gives.items() for t in ids if not terms.get(facet, t)] == []


def test_every_list_and_term_that_a_condition_names_exists(rules: Rules) -> None:
    terms = vocabulary()
    for facet in rules.facets:
        for rule in facet.rules:
            for entry in (*rule.any, *rule.without, *(entry for entries in rule.all for entry in entries)):
                if entry.startswith("@"):
                    assert entry[1:] in rules.lists, (rule.id, entry)
                elif ":" in entry:
                    name, _, term = entry.partition(":")
                    assert term == "*" or terms.get(name, term), (rule.id, entry)


def test_rule_names_are_unique_within_a_facet(rules: Rules) -> None:
    for facet in rules.facets:
        ids = [rule.id for rule in facet.rules]
        assert len(ids) == len(set(ids)), facet.facet


def test_every_condition_can_be_found_by_its_label() -> None:
    from mscref.jobs.proposing import suggest

    missed = []
    for term in vocabulary().terms("condition"):
        if "/" in term.label or "(" in term.label:
            continue
        found = suggest({"title": f"On {term.label} in patients"}, vocabulary())["assigned"]["condition"]
        if term.id not in found:
            missed.append(term.id)
    assert missed == []


def test_the_attribution_names_every_ontology_that_a_code_points_into() -> None:
    text = resource("vocabularies", "ATTRIBUTION.md").read_text("utf-8")
    used = {name for term in vocabulary() for name in term.codes}
    assert used
    assert [name for name in used if name not in text] == []
