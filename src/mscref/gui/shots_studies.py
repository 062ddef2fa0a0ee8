"""Pictures of a review: the study table, claims with evidence, trials, screening, the PRISMA diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QImage

from mscref.gui.desk import Desk
from mscref.gui.staging import settle
from mscref.library import Library
from mscref.model.reference import Name, Reference, authors
from mscref.model.studies import STUDY_FIELDS, TrialRecord

_ABSTRACT = (
    "We randomly assigned 48 patients with amyotrophic lateral sclerosis to intrathecal mesenchymal stromal cells or "
    "placebo. Patients received two injections of 1×106 autologous bone marrow cells/kg. The primary endpoint was the "
    "slope of the ALSFRS-R score. All were followed for 12 months. Registered as NCT00000000."
)


def states(desk: Desk, photograph: Callable[..., QImage]) -> Iterator[tuple[str, QImage]]:
    """The states of the views of a review, in the sample library that is open."""
    window = desk.window

    def fill(library: Library) -> None:
        _fill(library)

    desk.tasks.change(fill, lambda _none: desk.tasks.reloaded.emit())
    settle(desk.tasks)
    window.show_studies()
    settle(desk.tasks, until=lambda: bool(window.studies.model.table.rows))
    row = next(n for n, one in enumerate(window.studies.model.table.rows) if one.value("dose"))
    index = window.studies.model.index(row, STUDY_FIELDS.index("dose"))
    window.studies.view.setCurrentIndex(index)
    window.studies.view.scrollTo(index)
    settle(desk.tasks)
    yield "study-table", photograph(window)
    yield "study-table-2x", photograph(window, scale=2.0)
    window.show_claims()
    settle(desk.tasks, until=lambda: window.claims.claim is not None)
    yield "claims", photograph(window)
    desk.studies.add_evidence(window.claims.claim)
    settle(desk.tasks, until=lambda: desk.studies.dialog is not None)
    yield "add-evidence", photograph(window, desk.studies.dialog)
    _close(desk)
    window.show_trials()
    settle(desk.tasks, until=lambda: window.trials.list.chosen is not None)
    yield "trials", photograph(window)
    window.show_list()
    window.table.select_ids(list(window.table.references.ids[:3]))
    settle(desk.tasks)
    desk.studies.exclude("title")
    settle(desk.tasks)
    yield "exclude", photograph(window, desk.studies.dialog)
    _close(desk)
    desk.studies.show_prisma()
    settle(desk.tasks, until=lambda: desk.studies.diagram is not None and desk.studies.diagram.prisma is not None)
    yield "prisma", photograph(window, desk.studies.dialog)
    yield "prisma-2x", photograph(window, desk.studies.dialog, scale=2.0)
    _close(desk)
    window.table.clearSelection()


def _close(desk: Desk) -> None:
    if desk.studies.dialog is not None:
        desk.studies.dialog.reject()


def _fill(library: Library) -> None:
    """Two invented papers of one trial, a claim with evidence for and against, some decisions."""
    for key, year, title in (
        ("first2031", "2031", "Intrathecal mesenchymal stromal cells in ALS: a randomised phase 2 trial"),
        ("second2033", "2033", "Two years after intrathecal stromal cells in ALS"),
    ):
        library.add(
            Reference(
                title=title,
                contributors=authors([Name("Example", "Anna"), Name("Specimen", "Ben"), Name("Sample", "C.")]),
                fields={"issued": year, "container-title": "Journal of Invented Results", "abstract": _ABSTRACT},
                key=key,
            )
        )
    ids = list(library.ids(sort="added"))
    first, second = library.find("first2031"), library.find("second2033")
    library.set_study_cell(first, "product", "Invented-101", quote="The product was Invented-101.", page=3)
    library.keep_trial(TrialRecord("NCT00000000", "An invented trial of cells", "Completed", "Phase 2", 48))
    documents = library.documents()
    library.add_claim("Cells given into the spinal canal are safe.", documents[0].id if documents else None)
    claim = library.claims()[-1].id
    library.add_evidence(claim, first, "supports", quote="No serious event was related to the cells.", page=7)
    library.add_evidence(claim, second, "contradicts", quote="Two patients had meningitis.", page=2)
    library.add_claim("They halve the speed of the disease.")
    library.screen(ids, "title", "include")
    library.screen(ids[:3], "title", "exclude", "no cells were given")
    library.screen(ids[3:6], "report", "include")
    library.screen(ids[6:8], "report", "exclude", "wrong outcome")
    library.screen(ids[8:9], "report", "exclude", "a single case")
