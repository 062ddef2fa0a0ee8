"""What a reader must not overlook: that a paper is retracted, doubted or corrected, and where it says so."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mscref.gui import icons, labels, tips, words
from mscref.gui.flow_layout import empty
from mscref.gui.link_button import LinkButton
from mscref.model.holdings import LinkRecord
from mscref.model.identifiers import normalise_doi
from mscref.model.notices import GRAVE

_TONES = {"retraction": ("error", "bad"), "concern": ("warn", "warn"), "erratum": ("muted", "muted")}


class NoticeFlags(QWidget):
    """A line for each notice, the gravest first. `reference_asked` carries the id of a notice that is held."""

    reference_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Notices"))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(6, 0, 0, 0)
        self._rows.setSpacing(1)
        self.shown: list[tuple[str, str]] = []
        self.hide()

    def show_notices(self, id: int, links: list[LinkRecord], *, is_retracted: bool) -> None:
        """Show what bears on the reference `id`; a retraction that only the record itself tells of is shown, too."""
        empty(self._rows)
        self.shown = []
        mine = [link for link in links if link.reference == id and link.kind in GRAVE]
        for kind in GRAVE:
            of_kind = [link for link in mine if link.kind == kind]
            if of_kind or (kind == "retraction" and is_retracted):
                self._add(kind, of_kind)
        self.setVisible(bool(self.shown))

    def _add(self, kind: str, links: list[LinkRecord]) -> None:
        tone, colour = _TONES[kind]
        text = self._sentence(kind)
        row = QWidget()
        row.setAccessibleName(text)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        sign = QLabel()
        sign.setPixmap(icons.icon("warning", colour).pixmap(16, 16))
        sign.setAccessibleName(labels.notice(kind))
        told = words.label(text, wrap=False)
        told.setProperty(tone, True)
        line.addWidget(sign)
        line.addWidget(told)
        for link in links[:3]:
            line.addWidget(self._button(link))
        line.addStretch()
        self._rows.addWidget(row)
        self.shown.append((kind, text))

    def _sentence(self, kind: str) -> str:
        return {
            "retraction": self.tr("This paper has been retracted."),
            "concern": self.tr("There is an expression of concern."),
            "erratum": self.tr("This paper has been corrected."),
        }[kind]

    def _button(self, link: LinkRecord) -> LinkButton:
        name = link.other_key or link.identifier
        button = LinkButton(name, self.tr("Open the notice {name}").format(name=name))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setToolTip(tips.plain(self.tr("{name}, told by {source}").format(name=name, source=link.source or "–")))
        if link.other is not None:
            other = link.other
            button.clicked.connect(lambda _=False: self.reference_asked.emit(other))
        else:
            button.clicked.connect(lambda _=False: QDesktopServices.openUrl(QUrl(address(link.identifier))))
        return button


def address(identifier: str) -> str:
    """The page of a notice on the web: by its DOI, else in PubMed."""
    doi = normalise_doi(identifier)
    if doi:
        return f"https://doi.org/{doi}"
    number = identifier.removeprefix("PMID ")
    return f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number.isdecimal() else ""
