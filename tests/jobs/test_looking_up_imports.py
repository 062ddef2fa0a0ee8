"""Imports with a network: papers off PDFs completed, bare identifiers filled, notices linked, failures waiting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from mscref.jobs import importing, looking_up_identifiers, looking_up_imports, looking_up_trials
from mscref.jobs.looking_up_imports import OnlineImport
from mscref.library import Library
from mscref.lookup import Web
from mscref.model.document import Document
from mscref.model.plan import Unread
from mscref.model.reading import Provenance, Reading
from mscref.model.reference import Name, Reference, authors
from tests.lookup.services import GUGLIANDOLO, HASTY, INVENTED, MATHIS, RETRACTION, TRIAL, Services, as_json

OF_PDF = Reading(
    "/papers/mathis.pdf",
    "pdf",
    references=(
        Reference(
            title="Current view and perspectives in amyotrophic lateral sclerosis",
            contributors=authors([Name("Mathis", "S."), Name("Couratier", "P.")]),
            fields={"DOI": MATHIS.doi, "issued": "2017", "volume": "21", "container-title": "Neural Regen Res"},
        ),
    ),
    provenance={
        "title": Provenance("page", 1, "Current view", 0.97),
        "author": Provenance("page", 1, "S. Mathis, P. Couratier", 0.6),
        "volume": Provenance("page", 1, "Vol. 21", 0.4),
        "container-title": Provenance("page", 1, "Neural Regen Res", 0.95),
    },
)


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    return Services(httpserver)


@pytest.fixture
def online(services: Services) -> Iterator[OnlineImport]:
    with Web(services.permission(), patience=HASTY) as web:
        yield OnlineImport(web)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "small.mscref", create=True) as made:
        yield made


def test_a_paper_read_off_its_pdf_is_completed_before_it_is_planned(library: Library, online: OnlineImport) -> None:
    plan = online.plan(library, [OF_PDF])
    (planned,) = plan.references
    assert planned.reference.get("volume") == "12"
    assert planned.reference.get("container-title") == "Neural Regen Res"
    assert [name.given for name in planned.reference.authors] == [given for _, given in MATHIS.authors]
    assert planned.provenance["volume"] == Provenance("crossref")
    assert planned.provenance["container-title"].source == "page"
    done = importing.apply(library, plan)
    seen = library.field_sources(done.references[0])
    assert (seen["volume"].source, seen["page"].source, seen["title"].source) == ("crossref", "crossref", "crossref")
    assert (seen["container-title"].line, seen["container-title"].percent) == ("Neural Regen Res", 95)


def test_the_sources_of_an_import_without_a_network_are_kept_and_undone(library: Library) -> None:
    done = importing.apply(library, importing.plan(library, [OF_PDF]))
    id = done.references[0]
    assert library.field_sources(id)["volume"].percent == 40
    library.undo()
    library.redo()
    assert library.field_sources(id)["volume"].line == "Vol. 21"


def test_a_document_that_is_the_paper_itself_stays_with_it(library: Library, online: OnlineImport) -> None:
    document = Document(title="Paper", text="...", sha256="c" * 64, represents=OF_PDF.references[0])
    plan = online.plan(library, [replace(OF_PDF, documents=(document,))])
    assert len(plan.references) == 1
    assert plan.documents[0].represents == 0


def test_a_record_of_another_paper_is_left_out_and_named(library: Library, online: OnlineImport) -> None:
    wrong = replace(OF_PDF.references[0], title="Something that was read in its place", contributors=())
    wrong = replace(wrong, fields={"DOI": MATHIS.doi, "issued": "1999"})
    plan = online.plan(library, [replace(OF_PDF, references=(wrong,), provenance={})])
    assert plan.references[0].reference.title == "Something that was read in its place"
    assert plan.references[0].reference.get("volume") == ""
    assert any(MATHIS.title in problem.message for _, problem in plan.problems)


def test_bare_identifiers_are_found_to_be_held_by_what_they_mean(library: Library, online: OnlineImport) -> None:
    library.add(Reference(title="A title of its own", key="held", fields={"PMID": "30956667"}))
    references, _ = looking_up_identifiers.split(f"{GUGLIANDOLO.doi}\n{MATHIS.doi}")
    plan = online.plan(library, [looking_up_identifiers.reading(references)])
    assert [planned.match_key for planned in plan.references] == ["held", ""]


def test_notices_come_in_with_the_reference_and_go_with_undo(library: Library, online: OnlineImport) -> None:
    references, _ = looking_up_identifiers.split(INVENTED.doi)
    done = importing.apply(library, online.plan(library, [looking_up_identifiers.reading(references)]))
    id = done.references[0]
    assert {link.kind for link in library.links(id)} == {"retraction", "erratum"}
    assert library.summaries([id])[0].is_retracted
    library.undo()
    assert library.count() == 0


def test_what_a_file_says_of_retractions_becomes_links_without_a_network(library: Library) -> None:
    retracted = Reference(title="Cells that were not there", fields={"PMID": "99", "rin": "J Test. 2020. PMID: 100"})
    notice = Reference(title="Retraction of cells", fields={"PMID": "100", "rof": "J Test. 2019. PMID: 99"})
    doubted = Reference(title="Cells in doubt", fields={"ecin": "J Test. 2021. doi: 10.5555/c PMID: 7"})
    done = importing.apply(library, importing.plan(library, [Reading("a.nbib", "nbib", (retracted, notice, doubted))]))
    first, second, third = done.references
    assert [(link.kind, link.reference, link.other) for link in library.links(first)] == [("retraction", first, second)]
    assert [(link.kind, link.identifier) for link in library.links(third)] == [("concern", "10.5555/c")]
    assert list(library.ids("is:retracted", sort="key")) == [first]
    assert list(library.ids("is:concern")) == [third]
    assert [summary.notice for summary in library.summaries([first, second, third])] == ["retraction", "", "concern"]
    library.undo()
    library.redo()
    assert len(library.links(first)) == 1


def test_other_readings_and_what_could_not_be_read_pass_unchanged(
    library: Library, online: OnlineImport, services: Services
) -> None:
    bib = Reading("refs.bib", "bibtex", (Reference(title="From a file", fields={"DOI": MATHIS.doi}),))
    plan = online.plan(library, [bib, Unread("x.pdf", "x.pdf needs a password.")])
    assert plan.references[0].reference.title == "From a file"
    assert plan.unreadable[0].path == "x.pdf"
    assert services.asked == []


def test_what_came_in_bare_or_could_not_be_asked_waits(
    library: Library, online: OnlineImport, services: Services
) -> None:
    for key in ("pubmed", "crossref", "europe-pmc", "doi"):
        services.wrong[key] = lambda _request: Response("no", 500)
    references, _ = looking_up_identifiers.split(f"{GUGLIANDOLO.doi}\n10.5555/other")
    readings = [OF_PDF, looking_up_identifiers.reading(references)]
    plan = online.plan(library, readings)
    assert [planned.waits for planned in plan.references] == [True] * 3
    done = importing.apply(library, plan)
    assert looking_up_imports.let_wait(library, plan, done) == 3
    assert {one.reference for one in library.waiting()} == set(done.references)
    assert list(library.ids("is:waiting", sort="added", descending=False)) == sorted(done.references)


def test_an_import_of_what_was_answered_lets_nothing_wait(library: Library, online: OnlineImport) -> None:
    plan = online.plan(library, [OF_PDF])
    assert looking_up_imports.let_wait(library, plan, importing.apply(library, plan)) == 0
    assert library.waiting() == []


def test_only_papers_off_pdfs_and_bare_identifiers_are_counted_as_looked_up() -> None:
    bib = Reading("refs.bib", "bibtex", (Reference(title="From a file"), Reference(title="Another")))
    bare = looking_up_identifiers.reading((Reference(), Reference()))
    assert looking_up_imports.count([OF_PDF, bib, bare, Unread("x.pdf", "x.pdf is damaged.")]) == 3


def test_the_record_of_a_trial_comes_in_with_its_reference_and_one_undo_takes_both(
    library: Library, online: OnlineImport
) -> None:
    references, _ = looking_up_identifiers.split("NCT01051882")
    plan = online.plan(library, [looking_up_identifiers.reading(references)])
    importing.apply(library, plan)
    assert [one.record.enrolment for one in library.trials() if one.record] == [12]
    library.undo()
    assert (library.count(), library.trials()) == (0, [])
    library.redo()
    assert [one.record.enrolment for one in library.trials() if one.record] == [12]


def test_the_record_of_a_trial_stays_out_with_its_reference(library: Library, online: OnlineImport) -> None:
    references, _ = looking_up_identifiers.split(f"NCT01051882\n{MATHIS.doi}")
    plan = online.plan(library, [looking_up_identifiers.reading(references)])
    assert [record.number for record in plan.without({1}).trials] == ["NCT01051882"]
    assert plan.without({0}).trials == ()


# --- identifiers ------------------------------------------------------------------------------------------------


def gist(reference: Reference) -> tuple[str, ...]:
    return (*(f"{name} {value}" for name, value in sorted(reference.fields.items())), *reference.trials)


@pytest.mark.parametrize(
    ("text", "found", "others"),
    [
        ("30956667, 22854595", [("PMID 30956667",), ("PMID 22854595",)], ()),
        (f"https://doi.org/{GUGLIANDOLO.doi}\nPMC6431432", [(f"DOI {GUGLIANDOLO.doi}",), ("PMCID PMC6431432",)], ()),
        (f"doi:{GUGLIANDOLO.doi} PMID: 30956667", [(f"DOI {GUGLIANDOLO.doi}", "PMID 30956667")], ()),
        ("NCT01051882\nhttps://clinicaltrials.gov/study/NCT01051882", [("NCT01051882",)], ()),
        ("978-3-16-148410-0", [("ISBN 9783161484100",)], ()),
        ("cells 30956667 and\n10.5555/x", [("PMID 30956667",), ("DOI 10.5555/x",)], ("cells",)),
        ("", [], ()),
        ("nothing here", [], ("nothing", "here")),
    ],
)
def test_identifiers_are_told_from_words(text: str, found: list[tuple[str, ...]], others: tuple[str, ...]) -> None:
    references, words = looking_up_identifiers.split(text)
    assert [gist(reference) for reference in references] == found
    assert words == others


# --- trials -----------------------------------------------------------------------------------------------------


def test_a_trial_is_kept_as_the_registry_gives_it(library: Library, services: Services) -> None:
    with Web(services.permission(), patience=HASTY) as web:
        (record,), failed = looking_up_trials.fetch(web, ["NCT01051882", "NCT09999999", "nct01051882"])
    assert failed == {"NCT09999999": "ClinicalTrials.gov does not know NCT09999999."}
    assert (record.status, record.phase, record.enrolment) == ("active not recruiting", "phase 1, phase 2", 12)
    assert record.fields["conditions"] == "Amyotrophic Lateral Sclerosis"
    assert record.fields["countries"] == "Israel"
    assert record.fields["completionDate"] == "2013-03"
    assert record.url == "https://clinicaltrials.gov/study/NCT01051882"
    assert library.keep_trial(record)


def test_a_registration_becomes_a_reference_of_its_own() -> None:
    told = looking_up_trials.told_of(TRIAL)
    assert told.reference.type == "report"
    assert told.reference.trials == ("NCT01051882",)
    assert told.reference.get("issued") == "2010-01-20"
    assert [name.literal for name in told.reference.authors] == ["Imaginary Clinic"]


@pytest.mark.parametrize(
    "odd", [{}, {"designModule": []}, {"designModule": {"phases": [None], "enrollmentInfo": {"count": "12"}}}]
)
def test_a_study_of_odd_shape_is_read_as_far_as_it_goes(services: Services, odd: dict[str, object]) -> None:
    section = {"identificationModule": {"nctId": "NCT01051882"}, **odd}
    services.wrong["trials"] = lambda _request: as_json({"protocolSection": section})
    with Web(services.permission(), patience=HASTY) as web:
        (record,), _ = looking_up_trials.fetch(web, ["NCT01051882"])
    assert (record.title, record.enrolment) == ("", None)


def test_a_study_of_another_number_than_was_asked_for_is_not_kept(services: Services) -> None:
    services.wrong["trials"] = lambda _request: as_json(TRIAL)
    with Web(services.permission(), patience=HASTY) as web:
        found, failed = looking_up_trials.fetch(web, ["NCT00000001"])
    assert found == []
    assert "NCT00000001" in failed


def test_a_retraction_notice_that_is_added_is_itself_not_retracted(library: Library, online: OnlineImport) -> None:
    references, _ = looking_up_identifiers.split(RETRACTION.doi)
    done = importing.apply(library, online.plan(library, [looking_up_identifiers.reading(references)]))
    assert library.links(done.references[0]) == []
