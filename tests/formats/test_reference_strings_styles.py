"""Every common style of printing a reference gives the same reference back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mscref.formats.reference_strings import parse
from mscref.formats.reference_strings.lettering import fold
from tests.formats.reference_styles import STYLES, Facts
from tests.measure_references import field_shares, medline_share, rows

FACTS = (
    Facts(
        (("Orvik", "DB"), ("Le Masson", "G"), ("van den Berg", "LH"), ("al-Hadi", "A")),
        "Cells of the placenta in weak muscle: a randomised, placebo-controlled trial",
        "J Cell Sci",
        "2018",
        "174",
        "3",
        "1067-1078",
    ),
    Facts((("Østby-Lind", "J"),), "Do nerve cells recover?", "Gastroenterology", "1999", "12", "", "45-52"),
    Facts(
        tuple((f"{name}mann", "KS") for name in ("Al", "Be", "Ce", "De", "Ek", "Fa", "Gu", "Ha", "Is")),
        "Transplantation in disease of the lower limb. A report from the Nordic registry",
        "N Engl J Med",
        "2012",
        "367",
        "24",
        "2305-2315",
    ),
)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.journal)
def test_a_reference_is_read_in_every_style(style: str, facts: Facts) -> None:
    printed = STYLES[style](facts)
    reference = parse(printed)
    assert reference is not None, printed
    authors = [(fold(name.sort_family), fold(name.given).replace(" ", "")) for name in reference.authors]
    expected = [(fold(family), given.casefold()) for family, given in facts.authors]
    if reference.authors_incomplete:
        assert authors[0][0] == expected[0][0]
        assert len(authors) < len(expected) or style in ("short", "mla")
    else:
        assert authors == expected, printed
    assert fold(reference.title) == fold(facts.title), printed
    assert fold(reference.journal) == fold(facts.journal), printed
    assert (reference.year, reference.get("volume")) == (facts.year, facts.volume), printed
    assert reference.get("page").split("-")[0] == facts.first_page, printed


def corpora() -> Path:
    folder = os.environ.get("MSCREF_CORPORA")
    if not folder:
        pytest.skip("MSCREF_CORPORA is not set")
    return Path(folder)


@pytest.mark.corpora
def test_medline_citations_come_back_equal() -> None:
    texts = [
        json.loads(line)["citation"]
        for line in (corpora() / "domain" / "citation_strings.jsonl").read_text("utf-8").splitlines()
    ]
    assert medline_share(texts) >= 0.97


@pytest.mark.corpora
def test_references_of_many_journals_give_their_true_fields() -> None:
    shares = field_shares(rows(corpora(), "corpora", "printed_references.jsonl"))
    assert min(shares.values()) >= 0.97, shares
