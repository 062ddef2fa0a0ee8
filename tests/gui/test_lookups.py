"""Asking the network from the window: off until allowed, shown while it runs, stopped at once, never taken unasked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytest_httpserver import HTTPServer
from pytestqt.qtbot import QtBot
from werkzeug import Request, Response

from mscref.gui import field_origins
from mscref.gui.desk import Desk
from mscref.gui.doubtful_dialog import DoubtfulDialog
from mscref.gui.identifier_dialog import IdentifierDialog
from mscref.gui.import_review.dialog import ImportDialog
from mscref.gui.network_page import NetworkPage
from mscref.gui.notice_flags import address
from mscref.gui.tasks import Tasks
from mscref.jobs.looking_up import Found, Outcome
from mscref.jobs.looking_up_agreement import agreement
from mscref.jobs.looking_up_answers import Told
from mscref.library import Library
from mscref.lookup import SERVICES, Permission, load_permission, save_permission
from mscref.model.lookups import Completion, FieldSource
from mscref.model.notices import Notice
from mscref.model.reference import Reference
from tests.gui.conftest import id_of
from tests.gui.test_window import unnamed
from tests.lookup.services import GUGLIANDOLO, INVENTED, MATHIS, Services, as_json
from tests.sandbox.pages_pdf import Sheet, pdf

Settle = Callable[[Tasks], None]


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    """All services on this machine, and leave to ask them."""
    made = Services(httpserver)
    save_permission(made.permission())
    return made


def wait_for(qtbot: QtBot, desk: Desk, settle: Settle, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=15_000)
    settle(desk.tasks)


def change(desk: Desk, settle: Settle, verb: Callable[[Library], object]) -> None:
    desk.tasks.change(verb)  # type: ignore[arg-type]
    settle(desk.tasks)


def give_doi(desk: Desk, settle: Settle, family: str, doi: str) -> int:
    id = id_of(desk, family)
    change(desk, settle, lambda lib: lib.complete_fields(id, {"DOI": doi}, []))
    return id


def record(desk: Desk, id: int) -> object:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        return library.record(id).reference


# --- preferences ------------------------------------------------------------------------------------------------


def test_the_network_page_names_every_service_and_is_off(qtbot: QtBot) -> None:
    page = NetworkPage(Permission())
    qtbot.addWidget(page)
    assert not page.allowed.isChecked()
    assert set(page.switches) == set(SERVICES)
    assert not any(switch.isEnabled() for switch in page.switches.values())
    told = " ".join(label.text() for label in page.findChildren(QWidget) if hasattr(label, "text"))  # type: ignore[attr-defined]
    for service in SERVICES.values():
        assert service.address.partition("//")[2].partition("/")[0] in told


def test_a_choice_on_the_network_page_is_kept_at_once(desk: Desk) -> None:
    desk.view.show_preferences()
    page = desk.view.dialog.network  # type: ignore[union-attr]
    page.allowed.setChecked(True)
    page.switches["crossref"].setChecked(False)
    page.contact.setText("nina@example.org")
    page.contact.editingFinished.emit()
    assert load_permission() == Permission(True, frozenset({"crossref"}), "nina@example.org")
    page.contact.setText("no address")
    page.contact.editingFinished.emit()
    assert page.contact.property("wrong")
    assert load_permission().contact == "nina@example.org"
    page.switches["crossref"].setChecked(True)
    page.allowed.setChecked(False)
    assert load_permission() == Permission(False, frozenset(), "nina@example.org")


def test_a_look_up_while_the_network_is_off_asks_nothing_and_shows_the_way(desk: Desk, httpserver: HTTPServer) -> None:
    services = Services(httpserver)
    save_permission(replace(services.permission(), is_allowed=False))
    desk.window.table.selectRow(0)
    desk.window.actions_["look_up"].trigger()
    (toast,) = desk.window.toasts.shown()
    assert "off" in toast.text
    assert toast.button is not None
    toast.button.click()
    assert desk.view.dialog is not None
    assert desk.view.dialog.isVisible()
    assert services.asked == []


# --- held references --------------------------------------------------------------------------------------------


def test_the_selection_is_looked_up_and_a_toast_takes_it_back(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    id = id_of(desk, "Elm")
    change(desk, settle, lambda lib: lib.complete_fields(id, {"title": INVENTED.title, "DOI": INVENTED.doi}, []))
    desk.window.table.select_ids([id])
    desk.window.actions_["look_up"].trigger()
    wait_for(qtbot, desk, settle, lambda: record(desk, id).pmid == INVENTED.pmid)  # type: ignore[attr-defined]
    assert desk.window.detail.header.notices.shown[0][0] == "retraction"
    assert desk.window.table.references.summary(0) is not None
    (toast,) = desk.window.toasts.shown()
    assert toast.text == "Looked up 1 reference"
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert record(desk, id).pmid == ""  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not desk.window.detail.header.notices.shown)


def test_an_answer_that_does_not_agree_is_shown_beside_and_taken_when_ticked(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    id = give_doi(desk, settle, "Alder", MATHIS.doi)
    desk.window.table.select_ids([id])
    desk.window.actions_["look_up"].trigger()
    wait_for(qtbot, desk, settle, lambda: isinstance(desk.lookups.dialog, DoubtfulDialog))
    dialog = desk.lookups.dialog
    assert isinstance(dialog, DoubtfulDialog)
    assert record(desk, id).title == "Marrow cells in a motor neuron disease"  # type: ignore[attr-defined]
    assert dialog.taken == []
    dialog.boxes[0].setChecked(True)
    dialog.accept()
    settle(desk.tasks)
    assert record(desk, id).title == MATHIS.title  # type: ignore[attr-defined]


def test_a_look_up_that_is_cancelled_leaves_everything_as_it_is(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    asked, held = threading.Event(), threading.Event()

    def slow(_request: Request) -> Response:
        asked.set()
        held.wait(10)
        return as_json({})

    services.wrong["pubmed"] = slow
    id = give_doi(desk, settle, "Alder", MATHIS.doi)
    desk.window.table.select_ids([id])
    desk.window.actions_["look_up"].trigger()
    qtbot.waitUntil(asked.is_set, timeout=10_000)
    assert desk.window.cancel_button.isVisible()
    qtbot.mouseClick(desk.window.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.lookups.is_running, timeout=5_000)
    assert not held.is_set()
    held.set()
    settle(desk.tasks)
    assert not desk.window.cancel_button.isVisible()
    assert record(desk, id).get("volume") == "3"  # type: ignore[attr-defined]


def test_closing_the_window_does_not_wait_for_a_slow_service(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    asked, held = threading.Event(), threading.Event()

    def slow(_request: Request) -> Response:
        asked.set()
        held.wait(20)
        return as_json({})

    services.wrong["pubmed"] = slow
    id = give_doi(desk, settle, "Alder", MATHIS.doi)
    desk.window.table.select_ids([id])
    desk.window.actions_["look_up"].trigger()
    qtbot.waitUntil(asked.is_set, timeout=10_000)
    desk.window.close()
    assert not held.is_set()
    held.set()


def test_what_waits_is_done_when_the_network_is_there_again(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    id = id_of(desk, "Elm")
    change(desk, settle, lambda lib: lib.complete_fields(id, {"title": MATHIS.title, "DOI": MATHIS.doi}, []))
    change(desk, settle, lambda lib: lib.wait_for_lookup([id], "The network was down."))
    save_permission(replace(services.permission(), is_allowed=False))
    desk.lookups.continue_waiting()
    settle(desk.tasks)
    assert services.asked == []
    save_permission(services.permission())
    desk.lookups.continue_waiting()
    wait_for(qtbot, desk, settle, lambda: bool(services.asked) and not desk.lookups.is_running)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        assert library.waiting() == []
        assert library.record(id).reference.get("publisher") == "A Publisher"


# --- add by identifier ------------------------------------------------------------------------------------------


def opened(desk: Desk, text: str) -> IdentifierDialog:
    desk.window.actions_["add_by_identifier"].trigger()
    dialog = desk.lookups.dialog
    assert isinstance(dialog, IdentifierDialog)
    dialog.text.setPlainText(text)
    dialog.read()
    return dialog


def test_pasted_identifiers_are_looked_up_shown_and_added_as_one_step(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    dialog = opened(desk, f"{GUGLIANDOLO.doi}\n{INVENTED.doi}\nsomething else\n10.5555/none")
    assert dialog.rows.count() == 3
    assert "something" in dialog.told.text()
    dialog.ask.click()
    qtbot.waitUntil(lambda: "Gugliandolo" in dialog.rows.item(0).text(), timeout=15_000)
    assert "Retracted" in dialog.rows.item(1).text()
    assert "nothing was found" in dialog.rows.item(2).text()
    dialog.rows.item(2).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    settle(desk.tasks)
    qtbot.waitUntil(lambda: len(desk.window.table.references.ids) == 7, timeout=10_000)
    assert record(desk, id_of(desk, "Gugliandolo")).pmid == "30956667"  # type: ignore[attr-defined]
    desk.window.actions_["undo"].trigger()
    settle(desk.tasks)
    assert len(desk.window.table.references.ids) == 5


def test_without_the_network_bare_references_come_in_and_wait(
    desk: Desk, settle: Settle, httpserver: HTTPServer
) -> None:
    services = Services(httpserver)
    dialog = opened(desk, f"{MATHIS.doi} PMID: 1234567")
    assert not dialog.ask.isVisible()
    assert "off" in dialog.told.text()
    dialog.accept()
    settle(desk.tasks)
    assert services.asked == []
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        (waiting,) = library.waiting()
        assert library.record(waiting.reference).reference.doi == MATHIS.doi


def test_a_service_that_fails_is_told_in_the_dialog_and_does_not_close_it(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    for key in SERVICES:
        services.wrong[key] = lambda _request: Response("no", 403)
    dialog = opened(desk, MATHIS.doi)
    dialog.ask.click()
    qtbot.waitUntil(lambda: "refused" in dialog.told.text(), timeout=15_000)
    assert dialog.isVisible()
    dialog.reject()


# --- imports ----------------------------------------------------------------------------------------------------


def reviewed(desk: Desk, qtbot: QtBot) -> ImportDialog:
    """The review of an import, once it is there."""
    qtbot.waitUntil(lambda: isinstance(desk.files.dialog, ImportDialog), timeout=20_000)
    assert isinstance(desk.files.dialog, ImportDialog)
    return desk.files.dialog


def papers_of_mathis(folder: Path, count: int = 1) -> list[Path]:
    lines = (
        (40.0, 360.0, f"Neural Regen Res 2017   doi: {MATHIS.doi}"),
        (40.0, 330.0, MATHIS.title),
        (40.0, 310.0, "Stephane Mathis, Philippe Couratier"),
        (40.0, 100.0, "Published 3 February 2017"),
    )
    files = [folder / f"{number}.pdf" for number in range(count)]
    for file in files:
        file.write_bytes(pdf([Sheet(lines), Sheet(((40.0, 330.0, file.name),))]))
    return files


def test_dropped_pdfs_are_looked_up_before_the_review_once_the_network_is_allowed(
    desk: Desk, qtbot: QtBot, services: Services, tmp_path: Path
) -> None:
    files = papers_of_mathis(tmp_path, 2)
    save_permission(replace(services.permission(), is_allowed=False))
    desk.files.plan_files(files)
    reviewed(desk, qtbot).reject()
    assert services.asked == []
    desk.files.dialog = None
    save_permission(services.permission())
    told: list[str] = []
    desk.window.statusBar().messageChanged.connect(told.append)
    desk.files.plan_files(files)
    dialog = reviewed(desk, qtbot)
    assert dialog.review.plan.references[0].provenance["volume"].source == "crossref"
    assert "Looking up 2 of 2 …" in told
    assert not desk.files.progress.isVisible()
    dialog.reject()


def test_a_look_up_of_dropped_pdfs_that_failed_waits_after_the_import(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services, tmp_path: Path
) -> None:
    for key in ("pubmed", "crossref", "europe-pmc", "doi"):
        services.wrong[key] = lambda _request: Response("no", 500)
    desk.files.plan_files(papers_of_mathis(tmp_path))
    dialog = reviewed(desk, qtbot)
    if dialog.review.waiting:
        dialog.all_button.click()
    dialog.accept()
    qtbot.waitUntil(lambda: len(desk.window.table.references.ids) == 6, timeout=10_000)
    settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        (waiting,) = library.waiting()
        assert library.record(waiting.reference).reference.doi == MATHIS.doi


def test_cancel_while_dropped_pdfs_are_looked_up_shows_nothing(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services, tmp_path: Path
) -> None:
    held, asked = threading.Event(), threading.Event()

    def slow(_request: Request) -> Response:
        asked.set()
        held.wait(10)
        return Response("no", 500)

    services.wrong.update(dict.fromkeys(SERVICES, slow))
    desk.files.plan_files(papers_of_mathis(tmp_path, 2))
    qtbot.waitUntil(asked.is_set, timeout=20_000)
    assert desk.files.progress.isVisible()
    desk.window.cancel_button.click()
    assert not desk.files.progress.isVisible()
    settle(desk.tasks)
    assert not held.is_set()
    assert desk.files.dialog is None
    assert desk.window.toasts.shown() == []
    held.set()


def test_a_pasted_trial_number_keeps_what_the_registry_says(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    desk.files.plan_text("NCT01051882")
    dialog = reviewed(desk, qtbot)
    if dialog.review.waiting:
        dialog.all_button.click()
    dialog.accept()
    qtbot.waitUntil(lambda: len(desk.window.table.references.ids) == 6, timeout=10_000)
    settle(desk.tasks)
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        assert [trial.record.enrolment for trial in library.trials() if trial.record] == [12]


def test_the_registry_is_asked_about_the_trials_of_the_library(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    id = id_of(desk, "Alder")
    change(desk, settle, lambda lib: lib.edit(id, trials=["NCT01051882", "ISRCTN12345678"]))
    desk.window.actions_["fetch_trials"].trigger()
    wait_for(qtbot, desk, settle, lambda: bool(desk.window.toasts.shown()))
    assert services.questions("trials") == ["/studies/NCT01051882"]
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        (record,) = [trial.record for trial in library.trials() if trial.record]
    assert record.enrolment == 12
    desk.window.actions_["fetch_trials"].trigger()
    settle(desk.tasks)
    assert len(services.questions("trials")) == 1


def test_a_free_copy_is_offered_when_an_address_is_given(
    desk: Desk, settle: Settle, qtbot: QtBot, services: Services
) -> None:
    id = give_doi(desk, settle, "Alder", MATHIS.doi)
    desk.window.table.select_ids([id])
    desk.window.actions_["find_copy"].trigger()
    assert "contact address" in desk.window.toasts.shown()[-1].text
    assert services.asked == []
    save_permission(services.permission(contact="nina@example.org"))
    desk.window.actions_["find_copy"].trigger()
    wait_for(qtbot, desk, settle, lambda: "free copy" in desk.window.toasts.shown()[-1].text)
    assert f"https://example.org/{MATHIS.doi}.pdf" in desk.window.toasts.shown()[-1].text


def test_every_part_of_the_dialogs_that_takes_the_keyboard_has_a_name(desk: Desk, services: Services) -> None:
    dialog = opened(desk, f"{MATHIS.doi}\n{INVENTED.doi}")
    assert list(unnamed(dialog)) == []
    dialog.reject()
    ours = Reference(title="Words", fields={"issued": "1999"})
    theirs = Told("crossref", Reference(title="<b>Other</b> words", fields={"issued": "2001"}))
    found = Found(ours, None, ((theirs, agreement(ours, theirs.reference)),))
    desk.lookups.show_doubtful([Outcome(0, found, Completion(0))])
    assert desk.lookups.dialog is not None
    assert list(unnamed(desk.lookups.dialog)) == []
    shown = [label for label in desk.lookups.dialog.findChildren(QLabel) if "Other" in label.text()]
    assert [label.textFormat() for label in shown] == [Qt.TextFormat.PlainText]
    desk.lookups.dialog.reject()
    assert desk.lookups.dialog is None


# --- notices and sources ----------------------------------------------------------------------------------------


def test_notices_are_flagged_in_list_and_details_the_gravest_first(desk: Desk, settle: Settle, qtbot: QtBot) -> None:
    id = id_of(desk, "Alder")
    told = (Notice("erratum", "", "99000003"), Notice("concern", "10.5555/c"), Notice("retraction", "10.5555/r"))
    change(desk, settle, lambda lib: lib.keep_notices(id, told))
    desk.window.table.select_ids([id])
    flags = desk.window.detail.header.notices
    qtbot.waitUntil(lambda: len(flags.shown) == 3, timeout=5_000)
    assert [kind for kind, _ in flags.shown] == ["retraction", "concern", "erratum"]
    (summary,) = desk.tasks.summaries([id])
    assert (summary.notice, summary.is_retracted) == ("retraction", True)
    desk.window.table.select_ids([id_of(desk, "Birch")])
    settle(desk.tasks)
    assert flags.shown == []


def test_a_notice_that_is_held_is_shown_when_it_is_asked_for(desk: Desk, settle: Settle, qtbot: QtBot) -> None:
    paper, notice = id_of(desk, "Alder"), id_of(desk, "Birch")
    change(desk, settle, lambda lib: lib.link(paper, notice, "retraction"))
    desk.window.table.select_ids([paper])
    flags = desk.window.detail.header.notices
    qtbot.waitUntil(lambda: len(flags.shown) == 1, timeout=5_000)
    with qtbot.waitSignal(flags.reference_asked):
        from mscref.gui.link_button import LinkButton

        flags.findChildren(LinkButton)[0].click()
    assert desk.window.table.selected_ids() == [notice]


def test_the_address_of_a_notice_is_its_doi_or_its_page_in_pubmed() -> None:
    assert address("10.5555/r") == "https://doi.org/10.5555/r"
    assert address("PMID 123") == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert address("javascript:alert(1)") == ""


def test_every_field_says_where_it_was_seen(desk: Desk, settle: Settle, qtbot: QtBot) -> None:
    id = id_of(desk, "Alder")
    weak = FieldSource("page", "page", 1, "<b>1-9</b>", 60)
    change(desk, settle, lambda lib: lib.complete_all([Completion(id, {}, (FieldSource("volume", "crossref"), weak))]))
    desk.window.table.select_ids([id])
    fields = desk.window.detail.fields
    settle(desk.tasks)
    assert "Crossref" in fields.editors["volume"].toolTip()
    tip = fields.editors["page"].toolTip()
    assert "60 % sure" in tip
    assert "&lt;b&gt;" in tip
    assert fields.editors["issued"].toolTip() == ""
    assert field_origins.told(FieldSource("title", "user")) == "Source: typed by you"
