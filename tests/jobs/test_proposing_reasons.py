"""Every rule has a sentence that says why it gives its term."""

from __future__ import annotations

import re

from mscref import settings
from mscref.jobs import proposing_rules
from mscref.jobs.proposing_reasons import reason
from mscref.model.facets import FACETS


def test_every_rule_that_can_give_a_term_says_why() -> None:
    rules = {rule.id for facet in proposing_rules.load().facets for rule in facet.rules}
    rules |= {f"{facet}-{kind}" for facet in FACETS for kind in ("phrase", "abbreviation", "abbreviation-with-cue")}
    rules |= {
        "cells-by-name",
        "tissue-with-cell-word",
        "cells-of-tissue",
        "tissue-graft",
        "tissue-keyword",
        "msc-without-source",
    }
    rules |= {"user-term", "product-NurOwn"}
    assert {rule for rule in rules if not reason(rule)} == set()


def test_no_reason_stands_for_a_rule_that_is_gone() -> None:
    text = settings.resource("rules", "reasons.toml").read_text("utf-8")
    told = set(re.findall(r"^([\w-]+) = ", text.split("[rule]")[1], re.MULTILINE))
    rules = {rule.id for facet in proposing_rules.load().facets for rule in facet.rules}
    ours = {
        "cells-by-name",
        "tissue-with-cell-word",
        "cells-of-tissue",
        "tissue-graft",
        "tissue-keyword",
        "msc-without-source",
    }
    assert told - rules - ours == {"user-term"}


def test_an_unknown_rule_has_no_reason() -> None:
    assert reason("something else") == ""
