"""Notices that bear on a paper: its retraction, an expression of concern, a correction, its other versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mscref.model.identifiers import normalise_doi
from mscref.model.reference import Reference

# What a reader must not overlook, the gravest first; each is one of LINK_KINDS.
GRAVE = ("retraction", "concern", "erratum")

# MEDLINE's tags for CommentsCorrections (https://www.nlm.nih.gov/bsd/mms/medlineelements.html): the kind, and whether
# the record that has the tag is itself the notice. A partial retraction leaves the paper standing: it is a concern.
_TAGS = {
    "rin": ("retraction", False),
    "rof": ("retraction", True),
    "rrin": ("retraction", False),
    "prin": ("concern", False),
    "prof": ("concern", True),
    "ecin": ("concern", False),
    "ecf": ("concern", True),
    "ein": ("erratum", False),
    "efr": ("erratum", True),
    "cri": ("republication", False),
    "crf": ("republication", True),
    "rpi": ("republication", False),
    "rpf": ("republication", True),
    "uin": ("preprint", True),
    "uof": ("preprint", False),
}
_PMID = re.compile(r"PMID:\s*(\d{1,9})")
_PREPRINT = re.compile(r"\b(?:bio|med|chem|ar)rxiv|\bres(?:earch)? sq(?:uare)?\b|\bpreprint|\bssrn\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """That another paper, known by `doi` or `pmid`, is the `kind` (one of LINK_KINDS) of this one.

    With `is_itself` it is the other way round: this paper is the kind of the one that is named. `source` says who told.
    """

    kind: str
    doi: str = ""
    pmid: str = ""
    source: str = "PubMed"
    is_itself: bool = False

    @property
    def identifier(self) -> str:
        """The other paper in one word: its DOI, else "PMID 123"."""
        return self.doi or (f"PMID {self.pmid}" if self.pmid else "")


def notices_of(reference: Reference) -> tuple[Notice, ...]:
    """What PubMed's fields of a reference say about its notices, each once; without an identifier none can be named."""
    if not any(tag in reference.fields for tag in _TAGS):
        return ()
    return tuple(dict.fromkeys(notice for notice in _told(reference) if notice.identifier))


def _told(reference: Reference) -> Iterator[Notice]:
    preprint = f"{reference.journal} {reference.get('publication-type')}"
    for tag, (kind, is_itself) in _TAGS.items():
        for line in reference.fields.get(tag, "").split("\n"):
            if line.strip() and (kind != "preprint" or _PREPRINT.search(preprint if is_itself else line)):
                number = _PMID.search(line)
                yield Notice(kind, normalise_doi(line), number.group(1) if number else "", is_itself=is_itself)
