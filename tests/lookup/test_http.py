"""One question over HTTP: what is sent, what may come back, and every way in which it can go wrong."""

from __future__ import annotations

import gzip
import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug import Request, Response

from mscref.errors import LookupCancelled, LookupFailed, LookupNotAllowed, Offline
from mscref.lookup import Patience, Permission, Web, open_web
from mscref.lookup.cache import Cache
from mscref.lookup.pace import Pace, retry_after
from mscref.lookup.services import ARXIV, CROSSREF, DOI, PUBMED, SERVICES, TRIALS, UNPAYWALL
from tests.lookup.services import HASTY, Services, as_json

WORK = {"status": "ok", "message": {"title": ["Cells"]}}


def web_of(services: Services, *, patience: Patience = HASTY, **more: object) -> Web:
    return Web(services.permission(), patience=patience, **more)  # type: ignore[arg-type]


def answering(*answers: Callable[[], Response]) -> Callable[[Request], Response]:
    """A handler that gives one answer after the other, the last one for ever."""
    left = list(answers)

    def handle(_request: Request) -> Response:
        return (left.pop(0) if len(left) > 1 else left[0])()

    return handle


def test_nothing_is_asked_while_the_network_is_off(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_socket(*_args: object, **_more: object) -> None:
        raise AssertionError("a connection was attempted")

    monkeypatch.setattr(socket.socket, "connect", no_socket)
    monkeypatch.setattr(socket, "getaddrinfo", no_socket)
    with open_web() as web:
        for service in SERVICES.values():
            with pytest.raises(LookupNotAllowed, match="are off"):
                web.get(service, "/works/10.1155%2F2019%2F3675627")
    assert services.asked == []


def test_the_http_library_is_not_even_loaded_while_the_network_is_off() -> None:
    import subprocess

    code = (
        "import sys\nfrom mscref.errors import LookupNotAllowed\nfrom mscref.lookup import crossref, open_web\n"
        "try:\n    crossref.works(open_web(), ['10.5555/1'])\n"
        "except LookupNotAllowed:\n    print('httpx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_service_that_is_switched_off_is_not_asked(services: Services) -> None:
    with Web(services.permission(refused=frozenset({"crossref"}))) as web:
        assert not web.allows(CROSSREF)
        assert web.allows(PUBMED)
        with pytest.raises(LookupNotAllowed, match="Crossref is switched off"):
            web.get(CROSSREF, "/works")
    assert services.asked == []


def test_a_service_that_wants_an_address_is_not_asked_without_one(services: Services) -> None:
    with web_of(services) as web, pytest.raises(LookupNotAllowed, match="Unpaywall wants a contact address"):
        web.get(UNPAYWALL, "/10.1155/2019/3675627")
    assert services.asked == []


def test_a_question_says_who_asks_and_names_the_user_only_when_asked_to(services: Services) -> None:
    services.wrong["crossref"] = lambda _request: as_json(WORK)
    with web_of(services) as web:
        web.get(CROSSREF, "/works/1")
    with Web(services.permission(contact="nina@example.org"), patience=HASTY) as web:
        web.get(CROSSREF, "/works/2")
    silent, named = (dict(headers)["User-Agent"] for headers in services.headers)
    assert silent.startswith("mscref/")
    assert "mailto" not in silent
    assert named.endswith("mailto:nina@example.org)")
    assert all("Cookie" not in headers and "Referer" not in headers for headers in services.headers)


def test_what_does_not_exist_is_none_and_no_error(services: Services) -> None:
    with web_of(services) as web:
        assert web.get(CROSSREF, "/works/10.5555%2Fnone") is None


def test_a_busy_service_is_asked_again_when_it_says_so(services: Services) -> None:
    busy = answering(lambda: Response("", 429, headers={"Retry-After": "0"}), lambda: as_json(WORK))
    services.wrong["crossref"] = busy
    with web_of(services) as web:
        answer = web.get(CROSSREF, "/works/1")
    assert answer is not None
    assert answer.json() == WORK
    assert len(services.asked) == 2


def test_a_service_that_asks_for_a_long_pause_is_not_waited_for(services: Services) -> None:
    services.wrong["crossref"] = lambda _request: Response("", 429, headers={"Retry-After": "3600"})
    with web_of(services) as web, pytest.raises(LookupFailed, match=r"Crossref asks for fewer questions.*60 minutes"):
        web.get(CROSSREF, "/works/1")
    assert len(services.asked) == 1


def test_a_service_with_a_problem_is_asked_three_times_and_then_named(services: Services) -> None:
    services.wrong["pubmed"] = lambda _request: Response("oops", 500)
    with web_of(services) as web, pytest.raises(LookupFailed, match=r"PubMed has a problem of its own \(HTTP 500\)"):
        web.get(PUBMED, "/efetch.fcgi")
    assert len(services.asked) == 3


def test_a_service_that_fails_twice_is_left_alone_for_the_rest_of_the_job(services: Services) -> None:
    services.wrong["pubmed"] = lambda _request: Response("oops", 503)
    with web_of(services) as web:
        for _ in range(5):
            with pytest.raises(LookupFailed):
                web.get(PUBMED, "/efetch.fcgi")
    assert len(services.asked) == 6


def test_a_refusal_is_not_tried_again(services: Services) -> None:
    services.wrong["crossref"] = lambda _request: Response("no", 403)
    with web_of(services) as web, pytest.raises(LookupFailed, match="refused the question"):
        web.get(CROSSREF, "/works/1")
    assert len(services.asked) == 1


def test_a_page_where_data_was_expected_is_one_sentence(services: Services) -> None:
    services.wrong["crossref"] = lambda _request: Response("<html>Sign in to the hotel</html>", mimetype="text/html")
    with web_of(services) as web, pytest.raises(LookupFailed, match=r"text/html where json was expected.*sign in"):
        web.get(CROSSREF, "/works/1")


@pytest.mark.parametrize("body", ["", "{", '{"message": ', "[" * 100_000, "\x00\xff"])
def test_damaged_json_is_one_sentence_and_is_not_kept(services: Services, body: str, tmp_path: Path) -> None:
    services.wrong["crossref"] = lambda _request: Response(body, mimetype="application/json")
    with web_of(services, cache=Cache(tmp_path / "cache")) as web, pytest.raises(LookupFailed, match="damaged"):
        web.get(CROSSREF, "/works/1")
    assert list(tmp_path.glob("cache/*")) == []


def test_an_answer_that_breaks_off_is_one_sentence(services: Services) -> None:
    def broken(_request: Request) -> Response:
        response = as_json(WORK)
        response.headers["Content-Length"] = str(len(response.get_data()) + 100)
        return response

    services.wrong["crossref"] = broken
    with web_of(services) as web, pytest.raises(LookupFailed, match=r"Crossref (broke off|did not answer)"):
        web.get(CROSSREF, "/works/1")


@pytest.mark.parametrize("says_so", [True, False])
def test_a_huge_answer_is_left_before_it_fills_the_memory(services: Services, says_so: bool) -> None:
    def huge(_request: Request) -> Response:
        response = Response((b"x" * 1000 for _ in range(5000)), mimetype="application/json")
        if says_so:
            response.headers["Content-Length"] = str(5_000_000)
        return response

    services.wrong["crossref"] = huge
    patience = replace(HASTY, most_bytes=1_000_000)
    with web_of(services, patience=patience) as web, pytest.raises(LookupFailed, match="more than 1 MB"):
        web.get(CROSSREF, "/works/1")


def test_a_small_answer_that_unpacks_to_a_huge_one_is_left_too(services: Services) -> None:
    bomb = gzip.compress(b"0" * 8_000_000)
    services.wrong["crossref"] = lambda _request: Response(
        bomb, mimetype="application/json", headers={"Content-Encoding": "gzip"}
    )
    patience = replace(HASTY, most_bytes=1_000_000)
    with web_of(services, patience=patience) as web, pytest.raises(LookupFailed, match="more than 1 MB"):
        web.get(CROSSREF, "/works/1")


def test_a_packed_answer_is_unpacked_and_a_damaged_one_is_one_sentence(services: Services) -> None:
    packed = gzip.compress(json.dumps(WORK).encode())
    headers = {"Content-Encoding": "gzip"}
    services.wrong["crossref"] = lambda _request: Response(packed, mimetype="application/json", headers=headers)
    services.wrong["trials"] = lambda _request: Response(b"no gzip", mimetype="application/json", headers=headers)
    with web_of(services) as web:
        answer = web.get(CROSSREF, "/works/1")
        assert answer is not None
        assert answer.json() == WORK
        with pytest.raises(LookupFailed, match="cannot be read"):
            web.get(TRIALS, "/studies/NCT00000001")


def test_a_slow_service_is_given_up(services: Services) -> None:
    held = threading.Event()

    def slow(_request: Request) -> Response:
        held.wait(3)
        return as_json(WORK)

    services.wrong["crossref"] = slow
    patience = replace(HASTY, silence=0.1, tries=2)
    try:
        with web_of(services, patience=patience) as web, pytest.raises(LookupFailed, match="did not answer in time"):
            web.get(CROSSREF, "/works/1")
    finally:
        held.set()


def test_a_service_that_drips_for_ever_is_given_up(services: Services) -> None:
    stop = threading.Event()

    def drip(_request: Request) -> Response:
        def drops() -> object:
            while not stop.wait(0.05):
                yield b" "

        return Response(drops(), mimetype="application/json")  # type: ignore[arg-type]

    services.wrong["crossref"] = drip
    patience = replace(HASTY, whole=0.4, tries=1)
    try:
        with web_of(services, patience=patience) as web, pytest.raises(LookupFailed, match="did not answer in time"):
            web.get(CROSSREF, "/works/1")
    finally:
        stop.set()


def test_a_look_up_is_cancelled_while_its_answer_is_on_its_way(services: Services) -> None:
    asked, held = threading.Event(), threading.Event()

    def slow(_request: Request) -> Response:
        asked.set()
        held.wait(10)
        return as_json(WORK)

    services.wrong["crossref"] = slow
    patience = replace(HASTY, silence=30.0, whole=30.0)
    with web_of(services, patience=patience, cancelled=asked.is_set) as web, pytest.raises(LookupCancelled):
        web.get(CROSSREF, "/works/1")
    assert not held.is_set()
    held.set()


def test_a_look_up_is_cancelled_while_it_waits_for_its_turn(services: Services) -> None:
    services.wrong["arxiv"] = lambda _request: Response("<feed/>", mimetype="application/atom+xml")
    flag: list[bool] = []
    with web_of(services, patience=replace(HASTY, haste=0.001), cancelled=lambda: bool(flag)) as web:
        assert web.get(ARXIV, "/query", kind="xml") is not None
        threading.Timer(0.1, lambda: flag.append(True)).start()
        with pytest.raises(LookupCancelled):
            web.get(ARXIV, "/query", {"id_list": "2"}, kind="xml")
    assert len(services.asked) == 1


def test_a_service_that_cannot_be_reached_is_offline_and_asked_no_more() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    permission = Permission(is_allowed=True, addresses={"crossref": nobody})
    with Web(permission, patience=HASTY) as web:
        with pytest.raises(Offline, match="Crossref cannot be reached"):
            web.get(CROSSREF, "/works/1")
        with pytest.raises(Offline):
            web.get(CROSSREF, "/works/2")


def test_redirects_are_followed_at_home_and_to_no_stranger(services: Services) -> None:
    def moved(request: Request) -> Response:
        if request.path.endswith("/old"):
            return Response("", 302, headers={"Location": "/doi/new"})
        if request.path.endswith("/away"):
            return Response("", 302, headers={"Location": "https://evil.example.org/steal"})
        if request.path.endswith("/file"):
            return Response("", 302, headers={"Location": "file:///etc/passwd"})
        if request.path.endswith("/round"):
            return Response("", 302, headers={"Location": "/doi/round"})
        return as_json(WORK)

    services.wrong["doi"] = moved
    with web_of(services) as web:
        answer = web.get(DOI, "/old")
        assert answer is not None
        assert answer.json() == WORK
        with pytest.raises(LookupFailed, match="place that mscref does not ask"):
            web.get(DOI, "/away")
        with pytest.raises(LookupFailed, match="place that mscref does not ask"):
            web.get(DOI, "/file")
    with web_of(services) as web, pytest.raises(LookupFailed, match="too often"):
        web.get(DOI, "/round")


def test_an_answer_is_taken_from_the_cache_the_second_time(services: Services, tmp_path: Path) -> None:
    services.wrong["crossref"] = lambda _request: as_json(WORK)
    for _ in range(2):
        with web_of(services, cache=Cache(tmp_path)) as web:
            answer = web.get(CROSSREF, "/works/1")
            assert answer is not None
            assert answer.json() == WORK
    assert len(services.asked) == 1
    with web_of(services, cache=Cache(tmp_path), fresh=True) as web:
        web.get(CROSSREF, "/works/1")
    assert len(services.asked) == 2


def test_the_cache_forgets_what_is_old_and_what_is_damaged(services: Services, tmp_path: Path) -> None:
    import os

    services.wrong["crossref"] = lambda _request: as_json(WORK)

    def ask() -> None:
        with web_of(services, cache=Cache(tmp_path)) as web:
            web.get(CROSSREF, "/works/1")

    ask()
    (kept,) = tmp_path.iterdir()
    old = time.time() - 8 * 86_400
    os.utime(kept, (old, old))
    ask()
    assert len(services.asked) == 2
    kept.write_bytes(kept.read_bytes()[:-3])
    ask()
    assert len(services.asked) == 3


def test_that_something_does_not_exist_is_believed_for_a_day_only(services: Services, tmp_path: Path) -> None:
    import os

    def ask() -> None:
        with web_of(services, cache=Cache(tmp_path)) as web:
            assert web.get(CROSSREF, "/works/10.5555%2Fnone") is None

    ask()
    ask()
    assert len(services.asked) == 1
    (kept,) = tmp_path.iterdir()
    before = time.time() - 90_000
    os.utime(kept, (before, before))
    ask()
    assert len(services.asked) == 2


def test_the_cache_holds_neither_question_nor_address(services: Services, tmp_path: Path) -> None:
    services.wrong["pubmed"] = lambda _request: as_json({})
    permission = services.permission(contact="nina@example.org")
    with Web(permission, cache=Cache(tmp_path), patience=HASTY) as web:
        web.get(PUBMED, "/esearch.fcgi", {"term": "secret", "email": "nina@example.org"})
    (kept,) = tmp_path.iterdir()
    assert b"secret" not in kept.read_bytes()
    assert b"nina" not in kept.read_bytes()


def test_a_cache_that_cannot_be_written_costs_nothing(services: Services, tmp_path: Path) -> None:
    services.wrong["crossref"] = lambda _request: as_json(WORK)
    place = tmp_path / "a file"
    place.write_text("in the way")
    with web_of(services, cache=Cache(place)) as web:
        assert web.get(CROSSREF, "/works/1") is not None


def test_questions_to_one_service_keep_their_distance_and_others_need_not_wait() -> None:
    pace = Pace()
    assert pace.wait(PUBMED, 100.0) == 0.0
    second = pace.wait(PUBMED, 100.0)
    assert 1 / 3 <= second < 0.5
    assert pace.wait(PUBMED, 100.0) == pytest.approx(2 * second)
    assert pace.wait(CROSSREF, 100.0) == 0.0
    assert pace.wait(PUBMED, 200.0) == 0.0


def test_retry_after_is_a_number_or_a_date() -> None:
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert retry_after("120") == 120.0
    assert retry_after("Fri, 02 Jan 2026 03:05:05 GMT", now) == 60.0
    assert retry_after("Fri, 02 Jan 2026 03:00:00 GMT", now) == 0.0
    assert retry_after("soon") is None
    assert retry_after("") is None
