"""EndNote's and Web of Science's tagged exports."""

from __future__ import annotations

import pytest

from mscref.errors import Unreadable
from mscref.formats import enw, isi
from mscref.model.reading import Problem
from mscref.model.reference import Contributor, Name, Note, Reference

ENW = """%0 Journal Article
%A Mathis, Stéphane
%A Le Masson, Gwendal
%T Current view and perspectives in
amyotrophic lateral sclerosis
%J Neural Regeneration Research
%D 2017
%8 Feb 1
%V 12
%N 2
%P 181-184
%@ 1673-5374
%K one; two
three
%R 10.4103/1673-5374.200794
%Z Read again.
%F mathis2017

%0 Book Section
%A Gleeson, F
%E Boardman, Lisa A
%T A Syndrome
%B Cancer Syndromes
%I NCBI
%3 odd
"""
ISI = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Mathis, S
   Le Masson, G
AF Mathis, Stephane
   Le Masson, Gwendal
TI Current view and perspectives in amyotrophic lateral
   sclerosis
SO NEURAL REGENERATION RESEARCH
DT Article; Review
DE one; two
ID THREE
OI Le Masson, Gwendal/0000-0002-1825-0097
SN 1673-5374
EI 1876-7958
PD FEB 1
PY 2017
VL 12
IS 2
BP 181
EP 184
DI 10.4103/1673-5374.200794
PM 28400795
UT WOS:000397000000001
ER

PT J
AU [Anonymous]
TI Another
PD MAY-JUN
PY 2018
AR e1234

EF
"""


def test_an_endnote_export_is_read_with_all_it_says() -> None:
    paper, chapter = enw.read(ENW)
    assert isinstance(paper, Reference)
    assert isinstance(chapter, Reference)
    assert paper.title == "Current view and perspectives in amyotrophic lateral sclerosis"
    assert paper.authors == (Name("Mathis", "Stéphane"), Name("Le Masson", "Gwendal"))
    assert (paper.key, paper.keywords, paper.notes) == ("mathis2017", ("one", "two", "three"), (Note("Read again."),))
    assert dict(paper.fields) == {
        "container-title": "Neural Regeneration Research",
        "issued": "2017-02-01",
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "ISSN": "1673-5374",
        "DOI": "10.4103/1673-5374.200794",
    }
    assert (chapter.type, chapter.journal, chapter.get("%3")) == ("chapter", "Cancer Syndromes", "odd")
    assert chapter.contributors[1] == Contributor(Name("Boardman", "Lisa A"), "editor")


def test_a_web_of_science_export_is_read_with_all_it_says() -> None:
    paper, problem, other = isi.read(ISI)
    assert isinstance(paper, Reference)
    assert isinstance(other, Reference)
    assert isinstance(problem, Problem)
    assert problem.line == 28
    assert paper.title == "Current view and perspectives in amyotrophic lateral sclerosis"
    assert paper.authors == (Name("Mathis", "Stephane"), Name("Le Masson", "Gwendal", orcid="0000-0002-1825-0097"))
    assert paper.keywords == ("one", "two", "THREE")
    assert dict(paper.fields) == {
        "container-title": "NEURAL REGENERATION RESEARCH",
        "issued": "2017-02-01",
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "ISSN": "1673-5374, 1876-7958",
        "DOI": "10.4103/1673-5374.200794",
        "PMID": "28400795",
        "publication-type": "Article\nReview",
        "ut": "WOS:000397000000001",
    }
    assert (other.get("issued"), other.get("page")) == ("2018-05/2018-06", "e1234")


@pytest.mark.parametrize("module", [enw, isi])
def test_other_text_is_refused(module: object) -> None:
    with pytest.raises(Unreadable):
        list(module.read("Nothing to see here.\n"))  # type: ignore[attr-defined]
