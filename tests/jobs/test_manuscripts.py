"""What manuscripts cite beside what a library holds, and the bibliography that comes of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mscref.errors import QueryError, UserError
from mscref.jobs import manuscripts
from mscref.jobs.manuscripts import Citation, Cited, Mark, Place, Report, bibliography
from mscref.library.library import Library
from mscref.model.reference import Name, Reference, authors

HERE = (Place("main.tex", 1),)


def reference(key: str, family: str, year: str, title: str, **more: str) -> Reference:
    fields = {"issued": year, "container-title": "Cytotherapy", **more}
    return Reference(title=title, contributors=authors([Name(family, "A")]), fields=fields, key=key)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.mscref", create=True) as made:
        made.add(reference("bier2018placenta", "Bier", "2018", "Placenta", DOI="10.1016/j.biomaterials.2018.04.055"))
        made.add(reference("Deda2009", "Deda", "2009", "Bone marrow", PMID="19060876"))
        made.add(reference("hardiman2017", "Hardiman", "2017", "RETRACTED: Sclerosis"))
        made.add(reference("kiernan2011", "Kiernan", "2011", "Amyotrophic lateral sclerosis"))
        yield made


def cited(*marks: Mark | str, everything: bool = False) -> Cited:
    made = [Mark(mark, 1) if isinstance(mark, str) else mark for mark in marks]
    return Cited(tuple(Citation(mark, HERE) for mark in made), everything)


def keys(library: Library, report: Report) -> list[str]:
    return [summary.key for summary in library.summaries(report.ids)]


def test_references_are_found_in_the_order_of_citation_and_the_rest_is_unused(library: Library) -> None:
    report = manuscripts.compare(cited("kiernan2011", "bier2018placenta"), library)
    assert keys(library, report) == ["kiernan2011", "bier2018placenta"]
    assert report.unused == ("Deda2009", "hardiman2017")
    assert report.is_clean


def test_a_missing_key_names_its_place_and_the_nearest_key(library: Library) -> None:
    report = manuscripts.compare(cited("bier2018placetna", "nothing"), library)
    near, far = report.missing
    assert (near.citation.key, near.nearest, near.citation.places) == ("bier2018placetna", "bier2018placenta", HERE)
    assert (far.citation.key, far.nearest) == ("nothing", "")
    assert not report.is_clean


def test_two_keys_of_one_reference_are_told(library: Library) -> None:
    library.edit(library.find("bier2018placenta"), key="bier2018")
    report = manuscripts.compare(cited("bier2018placenta", "bier2018", "Bier2018", "kiernan2011"), library)
    assert keys(library, report) == ["bier2018", "kiernan2011"]
    assert report.duplicated == (("bier2018placenta", "bier2018", "Bier2018"),)
    assert not report.is_clean


def test_a_retracted_reference_is_told_by_the_key_that_cites_it(library: Library) -> None:
    assert manuscripts.compare(cited("Hardiman2017"), library).retracted == ("Hardiman2017",)
    assert manuscripts.compare(cited(everything=True), library).retracted == ("hardiman2017",)


def test_nocite_star_takes_all_references_the_cited_ones_first(library: Library) -> None:
    report = manuscripts.compare(cited("kiernan2011", everything=True), library)
    assert keys(library, report) == ["kiernan2011", "bier2018placenta", "Deda2009", "hardiman2017"]
    assert report.unused == ()


def test_what_lies_in_the_trash_or_does_not_match_the_query_is_missing_for_that_reason(library: Library) -> None:
    library.trash([library.find("kiernan2011")])
    report = manuscripts.compare(cited("kiernan2011", "Deda2009", "bier2018placenta"), library, "year:2018")
    assert [(m.citation.key, m.reason) for m in report.missing] == [("kiernan2011", "trash"), ("Deda2009", "query")]
    assert keys(library, report) == ["bier2018placenta"]
    assert report.unused == ()
    with pytest.raises(QueryError):
        manuscripts.compare(cited(), library, "year:")


def test_citations_without_key_are_found_by_doi_pmid_title_and_at_last_by_author_and_year(library: Library) -> None:
    marks = [
        Mark("", 1, doi="10.1016/J.BIOMATERIALS.2018.04.055"),
        Mark("", 1, pmid="19060876"),
        Mark("", 1, title="Amyotrophic Lateral Sclerosis.", year="2011"),
        Mark("", 1, author="Hardiman", year="2017"),
        Mark("", 1, author="Hardiman", year="1999"),
        Mark("", 1, title="Amyotrophic lateral sclerosis", year="1999"),
    ]
    report = manuscripts.compare(cited(*marks), library)
    assert keys(library, report) == ["bier2018placenta", "Deda2009", "kiernan2011", "hardiman2017"]
    assert [(guess.citation.name, guess.key) for guess in report.guesses] == [("Hardiman 2017", "hardiman2017")]
    assert [missing.citation.name for missing in report.missing] == [
        "Hardiman 1999",
        "1999 (Amyotrophic lateral sclerosis)",
    ]


def test_an_author_with_two_papers_in_a_year_is_not_guessed_at(library: Library) -> None:
    library.add(reference("hardiman2017b", "Hardiman", "2017", "Another"))
    report = manuscripts.compare(cited(Mark("", 1, author="Hardiman", year="2017")), library)
    assert (report.ids, report.guesses) == ((), ())


def written(library: Library, report: Report, format: str = "bibtex") -> tuple[str, bibliography.Exported]:
    out = io.StringIO()
    done = bibliography.write(library, report, out, format=format)
    return out.getvalue(), done


def test_a_reference_is_written_under_the_key_that_cites_it(library: Library) -> None:
    library.edit(library.find("bier2018placenta"), key="bier2018")
    report = manuscripts.compare(cited("bier2018placenta", "deda2009"), library)
    text, done = written(library, report)
    assert "@article{bier2018placenta," in text
    assert "@article{deda2009," in text
    assert (done.written, done.problems) == (2, ())
    assert sorted(bibliography.keys_written(library, report, "bibtex")) == ["bier2018placenta", "deda2009"]


def test_a_reference_cited_under_two_keys_is_written_so_that_both_work(library: Library) -> None:
    library.edit(library.find("bier2018placenta"), key="bier2018")
    report = manuscripts.compare(cited("bier2018placenta", "bier2018", "BIER2018"), library)
    bibtex, done = written(library, report)
    assert [line for line in bibtex.splitlines() if line.startswith("@")] == [
        "@article{bier2018placenta,",
        "@article{bier2018,",
    ]
    assert done.written == 2
    assert "ids" not in bibtex
    biblatex, done = written(library, report, "biblatex")
    assert done.written == 1
    assert "@article{bier2018placenta," in biblatex
    assert "ids = {bier2018, BIER2018}" in biblatex
    assert {item["id"] for item in json.loads(written(library, report, "csl-json")[0])} == {
        "bier2018placenta",
        "bier2018",
    }


def test_a_key_that_bibtex_cannot_hold_is_told(library: Library) -> None:
    library.edit(library.find("Deda2009"), key="Dèda2009")
    text, done = written(library, manuscripts.compare(cited("Dèda2009"), library))
    assert "@article{Deda2009," in text
    ((key, problem),) = done.problems
    assert key == "Dèda2009"
    assert "Deda2009" in problem


def test_a_bibliography_of_nothing_replaces_no_file_that_holds_something(library: Library, tmp_path: Path) -> None:
    nothing = manuscripts.compare(cited("nothing"), library)
    path = tmp_path / "refs.bib"
    assert bibliography.export(library, nothing, path).written == 0
    path.write_text("% by hand\n")
    with pytest.raises(UserError, match=r"refs\.bib"):
        bibliography.export(library, nothing, path)
    assert path.read_text() == "% by hand\n"
    assert bibliography.export(library, manuscripts.compare(cited("Deda2009"), library), path).written == 1
    assert (tmp_path / "refs.bib.bak").read_text() == "% by hand\n"
