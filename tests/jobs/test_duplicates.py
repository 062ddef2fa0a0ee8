"""The same paper is recognised; papers that only look alike stay apart."""

from __future__ import annotations

import pytest

from mscref.jobs import duplicates
from mscref.model.folding import fold, sort_form
from mscref.model.identifiers import doi_key
from mscref.model.inventory import Identities
from mscref.model.reference import Name, Reference, authors


def paper(family: str, year: str, title: str = "Amyotrophic lateral sclerosis", **fields: str) -> Reference:
    return Reference(title=title, contributors=authors([Name(family)]), fields={"issued": year, **fields})


WIJESEKERA = paper("Wijesekera", "2009", DOI="10.1186/1750-1172-4-3")
KIERNAN = paper("Kiernan", "2011", DOI="10.1016/S0140-6736(10)61156-7")
HARDIMAN = paper("Hardiman", "2017", DOI="10.1038/nrdp.2017.71")


def identities(*references: Reference) -> Identities:
    titles: dict[str, list[tuple[int, str, str, str]]] = {}
    for id, each in enumerate(references, 1):
        entry = (id, fold(each.authors[0].family) if each.authors else "", each.year, doi_key(each.doi))
        titles.setdefault(sort_form(each.title), []).append(entry)
    return Identities(
        doi={doi_key(r.doi): i for i, r in enumerate(references, 1) if r.doi},
        pmid={r.pmid: i for i, r in enumerate(references, 1) if r.pmid},
        titles=titles,
    )


HELD = identities(
    WIJESEKERA, KIERNAN, HARDIMAN, paper("Łukaszewicz", "2019", "Cells in <i>SOD1</i> mice", PMID="123456")
)


def test_three_papers_with_one_title_stay_apart() -> None:
    assert duplicates.match(paper("Kiernan", "2011"), HELD) == (2, duplicates.BY_TITLE)
    assert duplicates.match(paper("Hardiman", "2017"), HELD) == (3, duplicates.BY_TITLE)
    assert duplicates.match(paper("Brown", "2017"), HELD) is None


def test_a_doi_is_known_in_any_case_and_form() -> None:
    same = paper("Someone", "1999", "Else", DOI="https://doi.org/10.1016/s0140-6736(10)61156-7")
    assert duplicates.match(same, HELD) == (2, "same DOI")


def test_a_pubmed_number_is_enough() -> None:
    assert duplicates.match(paper("X", "", "Y", PMID="123456"), HELD) == (4, "same PubMed number")


def test_accents_markup_and_punctuation_do_not_hide_a_paper() -> None:
    assert duplicates.match(paper("Lukaszewicz", "2019", "Cells in SOD1 mice."), HELD) == (4, duplicates.BY_TITLE)


@pytest.mark.parametrize(
    "other",
    [
        paper("Hardiman", "2016"),
        paper("Hardiman", "2017", DOI="10.1038/nrdp.2017.85"),
        paper("Hardiman", "2017", ""),
        paper("Hardiman", "2017", "Amyotrophic lateral sclerosis: a review"),
    ],
)
def test_another_year_doi_or_title_is_another_paper(other: Reference) -> None:
    assert duplicates.match(other, HELD) is None


def test_works_differ_when_an_identifier_or_both_volume_and_page_do() -> None:
    article = paper("Blanquer", "2012", volume="30", page="1277-1285")
    assert duplicates.differ(article, paper("Blanquer", "2012", volume="18", page="S12"))
    assert not duplicates.differ(article, paper("Blanquer", "2012", volume="30", page="1277"))
    assert not duplicates.differ(article, paper("Blanquer", "2012"))
    assert duplicates.differ(paper("A", "2012", PMID="1"), paper("A", "2012", PMID="2"))
