"""What each service is asked: the identifiers and titles that a question needs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug import Response

from mscref import settings
from mscref.lookup import (
    Web,
    arxiv,
    crossref,
    doi,
    europe_pmc,
    load_permission,
    open_library,
    pubmed,
    save_permission,
    unpaywall,
)
from mscref.lookup import trials as registry
from mscref.lookup.permission import Permission
from mscref.lookup.services import SERVICES, UNPAYWALL
from tests.lookup.services import GUGLIANDOLO, HASTY, INVENTED, MATHIS, RETRACTION, Services, as_json


@pytest.fixture
def web(services: Services) -> Iterator[Web]:
    with Web(services.permission(contact="nina@example.org"), patience=HASTY) as made:
        yield made


def test_crossref_is_asked_for_many_dois_at_once_and_for_one_alone(web: Web, services: Services) -> None:
    works = crossref.works(web, [GUGLIANDOLO.doi, MATHIS.doi])
    assert sorted(work["DOI"] for work in works) == sorted([GUGLIANDOLO.doi, MATHIS.doi])
    assert [work["DOI"] for work in crossref.works(web, [MATHIS.doi])] == [MATHIS.doi]
    assert services.questions("crossref") == [
        f"/works?filter=doi:{GUGLIANDOLO.doi},doi:{MATHIS.doi}&rows=20",
        f"/works/{MATHIS.doi}",
    ]


def test_crossref_is_asked_in_parts_and_unusual_dois_alone(web: Web, services: Services) -> None:
    crossref.works(web, [*(f"10.5555/{n}" for n in range(41)), "10.1002/(SICI)1097,0258"])
    asked = services.questions("crossref")
    assert [question.count("doi:") for question in asked] == [20, 20, 0, 0]
    assert asked[-1] == "/works/10.1002/(SICI)1097,0258"


def test_crossref_tells_which_works_update_others(web: Web) -> None:
    assert [work["DOI"] for work in crossref.notices(web, [INVENTED.doi, MATHIS.doi])] == [RETRACTION.doi]


def test_a_title_is_all_that_crossref_gets_to_search_by(web: Web, services: Services) -> None:
    found = crossref.search(web, f"{MATHIS.title} mathis 2017")
    assert found[0]["DOI"] == MATHIS.doi
    assert services.questions("crossref") == [f"/works?query.bibliographic={MATHIS.title} mathis 2017&rows=3"]


def test_pubmed_is_asked_in_batches_and_for_numbers_only(web: Web, services: Services) -> None:
    texts = pubmed.records(web, [*(str(n) for n in range(1, 151)), "30956667", "1; DROP TABLE"])
    assert len(texts) == 2
    assert GUGLIANDOLO.title in "".join(texts)
    assert all("DROP" not in question for question in services.questions("pubmed"))
    assert all("tool=mscref&email=nina@example.org" in question for question in services.questions("pubmed"))


def test_pubmed_finds_numbers_by_doi_and_by_title(web: Web, services: Services) -> None:
    assert pubmed.numbers_of_dois(web, [GUGLIANDOLO.doi, MATHIS.doi]) == ["30956667"]
    title = "Mesenchymal stem cells: a potential [therapeutic] approach"
    assert pubmed.numbers_of_title(web, title, "gugliandolo", "2019") == ["30956667"]
    assert "gugliandolo[au] AND 2018:2020[dp]" in services.questions("pubmed")[-1]
    assert "[therapeutic]" not in services.questions("pubmed")[-1]


def test_pubmed_that_knows_none_of_the_numbers_gives_nothing(web: Web, services: Services) -> None:
    services.wrong["pubmed"] = lambda _request: Response("ID list is empty!", 400, mimetype="text/plain")
    assert pubmed.records(web, ["1"]) == []


def test_europe_pmc_finds_by_every_identifier(web: Web) -> None:
    for kind, value in (("PMCID", "PMC6431432"), ("PMID", "30956667"), ("DOI", GUGLIANDOLO.doi)):
        (paper,) = europe_pmc.papers(web, kind, value)
        assert paper["title"] == GUGLIANDOLO.title
    assert europe_pmc.papers(web, "DOI", 'x" OR ""') == []


def test_the_registry_knows_some_trials_and_is_asked_for_proper_numbers_only(web: Web, services: Services) -> None:
    study = registry.study(web, "NCT01051882")
    assert study is not None
    assert study["protocolSection"]["identificationModule"]["nctId"] == "NCT01051882"
    assert registry.study(web, "NCT09999999") is None
    assert registry.study(web, "NCT1/../../secret") is None
    assert len(services.asked) == 2


def test_doi_org_is_asked_for_csl_json(web: Web, services: Services) -> None:
    found = doi.item(web, MATHIS.doi)
    assert found is not None
    assert found["title"] == MATHIS.title
    assert services.headers[0]["Accept"] == "application/vnd.citationstyles.csl+json"
    assert doi.item(web, "10.5555/none") is None


def test_unpaywall_names_a_free_copy_and_only_a_safe_address(web: Web, services: Services) -> None:
    assert unpaywall.open_copy(web, MATHIS.doi) == f"https://example.org/{MATHIS.doi}.pdf"
    assert "email=nina@example.org" in services.questions("unpaywall")[0]
    assert unpaywall.open_copy(web, "10.5555/none") == ""
    services.wrong["unpaywall"] = lambda _request: as_json({"best_oa_location": {"url_for_pdf": "file:///etc/passwd"}})
    assert unpaywall.open_copy(web, GUGLIANDOLO.doi) == ""


def test_arxiv_and_open_library_answer(web: Web) -> None:
    assert "Imaginary cells" in arxiv.feed(web, ["2101.00001", "not a number"])
    assert arxiv.feed(web, ["x&y=z"]) == ""
    book = open_library.book(web, "9783161484100")
    assert book is not None
    assert book["title"] == "The Invented Cell"
    assert open_library.book(web, "9780000000002") is None


ODD: tuple[Any, ...] = (None, [], {}, "text", 7, True, {"message": []}, {"message": {"items": [1, None, "x"]}},
                        {"esearchresult": {"idlist": [1, None, "x"]}}, {"resultList": {"result": 3}})  # fmt: skip


@pytest.mark.parametrize("answer", ODD)
def test_json_of_any_other_shape_is_nothing_and_no_error(web: Web, services: Services, answer: object) -> None:
    services.wrong = dict.fromkeys(SERVICES, lambda _request: as_json(answer))
    asked: tuple[Callable[[], object], ...] = (
        lambda: crossref.works(web, ["10.5555/1", "10.5555/2"]),
        lambda: crossref.search(web, "cells"),
        lambda: pubmed.numbers_of_dois(web, ["10.5555/1"]),
        lambda: europe_pmc.papers(web, "DOI", "10.5555/1"),
        lambda: registry.study(web, "NCT01051882"),
        lambda: unpaywall.open_copy(web, "10.5555/1"),
        lambda: open_library.book(web, "9783161484100"),
    )
    assert all(not ask() for ask in asked)


def test_choices_are_kept_and_read_again() -> None:
    assert load_permission() == Permission()
    chosen = Permission(True, frozenset({"crossref"}), "nina@example.org", {"pubmed": "https://mirror.example.org"})
    save_permission(chosen)
    assert load_permission() == chosen


@pytest.mark.parametrize(
    "network",
    [
        "yes",
        ["allowed"],
        {"allowed": "true"},
        {"allowed": 1},
        {"contact": "no address"},
        {"contact": "a@b.de\r\nX-Evil: 1"},
        {"refused": "crossref"},
        {"addresses": {"crossref": "http://example.org"}},
        {"addresses": {"crossref": "file:///etc"}},
        {"addresses": {"crossref": "https://[::"}},
        {"addresses": {"nobody": "https://example.org"}},
    ],
)
def test_what_is_no_valid_choice_counts_as_not_made(network: object) -> None:
    settings.save({"network": network})
    assert load_permission() == Permission()


def test_every_service_is_asked_over_https_and_one_wants_a_contact() -> None:
    assert all(service.address.startswith("https://") for service in SERVICES.values())
    assert [service for service in SERVICES.values() if service.needs_contact] == [UNPAYWALL]
