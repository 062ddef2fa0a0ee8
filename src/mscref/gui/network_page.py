"""What may be asked on the network: off until allowed, service by service, with what each is sent."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from mscref.gui import words
from mscref.lookup import SERVICES, Permission, is_contact


class NetworkPage(QWidget):
    """Every question that mscref can put to the network; `chosen` carries the Permission, each time one is changed."""

    chosen = Signal(object)

    def __init__(self, permission: Permission, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Network"))
        self._permission = permission
        self.allowed = QCheckBox(self.tr("Allow look-ups on the network"))
        self.allowed.setAccessibleName(self.allowed.text())
        self.allowed.setChecked(permission.is_allowed)
        self.allowed.toggled.connect(self._allow)
        self.contact = QLineEdit(permission.contact)
        self.contact.setPlaceholderText(self.tr("none; it is sent to nobody"))
        self.contact.setAccessibleName(self.tr("Contact address"))
        self.contact.editingFinished.connect(self._set_contact)
        self.switches: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 14, 2, 0)
        column.setSpacing(8)
        column.addWidget(self.allowed)
        told = self.tr(
            "Off, mscref asks nothing and sends nothing. Allowed, these are all the questions it can put, over HTTPS: "
            "identifiers and titles of references that you look up, or bring in as PDFs or identifiers. Your notes, "
            "files and terms never leave."
        )
        column.addWidget(words.label(told, muted=True))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow(words.label(self.tr("Contact address"), wrap=False), self.contact)
        column.addLayout(form)
        polite = self.tr("Services like to know whom to write to when something goes wrong. Unpaywall wants to know.")
        column.addWidget(words.label(polite, muted=True))
        column.addWidget(self._services())

    def _services(self) -> QWidget:
        """A line for each service: its switch, what it is asked for, what it is sent."""
        sent = self._sent()
        holder = QWidget()
        holder.setAccessibleName(self.tr("Services"))
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(10, 8, 10, 8)
        rows.setSpacing(2)
        for key, service in SERVICES.items():
            switch = QCheckBox(service.name)
            switch.setAccessibleName(service.name)
            switch.setChecked(key not in self._permission.refused)
            switch.setEnabled(self._permission.is_allowed)
            switch.toggled.connect(lambda on, key=key: self._switch(key, on))
            self.switches[key] = switch
            host = service.address.partition("//")[2].partition("/")[0]
            told = self.tr("{host} – {sent}").format(host=host, sent=sent[key])
            line = words.label(told, muted=True)
            line.setContentsMargins(22, 0, 0, 6)
            rows.addWidget(switch)
            rows.addWidget(line)
        rows.addStretch()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.StyledPanel)
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(holder.accessibleName())
        area.viewport().setAccessibleName(holder.accessibleName())
        area.setMinimumHeight(190)
        return area

    def _sent(self) -> dict[str, str]:
        """What each service gets to know, by its key."""
        return {
            "pubmed": self.tr("gets PubMed numbers and DOIs; of a reference without them title, first author and year"),
            "crossref": self.tr("gets DOIs; of a reference without one title, first author and year"),
            "europe-pmc": self.tr("gets the number or DOI of a paper that PubMed does not have"),
            "trials": self.tr("gets NCT numbers of trials"),
            "doi": self.tr("gets a DOI that Crossref does not know, and may send us on to Crossref or DataCite"),
            "unpaywall": self.tr("gets a DOI and your contact address, and names a free copy"),
            "arxiv": self.tr("gets numbers of preprints"),
            "open-library": self.tr("gets the ISBN of a book"),
        }

    def _allow(self, on: bool) -> None:
        for switch in self.switches.values():
            switch.setEnabled(on)
        self._choose(replace(self._permission, is_allowed=on))

    def _switch(self, key: str, on: bool) -> None:
        refused = self._permission.refused - {key} if on else self._permission.refused | {key}
        self._choose(replace(self._permission, refused=refused))

    def _set_contact(self) -> None:
        text = self.contact.text().strip()
        is_wrong = bool(text) and not is_contact(text)
        self.contact.setProperty("wrong", is_wrong)
        self.contact.style().polish(self.contact)
        self.contact.setToolTip(self.tr("This is no e-mail address; it is not used.") if is_wrong else "")
        if not is_wrong and text != self._permission.contact:
            self._choose(replace(self._permission, contact=text))

    def _choose(self, permission: Permission) -> None:
        self._permission = permission
        self.chosen.emit(permission)
