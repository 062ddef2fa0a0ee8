"""The verbs that may ask the network, each in a process of its own, against services on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w
from pytest_httpserver import HTTPServer

from mscref.library import Library
from tests.cli.conftest import Call
from tests.lookup.services import GUGLIANDOLO, INVENTED, MATHIS, Services


@pytest.fixture
def services(httpserver: HTTPServer, tmp_path: Path) -> Services:
    """All services on this machine, named in the settings; the network stays off. An empty library stands ready."""
    Library.open(tmp_path / "library.mscref", create=True).close()
    made = Services(httpserver)
    write_settings(tmp_path, made.addresses)
    return made


def write_settings(tmp_path: Path, addresses: dict[str, str], **more: object) -> None:
    folder = tmp_path / "home"
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text(tomli_w.dumps({"network": {"addresses": addresses, **more}}), "utf-8")


def test_nothing_is_asked_unless_it_is_allowed(mscref: Call, services: Services) -> None:
    added = mscref("add", "--id", GUGLIANDOLO.doi, "--json")
    assert added.code == 0, added.err
    refused = mscref("lookup", added.json["new"][0])
    assert refused.code == 2
    assert "off" in refused.err
    assert "--online" in refused.err
    assert "Traceback" not in refused.err
    assert services.asked == []


def test_identifiers_come_in_bare_and_wait_without_a_network(mscref: Call, services: Services) -> None:
    answer = mscref("add", "--id", f"{GUGLIANDOLO.doi} PMID: 30956667", "--id", MATHIS.doi, "--json")
    assert answer.code == 0, answer.err
    assert len(answer.json["new"]) == 2
    assert answer.json["waiting"] == 2
    assert "mscref lookup --waiting --online" in answer.err
    waiting = mscref("lookup", "--json").json["waiting"]
    assert [one["key"] for one in waiting] == answer.json["new"]
    later = mscref("lookup", "--waiting", "--online", "--json")
    assert later.code == 0, later.err
    assert len(later.json["completed"]) == 2
    assert mscref("lookup", "--json").json == {"waiting": []}
    assert {item["title"] for item in mscref("list", "--json").json} == {GUGLIANDOLO.title, MATHIS.title}


def test_a_mix_of_identifiers_is_added_with_what_they_mean(mscref: Call, services: Services) -> None:
    wanted = (GUGLIANDOLO.doi, "NCT01051882", "arXiv:2101.00001", "ISBN 978-3-16-148410-0")
    answer = mscref("add", *(word for one in wanted for word in ("--id", one)), "--online", "--json")
    assert answer.code == 0, answer.err
    titles = [item["title"] for item in mscref("list", "--sort", "title", "--ascending", "--json").json]
    assert titles == [
        "A Phase I/II Study of Autologous Cells in Imaginary Patients",
        "Imaginary cells in a dish",
        GUGLIANDOLO.title,
        "The Invented Cell: a handbook",
    ]
    assert answer.json["new"][0].startswith("gugliandolo2019")
    again = mscref("add", "--id", "PMID 30956667", "--online", "--json")
    assert (again.json["new"], again.json["merged"]) == ([], [answer.json["new"][0]])


def test_what_is_no_identifier_is_named(mscref: Call, services: Services) -> None:
    alone = mscref("add", "--id", "cells")
    assert alone.code == 2
    assert '"cells" is no DOI' in alone.err
    beside = mscref("add", "--id", f"cells {MATHIS.doi}", "--json")
    assert beside.code == 1
    assert beside.json["unrecognised"] == ["cells"]
    assert len(beside.json["new"]) == 1
    assert mscref("add").code == 2


def test_a_look_up_tells_what_was_completed_by_whom(mscref: Call, services: Services) -> None:
    key = mscref("add", "--set", f"title={INVENTED.title}", "--set", f"DOI={INVENTED.doi}", "--json").json[
        "references"
    ][0]
    dry = mscref("lookup", key, "--online", "--dry-run", "--json")
    assert dry.code == 0, dry.err
    assert "step" not in dry.json
    answer = mscref("lookup", key, "--online", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["completed"][0]["fields"]["PMID"] == "pubmed"
    assert ("retraction", "PMID 99000002") in [(n["kind"], n["identifier"]) for n in answer.json["notices"]]
    assert [item["id"] for item in mscref("list", "is:retracted", "--json").json] == [key]
    assert mscref("undo").code == 0
    assert mscref("list", "is:retracted", "--json").json == []


def test_a_record_of_another_paper_is_shown_and_kept_only_when_taken(mscref: Call, services: Services) -> None:
    words = ("--set", "title=Words of another paper altogether", "--set", "year=1999", "--set", f"DOI={MATHIS.doi}")
    key = mscref("add", *words, "--json").json["references"][0]
    answer = mscref("lookup", key, "--online", "--json")
    assert answer.code == 1
    doubt = answer.json["doubtful"][0]
    assert (doubt["ours"]["title"], doubt["theirs"]["title"]) == ("Words of another paper altogether", MATHIS.title)
    assert doubt["agreement"]["year"] is False
    assert mscref("show", key, "--json").json.get("volume") is None
    taken = mscref("lookup", key, "--online", "--take")
    assert taken.code == 0, taken.err
    assert mscref("show", key, "--json").json["volume"] == "12"


def test_an_import_with_the_network_gets_records_for_bare_identifiers(mscref: Call, services: Services) -> None:
    answer = mscref("import", "-", "--online", "--json", stdin=f"{GUGLIANDOLO.doi}\n{INVENTED.doi}\n")
    assert answer.code == 0, answer.err
    assert answer.json["new"][0].startswith("gugliandolo2019")
    assert [item["id"] for item in mscref("list", "is:retracted", "--json").json] == [answer.json["new"][1]]
    assert len(mscref("history", "--json").json) == 1


def test_records_of_trials_are_kept(mscref: Call, services: Services) -> None:
    mscref("add", "--set", "title=A trial of imagined cells")
    answer = mscref("lookup", "nct01051882", "NCT09999999", "--online", "--json")
    assert answer.code == 1
    assert answer.json["trials"] == ["NCT01051882"]
    assert answer.json["unknown"][0]["key"] == "NCT09999999"


def test_a_service_that_cannot_be_reached_lets_wait_and_says_so(
    mscref: Call, services: Services, tmp_path: Path
) -> None:
    write_settings(tmp_path, dict.fromkeys(services.addresses, "http://127.0.0.1:9"), allowed=True)
    answer = mscref("add", "--id", MATHIS.doi, "--json")
    assert answer.json["waiting"] == 1
    assert "cannot be reached" in answer.err
    again = mscref("lookup", "--waiting")
    assert again.code == 1
    assert "It waits." in again.out
    assert mscref("lookup", "--json").json["waiting"][0]["tries"] == 1


def test_the_settings_allow_the_network_for_good(mscref: Call, services: Services, tmp_path: Path) -> None:
    write_settings(tmp_path, services.addresses, allowed=True)
    answer = mscref("add", "--id", MATHIS.doi, "--json")
    assert answer.json["waiting"] == 0
    assert mscref("list", "--json").json[0]["title"] == MATHIS.title


def test_a_free_copy_is_named_to_whom_gives_an_address(mscref: Call, services: Services, tmp_path: Path) -> None:
    key = mscref("add", "--id", MATHIS.doi, "--json").json["new"][0]
    refused = mscref("lookup", key, "--online", "--free-copy")
    assert refused.code == 2
    assert "contact address" in refused.err
    write_settings(tmp_path, services.addresses, contact="nina@example.org")
    answer = mscref("lookup", key, "--online", "--free-copy", "--json")
    assert answer.json == [{"key": key, "url": f"https://example.org/{MATHIS.doi}.pdf"}]
