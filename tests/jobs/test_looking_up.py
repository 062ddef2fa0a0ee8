"""Looking up: what is accepted, what is doubted, what completes a reference and what never overwrites it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from mscref.errors import LookupCancelled, LookupNotAllowed
from mscref.jobs import looking_up
from mscref.jobs.looking_up_agreement import Agreement, agreement
from mscref.library import Library
from mscref.lookup import Permission, Web
from mscref.model.lookups import FieldSource
from mscref.model.plan import Plan, Planned
from mscref.model.reading import Provenance
from mscref.model.reference import Name, Reference, authors
from tests.lookup.services import BONAFEDE, DOUBTED, GUGLIANDOLO, HASTY, INVENTED, MATHIS, RETRACTION, Services, as_json


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    return Services(httpserver)


@pytest.fixture
def web(services: Services) -> Iterator[Web]:
    with Web(services.permission(), patience=HASTY) as made:
        yield made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "small.mscref", create=True) as made:
        yield made


def held(library: Library, reference: Reference, provenance: dict[str, Provenance] | None = None) -> int:
    """The id of a reference that was imported."""
    done = library.import_plan(Plan("Import", (Planned(reference, provenance=provenance or {}),)))
    return done.references[0]


def look_up(library: Library, web: Web, *ids: int) -> list[looking_up.Outcome]:
    outcomes = list(looking_up.look_up(looking_up.held(library, ids), web))
    looking_up.keep(library, outcomes)
    return outcomes


# --- finding ----------------------------------------------------------------------------------------------------


def test_a_doi_gives_one_record_of_what_all_services_tell(web: Web) -> None:
    found = looking_up.complete(web, Reference(fields={"DOI": GUGLIANDOLO.doi}))
    assert found.candidate is not None
    reference, told_by = found.candidate.reference, found.candidate.told_by
    assert reference.title == GUGLIANDOLO.title
    assert [name.family for name in reference.authors] == ["Gugliandolo", "Bramanti", "Mazzon"]
    expected = {
        "container-title": "Stem Cells International",
        "container-title-short": "Stem Cells Int",
        "issued": "2019-03",
        "volume": "2019",
        "page": "3675627",
        "PMID": "30956667",
        "PMCID": "PMC6431432",
        "DOI": GUGLIANDOLO.doi,
        "language": "en",
    }
    assert {name: reference.get(name) for name in expected} == expected
    assert reference.get("publisher-place") == ""
    assert (told_by["title"], told_by["container-title"], told_by["PMID"]) == ("pubmed", "crossref", "pubmed")


@pytest.mark.parametrize(
    "fields",
    [{"PMID": "30956667"}, {"PMCID": "PMC6431432"}, {"DOI": "10.1155/2019/3675627"}],
)
def test_any_identifier_of_a_paper_leads_to_it(web: Web, fields: dict[str, str]) -> None:
    found = looking_up.complete(web, Reference(fields=fields))
    assert found.candidate is not None
    assert found.candidate.reference.title == GUGLIANDOLO.title
    assert found.candidate.reference.doi == GUGLIANDOLO.doi


def test_many_references_are_asked_for_together(web: Web, services: Services) -> None:
    papers = (GUGLIANDOLO, MATHIS, BONAFEDE)
    founds = list(looking_up.find(web, [Reference(fields={"DOI": paper.doi}) for paper in papers]))
    assert [found.candidate and found.candidate.reference.title for found in founds] == [p.title for p in papers]
    assert len(services.questions("pubmed")) == 2
    assert len(services.questions("crossref")) == 2


def test_a_title_finds_a_paper_without_any_identifier(web: Web) -> None:
    ours = Reference(
        title="Mesenchymal stem cells: a potential therapeutic approach for amyotrophic lateral sclerosis",
        contributors=authors([Name("Gugliandolo", "A.")]),
        fields={"issued": "2019"},
    )
    found = looking_up.complete(web, ours)
    assert found.candidate is not None
    assert found.candidate.reference.pmid == "30956667"
    assert found.candidate.reference.get("publisher") == "A Publisher"


def test_crossref_finds_by_title_what_pubmed_does_not_have(web: Web) -> None:
    found = looking_up.complete(web, Reference(title=MATHIS.title))
    assert found.candidate is not None
    assert found.candidate.reference.doi == MATHIS.doi


def test_a_doi_of_another_agency_is_asked_of_doi_org(web: Web, services: Services) -> None:
    services.papers = (replace(MATHIS, crossref_knows=False),)
    services.wrong["europe-pmc"] = lambda _request: as_json({})
    found = looking_up.complete(web, Reference(fields={"DOI": MATHIS.doi}))
    assert found.candidate is not None
    assert found.candidate.reference.title == MATHIS.title
    assert found.candidate.told_by["title"] == "doi"


def test_preprints_and_books_are_found_too(web: Web) -> None:
    preprint = Reference(type="article", fields={"number": "arXiv:2101.00001"})
    book = Reference(type="book", fields={"ISBN": "9783161484100"})
    of_preprint, of_book = looking_up.find(web, [preprint, book])
    assert of_preprint.candidate is not None
    assert of_preprint.candidate.reference.title == "Imaginary cells in a dish"
    assert [n.display for n in of_preprint.candidate.reference.authors] == ["Nina Nemo", "Otto van den Nul"]
    assert of_preprint.candidate.reference.doi == "10.5555/invented.3"
    assert of_book.candidate is not None
    assert of_book.candidate.reference.title == "The Invented Cell: a handbook"
    assert of_book.candidate.reference.get("issued") == "2012-06"


def test_what_nobody_knows_is_said_so(web: Web) -> None:
    found = looking_up.complete(web, Reference(fields={"DOI": "10.5555/none"}))
    assert (found.candidate, found.problem, found.can_wait) == (None, "No service knows it.", False)
    empty = looking_up.complete(web, Reference())
    assert empty.problem == "There is neither an identifier nor a title to look up."


def test_nothing_is_asked_without_permission(services: Services) -> None:
    with Web(Permission(addresses=services.addresses)) as web, pytest.raises(LookupNotAllowed):
        looking_up.complete(web, Reference(fields={"DOI": GUGLIANDOLO.doi}))
    assert services.asked == []


def test_a_service_that_is_switched_off_is_done_without(services: Services) -> None:
    with Web(services.permission(refused=frozenset({"pubmed", "europe-pmc"})), patience=HASTY) as web:
        found = looking_up.complete(web, Reference(fields={"DOI": GUGLIANDOLO.doi}))
    assert found.candidate is not None
    assert set(found.candidate.told_by.values()) == {"crossref"}
    assert {service for service, _ in services.asked} == {"crossref"}


def test_one_service_that_fails_takes_nothing_from_the_others(web: Web, services: Services) -> None:
    services.wrong["pubmed"] = lambda _request: Response("oops", 500)
    found = looking_up.complete(web, Reference(fields={"DOI": GUGLIANDOLO.doi}))
    assert found.candidate is not None
    assert found.candidate.reference.title == GUGLIANDOLO.title
    assert found.problem == ""


def test_a_look_up_that_is_stopped_ends_at_once(services: Services) -> None:
    flag: list[bool] = []
    references = [Reference(fields={"DOI": f"10.5555/{n}"}) for n in range(60)]
    with Web(services.permission(), patience=HASTY, cancelled=lambda: bool(flag)) as web:
        founds = looking_up.find(web, references)
        next(founds)
        flag.append(True)
        with pytest.raises(LookupCancelled):
            list(founds)


HOSTILE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><PubmedArticleSet>&e;</PubmedArticleSet>"


@pytest.mark.parametrize("body", ["<a>", "<PubmedArticleSet><PubmedArticle>", "no xml at all", HOSTILE])
def test_damaged_xml_is_nothing_and_no_error(web: Web, services: Services, body: str) -> None:
    services.wrong["pubmed"] = lambda _request: Response(body, mimetype="text/xml")
    services.wrong["arxiv"] = lambda _request: Response(body, mimetype="application/atom+xml")
    founds = looking_up.find(web, [Reference(fields={"PMID": "1"}), Reference(fields={"number": "arXiv:2101.00001"})])
    assert [found.candidate for found in founds] == [None, None]


ODD_WORKS = (
    {"title": {"a": 1}, "author": "x", "issued": {"date-parts": [["a"]]}},
    {"title": [None], "author": [None, 3, {"family": 7}], "updated-by": [{"type": None}], "relation": []},
)


@pytest.mark.parametrize("odd", ODD_WORKS)
def test_a_work_of_odd_shape_is_read_as_far_as_it_goes(web: Web, services: Services, odd: dict[str, object]) -> None:
    services.wrong["crossref"] = lambda _request: as_json({"message": {**odd, "DOI": "10.5555/1"}})
    found = looking_up.complete(web, Reference(fields={"DOI": "10.5555/1"}))
    assert found.candidate is None or found.candidate.reference.title == ""


def test_a_record_without_measure_is_cut_to_what_a_record_may_hold(web: Web, services: Services) -> None:
    people = [{"family": f"Author{n}"} for n in range(10_000)]
    work = {"DOI": "10.5555/1", "title": ["x" * 300_000], "volume": "9" * 300_000, "author": people}
    services.wrong["crossref"] = lambda _request: as_json({"message": work})
    found = looking_up.complete(web, Reference(fields={"DOI": "10.5555/1"}))
    assert found.candidate is not None
    reference = found.candidate.reference
    assert (len(reference.title), len(reference.get("volume"))) == (100_000, 100_000)
    assert len(reference.authors) == 6_000


# --- agreeing ---------------------------------------------------------------------------------------------------


def paper(title: str = "", family: str = "", year: str = "", **fields: str) -> Reference:
    names = authors([Name(family, "A.")]) if family else ()
    return Reference(title=title, contributors=names, fields={"issued": year, **fields})


def test_titles_agree_whatever_their_case_accents_and_subtitle() -> None:
    title = "Cells of the marrow in motor neuron disease"
    assert agreement(paper(title.upper()), paper(f"<i>{title}</i>.")).is_accepted
    assert agreement(paper(title), paper(f"{title}: a randomised trial")).title == 100
    assert not agreement(paper(title), paper("Thoughts on something else entirely")).is_accepted


def test_first_author_and_year_do_when_titles_differ() -> None:
    ours, theirs = (
        paper("Zellen bei ALS", "Łukasz", "2011"),
        paper("Cells in ALS, a review of all", "Lukasz", "2011-05"),
    )
    assert agreement(ours, theirs) == Agreement(agreement(ours, theirs).title, author=True, year=True)
    assert agreement(ours, theirs).is_accepted
    assert not agreement(ours, replace(theirs, fields={"issued": "2012"})).is_accepted
    assert not agreement(paper("Zellen bei ALS", "Other", "2011"), theirs).is_accepted


def test_another_identifier_is_another_paper_whatever_agrees() -> None:
    ours, theirs = (
        paper("The same title of two papers", DOI="10.5555/1"),
        paper("The same title of two papers", DOI="10.5555/2"),
    )
    assert agreement(ours, theirs).conflict == "DOI"
    assert not agreement(ours, theirs).is_accepted
    assert agreement(paper(DOI="10.5555/A"), paper(DOI="10.5555/a")).is_accepted


def test_a_record_that_does_not_agree_is_shown_and_changes_nothing(library: Library, web: Web) -> None:
    id = held(library, paper("Something that was printed beside another DOI", "Elm", "1999", DOI=MATHIS.doi))
    (outcome,) = look_up(library, web, id)
    assert outcome.found.candidate is None
    told, how = outcome.found.doubtful[0]
    assert told.reference.title == MATHIS.title
    assert (how.author, how.year) == (False, False)
    assert library.record(id).reference.get("volume") == ""
    taken = looking_up.taken(library, outcome)
    library.complete_all([taken])
    assert library.record(id).reference.title == MATHIS.title


# --- completing -------------------------------------------------------------------------------------------------


def test_gaps_are_filled_and_every_field_says_who_told(library: Library, web: Web) -> None:
    id = held(library, paper(GUGLIANDOLO.title, "Gugliandolo", "2019", DOI=GUGLIANDOLO.doi))
    look_up(library, web, id)
    reference, seen = library.record(id).reference, library.field_sources(id)
    assert (reference.pmid, reference.get("volume")) == ("30956667", "2019")
    assert seen["PMID"] == FieldSource("PMID", "pubmed")
    assert seen["volume"] == FieldSource("volume", "crossref")
    assert "title" not in seen
    assert "issued" not in seen


def test_what_a_file_brought_stays_and_the_difference_is_told(library: Library, web: Web) -> None:
    id = held(library, paper(MATHIS.title, "Mathis", "2017", DOI=MATHIS.doi, volume="13"))
    (outcome,) = look_up(library, web, id)
    assert library.record(id).reference.get("volume") == "13"
    assert ("volume", "13", "12") in [(d.field, d.ours, d.theirs) for d in outcome.differences]


def test_what_was_read_off_a_page_without_certainty_gives_way(library: Library, web: Web) -> None:
    provenance = {
        "title": Provenance("page", 1, "Current view", 0.95),
        "volume": Provenance("page", 1, "Vol 13", 0.5),
        "page": Provenance("page", 1, "184", 0.99),
        "issued": Provenance("page", 1, "2017", 0.99),
    }
    id = held(library, paper(MATHIS.title, "Mathis", "2017", DOI=MATHIS.doi, volume="13", page="184"), provenance)
    assert library.field_sources(id)["volume"] == FieldSource("volume", "page", 1, "Vol 13", 50)
    look_up(library, web, id)
    reference = library.record(id).reference
    assert (reference.get("volume"), reference.get("page")) == ("12", "184")
    assert library.field_sources(id)["volume"].source == "crossref"
    assert library.field_sources(id)["title"].source == "crossref"
    assert library.field_sources(id)["page"].source == "page"


def test_what_the_user_has_typed_or_removed_is_never_written_over(library: Library, web: Web) -> None:
    id = held(library, paper(MATHIS.title, "Mathis", "2017", DOI=MATHIS.doi, volume="12", issue="9"))
    library.edit(id, fields={"volume": "my own", "issue": "", "container-title": "My name for it"})
    library.edit(id, contributors=authors([Name("Mathis", "S. E. L. F.")]))
    assert library.field_sources(id)["issue"].source == "user"
    look_up(library, web, id)
    reference = library.record(id).reference
    assert (reference.get("volume"), reference.get("issue")) == ("my own", "")
    assert reference.get("container-title") == "My name for it"
    assert [name.given for name in reference.authors] == ["S. E. L. F."]
    assert reference.get("page") == "181-184"


def test_a_list_cut_off_by_et_al_is_made_whole(library: Library, web: Web) -> None:
    ours = replace(paper(MATHIS.title, "Mathis", "2017", DOI=MATHIS.doi), incomplete_roles=("author",))
    id = held(library, ours)
    look_up(library, web, id)
    reference = library.record(id).reference
    assert len(reference.authors) == 5
    assert not reference.authors_incomplete


def test_a_look_up_is_one_step_that_can_be_undone(library: Library, web: Web) -> None:
    ids = [held(library, Reference(fields={"DOI": p.doi})) for p in (GUGLIANDOLO, INVENTED)]
    before = [library.record(id).reference for id in ids]
    look_up(library, web, *ids)
    after = [library.record(id).reference for id in ids]
    assert [reference.title for reference in after] == [GUGLIANDOLO.title, INVENTED.title]
    assert library.links(ids[1])
    library.undo()
    assert [library.record(id).reference for id in ids] == before
    assert library.links(ids[1]) == []
    assert library.field_sources(ids[0]) == {}
    library.redo()
    assert [library.record(id).reference for id in ids] == after
    assert library.field_sources(ids[0])["title"].source == "pubmed"


def test_a_second_look_up_changes_nothing(library: Library, web: Web) -> None:
    id = held(library, Reference(fields={"DOI": INVENTED.doi}))
    look_up(library, web, id)
    links = library.links(id)
    outcomes = list(looking_up.look_up(looking_up.held(library, [id]), web))
    assert not looking_up.keep(library, outcomes)
    assert library.links(id) == links


# --- notices ----------------------------------------------------------------------------------------------------


def test_retractions_are_told_by_pubmed_and_crossref_and_linked_once_each(library: Library, web: Web) -> None:
    id = held(library, Reference(fields={"DOI": INVENTED.doi}))
    look_up(library, web, id)
    kinds = [(link.kind, link.identifier, link.source) for link in library.links(id)]
    assert ("retraction", "PMID 99000002", "PubMed") in kinds
    assert ("retraction", RETRACTION.doi, "Crossref") in kinds
    assert ("erratum", "PMID 99000003", "PubMed") in kinds
    (summary,) = library.summaries([id])
    assert summary.is_retracted
    assert list(library.ids("is:retracted")) == [id]


def test_a_notice_that_is_held_is_linked_to_by_its_reference(library: Library, web: Web) -> None:
    paper_id = held(library, Reference(fields={"DOI": INVENTED.doi}))
    notice_id = held(library, Reference(fields={"DOI": RETRACTION.doi}))
    look_up(library, web, notice_id)
    (link,) = library.links(paper_id)
    assert (link.kind, link.reference, link.other) == ("retraction", paper_id, notice_id)
    assert library.summaries([notice_id])[0].is_retracted is False
    look_up(library, web, paper_id)
    retractions = [link for link in library.links(paper_id) if link.kind == "retraction"]
    assert [link.other for link in retractions] == [notice_id]


def test_a_notice_that_only_the_search_for_updates_tells_of_is_found(
    library: Library, web: Web, services: Services
) -> None:
    services.papers = (replace(INVENTED, updated_by=(), links=(), pmid=""), replace(RETRACTION, pmid="", links=()))
    id = held(library, Reference(fields={"DOI": INVENTED.doi}))
    look_up(library, web, id)
    assert [(link.kind, link.identifier) for link in library.links(id)] == [("retraction", RETRACTION.doi)]


def test_an_expression_of_concern_is_linked_and_is_no_retraction(library: Library, web: Web) -> None:
    id = held(library, Reference(fields={"DOI": DOUBTED.doi}))
    look_up(library, web, id)
    assert [link.kind for link in library.links(id)] == ["concern"]
    assert not library.summaries([id])[0].is_retracted


# --- waiting ----------------------------------------------------------------------------------------------------


def test_what_cannot_be_reached_waits_and_is_done_later(library: Library, services: Services) -> None:
    id = held(library, Reference(fields={"DOI": MATHIS.doi}))
    nobody = dict.fromkeys(services.addresses, "http://127.0.0.1:9")
    with Web(Permission(is_allowed=True, addresses=nobody), patience=replace(HASTY, tries=1)) as web:
        (outcome,) = look_up(library, web, id)
    assert outcome.found.can_wait
    (waiting,) = library.waiting()
    assert (waiting.reference, waiting.tries) == (id, 1)
    assert "cannot be reached" in waiting.problem
    with Web(services.permission(), patience=HASTY) as web:
        look_up(library, web, id)
    assert library.waiting() == []
    assert library.record(id).reference.title == MATHIS.title


def test_waiting_is_no_step_and_ends_with_the_reference(library: Library) -> None:
    id = held(library, Reference(fields={"DOI": MATHIS.doi}))
    steps = len(library.history())
    library.wait_for_lookup([id])
    library.wait_for_lookup([id], "The network is down.")
    assert [(w.tries, w.problem) for w in library.waiting()] == [(1, "The network is down.")]
    assert len(library.history()) == steps
    library.trash([id])
    assert library.waiting() == []
    library.untrash([id])
    assert len(library.waiting()) == 1
    library.stop_waiting([id])
    assert library.waiting() == []


# --- free copies ------------------------------------------------------------------------------------------------


def test_a_free_copy_is_named_only_with_a_contact_address(web: Web, services: Services) -> None:
    reference = Reference(fields={"DOI": MATHIS.doi})
    assert looking_up.open_copy(web, reference) == ""
    assert services.asked == []
    with Web(services.permission(contact="nina@example.org"), patience=HASTY) as named:
        assert looking_up.open_copy(named, reference) == f"https://example.org/{MATHIS.doi}.pdf"
