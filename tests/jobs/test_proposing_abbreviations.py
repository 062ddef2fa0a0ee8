"""An abbreviation that means several things counts only beside the words that say which."""

from __future__ import annotations

import re

import pytest

from mscref.jobs import proposing_rules
from mscref.jobs.proposing import suggest
from mscref.jobs.proposing_rules import Abbreviation
from mscref.settings import vocabulary

GUARDED = [(facet.facet, rule) for facet in proposing_rules.load().facets for rule in facet.abbreviations]
SHORT = re.findall(
    r"\w+", "ALS DMD MS MSC MSA UC CD AD HSC CP IT IA IC IM ED RA OA AS AA BMD BM ASC CM PDL PSC SCI EV MPC TSC"
)


def assigned(title: str, facet: str, abstract: str = "") -> list[str]:
    return suggest({"title": title, "abstract": abstract}, vocabulary())["assigned"][facet]


@pytest.mark.parametrize(("facet", "rule"), GUARDED, ids=[f"{facet}-{rule.words[0]}" for facet, rule in GUARDED])
def test_each_guarded_abbreviation_needs_its_cue_and_bows_to_its_reject(facet: str, rule: Abbreviation) -> None:
    title = f"On {rule.words[0]} once more"
    cue = next(cue for cue in rule.cues if not cue.startswith("@"))
    assert rule.term not in assigned(title, facet)
    assert rule.term in assigned(title, facet, f"Here {cue} was meant.")
    for reject in rule.reject:
        assert rule.term not in assigned(title, facet, f"Here {cue} was meant. Here {reject} was not.")


@pytest.mark.parametrize("short", SHORT)
def test_a_short_word_alone_says_nothing(short: str) -> None:
    found = suggest({"title": f"{short} in brief"}, vocabulary())["assigned"]
    assert not any(found.values())


@pytest.mark.parametrize(
    ("title", "facet", "terms"),
    [
        ("UC-MSC in stroke", "cell_source", ["umbilical-cord"]),
        ("AD-MSC in stroke", "cell_source", ["adipose"]),
        ("ASCs from fat", "cell_source", ["adipose"]),
        ("BMSC in stroke", "cell_source", ["bone-marrow"]),
        ("CD34+ cells", "cell_source", ["hsc"]),
        ("CD34, CD133 and CD271 as markers", "condition", []),
        ("HSC activation in the liver", "cell_source", []),
        ("EVs of mesenchymal stem cells", "product_form", ["ev"]),
        ("IT injection of stem cells", "route", []),
        ("Bone marrow failure and stem cells", "condition", ["aplastic-anaemia"]),
        ("Bone marrow failure and mesenchymal stem cells", "cell_source", ["msc-unspecified"]),
        ("Myotonic dystrophy and stem cells", "condition", []),
        ("Dystrophic epidermolysis bullosa and stem cells", "condition", ["epidermolysis-bullosa"]),
        ("Deciduous teeth stem cells", "cell_source", ["shed"]),
        ("Residual disease after stem cells", "cell_source", []),
        ("Riluzole in spinal cord injury", "condition", ["sci"]),
    ],
)
def test_what_stands_beside_a_short_word_or_a_trap_decides(title: str, facet: str, terms: list[str]) -> None:
    assert assigned(title, facet) == terms
