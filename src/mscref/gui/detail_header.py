"""The head of the detail pane: title, authors, where it appeared, status, stars, colour, links."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont, QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mscref.gui import icons, labels, names_text, theme, tips, words
from mscref.gui.flow_layout import FlowLayout, empty
from mscref.gui.inline_edit import InlineLine, InlineText
from mscref.gui.link_button import LinkButton
from mscref.gui.marks import ColourDots, Stars
from mscref.gui.notice_flags import NoticeFlags
from mscref.gui.tasks import Tasks
from mscref.model.holdings import STATUSES, LinkRecord, Record
from mscref.model.reference import Contributor, Reference

_TRIAL_PAGES = {"NCT": "https://clinicaltrials.gov/study/{}"}


class DetailHeader(QWidget):
    """Shows one record's head; every part is edited where it stands."""

    renamed = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._record: Record | None = None
        self.setAccessibleName(self.tr("Title and authors"))
        self.notices = NoticeFlags()
        self.title = InlineText(self.tr("Title"))
        self.title.setFont(theme.scaled(self.font(), 1.3, QFont.Weight.DemiBold))
        self.title.setPlaceholderText(self.tr("Title"))
        self.title.committed.connect(self._set_title)
        self.authors = InlineText(self.tr("Authors"))
        self.authors.setReadOnly(True)
        self.authors.setToolTip(self.tr("Press the pencil to edit the authors"))
        self.authors.setProperty("muted", True)
        self.names = InlineText(self.tr("Authors, one a line: Family, Given"), keeps_lines=True)
        self.names.committed.connect(self._set_authors)
        self.names.hide()
        self._pencil = QToolButton()
        self._pencil.setProperty("quiet", True)
        self._pencil.setCheckable(True)
        icons.dress(self._pencil, "edit", "muted")
        self._pencil.setAccessibleName(self.tr("Edit the authors"))
        self._pencil.setToolTip(self._pencil.accessibleName())
        self._pencil.toggled.connect(self._edit_authors)
        self._appeared = words.label(muted=True, name=self.tr("Where it appeared"))
        self._appeared.setContentsMargins(6, 0, 0, 0)
        self._links = QWidget()
        self._links.setAccessibleName(self.tr("Links"))
        self._flow = FlowLayout(self._links, spacing=2)
        self.status = QComboBox()
        self.status.setProperty("inline", True)
        self.status.setAccessibleName(self.tr("Reading status"))
        self.status.view().setAccessibleName(self.tr("Reading status"))
        for name in STATUSES:
            self.status.addItem(labels.status(name), name)
        self.status.activated.connect(self._set_status)
        self.stars, self.dots = Stars(), ColourDots()
        self.stars.chosen.connect(lambda n: self._change(lambda lib, id: lib.set_rating([id], n)))
        self.dots.chosen.connect(lambda n: self._change(lambda lib, id: lib.set_colour([id], n)))
        self.key = InlineLine(self.tr("Citation key"))
        self.key.setFont(theme.fixed_font(self.font(), 0.9))
        self.key.setToolTip(self.tr("Citation key; the old key keeps working after a change"))
        self.key.committed.connect(self._set_key)
        self._lay_out()

    def show_record(self, record: Record) -> None:
        """Show a record."""
        is_other = self._record is None or self._record.id != record.id
        self._record = record
        reference = record.reference
        self._ask_notices(record.id)
        self.title.show_text(reference.title)
        self.authors.show_text(author_line(reference))
        self.authors.setReadOnly(True)
        self.authors.setVisible(bool(reference.authors))
        if is_other:
            self._pencil.setChecked(False)
        self.names.show_text(names_text.to_text(reference.authors))
        words.set_text(self._appeared, appeared_in(reference))
        self.status.setCurrentIndex(STATUSES.index(record.status) if record.status in STATUSES else 0)
        self.stars.show_value(record.rating)
        self.dots.show_value(record.colour)
        self.key.show_text(reference.key)
        self._show_links(reference)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.key, 1)
        copy = QToolButton()
        copy.setProperty("quiet", True)
        icons.dress(copy, "copy", "muted")
        copy.setAccessibleName(self.tr("Copy the citation key"))
        copy.setToolTip(copy.accessibleName())
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.key.text()))
        top.addWidget(copy)
        column.addLayout(top)
        column.addWidget(self.notices)
        column.addWidget(self.title)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.authors, 1)
        line.addWidget(self.names, 1)
        line.addWidget(self._pencil, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(self._appeared)
        column.addWidget(self._links)
        strip = QWidget()
        strip.setAccessibleName(self.tr("Status, rating and colour"))
        marks = FlowLayout(strip, spacing=8)
        for mark in (self.status, self.stars, self.dots):
            marks.addWidget(mark)
        column.addWidget(strip)

    def _show_links(self, reference: Reference) -> None:
        empty(self._flow)
        for text, address in links(reference):
            button = LinkButton(text, self.tr("Open {address}").format(address=address))
            button.setToolTip(tips.plain(address))
            button.clicked.connect(lambda _=False, to=address: QDesktopServices.openUrl(QUrl(to)))
            self._flow.addWidget(button)
        self._links.setVisible(self._flow.count() > 0)

    def _ask_notices(self, id: int) -> None:
        is_retracted = any(summary.is_retracted for summary in self._tasks.summaries([id]))

        def show(links: list[LinkRecord]) -> None:
            self.notices.show_notices(id, links, is_retracted=is_retracted)

        self._tasks.ask(lambda lib: lib.links(id), show, key="notices")

    def _edit_authors(self, on: bool) -> None:
        self.authors.setVisible(not on and bool(self._record and self._record.reference.authors))
        self.names.setVisible(on)
        if on:
            self.names.setFocus()

    def _set_title(self, text: str) -> None:
        self._change(lambda lib, id: lib.edit(id, title=text))

    def _set_authors(self, text: str) -> None:
        if self._record is None:
            return
        held = self._record.reference
        others = tuple(c for c in held.contributors if c.role != "author")
        named = tuple(Contributor(name, "author") for name in names_text.from_text(text, held.authors))
        self._change(lambda lib, id: lib.edit(id, contributors=(*named, *others)))

    def _set_status(self) -> None:
        status = str(self.status.currentData())
        self._change(lambda lib, id: lib.set_status([id], status))

    def _set_key(self, text: str) -> None:
        if self._record is not None:
            id, old = self._record.id, self._record.reference.key
            self._tasks.change(lambda library: library.edit(id, key=text), lambda _done: self.renamed.emit(old, text))

    def _change(self, verb: object) -> None:
        if self._record is not None and callable(verb):
            id = self._record.id
            self._tasks.change(lambda library: verb(library, id))


def author_line(reference: Reference) -> str:
    """Authors as a paper prints them, at most twelve, with what is missing said."""
    names = [name.display for name in reference.authors]
    if len(names) > 12:
        return ", ".join(names[:11]) + ", … " + names[-1]
    return ", ".join(names) + (" et al." if reference.authors_incomplete and names else "")


def appeared_in(reference: Reference) -> str:
    """ "Neurology 2019; 93(24): e2294-e2305"; what is unknown is left out."""
    fields = reference.fields
    volume = fields.get("volume", "") + (f"({fields['issue']})" if fields.get("issue") else "")
    place = fields.get("container-title") or fields.get("publisher", "")
    when = reference.year or fields.get("issued", "")
    head = " ".join(part for part in (place, when) if part)
    tail = ": ".join(part for part in (volume, fields.get("page", "").replace("-", "–")) if part)
    return "; ".join(part for part in (head, tail) if part)


def links(reference: Reference) -> list[tuple[str, str]]:
    """(text, address) of every page on the web that the reference names: https and http only."""
    found = []
    if reference.doi:
        found.append((f"doi:{reference.doi}", f"https://doi.org/{reference.doi}"))
    if reference.pmid:
        found.append((f"PMID {reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"))
    if reference.get("PMCID"):
        found.append((reference.get("PMCID"), f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.get('PMCID')}/"))
    for trial in reference.trials:
        page = next((page for start, page in _TRIAL_PAGES.items() if trial.startswith(start)), "")
        if page:
            found.append((trial, page.format(trial)))
    address = reference.get("URL")
    if address.startswith(("https://", "http://")):
        found.append((address.partition("//")[2], address))
    return found
