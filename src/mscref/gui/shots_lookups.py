"""Pictures of what asks the network: its preferences, add by identifier, answers that do not agree, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QImage

from mscref.gui.desk import Desk
from mscref.gui.identifier_dialog import IdentifierDialog
from mscref.gui.small_dialogs import PreferencesDialog
from mscref.gui.staging import settle
from mscref.jobs.looking_up import Found, Outcome
from mscref.jobs.looking_up_agreement import agreement
from mscref.jobs.looking_up_answers import Told
from mscref.model.lookups import Completion, FieldSource
from mscref.model.notices import Notice
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Name, Reference, authors

_PASTED = "10.1155/2019/3675627\nPMID: 22854595\nNCT01051882\n978-3-16-148410-0\nsomething else"
_GUGLIANDOLO = Reference(
    title="Mesenchymal Stem Cells: A Potential Therapeutic Approach for Amyotrophic Lateral Sclerosis?",
    contributors=authors([Name("Gugliandolo", "Agnese"), Name("Bramanti", "Placido"), Name("Mazzon", "Emanuela")]),
    fields={"DOI": "10.1155/2019/3675627", "issued": "2019", "container-title": "Stem Cells International"},
)
_BAEK = Reference(
    title="Stem cell transplantation into the intraventricular space via an Ommaya reservoir in a patient with "
    "amyotrophic lateral sclerosis",
    contributors=authors([Name("Baek", "W."), Name("Kim", "Y. S.")]),
    fields={"PMID": "22854595", "issued": "2012", "container-title": "Journal of Neurosurgical Sciences"},
)
_MATHIS = Reference(
    title="Current view and perspectives in amyotrophic lateral sclerosis",
    contributors=authors([Name("Mathis", "Stéphane"), Name("Couratier", "Philippe")]),
    fields={"DOI": "10.4103/1673-5374.200794", "issued": "2017", "container-title": "Neural Regeneration Research"},
)
_INVENTED = Reference(
    title="Words that stood beside the DOI of another paper",
    contributors=authors([Name("Elm", "Anna")]),
    fields={"DOI": "10.4103/1673-5374.200794", "issued": "1999"},
)


def states(desk: Desk, photograph: Callable[..., QImage]) -> Iterator[tuple[str, QImage]]:
    """The states of these dialogs, in the library that is open; what is invented there is taken back."""
    window, lookups = desk.window, desk.lookups
    yield from _notices(desk, photograph)
    desk.view.show_preferences()
    if isinstance(desk.view.dialog, PreferencesDialog):
        desk.view.dialog.pages.setCurrentWidget(desk.view.dialog.network)
        settle(desk.tasks)
        yield "preferences-network", photograph(window, desk.view.dialog)
        yield "preferences-network-2x", photograph(window, desk.view.dialog, scale=2.0)
        desk.view.dialog.reject()
    lookups.add_by_identifier()
    if isinstance(lookups.dialog, IdentifierDialog):
        lookups.dialog.text.setPlainText(_PASTED)
        lookups.dialog.read()
        settle(desk.tasks)
        yield "identifiers-pasted", photograph(window, lookups.dialog)
        found = (Planned(_GUGLIANDOLO, match=1, match_key="gugliandolo2019"), Planned(_BAEK))
        lookups.dialog.show_plan(Plan("", (*found, Planned(Reference("book", fields={"ISBN": "9783161484100"})))))
        yield "identifiers-found", photograph(window, lookups.dialog)
        lookups.dialog.reject()
    doubt = Found(_INVENTED, None, ((Told("crossref", _MATHIS), agreement(_INVENTED, _MATHIS)),))
    lookups.show_doubtful([Outcome(0, doubt, Completion(0))])
    settle(desk.tasks)
    yield "answers-that-differ", photograph(window, lookups.dialog)
    if lookups.dialog is not None:
        lookups.dialog.reject()


def _notices(desk: Desk, photograph: Callable[..., QImage]) -> Iterator[tuple[str, QImage]]:
    first, second = desk.window.table.references.ids[:2]
    told = (Notice("retraction", "10.5555/invented.retraction", source="Crossref"), Notice("erratum", pmid="99000003"))
    seen = (FieldSource("volume", "crossref"), FieldSource("issued", "page", 1, "Received 3 May 2018", 60))
    completions = [
        Completion(first, sources=seen, notices=told),
        Completion(second, notices=(Notice("concern", "10.5555/c"),)),
    ]
    desk.tasks.change(lambda library: library.complete_all(completions))
    desk.window.table.select_ids([first])
    settle(desk.tasks, until=lambda: bool(desk.window.detail.header.notices.shown))
    yield "notices", photograph(desk.window)
    yield "notices-2x", photograph(desk.window, scale=2.0)
    desk.tasks.change(lambda library: library.undo())
    settle(desk.tasks)
