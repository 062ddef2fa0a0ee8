"""What the fields of a PubMed record say about its notices."""

from __future__ import annotations

import pytest

from mscref.model.notices import Notice, notices_of
from mscref.model.reference import Reference


@pytest.mark.parametrize(
    ("fields", "notices"),
    [
        ({}, ()),
        ({"rin": "Lancet. 2010;375:445. PMID: 20137807"}, (Notice("retraction", "", "20137807"),)),
        ({"rin": "J Test. 2020. doi: 10.5555/R. PMID: 9"}, (Notice("retraction", "10.5555/R", "9"),)),
        ({"rin": "J Test. 2020;1:2"}, ()),
        ({"prin": "PMID: 9"}, (Notice("concern", "", "9"),)),
        ({"ein": "PMID: 1\nPMID: 2\nPMID: 1"}, (Notice("erratum", "", "1"), Notice("erratum", "", "2"))),
        ({"rof": "PMID: 9"}, (Notice("retraction", "", "9", is_itself=True),)),
        ({"uof": "Cochrane Database Syst Rev. 2010. PMID: 9"}, ()),
        ({"uof": "medRxiv. 2020. doi: 10.1101/1"}, (Notice("preprint", "10.1101/1"),)),
        ({"uin": "Lancet. 2020. PMID: 9"}, ()),
        (
            {"uin": "Lancet. 2020. PMID: 9", "publication-type": "Preprint"},
            (Notice("preprint", "", "9", is_itself=True),),
        ),
    ],
)
def test_notices_are_read_from_the_fields_of_medline(fields: dict[str, str], notices: tuple[Notice, ...]) -> None:
    assert notices_of(Reference(fields=fields)) == notices


def test_a_notice_is_named_by_its_doi_or_its_number() -> None:
    assert Notice("retraction", "10.5555/r", "9").identifier == "10.5555/r"
    assert Notice("retraction", "", "9").identifier == "PMID 9"
